/*
 * Orders in: a batch of good rows, by village and day, compared with what is
 * stored and put beside it. New orders are numbered as they were posted.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "order_import_parts.h"

static bool
same_day(const struct history *a, const struct history *b)
{
	return a->village == b->village && a->on == b->on;
}

static int
compare_posted(const void *a, const void *b)
{
	const struct history *p = *(struct history *const *)a, *q = *(struct history *const *)b;
	moment_t x = p->at[HISTORY_POSTED], y = q->at[HISTORY_POSTED];

	return x != y ? (x > y) - (x < y) : (p->line > q->line) - (p->line < q->line);
}

/* Orders to number: first the days, of one village each, then how far each is. */
struct number {
	struct history	**fresh;	/* in their order */
	size_t		 n;
	struct day {
		size_t	 first;		/* of fresh */
		int64_t	 taken;		/* highest number stored */
	}		*day;
	size_t		 days;
};

static struct arg
day_cell(const void *rows, size_t n, int c)
{
	const struct number *x = rows;
	const struct history *h = x->fresh[x->day[n].first];

	return arg_int(c == 0 ? (int64_t)n : c == 1 ? h->village : h->on * IDS_DAY + (c == 2 ? 0 : IDS_DAY));
}

static int
take_highest(void *arg, struct stmt *row)
{
	struct number *x = arg;

	x->day[stmt_int(row, 0)].taken = stmt_int(row, 1);
	return 0;
}

static int
find_highest(struct db *db, struct number *x)
{
	static const char *const names[] = { "n", "village", "lo", "hi", NULL };

	return db_feed(db, &(struct feed){ names, "iiii", x->days, day_cell, x }) != 0 ? -1 : db_each(db,
	    "SELECT f.n, coalesce((SELECT max(w.no) FROM work_order w WHERE w.village = f.village AND w.no > f.lo AND w.no < f.hi), f.lo)"
	    " FROM feed f", NO_ARGS, take_highest, x);
}

/* The next numbers of each day, in the order of posting, then of the file. */
static int
give_numbers(struct db *db, struct history **fresh, size_t n)
{
	struct number x = { .fresh = fresh, .n = n };
	int rc;

	x.day = calloc(n + 1, sizeof(*x.day));
	if (x.day == NULL)
		return db_no_memory(db);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !same_day(fresh[i - 1], fresh[i]))
			x.day[x.days++].first = i;
	x.day[x.days].first = n;
	rc = find_highest(db, &x);
	for (size_t d = 0; rc == 0 && d < x.days; d++) {
		struct day *day = &x.day[d];
		size_t count = day[1].first - day->first;

		if (day->taken % IDS_DAY + (int64_t)count >= IDS_DAY)
			rc = db_fail(db, EXIT_RULE, FAULT_STATE, _("more than %lld orders of one day"), (long long)IDS_DAY - 1);
		qsort(fresh + day->first, count, sizeof(*fresh), compare_posted);
		for (size_t i = day->first; i < day[1].first; i++)
			fresh[i]->no = ++day->taken;
	}
	free(x.day);
	return rc;
}

enum {
	F_VILLAGE, F_NO, F_STATE, F_SINCE, F_CLOSED, F_LEVEL, F_CHIEF, F_ANSWERED, F_SCORE, F_DUE, F_STEP, F_LIFE,
	F_KIND = F_LIFE, F_HOOD, F_HOUSEHOLD, F_TITLE, F_DETAIL, F_PERSON, F_REF, F_POSTED, F_RUN
};
#define LIFE	"village", "no", "state", "since", "closed", "level", "chief", "answered", "score", "due", "step"
#define LIFE_TYPES "iitiiiiiiii"

/* What its events say: what changes with them. */
static struct arg
life_cell(const struct history *h, int c)
{
	switch (c) {
	case F_VILLAGE: return arg_int(h->village);
	case F_NO: return arg_int(h->no);
	case F_STATE: return arg_string(order_states[h->state].name);
	case F_SINCE: return arg_int(h->since);
	case F_CLOSED: return arg_int(h->closed);
	case F_LEVEL: return arg_int(h->at_level);
	case F_CHIEF: return arg_int(h->has_chief ? ids_serial(h->chief) : 0);
	case F_ANSWERED: return arg_int(h->answered);
	case F_SCORE: return arg_int(h->stars);
	case F_DUE: return arg_int(h->due);
	default: return arg_int(h->steps);
	}
}

struct rows {
	struct history	**h;
	int64_t		 run;
};

static struct arg
order_cell(const void *rows, size_t n, int c)
{
	const struct rows *r = rows;
	const struct history *h = r->h[n];

	switch (c) {
	case F_KIND: return arg_string(h->code);
	case F_HOOD: return arg_int(h->hood);
	case F_HOUSEHOLD: return arg_int(ids_serial(h->household));
	case F_TITLE: return arg_text(h->title);
	case F_DETAIL: return arg_text(h->detail);
	case F_PERSON: return arg_text(h->person);
	case F_REF: return arg_text(h->ref);
	case F_POSTED: return arg_int(h->at[HISTORY_POSTED]);
	case F_RUN: return arg_int(r->run);
	default: return life_cell(h, c);
	}
}

static int
insert_orders(struct db *db, struct history **fresh, size_t n, int64_t run)
{
	static const char *const names[] = {
		LIFE, "kind", "hood", "household", "title", "detail", "person", "ref", "posted", "run", NULL,
	};

	return n == 0 ? 0 : db_load(db, "work_order", &(struct feed){ names, LIFE_TYPES "tiittttii", n, order_cell,
	    &(struct rows){ fresh, run } });
}

static int
update_orders(struct db *db, struct history **changed, size_t n)
{
	static const char *const names[] = { LIFE, NULL };
	const struct rows rows = { changed, 0 };

	if (n == 0)
		return 0;
	if (db_feed(db, &(struct feed){ names, LIFE_TYPES, n, order_cell, &rows }) != 0)
		return -1;
	return db_run(db, "UPDATE work_order SET state = f.state, since = f.since, closed = f.closed, level = f.level, chief = f.chief,"
	    " answered = f.answered, score = f.score, due = f.due, step = f.step"
	    " FROM feed f WHERE work_order.village = f.village AND work_order.no = f.no", NO_ARGS) < 0 ? -1 : 0;
}

struct event {
	const struct history	*h;
	int			 n;	/* of its steps, from 0 */
};
struct events {
	struct event	*at;
	size_t		 n;
	int64_t		 run;
};

enum { E_VILLAGE, E_NO, E_N, E_STEP, E_AT, E_LEVEL, E_CHIEF, E_SCORE, E_PERSON, E_NOTE };

static struct arg
event_cell(const void *rows, size_t n, int c)
{
	const struct events *e = rows;
	const struct history *h = e->at[n].h;
	const struct history_step *s = &h->step[e->at[n].n];
	bool confirms = s->step == STEP_CONFIRM;

	switch (c) {
	case E_VILLAGE: return arg_int(h->village);
	case E_NO: return arg_int(h->no);
	case E_N: return arg_int(e->at[n].n + 1);
	case E_STEP: return arg_string(order_steps[s->step].name);
	case E_AT: return arg_int(s->at);
	case E_LEVEL: return arg_int(s->level);
	case E_CHIEF: return arg_int(s->by ? ids_serial(h->chief) : 0);
	case E_SCORE: return arg_int(confirms ? h->stars : 0);
	case E_PERSON: return arg_text(confirms ? h->person : text_of(""));
	case E_NOTE: return arg_text(history_note(h, s));
	default: return arg_int(e->run);
	}
}

/* The events of n orders that are not stored yet. */
static int
insert_events(struct db *db, struct history **h, size_t n, int64_t run)
{
	static const char *const names[] = {
		"village", "no", "n", "step", "at", "level", "chief", "score", "person", "note", "run", NULL,
	};
	struct events e = { .run = run };
	size_t room = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		room += (size_t)(h[i]->steps - h[i]->stored);
	if (room == 0)
		return 0;
	e.at = calloc(room, sizeof(*e.at));
	if (e.at == NULL)
		return db_no_memory(db);
	for (size_t i = 0; i < n; i++)
		for (int k = h[i]->stored; k < h[i]->steps; k++)
			e.at[e.n++] = (struct event){ h[i], k };
	rc = db_load(db, "order_event", &(struct feed){ names, "iiitiiiitti", e.n, event_cell, &e });
	free(e.at);
	return rc;
}

/* New ones from the front of all, those that went on behind them. */
static int
store_batch(struct order_batch *b, struct history **all)
{
	struct db *db = b->db;
	int64_t run = import_run_id(b->im);
	size_t fresh = 0, changed = 0;

	if (history_look_up(b) != 0 || history_match(b) != 0)
		return -1;
	for (size_t i = 0; i < b->n; i++)
		if (b->row[i]->stored == ROW_NEW)
			all[fresh++] = history_of(b->row[i]);
	for (size_t i = 0; i < b->n; i++)
		if (b->row[i]->stored == ROW_CHANGED)
			all[fresh + changed++] = history_of(b->row[i]);
	if (fresh > 0 && give_numbers(db, all, fresh) != 0)
		return -1;
	return insert_orders(db, all, fresh, run) != 0 || update_orders(db, all + fresh, changed) != 0
	    || insert_events(db, all, fresh + changed, run) != 0 ? -1 : 0;
}

int
order_intake_store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct order_batch b = { .im = im, .db = import_db(im), .in = own };
	struct history **all = calloc(n + 1, sizeof(*all));
	int rc = -1;

	b.row = calloc(n + 1, sizeof(*b.row));
	/* Bad ones are looked up too, so that one run tells all that is wrong. */
	for (size_t i = 0; b.row != NULL && i < n; i++)
		if (history_of(&rows[i])->village != 0) {
			history_of(&rows[i])->line = rows[i].line;
			b.row[b.n++] = &rows[i];
		}
	if (all == NULL || b.row == NULL)
		db_no_memory(b.db);
	else
		rc = store_batch(&b, all);
	free(b.row);
	free(all);
	return rc;
}
