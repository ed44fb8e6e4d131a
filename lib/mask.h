/*
 * Free text made fit to be posted where everybody reads it: what clerks type into
 * a title or a result may hold whom it is about. Pure.
 */
#ifndef NBR_MASK_H
#define NBR_MASK_H

#include "text.h"

struct mask_names {
	struct text	*at;		/* sorted by mask_sort */
	size_t		 n;
};

/* Sorts names; drops those that are too short to be told from other words: less
 * than two Han characters (6 bytes). */
void mask_sort(struct mask_names *);

/*
 * Stars all digits of what may be an identity or phone number: 7 of them or more
 * in one, 11 when points stand between them, of either width, with at most two
 * blanks, hyphens or brackets here and there; days such as 2026-03-11 are left.
 * A name becomes one 某, the longest that fits. In place; returns the new length.
 */
size_t mask_text(char *s, size_t len, const struct mask_names *);

#endif
