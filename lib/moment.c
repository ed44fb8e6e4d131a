#define _GNU_SOURCE
#include "moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "num.h"

enum {
	DAY_SECONDS = MOMENT_DAY,
	WEEK_SECONDS = 7 * DAY_SECONDS,
	SPAN_WEEKS = 20 * 53,		/* how far a known offset is followed */
};

/*
 * Makes a zone the process's own. glibc takes an unknown name for UTC, so the
 * name is looked up first. Returns false, and changes nothing, when it fails;
 * otherwise zone_leave must follow.
 */
static bool
zone_enter(const char *zone, char **old)
{
	const char *dir = getenv("TZDIR"), *tz = getenv("TZ");
	char path[512], magic[4];
	bool found;
	FILE *fp;
	int n;

	n = snprintf(path, sizeof(path), "%s/%s",
	    dir != NULL ? dir : "/usr/share/zoneinfo", zone);
	if (n < 0 || (size_t)n >= sizeof(path) || strstr(zone, "..") != NULL)
		return false;
	fp = fopen(path, "re");
	if (fp == NULL)
		return false;
	found = fread(magic, 1, sizeof(magic), fp) == sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	fclose(fp);
	*old = tz != NULL ? strdup(tz) : NULL;
	if (!found || (tz != NULL && *old == NULL) ||
	    setenv("TZ", zone, 1) != 0) {
		free(*old);
		return false;
	}
	tzset();
	return true;
}

static void
zone_leave(char *old)
{
	if (old != NULL)
		setenv("TZ", old, 1);
	else
		unsetenv("TZ");
	free(old);
	tzset();
}

/* Seconds east of Greenwich, at a moment, in the process's zone. */
static int64_t
offset_at(int64_t moment)
{
	time_t t = (time_t)moment;
	struct tm tm;

	return localtime_r(&t, &tm) != NULL ? tm.tm_gmtoff : 0;
}

day_t
moment_today(const char *zone)
{
	time_t now = time(NULL);
	int64_t moment;
	char *old;

	if (!zone_enter(zone, &old))
		return 0;
	moment = now + offset_at(now);
	zone_leave(old);
	return day_of_number((int32_t)(moment / DAY_SECONDS));
}

static char *
put(char *p, int64_t n, int digits)
{
	int64_t least = 1;

	while (--digits > 0) {
		least *= 10;
		if (n < least)
			*p++ = '0';
	}
	return p + num_text(n, p);
}

/* Writes "2024-02-01T08:30:00". */
static char *
put_moment(char *p, int64_t moment)
{
	int64_t days = moment / DAY_SECONDS - (moment % DAY_SECONDS < 0);
	int64_t left = moment - days * DAY_SECONDS;

	day_text(day_of_number((int32_t)days), p);
	p += strlen("2024-02-01");
	*p++ = 'T';
	p = put(p, left / 3600, 2);
	*p++ = ':';
	p = put(p, left / 60 % 60, 2);
	*p++ = ':';
	return put(p, left % 60, 2);
}

const char *
moment_stamp(char buf[static 21])
{
	memcpy(put_moment(buf, time(NULL)), "Z", 2);
	return buf;
}

const char *
moment_stamp_fine(char buf[static 28])
{
	struct timespec now;
	char *p;

	clock_gettime(CLOCK_REALTIME, &now);
	p = put_moment(buf, now.tv_sec);
	*p++ = '.';
	memcpy(put(p, now.tv_nsec / 1000, 6), "Z", 2);
	return buf;
}

/*
 * Where a zone's offset is known. Changing zones makes glibc read a file, too
 * slow for each row of a list, so an answer is kept for as far as it holds.
 * Weekly probes find every summer time there has been.
 */
struct span {
	char	zone[64];
	int64_t	first, last;	/* seconds since 1970 */
	int64_t	offset;
};

static bool
span_find(struct span *span, const char *zone, int64_t moment)
{
	char *old;
	int i;

	if (strlen(zone) >= sizeof(span->zone) || !zone_enter(zone, &old))
		return false;
	memcpy(span->zone, zone, strlen(zone) + 1);
	span->first = span->last = moment;
	span->offset = offset_at(moment);
	for (i = 0; i < SPAN_WEEKS &&
	    offset_at(span->first - WEEK_SECONDS) == span->offset; i++)
		span->first -= WEEK_SECONDS;
	for (i = 0; i < SPAN_WEEKS &&
	    offset_at(span->last + WEEK_SECONDS) == span->offset; i++)
		span->last += WEEK_SECONDS;
	zone_leave(old);
	return true;
}

/* Seconds east of Greenwich at a moment. false: no such zone. */
static bool
offset_of(const char *zone, int64_t moment, int64_t *offset)
{
	static _Thread_local struct span span;

	if ((strcmp(span.zone, zone) != 0 || moment < span.first || moment > span.last) && !span_find(&span, zone, moment))
		return false;
	*offset = span.offset;
	return true;
}

static const char *
show(int64_t moment, int64_t offset, char buf[static 26])
{
	int64_t minutes = (offset < 0 ? -offset : offset) / 60;
	char *p = put_moment(buf, moment + offset);

	*p++ = offset < 0 ? '-' : '+';
	p = put(p, minutes / 60, 2);
	*p++ = ':';
	*put(p, minutes % 60, 2) = '\0';
	return buf;
}

const char *
moment_instant(const char *stored, const char *zone, char buf[static 26])
{
	int64_t n, clock, moment, offset;
	day_t d;
	size_t whole = strlen("2024-02-01T00:30:00"), len = strlen(stored);

	if (len < whole || (strcmp(stored + whole, "Z") != 0
	    && !num_form((struct text){ stored + whole, len - whole }, ".000000Z", &n))
	    || !num_form((struct text){ stored, whole }, "0000-00-00T00:00:00", &n))
		return stored;
	d = (day_t)(n / 1000000);
	clock = n % 1000000;
	if (!day_exists(d) || clock / 10000 > 23 || clock / 100 % 100 > 59 ||
	    clock % 100 > 59)
		return stored;
	moment = (int64_t)day_number(d) * DAY_SECONDS + clock / 10000 * 3600 +
	    clock / 100 % 100 * 60 + clock % 100;
	return offset_of(zone, moment, &offset) ? show(moment, offset, buf) : stored;
}

moment_t
moment_now(void)
{
	return time(NULL);
}

day_t
moment_day(moment_t moment, const char *zone, int *second)
{
	int64_t offset, local, days;

	if (!offset_of(zone, moment, &offset))
		return 0;
	local = moment + offset;
	days = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
	if (second != NULL)
		*second = (int)(local - days * DAY_SECONDS);
	return day_of_number((int32_t)days);
}

moment_t
moment_at(day_t day, int second, const char *zone)
{
	int64_t local = (int64_t)day_number(day) * DAY_SECONDS + second, before, after;

	/* As it was before a change of the clocks: what is skipped is then after it. */
	if (!offset_of(zone, local - DAY_SECONDS, &before) || !offset_of(zone, local - before, &after))
		return 0;
	return local - (after < before ? before : after == before || offset_of(zone, local - after, &before) ? after : before);
}

moment_t
moment_end(day_t day, const char *zone)
{
	moment_t end = moment_at(day, DAY_SECONDS, zone);

	return end == 0 ? 0 : end - 1;
}

const char *
moment_text(moment_t moment, const char *zone, char buf[static 26])
{
	int64_t offset = 0;

	buf[0] = '\0';
	if (moment == 0 || moment == MOMENT_MAX || !offset_of(zone, moment, &offset))
		return buf;
	return show(moment, offset, buf);
}

moment_t
moment_option(const char *s, day_t today, const char *zone)
{
	day_t day = day_option(s, today);
	int hour, minute, n = -1;

	if (day != 0)
		return moment_end(day, zone);
	if (sscanf(s, "%2d:%2d%n", &hour, &minute, &n) != 2 || s[n] != '\0' || hour > 23 || minute > 59)
		return 0;
	return moment_at(today, hour * 3600 + minute * 60, zone);
}
