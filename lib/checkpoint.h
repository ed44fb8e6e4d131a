/*
 * Checkpoints: what a village's chain was at an hour, signed by the town,
 * countersigned by the auditor and printed, so that nobody can write it all anew.
 *
 *   nbr-ledger-checkpoint/1
 *   origin 430121106205/points
 *   size 1234
 *   head <64 hex>              hash of entry 1234
 *   file <64 hex>              SHA-256 of the lines 1 to 1234
 *   roster 963 <64 hex>        number of its chiefs, households and rules then, and
 *                              SHA-256 of their lines (see nbr-points(1))
 *   prev <size> <64 hex>       the checkpoint before it, and its head; 0 and genesis
 *   time 2024-12-31T15:59:59Z
 *
 * Signed with ssh-keygen -Y sign -n nbr-ledger, countersigned with -n nbr-witness.
 */
#ifndef NBR_CHECKPOINT_H
#define NBR_CHECKPOINT_H

#include "ledger.h"

extern const struct col checkpoint_cols[];	/* village size head file roster prev time signed countersigned */
extern const struct col verify_cols[];		/* village size head verdict (finding columns) */

enum { CHECKPOINT_WORDS = 1024 };

/* Makes one of a village, when it has entries since the last one. Within a write
 * transaction of the village. key: NULL it is not signed. 1, 0, -1. */
int checkpoint_make(struct db *, int64_t village, const char *key, int64_t run);
/* Adds a signature made elsewhere (signature: its file's text). 1, 0, -1. */
int checkpoint_sign(struct db *, int64_t village, int64_t size, struct text signature, bool witness, int64_t run);
int checkpoint_list(struct db *, struct rec_out *, const struct area_range *, day_t since);
/* The text of the newest one: for statements and nightly reports. 1, 0, -1. */
int checkpoint_last(struct db *, int64_t village, char words[static CHECKPOINT_WORDS]);

/*
 * Verifies chains, balances, caps, causes, rules, stock, checkpoints and, with
 * signers, signatures; on all processors. Writes finding_cols: what is wrong first.
 * 1 all is well, 0 something was found, -1.
 */
int ledger_verify(struct db *, struct rec_out *, const struct area_range *, const char *zone, const char *signers);

#endif
