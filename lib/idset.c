#include "idset.h"

#include <stdlib.h>

/* Where the number is, or the free slot where it belongs. */
static size_t
place(const struct idset *s, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15 >> 20) & (s->room - 1);

	while (s->slot[at] != 0 && s->slot[at] != id)
		at = (at + 1) & (s->room - 1);
	return at;
}

bool
idset_has(const struct idset *s, int64_t id)
{
	return s->room > 0 && s->slot[place(s, id)] == id;
}

static bool
grow(struct idset *s)
{
	struct idset more = { .n = s->n, .room = s->room == 0 ? 4096 : 2 * s->room };

	more.slot = calloc(more.room, sizeof(*more.slot));
	if (more.slot == NULL)
		return false;
	for (size_t i = 0; i < s->room; i++)
		if (s->slot[i] != 0)
			more.slot[place(&more, s->slot[i])] = s->slot[i];
	free(s->slot);
	*s = more;
	return true;
}

bool
idset_add(struct idset *s, int64_t id)
{
	size_t at;

	if (s->n >= s->room / 2 && !grow(s))
		return false;
	at = place(s, id);
	s->n += s->slot[at] == 0;
	s->slot[at] = id;
	return true;
}

void
idset_free(struct idset *s)
{
	free(s->slot);
	*s = (struct idset){ 0 };
}
