/*
 * Orders: a need, dispute, hazard or suggestion posted for a chief to take, passed
 * up while it cannot be settled: 需求清单, 接单, 晒单. Every step is an event, which
 * nothing changes later; what the row of an order says besides is what they say
 * (order_law.h).
 */
#ifndef NBR_ORDER_H
#define NBR_ORDER_H

#include "chief.h"
#include "household.h"
#include "order_law.h"

extern const struct col order_cols[];	/* order status kind title area area_name level chief chief_name posted since due .. */
extern const struct col order_event_cols[];	/* order n step at level chief chief_name score person note actor .. */
extern const struct col order_clock_cols[];	/* order clock rule level started paused held stopped due verdict rule_first */
extern const struct col overdue_cols[];		/* order clock rule due hours days kind title area area_name level chief chief_name .. */
extern const struct col order_stats_cols[];	/* by name posted answered .. (order_tally.c) */

struct order_key {
	int64_t	village, no;	/* no: YYYYMMDD * 1000000 + number of that day */
};

/* The order a person means: its whole id, or O240201-3 when one village in the
 * range has it. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int order_find(struct db *, struct text what, const struct area_range *within, struct order_key *);

struct order_filter {
	struct area_range area;
	const char	*state;		/* NULL any; "open" open, taken and held are meant by "unsettled" */
	struct text	 kind;		/* "" any */
	int		 level;		/* 0 any */
	int64_t		 chief;		/* id of who has taken it, 0 any */
	int64_t		 household;	/* id, 0 any */
	moment_t	 since, until;	/* when it came into its state, if state; else when it was posted */
	const char	*word;		/* in title or detail; NULL */
};
int order_list(struct db *, struct rec_out *, const struct order_filter *);	/* 0, -1 */

/* One order as a record; its events; its clocks, as of a moment: those that ended
 * too, but not of a level whose post was vacant, by when they started. 0, -1. */
int order_put(struct db *, struct rec_out *, struct order_key);
int order_events(struct db *, struct rec_out *, struct order_key);
int order_clocks_of(struct db *, struct rec_out *, const struct order_book *, struct order_key, moment_t at);

/* The neighbourhood a household lives in on a day, as the id of an area. 1, 0 the
 * household is not there any more, -1. */
int order_home(struct db *, int64_t household, day_t on, int64_t *area);

/* Posting, within a write transaction of its village. */
struct order_post {
	int64_t		 area;		/* id of the area it is about: its level is where it begins */
	int64_t		 household;	/* id, 0 none */
	const char	*kind;		/* code */
	bool		 visit;		/* kind for visits: an open one of the household's is the same */
	struct text	 title, detail, person;
	moment_t	 at;
	day_t		 on;		/* the civil day of at: whose posts and rules count */
};
/* Posts it, and skips vacant posts. *like is an open order of the same
 * neighbourhood and kind, posted by then, that says the same (order_alike), no 0 none. 1 posted,
 * 0 the same visit order is open (*key is its), -1. */
int order_post(struct db *, const struct order_book *, const struct order_post *, int64_t run,
    struct order_key *key, struct order_key *like);

/* Whether two titles say the same: without blanks, marks and filler they are equal,
 * one is a part of the other, or they differ in few characters. Pure. */
bool order_alike(struct text, struct text);

/* The oldest open order about an area of a village (hood: its sub), of the kind,
 * posted by a moment, whose title says the same. 1, 0 none: like->no is 0; -1. */
int order_find_like(struct db *, int64_t village, int64_t hood, const char *kind, struct text title, moment_t at,
    struct order_key *like);

/* A step of a person, or of a program for one. */
struct order_act {
	enum order_step	 step;
	moment_t	 at;
	day_t		 on;		/* the civil day of at */
	int64_t		 chief;		/* id; 0: who has taken it, else who holds the post of its level;
					 * nobody of confirm, reopen, escalate, cancel and note */
	int		 score;
	struct text	 person, note;
	bool		 if_overdue;	/* escalate: only what is overdue then and has a level above */
	bool		 anyone;	/* take: also while nobody is in post at its level */
};
/*
 * Takes the step if it is legal. Within a write transaction of the village. 1
 * done; 0 there was nothing to do (if_overdue); ORDER_REFUSED: *fault is why, and
 * why says so in words with the steps that are legal; -1 (db_fail).
 */
enum { ORDER_REFUSED = 2 };
int order_do(struct db *, const struct order_book *, struct order_key, const struct order_act *, int64_t run,
    enum fault *fault, char why[static 256]);

/* A visit that was logged. */
struct order_visit {
	int64_t		 household, chief;	/* ids; chief 0: not known */
	day_t		 day;
	int64_t		 no;			/* of that day */
};

/*
 * Done by visits: open orders of the kinds for visits, of a household that was
 * visited, are taken and finished by the chief who visited, or by who holds the post of
 * their level, if anybody does, with the number of the visit for a note. They are done
 * now by a visit of today, else at the end of its day, or with their last step if that
 * came later the same day; a visit before the day of the last step does nothing. Visits
 * by household and day, in a write transaction of their villages. How many orders, or -1.
 */
int64_t order_visited(struct db *, const struct order_visit *, size_t n, const char *zone, int64_t run);

/* Of a visit that does not count: orders that the visits of its day finished are
 * opened again, with the reason, but for those that were confirmed; none while
 * another visit of that day counts. on: the business day. How many, -1. */
int64_t order_unvisited(struct db *, const struct order_visit *, struct text reason, day_t on, const char *zone, int64_t run);

/* Stores again, from its events, what an order's row says besides. Within a write
 * transaction. 0, -1. */
int order_settle(struct db *, const struct order_book *, struct order_key);

/* When open orders are due, after rules, days or service hours changed. Within a
 * write transaction of every village. 0, -1. */
int order_refresh(struct db *, const char *zone);

/*
 * Calls f for each order posted in a range of moments, and what its events up to
 * known say, by village and number; and, whenever posted, for each that was not
 * closed then. Returns 0, what f returned, or -1.
 */
struct order_told {
	struct order_key key;
	int64_t		 hood, household;	/* as stored: sub, serial */
	struct text	 title;			/* until f returns, as life.kind */
	bool		 in_period;		/* posted in it */
	struct order_life life;
};
int order_each(struct db *, const struct order_book *, const struct area_range *, moment_t since, moment_t until,
    moment_t known, int (*f)(void *, const struct order_told *), void *arg);

/* The same for each order that is late at a moment by all its events so far: asked
 * of an index, so that it costs as they do. */
int order_each_late(struct db *, const struct order_book *, const struct area_range *, moment_t at,
    int (*f)(void *, const struct order_told *), void *arg);

/*
 * A question as of a moment: clocks are read at at, of events up to known. The
 * present is MOMENT_MAX: all events count, also one that is dated later today.
 */
struct order_when {
	moment_t	at, known;
};

/* Whether the filter's kind, level, chief and household mean it; chief: whose it is. */
bool order_is_meant(const struct order_filter *, const struct order_told *, int64_t chief);

/* What is late: overdue_cols. Of the filter area, kind, level, chief and household. 0, -1. */
int order_overdue(struct db *, struct rec_out *, const struct order_book *, const struct order_filter *,
    const struct order_when *);

/* Whether orders are counted by what a word names: "area", "level", "kind", "chief",
 * "day", "week", "month", "year". */
bool order_stats_by(const char *word);

/* Counts of the orders posted from since to until: order_stats_cols, a record for
 * all, then one for each of what by names; NULL none. Of the filter also what
 * order_overdue takes. 0, -1. */
int order_stats(struct db *, struct rec_out *, const struct order_book *, const struct order_filter *,
    const struct order_when *, const char *by);

/*
 * What became of orders from one day to another: calls f for each order that was
 * posted, taken, first answered, finished or escalated then, with its area and the day,
 * the last one if it was more than once. Returns 0, what f returned, or -1.
 */
enum order_move { MOVE_POSTED, MOVE_TAKEN, MOVE_ANSWERED, MOVE_FINISHED, MOVE_ESCALATED, MOVE_END };
int order_moved(struct db *, const char *zone, const struct area_range *, day_t since, day_t until,
    int (*f)(void *arg, int64_t area, enum order_move, day_t), void *arg);

/* Calls f for each order or activity (letter, as of ids_dated) of which something
 * cannot be so. Returns 0, what f returned, or -1. */
int order_check(struct db *, const char *zone,
    int (*f)(void *arg, char letter, struct order_key, const char *code, const char *words), void *arg);

extern const struct col order_import_cols[];	/* ref order kind title area .. posted taken answered .. */
extern const struct entity order_entity;

#endif
