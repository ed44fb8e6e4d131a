/* Activities: what was held in the period, and what was owed and was not. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

#include "activity_parts.h"

static struct sheet_group
group_of(struct text kind, struct text name, char code[static RULE_CODE + 8])
{
	snprintf(code, RULE_CODE + 8, "kind:%.*s", (int)kind.len, kind.at);
	return (struct sheet_group){ code, name, 1 };
}

/* village hood kind name activities chiefs residents counted */
static int
take_held(void *arg, struct stmt *row)
{
	char code[RULE_CODE + 8];
	struct sheet_group group = group_of(stmt_text(row, 2), stmt_text(row, 3), code);
	int64_t area = ids_make(stmt_int(row, 0), stmt_int(row, 1));

	return sheet_add(arg, FIGURE_HELD, area, SHEET_ALL, stmt_int(row, 4), SHEET_NONE, stmt_int(row, 5)) != 0
	    || sheet_add(arg, FIGURE_HELD, area, group, stmt_int(row, 4), SHEET_NONE, stmt_int(row, 5)) != 0
	    || sheet_add(arg, FIGURE_RESIDENTS, area, SHEET_ALL, stmt_int(row, 6), SHEET_NONE, stmt_int(row, 7)) != 0 ? -1 : 0;
}

static int
take_owed(void *arg, const struct activity_owed *o)
{
	char code[RULE_CODE + 8];

	return sheet_add(arg, FIGURE_MISSING, o->area, SHEET_ALL, 1, SHEET_NONE, SHEET_NONE) != 0
	    || sheet_add(arg, FIGURE_MISSING, o->area, group_of(o->kind, o->kind_name, code), 1, SHEET_NONE, SHEET_NONE) != 0 ? -1 : 0;
}

int
figures_activities(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;
	const struct activity_filter f = { .area = *r, .since = ask->since, .until = ask->until };

	if (sheet_zero(s, FIGURE_HELD, FIGURE_MISSING) != 0
	    || db_each(ask->db, "SELECT t.village, t.sub, t.kind, coalesce((SELECT max(k.name) FROM rule k WHERE k.kind = 'activity'"
	    " AND k.rule = t.kind AND k.first <= $7 AND k.last >= $7), ''), count(*), CAST(sum((SELECT count(*) FROM attendance c"
	    " WHERE c.village = t.village AND c.no = t.no)) AS BIGINT), CAST(sum(t.residents) AS BIGINT),"
	    " CAST(sum(CASE WHEN t.residents > 0 THEN 1 ELSE 0 END) AS BIGINT) FROM village v CROSS JOIN activity t"
	    " WHERE v.village BETWEEN $1 AND $2 AND t.village = v.village AND t.sub BETWEEN $3 AND $4 AND t.no BETWEEN $5 AND $6"
	    " GROUP BY t.village, t.sub, t.kind ORDER BY t.village, t.sub, t.kind",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(activity_first(ask->since)),
	    ARG(activity_last(ask->until)), ARG(ask->until)), take_held, s) != 0)
		return -1;
	return activity_owed(ask->db, &f, take_owed, s);
}
