/*
 * Who is due. household.next is a floor (floor.h) kept by every write: no rule of any date
 * asks for a visit before it. A question for today reads only the rows whose
 * floor has come and decides each in C; a question for a day before the latest
 * change reads all rows as they stood then.
 */
#define _GNU_SOURCE
#include "due.h"

#include <stdio.h>
#include <stdlib.h>

#include "due_parts.h"
#include "household_parts.h"
#include "state.h"

static day_t
later(day_t a, day_t b)
{
	return a > b ? a : b;
}

/* The day a household came under a rule: the latest of when the rule began and
 * when the class or the first of the tags did. After a visit that came later
 * than every change that day decides nothing, and is sought only when exact. */
static int
find_start(struct db *db, const struct state *s, const struct visit_rule *r, day_t on, bool exact, day_t *start)
{
	day_t first = DAY_MAX, d;

	*start = s->first;
	if (s->since == s->first || (r->class_no == 0 && r->tags == 0))
		;		/* nothing ever changed */
	else if (!exact && on >= s->since && s->visited >= s->since)
		*start = s->since;
	else if (r->class_no != 0 && r->class_no == s->class_no) {
		if (state_started(db, s, "class", s->class_no, on, start) != 0)
			return -1;
	} else {
		for (int bit = 0; bit < 63; bit++)
			if ((r->tags & s->tags) >> bit & 1) {
				if (state_started(db, s, "tag", bit, on, &d) != 0)
					return -1;
				if (d < first)
					first = d;
			}
		*start = first;
	}
	*start = later(*start, r->since);
	return 0;
}

/* Every rule that applies, in turn; the earliest day wins, then the order. */
int
due_judge(const struct due_question *q, const struct state *s, struct due *due,
    int (*each)(void *, const struct due_reason *), void *arg)
{
	due->rule = NULL;
	due->due = DAY_MAX;
	for (int i = 0; i < q->book->visits; i++) {
		const struct visit_rule *r = &q->book->visit[i];
		struct due_reason why = { .rule = r };
		struct schedule_due d;

		if (!rule_applies(r, s->class_no, s->tags)
		    || (q->filter->rule != NULL && strcmp(q->filter->rule, r->code) != 0))
			continue;
		if (find_start(q->db, s, r, q->filter->on, each != NULL, &why.start) != 0)
			return -1;
		d = schedule_next(&r->schedule, q->calendar, why.start, s->visited);
		why.nominal = d.nominal;
		why.due = d.due;
		if (each != NULL && each(arg, &why) != 0)
			return -1;
		if (d.due != 0 && d.due < due->due) {
			due->rule = r;
			due->nominal = d.nominal;
			due->due = d.due;
		}
	}
	return 0;
}

#define COLUMNS_NOW "h.village, h.household, h.hood, h.class, h.tags, h.since, h.visited, h.first, h.last"
#define COLUMNS_THEN "h.village, h.household, " STATE_HOOD ", " STATE_CLASS ", " STATE_TAGS ", h.since, " \
    STATE_VISITED ", h.first, h.last"

static const char from_all[] = " FROM household h";
static const char from_among[] = " FROM feed f JOIN household h ON h.village = f.village AND h.household = f.household";

/* The floor is asked first: it alone turns most rows away. */
static char *
question_sql(const struct due_filter *f, bool now, const char *extra)
{
	char *sql;

	if (asprintf(&sql, "SELECT %s%s%s%s WHERE h.first <= $1 AND h.last >= $1"
	    " AND h.village BETWEEN $2 AND $3 AND (%s) BETWEEN $4 AND $5 AND h.next <= $6"
	    " ORDER BY h.village, h.household",
	    now ? COLUMNS_NOW : COLUMNS_THEN, extra[0] != '\0' ? ", " : "", extra,
	    f->among != NULL ? from_among : from_all, now ? "h.hood" : STATE_HOOD) < 0)
		return NULL;
	return sql;
}

static void
take_row(struct state *s, struct stmt *row)
{
	s->village = stmt_int(row, 0);
	s->household = stmt_int(row, 1);
	s->hood = stmt_int(row, 2);
	s->class_no = (int)stmt_int(row, 3);
	s->tags = (uint64_t)stmt_int(row, 4);
	s->since = (day_t)stmt_int(row, 5);
	s->visited = (day_t)stmt_int(row, 6);
	s->first = (day_t)stmt_int(row, 7);
	s->last = (day_t)stmt_int(row, 8);
}

static bool
wanted(const struct due_filter *f, const struct state *s)
{
	return (f->class_no == 0 || f->class_no == s->class_no)
	    && (f->tags == 0 || (f->tags & s->tags) != 0);
}

int
due_scan(const struct due_question *q, bool all, const char *extra,
    int (*f)(void *, const struct state *, struct stmt *), void *arg)
{
	const struct due_filter *filter = q->filter;
	int64_t latest = state_latest(q->db, filter->area.village_lo, filter->area.village_hi);
	bool now = latest <= filter->on;
	day_t cut = all || !now ? DAY_MAX : day_add(filter->on, filter->within);
	struct state s;
	struct stmt *stmt = NULL;
	char *sql;
	int rc = -1;

	if (latest < 0 || (filter->among != NULL && household_feed(q->db, filter->among, filter->amongs) != 0))
		return -1;
	sql = question_sql(filter, now, extra);
	if (sql == NULL)
		return db_no_memory(q->db);
	stmt = db_prepare(q->db, sql);
	if (stmt != NULL)
		rc = stmt_bind(stmt, ARGS(ARG(filter->on), ARG(filter->area.village_lo), ARG(filter->area.village_hi),
		    ARG(filter->area.sub_lo), ARG(filter->area.sub_hi), ARG(cut)));
	while (rc == 0 && (rc = stmt_step(stmt)) == 1) {
		take_row(&s, stmt);
		rc = wanted(filter, &s) ? f(arg, &s, stmt) : 0;
	}
	stmt_end(stmt);
	free(sql);
	return rc;
}

struct each {
	const struct due_question *q;
	int	(*f)(void *, const struct due *, struct stmt *);
	void	*arg;
};

static int
each_row(void *arg, const struct state *s, struct stmt *row)
{
	struct each *e = arg;
	const struct due_filter *f = e->q->filter;
	struct due due = {
		.household = ids_make(s->village, s->household),
		.area = ids_make(s->village, s->hood),
		.class_no = s->class_no,
		.tags = s->tags,
		.visited = s->visited,
	};

	if (due_judge(e->q, s, &due, NULL, NULL) != 0)
		return -1;
	if (due.rule == NULL || due.due > e->q->until || (f->overdue && due.due >= f->on))
		return 0;
	if (e->q->posts != NULL)
		due.chief = post_map_chief(e->q->posts, s->village, s->hood, &due.chief_name);
	if (f->chief != 0 && f->chief != due.chief)
		return 0;
	due.overdue_days = due.due < f->on ? day_diff(f->on, due.due) : 0;
	return e->f(e->arg, &due, row);
}

int
due_question_open(struct due_question *q, struct db *db, const struct rulebook *book, const struct due_filter *f,
    bool chiefs, bool areas)
{
	*q = (struct due_question){ .db = db, .book = book, .filter = f, .until = day_add(f->on, f->within) };
	q->calendar = calendar_load(db);
	if (q->calendar == NULL)
		return -1;
	if ((chiefs || f->chief != 0) && (q->posts = post_map_load(db, &f->area, f->on)) == NULL)
		return -1;
	if (areas && (q->areas = area_map_load(db, f->on)) == NULL)
		return -1;
	return 0;
}

void
due_question_close(struct due_question *q)
{
	calendar_free(q->calendar);
	post_map_free(q->posts);
	area_map_free(q->areas);
}

int
due_each(const struct due_question *q, const char *extra,
    int (*f)(void *, const struct due *, struct stmt *), void *arg)
{
	struct each e = { q, f, arg };

	return due_scan(q, false, extra, each_row, &e);
}
