/* The verbs of nbr-chief about honours. For programs. Each returns 0, or -1: db_fail or
 * a usage error. */
#ifndef NBR_COMMEND_VERBS_H
#define NBR_COMMEND_VERBS_H

struct run;

/* commend CHIEF... | -, VERB_STEPS: takes OPT_AREA, OPT_LEVEL, OPT_TITLE, OPT_REMOVE.
 * Puts each, unless it was there. */
int commend_verb_add(struct run *);

/* commendations: takes OPT_AREA, OPT_CHIEF, OPT_LEVEL, OPT_SINCE, OPT_UNTIL. */
int commend_verb_list(struct run *);

#endif
