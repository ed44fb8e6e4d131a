/* A set of keys, each with a number, in memory: a hash table that grows. Pure. */
#ifndef NBR_KEYS_H
#define NBR_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct keys {			/* of zeros: empty */
	struct { uint64_t key; int64_t n; } *at;	/* key 0: a free place */
	size_t	 count, room;	/* keys, and places: 0 or 1 << bits */
	int	 bits;
};

/* The number of a key, which is not 0; it moves when another key is added. NULL: the
 * key is not there. */
int64_t *keys_find(const struct keys *, uint64_t key);

/* The same, made with 0 when it is not there; NULL: no memory. */
int64_t *keys_add(struct keys *, uint64_t key);

/* Empties it. */
void keys_free(struct keys *);

#endif
