/*
 * Areas from a file, in any order: rows are sorted by code, so that an area
 * comes after the one it lies in.
 */
#include <stdlib.h>

#include "area_parts.h"

enum { NAME_MAX_CHARACTERS = 200 };

/* A good row, and what is stored of its area. */
struct item {
	struct import_row	*row;
	bool		 known, rooted;	/* the area is stored; the one it lies in */
	day_t		 first, last;	/* as stored */
	const char	*other;		/* column that is stored otherwise, NULL none */
};

struct batch {
	struct import	*im;
	struct item	*items;		/* in the order of their areas */
	size_t		 n;
};

static int
begin(struct import *im, const bool given[], void **own)
{
	(void)given;
	*own = calloc(1, sizeof(int64_t));	/* the area of the row before */
	return *own == NULL ? db_no_memory(import_db(im)) : 0;
}

static bool
too_long(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.at[i] & 0xc0) != 0x80;
	return n > NAME_MAX_CHARACTERS;
}

static int
check(struct import *im, void *arg, struct import_row *row)
{
	struct area_row *a = row->rec;
	struct area_range r;

	(void)arg;
	if (!ids_area_parse(a->area, &r)) {
		import_fault(im, row, "area", a->area, FAULT_AREA_FORM);
	} else {
		a->id = ids_make(r.village_lo, r.sub_lo);
		a->level = r.level;
	}
	if (too_long(a->name))
		import_fault(im, row, "name", a->name, FAULT_TEXT_SIZE);
	if (a->last != 0 && a->last < a->first)
		import_fault(im, row, "last", (struct text){ 0 }, FAULT_DATE_RANGE);
	return 0;
}

static int64_t
key(const void *rec)
{
	return ((const struct area_row *)rec)->id;
}

static const struct area_row *
area_of(const struct item *item)
{
	return item->row->rec;
}

/* The good rows; of two for one area the second is refused. */
static void
gather(struct batch *b, struct import_row *rows, size_t n, int64_t *before)
{
	for (size_t i = 0; i < n; i++) {
		const struct area_row *a = rows[i].rec;

		if (rows[i].bad)
			continue;
		if (a->id == *before)
			import_fault(b->im, &rows[i], "area", a->area, FAULT_DUPLICATE);
		else
			b->items[b->n++] = (struct item){ .row = &rows[i] };
		*before = a->id;
	}
}

static struct arg
item_cell(const void *rows, size_t n, int c)
{
	const struct area_row *a = area_of((const struct item *)rows + n);
	int64_t parent = a->level > LEVEL_TOWN ? area_parent(a->id, a->level) : 0;

	switch (c) {
	case 0: return arg_int((int64_t)n);
	case 1: return arg_int(ids_village(a->id));
	case 2: return arg_int(ids_serial(a->id));
	case 3: return arg_int(ids_village(parent));
	case 4: return arg_int(ids_serial(parent));
	case 5: return arg_int(a->level);
	case 6: return arg_int(a->first);
	case 7: return arg_int(a->last == 0 ? DAY_MAX : a->last);
	default: return arg_text(a->name);
	}
}

static int
feed(struct batch *b)
{
	static const char *const names[] = { "n", "village", "sub", "in_village", "in_sub", "level", "first", "last", "name", NULL };

	return db_feed(import_db(b->im), &(struct feed){ names, "iiiiiiiit", b->n, item_cell, b->items });
}

static int
take(void *arg, struct stmt *stored)
{
	struct item *item = &((struct batch *)arg)->items[stmt_int(stored, 0)];
	const struct area_row *a = area_of(item);

	item->known = !stmt_null(stored, 1);
	item->first = (day_t)stmt_int(stored, 2);
	item->last = (day_t)stmt_int(stored, 3);
	item->rooted = !stmt_null(stored, 4);
	item->other = !text_equal(a->name, stmt_text(stored, 1)) ? "name" : a->first != 0 && a->first != item->first ? "first"
	    : a->last != 0 && a->last != item->last ? "last" : NULL;
	if (item->known)
		item->row->stored = item->other == NULL ? ROW_SAME : ROW_CHANGED;
	return 0;
}

static int
compare_items(const void *key, const void *item)
{
	int64_t a = *(const int64_t *)key, b = area_of(item)->id;

	return (a > b) - (a < b);
}

/* Whether the area it lies in is stored, or will be: that row came before. */
static bool
is_rooted(const struct batch *b, const struct item *item)
{
	const struct area_row *a = area_of(item);
	int64_t parent = area_parent(a->id, a->level);
	const struct item *in;

	if (a->level <= LEVEL_TOWN || item->rooted)
		return true;
	in = bsearch(&parent, b->items, b->n, sizeof(*b->items), compare_items);
	return in != NULL && !in->row->bad;
}

static int
update(struct import *im, struct item *item)
{
	struct import_row *row = item->row;
	const struct area_row *a = area_of(item);
	day_t first = a->first == 0 ? item->first : a->first, last = a->last == 0 ? item->last : a->last;
	struct area_range r;
	struct area_use use;
	int rc = 0;

	if (last < first) {
		import_fault(im, row, a->last != 0 ? "last" : "first", (struct text){ 0 }, FAULT_DATE_RANGE);
		return 0;
	}
	if (last < item->last && ids_area_parse(a->area, &r))
		rc = area_in_use(import_db(im), &r, last, &use);
	if (rc > 0)
		import_fault(im, row, "last", (struct text){ 0 }, FAULT_STATE);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return area_keep(import_db(im), a->id) != 0 || db_run(import_db(im),
	    "UPDATE area SET name = $3, first = $4, last = $5, run = $6 WHERE village = $1 AND sub = $2",
	    ARGS(ARG(ids_village(a->id)), ARG(ids_serial(a->id)), ARG(a->name), ARG(first), ARG(last),
	    ARG(import_run_id(im)))) < 0 ? -1 : 0;
}

static int
settle(struct batch *b, struct item *item)
{
	struct import_row *row = item->row;

	if (!item->known && !is_rooted(b, item))
		import_fault(b->im, row, "area", area_of(item)->area, FAULT_AREA_PARENT);
	if (row->stored != ROW_CHANGED)
		return 0;
	switch (import_duplicate(b->im)) {
	case DUPLICATE_ERROR:
		import_fault(b->im, row, item->other, (struct text){ 0 }, FAULT_EXISTS);
		return 0;
	case DUPLICATE_SKIP:
		row->stored = ROW_SKIPPED;
		return 0;
	case DUPLICATE_UPDATE:
		break;
	}
	return update(b->im, item);
}

static int
insert(struct batch *b)
{
	struct db *db = import_db(b->im);
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (!b->items[i].row->bad && b->items[i].row->stored == ROW_NEW)
			b->items[n++] = b->items[i];
	b->n = n;
	if (n == 0)
		return 0;
	return feed(b) != 0 || db_run(db, "INSERT INTO area (village, sub, level, name, first, last, run)"
	    " SELECT village, sub, level, name, first, last, $1 FROM feed", ARGS(ARG(import_run_id(b->im)))) < 0
	    || db_run(db, "INSERT INTO village (village) SELECT village FROM feed WHERE level = $1"
	    " ON CONFLICT (village) DO NOTHING", ARGS(ARG(LEVEL_VILLAGE))) < 0 ? -1 : 0;
}

static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct batch b = { .im = im, .items = calloc(n, sizeof(*b.items)) };
	int rc;

	if (b.items == NULL)
		return db_no_memory(import_db(im));
	gather(&b, rows, n, own);
	rc = b.n == 0 ? 0 : feed(&b);
	if (rc == 0 && b.n > 0)
		rc = db_each(import_db(im), "SELECT f.n, a.name, a.first, a.last, i.level FROM feed f"
		    " LEFT JOIN area a ON a.village = f.village AND a.sub = f.sub"
		    " LEFT JOIN area i ON i.village = f.in_village AND i.sub = f.in_sub", NO_ARGS, take, &b);
	for (size_t i = 0; rc == 0 && i < b.n; i++)
		rc = settle(&b, &b.items[i]);
	if (rc == 0)
		rc = insert(&b);
	free(b.items);
	return rc;
}

const struct entity area_entity = {
	.name = "area",
	.cols = area_cols,
	.size = sizeof(struct area_row),
	.whole = true,
	.town = true,
	.begin = begin,
	.check = check,
	.key = key,
	.store = store,
	.free = free,
};
