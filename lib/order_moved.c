/* What became of orders in a period. */
#include "order_parts.h"

/* Village by village: its key leads all others. */
#define ORDERS " FROM village v CROSS JOIN work_order o"
#define IN_RANGE \
    " WHERE v.village BETWEEN $1 AND $2 AND o.village = v.village AND o.hood BETWEEN $3 AND $4"

/* A step that moves an order leaves its mark: since is not before it, so that what
 * rests since an earlier day is not read. An answer moves nothing: of those open all
 * are, of the others those closed since, each state by itself, or SQLite reads all. */
#define MOVED " AND o.state IN ('open', 'taken', 'held', 'done', 'confirmed', 'cancelled') AND o.since >= $5"
#define ANSWERED(which) \
    " UNION ALL SELECT o.village, o.hood, 'answered', o.answered" ORDERS IN_RANGE " AND " which " AND o.answered BETWEEN $5 AND $6"
#define CLOSED(state)	ANSWERED("o.state = '" state "' AND o.since >= $5")

static const char moved_sql[] =
    "SELECT o.village, o.hood, e.step, max(e.at)" ORDERS " CROSS JOIN order_event e" IN_RANGE MOVED
    " AND e.village = o.village AND e.no = o.no AND e.at BETWEEN $5 AND $6 AND e.step IN ('post', 'take', 'finish', 'escalate')"
    " GROUP BY o.village, o.no, o.hood, e.step"
    ANSWERED("o.closed = 0") CLOSED("done") CLOSED("confirmed") CLOSED("cancelled");

struct telling {
	const char	*zone;
	int		 (*f)(void *, int64_t, enum order_move, day_t);
	void		*arg;
};

static int
take(void *arg, struct stmt *row)
{
	static const struct { const char *step; enum order_move move; } known[] = {
		{ "post", MOVE_POSTED }, { "take", MOVE_TAKEN }, { "answered", MOVE_ANSWERED },
		{ "finish", MOVE_FINISHED }, { "escalate", MOVE_ESCALATED },
	};
	const struct telling *t = arg;
	int64_t area = ids_make(stmt_int(row, 0), stmt_int(row, 1));

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(stmt_text(row, 2), known[i].step))
			return t->f(t->arg, area, known[i].move, moment_day(stmt_int(row, 3), t->zone, NULL));
	return 0;
}

int
order_moved(struct db *db, const char *zone, const struct area_range *r, day_t since, day_t until,
    int (*f)(void *arg, int64_t area, enum order_move, day_t), void *arg)
{
	struct telling t = { zone, f, arg };

	return db_each(db, moved_sql, ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi),
	    ARG(moment_at(since, 0, zone)), ARG(moment_end(until, zone))), take, &t);
}
