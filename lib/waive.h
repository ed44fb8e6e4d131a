/*
 * What the verbs "check" and "waive" are in every program that has them. For
 * programs; what there is to find is an entity's to say.
 */
#ifndef NBR_WAIVE_H
#define NBR_WAIVE_H

#include "ids.h"
#include "run.h"
#include "waiver.h"

struct findings {
	const char *(*code)(struct text);	/* as the entity has it, NULL when it is none */
	int	 (*check)(struct run *, struct check *);
	/* The record a person means, as findings name it. 0, -1 (db_fail). */
	int	 (*record)(struct run *, struct text what, int64_t *village, char id[static IDS_SIZE]);
};

/* check [CODE...]: takes OPT_STATUS. Status 1 when something is found. */
int waive_check(struct run *, const struct findings *);

/* waive CODE RECORD... | -: takes OPT_UNTIL, OPT_REMOVE. */
int waive_run(struct run *, const struct findings *);

#endif
