/* The verbs of nbr-points that ask the ledger: what their options mean. */
#ifndef NBR_POINTS_ASK_H
#define NBR_POINTS_ASK_H

#include "run.h"

int points_ask_balance(struct run *);
int points_ask_history(struct run *);
int points_ask_statement(struct run *);
int points_ask_rank(struct run *);
int points_ask_sample(struct run *);
int points_ask_explain(struct run *);
int points_ask_replay(struct run *);

#endif
