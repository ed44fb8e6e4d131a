/* Rosters in: what each row means, before anything is stored. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "floor.h"
#include "household_parts.h"

static bool
has(const struct intake *in, const char *column)
{
	return in->given[col_find(household_cols, column) - household_cols];
}

static void
intake_free(void *own)
{
	struct intake *in = own;

	if (in == NULL)
		return;
	rulebook_free(in->book);
	rulebook_free(in->ever);
	calendar_free(in->calendar);
	area_map_free(in->areas);
	free(in);
}

static int
intake_begin(struct import *im, const bool given[], void **own)
{
	struct db *db = import_db(im);
	struct intake *in = calloc(1, sizeof(*in));

	*own = in;
	if (in == NULL)
		return db_no_memory(db);
	memcpy(in->given, given, col_count(household_cols) * sizeof(*given));
	in->persons = has(in, "relation");
	in->heads = has(in, "head") || has(in, "name");
	place_columns_given(household_cols, given, &in->where);
	in->places = has(in, "area");
	for (int n = 0; n < PLACES; n++)
		in->places |= in->where.given[n];
	in->twice = has(in, "sex") || has(in, "birth") || has(in, "age");
	in->village_lo = INT64_MAX;
	if (in->persons && !has(in, "household"))
		return db_fail(db, EXIT_REFUSED, FAULT_HEADING_NEEDED, _("household, to tell which persons live together: H1, H2 .. will do, with -A"));
	if (!in->heads && (in->persons || !has(in, "household")))
		return db_fail(db, EXIT_REFUSED, FAULT_HEADING_NEEDED, _("head, or name"));
	in->book = rulebook_load(db, import_today(im));
	in->ever = rulebook_load(db, 0);
	in->calendar = calendar_load(db);
	in->where.areas = in->areas = area_map_load(db, import_today(im));
	in->where.within = import_area(im);
	return in->book == NULL || in->ever == NULL || in->calendar == NULL || in->areas == NULL ? -1 : 0;
}

/* Where it is: by the row, or by -A. Who is stored already need not say it. */
static bool
find_place(struct import *im, struct intake *in, struct import_row *row, struct roster *r)
{
	int64_t area = 0;
	const char *column;
	enum fault fault = place_find(&in->where, r->area, r->place, &area, &column);

	r->placed = PLACE_GIVEN;
	if (fault == FAULT_AREA_MISSING && in->where.within != 0) {
		area = in->where.within;
		r->placed = PLACE_DEFAULT;
		column = "area";
		fault = area_map_level(in->areas, area) < 4 ? FAULT_AREA_LEVEL : FAULT_NONE;
	} else if (fault == FAULT_AREA_MISSING && r->household != 0 && (r->person || !in->places)) {
		r->placed = PLACE_NONE;
		if (ids_village(r->household) == 0)
			import_fault(im, row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_SHORT);
		return true;
	}
	if (fault != FAULT_NONE) {
		import_fault(im, row, column, r->area, fault);
		return false;
	}
	for (int n = 0; n < PLACES; n++)
		if (place_denied(&in->where, r->area, r->place[n], area))
			import_fault(im, row, place_columns[n], (struct text){ 0 }, FAULT_AREA_OTHER);
	if (r->household != 0 && ids_village(r->household) == 0)
		r->household = ids_make(ids_village(area), ids_serial(r->household));
	if (r->household != 0 && ids_village(r->household) != ids_village(area)) {
		import_fault(im, row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_VILLAGE);
		return false;
	}
	r->hood = ids_serial(area);
	r->id = r->household != 0 ? r->household : ids_make(ids_village(area), 0);
	return true;
}

static void
find_head(struct import *im, struct intake *in, struct import_row *row, struct roster *r)
{
	if (in->persons)
		r->person = r->relation.len > 0 && !text_is(r->relation, "head");
	if (!r->person && r->name.len > 0)
		r->head = r->name;
	if (in->heads && (r->person ? r->name.len == 0 : r->head.len == 0))
		import_fault(im, row, r->person || !has(in, "head") ? "name" : "head", (struct text){ 0 },
		    r->person ? FAULT_MISSING : FAULT_HEAD_MISSING);
	if (in->persons && r->relation.len == 0)
		import_fault(im, row, "relation", (struct text){ 0 }, FAULT_MISSING);
}

static int
intake_check(struct import *im, void *own, struct import_row *row)
{
	struct intake *in = own;
	struct roster *r = row->rec;
	struct text bad;

	r->id = r->household;
	find_head(im, in, row, r);
	if (in->persons && r->household == 0)
		import_fault(im, row, "household", (struct text){ 0 }, FAULT_MISSING);
	find_place(im, in, row, r);
	if (in->twice && r->ident != 0)
		household_person(im, row);
	if (r->person)
		return 0;
	if (r->class.len > 0 && (r->class_no = rulebook_class(in->book, r->class)) == 0)
		import_fault(im, row, "class", (struct text){ 0 }, FAULT_CLASS);
	if (r->tags.len > 0 && !rulebook_tags(in->book, r->tags, &r->bits, &bad))
		import_fault(im, row, "tags", bad, FAULT_TAG);
	if (r->since == 0)
		r->since = import_today(im);
	else if (r->since > import_today(im))
		import_fault(im, row, "since", (struct text){ 0 }, FAULT_DATE_FUTURE);
	else if (r->since < 19000101)
		import_fault(im, row, "since", (struct text){ 0 }, FAULT_DATE_RANGE);
	if (!row->bad)
		r->next = floor_day(in->ever, in->calendar, r->class_no, r->bits, r->since, 0, r->since);
	return 0;
}

static int64_t
intake_key(const void *rec)
{
	return ((const struct roster *)rec)->id;
}

const struct entity household_entity = {
	.name = "household",
	.cols = household_cols,
	.size = sizeof(struct roster),
	.apart = true,
	.begin = intake_begin,
	.check = intake_check,
	.key = intake_key,
	.store = household_intake_store,
	.end = household_intake_end,
	.free = intake_free,
};
