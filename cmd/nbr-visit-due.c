/* nbr-visit-due - list the households that must be visited */
#include <stdlib.h>
#include <string.h>

#include "due.h"
#include "run.h"
#include "scope.h"

/* A rule that is none would silently leave nobody due. */
static int
check_rule(struct run *run, const struct rulebook *book)
{
	const char *rule = run_opt(run, OPT_RULE), *codes[RULE_VISITS], *near;

	for (int i = 0; i < book->visits; i++) {
		codes[i] = book->visit[i].code;
		if (rule != NULL && strcmp(rule, codes[i]) == 0)
			return 0;
	}
	if (rule == NULL)
		return 0;
	near = opt_nearest(rule, codes, book->visits);
	return near != NULL ? run_usage(run, _("--rule: no visit rule %s on that day; did you mean %s?"), rule, near)
	    : run_usage(run, _("--rule: no visit rule %s on that day"), rule);
}

static int
ask(struct run *run, int (*answer)(struct db *, struct rec_out *, const struct rulebook *, const struct due_filter *))
{
	struct scope scope;
	struct due_filter f = { .on = run->today, .overdue = run_opt(run, OPT_OVERDUE) != NULL, .rule = run_opt(run, OPT_RULE) };
	int64_t within, *ids = NULL;
	int rc = -1;

	if (scope_read(run, &scope) == 0 && check_rule(run, scope.book) == 0 && run_int(run, OPT_WITHIN, 0, 0, 3660, &within) == 0
	    && (run_opt(run, OPT_AMONG) == NULL || scope_among(run, OPT_AMONG, &ids, &f.amongs) == 0)) {
		f.area = scope.area;
		f.class_no = scope.class_no;
		f.tags = scope.tags;
		f.chief = scope.chief;
		f.within = (int)within;
		f.among = ids;
		rc = answer(run->db, run->out, scope.book, &f);
	}
	free(ids);
	scope_end(&scope);
	return rc;
}

static int
visit_due(struct run *run)
{
	return ask(run, due_list);
}

static int
visit_why(struct run *run)
{
	return ask(run, due_why);
}

#define OPTIONS TAKES(OPT_AREA, OPT_CHIEF, OPT_CLASS, OPT_TAG, OPT_WITHIN, OPT_OVERDUE, OPT_RULE, OPT_AMONG, OPT_WHY)

static const struct verb list[] = {
	{ NULL, NULL, N_("list the households that must be visited"), VERB_LIST | VERB_PERSONAL, OPTIONS, due_cols, 0, 0, visit_due },
	{ 0 },
};

/* With --why the records are of another kind: rules, not households. */
static const struct verb why[] = {
	{ NULL, NULL, N_("list the households that must be visited"), VERB_LIST, OPTIONS, why_cols, 0, 0, visit_why },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	struct prog prog = {
		.name = "nbr-visit-due",
		.purpose = N_("list the households that must be visited"),
		.verbs = list,
		.examples =
		    "  nbr-visit-due -A 金鼎山社区 -F table\n"
		    "  nbr-visit-due --on +1d --within 6 -k red -s chief_name,due\n"
		    "  nbr-household list --tag special | nbr-visit-due --among - --why\n",
		NULL,
	};

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--why") == 0)
			prog.verbs = why;
	return run_main(&prog, argc, argv);
}
