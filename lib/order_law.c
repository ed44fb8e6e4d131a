#define _GNU_SOURCE
#include "order_law.h"

const struct word order_states[] = {
	[ORDER_OPEN] = { "open", "待接单 未接单 待办 待处理 待受理 已派单" },
	[ORDER_TAKEN] = { "taken", "已接单 办理中 处理中 在办 已受理" },
	[ORDER_HELD] = { "held", "已挂起 挂起 暂停 已暂停" },
	[ORDER_DONE] = { "done", "已办结 办结 已完成 完成 已办理 已解决 待评价" },
	[ORDER_CONFIRMED] = { "confirmed", "已确认 已评价 已回访 已评单" },
	[ORDER_CANCELLED] = { "cancelled", "已取消 取消 作废 已作废 撤销 已撤销" },
	{ NULL, NULL },
};

const struct word order_steps[] = {
	[STEP_POST] = { "post", "发单 点单 派单 登记" },
	[STEP_TAKE] = { "take", "接单 受理 签收" },
	[STEP_ANSWER] = { "answer", "答复 回复 首联" },
	[STEP_FINISH] = { "finish", "办结 完成 回单" },
	[STEP_CONFIRM] = { "confirm", "确认 评单 评价 回访" },
	[STEP_REOPEN] = { "reopen", "重办 重开 退回重办" },
	[STEP_RELEASE] = { "release", "退单 退回" },
	[STEP_HOLD] = { "hold", "挂起 暂停" },
	[STEP_RESUME] = { "resume", "解挂 恢复" },
	[STEP_ESCALATE] = { "escalate", "上报 上交" },
	[STEP_SKIP] = { "skip", "空缺上移 跳过" },
	[STEP_CANCEL] = { "cancel", "取消 撤销 撤单 作废" },
	[STEP_NOTE] = { "note", "备注 批注" },
	{ NULL, NULL },
};

#define IN(state) (1u << ORDER_##state)

/* The states each step may be taken from. */
static const unsigned legal[STEPS] = {
	[STEP_TAKE] = IN(OPEN),
	[STEP_ANSWER] = IN(OPEN) | IN(TAKEN) | IN(HELD),
	[STEP_FINISH] = IN(TAKEN),
	[STEP_CONFIRM] = IN(DONE),
	[STEP_REOPEN] = IN(DONE) | IN(CONFIRMED) | IN(CANCELLED),
	[STEP_RELEASE] = IN(TAKEN),
	[STEP_HOLD] = IN(OPEN) | IN(TAKEN),
	[STEP_RESUME] = IN(HELD),
	[STEP_ESCALATE] = IN(OPEN) | IN(TAKEN),
	[STEP_SKIP] = IN(OPEN),
	[STEP_CANCEL] = IN(OPEN) | IN(TAKEN) | IN(HELD),
	[STEP_NOTE] = ~0u,
};

bool
order_legal(enum order_state state, enum order_step step)
{
	return (legal[step] >> state & 1) != 0;
}

const char *
order_legal_words(enum order_state state, char buf[static 128])
{
	char *p = buf;

	for (enum order_step step = STEP_TAKE; step < STEPS; step++)
		if (step != STEP_SKIP && order_legal(state, step)) {
			if (p > buf)
				p = stpcpy(p, ", ");
			p = stpcpy(p, order_steps[step].name);
		}
	return buf;
}

/* The moment up to which its clocks have run. */
static moment_t
run_to(const struct order_life *life, moment_t at)
{
	return life->state == ORDER_HELD && life->held_since < at ? life->held_since : at;
}

static bool
is_late(const struct order_life *life, const struct clock *c, moment_t at)
{
	return clock_runs(c) && c->due < run_to(life, at);
}

/* What a hold that ends now, or a clock that stops within it, is moved on by. */
static void
move_on(const struct order_life *life, struct clock *c, moment_t to, const struct service *s)
{
	if (clock_runs(c))
		c->due = deadline_held(&c->rule->deadline, s, c->due, life->held_since, to);
}

static void
stop(struct order_life *life, enum order_clock which, moment_t at, const struct service *s)
{
	struct clock *c = &life->clock[which];

	if (!clock_runs(c))
		return;
	life->missed += is_late(life, c, at);
	if (life->state == ORDER_HELD)
		move_on(life, c, at, s);
	c->stopped = at;
}

static void
start(struct order_life *life, enum order_clock which, moment_t at, const struct order_book *book)
{
	struct clock *c = &life->clock[which];

	stop(life, which, at, &book->service);
	*c = (struct clock){
		.rule = order_book_deadline(book, life->kind, life->level, which,
		    moment_day(at, book->service.zone, NULL)),
		.started = at,
	};
	if (c->rule != NULL)
		c->due = deadline_due(&c->rule->deadline, &book->service, at);
}

/* All clocks anew, as it is open at a level; nobody has taken it there. */
static void
open_at(struct order_life *life, const struct order_event *e, const struct order_book *book)
{
	life->state = ORDER_OPEN;
	life->level = e->level;
	life->chief = 0;
	start(life, CLOCK_TAKE, e->at, book);
	if (life->answered == 0)
		start(life, CLOCK_ANSWER, e->at, book);
	start(life, CLOCK_FINISH, e->at, book);
}

static void
answer(struct order_life *life, moment_t at, const struct service *s)
{
	if (life->answered != 0)
		return;
	stop(life, CLOCK_ANSWER, at, s);
	life->answered = at;
	life->idle_unanswered = life->held + life->idle;
	if (life->state == ORDER_HELD)
		life->idle_unanswered += at - life->held_since;
}

static void
close_at(struct order_life *life, enum order_state state, moment_t at, const struct service *s)
{
	for (enum order_clock which = CLOCK_TAKE; which < CLOCKS; which++)
		stop(life, which, at, s);
	if (life->state == ORDER_HELD)
		life->held += at - life->held_since;
	life->state = state;
	life->closed = at;
}

static void
post(struct order_life *life, const struct order_event *e, const struct order_book *book)
{
	life->posted = e->at;
	life->first_level = e->level;
	open_at(life, e, book);
}

static void
skip(struct order_life *life, const struct order_event *e, const struct order_book *book)
{
	if (e->at == life->posted && life->escalated == 0)
		life->first_level = e->level;
	life->skipped++;
	open_at(life, e, book);
}

static void
take(struct order_life *life, const struct order_event *e, const struct service *s)
{
	stop(life, CLOCK_TAKE, e->at, s);
	life->state = ORDER_TAKEN;
	life->chief = e->chief;
	if (life->taken == 0)
		life->taken = e->at;
}

static void
reopen(struct order_life *life, const struct order_event *e, const struct order_book *book)
{
	life->idle += e->at - life->closed;
	life->closed = 0;
	life->score = 0;
	life->reopened++;
	open_at(life, e, book);
}

static void
resume(struct order_life *life, moment_t at, const struct service *s)
{
	for (enum order_clock which = CLOCK_TAKE; which < CLOCKS; which++)
		move_on(life, &life->clock[which], at, s);
	life->held += at - life->held_since;
	life->state = life->before;
}

void
order_live(struct order_life *life, const struct order_event *e, const struct order_book *book)
{
	const struct service *s = &book->service;

	life->last = e->at;
	switch (e->step) {
	case STEP_POST:
		post(life, e, book);
		break;
	case STEP_TAKE:
		take(life, e, s);
		break;
	case STEP_ANSWER:
		answer(life, e->at, s);
		return;
	case STEP_FINISH:
		answer(life, e->at, s);
		close_at(life, ORDER_DONE, e->at, s);
		break;
	case STEP_CONFIRM:
		life->state = ORDER_CONFIRMED;
		life->score = e->score;
		break;
	case STEP_REOPEN:
		reopen(life, e, book);
		break;
	case STEP_RELEASE:
		life->state = ORDER_OPEN;
		life->chief = 0;
		start(life, CLOCK_TAKE, e->at, book);
		break;
	case STEP_HOLD:
		life->before = life->state;
		life->state = ORDER_HELD;
		life->held_since = e->at;
		break;
	case STEP_RESUME:
		resume(life, e->at, s);
		break;
	case STEP_ESCALATE:
		life->escalated++;
		open_at(life, e, book);
		break;
	case STEP_SKIP:
		skip(life, e, book);
		break;
	case STEP_CANCEL:
		close_at(life, ORDER_CANCELLED, e->at, s);
		break;
	default:
		return;
	}
	life->since = e->at;
}

moment_t
order_due(const struct order_life *life, enum order_clock *which)
{
	moment_t due = MOMENT_MAX;

	if (life->state == ORDER_HELD)
		return MOMENT_MAX;
	for (enum order_clock i = CLOCK_TAKE; i < CLOCKS; i++)
		if (clock_runs(&life->clock[i]) && life->clock[i].due < due) {
			due = life->clock[i].due;
			*which = i;
		}
	return due;
}

int
order_late(const struct order_life *life, moment_t at)
{
	int late = life->missed;

	for (enum order_clock i = CLOCK_TAKE; i < CLOCKS; i++)
		late += is_late(life, &life->clock[i], at);
	return late;
}

int64_t
order_answer_time(const struct order_life *life)
{
	return life->answered == 0 ? -1 : life->answered - life->posted - life->idle_unanswered;
}

int64_t
order_finish_time(const struct order_life *life)
{
	return life->closed == 0 ? -1 : life->closed - life->posted - life->held - life->idle;
}
