#include "state.h"

#include "floor.h"
#include "ids.h"
#include "was.h"

int64_t
state_latest(struct db *db, int64_t village_lo, int64_t village_hi)
{
	int64_t latest = 0;

	return db_int(db, "SELECT coalesce(max(latest), 0) FROM village WHERE village BETWEEN $1 AND $2",
	    ARGS(ARG(village_lo), ARG(village_hi)), &latest) < 0 ? -1 : latest;
}

static int
take_state(void *arg, struct stmt *row)
{
	struct state *s = arg;

	s->hood = stmt_int(row, 0);
	s->class_no = (int)stmt_int(row, 1);
	s->tags = (uint64_t)stmt_int(row, 2);
	s->since = (day_t)stmt_int(row, 3);
	s->visited = (day_t)stmt_int(row, 4);
	s->next = (day_t)stmt_int(row, 5);
	s->first = (day_t)stmt_int(row, 6);
	s->last = (day_t)stmt_int(row, 7);
	s->run = stmt_int(row, 8);
	return 1;
}

int
state_load(struct db *db, int64_t id, struct state *s)
{
	*s = (struct state){ .village = ids_village(id), .household = ids_serial(id) };
	return db_each(db,
	    "SELECT hood, class, tags, since, visited, next, first, last, run"
	    " FROM household WHERE village = $1 AND household = $2",
	    ARGS(ARG(s->village), ARG(s->household)), take_state, s);
}

int
state_started(struct db *db, const struct state *s, const char *what, int64_t value,
    day_t day, day_t *first)
{
	int64_t n = s->first;

	if (db_int(db, "SELECT first FROM span WHERE village = $1 AND household = $2"
	    " AND what = $3 AND value = $4 AND first <= $5 AND last >= $5",
	    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(day)), &n) < 0)
		return -1;
	*first = (day_t)n;
	return 0;
}

/* The day a change must not come before. */
static int
too_early(struct db *db, day_t day)
{
	char buf[11];

	return db_fail(db, EXIT_RULE, FAULT_STATE,
	    _("what holds now began on %s; no change comes before it"), day_text(day, buf));
}

int
state_holds(struct db *db, const struct state *s, const char *what, int64_t value, day_t day, day_t *first)
{
	if (state_started(db, s, what, value, DAY_MAX, first) != 0)
		return -1;
	return day < *first ? too_early(db, *first) : 0;
}

/* The spans of a value, before they change. */
static int
keep_spans(struct db *db, const struct state *s, const char *what, int64_t value)
{
	return was_keep(db, "span", "SELECT * FROM span WHERE village = $1 AND household = $2 AND what = $3 AND value = $4",
	    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value))) < 0 ? -1 : 0;
}

int
state_end_span(struct db *db, const struct state *s, const char *what, int64_t value,
    day_t day, struct text reason, int64_t run)
{
	day_t first;
	int64_t n;

	if (state_holds(db, s, what, value, day, &first) != 0 || keep_spans(db, s, what, value) != 0)
		return -1;
	if (day == first)	/* said and taken back on one day: it held on none */
		return db_run(db, "DELETE FROM span WHERE village = $1 AND household = $2"
		    " AND what = $3 AND value = $4 AND first = $5",
		    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(day))) < 0 ? -1 : 0;
	n = db_run(db, "UPDATE span SET last = $1 WHERE village = $2 AND household = $3"
	    " AND what = $4 AND value = $5 AND last = $6",
	    ARGS(ARG(day_add(day, -1)), ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(DAY_MAX)));
	if (n == 0)	/* it has held from the first day: now it is history */
		n = db_run(db, "INSERT INTO span (village, household, what, value, first, last, reason, run)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(first),
		    ARG(day_add(day, -1)), ARG(reason), ARG(run)));
	return n < 0 ? -1 : 0;
}

int
state_lacks(struct db *db, const struct state *s, const char *what, int64_t value, day_t day, day_t *last)
{
	int64_t n = 0;

	if (db_int(db, "SELECT coalesce(max(last), 0) FROM span WHERE village = $1 AND household = $2"
	    " AND what = $3 AND value = $4",
	    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value)), &n) < 0)
		return -1;
	*last = (day_t)n;
	return n >= day ? too_early(db, day_add(*last, 1)) : 0;
}

/* There was no day without it: its last span goes on. One from the first day
 * is no history any more. */
static int
reopen(struct db *db, const struct state *s, const char *what, int64_t value, day_t last)
{
	int64_t n = keep_spans(db, s, what, value) != 0 ? -1
	    : db_run(db, "DELETE FROM span WHERE village = $1 AND household = $2"
	    " AND what = $3 AND value = $4 AND first = $5 AND last = $6",
	    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(s->first), ARG(last)));

	if (n == 0)
		n = db_run(db, "UPDATE span SET last = $1 WHERE village = $2 AND household = $3"
		    " AND what = $4 AND value = $5 AND last = $6",
		    ARGS(ARG(DAY_MAX), ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(last)));
	return n < 0 ? -1 : 0;
}

int
state_begin_span(struct db *db, const struct state *s, const char *what, int64_t value,
    day_t day, struct text reason, int64_t run)
{
	day_t last;

	if (state_lacks(db, s, what, value, day, &last) != 0)
		return -1;
	if (last > 0 && day_add(last, 1) == day)
		return reopen(db, s, what, value, last);
	if (day == s->first)	/* it holds from the first day: no history */
		return 0;
	return db_run(db, "INSERT INTO span (village, household, what, value, first, last, reason, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    ARGS(ARG(s->village), ARG(s->household), ARG(what), ARG(value), ARG(day), ARG(DAY_MAX),
	    ARG(reason), ARG(run))) < 0 ? -1 : 0;
}

int
state_keep(struct db *db, struct state *s)
{
	int64_t run = db_write_id(db);

	if (s->run == run)
		return 0;
	s->run = run;
	return was_keep(db, "household", "SELECT * FROM household WHERE village = $1 AND household = $2",
	    ARGS(ARG(s->village), ARG(s->household))) < 0 ? -1 : 0;
}

int
state_store(struct db *db, struct state *s, day_t day)
{
	if (floor_next(db, s->class_no, s->tags, s->since, s->visited, s->first, &s->next) != 0)
		return -1;
	if (db_run(db, "UPDATE household SET hood = $3, class = $4, tags = $5, since = $6, visited = $7,"
	    " next = $8, last = $9, run = $10 WHERE village = $1 AND household = $2",
	    ARGS(ARG(s->village), ARG(s->household), ARG(s->hood), ARG(s->class_no), ARG((int64_t)s->tags),
	    ARG(s->since), ARG(s->visited), ARG(s->next), ARG(s->last), ARG(s->run))) < 0)
		return -1;
	return db_run(db, "UPDATE village SET latest = $2 WHERE village = $1 AND latest < $2",
	    ARGS(ARG(s->village), ARG(day))) < 0 ? -1 : 0;
}
