/* What changed on the register in the period. */
#include "figures.h"

#include "state.h"

#define IN_RANGE " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5"
#define SPANS \
    " FROM household h JOIN span sp ON sp.village = h.village AND sp.household = h.household WHERE h.since >= $6"

/* Rows of village, place after ADDED, households, visits. A household whose latest
 * change came before the period has nothing to tell. */
static const char changes_sql[] =
    "SELECT h.village, 0, count(*), 0 FROM household h WHERE h.first BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 1, count(*), 0 FROM household h WHERE h.last BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, CASE sp.what WHEN 'hood' THEN 2 WHEN 'class' THEN 3 ELSE 4 END, count(DISTINCT h.household), 0" SPANS
    " AND sp.first BETWEEN $6 AND $1 AND sp.first > h.first" IN_RANGE " GROUP BY h.village, sp.what"
    " UNION ALL SELECT h.village, 5, count(DISTINCT h.household), 0" SPANS
    " AND sp.what = 'tag' AND sp.last BETWEEN $7 AND $8" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 7, count(DISTINCT h.household), count(*)"
    " FROM visit_void x JOIN run r ON r.village = x.run / 10000000 AND r.no = x.run % 10000000 JOIN household h ON h.village = x.village AND h.household = x.household"
    " WHERE r.day BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village";

/* The whole log is read, but only for days on which something was entered. */
static const char entered_sql[] =
    "SELECT h.village, 6, count(DISTINCT h.household), count(*)"
    " FROM visit v JOIN household h ON h.village = v.village AND h.household = v.household"
    " WHERE v.run IN (SELECT village * 10000000 + no FROM run WHERE day BETWEEN $6 AND $1)" IN_RANGE " GROUP BY h.village";
static const char entered_any[] =
    "SELECT 1 FROM run WHERE day BETWEEN $1 AND $2 AND program = 'nbr-visit' AND added + changed > 0 LIMIT 1";

static int
take(void *arg, struct stmt *row)
{
	struct sheet *s = arg;
	int64_t visits = stmt_int(row, 3);

	return sheet_add(s, FIGURE_ADDED + (enum figure)stmt_int(row, 1), ids_make(stmt_int(row, 0), 0), SHEET_ALL, stmt_int(row, 2),
	    SHEET_NONE, visits == 0 ? SHEET_NONE : visits);
}

int
figures_changes(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;
	int64_t any = 0;

	if (sheet_zero(s, FIGURE_ADDED, FIGURE_VISITS_VOIDED) != 0
	    || db_each(ask->db, changes_sql, ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi),
	    ARG(ask->since), ARG(day_add(ask->since, -1)), ARG(day_add(ask->until, -1))), take, s) != 0
	    || db_int(ask->db, entered_any, ARGS(ARG(ask->since), ARG(ask->until)), &any) < 0)
		return -1;
	return any == 0 ? 0 : db_each(ask->db, entered_sql,
	    ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(ask->since)), take, s);
}
