#define _GNU_SOURCE
#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };	/* columns of one kind of record */

/* SELECT of what was asked for and no more: a masked column that is not shown
 * is not even read. The caller frees. */
static char *
select_of(const struct col *cols, const int *chosen, int n, const char *tail)
{
	char *sql = NULL;
	size_t len;
	FILE *fp = open_memstream(&sql, &len);

	if (fp == NULL)
		return NULL;
	fputs("SELECT ", fp);
	for (int i = 0; i < n; i++)
		fprintf(fp, "%s%s", i > 0 ? ", " : "", cols[chosen[i]].expr ? cols[chosen[i]].expr : "NULL");
	fprintf(fp, " %s", tail);
	if (fclose(fp) != 0) {
		free(sql);
		return NULL;
	}
	return sql;
}

static int
put_rows(struct stmt *stmt, struct rec_out *out, const struct col *cols, const int *chosen, int n)
{
	struct value row[MOST] = { 0 };
	bool as_text[MOST];
	int rc;

	for (int i = 0; i < n; i++)
		as_text[i] = col_is_text(cols[chosen[i]].type);
	while ((rc = stmt_step(stmt)) == 1) {
		for (int i = 0; i < n; i++) {
			struct value *v = &row[chosen[i]];

			if (as_text[i])
				v->text = stmt_text(stmt, i);
			else
				v->num = stmt_int(stmt, i);
			v->null = as_text[i] ? v->text.at == NULL : v->num == 0 && stmt_null(stmt, i);
		}
		if (rec_put(out, row) != 0)
			return 1;	/* rec_end says why */
	}
	return rc;
}

int
list_rows(struct db *db, struct rec_out *out, const struct col *cols,
    const char *tail, const struct arg *args)
{
	int n;
	const int *chosen = rec_chosen(out, &n);
	char *sql = select_of(cols, chosen, n, tail);
	struct stmt *stmt;
	int rc = -1;

	if (sql == NULL)
		return db_no_memory(db);
	stmt = db_prepare(db, sql);
	if (stmt != NULL && stmt_bind(stmt, args) == 0)
		rc = put_rows(stmt, out, cols, chosen, n);
	stmt_end(stmt);
	free(sql);
	return rc < 0 ? -1 : 0;
}
