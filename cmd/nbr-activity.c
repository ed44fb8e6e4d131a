/* nbr-activity - keep service days, meetings and the matters put to them */
#include <string.h>

#include "activity_verbs.h"
#include "scope.h"

static int
ask(struct run *run, bool missing, int (*answer)(struct db *, struct rec_out *, const struct activity_filter *))
{
	static const char *const states[] = { "open", "closed" };
	const char *status = run_opt(run, OPT_STATUS);
	struct scope scope;
	struct activity_filter f = { 0 };
	char kind[RULE_CODE];
	int rc = scope_read(run, &scope);

	for (int i = 0; status != NULL && i < 2; i++)
		if (strcmp(status, states[i]) == 0)
			f.state = i == 0 ? ACTIVITY_OPEN : ACTIVITY_CLOSED;
	f.area = scope.area;
	f.chief = scope.chief;
	if (rc == 0 && missing && (status != NULL || scope.chief != 0))
		rc = run_usage(run, _("--missing and %s do not go together"), status != NULL ? "-t" : "-c");
	if (rc == 0 && status != NULL && f.state == ACTIVITY_ANY)
		rc = run_usage(run, _("--status: open or closed, not %s"), status);
	if (rc == 0)
		rc = run_period(run, missing ? RUN_MONTH : 0, missing ? run->today : DAY_MAX, &f.since, &f.until);
	if (missing && f.until > run->today)
		f.until = run->today;	/* what is not over is not missed */
	if (rc == 0)
		rc = activity_read_kind(run, 0, kind, &f.kind);
	if (rc == 0)
		rc = answer(run->db, run->out, &f);
	scope_end(&scope);
	return rc;
}

static int
list(struct run *run)
{
	return ask(run, false, activity_list);
}

static int
list_missing(struct run *run)
{
	return ask(run, true, activity_missing);
}

static int
attendance(struct run *run)
{
	return ask(run, false, activity_attendance);
}

static int
show_one(struct run *run, struct text what, void *arg)
{
	struct activity_key key;

	return activity_find(run->db, what, arg, &key) != 0 ? -1 : activity_put(run->db, run->out, key);
}

static int
show(struct run *run)
{
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = run_operands(run, "activity", show_one, &scope.area);
	scope_end(&scope);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &activity_entity);
}

enum { LIST = 0 };

static struct verb verbs[] = {
	[LIST] = { "list", NULL, N_("list activities; with --missing what is owed by rule and was not held, this month so far"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_CHIEF, OPT_STATUS, OPT_MISSING), activity_cols, 0, 0, list },
	{ "show", N_("ACTIVITY... | -"), N_("show activities"), VERB_LIST | VERB_PERSONAL, TAKES(OPT_AREA), activity_cols, 1, -1, show },
	{ "add", NULL, N_("record an activity held on the day --on: --kind and -A"), VERB_LIST | VERB_WRITE | VERB_ADDS,
	    TAKES(OPT_AREA, OPT_KIND, OPT_TITLE, OPT_PLACE, OPT_CHIEF, OPT_RESIDENTS, OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_RESULT),
	    activity_cols, 0, 0, activity_verb_add },
	{ "set", N_("ACTIVITY... | -"), N_("correct what was recorded of activities"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_TITLE, OPT_PLACE, OPT_CHIEF, OPT_RESIDENTS, OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_RESULT),
	    activity_cols, 1, -1, activity_verb_set },
	{ "attend", N_("ACTIVITY [CHIEF... | -]"), N_("record which chiefs were there, or --remove them, and how many residents"),
	    VERB_LIST | VERB_WRITE | VERB_STEPS, TAKES(OPT_AREA, OPT_RESIDENTS, OPT_REMOVE), activity_cols, 1, -1, activity_verb_attend },
	{ "attendance", NULL, N_("list which chiefs were at which activities"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_CHIEF), attendance_cols, 0, 0, attendance },
	{ "close", N_("ACTIVITY... | -"), N_("close the record of activities"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_RESULT, OPT_RESIDENTS), activity_cols, 1, -1, activity_verb_close },
	{ "issue", N_("ACTIVITY"), N_("put a matter to an activity: --title; an order is made of it with --post"), VERB_LIST | VERB_WRITE | VERB_ADDS,
	    TAKES(OPT_AREA, OPT_TITLE, OPT_PERSON, OPT_POST, OPT_KIND, OPT_DETAIL), issue_cols, 1, 1, issue_raise },
	{ "issues", NULL, N_("list the matters put to activities"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_STATUS), issue_cols, 0, 0, issue_ask },
	{ "settle", N_("ISSUE... | -"), N_("record what became of matters: --outcome"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_OUTCOME, OPT_STATUS), issue_cols, 1, -1, issue_close },
	{ "import", N_("FILE | -"), N_("import a list of activities"), VERB_IMPORT, TAKES(OPT_AREA), activity_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a list of activities to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL,
	    activity_cols, 0, 0, run_template },
	{ 0 },
};

static const struct states states[] = {
	{ "list", "open closed" },
	{ "issues", "+open" },
	{ "settle", "agreed failed dropped" },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		.name = "nbr-activity",
		.purpose = N_("keep service days, meetings and the matters put to them"),
		.verbs = verbs,
		.examples =
		    "  nbr-activity add --kind service-day -A 金鼎山社区 --place 文化广场 -c 易子春\n"
		    "  nbr-chief list -A 鼎盛屋场 | nbr-activity attend A260310-1 -\n"
		    "  nbr-activity list --missing --since 2026-01-01 -A 金鼎山社区\n"
		    "  nbr-activity issues -t open | nbr-activity settle - --outcome 已安装路灯\n",
		states,
	};

	/* The records are of another kind then: what is owed. */
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--missing") == 0) {
			verbs[LIST].cols = missing_cols;
			verbs[LIST].main = list_missing;
		}
	return run_main(&prog, argc, argv);
}
