/*
 * Undo: an import taken back whole, or what was done later that depends on it.
 *
 * What it added is removed, what it changed is put back as it was (was.h), what
 * follows from that is computed again. Numbers that were given are not given
 * again, and no run is forgotten.
 */
#ifndef NBR_UNDO_H
#define NBR_UNDO_H

#include "db.h"
#include "rec.h"

extern const struct col dependent_cols[];	/* run kind record why */

/*
 * Takes an import back, within a write transaction of every village. How many
 * records were removed or put back; 0 when later ones depend on it: then those
 * were put to out, and the transaction must not be committed; or -1 (also: no
 * such run, no import, undone already).
 */
int64_t undo_import(struct db *, const char *zone, int64_t run, struct rec_out *out);

#endif
