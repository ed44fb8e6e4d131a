/*
 * Areas in memory. Asked once for each row of a roster, most often for the area
 * of the row before: a code is compared with the last one, then hashed.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "area_parts.h"
#include "array.h"

struct node {
	int64_t		 id;
	char		*name;
	uint32_t	 len;
	int32_t		 level;
};

struct last {			/* what was asked last */
	char		 code[IDS_SIZE];
	size_t		 len;
	int64_t		 id;
};

struct names {			/* made when a name is asked for, not before */
	uint32_t	*at;		/* by name, then by id; NULL not made yet */
};

struct area_map {
	struct node	*at;		/* in the order of their ids */
	uint32_t	*slot;		/* hash of ids: index + 1, 0 free */
	size_t		 n, room, mask;
	struct last	*last;
	struct names	*names;
};

static int
take(void *arg, struct stmt *row)
{
	struct area_map *m = arg;
	struct text name = stmt_text(row, 3);

	if (!ARRAY_ROOM(m->at, m->n + 1, m->room))
		return 1;
	m->at[m->n] = (struct node){
		.id = ids_make(stmt_int(row, 0), stmt_int(row, 1)),
		.level = (int32_t)stmt_int(row, 2),
		.name = strndup(name.at, name.len),
		.len = (uint32_t)name.len,
	};
	return m->at[m->n++].name == NULL;
}

static int
compare_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int rc = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return rc != 0 ? rc : (a_len > b_len) - (a_len < b_len);
}

static int
compare_nodes(const void *a, const void *b, void *arg)
{
	const struct node *at = arg, *p = &at[*(const uint32_t *)a], *q = &at[*(const uint32_t *)b];
	int rc = compare_text(p->name, p->len, q->name, q->len);

	return rc != 0 ? rc : (p->id > q->id) - (p->id < q->id);
}

static size_t
hash(int64_t id)
{
	return (size_t)((uint64_t)id * 0x9e3779b97f4a7c15 >> 32);
}

static bool
make_indexes(struct area_map *m)
{
	for (m->mask = 1; m->mask < 2 * m->n + 2; m->mask *= 2)
		continue;
	m->slot = calloc(m->mask, sizeof(*m->slot));
	m->names = calloc(1, sizeof(*m->names));
	m->last = calloc(1, sizeof(*m->last));
	if (m->slot == NULL || m->names == NULL || m->last == NULL)
		return false;
	m->mask--;
	for (size_t i = 0; i < m->n; i++) {
		size_t at = hash(m->at[i].id) & m->mask;

		while (m->slot[at] != 0)
			at = (at + 1) & m->mask;
		m->slot[at] = (uint32_t)i + 1;
	}
	return true;
}

/* The order of the names: most rosters give codes and never need it. NULL when
 * memory is out. */
static const uint32_t *
by_name(const struct area_map *m)
{
	uint32_t *at = m->names->at;

	if (at != NULL || (at = calloc(m->n + 1, sizeof(*at))) == NULL)
		return at;
	for (size_t i = 0; i < m->n; i++)
		at[i] = (uint32_t)i;
	qsort_r(at, m->n, sizeof(*at), compare_nodes, m->at);
	return m->names->at = at;
}

struct area_map *
area_map_load(struct db *db, day_t on)
{
	struct area_map *m = calloc(1, sizeof(*m));
	int rc = m == NULL ? 1 : db_each(db,
	    "SELECT village, sub, level, name FROM area"
	    " WHERE first <= $1 AND last >= $2 ORDER BY village, sub",
	    ARGS(ARG(area_day_first(on)), ARG(area_day_last(on))), take, m);

	if (rc == 0 && make_indexes(m))
		return m;
	if (rc >= 0)
		db_no_memory(db);
	area_map_free(m);
	return NULL;
}

void
area_map_free(struct area_map *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++)
		free(m->at[i].name);
	free(m->at);
	if (m->names != NULL)
		free(m->names->at);
	free(m->names);
	free(m->slot);
	free(m->last);
	free(m);
}

static const struct node *
node_of(const struct area_map *m, int64_t id)
{
	size_t at = hash(id) & m->mask;

	for (; m->slot[at] != 0; at = (at + 1) & m->mask)
		if (m->at[m->slot[at] - 1].id == id)
			return &m->at[m->slot[at] - 1];
	return NULL;
}

struct text
area_map_name(const struct area_map *m, int64_t id)
{
	const struct node *n = node_of(m, id);

	return n == NULL ? text_of("") : (struct text){ n->name, n->len };
}

int
area_map_level(const struct area_map *m, int64_t id)
{
	const struct node *n = node_of(m, id);

	return n == NULL ? -1 : n->level;
}

/* The first place in the order of names not before this name and id. */
static size_t
first_named(const struct area_map *m, const uint32_t *order, struct text name, int64_t id)
{
	size_t lo = 0, hi = order == NULL ? 0 : m->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct node *n = &m->at[order[mid]];
		int rc = compare_text(n->name, n->len, name.at, name.len);

		if (rc < 0 || (rc == 0 && n->id < id))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* What the names mean after the area lo, up to hi: each lies in the one before.
 * *id is the one found, a second one makes it ambiguous. */
static enum fault
find_path(const struct area_map *m, const struct text names[], int n, int64_t lo, int64_t hi, int64_t *id)
{
	enum fault fault = FAULT_AREA_UNKNOWN;
	const uint32_t *order = by_name(m);

	while (n > 0 && names[0].len == 0) {
		names++;
		n--;
	}
	if (n == 0) {
		fault = *id == 0 || *id == lo ? FAULT_NONE : FAULT_AREA_AMBIGUOUS;
		*id = lo;
		return fault;
	}
	for (size_t i = first_named(m, order, names[0], lo + 1); order != NULL && i < m->n; i++) {
		const struct node *node = &m->at[order[i]];
		enum fault got;

		if (node->id > hi || node->len != names[0].len || memcmp(node->name, names[0].at, node->len) != 0)
			break;
		got = find_path(m, names + 1, n - 1, node->id, area_end(node->id, node->level), id);
		if (got == FAULT_AREA_AMBIGUOUS)
			return got;
		if (got == FAULT_NONE)
			fault = got;
	}
	return fault;
}

enum fault
area_map_path(const struct area_map *m, const struct text names[], int n, int64_t within, int64_t *id)
{
	const int64_t scopes[] = { within, ids_make(ids_village(within), 0) };
	enum fault fault = FAULT_AREA_UNKNOWN;
	bool any = false;

	for (int i = 0; i < n; i++)
		any |= names[i].len > 0;
	*id = 0;
	if (!any)
		return FAULT_AREA_MISSING;
	for (int i = 0; within != 0 && i < 2 && fault == FAULT_AREA_UNKNOWN; i++)
		fault = find_path(m, names, n, scopes[i] - 1, area_end(scopes[i], area_map_level(m, scopes[i])), id);
	/* Who names a village may mean another one; a group elsewhere is a guess. */
	if (fault != FAULT_AREA_UNKNOWN || (within != 0 && names[0].len == 0))
		return fault;
	return find_path(m, names, n, 0, INT64_MAX, id);
}

/* A cell that is no code: a name, or names with slashes between. */
static enum fault
find_names(const struct area_map *m, struct text cell, int64_t within, int64_t *id)
{
	struct text names[9] = { { 0 }, cell };	/* the first stays empty: of no village */
	bool digits = true;
	int n = 1;

	for (size_t i = 0; i < cell.len; i++) {
		digits &= strchr("0123456789.-", cell.at[i]) != NULL;
		if (cell.at[i] != '/')
			continue;
		if (n == 8)
			return FAULT_AREA_UNKNOWN;
		names[n].len = (size_t)(cell.at + i - names[n].at);
		names[++n] = (struct text){ cell.at + i + 1, cell.len - i - 1 };
	}
	if (digits)
		return FAULT_AREA_FORM;
	return n == 1 ? area_map_path(m, names, 2, within, id) : area_map_path(m, names + 1, n, within, id);
}

enum fault
area_map_find(const struct area_map *m, struct text code, int64_t within, int64_t *id)
{
	struct last *last = m->last;
	struct area_range r;
	enum fault fault = FAULT_NONE;

	if (code.len == 0)
		return FAULT_AREA_MISSING;
	if (code.len == last->len && memcmp(code.at, last->code, code.len) == 0) {
		*id = last->id;
		return FAULT_NONE;
	}
	if (ids_area_parse(code, &r)) {
		*id = ids_make(r.village_lo, r.sub_lo);
		fault = node_of(m, *id) == NULL ? FAULT_AREA_UNKNOWN : FAULT_NONE;
	} else {
		fault = find_names(m, code, within, id);
	}
	if (fault == FAULT_NONE && code.len <= sizeof(last->code)) {
		memcpy(last->code, code.at, code.len);
		last->len = code.len;
		last->id = *id;
	}
	return fault;
}

bool
area_map_denies(const struct area_map *m, int64_t id, struct text name)
{
	const uint32_t *order = by_name(m);
	const struct node *n;
	size_t at;

	for (int level = area_map_level(m, id); level >= LEVEL_VILLAGE; level--, id = area_parent(id, level + 1))
		if (text_equal(area_map_name(m, id), name))
			return false;
	at = first_named(m, order, name, 0);
	n = order != NULL && at < m->n ? &m->at[order[at]] : NULL;
	return n != NULL && n->len == name.len && memcmp(n->name, name.at, name.len) == 0;
}
