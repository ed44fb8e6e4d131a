#define _GNU_SOURCE
#include "copy.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "dump.h"
#include "file.h"
#include "make.h"
#include "progress.h"

enum { BATCH = 4 * 1024 * 1024, COLUMNS = 24 };

const struct col copy_cols[] = {
	{ "table", "表", NULL, COL_TEXT, COL_KEY, N_("table that was copied; all, for the whole"), NULL, 0, NULL },
	{ "rows", "行数", NULL, COL_INT, 0, N_("how many rows it has"), NULL, 0, NULL },
	{ "sha256", "摘要", NULL, COL_TEXT, 0, N_("SHA-256 of its lines in nbr-db dump --reveal"), NULL, 0, NULL },
	{ 0 },
};

struct sum {
	int64_t		 rows;
	crypto_hash_sha256_state state;
	char		 hex[FILE_DIGEST];
};

struct table {
	char		*name, *select;
	struct sum	 sum;
	int		 columns;	/* 0 until a row was seen */
	const char	*names[COLUMNS + 1];
	char		 types[COLUMNS + 1];
	char		*insert;
};

struct side {
	struct db	*db;
	struct table	*tables;
	size_t		 count;
};

struct cell {
	int64_t		 num;
	size_t		 at, len;	/* in the bytes of the batch */
	bool		 null;
};

/* Rows on their way. */
struct batch {
	struct cell	*cells;
	char		*bytes;
	size_t		 count, len;	/* cells, bytes */
	size_t		 cells_size, bytes_size;
	const struct table *table;
};

struct copying {
	const struct copy *copy;
	struct side	 from, to;
	struct table	*table;		/* the one under way */
	struct batch	 batch;
	struct sum	 all;
	struct progress	 progress;
};

static void
sum_line(struct sum *s, struct text line)
{
	s->rows++;
	crypto_hash_sha256_update(&s->state, (const unsigned char *)line.at, line.len);
}

static void
sum_end(struct sum *s)
{
	unsigned char bytes[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&s->state, bytes);
	sodium_bin2hex(s->hex, sizeof(s->hex), bytes, sizeof(bytes));
}

static int
add_table(void *arg, struct stmt *row)
{
	struct side *s = arg;
	struct text name = stmt_text(row, 0), select = stmt_text(row, 1);
	struct table *more = realloc(s->tables, (s->count + 1) * sizeof(*more));

	if (more == NULL)
		return db_no_memory(s->db);
	s->tables = more;
	more += s->count++;
	*more = (struct table){ .name = strndup(name.at, name.len), .select = strndup(select.at, select.len) };
	crypto_hash_sha256_init(&more->sum.state);
	return more->name == NULL || more->select == NULL ? db_no_memory(s->db) : 0;
}

static void
end_side(struct side *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct table *t = &s->tables[i];

		for (int c = 0; c < t->columns; c++)
			free((char *)t->names[c]);
		free(t->insert);
		free(t->select);
		free(t->name);
	}
	free(s->tables);
}

static int
compare_tables(struct copying *c)
{
	bool same = c->from.count == c->to.count;

	for (size_t i = 0; same && i < c->to.count; i++)
		same = strcmp(c->from.tables[i].name, c->to.tables[i].name) == 0;
	return same ? 0 : db_fail(c->from.db, EXIT_REFUSED, FAULT_NONE,
	    _("its tables are not those of this version; nbr-db check tells which"));
}

/* The schema comes with a few rows of its own. */
static int
empty(struct side *s)
{
	char sql[128];

	for (size_t i = s->count; i-- > 0;) {
		snprintf(sql, sizeof(sql), "DELETE FROM %s", s->tables[i].name);
		if (db_run(s->db, sql, NO_ARGS) < 0)
			return -1;
	}
	return 0;
}

/* Names go into SQL; those of a file that others made are not trusted. */
static bool
is_name(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static int
find_columns(struct copying *c, struct stmt *row)
{
	struct table *t = c->table;
	int n = stmt_columns(row);
	char *names = NULL;
	size_t len;
	FILE *fp;

	if (n > COLUMNS)
		return db_fail(c->from.db, EXIT_REFUSED, FAULT_NONE, _("table %s has too many columns"), t->name);
	if ((fp = open_memstream(&names, &len)) == NULL)
		return db_no_memory(c->from.db);
	for (; t->columns < n; t->columns++) {
		const char *name = stmt_name(row, t->columns);

		if (!is_name(name) || (t->names[t->columns] = strdup(name)) == NULL)
			break;
		t->types[t->columns] = stmt_type(row, t->columns);
		fprintf(fp, "%s%s", t->columns > 0 ? ", " : "", name);
	}
	fclose(fp);
	if (t->columns < n)
		db_fail(c->from.db, EXIT_REFUSED, FAULT_NONE, _("table %s has a column that is none of nbr's"), t->name);
	else if (asprintf(&t->insert, "INSERT INTO %s (%s) SELECT %s FROM feed WHERE true", t->name, names, names) < 0)
		db_no_memory(c->from.db);
	free(names);
	return t->insert == NULL ? -1 : 0;
}

static struct arg
cell(const void *rows, size_t n, int column)
{
	const struct batch *b = rows;
	const struct cell *x = &b->cells[n * (size_t)b->table->columns + (size_t)column];
	bool number = b->table->types[column] == 'i';

	if (x->null)
		return (struct arg){ .type = number ? ARG_NULL_INT : ARG_NULL_TEXT };
	return number ? arg_int(x->num) : arg_text((struct text){ b->bytes + x->at, x->len });
}

static int
store(struct copying *c)
{
	struct batch *b = &c->batch;
	const struct feed feed = {
		.names = c->table->names, .types = c->table->types, .cell = cell, .rows = b,
		.count = b->count == 0 ? 0 : b->count / (size_t)c->table->columns,
	};
	struct db *to = c->to.db;

	b->count = b->len = 0;
	if (feed.count == 0)
		return 0;
	if (db_feed(to, &feed) == 0 && db_run(to, c->table->insert, NO_ARGS) >= 0)
		return 0;
	/* What the schema does not take should not be stored there. */
	return db_fault(to) != FAULT_DB_FAILED ? -1
	    : db_fail(c->from.db, EXIT_REFUSED, FAULT_DB_DAMAGED, "%s: %s", c->table->name, db_error(to));
}

static int
grow(struct copying *c, size_t len)
{
	struct batch *b = &c->batch;
	size_t cells = b->cells_size * 2 + 1024, bytes = b->bytes_size * 2 + len;
	void *more;

	if (b->count == b->cells_size) {
		if ((more = realloc(b->cells, cells * sizeof(*b->cells))) == NULL)
			return db_no_memory(c->to.db);
		b->cells = more;
		b->cells_size = cells;
	}
	if (b->bytes_size - b->len < len) {
		if ((more = realloc(b->bytes, bytes)) == NULL)
			return db_no_memory(c->to.db);
		b->bytes = more;
		b->bytes_size = bytes;
	}
	return 0;
}

static int
take_row(void *arg, struct stmt *row, struct text line)
{
	struct copying *c = arg;
	struct table *t = c->table;
	struct batch *b = &c->batch;

	if (t->columns == 0 && find_columns(c, row) != 0)
		return -1;
	sum_line(&t->sum, line);
	sum_line(&c->all, line);
	progress_say(&c->progress, t->name, t->sum.rows);
	for (int i = 0; i < t->columns; i++) {
		struct cell x = { .null = stmt_null(row, i), .at = b->len };
		struct text text = { 0 };

		if (!x.null && t->types[i] == 'i')
			x.num = stmt_int(row, i);
		else if (!x.null)
			text = stmt_text(row, i);
		x.len = text.len;
		if (grow(c, x.len) != 0)
			return -1;
		if (x.len > 0)
			memcpy(b->bytes + b->len, text.at, x.len);
		b->len += x.len;
		b->cells[b->count++] = x;
	}
	return b->len + b->count * sizeof(*b->cells) < BATCH ? 0 : store(c);
}

static int
copy_table(struct copying *c, struct table *t)
{
	c->table = t;
	c->batch.table = t;
	if (dump_rows(c->from.db, text_of(t->name), t->select, take_row, c) != 0 || store(c) != 0)
		return -1;
	sum_end(&t->sum);
	return 0;
}

static int
check_row(void *arg, struct stmt *row, struct text line)
{
	struct copying *c = arg;

	(void)row;
	sum_line(&c->table->sum, line);
	progress_say(&c->progress, c->table->name, c->table->sum.rows);
	return 0;
}

static int
check_table(struct copying *c, struct table *t, const struct sum *want)
{
	c->table = t;
	if (dump_rows(c->to.db, text_of(t->name), t->select, check_row, c) != 0)
		return -1;
	sum_end(&t->sum);
	if (t->sum.rows == want->rows && strcmp(t->sum.hex, want->hex) == 0)
		return 0;
	return db_fail(c->to.db, EXIT_CANNOT, FAULT_NONE, _("table %s differs in the copy, %lld rows of %lld; nothing was kept"),
	    t->name, (long long)t->sum.rows, (long long)want->rows);
}

static int
copy_all(struct db *to, void *arg)
{
	struct copying *c = arg;
	int rc;

	c->to.db = to;
	rc = db_begin_read(c->from.db) != 0 || db_tables(c->from.db, true, add_table, &c->from) != 0
	    || db_tables(to, true, add_table, &c->to) != 0 || compare_tables(c) != 0 || empty(&c->to) != 0 ? -1 : 0;
	for (size_t i = 0; rc == 0 && i < c->from.count; i++)
		rc = copy_table(c, &c->from.tables[i]);
	db_end_read(c->from.db);	/* others may write again */
	for (size_t i = 0; rc == 0 && i < c->to.count; i++)
		rc = check_table(c, &c->to.tables[i], &c->from.tables[i].sum);
	sum_end(&c->all);
	return rc == 0 && c->copy->dry ? 1 : rc;
}

static void
put(struct rec_out *out, const char *name, const struct sum *s)
{
	if (out != NULL)
		rec_put(out, (const struct value[]){
		    VALUE_TEXT(text_of(name)), VALUE_INT(s->rows), VALUE_TEXT(text_of(s->hex)) });
}

struct db *
copy_town(const struct copy *copy, struct rec_out *out)
{
	struct copying c = { .copy = copy, .from.db = db_open(copy->from, DB_READ | DB_WHOLE, copy->timeout) };
	struct db *from = c.from.db, *to = NULL;

	crypto_hash_sha256_init(&c.all.state);
	progress_begin(&c.progress, copy->quiet);
	if (from != NULL && db_error(from)[0] == '\0') {
		to = make_database(copy->to, copy->timeout, copy_all, &c);
		if (to == NULL)
			db_no_memory(from);
	}
	progress_end(&c.progress);
	if (from != NULL && db_error(from)[0] != '\0') {
		db_blame(from, from, copy->from);
	} else if (to != NULL && db_error(to)[0] != '\0') {
		db_blame(from, to, copy->to);
	} else if (to != NULL) {
		for (size_t i = 0; i < c.from.count; i++)
			put(out, c.from.tables[i].name, &c.from.tables[i].sum);
		put(out, "all", &c.all);
	}
	db_close(to);
	end_side(&c.to);
	end_side(&c.from);
	free(c.batch.cells);
	free(c.batch.bytes);
	return from;
}
