#include "exchange.h"

#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "dated.h"

enum { NAME = 2 * IDS_SIZE };

const struct word exchange_states[] = {
	{ "reserved", "待领取 已兑换 预留" }, { "collected", "已领取 领取" }, { "returned", "已退回 退回" }, { NULL, NULL },
};

const struct col exchange_cols[] = {
	{ "exchange", "兑换编号", NULL, COL_EXCHANGE, COL_KEY, N_("number of the exchange"), "x.village || '-' || x.no", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_WIDE, N_("chief whose points it took"), "x.village * 10000000 + x.chief", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "goods", "物品编号", NULL, COL_GOODS, COL_WIDE, N_("number of the goods"), "x.village * 10000000 + x.goods", 0, NULL },
	{ "goods_name", "物品", NULL, COL_TEXT, 0, N_("what they are"), "g.name", 0, NULL },
	{ "quantity", "数量", NULL, COL_INT, 0, N_("how many of them"), "x.quantity", 0, NULL },
	{ "points", "积分", NULL, COL_INT, 0, N_("points it took"), "x.points", 0, NULL },
	{ "status", "状态", NULL, COL_WORD, 0, N_("reserved, collected or returned"), "x.state", 0, exchange_states },
	{ "day", "兑换日期", NULL, COL_DAY, COL_WIDE, N_("its day"), "x.no / 1000000", 0, NULL },
	{ "until", "领取期限", NULL, COL_DAY, 0, N_("last day to collect it; empty: no rule says so"), "x.until", 0, NULL },
	{ "closed", "办结日期", NULL, COL_DAY, COL_SPARE, N_("day on which it was collected or returned; empty: it is reserved"), "x.closed", 0, NULL },
	{ "balance", "余额", NULL, COL_INT, COL_WIDE, N_("the chief's points after it"), "e.balance", 0, NULL },
	{ "entry", "记录编号", NULL, COL_ENTRY, COL_MORE, N_("entry that took the points"), "x.village * 10000000 + x.seq", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored or changed it"), "x.run", 0, NULL },
	{ 0 },
};

#define JOINS \
    " JOIN goods g ON g.village = x.village AND g.goods = x.goods JOIN entry e ON e.village = x.village AND e.seq = x.seq" \
    " LEFT JOIN chief c ON c.village = x.village AND c.chief = x.chief"

int
exchange_find(struct db *db, struct text what, const struct area_range *within, int64_t *village, int64_t *no)
{
	return dated_find(db, 'X', what, within, village, no);
}

int
exchange_list(struct db *db, struct rec_out *out, const struct area_range *within, int64_t chief, const char *state,
    day_t since, day_t until)
{
	return list_rows(db, out, exchange_cols, "FROM village w CROSS JOIN exchange x" JOINS
	    " WHERE w.village BETWEEN $1 AND $2 AND x.village = w.village AND x.no BETWEEN $3 AND $4"
	    " AND ($5 = 0 OR x.village * 10000000 + x.chief = $5) AND ($6 = '' OR x.state = $6) ORDER BY x.no / 1000000, x.village, x.no",
	    ARGS(ARG(within->village_lo), ARG(within->village_hi), ARG(since * IDS_DAY), ARG((until + 1) * IDS_DAY - 1),
	    ARG(chief), ARG(state == NULL ? "" : state)));
}

int
exchange_put(struct db *db, struct rec_out *out, int64_t village, int64_t no)
{
	return list_rows(db, out, exchange_cols, "FROM exchange x" JOINS " WHERE x.village = $1 AND x.no = $2", ARGS(ARG(village), ARG(no)));
}

/* The entries' own words for it: reason and ref. */
static struct text
reason_of(int64_t goods, char buf[static LEDGER_REASON])
{
	return (struct text){ buf, (size_t)snprintf(buf, LEDGER_REASON, "g%02lld", (long long)ids_serial(goods)) };
}

static struct text
ref_of(const char *before, int64_t village, int64_t no, char buf[static LEDGER_REF])
{
	char id[IDS_SIZE];

	ids_dated(village, 'X', no, id);
	return (struct text){ buf, (size_t)snprintf(buf, LEDGER_REF, "%s%s", before, strchr(id, 'X')) };
}

/* What it costs, when there is so much of it. 1, LEDGER_REFUSED, -1. */
static int
check(struct ledger *l, const struct exchange *x, int64_t *points, struct ledger_refusal *no)
{
	char id[IDS_SIZE], name[GOODS_NAME + IDS_SIZE], day[11];
	struct goods_offer offer;
	int64_t left;
	int rc = goods_offer(ledger_db(l), x->goods, x->on, &offer);
	struct text what = { name, (size_t)snprintf(name, sizeof(name), "%s %s", ids_goods(x->goods, id).at, offer.name) };

	if (rc < 0)
		return -1;
	if (rc == 0)
		return x->on < offer.first ? ledger_refuse(no, FAULT_GOODS_UNKNOWN, what, _("they are offered from %s on"), day_text(offer.first, day))
		    : x->on > offer.last ? ledger_refuse(no, FAULT_GOODS_UNKNOWN, what, _("they were offered up to %s"), day_text(offer.last, day))
		    : ledger_refuse(no, FAULT_GOODS_UNKNOWN, what, _("they have no price on %s"), day_text(x->on, day));
	left = goods_left(ledger_db(l), x->goods, x->on);
	if (left < 0)
		return -1;
	if (left < x->quantity)
		return ledger_refuse(no, FAULT_STOCK_SHORT, what, _("%lld are asked for, and %lld in stock"), (long long)x->quantity, (long long)left);
	*points = offer.points * x->quantity;
	return 1;
}

static int
store(struct ledger *l, const struct exchange *x, const struct ledger_entry *e)
{
	int64_t village = ids_village(x->goods), run = ledger_who(l)->run;

	return db_run(ledger_db(l), "INSERT INTO exchange (village, no, chief, goods, quantity, points, seq, until, state, closed, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'reserved', 0, $9)", ARGS(ARG(village), ARG(x->no), ARG(ids_serial(x->chief)),
	    ARG(ids_serial(x->goods)), ARG(x->quantity), ARG(-e->points), ARG(e->seq), ARG(deed_collect(ledger_book(l), x->on)), ARG(run))) < 0
	    || goods_book(ledger_db(l), &(struct goods_move){ x->goods, x->on, "reserve", -x->quantity, x->no, { 0 } }, run) != 0 ? -1 : 1;
}

int
exchange_reserve(struct ledger *l, struct exchange *x, struct ledger_refusal *no)
{
	int64_t village = ids_village(x->goods), points = 0;
	char reason[LEDGER_REASON], ref[LEDGER_REF];
	int rc = check(l, x, &points, no);
	struct ledger_entry e = { .chief = x->chief, .day = x->on, .kind = "redeem", .points = -points, .reason = reason_of(x->goods, reason) };

	if (rc != 1)
		return rc;
	if (db_int(ledger_db(l), "SELECT coalesce(max(no), $2) + 1 FROM exchange WHERE village = $1 AND no BETWEEN $2 AND $3",
	    ARGS(ARG(village), ARG(x->on * IDS_DAY), ARG((x->on + 1) * IDS_DAY - 1)), &x->no) != 1)
		return -1;
	e.ref = ref_of("", village, x->no, ref);
	rc = ledger_add(l, &e, no);
	return rc != 1 ? rc : store(l, x, &e);
}

/* An exchange as it is stored. */
struct stored {
	int64_t	 village, no, chief, goods, quantity, points;
	day_t	 until, closed;
	bool	 collected;
};

static int
take_stored(void *arg, struct stmt *row)
{
	int64_t village = stmt_int(row, 0);

	*(struct stored *)arg = (struct stored){
		village, stmt_int(row, 1), ids_make(village, stmt_int(row, 2)), ids_make(village, stmt_int(row, 3)), stmt_int(row, 4),
		stmt_int(row, 5), (day_t)stmt_int(row, 6), (day_t)stmt_int(row, 7), text_is(stmt_text(row, 8), "collected"),
	};
	return 0;
}

#define STORED "SELECT village, no, chief, goods, quantity, points, until, closed, state FROM exchange"

static int
load(struct db *db, int64_t village, int64_t no, struct stored *s)
{
	return db_each(db, STORED " WHERE village = $1 AND no = $2", ARGS(ARG(village), ARG(no)), take_stored, s) < 0 ? -1 : 0;
}

/* Its end: the move, and its new state. 1, -1. */
static int
close_it(struct db *db, const struct stored *s, const char *kind, int64_t quantity, const char *state, day_t on, int64_t run)
{
	return goods_book(db, &(struct goods_move){ s->goods, on, kind, quantity, s->no, { 0 } }, run) != 0
	    || db_run(db, "UPDATE exchange SET state = $3, closed = $4, run = $5 WHERE village = $1 AND no = $2",
	    ARGS(ARG(s->village), ARG(s->no), ARG(state), ARG(on), ARG(run))) < 0 ? -1 : 1;
}

int
exchange_collect(struct db *db, int64_t village, int64_t no, day_t on, int64_t run, struct ledger_refusal *why)
{
	char name[IDS_SIZE], then[11], now[11];
	struct stored s = { 0 };
	struct text id = ids_dated(village, 'X', no, name);

	if (load(db, village, no, &s) != 0)
		return -1;
	day_text(on, now);
	if (s.closed != 0)
		return ledger_refuse(why, FAULT_EXCHANGE_STATE, id, s.collected ? _("it was collected on %s") : _("it was returned on %s"), day_text(s.closed, then));
	if (on < (day_t)(no / IDS_DAY))
		return ledger_refuse(why, FAULT_TIME_ORDER, id, _("it was reserved on %s, and this is %s"), day_text((day_t)(no / IDS_DAY), then), now);
	if (on > s.until)
		return ledger_refuse(why, FAULT_EXCHANGE_LATE, id, _("the last day was %s, and this is %s"), day_text(s.until, then), now);
	return close_it(db, &s, "collect", 0, "collected", on, run);
}

struct reversed {
	int64_t	village, no;
};

static int
take_ref(void *arg, struct stmt *row)
{
	struct reversed *r = arg;
	int64_t tail;

	ids_dated_parse(stmt_text(row, 0), 'X', &tail, &r->no);
	return 0;
}

int
exchange_return(struct ledger *l, int64_t entry)
{
	const struct ledger_who *who = ledger_who(l);
	struct reversed r = { .village = ids_village(entry) };
	struct stored s = { 0 };

	if (db_each(ledger_db(l), "SELECT ref FROM entry WHERE village = $1 AND seq = $2 AND kind = 'redeem'",
	    ARGS(ARG(r.village), ARG(ids_serial(entry))), take_ref, &r) != 0 || load(ledger_db(l), r.village, r.no, &s) != 0)
		return -1;
	return s.no == 0 ? 0 : close_it(ledger_db(l), &s, "return", s.quantity, "returned", who->today, who->run);
}

/* On a day in a closed period it is dated on the business day. 0, -1. */
static int
expire(struct ledger *l, const struct stored *s, int64_t *entry)
{
	const struct ledger_who *who = ledger_who(l);
	char reason[LEDGER_REASON], ref[LEDGER_REF];
	struct ledger_entry e = {
		.chief = s->chief, .day = day_add(s->until, 1), .kind = "return", .points = s->points,
		.reason = reason_of(s->goods, reason), .ref = ref_of("return:", s->village, s->no, ref),
	};
	struct ledger_refusal no;
	int rc = ledger_add(l, &e, &no);

	if (rc == LEDGER_REFUSED && no.fault == FAULT_PERIOD_CLOSED) {
		e.day = who->today;
		rc = ledger_add(l, &e, &no);
	}
	if (rc == LEDGER_REFUSED)
		return db_fail(ledger_db(l), EXIT_RULE, no.fault, "%s", no.why);
	*entry = ids_make(s->village, e.seq);
	return rc < 0 || close_it(ledger_db(l), s, "return", s->quantity, "returned", e.day, who->run) < 0 ? -1 : 0;
}

struct expiring {
	struct db	*db;
	struct stored	*at;
	size_t		 n, room;
};

static int
take_expired(void *arg, struct stmt *row)
{
	struct expiring *x = arg;

	if (!ARRAY_ROOM(x->at, x->n + 1, x->room))
		return db_no_memory(x->db);
	return take_stored(&x->at[x->n++], row);
}

int64_t
exchange_expire(struct ledger *l, const struct area_range *within, day_t until, int (*f)(void *, int64_t entry), void *arg)
{
	struct expiring x = { .db = ledger_db(l) };
	int64_t entry = 0;
	/* All of them first: each that goes leaves the index this is read from. */
	int rc = db_each(x.db, STORED " WHERE village BETWEEN $1 AND $2 AND closed = 0 AND until < $3 ORDER BY village, no",
	    ARGS(ARG(within->village_lo), ARG(within->village_hi), ARG(until)), take_expired, &x);

	for (size_t i = 0; rc == 0 && i < x.n; i++)
		if ((rc = expire(l, &x.at[i], &entry)) == 0)
			rc = f(arg, entry);
	free(x.at);
	return rc != 0 ? -1 : (int64_t)x.n;
}
