/*
 * What auditors get to read: a copy without identity numbers and phones, and
 * without the rows as they were, which have them too. On a server an auditor is
 * not granted these columns either.
 */
#ifndef NBR_SNAPSHOT_H
#define NBR_SNAPSHOT_H

#include "db.h"

/* Masks a database file that nobody else uses, and copies it into an empty file:
 * what was erased in the first is not in the second. 0; -1, the error is db's. */
int snapshot_mask(struct db *, const char *whole, const char *to);

#endif
