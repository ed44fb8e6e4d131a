/* A database that is not there yet. */
#ifndef NBR_MAKE_H
#define NBR_MAKE_H

#include "db.h"

/*
 * Makes a database: the schema and what fill stores in one write transaction
 * under the town's lock, so that it is there whole or not at all. fill returns as
 * the f of db_write does; 1 leaves nothing. A file that is there is refused; on
 * a server the database is there and has no tables. Returns a handle as db_open
 * does, with the error or open, for reading what was made; NULL when memory is
 * out.
 */
struct db *make_database(const char *where, int timeout,
    int (*fill)(struct db *, void *arg), void *arg);

#endif
