/*
 * Dumps: every row of every table as one line of JSON, in the order of keys,
 * so that equal contents are equal bytes on whatever engine they lie.
 */
#ifndef NBR_DUMP_H
#define NBR_DUMP_H

#include <stdio.h>

#include "db.h"

/*
 * Writes {"dump":1,"schema":1,"masked":true}, then {"table":"area","row":{..}}
 * for each row; of one table only when it is named. Without reveal identity and
 * phone numbers are null. 0, or -1 (db_fail; errors of the stream are left in
 * it).
 */
int dump_write(struct db *, FILE *, const char *table, bool reveal);

/* Calls f with each row that the SELECT of a table gives, and with its line,
 * newline and all, until it returns other than 0, and returns that. */
int dump_rows(struct db *, struct text table, const char *select,
    int (*f)(void *arg, struct stmt *row, struct text line), void *arg);

#endif
