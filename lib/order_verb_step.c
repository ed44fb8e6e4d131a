/* take, answer, finish and so on: one step for each of many orders. */
#include "order_verbs.h"

#include "scope.h"

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

int
order_verb_step(struct run *run)
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
