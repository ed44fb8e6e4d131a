#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>

#include "moment.h"
#include "tap.h"

/* The host's zone, which no answer depends on. */
static void
live_in(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

/* Against localtime_r, the whole process living in that zone. */
static bool
instants_agree(const char *zone)
{
	uint64_t random = 88172645463325252u;
	bool right = true;
	int i;

	for (i = 0; i < 3000; i++) {
		char stored[32], want[40], buf[26], again[26];
		struct tm tm;
		time_t t;
		size_t n;

		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		t = (time_t)(random % 1900000000 + 1);
		gmtime_r(&t, &tm);
		strftime(stored, sizeof(stored), "%Y-%m-%dT%H:%M:%SZ", &tm);
		live_in(zone);
		localtime_r(&t, &tm);
		n = strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S%z", &tm);
		memmove(want + n - 1, want + n - 2, 3);
		want[n - 2] = ':';
		live_in("America/New_York");
		right &= strcmp(moment_instant(stored, zone, buf), want) == 0 &&
		    strcmp(moment_text(t, zone, again), want) == 0;
	}
	return right && strcmp(getenv("TZ"), "America/New_York") == 0;
}

/*
 * Each quarter of an hour of some years, as localtime_r tells them: the day and
 * second of a moment, and the first moment at which so much or more is shown.
 */
static bool
quarters_agree(const char *zone, const char *host, day_t first, day_t last)
{
	enum { QUARTER = 900 };
	moment_t from = (moment_t)day_number(first) * MOMENT_DAY, to = (moment_t)day_number(last) * MOMENT_DAY;
	size_t n = (size_t)((to - from) / QUARTER), at = 0;
	int64_t *shown = calloc(n, sizeof(*shown)), wrong = 0;

	live_in(zone);
	for (size_t i = 0; i < n; i++) {
		time_t t = from + (moment_t)i * QUARTER;
		struct tm tm;

		localtime_r(&t, &tm);
		shown[i] = timegm(&tm);		/* as if it were Greenwich */
	}
	live_in(host);
	for (size_t i = 0; i < n; i++) {
		int second;
		day_t day = moment_day(from + (moment_t)i * QUARTER, zone, &second);

		wrong += (int64_t)day_number(day) * MOMENT_DAY + second != shown[i];
	}
	for (int64_t local = from + MOMENT_DAY; local < to - MOMENT_DAY; local += QUARTER) {
		day_t day = day_of_number((int32_t)(local / MOMENT_DAY));
		moment_t want;

		while (shown[at] < local)
			at++;
		want = from + (moment_t)at * QUARTER;
		wrong += moment_at(day, (int)(local % MOMENT_DAY), zone) != want;
		if (local % MOMENT_DAY == 0)
			wrong += moment_at(day_add(day, -1), MOMENT_DAY, zone) != want ||
			    moment_end(day_add(day, -1), zone) != want - 1;
	}
	free(shown);
	return wrong == 0;
}

static const struct a_cell {
	const char	*text, *want;
	bool		 whole_day;
} cells[] = {
	{ "2024-02-01 8:30", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01 08:30", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01 08:30:05", "2024-02-01T08:30:05+08:00", false },
	{ "2024-02-01T08:30:05", "2024-02-01T08:30:05+08:00", false },
	{ "2024/2/1 8:30", "2024-02-01T08:30:00+08:00", false },
	{ "20240201 8:30", "2024-02-01T08:30:00+08:00", false },
	{ "2024.2.1  8:30", "2024-02-01T08:30:00+08:00", false },
	{ "２０２４年２月１日　８：３０", "2024-02-01T08:30:00+08:00", false },
	{ "2024年2月1日 8时30分", "2024-02-01T08:30:00+08:00", false },
	{ "2024年2月1日8时30分", "2024-02-01T08:30:00+08:00", false },
	{ "2024年2月1日8点30分5秒", "2024-02-01T08:30:05+08:00", false },
	{ "2024年2月1日8时5分", "2024-02-01T08:05:00+08:00", false },
	{ "2024年2月1日8时", "2024-02-01T08:00:00+08:00", false },
	{ "2024年2月1日 上午8:30", "2024-02-01T08:30:00+08:00", false },
	{ "2024年2月1日上午 8时30分", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01 下午 3:05", "2024-02-01T15:05:00+08:00", false },
	{ "2024-02-01 下午15:05", "2024-02-01T15:05:00+08:00", false },
	{ "2024-02-01 下午12:05", "2024-02-01T12:05:00+08:00", false },
	{ "2024-02-01 上午12:05", "2024-02-01T00:05:00+08:00", false },
	{ "2024-02-01 0:00", "2024-02-01T00:00:00+08:00", false },
	{ "2024-02-01 23:59:59", "2024-02-01T23:59:59+08:00", false },
	{ "2024-02-01T08:30:05.999", "2024-02-01T08:30:05+08:00", false },
	{ "2024-02-01T08:30:05.123456Z", "2024-02-01T16:30:05+08:00", false },
	{ "2024-02-01T00:30:00Z", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01T23:30:00Z", "2024-02-02T07:30:00+08:00", false },
	{ "2024-02-01T08:30:00+08:00", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01 08:30:00 +0800", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01 08:30:00+08", "2024-02-01T08:30:00+08:00", false },
	{ "2024-02-01T08:30-05:00", "2024-02-01T21:30:00+08:00", false },
	{ "2024-02-01T08:30+05:45", "2024-02-01T10:45:00+08:00", false },
	{ "2024-02-01", "2024-02-01T23:59:59+08:00", true },
	{ "2024年2月1日", "2024-02-01T23:59:59+08:00", true },
	{ "45323", "2024-02-01T23:59:59+08:00", true },
	{ "45323.0", "2024-02-01T23:59:59+08:00", true },
	{ "45323.5", "2024-02-01T12:00:00+08:00", false },
	{ "45323.354166666667", "2024-02-01T08:30:00+08:00", false },
	{ "45323.3541666667", "2024-02-01T08:30:00+08:00", false },
	{ "45323.354", "2024-02-01T08:29:46+08:00", false },		/* 30585.6 s */
	{ "45323.99999999", "2024-02-02T00:00:00+08:00", false },
};

static const struct { const char *text; enum moment_fault fault; } faults[] = {
	{ "", MOMENT_WORD }, { "长期", MOMENT_WORD }, { "8:30", MOMENT_WORD }, { "临时", MOMENT_WORD },
	{ "2024-02-01 8", MOMENT_WORD }, { "2024-02-01 8:3", MOMENT_WORD }, { "2024-02-01 8:300", MOMENT_WORD },
	{ "2024-02-018:30", MOMENT_WORD }, { "2024-02-01 008:30", MOMENT_WORD }, { "2024-02-01 :30", MOMENT_WORD },
	{ "2024-02-01 8:30:5", MOMENT_WORD }, { "2024-02-01 8:30:05.", MOMENT_WORD }, { "2024-02-01 8:30x", MOMENT_WORD },
	{ "2024-02-01 8:30 PM", MOMENT_WORD }, { "2024-02-01 8时30分5", MOMENT_WORD }, { "2024-02-01 8:30分", MOMENT_WORD },
	{ "2024-02-01 8:30+8", MOMENT_WORD }, { "2024-02-01 8:30+080", MOMENT_WORD }, { "2024-02-01 8:30+15:00", MOMENT_WORD },
	{ "2024-02-01 8:30+08:60", MOMENT_WORD }, { "2024-02-01 8:30+08:00x", MOMENT_WORD }, { "2024-02-01 8:30ZZ", MOMENT_WORD },
	{ "45323.5 8:30", MOMENT_WORD }, { "19999.5", MOMENT_WORD }, { "45323.5.5", MOMENT_WORD }, { "1706747400", MOMENT_WORD },
	{ "2024-02-01 8:30 2024-02-02 8:30", MOMENT_WORD },
	{ "2024-02-30 8:30", MOMENT_INVALID }, { "2024-02-30", MOMENT_INVALID }, { "2024-02-01 24:00", MOMENT_INVALID },
	{ "2024-02-01 25:00", MOMENT_INVALID }, { "2024-02-01 8:60", MOMENT_INVALID }, { "2024-02-01 8:30:60", MOMENT_INVALID },
	{ "2024-02-01 上午13:00", MOMENT_INVALID }, { "1970-01-01T00:00:00Z", MOMENT_INVALID },
	{ "24-02-01 8:30", MOMENT_AMBIGUOUS }, { "2/1/2024 8:30", MOMENT_AMBIGUOUS }, { "2月1日 8:30", MOMENT_AMBIGUOUS },
	{ "2024年2月 8:30", MOMENT_INCOMPLETE }, { "2024-02", MOMENT_INCOMPLETE },
};

static void
test_cells(void)
{
	char buf[26], longer[200];
	moment_t moment;
	bool whole_day;

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		const struct a_cell *c = &cells[i];
		enum moment_fault fault = moment_parse(text_of(c->text), "Asia/Shanghai", &moment, &whole_day);
		bool good = fault == MOMENT_OK && whole_day == c->whole_day &&
		    strcmp(moment_text(moment, "Asia/Shanghai", buf), c->want) == 0;

		if (!good)
			printf("# %s: %d %s\n", c->text, fault, buf);
		OK(good);
	}
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		enum moment_fault fault = moment_parse(text_of(faults[i].text), "Asia/Shanghai", &moment, &whole_day);

		if (fault != faults[i].fault || moment != 0 || whole_day)
			printf("# %s: %d\n", faults[i].text, fault);
		OK(fault == faults[i].fault && moment == 0 && !whole_day);
	}
	memset(longer, ' ', sizeof(longer));
	memcpy(longer, "2024-02-01", 10);
	memcpy(longer + sizeof(longer) - 5, "08:30", 5);
	OK(moment_parse((struct text){ longer, sizeof(longer) }, "UTC", &moment, &whole_day) == MOMENT_WORD);
	OK(moment_parse((struct text){ "2024-02-01\0", 11 }, "UTC", &moment, &whole_day) == MOMENT_WORD);
	OK(moment_parse((struct text){ NULL, 0 }, "UTC", &moment, &whole_day) == MOMENT_WORD);
	/* Clocks of Berlin went from 2:00 to 3:00, and from 3:00 to 2:00. */
	OK(moment_parse(text_of("2026-03-29 2:30"), "Europe/Berlin", &moment, &whole_day) == MOMENT_OK && moment == 1774746000);
	OK(moment_parse(text_of("2026-10-25 2:30"), "Europe/Berlin", &moment, &whole_day) == MOMENT_OK && moment == 1792888200);
}

static bool
option(const char *s, const char *want)
{
	char buf[26];

	return strcmp(moment_text(moment_option(s, 20240301, "Asia/Shanghai"), "Asia/Shanghai", buf), want) == 0;
}

static void
test_option(void)
{
	static const char *const none[] = {
		"", "8", "24:00", "8:3", "noon", "2024-02-30", "2024-02-30T08:00", "2024/2/1 8:00", "2024-02-01T",
		"2024-02-01T24:00", "2024-02-01 8:00x", "45323.5", "morning 8:00", "T8:00x", "+1",
	};

	OK(option("08:30", "2024-03-01T08:30:00+08:00"));
	OK(option("8:30", "2024-03-01T08:30:00+08:00"));
	OK(option("08:30:59", "2024-03-01T08:30:59+08:00"));
	OK(option("00:30Z", "2024-03-01T08:30:00+08:00"));
	OK(option("2024-02-01", "2024-02-01T23:59:59+08:00"));
	OK(option("today", "2024-03-01T23:59:59+08:00"));
	OK(option("-1d", "2024-02-29T23:59:59+08:00"));
	OK(option("yesterday 17:30", "2024-02-29T17:30:00+08:00"));
	OK(option("2024-02-01T08:30", "2024-02-01T08:30:00+08:00"));
	OK(option("2024-02-01 08:30:15", "2024-02-01T08:30:15+08:00"));
	OK(option("2024-02-01T00:30:00Z", "2024-02-01T08:30:00+08:00"));
	OK(option("2024-02-01T08:30:00+08:00", "2024-02-01T08:30:00+08:00"));
	OK(option("2024-02-01T19:30:00-05:00", "2024-02-02T08:30:00+08:00"));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (!option(none[i], ""))
			printf("# %s\n", none[i]);
		OK(option(none[i], ""));
	}
	OK(moment_option("08:30", 20240301, "No/Where") == 0);
}

static void
test_stored(void)
{
	static const char *const same[] = {
		"2024-02-01T00:30:00", "2024-02-30T00:30:00Z", "2024-02-01T24:00:00Z", "2024-02-01T00:30:59.99Z",
	};
	char buf[26];

	OK(strcmp(moment_instant("2024-02-01T00:30:00Z", "Asia/Shanghai", buf), "2024-02-01T08:30:00+08:00") == 0);
	OK(strcmp(moment_instant("1900-01-01T00:00:00Z", "UTC", buf), "1900-01-01T00:00:00+00:00") == 0);
	OK(strcmp(moment_instant("2024-02-01T00:30:59.999999Z", "Asia/Shanghai", buf), "2024-02-01T08:30:59+08:00") == 0);
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		OK(strcmp(moment_instant(same[i], "UTC", buf), same[i]) == 0);
	OK(strcmp(moment_instant("2024-02-01T00:00:00Z", "No/Where", buf), "2024-02-01T00:00:00Z") == 0);
	OK(strcmp(moment_text(0, "UTC", buf), "") == 0 && strcmp(moment_text(MOMENT_MAX, "UTC", buf), "") == 0);
	OK(strcmp(moment_text(-1, "UTC", buf), "1969-12-31T23:59:59+00:00") == 0);
	OK(strcmp(moment_text(1, "No/Where", buf), "") == 0);
}

static void
test_clock(void)
{
	char now[21], fine[28], shown[26], again[40];
	struct tm tm = { 0 };
	time_t t;

	OK(moment_today("No/Where") == 0 && moment_today("") == 0);
	OK(moment_today("../../etc/passwd") == 0 && moment_today("Asia") == 0);
	OK(moment_day(1, "No/Where", NULL) == 0 && moment_at(20240201, 0, "No/Where") == 0 && moment_end(20240201, "") == 0);
	OK(strcmp(getenv("TZ"), "America/New_York") == 0);
	unsetenv("TZ");
	OK(moment_today("Asia/Shanghai") != 0 && getenv("TZ") == NULL);

	/* The clock moves on, but not by a minute while this runs. */
	t = time(NULL);
	moment_stamp(now);
	OK(strptime(now, "%Y-%m-%dT%H:%M:%SZ", &tm) == now + 20);
	OK(timegm(&tm) >= t && timegm(&tm) < t + 60);
	OK(moment_now() >= t && moment_now() < t + 60);
	moment_stamp_fine(fine);
	OK(strlen(fine) == 27 && fine[19] == '.' && fine[26] == 'Z' && strncmp(fine, now, 19) >= 0);
	OK(moment_instant(fine, "UTC", shown) == shown && strncmp(shown, fine, 19) == 0);
	/* 26 hours lie between these zones: the days cannot be alike. */
	OK(day_diff(moment_today("Pacific/Kiritimati"), moment_today("Etc/GMT+12")) > 0);
	t = time(NULL) + 8 * 3600;
	strftime(again, sizeof(again), "%Y%m%d", gmtime_r(&t, &tm));
	OK(moment_today("Asia/Shanghai") >= strtol(again, NULL, 10));
}

int
main(void)
{
	OK(instants_agree("Asia/Shanghai"));
	OK(instants_agree("Europe/London"));
	OK(instants_agree("Africa/Casablanca"));
	OK(instants_agree("Asia/Kathmandu"));
	OK(quarters_agree("Asia/Shanghai", "UTC", 20260101, 20270101));
	OK(quarters_agree("Asia/Shanghai", "America/New_York", 19860101, 19920101));	/* summer time */
	OK(quarters_agree("Europe/Berlin", "UTC", 20250101, 20270101));
	OK(quarters_agree("America/New_York", "Asia/Shanghai", 20250101, 20270101));
	OK(quarters_agree("Australia/Lord_Howe", "UTC", 20250101, 20270101));	/* half an hour */
	OK(quarters_agree("America/Sao_Paulo", "UTC", 20170101, 20190101));	/* at midnight */
	OK(quarters_agree("Pacific/Apia", "UTC", 20111001, 20120501));		/* lost a day */
	live_in("UTC");
	test_cells();
	test_option();
	live_in("America/New_York");
	test_cells();
	test_option();
	test_stored();
	test_clock();
	return tap_end();
}
