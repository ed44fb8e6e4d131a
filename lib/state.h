/*
 * What held of a household on a day, in SQL, and how a change is made history.
 *
 * "household h" holds what is true now; "since" is the day its latest part began,
 * so on that day and later it is true as it stands. For an earlier day the
 * spans tell. In these expressions $1 is the day.
 */
#ifndef NBR_STATE_H
#define NBR_STATE_H

#include "db.h"
#include "day.h"

#define STATE_SPAN_ON "sp.village = h.village AND sp.household = h.household AND sp.first <= $1 AND sp.last >= $1"

#define STATE_CLASS \
    "CASE WHEN h.since <= $1 THEN h.class ELSE coalesce((SELECT max(sp.value) FROM span sp" \
    " WHERE " STATE_SPAN_ON " AND sp.what = 'class'), h.class) END"

#define STATE_HOOD \
    "CASE WHEN h.since <= $1 THEN h.hood ELSE coalesce((SELECT max(sp.value) FROM span sp" \
    " WHERE " STATE_SPAN_ON " AND sp.what = 'hood'), h.hood) END"

/* Of the tags that ever changed those with a span on the day, the others as
 * they are now. */
#define STATE_BIT "CAST(1 AS BIGINT) << CAST(sp.value AS INTEGER)"
#define STATE_TAGS \
    "CASE WHEN h.since <= $1 THEN h.tags ELSE" \
    " (h.tags & ~(SELECT CAST(coalesce(sum(DISTINCT " STATE_BIT "), 0) AS BIGINT) FROM span sp" \
    " WHERE sp.village = h.village AND sp.household = h.household AND sp.what = 'tag'))" \
    " | (SELECT CAST(coalesce(sum(" STATE_BIT "), 0) AS BIGINT) FROM span sp" \
    " WHERE " STATE_SPAN_ON " AND sp.what = 'tag') END"

/* The last visit, on the day or before it, that was not voided; 0 none. */
#define STATE_VISITED_FROM_LOG \
    "coalesce((SELECT max(v.day) FROM visit v" \
    " WHERE v.village = h.village AND v.household = h.household AND v.day <= $1" \
    " AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village" \
    " AND x.household = v.household AND x.day = v.day AND x.no = v.no)), 0)"
#define STATE_VISITED \
    "CASE WHEN h.visited <= $1 THEN h.visited ELSE " STATE_VISITED_FROM_LOG " END"

#define STATE_OPEN "h.first <= $1 AND h.last >= $1"

/* The day from which "household h" alone is true for every household of a range of
 * villages: their latest change or visit. -1 failed. */
int64_t state_latest(struct db *, int64_t village_lo, int64_t village_hi);

/* What a change is made of: one household's row. */
struct state {
	int64_t	village, household;	/* household: the serial */
	int64_t	run;			/* that stored what was said of it */
	int64_t	hood;			/* sub of its neighbourhood, or of what it lies in */
	int	class_no;		/* 0 none */
	uint64_t tags;
	day_t	since;			/* its latest part began: moved by who changes one */
	day_t	visited;		/* last visit, 0 none */
	day_t	next;			/* floor_day; state_store sets it */
	day_t	first, last;		/* on the register */
};

/* 1 and the row, 0 no such household, -1. */
int state_load(struct db *, int64_t id, struct state *);

/*
 * Makes history: the value of what ("class", "hood", "tag") held until the day
 * before and, when begins, another holds from the day on. What begins and ends
 * on one day leaves no trace, so a mistake can be put right on its day. Within
 * a write transaction; refuses a day before the latest change (EXIT_RULE).
 */
int state_end_span(struct db *, const struct state *, const char *what, int64_t value,
    day_t day, struct text reason, int64_t run);
int state_begin_span(struct db *, const struct state *, const char *what, int64_t value,
    day_t day, struct text reason, int64_t run);

/* The day the value that holds now began, or the last day one that does not
 * hold now held, 0 never; each refuses a day before the change. */
int state_holds(struct db *, const struct state *, const char *what, int64_t value,
    day_t day, day_t *first);
int state_lacks(struct db *, const struct state *, const char *what, int64_t value,
    day_t day, day_t *last);

/* Keeps the row as it is (was.h) before this run says something else of it. 0, -1. */
int state_keep(struct db *, struct state *);

/* Stores the row, with next computed again, and the village's latest. 0, -1. */
int state_store(struct db *, struct state *, day_t day);

/* The day from which a value has held without a break up to the day. */
int state_started(struct db *, const struct state *, const char *what, int64_t value,
    day_t day, day_t *first);

#endif
