/*
 * Reports: what the town reads in the morning. One stream of records, in
 * sections; what a section does not tell is empty.
 */
#ifndef NBR_REPORT_H
#define NBR_REPORT_H

#include <stdio.h>

#include "area.h"
#include "rule.h"

extern const struct col report_cols[];	/* section area area_name group group_name figure value of permille before records */
extern const struct word report_groups[];	/* those that no rulebook names: level:group age:0-1 .. */

/* The days a report is about, and those it compares them with: 0 none. */
struct report_period {
	day_t	since, until, before_since, before_until;
};
/* The day; its week so far, from Monday, beside the same days of the week before; its
 * month so far, beside the same days of the month before, or all of it. */
struct report_period report_day(day_t on);
struct report_period report_week(day_t on);
struct report_period report_month(day_t on);
/* Any days, beside as many before them; the days of a month from its first, as above. */
struct report_period report_days(day_t since, day_t until);

/*
 * Every figure of figure.h that there is of an area and a period, by section, area,
 * group and figure. The book is that of the last day. As things stood then. Given to f, in
 * that order, within no lock. 0, what f returned, -1.
 */
struct sheet;
struct report_ask {
	const char	*zone;
	const struct rulebook *book;
	const struct area_range *range;
	struct report_period period;
	int64_t		 chief;		/* what he did is counted too; 0 nobody */
};
int report_count(struct db *, const struct report_ask *, int (*f)(const struct sheet *, void *), void *arg);
/* The areas a chief answers for on a day: his highest post, else his village. 0, -1. */
int report_post(struct db *, int64_t chief, day_t on, struct area_range *);
int report_put(struct rec_out *, const struct sheet *);	/* as records */

/* The four lists, or one of them: duties and bans with the entries of the period,
 * by code; needs posted in it, issues raised in it, by village and number. */
extern const struct col lists_cols[];	/* list item name kind area area_name day state entries points outcome */
extern const struct word report_lists_words[];	/* duty ban need deliberation */
struct report_lists {
	int		 list;		/* of report_lists_words; -1 all */
	struct area_range range;
	day_t		 since, until;
	const char	*zone;
};
int report_lists(struct db *, struct rec_out *, const struct report_lists *);

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
