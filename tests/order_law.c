/* The life of an order: stories told by hand, then random ones against what can be
 * read off the whole of their events at once. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "order_law.h"
#include "feasts.h"
#include "tap.h"

enum { EVENTS = 24 };

static const struct service_hours hours[] = { { 20250101, DAY_MAX, 2, { { 510, 720 }, { 840, 1050 } } } };

/* For needs, but not at the town. What is for a level comes first. */
#define RULE(code, level, clock, unit, n, first, last) \
	{ code, "need", level, clock, { unit, n, SHIFT_NONE }, first, last }
static const struct order_deadline rules[] = {
	RULE("none", 3, CLOCKS, DEADLINE_DAY, 0, 0, 0),
	RULE("take-village", 4, CLOCK_TAKE, DEADLINE_WORKDAY, 1, 0, DAY_MAX),
	RULE("take", 0, CLOCK_TAKE, DEADLINE_WORKHOUR, 2, 0, DAY_MAX),
	RULE("answer-group", 6, CLOCK_ANSWER, DEADLINE_HOUR, 4, 0, DAY_MAX),
	RULE("answer", 0, CLOCK_ANSWER, DEADLINE_DAY, 0, 0, DAY_MAX),
	RULE("finish-village", 4, CLOCK_FINISH, DEADLINE_DAY, 10, 0, DAY_MAX),
	RULE("finish", 0, CLOCK_FINISH, DEADLINE_WORKDAY, 3, 0, 20260331),
	RULE("finish", 0, CLOCK_FINISH, DEADLINE_WORKDAY, 5, 20260401, DAY_MAX),
};

/* Takes the place of that of order_book.c, which needs a database. */
const struct order_deadline *
order_book_deadline(const struct order_book *book, struct text kind, int level, enum order_clock clock, day_t on)
{
	(void)book;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (text_is(kind, rules[i].kind) && rules[i].clock == clock && level != 3 &&
		    (rules[i].level == 0 || rules[i].level == level) && rules[i].first <= on && on <= rules[i].last)
			return &rules[i];
	return NULL;
}

/* "03-02 17:30:01" of 2026 in Shanghai; "": never. */
static moment_t
at(const char *s)
{
	struct tm tm = { .tm_year = 126 };

	if (s[0] == '\0')
		return MOMENT_MAX;
	if (sscanf(s, "%d-%d %d:%d:%d", &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) < 4)
		abort();
	tm.tm_mon--;
	return timegm(&tm) - 8 * 3600;
}

/* "03-02 09:00 post 7": the number is the level, of confirm the score. */
static struct order_event
event_of(const char *s, const struct order_life *life)
{
	struct order_event e = { .at = at(s), .level = life->level };
	char step[16];
	int n = 0;

	if (sscanf(s, "%*s %*s %15s %d", step, &n) < 1)
		abort();
	while (strcmp(order_steps[e.step].name, step) != 0)
		e.step++;
	if (e.step == STEP_CONFIRM)
		e.score = n;
	else if (n != 0)
		e.level = n;
	e.chief = e.step == STEP_TAKE ? 42 : 0;
	return e;
}

static const struct story {
	const char *name, *events[9];
	const char *due;	/* then, "" never */
	const char *on;		/* a moment, and how many clocks are late then */
	int	 late;
	enum order_state state;
	int	 level, answer, finish;		/* minutes, -1 not yet */
} stories[] = {
	{ "posted", { "03-02 09:00 post 7" }, "03-02 11:00", "03-02 11:00", 0, ORDER_OPEN, 7, -1, -1 },
	{ "posted: late", { "03-02 09:00 post 7" }, "03-02 11:00", "03-02 11:00:01", 1, ORDER_OPEN, 7, -1, -1 },
	{ "posted: late over midnight", { "03-02 09:00 post 7" }, "03-02 11:00", "03-03 00:00", 2, ORDER_OPEN, 7, -1, -1 },
	{ "posted: all late", { "03-02 09:00 post 7" }, "03-02 11:00", "03-05 17:30:01", 3, ORDER_OPEN, 7, -1, -1 },
	{ "posted near midnight", { "03-02 23:30 post 7" }, "03-02 23:59:59", "03-03 00:00", 1, ORDER_OPEN, 7, -1, -1 },
	{ "posted past midnight", { "03-03 00:30 post 7" }, "03-03 10:30", "03-03 10:30", 0, ORDER_OPEN, 7, -1, -1 },
	{ "posted before a feast", { "02-14 17:00 post 7", "02-14 17:10 answer" }, "02-24 10:00", "02-26 17:30:01", 2, ORDER_OPEN, 7, 10, -1 },
	{ "noted", { "03-02 09:00 post 7", "03-02 10:00 note" }, "03-02 11:00", "03-02 11:00", 0, ORDER_OPEN, 7, -1, -1 },
	{ "taken in the last second", { "03-02 09:00 post 7", "03-02 11:00 take" }, "03-02 23:59:59", "03-02 12:00", 0, ORDER_TAKEN, 7, -1, -1 },
	{ "taken a second late", { "03-02 09:00 post 7", "03-02 11:00:01 take" }, "03-02 23:59:59", "03-02 12:00", 1, ORDER_TAKEN, 7, -1, -1 },
	{ "answered", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 10:30 answer" }, "03-05 17:30", "03-05 17:30", 0, ORDER_TAKEN, 7, 90, -1 },
	{ "answered twice", { "03-02 09:00 post 7", "03-02 10:00 answer", "03-03 10:30 answer" }, "03-02 11:00", "03-02 12:00", 1, ORDER_OPEN, 7, 60, -1 },
	{ "answered a day late", { "03-02 09:00 post 7", "03-02 10:00 take", "03-03 00:00 answer" }, "03-05 17:30", "03-05 17:30", 1, ORDER_TAKEN, 7, 900, -1 },
	{ "done, which answers", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 17:00 finish" }, "", "03-31 00:00", 0, ORDER_DONE, 7, 480, 480 },
	{ "done late", { "03-02 09:00 post 7", "03-02 10:00 take", "03-05 17:31 finish" }, "", "03-31 00:00", 2, ORDER_DONE, 7, 4831, 4831 },
	{ "released", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 15:00 release" }, "03-02 17:00", "03-02 17:01", 1, ORDER_OPEN, 7, -1, -1 },
	{ "released, taken again late", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 15:00 release", "03-02 17:01 take" }, "03-02 23:59:59", "03-02 18:00", 1, ORDER_TAKEN, 7, -1, -1 },

	{ "held", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 hold" }, "", "03-31 00:00", 0, ORDER_HELD, 7, -1, -1 },
	{ "held over midnight", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 hold", "03-03 10:00 resume" },
	    "03-03 23:59:59", "03-04 00:00", 1, ORDER_TAKEN, 7, -1, -1 },
	{ "held over an end of service", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 hold", "03-03 10:00 resume", "03-03 11:00 answer" },
	    "03-06 17:30", "03-06 17:30", 0, ORDER_TAKEN, 7, 480, -1 },
	{ "held over a weekend, not taken", { "03-06 16:30 post 7", "03-06 17:00 hold", "03-09 09:00 resume" },
	    "03-09 10:30", "03-09 10:30", 0, ORDER_OPEN, 7, -1, -1 },
	{ "held twice", { "03-02 09:00 post 7", "03-02 09:30 hold", "03-02 10:00 resume", "03-02 10:30 hold", "03-02 11:30 resume" },
	    "03-02 14:30", "03-02 14:30", 0, ORDER_OPEN, 7, -1, -1 },
	{ "answered while held", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 hold", "03-03 09:00 answer", "03-03 10:00 resume", "03-03 11:00 finish" },
	    "", "03-31 00:00", 0, ORDER_DONE, 7, 420, 480 },
	{ "held once late: it stays late", { "03-02 09:00 post 7", "03-02 12:00 hold" }, "", "03-10 00:00", 1, ORDER_HELD, 7, -1, -1 },
	{ "held once late, resumed", { "03-02 09:00 post 7", "03-02 12:00 hold", "03-03 09:00 resume" }, "03-02 11:00", "03-03 09:00", 1, ORDER_OPEN, 7, -1, -1 },
	{ "cancelled while held", { "03-02 09:00 post 7", "03-02 12:00 hold", "03-03 10:00 cancel" }, "", "03-31 00:00", 1, ORDER_CANCELLED, 7, -1, 180 },

	{ "opened again", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 finish", "03-04 09:00 reopen" }, "03-04 11:00", "03-04 11:00", 0, ORDER_OPEN, 7, 420, -1 },
	{ "opened again, taken", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 finish", "03-04 09:00 reopen", "03-04 10:00 take" },
	    "03-09 17:30", "03-09 17:30:01", 1, ORDER_TAKEN, 7, 420, -1 },
	{ "opened again, done", { "03-02 09:00 post 7", "03-02 10:00 take", "03-02 16:00 finish", "03-04 09:00 reopen", "03-04 10:00 take", "03-04 17:00 finish" },
	    "", "03-31 00:00", 0, ORDER_DONE, 7, 420, 900 },
	{ "opened again once confirmed", { "03-02 09:00 post 7", "03-02 09:30 take", "03-02 10:00 finish", "03-02 12:00 confirm 4", "03-02 14:00 reopen", "03-02 14:30 take", "03-02 15:00 finish" },
	    "", "03-31 00:00", 0, ORDER_DONE, 7, 60, 120 },
	{ "cancelled, opened again, answered", { "03-02 09:00 post 7", "03-02 10:00 cancel", "03-03 09:00 reopen", "03-03 09:30 answer" }, "03-03 11:00", "03-03 11:00", 0, ORDER_OPEN, 7, 90, -1 },
	{ "opened again, not answered", { "03-02 09:00 post 7", "03-02 10:00 cancel", "03-03 09:00 reopen", "03-03 10:00 take" }, "03-03 23:59:59", "03-03 23:59:59", 0, ORDER_TAKEN, 7, -1, -1 },

	{ "passed up in time", { "03-02 09:00 post 7", "03-02 10:00 escalate 6" }, "03-02 12:00", "03-02 12:00", 0, ORDER_OPEN, 6, -1, -1 },
	{ "passed up late", { "03-02 09:00 post 7", "03-03 09:00 escalate 6" }, "03-03 11:00", "03-03 12:00", 3, ORDER_OPEN, 6, -1, -1 },
	{ "passed up once answered", { "03-02 09:00 post 7", "03-02 10:00 answer", "03-02 10:30 escalate 6", "03-02 11:00 take" }, "03-05 17:30", "03-05 17:30", 0, ORDER_TAKEN, 6, 60, -1 },
	{ "passed up once taken", { "03-02 09:00 post 7", "03-02 10:00 take", "03-03 10:00 escalate 6" }, "03-03 12:00", "03-03 12:00", 1, ORDER_OPEN, 6, -1, -1 },
	{ "vacant posts", { "03-02 09:00 post 7", "03-02 09:00 skip 6", "03-02 09:00 skip 5" }, "03-02 11:00", "03-02 11:00", 0, ORDER_OPEN, 5, -1, -1 },
	{ "vacant post above", { "03-02 09:00 post 7", "03-02 10:00 escalate 6", "03-02 10:00 skip 5" }, "03-02 12:00", "03-02 12:00", 0, ORDER_OPEN, 5, -1, -1 },
	{ "to the village", { "03-02 09:00 post 4" }, "03-02 23:59:59", "03-03 17:30:01", 2, ORDER_OPEN, 4, -1, -1 },
	{ "done at the village", { "03-02 09:00 post 4", "03-03 09:00 take", "03-12 23:59:59 finish" }, "", "03-31 00:00", 1, ORDER_DONE, 4, 15299, 15299 },
	{ "to the town: no clock", { "03-02 09:00 post 3" }, "", "12-31 00:00", 0, ORDER_OPEN, 3, -1, -1 },
	{ "up to the town: what was late stays", { "03-02 09:00 post 4", "03-03 09:00 escalate 3" }, "", "12-31 00:00", 1, ORDER_OPEN, 3, -1, -1 },

	{ "a rule that changes later", { "03-31 09:00 post 7", "03-31 10:00 take", "03-31 10:00 answer" }, "04-03 17:30", "04-03 17:31", 1, ORDER_TAKEN, 7, 60, -1 },
	{ "a rule that changed, released", { "03-31 09:00 post 7", "03-31 10:00 take", "03-31 10:00 answer", "04-01 09:00 release", "04-01 10:00 take" },
	    "04-03 17:30", "04-03 17:31", 1, ORDER_TAKEN, 7, 60, -1 },
	{ "a rule that changed, passed up", { "03-31 09:00 post 7", "03-31 10:00 take", "03-31 10:00 answer", "04-01 09:00 escalate 6", "04-01 10:00 take" },
	    "04-09 17:30", "04-09 17:31", 1, ORDER_TAKEN, 6, 60, -1 },
	{ "a rule that changed, opened again", { "03-31 09:00 post 7", "03-31 10:00 take", "03-31 11:00 finish", "04-01 09:00 reopen", "04-01 10:00 take" },
	    "04-09 17:30", "04-09 17:31", 1, ORDER_TAKEN, 7, 120, -1 },
};

static int64_t
minutes(int64_t seconds)
{
	return seconds < 0 ? -1 : seconds / 60;
}

static bool
tell(const struct order_book *book, const struct story *s)
{
	struct order_life life = { .kind = text_of("need") };
	enum order_clock which;
	char buf[26];
	bool good;

	for (int i = 0; s->events[i] != NULL; i++) {
		struct order_event e = event_of(s->events[i], &life);

		order_live(&life, &e, book);
	}
	good = order_due(&life, &which) == at(s->due) && order_late(&life, at(s->on)) == s->late &&
	    life.state == s->state && life.level == s->level && minutes(order_answer_time(&life)) == s->answer &&
	    minutes(order_finish_time(&life)) == s->finish;
	if (!good)
		printf("# %s: due %s late %d state %d level %d answer %" PRId64 " finish %" PRId64 "\n", s->name,
		    moment_text(order_due(&life, &which), "Asia/Shanghai", buf), order_late(&life, at(s->on)), life.state,
		    life.level, minutes(order_answer_time(&life)), minutes(order_finish_time(&life)));
	return good;
}

/* What the stories' table has no column for. */
static void
test_rest(const struct order_book *book)
{
	static const char *const events[] = {
		"03-02 09:00 post 7", "03-02 09:00 skip 6", "03-02 10:00 take", "03-02 11:00 hold", "03-02 14:00 answer",
		"03-02 15:00 resume", "03-02 16:00 escalate 5", "03-02 16:30 take", "03-03 09:00 finish", "03-03 10:00 confirm 4",
		"03-03 11:00 note", "03-03 12:00 reopen",
	};
	struct order_life life = { .kind = text_of("need") }, other = { .kind = text_of("suggestion") };
	enum order_clock which = CLOCKS;

	for (size_t i = 0; i < 10; i++) {
		struct order_event e = event_of(events[i], &life);

		order_live(&life, &e, book);
		if (i == 2)
			OK(order_due(&life, &which) == at("03-02 13:00") && which == CLOCK_ANSWER);
		/* What stops in a hold was moved on up to then: 2 hours of 4 were left. */
		if (i == 4)
			OK(life.clock[CLOCK_ANSWER].stopped == at("03-02 14:00") && life.clock[CLOCK_ANSWER].due == at("03-02 16:00"));
		if (i == 5)
			OK(life.state == ORDER_TAKEN && life.before == ORDER_TAKEN && life.since == at("03-02 15:00") && life.chief == 42);
		if (i == 6)
			OK(life.chief == 0 && life.clock[CLOCK_FINISH].started == at("03-02 16:00"));
		if (i == 8)
			OK(life.state == ORDER_DONE && life.chief == 42 && life.closed == at("03-03 09:00"));
	}
	OK(life.state == ORDER_CONFIRMED && life.score == 4 && life.closed == at("03-03 09:00") && life.since == at("03-03 10:00"));
	OK(life.posted == at("03-02 09:00") && life.taken == at("03-02 10:00") && life.answered == at("03-02 14:00"));
	OK(life.first_level == 6 && life.level == 5 && life.skipped == 1 && life.escalated == 1 && life.reopened == 0);
	OK(life.held == 4 * 3600 && life.missed == 0 && strcmp(life.clock[CLOCK_FINISH].rule->code, "finish") == 0);
	for (size_t i = 10; i < 12; i++) {
		struct order_event e = event_of(events[i], &life);

		order_live(&life, &e, book);
		OK(life.last == e.at && life.since == at(i == 10 ? "03-03 10:00" : "03-03 12:00"));
	}
	OK(life.state == ORDER_OPEN && life.score == 0 && life.closed == 0 && life.reopened == 1 && life.idle == 3 * 3600);
	OK(order_finish_time(&life) == -1 && order_answer_time(&life) == 2 * 3600);

	/* A post above that is vacant says nothing of where it was first open. */
	life = (struct order_life){ .kind = text_of("need") };
	for (size_t i = 0; i < 3; i++)
		order_live(&life, &(struct order_event){ .step = (enum order_step[]){ STEP_POST, STEP_ESCALATE, STEP_SKIP }[i],
		    .at = at("03-02 09:00"), .level = 7 - (int)i }, book);
	OK(life.first_level == 7 && life.level == 5 && life.missed == 0);

	order_live(&other, &(struct order_event){ .step = STEP_POST, .at = at("03-02 09:00"), .level = 7 }, book);
	OK(order_due(&other, &which) == MOMENT_MAX && order_late(&other, at("12-31 00:00")) == 0);
	OK(!clock_runs(&other.clock[CLOCK_TAKE]));
}

/* What a person may do, in the words of the manual. */
static void
test_words(void)
{
	static const char *const may[] = {
		"take, answer, hold, escalate, cancel, note",
		"answer, finish, release, hold, escalate, cancel, note",
		"answer, resume, cancel, note",
		"confirm, reopen, note",
		"reopen, note",
		"reopen, note",
	};
	char buf[128];
	int n = 0;

	for (enum order_state state = ORDER_OPEN; state <= ORDER_CANCELLED; state++) {
		OK(strcmp(order_legal_words(state, buf), may[state]) == 0);
		OK(!order_legal(state, STEP_POST) && order_legal(state, STEP_SKIP) == (state == ORDER_OPEN));
		for (enum order_step step = STEP_POST; step < STEPS; step++)
			n += order_legal(state, step) && step != STEP_SKIP;
	}
	OK(n == 6 + 7 + 4 + 3 + 2 + 2);
	OK(strcmp(order_states[ORDER_CANCELLED].name, "cancelled") == 0 && order_states[ORDER_CANCELLED + 1].name == NULL);
	OK(strcmp(order_steps[STEP_NOTE].name, "note") == 0 && order_steps[STEPS].name == NULL);
}

/*
 * The second way: with all events at hand, the states between them, and each
 * clock that ever started with its end and the holds in it.
 */
struct tale {
	int	n;
	struct order_event event[EVENTS];
	enum order_state state[EVENTS];		/* from that event on */
};

static unsigned
dice(unsigned sides)
{
	static uint32_t seed = 20260303;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static enum order_state
after(const struct tale *t, int i)
{
	switch (t->event[i].step) {
	case STEP_TAKE:
		return ORDER_TAKEN;
	case STEP_FINISH:
		return ORDER_DONE;
	case STEP_CONFIRM:
		return ORDER_CONFIRMED;
	case STEP_HOLD:
		return ORDER_HELD;
	case STEP_CANCEL:
		return ORDER_CANCELLED;
	case STEP_ANSWER:
	case STEP_NOTE:
		return t->state[i - 1];
	case STEP_RESUME:
		while (t->event[i].step != STEP_HOLD)
			i--;
		return t->state[i - 1];
	default:
		return ORDER_OPEN;
	}
}

static void
make_up(struct tale *t)
{
	int level = 7 - (int)dice(3);
	moment_t now = at("01-05 00:00") + dice(300 * 1440) * 60;

	t->n = 2 + (int)dice(EVENTS - 2);
	for (int i = 0; i < t->n; i++) {
		enum order_step step = STEP_POST;

		while (i > 0 && (!order_legal(t->state[i - 1], step) ||
		    ((step == STEP_ESCALATE || step == STEP_SKIP) && level == 3)))
			step = (enum order_step)dice(STEPS);
		level -= step == STEP_ESCALATE || step == STEP_SKIP;
		t->event[i] = (struct order_event){ .step = step, .at = now, .level = level };
		t->state[i] = after(t, i);
		now += dice(3) ? dice(dice(2) ? 120 : 2880) * 60 : 0;
	}
}

static bool
starts(const struct tale *t, int i, enum order_clock which)
{
	enum order_step step = t->event[i].step;

	for (int k = 0; which == CLOCK_ANSWER && k < i; k++)
		if (t->event[k].step == STEP_ANSWER || t->event[k].step == STEP_FINISH)
			return false;
	return step == STEP_POST || step == STEP_REOPEN || step == STEP_ESCALATE || step == STEP_SKIP ||
	    (step == STEP_RELEASE && which == CLOCK_TAKE);
}

static bool
stops(const struct tale *t, int i, enum order_clock which)
{
	enum order_step step = t->event[i].step;

	return step == STEP_FINISH || step == STEP_CANCEL || (step == STEP_TAKE && which == CLOCK_TAKE) ||
	    (step == STEP_ANSWER && which == CLOCK_ANSWER) || starts(t, i, which);
}

/* When a clock that starts at an event is late. *end: when it stopped, 0 it runs. */
static moment_t
clock_due(const struct tale *t, const struct order_book *book, int i, enum order_clock which, moment_t now, moment_t *end)
{
	const struct order_event *e = &t->event[i];
	const struct order_deadline *rule = order_book_deadline(book, text_of("need"), e->level, which,
	    moment_day(e->at, "Asia/Shanghai", NULL));
	moment_t due, from = 0;

	*end = 0;
	if (rule == NULL)
		return MOMENT_MAX;
	due = deadline_due(&rule->deadline, &book->service, e->at);
	while (++i < t->n && *end == 0) {
		e = &t->event[i];
		if (stops(t, i, which))
			*end = e->at;
		if (from != 0 && (*end != 0 || e->step == STEP_RESUME)) {
			due = deadline_held(&rule->deadline, &book->service, due, from, e->at);
			from = 0;
		}
		if (e->step == STEP_HOLD)
			from = e->at;
	}
	return from != 0 && *end == 0 ? deadline_held(&rule->deadline, &book->service, due, from, now) : due;
}

/* Seconds somebody was to act, up to an event. */
static int64_t
active(const struct tale *t, int until)
{
	int64_t sum = 0;

	for (int i = 0; i < until; i++)
		if (t->state[i] == ORDER_OPEN || t->state[i] == ORDER_TAKEN)
			sum += t->event[i + 1].at - t->event[i].at;
	return sum;
}

static bool
roll(const struct order_book *book)
{
	struct order_life life = { .kind = text_of("need") };
	struct tale t;
	enum order_clock which = CLOCKS, first = CLOCKS;
	int late = 0, last, answered = 0;
	moment_t now, due = MOMENT_MAX;
	int64_t answer, finish;
	bool good;

	make_up(&t);
	last = t.n - 1;
	now = t.event[last].at + dice(4 * 1440) * 60;
	for (int i = 0; i < t.n; i++) {
		order_live(&life, &t.event[i], book);
		for (enum order_clock c = CLOCK_TAKE; c < CLOCKS; c++) {
			moment_t end, this = starts(&t, i, c) ? clock_due(&t, book, i, c, now, &end) : MOMENT_MAX;

			if (this == MOMENT_MAX)
				continue;
			late += this < (end != 0 ? end : now);
			if (end == 0 && t.state[last] != ORDER_HELD && (this < due || (this == due && c < first))) {
				due = this;
				first = c;
			}
		}
	}
	while (answered < t.n && t.event[answered].step != STEP_ANSWER && t.event[answered].step != STEP_FINISH)
		answered++;
	answer = answered < t.n ? active(&t, answered) : -1;
	finish = t.state[last] >= ORDER_DONE ? active(&t, last) : -1;
	good = life.state == t.state[last] && life.level == t.event[last].level && order_due(&life, &which) == due &&
	    which == first && order_late(&life, now) == late && order_answer_time(&life) == answer &&
	    order_finish_time(&life) == finish;
	if (good)
		return true;
	for (int i = 0; i < t.n; i++)
		printf("# %" PRId64 " %s %d\n", t.event[i].at, order_steps[t.event[i].step].name, t.event[i].level);
	printf("# at %" PRId64 ": due %" PRId64 ", not %" PRId64 "; late %d, not %d; answer %" PRId64 ", not %" PRId64
	    "; finish %" PRId64 ", not %" PRId64 "\n", now, order_due(&life, &which), due, order_late(&life, now), late,
	    order_answer_time(&life), answer, order_finish_time(&life), finish);
	return false;
}

int
main(void)
{
	static const char *const hosts[] = { "UTC", "America/New_York" };
	struct calendar *calendar = make_calendar();
	const struct order_book book = {
		.service = { .calendar = calendar, .zone = "Asia/Shanghai", .hours = hours, .n_hours = 1 },
	};
	int wrong = 0;

	test_words();
	OK(calendar != NULL);
	if (calendar == NULL)
		return tap_end();
	for (int host = 0; host < 2; host++) {
		setenv("TZ", hosts[host], 1);
		tzset();
		for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
			OK(tell(&book, &stories[i]));
		test_rest(&book);
	}
	for (int i = 0; i < 20000; i++)
		wrong += !roll(&book);
	OK(wrong == 0);
	calendar_free(calendar);
	return tap_end();
}
