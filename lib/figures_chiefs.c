/* Chiefs: posts, those that are vacant or end soon, workload, training, honours. */
#include "figures.h"

#include <string.h>

#include "area_parts.h"

enum { SOON = 30 };	/* days in which a term that ends is told */

struct counting {
	struct sheet	*sheet;
	struct area_count *households;
	int64_t		 min, max;
};

/* village sub posts-of-it: of a neighbourhood */
static int
take_hood(void *arg, struct stmt *row)
{
	struct counting *c = arg;
	int64_t area = ids_make(stmt_int(row, 0), stmt_int(row, 1)), n = area_count_in(c->households, area, LEVEL_HOOD);
	bool vacant = stmt_int(row, 2) == 0;

	return sheet_add(c->sheet, FIGURE_VACANT, area, SHEET_ALL, vacant, 1, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_FEW, area, SHEET_ALL, !vacant && n < c->min, 1, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_MANY, area, SHEET_ALL, !vacant && n > c->max, 1, SHEET_NONE) != 0 ? -1 : 0;
}

/* village posts ending: whose end was entered afterwards was not leaving yet, by the
 * clock, for the business day of an end is its own */
static int
take_posts(void *arg, struct stmt *row)
{
	struct counting *c = arg;
	int64_t area = ids_make(stmt_int(row, 0), 0);

	return sheet_add(c->sheet, FIGURE_POSTS, area, SHEET_ALL, stmt_int(row, 1), SHEET_NONE, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_ENDING, area, SHEET_ALL, stmt_int(row, 2), stmt_int(row, 1), SHEET_NONE) != 0 ? -1 : 0;
}

/* village figure-after-ENDING n */
static int
take_done(void *arg, struct stmt *row)
{
	struct counting *c = arg;

	return sheet_add(c->sheet, FIGURE_TRAINED + (enum figure)stmt_int(row, 1), ids_make(stmt_int(row, 0), 0), SHEET_ALL, stmt_int(row, 2), SHEET_NONE, SHEET_NONE);
}

#define POSTS	" FROM village v CROSS JOIN post p WHERE v.village BETWEEN $1 AND $2 AND p.village = v.village AND p.sub BETWEEN $3 AND $4"

int
figures_chiefs(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;
	struct counting c = { .sheet = s };
	char after[21];
	int rc = -1;

	moment_utc(moment_end(ask->until, ask->zone) + 1, after);
	after[strlen("2026-10-31T16:00:00")] = '\0';	/* the log has fractions of seconds behind it */
	if (sheet_zero(s, FIGURE_POSTS, FIGURE_COMMENDED) == 0 && area_bounds(ask->db, &c.min, &c.max) == 0
	    && (c.households = area_count_load(ask->db, r, ask->until)) != NULL)
		rc = db_each(ask->db, "SELECT a.village, a.sub, (SELECT count(*) FROM post p WHERE p.village = a.village AND p.sub = a.sub"
		    " AND p.first <= $5 AND p.last >= $5) FROM area a WHERE a.level = 7 AND a.village BETWEEN $1 AND $2"
		    " AND a.sub BETWEEN $3 AND $4 AND a.first <= $5 AND a.last >= $5 ORDER BY a.village, a.sub",
		    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(ask->until)), take_hood, &c);
	if (rc == 0)
		rc = db_each(ask->db, "SELECT p.village, count(*), CAST(sum(CASE WHEN p.last <= $6 AND NOT EXISTS (SELECT 1 FROM run r WHERE r.village = p.run / 10000000"
		    " AND r.no = p.run % 10000000 AND r.verb IN ('end', 'elect') AND r.at >= $7) THEN 1 ELSE 0 END) AS BIGINT)" POSTS
		    " AND p.first <= $5 AND p.last >= $5 GROUP BY p.village",
		    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(ask->until), ARG(day_add(ask->until, SOON)),
		    ARG(after)), take_posts, &c);
	if (rc == 0)
		rc = db_each(ask->db, "SELECT t.village, 0, count(DISTINCT t.chief) FROM village v CROSS JOIN attendance t"
		    " JOIN activity a ON a.village = t.village AND a.no = t.no WHERE v.village BETWEEN $1 AND $2 AND t.village = v.village"
		    " AND t.no BETWEEN $5 AND $6 AND a.sub BETWEEN $3 AND $4 AND a.kind = 'training' GROUP BY t.village"
		    " UNION ALL SELECT k.village, 1, count(*) FROM commendation k WHERE k.village BETWEEN $1 AND $2 AND k.no BETWEEN $5 AND $6"
		    " AND (k.withdrawn = 0 OR k.withdrawn > $6 / 1000000) AND $3 = 0 AND $4 = 999999 GROUP BY k.village",
		    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(ask->since * IDS_DAY),
		    ARG((ask->until + 1) * IDS_DAY - 1)), take_done, &c);
	area_count_free(c.households);
	return rc;
}
