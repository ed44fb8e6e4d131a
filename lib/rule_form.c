/* The form of a rule: what each kind needs, and how it is stored. */
#define _GNU_SOURCE
#include <stdio.h>

#include "num.h"
#include "rule_parts.h"

const struct word rule_kinds[] = {
	{ "class", "分类 类别" },
	{ "tag", "标签" },
	{ "visit", "走访" },
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

static struct rule_wrong
form_visit(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(rule_units, r->unit);
	bool by_list = unit == UNIT_MONTHDAY || unit == UNIT_WEEKDAY;
	uint32_t days = rule_days(r->days, unit == UNIT_WEEKDAY ? 7 : 31);

	if (!form_subject(r, space))
		return wrong("subject");
	if (unit < 0)
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
		r->anchor = text_of(by_list ? "periodic" : "last");
	if (r->shift.len == 0)
		r->shift = text_of("none");
	return (struct rule_wrong){ 0 };
}

static struct rule_wrong
form_word(struct rule *r, bool tag)
{
	if (tag && text_is(r->subject, "特殊群体"))
		r->subject = text_of("special");
	if (r->name.len == 0)
		return wrong("name");
	if (r->subject.len > 0 && !(tag && text_is(r->subject, "special")))
		return wrong("subject");
	return r->every != 0 ? wrong("every") : r->unit.len > 0 ? wrong("unit") :
	    r->days.len > 0 ? wrong("days") : r->anchor.len > 0 ? wrong("anchor") :
	    r->shift.len > 0 ? wrong("shift") : (struct rule_wrong){ 0 };
}

struct rule_wrong
rule_form(struct rule *r, struct rule_space *space)
{
	int kind = rule_word(rule_kinds, r->kind);

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
	return text_is(r->kind, "visit") ? form_visit(r, space) : form_word(r, text_is(r->kind, "tag"));
}
