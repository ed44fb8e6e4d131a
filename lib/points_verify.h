/* Verbs of nbr-points that prove the ledger. For programs. Each returns 0, or -1:
 * db_fail or a usage error. */
#ifndef NBR_POINTS_VERIFY_H
#define NBR_POINTS_VERIFY_H

#include "run.h"

/* verify [FILE...]: takes OPT_AREA, OPT_SIGNERS. Status 1 when something is found. */
int points_verify(struct run *);

/* checkpoint [CHECKPOINT], VERB_READS: takes OPT_AREA, OPT_KEY, OPT_SIGNATURE. */
int points_checkpoint(struct run *);

/* checkpoints: takes OPT_AREA. */
int points_checkpoints(struct run *);

#endif
