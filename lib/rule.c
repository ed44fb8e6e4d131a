#define _GNU_SOURCE
#include <stdio.h>

#include "ids.h"
#include "rule_parts.h"
#include "was.h"

#define AT(field)	COL_AT(rule, field, struct text)

const struct col rule_cols[] = {
	{ "rule", "规则", "规则代码 代码 编号", COL_TEXT, COL_KEY | COL_NEED | COL_IN, N_("code: small letters, digits and -"), "rule", AT(rule), NULL },
	{ "kind", "种类", "类型 类别 规则种类", COL_WORD, COL_NEED | COL_IN, N_("class, tag, visit, order, deadline, hours, activity, meeting, duty, ban, role, deed or exchange"), "kind", AT(kind), rule_kinds },
	{ "name", "名称", "规则名称", COL_TEXT, COL_IN, N_("name for people"), "name", AT(name), NULL },
	{ "subject", "对象", "适用对象", COL_TEXT, COL_IN | COL_SPARE, N_("visit: class:CODE, tag:CODE, special or all; tag: special; order: visit; deadline: order:CODE level:LEVEL, or all; meeting: activity:CODE level:LEVEL; deed: its cause, then duty:CODE, ban:CODE or role:CODE"), "subject", AT(subject), NULL },
	{ "every", "间隔", "频次", COL_INT, COL_IN | COL_SPARE, N_("visit, meeting: once in so many units; deadline: how many, 0 is the same day; exchange: how many to collect it"), "CASE WHEN kind = 'deadline' THEN every ELSE NULLIF(every, 0) END", COL_AT(rule, every, int64_t), NULL },
	{ "unit", "单位", NULL, COL_WORD, COL_IN | COL_SPARE, N_("visit, meeting: day, month, monthday, weekday or event; deadline: hour, workhour, day or workday; exchange: day or workday"), "unit", AT(unit), rule_units },
	{ "days", "日子", "几日", COL_TEXT, COL_IN | COL_SPARE, N_("days of the month (1,11,21), or of the week (1 is Monday)"), "days", AT(days), NULL },
	{ "anchor", "起算", NULL, COL_WORD, COL_IN | COL_SPARE, N_("visit: counted from the last one, or periodic, as meetings are"), "anchor", AT(anchor), rule_anchors },
	{ "shift", "节假日", "顺延", COL_WORD, COL_IN | COL_SPARE, N_("what a day off does: none, next, previous"), "shift", AT(shift), rule_shifts },
	{ "first", "起始日", "开始日期 生效日期 起始日期", COL_DAY, COL_NEED | COL_IN | COL_AHEAD, N_("first day of validity"), "first", COL_AT(rule, first, day_t), NULL },
	{ "last", "截止日", "结束日期 失效日期 截止日期", COL_DAY, COL_IN | COL_AHEAD | COL_LAST | COL_SPARE, N_("last day of validity; empty until further notice"), "last", COL_AT(rule, last, day_t), NULL },
	{ "note", "备注", "说明 依据", COL_TEXT, COL_IN | COL_SPARE, N_("free text"), "note", AT(note), NULL },
	{ "clock", "时钟", "时限类型", COL_WORD, COL_IN | COL_SPARE, N_("deadline: take, answer or finish"), "clock", AT(clock), order_clocks },
	{ "hours", "服务时间", "工作时间", COL_TEXT, COL_IN | COL_SPARE, N_("hours: 08:30-12:00,14:00-17:30"), "hours", AT(hours), NULL },
	{ "side", "加减", "加减分 奖惩 加扣分", COL_WORD, COL_IN | COL_SPARE, N_("deed: award or deduct"), "side", AT(side), deed_sides },
	{ "value", "分值", "积分 分数 积分分值", COL_INT, COL_IN | COL_SPARE, N_("deed: its points"), "NULLIF(value, 0)", COL_AT(rule, value, int64_t), NULL },
	{ "cap_day", "每日上限", "日上限", COL_INT, COL_IN | COL_SPARE, N_("deed: most points of a chief in a day; empty no cap"), "NULLIF(cap_day, 0)", COL_AT(rule, cap_day, int64_t), NULL },
	{ "cap_month", "每月上限", "月上限", COL_INT, COL_IN | COL_SPARE, N_("deed: most points of a chief in a month"), "NULLIF(cap_month, 0)", COL_AT(rule, cap_month, int64_t), NULL },
	{ "cap_year", "每年上限", "年上限", COL_INT, COL_IN | COL_SPARE, N_("deed: most points of a chief in a year"), "NULLIF(cap_year, 0)", COL_AT(rule, cap_year, int64_t), NULL },
	{ "notice", "公示天数", "公示期", COL_INT, COL_IN | COL_SPARE, N_("deed: days of public notice, during which its points are provisional"), "NULLIF(notice, 0)", COL_AT(rule, notice, int64_t), NULL },
	{ 0 },
};

struct text
rule_field(const struct rule *r, const struct col *c, char buf[static COL_BUF])
{
	const void *at = (const char *)r + c->offset;
	struct value v = { 0 };

	if (col_is_text(c->type))
		v.text = *(const struct text *)at;
	else
		v.num = c->type == COL_DAY ? *(const day_t *)at : *(const int64_t *)at;
	return v.num == 0 && v.text.len == 0 ? v.text : col_show(c, &v, &(struct show){ 0 }, buf);
}

int
rule_list(struct db *db, struct rec_out *out, day_t on, const char *kind)
{
	return list_rows(db, out, rule_cols,
	    "FROM rule"
	    " WHERE ($1 = 0 OR (first <= $1 AND last >= $1)) AND ($2 = '' OR kind = $2)"
	    " ORDER BY kind, no, rule, first", ARGS(ARG(on), ARG(kind != NULL ? kind : "")));
}

int
rule_show(struct db *db, struct rec_out *out, struct text code)
{
	int64_t n = 0;
	int found = db_int(db, "SELECT 1 FROM rule WHERE rule = $1 LIMIT 1", ARGS(ARG(code)), &n);

	if (found < 0)
		return -1;
	if (found == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("rule %.*s"), (int)code.len, code.at);
	return list_rows(db, out, rule_cols, "FROM rule WHERE rule = $1 ORDER BY first", ARGS(ARG(code)));
}

/* The versions that are stored, as one to be added sees them. */
struct versions {
	day_t	 first, last;	/* of the new one */
	int	 count;
	bool	 other_kind;
	int64_t	 no;
	bool	 here, same;	/* one begins on the same day; with the same fields */
	day_t	 here_last;
	day_t	 before, before_last;	/* the newest that begins earlier; 0 */
	day_t	 after;		/* the oldest that begins later; 0 */
};

static int
take_version(void *arg, struct stmt *row)
{
	struct versions *v = arg;
	day_t first = (day_t)stmt_int(row, 0), last = (day_t)stmt_int(row, 1);

	v->count++;
	v->no = stmt_int(row, 2);
	v->other_kind |= stmt_int(row, 3) == 0;
	if (first < v->first) {
		v->before = first;
		v->before_last = last;
	} else if (first == v->first) {
		v->here = true;
		v->here_last = last;
		v->same = stmt_int(row, 4) != 0;
	} else if (v->after == 0)
		v->after = first;
	return 0;
}

static int
read_versions(struct db *db, const struct rule *r, struct versions *v)
{
	*v = (struct versions){ .first = r->first, .last = r->last };
	return db_each(db,
	    "SELECT first, last, no, CASE WHEN kind = $2 THEN 1 ELSE 0 END,"
	    " CASE WHEN name = $3 AND subject = $4 AND every = $5 AND unit = $6 AND days = $7"
	    " AND anchor = $8 AND shift = $9 AND note = $10 AND clock = $11 AND hours = $12"
	    " AND side = $13 AND value = $14 AND cap_day = $15 AND cap_month = $16 AND cap_year = $17 AND notice = $18 THEN 1 ELSE 0 END"
	    " FROM rule WHERE rule = $1 ORDER BY first",
	    ARGS(ARG(r->rule), ARG(r->kind), ARG(r->name), ARG(r->subject), ARG(r->every), ARG(r->unit), ARG(r->days),
	    ARG(r->anchor), ARG(r->shift), ARG(r->note), ARG(r->clock), ARG(r->hours),
	    ARG(r->side), ARG(r->value), ARG(r->cap_day), ARG(r->cap_month), ARG(r->cap_year), ARG(r->notice)), take_version, v);
}

/* A newer version may have ended this one early. */
static bool
is_same(const struct versions *v)
{
	return v->here && v->same && (v->here_last == v->last ||
	    (v->after != 0 && v->last > v->here_last && day_add(v->here_last, 1) == v->after));
}

static int
take_number(void *arg, struct stmt *row)
{
	*(uint64_t *)arg |= UINT64_C(1) << (stmt_int(row, 0) & 63);
	return 0;
}

/* The lowest number never used; *no -1 when all are. */
static int
new_number(struct db *db, struct text kind, int64_t *no)
{
	bool class = text_is(kind, "class");
	int most = class ? RULE_CLASSES : RULE_TAGS - 1;
	uint64_t used = 0;

	*no = 0;
	if (!class && !text_is(kind, "tag"))
		return 0;
	if (db_each(db, "SELECT no FROM rule WHERE kind = $1", ARGS(ARG(kind)), take_number, &used) < 0)
		return -1;
	for (*no = class; *no <= most; ++*no)
		if ((used >> *no & 1) == 0)
			return 0;
	*no = -1;
	return 0;
}

/* Room for one more version in what rulebook_load() reads: 1, 0, -1. */
static int
has_room(struct db *db, struct text kind)
{
	int64_t n = 0;

	if (!text_is(kind, "visit"))
		return 1;
	if (db_int(db, "SELECT count(*) FROM rule WHERE kind = 'visit'", NO_ARGS, &n) < 0)
		return -1;
	return n < RULE_VISITS;
}

static int
insert(struct db *db, const struct rule *r, int64_t no, int64_t run)
{
	return db_run(db,
	    "INSERT INTO rule (rule, kind, no, name, subject, every, unit, days, anchor, shift, first, last, note, clock, hours,"
	    " side, value, cap_day, cap_month, cap_year, notice, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
	    ARGS(ARG(r->rule), ARG(r->kind), ARG(no), ARG(r->name), ARG(r->subject), ARG(r->every), ARG(r->unit), ARG(r->days),
	    ARG(r->anchor), ARG(r->shift), ARG(r->first), ARG(r->last), ARG(r->note),
	    ARG(r->clock), ARG(r->hours), ARG(r->side), ARG(r->value), ARG(r->cap_day), ARG(r->cap_month), ARG(r->cap_year),
	    ARG(r->notice), ARG(run))) < 0 ? -1 : 0;
}

/* A version before it changes. */
static int
keep(struct db *db, struct text rule, day_t first)
{
	return was_keep(db, "rule", "SELECT * FROM rule WHERE rule = $1 AND first = $2", ARGS(ARG(rule), ARG(first))) < 0 ? -1 : 0;
}

/* A version ends on another day. */
static int
set_last(struct db *db, struct text rule, day_t first, day_t last, int64_t run)
{
	return keep(db, rule, first) != 0 || db_run(db, "UPDATE rule SET last = $3, run = $4 WHERE rule = $1 AND first = $2",
	    ARGS(ARG(rule), ARG(first), ARG(last), ARG(run))) < 0 ? -1 : 0;
}

/* Whether entries of the ledger are by a version that said something else. 1, 0, -1. */
static int
is_awarded(struct db *db, const struct rule *r)
{
	int64_t n;

	return db_int(db, "SELECT 1 FROM rule d CROSS JOIN entry e WHERE d.rule = $1 AND d.first = $2 AND d.kind = 'deed'"
	    " AND (d.subject <> $3 OR d.side <> $4 OR d.value <> $5 OR d.cap_day <> $6 OR d.cap_month <> $7 OR d.cap_year <> $8 OR d.notice <> $9)"
	    " AND e.reason = d.rule || '.' || d.first LIMIT 1",
	    ARGS(ARG(r->rule), ARG(r->first), ARG(r->subject), ARG(r->side), ARG(r->value), ARG(r->cap_day), ARG(r->cap_month),
	    ARG(r->cap_year), ARG(r->notice)), &n);
}

static const char by_hand[] = N_("an entry by hand is dated after that day; end it later, or begin the next version later");

/* An entry by hand that a version made of a day after its last. 1, 0 none, -1. */
static int
find_entry(struct db *db, struct text rule, day_t first, day_t last, int64_t *entry)
{
	return db_int(db, "SELECT e.village * 10000000 + e.seq FROM rule d CROSS JOIN entry e WHERE d.rule = $1 AND d.first = $2 AND d.kind = 'deed'"
	    " AND substr(d.subject, 1, 6) = 'manual' AND e.reason = d.rule || '.' || d.first AND e.kind <> 'reverse' AND e.day > $3"
	    " ORDER BY e.village, e.seq LIMIT 1", ARGS(ARG(rule), ARG(first), ARG(last)), entry);
}

/* A version takes new values, within the days that are its own. */
static int
update(struct db *db, const struct rule *r, const struct versions *v, int64_t run)
{
	day_t last = v->after != 0 && r->last >= v->after ? day_add(v->after, -1) : r->last;

	return keep(db, r->rule, r->first) != 0 || db_run(db,
	    "UPDATE rule SET name = $3, subject = $4, every = $5, unit = $6, days = $7, anchor = $8, shift = $9,"
	    " last = $10, note = $11, clock = $12, hours = $13,"
	    " side = $14, value = $15, cap_day = $16, cap_month = $17, cap_year = $18, notice = $19, run = $20 WHERE rule = $1 AND first = $2",
	    ARGS(ARG(r->rule), ARG(r->first), ARG(r->name), ARG(r->subject), ARG(r->every), ARG(r->unit), ARG(r->days),
	    ARG(r->anchor), ARG(r->shift), ARG(last), ARG(r->note), ARG(r->clock), ARG(r->hours),
	    ARG(r->side), ARG(r->value), ARG(r->cap_day), ARG(r->cap_month), ARG(r->cap_year), ARG(r->notice), ARG(run))) < 0 ? -1 : 0;
}

/* A version of a day nothing begins on yet; the one before it ends. */
static int
add_version(struct db *db, const struct rule *r, const struct versions *v, int64_t run, struct rule_wrong *wrong)
{
	int64_t no = v->no;
	bool trim = v->before != 0 && v->before_last >= r->first;
	int room = has_room(db, r->kind);

	if (v->after != 0 && (trim || r->last >= v->after)) {
		*wrong = (struct rule_wrong){ FAULT_RULE_OVERLAP, "first", NULL };
		return 0;
	}
	if (room < 0 || (v->count == 0 && new_number(db, r->kind, &no) != 0))
		return -1;
	if (room == 0 || no < 0) {
		*wrong = (struct rule_wrong){ FAULT_RULE_FULL, "rule", NULL };
		return 0;
	}
	if (trim && set_last(db, r->rule, v->before, day_add(r->first, -1), run) != 0)
		return -1;
	return insert(db, r, no, run);
}

int
rule_store(struct db *db, struct rule *r, struct rule_space *space, enum duplicate duplicate, int64_t run,
    int *stored, struct rule_wrong *wrong)
{
	struct versions v;
	int64_t entry;
	int awarded;

	*wrong = (struct rule_wrong){ 0 };
	if (rule_resolve(db, r, space, wrong) != 0 || read_versions(db, r, &v) != 0)
		return -1;
	*stored = !v.here ? ROW_NEW : is_same(&v) ? ROW_SAME : duplicate == DUPLICATE_SKIP ? ROW_SKIPPED : ROW_CHANGED;
	if (v.other_kind)
		*wrong = (struct rule_wrong){ FAULT_EXISTS, "kind", N_("a rule of another kind has this code; choose another one") };
	else if (*stored == ROW_CHANGED && duplicate == DUPLICATE_ERROR)
		*wrong = (struct rule_wrong){ FAULT_EXISTS, "first", N_("a version that begins on this day says something else; a new one begins on a later day") };
	if (wrong->fault != FAULT_NONE || *stored == ROW_SAME || *stored == ROW_SKIPPED)
		return 0;
	awarded = find_entry(db, r->rule, v.here ? r->first : v.before, v.here ? r->last : day_add(r->first, -1), &entry);
	if (awarded == 1)
		*wrong = (struct rule_wrong){ FAULT_STATE, v.here ? "last" : "first", by_hand };
	if (awarded != 0)
		return awarded < 0 ? -1 : 0;
	if (!v.here)
		return add_version(db, r, &v, run, wrong);
	awarded = is_awarded(db, r);
	if (awarded == 1)
		*wrong = (struct rule_wrong){ FAULT_RULE_AWARDED, "first", NULL };
	return awarded != 0 ? (awarded < 0 ? -1 : 0) : update(db, r, &v, run);
}

struct name {
	size_t	 len;
	char	 at[COL_BUF];
};

static int
take_name(void *arg, struct stmt *row)
{
	struct name *name = arg;
	struct text t = stmt_text(row, 0);

	name->len = t.len < sizeof(name->at) ? t.len : 0;
	memcpy(name->at, t.at, name->len);
	return 1;
}

/* A new version without a name has that of the one before it. */
static int
keep_name(struct db *db, struct rule *r, struct name *name)
{
	if (r->name.len > 0 || r->first == 0)
		return 0;
	if (db_each(db, "SELECT name FROM rule WHERE rule = $1 AND kind = $2 AND first <= $3 ORDER BY first DESC LIMIT 1",
	    ARGS(ARG(r->rule), ARG(r->kind), ARG(r->first)), take_name, name) < 0)
		return -1;
	r->name = (struct text){ name->at, name->len };
	return 0;
}

int
rule_add(struct db *db, const struct rule *rule, int64_t run)
{
	struct rule r = *rule;
	struct rule_space space;
	struct rule_wrong wrong;
	struct name name = { 0 };
	char buf[COL_BUF];
	struct text value;
	enum exit_status status = EXIT_REFUSED;
	int stored = ROW_NEW;

	if (keep_name(db, &r, &name) != 0)
		return -1;
	wrong = rule_form(&r, &space);
	if (wrong.fault == FAULT_NONE) {
		status = EXIT_RULE;
		if (rule_store(db, &r, &space, DUPLICATE_ERROR, run, &stored, &wrong) != 0)
			return -1;
	}
	if (wrong.fault == FAULT_NONE)
		return stored == ROW_NEW;
	value = rule_field(rule, col_find(rule_cols, wrong.column), buf);
	return db_refuse(db, status, wrong.fault, wrong.why, "%.*s: %s%s%.*s", (int)r.rule.len, r.rule.at, wrong.column,
	    value.len > 0 ? ": " : "", (int)value.len, value.at);
}

static int
take_span(void *arg, struct stmt *row)
{
	day_t *span = arg;

	span[0] = (day_t)stmt_int(row, 0);
	span[1] = (day_t)stmt_int(row, 1);
	span[2] = (day_t)stmt_int(row, 2);
	return 1;
}

int
rule_end(struct db *db, struct text code, day_t last, int64_t run)
{
	char day[11], id[IDS_SIZE];
	day_t span[3];		/* first, last; first of the newest version */
	int64_t entry;
	int used, found = db_each(db,
	    "SELECT first, last, (SELECT max(first) FROM rule WHERE rule = $1) FROM rule"
	    " WHERE rule = $1 AND first <= $2 AND last >= $2", ARGS(ARG(code), ARG(last)), take_span, span);

	if (found < 0)
		return -1;
	if (found == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("rule %.*s on %s"), (int)code.len, code.at, day_text(last, day));
	if (span[1] == last)
		return 0;
	if (span[2] > span[0])
		return db_fail(db, EXIT_RULE, FAULT_RULE_OVERLAP, "%.*s", (int)code.len, code.at);
	used = find_entry(db, code, span[0], last, &entry);
	if (used > 0)
		return db_refuse(db, EXIT_RULE, FAULT_STATE, by_hand, "%.*s on %s: entry %s",
		    (int)code.len, code.at, day_text(last, day), ids_entry(entry, id).at);
	return used < 0 || set_last(db, code, span[0], last, run) != 0 ? -1 : 1;
}
