/* The households of each group by class: the lights on the map of a town. */
#define _GNU_SOURCE
#include "figures.h"

#include "state.h"
#include "visit.h"

/* village group class households */
static int
take(void *arg, struct stmt *row)
{
	struct sheet *s = arg;
	int class_no = (int)stmt_int(row, 2);
	char buf[RULE_CODE + 8];
	const char *name, *code = class_no > 0 && class_no < COVERAGE_SPECIAL ? coverage_group(s->ask->book, class_no, buf, &name) : NULL;

	return code == NULL ? 0 : sheet_at(s, FIGURE_LIGHT, ids_make(stmt_int(row, 0), stmt_int(row, 1)),
	    (struct sheet_group){ code, text_of(name), class_no }, stmt_int(row, 3), SHEET_NONE, SHEET_NONE);
}

int
figures_lights(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;

	return db_each(ask->db, "SELECT village, hood / 100 * 100, class, count(*) FROM (SELECT h.village, " STATE_HOOD " AS hood, " STATE_CLASS " AS class"
	    " FROM household h WHERE " STATE_OPEN " AND h.village BETWEEN $2 AND $3) x WHERE hood BETWEEN $4 AND $5 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
	    ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), take, s);
}
