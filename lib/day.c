#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "day.h"
#include "num.h"

enum {
	DAY_SECONDS = 24 * 60 * 60,
	WEEK_SECONDS = 7 * DAY_SECONDS,
	SPAN_WEEKS = 20 * 53,		/* how far a known offset is followed */
};

/* Years begin in March, so that the leap day is the last and needs no branch. */
int32_t
day_number(day_t d)
{
	int32_t m = d / 100 % 100, early = m <= 2, y = d / 10000 - early;

	return 365 * y + y / 4 - y / 100 + y / 400 +
	    (153 * (m + 12 * early - 3) + 2) / 5 + d % 100 - 719469;
}

day_t
day_of_number(int32_t n)
{
	int32_t era, left, year, month;

	if (n < day_number(DAY_MIN))
		return DAY_MIN;
	if (n > day_number(DAY_MAX))
		return DAY_MAX;
	n += 719468;			/* from 0000-03-01 */
	era = n / 146097;
	left = n % 146097;
	year = (left - left / 1460 + left / 36524 - left / 146096) / 365;
	left -= 365 * year + year / 4 - year / 100;
	month = (5 * left + 2) / 153;
	left -= (153 * month + 2) / 5;
	month += month < 10 ? 3 : -9;
	return (era * 400 + year + (month <= 2)) * 10000 + month * 100 + left + 1;
}

int
day_month_length(day_t d)
{
	int y = d / 10000, m = d / 100 % 100;

	if (m == 2)
		return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28;
	return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

bool
day_exists(day_t d)
{
	int m = d / 100 % 100;

	return d >= DAY_MIN && d <= DAY_MAX && m >= 1 && m <= 12 &&
	    d % 100 >= 1 && d % 100 <= day_month_length(d);
}

day_t
day_add(day_t d, int n)
{
	int64_t sum = (int64_t)day_number(d) + n;

	if (sum < INT32_MIN)
		return DAY_MIN;
	return sum > INT32_MAX ? DAY_MAX : day_of_number((int32_t)sum);
}

day_t
day_add_months(day_t d, int n)
{
	int64_t months = (int64_t)(d / 10000) * 12 + d / 100 % 100 - 1 + n;
	day_t first;
	int length, day = d % 100;

	if (months < DAY_MIN / 10000 * 12)
		return DAY_MIN;
	if (months >= (DAY_MAX / 10000 + 1) * 12)
		return DAY_MAX;
	first = (day_t)(months / 12 * 10000 + (months % 12 + 1) * 100 + 1);
	length = day_month_length(first);
	return first + (day < length ? day : length) - 1;
}

int
day_diff(day_t a, day_t b)
{
	return day_number(a) - day_number(b);
}

int
day_weekday(day_t d)
{
	/* 1970-01-01 was a Thursday; 35000 weeks keep the sum positive. */
	return (day_number(d) + 7 * 35000 + 3) % 7 + 1;
}

day_t
day_month_first(day_t d)
{
	return d - d % 100 + 1;
}

static char *
put(char *p, int64_t n, int digits)
{
	int i;

	for (i = digits - 1; i >= 0; i--, n /= 10)
		p[i] = (char)('0' + n % 10);
	return p + digits;
}

static char *
put_day(char *p, day_t d)
{
	p = put(p, d / 10000, 4);
	*p++ = '-';
	p = put(p, d / 100 % 100, 2);
	*p++ = '-';
	return put(p, d % 100, 2);
}

const char *
day_text(day_t d, char buf[static 11])
{
	*(d == 0 ? buf : put_day(buf, d)) = '\0';
	return buf;
}

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
day_today(const char *zone)
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

	p = put_day(p, day_of_number((int32_t)days));
	*p++ = 'T';
	p = put(p, left / 3600, 2);
	*p++ = ':';
	p = put(p, left / 60 % 60, 2);
	*p++ = ':';
	return put(p, left % 60, 2);
}

const char *
day_now(char buf[static 21])
{
	memcpy(put_moment(buf, time(NULL)), "Z", 2);
	return buf;
}

const char *
day_moment(char buf[static 28])
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

const char *
day_instant(const char *stored, const char *zone, char buf[static 26])
{
	static _Thread_local struct span span;
	int64_t n, clock, moment, minutes;
	day_t d;
	char *p;

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
	if ((strcmp(span.zone, zone) != 0 || moment < span.first ||
	    moment > span.last) && !span_find(&span, zone, moment))
		return stored;
	p = put_moment(buf, moment + span.offset);
	minutes = (span.offset < 0 ? -span.offset : span.offset) / 60;
	*p++ = span.offset < 0 ? '-' : '+';
	p = put(p, minutes / 60, 2);
	*p++ = ':';
	*put(p, minutes % 60, 2) = '\0';
	return buf;
}
