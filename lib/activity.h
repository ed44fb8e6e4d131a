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

extern const struct col activity_cols[];	/* activity day kind area area_name title place chief chief_name residents chiefs issues micro .. */
extern const struct col attendance_cols[];	/* activity day kind area area_name title chief chief_name .. */
extern const struct col issue_cols[];		/* issue activity day area area_name title person state settled outcome order .. */
extern const struct col missing_cols[];		/* area area_name kind kind_name rule since until */

struct activity_key {
	int64_t	village, no;	/* as of an order: YYYYMMDD * 1000000 + number of that day */
};

/* The activity a person means: its whole id, or A240201-1 when one village in the
 * range has it. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int activity_find(struct db *, struct text what, const struct area_range *within, struct activity_key *);

struct activity_filter {
	struct area_range area;		/* of who held it */
	day_t		 since, until;	/* its day */
	const char	*kind;		/* code; NULL any */
	int64_t		 chief;		/* id of one who was there, 0 any */
	enum { ACTIVITY_ANY, ACTIVITY_OPEN, ACTIVITY_CLOSED } state;
	int64_t		 no;		/* of one village; 0 any */
};
int activity_list(struct db *, struct rec_out *, const struct activity_filter *);
int activity_put(struct db *, struct rec_out *, struct activity_key);

/* Who was at which of them: attendance_cols; state is not asked for. */
int activity_attendance(struct db *, struct rec_out *, const struct activity_filter *);

/*
 * What areas in the filter's range owe by rule and did not hold, of a kind or of
 * all: attendance_cols no, missing_cols. A day or period counts when it ended
 * between since and until. The law stands in nbr-activity(1).
 */
int activity_missing(struct db *, struct rec_out *, const struct activity_filter *);
struct activity_owed {		/* until f returns */
	int64_t		 area;
	struct text	 name, kind, kind_name, rule;
	day_t		 since, until;	/* first and last day on which it would have counted */
};
/* The same to f: 0, what f returned, -1. */
int activity_owed(struct db *, const struct activity_filter *, int (*f)(void *, const struct activity_owed *), void *arg);

enum { ACTIVITY_RESIDENTS = 100000 };	/* most that can have come */

struct activity {
	int64_t		 area;		/* id of who holds it, a village or a part of one */
	day_t		 day;
	struct text	 kind;		/* code */
	struct text	 title, place, publicity, service, sharing, result;
	int64_t		 chief;		/* id of who leads it, 0 not known: is there as well */
	int64_t		 residents;
};
/*
 * Stores one, within a write transaction of its village. 1 stored; 0 that of the
 * same day, area, kind and title is there and says what this one says; -1: it says
 * something else (FAULT_EXISTS), FAULT_CHIEF_POST. The key is set either way.
 */
int activity_add(struct db *, const struct activity *, int64_t run, struct activity_key *);

/* The following change one that is not closed: else FAULT_ACTIVITY_CLOSED. */

/* Refuses one that is closed: 0 it is not, -1. */
int activity_open(struct db *, struct activity_key);
/* Corrects what is given: a text that is not NULL, a chief that is not 0, residents
 * that are not negative. Area, day and kind stay. 1 changed, 0 as it was, -1:
 * FAULT_EXISTS of the title, FAULT_CHIEF_POST. */
int activity_set(struct db *, struct activity_key, const struct activity *, int64_t run);

/* A chief was there. 1 stored, 0 is known, -1. A chief, of who leads it too, holds
 * a post in the village on that day: else FAULT_CHIEF_POST, status 6. */
int activity_attend(struct db *, struct activity_key, int64_t chief, int64_t run);
/* He was not. 1 removed, 0 nothing said so, -1: who leads it was (FAULT_STATE). */
int activity_unseat(struct db *, struct activity_key, int64_t chief);
/* 1 changed, 0 as it was, -1. */
int activity_residents(struct db *, struct activity_key, int64_t residents, int64_t run);
/* result "" and residents -1: stay as they are. on: not before its day, else FAULT_TIME_ORDER. 1, -1. */
int activity_close(struct db *, struct activity_key, struct text result, int64_t residents, day_t on, int64_t run);

struct issue_key {
	struct activity_key activity;
	int64_t		 n;		/* counted in it */
};

/* The matter a person means: its whole id, or A240201-1-2. As activity_find. */
int issue_find(struct db *, struct text what, const struct area_range *within, struct issue_key *);

extern const struct word issue_states[];	/* raised agreed failed dropped */

struct issue_filter {
	struct area_range area;		/* it is about */
	day_t		 since, until;	/* day of the activity */
	const char	*kind;		/* of the activity; NULL any */
	const char	*state;		/* NULL any */
};
int issue_list(struct db *, struct rec_out *, const struct issue_filter *);
int issue_put(struct db *, struct rec_out *, struct issue_key);

struct issue {
	int64_t		 area;		/* id, 0: that of the activity */
	struct text	 title, person;
	struct text	 state, outcome; /* of issue_states; "" raised */
	day_t		 settled;	/* 0: not */
};
/* Puts a matter to an activity that is not closed. 1; 0 one of that title was; -1. */
int issue_add(struct db *, struct activity_key, const struct issue *, int64_t run, struct issue_key *);
/* What became of it: once, else FAULT_STATE; not before the day of the activity,
 * else FAULT_TIME_ORDER. 1, -1. */
int issue_settle(struct db *, struct issue_key, const char *state, struct text outcome, day_t on, int64_t run);
/* Makes an order of a matter, once: what of order_post is not in the matter is the
 * caller's. As order_post, of no visit; 0 there was one already. */
int issue_post(struct db *, const struct order_book *, struct issue_key, const struct order_post *, int64_t run,
    struct order_key *key, struct order_key *like);

extern const struct entity activity_entity;

#endif
