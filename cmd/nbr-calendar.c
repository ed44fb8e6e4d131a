/* nbr-calendar - ask what kind of day a day is */
#include "calendar.h"
#include "run.h"

enum { SEARCH_DAYS = 366 };

/* The kind named by the first operand, NULL none. 0, -1 no such kind. */
static int
read_kind(struct run *run, const char **kind)
{
	const char *near;
	int n = 0;

	*kind = run->operands > 0 ? run->operand[0] : NULL;
	while (calendar_kinds[n] != NULL)
		if (*kind == NULL || strcmp(*kind, calendar_kinds[n++]) == 0)
			return 0;
	near = opt_nearest(*kind, calendar_kinds, n);
	return near != NULL ? run_usage(run, _("no such kind of day: %s; did you mean %s?"), *kind, near) :
	    run_usage(run, _("no such kind of day: %s"), *kind);
}

static day_t
month_last(day_t d)
{
	return day_month_first(d) + day_month_length(d) - 1;
}

static int
list(struct run *run)
{
	const char *kind;
	day_t since, until;

	if (read_kind(run, &kind) != 0 || run_day(run, OPT_SINCE, run->today, &since) != 0
	    || run_period(run, RUN_MONTH, month_last(since > run->today ? since : run->today), &since, &until) != 0)
		return -1;
	return calendar_list(run->db, run->out, since, until, kind);
}

static int
is(struct run *run)
{
	struct calendar *calendar;
	const char *kind;

	if (read_kind(run, &kind) != 0 || (calendar = calendar_load(run->db)) == NULL)
		return -1;
	run->status = calendar_is(calendar, run->today, kind) == 1 ? EXIT_DONE : EXIT_NO;
	calendar_free(calendar);
	return 0;
}

static int
next(struct run *run)
{
	struct calendar *calendar;
	const char *kind;
	day_t d = run->today;
	int left = SEARCH_DAYS;

	if (read_kind(run, &kind) != 0 || (calendar = calendar_load(run->db)) == NULL)
		return -1;
	do
		d = day_add(d, 1);
	while (--left > 0 && calendar_is(calendar, d, kind) != 1);
	calendar_free(calendar);
	if (left == 0)
		return db_fail(run->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("no %s within a year"), kind);
	return calendar_list(run->db, run->out, d, d, NULL);
}

static int
import(struct run *run)
{
	return run_import(run, &calendar_entity, 0);
}

static const struct verb verbs[] = {
	{ "list", N_("[KIND]"), N_("list the days of a month, or between two days"), VERB_LIST,
	  TAKES(OPT_SINCE, OPT_UNTIL), calendar_cols, 0, 1, list },
	{ "is", N_("KIND"), N_("ask whether it is such a day: status 0, else 1"), 0, NULL, NULL, 1, 1, is },
	{ "next", N_("KIND"), N_("show the first such day after it"), VERB_LIST, NULL, calendar_cols, 1, 1, next },
	{ "import", N_("FILE | -"), N_("import holidays and make-up workdays"), VERB_IMPORT, NULL, calendar_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a calendar to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, calendar_cols, 0, 0, run_template },
	{ 0 },
};

static const struct prog prog = {
	"nbr-calendar", N_("ask what kind of day a day is"), verbs,
	"  nbr-calendar is xun-first && nbr-visit-due\n"
	"  nbr-calendar list holiday --since 2026-01-01 --until 2026-12-31\n"
	"  nbr-calendar import calendar-cn.csv\n",
	NULL,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
