/*
 * The life of an order: which step may follow which, what the steps so far say,
 * and its clocks. Pure: events and the order book in, the state out.
 *
 *   post -> open -take-> taken -finish-> done -confirm-> confirmed
 *   take       open           -> taken, by a chief
 *   answer     open taken held    the first one stops the answer clock
 *   finish     taken          -> done; stops all clocks, the answer's too
 *   confirm    done           -> confirmed, with a score from 1 to 5 or none
 *   reopen     done confirmed cancelled -> open, at the level it is at
 *   release    taken          -> open
 *   hold       open taken     -> held; the clocks stand still
 *   resume     held           -> what it was before
 *   escalate   open taken     -> open, one level up
 *   skip       open               one level up, as the post there is vacant
 *   cancel     open taken held -> cancelled
 *   note       any
 *
 * Clocks. take runs while the order is open, answer until the first answer,
 * finish until it is done. Each starts when the order comes to a level (post,
 * escalate, skip; a skipped level's ends there) or is opened again, against the
 * deadline of that kind, level and day; take again when it is released. A version
 * of a rule that begins later changes no clock that has started; one that is entered
 * later, with an earlier first day, does. No deadline: no clock.
 */
#ifndef NBR_ORDER_LAW_H
#define NBR_ORDER_LAW_H

#include "order_book.h"

enum order_state { ORDER_OPEN, ORDER_TAKEN, ORDER_HELD, ORDER_DONE, ORDER_CONFIRMED, ORDER_CANCELLED };
extern const struct word order_states[];	/* in that order */

enum order_step {
	STEP_POST, STEP_TAKE, STEP_ANSWER, STEP_FINISH, STEP_CONFIRM, STEP_REOPEN, STEP_RELEASE,
	STEP_HOLD, STEP_RESUME, STEP_ESCALATE, STEP_SKIP, STEP_CANCEL, STEP_NOTE, STEPS
};
extern const struct word order_steps[];		/* in that order */

struct order_event {
	enum order_step	 step;
	moment_t	 at;
	int		 level;		/* 3 town - 7 neighbourhood, from then on */
	int64_t		 chief;		/* serial; 0 not known, or an office */
	int		 score;		/* of confirm, 1-5; 0 none */
};

struct clock {
	const struct order_deadline *rule;	/* NULL: it does not run */
	moment_t	 started, due;	/* due: moved on by the holds so far */
	moment_t	 stopped;	/* 0: not yet */
};
static inline bool clock_runs(const struct clock *c) { return c->rule != NULL && c->stopped == 0; }

/* What the events so far say. Zero-initialised before the first, but for kind. */
struct order_life {
	struct text	 kind;
	enum order_state state, before;	/* before: a hold began */
	int		 level, first_level;	/* first_level: where it was first open: after skips */
	int64_t		 chief;		/* who has taken it; kept when done */
	int		 score;
	moment_t	 posted, since, last;	/* since: it came into the state, or was opened at a level; last: last event */
	moment_t	 taken, answered, closed;	/* first take, first answer; 0 not, closed: not now */
	int64_t		 held, idle;	/* seconds held before closing, and done before it was opened again */
	int64_t		 idle_unanswered;	/* of both, before the first answer */
	moment_t	 held_since;
	int		 reopened, escalated, skipped;	/* how often */
	int		 missed;	/* clocks that stopped, or were replaced, late */
	struct clock	 clock[CLOCKS];
};

/* Whether a step may be taken from a state (not what its level or chief forbid). */
bool order_legal(enum order_state, enum order_step);

/* "confirm, reopen, note": the steps a person may take from a state. */
const char *order_legal_words(enum order_state, char buf[static 128]);

/* Takes one more event into account. It is legal, and not before the last one. */
void order_live(struct order_life *, const struct order_event *, const struct order_book *);

/* When the first of the clocks that run is late: MOMENT_MAX none runs. While it
 * is held nothing is due. *which stays as it is when nothing is due. */
moment_t order_due(const struct order_life *, enum order_clock *which);

/* Clocks late at a moment, missed ones included: 0 it is within its deadlines. */
int order_late(const struct order_life *, moment_t);

/* Seconds from posting to the first answer, or to its closing; without the time
 * it was held, or done before it was opened again. -1: not yet. */
int64_t order_answer_time(const struct order_life *);
int64_t order_finish_time(const struct order_life *);

#endif
