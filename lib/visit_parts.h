/* What the files of the import of visits share. */
#ifndef NBR_VISIT_PARTS_H
#define NBR_VISIT_PARTS_H

#include "calendar.h"
#include "state.h"
#include "visit.h"

/* What an import holds between its rows. */
struct visit_intake {
	struct rulebook	*ever;		/* all versions, for floors */
	struct calendar	*calendar;
	struct stmt	*chief;		/* whether there is one */
	int64_t		 known;		/* the last one that there was */
};

struct visit_item {
	struct import_row *row;
	struct visit	*v;
	int64_t		 taken;		/* of the first of a day: highest number stored */
};

/* A household of the batch. */
struct visit_home {
	struct state	 state;
	size_t		 items;		/* items before its own */
	bool		 found, moved;
};

struct visit_batch {
	struct import	*im;
	struct db	*db;
	struct visit_intake	*in;
	struct visit_item	*item;		/* the good rows */
	size_t		 n;
	struct visit_home	*home;		/* by id */
	size_t		 homes;
	struct post_map	*posts;		/* of today, and all chiefs by name; NULL: not asked yet */
};

/* Whose visits they are, and by whom; finds the faults. 0, -1. */
int visit_look_up(struct visit_batch *);

int visit_intake_store(struct import *, void *own, struct import_row *, size_t n);

#endif
