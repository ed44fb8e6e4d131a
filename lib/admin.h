/*
 * The database as its administrator sees it: made, described, brought to this
 * version, checked.
 */
#ifndef NBR_ADMIN_H
#define NBR_ADMIN_H

#include "finding.h"
#include "ids.h"
#include "list.h"
#include "runs.h"

struct town {
	struct area_range area;		/* of its code */
	struct text	 code, name;	/* name: 1 to 200 bytes */
	const char	*zone;		/* "Asia/Shanghai" */
};

/*
 * Makes a database of a town, with its settings and the area of the town
 * itself, and the run of note. As make_database.
 */
struct db *admin_init(const char *where, int timeout, const struct town *, struct run_note *);

extern const struct col fact_cols[];	/* fact value */
int admin_info(struct db *, struct rec_out *, const char *path);	/* 0, -1 */

/*
 * Brings the schema to this program's version, after a backup beside it:
 * path.pre-migrate-2, but on a server. Puts one record, from to backup, when there is
 * something to do; dry: only that. 0, -1.
 */
extern const struct col migrate_cols[];
int admin_migrate(struct db *, struct rec_out *, const char *path, bool dry);

/* Findings about the file, the schema and what its tables say of each other:
 * finding_cols. 0, -1. */
int admin_check(struct db *, const char *zone, struct rec_out *);

#endif
