/*
 * Rosters in: a batch of good rows, in the order of their households, compared
 * with what is stored and put beside it. All is asked and written in sets, a few
 * statements a batch; of what is higher than all that its village holds nothing
 * is asked, which makes a million new households quick.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "sort.h"
#include "was.h"

/* The village of a row, the last one or behind it. false: memory is out. */
static bool
enter_village(struct batch *b, const struct roster *r)
{
	int64_t code = ids_village(r->id);

	if (b->n_villages > 0 && b->villages[b->n_villages - 1].code == code)
		return true;
	if ((b->n_villages & (b->n_villages - 1)) == 0) {	/* room for a power of two */
		struct village *v = reallocarray(b->villages, 2 * b->n_villages + 1, sizeof(*v));

		if (v == NULL)
			return false;
		b->villages = v;
	}
	b->villages[b->n_villages++] = (struct village){ .code = code, .number = IDS_GIVEN };
	return true;
}

/*
 * A first look at the good rows: their villages; how many have no number; two
 * for one household in this file, of which the second is refused.
 */
static int
scan_rows(struct batch *b)
{
	int64_t last = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct roster *r = roster_of(&b->rows[i]);
		struct village *v;

		if (i + HOUSEHOLD_AHEAD < b->n)
			household_fetch(roster_of(&b->rows[i + HOUSEHOLD_AHEAD]));
		if (b->rows[i].bad)
			continue;
		if (!enter_village(b, r))
			return db_no_memory(b->db);
		v = &b->villages[b->n_villages - 1];
		if (ids_serial(r->household) > v->number)
			v->number = ids_serial(r->household);
		if (r->person)
			continue;
		if (r->household == 0) {
			b->numberless++;
			continue;
		}
		if (r->id == last)
			import_fault(b->im, &b->rows[i], "household", (struct text){ 0 }, FAULT_DUPLICATE);
		last = r->id;
	}
	return 0;
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

	if (b->numberless < 2)
		return 0;
	keys = calloc(b->numberless, 2 * sizeof(*keys));
	if (keys == NULL)
		return db_no_memory(b->db);
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

static struct arg
village_cell(const void *rows, size_t n, int c)
{
	const struct village *v = &((const struct village *)rows)[n];

	switch (c) {
	case 0: return arg_int((int64_t)n);
	case 1: return arg_int(v->code);
	case 2: return arg_int(v->number);
	default: return arg_int(v->latest);
	}
}

static int
feed_villages(struct batch *b)
{
	static const char *const names[] = { "n", "code", "number", "day", NULL };

	return db_feed(b->db, &(struct feed){ names, "iiii", b->n_villages, village_cell, b->villages });
}

static int
take_village(void *arg, struct stmt *row)
{
	struct village *v = &((struct batch *)arg)->villages[stmt_int(row, 0)];

	if (v->number < stmt_int(row, 1))
		v->number = stmt_int(row, 1);
	if (!stmt_null(row, 2))
		v->highest = ids_make(v->code, stmt_int(row, 2));
	return 0;
}

/* Asked for each batch: its villages are locked now, and were not before. */
static int
load_villages(struct batch *b)
{
	if (b->n_villages == 0)
		return 0;
	return feed_villages(b) != 0 ? -1 : db_each(b->db,
	    "SELECT f.n, v.households, (SELECT max(h.household) FROM household h WHERE h.village = f.code)"
	    " FROM feed f JOIN village v ON v.village = f.code", NO_ARGS, take_village, b);
}

/* The numbers last given, or brought by the file, which are not given again; and
 * the day of the newest household. */
static int
store_villages(struct batch *b)
{
	if (b->n_villages == 0 || feed_villages(b) != 0)
		return b->n_villages == 0 ? 0 : -1;
	return db_run(b->db, "UPDATE village SET households = f.number,"
	    " latest = CASE WHEN village.latest < f.day THEN f.day ELSE village.latest END"
	    " FROM feed f WHERE village.village = f.code AND (village.households < f.number OR village.latest < f.day)",
	    NO_ARGS) < 0 ? -1 : 0;
}

/* Who is new needs a head and a place, which a file of corrections has not. */
static void
refuse_incomplete(struct batch *b)
{
	bool complete = b->in->heads && (b->in->places || import_area(b->im) != 0);

	for (size_t i = 0; !complete && i < b->n; i++) {
		struct import_row *row = &b->rows[i];
		const struct roster *r = roster_of(row);

		if (row->bad || r->person || row->stored != ROW_NEW)
			continue;
		if (r->head.len == 0)
			import_fault(b->im, row, "head", (struct text){ 0 }, FAULT_HEAD_MISSING);
		if (r->placed == PLACE_NONE)
			import_fault(b->im, row, "area", (struct text){ 0 }, FAULT_AREA_MISSING);
	}
}

/* Numbers for new households that came without. */
static void
give_numbers(struct batch *b)
{
	struct village *v = b->villages;

	for (size_t i = 0; b->numberless > 0 && i < b->n; i++) {
		struct roster *r = roster_of(&b->rows[i]);

		if (b->rows[i].bad || r->person || r->household != 0 || b->rows[i].stored != ROW_NEW)
			continue;
		v = village_of(v, r->id);
		r->id = ids_make(v->code, ++v->number);
	}
}

enum {
	F_VILLAGE, F_HOUSEHOLD, F_HOOD, F_CLASS, F_TAGS, F_SINCE, F_VISITED, F_NEXT, F_FIRST, F_LAST,
	F_HEAD, F_IDENT, F_PHONE, F_DOOR, F_MEMBERS, F_NOTE, F_RUN
};
static const char *const household_names[] = {
	"village", "household", "hood", "class", "tags", "since", "visited", "next", "first", "last",
	"head", "ident", "phone", "door", "members", "note", "run", NULL,
};

static struct arg
household_cell(const void *rows, size_t n, int c)
{
	const struct batch *b = rows;
	const struct roster *r = b->fresh[n];

	switch (c) {
	case F_VILLAGE:
		household_fetch(b->fresh[n + HOUSEHOLD_AHEAD]);
		return arg_int(ids_village(r->id));
	case F_HOUSEHOLD: return arg_int(ids_serial(r->id));
	case F_HOOD: return arg_int(r->hood);
	case F_CLASS: return arg_int(r->class_no);
	case F_TAGS: return arg_int((int64_t)r->bits);
	case F_SINCE: return arg_int(r->since);
	case F_VISITED: return arg_int(0);
	case F_NEXT: return arg_int(r->next);
	case F_FIRST: return arg_int(r->since);
	case F_LAST: return arg_int(DAY_MAX);
	case F_HEAD: return arg_text(r->head);
	case F_IDENT: return arg_int(r->ident);
	case F_PHONE: return arg_text(r->phone);
	case F_DOOR: return arg_text(r->door);
	case F_MEMBERS: return arg_int(r->members);
	case F_NOTE: return arg_text(r->note);
	default: return arg_int(b->run);
	}
}

static int
insert_households(struct batch *b)
{
	return b->freshes == 0 ? 0 : db_load(b->db, "household",
	    &(struct feed){ household_names, "iiiiiiiiiitittiti", b->freshes, household_cell, b });
}

/* What is still new once faults were found: the households, and where. */
static void
gather_fresh(struct batch *b)
{
	struct village *v = b->villages;

	for (size_t i = 0; i < b->n; i++) {
		struct roster *r = roster_of(&b->rows[i]);

		if (i + HOUSEHOLD_AHEAD < b->n)
			household_fetch(roster_of(&b->rows[i + HOUSEHOLD_AHEAD]));
		if (b->rows[i].bad || b->rows[i].stored != ROW_NEW)
			continue;
		v = village_of(v, r->id);
		if (v->code < b->in->village_lo)
			b->in->village_lo = v->code;
		if (v->code > b->in->village_hi)
			b->in->village_hi = v->code;
		if (r->person)
			continue;
		b->fresh[b->freshes++] = r;
		if (r->since > v->latest)
			v->latest = r->since;
	}
}

/* Finds what is new. */
static int
judge(struct batch *b)
{
	if (scan_rows(b) != 0 || refuse_nameless(b) != 0 || load_villages(b) != 0 || household_match(b) != 0)
		return -1;
	refuse_incomplete(b);
	give_numbers(b);
	return people_claim(b);
}

int
household_intake_store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct batch b = { .im = im, .db = import_db(im), .run = import_run_id(im), .in = own, .rows = rows, .n = n };
	int rc = -1;

	b.fresh = calloc(n + 1 + HOUSEHOLD_AHEAD, sizeof(*b.fresh));
	if (b.fresh == NULL)
		return db_no_memory(b.db);
	if (judge(&b) == 0) {
		gather_fresh(&b);
		rc = insert_households(&b) == 0 && people_insert(&b) == 0 && store_villages(&b) == 0 ? 0 : -1;
	}
	people_free(&b);
	free(b.villages);
	free(b.fresh);
	return rc;
}

#define PEOPLE	"(SELECT count(*) FROM member m WHERE m.village = household.village AND m.household = household.household)"
#define GROWN \
    "village BETWEEN $1 AND $2 AND members <> 1 + " PEOPLE " AND EXISTS (SELECT 1 FROM member m" \
    " WHERE m.village = household.village AND m.household = household.household AND m.run = $3)"

/* In a roster of persons nobody wrote how many live together: count them, where
 * households or people are new. */
int
household_intake_end(struct import *im, void *own)
{
	const struct intake *in = own;
	const struct arg *args = ARGS(ARG(in->village_lo), ARG(in->village_hi), ARG(import_run_id(im)));

	if (!in->persons || in->given[col_find(household_cols, "members") - household_cols] || in->village_lo > in->village_hi)
		return 0;
	if (in->grown && (was_keep(import_db(im), "household", "SELECT * FROM household WHERE " GROWN, args) < 0
	    || db_run(import_db(im), "UPDATE household SET members = 1 + " PEOPLE ", run = $3 WHERE " GROWN, args) < 0))
		return -1;
	return db_run(import_db(im), "UPDATE household SET members = 1 + " PEOPLE
	    " WHERE village BETWEEN $1 AND $2 AND run = $3 AND members = 0", args) < 0 ? -1 : 0;
}
