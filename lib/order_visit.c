/* Orders posted for a visit are done once it is logged, and not if it is voided. */
#include <stdlib.h>

#include "array.h"
#include "order.h"

/* An order, and the visit that does it. */
struct done {
	struct order_key key;
	const struct order_visit *visit;
	moment_t	 at;
};

struct visited {
	struct db	*db;
	const struct order_visit *visit;
	size_t		 n;
	const char	*zone;
	struct order_book *book;
	struct done	*done;
	size_t		 count, room;
};

/* Whether there is an open order of any household from the first to the last: most
 * often there is none, and then this is all it costs. 1, 0, -1. */
static int
any_open(const struct visited *v)
{
	int64_t first = v->visit[0].household, last = v->visit[v->n - 1].household, one = 0;

	return db_int(v->db, "SELECT 1 FROM work_order WHERE (village, household) >= ($1, $2) AND (village, household) <= ($3, $4)"
	    " AND closed = 0 AND household <> 0 LIMIT 1",
	    ARGS(ARG(ids_village(first)), ARG(ids_serial(first)), ARG(ids_village(last)), ARG(ids_serial(last))), &one);
}

static moment_t
moment_on(day_t day, const char *zone)
{
	return day == moment_today(zone) ? moment_now() : moment_end(day, zone);
}

/* When a visit was made, as an order has it; 0 it was before the order's last step.
 * Of a visit of the same day nobody knows the hour: then the step came first. */
static moment_t
moment_of(const struct visited *v, const struct order_visit *visit, moment_t last)
{
	moment_t at = moment_on(visit->day, v->zone);

	return at >= last ? at : moment_day(last, v->zone, NULL) == visit->day ? last : 0;
}

static int
add(struct visited *v, struct done done)
{
	if (!ARRAY_ROOM(v->done, v->count + 1, v->room))
		return db_no_memory(v->db);
	v->done[v->count++] = done;
	return 0;
}

/* The first visit that does not lie behind the order is the one that does it. */
static int
take(void *arg, struct stmt *row)
{
	struct visited *v = arg;
	moment_t posted = stmt_int(row, 3), last = stmt_int(row, 4);
	const struct order_kind *kind = order_book_kind(v->book, stmt_text(row, 2), moment_day(posted, v->zone, NULL));
	size_t first = (size_t)stmt_int(row, 5);

	if (kind == NULL || !kind->visit)
		return 0;
	for (size_t i = first; i < v->n && v->visit[i].household == v->visit[first].household; i++) {
		moment_t at = moment_of(v, &v->visit[i], last);

		if (at != 0)
			return add(v, (struct done){ { stmt_int(row, 0), stmt_int(row, 1) }, &v->visit[i], at });
	}
	return 0;
}

static struct arg
cell(const void *rows, size_t n, int c)
{
	const struct visited *v = rows;
	int64_t household = v->visit[n].household;

	return arg_int(c == 0 ? ids_village(household) : c == 1 ? ids_serial(household) : (int64_t)n);
}

static int
find_done(struct visited *v)
{
	static const char *const names[] = { "village", "household", "i", NULL };

	if (db_feed(v->db, &(struct feed){ names, "iii", v->n, cell, v }) != 0)
		return -1;
	return db_each(v->db, "SELECT o.village, o.no, o.kind, o.posted, e.at, f.i"
	    " FROM (SELECT village, household, min(i) AS i FROM feed GROUP BY village, household) f"
	    " JOIN work_order o ON o.village = f.village AND o.household BETWEEN f.household AND f.household AND o.closed = 0 AND o.household <> 0"
	    " JOIN order_event e ON e.village = o.village AND e.no = o.no AND e.n = o.step"
	    " ORDER BY o.village, o.no, f.household", NO_ARGS, take, v);
}

/* By who visited; if that one held no post any more, by who does, if anybody does:
 * the visit was made. 1, 0 the law does not let it, -1. */
static int
step(const struct visited *v, const struct done *d, enum order_step step, int64_t run)
{
	char id[IDS_SIZE], why[256];
	struct order_act act = {
		.step = step, .at = d->at, .on = d->visit->day, .chief = d->visit->chief, .anyone = true,
		.note = ids_visit(d->visit->household, d->visit->day, d->visit->no, id),
	};
	enum fault fault;
	int rc = order_do(v->db, v->book, d->key, &act, run, &fault, why);

	if (rc == ORDER_REFUSED && fault == FAULT_CHIEF_POST && act.chief != 0) {
		act.chief = 0;
		rc = order_do(v->db, v->book, d->key, &act, run, &fault, why);
	}
	return rc == ORDER_REFUSED ? 0 : rc;
}

/* Whatever it waits for: of these the law takes those that lead to its end. */
static int
finish(const struct visited *v, const struct done *d, int64_t run)
{
	static const enum order_step way[] = { STEP_RESUME, STEP_TAKE, STEP_FINISH };
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < sizeof(way) / sizeof(way[0]); i++)
		rc = step(v, d, way[i], run);
	return rc;
}

int64_t
order_visited(struct db *db, const struct order_visit *visit, size_t n, const char *zone, int64_t run)
{
	struct visited v = { .db = db, .visit = visit, .n = n, .zone = zone };
	int64_t finished = 0;
	int rc = n == 0 ? 0 : any_open(&v);

	if (rc <= 0)
		return rc;
	v.book = order_book_load(db, zone);
	rc = v.book == NULL ? -1 : find_done(&v);
	for (size_t i = 0; rc == 0 && i < v.count; i++) {
		rc = finish(&v, &v.done[i], run);
		finished += rc > 0;
		rc = rc < 0 ? -1 : 0;
	}
	order_book_free(v.book);
	free(v.done);
	return rc < 0 ? -1 : finished;
}

/* Whichever of the day's visits finished it, none of them counts. */
static int
take_finished(void *arg, struct stmt *row)
{
	struct visited *v = arg;
	int64_t household, no;
	day_t day;

	if (!ids_visit_parse(stmt_text(row, 3), &household, &day, &no) || household != v->visit->household || day != v->visit->day)
		return 0;
	return add(v, (struct done){ { stmt_int(row, 0), stmt_int(row, 1) }, v->visit, stmt_int(row, 2) });
}

/* Whether another visit of the day counts, which did the orders as well. 1, 0, -1. */
static int
other_counts(const struct visited *v)
{
	int64_t one = 0;

	return db_int(v->db, "SELECT 1 FROM visit v WHERE v.village = $1 AND v.household = $2 AND v.day = $3"
	    " AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household"
	    " AND x.day = v.day AND x.no = v.no) LIMIT 1",
	    ARGS(ARG(ids_village(v->visit->household)), ARG(ids_serial(v->visit->household)), ARG(v->visit->day)), &one);
}

/* They came into their state on the day of the visit: that is where they are. */
static int
find_finished(struct visited *v)
{
	return db_each(v->db, "SELECT o.village, o.no, l.at, e.note FROM work_order o"
	    " JOIN order_event l ON l.village = o.village AND l.no = o.no AND l.n = o.step"
	    " JOIN order_event e ON e.village = o.village AND e.no = o.no AND e.n = (SELECT max(f.n) FROM order_event f"
	    " WHERE f.village = o.village AND f.no = o.no AND f.step = 'finish')"
	    " WHERE o.village = $1 AND o.household BETWEEN $2 AND $2 AND o.household <> 0 AND o.closed <> 0 AND o.state = 'done'"
	    " AND o.since BETWEEN $3 AND $4 ORDER BY o.household, o.no",
	    ARGS(ARG(ids_village(v->visit->household)), ARG(ids_serial(v->visit->household)),
	    ARG(moment_at(v->visit->day, 0, v->zone)), ARG(moment_end(v->visit->day, v->zone))), take_finished, v);
}

int64_t
order_unvisited(struct db *db, const struct order_visit *visit, struct text reason, day_t on, const char *zone, int64_t run)
{
	struct visited v = { .db = db, .visit = visit, .n = 1, .zone = zone };
	moment_t now = moment_on(on, zone);
	char why[256];
	enum fault fault;
	int rc = other_counts(&v);

	if (rc == 0)
		rc = find_finished(&v);
	if (rc == 0 && v.count > 0)
		rc = (v.book = order_book_load(db, zone)) == NULL ? -1 : 0;
	for (size_t i = 0; rc == 0 && i < v.count; i++) {
		moment_t at = now > v.done[i].at ? now : v.done[i].at;

		rc = order_do(db, v.book, v.done[i].key, &(struct order_act){
		    .step = STEP_REOPEN, .at = at, .on = moment_day(at, zone, NULL), .note = reason }, run, &fault, why) < 0 ? -1 : 0;
	}
	order_book_free(v.book);
	free(v.done);
	return rc < 0 ? -1 : (int64_t)v.count;
}
