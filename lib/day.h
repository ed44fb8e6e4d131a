/*
 * Days: civil days of the proleptic Gregorian calendar. Pure.
 *
 * A day is an int32_t of the form YYYYMMDD, 20240201, from DAY_MIN to
 * DAY_MAX. That is what the database stores and what a person reads in
 * the shell. 0 is "no day". Arithmetic goes through day numbers.
 */
#ifndef NBR_DAY_H
#define NBR_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

typedef int32_t day_t;		/* YYYYMMDD; 0 is no day */

#define DAY_MIN		((day_t)18800101)
#define DAY_MAX		((day_t)99991231)	/* "until further notice" */

/* Days since 1970-01-01, and back. d must be a real day. */
int32_t day_number(day_t d);
day_t day_of_number(int32_t n);

/* Whether d exists: 20240230 and 0 do not. */
bool day_exists(day_t d);

/* d moved by n days; by n months, the 29th-31st staying the month's last
 * day when that month is shorter (20240131 + 1 = 20240229). */
day_t day_add(day_t d, int n);
day_t day_add_months(day_t d, int n);

/* a - b in days. */
int day_diff(day_t a, day_t b);

/* 1 Monday .. 7 Sunday (ISO 8601). */
int day_weekday(day_t d);

/* The number of days in d's month; d's first day of the month. */
int day_month_length(day_t d);
day_t day_month_first(day_t d);

/* Writes "2024-02-01", or "" for 0. Returns buf. */
const char *day_text(day_t d, char buf[static 11]);

enum day_fault {
	DAY_OK,
	DAY_INVALID,	/* 2024-02-30 */
	DAY_AMBIGUOUS,	/* 24/2/1, 2/1/2024, 2月1日 */
	DAY_INCOMPLETE,	/* 2024年2月 */
	DAY_TIME,	/* 44958.5: a time of day within a serial number */
	DAY_WORD,	/* 长期, anything else */
};

/*
 * Reads a day as clerks write it: Y-M-D, Y/M/D, Y.M.D, Y年M月D日, YYYYMMDD,
 * full-width digits, with a trailing 0:00 or 0:00:00. A spreadsheet's serial
 * number (20000-60000, 1900 system) is taken and *serial set. The text
 * is cleaned (text_clean) but not folded.
 */
enum day_fault day_parse(struct text, day_t *d, bool *serial);

/*
 * Reads a day of the command line: YYYY-MM-DD, today, yesterday, tomorrow,
 * -3d, +1w, +2m, -1y, relative to today. Returns 0 when it is none of these.
 */
day_t day_option(const char *s, day_t today);

#endif
