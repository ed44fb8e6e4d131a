/*
 * Rows as they were. Before a row is changed in place or removed, the whole of it
 * is put by, with the run that had stored it: so an import can be undone, and it
 * stays known what was said before.
 *
 * A row is kept once a run, as the run found it. Who changes a row then puts the
 * own run into it; a span alone keeps the run that began it, for its household
 * changes along with it. What follows from other records (the last visit, the
 * floor of the due day) is not kept.
 */
#ifndef NBR_WAS_H
#define NBR_WAS_H

#include "db.h"

/*
 * Keeps the rows of a table that SELECT * FROM it gives, but those that this
 * run stored itself. Within a write transaction. How many rows there are, or -1.
 */
int64_t was_keep(struct db *, const char *table, const char *select, const struct arg *);

enum { WAS_CELLS = 24 };

/* A row that was kept. */
struct was {
	int64_t		 run;			/* that changed it */
	const char	*table;
	const char	*names[WAS_CELLS];	/* of its columns */
	struct arg	 cells[WAS_CELLS + 1];	/* what they held; ARG_END */
	int		 n;
};

/* Calls f for each row that a run changed, the last one first; or (stored) that
 * others changed after the run had stored it. Until it returns other than 0,
 * and returns that; -1 failed. */
int was_each(struct db *, int64_t run, bool stored, int (*f)(void *arg, struct was *), void *arg);

/* A cell, NULL when there is none of that name. */
struct arg *was_cell(struct was *, const char *name);

/* Puts the row back as it was. 0, -1. */
int was_restore(struct db *, const struct was *);

/* Forgets what a run changed. 0, -1. */
int was_forget(struct db *, int64_t run);

#endif
