#include "keys.h"

#include <stdlib.h>

static size_t
place(const struct keys *t, uint64_t key)
{
	/* The highest bits of the product: those that each bit of the key reaches. */
	size_t i = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - t->bits));

	while (t->at[i].key != 0 && t->at[i].key != key)
		i = (i + 1) & (t->room - 1);
	return i;
}

int64_t *
keys_find(const struct keys *t, uint64_t key)
{
	size_t i = t->room == 0 ? 0 : place(t, key);

	return t->room == 0 || t->at[i].key == 0 ? NULL : &t->at[i].n;
}

int64_t *
keys_add(struct keys *t, uint64_t key)
{
	size_t i;

	if (t->count * 2 >= t->room) {
		struct keys more = { .count = t->count, .bits = t->room == 0 ? 10 : t->bits + 1 };

		more.room = (size_t)1 << more.bits;
		more.at = calloc(more.room, sizeof(*more.at));
		if (more.at == NULL)
			return NULL;
		for (i = 0; i < t->room; i++)
			if (t->at[i].key != 0)
				more.at[place(&more, t->at[i].key)] = t->at[i];
		free(t->at);
		*t = more;
	}
	i = place(t, key);
	t->count += t->at[i].key == 0;
	t->at[i].key = key;
	return &t->at[i].n;
}

void
keys_free(struct keys *t)
{
	free(t->at);
	*t = (struct keys){ 0 };
}
