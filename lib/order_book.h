/*
 * What the rulebook says of orders: kinds, deadlines, service hours, all
 * versions, in memory. Each question names its day.
 *
 * kind      rule is         subject                      other fields
 * order     code: need      visit, or empty              name 需求
 * deadline  code: need-day  all, order:need, level:group  clock every unit shift
 *                           or order:need level:group
 * hours     code            -                            hours 08:30-12:00,14:00-17:30
 * A kind of order whose subject is visit is posted for visits that are due, and
 * done when the visit is logged. Of the deadlines of a clock the one for the kind
 * and level rules, then the one for the kind, then for the level, then for all.
 */
#ifndef NBR_ORDER_BOOK_H
#define NBR_ORDER_BOOK_H

#include "deadline.h"
#include "rule.h"

enum order_clock { CLOCK_TAKE, CLOCK_ANSWER, CLOCK_FINISH, CLOCKS };
extern const struct word order_clocks[];	/* take answer finish */

struct order_kind {
	char		 code[RULE_CODE];
	const char	*name;
	bool		 visit;
	day_t		 first, last;
};

struct order_deadline {
	char		 code[RULE_CODE];
	char		 kind[RULE_CODE];	/* "" any */
	int		 level;			/* 3-7, 0 any */
	enum order_clock clock;
	struct deadline	 deadline;
	day_t		 first, last;
};

struct order_book {
	struct service		 service;	/* service.zone is the caller's */
	struct order_kind	*kind;		/* by code and first */
	struct order_deadline	*deadline;
	int			 kinds, deadlines;
	struct order_book_parts	*parts;
};

struct order_book *order_book_load(struct db *, const char *zone);	/* NULL: failed */
void order_book_free(struct order_book *);

/* The kind a word means on a day (0: on any), its code, its name or its stem, as
 * classes are found. NULL none. */
const struct order_kind *order_book_kind(const struct order_book *, struct text, day_t on);

/* The deadline of a clock of an order of this kind at this level that starts on
 * a day; NULL none. It lives as long as the book. */
const struct order_deadline *order_book_deadline(const struct order_book *, struct text kind,
    int level, enum order_clock, day_t on);

#endif
