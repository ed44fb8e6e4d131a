/*
 * The line of text that an entry of the points ledger is, and its hash. Pure.
 *
 *   nbr1|seq|prev|at|day|actor|kind|account|points|balance|reason|ref|note\n
 *
 * hash is the SHA-256 of the line with its LF, in 64 small hexadecimal digits; prev
 * the hash of the entry before it, of the first the SHA-256 of
 * "nbr1-genesis|ORIGIN\n". A village's origin is "430121106205/points". No field
 * holds |, a line end or a control character.
 *
 *   seq      1, 2, 3 .. in the village
 *   at       when it was entered: UTC, 2024-02-01T01:02:03Z, never before the one
 *            before it
 *   day      business day, 2024-01-31
 *   actor    a-z 0-9 . _ -, at most 32: the login; another name as "u-" and the
 *            first 16 digits of its SHA-256
 *   kind     award deduct redeem return reverse
 *   account  serial of the chief: C07 is 7
 *   points   signed; 0 only of an award that its caps cut to nothing, and its reversal
 *   balance  of the account after it, not negative
 *   reason   award, deduct: the deed's code and the first day of its version,
 *            order-done.20240101; reverse: that of the entry it reverses; redeem,
 *            return: the goods, g03; import: import
 *   ref      the cause, once in a village: see cause.h
 *   note     "-", or SHA-256 of the nonce, ":" and the words, of entry_note
 */
#ifndef NBR_LEDGER_LINE_H
#define NBR_LEDGER_LINE_H

#include "moment.h"
#include "text.h"

enum {
	LEDGER_HASH = 65,	/* hexadecimal, with NUL */
	LEDGER_ACTOR = 33, LEDGER_REASON = 64, LEDGER_REF = 96,	/* with NUL */
	LEDGER_LINE = 512,	/* longest line, with NUL */
	LEDGER_POINTS = 1000000,	/* of one entry at most */
};

struct ledger_line {		/* as above */
	int64_t		 seq;
	struct text	 prev;
	moment_t	 at;
	day_t		 day;
	struct text	 actor, kind;
	int64_t		 account, points, balance;
	struct text	 reason, ref, note;
};

/* The line with its LF, and NUL; "" when no entry can be so: a field is too long, a
 * day or a moment is none. */
struct text ledger_line(const struct ledger_line *, char buf[static LEDGER_LINE]);

/* Of a line, or of anything. */
void ledger_hash(struct text, char hash[static LEDGER_HASH]);

/* What the first entry of a village has for prev. */
void ledger_genesis(int64_t village, char hash[static LEDGER_HASH]);

/* The digest of words that stand beside the chain. */
void ledger_note(struct text nonce, struct text words, char hash[static LEDGER_HASH]);

/* A name as the ledger has it. */
void ledger_actor(const char *name, char actor[static LEDGER_ACTOR]);

#endif
