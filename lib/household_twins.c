/*
 * Who or what stands in two households. Everything is read once, in the order of
 * its table, and told apart by a number of 64 bits made of what must agree:
 * sorting those is many times faster than to have the engine group by texts.
 * Among five million people two agree by chance once in a million registers.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "sort.h"
#include "state.h"

#define GONE "SELECT c.village * 10000000 + c.household FROM household c WHERE c.first > $1 OR c.last < $1"
#define HEADS " FROM household h WHERE h.ident <> 0 AND " STATE_OPEN
#define OTHERS " FROM member m WHERE m.ident <> 0 AND m.village * 10000000 + m.household NOT IN (" GONE ")"
#define TOWN_BORN(t) t ".village / 1000, " t ".ident / 1000 % 100000000 * 2 + " t ".ident % 2"

/* Each yields village, household, what must differ (0: nothing), then what must
 * agree: two numbers, two texts. $1 is the day. */
static const char idents[] =
    "SELECT h.village, h.household, 0, 0, h.ident, '', ''" HEADS
    " UNION ALL SELECT m.village, m.household, 0, 0, m.ident, '', ''" OTHERS;

/* Day and sex are those of the number. Within a town: names repeat. */
static const char people[] =
    "SELECT h.village, h.household, h.ident, " TOWN_BORN("h") ", h.head, ''" HEADS
    " UNION ALL SELECT m.village, m.household, m.ident, " TOWN_BORN("m") ", m.name, ''" OTHERS;

static const char households[] =
    "SELECT h.village, h.household, 0, h.village, " STATE_HOOD ", h.head, h.door"
    " FROM household h WHERE h.door <> '' AND " STATE_OPEN
    " UNION ALL SELECT h.village, h.household, 0, h.village, -1, h.head, h.phone"
    " FROM household h WHERE h.phone <> '' AND " STATE_OPEN;

struct row {
	int64_t	id, differ;
};

struct gathering {
	struct db	*db;
	struct row	*rows;
	struct sort_key	*keys;
	size_t		 n, room;
};

/* FNV-1a; the end of a text counts. */
static uint64_t
mix(uint64_t hash, const void *at, size_t len)
{
	const unsigned char *p = at;

	while (len-- > 0)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

static int
grow(struct gathering *g)
{
	size_t room = g->room * 2 + 4096;
	struct row *rows = reallocarray(g->rows, room, sizeof(*rows));
	struct sort_key *keys;

	if (rows == NULL)
		return db_no_memory(g->db);
	g->rows = rows;
	keys = reallocarray(g->keys, room, sizeof(*keys));
	if (keys == NULL)
		return db_no_memory(g->db);
	g->keys = keys;
	g->room = room;
	return 0;
}

static int
gather(void *arg, struct stmt *row)
{
	struct gathering *g = arg;
	int64_t first = stmt_int(row, 3), second = stmt_int(row, 4);
	struct text name = stmt_text(row, 5), more = stmt_text(row, 6);
	uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), &first, sizeof(first));

	if (g->n == g->room && grow(g) != 0)
		return -1;
	hash = mix(hash, &second, sizeof(second));
	hash = mix(hash, name.at, name.len);
	hash = mix(hash, more.at, more.len);
	g->keys[g->n] = (struct sort_key){ hash, (uint32_t)g->n };
	g->rows[g->n++] = (struct row){ ids_make(stmt_int(row, 0), stmt_int(row, 1)), stmt_int(row, 2) };
	return 0;
}

static bool
are_twins(const struct row *a, const struct row *b)
{
	return a->id != b->id && (a->differ == 0 || a->differ != b->differ);
}

int
twins_add(struct db *db, struct twins *t, int64_t id, int64_t other)
{
	/* There is room for one less than a power of two. */
	if ((t->n & (t->n + 1)) == 0) {
		struct twin *at = reallocarray(t->at, t->n * 2 + 1, sizeof(*at));

		if (at == NULL)
			return db_no_memory(db);
		t->at = at;
	}
	t->at[t->n++] = (struct twin){ id, other };
	return 0;
}

/* Rows that agree: each has a twin in the first, or in the first one's twin. */
static int
pair(struct gathering *g, struct twins *t, const struct sort_key *from, const struct sort_key *to)
{
	const struct row *first = &g->rows[from->row], *second = NULL;

	for (const struct sort_key *k = from; k < to && second == NULL; k++)
		if (are_twins(first, &g->rows[k->row]))
			second = &g->rows[k->row];
	for (const struct sort_key *k = from; k < to && second != NULL; k++) {
		const struct row *row = &g->rows[k->row];
		const struct row *other = are_twins(row, first) ? first : second;

		if (are_twins(row, other) && twins_add(g->db, t, row->id, other->id) != 0)
			return -1;
	}
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;

	return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->other > y->other) - (x->other < y->other);
}

static void
sort_once(struct twins *t)
{
	size_t n = 0;

	if (t->n > 1)
		qsort(t->at, t->n, sizeof(*t->at), by_id);
	for (size_t i = 0; i < t->n; i++)
		if (n == 0 || t->at[i].id != t->at[n - 1].id)
			t->at[n++] = t->at[i];
	t->n = n;
}

static int
find(struct gathering *g, struct twins *t)
{
	struct sort_key *spare = calloc(g->n + 1, sizeof(*spare));
	int rc = 0;

	if (spare == NULL)
		return db_no_memory(g->db);
	if (g->n > 0)
		sort_keys(g->keys, spare, g->n);
	free(spare);
	for (size_t i = 0, end; rc == 0 && i < g->n; i = end) {
		for (end = i + 1; end < g->n && g->keys[end].key == g->keys[i].key; )
			end++;
		if (end > i + 1)
			rc = pair(g, t, g->keys + i, g->keys + end);
	}
	sort_once(t);
	return rc;
}

static int
ask(struct db *db, const char *sql, day_t on, struct twins *t)
{
	struct gathering g = { .db = db };
	int rc = db_each(db, sql, ARGS(ARG(on)), gather, &g);

	*t = (struct twins){ 0 };
	if (rc == 0)
		rc = find(&g, t);
	free(g.keys);
	free(g.rows);
	return rc;
}

int
household_same_ident(struct db *db, day_t on, struct twins *t)
{
	return ask(db, idents, on, t);
}

int
household_same_person(struct db *db, day_t on, struct twins *t)
{
	return ask(db, people, on, t);
}

int
household_same(struct db *db, day_t on, struct twins *t)
{
	return ask(db, households, on, t);
}
