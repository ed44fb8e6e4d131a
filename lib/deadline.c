#include "deadline.h"

#include "num.h"

enum { HOUR = 3600, DAY_MINUTES = 24 * 60 };

bool
service_parse(struct text t, struct service_hours *hours)
{
	static const char form[] = "00:00-00:00";
	const size_t size = sizeof(form) - 1;
	int last = 0;

	hours->spans = 0;
	for (;;) {
		int64_t n;
		int from, to;

		if (t.len < size || hours->spans == SERVICE_SPANS ||
		    !num_form((struct text){ t.at, size }, form, &n) || n / 10000 % 100 > 59 || n % 100 > 59)
			return false;
		from = (int)(n / 1000000 * 60 + n / 10000 % 100);
		to = (int)(n / 100 % 100 * 60 + n % 100);
		if (from < last || to <= from || to > DAY_MINUTES)
			return false;
		hours->span[hours->spans].from = from;
		hours->span[hours->spans++].to = last = to;
		if (t.len == size)
			return true;
		if (t.at[size] != ',')
			return false;
		t = (struct text){ t.at + size + 1, t.len - size - 1 };
	}
}

static moment_t
later(moment_t a, moment_t b)
{
	return a > b ? a : b;
}

static const struct service_hours *
hours_on(const struct service *s, day_t day)
{
	static const struct service_hours all_day = { .spans = 1, .span = { { 0, DAY_MINUTES } } };

	for (int i = s->n_hours - 1; i >= 0; i--)
		if (s->hours[i].first <= day && day <= s->hours[i].last)
			return &s->hours[i];
	return &all_day;
}

/* A day that lasts to 24:00 ends in its last second, not on the day after. */
static moment_t
service_end(const struct service *s, day_t day)
{
	const struct service_hours *h = hours_on(s, day);
	int to = h->span[h->spans - 1].to;

	return to == DAY_MINUTES ? moment_end(day, s->zone) : moment_at(day, to * 60, s->zone);
}

/* The day, or the workday after it. */
static day_t
workday_from(const struct service *s, day_t day)
{
	return calendar_workday(s->calendar, day) ? day : calendar_next_workday(s->calendar, day);
}

/* Lets service pass from a moment on, until *left seconds of it have, or a moment
 * comes. *left is then what is still left. */
static moment_t
pass(const struct service *s, moment_t from, moment_t until, int64_t *left)
{
	day_t day = workday_from(s, moment_day(from, s->zone, NULL));

	if (*left == 0)
		return from;
	for (; day < DAY_MAX; day = calendar_next_workday(s->calendar, day)) {
		const struct service_hours *h = hours_on(s, day);

		for (int i = 0; i < h->spans; i++) {
			moment_t opens = later(from, moment_at(day, h->span[i].from * 60, s->zone));
			moment_t closes = moment_at(day, h->span[i].to * 60, s->zone);

			if (opens >= until)
				return until;
			if (closes > until)
				closes = until;
			if (closes - opens >= *left) {
				opens += *left;
				*left = 0;
				return opens;
			}
			*left -= later(closes - opens, 0);
		}
	}
	return until;
}

/* Where a clock may not end on a day that is none of work. It never ends before
 * the moment it runs from. */
static moment_t
shift(const struct deadline *d, const struct service *s, moment_t due, moment_t from)
{
	day_t day = moment_day(due, s->zone, NULL);

	if (d->shift == SHIFT_NONE || calendar_workday(s->calendar, day))
		return due;
	day = d->shift == SHIFT_NEXT ? calendar_next_workday(s->calendar, day) :
	    calendar_previous_workday(s->calendar, day);
	return later(moment_end(day, s->zone), from);
}

moment_t
deadline_due(const struct deadline *d, const struct service *s, moment_t start)
{
	day_t day = moment_day(start, s->zone, NULL);
	int64_t left = d->n * HOUR;

	switch (d->unit) {
	case DEADLINE_HOUR:
		return shift(d, s, start + left, start);
	case DEADLINE_WORKHOUR:
		return pass(s, start, MOMENT_MAX, &left);
	case DEADLINE_DAY:
		return shift(d, s, moment_end(day_add(day, d->n), s->zone), start);
	default:
		if (!calendar_workday(s->calendar, day) || start > service_end(s, day))
			day = calendar_next_workday(s->calendar, day);
		for (int i = 0; i < d->n; i++)
			day = calendar_next_workday(s->calendar, day);
		return service_end(s, day);
	}
}

/* Due moved on by the ends of service that lie in a hold. */
static moment_t
held_workdays(const struct service *s, moment_t due, moment_t from, moment_t to)
{
	day_t day = workday_from(s, moment_day(from, s->zone, NULL)), due_day = moment_day(due, s->zone, NULL);
	moment_t end;

	for (; (end = service_end(s, day)) < to; day = calendar_next_workday(s->calendar, day))
		if (end >= from)
			due_day = calendar_next_workday(s->calendar, due_day);
	return service_end(s, due_day);
}

moment_t
deadline_held(const struct deadline *d, const struct service *s, moment_t due, moment_t from, moment_t to)
{
	int64_t left = INT64_MAX;
	int days;

	if (from > due)
		return due;
	switch (d->unit) {
	case DEADLINE_HOUR:
		return shift(d, s, due + to - from, to);
	case DEADLINE_WORKHOUR:
		pass(s, from, to, &left);
		left = INT64_MAX - left;
		return later(to, pass(s, due, MOMENT_MAX, &left));
	case DEADLINE_DAY:
		days = day_diff(moment_day(to, s->zone, NULL), moment_day(from, s->zone, NULL));
		return days == 0 ? due : shift(d, s, moment_end(day_add(moment_day(due, s->zone, NULL), days), s->zone), to);
	default:
		return held_workdays(s, due, from, to);
	}
}
