#include "undo_parts.h"

#include <stdio.h>

#include "floor.h"
#include "ids.h"
#include "order.h"

const struct col dependent_cols[] = {
	{ "run", "批次", NULL, COL_RUN, 0, N_("later run that stored or changed the record"), NULL, 0, NULL },
	{ "kind", "种类", NULL, COL_TEXT, 0, N_("household, member, span, visit, order, activity, attendance, issue, chief, post, area, rule, calendar, commendation or entry"), NULL, 0, NULL },
	{ "record", "记录", NULL, COL_TEXT, COL_KEY, N_("number of the record; of a span or a member its household's"), NULL, 0, NULL },
	{ "why", "原因", NULL, COL_TEXT, 0, N_("changed: of what the import stored; needs: what it added; ident: has a number that would come back"), NULL, 0, NULL },
	{ 0 },
};

int
undo_put(struct undo *u, int64_t run, const char *kind, struct text record, const char *why)
{
	rec_put(u->out, (const struct value[]){
	    VALUE_INT(run), VALUE_TEXT(text_of(kind)), VALUE_TEXT(record), VALUE_TEXT(text_of(why)) });
	return 0;
}

/* The number of a row's record: what it is about comes first. */
static struct text
record_of(struct was *w, char buf[static IDS_SIZE])
{
	const struct arg *village = was_cell(w, "village"), *n;

	if (strcmp(w->table, "activity") == 0 || strcmp(w->table, "attendance") == 0)
		return ids_dated(village->num, 'A', was_cell(w, "no")->num, buf);
	if (strcmp(w->table, "issue") == 0)
		return ids_issue(village->num, was_cell(w, "no")->num, was_cell(w, "n")->num, buf);
	if ((n = was_cell(w, "household")) != NULL)
		return ids_household(ids_make(village->num, n->num), buf);
	if ((n = was_cell(w, "sub")) != NULL)
		return ids_area(village->num, n->num, buf);
	if ((n = was_cell(w, "chief")) != NULL)
		return ids_chief(ids_make(village->num, n->num), buf);
	if ((n = was_cell(w, "rule")) != NULL)
		return n->text;
	return text_of(day_text((day_t)was_cell(w, "day")->num, buf));
}

static int
put_holder(void *arg, struct stmt *row)
{
	struct undo *u = arg;
	char buf[IDS_SIZE];

	return undo_put(u, stmt_int(row, 0), u->kind, ids_household(ids_make(stmt_int(row, 1), stmt_int(row, 2)), buf), "ident");
}

/* Whether somebody else has the identity number now. 1, 0, -1. */
static int
is_taken(struct undo *u, struct was *w)
{
	const struct arg *ident = was_cell(w, "ident"), *no = was_cell(w, "no"), *args;
	int64_t before = rec_count(u->out);

	if (ident == NULL || ident->num == 0)
		return 0;
	args = ARGS(*was_cell(w, "village"), *ident, *was_cell(w, "household"), no == NULL ? arg_int(0) : *no);
	u->kind = "household";
	if (db_each(u->db, "SELECT run, village, household FROM household"
	    " WHERE village = $1 AND ident = $2 AND (household <> $3 OR $4 <> 0)", args, put_holder, u) != 0)
		return -1;
	u->kind = "member";
	if (db_each(u->db, "SELECT run, village, household FROM member"
	    " WHERE village = $1 AND ident = $2 AND (household <> $3 OR no <> $4)", args, put_holder, u) != 0)
		return -1;
	return rec_count(u->out) > before;
}

/* Puts a row back; without a number that somebody else has: it is told then, and
 * all is rolled back. */
static int
put_back(struct undo *u, struct was *w)
{
	int taken = is_taken(u, w);

	if (taken == 1)
		was_cell(w, "ident")->num = 0;
	return taken < 0 ? -1 : was_restore(u->db, w);
}

static int
restore(void *arg, struct was *w)
{
	struct undo *u = arg;

	u->n++;
	return undo_clashes(u, w) != 0 ? -1 : put_back(u, w);
}

/* What others changed goes back to what the import stored: as that is found, all
 * that depends on it is. */
static int
rewind_row(void *arg, struct was *w)
{
	struct undo *u = arg;
	char buf[IDS_SIZE];

	undo_put(u, w->run, w->table, record_of(w, buf), "changed");
	return put_back(u, w);
}

/* In this order no row goes before those that refer to it. */
static int
remove_added(struct undo *u)
{
	static const char *const tables[] = {
		"issue", "attendance", "activity", "order_event", "work_order", "visit_void", "visit", "post", "chief", "member",
		"span", "household", "area", "rule", "calendar",
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char sql[64];
		int64_t n;

		snprintf(sql, sizeof(sql), "DELETE FROM %s WHERE run = $1", tables[i]);
		if ((n = db_run(u->db, sql, ARGS(ARG(u->run)))) < 0)
			return -1;
		u->n += n;
	}
	return 0;
}

static int
check_run(struct db *db, int64_t run)
{
	char buf[IDS_SIZE], by[IDS_SIZE];
	const char *name = ids_run(run, buf).at;
	int64_t import = 0, undone = 0;
	int rc = db_int(db, "SELECT CASE WHEN verb <> 'import' THEN 0 WHEN program = 'nbr-points' THEN 2 WHEN program = 'nbr-goods' THEN 3 ELSE 1 END FROM run WHERE village = $1 AND no = $2",
	    ARGS(ARG(ids_village(run)), ARG(ids_serial(run))), &import);

	if (rc <= 0)
		return rc < 0 ? -1 : db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("run %s"), name);
	if (!import)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("run %s is no import"), name);
	if (import >= 2)
		return db_fail(db, EXIT_RULE, import == 2 ? FAULT_LEDGER_UNDO : FAULT_STOCK_UNDO, _("run %s"), name);
	rc = db_int(db, "SELECT village * 10000000 + no FROM run WHERE program = 'nbr-db' AND verb = 'undo' AND source = $1"
	    " ORDER BY 1 LIMIT 1", ARGS(ARG(name)), &undone);
	return rc <= 0 ? rc : db_fail(db, EXIT_RULE, FAULT_STATE, _("run %s was undone by %s"), name, ids_run(undone, by).at);
}

/* Numbers that go from one to another in the import do not meet on their way back. */
static int
lift_numbers(struct undo *u)
{
	return db_run(u->db, "UPDATE household SET ident = 0 WHERE run = $1 AND ident <> 0", ARGS(ARG(u->run))) < 0
	    || db_run(u->db, "UPDATE member SET ident = 0 WHERE run = $1 AND ident <> 0", ARGS(ARG(u->run))) < 0 ? -1 : 0;
}

/* The last visits, without those that go. */
static int
settle_visits(struct undo *u)
{
	return db_run(u->db, "UPDATE household SET visited = coalesce((SELECT max(v.day) FROM visit v WHERE " SAME("v", "household")
	    " AND v.run <> $1 AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE " SAME("x", "v") " AND x.day = v.day AND x.no = v.no)), 0)"
	    " WHERE EXISTS (SELECT 1 FROM visit v WHERE " SAME("v", "household") " AND v.run = $1)", ARGS(ARG(u->run))) < 0 ? -1 : 0;
}

/* Orders of others that the import took further: their step is none until they
 * are settled, when its events have gone. */
static int
unsettle_orders(struct undo *u)
{
	return db_run(u->db, "UPDATE work_order SET step = 0 FROM order_event e WHERE e.run = $1 AND work_order.run <> $1"
	    " AND work_order.village = e.village AND work_order.no = e.no", ARGS(ARG(u->run))) < 0 ? -1 : 0;
}

struct settling {
	struct db	*db;
	struct order_book *book;
};

static int
settle_order(void *arg, struct stmt *row)
{
	const struct settling *s = arg;

	return order_settle(s->db, s->book, (struct order_key){ stmt_int(row, 0), stmt_int(row, 1) });
}

static int
settle_orders(struct undo *u, const char *zone)
{
	struct settling s = { u->db, order_book_load(u->db, zone) };
	int rc = s.book == NULL ? -1 : db_each(u->db, "SELECT village, no FROM work_order WHERE step = 0", NO_ARGS, settle_order, &s);

	order_book_free(s.book);
	return rc;
}

int64_t
undo_import(struct db *db, const char *zone, int64_t run, struct rec_out *out)
{
	struct undo u = { .db = db, .out = out, .run = run };

	if (check_run(db, run) != 0 || was_each(db, run, true, rewind_row, &u) != 0 || lift_numbers(&u) != 0
	    || was_each(db, run, false, restore, &u) != 0 || undo_needs(&u) != 0)
		return -1;
	if (rec_count(out) > 0)
		return 0;
	if (settle_visits(&u) != 0 || unsettle_orders(&u) != 0 || remove_added(&u) != 0 || settle_orders(&u, zone) != 0
	    || was_forget(db, run) != 0 || floor_refresh(db) != 0 || order_refresh(db, zone) != 0)
		return -1;
	return u.n > 0 ? u.n : 1;
}
