/*
 * Citizen identity numbers, GB 11643-1999. Pure.
 *
 * A number is kept as its first 17 digits in an int64_t; the 18th character
 * is computed from them (MOD 11-2, ISO 7064), so a number that is kept is a
 * number whose check is right. 0 is "no number".
 */
#ifndef NBR_IDENTITY_H
#define NBR_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "day.h"

enum identity_fault {
	IDENTITY_OK,
	IDENTITY_SCIENTIFIC,	/* 4.30121E+17: the digits are gone */
	IDENTITY_LENGTH,	/* neither 15 nor 18 characters */
	IDENTITY_OTHER,		/* another kind of paper: letters, brackets */
	IDENTITY_AREA,		/* the first two digits are no province */
	IDENTITY_DATE,		/* no such birth day */
	IDENTITY_FUTURE,	/* born after today */
	IDENTITY_CHECK,		/* the 18th character does not fit */
	IDENTITY_ZEROED,	/* nor does it, and the last three are 000 */
};

/*
 * Reads a number, 18 characters (small x taken) or the 15-digit form of
 * before 1999, which sets *old. Inner blanks, tabs and hyphens are skipped and
 * full-width digits folded. today bounds the birth day; 0 means no bound.
 */
enum identity_fault identity_parse(struct text, day_t today, int64_t *number,
    bool *old);

/* The 18th character, '0'-'9' or 'X', of 17 digits. */
char identity_check(int64_t number);

/*
 * Whether all 18 characters end in 000, as those do of which a spreadsheet kept
 * 15 digits. One in eleven of them has a check that is right by chance; of
 * numbers that were left alone one in twelve hundred ends so.
 */
static inline bool
identity_zeroed(int64_t number)
{
	return number % 100 == 0 && identity_check(number) == '0';
}

/* What a number says of its owner; of 0 nothing. Years are full years. */
day_t identity_birth(int64_t number);
bool identity_male(int64_t number);
int identity_age(int64_t number, day_t on);

/* All 18 characters; or masked 430121********1237 (6 + 4). "" for 0. */
const char *identity_text(int64_t number, char buf[static 19]);
const char *identity_mask(int64_t number, char buf[static 19]);

/*
 * Masks, for messages, whatever looks like part of a number: the text with
 * all but its first 6 and last 4 characters starred when it has 8 digits or
 * more. Returns buf.
 */
const char *identity_mask_text(struct text, char *buf, size_t size);

#endif
