/*
 * The table "feed" on PostgreSQL. Who writes has a temporary table of that name
 * until the transaction ends, filled by COPY. Who reads may not make one, least
 * of all on a standby: for readers there is a view "feed" of what stands in a
 * setting of the session. The temporary table hides it.
 */
#define _GNU_SOURCE
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_pgsql.h"
#include "ids.h"
#include "num.h"

enum { ID_SIZE = 20 };

/* Rows on their way, in COPY's binary form: no quoting, no parsing. */
struct copy {
	PGconn	*conn;
	size_t	 len;
	bool	 failed;
	char	 buf[64 * 1024];
};

static void
put(struct copy *c, const void *at, size_t len)
{
	if (sizeof(c->buf) - c->len < len) {
		c->failed = c->failed || pq.putCopyData(c->conn, c->buf, (int)c->len) != 1;
		c->len = 0;
	}
	if (len <= sizeof(c->buf)) {
		memcpy(c->buf + c->len, at, len);
		c->len += len;
	} else {
		c->failed = c->failed || pq.putCopyData(c->conn, at, (int)len) != 1;
	}
}

static void
put_cell(struct copy *c, struct arg a)
{
	struct { uint32_t len; uint32_t high, low; } number;
	uint32_t len;

	if (a.type == ARG_INT) {
		number.len = htobe32(8);
		number.high = htobe32((uint32_t)((uint64_t)a.num >> 32));
		number.low = htobe32((uint32_t)(uint64_t)a.num);
		put(c, &number, sizeof(number));
	} else if (a.type == ARG_TEXT) {
		len = htobe32((uint32_t)a.text.len);
		put(c, &len, sizeof(len));
		if (a.text.len > 0)
			put(c, a.text.at, a.text.len);
	} else {
		len = htobe32(UINT32_MAX);
		put(c, &len, sizeof(len));
	}
}

static void
put_rows(struct copy *c, const struct feed *feed)
{
	static const char head[19] = "PGCOPY\n\377\r\n";	/* no flags, nothing more */
	int columns = (int)strlen(feed->types);
	uint16_t n = htobe16((uint16_t)columns), end = htobe16(UINT16_MAX);

	put(c, head, sizeof(head));
	for (size_t row = 0; row < feed->count && !c->failed; row++) {
		put(c, &n, sizeof(n));
		for (int i = 0; i < columns; i++)
			put_cell(c, feed->cell(feed->rows, row, i));
	}
	put(c, &end, sizeof(end));
	c->failed = c->failed || pq.putCopyData(c->conn, c->buf, (int)c->len) != 1;
}

/* Makes the temporary table, or empties that of the same columns. */
static void
write_table(FILE *fp, const struct feed *feed, bool same)
{
	if (same) {
		fputs("TRUNCATE pg_temp.feed; ", fp);
		return;
	}
	fputs("DROP TABLE IF EXISTS pg_temp.feed; CREATE TEMP TABLE feed (", fp);
	for (int i = 0; feed->names[i] != NULL; i++)
		fprintf(fp, "%s\"%s\" %s", i > 0 ? ", " : "", feed->names[i], feed->types[i] == 'i' ? "BIGINT" : "TEXT");
	fputs(") ON COMMIT DROP; ", fp);
}

/* Begins to fill a table; NULL: the temporary one. The caller frees. */
static char *
copy_sql(const struct feed *feed, const char *table, bool same)
{
	char *sql = NULL;
	size_t len;
	FILE *fp = open_memstream(&sql, &len);

	if (fp == NULL)
		return NULL;
	if (table == NULL)
		write_table(fp, feed, same);
	fprintf(fp, "COPY %s (", table == NULL ? "pg_temp.feed" : table);
	for (int i = 0; feed->names[i] != NULL; i++)
		fprintf(fp, "%s\"%s\"", i > 0 ? ", " : "", feed->names[i]);
	fputs(") FROM STDIN (FORMAT binary)", fp);
	if (fclose(fp) != 0) {
		free(sql);
		return NULL;
	}
	return sql;
}

/* The last statement of sql is a COPY, and this what it takes. */
static int
copy_in(struct db *db, const struct feed *feed, const char *sql)
{
	struct pg *pg = db->conn;
	struct copy *c = malloc(sizeof(*c));
	PGresult *res;
	int rc = 0;

	if (c == NULL)
		return db_no_memory(db);
	c->conn = pg->conn;
	c->len = 0;
	c->failed = false;
	res = pq.exec(pg->conn, sql);
	if (pq.resultStatus(res) == PGRES_COPY_IN) {
		put_rows(c, feed);
		if (pq.putCopyEnd(pg->conn, c->failed ? "" : NULL) != 1)
			rc = pg_fail(db, NULL, sql);
		pq.clear(res);
		while ((res = pq.getResult(pg->conn)) != NULL) {
			if (pq.resultStatus(res) != PGRES_COMMAND_OK)
				rc = pg_fail(db, res, sql);
			pq.clear(res);
		}
	} else {
		rc = pg_fail(db, res, sql);
		pq.clear(res);
	}
	free(c);
	return rc;
}

static int
feed_table(struct db *db, const struct feed *feed)
{
	struct pg *pg = db->conn;
	char *sql = copy_sql(feed, NULL, feed->names == pg->feed);
	int rc;

	if (feed->names != pg->feed)
		pg_keep_none(pg);
	pg->feed = NULL;
	rc = sql == NULL ? db_no_memory(db) : copy_in(db, feed, sql);
	if (rc == 0)
		pg->feed = feed->names;
	free(sql);
	return rc;
}

/* Households alone: the view knows how their numbers are made. */
static int
feed_setting(struct db *db, const struct feed *feed)
{
	char *list = malloc(feed->count * (ID_SIZE + 1) + 1), *p = list;
	int64_t n;
	int rc;

	if (list == NULL)
		return db_no_memory(db);
	for (size_t i = 0; i < feed->count; i++) {
		if (i > 0)
			*p++ = ',';
		p += num_text(ids_make(feed->cell(feed->rows, i, 0).num, feed->cell(feed->rows, i, 1).num), p);
	}
	rc = db_int(db, "SELECT length(set_config('nbr.feed', $1, false))",
	    ARGS(ARG(((struct text){ list, (size_t)(p - list) }))), &n);
	free(list);
	return rc < 0 ? -1 : 0;
}

int
pg_feed(struct db *db, const struct feed *feed)
{
	if (pg_settle(db) != 0)
		return -1;
	if (db->txn == TXN_WRITE)
		return feed_table(db, feed);
	if (strcmp(feed->types, "ii") != 0 || strcmp(feed->names[0], "village") != 0
	    || strcmp(feed->names[1], "household") != 0)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FAILED, "feed");
	return feed_setting(db, feed);
}

/* COPY does not look at the rows one by one, as a clerk's have to be. */
int
pg_load(struct db *db, const char *table, const struct feed *feed)
{
	int64_t fed = 0;
	char *sql;
	int rc;

	if (db_int(db, "SELECT CASE WHEN row_security_active($1) THEN 1 ELSE 0 END", ARGS(ARG(table)), &fed) < 0)
		return -1;
	if (fed)
		return db_load_fed(db, table, feed);
	sql = copy_sql(feed, table, false);
	rc = sql == NULL ? db_no_memory(db) : pg_settle(db) != 0 ? -1 : copy_in(db, feed, sql);
	free(sql);
	return rc;
}
