/*
 * What the rulebook says of points: deeds, and how long goods are kept, all
 * versions, in memory. Each question names its day.
 *
 * kind      rule is           subject                              other fields
 * duty ban  code: lead-study  -                                    name
 * role      code: reporter    -                                    name
 * deed      code: order-done  a cause: order, order:need, visit,   name side value
 *                             visit:door, activity,                cap_day cap_month
 *                             activity:council, training,          cap_year notice
 *                             commendation, commendation:county
 *                             or manual; then perhaps duty:CODE,
 *                             ban:CODE or role:CODE
 * exchange  code              -                                    every unit (day, workday)
 * A deed may be awarded for causes of its subject, each once; manual is by hand
 * alone, and so are all that deduct. training is activity:training. Caps are points
 * of one chief by one deed in a business day, a calendar month and year; 0 is no
 * cap, else each is at least the value and the cap before it. notice is how many
 * days the points are provisional, counted from the day they are entered. An
 * exchange not collected within every units is returned.
 */
#ifndef NBR_DEED_H
#define NBR_DEED_H

#include "deadline.h"
#include "rule.h"

enum cause { CAUSE_MANUAL, CAUSE_ORDER, CAUSE_VISIT, CAUSE_ACTIVITY, CAUSE_COMMENDATION, CAUSES };
extern const struct word causes[];	/* in that order */
extern const struct word commendation_levels[];	/* nation is level -1, province 0 .. village 4 */

enum { DEED_ANY_LEVEL = -2, DEED_REASON = 64 };

enum deed_cap { CAP_DAY, CAP_MONTH, CAP_YEAR, CAPS };

struct deed {
	char		 code[RULE_CODE];
	const char	*name;
	bool		 deducts;
	int64_t		 value;			/* 1 and up */
	int64_t		 cap[CAPS];		/* 0 none */
	int64_t		 notice;		/* days; 0 final at once */
	enum cause	 cause;
	char		 about[RULE_CODE];	/* of order:need need, of visit:door door; "" all of the cause */
	int		 level;			/* of a commendation, as in rows; DEED_ANY_LEVEL */
	char		 belongs[RULE_CODE];	/* code of a duty, ban or role; "" none */
	day_t		 first, last;
};

struct deed_book {
	struct deed	*deed;			/* by code and first */
	int		 deeds;
	struct service	 service;		/* for workdays */
	struct deed_book_parts *parts;
};

struct deed_book *deed_book_load(struct db *, const char *zone);	/* NULL: failed */
void deed_book_free(struct deed_book *);

/*
 * A book of other rules, not of the database: begun with none, then a rule of the
 * kind deed in its stored form after the other, in any order; closed, a version ends
 * before the next one begins. 0, -1 no memory; NULL.
 */
struct deed_book *deed_book_begin(void);
int deed_book_add(struct deed_book *, const struct rule *);
void deed_book_close(struct deed_book *);

/* The version of a deed that holds on a day, by its code, its name or its stem;
 * NULL none. It lives as long as the book. */
const struct deed *deed_on(const struct deed_book *, struct text, day_t on);

/* The version an entry's reason names, "order-done.20240101". NULL none. */
const struct deed *deed_of(const struct deed_book *, struct text reason);

/* The reason of an entry by it. */
struct text deed_reason(const struct deed *, char buf[static DEED_REASON]);

/* The last day to collect what is exchanged on a day; DAY_MAX no rule says so. */
day_t deed_collect(const struct deed_book *, day_t on);

/* The first and last day of the day, month or year a cap counts. */
void deed_period(enum deed_cap, day_t on, day_t *first, day_t *last);

/* What a chief got by a deed in a period of one of its caps. */
struct deed_use {
	int64_t		 chief;		/* id */
	char		 code[RULE_CODE];
	enum deed_cap	 cap;
	day_t		 first, last;	/* of the period */
	int64_t		 points;
};
/* Of the period of a day, with no points; and the order of these, points aside. */
struct deed_use deed_use(const struct deed *, int64_t chief, enum deed_cap, day_t on);
int deed_use_order(const void *, const void *);

#endif
