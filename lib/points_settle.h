/* nbr-points settle. For programs. 0, or -1: db_fail or a usage error. */
#ifndef NBR_POINTS_SETTLE_H
#define NBR_POINTS_SETTLE_H

#include "run.h"

/* Takes OPT_UNTIL, OPT_AREA, OPT_CLOSE. */
int points_settle(struct run *);

#endif
