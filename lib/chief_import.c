/* Rosters of chiefs. The post decides: who holds it is the person of the row. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "chief_parts.h"

struct own {
	struct area_map	*areas;
	struct asker	 asker;
};

static int
begin(struct import *im, const bool given[], void **arg)
{
	struct own *own = calloc(1, sizeof(*own));

	(void)given;
	*arg = own;
	if (own == NULL)
		return db_no_memory(import_db(im));
	own->asker.db = import_db(im);
	own->areas = area_map_load(import_db(im), 0);
	return own->areas == NULL ? -1 : 0;
}

static int
check(struct import *im, void *arg, struct import_row *row)
{
	const struct own *own = arg;
	struct chief_row *c = row->rec;
	enum fault fault = area_map_find(own->areas, c->area, import_area(im), &c->id);
	int level = fault == FAULT_NONE ? area_map_level(own->areas, c->id) : -1;

	if (fault != FAULT_NONE)
		import_fault(im, row, "area", c->area, fault);
	else if (level < LEVEL_PIECE)
		import_fault(im, row, "area", c->area, FAULT_AREA_LEVEL);
	else if (c->role.len > 0 && level != area_level(c->role))
		import_fault(im, row, "role", (struct text){ 0 }, FAULT_AREA_LEVEL);
	if (c->elected > import_today(im))
		import_fault(im, row, "elected", (struct text){ 0 }, FAULT_DATE_FUTURE);
	return 0;
}

static int64_t
key(const void *rec)
{
	return ((const struct chief_row *)rec)->id;
}

static int
elect(struct own *own, const struct chief_row *c, day_t day, int64_t run)
{
	struct election e = { .area = c->id, .name = c->name, .phone = c->phone, .party = c->party };
	int64_t serial = ask_person(&own->asker, &e, run);

	return serial < 0 || ask(&own->asker, ASK_ELECT, ARGS(ARG(ids_village(c->id)), ARG(ids_serial(c->id)),
	    ARG(serial), ARG(day), ARG(c->electors), ARG(run)), NULL, 0) < 0 ? -1 : 0;
}

/* The new values of who holds the post already. A later day is another
 * election, and the post before it ends; an earlier one is a correction. */
static int
update(struct own *own, const struct chief_row *c, const struct post *held, int64_t run)
{
	int64_t village = ids_village(c->id), sub = ids_serial(c->id);
	struct asker *a = &own->asker;
	int64_t first = c->elected == 0 ? held->first : c->elected;

	if (ask_card(a, ids_make(village, held->chief), c->phone, c->party, run) != 0)
		return -1;
	if (first <= held->first)
		return ask_redate(a, c->id, held->first, first, c->electors, run);
	return ask_end_post(a, c->id, held->first, day_add((day_t)first, -1), "re-elected", run) != 0
	    || ask(a, ASK_ELECT, ARGS(ARG(village), ARG(sub), ARG(held->chief), ARG(first), ARG(c->electors), ARG(run)),
	    NULL, 0) < 0 ? -1 : 0;
}

static int
settle(struct import *im, struct own *own, struct import_row *row)
{
	const struct chief_row *c = row->rec;
	day_t day = c->elected == 0 ? import_today(im) : c->elected;
	int64_t run = import_run_id(im), same[2] = { 0 };
	struct post held;
	int rc = ask_post(&own->asker, c->id, day, &held);

	if (rc == 0) {
		row->stored = ROW_NEW;
		return elect(own, c, day, run);
	}
	if (rc < 0 || ask(&own->asker, ASK_SAME, ARGS(ARG(ids_village(c->id)), ARG(held.chief), ARG(c->name),
	    ARG(c->phone), ARG(c->party)), same, 2) < 0)
		return -1;
	if (held.run == run && same[0])
		import_fault(im, row, "area", c->area, FAULT_DUPLICATE);
	else if (!same[0])
		import_fault(im, row, "area", c->area, FAULT_POST_TAKEN);
	else if (same[1] && (c->elected == 0 || c->elected == held.first) && (c->electors == 0 || c->electors == held.electors))
		row->stored = ROW_SAME;
	else if (import_duplicate(im) == DUPLICATE_ERROR || held.last != DAY_MAX)
		import_fault(im, row, NULL, c->name, FAULT_EXISTS);
	else if (import_duplicate(im) == DUPLICATE_SKIP)
		row->stored = ROW_SKIPPED;
	else {
		row->stored = ROW_CHANGED;
		return update(own, c, &held, run);
	}
	return 0;
}

static int
store(struct import *im, void *arg, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!rows[i].bad && settle(im, arg, &rows[i]) != 0)
			return -1;
	return 0;
}

static void
free_own(void *arg)
{
	struct own *own = arg;

	ask_end(&own->asker);
	area_map_free(own->areas);
	free(own);
}

const struct entity chief_entity = {
	.name = "chief",
	.cols = chief_cols,
	.size = sizeof(struct chief_row),
	.begin = begin,
	.check = check,
	.key = key,
	.store = store,
	.free = free_own,
};
