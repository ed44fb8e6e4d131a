/* The law of deadline.h: cases worked out by hand on a wall calendar of 2026, then
 * random ones against a walk from minute to minute. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "deadline.h"
#include "feasts.h"
#include "tap.h"

enum { NONE = SHIFT_NONE, NEXT = SHIFT_NEXT, PREV = SHIFT_PREVIOUS };
enum { HOUR = DEADLINE_HOUR, WORKHOUR = DEADLINE_WORKHOUR, DAY = DEADLINE_DAY, WORKDAY = DEADLINE_WORKDAY };
enum { HOLDS = 3 };

/* Winter, summer, nothing said in October, then four spans. */
static const struct service_hours hours[] = {
	{ 20250101, 20260531, 2, { { 510, 720 }, { 840, 1050 } } },
	{ 20260601, 20260930, 2, { { 480, 720 }, { 900, 1080 } } },
	{ 20261101, DAY_MAX, 4, { { 0, 60 }, { 480, 720 }, { 840, 1050 }, { 1320, 1440 } } },
};
enum { VERSIONS = sizeof(hours) / sizeof(hours[0]) };

static const char shanghai[] = "Asia/Shanghai", berlin[] = "Europe/Berlin", cairo[] = "Africa/Cairo";

/* Times are of Shanghai where they do not say +01. A hold is from/to. */
static const struct a_case {
	const char *name, *zone;
	int	 unit, n, shift;
	const char *start, *due, *hold[HOLDS];
} cases[] = {
	{ "hours: none", shanghai, HOUR, 0, NONE, "2026-03-02 18:20", "2026-03-02 18:20", { NULL } },
	{ "hours: over midnight", shanghai, HOUR, 1, NONE, "2026-03-02 23:30", "2026-03-03 00:30", { NULL } },
	{ "hours: a day of them", shanghai, HOUR, 24, NONE, "2026-03-02 18:20:05", "2026-03-03 18:20:05", { NULL } },
	{ "hours: to a Saturday, kept", shanghai, HOUR, 24, NONE, "2026-03-06 18:00", "2026-03-07 18:00", { NULL } },
	{ "hours: to a Saturday, after it", shanghai, HOUR, 24, NEXT, "2026-03-06 18:00", "2026-03-09 23:59:59", { NULL } },
	{ "hours: to a Saturday, before it", shanghai, HOUR, 24, PREV, "2026-03-06 18:00", "2026-03-06 23:59:59", { NULL } },
	{ "hours: on a Saturday, not before the start", shanghai, HOUR, 1, PREV, "2026-03-07 10:00", "2026-03-07 10:00", { NULL } },
	{ "hours: to a Saturday worked", shanghai, HOUR, 24, NEXT, "2026-02-13 16:00", "2026-02-14 16:00", { NULL } },
	{ "hours: to a feast, after it", shanghai, HOUR, 48, NEXT, "2026-02-13 16:00", "2026-02-24 23:59:59", { NULL } },
	{ "hours: to a feast, before it", shanghai, HOUR, 48, PREV, "2026-02-13 16:00", "2026-02-14 23:59:59", { NULL } },
	{ "hours: October, after it", shanghai, HOUR, 24, NEXT, "2026-09-30 17:00", "2026-10-08 23:59:59", { NULL } },
	{ "hours: October, before it", shanghai, HOUR, 24, PREV, "2026-09-30 17:00", "2026-09-30 23:59:59", { NULL } },

	{ "workhours: within a morning", shanghai, WORKHOUR, 2, NONE, "2026-03-02 09:00", "2026-03-02 11:00", { NULL } },
	{ "workhours: over noon", shanghai, WORKHOUR, 4, NONE, "2026-03-02 09:00", "2026-03-02 15:00", { NULL } },
	{ "workhours: up to noon", shanghai, WORKHOUR, 3, NONE, "2026-03-02 09:00", "2026-03-02 12:00", { NULL } },
	{ "workhours: from noon", shanghai, WORKHOUR, 1, NONE, "2026-03-02 13:00", "2026-03-02 15:00", { NULL } },
	{ "workhours: before the opening", shanghai, WORKHOUR, 1, NONE, "2026-03-02 07:00", "2026-03-02 09:30", { NULL } },
	{ "workhours: over a weekend", shanghai, WORKHOUR, 8, NONE, "2026-03-06 16:00", "2026-03-09 17:00", { NULL } },
	{ "workhours: after hours on a Friday", shanghai, WORKHOUR, 2, NONE, "2026-03-06 20:00", "2026-03-09 10:30", { NULL } },
	{ "workhours: on a Saturday", shanghai, WORKHOUR, 1, NONE, "2026-03-07 10:00", "2026-03-09 09:30", { NULL } },
	{ "workhours: none, on a Saturday", shanghai, WORKHOUR, 0, NONE, "2026-03-07 10:00", "2026-03-07 10:00", { NULL } },
	{ "workhours: into a Saturday worked", shanghai, WORKHOUR, 1, NONE, "2026-02-13 17:00", "2026-02-14 09:00", { NULL } },
	{ "workhours: over the long feast", shanghai, WORKHOUR, 1, NONE, "2026-02-14 17:00", "2026-02-24 09:00", { NULL } },
	{ "workhours: two weeks of them", shanghai, WORKHOUR, 70, NONE, "2026-03-02 08:30", "2026-03-13 17:30", { NULL } },
	{ "workhours: into summer", shanghai, WORKHOUR, 8, NONE, "2026-05-29 16:00", "2026-06-01 17:30", { NULL } },
	{ "workhours: out of the rule", shanghai, WORKHOUR, 5, NONE, "2026-09-30 16:00", "2026-10-08 03:00", { NULL } },
	{ "workhours: no rule, day and night", shanghai, WORKHOUR, 10, NONE, "2026-10-09 20:00", "2026-10-10 06:00", { NULL } },
	{ "workhours: no rule, over a Sunday", shanghai, WORKHOUR, 5, NONE, "2026-10-10 20:00", "2026-10-12 01:00", { NULL } },

	{ "days: the same", shanghai, DAY, 0, NONE, "2026-03-02 09:00", "2026-03-02 23:59:59", { NULL } },
	{ "days: the same, in its last second", shanghai, DAY, 0, NONE, "2026-03-02 23:59:59", "2026-03-02 23:59:59", { NULL } },
	{ "days: the next, from midnight", shanghai, DAY, 1, NONE, "2026-03-02 00:00", "2026-03-03 23:59:59", { NULL } },
	{ "days: to a Sunday, kept", shanghai, DAY, 3, NONE, "2026-03-05 10:00", "2026-03-08 23:59:59", { NULL } },
	{ "days: to a Sunday, after it", shanghai, DAY, 3, NEXT, "2026-03-05 10:00", "2026-03-09 23:59:59", { NULL } },
	{ "days: to a Sunday, before it", shanghai, DAY, 3, PREV, "2026-03-05 10:00", "2026-03-06 23:59:59", { NULL } },
	{ "days: to a feast, after it", shanghai, DAY, 15, NEXT, "2026-02-05 10:00", "2026-02-24 23:59:59", { NULL } },
	{ "days: to a feast, before it", shanghai, DAY, 15, PREV, "2026-02-05 10:00", "2026-02-14 23:59:59", { NULL } },
	{ "days: Saturday, not before the start", shanghai, DAY, 0, PREV, "2026-03-07 09:00", "2026-03-07 09:00", { NULL } },
	{ "days: a year", shanghai, DAY, 365, NONE, "2026-03-02 09:00", "2027-03-02 23:59:59", { NULL } },

	{ "workdays: the next", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-03 17:30", { NULL } },
	{ "workdays: over a weekend", shanghai, WORKDAY, 1, NONE, "2026-03-06 09:00", "2026-03-09 17:30", { NULL } },
	{ "workdays: the same, before the opening", shanghai, WORKDAY, 0, NONE, "2026-03-02 07:00", "2026-03-02 17:30", { NULL } },
	{ "workdays: the same, at the end of service", shanghai, WORKDAY, 0, NONE, "2026-03-02 17:30", "2026-03-02 17:30", { NULL } },
	{ "workdays: the same, after it", shanghai, WORKDAY, 0, NONE, "2026-03-02 17:30:01", "2026-03-03 17:30", { NULL } },
	{ "workdays: the next, at the end of service", shanghai, WORKDAY, 1, NONE, "2026-03-02 17:30", "2026-03-03 17:30", { NULL } },
	{ "workdays: the next, after it", shanghai, WORKDAY, 1, NONE, "2026-03-02 17:30:01", "2026-03-04 17:30", { NULL } },
	{ "workdays: a Saturday counts as Monday", shanghai, WORKDAY, 0, NONE, "2026-03-07 10:00", "2026-03-09 17:30", { NULL } },
	{ "workdays: one from a Saturday", shanghai, WORKDAY, 1, NONE, "2026-03-07 10:00", "2026-03-10 17:30", { NULL } },
	{ "workdays: a Saturday worked, the long feast", shanghai, WORKDAY, 3, NONE, "2026-02-11 10:00", "2026-02-14 17:30", { NULL } },
	{ "workdays: over the long feast", shanghai, WORKDAY, 3, NONE, "2026-02-12 10:00", "2026-02-24 17:30", { NULL } },
	{ "workdays: a Sunday worked", shanghai, WORKDAY, 0, NONE, "2026-09-19 10:00", "2026-09-20 18:00", { NULL } },
	{ "workdays: from a Sunday worked", shanghai, WORKDAY, 1, NONE, "2026-09-19 10:00", "2026-09-21 18:00", { NULL } },
	{ "workdays: into summer", shanghai, WORKDAY, 1, NONE, "2026-05-29 10:00", "2026-06-01 18:00", { NULL } },
	{ "workdays: October, out of the rule", shanghai, WORKDAY, 5, NONE, "2026-09-30 10:00", "2026-10-13 23:59:59", { NULL } },

	{ "hours held", shanghai, HOUR, 24, NONE, "2026-03-02 10:00", "2026-03-03 13:30", { "2026-03-02 12:00/2026-03-02 15:30" } },
	{ "hours held twice", shanghai, HOUR, 24, NONE, "2026-03-02 10:00", "2026-03-03 13:00",
	    { "2026-03-02 12:00/2026-03-02 13:00", "2026-03-02 23:00/2026-03-03 01:00" } },
	{ "hours held as they end", shanghai, HOUR, 24, NONE, "2026-03-02 10:00", "2026-03-03 12:00", { "2026-03-03 10:00/2026-03-03 12:00" } },
	{ "hours held once late", shanghai, HOUR, 24, NONE, "2026-03-02 10:00", "2026-03-03 10:00", { "2026-03-03 10:00:01/2026-03-04 12:00" } },
	{ "hours held, the second time late", shanghai, HOUR, 24, NONE, "2026-03-02 10:00", "2026-03-03 11:00",
	    { "2026-03-02 12:00/2026-03-02 13:00", "2026-03-03 11:30/2026-03-03 19:00" } },
	{ "hours held over a weekend", shanghai, HOUR, 24, NONE, "2026-03-06 10:00", "2026-03-10 10:00", { "2026-03-06 12:00/2026-03-09 12:00" } },
	{ "hours held on to a Sunday, after it", shanghai, HOUR, 24, NEXT, "2026-03-05 10:00", "2026-03-09 23:59:59", { "2026-03-05 12:00/2026-03-07 12:00" } },
	{ "hours held on to a Sunday, not before the hold's end", shanghai, HOUR, 24, PREV, "2026-03-05 10:00", "2026-03-07 12:00", { "2026-03-05 12:00/2026-03-07 12:00" } },

	{ "workhours held", shanghai, WORKHOUR, 4, NONE, "2026-03-02 09:00", "2026-03-02 16:30", { "2026-03-02 11:00/2026-03-02 14:30" } },
	{ "workhours held at noon", shanghai, WORKHOUR, 4, NONE, "2026-03-02 09:00", "2026-03-02 15:00", { "2026-03-02 12:00/2026-03-02 14:00" } },
	{ "workhours held overnight", shanghai, WORKHOUR, 4, NONE, "2026-03-02 09:00", "2026-03-03 09:00", { "2026-03-02 14:30/2026-03-03 08:30" } },
	{ "workhours held into the morning", shanghai, WORKHOUR, 4, NONE, "2026-03-02 09:00", "2026-03-03 11:30", { "2026-03-02 14:30/2026-03-03 11:00" } },
	{ "workhours held over a weekend", shanghai, WORKHOUR, 4, NONE, "2026-03-06 14:30", "2026-03-09 11:30", { "2026-03-06 17:00/2026-03-09 10:00" } },
	{ "workhours held as they end", shanghai, WORKHOUR, 3, NONE, "2026-03-02 09:00", "2026-03-02 13:00", { "2026-03-02 12:00/2026-03-02 13:00" } },
	{ "workhours held once late", shanghai, WORKHOUR, 3, NONE, "2026-03-02 09:00", "2026-03-02 12:00", { "2026-03-02 12:01/2026-03-06 13:00" } },
	{ "workhours held within the long feast", shanghai, WORKHOUR, 1, NONE, "2026-02-14 17:00", "2026-02-24 09:00", { "2026-02-15 00:00/2026-02-23 12:00" } },

	{ "days held by day", shanghai, DAY, 1, NONE, "2026-03-02 09:00", "2026-03-03 23:59:59", { "2026-03-02 10:00/2026-03-02 20:00" } },
	{ "days held overnight", shanghai, DAY, 1, NONE, "2026-03-02 09:00", "2026-03-04 23:59:59", { "2026-03-02 20:00/2026-03-03 08:00" } },
	{ "days held for two seconds at midnight", shanghai, DAY, 1, NONE, "2026-03-02 09:00", "2026-03-04 23:59:59", { "2026-03-02 23:59:59/2026-03-03 00:00:01" } },
	{ "days held for all but a second", shanghai, DAY, 1, NONE, "2026-03-02 00:00", "2026-03-03 23:59:59", { "2026-03-02 00:00/2026-03-02 23:59:59" } },
	{ "days held overnight twice", shanghai, DAY, 1, NONE, "2026-03-02 09:00", "2026-03-05 23:59:59",
	    { "2026-03-02 20:00/2026-03-03 08:00", "2026-03-03 20:00/2026-03-04 08:00" } },
	{ "days held over a weekend", shanghai, DAY, 3, NONE, "2026-03-05 10:00", "2026-03-11 23:59:59", { "2026-03-06 18:00/2026-03-09 09:00" } },
	{ "days held on to a Saturday, after it", shanghai, DAY, 1, NEXT, "2026-03-05 10:00", "2026-03-09 23:59:59", { "2026-03-05 18:00/2026-03-06 09:00" } },
	{ "days held in the last second", shanghai, DAY, 0, NONE, "2026-03-02 09:00", "2026-03-03 23:59:59", { "2026-03-02 23:59:59/2026-03-03 08:00" } },
	{ "days held once late", shanghai, DAY, 0, NONE, "2026-03-02 09:00", "2026-03-02 23:59:59", { "2026-03-03 00:00/2026-03-06 08:00" } },

	{ "workdays held by day", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-03 17:30", { "2026-03-02 10:00/2026-03-02 17:30" } },
	{ "workdays held over the end of service", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-04 17:30", { "2026-03-02 16:00/2026-03-02 18:00" } },
	{ "workdays held overnight", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-03 17:30", { "2026-03-02 18:00/2026-03-03 08:00" } },
	{ "workdays held over a weekend", shanghai, WORKDAY, 2, NONE, "2026-03-05 09:00", "2026-03-09 17:30", { "2026-03-06 18:00/2026-03-09 08:00" } },
	{ "workdays held from Friday afternoon", shanghai, WORKDAY, 2, NONE, "2026-03-05 09:00", "2026-03-10 17:30", { "2026-03-06 16:00/2026-03-09 08:00" } },
	{ "workdays held over the long feast", shanghai, WORKDAY, 1, NONE, "2026-02-13 09:00", "2026-02-25 17:30", { "2026-02-14 16:00/2026-02-24 18:00" } },
	{ "workdays held as they end", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-04 17:30", { "2026-03-03 17:30/2026-03-03 18:00" } },
	{ "workdays held once late", shanghai, WORKDAY, 1, NONE, "2026-03-02 09:00", "2026-03-03 17:30", { "2026-03-03 17:30:01/2026-03-06 18:00" } },

	{ "a day of another zone", berlin, DAY, 0, NONE, "2026-03-03 00:30", "2026-03-02 23:59:59 +01", { NULL } },
	{ "a weekend of another zone", berlin, WORKDAY, 0, NONE, "2026-03-06 23:30", "2026-03-06 17:30 +01", { NULL } },
	{ "Friday there, Saturday here", shanghai, WORKDAY, 0, NONE, "2026-03-06 18:00 +01", "2026-03-09 17:30", { NULL } },
	{ "hours as clocks go forth", berlin, HOUR, 24, NONE, "2026-03-28 12:00 +01", "2026-03-29 13:00 +02", { NULL } },
	{ "a day as clocks go forth", berlin, DAY, 1, NONE, "2026-03-28 12:00 +01", "2026-03-29 23:59:59 +02", { NULL } },
	{ "a workday as clocks go forth", berlin, WORKDAY, 1, NONE, "2026-03-27 10:00 +01", "2026-03-30 17:30 +02", { NULL } },
	{ "workhours as clocks go forth", berlin, WORKHOUR, 4, NONE, "2026-03-27 16:30 +01", "2026-03-30 11:30 +02", { NULL } },
	{ "a day as clocks go back", berlin, DAY, 1, NEXT, "2026-10-24 12:00 +02", "2026-10-26 23:59:59 +01", { NULL } },
	{ "hours held as clocks go back", berlin, HOUR, 24, NONE, "2026-10-24 12:00 +02", "2026-10-26 12:00 +01", { "2026-10-24 18:00 +02/2026-10-25 18:00 +01" } },
	/* Its clocks go forth on a Friday at 0:00, and back on a Thursday at 24:00. */
	{ "a workday of 25 hours", cairo, WORKHOUR, 25, NONE, "2026-10-29 00:00 +03", "2026-10-30 00:00 +02", { NULL } },
	{ "the end of a day of 25 hours", cairo, WORKDAY, 0, NONE, "2026-10-29 12:00 +03", "2026-10-29 23:59:59 +02", { NULL } },
};

/* "2026-03-02 17:30:01 +01", without moment.h. */
static moment_t
at(const char *s)
{
	struct tm tm = { .tm_mday = 0 };
	int east = 8, n = 0;

	if (sscanf(s, "%d-%d-%d %d:%d%n:%d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &n, &tm.tm_sec, &n) < 5)
		abort();
	sscanf(s + n, " %d", &east);
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return timegm(&tm) - east * 3600;
}

static bool
expect(const struct service *known, const struct a_case *c)
{
	const struct deadline d = { (enum deadline_unit)c->unit, c->n, (enum schedule_shift)c->shift };
	struct service s = *known;
	moment_t due;
	char buf[26];

	s.zone = c->zone;
	due = deadline_due(&d, &s, at(c->start));
	for (int i = 0; i < HOLDS && c->hold[i] != NULL; i++)
		due = deadline_held(&d, &s, due, at(c->hold[i]), at(strchr(c->hold[i], '/') + 1));
	if (due != at(c->due))
		printf("# %s: %s, not %s\n", c->name, moment_text(due, c->zone, buf), c->due);
	return due == at(c->due);
}

/*
 * The second way: all minutes of fifteen months, as localtime_r tells them, and
 * nothing but looking at each.
 */
enum { FIRST = 1764547200 /* 2025-12-01T00:00Z */, WALL = 455 * 24 * 60 };
static struct minute {
	bool	 works, serves;
	moment_t day_end, service_end;	/* when there is one in it, else 0 */
} wall[WALL];

static bool
works_on(const struct tm *tm)
{
	day_t day = (tm->tm_year + 1900) * 10000 + (tm->tm_mon + 1) * 100 + tm->tm_mday;

	for (size_t i = 0; i < sizeof(makeup) / sizeof(makeup[0]); i++)
		if (day == makeup[i])
			return true;
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		if (day >= holidays[i].first && day <= holidays[i].last)
			return false;
	return tm->tm_wday != 0 && tm->tm_wday != 6;
}

static void
hang_minute(struct minute *m, time_t t)
{
	const struct service_hours *h = NULL;
	time_t next = t + 60;
	struct tm tm, then;
	int minute, last;
	day_t day;

	localtime_r(&t, &tm);
	localtime_r(&next, &then);
	day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
	minute = tm.tm_hour * 60 + tm.tm_min;
	for (int i = 0; i < VERSIONS; i++)
		if (day >= hours[i].first && day <= hours[i].last)
			h = &hours[i];
	*m = (struct minute){ .works = works_on(&tm), .day_end = tm.tm_mday != then.tm_mday ? t + 59 : 0 };
	m->serves = m->works && h == NULL;
	for (int i = 0; h != NULL && i < h->spans; i++)
		m->serves |= m->works && minute >= h->span[i].from && minute < h->span[i].to;
	last = h == NULL ? 1440 : h->span[h->spans - 1].to;
	if (m->works)
		m->service_end = last == 1440 ? m->day_end : minute == last ? t : 0;
}

static void
hang_wall(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	for (int i = 0; i < WALL; i++)
		hang_minute(&wall[i], FIRST + (time_t)i * 60);
	setenv("TZ", "America/New_York", 1);
	tzset();
}

struct hold { moment_t from, to; };

static bool
held(const struct hold *hold, int holds, moment_t t)
{
	for (int i = 0; i < holds; i++)
		if (hold[i].from <= t && t < hold[i].to)
			return true;
	return false;
}

static const struct minute *
minute_of(moment_t t)
{
	return &wall[(t - FIRST) / 60];
}

static moment_t
move(int to, moment_t due, moment_t from)
{
	const struct minute *m = minute_of(due);

	if (to == SHIFT_NONE || m->works)
		return due;
	do
		m += to == SHIFT_NEXT ? 1 : -1;
	while (!m->works || m->day_end == 0);
	return m->day_end > from ? m->day_end : from;
}

/* Time passes unless it is held, until enough of it has. */
static moment_t
walk(const struct deadline *d, moment_t start, const struct hold *hold, int holds)
{
	int ends = d->n + 1;
	int64_t left = d->n * 60;
	moment_t t = start;

	if (d->unit == DEADLINE_DAY || d->unit == DEADLINE_WORKDAY)
		for (const struct minute *m = minute_of(start);; m++) {
			moment_t end = d->unit == DEADLINE_DAY ? m->day_end : m->service_end;

			if (end >= start && end != 0 && !held(hold, holds, end) && --ends == 0)
				return end;
		}
	for (; left > 0 || held(hold, holds, t); t += 60)
		if (!held(hold, holds, t) && (d->unit == DEADLINE_HOUR || minute_of(t)->serves))
			left--;
	return t;
}

/* Where days that are none of work are left, hold by hold. */
static moment_t
walk_shifted(const struct deadline *d, moment_t start, const struct hold *hold, int holds)
{
	moment_t due = move(d->shift, walk(d, start, NULL, 0), start);

	for (int i = 0; i < holds && hold[i].from <= due; i++) {
		int ends = 0;

		if (d->unit == DEADLINE_HOUR) {
			due = move(d->shift, due + hold[i].to - hold[i].from, hold[i].to);
			continue;
		}
		for (const struct minute *m = minute_of(hold[i].from); m <= minute_of(hold[i].to); m++)
			ends += m->day_end >= hold[i].from && m->day_end < hold[i].to;
		if (ends == 0)
			continue;
		for (const struct minute *m = minute_of(due); ends >= 0; m++)
			if (m->day_end != 0 && ends-- == 0)
				due = move(d->shift, m->day_end, hold[i].to);
	}
	return due;
}

static unsigned
dice(unsigned sides)
{
	static uint32_t seed = 20260302;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static bool
roll(const struct service *s)
{
	static const unsigned most[] = { 200, 50, 15, 10 };
	struct deadline d = { .unit = (enum deadline_unit)dice(4) };
	struct hold hold[HOLDS];
	int holds = (int)dice(HOLDS + 1);
	moment_t start = FIRST + (moment_t)(35 * 1440 + dice(300 * 1440)) * 60, last = start, due, want;

	d.n = (int)dice(most[d.unit]);
	if ((d.unit == DEADLINE_HOUR || d.unit == DEADLINE_DAY) && dice(2))
		d.shift = (enum schedule_shift)dice(3);
	due = deadline_due(&d, s, start);
	for (int i = 0; i < holds; i++) {
		hold[i].from = last + dice(3 * 1440) * 60;
		if (dice(5) == 0 && due >= last)
			hold[i].from = due;		/* as it runs out */
		last = hold[i].to = hold[i].from + (1 + dice(dice(4) ? 1440 : 12 * 1440)) * 60;
		due = deadline_held(&d, s, due, hold[i].from, hold[i].to);
	}
	want = d.shift == SHIFT_NONE ? walk(&d, start, hold, holds) : walk_shifted(&d, start, hold, holds);
	if (due == want)
		return true;
	printf("# %s unit %d n %d shift %d start %" PRId64, s->zone, d.unit, d.n, d.shift, start);
	for (int i = 0; i < holds; i++)
		printf(" held %" PRId64 " %" PRId64, hold[i].from, hold[i].to);
	printf(": %" PRId64 ", not %" PRId64 "\n", due, want);
	return false;
}

static bool
parses(const char *s, int spans, int from, int to)
{
	struct service_hours h;

	return service_parse(text_of(s), &h) && h.spans == spans &&
	    h.span[spans - 1].from == from && h.span[spans - 1].to == to;
}

static void
test_parse(void)
{
	static const char *const none[] = {
		"", "08:30", "8:30-12:00", "08:30-12:00,", ",08:30-12:00", "08:30-12:00 14:00-17:30", "08:30-12:60", "08:60-12:00",
		"12:00-08:30", "08:30-08:30", "08:30-24:01", "14:00-17:30,08:30-12:00", "08:30-12:00,11:00-17:30", "08:30-12:00x",
		"00:00-01:00,02:00-03:00,04:00-05:00,06:00-07:00,08:00-09:00",
	};
	struct service_hours h;

	OK(parses("08:30-12:00", 1, 510, 720));
	OK(parses("08:30-12:00,14:00-17:30", 2, 840, 1050));
	OK(parses("00:00-24:00", 1, 0, 1440));
	OK(parses("00:00-01:00,02:00-03:00,04:00-05:00,23:00-24:00", 4, 1380, 1440));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (service_parse(text_of(none[i]), &h))
			printf("# %s\n", none[i]);
		OK(!service_parse(text_of(none[i]), &h));
	}
}

int
main(void)
{
	static const char *const hosts[] = { "UTC", "America/New_York" }, *const zones[] = { shanghai, berlin, cairo };
	struct calendar *calendar = make_calendar();
	struct service s = { .calendar = calendar, .hours = hours, .n_hours = VERSIONS };

	test_parse();
	OK(calendar != NULL);
	if (calendar == NULL)
		return tap_end();
	for (int host = 0; host < 2; host++) {
		setenv("TZ", hosts[host], 1);
		tzset();
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			OK(expect(&s, &cases[i]));
	}
	for (int zone = 0; zone < 3; zone++) {
		int wrong = 0;

		s.zone = zones[zone];
		hang_wall(zones[zone]);
		for (int i = 0; i < 4000; i++)
			wrong += !roll(&s);
		OK(wrong == 0);
	}
	calendar_free(calendar);
	return tap_end();
}
