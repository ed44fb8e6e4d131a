/* nbr-report - what the town reads in the morning */
#include "report.h"
#include "run.h"
#include "scope.h"

static int
daily(struct run *run)
{
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = report_daily(run->db, run->out, scope.book, &scope.area, run->today);
	scope_end(&scope);
	return rc;
}

static const struct verb verbs[] = {
	{ "daily", NULL, N_("report visits due and done, coverage of special groups, what changed"), VERB_LIST,
	    TAKES(OPT_AREA), report_cols, 0, 0, daily },
	{ 0 },
};

static const struct prog prog = {
	"nbr-report", N_("report to the town"), verbs,
	"  nbr-report daily --on yesterday -F md\n"
	"  nbr-report daily -A 金鼎山社区 -F table\n",
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
