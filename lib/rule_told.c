/* What the version of a rule says, in words. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>

#include "ids.h"
#include "rule_told.h"

enum { AMOUNT = 80 };

int
rule_put(const struct rule_told *t, const struct rule *r, const char *field, struct text value)
{
	return rec_put(t->out, (struct value[]){
		VALUE_TEXT(r->rule), VALUE_TEXT(text_of(field)), VALUE_TEXT(value), VALUE_INT(r->first), VALUE_INT(r->last),
	});
}

int
rule_say(const struct rule_told *t, const char *field, const char *fmt, ...)
{
	char words[RULE_WORDS];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return rule_put(t, t->rule, field, (struct text){ words, text_utf8(words, strlen(words)) });
}

static int
say_text(const struct rule_told *t, const char *field, struct text words)
{
	return words.len == 0 ? 0 : rule_put(t, t->rule, field, words);
}

enum amount { DAYS, MONTHS, HOURS, WORKHOURS, WORKDAYS, POINTS };

static const char *
amount(enum amount what, int64_t n, char buf[static AMOUNT])
{
	static const struct { const char *one, *many; } words[] = {
		{ N_("1 day"), N_("%lld days") }, { N_("1 month"), N_("%lld months") },
		{ N_("1 hour"), N_("%lld hours") }, { N_("1 hour of service"), N_("%lld hours of service") },
		{ N_("1 workday"), N_("%lld workdays") }, { N_("1 point"), N_("%lld points") },
	};

	if (n == 1)
		return _(words[what].one);
	snprintf(buf, AMOUNT, _(words[what].many), (long long)n);
	return buf;
}

static const char *
kind_words(const struct rule *r, int kind)
{
	static const char *const words[] = {
		N_("a class of households"), N_("a tag of households"), N_("how often households are visited"),
		N_("a kind of orders"), N_("how soon a clock of orders runs out"), N_("the hours of service of a workday"),
		N_("a kind of activities"), N_("how often an area holds activities"),
		N_("a duty of chiefs"), N_("something chiefs keep from and put an end to"), N_("a role of chiefs"),
		N_("a deed of chiefs that earns points"), N_("how long exchanged goods are kept"),
	};

	return text_is(r->side, "deduct") ? _("a deed of chiefs that costs points") : _(words[kind]);
}

static const char *
level_words(int level)
{
	static const char *const words[] = { N_("town"), N_("village"), N_("piece"), N_("group"), N_("neighbourhood") };

	return _(words[level - LEVEL_TOWN]);
}

static int
tell_orders(const struct rule_told *t)
{
	struct rule_about about;

	if (!rule_about(t->rule->subject, "order", &about))
		return say_text(t, "subject", t->rule->subject);
	if (about.kind.len > 0 && about.level != 0)
		return rule_say(t, "subject", _("orders of the kind %s, while they are at the level %s"), t->thing, level_words(about.level));
	if (about.kind.len > 0)
		return rule_say(t, "subject", _("orders of the kind %s"), t->thing);
	return about.level == 0 ? rule_say(t, "subject", _("all orders")) :
	    rule_say(t, "subject", _("orders while they are at the level %s"), level_words(about.level));
}

static int
tell_activities(const struct rule_told *t)
{
	struct rule_about about;

	if (!rule_about(t->rule->subject, "activity", &about) || about.level == 0)
		return say_text(t, "subject", t->rule->subject);
	return rule_say(t, "subject", _("activities of the kind %s, held by every %s"), t->thing, level_words(about.level));
}

/* What a deed is awarded for, and what it belongs to. */
static int
tell_cause(const struct rule_told *t)
{
	struct deed_about about;
	int rc = 0;

	if (!deed_about(t->rule->subject, &about))
		return say_text(t, "subject", t->rule->subject);
	switch (about.cause) {
	case CAUSE_ORDER:
		rc = about.kind.len == 0 ? rule_say(t, "subject", _("each confirmed order")) :
		    rule_say(t, "subject", _("each confirmed order of the kind %s"), t->thing);
		break;
	case CAUSE_VISIT:
		rc = about.kind.len == 0 ? rule_say(t, "subject", _("each visit")) :
		    rule_say(t, "subject", _("each visit of the kind %.*s"), (int)about.kind.len, about.kind.at);
		break;
	case CAUSE_ACTIVITY:
		rc = about.kind.len == 0 ? rule_say(t, "subject", _("each activity the chief attended")) :
		    rule_say(t, "subject", _("each activity of the kind %s the chief attended"), t->thing);
		break;
	case CAUSE_COMMENDATION:
		rc = about.level == DEED_ANY_LEVEL ? rule_say(t, "subject", _("each commendation")) :
		    rule_say(t, "subject", _("each commendation of the level %s"), commendation_levels[about.level + 1].name);
		break;
	default:
		rc = rule_say(t, "subject", _("what is entered by hand, with a reason"));
	}
	if (rc == 0 && about.group != NULL)
		rc = rule_say(t, "belongs", "%s", t->belongs);
	return rc;
}

static int
tell_subject(const struct rule_told *t, int kind)
{
	const size_t prefix = strlen("class:");
	struct text s = t->rule->subject;

	switch (kind) {
	case KIND_TAG:
		return s.len == 0 ? 0 : rule_say(t, "subject", _("who has it belongs to the special groups"));
	case KIND_ORDER:
		return s.len == 0 ? 0 : rule_say(t, "subject", _("posted for visits that are due"));
	case KIND_VISIT:
		return text_is(s, "all") ? rule_say(t, "subject", _("all households")) :
		    text_is(s, "special") ? rule_say(t, "subject", _("households of the special groups")) :
		    s.len > prefix && memcmp(s.at, "class:", prefix) == 0 ? rule_say(t, "subject", _("households of the class %s"), t->thing) :
		    rule_say(t, "subject", _("households with the tag %s"), t->thing);
	case KIND_DEADLINE:
		return tell_orders(t);
	case KIND_MEETING:
		return tell_activities(t);
	case KIND_DEED:
		return tell_cause(t);
	default:
		return 0;
	}
}

/* When visits and meetings are due. */
static int
tell_schedule(const struct rule_told *t)
{
	const struct rule *r = t->rule;
	int unit = rule_word(rule_units, r->unit);
	char buf[AMOUNT], day[11];
	int rc;

	if (unit == UNIT_EVENT)
		rc = rule_say(t, "every", _("once, within %s of the day on which the class, the tag or the rule began"), amount(DAYS, r->every, buf));
	else if (unit == UNIT_MONTHDAY)
		rc = rule_say(t, "every", _("on these days of the month: %.*s"), (int)r->days.len, r->days.at);
	else if (unit == UNIT_WEEKDAY)
		rc = rule_say(t, "every", _("on these days of the week (1 is Monday): %.*s"), (int)r->days.len, r->days.at);
	else if (text_is(r->anchor, "periodic"))
		rc = rule_say(t, "every", _("every %s, counted from %s"), amount(unit == UNIT_MONTH ? MONTHS : DAYS, r->every, buf), day_text(r->first, day));
	else
		rc = rule_say(t, "every", _("every %s, counted from the last visit"), amount(unit == UNIT_MONTH ? MONTHS : DAYS, r->every, buf));
	if (rc != 0 || text_is(r->shift, "none"))
		return rc;
	return rule_say(t, "shift", text_is(r->shift, "next") ? _("from a holiday it moves to the workday after it") :
	    _("from a holiday it moves to the workday before it"));
}

static int
tell_deadline(const struct rule_told *t)
{
	static const char *const clocks[] = {
		N_("until somebody takes the order"), N_("until the order is answered"), N_("until the order is done"),
	};
	const struct rule *r = t->rule;
	int unit = rule_word(deadline_units, r->unit), clock = rule_word(order_clocks, r->clock);
	bool workday = unit == DEADLINE_WORKDAY;
	char buf[AMOUNT];
	int rc = clock < 0 ? 0 : rule_say(t, "clock", "%s", _(clocks[clock]));

	if (rc != 0)
		return rc;
	if (unit == DEADLINE_HOUR || unit == DEADLINE_WORKHOUR)
		rc = rule_say(t, "every", _("within %s"), amount(unit == DEADLINE_HOUR ? HOURS : WORKHOURS, r->every, buf));
	else if (r->every == 0)
		rc = rule_say(t, "every", workday ? _("by the end of service of the same day") : _("by the end of the same day"));
	else
		rc = rule_say(t, "every", workday ? _("by the end of service, %s later") : _("by the end of the day, %s later"),
		    amount(workday ? WORKDAYS : DAYS, r->every, buf));
	if (rc != 0 || r->shift.len == 0 || text_is(r->shift, "none"))
		return rc;
	return rule_say(t, "shift", text_is(r->shift, "next") ? _("from a day off it moves to the end of the workday after it") :
	    _("from a day off it moves to the end of the workday before it"));
}

static int
tell_points(const struct rule_told *t)
{
	const struct rule *r = t->rule;
	const struct { const char *field, *words; int64_t most; } caps[CAPS] = {
		{ "cap_day", N_("at most %s of a chief in a day"), r->cap_day },
		{ "cap_month", N_("at most %s of a chief in a month"), r->cap_month },
		{ "cap_year", N_("at most %s of a chief in a year"), r->cap_year },
	};
	char buf[AMOUNT];
	int rc = rule_say(t, "value", text_is(r->side, "deduct") ? _("costs %s") : _("earns %s"), amount(POINTS, r->value, buf));

	for (int i = 0; rc == 0 && i < CAPS; i++) {
		if (caps[i].most == 0)
			continue;
		amount(POINTS, caps[i].most, buf);
		rc = rule_say(t, caps[i].field, _(caps[i].words), buf);
	}
	if (rc != 0)
		return rc;
	return r->notice == 0 ? rule_say(t, "notice", _("final at once")) :
	    rule_say(t, "notice", _("on public notice for %s, then final"), amount(DAYS, r->notice, buf));
}

static int
tell_figures(const struct rule_told *t, int kind)
{
	const struct rule *r = t->rule;
	char buf[AMOUNT];

	switch (kind) {
	case KIND_VISIT:
	case KIND_MEETING:
		return tell_schedule(t);
	case KIND_DEADLINE:
		return tell_deadline(t);
	case KIND_HOURS:
		return say_text(t, "hours", r->hours);
	case KIND_DEED:
		return tell_points(t);
	case KIND_EXCHANGE:
		return rule_say(t, "every", _("goods are kept for %s; what is not collected by then goes back, and so do the points"),
		    amount(text_is(r->unit, "workday") ? WORKDAYS : DAYS, r->every, buf));
	default:
		return 0;
	}
}

int
rule_tell(const struct rule_told *t)
{
	const struct rule *r = t->rule;
	int kind = rule_word(rule_kinds, r->kind), rc;

	if (kind < 0)
		return 0;
	rc = rule_say(t, "kind", "%s", kind_words(r, kind));
	if (rc == 0)
		rc = say_text(t, "name", r->name);
	if (rc == 0)
		rc = tell_subject(t, kind);
	if (rc == 0)
		rc = tell_figures(t, kind);
	if (rc == 0)
		rc = say_text(t, "note", r->note);
	return rc;
}
