/* The form of a rule: what each kind needs, and how it is stored. */
#define _GNU_SOURCE
#include <stdio.h>

#include "ids.h"
#include "num.h"
#include "rule_parts.h"

const struct word rule_kinds[] = {
	{ "class", "分类 类别" },
	{ "tag", "标签" },
	{ "visit", "走访" },
	{ "order", "单类 工单" },
	{ "deadline", "时限 期限" },
	{ "hours", "服务时间 工作时间" },
	{ "activity", "活动" },
	{ "meeting", "应开 应办" },
	{ NULL, NULL },
};

const struct word rule_units[] = {
	{ "day", "天 日" },
	{ "month", "月" },
	{ "monthday", "每月几日 日期" },
	{ "weekday", "星期 周" },
	{ "event", "事件" },
	{ "hour", "小时" },
	{ "workhour", "工作小时 工时" },
	{ "workday", "工作日" },
	{ NULL, NULL },
};

const struct word deadline_units[] = {
	{ "hour", NULL }, { "workhour", NULL }, { "day", NULL }, { "workday", NULL }, { NULL, NULL },
};

const struct word rule_anchors[] = {
	{ "last", "上次走访" },
	{ "periodic", "固定周期" },
	{ NULL, NULL },
};

const struct word rule_shifts[] = {
	{ "none", "不顺延" },
	{ "next", "顺延" },
	{ "previous", "提前" },
	{ NULL, NULL },
};

const struct word order_clocks[] = {
	{ "take", "接单" },
	{ "answer", "答复 回复" },
	{ "finish", "办结 办理" },
	{ NULL, NULL },
};

const struct word deed_sides[] = {
	{ "award", "加分 奖励" },
	{ "deduct", "扣分 减分" },
	{ NULL, NULL },
};

int
rule_word(const struct word *words, struct text t)
{
	for (int i = 0; words[i].name != NULL; i++)
		if (text_is(t, words[i].name))
			return i;
	return -1;
}

/* Bytes of what parts the days of a list, 0 none. */
static size_t
cut(struct text t)
{
	static const char *const cuts[] = { ",", " ", ";", "、", "，", "；", "\u3000" };

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		if (t.len >= strlen(cuts[i]) && memcmp(t.at, cuts[i], strlen(cuts[i])) == 0)
			return strlen(cuts[i]);
	return 0;
}

uint32_t
rule_days(struct text t, int most)
{
	uint32_t bits = 0;

	while (t.len > 0) {
		size_t n = 0, gap = cut(t);
		int64_t day;

		while (n < t.len && t.at[n] >= '0' && t.at[n] <= '9')
			n++;
		if (n > 0 && num_parse((struct text){ t.at, n }, 1, most, &day))
			bits |= UINT32_C(1) << day;
		else if (gap == 0 || n > 0)
			return 0;
		n += gap;
		t = (struct text){ t.at + n, t.len - n };
	}
	return bits;
}

/* "1,11,21", each once and in order. */
static struct text
write_days(uint32_t bits, char *buf, size_t size)
{
	size_t len = 0;

	for (int d = 1; d <= 31; d++)
		if (bits >> d & 1)
			len += (size_t)snprintf(buf + len, size - len, "%s%d", len > 0 ? "," : "", d);
	return (struct text){ buf, len };
}

static bool
is_code(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!((t.at[i] >= 'a' && t.at[i] <= 'z') || (t.at[i] >= '0' && t.at[i] <= '9') || t.at[i] == '-'))
			return false;
	return t.len > 0 && t.len < RULE_CODE && t.at[0] != '-';
}

static struct rule_wrong
wrong(const char *column)
{
	return (struct rule_wrong){ FAULT_FORM_RULE, column };
}

/* Subjects in English: 分类:红户 becomes class:红户. */
static bool
form_subject(struct rule *r, struct rule_space *space)
{
	static const struct { const char *prefix, *name; } kinds[] = {
		{ "class:", "class" }, { "tag:", "tag" }, { "分类:", "class" }, { "标签:", "tag" },
		{ "分类：", "class" }, { "标签：", "tag" },
	};

	if (text_is(r->subject, "特殊群体"))
		r->subject = text_of("special");
	if (text_is(r->subject, "全部"))
		r->subject = text_of("all");
	if (text_is(r->subject, "special") || text_is(r->subject, "all"))
		return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i].prefix);
		struct text what = { r->subject.at + n, r->subject.len - n };

		if (r->subject.len <= n || what.len >= RULE_CODE || memcmp(r->subject.at, kinds[i].prefix, n) != 0)
			continue;
		if (r->subject.at != space->subject)	/* else it has this form */
			snprintf(space->subject, sizeof(space->subject), "%s:%.*s", kinds[i].name, (int)what.len, what.at);
		r->subject = text_of(space->subject);
		return true;
	}
	return false;
}

/* When, of visits and of meetings: so often, or on which days. */
static struct rule_wrong
form_schedule(struct rule *r, struct rule_space *space, const char *anchor)
{
	int unit = rule_word(rule_units, r->unit);
	bool by_list = unit == UNIT_MONTHDAY || unit == UNIT_WEEKDAY;
	uint32_t days = rule_days(r->days, unit == UNIT_WEEKDAY ? 7 : 31);

	if (unit < 0 || unit > UNIT_EVENT)
		return wrong("unit");
	if (by_list ? r->every > 1 : r->every < 1 || r->every > RULE_EVERY)
		return wrong("every");
	if (by_list ? days == 0 : r->days.len > 0)
		return wrong("days");
	if (by_list ? text_is(r->anchor, "last") : unit == UNIT_EVENT && text_is(r->anchor, "periodic"))
		return wrong("anchor");
	if (by_list) {
		r->every = 0;
		r->days = write_days(days, space->days, sizeof(space->days));
	}
	if (r->anchor.len == 0)
		r->anchor = text_of(by_list ? "periodic" : anchor);
	if (r->shift.len == 0)
		r->shift = text_of("none");
	return (struct rule_wrong){ 0 };
}

static struct rule_wrong
form_visit(struct rule *r, struct rule_space *space)
{
	return form_subject(r, space) ? form_schedule(r, space, "last") : wrong("subject");
}

static struct rule_wrong
form_meeting(struct rule *r, struct rule_space *space)
{
	struct rule_about about;

	if (!rule_about(r->subject, "activity", &about) || about.kind.len == 0 || about.level < LEVEL_VILLAGE)
		return wrong("subject");
	rule_about_write(r, space, "activity", &about);
	if (text_is(r->unit, "event"))
		return wrong("unit");
	return text_is(r->anchor, "last") ? wrong("anchor") : form_schedule(r, space, "periodic");
}

static struct rule_wrong
form_deadline(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(deadline_units, r->unit);
	bool by_day = unit == DEADLINE_DAY || unit == DEADLINE_WORKDAY, shifts = unit == DEADLINE_HOUR || unit == DEADLINE_DAY;
	struct rule_about about;

	if (!rule_about(r->subject, "order", &about))
		return wrong("subject");
	rule_about_write(r, space, "order", &about);
	if (unit < 0)
		return wrong("unit");
	if (r->every < !by_day || r->every > RULE_EVERY)
		return wrong("every");
	if (r->clock.len == 0)
		return wrong("clock");
	if (!shifts && r->shift.len > 0)
		return wrong("shift");
	if (shifts && r->shift.len == 0)
		r->shift = text_of("none");
	return (struct rule_wrong){ 0 };
}

static struct rule_wrong
form_hours(struct rule *r, struct rule_space *space)
{
	struct service_hours hours;

	(void)space;
	return service_parse(r->hours, &hours) ? (struct rule_wrong){ 0 } : wrong("hours");
}

/* A word of the town's: it has a name, and perhaps a mark. */
static struct rule_wrong
form_word(struct rule *r, const char *mark, const char *zh)
{
	if (text_is(r->subject, zh))
		r->subject = text_of(mark);
	if (r->name.len == 0)
		return wrong("name");
	return r->subject.len > 0 && !text_is(r->subject, mark) ? wrong("subject") : (struct rule_wrong){ 0 };
}

static struct rule_wrong
form_tag(struct rule *r, struct rule_space *space)
{
	(void)space;
	return form_word(r, "special", "特殊群体");
}

static struct rule_wrong
form_order(struct rule *r, struct rule_space *space)
{
	(void)space;
	return form_word(r, "visit", "走访");
}

static struct rule_wrong
form_name(struct rule *r, struct rule_space *space)
{
	(void)space;
	return form_word(r, "", "");
}

enum given { SUBJECT = 1, EVERY = 2, UNIT = 4, DAYS = 8, ANCHOR = 16, SHIFT = 32, CLOCK = 64, HOURS = 128 };

/* What each of rule_kinds may say beside its name, and what it needs. */
static const struct {
	unsigned may;		/* enum given */
	struct rule_wrong (*form)(struct rule *, struct rule_space *);
} forms[] = {
	{ 0, form_name },
	{ SUBJECT, form_tag },
	{ SUBJECT | EVERY | UNIT | DAYS | ANCHOR | SHIFT, form_visit },
	{ SUBJECT, form_order },
	{ SUBJECT | EVERY | UNIT | SHIFT | CLOCK, form_deadline },
	{ HOURS, form_hours },
	{ 0, form_name },
	{ SUBJECT | EVERY | UNIT | DAYS | ANCHOR | SHIFT, form_meeting },
};

/* The first column that says what no rule of its kind says, NULL none. */
static const char *
find_excess(const struct rule *r, unsigned may)
{
	const struct { enum given which; const char *column; bool given; } fields[] = {
		{ SUBJECT, "subject", r->subject.len > 0 }, { EVERY, "every", r->every != 0 }, { UNIT, "unit", r->unit.len > 0 },
		{ DAYS, "days", r->days.len > 0 }, { ANCHOR, "anchor", r->anchor.len > 0 }, { SHIFT, "shift", r->shift.len > 0 },
		{ CLOCK, "clock", r->clock.len > 0 }, { HOURS, "hours", r->hours.len > 0 },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].given && (fields[i].which & may) == 0)
			return fields[i].column;
	return NULL;
}

struct rule_wrong
rule_form(struct rule *r, struct rule_space *space)
{
	int kind = rule_word(rule_kinds, r->kind);
	const char *excess;

	if (!is_code(r->rule))
		return wrong("rule");
	if (kind < 0)
		return wrong("kind");
	if (r->first == 0)
		return wrong("first");
	if (r->last == 0)
		r->last = DAY_MAX;
	if (r->last < r->first)
		return wrong("last");
	excess = find_excess(r, forms[kind].may);
	return excess != NULL ? wrong(excess) : forms[kind].form(r, space);
}
