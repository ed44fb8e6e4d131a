/*
 * Runs: who changed what, when, by which program, from which file; and who saw
 * what is masked. Append-only. A run's number is on every row it stored.
 */
#ifndef NBR_RUNS_H
#define NBR_RUNS_H

#include "col.h"
#include "db.h"

struct run_note {
	const char	*actor, *program, *verb;
	const char	*ref;		/* idempotency key, NULL none */
	const char	*request;	/* digest of what was asked, "" none */
	const char	*reason;	/* NULL none */
	const char	*source;	/* file of an import, or what was named; NULL none */
	const char	*digest;	/* its SHA-256, NULL none */
	day_t		 day;		/* business day */
	int64_t		 seen, added, changed, same, rejected;	/* records */
};

extern const struct col run_cols[];

/* The number that run_record will give next in this transaction; -1 failed. */
int64_t run_next(struct db *);

/* Records a run in the transaction that is open. Its number, or -1. */
int64_t run_record(struct db *, const struct run_note *);

/*
 * Whether ref was used: 1 by this very request, 0 not at all, -1 failed, also
 * when it was used for another request (FAULT_REF_USED).
 */
int run_used(struct db *, const char *ref, const char *request);

#endif
