/* What the files of undo share. */
#ifndef NBR_UNDO_PARTS_H
#define NBR_UNDO_PARTS_H

#include "undo.h"
#include "was.h"

struct undo {
	struct db	*db;
	struct rec_out	*out;		/* of dependent_cols */
	int64_t		 run;		/* the import */
	int64_t		 n;		/* rows put back or removed, so far */
	const char	*kind;		/* of the dependents at hand */
};

/* Puts a record that depends on the import: the run that stored it, and why one of
 * "changed", "needs", "ident". 0. */
int undo_put(struct undo *, int64_t run, const char *kind, struct text record, const char *why);

/* Puts what would be at odds with a row that comes back. 0, -1. */
int undo_clashes(struct undo *, struct was *);

/* Puts what needs the rows that the import added: those of its run that were not put
 * back. 0, -1. */
int undo_needs(struct undo *);

/* Whether rows a and b are of the same household. */
#define SAME(a, b)	a ".village = " b ".village AND " a ".household = " b ".household"

#endif
