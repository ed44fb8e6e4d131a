/* What was awarded in a village for causes of the register: all of it in memory, or of
 * one cause. */
#ifndef NBR_SETTLE_PAID_H
#define NBR_SETTLE_PAID_H

#include "cause.h"

/* One award. */
struct paid {
	int64_t		 seq, account;
	size_t		 ref;		/* where it begins in refs */
	uint32_t	 code, len;	/* bytes of the deed, and of the cause after it */
	uint32_t	 before;	/* of the one before it for the same cause, 0 none */
	bool		 reversed, for_good;	/* for_good: a person did, with a reason */
	bool		 counts;	/* the caller's: it is there, and for that chief */
};

struct paid_book {
	struct paid	*at;		/* by seq; they are told of as index + 1 */
	size_t		 n, room;
	char		*refs;
	size_t		 bytes, bytes_room;
	struct paid_slot *slot;		/* by a hash of the cause */
	size_t		 mask;
};

/* Into a book of zeros, under the lock of the village. 0, -1; it is freed either way. */
int paid_load(struct db *, int64_t village, struct paid_book *);
void paid_free(struct paid_book *);

/* The latest award for a cause, by its name; 0 none. */
uint32_t paid_find(const struct paid_book *, const char *name);
static inline struct paid *paid_at(const struct paid_book *b, uint32_t at) { return &b->at[at - 1]; }
static inline struct text paid_deed(const struct paid_book *b, const struct paid *p) { return (struct text){ b->refs + p->ref, p->code }; }

/* The latest award of a deed for a cause; none: it has seq 0 and is reversed. Of it seq,
 * account, reversed and for_good are set. *stmt is NULL at first, and the caller's to
 * end. 0, -1. */
int paid_ask(struct db *, struct stmt **, const struct deed *, const struct cause_told *, struct paid *);

#endif
