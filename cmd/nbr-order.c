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

static int
import(struct run *run)
{
	return scope_import(run, &order_entity);
}

static const struct verb verbs[] = {
	{ "list", N_("[WORD]"), N_("list orders, a word narrows them"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_LEVEL, OPT_CHIEF, OPT_HOUSEHOLD, OPT_SINCE, OPT_UNTIL), order_cols, 0, 1, list },
	{ "show", N_("ORDER... | -"), N_("show orders; their steps, or their clocks"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_EVENTS), order_cols, 1, -1, show },
	{ "import", N_("FILE | -"), N_("import whole histories of orders"), VERB_IMPORT, TAKES(OPT_AREA), order_import_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of histories to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, order_import_cols, 0, 0, run_template },
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
