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

static const struct kind {
	char		 letter;
	const char	*select, *none, *several;
} kinds[] = {
	{ 'O', SELECT("work_order"), N_("order %.*s"), N_("order %.*s: %s%s") },
	{ 'A', SELECT("activity"), N_("activity %.*s"), N_("activity %.*s: %s%s") },
	{ 'K', SELECT("commendation"), N_("commendation %.*s"), N_("commendation %.*s: %s%s") },
	{ 'X', SELECT("exchange"), N_("exchange %.*s"), N_("exchange %.*s: %s%s") },
};

int
dated_find(struct db *db, char letter, struct text what, const struct area_range *within, int64_t *village, int64_t *no)
{
	const struct kind *k = kinds;
	char list[FOUND * (IDS_SIZE + 2)] = "", one[IDS_SIZE];
	struct found f = { .n = 0 };
	size_t len = 0;

	while (k->letter != letter)
		k++;
	*village = *no = 0;
	if (ids_dated_parse(what, letter, village, no) && db_each(db, k->select,
	    ARGS(ARG(*village != 0 ? *village : within->village_lo), ARG(*village != 0 ? *village : within->village_hi), ARG(*no)),
	    take_village, &f) < 0)
		return -1;
	*village = f.n == 1 ? f.village[0] : 0;
	if (f.n == 1)
		return 0;
	if (f.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _(k->none), (int)what.len, what.at);
	for (int i = 0; i < f.n && i < FOUND - 1; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i > 0 ? ", " : "",
		    ids_dated(f.village[i], letter, *no, one).at);
	return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, _(k->several),
	    (int)what.len, what.at, list, f.n == FOUND ? " .." : "");
}
