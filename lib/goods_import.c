/* Lists of goods: a row is goods of a village's shop, by name. */
#include <stdlib.h>

#include "goods.h"

static int
begin(struct import *im, const bool given[], void **own)
{
	(void)given;
	*own = area_map_load(import_db(im), import_today(im));
	return *own == NULL ? -1 : 0;
}

static void
find_shop(struct import *im, const struct area_map *areas, struct import_row *row)
{
	struct goods_row *r = row->rec;
	bool named = r->area.len == 0 && r->village_name.len > 0;
	enum fault fault = named ? area_map_path(areas, &r->village_name, 1, import_area(im), &r->shop)
	    : area_map_find(areas, r->area, import_area(im), &r->shop);

	if (fault == FAULT_AREA_MISSING && import_area(im) != 0) {
		r->shop = import_area(im);
		fault = FAULT_NONE;
	}
	if (fault == FAULT_NONE && area_map_level(areas, r->shop) != LEVEL_VILLAGE)
		fault = FAULT_AREA_LEVEL;
	if (fault != FAULT_NONE)
		import_fault(im, row, named ? "area_name" : "area", (struct text){ 0 }, fault);
	else if (!named && r->village_name.len > 0 && area_map_denies(areas, r->shop, r->village_name))
		import_fault(im, row, "area_name", (struct text){ 0 }, FAULT_AREA_OTHER);
}

static int
check(struct import *im, void *own, struct import_row *row)
{
	struct goods_row *r = row->rec;

	find_shop(im, own, row);
	r->card.on = import_today(im);
	if (r->card.name.len >= GOODS_NAME)
		import_fault(im, row, "name", (struct text){ 0 }, FAULT_TEXT_SIZE);
	if (r->card.unit.len >= GOODS_NAME)
		import_fault(im, row, "unit", (struct text){ 0 }, FAULT_TEXT_SIZE);
	if (r->card.points < 1 || r->card.points > GOODS_MOST)
		import_fault(im, row, "points", (struct text){ 0 }, FAULT_AMOUNT);
	if (r->card.stock < 0 || r->card.stock > GOODS_MOST)
		import_fault(im, row, "stock", (struct text){ 0 }, FAULT_AMOUNT);
	return 0;
}

static int64_t
key(const void *rec)
{
	return ((const struct goods_row *)rec)->shop;
}

/* What they are called already: their stock is no longer the file's to say. */
static int
store_known(struct import *im, struct import_row *row, int64_t goods, int64_t run)
{
	const struct goods_row *r = row->rec;
	struct goods_offer now;

	if (goods_offer(import_db(im), goods, r->card.on, &now) < 0)
		return -1;
	if (now.run == run)
		import_fault(im, row, "name", (struct text){ 0 }, FAULT_DUPLICATE);
	else if (now.points == r->card.points && (r->card.unit.len == 0 || text_is(r->card.unit, now.unit)))
		row->stored = ROW_SAME;
	else if (import_duplicate(im) == DUPLICATE_ERROR)
		import_fault(im, row, now.points == r->card.points ? "unit" : "points", (struct text){ 0 }, FAULT_EXISTS);
	else if (import_duplicate(im) == DUPLICATE_SKIP)
		row->stored = ROW_SKIPPED;
	else if (r->card.on < now.first)
		import_fault_why(im, row, "name", FAULT_GOODS_UNKNOWN, N_("is offered from a later day on"));
	else if (goods_set(import_db(im), goods, &r->card, run) >= 0)
		row->stored = ROW_CHANGED;
	else if (db_fault(import_db(im)) == FAULT_STATE) {	/* nothing was changed */
		db_forgive(import_db(im));
		import_fault_why(im, row, "points", FAULT_STATE, N_("exchanges were made at the price of that day; set it from a later day on"));
	} else
		return -1;
	return 0;
}

static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	(void)own;
	for (size_t i = 0; i < n; i++) {
		const struct goods_row *r = rows[i].rec;
		int64_t run, goods;
		int rc;

		if (rows[i].bad)
			continue;
		run = import_run_id(im);
		rc = run < 0 ? -1 : goods_named(import_db(im), ids_village(r->shop), r->card.name, r->card.on, &goods);
		if (rc == 0) {
			rows[i].stored = ROW_NEW;
			rc = goods_add(import_db(im), ids_village(r->shop), &r->card, run, &goods);
		} else if (rc > 0)
			rc = store_known(im, &rows[i], goods, run);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static void
free_areas(void *own)
{
	area_map_free(own);
}

const struct entity goods_entity = {
	.name = "goods",
	.cols = goods_cols,
	.size = sizeof(struct goods_row),
	.begin = begin,
	.check = check,
	.key = key,
	.store = store,
	.free = free_areas,
};
