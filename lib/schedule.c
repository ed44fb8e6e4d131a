#include "schedule.h"

static int32_t
later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* first + k*N days. */
static day_t
day_after(const struct schedule *s, day_t after)
{
	int32_t first = day_number(s->first), gap = day_number(after) - first;

	return day_of_number(gap < 0 ? first : first + (gap / s->every + 1) * s->every);
}

static day_t
month_after(const struct schedule *s, day_t after)
{
	int gap = (after / 10000 - s->first / 10000) * 12 + after / 100 % 100 - s->first / 100 % 100;
	int k = gap > 0 ? gap / s->every : 0;
	day_t o = day_add_months(s->first, k * s->every);

	return o > after ? o : day_add_months(s->first, (k + 1) * s->every);
}

static day_t
monthday_after(const struct schedule *s, day_t after)
{
	day_t month = day_month_first(after) - 1;
	int past = after % 100;

	/* This month or the next: a day past a month's end is its last. */
	for (int months = 0; months < 2; months++) {
		int length = day_month_length(month + 1);

		for (int d = past + 1; d <= 31 && past < length; d++)
			if (s->days >> d & 1)
				return month + (d < length ? d : length);
		month = day_add_months(month + 1, 1) - 1;
		past = 0;
	}
	return DAY_MAX;
}

static day_t
weekday_after(const struct schedule *s, day_t after)
{
	int weekday = day_weekday(after);

	for (int n = 1; n <= 7; n++)
		if (s->days >> ((weekday + n - 1) % 7 + 1) & 1)
			return day_add(after, n);
	return DAY_MAX;
}

/* The first nominal day of a periodic rule after a day; DAY_MAX: never. */
static day_t
nominal_after(const struct schedule *s, day_t after)
{
	switch (s->unit) {
	case UNIT_DAY:
		return day_after(s, after);
	case UNIT_MONTH:
		return month_after(s, after);
	case UNIT_MONTHDAY:
		return monthday_after(s, after);
	case UNIT_WEEKDAY:
		return weekday_after(s, after);
	default:
		return DAY_MAX;
	}
}

static bool
moves(const struct schedule *s, const struct calendar *calendar, day_t o)
{
	return s->shift != SHIFT_NONE && calendar_holiday(calendar, o);
}

static struct schedule_due
moved(const struct schedule *s, const struct calendar *calendar, day_t o)
{
	struct schedule_due due = { .nominal = o, .due = o };

	if (moves(s, calendar, o))
		due.due = s->shift == SHIFT_NEXT ? calendar_next_workday(calendar, o) :
		    calendar_previous_workday(calendar, o);
	return due;
}

static struct schedule_due
periodic_next(const struct schedule *s, const struct calendar *calendar, day_t start, day_t visited)
{
	/* No visit is before the day it meets, so those up to it are met. */
	day_t o = nominal_after(s, visited >= start ? visited : day_add(start, -1));

	while (o < DAY_MAX && moves(s, calendar, o) && visited >= calendar_previous_workday(calendar, o))
		o = nominal_after(s, o);
	return o < DAY_MAX ? moved(s, calendar, o) : (struct schedule_due){ 0 };
}

struct schedule_due
schedule_next(const struct schedule *s, const struct calendar *calendar, day_t start, day_t visited)
{
	day_t o = start;

	if (s->unit == UNIT_EVENT) {
		if (visited >= start)
			return (struct schedule_due){ 0 };
		return moved(s, calendar, day_add(start, s->every));
	}
	if (s->periodic || s->unit == UNIT_MONTHDAY || s->unit == UNIT_WEEKDAY)
		return periodic_next(s, calendar, start, visited);
	if (visited != 0)
		o = later(start, s->unit == UNIT_DAY ? day_add(visited, s->every) :
		    day_add_months(visited, s->every));
	return moved(s, calendar, o);
}
