/* Verbs of nbr-points that prove the ledger. */
#ifndef NBR_POINTS_VERIFY_H
#define NBR_POINTS_VERIFY_H

#include "run.h"

int points_verify(struct run *);
int points_checkpoint(struct run *);
int points_checkpoints(struct run *);

#endif
