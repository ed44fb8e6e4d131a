/* What nbr-activity does with the matters put to activities. */
#include "activity_verbs.h"
#include "order_verbs.h"
#include "scope.h"

struct raising {
	struct area_range within;	/* where the activity is */
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

/* One of another village than -A is found too, so that this can be said of it. */
static int
find_activity(struct run *run, const struct raising *r, struct activity_key *key)
{
	const struct text what = text_of(run->operand[0]);
	int rc = activity_find(run->db, what, &r->within, key);
	struct area_range all;

	if (rc == 0 || r->issue.area == 0 || db_fault(run->db) != FAULT_NOT_FOUND)
		return rc;
	db_forgive(run->db);
	return area_find(run->db, NULL, run->today, &all) != 0 ? -1 : activity_find(run->db, what, &all, key);
}

static int64_t
raise_one(struct run *run, void *arg)
{
	struct raising *r = arg;
	struct activity_key activity;
	struct issue_key key;
	int raised, posted = 0;

	r->like = (struct order_key){ 0 };
	if (find_activity(run, r, &activity) != 0 || run_lock(run, activity.village) != 0)
		return -1;
	if (r->issue.area != 0 && ids_village(r->issue.area) != activity.village)
		return run_usage(run, _("-A: an area of the activity's village, not %s"), run_opt(run, OPT_AREA));
	raised = issue_add(run->db, activity, &r->issue, run->id, &key);
	if (raised >= 0 && run_opt(run, OPT_POST) != NULL)
		posted = post_order(run, r, key);
	return raised < 0 || posted < 0 || issue_put(run->db, run->out, key) != 0 ? -1 : raised > 0 || posted > 0;
}

int
issue_raise(struct run *run)
{
	struct raising r = {
		.issue = { .title = run_text(run, OPT_TITLE), .person = run_text(run, OPT_PERSON) },
		.post = { .detail = run_text(run, OPT_DETAIL) },
	};
	bool post = run_opt(run, OPT_POST) != NULL;
	int rc = area_find(run->db, scope_area(run), run->today, &r.within);

	if (rc == 0 && r.issue.title.len == 0)
		rc = run_usage(run, _("%s is needed"), "--title");
	if (rc == 0 && (post != (run_opt(run, OPT_KIND) != NULL) || (!post && run_opt(run, OPT_DETAIL) != NULL)))
		rc = run_usage(run, _("--post needs --kind; --kind and --detail are those of the order"));
	/* It may be about a part of the village that does not hold the activity. */
	if (rc == 0 && run_opt(run, OPT_AREA) != NULL && r.within.level >= LEVEL_VILLAGE)
		r.issue.area = ids_make(r.within.village_lo, r.within.sub_lo);
	if (rc == 0)
		rc = run_moment(run, &r.post.at, &r.post.on);
	if (rc == 0)
		rc = run_change(run, DB_LATER, raise_one, &r);
	if (rc == 0 && r.like.no != 0)
		order_say_like(r.order, r.like);
	return rc;
}

/* A state of issue_states; "open" is raised. */
static int
read_state(struct run *run, bool any, const char **state)
{
	const char *word = run_opt(run, OPT_STATUS);
	int which;

	*state = NULL;
	if (word == NULL)
		return 0;
	which = any && strcmp(word, "open") == 0 ? 0 : col_word(issue_states, text_of(word));
	if (which >= (any ? 0 : 1))
		*state = issue_states[which].name;
	return *state != NULL ? 0 : any ? run_usage(run, _("--status: open, raised, agreed, failed or dropped, not %s"), word)
	    : run_usage(run, _("--status: agreed, failed or dropped, not %s"), word);
}

int
issue_ask(struct run *run)
{
	struct issue_filter f = { 0 };
	char kind[RULE_CODE];
	int rc = area_find(run->db, scope_area(run), run->today, &f.area);

	if (rc == 0)
		rc = run_period(run, 0, DAY_MAX, &f.since, &f.until);
	if (rc == 0)
		rc = activity_read_kind(run, 0, kind, &f.kind);
	if (rc == 0)
		rc = read_state(run, true, &f.state);
	return rc != 0 ? rc : issue_list(run->db, run->out, &f);
}

struct settling {
	struct area_range within;
	const char	*state;
};

static int
find_issue(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct settling *s = arg;
	struct issue_key found;
	int rc = issue_find(run->db, what, &s->within, &found);

	*key = (struct run_key){ found.activity.village, found.activity.no, found.n };
	return rc;
}

static int
settle_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	const struct settling *s = arg;
	const struct issue_key key = { { found.village, found.no }, found.n };

	(void)no;
	return issue_settle(run->db, key, s->state, run_text(run, OPT_OUTCOME), run->today, run->id) < 0
	    || issue_put(run->db, run->out, key) != 0 ? -1 : 1;
}

int
issue_close(struct run *run)
{
	static const struct run_steps steps = { .column = "issue", .find = find_issue, .step = settle_one };
	struct settling s = { .state = NULL };

	if (run_text(run, OPT_OUTCOME).len == 0)
		return run_usage(run, _("%s is needed"), "--outcome");
	if (area_find(run->db, scope_area(run), run->today, &s.within) != 0 || read_state(run, false, &s.state) != 0)
		return -1;
	if (s.state == NULL)
		s.state = "agreed";
	return run_steps(run, &steps, &s);
}
