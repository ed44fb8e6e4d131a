/* Goods that will not last: fewer than were exchanged in a month, or none. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

enum { MONTH = 30 };

/* village goods name stock exchanged */
static int
take(void *arg, struct stmt *row)
{
	struct sheet *s = arg;
	int64_t village = stmt_int(row, 0), stock = stmt_int(row, 3), exchanged = stmt_int(row, 4);
	char id[IDS_SIZE], code[IDS_SIZE + 8];

	if (stock >= exchanged && stock > 0)
		return 0;
	snprintf(code, sizeof(code), "goods:%s", ids_goods(ids_make(village, stmt_int(row, 1)), id).at);
	return sheet_at(s, FIGURE_LOW, ids_make(village, 0), (struct sheet_group){ code, stmt_text(row, 2), 1 }, stock, SHEET_NONE, exchanged);
}

int
figures_goods(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;

	return db_each(ask->db, "SELECT g.village, g.goods, g.name, g.stock - coalesce((SELECT CAST(sum(m.quantity) AS BIGINT) FROM goods_move m"
	    " WHERE m.village = g.village AND m.goods = g.goods AND m.day > $3), 0), coalesce((SELECT CAST(sum(-m.quantity) AS BIGINT) FROM goods_move m"
	    " WHERE m.village = g.village AND m.goods = g.goods AND m.day BETWEEN $4 AND $3 AND (m.kind = 'reserve' OR m.kind = 'return')), 0)"
	    " FROM goods g WHERE g.village BETWEEN $1 AND $2 AND g.first <= $3 AND g.last >= $3 ORDER BY g.village, g.goods",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(ask->until), ARG(day_add(ask->until, 1 - MONTH))), take, s);
}
