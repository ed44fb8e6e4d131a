/* Whether what is stored of orders is what their steps say, and what they are about
 * is there. */
#define _GNU_SOURCE
#include <stdio.h>

#include "order_parts.h"

/* Columns of the question below. Of the order itself those of a row are what its
 * steps say besides, in the order of is_said(); from the step on it is an event. */
enum { VILLAGE, NO, KIND, STATE, ROW, ROW_END = ROW + 9, N = ROW_END, STEP };
static const char orders_sql[] =
    "SELECT o.village, o.no, o.kind, o.state, o.since, o.closed, o.level, o.chief, o.answered, o.score, o.due, o.step, o.posted,"
    " e.n, e.step, e.at, e.level, e.chief, e.score"
    " FROM work_order o JOIN order_event e ON e.village = o.village AND e.no = o.no ORDER BY o.village, o.no, e.n";

struct checking {
	const struct order_book *book;
	int		 (*f)(void *, char, struct order_key, const char *, const char *);
	void		*arg;
	struct order_key key;		/* of the order at hand; no 0: none yet */
	char		 kind[RULE_CODE], state[16];
	int64_t		 row[ROW_END - ROW];
	struct order_life life;
	int64_t		 steps;
	bool		 broken;	/* they cannot be so */
};

static void
copy(char *buf, size_t size, struct text t)
{
	snprintf(buf, size, "%.*s", (int)t.len, t.at);
}

static void
begin(struct checking *c, struct stmt *row)
{
	c->key = (struct order_key){ stmt_int(row, VILLAGE), stmt_int(row, NO) };
	copy(c->kind, sizeof(c->kind), stmt_text(row, KIND));
	copy(c->state, sizeof(c->state), stmt_text(row, STATE));
	for (int i = ROW; i < ROW_END; i++)
		c->row[i - ROW] = stmt_int(row, i);
	c->life = (struct order_life){ .kind = text_of(c->kind) };
	c->steps = 0;
	c->broken = false;
}

/* Whether the row says what the steps do. */
static bool
is_said(const struct checking *c)
{
	const struct order_life *l = &c->life;
	enum order_clock which;
	const int64_t said[] = {
		l->since, l->closed, l->level, l->chief, l->answered, l->score, order_due(l, &which), c->steps, l->posted,
	};

	_Static_assert(sizeof(said) == sizeof(c->row), "one for each column");
	return memcmp(said, c->row, sizeof(said)) == 0 && strcmp(c->state, order_states[l->state].name) == 0;
}

static int
judge(struct checking *c)
{
	if (c->key.no == 0)
		return 0;
	if (c->broken)
		return c->f(c->arg, 'O', c->key, "order-steps", _("its steps cannot have followed one another"));
	return is_said(c) ? 0 : c->f(c->arg, 'O', c->key, "order-state", _("what it is kept to be is not what its steps say"));
}

static void
live(struct checking *c, struct stmt *row)
{
	struct order_event e = order_event_of(row, STEP);

	c->broken = e.step == STEPS || stmt_int(row, N) != c->steps + 1 || e.at < c->life.last
	    || (c->steps == 0 ? e.step != STEP_POST : !order_legal(c->life.state, e.step));
	if (c->broken)
		return;
	order_live(&c->life, &e, c->book);
	c->steps++;
}

static int
take(void *arg, struct stmt *row)
{
	struct checking *c = arg;
	int rc = 0;

	if (c->key.no != stmt_int(row, NO) || c->key.village != stmt_int(row, VILLAGE)) {
		rc = judge(c);
		begin(c, row);
	}
	if (!c->broken)
		live(c, row);
	return rc;
}

/* Each SELECT gives what is wrong, village and number, in order. */
static const struct {
	char		 letter;	/* of ids_dated */
	const char	*code, *words, *sql;
} questions[] = {
	{ 'O', "order-empty", N_("it has no steps, not even that it was posted"),
	  "SELECT o.village, o.no FROM work_order o WHERE NOT EXISTS"
	  " (SELECT 1 FROM order_event e WHERE e.village = o.village AND e.no = o.no) ORDER BY 1, 2" },
	{ 'O', "order-area", N_("the area it is about is not known"),
	  "SELECT o.village, o.no FROM work_order o WHERE NOT EXISTS"
	  " (SELECT 1 FROM area a WHERE a.village = o.village AND a.sub = o.hood) ORDER BY 1, 2" },
	{ 'O', "order-household", N_("the household it is about is not on the register"),
	  "SELECT o.village, o.no FROM work_order o WHERE o.household <> 0 AND NOT EXISTS"
	  " (SELECT 1 FROM household h WHERE h.village = o.village AND h.household = o.household) ORDER BY 1, 2" },
	{ 'O', "order-kind", N_("its kind is in no rule"),
	  "SELECT o.village, o.no FROM work_order o WHERE NOT EXISTS"
	  " (SELECT 1 FROM rule r WHERE r.kind = 'order' AND r.rule = o.kind) ORDER BY 1, 2" },
	{ 'O', "order-chief", N_("a chief who took a step of it is not known"),
	  "SELECT DISTINCT e.village, e.no FROM order_event e WHERE e.chief <> 0 AND NOT EXISTS"
	  " (SELECT 1 FROM chief c WHERE c.village = e.village AND c.chief = e.chief) ORDER BY 1, 2" },
	{ 'A', "activity-area", N_("the area that holds it is not known"),
	  "SELECT t.village, t.no FROM activity t WHERE NOT EXISTS"
	  " (SELECT 1 FROM area a WHERE a.village = t.village AND a.sub = t.sub) ORDER BY 1, 2" },
	{ 'A', "activity-kind", N_("its kind is in no rule"),
	  "SELECT t.village, t.no FROM activity t WHERE NOT EXISTS"
	  " (SELECT 1 FROM rule r WHERE r.kind = 'activity' AND r.rule = t.kind) ORDER BY 1, 2" },
	{ 'A', "activity-order", N_("an order that was made of an issue of it is not there"),
	  "SELECT DISTINCT i.village, i.no FROM issue i WHERE i.posted <> 0 AND NOT EXISTS"
	  " (SELECT 1 FROM work_order o WHERE o.village = i.village AND o.no = i.posted) ORDER BY 1, 2" },
};

struct asking {
	const struct checking *c;
	size_t	 question;
};

static int
put(void *arg, struct stmt *row)
{
	const struct asking *a = arg;

	return a->c->f(a->c->arg, questions[a->question].letter, (struct order_key){ stmt_int(row, 0), stmt_int(row, 1) },
	    questions[a->question].code, _(questions[a->question].words));
}

int
order_check(struct db *db, const char *zone,
    int (*f)(void *, char, struct order_key, const char *, const char *), void *arg)
{
	struct order_book *book = order_book_load(db, zone);
	struct checking c = { .book = book, .f = f, .arg = arg };
	struct asking a = { .c = &c };
	int rc = book == NULL ? -1 : db_each(db, orders_sql, NO_ARGS, take, &c);

	if (rc == 0)
		rc = judge(&c);
	for (; rc == 0 && a.question < sizeof(questions) / sizeof(questions[0]); a.question++)
		rc = db_each(db, questions[a.question].sql, NO_ARGS, put, &a);
	order_book_free(book);
	return rc;
}
