#define _GNU_SOURCE
#include <stdio.h>

#include "day.h"
#include "num.h"

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
