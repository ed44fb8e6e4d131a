/* A table of figures by key. */
#define _GNU_SOURCE
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
key_hash(enum figure figure, int64_t area, const char *group)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)area * 64 ^ figure;

	for (; *group != '\0'; group++)
		h = (h ^ (unsigned char)*group) * UINT64_C(0x100000001b3);
	return h * UINT64_C(0x9e3779b97f4a7c15) >> 16;
}

/* The place of a key in the slots: that of the figure, or the free one for it. */
static size_t
slot_of(const struct sheet *s, enum figure figure, int64_t area, const char *group)
{
	size_t i = key_hash(figure, area, group) & (s->slots - 1);

	for (; s->slot[i] != 0; i = (i + 1) & (s->slots - 1)) {
		const struct sheet_figure *f = &s->at[s->slot[i] - 1];

		if (f->figure == figure && f->area == area && strcmp(f->group.code, group) == 0)
			break;
	}
	return i;
}

/* Room for one more, and slots for twice as many. */
static bool
has_room(struct sheet *s)
{
	size_t room = s->room * 2 + 256;
	struct sheet_figure *more;
	size_t *slot;

	if (s->n < s->room)
		return true;
	more = reallocarray(s->at, room, sizeof(*more));
	if (more == NULL)
		return false;
	s->at = more;
	s->room = room;
	for (s->slots = 512; s->slots < room * 2;)
		s->slots *= 2;
	slot = calloc(s->slots, sizeof(*slot));
	if (slot == NULL)
		return false;
	free(s->slot);
	s->slot = slot;
	for (size_t i = 0; i < s->n; i++)
		s->slot[slot_of(s, s->at[i].figure, s->at[i].area, s->at[i].group.code)] = i + 1;
	return true;
}

/* Found, or made with nothing in it. NULL: no memory. */
static struct sheet_figure *
figure_at(struct sheet *s, enum figure figure, int64_t area, struct sheet_group group)
{
	struct sheet_figure *f;
	size_t slot;

	if (!has_room(s))
		return NULL;
	slot = slot_of(s, figure, area, group.code);
	if (s->slot[slot] != 0)
		return &s->at[s->slot[slot] - 1];
	f = &s->at[s->n];
	*f = (struct sheet_figure){ .figure = figure, .area = area, .value = 0, .of = SHEET_NONE, .records = SHEET_NONE, .before = SHEET_NONE };
	f->group = (struct sheet_group){ strdup(group.code), { strndup(group.name.at == NULL ? "" : group.name.at, group.name.len), group.name.len }, group.rank };
	if (f->group.code == NULL || f->group.name.at == NULL) {
		free((char *)f->group.code);
		free((char *)f->group.name.at);
		return NULL;
	}
	s->slot[slot] = ++s->n;
	return f;
}

static void
add(int64_t *sum, int64_t n)
{
	if (n != SHEET_NONE)
		*sum = (*sum == SHEET_NONE ? 0 : *sum) + n;
}

int
sheet_at(struct sheet *s, enum figure figure, int64_t area, struct sheet_group group, int64_t value, int64_t of, int64_t records)
{
	struct sheet_figure *f = figure_at(s, figure, area, group);

	if (f == NULL)
		return db_no_memory(s->ask->db);
	if (value == SHEET_NONE)
		f->value = SHEET_NONE;
	else
		f->value += value;
	add(&f->of, of);
	add(&f->records, records);
	return 0;
}

int
sheet_add(struct sheet *s, enum figure figure, int64_t area, struct sheet_group group, int64_t value, int64_t of, int64_t records)
{
	if (sheet_at(s, figure, s->top, group, value, of, records) != 0)
		return -1;
	return s->villages ? sheet_at(s, figure, ids_make(ids_village(area), 0), group, value, of, records) : 0;
}

int
sheet_day(struct sheet *s, enum figure figure, int64_t area, day_t day, int64_t value)
{
	char code[sizeof("day:") + 11] = "day:";

	day_text(day, code + 4);
	return sheet_add(s, figure, area, (struct sheet_group){ .code = code, .rank = day }, value, SHEET_NONE, SHEET_NONE);
}

const struct sheet_figure *
sheet_find(const struct sheet *s, enum figure figure, int64_t area)
{
	for (const struct sheet_figure *f = s->at; f < s->at + s->n; f++)
		if (f->figure == figure && f->area == area && (f->group.code[0] == '\0' || strcmp(f->group.code, "special") == 0))
			return f;
	return NULL;
}

int
sheet_zero(struct sheet *s, enum figure first, enum figure last)
{
	for (enum figure f = first; f <= last; f++)
		if (sheet_at(s, f, s->top, SHEET_ALL, 0, SHEET_NONE, SHEET_NONE) != 0)
			return -1;
	return 0;
}

/* A day is itself, and no other day before it; a line of words is no number; and who
 * was not among the ten then, or what was not low, has no number of then. */
static bool
is_comparable(const struct sheet_figure *f)
{
	return f->value != SHEET_NONE && f->figure != FIGURE_TOP && f->figure != FIGURE_LOW && strncmp(f->group.code, "day:", 4) != 0;
}

int
sheet_compare(struct sheet *s, const struct sheet *before)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_comparable(&s->at[i]))
			s->at[i].before = 0;
	for (size_t i = 0; i < before->n; i++) {
		const struct sheet_figure *old = &before->at[i];
		struct sheet_figure *f;

		if (!is_comparable(old))
			continue;
		f = figure_at(s, old->figure, old->area, old->group);
		if (f == NULL)
			return db_no_memory(s->ask->db);
		f->before = old->value;
	}
	return 0;
}

static int
compare_figures(const void *one, const void *other)
{
	const struct sheet_figure *a = one, *b = other;
	enum section x = figure_section(a->figure), y = figure_section(b->figure);
	int order;

	if (x != y)
		return x < y ? -1 : 1;
	if (a->area != b->area)
		return a->area < b->area ? -1 : 1;
	if (a->group.rank != b->group.rank)
		return a->group.rank < b->group.rank ? -1 : 1;
	order = strcmp(a->group.code, b->group.code);
	return order != 0 ? order : (a->figure > b->figure) - (a->figure < b->figure);
}

void
sheet_sort(struct sheet *s)
{
	qsort(s->at, s->n, sizeof(*s->at), compare_figures);
}

int
sheet_begin(struct sheet *s, const struct sheet_ask *ask)
{
	const struct area_range *r = ask->range;

	*s = (struct sheet){ .ask = ask, .villages = r->village_lo != r->village_hi };
	return area_top(ask->db, r, &s->top);
}

void
sheet_end(struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free((char *)s->at[i].group.code);
		free((char *)s->at[i].group.name.at);
	}
	free(s->at);
	free(s->slot);
	area_map_free(s->names);
}
