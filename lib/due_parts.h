/* What the files of due share; others include due.h. */
#ifndef NBR_DUE_PARTS_H
#define NBR_DUE_PARTS_H

#include "calendar.h"
#include "due.h"
#include "state.h"

enum { DUE_EXTRA = 9 };		/* the first column of "extra" in a row */

/* One rule's part in an answer. */
struct due_reason {
	const struct visit_rule	*rule;
	day_t			 start, nominal, due;	/* due 0: nothing will be */
};

/* Reads the households that may be due (all: every one), as of the day. 0, what f
 * returned, -1. */
int due_scan(const struct due_question *, bool all, const char *extra,
    int (*f)(void *, const struct state *, struct stmt *row), void *arg);

/* Judges one: fills rule, nominal and due; rule NULL when no rule applies. Calls each,
 * NULL none, for every rule that does, until it returns other than 0. 0, -1. */
int due_judge(const struct due_question *, const struct state *, struct due *,
    int (*each)(void *, const struct due_reason *), void *arg);

#endif
