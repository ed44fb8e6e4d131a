/* What is due of the open orders, once rules, days or service hours changed. */
#include <stdlib.h>

#include "array.h"
#include "order_parts.h"

struct change {
	struct order_key key;
	moment_t	 due;
};

struct refresh {
	const struct order_book *book;
	struct order	 order;		/* the one at hand; key.no 0 none */
	moment_t	 due;		/* as it is stored */
	struct change	*change;
	size_t		 n, room;
};

/* The order at hand is over: is it due at another time? */
static int
compare(struct refresh *r)
{
	moment_t due = order_due_of(&r->order.life);

	if (r->order.key.no == 0 || due == r->due)
		return 0;
	if (!ARRAY_ROOM(r->change, r->n + 1, r->room))
		return 1;
	r->change[r->n++] = (struct change){ r->order.key, due };
	return 0;
}

/* village no due kind, then as order_event_of */
static int
take(void *arg, struct stmt *row)
{
	struct refresh *r = arg;
	struct order_key key = { stmt_int(row, 0), stmt_int(row, 1) };
	struct order_event e = order_event_of(row, 4);

	if (key.no != r->order.key.no || key.village != r->order.key.village) {
		if (compare(r) != 0)
			return 1;
		r->order = (struct order){ .key = key };
		r->due = stmt_int(row, 2);
		order_name_kind(&r->order, stmt_text(row, 3));
	}
	order_live(&r->order.life, &e, r->book);
	return 0;
}

static int
store(struct db *db, const struct refresh *r)
{
	struct stmt *stmt = db_prepare(db, "UPDATE work_order SET due = $3 WHERE village = $1 AND no = $2");
	int rc = stmt == NULL ? -1 : 0;

	for (size_t i = 0; i < r->n && rc == 0; i++) {
		rc = stmt_bind(stmt, ARGS(ARG(r->change[i].key.village), ARG(r->change[i].key.no), ARG(r->change[i].due)));
		if (rc == 0)
			rc = stmt_step(stmt);
	}
	stmt_end(stmt);
	return rc;
}

int
order_refresh(struct db *db, const char *zone)
{
	struct order_book *book = order_book_load(db, zone);
	struct refresh r = { .book = book };
	int rc = book == NULL ? -1 : db_each(db, "SELECT o.village, o.no, o.due, o.kind, e.step, e.at, e.level, e.chief, e.score"
	    " FROM village v CROSS JOIN work_order o CROSS JOIN order_event e WHERE o.village = v.village AND o.closed = 0 AND o.due > 0"
	    " AND e.village = o.village AND e.no = o.no ORDER BY o.village, o.no, e.n", NO_ARGS, take, &r);
	if (rc == 0)
		rc = compare(&r);
	if (rc > 0)
		rc = db_no_memory(db);
	if (rc == 0)
		rc = store(db, &r);
	order_book_free(book);
	free(r.change);
	return rc;
}
