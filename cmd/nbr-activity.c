/* nbr-activity - keep service days, meetings and the matters put to them */
#include <stdio.h>
#include <string.h>

#include "activity.h"
#include "run.h"
#include "scope.h"

static struct text
words(struct run *run, enum opt_id id)
{
	return text_of(run_opt(run, id) != NULL ? run_opt(run, id) : "");
}

static int
read_period(struct run *run, day_t first, day_t last, day_t *since, day_t *until)
{
	if (run_day(run, OPT_SINCE, first, since) != 0 || run_day(run, OPT_UNTIL, last, until) != 0)
		return -1;
	return *since <= *until ? 0 : run_usage(run, _("--since is after --until"));
}

/* The code of --kind into buf; NULL: not given. on: 0 of any day. */
static int
read_kind(struct run *run, day_t on, char buf[static RULE_CODE], const char **kind)
{
	const char *word = run_opt(run, OPT_KIND);
	int rc = word == NULL ? 1 : rule_kind_code(run->db, "activity", text_of(word), on, buf);

	*kind = word == NULL ? NULL : buf;
	return rc != 0 ? (rc < 0 ? -1 : 0)
	    : run_usage(run, _("--kind: the rulebook has no kind of activity %s; nbr-rule list activity shows them"), word);
}

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
		.day = run->today, .title = words(run, OPT_TITLE), .place = words(run, OPT_PLACE),
		.publicity = words(run, OPT_PUBLICITY), .service = words(run, OPT_SERVICE), .sharing = words(run, OPT_SHARING),
		.result = words(run, OPT_RESULT),
	};
	char kind[RULE_CODE];
	const char *code;
	int rc = scope_read(run, &scope);

	if (rc == 0 && (scope.area.level < LEVEL_VILLAGE || run_opt(run, OPT_KIND) == NULL))
		rc = run_usage(run, _("--kind and -A, a village or an area in it, are needed"));
	if (rc == 0)
		rc = read_kind(run, run->today, kind, &code);
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
	if (rc == 0 && status != NULL && f.state == ACTIVITY_ANY)
		rc = run_usage(run, _("--status: open or closed, not %s"), status);
	if (rc == 0 && missing)
		rc = run_day(run, OPT_UNTIL, run->today, &f.until);
	if (rc == 0)
		rc = read_period(run, missing ? day_month_first(f.until) : 0, missing ? f.until : DAY_MAX, &f.since, &f.until);
	if (missing && f.until > run->today)
		f.until = run->today;	/* what is not over is not missed */
	if (rc == 0)
		rc = read_kind(run, 0, kind, &f.kind);
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
	struct scope	 scope;
	struct activity_key key;
	int64_t		 residents;	/* -1 not given */
	int64_t		 n;		/* changed */
};

/* C07 means a chief of the village. */
static int
attend_one(struct run *run, struct text what, void *arg)
{
	struct change *c = arg;
	const struct area_range village = { c->key.village, c->key.village, 0, 999999, LEVEL_VILLAGE };
	int64_t chief;
	int n = chief_find(run->db, what, &village, (day_t)(c->key.no / IDS_DAY), &chief) != 0 ? -1
	    : activity_attend(run->db, c->key, chief, run->id);

	c->n += n;
	return n < 0 ? -1 : 0;
}

/* The first operand is the activity, the others are chiefs. */
static int64_t
attend_all(struct run *run, void *arg)
{
	struct change *c = arg;
	struct run chiefs;
	int n = 0;

	if (activity_find(run->db, text_of(run->operand[0]), &c->scope.area, &c->key) != 0 || run_lock(run, c->key.village) != 0)
		return -1;
	c->n = 0;
	chiefs = *run;
	chiefs.operand++;
	chiefs.operands--;
	if (run_operands(&chiefs, "chief", attend_one, c) != 0
	    || (c->residents >= 0 && (n = activity_residents(run->db, c->key, c->residents, run->id)) < 0)) {
		run->status = chiefs.status;
		return -1;
	}
	return activity_put(run->db, run->out, c->key) != 0 ? -1 : c->n + n;
}

static int
attend(struct run *run)
{
	struct change c = { 0 };
	int rc = scope_read(run, &c.scope);

	if (rc == 0)
		rc = run_int(run, OPT_RESIDENTS, -1, 0, ACTIVITY_RESIDENTS, &c.residents);
	if (rc == 0 && c.residents < 0 && run->operands == 1)
		rc = run_usage(run, _("who came: chiefs, or --residents"));
	if (rc == 0)
		rc = run_change(run, DB_LATER, attend_all, &c);
	scope_end(&c.scope);
	return rc;
}

static int
close_one(struct run *run, struct text what, void *arg)
{
	struct change *c = arg;

	if (activity_find(run->db, what, &c->scope.area, &c->key) != 0 || run_lock(run, c->key.village) != 0
	    || (c->residents >= 0 && activity_residents(run->db, c->key, c->residents, run->id) < 0)
	    || activity_close(run->db, c->key, words(run, OPT_RESULT), run->today, run->id) < 0)
		return -1;
	c->n++;
	return activity_put(run->db, run->out, c->key);
}

static int64_t
close_all(struct run *run, void *arg)
{
	struct change *c = arg;

	c->n = 0;
	return run_operands(run, "activity", close_one, c) != 0 ? -1 : c->n;
}

static int
close_activities(struct run *run)
{
	struct change c = { 0 };
	int rc = scope_read(run, &c.scope);

	if (rc == 0)
		rc = run_int(run, OPT_RESIDENTS, -1, 0, ACTIVITY_RESIDENTS, &c.residents);
	if (rc == 0)
		rc = run_change(run, DB_LATER, close_all, &c);
	scope_end(&c.scope);
	return rc;
}

/* ---- matters ---- */

struct raising {
	struct scope	 scope;
	struct issue	 issue;
	struct order_post post;
	struct order_key order, like;
};

/* The rules stay as they are under the lock of a village. */
static int
post_order(struct run *run, struct raising *r, struct issue_key key)
{
	const char *word = run_opt(run, OPT_KIND);
	struct order_book *book = order_book_load(run->db, run->zone);
	const struct order_kind *kind = book == NULL ? NULL : order_book_kind(book, text_of(word), r->post.on);
	int rc = -1;

	if (kind != NULL && !kind->visit) {
		r->post.kind = kind->code;
		rc = issue_post(run->db, book, key, &r->post, run->id, &r->order, &r->like);
	} else if (book != NULL)
		run_usage(run, kind == NULL ? _("--kind: the rulebook has no kind of order %s; nbr-rule list order shows them")
		    : _("--kind: %s is for visits"), word);
	order_book_free(book);
	return rc;
}

static int64_t
raise_one(struct run *run, void *arg)
{
	struct raising *r = arg;
	struct activity_key activity;
	struct issue_key key;
	int raised, posted = 0;

	r->like = (struct order_key){ 0 };
	if (activity_find(run->db, text_of(run->operand[0]), &r->scope.area, &activity) != 0 || run_lock(run, activity.village) != 0)
		return -1;
	if (r->issue.area != 0 && ids_village(r->issue.area) != activity.village)
		return run_usage(run, _("-A: an area of the activity's village, not %s"), run_opt(run, OPT_AREA));
	raised = issue_add(run->db, activity, &r->issue, run->id, &key);
	if (raised >= 0 && run_opt(run, OPT_POST) != NULL)
		posted = post_order(run, r, key);
	return raised < 0 || posted < 0 || issue_put(run->db, run->out, key) != 0 ? -1 : raised > 0 || posted > 0;
}

static int
raise_issue(struct run *run)
{
	struct raising r = {
		.issue = { .title = words(run, OPT_TITLE), .person = words(run, OPT_PERSON) },
		.post = { .detail = words(run, OPT_DETAIL) },
	};
	char id[IDS_SIZE], other[IDS_SIZE], said[128];
	bool post = run_opt(run, OPT_POST) != NULL;
	int rc = scope_read(run, &r.scope);

	if (rc == 0 && r.issue.title.len == 0)
		rc = run_usage(run, _("%s is needed"), "--title");
	if (rc == 0 && (post != (run_opt(run, OPT_KIND) != NULL) || (!post && run_opt(run, OPT_DETAIL) != NULL)))
		rc = run_usage(run, _("--post needs --kind; --kind and --detail are those of the order"));
	/* It may be about a part of the village that does not hold the activity. */
	if (rc == 0 && run_opt(run, OPT_AREA) != NULL && r.scope.area.level >= LEVEL_VILLAGE) {
		r.issue.area = ids_make(r.scope.area.village_lo, r.scope.area.sub_lo);
		r.scope.area.sub_lo = 0;
		r.scope.area.sub_hi = 999999;
	}
	if (rc == 0)
		rc = run_moment(run, &r.post.at, &r.post.on);
	if (rc == 0)
		rc = run_change(run, DB_LATER, raise_one, &r);
	if (rc == 0 && r.like.no != 0) {
		snprintf(said, sizeof(said), _("%s: %s says the same and is open"),
		    ids_dated(r.order.village, 'O', r.order.no, id).at, ids_dated(r.like.village, 'O', r.like.no, other).at);
		msg_say(&(struct msg){ .words = said, .fault = FAULT_ORDER_LIKE, .hint = fault_hint(FAULT_ORDER_LIKE) });
	}
	scope_end(&r.scope);
	return rc;
}

/* A state of issue_states; "open" is raised. */
static int
read_state(struct run *run, bool any, const char **state)
{
	const char *word = run_opt(run, OPT_STATUS);

	*state = NULL;
	if (word == NULL)
		return 0;
	if (any && strcmp(word, "open") == 0)
		word = issue_states[0].name;
	for (int i = any ? 0 : 1; issue_states[i].name != NULL; i++)
		if (strcmp(word, issue_states[i].name) == 0)
			*state = issue_states[i].name;
	return *state != NULL ? 0 : any ? run_usage(run, _("--status: open, raised, agreed, failed or dropped, not %s"), word)
	    : run_usage(run, _("--status: agreed, failed or dropped, not %s"), word);
}

static int
issues(struct run *run)
{
	struct scope scope;
	struct issue_filter f = { 0 };
	char kind[RULE_CODE];
	int rc = scope_read(run, &scope);

	f.area = scope.area;
	if (rc == 0)
		rc = read_period(run, 0, DAY_MAX, &f.since, &f.until);
	if (rc == 0)
		rc = read_kind(run, 0, kind, &f.kind);
	if (rc == 0)
		rc = read_state(run, true, &f.state);
	if (rc == 0)
		rc = issue_list(run->db, run->out, &f);
	scope_end(&scope);
	return rc;
}

struct settling {
	struct scope	 scope;
	const char	*state;
	int64_t		 n;
};

static int
settle_one(struct run *run, struct text what, void *arg)
{
	struct settling *s = arg;
	struct issue_key key;

	if (issue_find(run->db, what, &s->scope.area, &key) != 0 || run_lock(run, key.activity.village) != 0
	    || issue_settle(run->db, key, s->state, words(run, OPT_OUTCOME), run->today, run->id) < 0)
		return -1;
	s->n++;
	return issue_put(run->db, run->out, key);
}

static int64_t
settle_all(struct run *run, void *arg)
{
	struct settling *s = arg;

	s->n = 0;
	return run_operands(run, "issue", settle_one, s) != 0 ? -1 : s->n;
}

static int
settle(struct run *run)
{
	struct settling s = { 0 };
	int rc = scope_read(run, &s.scope);

	if (rc == 0 && words(run, OPT_OUTCOME).len == 0)
		rc = run_usage(run, _("%s is needed"), "--outcome");
	if (rc == 0)
		rc = read_state(run, false, &s.state);
	if (rc == 0) {
		if (s.state == NULL)
			s.state = "agreed";
		rc = run_change(run, DB_LATER, settle_all, &s);
	}
	scope_end(&s.scope);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &activity_entity);
}

enum { LIST = 0 };

static struct verb verbs[] = {
	[LIST] = { "list", NULL, N_("list activities; with --missing what is owed by rule and was not held, this month so far"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_CHIEF, OPT_STATUS, OPT_MISSING), activity_cols, 0, 0, list },
	{ "show", N_("ACTIVITY... | -"), N_("show activities"), VERB_LIST, TAKES(OPT_AREA), activity_cols, 1, -1, show },
	{ "add", NULL, N_("record an activity held on the day --on: --kind and -A"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_KIND, OPT_TITLE, OPT_PLACE, OPT_CHIEF, OPT_RESIDENTS, OPT_PUBLICITY, OPT_SERVICE, OPT_SHARING, OPT_RESULT),
	    activity_cols, 0, 0, add },
	{ "attend", N_("ACTIVITY [CHIEF... | -]"), N_("record which chiefs were there, and how many residents"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_RESIDENTS), activity_cols, 1, -1, attend },
	{ "attendance", NULL, N_("list which chiefs were at which activities"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_CHIEF), attendance_cols, 0, 0, attendance },
	{ "close", N_("ACTIVITY... | -"), N_("close the record of activities"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_RESULT, OPT_RESIDENTS), activity_cols, 1, -1, close_activities },
	{ "issue", N_("ACTIVITY"), N_("put a matter to an activity: --title; an order is made of it with --post"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_TITLE, OPT_PERSON, OPT_POST, OPT_KIND, OPT_DETAIL), issue_cols, 1, 1, raise_issue },
	{ "issues", NULL, N_("list the matters put to activities"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_STATUS), issue_cols, 0, 0, issues },
	{ "settle", N_("ISSUE... | -"), N_("record what became of matters: --outcome"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_OUTCOME, OPT_STATUS), issue_cols, 1, -1, settle },
	{ "import", N_("FILE | -"), N_("import a list of activities"), VERB_IMPORT, TAKES(OPT_AREA), activity_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a list of activities to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL,
	    activity_cols, 0, 0, run_template },
	{ 0 },
};

/* With --missing the records are of another kind: what is owed. */
static const struct verb missing = {
	"list", NULL, N_("list activities; with --missing what is owed by rule and was not held, this month so far"), VERB_LIST,
	TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KIND, OPT_MISSING), missing_cols, 0, 0, list_missing,
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		.name = "nbr-activity",
		.purpose = N_("keep service days, meetings and the matters put to them"),
		.verbs = verbs,
		.examples =
		    "  nbr-activity add --kind 服务日 -A 金鼎山社区 --place 文化广场 -c 易子春\n"
		    "  nbr-chief list -A 金鼎山社区 --role neighbourhood | nbr-activity attend 430121106002-A260310-1 -\n"
		    "  nbr-activity list --missing --since 2026-01-01 -A 金鼎山社区\n"
		    "  nbr-activity issues -t open | nbr-activity settle - --outcome 已安装路灯\n",
	};

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--missing") == 0)
			verbs[LIST] = missing;
	return run_main(&prog, argc, argv);
}
