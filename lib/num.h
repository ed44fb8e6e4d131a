/* Strict numbers. Pure. */
#ifndef NBR_NUM_H
#define NBR_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/*
 * Reads decimal digits, with a leading '-' if min is below 0. Returns false,
 * and leaves *n alone, on anything else or outside min..max.
 */
bool num_parse(struct text, int64_t min, int64_t max, int64_t *n);

/* Writes n in decimal; returns the number of bytes, no NUL. */
size_t num_text(int64_t n, char buf[static 20]);

/* The same of an n that is not negative, with zeros before it to make so many digits.
 * Returns the end. */
char *num_padded(char *p, int64_t n, int digits);

/* Whether a spreadsheet rewrote it, 4.30121E+17: the digits are gone. */
bool num_scientific(struct text);

/*
 * Reads a form such as "0000-00-00", where 0 stands for a digit and the rest
 * for itself; *n gets the digits, at most 18, as one number.
 */
bool num_form(struct text, const char *form, int64_t *n);

#endif
