/* What stands in the way of nbr on this machine, looked for one by one. */
#ifndef NBR_DOCTOR_H
#define NBR_DOCTOR_H

#include "command.h"
#include "db.h"
#include "rec.h"

extern const struct col doctor_cols[];	/* check verdict detail */

struct doctor {
	struct rec_out	*out;
	const char	*path;		/* of the database */
	const char	*zone, *catalogues;	/* of messages: a directory */
	const char	*root;		/* what is before /etc, /var and /run: "" */
	const char	*settings;	/* of nightly: a file; NULL: its own, below root */
	day_t		 today;
	const struct commands *commands;
	int		 findings;	/* how many verdicts were "finding" */
};

/* Looks at everything; db is the database opened for reading whatever its
 * version, or a handle that says why it could not be. */
void doctor_look(struct doctor *, struct db *);

#endif
