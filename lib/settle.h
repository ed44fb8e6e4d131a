/*
 * Settlement: every cause that was not awarded yet is, under the deeds of its own
 * day; an award whose cause counts no more, or not for that chief, is reversed, and
 * awarded again when the cause is there again. What was reversed with a reason stays
 * so. An exchange whose days to collect it are over goes back, before the rest.
 *
 * Done twice, overlapping, late or by parts it comes to the same: causes go by day,
 * and what is refused for want of points is tried again after each day.
 */
#ifndef NBR_SETTLE_H
#define NBR_SETTLE_H

#include "ledger.h"

extern const struct col settle_cols[];	/* entry day chief name done rule title points cut cap ref refused why */

struct settle {
	struct db	*db;
	struct rec_out	*out;
	struct ledger	*ledger;
	const struct deed_book *book;
	const char	*zone;
	day_t		 today, until;	/* until: of the last causes */
};

/* Settles one village, under its lock, and writes what was done or refused as
 * records. How many entries were added, or -1. */
int64_t settle_village(const struct settle *, int64_t village);

#endif
