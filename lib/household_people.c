/* Rosters in: the members of households, and that every identity number stands
 * but once. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "sort.h"

struct person {
	struct import_row	*row;
	int			 no;
};

/* Rows of one household stand together: [*from, to). */
static size_t
household_end(const struct batch *b, size_t from)
{
	size_t to = from + 1;

	while (to < b->n && roster_of(&b->rows[to])->id == roster_of(&b->rows[from])->id)
		to++;
	return to;
}

static bool
same_person(const struct roster *a, const struct roster *b)
{
	return a->ident == b->ident && a->name.len == b->name.len && memcmp(a->name.at, b->name.at, a->name.len) == 0;
}

/* 1 the household of a member is there, 0 it is not, -1. */
static int
has_household(struct batch *b, size_t from, size_t to, bool *fresh)
{
	int64_t id = roster_of(&b->rows[from])->id, any = 0;

	for (size_t i = from; i < to; i++)
		if (!roster_of(&b->rows[i])->person) {
			*fresh = b->rows[i].stored == ROW_NEW;
			return !b->rows[i].bad;
		}
	*fresh = false;
	return db_int(b->db, "SELECT 1 FROM household WHERE village = $1 AND household = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id))), &any);
}

#define FIND_MEMBER \
    "SELECT no, relation, ident, note, name FROM member WHERE village = $1 AND household = $2" \
    " AND ((ident <> 0 AND ident = $3) OR (name = $4 AND (ident = 0 OR $3 = 0)))" \
    " ORDER BY no LIMIT 1"

/* A member of a household that was there before: known, changed, or new. */
static int
settle_member(struct batch *b, struct stmt *find, struct import_row *row)
{
	const struct roster *r = roster_of(row);
	int rc = stmt_bind(find, ARGS(ARG(ids_village(r->id)), ARG(ids_serial(r->id)), ARG(r->ident), ARG(r->name)));
	bool same;

	row->stored = ROW_NEW;
	if (rc != 0 || (rc = stmt_step(find)) <= 0)
		return rc;
	same = text_equal(r->name, stmt_text(find, 4)) && (r->relation.len == 0 || text_equal(r->relation, stmt_text(find, 1)))
	    && (r->ident == 0 || r->ident == stmt_int(find, 2)) && (r->note.len == 0 || text_equal(r->note, stmt_text(find, 3)));
	row->stored = same ? ROW_SAME : import_duplicate(b->im) == DUPLICATE_SKIP ? ROW_SKIPPED : ROW_CHANGED;
	if (same || row->stored == ROW_SKIPPED)
		return 0;
	if (import_duplicate(b->im) == DUPLICATE_ERROR) {
		import_fault(b->im, row, "name", (struct text){ 0 }, FAULT_EXISTS);
		return 0;
	}
	rc = household_claim(b->db, r->id, r->ident, stmt_int(find, 2));
	if (rc == 0)
		import_fault(b->im, row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
	return rc <= 0 ? rc : db_run(b->db,
	    "UPDATE member SET name = $4, relation = $5, ident = CASE WHEN $6 = 0 THEN ident ELSE $6 END,"
	    " note = CASE WHEN $7 = '' THEN note ELSE $7 END, run = $8 WHERE village = $1 AND household = $2 AND no = $3",
	    ARGS(ARG(ids_village(r->id)), ARG(ids_serial(r->id)), ARG(stmt_int(find, 0)), ARG(r->name), ARG(r->relation),
	    ARG(r->ident), ARG(r->note), ARG(import_run_id(b->im)))) < 0 ? -1 : 0;
}

static int
add_members(struct batch *b, struct stmt *find, size_t from, size_t to)
{
	bool fresh = true;
	int found = has_household(b, from, to, &fresh), no = 0, rc = 0;
	int64_t highest = 0, id = roster_of(&b->rows[from])->id;

	if (found < 0)
		return -1;
	if (found && !fresh && db_int(b->db, "SELECT coalesce(max(no), 0) FROM member WHERE village = $1 AND household = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id))), &highest) < 0)
		return -1;
	no = (int)highest;
	for (size_t i = from; rc == 0 && i < to; i++) {
		struct import_row *row = &b->rows[i];
		struct roster *r = roster_of(row);

		if (row->bad || !r->person)
			continue;
		if (!found) {
			import_fault(b->im, row, "household", (struct text){ 0 }, FAULT_MEMBER_ORPHAN);
			continue;
		}
		for (size_t j = from; j < i && !row->bad; j++)
			if (roster_of(&b->rows[j])->person && same_person(r, roster_of(&b->rows[j])))
				import_fault(b->im, row, "name", (struct text){ 0 }, FAULT_DUPLICATE);
		row->stored = ROW_NEW;
		if (!row->bad && !fresh)
			rc = settle_member(b, find, row);
		if (rc == 0 && !row->bad && row->stored == ROW_NEW)
			b->people[b->peoples++] = (struct person){ row, ++no };
	}
	return rc;
}

static int
gather_members(struct batch *b)
{
	struct stmt *find;
	int rc = 0;

	if (!b->in->persons)
		return 0;
	b->people = calloc(b->n, sizeof(*b->people));
	find = db_prepare(b->db, FIND_MEMBER);
	if (b->people == NULL || find == NULL)
		rc = b->people == NULL ? db_no_memory(b->db) : -1;
	for (size_t i = 0, to; rc == 0 && i < b->n; i = to) {
		to = household_end(b, i);
		rc = add_members(b, find, i, to);
	}
	stmt_end(find);
	return rc;
}

/* The identity numbers of what is new, by village and number; rows in order. */
static size_t
gather_numbers(const struct batch *b, struct sort_key *keys)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (!b->rows[i].bad && b->rows[i].stored == ROW_NEW && roster_of(&b->rows[i])->ident != 0)
			keys[n++] = (struct sort_key){ (uint64_t)roster_of(&b->rows[i])->ident, (uint32_t)i };
	sort_keys(keys, keys + n, n);
	for (size_t i = 0; i < n; i++)	/* stable: villages in turn, numbers within */
		keys[i].key = (uint64_t)ids_village(roster_of(&b->rows[keys[i].row])->id);
	sort_keys(keys, keys + n, n);
	return n;
}

/* Of equal numbers in this batch the first stands; against what is stored all
 * of a village that was there before, or was begun by an earlier batch. */
static int
refuse_numbers(struct batch *b, const struct sort_key *keys, size_t n)
{
	struct stmt *find = db_prepare(b->db, HOUSEHOLD_HOLDER);
	const struct roster *last = NULL;
	int rc = find == NULL ? -1 : 0;

	for (size_t i = 0; rc >= 0 && i < n; i++) {
		struct import_row *row = &b->rows[keys[i].row];
		const struct roster *r = roster_of(row);
		int64_t village = ids_village(r->id);
		bool twice = last != NULL && last->ident == r->ident && ids_village(last->id) == village;

		if (!twice && (b->in->counted ? idset_has(&b->in->numbers, r->ident)
		    : !b->in->fresh || village <= ids_village(b->in->highest))) {
			rc = stmt_bind(find, ARGS(ARG(village), ARG(r->ident)));
			if (rc == 0)
				twice = (rc = stmt_step(find)) == 1;
		}
		if (twice)
			import_fault(b->im, row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
		last = r;
	}
	stmt_end(find);
	return rc < 0 ? -1 : 0;
}

int
people_claim(struct batch *b)
{
	struct sort_key *keys;
	int rc;

	if (gather_members(b) != 0)
		return -1;
	keys = calloc(b->n + 1, 2 * sizeof(*keys));
	rc = keys == NULL ? db_no_memory(b->db)
	    : refuse_numbers(b, keys, gather_numbers(b, keys));
	free(keys);
	if (rc != 0)
		return -1;
	/* A head that was refused takes its members along. */
	for (size_t i = 0, to; b->in->persons && i < b->n; i = to) {
		bool orphans = false;

		to = household_end(b, i);
		for (size_t j = i; j < to; j++)
			orphans |= !roster_of(&b->rows[j])->person && b->rows[j].bad;
		for (size_t j = i; orphans && j < to; j++)
			if (roster_of(&b->rows[j])->person && !b->rows[j].bad)
				import_fault(b->im, &b->rows[j], "household", (struct text){ 0 }, FAULT_MEMBER_ORPHAN);
	}
	return 0;
}

static struct arg
person_cell(const void *rows, size_t n, int c)
{
	const struct person *p = &((const struct person *)rows)[n];
	const struct roster *r = roster_of(p->row);

	switch (c) {
	case 0: return arg_int(ids_village(r->id));
	case 1: return arg_int(ids_serial(r->id));
	case 2: return arg_int(p->no);
	case 3: return arg_text(r->name);
	case 4: return arg_int(r->ident);
	case 5: return arg_text(r->relation);
	default: return arg_text(r->note);
	}
}

/* Leaves out who was refused after being gathered. */
static void
drop_refused(struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->peoples; i++)
		if (!b->people[i].row->bad)
			b->people[n++] = b->people[i];
	b->peoples = n;
}

int
people_insert(struct batch *b)
{
	static const char *const person_names[] = { "village", "household", "no", "name", "ident", "relation", "note", NULL };

	drop_refused(b);
	if (b->peoples > 0
	    && (db_feed(b->db, &(struct feed){ person_names, "iiititt", b->peoples, person_cell, b->people }) != 0
	    || db_run(b->db, "INSERT INTO member (village, household, no, name, ident, relation, note, run)"
	    " SELECT village, household, no, name, ident, relation, note, $1 FROM feed",
	    ARGS(ARG(import_run_id(b->im)))) < 0))
		return -1;
	return 0;
}

void
people_free(struct batch *b)
{
	free(b->people);
}
