#include "points_step.h"

#include <stdio.h>
#include <string.h>

#include "dated.h"
#include "exchange.h"
#include "points.h"
#include "scope.h"
#include "visit.h"

enum { VISIT_HOME = 100000000 };	/* days */

struct doing {
	struct area_range within;
	struct points_try try;
	const struct deed *deed;	/* of the business day */
	bool		 deducts;
	bool		 upheld;	/* of a decision */
	int64_t		 beside;	/* records that awarded some chiefs and were refused others */
};

void
points_try_end(struct points_try *t)
{
	ledger_free(t->ledger);
	deed_book_free(t->book);
	*t = (struct points_try){ NULL, NULL };
}

int
points_try(struct run *run, struct points_try *t)
{
	points_try_end(t);	/* the one before */
	t->book = deed_book_load(run->db, run->zone);
	if (t->book != NULL)
		t->ledger = ledger_begin(run->db, &(struct ledger_who){ run->actor, run->zone, run->today, run->id }, t->book);
	return t->ledger == NULL ? -1 : 0;
}

static int
begin(struct run *run, void *arg)
{
	struct doing *d = arg;

	d->beside = 0;
	return points_try(run, &d->try);
}

static int64_t
end(struct run *run, void *arg)
{
	const struct doing *d = arg;

	(void)run;
	return ledger_end(d->try.ledger) != 0 ? -1 : d->beside;
}

static int
find_deed(struct run *run, struct doing *d)
{
	const char *word = run_opt(run, OPT_RULE);

	d->deed = deed_on(d->try.book, text_of(word), run->today);
	if (d->deed == NULL)
		return db_fail(run->db, EXIT_RULE, FAULT_DEED_UNKNOWN, "%s", word);
	return d->deed->deducts == d->deducts ? 0 : db_fail(run->db, EXIT_RULE, FAULT_DEED_SIDE, "%s", word);
}

static int
find_chief(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct doing *d = arg;
	int64_t id;

	if (chief_find(run->db, what, &d->within, run->today, &id) != 0)
		return -1;
	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return 0;
}

static int
begin_award(struct run *run, void *arg)
{
	return begin(run, arg) != 0 ? -1 : find_deed(run, arg);
}

/* What was done, or why it was not. As a step. */
static int
told(struct run *run, int rc, int64_t entry, const struct ledger_refusal *why, struct run_refusal *no)
{
	if (rc != LEDGER_REFUSED)
		return rc > 0 && entry_put(run->db, run->out, entry) != 0 ? -1 : rc;
	no->fault = why->fault;
	snprintf(no->why, sizeof(no->why), "%s", why->why);
	return RUN_REFUSED;
}

static int
award_chief(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct ledger_refusal why;
	struct ledger_award a = {
		.deed = d->deed, .cause = { CAUSE_MANUAL, .chief = ids_make(key.village, key.no), .day = run->today }, .words = run_text(run, OPT_REASON),
	};
	int rc = ledger_award(d->try.ledger, &a, &why);

	return told(run, rc, ids_make(key.village, a.seq), &why, no);
}

static char
letter(enum cause cause)
{
	return cause == CAUSE_ORDER ? 'O' : cause == CAUSE_ACTIVITY ? 'A' : 'K';
}

/* A visit's household and day make one number. */
static int
find_cause(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct doing *d = arg;
	int64_t household;
	day_t day;

	if (d->deed->cause != CAUSE_VISIT)
		return dated_find(run->db, letter(d->deed->cause), what, &d->within, &key->village, &key->no);
	if (visit_find(run->db, what, &household, &day, &key->n) != 0)
		return -1;
	key->village = ids_village(household);
	key->no = ids_serial(household) * VISIT_HOME + day;
	return 0;
}

static struct text
cause_id(const struct doing *d, struct run_key key, char buf[static IDS_SIZE])
{
	return d->deed->cause != CAUSE_VISIT ? ids_dated(key.village, letter(d->deed->cause), key.no, buf)
	    : ids_visit(ids_make(key.village, key.no / VISIT_HOME), (day_t)(key.no % VISIT_HOME), key.n, buf);
}

/* The causes of one record: all who were there. */
struct awarding {
	struct run	*run;
	struct doing	*doing;
	struct run_refusal *no;
	bool		 fits, refused, awarded;
};

static int
award_cause(void *arg, const struct cause_told *c)
{
	struct awarding *w = arg;
	struct ledger_refusal why;
	struct ledger_award a = {
		.deed = deed_on(w->doing->try.book, text_of(w->doing->deed->code), c->day), .cause = *c, .words = run_text(w->run, OPT_REASON),
	};
	int rc;

	if (a.deed == NULL || a.deed->deducts != w->doing->deducts || !cause_fits(a.deed, c) || c->day > w->run->today)
		return 0;
	w->fits = true;
	rc = ledger_award(w->doing->try.ledger, &a, &why);
	rc = told(w->run, rc, ids_make(ids_village(c->chief), a.seq), &why, w->no);
	w->refused |= rc == RUN_REFUSED;
	w->awarded |= rc == 1;
	return rc < 0 ? -1 : 0;
}

static int
award_causes(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct awarding w = { .run = run, .doing = d, .no = no };
	char id[IDS_SIZE];
	struct text what = cause_id(d, key, id);

	if (cause_find(run->db, run->zone, d->deed->cause, what, &d->within, award_cause, &w) < 0)
		return -1;
	d->beside += w.refused && w.awarded;
	if (w.fits)
		return w.refused ? RUN_REFUSED : w.awarded;
	no->fault = FAULT_CAUSE_UNKNOWN;
	snprintf(no->why, sizeof(no->why), _("%s is nothing that %s is for"), id, d->deed->code);
	return RUN_REFUSED;
}

static int
award(struct run *run, bool deducts)
{
	struct run_steps steps = { .column = "chief", .find = find_chief, .begin = begin_award, .step = award_chief, .end = end };
	struct doing d = { .deducts = deducts };
	int rc;

	if (run_opt(run, OPT_RULE) == NULL)
		return run_usage(run, _("--rule is needed; nbr-rule list deed shows them"));
	if ((run->operands == 0) == (run_opt(run, OPT_FROM) == NULL))
		return run_usage(run, _("operands or --from are needed, not both"));
	d.try.book = deed_book_load(run->db, run->zone);
	rc = d.try.book == NULL || find_deed(run, &d) != 0 ? -1 : area_find(run->db, scope_area(run), run->today, &d.within);
	if (rc == 0 && d.deed->cause != CAUSE_MANUAL) {
		steps.column = causes[d.deed->cause].name;
		steps.find = find_cause;
		steps.step = award_causes;
	} else if (rc == 0 && run_text(run, OPT_REASON).len == 0) {
		rc = run_usage(run, _("--reason is needed: it is kept with the entry"));
	}
	if (rc == 0)
		rc = run_steps(run, &steps, &d);
	points_try_end(&d.try);
	return rc;
}

int
points_award(struct run *run)
{
	return award(run, false);
}

int
points_deduct(struct run *run)
{
	return award(run, true);
}

static int
find_entry(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct doing *d = arg;
	int64_t id;

	if (entry_find(run->db, what, &d->within, &id) != 0)
		return -1;
	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return 0;
}

static int
reverse_entry(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct ledger_refusal why;
	int64_t seq = 0;
	int rc = ledger_reverse(d->try.ledger, ids_make(key.village, key.no), run_text(run, OPT_REASON), &seq, &why);

	if (rc == 1 && exchange_return(d->try.ledger, ids_make(key.village, key.no)) < 0)
		return -1;
	return told(run, rc, ids_make(key.village, seq), &why, no);
}

/* A step of each entry that is named, with a reason. */
static int
step_entries(struct run *run, struct doing *d, int (*step)(struct run *, struct run_key, struct run_refusal *, void *))
{
	const struct run_steps steps = { .column = "entry", .find = find_entry, .begin = begin, .step = step, .end = end };
	int rc;

	if (run_text(run, OPT_REASON).len == 0)
		return run_usage(run, _("--reason is needed: it is kept with the entry"));
	rc = area_find(run->db, scope_area(run), run->today, &d->within);
	if (rc == 0)
		rc = run_steps(run, &steps, d);
	points_try_end(&d->try);
	return rc;
}

int
points_reverse(struct run *run)
{
	struct doing d = { .deed = NULL };

	return step_entries(run, &d, reverse_entry);
}

/* What became of an objection's step. As a step. */
static int
told_objection(struct run *run, int rc, const struct objection *o, const struct ledger_refusal *why, struct run_refusal *no)
{
	return rc == 1 ? objection_put(run->db, run->out, o->entry, o->n) != 0 ? -1 : 1 : told(run, rc, 0, why, no);
}

static int
object_to(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct objection o = { .entry = ids_make(key.village, key.no), .person = run_text(run, OPT_PERSON), .reason = run_text(run, OPT_REASON) };
	struct ledger_refusal why;

	return told_objection(run, objection_add(d->try.ledger, &o, &why), &o, &why, no);
}

static int
decide_on(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct objection o = { .entry = ids_make(key.village, key.no), .person = text_of(""), .reason = run_text(run, OPT_REASON) };
	struct ledger_refusal why;

	return told_objection(run, objection_decide(d->try.ledger, &o, d->upheld, &why), &o, &why, no);
}

int
points_object(struct run *run)
{
	struct doing d = { .deed = NULL };

	return run_text(run, OPT_PERSON).len == 0 ? run_usage(run, _("--person is needed: who objects")) : step_entries(run, &d, object_to);
}

/* The name of --status, "" not given; NULL: usage, it is none. */
static const char *
read_state(struct run *run)
{
	struct text word = run_text(run, OPT_STATUS);
	int state = word.len == 0 ? 0 : col_word(objection_states, word);

	if (word.len == 0)
		return "";
	if (state < 0)
		run_usage(run, _("--status: open, upheld or dismissed, not %s"), word.at);
	return state < 0 ? NULL : objection_states[state].name;
}

int
points_decide(struct run *run)
{
	const char *state = read_state(run);
	struct doing d = { .upheld = state != NULL && strcmp(state, "upheld") == 0 };

	if (state == NULL)
		return -1;
	if (state[0] == '\0' || strcmp(state, "open") == 0)
		return run_usage(run, _("--status is needed: upheld or dismissed"));
	return step_entries(run, &d, decide_on);
}

int
points_objections(struct run *run)
{
	const char *state = read_state(run);
	struct area_range within;

	return state == NULL || scope_villages(run, &within) != 0 ? -1 : objection_list(run->db, run->out, &within, state);
}
