/* nbr-order - post needs and follow them until they are settled */
#include "order_scope.h"
#include "order_verbs.h"

static int
read_status(struct run *run, const char **state)
{
	const char *word = run_opt(run, OPT_STATUS);
	int known = word == NULL ? -1 : col_word(order_states, text_of(word));

	*state = known >= 0 ? order_states[known].name : word;
	return word == NULL || known >= 0 || strcmp(word, "unsettled") == 0 ? 0
	    : run_usage(run, _("--status: open, taken, held, done, confirmed, cancelled or unsettled, not %s"), word);
}

/* From the first second of a day to the last one of another. */
static int
read_period(struct run *run, day_t first, day_t last, struct order_filter *f)
{
	day_t since, until;

	if (run_period(run, first, last, &since, &until) != 0)
		return -1;
	f->since = since == 0 ? 0 : moment_at(since, 0, run->zone);
	f->until = until == DAY_MAX ? MOMENT_MAX : moment_end(until, run->zone);
	return 0;
}

static int
read_filter(struct run *run, struct order_filter *f)
{
	const char *household = run_opt(run, OPT_HOUSEHOLD);

	f->word = run->operand[0];
	if (read_status(run, &f->state) != 0 || read_period(run, 0, DAY_MAX, f) != 0)
		return -1;
	return household == NULL ? 0 : household_find(run->db, text_of(household), &f->household);
}

static int
list(struct run *run)
{
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = read_filter(run, &s.filter);
	if (rc == 0)
		rc = order_list(run->db, run->out, &s.filter);
	order_scope_end(&s);
	return rc;
}

struct showing {
	struct area_range within;
	struct order_book *book;	/* of --clocks */
	moment_t	 at;
};

static int
show_one(struct run *run, struct text what, void *arg)
{
	const struct showing *s = arg;
	struct order_key key;

	if (order_find(run->db, what, &s->within, &key) != 0)
		return -1;
	return run_opt(run, OPT_EVENTS) != NULL ? order_events(run->db, run->out, key)
	    : s->book != NULL ? order_clocks_of(run->db, run->out, s->book, key, s->at)
	    : order_put(run->db, run->out, key);
}

static int
show(struct run *run)
{
	struct showing s = { .book = NULL };
	day_t on;
	int rc = area_find(run->db, scope_area(run), run->today, &s.within);

	if (rc == 0 && run_opt(run, OPT_CLOCKS) == NULL && run_opt(run, OPT_AT) != NULL)
		rc = run_usage(run, _("--at goes with --clocks: orders and steps are shown as they are now"));
	if (rc == 0 && run_opt(run, OPT_CLOCKS) != NULL)
		rc = run_opt(run, OPT_EVENTS) != NULL ? run_usage(run, _("--events or --clocks, not both"))
		    : run_moment(run, &s.at, &on) != 0 || (s.book = order_book_load(run->db, run->zone)) == NULL ? -1 : 0;
	if (rc == 0)
		rc = run_operands(run, "order", show_one, &s);
	order_book_free(s.book);
	return rc;
}

static int
overdue(struct run *run)
{
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = order_overdue(run->db, run->out, s.book, &s.filter, &s.when);
	order_scope_end(&s);
	return rc;
}

static int
stats(struct run *run)
{
	const char *by = run_opt(run, OPT_BY);
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = read_period(run, RUN_MONTH, s.on, &s.filter);
	if (rc == 0 && by != NULL && !order_stats_by(by))
		rc = run_usage(run, _("--by: area, level, kind, chief, day, week, month or year, not %s"), by);
	if (rc == 0)
		rc = order_stats(run->db, run->out, s.book, &s.filter, &s.when, by);
	order_scope_end(&s);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &order_entity);
}

#define STEP(name, help, ...) \
	{ name, N_("ORDER... | -"), help, VERB_LIST | VERB_WRITE | VERB_STEPS, \
	    TAKES(OPT_AREA, OPT_CHIEF, __VA_ARGS__), order_cols, 1, -1, order_verb_step }

static const struct verb verbs[] = {
	{ "post", N_("[HOUSEHOLD... | -]"), N_("post orders about an area, or about households: --kind"), VERB_LIST | VERB_WRITE | VERB_ADDS | VERB_STEPS,
	    TAKES(OPT_KIND, OPT_AREA, OPT_HOUSEHOLD, OPT_TITLE, OPT_DETAIL, OPT_PERSON, OPT_AT), order_cols, 0, -1, order_verb_post },
	STEP("take", N_("take orders, by who holds the post of their level or -c"), OPT_AT),
	STEP("answer", N_("answer who asked: --result"), OPT_RESULT, OPT_AT),
	STEP("finish", N_("finish what was taken: --result"), OPT_RESULT, OPT_AT),
	STEP("confirm", N_("confirm what was done: --score, --person"), OPT_SCORE, OPT_PERSON, OPT_NOTE, OPT_AT),
	STEP("reopen", N_("open again what was done or cancelled: --reason"), OPT_AT),
	STEP("release", N_("give back what was taken: --reason"), OPT_AT),
	STEP("hold", N_("stop the clocks while it has to wait: --reason"), OPT_AT),
	STEP("resume", N_("go on after a hold"), OPT_NOTE, OPT_AT),
	STEP("escalate", N_("pass orders up a level: --reason; overdue: only those that are"), OPT_AT),
	STEP("cancel", N_("give orders up: --reason"), OPT_AT),
	STEP("note", N_("add a remark: --note"), OPT_NOTE, OPT_AT),
	{ "list", N_("[WORD]"), N_("list orders, a word narrows them"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_LEVEL, OPT_CHIEF, OPT_HOUSEHOLD, OPT_SINCE, OPT_UNTIL), order_cols, 0, 1, list },
	{ "show", N_("ORDER... | -"), N_("show orders; their steps, or their clocks"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_EVENTS, OPT_CLOCKS, OPT_AT), order_cols, 1, -1, show },
	{ "overdue", NULL, N_("list the orders that are late, by the clock that ran out first"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT), overdue_cols, 0, 0, overdue },
	{ "stats", NULL, N_("count the orders posted in a period, this month so far, and those open"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT, OPT_SINCE, OPT_UNTIL, OPT_BY), order_stats_cols, 0, 0, stats },
	{ "import", N_("FILE | -"), N_("import whole histories of orders"), VERB_IMPORT, TAKES(OPT_AREA), order_import_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of histories to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, order_import_cols, 0, 0, run_template },
	{ 0 },
};

static const struct states states[] = {
	{ "list", "+unsettled" },
	{ 0 },
};

static const struct prog prog = {
	"nbr-order", N_("post needs and follow them until they are settled"), verbs,
	"  nbr-order post --kind need -A 鼎盛屋场 --title 路灯不亮 --person 王婶\n"
	"  nbr-order take O260310-1 -c C07\n"
	"  nbr-visit-due | nbr-order post --kind visit -\n"
	"  nbr-order list -t unsettled -A 金鼎山社区 -C order,title,household,level,due\n"
	"  nbr-order overdue | nbr-order escalate --reason overdue -H -\n"
	"  nbr-order stats --since 2026-01-01 --by area -F table\n",
	states,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
