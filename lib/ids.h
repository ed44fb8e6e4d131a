/*
 * The numbers of records. Pure.
 *
 * A record's id begins with its village's 12 digits. Inside, village and serial
 * are one int64_t, village * 10000000 + serial: for sorting, for passing about,
 * and for asking SQL in one comparison. Tables keep them as two columns.
 *
 * Household serials: 1-999999 are the official group (2 digits) and number (4)
 * of the 18-digit code; 1000001 and up were given here: -H0001.
 * Areas below a village: two digits a level, as one number 0-999999:
 * .01.03.07 is 10307, .01.03 is 10300, .01 is 10000, the village itself 0.
 */
#ifndef NBR_IDS_H
#define NBR_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

#define IDS_STEP	INT64_C(10000000)
#define IDS_GIVEN	1000000		/* household serials above: -H */

enum {
	IDS_SIZE = 40,			/* longest id as text, with NUL */
	IDS_OFFICIAL = 6,		/* digits of an official household serial */
	IDS_CENTURY = 20000000,		/* days of 20YY are written less this, in six digits */
};

static inline int64_t ids_make(int64_t village, int64_t serial) { return village * IDS_STEP + serial; }
static inline int64_t ids_village(int64_t id) { return id / IDS_STEP; }
static inline int64_t ids_serial(int64_t id) { return id % IDS_STEP; }

/* "430121106205010042" or "430121106205-H0042"; "430121106205-C07". All of these
 * end in NUL as well. */
struct text ids_household(int64_t id, char buf[static IDS_SIZE]);
struct text ids_chief(int64_t id, char buf[static IDS_SIZE]);

/* Reads a whole id. Returns 0 when it is none. */
int64_t ids_household_parse(struct text);
int64_t ids_chief_parse(struct text);

/* The same, or what stands in the files of one village: H0042, C07, which give
 * an id of village 0. */
int64_t ids_household_cell(struct text);
int64_t ids_chief_cell(struct text);

/*
 * Reads what a person types for short: H0042 h42 (letter 'H'), C07 -C7 (letter
 * 'C'): the serial, *digits 0. Plain digits, 42 010042: their number, and
 * *digits how many there are: a tail is any last digits of a serial.
 */
bool ids_tail(struct text, char letter, int64_t *serial, int *digits);

/* "430121106205-R17", the 17th change of a village; "R17" of the town. */
struct text ids_run(int64_t id, char buf[static IDS_SIZE]);

/* Reads it as it is written there. Returns 0 when it is none. */
int64_t ids_run_parse(struct text);

/* "430121106205010042-V240201", then "-2" for a second on the same day. */
struct text ids_visit(int64_t household, int32_t day, int64_t no,
    char buf[static IDS_SIZE]);
bool ids_visit_parse(struct text, int64_t *household, int32_t *day, int64_t *no);

/*
 * "430121106205-O240201-3": what is counted by the day, an order (letter 'O'),
 * an activity ('A'), an exchange ('X') or a commendation ('K'). no is YYYYMMDD * IDS_DAY + number of that day.
 */
#define IDS_DAY	INT64_C(1000000)
struct text ids_dated(int64_t village, char letter, int64_t no, char buf[static IDS_SIZE]);

/* Reads a whole one, or its tail, O240201-3: then *village is 0. */
bool ids_dated_parse(struct text, char letter, int64_t *village, int64_t *no);

/* "430121106205-A240201-3-2": the nth issue of an activity. */
struct text ids_issue(int64_t village, int64_t no, int64_t n, char buf[static IDS_SIZE]);
bool ids_issue_parse(struct text, int64_t *village, int64_t *no, int64_t *n);

/* "430121106205-P42", the 42nd entry of a village's ledger; "430121106205-G03" goods
 * of its shop; and back: 0 when it is none. */
struct text ids_entry(int64_t id, char buf[static IDS_SIZE]);
int64_t ids_entry_parse(struct text);
struct text ids_goods(int64_t id, char buf[static IDS_SIZE]);
int64_t ids_goods_parse(struct text);

/*
 * An area's code: 2, 4, 6, 9 or 12 digits, then up to three ".NN".
 * village_lo..hi and sub_lo..hi bound everything in it; level is 0 province,
 * 1 city, 2 county, 3 town, 4 village, 5 piece, 6 group, 7 neighbourhood.
 */
struct area_range {
	int64_t	village_lo, village_hi;	/* 12 digits */
	int64_t	sub_lo, sub_hi;		/* 0-999999 */
	int	level;
};
bool ids_area_parse(struct text, struct area_range *);

/* The code of a village's part; sub 0 is the village itself, or an area above it
 * when its 12 digits end in the zeros it was padded with. */
struct text ids_area(int64_t village, int64_t sub, char buf[static IDS_SIZE]);

/* The part of its village, 0 for all of it, that a part lies in at a level from 4,
 * village, to 7; at a level lower than its own it is itself. */
int64_t ids_sub_at(int64_t sub, int level);

/* The order of two ids: for qsort, and bsearch among what begins with one. */
int ids_order(const void *, const void *);

/* "province" .. "neighbourhood", and back: -1 when none. */
extern const char *const ids_level[8];
enum { LEVEL_TOWN = 3, LEVEL_VILLAGE, LEVEL_PIECE, LEVEL_GROUP, LEVEL_HOOD };

#endif
