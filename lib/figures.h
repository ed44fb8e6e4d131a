/* Those who count the figures of a report, each a few of its sections. 0, -1. */
#ifndef NBR_FIGURES_H
#define NBR_FIGURES_H

#include "sheet.h"

int figures_visits(struct sheet *);	/* visits, coverage */
int figures_lights(struct sheet *);
int figures_changes(struct sheet *);
int figures_orders(struct sheet *);
int figures_activities(struct sheet *);
int figures_points(struct sheet *);	/* of whole villages */
int figures_goods(struct sheet *);	/* of whole villages */
int figures_chiefs(struct sheet *);
int figures_ledger(struct sheet *);	/* of whole villages */

/* What one chief did: group chief:ID of the whole. */
int figures_chief(struct sheet *, int64_t chief);

#endif
