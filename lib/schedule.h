/*
 * When a visit falls due: one rule, one household, one answer. Pure.
 *
 * The law, which nbr-rule(1) tells people and the tests compute again in SQL.
 * A rule gives nominal days o:
 *   from the last visit (anchor last): o = the later of start and last visit +
 *     N days (or months); without a visit o = start.
 *   periodic: o = first + k*N days (months), the days of the month, or the
 *     weekdays, that are not before start.
 *   event: o = start + N days, once.
 * On a statutory holiday o moves to the workday after or before it, as the
 * rule says, and a visit made from the workday before o on counts for it.
 * The visit is due on the moved day of the first o that no visit meets: a visit
 * meets a periodic o when it is not before o (or, moved, not before the workday
 * before o), and an event when it is not before start.
 */
#ifndef NBR_SCHEDULE_H
#define NBR_SCHEDULE_H

#include "calendar.h"

enum schedule_unit { UNIT_DAY, UNIT_MONTH, UNIT_MONTHDAY, UNIT_WEEKDAY, UNIT_EVENT };
enum schedule_shift { SHIFT_NONE, SHIFT_NEXT, SHIFT_PREVIOUS };

struct schedule {
	enum schedule_unit unit;
	int		 every;		/* N of DAY, MONTH, EVENT; >= 1 */
	uint32_t	 days;		/* MONTHDAY: bits 1-31; a day that a
					 * month lacks is its last one. WEEKDAY:
					 * bits 1 (Monday) - 7 */
	bool		 periodic;	/* DAY, MONTH: else from the last visit */
	enum schedule_shift shift;
	day_t		 first;		/* periodic DAY, MONTH count from here */
};

struct schedule_due {
	day_t	nominal;	/* o */
	day_t	due;		/* o moved; 0 when nothing will be due */
};

/* start: the day the household came under the rule. visited: its last visit, 0
 * when there was none. */
struct schedule_due schedule_next(const struct schedule *, const struct calendar *,
    day_t start, day_t visited);

#endif
