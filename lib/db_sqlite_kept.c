/* Statements kept for another time: to prepare a short one takes longer than to
 * run it, and a stream runs the same few for each of its records. */
#include "db_sqlite.h"

#include <stdlib.h>
#include <string.h>

static void
finalize(struct lite_stmt *stmt)
{
	if (stmt != NULL)
		sqlite3_finalize(stmt->sqlite);
	free(stmt);
}

struct lite_stmt *
lite_kept(struct lite *lite, const char *sql)
{
	for (size_t i = 0; i < LITE_KEPT; i++) {
		struct lite_stmt *stmt = lite->kept[i];

		if (stmt != NULL && strcmp(sqlite3_sql(stmt->sqlite), sql) == 0) {
			lite->kept[i] = NULL;
			return stmt;
		}
	}
	return NULL;
}

/* Reset, it holds no lock and stands in no one's way. The texts bound to it are
 * their owner's, who may free them now. */
void
lite_keep(struct lite *lite, struct lite_stmt *stmt)
{
	size_t i = 0;

	sqlite3_reset(stmt->sqlite);
	sqlite3_clear_bindings(stmt->sqlite);
	while (i < LITE_KEPT && lite->kept[i] != NULL)
		i++;
	if (i == LITE_KEPT)
		i = lite->next++ % LITE_KEPT;
	finalize(lite->kept[i]);
	lite->kept[i] = stmt;
}

void
lite_keep_none(struct lite *lite)
{
	for (size_t i = 0; i < LITE_KEPT; i++)
		finalize(lite->kept[i]);
}
