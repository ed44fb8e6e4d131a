/*
 * Activities: service days with their three micro activities, hamlet meetings,
 * night talks, councils, training, volunteer work; who came, which matters were
 * put to them (议事清单), what became of each.
 *
 * Their kinds are rules of the kind activity (code service-day, name 服务日), and
 * what an area owes are rules of the kind meeting: subject activity:KIND
 * level:LEVEL, and when: every N days or months, on days of the month or of the
 * week (every Tuesday that is no holiday).
 */
#ifndef NBR_ACTIVITY_H
#define NBR_ACTIVITY_H

#include "chief.h"
#include "order.h"

extern const struct col activity_cols[];	/* activity day kind area area_name title place chief chief_name residents chiefs issues publicity service sharing result closed .. */
extern const struct col issue_cols[];		/* issue activity day area area_name title state settled outcome order .. */
extern const struct col missing_cols[];		/* area area_name kind kind_name rule since until held wanted */

struct activity_key {
	int64_t	village, no;	/* as of an order: YYYYMMDD * 1000000 + number of that day */
};

int activity_find(struct db *, struct text what, const struct area_range *within, struct activity_key *);

extern const struct entity activity_entity;

#endif
