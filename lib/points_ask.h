/*
 * The verbs of nbr-points that ask the ledger: what their options mean. Operands are
 * chiefs, but of explain, an entry, and sample, how many. Each takes OPT_AREA and those
 * beside it, and returns 0, or -1: db_fail or a usage error. For programs.
 */
#ifndef NBR_POINTS_ASK_H
#define NBR_POINTS_ASK_H

#include "run.h"

int points_ask_balance(struct run *);	/* OPT_KNOWN */
int points_ask_history(struct run *);	/* OPT_SINCE, OPT_UNTIL, OPT_KNOWN, OPT_KIND, OPT_RULE, OPT_ACTOR, OPT_FINDING */
int points_ask_statement(struct run *);	/* OPT_SINCE, OPT_UNTIL, OPT_KNOWN */
int points_ask_rank(struct run *);	/* OPT_SINCE, OPT_UNTIL, OPT_KNOWN */
int points_ask_sample(struct run *);	/* OPT_SEED, OPT_SINCE, OPT_UNTIL, OPT_KNOWN */
int points_ask_explain(struct run *);
int points_ask_replay(struct run *);	/* OPT_RULES, OPT_KNOWN */

#endif
