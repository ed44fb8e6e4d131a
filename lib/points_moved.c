/* What became of points in a period. */
#define _GNU_SOURCE
#include "points.h"

#include <stdlib.h>

/* In the order of points_move. */
static const char *const kinds[] = { "award", "deduct", "redeem", "return", "reverse" };

struct counting {
	struct db	*db;
	const char	*zone;
	day_t		 since, until;
	enum points_move what;
	int		 (*f)(void *, int64_t, enum points_move, int64_t, int64_t);
	void		*arg;
};

int
points_on_notice(struct db *db, const char *zone, int64_t village, day_t on, int64_t *lo, int64_t *hi)
{
	int64_t most = 0;

	if (db_int(db, "SELECT coalesce(max(notice), 0) FROM rule WHERE kind = 'deed'", NO_ARGS, &most) < 0)
		return -1;
	return entry_entered(db, zone, village, most > 0 ? day_add(on, 1 - (int)most) : on, on, lo, hi);
}

static int
take_kind(void *arg, struct stmt *row)
{
	const struct counting *c = arg;

	for (enum points_move what = POINTS_AWARDED; what <= POINTS_REVERSED; what++)
		if (text_is(stmt_text(row, 1), kinds[what]))
			return c->f(c->arg, stmt_int(row, 0), what, stmt_int(row, 2), stmt_int(row, 3));
	return 0;
}

static int
take_sum(void *arg, struct stmt *row)
{
	const struct counting *c = arg;

	return stmt_int(row, 1) == 0 ? 0 : c->f(c->arg, stmt_int(row, 0), c->what, stmt_int(row, 1), stmt_int(row, 2));
}

#define SUMS(n, points)	"CAST(count(" n ") AS BIGINT), CAST(coalesce(sum(" points "), 0) AS BIGINT)"

/* What stood on notice at the end of the period: the public's days are those of the clock. */
static int
count_provisional(void *arg, struct stmt *row)
{
	struct counting *c = arg;
	int64_t village = stmt_int(row, 0), lo, hi;
	int rc = points_on_notice(c->db, c->zone, village, c->until, &lo, &hi);

	c->what = POINTS_PROVISIONAL;
	return rc != 0 ? rc : db_each(c->db, "SELECT e.village, " SUMS("*", "e.points") " FROM entry e"
	    " WHERE e.village = $1 AND e.seq BETWEEN $2 AND $3 AND e.final > $4 AND e.points > 0"
	    " AND (SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND r.seq <= $3) IS NULL GROUP BY e.village",
	    ARGS(ARG(village), ARG(lo), ARG(hi), ARG(c->until)), take_sum, c);
}

int
points_moved(struct db *db, const char *zone, const struct area_range *r, day_t since, day_t until,
    int (*f)(void *arg, int64_t village, enum points_move, int64_t entries, int64_t points), void *arg)
{
	struct counting c = { .db = db, .zone = zone, .since = since, .until = until, .f = f, .arg = arg };
	int rc = db_each(db, "SELECT e.village, e.kind, " SUMS("*", "e.points") " FROM run r CROSS JOIN entry e"
	    " WHERE r.day BETWEEN $3 AND $4 AND e.run = r.village * 10000000 + r.no AND e.village BETWEEN $1 AND $2"
	    " GROUP BY e.village, e.kind ORDER BY e.village, e.kind", ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(since), ARG(until)), take_kind, &c);

	if (rc == 0)
		rc = db_each(db, "SELECT village FROM chain WHERE village BETWEEN $1 AND $2 ORDER BY village",
		    ARGS(ARG(r->village_lo), ARG(r->village_hi)), count_provisional, &c);

	c.what = POINTS_OBJECTED;
	if (rc == 0)
		rc = db_each(db, "SELECT e.village, " SUMS("*", "e.points") " FROM objection o CROSS JOIN entry e"
		    " WHERE o.village BETWEEN $1 AND $2 AND o.step = 'objected' AND o.day <= $3 AND e.village = o.village AND e.seq = o.seq"
		    " AND NOT EXISTS (SELECT 1 FROM objection d WHERE d.village = o.village AND d.seq = o.seq AND d.n > o.n AND d.day <= $3)"
		    " GROUP BY e.village ORDER BY e.village", ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(until)), take_sum, &c);
	c.what = POINTS_WAITING;
	return rc != 0 ? rc : db_each(db, "SELECT x.village, " SUMS("*", "x.points") " FROM exchange x"
	    " WHERE x.village BETWEEN $1 AND $2 AND x.no < $3 AND (x.closed = 0 OR x.closed > $4) GROUP BY x.village ORDER BY x.village",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG((until + 1) * IDS_DAY), ARG(until)), take_sum, &c);
}
