/*
 * The calendar: statutory holidays and make-up workdays, as the State Council
 * announces them each autumn. Days not listed are workdays from Monday to
 * Friday. A service day is the weekday of the setting "service_weekday" (2,
 * Tuesday) unless it is a holiday; a xun-first day is the 1st, 11th, 21st.
 */
#ifndef NBR_CALENDAR_H
#define NBR_CALENDAR_H

#include "col.h"
#include "db.h"
#include "import.h"
#include "rec.h"

struct calendar;

/* All listed days, for many questions. NULL: failed (db_fail). */
struct calendar *calendar_load(struct db *);
void calendar_free(struct calendar *);

bool calendar_holiday(const struct calendar *, day_t);	/* statutory */
bool calendar_workday(const struct calendar *, day_t);
day_t calendar_next_workday(const struct calendar *, day_t);	/* after it */
day_t calendar_previous_workday(const struct calendar *, day_t);	/* before it */

/* The kinds a day can be asked for: "workday", "holiday", "weekend",
 * "xun-first", "month-first", "service-day", "monday".. "sunday". NULL-ended. */
extern const char *const calendar_kinds[];
/* 1 it is, 0 not, -1 no such kind. */
int calendar_is(const struct calendar *, day_t, const char *kind);

/* Columns of a day: day, weekday, kind (holiday, weekend, workday), name,
 * xun_first, service_day. */
extern const struct col calendar_cols[];

/* Writes every day from since to until; kind, of calendar_kinds, narrows (NULL: all).
 * 0, -1. */
int calendar_list(struct db *, struct rec_out *, day_t since, day_t until, const char *kind);

struct calendar_day {		/* a row of an import */
	struct text	 kind, name;	/* kind: holiday or workday */
	day_t		 day;
};
extern const struct entity calendar_entity;	/* day, kind, name */

#endif
