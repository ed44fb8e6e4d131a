/*
 * Runs: who changed what, when, by which program, from which file; and who saw
 * what is masked. Append-only. A run has the number of its write transaction,
 * and that is on every row it stored.
 */
#ifndef NBR_RUNS_H
#define NBR_RUNS_H

#include "col.h"
#include "db.h"
#include "rec.h"

struct run_note {
	const char	*actor, *program, *verb;
	const char	*ref;		/* idempotency key, NULL none */
	const char	*request;	/* digest of what was asked, "" none */
	const char	*reason;	/* NULL none */
	const char	*source;	/* file of an import, or what was named; NULL none */
	const char	*digest;	/* its SHA-256, NULL none */
	day_t		 day;		/* business day */
	int64_t		 seen, added, changed, same, rejected;	/* records */
	int64_t		 run;		/* set by run_record: db_write_id() */
	char		 mark[33];	/* set by it: tells this run from any other */
};

extern const struct col run_cols[];	/* what was done: run at day actor program verb .. */
extern const struct col import_cols[];	/* imports: run at actor program source .. */

/* The runs of business days, or the imports among them, in the order in which
 * they were done; actor "" anyone's. 0, -1. */
int run_list(struct db *, struct rec_out *, day_t since, day_t until, const char *actor);
int run_imports(struct db *, struct rec_out *, day_t since, day_t until, const char *actor);

/* Records a run in the write transaction that is open. 0, -1. */
int run_record(struct db *, struct run_note *);

/* Whether the very run that was recorded is stored: 1, 0, -1. After a commit of
 * which no answer came. */
int run_stored(struct db *, const struct run_note *);

/* Records a run and nothing else, in a transaction of its own. 0, -1. */
int run_record_alone(struct db *, struct run_note *);

/*
 * Whether ref was used: 1 by this very request, then run and rejected of done are
 * those of that time; 0 not at all; -1 failed, also when it was used for another
 * request (FAULT_REF_USED).
 */
int run_used(struct db *, const char *ref, const char *request, struct run_note *done);

#endif
