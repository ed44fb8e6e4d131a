/* What the files of the ledger share. */
#ifndef NBR_LEDGER_PARTS_H
#define NBR_LEDGER_PARTS_H

#include "ledger.h"

enum { LEDGER_NONCE = 33 };	/* with NUL */

/* The end of a village's chain. */
struct head {
	int64_t		 village, seq;
	char		 hash[LEDGER_HASH];
	moment_t	 at;		/* of the last entry */
	day_t		 closed;
	bool		 changed;
};

struct account {
	int64_t		 chief;		/* id; the key, and first for ids_order */
	int64_t		 balance, earned, spent, entries, last;
	bool		 changed;
};

/* Statements that stay prepared. */
enum ledger_query {
	HEAD, ACCOUNT, REF, PROVISIONAL, LATER, INSERT, NOTE, SET_ACCOUNT, SET_HEAD,	/* ledger.c */
	AWARDED, USED, TAKEN,		/* ledger_award.c */
	QUERIES
};

struct ledger {
	struct db	*db;
	struct ledger_who who;
	const struct deed_book *book;
	char		 actor[LEDGER_ACTOR];
	moment_t	 now;
	struct head	*head;
	size_t		 heads, at;	/* at: the one asked for last */
	void		*accounts, *uses;	/* trees of tsearch() */
	struct stmt	*stmt[QUERIES];
	int		 failed;	/* of a walk through a tree */
};

/* As a value: a server that keeps a clerk to her villages would join r without its
 * index, for || is nothing that it lets see a row before the rights are looked at. */
#define LEDGER_REVERSED(t) "(SELECT max(r.seq) FROM entry r WHERE r.village = " t ".village AND r.ref = 'reverse:' || " t ".seq) IS NOT NULL"

/* The first row of a query, until it is asked again: 1, 0 none, -1. */
int ledger_ask(struct ledger *, enum ledger_query, const char *sql, const struct arg *);

/* Loaded when they are first asked for. NULL: failed. A head is good until another
 * village is asked for. */
struct head *ledger_head(struct ledger *, int64_t village);
struct account *ledger_account(struct ledger *, int64_t chief);

/* When the next entry is entered: never before the last one. */
moment_t ledger_clock(const struct ledger *, const struct head *);

/* The least that a chief has at the end of a day or of any later one, by the days of
 * his entries: what was added later is not there to be taken on that day. -1 failed. */
int64_t ledger_least(struct ledger *, const struct account *, day_t on);

/* What no entry may do. without: the entry it reverses, whose points need not be
 * final; 0 none. 0, or as ledger_add. */
int ledger_check(struct ledger *, const struct head *, const struct account *, const struct ledger_entry *, int64_t without, struct ledger_refusal *);

/* An entry that is to be stored, its line and texts reckoned: those of line live as
 * long as the entry and the ledger. */
struct ledger_row {
	struct ledger_line line;
	char		 hash[LEDGER_HASH], note[LEDGER_HASH], nonce[LEDGER_NONCE];
	struct text	 words;
	day_t		 final;
};
/* The next entry of a village and an account, which it moves on. 0, -1. */
int ledger_next(struct ledger *, struct head *, struct account *, struct ledger_entry *, bool spends, struct ledger_row *);

/* Appends what was found to be right. spends: it is of an exchange. 1, -1. */
int ledger_append(struct ledger *, struct head *, struct account *, struct ledger_entry *, bool spends);

/* A copy of what is not there yet in a tree of tsearch(). NULL: no memory. */
void *ledger_plant(struct ledger *, void **tree, const void *key, size_t size, int (*order)(const void *, const void *));

#endif
