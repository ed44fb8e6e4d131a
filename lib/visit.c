#define _GNU_SOURCE
#include "visit.h"

#include <stdio.h>

#include "order.h"
#include "state.h"

const struct word visit_kinds[] = {
	{ "door", "上门 入户 门 上门走访 入户走访 登门" },
	{ "phone", "电话 打电话 电话走访 通话" },
	{ "message", "微信 短信 消息 视频 信息" },
	{ NULL, NULL },
};

#define AT(field)	COL_AT(visit, field, struct text)

const struct col visit_cols[] = {
	{ "visit", "走访编号", NULL, COL_VISIT, COL_KEY, N_("number of the visit"),
	    "(v.village * 10000000 + v.household) || '-' || v.day || '-' || v.no", 0, NULL },
	{ "day", "走访日期", "日期 走访时间 走访日", COL_DAY, COL_IN | COL_NEED, N_("day of the visit"),
	    "v.day", COL_AT(visit, day, day_t), NULL },
	{ "household", "户编号", "户号 户籍编号 家庭编号 户编码 户籍号", COL_HOUSEHOLD, COL_IN | COL_NEED,
	    N_("household that was visited"), "v.village * 10000000 + v.household", COL_AT(visit, household, int64_t), NULL },
	{ "head", "户主姓名", NULL, COL_NAME, 0, N_("who heads it"), "h.head", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_IN | COL_WIDE, N_("chief who visited; empty: not known"),
	    "CASE WHEN v.chief = 0 THEN 0 ELSE v.village * 10000000 + v.chief END", COL_AT(visit, chief, int64_t), NULL },
	{ "chief_name", "邻长姓名", "走访人 邻长 三长 三长姓名 走访人员 走访人姓名", COL_NAME, COL_IN,
	    N_("the chief's name"), "c.name", AT(chief_name), NULL },
	{ "kind", "方式", "走访方式 走访形式 形式", COL_WORD, COL_IN, N_("door, phone or message"), "v.kind", AT(kind), visit_kinds },
	{ "result", "结果", "走访结果 走访情况 情况", COL_TEXT, COL_IN | COL_FREE, N_("what came of it"), "v.result", AT(result), NULL },
	{ "note", "备注", "说明 附注", COL_TEXT, COL_IN | COL_MORE | COL_FREE, N_("free text"), "v.note", AT(note), NULL },
	{ "entered", "录入时间", NULL, COL_INSTANT, COL_MORE, N_("when it was entered"), "r.at", 0, NULL },
	{ "actor", "录入人", NULL, COL_TEXT, COL_MORE, N_("who entered it"), "r.actor", 0, NULL },
	{ "voided", "作废原因", NULL, COL_TEXT, COL_MORE | COL_FREE, N_("why it was voided; empty: it stands"), "x.reason", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that entered it"), "v.run", 0, NULL },
	{ 0 },
};

const char *
visit_kind(struct text word)
{
	const struct col *c = col_find(visit_cols, "kind");
	struct visit v = { 0 };
	char buf[64];

	if (word.len >= sizeof(buf))
		return NULL;
	memcpy(buf, word.at, word.len);
	return col_parse(c, text_clean(buf, word.len), &(struct col_how){ 0 }, &v).fault == FAULT_NONE ? v.kind.at : NULL;
}

/* The number of a day YYYYMMDD, but for a constant; years begin in March. */
#define MONTH(d)	"(" d " / 100 % 100)"
#define YEAR(d)		"(" d " / 10000 - (14 - " MONTH(d) ") / 12)"
#define DAYS(d)		"(" d " % 100 + (153 * ((" MONTH(d) " + 9) % 12) + 2) / 5" \
    " + 365 * " YEAR(d) " + " YEAR(d) " / 4 - " YEAR(d) " / 100 + " YEAR(d) " / 400)"

/*
 * The day a visit was entered is the later of the run's business day, which
 * --on may set back, and of the clock's, which is a few hours behind in UTC.
 */
#define RUNS \
    "(SELECT village, no, at, actor, CASE WHEN CAST(substr(at, 1, 4) || substr(at, 6, 2) || substr(at, 9, 2) AS BIGINT) > day" \
    " THEN CAST(substr(at, 1, 4) || substr(at, 6, 2) || substr(at, 9, 2) AS BIGINT) ELSE day END AS entered FROM run)"

/* Where the household was on the day of the visit. */
#define HOOD_THEN \
    "coalesce((SELECT max(sp.value) FROM span sp WHERE sp.village = v.village AND sp.household = v.household" \
    " AND sp.what = 'hood' AND sp.first <= v.day AND sp.last >= v.day), h.hood)"

static const char list_tail[] =
    " FROM visit v"
    " LEFT JOIN household h ON h.village = v.village AND h.household = v.household"
    " LEFT JOIN chief c ON c.village = v.village AND c.chief = v.chief"
    " LEFT JOIN " RUNS " r ON r.village = v.run / 10000000 AND r.no = v.run % 10000000"
    " LEFT JOIN visit_void x ON x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no"
    " WHERE (v.village, v.household) >= ($1, $2) AND (v.village, v.household) <= ($3, $4)"
    " AND v.day BETWEEN $5 AND $6"
    " AND (($7 = 0 AND $8 = 999999) OR " HOOD_THEN " BETWEEN $7 AND $8)"
    " AND ($9 = 0 OR (v.village = $10 AND v.chief = $9))"
    " AND ($11 = '' OR v.kind = $11)"
    " AND ($12 < 0 OR " DAYS("r.entered") " - " DAYS("v.day") " > $12)"
    " AND ($13 = 1 OR x.no IS NULL)"
    " AND ($14 = 0 OR v.no = $14)"
    " ORDER BY v.day, v.village, v.household, v.no";

int
visit_list(struct db *db, struct rec_out *out, const struct visit_filter *f)
{
	int64_t lo = ids_make(f->area.village_lo, 0), hi = ids_make(f->area.village_hi, IDS_STEP - 1);

	if (f->household != 0) {
		if (f->household < lo || f->household > hi)
			return 0;
		lo = hi = f->household;
	}
	return list_rows(db, out, visit_cols, list_tail, ARGS(
	    ARG(ids_village(lo)), ARG(ids_serial(lo)), ARG(ids_village(hi)), ARG(ids_serial(hi)),
	    ARG(f->since), ARG(f->until), ARG(f->area.sub_lo), ARG(f->area.sub_hi),
	    ARG(ids_serial(f->chief)), ARG(ids_village(f->chief)), ARG(f->kind == NULL ? "" : f->kind),
	    ARG(f->late), ARG(f->voided ? 1 : 0), ARG(f->no)));
}

static int
no_household(struct db *db, int64_t id)
{
	char buf[IDS_SIZE];
	struct text t = ids_household(id, buf);

	return db_fail(db, EXIT_ABSENT, FAULT_HOUSEHOLD_UNKNOWN, _("household %.*s"), (int)t.len, t.at);
}

int
visit_log(struct db *db, struct visit *v, const char *zone, int64_t run)
{
	int64_t village = ids_village(v->household), serial = ids_serial(v->household);
	struct state s;
	char buf[IDS_SIZE];
	int rc = state_load(db, v->household, &s);

	if (rc <= 0)
		return rc < 0 ? -1 : no_household(db, v->household);
	if (v->chief != 0 && ids_village(v->chief) != village)
		return db_fail(db, EXIT_RULE, FAULT_CHIEF_UNKNOWN, _("the chief is of another village than the household"));
	if (v->day > s.last)
		return db_fail(db, EXIT_RULE, FAULT_CLOSED, "%s", ids_household(v->household, buf).at);
	/* The very same visit is one visit, however often it is said. */
	v->no = 0;
	rc = db_int(db, "SELECT v.no FROM visit v WHERE v.village = $1 AND v.household = $2 AND v.day = $3"
	    " AND v.chief = $4 AND v.kind = $5 AND v.result = $6 AND v.note = $7"
	    " AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household"
	    " AND x.day = v.day AND x.no = v.no) ORDER BY v.no LIMIT 1",
	    ARGS(ARG(village), ARG(serial), ARG(v->day), ARG(ids_serial(v->chief)), ARG(v->kind), ARG(v->result), ARG(v->note)), &v->no);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (db_int(db, "SELECT coalesce(max(no), 0) + 1 FROM visit WHERE village = $1 AND household = $2 AND day = $3",
	    ARGS(ARG(village), ARG(serial), ARG(v->day)), &v->no) < 0)
		return -1;
	if (db_run(db, "INSERT INTO visit (village, household, day, no, chief, kind, result, note, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	    ARGS(ARG(village), ARG(serial), ARG(v->day), ARG(v->no), ARG(ids_serial(v->chief)), ARG(v->kind),
	    ARG(v->result), ARG(v->note), ARG(run))) < 0)
		return -1;
	if (v->day > s.visited)
		s.visited = v->day;
	if (state_store(db, &s, v->day) != 0
	    || order_visited(db, &(struct order_visit){ v->household, v->chief, v->day, v->no }, 1, zone, run) < 0)
		return -1;
	return 1;
}

static int
unknown(struct db *db, struct text what)
{
	return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("visit %.*s"), (int)what.len, what.at);
}

static bool
stands_in(struct db *db, const char *sql, const struct visit *v, int *rc)
{
	int64_t one = 0;

	*rc = db_int(db, sql, ARGS(ARG(ids_village(v->household)), ARG(ids_serial(v->household)), ARG(v->day), ARG(v->no)), &one);
	return *rc > 0;
}

int
visit_void(struct db *db, const struct visit *v, struct text reason, day_t on, const char *zone, int64_t run)
{
	int64_t visited = 0;
	struct state s;
	char buf[IDS_SIZE];
	struct text id = ids_visit(v->household, v->day, v->no, buf);
	int rc;

	if (!stands_in(db, "SELECT 1 FROM visit WHERE village = $1 AND household = $2 AND day = $3 AND no = $4", v, &rc))
		return rc < 0 ? -1 : unknown(db, id);
	if (stands_in(db, "SELECT 1 FROM visit_void WHERE village = $1 AND household = $2 AND day = $3 AND no = $4", v, &rc) || rc < 0)
		return rc < 0 ? -1 : db_fail(db, EXIT_RULE, FAULT_STATE, _("visit %.*s is voided already"), (int)id.len, id.at);
	if (db_run(db, "INSERT INTO visit_void (village, household, day, no, reason, run) VALUES ($1, $2, $3, $4, $5, $6)",
	    ARGS(ARG(ids_village(v->household)), ARG(ids_serial(v->household)), ARG(v->day), ARG(v->no), ARG(reason), ARG(run))) < 0
	    || (rc = state_load(db, v->household, &s)) < 0)
		return -1;
	if (rc == 0)
		return no_household(db, v->household);
	if (db_int(db, "SELECT " STATE_VISITED_FROM_LOG " FROM household h WHERE h.village = $2 AND h.household = $3",
	    ARGS(ARG(DAY_MAX), ARG(s.village), ARG(s.household)), &visited) < 0)
		return -1;
	s.visited = (day_t)visited;
	if (state_store(db, &s, v->day) != 0
	    || order_unvisited(db, &(struct order_visit){ .household = v->household, .day = v->day, .no = v->no }, reason, on, zone, run) < 0)
		return -1;
	return 1;
}

int
visit_find(struct db *db, struct text what, int64_t *household, day_t *day, int64_t *no)
{
	const char *v = NULL;
	char whole[2 * IDS_SIZE], buf[IDS_SIZE];
	struct text id;
	int n;

	if (ids_visit_parse(what, household, day, no))
		return 0;
	for (size_t i = 1; i < what.len && v == NULL; i++)
		if ((what.at[i] & ~0x20) == 'V' && what.at[i - 1] == '-')
			v = what.at + i - 1;
	if (v == NULL)
		return unknown(db, what);
	if (household_find(db, (struct text){ what.at, (size_t)(v - what.at) }, household) != 0)
		return -1;
	id = ids_household(*household, buf);
	n = snprintf(whole, sizeof(whole), "%.*s%.*s", (int)id.len, id.at, (int)(what.len - (size_t)(v - what.at)), v);
	if (n < 0 || (size_t)n >= sizeof(whole) || !ids_visit_parse(text_of(whole), household, day, no))
		return unknown(db, what);
	return 0;
}

int
visit_answers(struct db *db, const struct post_map *posts, int64_t household, day_t on, int64_t *chief)
{
	int64_t hood = 0;
	struct text name;
	int rc = db_int(db, "SELECT " STATE_HOOD " FROM household h WHERE h.village = $2 AND h.household = $3",
	    ARGS(ARG(on), ARG(ids_village(household)), ARG(ids_serial(household))), &hood);

	if (rc < 0)
		return -1;
	*chief = rc == 0 ? 0 : post_map_chief(posts, ids_village(household), hood, &name);
	return 0;
}
