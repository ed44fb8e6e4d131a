/* Questions typed by a person in SQL: read, never written. */
#ifndef NBR_QUERY_H
#define NBR_QUERY_H

#include "col.h"
#include "db.h"
#include "rec.h"

struct query;

/*
 * Takes one SELECT. Without reveal one that reads identity or phone numbers is
 * refused. Its columns, named by the statement, live as long as the query.
 * NULL: failed (db_fail).
 */
struct query *query_open(struct db *, const char *sql, bool reveal);
const struct col *query_cols(const struct query *);
int query_put(struct query *, struct rec_out *);
void query_end(struct query *);		/* before the database is closed; NULL is fine */
void query_close(struct query *);	/* frees its columns too; NULL is fine */

#endif
