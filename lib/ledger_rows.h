/* The entries of a village, one after another, each with the line it is. */
#ifndef NBR_LEDGER_ROWS_H
#define NBR_LEDGER_ROWS_H

#include "db.h"
#include "ledger_line.h"

/* An entry as it is stored; texts live until f returns. */
struct ledger_row {
	struct ledger_line line;	/* prev: the hash stored with the entry before it */
	struct text	 words;		/* the line, with its LF; "" no entry can be so */
	struct text	 hash;		/* stored with it */
	day_t		 final;
	bool		 follows;	/* the entry before it is there, or it is the first */
	bool		 whole;		/* hash is that of words; so if it does not follow */
};

/* Calls f for each entry, by seq: 0, what f returned, -1. */
int ledger_rows(struct db *, int64_t village, int (*f)(void *, const struct ledger_row *), void *arg);

#endif
