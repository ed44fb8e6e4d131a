/* Activities in: what of a row is new, what is stored otherwise, what is changed. */
#include "activity_parts.h"
#include "was.h"

/* A row beside what is stored under its name. */
struct comparison {
	const struct activity_row *row;
	struct activity_key key;
	struct issue_key issue;		/* its matter's; n 0 none, or new */
	int64_t		 closed, run, issue_run;	/* runs that stored them */
	const char	*other, *issue_other;	/* column that is stored otherwise, NULL none */
	const char	*more;		/* column of a chief or a matter to be added, NULL none */
};

static void
compare_text(const char **other, const char *column, struct text given, struct text stored)
{
	if (*other == NULL && given.len > 0 && !text_equal(given, stored))
		*other = column;
}

static void
compare_int(const char **other, const char *column, int64_t given, int64_t stored)
{
	if (*other == NULL && given != 0 && given != stored)
		*other = column;
}

/* place chief residents publicity service sharing result closed run */
static int
compare_activity(void *arg, struct stmt *stored)
{
	struct comparison *c = arg;
	const struct activity *a = &c->row->a;

	compare_text(&c->other, "place", a->place, stmt_text(stored, 0));
	compare_int(&c->other, c->row->chief_name.len > 0 ? "chief_name" : "chief", ids_serial(a->chief), stmt_int(stored, 1));
	compare_int(&c->other, "residents", a->residents, stmt_int(stored, 2));
	compare_text(&c->other, "publicity", a->publicity, stmt_text(stored, 3));
	compare_text(&c->other, "service", a->service, stmt_text(stored, 4));
	compare_text(&c->other, "sharing", a->sharing, stmt_text(stored, 5));
	compare_text(&c->other, "result", a->result, stmt_text(stored, 6));
	c->closed = stmt_int(stored, 7);
	c->run = stmt_int(stored, 8);
	return 0;
}

/* person outcome state settled run */
static int
compare_issue(void *arg, struct stmt *stored)
{
	struct comparison *c = arg;
	const struct issue *s = &c->row->issue;

	compare_text(&c->issue_other, "person", s->person, stmt_text(stored, 0));
	compare_text(&c->issue_other, "outcome", s->outcome, stmt_text(stored, 1));
	compare_text(&c->issue_other, "state", s->state, stmt_text(stored, 2));
	compare_int(&c->issue_other, "settled", s->settled, stmt_int(stored, 3));
	c->issue_run = stmt_int(stored, 4);
	return 0;
}

static int
compare(struct db *db, struct comparison *c)
{
	const struct activity_key *k = &c->key;
	int64_t one = 0;
	int rc = 1;

	if (db_each(db, "SELECT place, chief, residents, publicity, service, sharing, result, closed, run FROM activity"
	    " WHERE village = $1 AND no = $2", ARGS(ARG(k->village), ARG(k->no)), compare_activity, c) != 0)
		return -1;
	for (size_t i = 0; rc == 1 && i < c->row->chiefs; i++)
		rc = db_int(db, "SELECT 1 FROM attendance WHERE village = $1 AND no = $2 AND chief = $3",
		    ARGS(ARG(k->village), ARG(k->no), ARG(ids_serial(c->row->present[i]))), &one);
	if (rc == 0)
		c->more = "attended";
	if (rc < 0 || c->row->issue.title.len == 0)
		return rc < 0 ? -1 : 0;
	rc = issue_same(db, *k, c->row->issue.title, &c->issue);
	if (rc == 0)
		c->more = "issue";
	return rc <= 0 ? rc : db_each(db, "SELECT person, outcome, state, settled, run FROM issue WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(k->village), ARG(k->no), ARG(c->issue.n)), compare_issue, c);
}

/* The chiefs that were there, and the matter, if they are new. */
static int
add_rest(struct db *db, const struct activity_row *r, struct activity_key key, int64_t run)
{
	struct issue_key issue;
	int rc;

	for (size_t i = 0; i < r->chiefs; i++)
		if (activity_seat(db, key, r->present[i], run) < 0)
			return -1;
	if (r->issue.title.len == 0)
		return 0;
	rc = issue_same(db, key, r->issue.title, &issue);
	return rc < 0 || (rc == 0 && issue_store(db, key, &r->issue, run, &issue) < 0) ? -1 : 0;
}

/* What a cell does not say stays. */
#define TAKEN(column, n)	column " = CASE WHEN $" n " = '' THEN " column " ELSE $" n " END"
#define TAKEN_INT(column, n)	column " = CASE WHEN $" n " = 0 THEN " column " ELSE $" n " END"

static int
update_activity(struct db *db, const struct activity *a, struct activity_key k, int64_t run)
{
	if (activity_keep(db, k) != 0 || db_run(db, "UPDATE activity SET " TAKEN("place", "3") ", " TAKEN_INT("chief", "4") ", "
	    TAKEN_INT("residents", "5") ", " TAKEN("publicity", "6") ", " TAKEN("service", "7") ", " TAKEN("sharing", "8") ", "
	    TAKEN("result", "9") ", run = $10 WHERE village = $1 AND no = $2",
	    ARGS(ARG(k.village), ARG(k.no), ARG(a->place), ARG(ids_serial(a->chief)), ARG(a->residents), ARG(a->publicity),
	    ARG(a->service), ARG(a->sharing), ARG(a->result), ARG(run))) < 0)
		return -1;
	return a->chief != 0 && activity_seat(db, k, a->chief, run) < 0 ? -1 : 0;
}

static int
update_issue(struct db *db, const struct issue *s, struct issue_key k, int64_t run)
{
	return issue_keep(db, k) != 0 || db_run(db, "UPDATE issue SET " TAKEN("person", "4") ", " TAKEN("outcome", "5") ", "
	    TAKEN("state", "6") ", " TAKEN_INT("settled", "7") ", run = $8 WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(k.activity.village), ARG(k.activity.no), ARG(k.n), ARG(s->person), ARG(s->outcome), ARG(s->state),
	    ARG(s->settled), ARG(run))) < 0 ? -1 : 0;
}

/* Whether the file said it before: the activity otherwise, or all of the row. */
static bool
is_twice(const struct comparison *c, int64_t run)
{
	if (c->other != NULL || c->issue_other != NULL)
		return (c->other != NULL && c->run == run) || (c->issue_other != NULL && c->issue_run == run);
	return c->more == NULL && (c->row->issue.title.len > 0 ? c->issue_run : c->run) == run;
}

int
activity_settle(struct import *im, struct import_row *row)
{
	const struct activity_row *r = row->rec;
	struct comparison c = { .row = r };
	struct db *db = import_db(im);
	int64_t run = import_run_id(im);
	const char *other;
	int rc = activity_same(db, &r->a, &c.key);

	if (rc == 0) {
		row->stored = ROW_NEW;
		return activity_store(db, &r->a, run, &c.key) < 0 ? -1 : add_rest(db, r, c.key, run);
	}
	if (rc < 0 || compare(db, &c) != 0)
		return -1;
	other = c.other != NULL ? c.other : c.issue_other != NULL ? c.issue_other : c.more;
	if (is_twice(&c, run)) {
		import_fault(im, row, other, (struct text){ 0 }, FAULT_DUPLICATE);
	} else if (other == NULL) {
		row->stored = ROW_SAME;
	} else if (c.closed != 0) {
		import_fault(im, row, other, (struct text){ 0 }, FAULT_ACTIVITY_CLOSED);
	} else if (other == c.more && c.run == run) {
		row->stored = ROW_NEW;
		return add_rest(db, r, c.key, run);
	} else if (import_duplicate(im) == DUPLICATE_ERROR) {
		import_fault(im, row, other, (struct text){ 0 }, FAULT_EXISTS);
	} else if (import_duplicate(im) == DUPLICATE_SKIP) {
		row->stored = ROW_SKIPPED;
	} else {
		row->stored = ROW_CHANGED;
		return (c.other != NULL && update_activity(db, &r->a, c.key, run) != 0)
		    || (c.issue_other != NULL && update_issue(db, &r->issue, c.issue, run) != 0) ? -1 : add_rest(db, r, c.key, run);
	}
	return 0;
}
