/* Changes of what holds of a household: each leaves the old value as history. */
#define _GNU_SOURCE
#include <stdio.h>

#include "household_parts.h"
#include "state.h"
#include "was.h"

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

/* One value of "class" or "hood" gives way to another. 1, 0 it is so, -1. */
static int
replace(struct db *db, struct state *s, const char *what, int64_t old, int64_t new,
    day_t on, struct text reason, int64_t run)
{
	day_t first;

	if (old == new)
		return state_holds(db, s, what, old, on, &first);
	if (state_end_span(db, s, what, old, on, reason, run) != 0
	    || state_begin_span(db, s, what, new, on, reason, run) != 0)
		return -1;
	return 1;
}

/* Stores what changed on a day. 1, -1. */
static int
store(struct db *db, struct state *s, day_t on)
{
	if (on > s->since)
		s->since = on;
	return state_keep(db, s) == 0 && state_store(db, s, on) == 0 ? 1 : -1;
}

int
household_classify(struct db *db, int64_t id, int class_no, day_t on, struct text reason, int64_t run)
{
	struct state s;
	int rc;

	if (load(db, id, on, &s) != 0 || (rc = replace(db, &s, "class", s.class_no, class_no, on, reason, run)) < 0)
		return -1;
	s.class_no = class_no;
	return rc == 0 ? 0 : store(db, &s, on);
}

int
household_move(struct db *db, int64_t id, int64_t sub, day_t on, struct text reason, int64_t run)
{
	struct state s;
	int rc;

	if (load(db, id, on, &s) != 0 || (rc = replace(db, &s, "hood", s.hood, sub, on, reason, run)) < 0)
		return -1;
	s.hood = sub;
	return rc == 0 ? 0 : store(db, &s, on);
}

int
household_tag(struct db *db, int64_t id, uint64_t tags, bool add, day_t on, struct text reason, int64_t run)
{
	struct state s;
	uint64_t old;
	day_t day;

	if (load(db, id, on, &s) != 0)
		return -1;
	old = s.tags;
	for (int bit = 0; bit < 63; bit++) {
		uint64_t mask = (uint64_t)1 << bit;
		bool has = old & mask;
		int rc;

		if ((tags & mask) == 0)
			continue;
		if (add)
			rc = has ? state_holds(db, &s, "tag", bit, on, &day)
			    : state_begin_span(db, &s, "tag", bit, on, reason, run);
		else
			rc = has ? state_end_span(db, &s, "tag", bit, on, reason, run)
			    : state_lacks(db, &s, "tag", bit, on, &day);
		if (rc != 0)
			return -1;
		s.tags = add ? s.tags | mask : s.tags & ~mask;
	}
	return s.tags == old ? 0 : store(db, &s, on);
}

int
household_register(struct db *db, int64_t id, day_t first)
{
	struct state s;
	int64_t any = 0;

	if (load(db, id, DAY_MAX, &s) != 0)
		return -1;
	/* Nothing may have changed or been visited before the first day. */
	if (db_int(db, "SELECT 1 WHERE EXISTS (SELECT 1 FROM span WHERE village = $1 AND household = $2 AND last < $3)"
	    " OR EXISTS (SELECT 1 FROM visit WHERE village = $1 AND household = $2 AND day < $3)",
	    ARGS(ARG(s.village), ARG(s.household), ARG(first)), &any) < 0)
		return -1;
	if (any != 0)
		return 0;
	if (state_keep(db, &s) != 0
	    || was_keep(db, "span", "SELECT * FROM span WHERE village = $1 AND household = $2 AND first = $3",
	    ARGS(ARG(s.village), ARG(s.household), ARG(s.first))) < 0
	    || db_run(db, "UPDATE span SET first = $4, run = $5 WHERE village = $1 AND household = $2 AND first = $3",
	    ARGS(ARG(s.village), ARG(s.household), ARG(s.first), ARG(first), ARG(s.run))) < 0
	    || db_run(db, "UPDATE household SET first = $3 WHERE village = $1 AND household = $2",
	    ARGS(ARG(s.village), ARG(s.household), ARG(first))) < 0)
		return -1;
	if (s.since == s.first || s.since < first)
		s.since = first;
	s.first = first;
	return state_store(db, &s, s.since) == 0 ? 1 : -1;
}

/* The reason stands with the card: there is no span of being on the register. */
static int
annotate(struct db *db, struct state *s, struct text reason, int64_t run)
{
	if (state_keep(db, s) != 0)
		return -1;
	return db_run(db, "UPDATE household SET note = CASE WHEN note = '' THEN $3 ELSE note || '; ' || $3 END, run = $4"
	    " WHERE village = $1 AND household = $2",
	    ARGS(ARG(s->village), ARG(s->household), ARG(reason), ARG(run))) < 0 ? -1 : 0;
}

int
household_close(struct db *db, int64_t id, day_t last, struct text reason, int64_t run)
{
	struct state s;
	char buf[IDS_SIZE], day[11];

	if (load(db, id, last, &s) != 0)
		return -1;
	if (s.last != DAY_MAX)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("%s is closed already"), ids_household(id, buf).at);
	if (s.visited > last)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("%s was visited on %s"), ids_household(id, buf).at, day_text(s.visited, day));
	s.last = last;
	if (annotate(db, &s, reason, run) != 0)
		return -1;
	return state_store(db, &s, last) == 0 ? 1 : -1;
}

int
household_reopen(struct db *db, int64_t id, struct text reason, int64_t run)
{
	struct state s;
	char buf[IDS_SIZE];
	int rc = state_load(db, id, &s);

	if (rc <= 0)
		return rc < 0 ? -1 : db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, "%s", ids_household(id, buf).at);
	if (s.last == DAY_MAX)
		return 0;
	s.last = DAY_MAX;
	if (annotate(db, &s, reason, run) != 0)
		return -1;
	return state_store(db, &s, s.since) == 0 ? 1 : -1;
}
