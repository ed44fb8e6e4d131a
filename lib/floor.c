#define _GNU_SOURCE
#include "floor.h"

#include <stdlib.h>

#include "ids.h"

static day_t
later(day_t a, day_t b)
{
	return a > b ? a : b;
}

/*
 * A household may have come under a rule later than its floor knows, and a later
 * nominal day may move to before an earlier one: a Friday's holiday to Monday,
 * and the Saturday after it stays. No nominal day from o on moves to before this.
 */
static day_t
least(const struct schedule *s, const struct calendar *calendar, day_t o)
{
	return s->shift == SHIFT_PREVIOUS && !calendar_workday(calendar, o) ? calendar_previous_workday(calendar, o) : o;
}

day_t
floor_day(const struct rulebook *every, const struct calendar *calendar, int class_no, uint64_t tags,
    day_t since, day_t visited, day_t first)
{
	day_t floor = DAY_MAX;

	for (int i = 0; i < every->visits; i++) {
		const struct visit_rule *r = &every->visit[i];
		struct schedule_due d;
		day_t day;

		/* The floor serves questions for days not before since or visited. */
		if (!rule_applies(r, class_no, tags) || r->last < later(since, visited))
			continue;
		/* What an event counts from may be later than first: only a visit
		 * after every change surely met it. */
		if (r->schedule.unit == UNIT_EVENT && visited < since)
			d = schedule_next(&r->schedule, calendar, later(first, r->since), 0);
		else
			d = schedule_next(&r->schedule, calendar, later(first, r->since), visited);
		day = least(&r->schedule, calendar, d.nominal);
		if (d.due != 0 && day < floor)
			floor = day;
	}
	return floor;
}

int
floor_next(struct db *db, int class_no, uint64_t tags, day_t since, day_t visited, day_t first, day_t *next)
{
	struct rulebook *every = rulebook_load(db, 0);
	struct calendar *calendar = calendar_load(db);
	int rc = every == NULL || calendar == NULL ? -1 : 0;

	if (rc == 0)
		*next = floor_day(every, calendar, class_no, tags, since, visited, first);
	rulebook_free(every);
	calendar_free(calendar);
	return rc;
}

/* Rows whose floor is another now, a few ten thousand at a time. */
enum { REFRESH = 50000 };

struct refreshed {
	int64_t	village, household;
	day_t	next;
};

struct refresh {
	const struct rulebook	*every;
	const struct calendar	*calendar;
	struct refreshed	*rows;
	size_t			 n;
	int64_t			 village, household;	/* last one seen */
	bool			 more;
};

static int
refresh_row(void *arg, struct stmt *row)
{
	struct refresh *r = arg;
	day_t next = floor_day(r->every, r->calendar, (int)stmt_int(row, 2), (uint64_t)stmt_int(row, 3),
	    (day_t)stmt_int(row, 4), (day_t)stmt_int(row, 5), (day_t)stmt_int(row, 6));

	r->village = stmt_int(row, 0);
	r->household = stmt_int(row, 1);
	r->more = true;
	if (next != (day_t)stmt_int(row, 7))
		r->rows[r->n++] = (struct refreshed){ r->village, r->household, next };
	return 0;
}

static struct arg
refresh_cell(const void *rows, size_t n, int c)
{
	const struct refreshed *r = &((const struct refreshed *)rows)[n];

	return arg_int(c == 0 ? r->village : c == 1 ? r->household : r->next);
}

static int
refresh_some(struct db *db, struct refresh *r)
{
	static const char *const names[] = { "village", "household", "next", NULL };

	r->n = 0;
	r->more = false;
	if (db_each(db, "SELECT village, household, class, tags, since, visited, first, next FROM household"
	    " WHERE (village, household) > ($1, $2) ORDER BY village, household LIMIT 50000",
	    ARGS(ARG(r->village), ARG(r->household)), refresh_row, r) < 0)
		return -1;
	if (r->n == 0)
		return 0;
	if (db_feed(db, &(struct feed){ names, "iii", r->n, refresh_cell, r->rows }) != 0)
		return -1;
	return db_run(db, "UPDATE household SET next = f.next FROM feed f"
	    " WHERE household.village = f.village AND household.household = f.household", NO_ARGS) < 0 ? -1 : 0;
}

int
floor_refresh(struct db *db)
{
	struct refresh r = { .more = true };
	struct rulebook *every = rulebook_load(db, 0);
	struct calendar *calendar = calendar_load(db);
	int rc = every == NULL || calendar == NULL ? -1 : 0;

	r.every = every;
	r.calendar = calendar;
	r.rows = calloc(REFRESH, sizeof(*r.rows));
	if (r.rows == NULL && rc == 0)
		rc = db_no_memory(db);
	while (rc == 0 && r.more)
		rc = refresh_some(db, &r);
	free(r.rows);
	rulebook_free(every);
	calendar_free(calendar);
	return rc;
}

struct checking {
	const struct rulebook	*every;
	const struct calendar	*calendar;
	int			(*f)(void *, int64_t);
	void			*arg;
};

static int
check_row(void *arg, struct stmt *row)
{
	const struct checking *c = arg;

	if ((day_t)stmt_int(row, 7) <= floor_day(c->every, c->calendar, (int)stmt_int(row, 2), (uint64_t)stmt_int(row, 3),
	    (day_t)stmt_int(row, 4), (day_t)stmt_int(row, 5), (day_t)stmt_int(row, 6)))
		return 0;
	return c->f(c->arg, ids_make(stmt_int(row, 0), stmt_int(row, 1)));
}

int
floor_check(struct db *db, int (*f)(void *, int64_t), void *arg)
{
	struct rulebook *every = rulebook_load(db, 0);
	struct calendar *calendar = every == NULL ? NULL : calendar_load(db);
	struct checking c = { every, calendar, f, arg };
	int rc = calendar == NULL ? -1 : db_each(db,
	    "SELECT village, household, class, tags, since, visited, first, next FROM household"
	    " ORDER BY village, household", NO_ARGS, check_row, &c);

	rulebook_free(every);
	calendar_free(calendar);
	return rc;
}
