/*
 * The four lists of an area and a period: duties and bans with what chiefs did and
 * broke, needs, and what was deliberated.
 */
#define _GNU_SOURCE
#include "report.h"

#include <stdio.h>
#include <stdlib.h>

#include "activity_parts.h"
#include "deed.h"
#include "order_parts.h"

enum { LIST, ITEM, NAME, KIND, AREA, AREA_NAME, DAY, STATE, ENTRIES, POINTS, OUTCOME, COLUMNS };

const struct word report_lists_words[] = {
	{ "duty", "责权清单 责权 duties" }, { "ban", "负面清单 负面 bans" }, { "need", "需求清单 需求 needs" },
	{ "deliberation", "议事清单 议事 deliberations" }, { NULL, NULL },
};

/* Of order_states and issue_states: one column tells both. */
static const struct word states[] = {
	{ "open", "待接单" }, { "taken", "已接单" }, { "held", "已挂起" }, { "done", "已办结" },
	{ "confirmed", "已确认" }, { "cancelled", "已取消" },
	{ "raised", "待议" }, { "agreed", "议定" }, { "failed", "未议定" }, { "dropped", "撤回" }, { NULL, NULL },
};

const struct col lists_cols[] = {
	[LIST] = { "list", "清单", NULL, COL_WORD, 0, N_("duty, ban, need or deliberation"), NULL, 0, report_lists_words },
	[ITEM] = { "item", "编号", NULL, COL_TEXT, COL_KEY, N_("code of the duty or ban; number of the order or issue"), NULL, 0, NULL },
	[NAME] = { "name", "事项", NULL, COL_TEXT, COL_FREE, N_("its name or title"), NULL, 0, NULL },
	[KIND] = { "kind", "类型", NULL, COL_TEXT, 0, N_("kind of the order, or of the activity it was put to, as the rulebook calls it"), NULL, 0, NULL },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("area it is about"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[DAY] = { "day", "日期", NULL, COL_DAY, 0, N_("day on which the need was posted, or the issue raised"), NULL, 0, NULL },
	[STATE] = { "state", "状态", NULL, COL_WORD, 0, N_("of a need, that at the end of the last day; of an issue, what became of it up to then"), NULL, 0, states },
	[ENTRIES] = { "entries", "次数", NULL, COL_INT, 0, N_("of a duty, awards for its deeds; of a ban, deductions: those dated in the period and not reversed"), NULL, 0, NULL },
	[POINTS] = { "points", "积分", NULL, COL_INT, 0, N_("points of these"), NULL, 0, NULL },
	[OUTCOME] = { "outcome", "结果", NULL, COL_TEXT, COL_FREE, N_("what was agreed on an issue"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

enum { LIST_DUTY, LIST_BAN, LIST_NEED, LIST_DELIBERATION };

/* What was done of a duty, or broken of a ban. */
struct tally {
	char	code[RULE_CODE];
	int64_t	entries, points;
};

struct listing {
	struct db	*db;
	struct rec_out	*out;
	const struct report_lists *ask;
	struct deed_book *deeds;
	struct order_book *orders;
	struct area_map	*areas;
	struct tally	*tally;
	size_t		 n, room;
	const char	*list;
};

static struct tally *
tally_of(struct listing *l, const char *code)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->tally[i].code, code) == 0)
			return &l->tally[i];
	return NULL;
}

/* reason entries points */
static int
take_reason(void *arg, struct stmt *row)
{
	struct listing *l = arg;
	const struct deed *deed = deed_of(l->deeds, stmt_text(row, 0));
	struct tally *t = deed == NULL ? NULL : tally_of(l, deed->belongs);

	if (t != NULL) {
		t->entries += stmt_int(row, 1);
		t->points += stmt_int(row, 2);
	}
	return 0;
}

/* rule: to be counted */
static int
take_code(void *arg, struct stmt *row)
{
	struct listing *l = arg;

	if (l->n == l->room) {
		size_t room = l->room * 2 + 16;
		struct tally *more = reallocarray(l->tally, room, sizeof(*more));

		if (more == NULL)
			return db_no_memory(l->db);
		l->tally = more;
		l->room = room;
	}
	l->tally[l->n] = (struct tally){ .entries = 0 };
	snprintf(l->tally[l->n++].code, RULE_CODE, "%.*s", (int)stmt_text(row, 0).len, stmt_text(row, 0).at);
	return 0;
}

/* rule name: chiefs are of a village, and so is what they did */
static int
put_rule(void *arg, struct stmt *row)
{
	struct listing *l = arg;
	char code[RULE_CODE];
	const struct tally *t;
	bool whole = l->ask->range.level <= LEVEL_VILLAGE;

	snprintf(code, sizeof(code), "%.*s", (int)stmt_text(row, 0).len, stmt_text(row, 0).at);
	t = tally_of(l, code);
	return rec_put(l->out, (const struct value[COLUMNS]){
		[LIST] = VALUE_TEXT(text_of(l->list)), [ITEM] = VALUE_TEXT(text_of(code)), [NAME] = VALUE_TEXT(stmt_text(row, 1)),
		[AREA] = VALUE_NULL, [DAY] = VALUE_NULL,
		[ENTRIES] = whole ? VALUE_INT(t->entries) : VALUE_NULL, [POINTS] = whole ? VALUE_INT(t->points) : VALUE_NULL,
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

/* Duties or bans, those that held on some day of the period, under their last name. */
#define HELD	" FROM rule r WHERE r.kind = $1 AND r.first <= $2 AND r.last >= $3" \
    " AND r.first = (SELECT max(x.first) FROM rule x WHERE x.rule = r.rule AND x.first <= $2) ORDER BY r.rule"

static int
put_rules(struct listing *l)
{
	const struct report_lists *ask = l->ask;
	int rc;

	l->n = 0;
	rc = db_each(l->db, "SELECT r.rule" HELD, ARGS(ARG(l->list), ARG(ask->until), ARG(ask->since)), take_code, l);
	if (rc == 0)
		rc = db_each(l->db, "SELECT e.reason, count(*), CAST(sum(e.points) AS BIGINT) FROM account a CROSS JOIN entry e"
		    " WHERE a.village BETWEEN $1 AND $2 AND e.village = a.village AND e.account = a.account AND e.day BETWEEN $3 AND $4"
		    " AND e.kind IN ('award', 'deduct') AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq)"
		    " GROUP BY e.reason", ARGS(ARG(ask->range.village_lo), ARG(ask->range.village_hi), ARG(ask->since), ARG(ask->until)), take_reason, l);
	return rc != 0 ? rc : db_each(l->db, "SELECT r.rule, r.name" HELD, ARGS(ARG(l->list), ARG(ask->until), ARG(ask->since)), put_rule, l);
}

/* Orders for visits are no need that anybody brought. */
static int
put_need(void *arg, const struct order_told *o)
{
	struct listing *l = arg;
	day_t day = moment_day(o->life.posted, l->ask->zone, NULL);
	const struct order_kind *kind = order_book_kind(l->orders, o->life.kind, day);
	int64_t area = ids_make(o->key.village, o->hood);
	char id[IDS_SIZE];

	if (!o->in_period || (kind != NULL && kind->visit))
		return 0;
	return rec_put(l->out, (const struct value[COLUMNS]){
		[LIST] = VALUE_TEXT(text_of(l->list)), [ITEM] = VALUE_TEXT(ids_dated(o->key.village, 'O', o->key.no, id)),
		[NAME] = VALUE_TEXT(o->title), [KIND] = VALUE_TEXT(text_of(kind == NULL ? "" : kind->name)),
		[AREA] = VALUE_INT(area), [AREA_NAME] = VALUE_TEXT(area_map_name(l->areas, area)), [DAY] = VALUE_INT(day),
		[STATE] = VALUE_TEXT(text_of(order_states[o->life.state].name)),
		[ENTRIES] = VALUE_NULL, [POINTS] = VALUE_NULL,
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

static int
put_needs(struct listing *l)
{
	const struct report_lists *ask = l->ask;
	moment_t last = moment_end(ask->until, ask->zone);

	return order_each(l->db, l->orders, &ask->range, moment_at(ask->since, 0, ask->zone), last, last, put_need, l);
}

/* village no n sub title kind-name settled state outcome */
static int
put_issue(void *arg, struct stmt *row)
{
	struct listing *l = arg;
	int64_t village = stmt_int(row, 0), no = stmt_int(row, 1), area = ids_make(village, stmt_int(row, 3));
	bool settled = stmt_int(row, 6) != 0 && stmt_int(row, 6) <= l->ask->until;
	char id[IDS_SIZE];

	return rec_put(l->out, (const struct value[COLUMNS]){
		[LIST] = VALUE_TEXT(text_of(l->list)), [ITEM] = VALUE_TEXT(ids_issue(village, no, stmt_int(row, 2), id)),
		[NAME] = VALUE_TEXT(stmt_text(row, 4)), [KIND] = VALUE_TEXT(stmt_text(row, 5)),
		[AREA] = VALUE_INT(area), [AREA_NAME] = VALUE_TEXT(area_map_name(l->areas, area)), [DAY] = VALUE_INT(no / IDS_DAY),
		[STATE] = VALUE_TEXT(settled ? stmt_text(row, 7) : text_of("raised")),
		[ENTRIES] = VALUE_NULL, [POINTS] = VALUE_NULL, [OUTCOME] = VALUE_TEXT(settled ? stmt_text(row, 8) : text_of("")),
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

static int
put_issues(struct listing *l)
{
	const struct report_lists *ask = l->ask;
	const struct area_range *r = &ask->range;

	return db_each(l->db, "SELECT i.village, i.no, i.n, i.sub, i.title, coalesce((SELECT max(k.name) FROM rule k WHERE k.kind = 'activity'"
	    " AND k.rule = t.kind AND k.first <= i.no / 1000000 AND k.last >= i.no / 1000000), ''), i.settled, i.state, i.outcome"
	    " FROM village v CROSS JOIN issue i JOIN activity t ON t.village = i.village AND t.no = i.no WHERE v.village BETWEEN $1 AND $2"
	    " AND i.village = v.village AND i.sub BETWEEN $3 AND $4 AND i.no BETWEEN $5 AND $6 ORDER BY i.village, i.no, i.n",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(activity_first(ask->since)), ARG(activity_last(ask->until))),
	    put_issue, l);
}

static int
put_lists(struct listing *l)
{
	int rc = 0;

	for (int i = LIST_DUTY; rc == 0 && i <= LIST_DELIBERATION; i++) {
		if (l->ask->list >= 0 && l->ask->list != i)
			continue;
		l->list = report_lists_words[i].name;
		rc = i <= LIST_BAN ? put_rules(l) : i == LIST_NEED ? put_needs(l) : put_issues(l);
	}
	return rc;
}

int
report_lists(struct db *db, struct rec_out *out, const struct report_lists *ask)
{
	struct listing l = { .db = db, .out = out, .ask = ask };
	int rc = db_begin_read(db);

	if (rc == 0) {
		l.deeds = deed_book_load(db, ask->zone);
		l.orders = order_book_load(db, ask->zone);
		l.areas = area_map_load(db, ask->until);
		rc = l.deeds == NULL || l.orders == NULL || l.areas == NULL ? -1 : put_lists(&l);
	}
	db_end_read(db);
	deed_book_free(l.deeds);
	order_book_free(l.orders);
	area_map_free(l.areas);
	free(l.tally);
	return rc < 0 ? -1 : 0;
}
