/* Counts of orders as they stand at a moment: one row of order_stats_cols. */
#ifndef NBR_ORDER_TALLY_H
#define NBR_ORDER_TALLY_H

#include "order.h"

struct order_times {
	int32_t	*minutes;
	size_t	 n, room;
};

/* Zero-initialised; freed by order_tally_free. */
struct order_tally {
	int64_t	 n[40];			/* by column, then what shares are of */
	struct order_times answer, finish;
};

/* Counts one that was posted in the period. false: no memory. */
bool order_tally_posted(struct order_tally *, const struct order_life *, moment_t at, const char *zone);

/* Counts one that is not closed, whenever it was posted. */
void order_tally_open(struct order_tally *, const struct order_life *, moment_t at);

/* Writes the row. Returns what rec_put does. */
int order_tally_put(struct order_tally *, struct rec_out *, struct text by, struct text name);

void order_tally_free(struct order_tally *);

#endif
