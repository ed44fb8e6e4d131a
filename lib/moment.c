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

/* Writes "2024-02-01T08:30:00". */
static char *
put_moment(char *p, int64_t moment)
{
	int64_t days = moment / DAY_SECONDS - (moment % DAY_SECONDS < 0);
	int64_t left = moment - days * DAY_SECONDS;

	day_text(day_of_number((int32_t)days), p);
	p += strlen("2024-02-01");
	*p++ = 'T';
	p = num_padded(p, left / 3600, 2);
	*p++ = ':';
	p = num_padded(p, left / 60 % 60, 2);
	*p++ = ':';
	return num_padded(p, left % 60, 2);
}

const char *
moment_utc(moment_t moment, char buf[static 21])
{
	memcpy(put_moment(buf, moment), "Z", 2);
	return buf;
}

const char *
moment_stamp(char buf[static 21])
{
	return moment_utc(time(NULL), buf);
}

const char *
moment_stamp_fine(char buf[static 28])
{
	struct timespec now;
	char *p;

	clock_gettime(CLOCK_REALTIME, &now);
	p = put_moment(buf, now.tv_sec);
	*p++ = '.';
	memcpy(num_padded(p, now.tv_nsec / 1000, 6), "Z", 2);
	return buf;
}

/*
 * Where a zone's offset is the same: from one change of its clocks to the next, or
 * less. Changing zones makes glibc read a file, too slow for each row of a list, so
 * an answer is kept for as far as it holds. Weekly probes find every summer time
 * there has been.
 */
struct span {
	char	zone[64];
	moment_t first, last;
	int64_t	offset;		/* seconds east of Greenwich */
};

/* How far an offset holds, forth (1) or back (-1). */
static moment_t
span_edge(moment_t in, int64_t offset, int way)
{
	moment_t out = in + way * WEEK_SECONDS;

	for (int i = 0; i < SPAN_WEEKS && offset_at(out) == offset; i++) {
		in = out;
		out += way * WEEK_SECONDS;
	}
	while (in + way != out) {
		moment_t middle = in + (out - in) / 2;

		if (offset_at(middle) == offset)
			in = middle;
		else
			out = middle;
	}
	return in;
}

/* The span of a moment, until the next question. NULL: no such zone. */
static const struct span *
span_at(moment_t moment, const char *zone)
{
	static _Thread_local struct span span;
	char *old;

	if (moment >= span.first && moment <= span.last && strcmp(span.zone, zone) == 0)
		return &span;
	if (strlen(zone) >= sizeof(span.zone) || !zone_enter(zone, &old))
		return NULL;
	strcpy(span.zone, zone);
	span.offset = offset_at(moment);
	span.first = span_edge(moment, span.offset, -1);
	span.last = span_edge(moment, span.offset, 1);
	zone_leave(old);
	return &span;
}

static const char *
show(int64_t moment, int64_t offset, char buf[static 26])
{
	int64_t minutes = (offset < 0 ? -offset : offset) / 60;
	char *p = put_moment(buf, moment + offset);

	*p++ = offset < 0 ? '-' : '+';
	p = num_padded(p, minutes / 60, 2);
	*p++ = ':';
	*num_padded(p, minutes % 60, 2) = '\0';
	return buf;
}

const char *
moment_instant(const char *stored, const char *zone, char buf[static 26])
{
	const struct span *span;
	int64_t n, clock;
	moment_t moment;
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
	span = span_at(moment, zone);
	return span != NULL ? show(moment, span->offset, buf) : stored;
}

moment_t
moment_now(void)
{
	return time(NULL);
}

day_t
moment_day(moment_t moment, const char *zone, int *second)
{
	const struct span *span = span_at(moment, zone);
	int64_t local, days;

	if (span == NULL)
		return 0;
	local = moment + span->offset;
	days = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
	if (second != NULL)
		*second = (int)(local - days * DAY_SECONDS);
	return day_of_number((int32_t)days);
}

moment_t
moment_at(day_t day, int second, const char *zone)
{
	int64_t local = (int64_t)day_number(day) * DAY_SECONDS + second;
	const struct span *span = span_at(local - DAY_SECONDS, zone);
	moment_t moment;

	/* The first span looked at begins before it: no zone is a day off Greenwich. */
	while (span != NULL) {
		moment = local - span->offset;
		if (moment <= span->last)
			return moment > span->first ? moment : span->first;
		span = span_at(span->last + 1, zone);
	}
	return 0;
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
	const struct span *span = moment == 0 || moment == MOMENT_MAX ? NULL : span_at(moment, zone);

	buf[0] = '\0';
	return span != NULL ? show(moment, span->offset, buf) : buf;
}
