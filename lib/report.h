/*
 * Reports: what the town reads in the morning. One stream of records, in
 * sections; what a section does not tell is empty.
 */
#ifndef NBR_REPORT_H
#define NBR_REPORT_H

#include "area.h"
#include "rule.h"

extern const struct col report_cols[];	/* section area area_name group group_name households due overdue done permille */

/*
 * The day: what was due, done and overdue; how the special groups were covered
 * this month so far; what changed. As things stood on that day.
 */
int report_daily(struct db *, struct rec_out *, const struct rulebook *, const struct area_range *, day_t on);

#endif
