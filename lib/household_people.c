/* Rosters in: the members of households, and that every identity number stands
 * but once. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "sort.h"
#include "was.h"

/* A member in the file. */
struct person {
	struct import_row	*row;
	int			 no;	/* of the member stored that it means; of a new one its own */
	const char		*other;	/* column that is stored otherwise, NULL none */
	int64_t			 ident;	/* of the member stored */
};

/* A household that has a good row in the batch. */
struct home {
	int64_t		 id;
	size_t		 from, to;	/* rows; bad ones of others may stand between */
	struct person	*people;	/* its members that are still to be settled */
	size_t		 n;
	bool		 found;		/* it is stored, or will be */
	int		 highest;	/* no of a member */
};

struct homes {
	struct batch	*b;
	struct home	*all, **old;	/* old: those that may be stored, with members */
	size_t		 n, n_old;
};

/* The rows from home->from on: good ones of a household stand together, a bad
 * one stands behind a good one, whichever that was. false: none is good. */
static bool
find_home(const struct batch *b, struct home *home)
{
	size_t i = home->from;

	while (i < b->n && b->rows[i].bad)
		i++;
	if (i == b->n)
		return false;
	home->id = roster_of(&b->rows[i])->id;
	for (; i < b->n && (b->rows[i].bad || roster_of(&b->rows[i])->id == home->id); i++)
		if (roster_of(&b->rows[i])->id == home->id)
			home->to = i + 1;
	return true;
}

/* A head that is refused takes its members along. */
static void
enter_members(struct homes *h, struct home *home, const struct village *v)
{
	const struct batch *b = h->b;
	const struct import_row *head = NULL;

	for (size_t i = home->from; i < home->to; i++)
		if (roster_of(&b->rows[i])->id != home->id)
			continue;
		else if (roster_of(&b->rows[i])->person)
			home->people[home->n++].row = &b->rows[i];
		else if (head == NULL)
			head = &b->rows[i];
	home->found = head != NULL && !head->bad;
	if (home->n > 0 && (head == NULL ? home->id <= v->highest : home->found && head->stored != ROW_NEW))
		h->old[h->n_old++] = home;
}

static void
enter_homes(struct homes *h)
{
	struct village *v = h->b->villages;
	struct home *home = h->all;

	for (home->people = h->b->people; find_home(h->b, home); home++) {
		v = village_of(v, home->id);
		enter_members(h, home, v);
		home[1] = (struct home){ .from = home->to, .people = home->people + home->n };
	}
	h->n = (size_t)(home - h->all);
}

static struct arg
home_cell(const void *rows, size_t n, int c)
{
	const struct home *home = ((struct home *const *)rows)[n];

	return arg_int(c == 0 ? (int64_t)n : c == 1 ? ids_village(home->id) : ids_serial(home->id));
}

/* The first column that says something else; NULL: none. */
static const char *
member_differs(const struct roster *r, struct stmt *m)
{
	if (!text_equal(r->name, stmt_text(m, 2)))
		return "name";
	if (r->ident != 0 && r->ident != stmt_int(m, 3))
		return "ident";
	if (r->relation.len > 0 && !text_equal(r->relation, stmt_text(m, 4)))
		return "relation";
	return r->note.len > 0 && !text_equal(r->note, stmt_text(m, 5)) ? "note" : NULL;
}

/* A member who is stored. Of several that it might mean a row means the first. */
static int
take_member(void *arg, struct stmt *m)
{
	struct home *home = ((struct homes *)arg)->old[stmt_int(m, 0)];
	int no = (int)stmt_int(m, 1);	/* 0: the household has none */
	int64_t ident = stmt_int(m, 3);

	home->found = true;
	if (no > home->highest)
		home->highest = no;
	for (struct person *p = home->people; no > 0 && p < home->people + home->n; p++) {
		const struct roster *r = roster_of(p->row);

		if (ident != 0 && r->ident != 0 ? ident != r->ident : !text_equal(r->name, stmt_text(m, 2)))
			continue;
		if (p->no == 0 || no < p->no) {
			p->no = no;
			p->ident = ident;
			p->other = member_differs(r, m);
		}
	}
	return 0;
}

static int
load_members(struct homes *h)
{
	static const char *const names[] = { "n", "village", "household", NULL };

	if (h->n_old == 0)
		return 0;
	return db_feed(h->b->db, &(struct feed){ names, "iii", h->n_old, home_cell, h->old }) != 0 ? -1 : db_each(h->b->db,
	    "SELECT f.n, m.no, m.name, m.ident, m.relation, m.note"
	    " FROM feed f JOIN household h ON h.village = f.village AND h.household = f.household"
	    " LEFT JOIN member m ON m.village = f.village AND m.household = f.household", NO_ARGS, take_member, h);
}

/* Who is stored otherwise; those who come after may mean somebody else then. */
static int
correct(struct batch *b, struct home *home, const struct person *p)
{
	const struct roster *r = roster_of(p->row);
	int64_t village = ids_village(r->id), household = ids_serial(r->id);
	int rc = household_claim(b->db, r->id, r->ident, p->ident);

	if (rc == 0)
		import_fault(b->im, p->row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
	if (rc <= 0)
		return rc;
	if (was_keep(b->db, "member", "SELECT * FROM member WHERE village = $1 AND household = $2 AND no = $3",
	    ARGS(ARG(village), ARG(household), ARG(p->no))) < 0 || db_run(b->db,
	    "UPDATE member SET name = $4, relation = $5, ident = CASE WHEN $6 = 0 THEN ident ELSE $6 END,"
	    " note = CASE WHEN $7 = '' THEN note ELSE $7 END, run = $8 WHERE village = $1 AND household = $2 AND no = $3",
	    ARGS(ARG(village), ARG(household), ARG(p->no), ARG(r->name), ARG(r->relation),
	    ARG(r->ident), ARG(r->note), ARG(import_run_id(b->im)))) < 0)
		return -1;
	for (size_t i = 0; i < home->n; i++)
		home->people[i] = (struct person){ .row = home->people[i].row };
	return load_members(&(struct homes){ .b = b, .old = &home, .n_old = home->n > 0 });
}

/* A member of a household that was there before: known, or changed. */
static int
settle_member(struct batch *b, struct home *home, struct person *p)
{
	enum duplicate how = import_duplicate(b->im);

	p->row->stored = p->other == NULL ? ROW_SAME : how == DUPLICATE_SKIP ? ROW_SKIPPED : ROW_CHANGED;
	if (p->row->stored == ROW_CHANGED && how == DUPLICATE_ERROR)
		import_fault(b->im, p->row, p->other, (struct text){ 0 }, FAULT_EXISTS);
	else if (p->row->stored == ROW_CHANGED)
		return correct(b, home, p);
	return 0;
}

static bool
same_person(const struct roster *a, const struct roster *b)
{
	return a->ident == b->ident && text_equal(a->name, b->name);
}

static int
settle_home(struct batch *b, struct home *home)
{
	const struct person *first = home->people;
	int rc = 0;

	while (rc == 0 && home->n > 0) {
		struct person *p = home->people++;
		struct import_row *row = p->row;

		home->n--;
		if (!row->bad && !home->found)
			import_fault(b->im, row, "household", (struct text){ 0 }, FAULT_MEMBER_ORPHAN);
		for (const struct person *q = first; q < p && !row->bad; q++)
			if (same_person(roster_of(row), roster_of(q->row)))
				import_fault(b->im, row, "name", (struct text){ 0 }, FAULT_DUPLICATE);
		if (row->bad)
			continue;
		if (p->no == 0)
			p->no = ++home->highest;
		else
			rc = settle_member(b, home, p);
	}
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

struct claims {
	struct batch	*b;
	struct sort_key	*keys;	/* rows by village and number */
};

static struct arg
claim_cell(const void *rows, size_t n, int c)
{
	const struct claims *k = rows;
	const struct roster *r = roster_of(&k->b->rows[k->keys[n].row]);

	return arg_int(c == 0 ? (int64_t)n : c == 1 ? ids_village(r->id) : r->ident);
}

static int
refuse_number(void *arg, struct stmt *row)
{
	const struct claims *k = arg;
	struct import_row *at = &k->b->rows[k->keys[stmt_int(row, 0)].row];

	if (!at->bad)
		import_fault(k->b->im, at, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
	return 0;
}

/* Of equal numbers in this batch the first stands, unless it is stored. */
static int
refuse_numbers(struct claims *k, size_t n)
{
	static const char *const names[] = { "n", "village", "ident", NULL };
	struct batch *b = k->b;
	struct village *v = b->villages;
	const struct roster *last = NULL;
	size_t asked = 0;

	for (size_t i = 0; i < n; i++) {
		struct import_row *row = &b->rows[k->keys[i].row];
		const struct roster *r = roster_of(row);

		v = village_of(v, r->id);
		if (last != NULL && last->ident == r->ident && ids_village(last->id) == v->code)
			import_fault(b->im, row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
		else if (v->highest != 0)
			k->keys[asked++] = k->keys[i];
		last = r;
	}
	if (asked == 0)
		return 0;
	return db_feed(b->db, &(struct feed){ names, "iii", asked, claim_cell, k }) != 0 ? -1 : db_each(b->db,
	    "SELECT f.n FROM feed f JOIN household h ON h.village = f.village AND h.ident = f.ident WHERE h.ident <> 0"
	    " UNION ALL SELECT f.n FROM feed f JOIN member m ON m.village = f.village AND m.ident = f.ident WHERE m.ident <> 0",
	    NO_ARGS, refuse_number, k);
}

static int
claim_numbers(struct batch *b)
{
	struct sort_key *keys = calloc(b->n + 1, 2 * sizeof(*keys));
	int rc = keys == NULL ? db_no_memory(b->db)
	    : refuse_numbers(&(struct claims){ b, keys }, gather_numbers(b, keys));

	free(keys);
	return rc;
}

/* A head that was refused for its number takes its members along. */
static void
refuse_orphans(struct batch *b, const struct home *home)
{
	bool orphans = false;

	for (size_t i = home->from; i < home->to; i++)
		orphans |= roster_of(&b->rows[i])->id == home->id && !roster_of(&b->rows[i])->person && b->rows[i].bad;
	for (size_t i = home->from; orphans && i < home->to; i++)
		if (roster_of(&b->rows[i])->person && !b->rows[i].bad)
			import_fault(b->im, &b->rows[i], "household", (struct text){ 0 }, FAULT_MEMBER_ORPHAN);
}

int
people_claim(struct batch *b)
{
	struct homes h = { .b = b };
	int rc = 0;

	if (!b->in->persons)
		return claim_numbers(b);
	b->people = calloc(b->n, sizeof(*b->people));
	h.all = calloc(b->n + 1, sizeof(*h.all));
	h.old = calloc(b->n, sizeof(*h.old));
	if (b->people == NULL || h.all == NULL || h.old == NULL)
		rc = db_no_memory(b->db);
	if (rc == 0) {
		enter_homes(&h);
		b->in->grown |= h.n_old > 0;
		rc = load_members(&h);
	}
	for (size_t i = 0; rc == 0 && i < h.n; i++) {
		b->peoples += h.all[i].n;
		rc = settle_home(b, &h.all[i]);
	}
	if (rc == 0)
		rc = claim_numbers(b);
	for (size_t i = 0; rc == 0 && i < h.n; i++)
		refuse_orphans(b, &h.all[i]);
	free(h.old);
	free(h.all);
	return rc;
}

static struct arg
person_cell(const void *rows, size_t n, int c)
{
	const struct batch *b = rows;
	const struct person *p = &b->people[n];
	const struct roster *r = roster_of(p->row);

	switch (c) {
	case 0: return arg_int(ids_village(r->id));
	case 1: return arg_int(ids_serial(r->id));
	case 2: return arg_int(p->no);
	case 3: return arg_text(r->name);
	case 4: return arg_int(r->ident);
	case 5: return arg_text(r->relation);
	case 6: return arg_text(r->note);
	default: return arg_int(b->run);
	}
}

/* Leaves only who is new. */
static void
keep_new(struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->peoples; i++)
		if (!b->people[i].row->bad && b->people[i].row->stored == ROW_NEW)
			b->people[n++] = b->people[i];
	b->peoples = n;
}

int
people_insert(struct batch *b)
{
	static const char *const names[] = { "village", "household", "no", "name", "ident", "relation", "note", "run", NULL };

	keep_new(b);
	return b->peoples == 0 ? 0 : db_load(b->db, "member", &(struct feed){ names, "iiititti", b->peoples, person_cell, b });
}

void
people_free(struct batch *b)
{
	free(b->people);
}
