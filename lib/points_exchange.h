/* What nbr-points does to exchanges: its verbs redeem, collect, exchanges. */
#ifndef NBR_POINTS_EXCHANGE_H
#define NBR_POINTS_EXCHANGE_H

#include "run.h"

int points_redeem(struct run *);
int points_collect(struct run *);
int points_exchanges(struct run *);

#endif
