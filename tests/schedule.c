/* The law of schedule.h: cases worked out by hand on a wall calendar of 2026,
 * then random ones against a walk from day to day. */
#define _GNU_SOURCE
#include "schedule.h"
#include "feasts.h"
#include "tap.h"

#define D(n)	(UINT32_C(1) << (n))
#define XUN	(D(1) | D(11) | D(21))

enum { NONE = SHIFT_NONE, NEXT = SHIFT_NEXT, PREV = SHIFT_PREVIOUS };
enum { DAY = UNIT_DAY, MONTH = UNIT_MONTH, MONTHDAY = UNIT_MONTHDAY, WEEKDAY = UNIT_WEEKDAY, EVENT = UNIT_EVENT };

static const struct a_case {
	const char *name;
	int unit, every;
	uint32_t days;
	bool periodic;
	int shift;
	day_t first, start, visited, nominal, due;
} cases[] = {
	{ "never visited: at once", DAY, 7, 0, 0, NONE, 0, 20260105, 0, 20260105, 20260105 },
	{ "7 days on", DAY, 7, 0, 0, NONE, 0, 20260105, 20260302, 20260309, 20260309 },
	{ "7 days on, over a month's end", DAY, 7, 0, 0, NONE, 0, 20260105, 20260225, 20260304, 20260304 },
	{ "on the day it came under the rule", DAY, 7, 0, 0, NONE, 0, 20260302, 20260302, 20260309, 20260309 },
	{ "came under the rule later than that", DAY, 7, 0, 0, NONE, 0, 20260310, 20260301, 20260310, 20260310 },
	{ "came under the rule before that", DAY, 7, 0, 0, NONE, 0, 20260310, 20260305, 20260312, 20260312 },
	{ "to a holiday, kept", DAY, 7, 0, 0, NONE, 0, 20260901, 20260924, 20261001, 20261001 },
	{ "to a holiday, after it", DAY, 7, 0, 0, NEXT, 0, 20260901, 20260924, 20261001, 20261008 },
	{ "to a holiday, before it", DAY, 7, 0, 0, PREV, 0, 20260901, 20260924, 20261001, 20260930 },
	{ "to a plain Sunday: no holiday", DAY, 7, 0, 0, NEXT, 0, 20260901, 20260906, 20260913, 20260913 },

	{ "a month from the 31st", MONTH, 1, 0, 0, NONE, 0, 20260101, 20260131, 20260228, 20260228 },
	{ "a month from the 31st, leap year", MONTH, 1, 0, 0, NONE, 0, 20240101, 20240131, 20240229, 20240229 },
	{ "a year from 29 February", MONTH, 12, 0, 0, NONE, 0, 20240101, 20240229, 20250228, 20250228 },
	{ "a quarter into the next year", MONTH, 3, 0, 0, NONE, 0, 20250101, 20251130, 20260228, 20260228 },
	{ "a month from 28 February", MONTH, 1, 0, 0, NONE, 0, 20260101, 20260228, 20260328, 20260328 },
	{ "a month to a holiday, after it", MONTH, 1, 0, 0, NEXT, 0, 20260101, 20260401, 20260501, 20260506 },

	{ "10 days, the first of them", DAY, 10, 0, 1, NONE, 20260101, 20260101, 0, 20260101, 20260101 },
	{ "10 days, to a Sunday that is worked", DAY, 10, 0, 1, NEXT, 20260101, 20260101, 0, 20260101, 20260104 },
	{ "10 days, to the year before", DAY, 10, 0, 1, PREV, 20260101, 20260101, 0, 20260101, 20251231 },
	{ "10 days, started between", DAY, 10, 0, 1, NONE, 20260101, 20260105, 0, 20260111, 20260111 },
	{ "10 days, started before the rule", DAY, 10, 0, 1, NONE, 20260101, 20251201, 0, 20260101, 20260101 },
	{ "10 days, visited the day before", DAY, 10, 0, 1, NONE, 20260101, 20260105, 20260110, 20260111, 20260111 },
	{ "10 days, visited on the day", DAY, 10, 0, 1, NONE, 20260101, 20260105, 20260111, 20260121, 20260121 },
	{ "10 days, visited the day after", DAY, 10, 0, 1, NONE, 20260101, 20260105, 20260112, 20260121, 20260121 },
	{ "every day, one visit before a feast", DAY, 1, 0, 1, NEXT, 20260101, 20260101, 20260214, 20260224, 20260224 },
	{ "every day, feasts do not matter", DAY, 1, 0, 1, NONE, 20260101, 20260101, 20260214, 20260215, 20260215 },

	{ "months from the 31st: February", MONTH, 1, 0, 1, NONE, 20260131, 20260201, 0, 20260228, 20260228 },
	{ "months from the 31st: March again", MONTH, 1, 0, 1, NONE, 20260131, 20260201, 20260228, 20260331, 20260331 },
	{ "months from the 31st: April", MONTH, 1, 0, 1, NONE, 20260131, 20260201, 20260331, 20260430, 20260430 },
	{ "months: a Saturday that is worked", MONTH, 1, 0, 1, NEXT, 20260131, 20260201, 0, 20260228, 20260228 },
	{ "years from 29 February", MONTH, 12, 0, 1, NONE, 20240229, 20240301, 0, 20250228, 20250228 },
	{ "years from 29 February: the next", MONTH, 12, 0, 1, NONE, 20240229, 20240301, 20250228, 20260228, 20260228 },
	{ "years from 29 February: a leap year", MONTH, 12, 0, 1, NONE, 20240229, 20270301, 0, 20280229, 20280229 },
	{ "quarters from 30 November", MONTH, 3, 0, 1, NONE, 20251130, 20251201, 0, 20260228, 20260228 },
	{ "quarters from 30 November: May", MONTH, 3, 0, 1, NONE, 20251130, 20251201, 20260228, 20260530, 20260530 },

	{ "xun, in a feast, kept", MONTHDAY, 0, XUN, 0, NONE, 0, 20260212, 0, 20260221, 20260221 },
	{ "xun, in a feast, after it", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260212, 0, 20260221, 20260224 },
	{ "xun, in a feast, before it: a Saturday worked", MONTHDAY, 0, XUN, 0, PREV, 0, 20260212, 0, 20260221, 20260214 },
	{ "xun, visited early for the feast", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260201, 20260214, 20260301, 20260301 },
	{ "xun, early, moved forward", MONTHDAY, 0, XUN, 0, PREV, 0, 20260201, 20260214, 20260301, 20260301 },
	{ "xun, too early for the feast", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260201, 20260213, 20260221, 20260224 },
	{ "xun, early counts only where days move", MONTHDAY, 0, XUN, 0, NONE, 0, 20260201, 20260214, 20260221, 20260221 },
	{ "xun, visited within the feast", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260201, 20260216, 20260301, 20260301 },
	{ "xun, visited late", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260201, 20260226, 20260301, 20260301 },
	{ "xun, October, after it", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260922, 0, 20261001, 20261008 },
	{ "xun, October, before it", MONTHDAY, 0, XUN, 0, PREV, 0, 20260922, 0, 20261001, 20260930 },
	{ "xun, October, early", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260922, 20260930, 20261011, 20261011 },
	{ "xun, October, too early", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260922, 20260929, 20261001, 20261008 },
	{ "xun, started after the visit", MONTHDAY, 0, XUN, 0, NEXT, 0, 20260302, 20260215, 20260311, 20260311 },
	{ "xun, over the year's end", MONTHDAY, 0, XUN, 0, PREV, 0, 20251222, 0, 20260101, 20251231 },
	{ "the 31st in February", MONTHDAY, 0, D(31), 0, NONE, 0, 20260201, 0, 20260228, 20260228 },
	{ "the 31st in a leap February", MONTHDAY, 0, D(31), 0, NONE, 0, 20240201, 0, 20240229, 20240229 },
	{ "the 31st in March", MONTHDAY, 0, D(31), 0, NONE, 0, 20260201, 20260228, 20260331, 20260331 },
	{ "the 31st in April", MONTHDAY, 0, D(31), 0, NONE, 0, 20260201, 20260331, 20260430, 20260430 },
	{ "the 30th in February", MONTHDAY, 0, D(30), 0, NONE, 0, 20260201, 0, 20260228, 20260228 },
	{ "30th and 31st are one day in April", MONTHDAY, 0, D(15) | D(30) | D(31), 0, NONE, 0, 20260401, 20260430, 20260515, 20260515 },
	{ "from the 31st to the 1st", MONTHDAY, 0, D(1) | D(31), 0, NONE, 0, 20260101, 20260131, 20260201, 20260201 },
	{ "no day at all", MONTHDAY, 0, 0, 0, NEXT, 0, 20260101, 0, 0, 0 },

	{ "Tuesdays", WEEKDAY, 0, D(2), 0, NONE, 0, 20260302, 0, 20260303, 20260303 },
	{ "Tuesdays, from a Tuesday", WEEKDAY, 0, D(2), 0, NONE, 0, 20260303, 0, 20260303, 20260303 },
	{ "Tuesdays, visited on one", WEEKDAY, 0, D(2), 0, NONE, 0, 20260302, 20260303, 20260310, 20260310 },
	{ "Sundays", WEEKDAY, 0, D(7), 0, NEXT, 0, 20260302, 0, 20260308, 20260308 },
	{ "Mondays and Fridays", WEEKDAY, 0, D(1) | D(5), 0, NONE, 0, 20260302, 20260302, 20260306, 20260306 },
	{ "Fridays and Mondays", WEEKDAY, 0, D(1) | D(5), 0, NONE, 0, 20260302, 20260306, 20260309, 20260309 },
	{ "Tuesday in a feast, after it", WEEKDAY, 0, D(2), 0, NEXT, 0, 20260211, 0, 20260217, 20260224 },
	{ "Tuesday in a feast, before it", WEEKDAY, 0, D(2), 0, PREV, 0, 20260211, 0, 20260217, 20260214 },
	{ "Tuesday in a feast, early", WEEKDAY, 0, D(2), 0, NEXT, 0, 20260211, 20260214, 20260224, 20260224 },
	{ "two Mondays in a feast, early for both", WEEKDAY, 0, D(1), 0, NEXT, 0, 20260211, 20260214, 20260302, 20260302 },
	{ "a Saturday and a Monday in a feast, early for both", WEEKDAY, 0, D(1) | D(6), 0, NEXT, 0, 20260330, 20260403, 20260411, 20260411 },

	{ "event: within a day", EVENT, 1, 0, 0, NONE, 0, 20260310, 0, 20260311, 20260311 },
	{ "event: an older visit does not count", EVENT, 1, 0, 0, NONE, 0, 20260310, 20260309, 20260311, 20260311 },
	{ "event: met on its day", EVENT, 1, 0, 0, NONE, 0, 20260310, 20260310, 0, 0 },
	{ "event: met late, once for all", EVENT, 1, 0, 0, NONE, 0, 20260310, 20260320, 0, 0 },
	{ "event: three days", EVENT, 3, 0, 0, NONE, 0, 20260310, 0, 20260313, 20260313 },
	{ "event: before a feast, after it", EVENT, 1, 0, 0, NEXT, 0, 20260930, 0, 20261001, 20261008 },
	{ "event: before a feast, before it", EVENT, 1, 0, 0, PREV, 0, 20260930, 0, 20261001, 20260930 },
};

static bool
expect(const struct calendar *calendar, const struct a_case *c)
{
	const struct schedule s = {
		.unit = (enum schedule_unit)c->unit, .every = c->every, .days = c->days,
		.periodic = c->periodic, .shift = (enum schedule_shift)c->shift, .first = c->first,
	};
	struct schedule_due got = schedule_next(&s, calendar, c->start, c->visited);

	if (got.nominal != c->nominal || got.due != c->due)
		printf("# %s: %d %d, not %d %d\n", c->name, got.nominal, got.due, c->nominal, c->due);
	return got.nominal == c->nominal && got.due == c->due;
}

/* The second way: all days in a row, and nothing but looking at each. */
enum { YEAR = 2023, YEARS = 9, WALK = YEARS * 366 };
static struct wall {
	day_t	day;
	int	weekday;
	bool	holiday, works, month_end;
} wall[WALK];

static int
hang_wall(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int n = 0;

	for (int y = YEAR; y < YEAR + YEARS; y++)
		for (int m = 1; m <= 12; m++) {
			int length = lengths[m - 1] + (m == 2 && y % 4 == 0);

			for (int d = 1; d <= length; d++, n++) {
				struct wall *w = &wall[n];

				w->day = y * 10000 + m * 100 + d;
				w->weekday = (n + 6) % 7 + 1;	/* 2023-01-01 was a Sunday */
				w->month_end = d == length;
				w->works = w->weekday <= 5;
				for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
					w->holiday |= w->day >= holidays[i].first && w->day <= holidays[i].last;
				for (size_t i = 0; i < sizeof(makeup) / sizeof(makeup[0]); i++)
					w->works |= w->day == makeup[i];
				w->works &= !w->holiday;
			}
		}
	return n;
}

static int
on_wall(day_t d)
{
	int i = 0;

	while (wall[i].day != d)
		i++;
	return i;
}

static bool
same_month_day(day_t first, int i, int every)
{
	int months = (wall[i].day / 10000 - first / 10000) * 12 + wall[i].day / 100 % 100 - first / 100 % 100;

	return months >= 0 && months % every == 0 &&
	    (wall[i].day % 100 == first % 100 || (wall[i].month_end && wall[i].day % 100 < first % 100));
}

/* Whether a day is one of the rule's. */
static bool
is_nominal(const struct schedule *s, int i, int start, int visited)
{
	int d = wall[i].day % 100, base;

	switch (s->unit) {
	case UNIT_EVENT:
		return i == start + s->every;
	case UNIT_WEEKDAY:
		return s->days & D(wall[i].weekday);
	case UNIT_MONTHDAY:
		return s->days & D(d) || (wall[i].month_end && s->days >> d > 1);
	case UNIT_DAY:
		base = s->periodic ? on_wall(s->first) : visited;
		if (s->periodic)
			return i >= base && (i - base) % s->every == 0;
		return visited < 0 ? i == start : i == (visited + s->every > start ? visited + s->every : start);
	default:
		if (s->periodic)
			return same_month_day(s->first, i, s->every);
		if (visited < 0)
			return i == start;
		/* the first one on from it, unless that lies before start */
		for (base = visited + 1; !same_month_day(wall[visited].day, base, s->every); base++)
			;
		return i == (base > start ? base : start);
	}
}

static struct schedule_due
walk(const struct schedule *s, int start, int visited)
{
	bool fixed = s->periodic || s->unit == UNIT_MONTHDAY || s->unit == UNIT_WEEKDAY;

	if (s->unit == UNIT_EVENT && visited >= start)
		return (struct schedule_due){ 0 };
	for (int i = start;; i++) {
		int before = i - 1, after = i + 1;
		bool move = s->shift != SHIFT_NONE && wall[i].holiday;

		if (!is_nominal(s, i, start, visited))
			continue;
		while (!wall[before].works)
			before--;
		while (!wall[after].works)
			after++;
		if (fixed && visited >= (move ? before : i))
			continue;
		return (struct schedule_due){ wall[i].day,
		    wall[!move ? i : s->shift == SHIFT_NEXT ? after : before].day };
	}
}

static unsigned
dice(unsigned sides)
{
	static uint32_t seed = 20260101;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static bool
roll(const struct calendar *calendar)
{
	static const int everies[] = { 1, 2, 3, 5, 7, 10, 12, 30 };
	int year = 2 * 365;
	struct schedule s = {
		.unit = (enum schedule_unit)dice(5), .periodic = dice(2) != 0,
		.shift = (enum schedule_shift)dice(3), .first = wall[year + dice(800)].day,
	};
	int start = year + 100 + (int)dice(700);
	int visited = dice(5) == 0 ? -1 : start - 60 + (int)dice(300);
	struct schedule_due got, want;

	s.every = everies[dice(s.unit == UNIT_MONTH ? 7 : 8)];
	if (s.unit == UNIT_MONTHDAY)
		s.days = D(1 + dice(31)) | (dice(2) ? D(1 + dice(31)) : 0) | (dice(3) ? 0 : XUN);
	else
		s.days = D(1 + dice(7)) | (dice(2) ? D(1 + dice(7)) : 0);
	want = walk(&s, start, visited);
	got = schedule_next(&s, calendar, wall[start].day, visited < 0 ? 0 : wall[visited].day);
	if (got.nominal == want.nominal && got.due == want.due)
		return true;
	printf("# unit %d every %d days %x periodic %d shift %d first %d start %d visited %d: %d %d, not %d %d\n",
	    s.unit, s.every, s.days, s.periodic, s.shift, s.first, wall[start].day,
	    visited < 0 ? 0 : wall[visited].day, got.nominal, got.due, want.nominal, want.due);
	return false;
}

int
main(void)
{
	struct calendar *calendar = make_calendar();
	int days = hang_wall(), wrong = 0;

	OK(calendar != NULL);
	if (calendar == NULL)
		return tap_end();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		OK(expect(calendar, &cases[i]));
	for (int i = 0; i < days; i++)
		wrong += calendar_holiday(calendar, wall[i].day) != wall[i].holiday ||
		    calendar_workday(calendar, wall[i].day) != wall[i].works ||
		    day_weekday(wall[i].day) != wall[i].weekday;
	OK(wrong == 0);
	for (int i = 0; i < 20000; i++)
		wrong += !roll(calendar);
	OK(wrong == 0);
	OK(calendar_is(calendar, 20260221, "holiday") == 1 && calendar_is(calendar, 20260221, "weekend") == 0);
	OK(calendar_is(calendar, 20260228, "workday") == 1 && calendar_is(calendar, 20260228, "saturday") == 1);
	OK(calendar_is(calendar, 20260307, "weekend") == 1 && calendar_is(calendar, 20260307, "holiday") == 0);
	OK(calendar_is(calendar, 20260303, "service-day") == 1 && calendar_is(calendar, 20260217, "service-day") == 0);
	OK(calendar_is(calendar, 20260311, "xun-first") == 1 && calendar_is(calendar, 20260312, "xun-first") == 0);
	OK(calendar_is(calendar, 20260301, "month-first") == 1 && calendar_is(calendar, 20260311, "month-first") == 0);
	OK(calendar_is(calendar, 20260301, "sunday") == 1 && calendar_is(calendar, 20260301, "monday") == 0);
	OK(calendar_is(calendar, 20260301, "fiesta") == -1);
	calendar_free(calendar);
	return tap_end();
}
