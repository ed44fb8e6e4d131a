/*
 * Settlement: every cause that was not awarded yet is, under the deeds of its own
 * day; causes by day, so that the same is awarded whatever was settled before; an
 * award whose cause counts no more is reversed; exchanges that were not collected
 * in time are returned. Done twice, overlapping or late it is the same.
 */
#ifndef NBR_SETTLE_H
#define NBR_SETTLE_H

#include "exchange.h"

extern const struct col settle_cols[];	/* entry day chief name rule title points cut cap ref done (award, reverse, return) .. */

struct settle {
	struct area_range area;		/* whole villages */
	day_t		 until;
	bool		 close;		/* and close the period up to then */
};

/* Within a write transaction that locks villages as it goes, in their order: lock
 * is called for each. Writes what was done as records. How many, or -1. */
int64_t settle(struct db *, struct rec_out *, const struct ledger_who *, const struct settle *,
    int (*lock)(void *, int64_t village), void *arg);

#endif
