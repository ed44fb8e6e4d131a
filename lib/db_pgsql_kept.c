/* Statements kept until the end of their write transaction: the server plans one
 * once that has a name, and a stream runs the same few for each of its records. */
#include "db_pgsql.h"

#include <string.h>

struct pg_stmt *
pg_kept(struct pg *pg, const char *sql)
{
	for (size_t i = 0; i < PG_KEPT; i++) {
		struct pg_stmt *s = pg->kept[i];

		if (s != NULL && strcmp(s->sql, sql) == 0) {
			pg->kept[i] = NULL;
			return s;
		}
	}
	return NULL;
}

void
pg_keep(struct pg *pg, struct pg_stmt *s)
{
	size_t i = 0;

	pq.clear(s->res);
	s->res = NULL;
	s->state = READY;
	while (i < PG_KEPT && pg->kept[i] != NULL)
		i++;
	if (i == PG_KEPT)
		i = pg->next++ % PG_KEPT;
	if (pg->kept[i] != NULL)
		pg_drop(pg->kept[i]);
	pg->kept[i] = s;
}

/* Their names stay until the connection ends: to take each away is a way to the
 * server and back. */
void
pg_keep_none(struct pg *pg)
{
	for (size_t i = 0; i < PG_KEPT; i++) {
		if (pg->kept[i] != NULL)
			pg_free(pg->kept[i]);
		pg->kept[i] = NULL;
	}
}
