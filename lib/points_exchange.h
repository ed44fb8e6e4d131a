/* What nbr-points does to exchanges. For programs. Each returns 0, or -1: db_fail or a
 * usage error. */
#ifndef NBR_POINTS_EXCHANGE_H
#define NBR_POINTS_EXCHANGE_H

#include "run.h"

/* redeem CHIEF GOODS [COUNT]: takes OPT_AREA. */
int points_redeem(struct run *);

/* collect EXCHANGE... | -, VERB_STEPS: takes OPT_AREA. */
int points_collect(struct run *);

/* exchanges: takes OPT_AREA, OPT_CHIEF, OPT_STATUS, OPT_SINCE, OPT_UNTIL. */
int points_exchanges(struct run *);

#endif
