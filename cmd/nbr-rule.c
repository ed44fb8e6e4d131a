/* nbr-rule - keep the dated rulebook */
#include "floor.h"
#include "order.h"
#include "finding.h"
#include "rule.h"
#include "run.h"

/* Everybody's next visit is computed again, in the transaction at hand. */
static int64_t
refresh(struct run *run, int64_t changed)
{
	return changed > 0 && (floor_refresh(run->db) != 0 || order_refresh(run->db, run->zone) != 0) ? -1 : changed;
}

/* Reads a word as a cell of an import is read, aliases and all. */
static int
read_field(struct run *run, struct rule *rule, const char *column, const char *word)
{
	const struct col *c = col_find(rule_cols, column);
	/* what main() was given may be written to */
	struct col_read read = col_parse(c, text_clean((char *)word, strlen(word)), &(struct col_how){ 0 }, rule);

	return read.fault == FAULT_NONE ? 0 :
	    run_usage(run, "%s: %s: %s", column, word, fault_why(read.fault));
}

/* The kind of the operand or of --kind, NULL any. */
static int
read_kind(struct run *run, const char **kind)
{
	const struct word *words = col_find(rule_cols, "kind")->words;
	const char *word = run->operands > 0 ? run->operand[0] : run_opt(run, OPT_KIND), *near, *kinds[16];
	struct rule rule = { 0 };
	int n = 0;

	while (words[n].name != NULL && n < 16) {
		kinds[n] = words[n].name;
		n++;
	}
	if (word != NULL && (near = opt_nearest(word, kinds, n)) != NULL && strcmp(near, word) != 0)
		return run_usage(run, _("no such kind of rule: %s; did you mean %s?"), word, near);
	if (word != NULL && read_field(run, &rule, "kind", word) != 0)
		return -1;
	*kind = rule.kind.at;
	return 0;
}

static int
list(struct run *run)
{
	const char *kind = NULL;

	return read_kind(run, &kind) != 0 ? -1 : rule_list(run->db, run->out, run->today, kind);
}

static int
show_one(struct run *run, struct text code, void *arg)
{
	(void)arg;
	return rule_show(run->db, run->out, code);
}

static int
show(struct run *run)
{
	return run_operands(run, "rule", show_one, NULL);
}

static int
explain_one(struct run *run, struct text code, void *arg)
{
	(void)arg;
	return rule_explain(run->db, run->out, code, run->today);
}

static int
explain(struct run *run)
{
	return run_operands(run, "rule", explain_one, NULL);
}

static int64_t
add_rule(struct run *run, void *rule)
{
	return refresh(run, rule_add(run->db, rule, run->id));
}

static int
add(struct run *run)
{
	static const struct { enum opt_id opt; const char *column; } fields[] = {
		{ OPT_KIND, "kind" }, { OPT_NAME, "name" }, { OPT_SUBJECT, "subject" }, { OPT_EVERY, "every" }, { OPT_UNIT, "unit" },
		{ OPT_DAYS, "days" }, { OPT_ANCHOR, "anchor" }, { OPT_SHIFT, "shift" },
		{ OPT_CLOCK, "clock" }, { OPT_HOURS, "hours" }, { OPT_SIDE, "side" }, { OPT_VALUE, "value" },
		{ OPT_CAP_DAY, "cap_day" }, { OPT_CAP_MONTH, "cap_month" }, { OPT_CAP_YEAR, "cap_year" }, { OPT_NOTICE, "notice" },
		{ OPT_NOTE, "note" },
	};
	struct rule rule = { .rule = text_of(run->operand[0]) };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (run_opt(run, fields[i].opt) != NULL &&
		    read_field(run, &rule, fields[i].column, run_opt(run, fields[i].opt)) != 0)
			return -1;
	if (rule.kind.len == 0)
		return run_usage(run, _("--kind is needed: class, tag, visit, order, deadline, hours, activity, meeting, duty, ban, role, deed or exchange"));
	if (run_day(run, OPT_FIRST, run->today, &rule.first) != 0 || run_day(run, OPT_LAST, 0, &rule.last) != 0)
		return -1;
	return run_change(run, DB_EVERY_VILLAGE, add_rule, &rule);
}

static int
end_rule(struct run *run, struct text code, void *arg)
{
	int ended = rule_end(run->db, code, run->today, run->id);

	*(int64_t *)arg += ended;
	return ended < 0 ? -1 : 0;
}

static int64_t
end_rules(struct run *run, void *arg)
{
	int64_t changed = 0;

	(void)arg;
	if (run_operands(run, "rule", end_rule, &changed) != 0)
		return -1;
	return refresh(run, changed);
}

static int
end(struct run *run)
{
	return run_change(run, DB_EVERY_VILLAGE, end_rules, NULL);
}

static int
import(struct run *run)
{
	return run_import(run, &rule_entity, 0);
}

static int
check(struct run *run)
{
	if (rule_check(run->db, run->out, run->today) != 0)
		return -1;
	run->status = rec_count(run->out) > 0 ? EXIT_NO : EXIT_DONE;
	return 0;
}

static const struct verb verbs[] = {
	{ "list", N_("[KIND]"), N_("list the rules of a day"), VERB_LIST, TAKES(OPT_KIND), rule_cols, 0, 1, list },
	{ "show", N_("RULE... | -"), N_("show all versions of rules"), VERB_LIST, NULL, rule_cols, 1, -1, show },
	{ "explain", N_("RULE... | -"), N_("tell in words what the version of a day says"), VERB_LIST, NULL, explain_cols, 1, -1, explain },
	{ "add", N_("RULE"), N_("add a rule, or a new version that ends the older one"), VERB_WRITE | VERB_ADDS,
	  TAKES(OPT_KIND, OPT_NAME, OPT_SUBJECT, OPT_EVERY, OPT_UNIT, OPT_DAYS, OPT_ANCHOR, OPT_SHIFT, OPT_CLOCK, OPT_HOURS, OPT_SIDE, OPT_VALUE,
	  OPT_CAP_DAY, OPT_CAP_MONTH, OPT_CAP_YEAR, OPT_NOTICE, OPT_FIRST, OPT_LAST, OPT_NOTE),
	  NULL, 1, 1, add },
	{ "end", N_("RULE... | -"), N_("end rules: --on is their last day"), VERB_WRITE, NULL, NULL, 1, -1, end },
	{ "import", N_("FILE | -"), N_("import a rulebook"), VERB_IMPORT, NULL, rule_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a rulebook to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, rule_cols, 0, 0, run_template },
	{ "check", NULL, N_("look for what is wrong; status 1 when something is found"), VERB_LIST, NULL, finding_cols, 0, 0, check },
	{ 0 },
};

static const struct prog prog = {
	"nbr-rule", N_("keep the dated rulebook"), verbs,
	"  nbr-rule add red-weekly --kind visit --subject class:red --every 7 --unit day\n"
	"  nbr-rule end red-weekly --on 2026-12-31\n"
	"  nbr-rule list visit --on 2026-02-01\n"
	"  nbr-rule explain red-weekly --on 2026-02-01\n",
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
