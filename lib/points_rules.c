/* Another rulebook out of a file, read as an import is, and kept in memory alone. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "points_parts.h"
#include "rule_parts.h"

static int
begin(struct import *im, const bool given[], void **own)
{
	(void)given;
	*own = import_into(im);
	return 0;
}

/* A kind that the town has not defined is that of no cause. */
static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct rule_row *r = rows[i].rec;
		struct rule_wrong wrong = { .fault = FAULT_NONE };

		if (rows[i].bad || !text_is(r->rule.kind, "deed"))
			continue;
		if (rule_resolve(import_db(im), &r->rule, r->space, &wrong) != 0)
			return -1;
		if (deed_book_add(own, &r->rule) != 0)
			return db_no_memory(import_db(im));
	}
	return 0;
}

static const struct entity deeds = {
	.name = "rule",
	.cols = rule_cols,
	.size = sizeof(struct rule_row),
	.town = true,
	.begin = begin,
	.check = rule_row_check,
	.store = store,
};

enum exit_status
points_rules(struct db *db, const char *path, const char *zone, struct deed_book *book)
{
	const struct import_how how = { .path = path, .quiet = true, .zone = zone, .into = book };
	struct import_count count;
	enum exit_status status = import_run(db, &deeds, &how, &count);

	if (status == EXIT_DONE)
		deed_book_close(book);
	return status;
}
