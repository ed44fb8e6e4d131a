#define _GNU_SOURCE
#include "dated.h"

#include <stdio.h>

enum { FOUND = 6 };		/* one more than are told */

struct found {
	int64_t	 village[FOUND];
	int	 n;
};

static int
take_village(void *arg, struct stmt *row)
{
	struct found *f = arg;

	f->village[f->n++] = stmt_int(row, 0);
	return f->n == FOUND;
}

/* Village by village: the number is the next part of the key. */
#define SELECT(table) \
    "SELECT t.village FROM village v CROSS JOIN " table " t" \
    " WHERE v.village BETWEEN $1 AND $2 AND t.village = v.village AND t.no = $3 ORDER BY t.village"

int
dated_find(struct db *db, char letter, struct text what, const struct area_range *within, int64_t *village, int64_t *no)
{
	bool order = letter == 'O';
	char list[FOUND * (IDS_SIZE + 2)] = "", one[IDS_SIZE];
	struct found f = { .n = 0 };
	size_t len = 0;

	*village = *no = 0;
	if (ids_dated_parse(what, letter, village, no) && db_each(db, order ? SELECT("work_order") : SELECT("activity"),
	    ARGS(ARG(*village != 0 ? *village : within->village_lo), ARG(*village != 0 ? *village : within->village_hi), ARG(*no)),
	    take_village, &f) < 0)
		return -1;
	*village = f.n == 1 ? f.village[0] : 0;
	if (f.n == 1)
		return 0;
	if (f.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, order ? _("order %.*s") : _("activity %.*s"), (int)what.len, what.at);
	for (int i = 0; i < f.n && i < FOUND - 1; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i > 0 ? ", " : "",
		    ids_dated(f.village[i], letter, *no, one).at);
	return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, order ? _("order %.*s: %s%s") : _("activity %.*s: %s%s"),
	    (int)what.len, what.at, list, f.n == FOUND ? " .." : "");
}
