#define _GNU_SOURCE
#include "was.h"

#include <stdio.h>
#include <stdlib.h>

#include "num.h"

/* The tables whose rows change, and what names a row of each. */
static const struct {
	const char	*table, *key;
} tables[] = {
	{ "activity", " village no " },
	{ "area", " village sub " },
	{ "attendance", " village no chief " },
	{ "calendar", " day " },
	{ "chief", " village chief " },
	{ "commendation", " village no " },
	{ "goods", " village goods " },
	{ "goods_price", " village goods first " },
	{ "household", " village household " },
	{ "issue", " village no n " },
	{ "member", " village household no " },
	{ "post", " village sub first " },
	{ "rule", " rule first " },
	{ "span", " village household what value first " },
};

/* What follows from other records. */
static bool
is_derived(const char *column)
{
	return strcmp(column, "visited") == 0 || strcmp(column, "next") == 0 || strcmp(column, "stock") == 0;
}

/* A line is cells a tab apart: name:17 for a number, name=text with \t \n \\. */
static void
put_text(FILE *fp, struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		switch (t.at[i]) {
		case '\t': fputs("\\t", fp); break;
		case '\n': fputs("\\n", fp); break;
		case '\\': fputs("\\\\", fp); break;
		default: putc(t.at[i], fp);
		}
}

static char *
line_of(struct stmt *row, size_t *len)
{
	char *line = NULL;
	FILE *fp = open_memstream(&line, len);
	int n = stmt_columns(row);

	if (fp == NULL)
		return NULL;
	for (int i = 0; i < n; i++) {
		const char *name = stmt_name(row, i);

		if (is_derived(name))
			continue;
		if (i > 0)
			putc('\t', fp);
		if (stmt_type(row, i) == 'i') {
			fprintf(fp, "%s:%lld", name, (long long)stmt_int(row, i));
		} else {
			fprintf(fp, "%s=", name);
			put_text(fp, stmt_text(row, i));
		}
	}
	if (fclose(fp) != 0) {
		free(line);
		return NULL;
	}
	return line;
}

struct keeping {
	struct db	*db;
	const char	*table;
	struct stmt	*insert;
	int64_t		 rows;
};

/* Its run is the last column of every table. */
static int
keep_row(void *arg, struct stmt *row)
{
	struct keeping *k = arg;
	int64_t village = strcmp(stmt_name(row, 0), "village") == 0 ? stmt_int(row, 0) : 0;
	int64_t stored = stmt_int(row, stmt_columns(row) - 1), run = db_write_id(k->db);
	struct text line;
	int rc = -1;

	k->rows++;
	if (stored == run)
		return 0;
	line.at = line_of(row, &line.len);
	if (line.at == NULL)
		return db_no_memory(k->db);
	if (k->insert == NULL)
		k->insert = db_prepare(k->db, "INSERT INTO was (village, run, no, kind, stored, line) VALUES"
		    " ($1, $2, 1 + coalesce((SELECT max(no) FROM was WHERE village = $1 AND run = $2), 0), $3, $4, $5)");
	if (k->insert != NULL
	    && stmt_bind(k->insert, ARGS(ARG(village), ARG(run), ARG(k->table), ARG(stored), ARG(line))) == 0)
		rc = stmt_step(k->insert);
	free((char *)line.at);
	return rc;
}

int64_t
was_keep(struct db *db, const char *table, const char *select, const struct arg *args)
{
	struct keeping k = { .db = db, .table = table };
	int rc = db_each(db, select, args, keep_row, &k);

	stmt_end(k.insert);
	return rc < 0 ? -1 : k.rows;
}

/* Undoes put_text, in place. */
static struct text
get_text(char *at)
{
	char *to = at, *from = at;

	for (; *from != '\0'; from++) {
		if (*from == '\\' && from[1] != '\0') {
			from++;
			*to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
		} else
			*to++ = *from;
	}
	return (struct text){ at, (size_t)(to - at) };
}

/* Names go into SQL, and who writes into the table need not be nbr. */
static bool
get_cell(struct was *w, char *cell)
{
	size_t n = strspn(cell, "abcdefghijklmnopqrstuvwxyz_");
	bool number = cell[n] == ':';
	int64_t num = 0;

	if (w->n == WAS_CELLS || n == 0 || (!number && cell[n] != '=')
	    || (number && !num_parse(text_of(cell + n + 1), INT64_MIN, INT64_MAX, &num)))
		return false;
	cell[n] = '\0';
	w->names[w->n] = cell;
	w->cells[w->n++] = number ? arg_int(num) : arg_text(get_text(cell + n + 1));
	return true;
}

static bool
get_line(struct was *w, char *line, int64_t village)
{
	bool good = w->table != NULL;
	const struct arg *v;

	for (char *cell; good && (cell = strsep(&line, "\t")) != NULL;)
		good = get_cell(w, cell);
	w->cells[w->n] = (struct arg){ .type = ARG_END };
	v = was_cell(w, "village");
	return good && village == (v == NULL ? 0 : v->num);
}

struct reading {
	struct db	*db;
	int		 (*f)(void *, struct was *);
	void		*arg;
};

static int
read_row(void *arg, struct stmt *row)
{
	const struct reading *r = arg;
	struct was w = { .run = stmt_int(row, 1) };
	struct text kind = stmt_text(row, 2), text = stmt_text(row, 3);
	int64_t village = stmt_int(row, 0);
	char *line = strndup(text.at, text.len);
	int rc;

	if (line == NULL)
		return db_no_memory(r->db);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (text_is(kind, tables[i].table))
			w.table = tables[i].table;
	rc = get_line(&w, line, village) ? r->f(r->arg, &w)
	    : db_fail(r->db, EXIT_REFUSED, FAULT_DB_DAMAGED, _("table was: a row that nbr did not write"));
	free(line);
	return rc;
}

int
was_each(struct db *db, int64_t run, bool stored, int (*f)(void *, struct was *), void *arg)
{
	struct reading r = { db, f, arg };

	return db_each(db, stored
	    ? "SELECT village, run, kind, line FROM was WHERE stored = $1 ORDER BY village, run, no DESC"
	    : "SELECT village, run, kind, line FROM was WHERE run = $1 ORDER BY village, no DESC", ARGS(ARG(run)), read_row, &r);
}

struct arg *
was_cell(struct was *w, const char *name)
{
	for (int i = 0; i < w->n; i++)
		if (strcmp(w->names[i], name) == 0)
			return &w->cells[i];
	return NULL;
}

static bool
is_key(const struct was *w, const char *name)
{
	char word[40];
	size_t i = 0;

	while (w->table != tables[i].table)
		i++;
	snprintf(word, sizeof(word), " %s ", name);
	return strstr(tables[i].key, word) != NULL;
}

/* Columns, or the arguments that hold their values: all, or (key) those that name
 * the row. */
static void
put_list(FILE *fp, const struct was *w, bool key, bool arguments)
{
	const char *comma = "(";

	for (int i = 0; i < w->n; i++) {
		if (key && !is_key(w, w->names[i]))
			continue;
		if (arguments)
			fprintf(fp, "%s$%d", comma, i + 1);
		else
			fprintf(fp, "%s%s", comma, w->names[i]);
		comma = ", ";
	}
	putc(')', fp);
}

/* One by one: a server takes no list of one in parentheses here. */
static void
put_changes(FILE *fp, const struct was *w)
{
	const char *comma = "";

	for (int i = 0; i < w->n; i++)
		if (!is_key(w, w->names[i])) {
			fprintf(fp, "%s%s = $%d", comma, w->names[i], i + 1);
			comma = ", ";
		}
}

/* The statement that puts the row in the place of the one with its key, or puts
 * it beside them. The caller frees. */
static char *
sql_of(const struct was *w, bool update)
{
	char *sql = NULL;
	size_t len;
	FILE *fp = open_memstream(&sql, &len);

	if (fp == NULL)
		return NULL;
	fprintf(fp, update ? "UPDATE %s SET " : "INSERT INTO %s ", w->table);
	if (update)
		put_changes(fp, w);
	else
		put_list(fp, w, false, false);
	fputs(update ? " WHERE " : " VALUES ", fp);
	if (update) {
		put_list(fp, w, true, false);
		fputs(" = ", fp);
	}
	put_list(fp, w, update, true);
	if (fclose(fp) != 0) {
		free(sql);
		return NULL;
	}
	return sql;
}

static int64_t
restore(struct db *db, const struct was *w, bool update)
{
	char *sql = sql_of(w, update);
	int64_t n = sql == NULL ? db_no_memory(db) : db_run(db, sql, w->cells);

	free(sql);
	return n;
}

int
was_restore(struct db *db, const struct was *w)
{
	int64_t n = restore(db, w, true);

	return n < 0 || (n == 0 && restore(db, w, false) < 0) ? -1 : 0;
}

int
was_forget(struct db *db, int64_t run)
{
	return db_run(db, "DELETE FROM was WHERE run = $1", ARGS(ARG(run))) < 0 ? -1 : 0;
}
