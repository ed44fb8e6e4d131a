/*
 * Reports: what the town reads in the morning. One stream of records, in
 * sections; what a section does not tell is empty.
 */
#ifndef NBR_REPORT_H
#define NBR_REPORT_H

#include "area.h"
#include "rule.h"

extern const struct col report_cols[];	/* section area area_name group group_name households due overdue done permille orders entries points */

/*
 * The day: what was due, done and overdue; how the special groups were covered
 * this month so far; what changed; what became of orders and, of whole villages, of
 * points. As things stood then.
 */
int report_daily(struct db *, struct rec_out *, const char *zone, const struct rulebook *, const struct area_range *, day_t on);

extern const struct col public_order_cols[];	/* order kind kind_name title area area_name level chief_name status posted .. minutes */

/*
 * Orders as everybody may read them, by village and number: those finished from
 * since (0: ever) to until; or (open) posted then and not closed; of a kind, "" any.
 * Not those for visits. In title and result the names of all who live in the town, and whatever may
 * be a number of a person, are masked.
 */
int report_orders(struct db *, struct rec_out *, const char *zone, const struct area_range *, const char *kind, bool open,
    day_t since, day_t until);

extern const struct col public_points_cols[];	/* entry area_name name title points day until status */

/*
 * Points as everybody may read them, by village and number: those on notice on a day,
 * as it was at its end; or (final) those dated from since to until that were final
 * then. Without what was reversed by then.
 */
int report_points(struct db *, struct rec_out *, const char *zone, const struct area_range *, bool final, day_t on,
    day_t since, day_t until);

#endif
