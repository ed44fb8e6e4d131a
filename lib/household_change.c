/* Changes of what holds of a household: each leaves the old value as history. */
#define _GNU_SOURCE
#include <stdio.h>

#include "household_parts.h"
#include "state.h"

static int
load(struct db *db, int64_t id, day_t on, struct state *s)
{
	char buf[IDS_SIZE];
	int rc = state_load(db, id, s);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, "%s", ids_household(id, buf).at);
	if (on > s->last || on < s->first)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("%s is not on the register on that day"), ids_household(id, buf).at);
	return 0;
}

/* One value of "class" or "hood" gives way to another. */
static int
replace(struct db *db, struct state *s, const char *what, int64_t old, int64_t new,
    day_t on, struct text reason, int64_t run)
{
	if (state_end_span(db, s, what, old, on, reason, run) != 0
	    || state_begin_span(db, s, what, new, on, reason, run) != 0)
		return -1;
	if (on > s->since)
		s->since = on;
	return 0;
}

int
household_classify(struct db *db, int64_t id, int class_no, day_t on, struct text reason, int64_t run)
{
	struct state s;

	if (load(db, id, on, &s) != 0)
		return -1;
	if (s.class_no == class_no)
		return 0;
	/* On its first day a household simply is what it is said to be. */
	if (on > s.first && replace(db, &s, "class", s.class_no, class_no, on, reason, run) != 0)
		return -1;
	s.class_no = class_no;
	return state_store(db, &s, on) == 0 ? 1 : -1;
}

int
household_move(struct db *db, int64_t id, int64_t sub, day_t on, struct text reason, int64_t run)
{
	struct state s;

	if (load(db, id, on, &s) != 0)
		return -1;
	if (s.hood == sub)
		return 0;
	if (on > s.first && replace(db, &s, "hood", s.hood, sub, on, reason, run) != 0)
		return -1;
	s.hood = sub;
	return state_store(db, &s, on) == 0 ? 1 : -1;
}

int
household_tag(struct db *db, int64_t id, uint64_t tags, bool add, day_t on, struct text reason, int64_t run)
{
	struct state s;
	uint64_t change;

	if (load(db, id, on, &s) != 0)
		return -1;
	change = add ? tags & ~s.tags : tags & s.tags;
	if (change == 0)
		return 0;
	for (int bit = 0; bit < 63 && on > s.first; bit++) {
		int rc = 0;

		if (change >> bit & 1)
			rc = add ? state_begin_span(db, &s, "tag", bit, on, reason, run)
			    : state_end_span(db, &s, "tag", bit, on, reason, run);
		if (rc != 0)
			return -1;
	}
	s.tags = add ? s.tags | change : s.tags & ~change;
	if (on > s.since)
		s.since = on;
	return state_store(db, &s, on) == 0 ? 1 : -1;
}

int
household_close(struct db *db, int64_t id, day_t last, struct text reason, int64_t run)
{
	struct state s;
	char buf[IDS_SIZE];

	if (load(db, id, last, &s) != 0)
		return -1;
	if (s.last != DAY_MAX)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("%s is closed already"), ids_household(id, buf).at);
	s.last = last;
	if (db_run(db, "UPDATE household SET note = CASE WHEN note = '' THEN $3 ELSE note || '; ' || $3 END, run = $4"
	    " WHERE village = $1 AND household = $2",
	    ARGS(ARG(s.village), ARG(s.household), ARG(reason), ARG(run))) < 0)
		return -1;
	return state_store(db, &s, last) == 0 ? 1 : -1;
}
