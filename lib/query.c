#include "query.h"

#include <stdlib.h>

enum { MOST = 200 };	/* columns */

struct query {
	struct db	*db;
	struct stmt	*stmt;
	int		 n;
	struct col	 cols[MOST + 1];
	struct value	 row[MOST];
	char		 names[MOST][REC_NAME];
};

/* A statement may name a column anything; -C, -s and JSON may not. */
static void
name_column(char *to, const char *from)
{
	size_t len = strlen(from);

	if (len >= REC_NAME)
		len = text_utf8(from, REC_NAME - 1);
	memcpy(to, from, len);
	to[len] = '\0';
	for (char *p = to; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f || strchr("\"\\,", *p) != NULL)
			*p = '_';
}

struct query *
query_open(struct db *db, const char *sql, bool reveal)
{
	struct query *q = calloc(1, sizeof(*q));

	if (q == NULL) {
		db_no_memory(db);
		return NULL;
	}
	q->db = db;
	q->stmt = db_ask(db, sql, reveal);
	if (q->stmt != NULL && (q->n = stmt_columns(q->stmt)) > MOST)
		db_fail(db, EXIT_USAGE, FAULT_NONE, _("more than %d columns"), MOST);
	if (db_error(db)[0] != '\0') {
		query_close(q);
		return NULL;
	}
	for (int i = 0; i < q->n; i++) {
		name_column(q->names[i], stmt_name(q->stmt, i));
		q->cols[i] = (struct col){ .name = q->names[i], .zh = q->names[i], .type = COL_TEXT, .help = "" };
	}
	return q;
}

const struct col *
query_cols(const struct query *q)
{
	return q->cols;
}

int
query_put(struct query *q, struct rec_out *out)
{
	int rc = stmt_bind(q->stmt, NO_ARGS);

	while (rc == 0 && (rc = stmt_step(q->stmt)) == 1) {
		for (int i = 0; i < q->n; i++)
			q->row[i] = (struct value){ .text = stmt_text(q->stmt, i), .null = stmt_null(q->stmt, i) };
		rc = rec_put(out, q->row);	/* rec_end says why */
	}
	return rc < 0 && db_error(q->db)[0] != '\0' ? -1 : 0;
}

void
query_end(struct query *q)
{
	if (q == NULL)
		return;
	stmt_end(q->stmt);
	q->stmt = NULL;
}

void
query_close(struct query *q)
{
	query_end(q);
	free(q);
}
