/* What an auditor should look at. */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdlib.h>

const char *const points_findings[] = { "late", "back-dated", "own", "before-exchange", "re-entered", "no-cause", NULL };

int
points_find(struct db *db, const struct points_filter *f, int64_t **entry, size_t *n)
{
	(void)db; (void)f; (void)entry; (void)n;
	return 0;
}
