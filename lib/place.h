/*
 * Where a row of a file says something is: an area by code or by a path of names
 * in one cell, or by names in the columns of place_columns. Pure.
 */
#ifndef NBR_PLACE_H
#define NBR_PLACE_H

#include "area.h"

enum { PLACES = 4 };
extern const char *const place_columns[PLACES];	/* village piece group neighbourhood */

struct place_how {
	const struct area_map	*areas;
	int64_t	 within;		/* area of rows that name none, as import_area; 0 none */
	bool	 given[PLACES];		/* the file has the column */
};

/* What the file has, of given[] as begin of an import gets it. */
void place_columns_given(const struct col *, const bool given[], struct place_how *);

/*
 * The area a row names, down to a village: *id = ids_make(village, sub). The
 * cell to be corrected goes to *column, of area or of place_columns. FAULT_NONE,
 * FAULT_AREA_MISSING when it names none, FAULT_AREA_FORM, _UNKNOWN, _AMBIGUOUS,
 * _LEVEL.
 */
enum fault place_find(const struct place_how *, struct text area, const struct text names[PLACES],
    int64_t *id, const char **column);

/* Whether a name beside a code is that of another area. */
bool place_denied(const struct place_how *, struct text area, struct text name, int64_t id);

#endif
