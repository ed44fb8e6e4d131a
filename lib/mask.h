/*
 * Free text made fit to be posted where everybody reads it: what clerks type into
 * a title or a result may hold whom it is about. Pure.
 */
#ifndef NBR_MASK_H
#define NBR_MASK_H

#include "text.h"

/* Names to be looked for. Zero-initialised it has none. */
struct mask_names {
	struct text	*at;		/* each its own; in order if sorted */
	size_t		 n, room;
	bool		 sorted;
};

/* Adds a copy of a name, without blanks; not of one that is too short to be told from other words:
 * of less than two Han characters. false: no memory. */
bool mask_name(struct mask_names *, struct text);

/* Adds the names of a cell that may hold several: what stands between marks, and each
 * word of it. The same. */
bool mask_cell(struct mask_names *, struct text);

/* Frees the names; none are left. */
void mask_forget(struct mask_names *);

/*
 * Stars all digits of what may be an identity or phone number: 7 of them or more
 * in one, 11 when points stand between them, of either width, with at most two
 * blanks, hyphens or brackets here and there; days such as 2026-03-11, 11.3.2026
 * and 20260311, and times such as 8:03:10, are left.
 * A name becomes one 某, the longest that fits, also one that is spaced: 李　明. In
 * place; returns the new length.
 */
size_t mask_text(char *s, size_t len, struct mask_names *);

/* Whether a text has so many digits at all: most have not, and need no copy. */
bool mask_needed(struct text);

/* Whether numbers of a text are stars, as mask_text leaves them; 138****8000 and
 * 4301**********1237 are the work of others. */
bool mask_done(struct text);

/* How many digits are in no such day or time. */
size_t mask_digits(struct text);

#endif
