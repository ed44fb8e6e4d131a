/* Visits in: what each row means, before anything is stored. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "visit_parts.h"

static void
intake_free(void *own)
{
	struct visit_intake *in = own;

	if (in == NULL)
		return;
	rulebook_free(in->ever);
	calendar_free(in->calendar);
	stmt_end(in->chief);
	free(in);
}

static int
intake_begin(struct import *im, const bool given[], void **own)
{
	struct db *db = import_db(im);
	struct visit_intake *in = calloc(1, sizeof(*in));

	(void)given;
	*own = in;
	if (in == NULL)
		return db_no_memory(db);
	in->ever = rulebook_load(db, 0);
	in->calendar = calendar_load(db);
	in->chief = db_prepare(db, "SELECT 1 FROM chief WHERE village = $1 AND chief = $2");
	return in->ever == NULL || in->calendar == NULL || in->chief == NULL ? -1 : 0;
}

static int
intake_check(struct import *im, void *own, struct import_row *row)
{
	struct visit *v = row->rec;

	(void)own;
	if (v->kind.len == 0)
		v->kind = text_of(visit_kinds[0].name);
	if (v->household != 0 && ids_village(v->household) == 0)
		v->household = ids_make(ids_village(import_area(im)), ids_serial(v->household));
	if (v->household != 0 && ids_village(v->household) == 0)
		import_fault(im, row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_SHORT);
	if (v->day > import_today(im))
		import_fault(im, row, "day", (struct text){ 0 }, FAULT_DATE_FUTURE);
	return 0;
}

static int64_t
intake_key(const void *rec)
{
	return ((const struct visit *)rec)->household;
}

static struct arg
home_cell(const void *rows, size_t n, int c)
{
	const struct state *s = &((const struct visit_home *)rows)[n].state;

	return arg_int(c == 0 ? s->village : s->household);
}

static int
take_state(void *arg, struct stmt *row)
{
	struct visit_batch *b = arg;
	int64_t village = stmt_int(row, 0), household = stmt_int(row, 1);
	size_t lo = 0, hi = b->homes;
	struct state *s;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		s = &b->home[mid].state;
		if (s->village < village || (s->village == village && s->household < household))
			lo = mid + 1;
		else
			hi = mid;
	}
	b->home[lo].found = true;
	s = &b->home[lo].state;
	s->hood = stmt_int(row, 2);
	s->class_no = (int)stmt_int(row, 3);
	s->tags = (uint64_t)stmt_int(row, 4);
	s->since = (day_t)stmt_int(row, 5);
	s->visited = (day_t)stmt_int(row, 6);
	s->next = (day_t)stmt_int(row, 7);
	s->first = (day_t)stmt_int(row, 8);
	s->last = (day_t)stmt_int(row, 9);
	return 0;
}

/* The households of the batch as they stand. Rows come by household. */
static int
load_homes(struct visit_batch *b)
{
	static const char *const names[] = { "village", "household", NULL };
	int64_t last = 0;

	for (size_t i = 0; i < b->n; last = b->item[i++].v->household)
		if (b->item[i].v->household != last)
			b->home[b->homes++] = (struct visit_home){
				.state = { .village = ids_village(b->item[i].v->household), .household = ids_serial(b->item[i].v->household) },
				.items = i,
			};
	b->home[b->homes].items = b->n;
	if (db_feed(b->db, &(struct feed){ names, "ii", b->homes, home_cell, b->home }) != 0)
		return -1;
	return db_each(b->db, "SELECT h.village, h.household, h.hood, h.class, h.tags, h.since, h.visited, h.next, h.first, h.last"
	    " FROM feed f JOIN household h ON h.village = f.village AND h.household = f.household", NO_ARGS, take_state, b);
}

static int
chief_exists(struct visit_intake *in, int64_t village, int64_t chief)
{
	int rc;

	if (ids_village(chief) != village)
		return 0;
	if (chief == in->known)
		return 1;
	rc = stmt_bind(in->chief, ARGS(ARG(village), ARG(ids_serial(chief))));
	if (rc == 0 && (rc = stmt_step(in->chief)) == 1)
		in->known = chief;
	return rc;
}

/* Loaded for each batch: its villages are locked now, and were not before. */
static int
load_posts(struct visit_batch *b)
{
	const struct area_range r = {
		.village_lo = ids_village(b->item[0].v->household), .village_hi = ids_village(b->item[b->n - 1].v->household),
	};

	if (b->posts == NULL)
		b->posts = post_map_load(b->db, &r, import_today(b->im));
	return b->posts == NULL ? -1 : 0;
}

/* The chief a row means: by number; or by name, then rather the household's own. */
static int
find_chief(struct visit_batch *b, const struct visit_home *home, struct visit_item *item)
{
	struct visit *v = item->v;
	int64_t village = home->state.village;
	struct text own;
	int rc;

	if (v->chief != 0) {
		if (ids_village(v->chief) == 0)
			v->chief = ids_make(village, ids_serial(v->chief));
		rc = chief_exists(b->in, village, v->chief);
		if (rc == 0)
			import_fault(b->im, item->row, "chief", (struct text){ 0 }, FAULT_CHIEF_UNKNOWN);
		return rc < 0 ? -1 : 0;
	}
	if (v->chief_name.len == 0)
		return 0;
	if (load_posts(b) != 0)
		return -1;
	v->chief = post_map_chief(b->posts, village, home->state.hood, &own);
	if (v->chief == 0 || !text_equal(own, v->chief_name))
		v->chief = post_map_named(b->posts, village, v->chief_name);
	if (v->chief <= 0)
		import_fault(b->im, item->row, "chief_name", (struct text){ 0 },
		    v->chief < 0 ? FAULT_AMBIGUOUS : FAULT_CHIEF_UNKNOWN);
	return 0;
}

int
visit_look_up(struct visit_batch *b)
{
	if (load_homes(b) != 0)
		return -1;
	for (size_t h = 0; h < b->homes; h++)
		for (size_t i = b->home[h].items; i < b->home[h + 1].items; i++)
			if (!b->home[h].found)
				import_fault(b->im, b->item[i].row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_UNKNOWN);
			else if (b->item[i].v->day > b->home[h].state.last)
				import_fault(b->im, b->item[i].row, "day", (struct text){ 0 }, FAULT_CLOSED);
			else if (find_chief(b, &b->home[h], &b->item[i]) != 0)
				return -1;
	return 0;
}

const struct entity visit_entity = {
	.name = "visit",
	.cols = visit_cols,
	.size = sizeof(struct visit),
	.begin = intake_begin,
	.check = intake_check,
	.apart = true,
	.key = intake_key,
	.store = visit_intake_store,
	.free = intake_free,
};
