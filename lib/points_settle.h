/* nbr-points settle. For programs. */
#ifndef NBR_POINTS_SETTLE_H
#define NBR_POINTS_SETTLE_H

#include "run.h"

/* Takes OPT_UNTIL, OPT_AREA, OPT_CLOSE. */
int points_settle(struct run *);

#endif
