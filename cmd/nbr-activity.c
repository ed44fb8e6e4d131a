/* nbr-activity - keep service days, meetings and the matters put to them */
#include <stdio.h>
#include <string.h>

#include "activity_verbs.h"
#include "scope.h"

/* ---- activities ---- */

static int64_t
add_one(struct run *run, void *arg)
{
	struct activity_key key;
	int added = activity_add(run->db, arg, run->id, &key);

	return added < 0 || activity_put(run->db, run->out, key) != 0 ? -1 : added;
}

static int
add(struct run *run)
{
	struct scope scope;
	struct activity a = {
		.day = run->today, .title = run_text(run, OPT_TITLE), .place = run_text(run, OPT_PLACE),
		.publicity = run_text(run, OPT_PUBLICITY), .service = run_text(run, OPT_SERVICE), .sharing = run_text(run, OPT_SHARING),
		.result = run_text(run, OPT_RESULT),
	};
	char kind[RULE_CODE];
	const char *code;
	int rc = scope_read(run, &scope);

	if (rc == 0 && (scope.area.level < LEVEL_VILLAGE || run_opt(run, OPT_KIND) == NULL))
		rc = run_usage(run, _("--kind and -A, a village or an area in it, are needed"));
	if (rc == 0)
		rc = activity_read_kind(run, run->today, kind, &code);
	if (rc == 0)
		rc = run_int(run, OPT_RESIDENTS, 0, 0, ACTIVITY_RESIDENTS, &a.residents);
	if (rc == 0) {
		a.area = ids_make(scope.area.village_lo, scope.area.sub_lo);
		a.kind = text_of(code);
		a.chief = scope.chief;
		rc = run_change(run, scope.area.village_lo, add_one, &a);
	}
	scope_end(&scope);
	return rc;
}

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

/* ---- who came, and the end of it ---- */

struct change {
	struct area_range within;
	struct activity_key key;	/* whose chiefs they are */
	int64_t		 residents;	/* -1 not given */
	bool		 found;		/* one of the chiefs */
	struct activity	 says;		/* of set */
};

static int
read_change(struct run *run, struct change *c)
{
	*c = (struct change){ .found = false };
	return area_find(run->db, scope_area(run), run->today, &c->within) != 0 ? -1
	    : run_int(run, OPT_RESIDENTS, -1, 0, ACTIVITY_RESIDENTS, &c->residents);
}

/* C07 means a chief of the village. The number is that of the whole chief, who may
 * be of another one. */
static int
find_chief(struct run *run, struct text what, struct run_key *key, void *arg)
{
	struct change *c = arg;
	const struct area_range village = { c->key.village, c->key.village, 0, 999999, LEVEL_VILLAGE };

	key->village = c->key.village;
	if (chief_find(run->db, what, &village, (day_t)(c->key.no / IDS_DAY), &key->no) != 0)
		return -1;
	c->found = true;
	return 0;
}

/* That it is closed is said once, not of each chief. */
static int
begin_attend(struct run *run, void *arg)
{
	return activity_open(run->db, ((struct change *)arg)->key);
}

static int
attend_one(struct run *run, struct run_key chief, struct run_refusal *no, void *arg)
{
	const struct change *c = arg;

	(void)no;
	return run_opt(run, OPT_REMOVE) != NULL ? activity_unseat(run->db, c->key, chief.no)
	    : activity_attend(run->db, c->key, chief.no, run->id);
}

static int64_t
end_attend(struct run *run, void *arg)
{
	const struct change *c = arg;
	int n = c->residents < 0 ? 0 : activity_residents(run->db, c->key, c->residents, run->id);

	return n < 0 || activity_put(run->db, run->out, c->key) != 0 ? -1 : n;
}

/* The first operand is the activity, the others are chiefs. */
static int
attend(struct run *run)
{
	static const struct run_steps steps = {
		.first = 1, .column = "chief", .find = find_chief, .begin = begin_attend, .step = attend_one, .end = end_attend,
	};
	struct change c;
	int rc = read_change(run, &c);

	if (rc == 0 && c.residents < 0 && run->operands == 1)
		rc = run_usage(run, _("who came: chiefs, or --residents"));
	if (rc == 0)
		rc = activity_find(run->db, text_of(run->operand[0]), &c.within, &c.key);
	if (rc == 0)
		rc = run_steps(run, &steps, &c);
	return rc != 0 || c.found ? rc : run_change(run, c.key.village, end_attend, &c);
}

static int
find_activity(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct change *c = arg;
	struct activity_key found;
	int rc = activity_find(run->db, what, &c->within, &found);

	*key = (struct run_key){ .village = found.village, .no = found.no };
	return rc;
}

static int
close_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	const struct change *c = arg;
	const struct activity_key key = { found.village, found.no };

	(void)no;
	return activity_close(run->db, key, run_text(run, OPT_RESULT), c->residents, run->today, run->id) < 0
	    || activity_put(run->db, run->out, key) != 0 ? -1 : 1;
}

static int
close_activities(struct run *run)
{
	static const struct run_steps steps = { .column = "activity", .find = find_activity, .step = close_one };
	struct change c;

	return read_change(run, &c) != 0 ? -1 : run_steps(run, &steps, &c);
}

static struct text
said(const struct run *run, enum opt_id id)
{
	return run_opt(run, id) == NULL ? (struct text){ 0 } : run_text(run, id);
}

static int
set_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	const struct area_range village = { found.village, found.village, 0, 999999, LEVEL_VILLAGE };
	struct change *c = arg;
	const struct activity_key key = { found.village, found.no };
	const char *chief = run_opt(run, OPT_CHIEF);
	int n;

	(void)no;
	if (chief != NULL && chief_find(run->db, text_of(chief), &village, (day_t)(key.no / IDS_DAY), &c->says.chief) != 0)
		return -1;
	n = activity_set(run->db, key, &c->says, run->id);
	return n < 0 || activity_put(run->db, run->out, key) != 0 ? -1 : n;
}

static int
set(struct run *run)
{
	static const struct run_steps steps = { .column = "activity", .find = find_activity, .step = set_one };
	struct change c;

	if (read_change(run, &c) != 0)
		return -1;
	c.says = (struct activity){
		.title = said(run, OPT_TITLE), .place = said(run, OPT_PLACE), .publicity = said(run, OPT_PUBLICITY),
		.service = said(run, OPT_SERVICE), .sharing = said(run, OPT_SHARING), .result = said(run, OPT_RESULT),
		.residents = c.residents,
	};
	return run_steps(run, &steps, &c);
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
	    activity_cols, 0, 0, add },
	{ "set", N_("ACTIVITY... | -"), N_("correct what was recorded of activities"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_TITLE, OPT_PLACE, OPT_CHIEF, OPT_RESIDENTS, OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_RESULT),
	    activity_cols, 1, -1, set },
	{ "attend", N_("ACTIVITY [CHIEF... | -]"), N_("record which chiefs were there, or --remove them, and how many residents"),
	    VERB_LIST | VERB_WRITE | VERB_STEPS, TAKES(OPT_AREA, OPT_RESIDENTS, OPT_REMOVE), activity_cols, 1, -1, attend },
	{ "attendance", NULL, N_("list which chiefs were at which activities"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_CHIEF), attendance_cols, 0, 0, attendance },
	{ "close", N_("ACTIVITY... | -"), N_("close the record of activities"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_RESULT, OPT_RESIDENTS), activity_cols, 1, -1, close_activities },
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
