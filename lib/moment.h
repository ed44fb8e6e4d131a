/*
 * Moments: seconds since 1970-01-01T00:00:00Z, and the civil day and time of day
 * they are in a zone. Pure, but for the clock and the zone files.
 */
#ifndef NBR_MOMENT_H
#define NBR_MOMENT_H

#include "day.h"

typedef int64_t moment_t;	/* 0 is no moment */

#define MOMENT_MAX	INT64_C(253402300799)	/* 9999-12-31T23:59:59Z: never */
enum { MOMENT_DAY = 86400 };

/* The civil day of a moment in a zone ("Asia/Shanghai"), and the second of that
 * day, 0-86399, unless NULL. 0: no such zone. */
day_t moment_day(moment_t, const char *zone, int *second);

/* The moment of a second of a day, 86400 is its end: the first at which the clocks
 * of the zone show it or, where they skip it, more. 0: no such zone. */
moment_t moment_at(day_t, int second, const char *zone);

/* The last second of a day. A day without a time of day means this one. */
moment_t moment_end(day_t, const char *zone);

moment_t moment_now(void);	/* by the clock */

/* Today in a time zone ("Asia/Shanghai"), by the clock. 0: no such zone. */
day_t moment_today(const char *zone);

/* A moment as "2024-02-01T00:30:00Z" (UTC); buf 21 bytes. */
const char *moment_utc(moment_t, char buf[static 21]);

/* The moment, in that form, for storing. */
const char *moment_stamp(char buf[static 21]);

/* The same to the microsecond, "2024-02-01T00:30:00.123456Z": what is done in one
 * second has an order too; buf 28 bytes. */
const char *moment_stamp_fine(char buf[static 28]);

/*
 * A stored moment, either form, shown in a zone: "2024-02-01T08:30:00+08:00".
 * Returns buf, or stored when it is not of that form.
 */
const char *moment_instant(const char *stored, const char *zone, char buf[static 26]);

/* "2024-02-01T08:30:00+08:00"; "" for 0 and MOMENT_MAX. Returns buf. */
const char *moment_text(moment_t, const char *zone, char buf[static 26]);

enum moment_fault {
	MOMENT_OK,
	MOMENT_WORD,		/* no day and time */
	MOMENT_INVALID,		/* 2024-02-30 08:30, 25:00, 1970-01-01T00:00:00Z */
	MOMENT_AMBIGUOUS,	/* the day can be read in several ways */
	MOMENT_INCOMPLETE,	/* the day of the month is missing */
};

/*
 * Reads a day, and perhaps a time of day, as clerks and other systems write it:
 * the days of day_parse, then, after a blank or T: 8:30, 08:30:05, 8时30分,
 * 上午8:30, 下午 3:05; a fraction of a second is dropped; Z, +08:00, +0800, +08
 * (else it is the zone's time); a spreadsheet's serial number, 45323.354. Without a time of day it is
 * the last second of the day, and *whole_day is set. The text is cleaned.
 */
enum moment_fault moment_parse(struct text, const char *zone, moment_t *, bool *whole_day);

/*
 * Reads a moment of the command line: HH:MM of the business day, a day of
 * day_option (its last second), or a day, T or a blank, HH:MM[:SS], perhaps with
 * Z or +08:00. Returns 0 when it is none of these.
 */
moment_t moment_option(const char *s, day_t today, const char *zone);

#endif
