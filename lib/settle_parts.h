/* What the files of settlement share. */
#ifndef NBR_SETTLE_PARTS_H
#define NBR_SETTLE_PARTS_H

#include "settle.h"
#include "settle_paid.h"

/* What is to be done. */
struct todo {
	const struct deed *deed;	/* NULL: to reverse */
	struct cause_told cause;	/* of a reversal the chief and, unless all was read, the run alone */
	int64_t		 seq;		/* of what is reversed */
	struct ledger_refusal *no;	/* of the last try; NULL none */
	bool		 waits;		/* for the reversal of what another chief has */
};

/* The settlement of one village. */
struct settling {
	const struct settle *settle;
	int64_t		 village;
	struct paid_book paid;		/* empty unless all is read */
	struct todo	*todo;
	size_t		 todos, todo_room;
	struct stmt	*name, *entry, *returned, *awarded;	/* NULL until they are asked */
	int64_t		*run;		/* whose causes wait for another settlement */
	size_t		 runs, run_room;
	bool		 anew;		/* the next one is to look at all */
	int64_t		 added;		/* entries so far */
};

/* Finds what is to be done in a village: v->todo, in no order. deeds: a digest of what
 * causes are awarded for; settled before by another one, all is read. 0, -1. */
int settle_find(struct settling *, const char *deeds);

/* A cause is left for a later settlement: its run, or all of them when it has none. 0, -1. */
int settle_leave(struct settling *, const struct cause_told *);

#endif
