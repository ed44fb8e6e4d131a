/* Sorting of 64-bit keys, each with a number that goes along. Pure. */
#ifndef NBR_SORT_H
#define NBR_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_key {
	uint64_t	key;
	uint32_t	row;
};

/* Sorts n keys, stable, in linear time (radix, a byte at a time; bytes that
 * are the same in all keys cost one look). spare has room for n too. */
void sort_keys(struct sort_key *keys, struct sort_key *spare, size_t n);

#endif
