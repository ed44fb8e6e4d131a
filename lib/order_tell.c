/*
 * What orders say, as of a moment: their events, in order, through order_live.
 * Which orders are asked is found by index; the history behind them is not read.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "order_parts.h"

enum { VILLAGE, NO, HOOD, HOUSEHOLD, TITLE, KIND, N, STEP };

/*
 * Rows of the enum above, by village, number and N; behind STEP is the whole
 * event. A village is a seek of its own: no key is led by anything else. The
 * plus signs keep SQLite from other ways: from asking the events for a range of
 * numbers, and open orders for an area or in the order of their numbers.
 */
#define ORDERS(no) "SELECT v.village, " no ", w.hood, w.household, w.title, w.kind, e.n, e.step, e.at, e.level, e.chief, e.score" \
    " FROM village v CROSS JOIN work_order w CROSS JOIN order_event e" \
    " WHERE v.village BETWEEN $1 AND $2 AND w.village = v.village AND +w.hood BETWEEN $3 AND $4" \
    " AND e.village = v.village AND e.no = +w.no AND e.at <= $5"
#define SORTED " ORDER BY 1, 2, 7"

#define POSTED ORDERS("w.no") " AND w.no BETWEEN $6 AND $7 AND w.no < $10 AND w.posted BETWEEN $8 AND $9"

#define NOT_POSTED " AND (w.posted < $8 OR w.posted > $9)"
#define CLOSED(state) " UNION ALL " ORDERS("e.no") " AND w.state = '" state "' AND w.since > $5 AND +w.no < $10" NOT_POSTED

/* What is closed now, and was not then, came into its state since, posted before. */
#define OPEN " UNION ALL " ORDERS("e.no") " AND w.closed = 0 AND w.due > 0" NOT_POSTED \
    CLOSED("done") CLOSED("confirmed") CLOSED("cancelled")

#define OVERDUE ORDERS("e.no") " AND w.closed = 0 AND w.due < $6"

struct telling {
	const struct order_book *book;
	moment_t	 since, until;
	bool		 open;		/* closed ones of outside the period are not told */
	int		 (*f)(void *, const struct order_told *);
	void		*arg;
	struct order_told told;		/* the one at hand; key.no 0: none yet */
	char		*words;		/* its title, and its kind behind it */
	size_t		 room;
	bool		 no_memory;
};

static int
tell(struct telling *t)
{
	struct order_told *told = &t->told;

	if (told->key.no == 0)
		return 0;
	told->in_period = told->life.posted >= t->since && told->life.posted <= t->until;
	return t->open && !told->in_period && told->life.closed != 0 ? 0 : t->f(t->arg, told);
}

/* The row's words outlive the row. */
static int
begin(struct telling *t, struct stmt *row)
{
	struct text title = stmt_text(row, TITLE), kind = stmt_text(row, KIND);
	size_t need = title.len + kind.len + 1;

	if (need > t->room) {
		char *more = realloc(t->words, 2 * need);

		if (more == NULL) {
			t->no_memory = true;
			return 1;
		}
		t->words = more;
		t->room = 2 * need;
	}
	memcpy(t->words, title.at, title.len);
	memcpy(t->words + title.len, kind.at, kind.len);
	t->told = (struct order_told){
		.key = { stmt_int(row, VILLAGE), stmt_int(row, NO) },
		.hood = stmt_int(row, HOOD),
		.household = stmt_int(row, HOUSEHOLD),
		.title = { t->words, title.len },
		.life.kind = { t->words + title.len, kind.len },
	};
	return 0;
}

static int
take(void *arg, struct stmt *row)
{
	struct telling *t = arg;
	struct order_event e = order_event_of(row, STEP);
	int rc;

	if (t->told.key.no != stmt_int(row, NO) || t->told.key.village != stmt_int(row, VILLAGE)) {
		if ((rc = tell(t)) != 0 || (rc = begin(t, row)) != 0)
			return rc;
	}
	order_live(&t->told.life, &e, t->book);
	return 0;
}

static int
tell_all(struct telling *t, struct db *db, const char *sql, const struct arg *args)
{
	int rc = db_each(db, sql, args, take, t);

	if (rc == 0)
		rc = tell(t);
	if (t->no_memory)
		rc = db_no_memory(db);
	free(t->words);
	return rc;
}

int
order_each(struct db *db, const struct order_book *book, const struct area_range *r, moment_t since, moment_t until,
    moment_t known, int (*f)(void *, const struct order_told *), void *arg)
{
	struct telling t = { .book = book, .since = since, .until = until, .open = true, .f = f, .arg = arg };

	return tell_all(&t, db, POSTED OPEN SORTED,
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(known),
	    ARG(order_number_around(since, -1)), ARG(order_number_around(until, 2)), ARG(since), ARG(until),
	    ARG(order_number_around(known, 2))));
}

int
order_each_late(struct db *db, const struct order_book *book, const struct area_range *r, moment_t at,
    int (*f)(void *, const struct order_told *), void *arg)
{
	struct telling t = { .book = book, .until = MOMENT_MAX, .f = f, .arg = arg };

	return tell_all(&t, db, OVERDUE SORTED,
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(MOMENT_MAX), ARG(at)));
}
