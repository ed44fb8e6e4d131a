/* The stock of goods: its moves, and how many are left. */
#include "goods.h"

int64_t
goods_left(struct db *db, int64_t goods, day_t on)
{
	int64_t left = 0;

	/* What later moves take together, from any of their days on, is spoken for. */
	return db_int(db, "SELECT g.stock - coalesce((SELECT max(t.quantity) FROM (SELECT CAST(sum(l.quantity) AS BIGINT) AS quantity"
	    " FROM goods_move m JOIN goods_move l ON l.village = m.village AND l.goods = m.goods AND l.day >= m.day"
	    " WHERE m.village = $1 AND m.goods = $2 AND m.day > $3 GROUP BY m.village, m.goods, m.n) t WHERE t.quantity > 0), 0)"
	    " FROM goods g WHERE g.village = $1 AND g.goods = $2",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(on)), &left) < 0 ? -1 : left;
}

int
goods_book(struct db *db, const struct goods_move *m, int64_t run)
{
	const struct arg village = ARG(ids_village(m->goods)), goods = ARG(ids_serial(m->goods)), quantity = ARG(m->quantity);
	int64_t stock = 0;

	return db_int(db, "UPDATE goods SET stock = stock + $3 WHERE village = $1 AND goods = $2 RETURNING stock",
	    ARGS(village, goods, quantity), &stock) != 1
	    || db_run(db, "INSERT INTO goods_move (village, goods, n, day, kind, quantity, stock, exchange, note, run) VALUES ($1, $2,"
	    " (SELECT coalesce(max(o.n), 0) + 1 FROM goods_move o WHERE o.village = $1 AND o.goods = $2), $3, $4, $5, $6, $7, $8, $9)",
	    ARGS(village, goods, ARG(m->on), ARG(m->kind), quantity, ARG(stock), ARG(m->exchange), ARG(m->note), ARG(run))) < 0 ? -1 : 0;
}

struct shelf {
	int64_t	stock, reserved;
};

static int
take_shelf(void *arg, struct stmt *row)
{
	*(struct shelf *)arg = (struct shelf){ stmt_int(row, 0), stmt_int(row, 1) };
	return 0;
}

int
goods_count(struct db *db, int64_t goods, int64_t counted, struct text why, day_t on, int64_t run)
{
	struct goods_move m = { .goods = goods, .on = on, .kind = "count", .note = why };
	struct shelf s = { 0, 0 };
	char id[IDS_SIZE];
	int64_t left = goods_left(db, goods, on);

	if (left < 0 || db_each(db, "SELECT g.stock - coalesce((SELECT CAST(sum(m.quantity) AS BIGINT) FROM goods_move m"
	    " WHERE m.village = $1 AND m.goods = $2 AND m.day > $3), 0), coalesce((SELECT CAST(sum(x.quantity) AS BIGINT) FROM exchange x"
	    " WHERE x.village = $1 AND x.goods = $2 AND x.no / 1000000 <= $3 AND (x.closed = 0 OR x.closed > $3)), 0)"
	    " FROM goods g WHERE g.village = $1 AND g.goods = $2",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(on)), take_shelf, &s) != 0)
		return -1;
	m.quantity = counted - s.stock - s.reserved;
	if (m.quantity == 0)
		return 0;
	if (left + m.quantity < 0)
		return db_fail(db, EXIT_RULE, FAULT_STOCK_SHORT, _("%s: %lld were counted; by the records there are %lld, and %lld of them are spoken for"),
		    ids_goods(goods, id).at, (long long)counted, (long long)(s.stock + s.reserved), (long long)(s.stock + s.reserved - left));
	return goods_book(db, &m, run) != 0 ? -1 : 1;
}
