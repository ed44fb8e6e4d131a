/*
 * The verbs of nbr-household that change the register. For programs. Each takes
 * OPT_REASON and changes all households the operands name, or none. 0, or -1: db_fail
 * or a usage error.
 */
#ifndef NBR_HOUSEHOLD_VERBS_H
#define NBR_HOUSEHOLD_VERBS_H

#include "run.h"

/* What add and set say of the card. */
#define HOUSEHOLD_CARD OPT_HEAD, OPT_DOOR, OPT_MEMBERS, OPT_NOTE, OPT_PHONE_FILE, OPT_IDENT_FILE

/* add: takes OPT_AREA, OPT_CLASS, OPT_TAG, HOUSEHOLD_CARD. Puts the household. */
int household_verb_add(struct run *);

int household_verb_set(struct run *);		/* HOUSEHOLD_CARD */
int household_verb_classify(struct run *);	/* OPT_CLASS */
int household_verb_tag(struct run *);		/* OPT_TAG, OPT_REMOVE */
int household_verb_move(struct run *);		/* OPT_AREA */
int household_verb_close(struct run *);
int household_verb_reopen(struct run *);

#endif
