/* Statements on PostgreSQL: prepared, bound, started, asked for their columns. */
#define _GNU_SOURCE
#include "db_pgsql.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int
pg_bind(struct stmt *base, const struct arg *args)
{
	struct pg_stmt *s = (struct pg_stmt *)base;
	int n = 0;

	pg_leave(s);
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

int
pg_step(struct stmt *base)
{
	struct pg_stmt *s = (struct pg_stmt *)base;

	if (s->state == READY && start(s) != 0)
		s->state = FAILED;
	return pg_next(s);
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

	pg_leave(s);
	if (base->db->txn == TXN_WRITE && !base->db->broken)
		pg_keep(base->db->conn, s);
	else
		pg_drop(s);
}
