/* A set of numbers other than 0, in memory. Pure. */
#ifndef NBR_IDSET_H
#define NBR_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct idset {			/* starts as { 0 } */
	int64_t	*slot;		/* 0 free */
	size_t	 n, room;	/* room: a power of two, or 0 */
};

bool idset_has(const struct idset *, int64_t id);

/* Adds a number; it may be there already. Returns false when memory is out. */
bool idset_add(struct idset *, int64_t id);

void idset_free(struct idset *);

#endif
