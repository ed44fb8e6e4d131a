/* nbr-access - who may use the database of a server */
#include "access.h"
#include "area.h"
#include "run.h"

static int
list(struct run *run)
{
	return access_list(run->db, run->out);
}

struct grant {
	const struct area_range	*area;	/* NULL: an auditor */
	int64_t			 changed;
};

static int
grant_one(struct run *run, struct text login, void *arg)
{
	struct grant *g = arg;
	int n = access_grant(run->db, login, g->area);

	g->changed += n;
	return n < 0 ? -1 : 0;
}

static int64_t
grant_all(struct run *run, void *arg)
{
	struct grant *g = arg;

	g->changed = 0;
	return run_operands(run, "login", grant_one, g) != 0 ? -1 : g->changed;
}

static int
grant(struct run *run)
{
	const char *area = run_opt(run, OPT_AREA);
	struct area_range range;
	struct grant g = { .area = area == NULL ? NULL : &range };

	if ((area == NULL) == (run_opt(run, OPT_AUDITOR) == NULL))
		return run_usage(run, _("-A for a clerk, or --auditor"));
	if (area != NULL && area_find(run->db, area, run->today, &range) != 0)
		return -1;
	if (area != NULL && range.level > 4)
		return db_fail(run->db, EXIT_RULE, FAULT_AREA_LEVEL, "%s", area);
	return run_change(run, DB_TOWN, grant_all, &g);
}

static int
revoke_one(struct run *run, struct text login, void *changed)
{
	int n = access_revoke(run->db, login);

	*(int64_t *)changed += n;
	return n < 0 ? -1 : 0;
}

static int64_t
revoke_all(struct run *run, void *arg)
{
	int64_t changed = 0;

	(void)arg;
	return run_operands(run, "login", revoke_one, &changed) != 0 ? -1 : changed;
}

static int
revoke(struct run *run)
{
	return run_change(run, DB_TOWN, revoke_all, NULL);
}

static const struct verb verbs[] = {
	{ "list", NULL, N_("list logins with their roles and areas"), VERB_LIST, NULL, access_cols, 0, 0, list },
	{ "grant", "LOGIN... | -", N_("make logins clerks of an area, which adds to those they have, or auditors"), VERB_WRITE,
	  TAKES(OPT_AREA, OPT_AUDITOR), NULL, 1, -1, grant },
	{ "revoke", "LOGIN... | -", N_("take roles and areas from logins"), VERB_WRITE, NULL, NULL, 1, -1, revoke },
	{ 0 },
};

static const struct prog prog = {
	"nbr-access", N_("say who may use the database of a server"), verbs,
	"  nbr-access grant office-jinding -A 金鼎山社区\n"
	"  nbr-access grant audit-county --auditor\n"
	"  nbr-access list -s area\n",
	NULL,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
