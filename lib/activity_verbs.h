/* What nbr-activity shares among its verbs, and those about matters. For programs. */
#ifndef NBR_ACTIVITY_VERBS_H
#define NBR_ACTIVITY_VERBS_H

#include "activity.h"
#include "run.h"

/* The code of --kind, a kind of activity, into buf; *kind is buf, or NULL when it
 * was not given. on: 0 of any day. 0, -1: also a usage error. */
int activity_read_kind(struct run *, day_t on, char buf[static RULE_CODE], const char **kind);

/* issue ACTIVITY: takes OPT_AREA, OPT_TITLE, OPT_PERSON, OPT_POST, OPT_KIND, OPT_DETAIL. */
int issue_raise(struct run *);

/* issues: takes OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_STATUS. */
int issue_ask(struct run *);

/* settle ISSUE... | -, VERB_STEPS: takes OPT_AREA, OPT_OUTCOME, OPT_STATUS. */
int issue_close(struct run *);

#endif
