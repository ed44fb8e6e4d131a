/*
 * Rosters in: which stored household a row means, and what it says otherwise.
 * A row means a household by its number; else by the identity number of its
 * head, or of a member; else by head and door in the same place.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"

/* What is compared; row_differs counts on the order. */
#define CARD \
    "h.household, h.head, h.phone, h.door, h.note, h.ident, h.members, h.hood, h.class, h.tags, h.first, h.last"
enum { C_HOUSEHOLD, C_HEAD, C_PHONE, C_DOOR, C_NOTE, C_IDENT, C_MEMBERS, C_HOOD, C_CLASS, C_TAGS, C_FIRST, C_LAST, C_N };

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
	return given(b, "since") && r->since != import_today(b->im) && r->since != stmt_int(h, C_FIRST);
}

/* The column of the file that names the place. */
static const char *
place_column(const struct roster *r)
{
	int i = 3;

	while (i > 0 && r->place[i].len == 0)
		i--;
	return r->area.len > 0 ? "area" : place_columns[i];
}

/* The first column that says something else; NULL: none. */
static const char *
row_differs(const struct batch *b, const struct roster *r, struct stmt *h)
{
	if (differs(r->head, h, C_HEAD))
		return given(b, "head") ? "head" : "name";
	if (differs(r->phone, h, C_PHONE))
		return "phone";
	if (differs(r->door, h, C_DOOR))
		return "door";
	if (differs(r->note, h, C_NOTE))
		return "note";
	if (r->ident != 0 && r->ident != stmt_int(h, C_IDENT))
		return "ident";
	if (r->members != 0 && r->members != stmt_int(h, C_MEMBERS))
		return "members";
	if (r->placed == PLACE_GIVEN && r->hood != stmt_int(h, C_HOOD))
		return place_column(r);
	if (r->class_no != 0 && r->class_no != stmt_int(h, C_CLASS))
		return "class";
	if (given(b, "tags") && r->tags.len > 0 && (int64_t)r->bits != stmt_int(h, C_TAGS))
		return "tags";
	return since_differs(b, r, h) ? "since" : NULL;
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
	if ((r->placed == PLACE_GIVEN && household_move(b->db, r->id, r->hood, today, reason, run) < 0)
	    || (r->class_no != 0 && household_classify(b->db, r->id, r->class_no, today, reason, run) < 0))
		return -1;
	if (r->tags.len > 0 && (household_tag(b->db, r->id, r->bits & ~tags, true, today, reason, run) < 0
	    || household_tag(b->db, r->id, tags & ~r->bits, false, today, reason, run) < 0))
		return -1;
	return 0;
}

/* Reads the household once more, for a row before this one may have changed it. */
static int
correct(struct batch *b, struct stmt *h, struct import_row *row)
{
	struct roster *r = roster_of(row);
	int rc = stmt_bind(h, ARGS(ARG(ids_village(r->id)), ARG(ids_serial(r->id))));

	if (rc != 0 || (rc = stmt_step(h)) <= 0)
		return rc;
	row->stored = row_differs(b, r, h) != NULL ? ROW_CHANGED : ROW_SAME;
	if (row->stored == ROW_SAME)
		return 0;
	if (stmt_int(h, C_LAST) != DAY_MAX) {
		import_fault(b->im, row, "household", (struct text){ 0 }, FAULT_STATE);
		return 0;
	}
	rc = household_claim(b->db, r->id, r->ident, stmt_int(h, C_IDENT));
	if (rc == 0)
		import_fault(b->im, row, "ident", (struct text){ 0 }, FAULT_ID_TWICE);
	if (rc > 0 && since_differs(b, r, h) && (rc = household_register(b->db, r->id, r->since)) == 0)
		import_fault(b->im, row, "since", (struct text){ 0 }, FAULT_STATE);
	return rc <= 0 ? rc : update(b, r, (uint64_t)stmt_int(h, C_TAGS));
}

/* What becomes of rows that say something else than what is stored. */
static int
settle(struct batch *b, struct import_row *const *rows, size_t n)
{
	enum duplicate how = import_duplicate(b->im);
	struct stmt *h = NULL;
	int rc = 0;

	if (how == DUPLICATE_UPDATE
	    && (h = db_prepare(b->db, "SELECT " CARD " FROM household h WHERE h.village = $1 AND h.household = $2")) == NULL)
		return -1;
	for (size_t i = 0; rc >= 0 && i < n; i++) {
		if (rows[i]->stored != ROW_CHANGED)
			continue;
		if (how == DUPLICATE_UPDATE)
			rc = correct(b, h, rows[i]);
		else if (how == DUPLICATE_SKIP)
			rows[i]->stored = ROW_SKIPPED;
		else
			import_fault(b->im, rows[i], roster_of(rows[i])->other, (struct text){ 0 }, FAULT_EXISTS);
	}
	stmt_end(h);
	return rc < 0 ? -1 : 0;
}

struct match {
	struct batch		*b;
	struct import_row	**rows;		/* that may mean a household stored */
	size_t			 n;
	bool			 by_number, by_ident, by_place;	/* some of them */
};

/* Of several households it might mean a row means the first. */
static int
take(void *arg, struct stmt *h)
{
	const struct match *m = arg;
	struct import_row *row = m->rows[stmt_int(h, C_N)];
	struct roster *r = roster_of(row);
	int64_t id = ids_make(ids_village(r->id), stmt_int(h, C_HOUSEHOLD));

	if (row->stored != ROW_NEW && id >= r->id)
		return 0;
	r->id = id;
	r->other = row_differs(m->b, r, h);
	row->stored = r->other != NULL ? ROW_CHANGED : ROW_SAME;
	return 0;
}

static struct arg
match_cell(const void *rows, size_t n, int c)
{
	struct import_row *const *row = (struct import_row *const *)rows + n;
	const struct roster *r = roster_of(row[0]);

	switch (c) {
	case 0:
		if (row[HOUSEHOLD_AHEAD] != NULL)
			household_fetch(roster_of(row[HOUSEHOLD_AHEAD]));
		return arg_int((int64_t)n);
	case 1: return arg_int(ids_village(r->id));
	case 2: return arg_int(ids_serial(r->household));
	case 3: return arg_int(r->ident);
	case 4: return arg_int(r->hood);
	case 5: return arg_text(r->head);
	default: return arg_text(r->door);
	}
}

#define ASK	"SELECT " CARD ", f.n FROM feed f"

static int
find(struct match *m)
{
	static const char *const names[] = { "n", "village", "household", "ident", "hood", "head", "door", NULL };
	struct db *db = m->b->db;

	if (m->n == 0)
		return 0;
	if (db_feed(db, &(struct feed){ names, "iiiiitt", m->n, match_cell, m->rows }) != 0)
		return -1;
	if (m->by_number && db_each(db, ASK " JOIN household h ON h.village = f.village AND h.household = f.household",
	    NO_ARGS, take, m) != 0)
		return -1;
	if (m->by_ident && (db_each(db, ASK " JOIN household h ON h.village = f.village AND h.ident = f.ident"
	    " WHERE f.household = 0 AND h.ident <> 0", NO_ARGS, take, m) != 0
	    || db_each(db, ASK " JOIN member p ON p.village = f.village AND p.ident = f.ident"
	    " JOIN household h ON h.village = p.village AND h.household = p.household"
	    " WHERE f.household = 0 AND p.ident <> 0", NO_ARGS, take, m) != 0))
		return -1;
	if (m->by_place && db_each(db, ASK " JOIN household h ON h.village = f.village AND h.hood = f.hood"
	    " AND h.head = f.head AND h.door = f.door WHERE f.household = 0 AND f.ident = 0", NO_ARGS, take, m) != 0)
		return -1;
	return 0;
}

/* The rows that are not above all their village holds. */
static void
gather(struct match *m)
{
	struct village *v = m->b->villages;

	for (size_t i = 0; i < m->b->n; i++) {
		struct import_row *row = &m->b->rows[i];
		const struct roster *r = roster_of(row);

		if (i + HOUSEHOLD_AHEAD < m->b->n)
			household_fetch(roster_of(row + HOUSEHOLD_AHEAD));
		if (row->bad || r->person)
			continue;
		v = village_of(v, r->id);
		if (r->id > v->highest)
			continue;
		m->by_number |= r->household != 0;
		m->by_ident |= r->household == 0 && r->ident != 0;
		m->by_place |= r->household == 0 && r->ident == 0;
		m->rows[m->n++] = row;
	}
}

int
household_match(struct batch *b)
{
	struct match m = { .b = b };
	bool any = false;
	int rc;

	for (size_t i = 0; i < b->n_villages; i++)
		any |= b->villages[i].highest != 0;
	if (!any)
		return 0;
	m.rows = calloc(b->n + HOUSEHOLD_AHEAD, sizeof(*m.rows));
	if (m.rows == NULL)
		return db_no_memory(b->db);
	gather(&m);
	rc = find(&m) == 0 && settle(b, m.rows, m.n) == 0 ? 0 : -1;
	free(m.rows);
	return rc;
}
