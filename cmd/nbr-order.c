/* nbr-order - post needs and follow them until they are settled */
#define _GNU_SOURCE
#include <stdlib.h>

#include "order_scope.h"
#include "run.h"

static int
read_status(struct run *run, const char **state)
{
	const char *word = run_opt(run, OPT_STATUS);
	int known = word == NULL ? -1 : col_word(order_states, text_of(word));

	*state = known >= 0 ? order_states[known].name : word;
	return word == NULL || known >= 0 || strcmp(word, "unsettled") == 0 ? 0
	    : run_usage(run, _("--status: open, taken, held, done, confirmed, cancelled or unsettled, not %s"), word);
}

/* From the first second of a day to the last one of another. */
static int
read_period(struct run *run, day_t first, day_t last, struct order_filter *f)
{
	day_t since, until;

	if (run_period(run, first, last, &since, &until) != 0)
		return -1;
	f->since = since == 0 ? 0 : moment_at(since, 0, run->zone);
	f->until = until == DAY_MAX ? MOMENT_MAX : moment_end(until, run->zone);
	return 0;
}

static int
read_filter(struct run *run, struct order_filter *f)
{
	const char *household = run_opt(run, OPT_HOUSEHOLD);

	f->word = run->operand[0];
	if (read_status(run, &f->state) != 0 || read_period(run, 0, DAY_MAX, f) != 0)
		return -1;
	return household == NULL ? 0 : household_find(run->db, text_of(household), &f->household);
}

static int
list(struct run *run)
{
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = read_filter(run, &s.filter);
	if (rc == 0)
		rc = order_list(run->db, run->out, &s.filter);
	order_scope_end(&s);
	return rc;
}

struct showing {
	struct area_range within;
	struct order_book *book;	/* of --clocks */
	moment_t	 at;
};

static int
show_one(struct run *run, struct text what, void *arg)
{
	const struct showing *s = arg;
	struct order_key key;

	if (order_find(run->db, what, &s->within, &key) != 0)
		return -1;
	return run_opt(run, OPT_EVENTS) != NULL ? order_events(run->db, run->out, key)
	    : s->book != NULL ? order_clocks_of(run->db, run->out, s->book, key, s->at)
	    : order_put(run->db, run->out, key);
}

static int
show(struct run *run)
{
	struct showing s = { .book = NULL };
	day_t on;
	int rc = area_find(run->db, scope_area(run), run->today, &s.within);

	if (rc == 0 && run_opt(run, OPT_CLOCKS) == NULL && run_opt(run, OPT_AT) != NULL)
		rc = run_usage(run, _("--at goes with --clocks: orders and steps are shown as they are now"));
	if (rc == 0 && run_opt(run, OPT_CLOCKS) != NULL)
		rc = run_opt(run, OPT_EVENTS) != NULL ? run_usage(run, _("--events or --clocks, not both"))
		    : run_moment(run, &s.at, &on) != 0 || (s.book = order_book_load(run->db, run->zone)) == NULL ? -1 : 0;
	if (rc == 0)
		rc = run_operands(run, "order", show_one, &s);
	order_book_free(s.book);
	return rc;
}

struct posting {
	struct order_book *book;
	struct order_post post;
	struct order_key (*like)[2];	/* what was posted, and what it is like */
	size_t		 likes, room;
};

/* The rules stay as they are under the lock of a village. */
static int
begin_post(struct run *run, void *arg)
{
	struct posting *p = arg;
	const char *word = run_opt(run, OPT_KIND);
	const struct order_kind *kind;

	p->likes = 0;
	order_book_free(p->book);	/* of a try before this one */
	p->book = order_book_load(run->db, run->zone);
	if (p->book == NULL)
		return -1;
	kind = order_book_kind(p->book, text_of(word), p->post.on);
	if (kind == NULL)
		return run_usage(run, _("--kind: the rulebook has no kind of order %s; nbr-rule list order shows them"), word);
	if (kind->visit && run->operands == 0)
		return run_usage(run, _("--kind: %s is for visits: name the households"), word);
	p->post.kind = kind->code;
	p->post.visit = kind->visit;
	p->post.title = run_text(run, OPT_TITLE);
	if (p->post.title.len == 0 && kind->visit)
		p->post.title = text_of(kind->name);
	return p->post.title.len > 0 ? 0 : run_usage(run, _("--title is needed: what it is about, in few words"));
}

static int
add_like(struct run *run, struct posting *p, struct order_key key, struct order_key like)
{
	if (p->likes == p->room) {
		size_t room = p->room * 2 + 16;
		void *more = reallocarray(p->like, room, sizeof(*p->like));

		if (more == NULL)
			return db_no_memory(run->db);
		p->like = more;
		p->room = room;
	}
	p->like[p->likes][0] = key;
	p->like[p->likes++][1] = like;
	return 0;
}

static int
post_one(struct run *run, struct posting *p)
{
	struct order_key key, like;
	int rc = order_post(run->db, p->book, &p->post, run->id, &key, &like);

	if (rc > 0 && ((like.no != 0 && add_like(run, p, key, like) != 0) || order_put(run->db, run->out, key) != 0))
		return -1;
	return rc;
}

static int64_t
post_area(struct run *run, void *arg)
{
	return begin_post(run, arg) != 0 ? -1 : post_one(run, arg);
}

static int
find_household(struct run *run, struct text what, struct run_key *key, void *arg)
{
	int64_t id;

	(void)arg;
	if (household_find(run->db, what, &id) != 0)
		return -1;
	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return 0;
}

static int
post_household(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct posting *p = arg;
	char id[IDS_SIZE];
	int64_t home;
	int rc;

	p->post.household = ids_make(key.village, key.no);
	rc = order_home(run->db, p->post.household, p->post.on, &home);
	if (rc > 0 && run_opt(run, OPT_AREA) == NULL)
		p->post.area = home;
	if (rc > 0 && ids_village(p->post.area) != key.village)
		return run_usage(run, _("-A: household %s is of another village"), ids_household(p->post.household, id).at);
	if (rc > 0)
		return post_one(run, p);
	no->fault = FAULT_CLOSED;
	snprintf(no->why, sizeof(no->why), "%s: %s", ids_household(p->post.household, id).at, fault_why(no->fault));
	return rc < 0 ? -1 : RUN_REFUSED;
}

static int
find_area(struct run *run, struct posting *p)
{
	const char *area = scope_area(run);
	struct area_range r;

	if (area == NULL)
		return run_usage(run, _("-A, --household or households are needed: what the order is about"));
	if (area_find(run->db, area, p->post.on, &r) != 0)
		return -1;
	if (r.level < LEVEL_VILLAGE)
		return run_usage(run, _("-A: a village or an area in it, not %s"), area);
	p->post.area = ids_make(r.village_lo, r.sub_lo);
	return 0;
}

static int
post(struct run *run)
{
	static const struct run_steps steps = { .column = "household", .find = find_household, .begin = begin_post, .step = post_household };
	const char *household = run_opt(run, OPT_HOUSEHOLD);
	struct posting p = { .post = { .detail = run_text(run, OPT_DETAIL), .person = run_text(run, OPT_PERSON) } };
	char *one[] = { (char *)household, NULL };
	int rc;

	if (run_opt(run, OPT_KIND) == NULL)
		return run_usage(run, _("--kind is needed; nbr-rule list order shows them"));
	if (run->operands > 0 && household != NULL)
		return run_usage(run, _("unexpected: %s"), "--household");
	if (household != NULL) {
		run->operand = one;
		run->operands = 1;
	}
	rc = run_moment(run, &p.post.at, &p.post.on);
	if (rc == 0 && (run->operands == 0 || run_opt(run, OPT_AREA) != NULL))
		rc = find_area(run, &p);
	if (rc == 0)
		rc = run->operands > 0 ? run_steps(run, &steps, &p) : run_change(run, ids_village(p.post.area), post_area, &p);
	for (size_t i = 0; rc == 0 && i < p.likes; i++)
		order_say_like(p.like[i][0], p.like[i][1]);
	run->operands = household != NULL ? 0 : run->operands;
	order_book_free(p.book);
	free(p.like);
	return rc;
}

struct doing {
	struct area_range within;
	struct order_book *book;
	struct order_act act;
	int64_t		 village;	/* of act.chief */
};

static int
find_order(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct doing *d = arg;
	struct order_key found;

	if (order_find(run->db, what, &d->within, &found) != 0)
		return -1;
	*key = (struct run_key){ .village = found.village, .no = found.no };
	return 0;
}

static int
begin_steps(struct run *run, void *arg)
{
	struct doing *d = arg;

	order_book_free(d->book);	/* of a try before this one */
	d->village = 0;
	d->book = order_book_load(run->db, run->zone);
	return d->book == NULL ? -1 : 0;
}

/* C07 means a chief of the order's own village. */
static int
find_chief(struct run *run, struct doing *d, int64_t village)
{
	const char *chief = run_opt(run, OPT_CHIEF);

	if (chief == NULL || d->village == village)
		return 0;
	d->village = village;
	return chief_find(run->db, text_of(chief), &(struct area_range){ village, village, 0, 999999, LEVEL_VILLAGE }, d->act.on, &d->act.chief);
}

static int
step_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	struct doing *d = arg;
	struct order_key key = { found.village, found.no };
	int rc = find_chief(run, d, key.village);

	if (rc == 0)
		rc = order_do(run->db, d->book, key, &d->act, run->id, &no->fault, no->why);
	if (rc == ORDER_REFUSED)
		return RUN_REFUSED;
	return rc > 0 && order_put(run->db, run->out, key) != 0 ? -1 : rc;
}

/* The step a verb takes, and what it cannot do without. */
static int
read_step(struct run *run, struct order_act *a)
{
	int64_t score;

	while (strcmp(order_steps[a->step].name, run->verb->name) != 0)
		a->step++;
	a->note = run_text(run, run_opt(run, OPT_RESULT) != NULL ? OPT_RESULT : run_opt(run, OPT_NOTE) != NULL ? OPT_NOTE : OPT_REASON);
	a->person = run_text(run, OPT_PERSON);
	switch (a->step) {
	case STEP_ANSWER:
	case STEP_FINISH:
		if (run_text(run, OPT_RESULT).len == 0)
			return run_usage(run, _("--result is needed: what was answered or done stops the clock"));
		break;
	case STEP_REOPEN:
	case STEP_RELEASE:
	case STEP_HOLD:
	case STEP_ESCALATE:
	case STEP_CANCEL:
		if (run_text(run, OPT_REASON).len == 0)
			return run_usage(run, _("--reason is needed: it is shown with the order"));
		break;
	case STEP_NOTE:
		if (run_text(run, OPT_NOTE).len == 0)
			return run_usage(run, _("--note is needed"));
		break;
	default:
		break;
	}
	a->if_overdue = a->step == STEP_ESCALATE && text_is(a->note, "overdue");
	if (run_int(run, OPT_SCORE, 0, 1, 5, &score) != 0)
		return -1;
	a->score = (int)score;
	return run_moment(run, &a->at, &a->on);
}

static int
step(struct run *run)
{
	static const struct run_steps steps = { .column = "order", .find = find_order, .begin = begin_steps, .step = step_one };
	struct doing d = { .book = NULL };
	int rc = read_step(run, &d.act);

	if (rc == 0)
		rc = area_find(run->db, scope_area(run), run->today, &d.within);
	if (rc == 0)
		rc = run_steps(run, &steps, &d);
	order_book_free(d.book);
	return rc;
}

static int
overdue(struct run *run)
{
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = order_overdue(run->db, run->out, s.book, &s.filter, &s.when);
	order_scope_end(&s);
	return rc;
}

static int
stats(struct run *run)
{
	const char *by = run_opt(run, OPT_BY);
	struct order_scope s;
	int rc = order_scope_read(run, &s);

	if (rc == 0)
		rc = read_period(run, RUN_MONTH, s.on, &s.filter);
	if (rc == 0 && by != NULL && !order_stats_by(by))
		rc = run_usage(run, _("--by: area, level, kind, chief, day, week, month or year, not %s"), by);
	if (rc == 0)
		rc = order_stats(run->db, run->out, s.book, &s.filter, &s.when, by);
	order_scope_end(&s);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &order_entity);
}

#define STEP(name, help, ...) \
	{ name, N_("ORDER... | -"), help, VERB_LIST | VERB_WRITE | VERB_STEPS, \
	    TAKES(OPT_AREA, OPT_CHIEF, __VA_ARGS__), order_cols, 1, -1, step }

static const struct verb verbs[] = {
	{ "post", N_("[HOUSEHOLD... | -]"), N_("post orders about an area, or about households: --kind"), VERB_LIST | VERB_WRITE | VERB_ADDS | VERB_STEPS,
	    TAKES(OPT_KIND, OPT_AREA, OPT_HOUSEHOLD, OPT_TITLE, OPT_DETAIL, OPT_PERSON, OPT_AT), order_cols, 0, -1, post },
	STEP("take", N_("take orders, by who holds the post of their level or -c"), OPT_AT),
	STEP("answer", N_("answer who asked: --result"), OPT_RESULT, OPT_AT),
	STEP("finish", N_("finish what was taken: --result"), OPT_RESULT, OPT_AT),
	STEP("confirm", N_("confirm what was done: --score, --person"), OPT_SCORE, OPT_PERSON, OPT_NOTE, OPT_AT),
	STEP("reopen", N_("open again what was done or cancelled: --reason"), OPT_AT),
	STEP("release", N_("give back what was taken: --reason"), OPT_AT),
	STEP("hold", N_("stop the clocks while it has to wait: --reason"), OPT_AT),
	STEP("resume", N_("go on after a hold"), OPT_NOTE, OPT_AT),
	STEP("escalate", N_("pass orders up a level: --reason; overdue: only those that are"), OPT_AT),
	STEP("cancel", N_("give orders up: --reason"), OPT_AT),
	STEP("note", N_("add a remark: --note"), OPT_NOTE, OPT_AT),
	{ "list", N_("[WORD]"), N_("list orders, a word narrows them"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_LEVEL, OPT_CHIEF, OPT_HOUSEHOLD, OPT_SINCE, OPT_UNTIL), order_cols, 0, 1, list },
	{ "show", N_("ORDER... | -"), N_("show orders; their steps, or their clocks"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_EVENTS, OPT_CLOCKS, OPT_AT), order_cols, 1, -1, show },
	{ "overdue", NULL, N_("list the orders that are late, by the clock that ran out first"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT), overdue_cols, 0, 0, overdue },
	{ "stats", NULL, N_("count the orders posted in a period, this month so far, and those open"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_KIND, OPT_LEVEL, OPT_AT, OPT_SINCE, OPT_UNTIL, OPT_BY), order_stats_cols, 0, 0, stats },
	{ "import", N_("FILE | -"), N_("import whole histories of orders"), VERB_IMPORT, TAKES(OPT_AREA), order_import_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of histories to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, order_import_cols, 0, 0, run_template },
	{ 0 },
};

static const struct states states[] = {
	{ "list", "+unsettled" },
	{ 0 },
};

static const struct prog prog = {
	"nbr-order", N_("post needs and follow them until they are settled"), verbs,
	"  nbr-order post --kind need -A 鼎盛屋场 --title 路灯不亮 --person 王婶\n"
	"  nbr-order take O260310-1 -c C07\n"
	"  nbr-visit-due | nbr-order post --kind visit -\n"
	"  nbr-order list -t unsettled -A 金鼎山社区 -C order,title,household,level,due\n"
	"  nbr-order overdue | nbr-order escalate --reason overdue -H -\n"
	"  nbr-order stats --since 2026-01-01 --by area -F table\n",
	states,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
