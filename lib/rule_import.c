/* Import of a rulebook: classes, tags and kinds before the rules about them, older
 * versions before newer ones, whatever the order of the file. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "floor.h"
#include "order.h"
#include "rule_parts.h"

/* own: whether rules changed, so that visits fall due on other days. */
static int
begin(struct import *im, const bool given[], void **own)
{
	(void)given;
	*own = calloc(1, sizeof(bool));
	return *own != NULL ? 0 : db_no_memory(import_db(im));
}

int
rule_row_check(struct import *im, void *own, struct import_row *row)
{
	struct rule_row *r = row->rec;
	struct rule_wrong wrong;

	(void)own;
	r->space = (struct rule_space *)(void *)import_alloc(row, sizeof(*r->space));
	if (r->space == NULL)
		return db_no_memory(import_db(im));
	wrong = rule_form(&r->rule, r->space);
	if (wrong.fault != FAULT_NONE)
		import_fault_why(im, row, wrong.column, wrong.fault, wrong.why);
	return 0;
}

static int64_t
key(const void *rec)
{
	static const char *const abouts[] = { "visit", "deadline", "meeting", "deed" };
	const struct rule_row *r = rec;
	bool about = false;

	for (size_t i = 0; i < sizeof(abouts) / sizeof(abouts[0]); i++)
		about |= text_is(r->rule.kind, abouts[i]);
	return about * INT64_C(100000000) + r->rule.first;
}

static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	int64_t run = import_run_id(im);

	if (run < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct rule_row *r = rows[i].rec;
		struct rule_wrong wrong;
		int stored;

		if (rows[i].bad)
			continue;
		if (rule_store(import_db(im), &r->rule, r->space, import_duplicate(im), run, &stored, &wrong) != 0)
			return -1;
		if (wrong.fault != FAULT_NONE) {
			import_fault_why(im, &rows[i], wrong.column, wrong.fault, wrong.why);
			continue;
		}
		rows[i].stored = stored;
		*(bool *)own |= stored == ROW_NEW || stored == ROW_CHANGED;
	}
	return 0;
}

static int
end(struct import *im, void *own)
{
	return *(bool *)own && (floor_refresh(import_db(im)) != 0 || order_refresh(import_db(im), import_zone(im)) != 0) ? -1 : 0;
}

const struct entity rule_entity = {
	.name = "rule",
	.cols = rule_cols,
	.size = sizeof(struct rule_row),
	.town = true,
	.begin = begin,
	.check = rule_row_check,
	.key = key,
	.store = store,
	.end = end,
	.free = free,
};
