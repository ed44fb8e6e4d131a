/*
 * Statements on PostgreSQL. Rows come one by one as the server makes them, so
 * that a long list takes no memory. The connection serves one statement at a
 * time: when another begins, what is left of the first is read into memory, in
 * one piece, and its statement goes on from there. So statements may nest, as
 * on SQLite.
 */
#define _GNU_SOURCE
#include "db_pgsql.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_ROWS = 1000 };
enum { INT2 = 21, INT4 = 23, INT8 = 20, TEXT = 25 };	/* of pg_type; these never change */

/* The highest $n outside of quotes. */
static int
arguments(const char *sql)
{
	int most = 0;

	for (; *sql != '\0'; sql++) {
		if (*sql == '\'' || *sql == '"') {
			const char *end = strchr(sql + 1, *sql);

			if (end == NULL)
				break;
			sql = end;
		} else if (*sql == '$') {
			int n = (int)strtol(sql + 1, NULL, 10);

			if (n > most)
				most = n;
		}
	}
	return most;
}

struct stmt *
pg_prepare(struct db *db, const char *sql)
{
	struct pg_stmt *s = pg_kept(db->conn, sql);

	if (s != NULL)
		return &s->base;
	s = calloc(1, sizeof(*s));
	if (s == NULL || (s->sql = strdup(sql)) == NULL) {
		free(s);
		db_no_memory(db);
		return NULL;
	}
	s->base.db = db;
	s->count = arguments(sql);
	s->told = pg_fail;
	return &s->base;
}

void
pg_told_by(struct stmt *base, int (*f)(struct db *, const PGresult *, const char *))
{
	((struct pg_stmt *)base)->told = f;
}

/* The stream is over: the connection is free. */
static void
finish(struct pg_stmt *s, int state)
{
	struct pg *pg = s->base.db->conn;
	PGresult *res;

	while ((res = pq.getResult(pg->conn)) != NULL)
		pq.clear(res);
	pg->stream = NULL;
	s->state = state;
}

static int64_t
changed(const PGresult *res)
{
	const char *did = pq.cmdStatus((PGresult *)res);

	return *did == '\0' || strchr("IUDM", *did) == NULL ? 0	/* INSERT and so on */
	    : strtoll(pq.cmdTuples((PGresult *)res), NULL, 10);
}

/* 1 and a row that came, 0 no more, -1 failed. */
static int
receive(struct pg_stmt *s, PGresult **row)
{
	struct db *db = s->base.db;
	PGresult *res = pq.getResult(((struct pg *)db->conn)->conn);

	switch (pq.resultStatus(res)) {
	case PGRES_SINGLE_TUPLE:
		*row = res;
		return 1;
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		s->changes = changed(res);
		if (s->res == NULL)
			s->res = res;
		else
			pq.clear(res);
		finish(s, DONE);
		return 0;
	default:
		s->told(db, res, s->sql);
		pq.clear(res);
		finish(s, FAILED);
		return -1;
	}
}

/* Copies a row behind those kept. */
static int
keep(struct pg_stmt *s, const PGresult *row)
{
	int n = pq.nfields(row);
	size_t need = s->kept_len;
	char *p;

	for (int i = 0; i < n; i++)
		need += sizeof(int) + (size_t)pq.getlength(row, 0, i) + 1;
	if (need > s->kept_size) {
		size_t size = 2 * need + 4096;

		p = realloc(s->kept, size);
		if (p == NULL)
			return db_no_memory(s->base.db);
		s->kept = p;
		s->kept_size = size;
	}
	p = s->kept + s->kept_len;
	for (int i = 0; i < n; i++) {
		int len = pq.getlength(row, 0, i), mark = pq.getisnull(row, 0, i) ? -1 : len;

		memcpy(p, &mark, sizeof(mark));
		memcpy(p + sizeof(mark), pq.getvalue(row, 0, i), (size_t)len + 1);
		p += sizeof(mark) + (size_t)len + 1;
	}
	s->kept_len = (size_t)(p - s->kept);
	return 0;
}

int
pg_settle(struct db *db)
{
	struct pg_stmt *s = ((struct pg *)db->conn)->stream;
	PGresult *row;
	int rc;

	if (s == NULL)
		return 0;
	s->kept_at = s->kept_len = 0;
	while ((rc = receive(s, &row)) == 1) {
		rc = keep(s, row);
		pq.clear(row);
		if (rc != 0) {
			finish(s, FAILED);
			return -1;
		}
	}
	if (rc == 0)
		s->state = KEPT;
	return rc;
}

static void
cancel(PGconn *conn)
{
	PGcancel *c = pq.getCancel(conn);
	char why[256];

	if (c != NULL)
		pq.cancel(c, why, sizeof(why));
	pq.freeCancel(c);
}

/* Whether the next row is not here yet. More is asked of the server only when all
 * that came was read: libpq moves what is left each time. */
static bool
none_left(PGconn *conn)
{
	return pq.isBusy(conn) && (pq.consumeInput(conn) == 0 || pq.isBusy(conn));
}

/* Leaves a stream before its end. Few rows are faster read than cancelled; and
 * in a transaction they must be, for a cancelled statement ends it. */
static void
leave(struct pg_stmt *s)
{
	struct db *db = s->base.db;
	struct pg *pg = db->conn;
	bool may = db->txn == TXN_NONE || db->broken;
	PGresult *row;

	for (int n = 0; pg->stream == s; n++) {
		if (may && (n == FEW_ROWS || none_left(pg->conn))) {
			cancel(pg->conn);
			finish(s, DONE);
		} else if (receive(s, &row) == 1) {
			pq.clear(row);
		}
	}
}

void
pg_cut(struct db *db)
{
	struct pg *pg = db->conn;

	if (pg->stream == NULL)
		return;
	if (pq.transactionStatus(pg->conn) == PQTRANS_ACTIVE)
		cancel(pg->conn);
	finish(pg->stream, FAILED);
}

int
pg_bind(struct stmt *base, const struct arg *args)
{
	struct pg_stmt *s = (struct pg_stmt *)base;
	int n = 0;

	leave(s);
	s->state = READY;
	for (; args[n].type != ARG_END && n < s->count && n < PG_ARGS; n++) {
		const struct arg *a = &args[n];
		Oid type = a->type == ARG_INT || a->type == ARG_NULL_INT ? INT8 : TEXT;

		if (s->types[n] != type)
			s->name = 0;	/* it was prepared for another */
		s->types[n] = type;
		s->formats[n] = 1;
		s->nums[n] = htobe64((uint64_t)a->num);
		s->values[n] = a->type == ARG_INT ? (const char *)&s->nums[n]
		    : a->type != ARG_TEXT ? NULL : a->text.len > 0 ? a->text.at : "";
		s->lengths[n] = a->type == ARG_INT ? (int)sizeof(s->nums[n]) : (int)a->text.len;
	}
	if (n != s->count || args[n].type != ARG_END)
		return db_fail(base->db, EXIT_CANNOT, FAULT_DB_FAILED,
		    "%d arguments are needed: %s", s->count, s->sql);
	return 0;
}

static bool
is_prepared(const struct pg_stmt *s)
{
	return s->name > 0 && s->life == ((struct pg *)s->base.db->conn)->life;
}

static const char *
name_of(const struct pg_stmt *s, char buf[16])
{
	snprintf(buf, 16, "nbr%d", s->name);
	return buf;
}

static int
prepare(struct pg_stmt *s)
{
	struct pg *pg = s->base.db->conn;
	char name[16];
	PGresult *res;
	int rc = 0;

	s->name = ++pg->names;
	s->life = pg->life;
	res = pq.prepare(pg->conn, name_of(s, name), s->sql, s->count, s->types);
	if (pq.resultStatus(res) != PGRES_COMMAND_OK) {
		rc = s->told(s->base.db, res, s->sql);
		s->name = 0;
	}
	pq.clear(res);
	return rc;
}

/* What is run once is sent in one go; the second time it is worth a name. */
static int
start(struct pg_stmt *s)
{
	struct db *db = s->base.db;
	struct pg *pg = db->conn;
	char name[16];
	int sent;

	if (pg_settle(db) != 0 || (s->ran && !is_prepared(s) && prepare(s) != 0))
		return -1;
	sent = is_prepared(s)
	    ? pq.sendQueryPrepared(pg->conn, name_of(s, name), s->count, s->values, s->lengths, s->formats, 0)
	    : pq.sendQueryParams(pg->conn, s->sql, s->count, s->types, s->values, s->lengths, s->formats, 0);
	s->ran = true;
	s->changes = 0;
	if (!sent)
		return s->told(db, NULL, s->sql);
	pq.setSingleRowMode(pg->conn);
	pg->stream = s;
	s->state = STREAM;
	return 0;
}

static int
room_for_cells(struct pg_stmt *s, int n)
{
	struct text *cell;

	if (n <= s->cells)
		return 0;
	cell = realloc(s->cell, (size_t)n * sizeof(*cell));
	if (cell == NULL)
		return db_no_memory(s->base.db);
	s->cell = cell;
	s->cells = n;
	return 0;
}

static int
next_kept(struct pg_stmt *s)
{
	int n = pq.nfields(s->res);

	if (s->kept_at == s->kept_len) {
		s->state = DONE;
		return 0;
	}
	if (room_for_cells(s, n) != 0)
		return -1;
	for (int i = 0; i < n; i++) {
		char *p = s->kept + s->kept_at;
		int len;

		memcpy(&len, p, sizeof(len));
		s->cell[i] = len < 0 ? (struct text){ 0 } : (struct text){ p + sizeof(len), (size_t)len };
		s->kept_at += sizeof(len) + s->cell[i].len + 1;
	}
	return 1;
}

static int
next_streamed(struct pg_stmt *s)
{
	PGresult *row;
	int rc = receive(s, &row), n;

	if (rc != 1)
		return rc;
	pq.clear(s->res);
	s->res = row;
	n = pq.nfields(row);
	if (room_for_cells(s, n) != 0)
		return -1;
	for (int i = 0; i < n; i++)
		s->cell[i] = pq.getisnull(row, 0, i) ? (struct text){ 0 }
		    : (struct text){ pq.getvalue(row, 0, i), (size_t)pq.getlength(row, 0, i) };
	return 1;
}

int
pg_step(struct stmt *base)
{
	struct pg_stmt *s = (struct pg_stmt *)base;

	if (s->state == READY && start(s) != 0)
		s->state = FAILED;
	return s->state == STREAM ? next_streamed(s) : s->state == KEPT ? next_kept(s)
	    : s->state == DONE ? 0 : -1;
}

int64_t
pg_int(struct stmt *base, int column)
{
	const char *at = ((struct pg_stmt *)base)->cell[column].at;

	return at == NULL ? 0 : strtoll(at, NULL, 10);
}

struct text
pg_text(struct stmt *base, int column)
{
	return ((struct pg_stmt *)base)->cell[column];
}

bool
pg_null(struct stmt *base, int column)
{
	return ((struct pg_stmt *)base)->cell[column].at == NULL;
}

/* The columns may be asked for before it is run. */
static const PGresult *
described(struct stmt *base)
{
	struct pg_stmt *s = (struct pg_stmt *)base;
	struct pg *pg = base->db->conn;
	PGresult *res;
	char name[16];

	if (s->res != NULL || pg_settle(base->db) != 0 || (!is_prepared(s) && prepare(s) != 0))
		return s->res;
	res = pq.describePrepared(pg->conn, name_of(s, name));
	if (pq.resultStatus(res) == PGRES_COMMAND_OK) {
		s->res = res;
	} else {
		s->told(base->db, res, s->sql);
		pq.clear(res);
	}
	return s->res;
}

int
pg_columns(struct stmt *base)
{
	return pq.nfields(described(base));
}

const char *
pg_name(struct stmt *base, int column)
{
	return pq.fname(described(base), column);
}

char
pg_type(struct stmt *base, int column)
{
	Oid type = pq.ftype(described(base), column);

	return type == INT8 || type == INT4 || type == INT2 ? 'i' : 't';
}

int64_t
pg_changes(struct stmt *base)
{
	return ((struct pg_stmt *)base)->changes;
}

void
pg_free(struct pg_stmt *s)
{
	pq.clear(s->res);
	free(s->kept);
	free(s->cell);
	free(s->sql);
	free(s);
}

/* In a transaction that failed nothing is taken; what stays is little. */
void
pg_drop(struct pg_stmt *s)
{
	struct pg *pg = s->base.db->conn;
	char sql[40], name[16];

	if (is_prepared(s) && pg->stream == NULL && pq.transactionStatus(pg->conn) != PQTRANS_INERROR) {
		snprintf(sql, sizeof(sql), "DEALLOCATE %s", name_of(s, name));
		pq.clear(pq.exec(pg->conn, sql));
	}
	pg_free(s);
}

void
pg_end(struct stmt *base)
{
	struct pg_stmt *s = (struct pg_stmt *)base;

	leave(s);
	if (base->db->txn == TXN_WRITE && !base->db->broken)
		pg_keep(base->db->conn, s);
	else
		pg_drop(s);
}
