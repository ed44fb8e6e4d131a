/* Lists: the chosen columns of a query, straight into a record stream. */
#ifndef NBR_LIST_H
#define NBR_LIST_H

#include "db.h"
#include "rec.h"

/*
 * Writes the rows of SELECT <the chosen columns' expr> <tail>. Columns
 * without an expr are NULL. 0, or -1 (db_fail).
 */
int list_rows(struct db *, struct rec_out *, const struct col *,
    const char *tail, const struct arg *);

#endif
