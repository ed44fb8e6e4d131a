/* The clocks of an order, told one by one: also those that ended long ago. */
#include <stdlib.h>

#include "array.h"
#include "order_parts.h"

static const struct word verdicts[] = {
	{ "running", "计时中" },
	{ "paused", "暂停计时" },
	{ "in-time", "按时" },
	{ "late", "超时" },
	{ "ended", "终止" },
	{ NULL, NULL },
};

enum { ORDER, CLOCK, RULE, LEVEL, STARTED, PAUSED, HELD, STOPPED, DUE, VERDICT, RULE_FIRST, COLUMNS };

const struct col order_clock_cols[] = {
	{ "order", "单号", NULL, COL_ORDER, COL_KEY, N_("number of the order"), NULL, 0, NULL },
	{ "clock", "时钟", NULL, COL_WORD, 0, N_("what it waits for: take, answer or finish"), NULL, 0, order_clocks },
	{ "rule", "规则", NULL, COL_TEXT, 0, N_("rule of the rulebook it runs against"), NULL, 0, NULL },
	{ "level", "级别", NULL, COL_WORD, 0, N_("whose the order was"), NULL, 0, area_levels },
	{ "started", "起算时间", NULL, COL_MOMENT, 0, N_("when it started"), NULL, 0, NULL },
	{ "paused", "暂停时间", NULL, COL_MOMENT, 0, N_("when the order was last held while it ran; empty: never"), NULL, 0, NULL },
	{ "held", "暂停分钟", NULL, COL_INT, 0, N_("minutes it stood still, in all"), NULL, 0, NULL },
	{ "stopped", "停止时间", NULL, COL_MOMENT, 0, N_("when it stopped; empty: it runs"), NULL, 0, NULL },
	{ "due", "时限", NULL, COL_MOMENT, 0, N_("when it runs out, moved on by the time it stood still"), NULL, 0, NULL },
	{ "verdict", "结论", NULL, COL_WORD, 0,
	    N_("running, paused, late, in-time, or ended: passed up or given up before it ran out"), NULL, 0, verdicts },
	{ "rule_first", "规则起日", NULL, COL_DAY, 0, N_("first day of the version of the rule it is judged by"), NULL, 0, NULL },
	{ 0 },
};

struct ticking {
	enum order_clock which;
	struct clock	 clock;
	int		 level;
	moment_t	 paused;
	int64_t		 held;		/* seconds */
	bool		 late, kept;	/* when it stopped; what it waits for came */
};

struct history {
	struct order	 order;
	const struct order_book *book;
	moment_t	 at;
	struct ticking	 now[CLOCKS];
	struct ticking	*all;		/* those that are to be told */
	size_t		 n, room;
};

static int
keep(struct history *h, const struct ticking *t)
{
	if (t->clock.rule == NULL)
		return 0;
	if (!ARRAY_ROOM(h->all, h->n + 1, h->room))
		return 1;
	h->all[h->n++] = *t;
	return 0;
}

static bool
starts(const struct order_life *before, enum order_step step, enum order_clock which)
{
	if (step == STEP_RELEASE)
		return which == CLOCK_TAKE;
	return (step == STEP_POST || step == STEP_ESCALATE || step == STEP_SKIP || step == STEP_REOPEN)
	    && (which != CLOCK_ANSWER || before->answered == 0);
}

static bool
waits_for(enum order_clock which, enum order_step step)
{
	return which == CLOCK_TAKE ? step == STEP_TAKE
	    : step == STEP_FINISH || (which == CLOCK_ANSWER && step == STEP_ANSWER);
}

/* Until when a clock has run at a moment. */
static moment_t
run_to(const struct order_life *life, moment_t at)
{
	return life->state == ORDER_HELD ? life->held_since : at;
}

/* What an event does to a clock that ran before it. */
static void
tick(struct ticking *t, const struct order_life *before, const struct order_life *after, const struct order_event *e, bool stops)
{
	if (e->step == STEP_HOLD)
		t->paused = e->at;
	if (before->state == ORDER_HELD && (stops || after->state != ORDER_HELD))
		t->held += e->at - before->held_since;
	if (!stops)
		return;
	t->late = before->clock[t->which].due < run_to(before, e->at);
	t->kept = waits_for(t->which, e->step);
	t->clock.stopped = e->at;
}

static int
live(void *arg, const struct order_event *e)
{
	struct history *h = arg;
	const struct order_life before = h->order.life, *after = &h->order.life;

	if (e->at > h->at)
		return 1;
	order_live(&h->order.life, e, h->book);
	for (enum order_clock i = CLOCK_TAKE; i < CLOCKS; i++) {
		struct ticking *t = &h->now[i];
		bool anew = starts(&before, e->step, i), runs = clock_runs(&before.clock[i]);

		if (!anew)
			t->clock = after->clock[i];
		if (runs)
			tick(t, &before, after, e, anew || !clock_runs(&after->clock[i]));
		if (anew && e->step != STEP_SKIP && keep(h, t) != 0)
			return -1;
		if (anew)
			*t = (struct ticking){ .which = i, .level = e->level, .clock = after->clock[i] };
	}
	return 0;
}

/* A clock that stands still now is due later the longer it does. */
static void
pause(const struct history *h, struct ticking *t)
{
	const struct order_life *life = &h->order.life;

	if (life->state != ORDER_HELD || !clock_runs(&t->clock))
		return;
	t->held += h->at - life->held_since;
	t->clock.due = deadline_held(&t->clock.rule->deadline, &h->book->service, t->clock.due, life->held_since, h->at);
}

static const char *
verdict(const struct history *h, const struct ticking *t)
{
	const struct order_life *life = &h->order.life;
	bool runs = clock_runs(&t->clock);

	if (runs ? life->clock[t->which].due < run_to(life, h->at) : t->late)
		return "late";
	return runs ? life->state == ORDER_HELD ? "paused" : "running" : t->kept ? "in-time" : "ended";
}

static int
put(const struct history *h, struct rec_out *out, const struct ticking *t)
{
	char order[2 * IDS_SIZE];
	struct value v[COLUMNS];

	snprintf(order, sizeof(order), "%lld-%lld", (long long)h->order.key.village, (long long)h->order.key.no);
	v[ORDER] = VALUE_TEXT(text_of(order));
	v[CLOCK] = VALUE_TEXT(text_of(order_clocks[t->which].name));
	v[RULE] = VALUE_TEXT(text_of(t->clock.rule->code));
	v[LEVEL] = VALUE_TEXT(text_of(area_levels[t->level].name));
	v[STARTED] = VALUE_INT(t->clock.started);
	v[PAUSED] = VALUE_INT(t->paused);
	v[HELD] = VALUE_INT(t->held / 60);
	v[STOPPED] = VALUE_INT(t->clock.stopped);
	v[DUE] = VALUE_INT(t->clock.due);
	v[VERDICT] = VALUE_TEXT(text_of(verdict(h, t)));
	v[RULE_FIRST] = VALUE_INT(t->clock.rule->first);
	return rec_put(out, v);
}

static int
by_start(const void *a, const void *b)
{
	const struct ticking *x = a, *y = b;

	if (x->clock.started != y->clock.started)
		return x->clock.started < y->clock.started ? -1 : 1;
	if (x->which != y->which)
		return x->which < y->which ? -1 : 1;
	return (x->clock.stopped > y->clock.stopped) - (x->clock.stopped < y->clock.stopped);
}

int
order_clocks_of(struct db *db, struct rec_out *out, const struct order_book *book, struct order_key key, moment_t at)
{
	struct history h = { .book = book, .at = at };
	int rc = order_begin(db, key, &h.order) < 0 ? -1 : order_each_event(db, key, live, &h);

	for (enum order_clock i = CLOCK_TAKE; rc >= 0 && i < CLOCKS; i++) {
		pause(&h, &h.now[i]);
		if (keep(&h, &h.now[i]) != 0)
			rc = -1;
	}
	if (rc < 0 && db_error(db)[0] == '\0')
		db_no_memory(db);
	if (h.n > 0)
		qsort(h.all, h.n, sizeof(*h.all), by_start);
	for (size_t i = 0; rc >= 0 && i < h.n; i++)
		if (put(&h, out, &h.all[i]) != 0)
			break;	/* rec_end says why */
	free(h.all);
	return rc < 0 ? -1 : 0;
}
