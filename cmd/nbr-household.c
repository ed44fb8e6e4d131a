/* nbr-household - keep the register of households */
#include <stdlib.h>

#include "household.h"
#include "household_verbs.h"
#include "scope.h"
#include "waive.h"

static int
list(struct run *run)
{
	struct scope scope;
	struct household_filter f = { .on = run->today };
	const char *status = run_opt(run, OPT_STATUS);
	int64_t *ids = NULL;
	int rc = -1;

	if (status != NULL && strcmp(status, "closed") != 0)
		return run_usage(run, _("--status: closed, not %s"), status);
	if (scope_read(run, &scope) == 0
	    && (run_opt(run, OPT_AMONG) == NULL || scope_among(run, OPT_AMONG, &ids, &f.amongs) == 0)) {
		f.area = scope.area;
		f.class_no = scope.class_no;
		f.tags = scope.tags;
		f.chief = scope.chief;
		f.among = ids;
		f.word = run->operands > 0 ? run->operand[0] : NULL;
		f.closed = status != NULL;
		f.persons = run_opt(run, OPT_PERSONS) != NULL;
		rc = household_list(run->db, run->out, scope.book, &f);
	}
	free(ids);
	scope_end(&scope);
	return rc;
}

static int
show(struct run *run)
{
	struct rulebook *book = rulebook_load(run->db, run->today);
	struct household_filter f = { .on = run->today, .closed = true };
	int64_t *ids = NULL;
	int rc = -1;

	if (book != NULL && area_find(run->db, NULL, run->today, &f.area) == 0
	    && scope_operands(run, &ids, &f.amongs) == 0) {
		f.among = ids;
		rc = household_list(run->db, run->out, book, &f);
	}
	free(ids);
	rulebook_free(book);
	return rc;
}

/* The people, or the past, of each household named. */
static int
each_of(struct run *run, int (*f)(struct db *, struct rec_out *, int64_t))
{
	int64_t *ids = NULL;
	size_t n = 0;
	int rc = scope_operands(run, &ids, &n);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = f(run->db, run->out, ids[i]);
	free(ids);
	return rc;
}

static int
members(struct run *run)
{
	return each_of(run, household_members);
}

static int
history(struct run *run)
{
	struct rulebook *book = rulebook_load(run->db, 0);
	int rc = -1;

	if (book != NULL) {
		rec_words(run->out, &book->words);
		rc = each_of(run, household_history);
	}
	rulebook_free(book);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &household_entity);
}

static int
find(struct run *run, struct check *check)
{
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0 && check->take != NULL)	/* wherever NBR_AREA is */
		rc = area_find(run->db, NULL, run->today, &scope.area);
	if (rc == 0)
		rc = household_check(run->db, check, &scope.area);
	scope_end(&scope);
	return rc;
}

static int
name(struct run *run, struct text what, int64_t *village, char id[static IDS_SIZE])
{
	int64_t household;

	if (household_find(run->db, what, &household) != 0)
		return -1;
	*village = ids_village(household);
	ids_household(household, id);
	return 0;
}

static const struct findings findings = { household_finding, find, name };

static int
check(struct run *run)
{
	return waive_check(run, &findings);
}

static int
waive(struct run *run)
{
	return waive_run(run, &findings);
}

#define SCOPE OPT_AREA, OPT_CHIEF, OPT_CLASS, OPT_TAG

static const struct verb verbs[] = {
	{ "list", N_("[WORD]"), N_("list households; WORD is looked for in head, door, note and the end of the number"), VERB_LIST | VERB_PERSONAL,
	    TAKES(SCOPE, OPT_STATUS, OPT_AMONG), household_cols, 0, 1, list },
	{ "show", N_("HOUSEHOLD... | -"), N_("show households, the closed ones too"), VERB_LIST | VERB_PERSONAL, NULL, household_cols, 1, -1, show },
	{ "members", N_("HOUSEHOLD... | -"), N_("list the people of households"), VERB_LIST | VERB_PERSONAL, NULL, member_cols, 1, -1, members },
	{ "history", N_("HOUSEHOLD... | -"), N_("list what held before: neighbourhood, class, tags"), VERB_LIST | VERB_PERSONAL, NULL, history_cols, 1, -1, history },
	{ "add", NULL, N_("add a household: -A, --head"), VERB_LIST | VERB_WRITE | VERB_ADDS,
	    TAKES(OPT_AREA, OPT_CLASS, OPT_TAG, HOUSEHOLD_CARD), household_cols, 0, 0, household_verb_add },
	{ "set", N_("HOUSEHOLD... | -"), N_("correct what the card says"), VERB_WRITE, TAKES(HOUSEHOLD_CARD), NULL, 1, -1, household_verb_set },
	{ "classify", N_("HOUSEHOLD... | -"), N_("give another class from a day on: -k"), VERB_WRITE, TAKES(OPT_CLASS), NULL, 1, -1, household_verb_classify },
	{ "tag", N_("HOUSEHOLD... | -"), N_("add tags from a day on, or --remove them"), VERB_WRITE, TAKES(OPT_TAG, OPT_REMOVE), NULL, 1, -1, household_verb_tag },
	{ "move", N_("HOUSEHOLD... | -"), N_("move to another neighbourhood: -A"), VERB_WRITE, TAKES(OPT_AREA), NULL, 1, -1, household_verb_move },
	{ "close", N_("HOUSEHOLD... | -"), N_("take off the register after a day: --reason"), VERB_WRITE, NULL, NULL, 1, -1, household_verb_close },
	{ "reopen", N_("HOUSEHOLD... | -"), N_("put back what was closed by mistake: --reason"), VERB_WRITE, NULL, NULL, 1, -1, household_verb_reopen },
	{ "import", N_("FILE | -"), N_("import a roster: a row a household, or a row a person"), VERB_IMPORT, TAKES(OPT_AREA), household_cols, 1, 1, import },
	{ "export", NULL, N_("write the register as import reads it"), VERB_LIST | VERB_EXPORT | VERB_PERSONAL,
	    TAKES(SCOPE, OPT_PERSONS), household_cols, 0, 0, list },
	{ "template", NULL, N_("write the headings of a roster to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB,
	    TAKES(OPT_PERSONS), household_cols, 0, 0, run_template },
	{ "check", N_("[CODE...]"), N_("look for what is wrong; status 1 when something is found"), VERB_LIST, TAKES(OPT_AREA, OPT_STATUS), finding_cols, 0, -1, check },
	{ "waive", N_("CODE HOUSEHOLD... | -"), N_("leave findings that are right out of check: --until, --reason"), VERB_WRITE, TAKES(OPT_UNTIL, OPT_REMOVE), NULL, 1, -1, waive },
	{ 0 },
};

static const struct states states[] = {
	{ "list", "closed" },
	{ "check", "waived" },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		.name = "nbr-household",
		.purpose = N_("keep the register of households"),
		.verbs = verbs,
		.examples =
		    "  nbr-household import 花名册.csv -r 退回.csv\n"
		    "  nbr-household list -A 金鼎山社区 -k red\n"
		    "  nbr-household classify H0042 -k red --reason 独居老人\n",
		states,
	};

	return run_main(&prog, argc, argv);
}
