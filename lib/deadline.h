/*
 * When a clock runs out: one rule, one start, one answer. Pure.
 *
 * The law, which nbr-order(1) tells people and the tests compute again:
 *   hour      N hours after the start, whatever the hour.
 *   workhour  when N hours of service have passed since the start.
 *   day       the last second of the Nth day after the day of the start; N 0 is
 *             the same day.
 *   workday   the end of service of the Nth workday after the day of the start.
 *             A start on no workday, or after the end of service, counts as one
 *             at the opening of the next workday.
 * An hour or a day that would end on no workday moves, as shift says, to the last
 * second of the workday after or before it, though never to before the start or,
 * after a hold, to before its end.
 * Service is what the rule of hours says that holds on each civil day; without
 * one a day of service lasts from 00:00 to 24:00. The end of service at 24:00 is the
 * last second of the day.
 *
 * While an order is held its clocks stand still: from a hold that began before
 * the clock was late to its end, hours move the deadline on by the time held,
 * workhours by the service held; days and workdays by as many ends of days,
 * or of service, as lie in it. A clock that runs out as the hold begins is due
 * when the hold ends, or later.
 */
#ifndef NBR_DEADLINE_H
#define NBR_DEADLINE_H

#include "calendar.h"
#include "moment.h"
#include "schedule.h"

enum deadline_unit { DEADLINE_HOUR, DEADLINE_WORKHOUR, DEADLINE_DAY, DEADLINE_WORKDAY };

struct deadline {
	enum deadline_unit unit;
	int		 n;		/* 0-9999 */
	enum schedule_shift shift;	/* of HOUR and DAY */
};

/* Hours of service in force from a day to a day. */
enum { SERVICE_SPANS = 4 };
struct service_hours {
	day_t	first, last;
	int	spans;
	struct { int from, to; } span[SERVICE_SPANS];	/* minutes of the day, ascending */
};

struct service {
	const struct calendar	*calendar;
	const char		*zone;
	const struct service_hours *hours;	/* by first; NULL: 00:00-24:00 */
	int			 n_hours;
};

/* "08:30-12:00,14:00-17:30": false, it is not of that form. */
bool service_parse(struct text, struct service_hours *);

/* When a clock that starts at a moment runs out. */
moment_t deadline_due(const struct deadline *, const struct service *, moment_t start);

/* The same after a hold, from < to; due unchanged when from is after it. */
moment_t deadline_held(const struct deadline *, const struct service *, moment_t due, moment_t from, moment_t to);

#endif
