/*
 * The table "feed" on SQLite: rows in memory, shown by a virtual table. One
 * INSERT .. SELECT .. FROM feed is a quarter faster than a bind and a step for
 * each row, and its text is copied once.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_sqlite.h"

struct table {
	sqlite3_vtab	 base;
	struct lite	*lite;
};

struct cursor {
	sqlite3_vtab_cursor base;
	size_t		 row;
};

static const struct feed *
feed_of(sqlite3_vtab_cursor *c)
{
	return &((struct table *)c->pVtab)->lite->feed;
}

static int
feed_connect(sqlite3 *s, void *aux, int argc, const char *const *argv,
    sqlite3_vtab **out, char **error)
{
	struct lite *lite = aux;
	struct table *t;
	char *sql = NULL;
	size_t len;
	FILE *fp = open_memstream(&sql, &len);
	int rc;

	(void)argc, (void)argv, (void)error;
	if (fp == NULL)
		return SQLITE_NOMEM;
	fputs("CREATE TABLE feed (", fp);
	for (int i = 0; i < lite->feed_columns; i++)
		fprintf(fp, "%s%s %s", i > 0 ? ", " : "", lite->feed.names[i],
		    lite->feed.types[i] == 'i' ? "INTEGER" : "TEXT");
	fputs(")", fp);
	fclose(fp);
	rc = sqlite3_declare_vtab(s, sql);
	free(sql);
	if (rc != SQLITE_OK)
		return rc;
	t = calloc(1, sizeof(*t));
	if (t == NULL)
		return SQLITE_NOMEM;
	t->lite = lite;
	*out = &t->base;
	return SQLITE_OK;
}

static int
feed_disconnect(sqlite3_vtab *t)
{
	free(t);
	return SQLITE_OK;
}

static int
feed_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
	/* Always a scan; a join must put it outside. */
	info->estimatedRows = (sqlite3_int64)((struct table *)t)->lite->feed.count;
	info->estimatedCost = 1e12;
	return SQLITE_OK;
}

static int
feed_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = calloc(1, sizeof(*c));

	(void)t;
	if (c == NULL)
		return SQLITE_NOMEM;
	*out = &c->base;
	return SQLITE_OK;
}

static int
feed_close(sqlite3_vtab_cursor *c)
{
	free(c);
	return SQLITE_OK;
}

static int
feed_filter(sqlite3_vtab_cursor *c, int number, const char *string, int argc, sqlite3_value **argv)
{
	(void)number, (void)string, (void)argc, (void)argv;
	((struct cursor *)c)->row = 0;
	return SQLITE_OK;
}

static int
feed_next(sqlite3_vtab_cursor *c)
{
	((struct cursor *)c)->row++;
	return SQLITE_OK;
}

static int
feed_eof(sqlite3_vtab_cursor *c)
{
	return ((struct cursor *)c)->row >= feed_of(c)->count;
}

static int
feed_column(sqlite3_vtab_cursor *c, sqlite3_context *ctx, int column)
{
	const struct feed *f = feed_of(c);
	struct arg a = f->cell(f->rows, ((struct cursor *)c)->row, column);

	if (a.type == ARG_INT)
		sqlite3_result_int64(ctx, a.num);
	else if (a.type == ARG_TEXT)
		sqlite3_result_text(ctx, a.text.len > 0 ? a.text.at : "", (int)a.text.len, SQLITE_STATIC);
	return SQLITE_OK;
}

static int
feed_rowid(sqlite3_vtab_cursor *c, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)c)->row;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xCreate = feed_connect,
	.xConnect = feed_connect,
	.xBestIndex = feed_index,
	.xDisconnect = feed_disconnect,
	.xDestroy = feed_disconnect,
	.xOpen = feed_open,
	.xClose = feed_close,
	.xFilter = feed_filter,
	.xNext = feed_next,
	.xEof = feed_eof,
	.xColumn = feed_column,
	.xRowid = feed_rowid,
};

int
lite_feed_module(struct db *db)
{
	struct lite *lite = db->conn;
	int rc = sqlite3_create_module_v2(lite->sqlite, "nbr_feed", &module, lite, NULL);

	return rc == SQLITE_OK ? 0 : lite_fail(db, rc, "nbr_feed");
}

int
lite_feed(struct db *db, const struct feed *feed)
{
	struct lite *lite = db->conn;
	bool same = lite->feed.names == feed->names;
	int columns = (int)strlen(feed->types), rc = SQLITE_OK;

	/* The same columns again: only the rows change, statements stay good. A
	 * reader may not write anything; this table is no part of the file. */
	lite->feed = *feed;
	lite->feed_columns = columns;
	if (!same)
		rc = sqlite3_exec(lite->sqlite, "PRAGMA query_only = OFF; DROP TABLE IF EXISTS temp.feed;"
		    "CREATE VIRTUAL TABLE temp.feed USING nbr_feed", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return lite_fail(db, rc, "feed");
	return db->txn == TXN_WRITE ? 0 : lite_read_only(db, true);
}
