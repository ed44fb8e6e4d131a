/* What the files of order share; others include order.h. */
#ifndef NBR_ORDER_PARTS_H
#define NBR_ORDER_PARTS_H

#include "order.h"

/* An order as its events say it, up to the last one. */
struct order {
	struct order_key key;
	int64_t		 hood, household;	/* as stored: sub, serial; household 0 none */
	int64_t		 events;	/* how many */
	char		 kind[RULE_CODE];	/* no string: life.kind has its length */
	struct order_life life;		/* kind is the one above */
};

/* All but its events: kind, hood, household. 1, 0 there is no such order, -1. */
int order_begin(struct db *, struct order_key, struct order *);

/* The same with its events, and what they say. 1, 0, -1. */
int order_load(struct db *, const struct order_book *, struct order_key, struct order *);

/* Sets the kind, and that of its life; a longer one than there is room for is cut. */
void order_name_kind(struct order *, struct text kind);

/* The first number of the day, in UTC, some days from that of a moment. The day in a
 * number is that of posting in the zone of that time: those of a moment come, in
 * any zone, after the number of -1 and before that of 2 days. */
int64_t order_number_around(moment_t, int days);

/* An event from a row: step at level chief score, from a column on. A word that is
 * no step is STEPS. */
struct order_event order_event_of(struct stmt *row, int column);

/* When the first of its clocks is late. */
moment_t order_due_of(const struct order_life *);

/* Calls f for each event of an order, by number, until it returns other than 0, and
 * returns that; -1 failed. */
int order_each_event(struct db *, struct order_key, int (*f)(void *arg, const struct order_event *), void *arg);

#endif
