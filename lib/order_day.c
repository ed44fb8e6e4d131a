/* What became of orders on a day. */
#include "order_parts.h"

const char *const order_day_words[ORDER_DAY] = {
	"posted", "taken", "answered", "finished", "escalated", "open", "overdue",
};

/* Village by village: its key leads all others. */
#define ORDERS " FROM village v CROSS JOIN work_order o"
#define IN_RANGE \
    " WHERE v.village BETWEEN $1 AND $2 AND o.village = v.village AND o.hood BETWEEN $3 AND $4"

/* A step that moves an order leaves its mark: since is not before it, so that what
 * rests since an earlier day is not read. An answer moves nothing. */
#define MOVED " AND o.state IN ('open', 'taken', 'held', 'done', 'confirmed', 'cancelled') AND o.since >= $5"
#define RESTS " AND o.closed = 0 AND o.since < $5"

static const char day_sql[] =
    "SELECT o.village, e.step, count(DISTINCT o.no)" ORDERS " CROSS JOIN order_event e" IN_RANGE MOVED
    " AND e.village = o.village AND e.no = o.no AND e.at BETWEEN $5 AND $6 GROUP BY o.village, e.step"
    " UNION ALL SELECT o.village, 'answered', count(*)" ORDERS IN_RANGE MOVED " AND o.answered BETWEEN $5 AND $6 GROUP BY o.village"
    " UNION ALL SELECT o.village, 'answered', count(*)" ORDERS IN_RANGE RESTS " AND o.answered BETWEEN $5 AND $6 GROUP BY o.village";

struct counting {
	moment_t at;
	int	 (*f)(void *, int64_t, enum order_day, int64_t);
	void	*arg;
};

static int
take(void *arg, struct stmt *row)
{
	static const struct { const char *step; enum order_day what; } known[] = {
		{ "post", ORDER_DAY_POSTED }, { "take", ORDER_DAY_TAKEN }, { "answered", ORDER_DAY_ANSWERED },
		{ "finish", ORDER_DAY_FINISHED }, { "escalate", ORDER_DAY_ESCALATED },
	};
	const struct counting *c = arg;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(stmt_text(row, 1), known[i].step))
			return c->f(c->arg, stmt_int(row, 0), known[i].what, stmt_int(row, 2));
	return 0;
}

static int
take_open(void *arg, const struct order_told *o)
{
	const struct counting *c = arg;
	int rc;

	if (o->life.closed != 0)
		return 0;
	rc = c->f(c->arg, o->key.village, ORDER_DAY_OPEN, 1);
	return rc == 0 && order_due_of(&o->life) < c->at ? c->f(c->arg, o->key.village, ORDER_DAY_OVERDUE, 1) : rc;
}

int
order_day(struct db *db, const char *zone, const struct area_range *r, day_t on,
    int (*f)(void *arg, int64_t village, enum order_day, int64_t n), void *arg)
{
	moment_t first = moment_at(on, 0, zone), last = moment_end(on, zone);
	struct counting c = { on == moment_today(zone) ? moment_now() : last, f, arg };
	struct order_book *book = order_book_load(db, zone);
	int rc = book == NULL ? -1 : db_each(db, day_sql,
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(first), ARG(last)), take, &c);

	if (rc == 0)
		rc = order_each(db, book, r, first, last, last, take_open, &c);
	order_book_free(book);
	return rc;
}
