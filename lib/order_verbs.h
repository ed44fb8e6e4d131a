/* The verbs of nbr-order that change orders. For programs. */
#ifndef NBR_ORDER_VERBS_H
#define NBR_ORDER_VERBS_H

#include "order.h"
#include "run.h"

/* post [HOUSEHOLD... | -], VERB_STEPS: takes OPT_KIND, OPT_AREA, OPT_HOUSEHOLD,
 * OPT_TITLE, OPT_DETAIL, OPT_PERSON, OPT_AT. Puts each order. 0, or -1: db_fail or a
 * usage error. */
int order_verb_post(struct run *);

/* The verb named as a step of order_steps, but post; ORDER... | -, VERB_STEPS: takes
 * OPT_AREA, OPT_CHIEF, OPT_AT and what its step needs: OPT_RESULT, OPT_REASON, OPT_NOTE,
 * OPT_PERSON, OPT_SCORE. As order_verb_post. */
int order_verb_step(struct run *);

/* Tells on stderr that an order that was posted says the same as one that is open. */
void order_say_like(struct order_key posted, struct order_key like);

#endif
