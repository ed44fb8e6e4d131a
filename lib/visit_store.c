/*
 * Visits in: sorted by household and day, compared with what is stored, put
 * beside it. What a household's state says of its last visit moves along, once
 * for each household of a batch, and orders posted for a visit are finished.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "floor.h"
#include "order.h"
#include "visit_parts.h"

static int
compare_text(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int rc = n == 0 ? 0 : memcmp(a.at, b.at, n);

	return rc != 0 ? rc : (a.len > b.len) - (a.len < b.len);
}

#define COMPARE(a, b)	(((a) > (b)) - ((a) < (b)))

/* In the order of the log's key, then by all that is said. */
static int
compare_visits(const struct visit *p, const struct visit *q)
{
	int rc = COMPARE(p->household, q->household);

	if (rc == 0)
		rc = COMPARE(p->day, q->day);
	if (rc == 0)
		rc = COMPARE(p->chief, q->chief);
	if (rc == 0)
		rc = compare_text(p->kind, q->kind);
	if (rc == 0)
		rc = compare_text(p->result, q->result);
	return rc != 0 ? rc : compare_text(p->note, q->note);
}

static int
compare_items(const void *a, const void *b)
{
	const struct visit_item *p = a, *q = b;
	int rc = compare_visits(p->v, q->v);

	return rc != 0 ? rc : COMPARE(p->row, q->row);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct visit_item *p = a, *q = b;

	return COMPARE(p->row, q->row);
}

/* The rows that are still good, in order. */
static void
sort(struct visit_batch *b)
{
	size_t n = 0;
	bool ordered = true;

	for (size_t i = 0; i < b->n; i++)
		if (!b->item[i].row->bad) {
			b->item[n] = b->item[i];
			ordered = ordered && (n == 0 || compare_items(&b->item[n - 1], &b->item[n]) < 0);
			n++;
		}
	b->n = n;
	if (!ordered)
		qsort(b->item, n, sizeof(*b->item), compare_items);
}

/* The first item that is not before a visit. */
static size_t
place(const struct visit_batch *b, const struct visit *v)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare_visits(b->item[mid].v, v) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int
take_stored(void *arg, struct stmt *row)
{
	struct visit_batch *b = arg;
	struct visit stored = {
		.household = ids_make(stmt_int(row, 0), stmt_int(row, 1)),
		.day = (day_t)stmt_int(row, 2),
		.chief = INT64_MIN,
	};
	struct visit_item *first = &b->item[place(b, &stored)];
	int64_t no = stmt_int(row, 3), chief = stmt_int(row, 4);

	if (first->taken < no)
		first->taken = no;
	stored.chief = chief == 0 ? 0 : ids_make(stmt_int(row, 0), chief);
	stored.kind = stmt_text(row, 5);
	stored.result = stmt_text(row, 6);
	stored.note = stmt_text(row, 7);
	for (size_t i = place(b, &stored); i < b->n && compare_visits(b->item[i].v, &stored) == 0; i++)
		if (stmt_int(row, 8) != import_run_id(b->im))
			b->item[i].row->stored = ROW_SAME;
		else if (!b->item[i].row->bad)	/* an earlier batch of this file had it */
			import_fault(b->im, b->item[i].row, NULL, (struct text){ 0 }, FAULT_DUPLICATE);
	return 0;
}

enum { F_VILLAGE, F_HOUSEHOLD, F_DAY, F_NO, F_CHIEF, F_KIND, F_RESULT, F_NOTE };
static const char *const visit_feed[] = { "village", "household", "day", "no", "chief", "kind", "result", "note", "run", NULL };

/* What a cell needs: the items, and the run that stores them. */
struct visit_rows {
	const struct visit_item	*item;
	int64_t			 run;
};

static struct arg
visit_cell(const void *rows, size_t n, int c)
{
	const struct visit_rows *r = rows;
	const struct visit *v = r->item[n].v;

	switch (c) {
	case F_VILLAGE: return arg_int(ids_village(v->household));
	case F_HOUSEHOLD: return arg_int(ids_serial(v->household));
	case F_DAY: return arg_int(v->day);
	case F_NO: return arg_int(v->no);
	case F_CHIEF: return arg_int(ids_serial(v->chief));
	case F_KIND: return arg_text(v->kind);
	case F_RESULT: return arg_text(v->result);
	case F_NOTE: return arg_text(v->note);
	default: return arg_int(r->run);
	}
}

static int
insert_visits(struct visit_batch *b)
{
	const struct visit_rows rows = { b->item, import_run_id(b->im) };

	return db_load(b->db, "visit", &(struct feed){ visit_feed, "iiiiittti", b->n, visit_cell, &rows });
}

static struct arg
day_cell(const void *rows, size_t n, int c)
{
	const struct visit *v = ((const struct visit_item *)rows)[n].v;

	return arg_int(c == 0 ? ids_village(v->household) : c == 1 ? ids_serial(v->household) : v->day);
}

static bool
same_day(const struct visit_item *a, const struct visit_item *b)
{
	return a->v->household == b->v->household && a->v->day == b->v->day;
}

/* Whether there are visits to any household from the first of the batch to its
 * last: in the first import of a log there are none. 1, 0, -1. */
static int
any_stored(const struct visit_batch *b)
{
	int64_t first = b->item[0].v->household, last = b->item[b->n - 1].v->household, any = 0;

	return db_int(b->db, "SELECT 1 FROM visit WHERE (village, household) >= ($1, $2) AND (village, household) <= ($3, $4) LIMIT 1",
	    ARGS(ARG(ids_village(first)), ARG(ids_serial(first)), ARG(ids_village(last)), ARG(ids_serial(last))), &any);
}

/* What is stored of the days at hand. */
static int
find_stored(struct visit_batch *b)
{
	static const char *const names[] = { "village", "household", "day", NULL };
	struct visit_item *day;
	size_t days = 0;
	int rc;

	if (b->n == 0 || (rc = any_stored(b)) <= 0)
		return b->n == 0 ? 0 : rc;
	day = calloc(b->n, sizeof(*day));
	if (day == NULL)
		return db_no_memory(b->db);
	for (size_t i = 0; i < b->n; i++)
		if (i == 0 || !same_day(&b->item[i - 1], &b->item[i]))
			day[days++] = b->item[i];
	rc = db_feed(b->db, &(struct feed){ names, "iii", days, day_cell, day });
	if (rc == 0)
		rc = db_each(b->db, "SELECT v.village, v.household, v.day, v.no, v.chief, v.kind, v.result, v.note, v.run"
		    " FROM feed f JOIN visit v ON v.village = f.village AND v.household = f.household AND v.day = f.day",
		    NO_ARGS, take_stored, b);
	free(day);
	return rc;
}

/* Those that are stored already, or stand twice in the file, leave the batch;
 * the others of a day are numbered as they stand in the file. */
static int
find_new(struct visit_batch *b)
{
	size_t n = 0, next;

	if (find_stored(b) != 0)
		return -1;
	for (size_t i = 0; i < b->n; i = next) {
		int64_t taken = b->item[i].taken;
		size_t first = n;

		for (next = i; next < b->n && same_day(&b->item[i], &b->item[next]); next++) {
			struct import_row *row = b->item[next].row;

			if (!row->bad && row->stored == ROW_NEW && n > first && compare_visits(b->item[n - 1].v, b->item[next].v) == 0)
				import_fault(b->im, row, NULL, (struct text){ 0 }, FAULT_DUPLICATE);
			if (!row->bad && row->stored == ROW_NEW)
				b->item[n++] = b->item[next];
		}
		if (n - first > 1)
			qsort(b->item + first, n - first, sizeof(*b->item), compare_rows);
		for (size_t k = first; k < n; k++)
			b->item[k].v->no = ++taken;
	}
	b->n = n;
	return 0;
}

static struct arg
moved_cell(const void *rows, size_t n, int c)
{
	const struct state *s = &((const struct visit_home *)rows)[n].state;

	return arg_int(c == 0 ? s->village : c == 1 ? s->household : c == 2 ? s->visited : s->next);
}

/* The last visit of the households, and what follows from it. */
static int
move_homes(struct visit_batch *b)
{
	static const char *const names[] = { "village", "household", "visited", "next", NULL };
	size_t moved = 0, h = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct state *s;

		while (ids_make(b->home[h].state.village, b->home[h].state.household) != b->item[i].v->household)
			h++;
		s = &b->home[h].state;
		if (b->item[i].v->day > s->visited) {
			s->visited = b->item[i].v->day;
			b->home[h].moved = true;
		}
	}
	for (h = 0; h < b->homes; h++)
		if (b->home[h].moved) {
			struct state *s = &b->home[h].state;

			s->next = floor_day(b->in->ever, b->in->calendar, s->class_no, s->tags, s->since, s->visited, s->first);
			b->home[moved++] = b->home[h];
		}
	if (moved == 0)
		return 0;
	if (db_feed(b->db, &(struct feed){ names, "iiii", moved, moved_cell, b->home }) != 0)
		return -1;
	return db_run(b->db, "UPDATE household SET visited = f.visited, next = f.next FROM feed f"
	    " WHERE household.village = f.village AND household.household = f.household", NO_ARGS) < 0 ? -1 : 0;
}

/* The latest day of each village moves on to its latest visit's. */
static int
move_latest(struct visit_batch *b)
{
	for (size_t i = 0; i < b->n;) {
		int64_t village = ids_village(b->item[i].v->household);
		day_t latest = 0;

		for (; i < b->n && ids_village(b->item[i].v->household) == village; i++)
			if (b->item[i].v->day > latest)
				latest = b->item[i].v->day;
		if (db_run(b->db, "UPDATE village SET latest = $2 WHERE village = $1 AND latest < $2",
		    ARGS(ARG(village), ARG(latest))) < 0)
			return -1;
	}
	return 0;
}

/* Orders that were posted for these visits are done. */
static int
finish_orders(struct visit_batch *b)
{
	struct order_visit *visit = calloc(b->n, sizeof(*visit));
	int64_t rc;

	if (visit == NULL)
		return db_no_memory(b->db);
	for (size_t i = 0; i < b->n; i++) {
		const struct visit *v = b->item[i].v;

		visit[i] = (struct order_visit){ v->household, v->chief, v->day, v->no };
	}
	rc = order_visited(b->db, visit, b->n, import_zone(b->im), import_run_id(b->im));
	free(visit);
	return rc < 0 ? -1 : 0;
}

static int
store_batch(struct visit_batch *b)
{
	if (visit_look_up(b) != 0)
		return -1;
	sort(b);
	if (find_new(b) != 0)
		return -1;
	if (b->n == 0)
		return 0;
	if (insert_visits(b) != 0)
		return -1;
	return move_homes(b) == 0 && move_latest(b) == 0 && finish_orders(b) == 0 ? 0 : -1;
}

static int
by_household(const void *a, const void *b)
{
	const struct visit_item *p = a, *q = b;
	int rc = COMPARE(p->v->household, q->v->household);

	return rc != 0 ? rc : COMPARE(p->row->line, q->row->line);
}

/* The rows that name a household, by household. Bad ones are looked up too, so
 * that one run tells all that is wrong with them; a bad row may stand anywhere. */
static void
gather(struct visit_batch *b, struct import_row *rows, size_t n)
{
	bool ordered = true;

	for (size_t i = 0; i < n; i++) {
		struct visit *v = rows[i].rec;

		if (v->household == 0)
			continue;
		ordered = ordered && (b->n == 0 || b->item[b->n - 1].v->household <= v->household);
		b->item[b->n++] = (struct visit_item){ .row = &rows[i], .v = v };
	}
	if (!ordered)
		qsort(b->item, b->n, sizeof(*b->item), by_household);
}

int
visit_intake_store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct visit_batch b = { .im = im, .db = import_db(im), .in = own };
	int rc = -1;

	b.item = calloc(n + 1, sizeof(*b.item));
	b.home = calloc(n + 1, sizeof(*b.home));
	if (b.item != NULL)
		gather(&b, rows, n);
	if (b.item == NULL || b.home == NULL)
		db_no_memory(b.db);
	else
		rc = store_batch(&b);
	post_map_free(b.posts);
	free(b.item);
	free(b.home);
	return rc;
}
