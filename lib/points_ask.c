#include "points_ask.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "array.h"
#include "file.h"
#include "num.h"
#include "points.h"
#include "scope.h"

/* What is asked, with the chiefs that were named: by operands, or by an area within
 * a village, whose posts they hold. */
struct asked {
	struct points_filter filter;
	int64_t		*chief;		/* NULL none were named */
	size_t		 room;
};

static int
add_chief(struct run *run, struct asked *a, int64_t id)
{
	if (!ARRAY_ROOM(a->chief, a->filter.n + 1, a->room))
		return db_no_memory(run->db);
	a->chief[a->filter.n++] = id;
	return 0;
}

static int
name_chief(struct run *run, struct text what, void *arg)
{
	struct asked *a = arg;
	int64_t id;

	return chief_find(run->db, what, &a->filter.area, run->today, &id) != 0 ? -1 : add_chief(run, a, id);
}

struct posted {
	struct run	*run;
	struct asked	*asked;
};

static int
take_posted(void *arg, struct stmt *row)
{
	const struct posted *p = arg;

	return add_chief(p->run, p->asked, ids_make(stmt_int(row, 0), stmt_int(row, 1)));
}

static int
read_chiefs(struct run *run, struct asked *a)
{
	struct points_filter *f = &a->filter;
	const struct area_range *r = &f->area;
	size_t n = 0;
	int rc;

	if (run->operands == 0 && r->level <= LEVEL_VILLAGE)
		return 0;
	a->chief = calloc(1, sizeof(*a->chief));
	if (a->chief == NULL)
		return db_no_memory(run->db);
	a->room = 1;
	rc = run->operands > 0 ? run_operands(run, "chief", name_chief, a)
	    : db_each(run->db, "SELECT village, chief FROM post WHERE village = $1 AND sub BETWEEN $2 AND $3 AND first <= $4 AND last >= $4",
	    ARGS(ARG(r->village_lo), ARG(r->sub_lo), ARG(r->sub_hi), ARG(f->until)), take_posted, &(struct posted){ run, a });
	if (f->n > 1)
		qsort(a->chief, f->n, sizeof(*a->chief), ids_order);
	for (size_t i = 0; i < f->n; i++)
		if (n == 0 || a->chief[i] != a->chief[n - 1])
			a->chief[n++] = a->chief[i];
	f->n = n;
	f->chief = a->chief;
	return rc;
}

/* -A, --since, --until and --known, and the business day: what is dated later is
 * not seen. first: of the period when it is not given. */
static int
read_filter(struct run *run, struct asked *a, day_t first)
{
	struct points_filter *f = &a->filter;

	*a = (struct asked){ .filter = { .kind = text_of(""), .rule = text_of(""), .actor = text_of(""), .zone = run->zone } };
	if (area_find(run->db, scope_area(run), run->today, &f->area) != 0 || run_period(run, first, run->today, &f->since, &f->until) != 0
	    || run_day(run, OPT_KNOWN, DAY_MAX, &f->known) != 0)
		return -1;
	if (f->until > run->today)
		return run_usage(run, _("--until is after the business day"));
	return 0;
}

typedef int question(struct db *, struct rec_out *, const struct points_filter *);

static int
ask(struct run *run, day_t first, question *f)
{
	struct asked a;
	int rc = read_filter(run, &a, first);

	if (rc == 0)
		rc = read_chiefs(run, &a);
	if (rc == 0)
		rc = f(run->db, run->out, &a.filter);
	free(a.chief);
	return rc;
}

int
points_ask_balance(struct run *run)
{
	return ask(run, 0, points_balance);
}

int
points_ask_statement(struct run *run)
{
	return ask(run, RUN_MONTH, points_statement);
}

int
points_ask_rank(struct run *run)
{
	return ask(run, RUN_MONTH, points_rank);
}

/* A deed of any day: a code that was misread would find nothing, and seem to prove it. */
static int
read_rule(struct run *run, struct points_filter *f)
{
	const char *rule = run_opt(run, OPT_RULE);
	int64_t known = 0;

	if (rule == NULL)
		return 0;
	f->rule = text_of(rule);
	if (db_int(run->db, "SELECT count(*) FROM rule WHERE kind = 'deed' AND (rule = $1 OR name = $1)", ARGS(ARG(f->rule)), &known) < 0)
		return -1;
	return known > 0 ? 0 : run_usage(run, _("--rule: the rulebook has no deed %s; nbr-rule list deed shows them"), rule);
}

/* The words that choose entries. */
static int
read_words(struct run *run, struct points_filter *f)
{
	const char *kind = run_opt(run, OPT_KIND), *finding = run_opt(run, OPT_FINDING);
	int i = kind == NULL ? 0 : col_word(entry_kinds, text_of(kind));

	if (i < 0)
		return run_usage(run, _("--kind: award, deduct, redeem, return or reverse, not %s"), kind);
	if (kind != NULL)
		f->kind = text_of(entry_kinds[i].name);
	f->actor = run_text(run, OPT_ACTOR);
	for (const char *const *code = points_findings; finding != NULL && f->finding == NULL; code++) {
		if (*code == NULL)
			return run_usage(run, _("--finding: late, back-dated, own, before-exchange, re-entered or no-cause, not %s"), finding);
		if (strcmp(*code, finding) == 0)
			f->finding = *code;
	}
	return read_rule(run, f);
}

struct journal {
	struct db	*db;
	const struct points_filter *filter;
};

static int
write_journal(FILE *fp, void *arg)
{
	const struct journal *j = arg;

	return points_journal(j->db, fp, j->filter);
}

int
points_ask_history(struct run *run)
{
	struct asked a;
	int rc = read_filter(run, &a, 0);

	if (rc == 0 && run->page != NULL && run_opt(run, OPT_FINDING) != NULL)
		rc = run_usage(run, _("a journal is of all entries: --finding is of no use"));
	if (rc == 0)
		rc = read_words(run, &a.filter);
	if (rc == 0)
		rc = read_chiefs(run, &a);
	if (rc == 0)
		rc = run->page != NULL ? run_page(run, write_journal, &(struct journal){ run->db, &a.filter }) : points_history(run->db, run->out, &a.filter);
	free(a.chief);
	return rc;
}

int
points_ask_sample(struct run *run)
{
	struct asked a = { .chief = NULL };
	struct run all = *run;	/* its operand is no chief */
	int64_t n = 0, seed = 0;
	int rc;

	if (!num_parse(text_of(run->operand[0]), 1, POINTS_SAMPLE, &n))
		return run_usage(run, _("%s is not a number from %lld to %lld"), run->operand[0], 1LL, (long long)POINTS_SAMPLE);
	if (run_opt(run, OPT_SEED) == NULL)
		return run_usage(run, _("--seed is needed: a number, such as one that was drawn in public"));
	rc = run_int(run, OPT_SEED, 0, 0, INT64_MAX, &seed);
	if (rc == 0)
		rc = read_filter(run, &a, 0);
	all.operands = 0;
	if (rc == 0)
		rc = read_chiefs(&all, &a);
	if (rc == 0)
		rc = points_sample(run->db, run->out, &a.filter, n, seed);
	free(a.chief);
	return rc;
}

int
points_ask_explain(struct run *run)
{
	struct area_range within;
	int64_t entry;

	return area_find(run->db, scope_area(run), run->today, &within) != 0
	    || entry_find(run->db, text_of(run->operand[0]), &within, &entry) != 0 ? -1
	    : points_explain(run->db, run->out, entry, run->zone);
}

int
points_ask_replay(struct run *run)
{
	enum exit_status status = EXIT_DONE;
	struct asked a;
	int rc;

	if (run_opt(run, OPT_RULES) == NULL)
		return run_usage(run, _("--rules is needed: a file as nbr-rule list writes it"));
	rc = read_filter(run, &a, 0);
	if (rc == 0)
		rc = read_chiefs(run, &a);
	if (rc == 0)
		rc = points_replay(run->db, run->out, &a.filter, run_opt(run, OPT_RULES), &status);
	free(a.chief);
	if (status != EXIT_DONE && db_error(run->db)[0] == '\0')
		run->status = status;
	return status != EXIT_DONE ? -1 : rc;
}
