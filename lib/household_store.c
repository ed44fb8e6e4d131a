/*
 * Rosters in: a batch of good rows, in the order of their households, compared
 * with what is stored and put beside it. New households of a fresh register
 * cost no look-up at all; that is what makes a million of them quick.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "sort.h"
#include "state.h"

/* Two rows for one household in this file: the second is refused. */
static void
refuse_twins(struct batch *b)
{
	int64_t last = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct roster *r = roster_of(&b->rows[i]);

		if (i + HOUSEHOLD_AHEAD < b->n)
			household_fetch(roster_of(&b->rows[i + HOUSEHOLD_AHEAD]));
		if (b->rows[i].bad || r->person || r->household == 0)
			continue;
		if (r->id == last)
			import_fault(b->im, &b->rows[i], "household", (struct text){ 0 }, FAULT_DUPLICATE);
		last = r->id;
	}
}

/* A household without any number is known by its place, head and door. */
static bool
is_nameless(const struct import_row *row)
{
	const struct roster *r = roster_of(row);

	return !row->bad && !r->person && r->household == 0 && r->ident == 0;
}

static uint64_t
digest(uint64_t sum, const void *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum = (sum ^ ((const unsigned char *)at)[i]) * 0x100000001b3;
	return sum;
}

static bool
same_place(const struct roster *a, const struct roster *b)
{
	return a->id == b->id && a->hood == b->hood && text_equal(a->head, b->head) && text_equal(a->door, b->door);
}

/* Of those in this batch that nothing tells apart the first stands. */
static int
refuse_nameless(struct batch *b)
{
	struct sort_key *keys;
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += is_nameless(&b->rows[i]);
	if (n < 2)
		return 0;
	keys = calloc(n, 2 * sizeof(*keys));
	if (keys == NULL)
		return db_no_memory(b->db);
	n = 0;
	for (size_t i = 0; i < b->n; i++)
		if (is_nameless(&b->rows[i])) {
			const struct roster *r = roster_of(&b->rows[i]);
			uint64_t sum = digest((uint64_t)(r->id + r->hood), r->head.at, r->head.len);

			keys[n++] = (struct sort_key){ digest(sum, r->door.at, r->door.len), (uint32_t)i };
		}
	sort_keys(keys, keys + n, n);
	for (size_t i = 1; i < n; i++)
		if (keys[i].key == keys[i - 1].key
		    && same_place(roster_of(&b->rows[keys[i].row]), roster_of(&b->rows[keys[i - 1].row])))
			import_fault(b->im, &b->rows[keys[i].row], "head", (struct text){ 0 }, FAULT_DUPLICATE);
	free(keys);
	return 0;
}

static bool
given(const struct batch *b, const char *column)
{
	return b->in->given[col_find(household_cols, column) - household_cols];
}

/* Whether a cell says something else than what is stored. A column the file
 * has not says nothing; so does an empty cell. */
static bool
differs(struct text cell, struct stmt *stored, int column)
{
	struct text t = stmt_text(stored, column);

	return cell.len > 0 && (cell.len != t.len || memcmp(cell.at, t.at, t.len) != 0);
}

/* Without a day in the cell it is today. */
static bool
since_differs(const struct batch *b, const struct roster *r, struct stmt *h)
{
	return given(b, "since") && r->since != import_today(b->im) && r->since != stmt_int(h, 10);
}

static bool
row_differs(const struct batch *b, const struct roster *r, struct stmt *h)
{
	return differs(r->head, h, 1) || differs(r->phone, h, 2) || differs(r->door, h, 3) || differs(r->note, h, 4)
	    || (r->ident != 0 && r->ident != stmt_int(h, 5))
	    || (r->members != 0 && r->members != stmt_int(h, 6))
	    || r->hood != stmt_int(h, 7)
	    || (r->class_no != 0 && r->class_no != stmt_int(h, 8))
	    || (given(b, "tags") && r->tags.len > 0 && (int64_t)r->bits != stmt_int(h, 9))
	    || since_differs(b, r, h);
}

/* New values under --on-duplicate update: the card in place, the rest dated. */
static int
update(struct batch *b, struct roster *r, uint64_t tags)
{
	day_t today = import_today(b->im);
	int64_t run = import_run_id(b->im);
	struct text reason = text_of("import");

	if (household_correct(b->db, r->id, r, run) < 0)
		return -1;
	if (household_move(b->db, r->id, r->hood, today, reason, run) < 0
	    || (r->class_no != 0 && household_classify(b->db, r->id, r->class_no, today, reason, run) < 0))
		return -1;
	if (r->tags.len > 0 && (household_tag(b->db, r->id, r->bits & ~tags, true, today, reason, run) < 0
	    || household_tag(b->db, r->id, tags & ~r->bits, false, today, reason, run) < 0))
		return -1;
	return 0;
}

static int
settle(struct batch *b, struct import_row *row, struct stmt *h)
{
	struct roster *r = roster_of(row);
	int rc;

	row->stored = ROW_SAME;
	if (!row_differs(b, r, h))
		return 0;
	switch (import_duplicate(b->im)) {
	case DUPLICATE_SKIP:
		row->stored = ROW_SKIPPED;
		return 0;
	case DUPLICATE_UPDATE:
		row->stored = ROW_CHANGED;
		if (stmt_int(h, 11) != DAY_MAX) {
			import_fault(b->im, row, "household", (struct text){ 0 }, FAULT_STATE);
			return 0;
		}
		rc = household_claim(b->db, r->id, r->ident, stmt_int(h, 5));
		if (rc == 0)
			import_fault(b->im, row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
		if (rc > 0 && since_differs(b, r, h) && (rc = household_register(b->db, r->id, r->since)) == 0)
			import_fault(b->im, row, "since", (struct text){ 0 }, FAULT_STATE);
		return rc <= 0 ? rc : update(b, r, (uint64_t)stmt_int(h, 9));
	case DUPLICATE_ERROR:
		import_fault(b->im, row, "household", (struct text){ 0 }, FAULT_EXISTS);
	}
	return 0;
}

#define STORED \
    "SELECT h.household, h.head, h.phone, h.door, h.note, h.ident, h.members, h.hood, h.class, h.tags, h.first, h.last" \
    " FROM household h WHERE h.village = $1"

/*
 * The household a row means, if it is stored: by its number; else by the
 * identity number of its head; else by head and door in the same place. 1 found
 * and settled, 0 new, -1.
 */
static int
known(struct batch *b, struct stmt *by[3], struct import_row *row)
{
	struct roster *r = roster_of(row);
	int64_t village = ids_village(r->id);
	struct stmt *stmt = r->household != 0 ? by[0] : r->ident != 0 ? by[1] : by[2];
	int rc = stmt == by[0] ? stmt_bind(stmt, ARGS(ARG(village), ARG(ids_serial(r->id))))
	    : stmt == by[1] ? stmt_bind(stmt, ARGS(ARG(village), ARG(r->ident)))
	    : stmt_bind(stmt, ARGS(ARG(village), ARG(r->hood), ARG(r->head), ARG(r->door)));

	if (rc != 0 || (rc = stmt_step(stmt)) <= 0)
		return rc;
	r->id = ids_make(village, stmt_int(stmt, 0));
	return settle(b, row, stmt) == 0 ? 1 : -1;
}

/* Numbers of our own form that the file brings are not given again. Rows come
 * by village. */
static int
raise_counters(struct batch *b)
{
	for (size_t i = 0; i < b->n;) {
		int64_t village = ids_village(roster_of(&b->rows[i])->id), most = IDS_GIVEN;

		for (; i < b->n && ids_village(roster_of(&b->rows[i])->id) == village; i++)
			if (!b->rows[i].bad && ids_serial(roster_of(&b->rows[i])->household) > most)
				most = ids_serial(roster_of(&b->rows[i])->household);
		if (most > IDS_GIVEN && db_run(b->db, "UPDATE village SET households = $2 WHERE village = $1 AND households < $2",
		    ARGS(ARG(village), ARG(most))) < 0)
			return -1;
	}
	return 0;
}

static int
find_new(struct batch *b)
{
	struct stmt *by[3] = {
		db_prepare(b->db, STORED " AND h.household = $2"),
		db_prepare(b->db, STORED " AND h.household = (" HOUSEHOLD_HOLDER " LIMIT 1)"),
		db_prepare(b->db, STORED " AND h.hood = $2 AND h.head = $3 AND h.door = $4 ORDER BY h.household LIMIT 1"),
	};
	int rc = by[0] == NULL || by[1] == NULL || by[2] == NULL ? -1 : 0;

	for (size_t i = 0; rc >= 0 && i < b->n; i++) {
		struct import_row *row = &b->rows[i];
		struct roster *r = roster_of(row);
		bool look = b->in->counted && r->household != 0 ? idset_has(&b->in->ids, r->id)
		    : !b->in->fresh || r->id <= b->in->highest;

		if (row->bad || r->person)
			continue;
		rc = look ? known(b, by, row) : 0;
		if (rc != 0)
			continue;
		if (r->household == 0)
			rc = household_number(b->db, ids_village(r->id), &r->id);
		row->stored = ROW_NEW;
	}
	for (int i = 0; i < 3; i++)
		stmt_end(by[i]);
	return rc < 0 ? -1 : 0;
}

enum { F_VILLAGE, F_HOUSEHOLD, F_HOOD, F_CLASS, F_TAGS, F_FIRST, F_NEXT, F_HEAD, F_IDENT, F_PHONE, F_DOOR, F_MEMBERS, F_NOTE };
static const char *const household_feed_names[] = {
	"village", "household", "hood", "class", "tags", "first", "next", "head", "ident", "phone", "door", "members", "note", NULL,
};

static struct arg
household_cell(const void *rows, size_t n, int c)
{
	const struct roster *r = ((struct roster *const *)rows)[n];

	switch (c) {
	case F_VILLAGE:
		household_fetch(((struct roster *const *)rows)[n + HOUSEHOLD_AHEAD]);
		return arg_int(ids_village(r->id));
	case F_HOUSEHOLD: return arg_int(ids_serial(r->id));
	case F_HOOD: return arg_int(r->hood);
	case F_CLASS: return arg_int(r->class_no);
	case F_TAGS: return arg_int((int64_t)r->bits);
	case F_FIRST: return arg_int(r->since);
	case F_NEXT: return arg_int(r->next);
	case F_HEAD: return arg_text(r->head);
	case F_IDENT: return arg_int(r->ident);
	case F_PHONE: return arg_text(r->phone);
	case F_DOOR: return arg_text(r->door);
	case F_MEMBERS: return arg_int(r->members);
	default: return arg_text(r->note);
	}
}

static int
take_household(void *arg, struct stmt *row)
{
	struct intake *in = arg;

	return !idset_add(&in->ids, ids_make(stmt_int(row, 0), stmt_int(row, 1)))
	    || (stmt_int(row, 2) != 0 && !idset_add(&in->numbers, stmt_int(row, 2)));
}

static int
take_number(void *arg, struct stmt *row)
{
	return !idset_add(&((struct intake *)arg)->numbers, stmt_int(row, 0));
}

/*
 * In a fresh register the rows of a file in order need no look-up: what comes is
 * higher than all that is there. From the first batch that is not, the ids and
 * numbers are kept in memory: most rows are in neither set and need none either.
 */
static int
count_stored(struct batch *b)
{
	int rc = 0;

	for (size_t i = 0; i < b->n && !b->in->counted; i++)
		b->in->counted = b->in->fresh && roster_of(&b->rows[i])->household != 0 && !roster_of(&b->rows[i])->person
		    && roster_of(&b->rows[i])->id <= b->in->highest;
	if (!b->in->counted || b->in->ids.n > 0)
		return 0;
	rc = db_each(b->db, "SELECT village, household, ident FROM household", NO_ARGS, take_household, b->in);
	if (rc == 0)
		rc = db_each(b->db, "SELECT ident FROM member WHERE ident <> 0", NO_ARGS, take_number, b->in);
	return rc > 0 ? db_no_memory(b->db) : rc;
}

/* What this batch stored is there for the next one. */
static int
count_batch(struct batch *b)
{
	for (size_t i = 0; b->in->counted && i < b->n; i++) {
		const struct roster *r = roster_of(&b->rows[i]);

		if (b->rows[i].bad || b->rows[i].stored != ROW_NEW)
			continue;
		if ((!r->person && !idset_add(&b->in->ids, r->id)) || (r->ident != 0 && !idset_add(&b->in->numbers, r->ident)))
			return db_no_memory(b->db);
	}
	return 0;
}

/* The latest day of each village moves on to its newest household's. */
static int
move_latest(struct batch *b)
{
	for (size_t i = 0; i < b->freshes;) {
		int64_t village = ids_village(b->fresh[i]->id);
		day_t latest = 0;

		for (; i < b->freshes && ids_village(b->fresh[i]->id) == village; i++)
			if (b->fresh[i]->since > latest)
				latest = b->fresh[i]->since;
		if (db_run(b->db, "UPDATE village SET latest = $2 WHERE village = $1 AND latest < $2",
		    ARGS(ARG(village), ARG(latest))) < 0)
			return -1;
	}
	return 0;
}

static int
insert_households(struct batch *b)
{
	if (b->freshes == 0)
		return 0;
	if (db_feed(b->db, &(struct feed){ household_feed_names, "iiiiiiitittit", b->freshes, household_cell, b->fresh }) != 0)
		return -1;
	if (db_run(b->db,
	    "INSERT INTO household (village, household, hood, class, tags, since, visited, next, first, last,"
	    " head, ident, phone, door, members, note, run)"
	    " SELECT village, household, hood, class, tags, first, 0, next, first, $1,"
	    " head, ident, phone, door, members, note, $2 FROM feed",
	    ARGS(ARG(DAY_MAX), ARG(import_run_id(b->im)))) < 0)
		return -1;
	for (size_t i = 0; i < b->freshes; i++)	/* those numbered here stand before the others */
		if (b->fresh[i]->id > b->in->highest)
			b->in->highest = b->fresh[i]->id;
	return move_latest(b);
}

/* What is still new once faults were found: the households, and where. */
static void
gather_fresh(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (!b->rows[i].bad && b->rows[i].stored == ROW_NEW) {
			int64_t village = ids_village(roster_of(&b->rows[i])->id);

			if (!roster_of(&b->rows[i])->person)
				b->fresh[b->freshes++] = roster_of(&b->rows[i]);
			if (village < b->in->village_lo)
				b->in->village_lo = village;
			if (village > b->in->village_hi)
				b->in->village_hi = village;
		}
}

int
household_intake_store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct batch b = { .im = im, .db = import_db(im), .in = own, .rows = rows, .n = n };
	int rc = -1;

	b.fresh = calloc(n + 1 + HOUSEHOLD_AHEAD, sizeof(*b.fresh));
	if (b.fresh == NULL)
		return db_no_memory(b.db);
	refuse_twins(&b);
	if (refuse_nameless(&b) == 0 && count_stored(&b) == 0 && raise_counters(&b) == 0 && find_new(&b) == 0 && people_claim(&b) == 0) {
		gather_fresh(&b);
		rc = insert_households(&b) == 0 && people_insert(&b) == 0 && count_batch(&b) == 0 ? 0 : -1;
	}
	people_free(&b);
	free(b.fresh);
	return rc;
}

/* In a roster of persons nobody wrote how many live together: count them, where
 * households or people are new. */
int
household_intake_end(struct import *im, void *own)
{
	const struct intake *in = own;

	if (!in->persons || in->given[col_find(household_cols, "members") - household_cols] || in->village_lo > in->village_hi)
		return 0;
	return db_run(import_db(im),
	    "UPDATE household SET members = 1 + (SELECT count(*) FROM member m"
	    " WHERE m.village = household.village AND m.household = household.household)"
	    " WHERE village BETWEEN $1 AND $2 AND ((members = 0 AND run = $3) OR EXISTS (SELECT 1 FROM member m"
	    " WHERE m.village = household.village AND m.household = household.household AND m.run = $3))",
	    ARGS(ARG(in->village_lo), ARG(in->village_hi), ARG(import_run_id(im)))) < 0 ? -1 : 0;
}
