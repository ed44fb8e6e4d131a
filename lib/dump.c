#include "dump.h"

#include <stdlib.h>

#include "json.h"
#include "num.h"

enum { LINE = 4096, NUMBER = 20 };

/* One line under way. */
struct line {
	struct db	*db;
	char		*at;
	size_t		 len, size;
};

static char *
room(struct line *l, size_t n)
{
	size_t size = l->size > 0 ? l->size : LINE;
	char *at;

	if (l->size - l->len >= n)
		return l->at + l->len;
	while (size - l->len < n)
		size *= 2;
	at = realloc(l->at, size);
	if (at == NULL) {
		db_no_memory(l->db);
		return NULL;
	}
	l->at = at;
	l->size = size;
	return at + l->len;
}

static int
add(struct line *l, const char *s)
{
	size_t n = strlen(s);
	char *p = room(l, n);

	if (p == NULL)
		return -1;
	memcpy(p, s, n);
	l->len += n;
	return 0;
}

static int
add_string(struct line *l, struct text t)
{
	char *p = room(l, JSON_GROWTH * t.len + 2);

	if (p == NULL)
		return -1;
	l->len = (size_t)(json_string(p, t) - l->at);
	return 0;
}

static int
add_number(struct line *l, int64_t n)
{
	char *p = room(l, NUMBER);

	if (p == NULL)
		return -1;
	l->len += num_text(n, p);
	return 0;
}

/* What stands before each column, the same in all rows, is made once. */
struct column {
	char		*lead;		/* ,"head": */
	size_t		 len;
	char		 type;		/* 'i' or 't' */
};

struct rows {
	struct line	 line;
	struct text	 table;
	struct column	*columns;
	int		 count;
	int		 (*f)(void *, struct stmt *, struct text);
	void		*arg;
};

static int
find_columns(struct rows *r, struct stmt *row)
{
	struct line *l = &r->line;

	r->count = stmt_columns(row);
	r->columns = calloc((size_t)r->count, sizeof(*r->columns));
	if (r->columns == NULL)
		return db_no_memory(l->db);
	for (int i = 0; i < r->count; i++) {
		struct column *c = &r->columns[i];

		l->len = 0;
		if ((i == 0 && (add(l, "{\"table\":") != 0 || add_string(l, r->table) != 0 || add(l, ",\"row\":{") != 0))
		    || (i > 0 && add(l, ",") != 0) || add_string(l, text_of(stmt_name(row, i))) != 0 || add(l, ":") != 0)
			return -1;
		c->lead = malloc(l->len);
		if (c->lead == NULL)
			return db_no_memory(l->db);
		memcpy(c->lead, l->at, c->len = l->len);
		c->type = stmt_type(row, i);
	}
	return 0;
}

static int
put_row(void *arg, struct stmt *row)
{
	struct rows *r = arg;
	struct line *l = &r->line;
	int rc = r->columns == NULL ? find_columns(r, row) : 0;

	l->len = 0;
	for (int i = 0; rc == 0 && i < r->count; i++) {
		const struct column *c = &r->columns[i];
		char *p = room(l, c->len);

		if (p == NULL)
			return -1;
		memcpy(p, c->lead, c->len);
		l->len += c->len;
		rc = stmt_null(row, i) ? add(l, "null")
		    : c->type == 'i' ? add_number(l, stmt_int(row, i)) : add_string(l, stmt_text(row, i));
	}
	if (rc != 0 || add(l, "}}\n") != 0)
		return -1;
	return r->f(r->arg, row, (struct text){ l->at, l->len });
}

int
dump_rows(struct db *db, struct text table, const char *select,
    int (*f)(void *, struct stmt *, struct text), void *arg)
{
	struct rows r = { .line.db = db, .table = table, .f = f, .arg = arg };
	int rc = db_each(db, select, NO_ARGS, put_row, &r);

	for (int i = 0; i < r.count && r.columns != NULL; i++)
		free(r.columns[i].lead);
	free(r.columns);
	free(r.line.at);
	return rc;
}

struct dump {
	struct db	*db;
	FILE		*to;
	const char	*only;		/* a table, NULL all */
	int		 tables;
};

static int
put_line(void *arg, struct stmt *row, struct text line)
{
	struct dump *d = arg;

	(void)row;
	fwrite(line.at, 1, line.len, d->to);
	return ferror(d->to);
}

static int
put_table(void *arg, struct stmt *row)
{
	struct dump *d = arg;
	struct text table = stmt_text(row, 0);

	if (d->only != NULL && !text_is(table, d->only))
		return 0;
	d->tables++;
	return dump_rows(d->db, table, stmt_text(row, 1).at, put_line, d);
}

int
dump_write(struct db *db, FILE *to, const char *table, bool reveal)
{
	struct dump d = { .db = db, .to = to, .only = table };
	int version;

	if (db_begin_read(db) != 0 || db_version(db, &version) != 0)
		return -1;
	fprintf(to, "{\"dump\":1,\"schema\":%d,\"masked\":%s}\n", version, reveal ? "false" : "true");
	if (db_tables(db, reveal, put_table, &d) < 0)
		return -1;
	if (d.tables == 0 && table != NULL)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("table %s"), table);
	db_end_read(db);	/* no lock is held while it is written out */
	return 0;
}
