/* Records counted by day in their village: orders, activities, exchanges, commendations. */
#ifndef NBR_DATED_H
#define NBR_DATED_H

#include "db.h"
#include "ids.h"

/* The order (letter O), activity (A), exchange (X) or commendation (K) a person means:
 * its whole number, or O240201-3 when one village in the range has it. 0, or -1: FAULT_NOT_FOUND,
 * FAULT_AMBIGUOUS; then *village is 0. */
int dated_find(struct db *, char letter, struct text what, const struct area_range *within, int64_t *village, int64_t *no);

#endif
