/*
 * The rows of statements on PostgreSQL. They come one by one as the server makes
 * them, so that a long list takes no memory. The connection serves one statement
 * at a time: when another begins, what is left of the first is read into memory,
 * in one piece, and its statement goes on from there. So statements may nest, as
 * on SQLite.
 */
#include "db_pgsql.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_ROWS = 1000 };

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
void
pg_leave(struct pg_stmt *s)
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
pg_next(struct pg_stmt *s)
{
	return s->state == STREAM ? next_streamed(s) : s->state == KEPT ? next_kept(s)
	    : s->state == DONE ? 0 : -1;
}
