/* nbr-household - keep the register of households */
#include <stdlib.h>

#include "household.h"
#include "run.h"
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

/* What a change says of every household named. */
struct change {
	struct scope	 scope;
	struct text	 reason;
};

static int
change(struct run *run, const char *need, int (*apply)(struct run *, int64_t id, void *))
{
	struct change c = { .reason = run_text(run, OPT_REASON) };
	int rc = need != NULL ? run_usage(run, _("%s is needed"), need) : scope_change(run, &c.scope, apply, &c);

	scope_end(&c.scope);
	return rc;
}

static int
apply_class(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_classify(run->db, id, c->scope.class_no, run->today, c->reason, run->id);
}

static int
classify(struct run *run)
{
	return change(run, run_opt(run, OPT_CLASS) == NULL ? "-k" : NULL, apply_class);
}

static int
apply_tag(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_tag(run->db, id, c->scope.tags, run_opt(run, OPT_REMOVE) == NULL, run->today, c->reason, run->id);
}

static int
tag(struct run *run)
{
	return change(run, run_opt(run, OPT_TAG) == NULL ? "--tag" : NULL, apply_tag);
}

static int
apply_move(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	if (c->scope.area.village_lo != c->scope.area.village_hi || c->scope.area.village_lo != ids_village(id))
		return db_fail(run->db, EXIT_RULE, FAULT_HOUSEHOLD_VILLAGE, _("a household moves within its village; to another one: close it and add it there"));
	return household_move(run->db, id, c->scope.area.sub_lo, run->today, c->reason, run->id);
}

static int
move(struct run *run)
{
	return change(run, run_opt(run, OPT_AREA) == NULL ? "-A" : NULL, apply_move);
}

static int
apply_close(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_close(run->db, id, run->today, c->reason, run->id);
}

static int
close_household(struct run *run)
{
	return change(run, run_opt(run, OPT_REASON) == NULL ? "--reason" : NULL, apply_close);
}

static int
apply_reopen(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_reopen(run->db, id, c->reason, run->id);
}

static int
reopen(struct run *run)
{
	return change(run, run_opt(run, OPT_REASON) == NULL ? "--reason" : NULL, apply_reopen);
}

/* What add and set say of the card. */
#define CARD OPT_HEAD, OPT_DOOR, OPT_MEMBERS, OPT_NOTE, OPT_PHONE_FILE, OPT_IDENT_FILE
struct card {
	struct scope		 scope;
	struct household_card	 card;
	char			 phone[256], ident[64];
};

static int
read_card(struct run *run, struct card *c)
{
	if (scope_secret(run, OPT_PHONE_FILE, c->phone, sizeof(c->phone)) != 0
	    || scope_secret(run, OPT_IDENT_FILE, c->ident, sizeof(c->ident)) != 0
	    || run_int(run, OPT_MEMBERS, 0, 1, 99, &c->card.members) != 0)
		return -1;
	c->card.head = run_text(run, OPT_HEAD);
	c->card.door = run_text(run, OPT_DOOR);
	c->card.note = run_text(run, OPT_NOTE);
	c->card.phone = text_of(c->phone);
	c->card.ident = text_of(c->ident);
	c->card.today = run->today;
	return 0;
}

static int
put(struct run *run, const struct scope *scope, int64_t id)
{
	struct household_filter f = { .on = run->today, .area = { 0, INT64_MAX, 0, INT64_MAX, 0 }, .among = &id, .amongs = 1, .closed = true };

	return household_list(run->db, run->out, scope->book, &f);
}

static int64_t
add_one(struct run *run, void *arg)
{
	struct card *c = arg;
	int64_t id;

	scope_end(&c->scope);	/* of a try before this one */
	if (scope_read(run, &c->scope) != 0)
		return -1;
	if (c->scope.area.level < 4 || c->scope.area.village_lo != c->scope.area.village_hi)
		return db_fail(run->db, EXIT_RULE, FAULT_AREA_LEVEL, "%s", run_opt(run, OPT_AREA));
	if (run_lock(run, c->scope.area.village_lo) != 0)
		return -1;
	if (household_add(run->db, &c->card, ids_make(c->scope.area.village_lo, c->scope.area.sub_lo),
	    c->scope.class_no, c->scope.tags, &id, run->id) != 0)
		return -1;
	return put(run, &c->scope, id) == 0 ? 1 : -1;
}

static int
add(struct run *run)
{
	struct card c = { 0 };
	int rc = read_card(run, &c);

	if (rc == 0 && (run_opt(run, OPT_AREA) == NULL || c.card.head.len == 0))
		rc = run_usage(run, _("-A and --head are needed"));
	if (rc == 0)
		rc = run_change(run, DB_LATER, add_one, &c);
	scope_end(&c.scope);
	return rc;
}

static int
apply_card(struct run *run, int64_t id, void *arg)
{
	const struct card *c = arg;

	return household_set(run->db, id, &c->card, run->id);
}

static int
set(struct run *run)
{
	static const enum opt_id any[] = { CARD };
	struct card c = { 0 };
	int n = 0, rc = read_card(run, &c);

	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		n += run_opt(run, any[i]) != NULL;
	if (rc == 0 && n == 0)
		rc = run_usage(run, _("nothing to correct: give --head, --door, --members, --note, --phone-file or --ident-file"));
	return rc == 0 ? scope_change(run, NULL, apply_card, &c) : rc;
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
	{ "add", NULL, N_("add a household: -A, --head"), VERB_LIST | VERB_WRITE | VERB_ADDS, TAKES(OPT_AREA, OPT_CLASS, OPT_TAG, CARD), household_cols, 0, 0, add },
	{ "set", N_("HOUSEHOLD... | -"), N_("correct what the card says"), VERB_WRITE, TAKES(CARD), NULL, 1, -1, set },
	{ "classify", N_("HOUSEHOLD... | -"), N_("give another class from a day on: -k"), VERB_WRITE, TAKES(OPT_CLASS), NULL, 1, -1, classify },
	{ "tag", N_("HOUSEHOLD... | -"), N_("add tags from a day on, or --remove them"), VERB_WRITE, TAKES(OPT_TAG, OPT_REMOVE), NULL, 1, -1, tag },
	{ "move", N_("HOUSEHOLD... | -"), N_("move to another neighbourhood: -A"), VERB_WRITE, TAKES(OPT_AREA), NULL, 1, -1, move },
	{ "close", N_("HOUSEHOLD... | -"), N_("take off the register after a day: --reason"), VERB_WRITE, NULL, NULL, 1, -1, close_household },
	{ "reopen", N_("HOUSEHOLD... | -"), N_("put back what was closed by mistake: --reason"), VERB_WRITE, NULL, NULL, 1, -1, reopen },
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
