/* What areas owe by rule and did not hold. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "activity_parts.h"
#include "rule_parts.h"

enum { MOVES = 31 };	/* farther than any holidays last */

enum { AREA, AREA_NAME, KIND, KIND_NAME, RULE, SINCE, UNTIL };

const struct col missing_cols[] = {
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_KEY, N_("area that owes it"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[KIND] = { "kind", "活动类型", NULL, COL_TEXT, 0, N_("kind of activity that was not held"), NULL, 0, NULL },
	[KIND_NAME] = { "kind_name", "类型名称", NULL, COL_TEXT, 0, N_("the kind as the rulebook of that day calls it"), NULL, 0, NULL },
	[RULE] = { "rule", "规则", NULL, COL_TEXT, 0, N_("rule that asks for it"), NULL, 0, NULL },
	[SINCE] = { "since", "开始日期", NULL, COL_DAY, 0, N_("first day on which it would have counted"), NULL, 0, NULL },
	[UNTIL] = { "until", "截止日期", NULL, COL_DAY, 0, N_("last day on which it would have counted"), NULL, 0, NULL },
	{ 0 },
};

/* A version of a rule, and where what it misses goes. */
struct meeting {
	struct db	*db;
	int		 (*f)(void *, const struct activity_owed *);
	void		*arg;
	const struct activity_filter *filter;
	const struct calendar *calendar;
	struct stmt	*areas;		/* that held nothing from a day to a day */
	struct text	 code;
	char		 kind[RULE_CODE];
	int		 level;
	enum schedule_unit unit;
	enum schedule_shift shift;
	int		 every;
	uint32_t	 days;
	day_t		 first, last;
};

/* An area that was not there all the time owes nothing. $1-$4 the range, $5 level,
 * $6 and $7 the days, $8 kind, $9 and $10 numbers of activities of these days. */
static const char areas[] =
    "SELECT a.village, a.sub, a.name, (SELECT max(k.name) FROM rule k WHERE k.kind = 'activity' AND k.rule = $8"
    " AND k.first <= $7 AND k.last >= $7) FROM area a"
    " WHERE a.village BETWEEN $1 AND $2 AND a.sub BETWEEN $3 AND $4 AND a.level = $5 AND a.first <= $6 AND a.last >= $7"
    " AND NOT EXISTS (SELECT 1 FROM activity t WHERE t.village = a.village AND t.no BETWEEN $9 AND $10"
    " AND t.kind = $8 AND t.sub BETWEEN a.sub AND a.sub + CASE a.level WHEN 4 THEN 999999 WHEN 5 THEN 9999 WHEN 6 THEN 99 ELSE 0 END)"
    " ORDER BY a.village, a.sub";

/* Who did not hold it in these days; they are over. */
static int
owe(const struct meeting *m, day_t since, day_t until)
{
	const struct activity_filter *f = m->filter;
	int rc;

	if (until < f->since || until > f->until)
		return 0;
	rc = stmt_bind(m->areas, ARGS(ARG(f->area.village_lo), ARG(f->area.village_hi), ARG(f->area.sub_lo), ARG(f->area.sub_hi),
	    ARG(m->level), ARG(since), ARG(until), ARG(m->kind), ARG(activity_first(since)), ARG(activity_last(until))));
	while (rc == 0 && (rc = stmt_step(m->areas)) == 1)
		rc = m->f(m->arg, &(struct activity_owed){
			.area = ids_make(stmt_int(m->areas, 0), stmt_int(m->areas, 1)),
			.name = stmt_text(m->areas, 2), .kind = text_of(m->kind), .kind_name = stmt_text(m->areas, 3),
			.rule = m->code, .since = since, .until = until,
		});
	return rc;
}

static bool
is_listed(const struct meeting *m, day_t d)
{
	int day = d % 100;

	if (m->unit == UNIT_WEEKDAY)
		return m->days >> day_weekday(d) & 1;
	/* A day that the month lacks is its last one. */
	return (m->days >> day & 1) || (day == day_month_length(d) && m->days >> day > 1);
}

/* Each listed day by itself; or, off a holiday, from the day to where it moves. */
static int
owe_days(const struct meeting *m)
{
	day_t from = day_add(m->filter->since, -MOVES), to = m->filter->until;
	int rc = 0;

	if (from < m->first)
		from = m->first;
	if (to > m->last)
		to = m->last;
	for (int i = 0, last = day_diff(to, from); rc == 0 && i <= last; i++) {
		day_t d = day_add(from, i);

		if (!is_listed(m, d))
			continue;
		if (!calendar_holiday(m->calendar, d))
			rc = owe(m, d, d);
		else if (m->shift == SHIFT_NEXT)
			rc = owe(m, d, calendar_next_workday(m->calendar, d));
		else if (m->shift == SHIFT_PREVIOUS)
			rc = owe(m, calendar_previous_workday(m->calendar, d), d);
	}
	return rc;
}

/* Each whole period of N days or months, counted from where the version begins; behind
 * the last of all days none begins. */
static int
owe_periods(const struct meeting *m)
{
	day_t since = m->first, until;
	int rc = 0;

	for (int k = 1; rc == 0 && since <= m->filter->until; k++) {
		day_t next = m->unit == UNIT_DAY ? day_add(m->first, k * m->every) : day_add_months(m->first, k * m->every);

		until = day_add(next, -1);
		if (until > m->last || next == DAY_MAX)
			break;
		rc = owe(m, since, until);
		since = next;
	}
	return rc;
}

/* rule subject every unit days shift first last */
static int
take(void *arg, struct stmt *row)
{
	struct meeting *m = arg;
	struct rule_about about;
	int unit = rule_word(rule_units, stmt_text(row, 3)), shift = rule_word(rule_shifts, stmt_text(row, 5));

	if (!rule_about(stmt_text(row, 1), "activity", &about) || unit < 0)
		return 0;
	memcpy(m->kind, about.kind.at, about.kind.len);
	m->kind[about.kind.len] = '\0';
	if (m->filter->kind != NULL && strcmp(m->kind, m->filter->kind) != 0)
		return 0;
	m->code = stmt_text(row, 0);
	m->level = about.level;
	m->unit = (enum schedule_unit)unit;
	m->shift = shift < 0 ? SHIFT_NONE : (enum schedule_shift)shift;
	m->every = (int)stmt_int(row, 2);
	m->days = rule_days(stmt_text(row, 4), 31);
	m->first = (day_t)stmt_int(row, 6);
	m->last = (day_t)stmt_int(row, 7);
	if (m->unit == UNIT_WEEKDAY || m->unit == UNIT_MONTHDAY)
		return owe_days(m);
	return m->every > 0 ? owe_periods(m) : 0;
}

int
activity_owed(struct db *db, const struct activity_filter *f, int (*told)(void *, const struct activity_owed *), void *arg)
{
	struct calendar *calendar = calendar_load(db);
	struct meeting m = { .db = db, .f = told, .arg = arg, .filter = f, .calendar = calendar };
	int rc = -1;

	if (calendar != NULL && (m.areas = db_prepare(db, areas)) != NULL)
		rc = db_each(db, "SELECT rule, subject, every, unit, days, shift, first, last FROM rule"
		    " WHERE kind = 'meeting' AND first <= $1 AND last >= $2 ORDER BY rule, first",
		    ARGS(ARG(f->until), ARG(day_add(f->since, -MOVES))), take, &m);
	stmt_end(m.areas);
	calendar_free(calendar);
	return rc;
}

static int
put(void *out, const struct activity_owed *o)
{
	return rec_put(out, (const struct value[]){
		[AREA] = VALUE_INT(o->area),
		[AREA_NAME] = VALUE_TEXT(o->name),
		[KIND] = VALUE_TEXT(o->kind),
		[KIND_NAME] = VALUE_TEXT(o->kind_name),
		[RULE] = VALUE_TEXT(o->rule),
		[SINCE] = VALUE_INT(o->since),
		[UNTIL] = VALUE_INT(o->until),
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

int
activity_missing(struct db *db, struct rec_out *out, const struct activity_filter *f)
{
	return activity_owed(db, f, put, out) < 0 ? -1 : 0;
}
