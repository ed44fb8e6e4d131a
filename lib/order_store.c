/*
 * Posting, and the steps after it. An event is added, and what the row of the
 * order says besides is computed again from all of them: a few, found by key.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>

#include "order_parts.h"
#include "state.h"

static enum order_step
step_of(struct text word)
{
	enum order_step step = STEP_POST;

	while (step < STEPS && !text_is(word, order_steps[step].name))
		step++;
	return step;
}

struct order_event
order_event_of(struct stmt *row, int column)
{
	return (struct order_event){
		.step = step_of(stmt_text(row, column)), .at = stmt_int(row, column + 1), .level = (int)stmt_int(row, column + 2),
		.chief = stmt_int(row, column + 3), .score = (int)stmt_int(row, column + 4),
	};
}

struct each {
	int	 (*f)(void *, const struct order_event *);
	void	*arg;
};

static int
take_event(void *arg, struct stmt *row)
{
	const struct each *each = arg;
	struct order_event e = order_event_of(row, 0);

	return each->f(each->arg, &e);
}

int
order_each_event(struct db *db, struct order_key key, int (*f)(void *, const struct order_event *), void *arg)
{
	return db_each(db, "SELECT step, at, level, chief, score FROM order_event WHERE village = $1 AND no = $2 ORDER BY n",
	    ARGS(ARG(key.village), ARG(key.no)), take_event, &(struct each){ f, arg });
}

void
order_name_kind(struct order *o, struct text kind)
{
	size_t n = kind.len < sizeof(o->kind) ? kind.len : sizeof(o->kind);

	memcpy(o->kind, kind.at, n);
	o->life.kind = (struct text){ o->kind, n };
}

/* What an order's row says of what does not change. */
static int
take_order(void *arg, struct stmt *row)
{
	struct order *o = arg;

	o->hood = stmt_int(row, 0);
	o->household = stmt_int(row, 1);
	order_name_kind(o, stmt_text(row, 2));
	return 1;
}

struct living {
	struct order	*order;
	const struct order_book *book;
};

static int
live(void *arg, const struct order_event *e)
{
	const struct living *l = arg;

	order_live(&l->order->life, e, l->book);
	l->order->events++;
	return 0;
}

int
order_begin(struct db *db, struct order_key key, struct order *o)
{
	*o = (struct order){ .key = key };
	return db_each(db, "SELECT hood, household, kind FROM work_order WHERE village = $1 AND no = $2",
	    ARGS(ARG(key.village), ARG(key.no)), take_order, o);
}

int
order_load(struct db *db, const struct order_book *book, struct order_key key, struct order *o)
{
	int rc = order_begin(db, key, o);

	return rc > 0 && order_each_event(db, key, live, &(struct living){ o, book }) < 0 ? -1 : rc;
}

/* Who holds the posts over an area on a day, by level; 0 nobody. */
struct ladder {
	int64_t	chief[8];
};

static int
level_of(int64_t sub)
{
	return sub == 0 ? LEVEL_VILLAGE : sub % 10000 == 0 ? LEVEL_PIECE : sub % 100 == 0 ? LEVEL_GROUP : LEVEL_HOOD;
}

static int
take_post(void *arg, struct stmt *row)
{
	struct ladder *l = arg;

	l->chief[level_of(stmt_int(row, 0))] = stmt_int(row, 1);
	return 0;
}

static int
read_ladder(struct db *db, int64_t village, int64_t hood, day_t on, struct ladder *l)
{
	*l = (struct ladder){ { 0 } };
	return hood == 0 ? 0 : db_each(db, "SELECT sub, chief FROM post WHERE village = $1 AND (sub = $2 OR sub = $3 OR sub = $4)"
	    " AND sub <> 0 AND first <= $5 AND last >= $5 ORDER BY sub, first",
	    ARGS(ARG(village), ARG(hood), ARG(hood / 100 * 100), ARG(hood / 10000 * 10000), ARG(on)), take_post, l);
}

/* Steps that go together: the first one, and the vacant posts it skips. */
struct steps {
	struct order_event at[LEVEL_HOOD];
	int		 n;
};

static void
skip_vacant(struct steps *s, const struct ladder *l)
{
	for (struct order_event e = s->at[0]; e.level > LEVEL_VILLAGE && l->chief[e.level] == 0;) {
		e = (struct order_event){ .step = STEP_SKIP, .at = e.at, .level = e.level - 1 };
		s->at[s->n++] = e;
	}
}

static void
live_all(struct order *o, const struct order_book *book, const struct steps *s)
{
	for (int i = 0; i < s->n; i++)
		live(&(struct living){ o, book }, &s->at[i]);
}

/* They are the last of those the order has lived; person and note are the first
 * one's. */
static int
add_events(struct db *db, const struct order *o, const struct steps *s, struct text person, struct text note, int64_t run)
{
	const struct text none = { 0 };

	for (int i = 0; i < s->n; i++)
		if (db_run(db, "INSERT INTO order_event (village, no, n, step, at, level, chief, score, person, note, run)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(ARG(o->key.village), ARG(o->key.no), ARG(o->events - s->n + 1 + i), ARG(order_steps[s->at[i].step].name),
		    ARG(s->at[i].at), ARG(s->at[i].level), ARG(s->at[i].chief), ARG(s->at[i].score),
		    ARG(i == 0 ? person : none), ARG(i == 0 ? note : none), ARG(run))) < 0)
			return -1;
	return 0;
}

moment_t
order_due_of(const struct order_life *life)
{
	enum order_clock which;

	return order_due(life, &which);
}

/* What the row of an order says of its life. */
static int
project(struct db *db, const struct order *o)
{
	const struct order_life *l = &o->life;

	return db_run(db, "UPDATE work_order SET state = $3, since = $4, closed = $5, level = $6, chief = $7, answered = $8,"
	    " score = $9, due = $10, step = $11 WHERE village = $1 AND no = $2",
	    ARGS(ARG(o->key.village), ARG(o->key.no), ARG(order_states[l->state].name), ARG(l->since), ARG(l->closed),
	    ARG(l->level), ARG(l->chief), ARG(l->answered), ARG(l->score), ARG(order_due_of(l)), ARG(o->events))) < 0 ? -1 : 0;
}

static int
insert(struct db *db, const struct order *o, const struct order_post *p, int64_t alike, int64_t run)
{
	const struct order_life *l = &o->life;

	return db_run(db, "INSERT INTO work_order (village, no, kind, hood, household, title, detail, person, ref, alike,"
	    " posted, state, since, closed, level, chief, answered, score, due, step, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, 'open', $10, 0, $11, 0, 0, 0, $12, $13, $14)",
	    ARGS(ARG(o->key.village), ARG(o->key.no), ARG(p->kind), ARG(o->hood), ARG(o->household), ARG(p->title), ARG(p->detail),
	    ARG(p->person), ARG(alike), ARG(p->at), ARG(l->level), ARG(order_due_of(l)), ARG(o->events), ARG(run))) < 0 ? -1 : 0;
}

/* The next number of the day. */
static int
next_no(struct db *db, int64_t village, day_t on, int64_t *no)
{
	int64_t day = on * IDS_DAY;

	return db_int(db, "SELECT coalesce(max(no), $2) + 1 FROM work_order WHERE village = $1 AND no BETWEEN $2 AND $3",
	    ARGS(ARG(village), ARG(day), ARG(day + IDS_DAY - 1)), no) < 0 ? -1 : 0;
}

int
order_home(struct db *db, int64_t household, day_t on, int64_t *area)
{
	int64_t hood = 0;
	int rc = db_int(db, "SELECT " STATE_HOOD " FROM household h WHERE h.village = $2 AND h.household = $3 AND h.last >= $1",
	    ARGS(ARG(on), ARG(ids_village(household)), ARG(ids_serial(household))), &hood);

	*area = ids_make(ids_village(household), hood);
	return rc;
}

int
order_post(struct db *db, const struct order_book *book, const struct order_post *p, int64_t run,
    struct order_key *key, struct order_key *like)
{
	int64_t village = ids_village(p->area);
	struct steps s = { .at = { { .step = STEP_POST, .at = p->at, .level = level_of(ids_serial(p->area)) } }, .n = 1 };
	struct order o = { .hood = ids_serial(p->area), .household = ids_serial(p->household), .life.kind = text_of(p->kind) };
	struct ladder l;
	int rc = 0;

	*key = *like = (struct order_key){ village, 0 };
	if (p->visit && p->household != 0)
		rc = db_int(db, "SELECT no FROM work_order WHERE village = $1 AND household BETWEEN $2 AND $2 AND household <> 0"
		    " AND closed = 0 AND kind = $3 ORDER BY household, no LIMIT 1", ARGS(ARG(village), ARG(o.household), ARG(p->kind)), &key->no);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if ((!p->visit && order_find_like(db, village, o.hood, p->kind, p->title, p->at, like) < 0)
	    || read_ladder(db, village, o.hood, p->on, &l) < 0 || next_no(db, village, p->on, &key->no) != 0)
		return -1;
	o.key = *key;
	skip_vacant(&s, &l);
	live_all(&o, book, &s);
	return insert(db, &o, p, like->no, run) != 0 || add_events(db, &o, &s, (struct text){ 0 }, (struct text){ 0 }, run) != 0 ? -1 : 1;
}

/* A step that is to be taken. */
struct doing {
	struct db	*db;
	const struct order_book *book;
	const struct order_act *act;
	struct order	 order;
	struct ladder	 ladder;
	enum fault	*fault;
	char		*why;		/* 256 bytes */
};

static int __attribute__((format(printf, 3, 4)))
refuse(struct doing *d, enum fault fault, const char *fmt, ...)
{
	char id[IDS_SIZE], words[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	*d->fault = fault;
	snprintf(d->why, 256, "%s %s", ids_dated(d->order.key.village, 'O', d->order.key.no, id).at, words);
	return ORDER_REFUSED;
}

static int
refuse_state(struct doing *d)
{
	enum order_state state = d->order.life.state;
	char legal[128];

	return refuse(d, FAULT_ORDER_STEP, _("is %s: %s cannot be done; %s can"),
	    order_states[state].name, order_steps[d->act->step].name, order_legal_words(state, legal));
}

/* 1 he holds a post in the village that day, 0 he does not, -1. */
static int
in_post(struct doing *d, int64_t chief)
{
	int64_t one = 0;

	return db_int(d->db, "SELECT 1 FROM post WHERE village = $1 AND chief = $2 AND first <= $3 AND last >= $3 LIMIT 1",
	    ARGS(ARG(d->order.key.village), ARG(chief), ARG(d->act->on)), &one);
}

/* Whether a step is the work of who has the order. Who else took it is not known. */
static bool
is_his(enum order_step step)
{
	return step != STEP_CONFIRM && step != STEP_REOPEN && step != STEP_ESCALATE && step != STEP_CANCEL && step != STEP_NOTE;
}

/* Who takes the step: the one named; who has taken the order, if still in post;
 * who holds the post of its level. Village and town are offices. 0, or as order_do. */
static int
find_chief(struct doing *d, int64_t *chief)
{
	const struct order_life *life = &d->order.life;
	char id[IDS_SIZE], day[11];
	int rc;

	*chief = ids_serial(d->act->chief);
	if (*chief != 0) {
		rc = ids_village(d->act->chief) != d->order.key.village ? 0 : in_post(d, *chief);
		return rc > 0 ? 0 : rc < 0 ? -1 : refuse(d, FAULT_CHIEF_POST, _("is not for %s: no post in the village on %s"),
		    ids_chief(d->act->chief, id).at, day_text(d->act->on, day));
	}
	if (!is_his(d->act->step))
		return 0;
	rc = life->chief == 0 ? 0 : in_post(d, life->chief);
	*chief = rc > 0 ? life->chief : d->ladder.chief[life->level];
	if (rc < 0)
		return -1;
	return d->act->step != STEP_TAKE || *chief != 0 || life->level <= LEVEL_VILLAGE || d->act->anyone ? 0
	    : refuse(d, FAULT_CHIEF_POST, _("has nobody in post at its level, %s, on %s"), ids_level[life->level], day_text(d->act->on, day));
}

/* What the law of steps does not say. 0, or as order_do. */
static int
check(struct doing *d)
{
	const struct order_act *a = d->act;
	const struct order_life *life = &d->order.life;
	char last[26];

	if (!order_legal(life->state, a->step) || a->step == STEP_POST || a->step == STEP_SKIP)
		return refuse_state(d);
	if (a->at < life->last)
		return refuse(d, FAULT_ORDER_TIME, _("had its last step at %s"), moment_text(life->last, d->book->service.zone, last));
	if (a->step == STEP_ESCALATE && life->level <= LEVEL_TOWN)
		return refuse(d, FAULT_ORDER_TOP, _("is at the town: there is nobody above it"));
	if (a->step == STEP_CONFIRM && d->order.household == 0 && a->person.len == 0)
		return refuse(d, FAULT_CONFIRM_NOBODY, _("has no household that could confirm it"));
	return 0;
}

/* Whether one of its clocks has run out and somebody is above it. */
static bool
rises(const struct order_life *life, moment_t at)
{
	return order_legal(life->state, STEP_ESCALATE) && life->level > LEVEL_TOWN && order_due_of(life) < at;
}

static int
take_step(struct doing *d, int64_t run)
{
	const struct order_act *a = d->act;
	struct order *o = &d->order;
	struct steps s = { .at = { { .step = a->step, .at = a->at, .level = o->life.level - (a->step == STEP_ESCALATE), .score = a->score } }, .n = 1 };
	int rc = find_chief(d, &s.at[0].chief);

	if (rc != 0)
		return rc;
	if (a->step == STEP_ESCALATE)
		skip_vacant(&s, &d->ladder);
	live_all(o, d->book, &s);
	return add_events(d->db, o, &s, a->person, a->note, run) != 0 || project(d->db, o) != 0 ? -1 : 1;
}

int
order_do(struct db *db, const struct order_book *book, struct order_key key, const struct order_act *act, int64_t run,
    enum fault *fault, char why[static 256])
{
	struct doing d = { .db = db, .book = book, .act = act, .fault = fault, .why = why };
	int rc = order_load(db, book, key, &d.order);
	char id[IDS_SIZE];

	if (rc < 0)
		return -1;
	if (rc == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("order %s"), ids_dated(key.village, 'O', key.no, id).at);
	if (act->if_overdue && !rises(&d.order.life, act->at))
		return 0;
	rc = check(&d);
	if (rc == 0 && read_ladder(db, key.village, d.order.hood, act->on, &d.ladder) < 0)
		rc = -1;
	return rc != 0 ? rc : take_step(&d, run);
}

int
order_settle(struct db *db, const struct order_book *book, struct order_key key)
{
	struct order o;
	int rc = order_load(db, book, key, &o);

	return rc < 0 || (rc > 0 && project(db, &o) != 0) ? -1 : 0;
}
