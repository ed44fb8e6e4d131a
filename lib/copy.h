/* A town moved to another database: from a file to a server, or back. */
#ifndef NBR_COPY_H
#define NBR_COPY_H

#include "db.h"
#include "rec.h"

extern const struct col copy_cols[];	/* table rows sha256 */

struct copy {
	const char	*from, *to;
	int		 timeout;
	bool		 dry;		/* copy and compare, then leave nothing */
	bool		 quiet;		/* no progress */
};

/*
 * Makes a database of all that is in another at one moment, compares the two
 * and keeps it if they are equal. Puts a record for each table, by the lines that
 * a dump with --reveal has of it, and one for "all"; out may be NULL. Returns the handle of the
 * first, which has the error whatever went wrong; NULL when memory is out.
 */
struct db *copy_town(const struct copy *, struct rec_out *);

#endif
