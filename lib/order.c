/* Orders as records: lists of them, and of their events. */
#define _GNU_SOURCE
#include "dated.h"
#include "order_parts.h"

#define LEVEL(n) "CASE " n " WHEN 3 THEN 'town' WHEN 4 THEN 'village' WHEN 5 THEN 'piece'" \
    " WHEN 6 THEN 'group' ELSE 'neighbourhood' END"
#define SERIAL(t, c) "CASE WHEN " t "." c " = 0 THEN 0 ELSE " t ".village * 10000000 + " t "." c " END"
#define SCORE(n) "CASE WHEN " n " = 0 THEN NULL ELSE " n " END"

#define RUN(c)	"(SELECT r." c " FROM run r WHERE r.village = e.run / 10000000 AND r.no = e.run % 10000000)"

const struct col order_cols[] = {
	{ "order", "单号", NULL, COL_ORDER, COL_KEY, N_("number of the order"), "o.village || '-' || o.no", 0, NULL },
	{ "status", "状态", NULL, COL_WORD, 0, N_("open, taken, held, done, confirmed or cancelled"), "o.state", 0, order_states },
	{ "kind", "类型", NULL, COL_TEXT, COL_WIDE, N_("kind of order, as the rulebook has it"), "o.kind", 0, NULL },
	{ "kind_name", "类型名称", NULL, COL_TEXT, COL_MORE | COL_PEOPLE, N_("the kind as the rulebook of that day calls it"),
	    "(SELECT max(k.name) FROM rule k WHERE k.kind = 'order' AND k.rule = o.kind AND k.first <= o.no / 1000000 AND k.last >= o.no / 1000000)", 0, NULL },
	{ "title", "事项", NULL, COL_TEXT, COL_FREE, N_("what it is about, in few words"), "o.title", 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("area it is about"), "o.village * 10000000 + o.hood", 0, NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), "a.name", 0, NULL },
	{ "household", "户编号", NULL, COL_HOUSEHOLD, COL_MORE, N_("household it is about; empty: none"), SERIAL("o", "household"), 0, NULL },
	{ "level", "级别", NULL, COL_WORD, 0, N_("whose it is now: neighbourhood, group, piece, village or town"),
	    LEVEL("o.level"), 0, area_levels },
	{ "chief", "承办人编号", NULL, COL_CHIEF, COL_WIDE, N_("chief who has taken it; empty: nobody, or an office"), SERIAL("o", "chief"), 0, NULL },
	{ "chief_name", "承办人", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "posted", "发单时间", NULL, COL_MOMENT, 0, N_("when it was posted"), "o.posted", 0, NULL },
	{ "since", "状态时间", NULL, COL_MOMENT, COL_WIDE, N_("when it came into its state"), "o.since", 0, NULL },
	{ "due", "时限", NULL, COL_MOMENT, 0, N_("when the first of its clocks runs out; empty: none runs"), "o.due", 0, NULL },
	{ "like", "相似单", NULL, COL_ORDER, COL_WIDE, N_("an order that was open and said the same when this one was posted"),
	    "CASE WHEN o.alike <> 0 THEN o.village || '-' || o.alike END", 0, NULL },
	{ "detail", "详情", NULL, COL_TEXT, COL_MORE | COL_FREE, N_("more about it"), "o.detail", 0, NULL },
	{ "person", "诉求人", NULL, COL_NAME, COL_MORE | COL_PRIVATE | COL_FREE, N_("who asked"), "o.person", 0, NULL },
	{ "ref", "外部单号", NULL, COL_TEXT, COL_MORE, N_("its number in another system"), "o.ref", 0, NULL },
	{ "answered", "答复时间", NULL, COL_MOMENT, COL_MORE, N_("when it was first answered"), "o.answered", 0, NULL },
	{ "closed", "办结时间", NULL, COL_MOMENT, COL_MORE, N_("when it was done or cancelled; empty: it is not"), "o.closed", 0, NULL },
	{ "score", "评分", NULL, COL_INT, COL_MORE, N_("how satisfied they are, 1 to 5"), SCORE("o.score"), 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that posted it"), "o.run", 0, NULL },
	{ 0 },
};

const struct col order_event_cols[] = {
	{ "order", "单号", NULL, COL_ORDER, COL_KEY, N_("number of the order"), "e.village || '-' || e.no", 0, NULL },
	{ "n", "序号", NULL, COL_INT, 0, N_("number of the step, 1 posted it"), "e.n", 0, NULL },
	{ "step", "环节", NULL, COL_WORD, 0, N_("post, take, answer, finish .. or skip: the post is vacant"), "e.step", 0, order_steps },
	{ "at", "时间", NULL, COL_MOMENT, 0, N_("when"), "e.at", 0, NULL },
	{ "level", "级别", NULL, COL_WORD, 0, N_("whose it is from then on"), LEVEL("e.level"), 0, area_levels },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_WIDE, N_("chief who did it; empty: not told, or an office"), SERIAL("e", "chief"), 0, NULL },
	{ "chief_name", "三长姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "score", "评分", NULL, COL_INT, 0, N_("of a confirmation, 1 to 5"), SCORE("e.score"), 0, NULL },
	{ "person", "确认人", NULL, COL_NAME, COL_PRIVATE | COL_FREE, N_("who confirmed"), "e.person", 0, NULL },
	{ "note", "说明", NULL, COL_TEXT, COL_FREE, N_("the answer, the result or the reason"), "e.note", 0, NULL },
	{ "actor", "录入人", NULL, COL_TEXT, 0, N_("who entered it"), RUN("actor"), 0, NULL },
	{ "entered", "录入时间", NULL, COL_INSTANT, COL_MORE, N_("when it was entered"), RUN("at"), 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that entered it"), "e.run", 0, NULL },
	{ 0 },
};

int
order_find(struct db *db, struct text what, const struct area_range *within, struct order_key *key)
{
	return dated_find(db, 'O', what, within, &key->village, &key->no);
}

#define JOINS \
    " LEFT JOIN area a ON a.village = o.village AND a.sub = o.hood" \
    " LEFT JOIN chief c ON c.village = o.village AND c.chief = o.chief"

/*
 * Village by village, so that what follows the village in a key is sought and not
 * scanned: the number, which begins with the day of posting; the state; what is
 * not closed; the household. A range of one: SQLite takes a single value for a
 * worse key than the village alone.
 */
#define LIST(sought) \
    "FROM village w CROSS JOIN work_order o" JOINS \
    " WHERE w.village BETWEEN $1 AND $2 AND o.village = w.village AND " sought \
    " AND o.hood BETWEEN $3 AND $4 AND ($5 = '' OR o.kind = $5) AND ($6 = 0 OR o.level = $6)" \
    " AND ($7 = 0 OR (o.chief = $7 AND o.village = $8)) AND ($9 = 0 OR o.household = $9)" \
    " AND ($10 = '' OR replace(o.title, $10, '') <> o.title OR replace(o.detail, $10, '') <> o.detail)" \
    " AND ($11 = '' OR o.state = $11 OR ($11 = 'unsettled' AND o.closed = 0))" \
    " AND CASE WHEN $11 = '' THEN o.posted ELSE o.since END BETWEEN $12 AND $13" \
    " ORDER BY o.no, o.village"

static const char list_posted[] = LIST("o.no BETWEEN $14 AND $15");
static const char list_unsettled[] = LIST("o.closed = 0 AND $14 <= $15");
static const char list_state[] = LIST("o.state = $11 AND o.since BETWEEN $12 AND $13 AND $14 <= $15");
/* Of one village. */
#define OF_HOUSEHOLD(is) "SELECT h.no FROM work_order h WHERE h.village = $1 AND h.household BETWEEN $9 AND $9 AND h.household <> 0 AND h.closed " is
static const char list_household[] = LIST("o.no IN (" OF_HOUSEHOLD("= 0") " UNION ALL " OF_HOUSEHOLD("<> 0") ") AND $14 <= $15");

int64_t
order_number_around(moment_t at, int days)
{
	return at >= MOMENT_MAX ? DAY_MAX * IDS_DAY : day_add(day_of_number((int32_t)(at / MOMENT_DAY)), days) * IDS_DAY;
}

int
order_list(struct db *db, struct rec_out *out, const struct order_filter *f)
{
	const char *state = f->state == NULL ? "" : f->state, *word = f->word == NULL ? "" : f->word;
	int64_t lo = f->area.village_lo, hi = f->area.village_hi, village = ids_village(f->household);

	if (f->household != 0) {
		if (village < lo || village > hi)
			return 0;
		lo = hi = village;
	}
	return list_rows(db, out, order_cols,
	    f->household != 0 ? list_household : f->state == NULL ? list_posted
	    : strcmp(state, "unsettled") == 0 ? list_unsettled : list_state,
	    ARGS(ARG(lo), ARG(hi), ARG(f->area.sub_lo), ARG(f->area.sub_hi), ARG(f->kind), ARG(f->level),
	    ARG(ids_serial(f->chief)), ARG(ids_village(f->chief)), ARG(ids_serial(f->household)), ARG(word), ARG(state),
	    ARG(f->since), ARG(f->until), ARG(order_number_around(f->since, -1)), ARG(order_number_around(f->until, 2))));
}

int
order_put(struct db *db, struct rec_out *out, struct order_key key)
{
	return list_rows(db, out, order_cols, "FROM work_order o" JOINS " WHERE o.village = $1 AND o.no = $2",
	    ARGS(ARG(key.village), ARG(key.no)));
}

int
order_events(struct db *db, struct rec_out *out, struct order_key key)
{
	return list_rows(db, out, order_event_cols, "FROM order_event e"
	    " LEFT JOIN chief c ON c.village = e.village AND c.chief = e.chief"
	    " WHERE e.village = $1 AND e.no = $2 ORDER BY e.n", ARGS(ARG(key.village), ARG(key.no)));
}
