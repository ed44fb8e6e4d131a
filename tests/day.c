#define _GNU_SOURCE
#include <time.h>

#include "day.h"
#include "tap.h"

/* glibc's own calendar, over every day there is. */
static bool
days_agree(void)
{
	int64_t from = day_number(DAY_MIN), to = day_number(DAY_MAX), n;
	int32_t last = 0;

	for (n = from; n <= to; n++) {
		time_t t = (time_t)(n * 86400);
		struct tm tm;
		day_t d;

		gmtime_r(&t, &tm);
		d = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
		if (day_of_number((int32_t)n) != d || day_number(d) != n ||
		    !day_exists(d) || d <= last ||
		    day_weekday(d) != (tm.tm_wday == 0 ? 7 : tm.tm_wday))
			return false;
		last = d;
	}
	return last == DAY_MAX;
}

/* What timegm would have to move does not exist. */
static bool
existence_agrees(void)
{
	int y, m, day;

	for (y = 1879; y <= 2110; y++)
		for (m = 0; m <= 14; m++)
			for (day = 0; day <= 40; day++) {
				struct tm tm = { .tm_year = y - 1900,
				    .tm_mon = m - 1, .tm_mday = day };
				bool real;

				timegm(&tm);
				real = tm.tm_year == y - 1900 &&
				    tm.tm_mon == m - 1 && tm.tm_mday == day;
				if (day_exists(y * 10000 + m * 100 + day) !=
				    (real && y >= 1880))
					return false;
			}
	return true;
}

/* Months by timegm, one day earlier for as long as it lands a month later. */
static bool
months_agree(void)
{
	day_t d;
	int n;

	for (d = 20230101; d < 20250101; d = day_add(d, 1))
		for (n = -1500; n <= 1500; n += 7) {
			int month = ((d / 100 % 100 - 1 + n) % 12 + 12) % 12;
			int day = d % 100;
			struct tm tm;

			do {
				tm = (struct tm){ .tm_year = d / 10000 - 1900,
				    .tm_mon = d / 100 % 100 - 1 + n,
				    .tm_mday = day-- };
				timegm(&tm);
			} while (tm.tm_mon != month);
			if (day_add_months(d, n) != (tm.tm_year + 1900) * 10000 +
			    (tm.tm_mon + 1) * 100 + tm.tm_mday)
				return false;
		}
	return true;
}

static bool
is(const char *s, day_t want, bool want_serial)
{
	bool serial;
	day_t d;

	return day_parse(text_of(s), &d, &serial) == DAY_OK && d == want &&
	    serial == want_serial;
}

static enum day_fault
fault(const char *s)
{
	bool serial;
	day_t d;
	enum day_fault f = day_parse(text_of(s), &d, &serial);

	return f != DAY_OK && (d != 0 || serial) ? (enum day_fault)-1 : f;
}

int
main(void)
{
	static const char *const first[] = {
		"2024-02-01", "2024/2/1", "2024.2.1", "2024年2月1日",
		"2024年02月01日", "20240201", "２０２４年２月１日",
		"2024/2/1 0:00", "2024-2-1 00:00:00", "２０２４－２－１　０：００",
		"2024年 2 月 1日", "2024年2月1日 0:00:00",
	};
	static const char *const words[] = {
		"", "长期", "—", "无", "2-Mar", "2024-02-01x", "x2024-02-01",
		"2024-2/1", "2024--2-1", "2024-2-1-1", "2024 2 1", "2024 0201",
		"12345", "19999", "60001", "123456789", "0731-84086001",
		"2024-02-01 0", "2024-02-01 0:0:0:0", "45323 0:00",
		"2024-02-01T00:00:00", "99999999999999999999", "1", "1日",
		"19999.5", "20240-2-1",
	};
	char buf[11];
	bool serial;
	day_t d;
	size_t i;

	OK(days_agree());
	OK(existence_agrees());
	OK(months_agree());
	OK(!day_exists(0) && !day_exists(20240230) && !day_exists(-20240201));
	OK(!day_exists(19000229) && day_exists(20000229));
	OK(day_number(19700101) == 0 && day_number(20240201) == 19754);
	OK(day_add_months(20240131, 1) == 20240229);
	OK(day_add_months(20240229, -12) == 20230228);
	OK(day_add_months(20240131, -1) == 20231231);
	OK(day_add(20240228, 2) == 20240301 && day_add(20240301, -2) == 20240228);
	OK(day_add(DAY_MAX, 1) == DAY_MAX && day_add(DAY_MIN, -1) == DAY_MIN);
	OK(day_add(DAY_MAX, INT32_MAX) == DAY_MAX);
	OK(day_add(DAY_MIN, INT32_MIN) == DAY_MIN);
	OK(day_add_months(DAY_MAX, 1) == DAY_MAX);
	OK(day_add_months(DAY_MIN, -1) == DAY_MIN);
	OK(day_add_months(DAY_MIN, INT32_MIN) == DAY_MIN);
	OK(day_diff(20240301, 20240201) == 29 && day_diff(20240201, 20240301) == -29);
	OK(day_weekday(20240201) == 4 && day_weekday(20240204) == 7);
	OK(day_month_length(20240201) == 29 && day_month_length(21000201) == 28);
	OK(day_month_first(20240229) == 20240201);
	OK(strcmp(day_text(20240201, buf), "2024-02-01") == 0);
	OK(strcmp(day_text(0, buf), "") == 0);

	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		OK(is(first[i], 20240201, false));
	OK(is("45323", 20240201, true));
	OK(is("45323.0", 20240201, true));
	OK(is("20000", 19541003, true) && is("60000", 20640408, true));
	OK(is("1880-1-1", DAY_MIN, false) && is("9999-12-31", DAY_MAX, false));
	OK(fault("2024/2/30") == DAY_INVALID && fault("2024-02-30") == DAY_INVALID);
	OK(fault("20240230") == DAY_INVALID && fault("2024-13-1") == DAY_INVALID);
	OK(fault("2024-0-1") == DAY_INVALID && fault("2024-1-99") == DAY_INVALID);
	OK(fault("1879-12-31") == DAY_INVALID && fault("0000-00-00") == DAY_INVALID);
	OK(fault("2/1/2024") == DAY_AMBIGUOUS && fault("24/2/1") == DAY_AMBIGUOUS);
	OK(fault("2月1日") == DAY_AMBIGUOUS && fault("24年2月1日") == DAY_AMBIGUOUS);
	OK(fault("240201") == DAY_AMBIGUOUS && fault("3-2") == DAY_AMBIGUOUS);
	OK(fault("2024年2月") == DAY_INCOMPLETE && fault("2024-2") == DAY_INCOMPLETE);
	OK(fault("2024.02") == DAY_INCOMPLETE && fault("2024") == DAY_INCOMPLETE);
	OK(fault("2024年") == DAY_INCOMPLETE && fault("202402") == DAY_INCOMPLETE);
	OK(fault("44958.5") == DAY_TIME && fault("2024-2-1 8:30") == DAY_TIME);
	OK(fault("2024-02-30 8:30") == DAY_INVALID);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (fault(words[i]) != DAY_WORD) {
			printf("# %s\n", words[i]);
			OK(!"a word");
		}
	OK(day_parse((struct text){ NULL, 0 }, &d, &serial) == DAY_WORD);
	OK(day_parse((struct text){ "20240201\0", 9 }, &d, &serial) == DAY_WORD);

	OK(day_option("2024-02-01", 20230101) == 20240201);
	OK(day_option("2024-02-30", 20240201) == 0);
	OK(day_option("today", 20240301) == 20240301);
	OK(day_option("yesterday", 20240301) == 20240229);
	OK(day_option("tomorrow", 20240229) == 20240301);
	OK(day_option("-3d", 20240301) == 20240227);
	OK(day_option("+1w", 20240229) == 20240307);
	OK(day_option("+2m", 20231231) == 20240229);
	OK(day_option("-1y", 20240229) == 20230228);
	OK(day_option("3d", 20240301) == 0 && day_option("+d", 20240301) == 0);
	OK(day_option("+1", 20240301) == 0 && day_option("+1x", 20240301) == 0);
	OK(day_option("+-1d", 20240301) == 0 && day_option("", 20240301) == 0);
	OK(day_option("2024/2/1", 20240301) == 0 && day_option("Today", 20240301) == 0);
	OK(day_option("+99999999999999999999d", 20240301) == 0);
	return tap_end();
}
