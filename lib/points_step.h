/*
 * What nbr-points does to entries one by one: its verbs award, deduct, reverse, object,
 * decide. For programs. Each returns 0, or -1: db_fail or a usage error.
 */
#ifndef NBR_POINTS_STEP_H
#define NBR_POINTS_STEP_H

#include "ledger.h"
#include "run.h"

/* The rules and the ledger of a change, of its last try. points_try: under its first
 * lock. 0, -1; points_try_end frees in either case. */
struct points_try {
	struct deed_book *book;
	struct ledger	*ledger;
};
int points_try(struct run *, struct points_try *);
void points_try_end(struct points_try *);

/* Of a deed, --rule, to the causes that the operands name: each a chief when it is
 * done by hand. deduct: a deed that deducts. VERB_STEPS: take OPT_RULE, OPT_AREA, OPT_FROM. */
int points_award(struct run *);
int points_deduct(struct run *);

/* Of entries, with a reason. VERB_STEPS: takes OPT_AREA. */
int points_reverse(struct run *);

/* Objections to entries, --person and --reason, and decisions, --status and --reason:
 * VERB_STEPS, with OPT_AREA; and a list of them: takes OPT_AREA, OPT_STATUS. */
int points_object(struct run *);
int points_decide(struct run *);
int points_objections(struct run *);

#endif
