/* The form of a rule: what each kind needs, and how it is stored. */
#define _GNU_SOURCE
#include <stdio.h>

#include "ids.h"
#include "ledger_line.h"
#include "rule_parts.h"

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

static const struct rule_wrong good;

static struct rule_wrong
wrong(const char *column, const char *why)
{
	return (struct rule_wrong){ FAULT_FORM_RULE, column, why };
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

	if (by_list && r->every > 1)
		return wrong("every", N_("days say when; leave it empty"));
	if (!by_list && (r->every < 1 || r->every > RULE_EVERY))
		return wrong("every", N_("write a number from 1 to 9999"));
	if (by_list && days == 0)
		return wrong("days", unit == UNIT_WEEKDAY ? N_("write days of the week such as 1,3 (1 is Monday)") : N_("write days of the month such as 1,11,21"));
	if (!by_list && r->days.len > 0)
		return wrong("days", N_("only the units monthday and weekday have days; leave it empty"));
	if (by_list && text_is(r->anchor, "last"))
		return wrong("anchor", N_("days are not counted from the last visit; leave it empty"));
	if (unit == UNIT_EVENT && text_is(r->anchor, "periodic"))
		return wrong("anchor", N_("an event happens once; leave it empty"));
	if (by_list) {
		r->every = 0;
		r->days = write_days(days, space->days, sizeof(space->days));
	}
	if (r->anchor.len == 0)
		r->anchor = text_of(by_list ? "periodic" : anchor);
	if (r->shift.len == 0)
		r->shift = text_of("none");
	return good;
}

static struct rule_wrong
form_visit(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(rule_units, r->unit);

	if (!form_subject(r, space))
		return wrong("subject", N_("write class:CODE, tag:CODE, special or all"));
	if (unit < 0 || unit > UNIT_EVENT)
		return wrong("unit", N_("write day, month, monthday, weekday or event"));
	return form_schedule(r, space, "last");
}

static struct rule_wrong
form_meeting(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(rule_units, r->unit);
	struct rule_about about;

	if (!rule_about(r->subject, "activity", &about) || about.kind.len == 0 || about.level < LEVEL_VILLAGE)
		return wrong("subject", N_("write activity:CODE level:LEVEL, the level village, piece, group or neighbourhood"));
	rule_about_write(r, space, "activity", &about);
	if (unit < 0 || unit >= UNIT_EVENT)
		return wrong("unit", N_("write day, month, monthday or weekday"));
	if (text_is(r->anchor, "last"))
		return wrong("anchor", N_("meetings are periodic; leave it empty"));
	return form_schedule(r, space, "periodic");
}

static struct rule_wrong
form_deadline(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(deadline_units, r->unit);
	bool by_day = unit == DEADLINE_DAY || unit == DEADLINE_WORKDAY, shifts = unit == DEADLINE_HOUR || unit == DEADLINE_DAY;
	struct rule_about about;

	if (!rule_about(r->subject, "order", &about))
		return wrong("subject", N_("write order:CODE, level:LEVEL, both with a blank between, or all"));
	rule_about_write(r, space, "order", &about);
	if (unit < 0)
		return wrong("unit", N_("write hour, workhour, day or workday"));
	if (r->every < !by_day || r->every > RULE_EVERY)
		return wrong("every", by_day ? N_("write a number from 0 to 9999") : N_("write a number from 1 to 9999"));
	if (r->clock.len == 0)
		return wrong("clock", N_("write take, answer or finish"));
	if (!shifts && r->shift.len > 0)
		return wrong("shift", N_("only the units hour and day are moved; leave it empty"));
	if (shifts && r->shift.len == 0)
		r->shift = text_of("none");
	return good;
}

static struct rule_wrong
form_hours(struct rule *r, struct rule_space *space)
{
	struct service_hours hours;

	(void)space;
	return service_parse(r->hours, &hours) ? good : wrong("hours", N_("these are no hours of service; write such as 08:30-12:00,14:00-17:30"));
}

/* Caps are of use when one award fits into them, and the shorter into the longer. */
static struct rule_wrong
form_caps(const struct rule *r)
{
	const struct { const char *column; int64_t most; } caps[CAPS] = {
		{ "cap_day", r->cap_day }, { "cap_month", r->cap_month }, { "cap_year", r->cap_year },
	};
	int64_t least = r->value;

	for (int i = 0; i < CAPS; i++) {
		if (caps[i].most == 0)
			continue;
		if (caps[i].most < r->value)
			return wrong(caps[i].column, N_("not even one award fits into it; write the value or more, or nothing for no cap"));
		if (caps[i].most < least)
			return wrong(caps[i].column, N_("is less than the cap of a shorter time"));
		if (caps[i].most > LEDGER_POINTS)
			return wrong(caps[i].column, N_("write a number up to 1000000, or nothing for no cap"));
		least = caps[i].most;
	}
	return good;
}

static struct rule_wrong
form_deed(struct rule *r, struct rule_space *space)
{
	struct deed_about about;

	if (r->name.len == 0)
		return wrong("name", N_("it needs a name"));
	if (!deed_about(r->subject, &about))
		return wrong("subject", N_("write order:CODE, visit:KIND, activity:CODE, training, commendation:LEVEL or manual, and perhaps duty:CODE, ban:CODE or role:CODE after it"));
	deed_about_write(r, space, &about);
	if (r->side.len == 0)
		return wrong("side", N_("write award or deduct"));
	if (text_is(r->side, "deduct") && about.cause != CAUSE_MANUAL)
		return wrong("side", N_("points are deducted by hand alone, with the subject manual"));
	if (r->value < 1 || r->value > LEDGER_POINTS)
		return wrong("value", N_("write its points, from 1 to 1000000"));
	if (r->notice > RULE_NOTICE)
		return wrong("notice", N_("write a number of days, up to 366"));
	return form_caps(r);
}

static struct rule_wrong
form_exchange(struct rule *r, struct rule_space *space)
{
	int unit = rule_word(deadline_units, r->unit);

	(void)space;
	if (unit != DEADLINE_DAY && unit != DEADLINE_WORKDAY)
		return wrong("unit", N_("write day or workday"));
	return r->every < 1 || r->every > RULE_EVERY ? wrong("every", N_("write a number from 1 to 9999")) : good;
}

/* A word of the town's: it has a name, and perhaps a mark. */
static struct rule_wrong
form_word(struct rule *r, const char *mark, const char *zh, const char *why)
{
	if (text_is(r->subject, zh))
		r->subject = text_of(mark);
	if (r->name.len == 0)
		return wrong("name", N_("it needs a name"));
	return r->subject.len > 0 && !text_is(r->subject, mark) ? wrong("subject", why) : good;
}

static struct rule_wrong
form_tag(struct rule *r, struct rule_space *space)
{
	(void)space;
	return form_word(r, "special", "特殊群体", N_("write special, or nothing"));
}

static struct rule_wrong
form_order(struct rule *r, struct rule_space *space)
{
	(void)space;
	return form_word(r, "visit", "走访", N_("write visit, or nothing"));
}

static struct rule_wrong
form_name(struct rule *r, struct rule_space *space)
{
	(void)space;
	return r->name.len > 0 ? good : wrong("name", N_("it needs a name"));
}

enum given {
	SUBJECT = 1, EVERY = 2, UNIT = 4, DAYS = 8, ANCHOR = 16, SHIFT = 32, CLOCK = 64, HOURS = 128,
	SIDE = 256, VALUE = 512, CAP = 1024, NOTICE = 2048,
};

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
	{ 0, form_name },
	{ 0, form_name },
	{ 0, form_name },
	{ SUBJECT | SIDE | VALUE | CAP | NOTICE, form_deed },
	{ EVERY | UNIT, form_exchange },
};

/* The first column that says what no rule of its kind says, NULL none. */
static const char *
find_excess(const struct rule *r, unsigned may)
{
	const struct { enum given which; const char *column; bool given; } fields[] = {
		{ SUBJECT, "subject", r->subject.len > 0 }, { EVERY, "every", r->every != 0 }, { UNIT, "unit", r->unit.len > 0 },
		{ DAYS, "days", r->days.len > 0 }, { ANCHOR, "anchor", r->anchor.len > 0 }, { SHIFT, "shift", r->shift.len > 0 },
		{ CLOCK, "clock", r->clock.len > 0 }, { HOURS, "hours", r->hours.len > 0 }, { SIDE, "side", r->side.len > 0 },
		{ VALUE, "value", r->value != 0 }, { CAP, "cap_day", r->cap_day != 0 }, { CAP, "cap_month", r->cap_month != 0 },
		{ CAP, "cap_year", r->cap_year != 0 }, { NOTICE, "notice", r->notice != 0 },
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
		return wrong("rule", N_("a code is at most 39 small letters, digits and -, and does not begin with -"));
	if (kind < 0)
		return wrong("kind", N_("the rule needs a kind"));
	if (r->first == 0)
		return wrong("first", N_("the rule needs a first day"));
	if (r->last == 0)
		r->last = DAY_MAX;
	if (r->last < r->first)
		return wrong("last", N_("is before the first day"));
	excess = find_excess(r, forms[kind].may);
	return excess != NULL ? wrong(excess, N_("rules of this kind do not say that; leave it empty")) : forms[kind].form(r, space);
}
