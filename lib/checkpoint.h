/*
 * Checkpoints: what a village's chain was at an hour, signed by the town,
 * countersigned by the auditor and printed, so that nobody can write it all anew.
 *
 *   nbr-ledger-checkpoint/1
 *   origin 430121106205/points
 *   size 1234
 *   head <64 hex>              hash of entry 1234
 *   file <64 hex>              SHA-256 of the lines 1 to 1234
 *   roster 963 <64 hex>        number of its chiefs and households then, and SHA-256
 *                              of their lines
 *   rules 14 <64 hex>          the same of the versions of deeds that these entries name
 *   prev <size> <64 hex>       the checkpoint before it, and its head; 0 and genesis
 *   time 2024-12-31T15:59:59Z
 *
 * Lines, each with its LF, what is between bars as it is stored:
 *
 *   roster  C|chief|name, by chief; H|household|first|head, by household
 *   rules   rule|first|side|value|cap_day|cap_month|cap_year|notice|subject, by both
 *
 * Rules that entries name do not change but in their last day, so that verify can
 * tell; names do, and the roster is for who keeps a backup beside the checkpoint.
 * Signed with ssh-keygen -Y sign -n nbr-ledger, countersigned with -n nbr-witness.
 */
#ifndef NBR_CHECKPOINT_H
#define NBR_CHECKPOINT_H

#include <stdio.h>

#include "ledger.h"

enum { CHECKPOINT_WORDS = 1024 };

struct checkpoint {		/* as above */
	int64_t		 village;
	int64_t		 size;		/* entries */
	int64_t		 names, rules;	/* lines of roster and rules */
	int64_t		 prev;		/* size of the one before it; 0 none */
	char		 head[LEDGER_HASH], file[LEDGER_HASH], roster[LEDGER_HASH], rulebook[LEDGER_HASH];
	char		 before[LEDGER_HASH];	/* head of the one before it, or genesis */
	moment_t	 time;
};

/* The text, with its NUL, and back: false it is none, to the letter. */
size_t checkpoint_words(const struct checkpoint *, char words[static CHECKPOINT_WORDS]);
bool checkpoint_parse(struct text, struct checkpoint *);

/* Writes the lines of checkpoints that stand in a text, each by itself, whatever is
 * around them: a table, CSV, JSON, a page. Whether there are any. */
bool checkpoint_lines(struct text, FILE *to);

/* The next one in a text that may hold anything else between them; rest is what comes
 * after its first line. 1, 0 none, -1 it is one no more: changed, or cut. */
int checkpoint_next(struct text *rest, struct checkpoint *);

/* "430121106205:1234" */
struct text checkpoint_id(int64_t village, int64_t size, char buf[static IDS_SIZE]);
bool checkpoint_id_parse(struct text, int64_t *village, int64_t *size);

extern const struct col checkpoint_cols[];	/* checkpoint size head time signed countersigned words .. */

/* What a village's chain is now, within a read transaction: it must be whole (else
 * FAULT_LEDGER). 1, 0 it has no entries since the last checkpoint, -1. */
int checkpoint_read(struct db *, int64_t village, struct checkpoint *);

/* Stores one that was read, whatever was entered since, and the town's signature, ""
 * none. Within a write transaction of the village. 1, 0 another one was made, -1. */
int checkpoint_add(struct db *, const struct checkpoint *, const char *signature, int64_t run);

/* Adds a signature made elsewhere (its file's text), the town's or the auditor's,
 * whichever it is; refused when it is not of that text. 1, 0 it is there, -1. */
int checkpoint_sign(struct db *, int64_t village, int64_t size, struct text signature);

/* Those of a range: of all sizes, of one, or the newest of each village. 0, -1. */
enum { CHECKPOINT_ALL = 0, CHECKPOINT_NEWEST = -1 };
int checkpoint_list(struct db *, struct rec_out *, const struct area_range *, int64_t size);

/* The text of the newest one made up to a business day: 1, 0 there is none, -1. */
int checkpoint_last(struct db *, int64_t village, day_t until, char words[static CHECKPOINT_WORDS]);

/*
 * Verifies chains, balances, caps, causes, rules, stock, checkpoints and, with
 * signers, signatures. saved: texts kept elsewhere, with checkpoints among other
 * lines, each whole. Writes finding_cols: what is wrong first. 1 all is well, 0 something was
 * found, -1.
 */
struct verify_how {
	const char	*zone, *signers;	/* signers: a file; NULL none are asked for */
	struct text	 saved;			/* "" none */
	const char	*where;			/* the database: for a second connection */
	int		 timeout;		/* seconds, of that one */
};
int ledger_verify(struct db *, struct rec_out *, const struct area_range *, const struct verify_how *);

#endif
