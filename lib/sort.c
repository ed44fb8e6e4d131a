#include "sort.h"

#include <stdbool.h>
#include <string.h>

/* Moves from[] to to[] in the order of one byte. False: all are equal there. */
static bool
by_byte(const struct sort_key *from, struct sort_key *to, size_t n, int shift)
{
	size_t at[256] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		at[from[i].key >> shift & 255]++;
	if (at[from[0].key >> shift & 255] == n)
		return false;
	for (int b = 0; b < 256; b++) {
		size_t count = at[b];

		at[b] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[at[from[i].key >> shift & 255]++] = from[i];
	return true;
}

void
sort_keys(struct sort_key *keys, struct sort_key *spare, size_t n)
{
	struct sort_key *from = keys, *to = spare;

	if (n < 2)
		return;
	for (int shift = 0; shift < 64; shift += 8)
		if (by_byte(from, to, n, shift)) {
			struct sort_key *was = from;

			from = to;
			to = was;
		}
	if (from != keys)
		memcpy(keys, from, n * sizeof(*keys));
}
