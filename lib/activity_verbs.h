/*
 * The verbs of nbr-activity that change activities, and those about the matters put to
 * them. For programs. Each returns 0, or -1: db_fail or a usage error.
 */
#ifndef NBR_ACTIVITY_VERBS_H
#define NBR_ACTIVITY_VERBS_H

#include "activity.h"
#include "run.h"

/* The code of --kind, a kind of activity, into buf; *kind is buf, or NULL when it
 * was not given. on: 0 of any day. */
int activity_read_kind(struct run *, day_t on, char buf[static RULE_CODE], const char **kind);

/* add: takes OPT_AREA, OPT_KIND, OPT_TITLE, OPT_PLACE, OPT_CHIEF, OPT_RESIDENTS,
 * OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_RESULT. Puts the activity. */
int activity_verb_add(struct run *);

/* set ACTIVITY... | -, VERB_STEPS: takes what add takes, but OPT_KIND. */
int activity_verb_set(struct run *);

/* attend ACTIVITY [CHIEF... | -], VERB_STEPS: takes OPT_AREA, OPT_RESIDENTS, OPT_REMOVE. */
int activity_verb_attend(struct run *);

/* close ACTIVITY... | -, VERB_STEPS: takes OPT_AREA, OPT_RESULT, OPT_RESIDENTS. */
int activity_verb_close(struct run *);

/* issue ACTIVITY: takes OPT_AREA, OPT_TITLE, OPT_PERSON, OPT_POST, OPT_KIND, OPT_DETAIL. */
int issue_raise(struct run *);

/* issues: takes OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_STATUS. */
int issue_ask(struct run *);

/* settle ISSUE... | -, VERB_STEPS: takes OPT_AREA, OPT_OUTCOME, OPT_STATUS. */
int issue_close(struct run *);

#endif
