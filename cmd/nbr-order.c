/* nbr-order - post needs and follow them until they are settled */
#include "order.h"
#include "run.h"
#include "scope.h"

static int
read_status(struct run *run, const char **state)
{
	const char *word = run_opt(run, OPT_STATUS);
	const struct word *w = order_states;

	while (word != NULL && w->name != NULL && strcmp(w->name, word) != 0)
		w++;
	*state = word;
	return word == NULL || w->name != NULL || strcmp(word, "unsettled") == 0 ? 0
	    : run_usage(run, _("--status: open, taken, held, done, confirmed, cancelled or unsettled, not %s"), word);
}

static int
read_level(struct run *run, int *level)
{
	const char *word = run_opt(run, OPT_LEVEL);

	*level = word == NULL ? 0 : area_level(text_of(word));
	return word == NULL || *level >= 3 ? 0 : run_usage(run, _("--level: town, village, piece, group or neighbourhood, not %s"), word);
}

/* From the first second of a day to the last one of another. */
static int
read_period(struct run *run, moment_t *since, moment_t *until)
{
	day_t first, last;

	if (run_day(run, OPT_SINCE, 0, &first) != 0 || run_day(run, OPT_UNTIL, DAY_MAX, &last) != 0)
		return -1;
	*since = first == 0 ? 0 : moment_at(first, 0, run->zone);
	*until = last == DAY_MAX ? MOMENT_MAX : moment_end(last, run->zone);
	return first <= last ? 0 : run_usage(run, _("--since is after --until"));
}

static int
read_filter(struct run *run, struct order_filter *f)
{
	const char *household = run_opt(run, OPT_HOUSEHOLD), *kind = run_opt(run, OPT_KIND);

	f->word = run->operand[0];
	f->kind = text_of(kind == NULL ? "" : kind);
	if (read_status(run, &f->state) != 0 || read_level(run, &f->level) != 0
	    || read_period(run, &f->since, &f->until) != 0)
		return -1;
	return household == NULL ? 0 : household_find(run->db, text_of(household), &f->household);
}

static int
list(struct run *run)
{
	struct order_filter f = { 0 };
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = read_filter(run, &f);
	f.area = scope.area;
	f.chief = scope.chief;
	if (rc == 0)
		rc = order_list(run->db, run->out, &f);
	scope_end(&scope);
	return rc;
}

static int
show_one(struct run *run, struct text what, void *arg)
{
	struct order_key key;

	if (order_find(run->db, what, arg, &key) != 0)
		return -1;
	return run_opt(run, OPT_EVENTS) != NULL ? order_events(run->db, run->out, key) : order_put(run->db, run->out, key);
}

static int
show(struct run *run)
{
	struct area_range all;

	if (area_find(run->db, run_opt(run, OPT_AREA), run->today, &all) != 0)
		return -1;
	return run_operands(run, "order", show_one, &all);
}

/* The moment that is asked about, and its day. In the present all steps count,
 * also one of today whose time of day nobody knows. */
static int
read_when(struct run *run, struct order_when *when, day_t *on)
{
	if (run_moment(run, &when->at, on) != 0)
		return -1;
	when->known = run_opt(run, OPT_AT) == NULL && run->today >= moment_today(run->zone) ? MOMENT_MAX : when->at;
	return 0;
}

static int
read_kind(struct run *run, const struct order_book *book, struct text *code)
{
	const char *word = run_opt(run, OPT_KIND);
	const struct order_kind *kind = word == NULL ? NULL : order_book_kind(book, text_of(word), 0);

	*code = text_of(kind == NULL ? "" : kind->code);
	return word == NULL || kind != NULL ? 0 : run_usage(run, _("--kind: the rulebook has no kind of order %s"), word);
}

/* A question about many orders, as of a moment; the day of it is *on. */
struct question {
	struct scope	 scope;
	struct order_book *book;
	struct order_filter filter;
	struct order_when when;
	day_t		 on;
};

static int
question_read(struct run *run, struct question *q)
{
	*q = (struct question){ .book = order_book_load(run->db, run->zone) };
	if (scope_read(run, &q->scope) != 0 || q->book == NULL || read_when(run, &q->when, &q->on) != 0
	    || read_kind(run, q->book, &q->filter.kind) != 0 || read_level(run, &q->filter.level) != 0)
		return -1;
	q->filter.area = q->scope.area;
	q->filter.chief = q->scope.chief;
	return 0;
}

static void
question_end(struct question *q)
{
	scope_end(&q->scope);
	order_book_free(q->book);
}

static int
overdue(struct run *run)
{
	struct question q;
	int rc = question_read(run, &q);

	if (rc == 0)
		rc = order_overdue(run->db, run->out, q.book, &q.filter, &q.when);
	question_end(&q);
	return rc;
}

static int
read_month(struct run *run, struct question *q)
{
	day_t since, until;

	if (run_day(run, OPT_UNTIL, q->on, &until) != 0 || run_day(run, OPT_SINCE, day_month_first(until), &since) != 0)
		return -1;
	q->filter.since = moment_at(since, 0, run->zone);
	q->filter.until = moment_end(until, run->zone);
	return since <= until ? 0 : run_usage(run, _("--since is after --until"));
}

static int
stats(struct run *run)
{
	const char *by = run_opt(run, OPT_BY);
	struct question q;
	int rc = question_read(run, &q);

	if (rc == 0)
		rc = read_month(run, &q);
	if (rc == 0 && by != NULL && !order_stats_by(by))
		rc = run_usage(run, _("--by: area, level, kind, chief, day, week, month or year, not %s"), by);
	if (rc == 0)
		rc = order_stats(run->db, run->out, q.book, &q.filter, &q.when, by);
	question_end(&q);
	return rc;
}

static const struct verb verbs[] = {
	{ "list", N_("[WORD]"), N_("list orders, a word narrows them"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_LEVEL, OPT_CHIEF, OPT_HOUSEHOLD, OPT_SINCE, OPT_UNTIL), order_cols, 0, 1, list },
	{ "show", N_("ORDER... | -"), N_("show orders; their steps, or their clocks"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_EVENTS), order_cols, 1, -1, show },
	{ "overdue", NULL, N_("list the orders that are late, by the clock that ran out first"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT), overdue_cols, 0, 0, overdue },
	{ "stats", NULL, N_("count the orders posted in a period, this month so far, and those open"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT, OPT_SINCE, OPT_UNTIL, OPT_BY), order_stats_cols, 0, 0, stats },
	{ 0 },
};

static const struct prog prog = {
	"nbr-order", N_("post needs and follow them until they are settled"), verbs,
	"  nbr-order list -t open -A 金鼎山社区\n",
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
