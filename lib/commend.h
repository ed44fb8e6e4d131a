/* Commendations: honours given to chiefs from outside, by a nation .. a village. */
#ifndef NBR_COMMEND_H
#define NBR_COMMEND_H

#include "chief.h"

extern const struct col commendation_cols[];	/* commendation day chief name level title run */

struct commendation {
	int64_t		 chief;		/* id */
	day_t		 day;
	int		 level;		/* -1 nation, 0 province .. 4 village */
	struct text	 title;
	int64_t		 no;		/* set: YYYYMMDD * 1000000 + number of that day */
};

/* The level of a word, 国家级 or nation; -2 none. */
int commendation_level(struct text);

/* Within a write transaction of the chief's village. 1 stored, 0 the very same is
 * there (no is its), -1. */
int commend(struct db *, struct commendation *, int64_t run);
/* Withdrawn on a day: it stands no more, and nobody gets its number. no is set. 1,
 * 0 there is none like it, -1. */
int commend_withdraw(struct db *, struct commendation *, day_t on, int64_t run);

struct commendation_filter {
	struct area_range area;		/* its villages */
	day_t		 since, until;
	int64_t		 chief;		/* id, 0 any */
	int		 level;		/* -2 any */
	int64_t		 no;		/* of one village, whether it stands or not; 0 any */
};
/* Those that stand. 0, -1. */
int commendation_list(struct db *, struct rec_out *, const struct commendation_filter *);

#endif
