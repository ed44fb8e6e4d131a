/* Goods of a village's shop: their names and prices, and records of them. */
#define _GNU_SOURCE
#include "goods.h"

#include <stdio.h>

#include "was.h"

#define RUN(c)	"(SELECT r." c " FROM run r WHERE r.village = m.run / 10000000 AND r.no = m.run % 10000000)"

static const struct word move_kinds[] = {
	{ "restock", "进货" }, { "reserve", "预留 兑换" }, { "collect", "领取" }, { "return", "退回" }, { "count", "盘点" }, { NULL, NULL },
};

#define AT(field, ctype)	COL_AT(goods_row, field, ctype)

/* $3 is the day. */
const struct col goods_cols[] = {
	{ "goods", "物品编号", NULL, COL_GOODS, COL_KEY, N_("number of the goods"), "g.village * 10000000 + g.goods", 0, NULL },
	{ "name", "物品", "物品名称 名称 商品 商品名称 兑换物品", COL_TEXT, COL_IN | COL_NEED, N_("what they are"), "g.name",
	    AT(card.name, struct text), NULL },
	{ "unit", "单位", "计量单位 规格", COL_TEXT, COL_IN, N_("what one of them is: bottle, bag"), "g.unit", AT(card.unit, struct text), NULL },
	{ "points", "所需积分", "积分 兑换积分 分值 兑换分值 兑换所需积分", COL_INT, COL_IN | COL_NEED, N_("points that one costs on that day; empty: it has no price"),
	    "(SELECT p.points FROM goods_price p WHERE p.village = g.village AND p.goods = g.goods AND p.first <= $3"
	    " ORDER BY p.first DESC LIMIT 1)", AT(card.points, int64_t), NULL },
	{ "stock", "库存", "数量 库存数量", COL_INT, COL_IN, N_("how many can be exchanged, at the end of that day"),
	    "g.stock - coalesce((SELECT CAST(sum(m.quantity) AS BIGINT) FROM goods_move m"
	    " WHERE m.village = g.village AND m.goods = g.goods AND m.day > $3), 0)", AT(card.stock, int64_t), NULL },
	{ "reserved", "待领取", NULL, COL_INT, 0, N_("how many are on the shelf besides: reserved, and not collected yet"),
	    "coalesce(x.quantity, 0)", 0, NULL },
	{ "area_name", "村", "村（社区） 村社区 社区 行政村 村名 超市 积分超市", COL_TEXT, COL_IN, N_("village whose shop it is"), "a.name",
	    AT(village_name, struct text), NULL },
	{ "first", "上架日期", NULL, COL_DAY, 0, N_("first day on which they are offered"), "g.first", 0, NULL },
	{ "last", "下架日期", NULL, COL_DAY, COL_SPARE, N_("last day on which they are offered; empty: until further notice"), "g.last", 0, NULL },
	{ "area", "区域代码", "代码 村代码", COL_AREA, COL_IN | COL_STAR | COL_MORE, N_("its code"), "g.village * 10000000",
	    AT(area, struct text), NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored or changed it"), "g.run", 0, NULL },
	{ 0 },
};

const struct col goods_move_cols[] = {
	{ "goods", "物品编号", NULL, COL_GOODS, 0, N_("number of the goods"), "m.village * 10000000 + m.goods", 0, NULL },
	{ "n", "序号", NULL, COL_INT, COL_WIDE, N_("number of the move, as they were entered"), "m.n", 0, NULL },
	{ "day", "日期", NULL, COL_DAY, 0, N_("its day"), "m.day", 0, NULL },
	{ "kind", "种类", NULL, COL_WORD, 0, N_("restock, reserve, collect, return or count"), "m.kind", 0, move_kinds },
	{ "quantity", "数量", NULL, COL_INT, 0, N_("what it did to the stock; a collection does nothing"), "m.quantity", 0, NULL },
	{ "stock", "库存", NULL, COL_INT, 0, N_("the stock after it"), "m.stock", 0, NULL },
	{ "exchange", "兑换编号", NULL, COL_EXCHANGE, COL_SPARE, N_("the exchange; empty: none"),
	    "CASE WHEN m.exchange = 0 THEN '' ELSE m.village || '-' || m.exchange END", 0, NULL },
	{ "note", "说明", NULL, COL_TEXT, COL_FREE | COL_SPARE, N_("why"), "m.note", 0, NULL },
	{ "actor", "录入人", NULL, COL_TEXT, 0, N_("who entered it"), RUN("actor"), 0, NULL },
	{ "entered", "录入时间", NULL, COL_INSTANT, COL_MORE, N_("when it was entered"), RUN("at"), 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that entered it"), "m.run", 0, NULL },
	{ 0 },
};

enum { FOUND = 6 };		/* one more than are told */

struct found {
	int64_t	 goods[FOUND];
	int	 n;
};

static int
take_goods(void *arg, struct stmt *row)
{
	struct found *f = arg;

	f->goods[f->n++] = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	return f->n == FOUND;
}

int
goods_find(struct db *db, struct text what, const struct area_range *within, day_t on, int64_t *goods)
{
	int64_t id = ids_goods_parse(what), number = ids_serial(id);
	char list[FOUND * (IDS_SIZE + 2)] = "", one[IDS_SIZE];
	struct found f = { .n = 0 };
	size_t len = 0;
	int digits;
	bool numbered = id != 0 || ids_tail(what, 'G', &number, &digits);

	if (db_each(db, "SELECT g.village, g.goods FROM goods g WHERE g.village BETWEEN $1 AND $2"
	    " AND (g.goods = $3 OR ($3 = 0 AND g.name = $4 AND g.first <= $5 AND g.last >= $5)) ORDER BY g.village, g.goods",
	    ARGS(ARG(id != 0 ? ids_village(id) : within->village_lo), ARG(id != 0 ? ids_village(id) : within->village_hi),
	    ARG(numbered ? number : 0), ARG(what), ARG(on)), take_goods, &f) < 0)
		return -1;
	if (f.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("goods %.*s"), (int)what.len, what.at);
	*goods = f.goods[0];
	if (f.n == 1)
		return 0;
	for (int i = 0; i < f.n && i < FOUND - 1; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i > 0 ? ", " : "", ids_goods(f.goods[i], one).at);
	return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, _("goods %.*s: %s%s"), (int)what.len, what.at, list, f.n == FOUND ? " .." : "");
}

/* Of one, goods not 0, or of those that are offered on the day. */
static int
list(struct db *db, struct rec_out *out, int64_t lo, int64_t hi, int64_t goods, day_t on)
{
	return list_rows(db, out, goods_cols, "FROM goods g LEFT JOIN area a ON a.village = g.village AND a.sub = 0"
	    " LEFT JOIN (SELECT e.village, e.goods, CAST(sum(e.quantity) AS BIGINT) AS quantity FROM exchange e"
	    " WHERE e.village BETWEEN $1 AND $2 AND e.no / 1000000 <= $3 AND (e.closed = 0 OR e.closed > $3) GROUP BY e.village, e.goods) x"
	    " ON x.village = g.village AND x.goods = g.goods WHERE g.village BETWEEN $1 AND $2"
	    " AND (g.goods = $4 OR ($4 = 0 AND g.first <= $3 AND g.last >= $3)) ORDER BY g.village, g.goods",
	    ARGS(ARG(lo), ARG(hi), ARG(on), ARG(goods)));
}

int
goods_list(struct db *db, struct rec_out *out, const struct area_range *within, day_t on)
{
	return list(db, out, within->village_lo, within->village_hi, 0, on);
}

int
goods_put(struct db *db, struct rec_out *out, int64_t goods, day_t on)
{
	return list(db, out, ids_village(goods), ids_village(goods), ids_serial(goods), on);
}

int
goods_moves(struct db *db, struct rec_out *out, int64_t goods)
{
	return list_rows(db, out, goods_move_cols, "FROM goods_move m WHERE m.village = $1 AND m.goods = $2 ORDER BY m.n",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods))));
}

/* Who stores it sees to it that there is room. */
static void
copy(char buf[static GOODS_NAME], struct text t)
{
	snprintf(buf, GOODS_NAME, "%.*s", (int)t.len, t.at);
}

static int
take_offer(void *arg, struct stmt *row)
{
	struct goods_offer *o = arg;

	copy(o->name, stmt_text(row, 0));
	copy(o->unit, stmt_text(row, 1));
	o->first = (day_t)stmt_int(row, 2);
	o->last = (day_t)stmt_int(row, 3);
	o->run = stmt_int(row, 4);
	o->points = stmt_int(row, 5);
	return 0;
}

int
goods_offer(struct db *db, int64_t goods, day_t on, struct goods_offer *offer)
{
	*offer = (struct goods_offer){ .points = 0 };
	if (db_each(db, "SELECT g.name, g.unit, g.first, g.last, g.run, (SELECT p.points FROM goods_price p WHERE p.village = g.village"
	    " AND p.goods = g.goods AND p.first <= $3 ORDER BY p.first DESC LIMIT 1) FROM goods g WHERE g.village = $1 AND g.goods = $2",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(on)), take_offer, offer) != 0)
		return -1;
	return on >= offer->first && on <= offer->last && offer->points > 0;
}

int
goods_named(struct db *db, int64_t village, struct text name, day_t on, int64_t *goods)
{
	int64_t n = 0;
	int rc = db_int(db, "SELECT goods FROM goods WHERE village = $1 AND name = $2 AND last >= $3 ORDER BY goods LIMIT 1",
	    ARGS(ARG(village), ARG(name), ARG(on)), &n);

	*goods = ids_make(village, n);
	return rc;
}

/* Other goods that have a name on any of these days. 1, 0 none, -1. */
static int
is_taken(struct db *db, int64_t goods, struct text name, day_t first, day_t last, int64_t *other)
{
	int64_t n = 0;
	int rc = db_int(db, "SELECT goods FROM goods WHERE village = $1 AND name = $2 AND goods <> $3 AND first <= $4 AND last >= $5"
	    " ORDER BY goods LIMIT 1", ARGS(ARG(ids_village(goods)), ARG(name), ARG(ids_serial(goods)), ARG(last), ARG(first)), &n);

	*other = ids_make(ids_village(goods), n);
	return rc;
}

static int
refuse_name(struct db *db, int64_t goods, struct text name)
{
	char id[IDS_SIZE];

	return db_refuse(db, EXIT_RULE, FAULT_STATE, N_("the shop has goods of that name"), "%s: %.*s", ids_goods(goods, id).at, (int)name.len, name.at);
}

/* 1, 0 it has that price on the day, -1. A price that goods were exchanged at stays:
 * an auditor finds it. */
static int
set_price(struct db *db, int64_t goods, int64_t points, day_t on, int64_t run)
{
	const struct arg *args = ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(on), ARG(points), ARG(run));
	char id[IDS_SIZE], by[IDS_SIZE];
	struct goods_offer now;
	int64_t no = 0;

	if (goods_offer(db, goods, on, &now) < 0)
		return -1;
	if (now.points == points)
		return 0;
	if (db_int(db, "SELECT x.no FROM goods_price p JOIN exchange x ON x.village = p.village AND x.goods = p.goods AND x.points = p.points * x.quantity"
	    " WHERE p.village = $1 AND p.goods = $2 AND p.first = $3 AND x.no / 1000000 >= $3 ORDER BY x.no LIMIT 1",
	    ARGS(args[0], args[1], args[2]), &no) < 0)
		return -1;
	if (no != 0)
		return db_refuse(db, EXIT_RULE, FAULT_STATE, N_("exchanges were made at the price of that day; set it from a later day on"), "%s: %s",
		    ids_goods(goods, id).at, ids_dated(ids_village(goods), 'X', no, by).at);
	return was_keep(db, "goods_price", "SELECT * FROM goods_price WHERE village = $1 AND goods = $2 AND first = $3",
	    ARGS(args[0], args[1], args[2])) < 0 ? -1 : (int)db_run(db,
	    "INSERT INTO goods_price (village, goods, first, points, run) VALUES ($1, $2, $3, $4, $5)"
	    " ON CONFLICT (village, goods, first) DO UPDATE SET points = excluded.points, run = excluded.run", args);
}

int
goods_add(struct db *db, int64_t village, const struct goods_card *c, int64_t run, int64_t *goods)
{
	int rc = goods_named(db, village, c->name, c->on, goods);
	struct goods_offer now;
	int64_t n = 0;

	if (rc > 0 && (rc = goods_offer(db, *goods, c->on, &now)) >= 0)
		return rc > 0 && text_is(c->unit, now.unit) && c->points == now.points ? 0 : refuse_name(db, *goods, c->name);
	if (rc < 0 || db_int(db, "INSERT INTO goods (village, goods, name, unit, stock, first, last, run) VALUES ($1,"
	    " (SELECT coalesce(max(g.goods), 0) + 1 FROM goods g WHERE g.village = $1), $2, $3, 0, $4, $5, $6) RETURNING goods",
	    ARGS(ARG(village), ARG(c->name), ARG(c->unit), ARG(c->on), ARG(DAY_MAX), ARG(run)), &n) != 1)
		return -1;
	*goods = ids_make(village, n);
	return set_price(db, *goods, c->points, c->on, run) < 0 || (c->stock > 0
	    && goods_book(db, &(struct goods_move){ *goods, c->on, "restock", c->stock, 0, { 0 } }, run) != 0) ? -1 : 1;
}

static int
keep(struct db *db, int64_t goods)
{
	return was_keep(db, "goods", "SELECT * FROM goods WHERE village = $1 AND goods = $2",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)))) < 0 ? -1 : 0;
}

int
goods_set(struct db *db, int64_t goods, const struct goods_card *c, int64_t run)
{
	char id[IDS_SIZE], day[11];
	struct goods_offer now;
	int64_t other;
	bool card;
	int rc = goods_offer(db, goods, c->on, &now) < 0 ? -1 : c->name.len == 0 ? 0 : is_taken(db, goods, c->name, now.first, now.last, &other);

	if (rc > 0)
		return refuse_name(db, other, c->name);
	card = (c->name.len > 0 && !text_is(c->name, now.name)) || (c->unit.len > 0 && !text_is(c->unit, now.unit));
	if (rc == 0 && c->points > 0 && c->on < now.first)
		return db_fail(db, EXIT_RULE, FAULT_GOODS_UNKNOWN, _("goods %s are offered from %s on"), ids_goods(goods, id).at, day_text(now.first, day));
	if (rc == 0 && c->points > 0)
		rc = set_price(db, goods, c->points, c->on, run);
	if (rc < 0 || !card)
		return rc;
	return keep(db, goods) != 0 || db_run(db, "UPDATE goods SET name = CASE WHEN $3 = '' THEN name ELSE $3 END,"
	    " unit = CASE WHEN $4 = '' THEN unit ELSE $4 END, run = $5 WHERE village = $1 AND goods = $2",
	    ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(c->name), ARG(c->unit), ARG(run))) < 0 ? -1 : 1;
}

int
goods_retire(struct db *db, int64_t goods, day_t last, int64_t run)
{
	const struct arg *args = ARGS(ARG(ids_village(goods)), ARG(ids_serial(goods)), ARG(last), ARG(run));
	char id[IDS_SIZE], later[IDS_SIZE], day[11];
	struct goods_offer now;
	int64_t no = 0, other;
	int rc;

	if (goods_offer(db, goods, last, &now) < 0)
		return -1;
	if (now.last == last)
		return 0;
	/* Goods of its name may have come after it. */
	if ((rc = is_taken(db, goods, text_of(now.name), now.first, last, &other)) != 0)
		return rc < 0 ? -1 : refuse_name(db, other, text_of(now.name));
	if (last < now.first)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("goods %s are offered from %s on"), ids_goods(goods, id).at, day_text(now.first, day));
	if (db_int(db, "SELECT no FROM exchange WHERE village = $1 AND goods = $2 AND no / 1000000 > $3 ORDER BY no DESC LIMIT 1",
	    ARGS(args[0], args[1], args[2]), &no) < 0)
		return -1;
	if (no != 0)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("goods %s after %s: exchange %s"), ids_goods(goods, id).at, day_text(last, day),
		    ids_dated(ids_village(goods), 'X', no, later).at);
	return keep(db, goods) != 0 || db_run(db, "UPDATE goods SET last = $3, run = $4 WHERE village = $1 AND goods = $2", args) < 0 ? -1 : 1;
}
