/*
 * Areas from a file, in any order: rows are sorted by code, so that an area
 * comes after the one it lies in.
 */
#include <stdlib.h>

#include "area_parts.h"

enum { NAME_MAX_CHARACTERS = 200 };

struct own {
	struct stmt	*find, *add, *update;
	int64_t		 before;	/* id of the row before */
	day_t		 first, last;	/* of the area found */
};

static int
begin(struct import *im, const bool given[], void **arg)
{
	struct own *own = calloc(1, sizeof(*own));
	struct db *db = import_db(im);

	(void)given;
	*arg = own;
	if (own == NULL)
		return db_no_memory(db);
	own->find = db_prepare(db,
	    "SELECT CASE WHEN name = $3 AND ($4 = 0 OR first = $4) AND ($5 = 0 OR last = $5) THEN 1 ELSE 0 END, first, last"
	    " FROM area WHERE village = $1 AND sub = $2");
	own->add = db_prepare(db, area_insert);
	own->update = db_prepare(db,
	    "UPDATE area SET name = $3, first = $4, last = $5, run = $6 WHERE village = $1 AND sub = $2");
	return own->find == NULL || own->add == NULL || own->update == NULL ? -1 : 0;
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

/* 1 stored and just so, 0 stored otherwise, -2 not stored, -1 failed. An empty
 * name is never stored: it asks only whether the area is there. */
static int
find(struct own *own, int64_t id, const struct area_row *a)
{
	struct text name = a == NULL ? text_of("") : a->name;
	int rc = stmt_bind(own->find, ARGS(ARG(ids_village(id)), ARG(ids_serial(id)), ARG(name),
	    ARG(a == NULL ? 0 : a->first), ARG(a == NULL ? 0 : a->last)));
	int same = -2;

	while (rc >= 0 && (rc = stmt_step(own->find)) == 1) {
		same = (int)stmt_int(own->find, 0);
		own->first = (day_t)stmt_int(own->find, 1);
		own->last = (day_t)stmt_int(own->find, 2);
	}
	return rc < 0 ? -1 : same;
}

static int
write_row(struct stmt *stmt, const struct arg *args)
{
	return stmt_bind(stmt, args) != 0 || stmt_step(stmt) != 0 ? -1 : 0;
}

static int
add(struct import *im, struct own *own, struct import_row *row)
{
	const struct area_row *a = row->rec;
	int64_t village = ids_village(a->id);

	if (a->level > LEVEL_TOWN) {
		int there = find(own, area_parent(a->id, a->level), NULL);

		if (there == -1)
			return -1;
		if (there == -2) {
			import_fault(im, row, "area", a->area, FAULT_AREA_PARENT);
			return 0;
		}
	}
	row->stored = ROW_NEW;
	if (write_row(own->add, ARGS(ARG(village), ARG(ids_serial(a->id)), ARG(a->level), ARG(a->name),
	    ARG(a->first), ARG(a->last == 0 ? DAY_MAX : a->last), ARG(import_run_id(im)))) != 0)
		return -1;
	return a->level == LEVEL_VILLAGE && db_run(import_db(im), area_insert_village, ARGS(ARG(village))) < 0 ? -1 : 0;
}

static int
update(struct import *im, struct own *own, struct import_row *row)
{
	const struct area_row *a = row->rec;
	day_t first = a->first == 0 ? own->first : a->first, last = a->last == 0 ? own->last : a->last;
	struct area_range r;
	struct area_use use;
	int rc = 0;

	if (last < first) {
		import_fault(im, row, a->last != 0 ? "last" : "first", (struct text){ 0 }, FAULT_DATE_RANGE);
		return 0;
	}
	if (last < own->last && ids_area_parse(a->area, &r))
		rc = area_in_use(import_db(im), &r, last, &use);
	if (rc > 0)
		import_fault(im, row, "last", (struct text){ 0 }, FAULT_STATE);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	row->stored = ROW_CHANGED;
	return write_row(own->update, ARGS(ARG(ids_village(a->id)), ARG(ids_serial(a->id)), ARG(a->name),
	    ARG(first), ARG(last), ARG(import_run_id(im))));
}

static int
settle(struct import *im, struct own *own, struct import_row *row)
{
	const struct area_row *a = row->rec;
	int same;

	if (a->id == own->before) {
		import_fault(im, row, "area", a->area, FAULT_DUPLICATE);
		return 0;
	}
	own->before = a->id;
	same = find(own, a->id, a);
	if (same == -2)
		return add(im, own, row);
	row->stored = ROW_SAME;
	if (same != 0)
		return same < 0 ? -1 : 0;
	switch (import_duplicate(im)) {
	case DUPLICATE_ERROR:
		import_fault(im, row, "name", a->name, FAULT_EXISTS);
		return 0;
	case DUPLICATE_SKIP:
		row->stored = ROW_SKIPPED;
		return 0;
	case DUPLICATE_UPDATE:
		break;
	}
	return update(im, own, row);
}

static int
store(struct import *im, void *arg, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!rows[i].bad && settle(im, arg, &rows[i]) != 0)
			return -1;
	return 0;
}

static void
free_own(void *arg)
{
	struct own *own = arg;

	stmt_end(own->find);
	stmt_end(own->add);
	stmt_end(own->update);
	free(own);
}

const struct entity area_entity = {
	.name = "area",
	.cols = area_cols,
	.size = sizeof(struct area_row),
	.whole = true,
	.begin = begin,
	.check = check,
	.key = key,
	.store = store,
	.free = free_own,
};
