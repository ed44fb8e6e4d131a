#define _GNU_SOURCE
#include "db.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_driver.h"

static const struct db_driver *const drivers[] = {
	&db_pgsql,
	&db_sqlite,	/* takes what is left: last */
};

static int __attribute__((format(printf, 5, 0)))
fail(struct db *db, enum exit_status status, enum fault fault, const char *why, const char *fmt, va_list ap)
{
	if (db->broken)	/* the first error is the one that matters */
		return -1;
	vsnprintf(db->error, sizeof(db->error), fmt, ap);
	db->why = why;
	db->status = status;
	db->fault = fault;
	db->again = false;
	if (db->txn != TXN_NONE)
		db->broken = true;
	return -1;
}

int
db_fail(struct db *db, enum exit_status status, enum fault fault,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(db, status, fault, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
db_refuse(struct db *db, enum exit_status status, enum fault fault, const char *why,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(db, status, fault, why, fmt, ap);
	va_end(ap);
	return -1;
}

int
db_no_memory(struct db *db)
{
	return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("out of memory"));
}

int
db_blame(struct db *db, const struct db *other, const char *where)
{
	char why[sizeof(other->error)];
	bool bare = other->status == EXIT_USAGE || other->fault == FAULT_DB_LIBRARY || strstr(other->error, where) != NULL;

	snprintf(why, sizeof(why), "%s", other->error);
	return db_refuse(db, other->status, other->fault, other->why, "%s%s%s", bare ? "" : where, bare ? "" : ": ", why);
}

const char *
db_error(const struct db *db)
{
	return db->error;
}

enum exit_status
db_status(const struct db *db)
{
	return db->status;
}

enum fault
db_fault(const struct db *db)
{
	return db->fault;
}

const char *
db_why(const struct db *db)
{
	return db->why != NULL ? _(db->why) : fault_why(db->fault);
}

bool
db_again(const struct db *db)
{
	return db->again && db->fault == FAULT_BUSY;
}

/* What follows from an error is noise. */
static bool
refused(struct db *db)
{
	return db->broken || db->conn == NULL;
}

static const struct db_driver *
driver_of(const char *where)
{
	size_t i = 0;

	while (strncmp(where, drivers[i]->scheme, strlen(drivers[i]->scheme)) != 0)
		i++;
	return drivers[i];
}

bool
db_is_server(const char *where)
{
	return driver_of(where) != &db_sqlite;
}

struct db *
db_open(const char *where, int mode, int timeout)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		return NULL;
	db->driver = driver_of(where);
	db->mode = mode;
	db->timeout = timeout;
	if (db->driver->open(db, where) == 0 && !(mode & (DB_CREATE | DB_ANY_VERSION | DB_GATE)))
		db_check_version(db);
	return db;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_end(db);
	db->driver->close(db);
	free(db);
}

struct stmt *
db_prepare(struct db *db, const char *sql)
{
	return refused(db) ? NULL : db->driver->prepare(db, sql);
}

int
stmt_bind(struct stmt *stmt, const struct arg *args)
{
	return refused(stmt->db) ? -1 : stmt->db->driver->bind(stmt, args);
}

int
stmt_step(struct stmt *stmt)
{
	return refused(stmt->db) ? -1 : stmt->db->driver->step(stmt);
}

int64_t
stmt_int(struct stmt *stmt, int column)
{
	return stmt->db->driver->get_int(stmt, column);
}

struct text
stmt_text(struct stmt *stmt, int column)
{
	return stmt->db->driver->get_text(stmt, column);
}

bool
stmt_null(struct stmt *stmt, int column)
{
	return stmt->db->driver->get_null(stmt, column);
}

int
stmt_columns(struct stmt *stmt)
{
	return stmt->db->driver->columns(stmt);
}

const char *
stmt_name(struct stmt *stmt, int column)
{
	return stmt->db->driver->name(stmt, column);
}

char
stmt_type(struct stmt *stmt, int column)
{
	return stmt->db->driver->type(stmt, column);
}

void
stmt_end(struct stmt *stmt)
{
	if (stmt != NULL)
		stmt->db->driver->end(stmt);
}

int
db_each(struct db *db, const char *sql, const struct arg *args,
    int (*f)(void *, struct stmt *), void *arg)
{
	struct stmt *stmt = db_prepare(db, sql);
	int rc = stmt == NULL ? -1 : stmt_bind(stmt, args);

	while (rc == 0 && (rc = stmt_step(stmt)) == 1)
		rc = f(arg, stmt);
	stmt_end(stmt);
	return rc;
}

int64_t
db_run(struct db *db, const char *sql, const struct arg *args)
{
	struct stmt *stmt = db_prepare(db, sql);
	int64_t n = stmt == NULL ? -1 : stmt_bind(stmt, args);
	int rc;

	if (n == 0) {
		while ((rc = stmt_step(stmt)) == 1)
			continue;
		n = rc < 0 ? -1 : db->driver->changes(stmt);
	}
	stmt_end(stmt);
	return n;
}

int
db_int(struct db *db, const char *sql, const struct arg *args, int64_t *n)
{
	struct stmt *stmt = db_prepare(db, sql);
	int rc = stmt == NULL ? -1 : stmt_bind(stmt, args);

	if (rc == 0 && (rc = stmt_step(stmt)) == 1)
		*n = stmt_int(stmt, 0);
	stmt_end(stmt);
	return rc;
}

int
db_feed(struct db *db, const struct feed *feed)
{
	return refused(db) ? -1 : db->driver->feed(db, feed);
}

int
db_load_fed(struct db *db, const char *table, const struct feed *feed)
{
	char *sql = NULL;
	size_t len;
	FILE *fp = db_feed(db, feed) == 0 ? open_memstream(&sql, &len) : NULL;
	int rc = -1;

	if (fp == NULL)
		return db->error[0] != '\0' ? -1 : db_no_memory(db);
	fprintf(fp, "INSERT INTO %s (", table);
	for (int i = 0; feed->names[i] != NULL; i++)
		fprintf(fp, "%s%s", i > 0 ? ", " : "", feed->names[i]);
	fputs(") SELECT ", fp);
	for (int i = 0; feed->names[i] != NULL; i++)
		fprintf(fp, "%s%s", i > 0 ? ", " : "", feed->names[i]);
	fputs(" FROM feed", fp);
	if (fclose(fp) != 0)
		db_no_memory(db);
	else
		rc = db_run(db, sql, NO_ARGS) < 0 ? -1 : 0;
	free(sql);
	return rc;
}

int
db_load(struct db *db, const char *table, const struct feed *feed)
{
	return refused(db) ? -1 : db->driver->load(db, table, feed);
}

int
db_copy_to(struct db *db, const char *path)
{
	return refused(db) ? -1 : db->driver->copy_to(db, path);
}

int
db_damage(struct db *db, int (*f)(void *, struct text), void *arg)
{
	return refused(db) ? -1 : db->driver->damage(db, f, arg);
}

int
db_objects(struct db *db, bool built, int (*f)(void *, struct stmt *), void *arg)
{
	return !built ? db_each(db, db->driver->objects, NO_ARGS, f, arg)
	    : refused(db) ? -1 : db->driver->built(db, f, arg);
}

struct stmt *
db_ask(struct db *db, const char *sql, bool reveal)
{
	return refused(db) ? NULL : db->driver->ask(db, sql, reveal);
}

int
db_tables(struct db *db, bool reveal, int (*f)(void *, struct stmt *), void *arg)
{
	return db_each(db, db->driver->tables, ARGS(ARG(reveal)), f, arg);
}

static int
of_file(struct db *db)
{
	return db_fail(db, EXIT_USAGE, FAULT_NONE,
	    _("a file's rights are given with chown and chmod, a server's with nbr-access"));
}

int
db_grant(struct db *db, struct text login, int64_t lo, int64_t hi)
{
	return refused(db) ? -1 : db->driver->grants == NULL ? of_file(db) : db->driver->grant(db, login, lo, hi);
}

int
db_revoke(struct db *db, struct text login)
{
	return refused(db) ? -1 : db->driver->grants == NULL ? of_file(db) : db->driver->revoke(db, login);
}

int
db_grants(struct db *db, int (*f)(void *, struct stmt *), void *arg)
{
	return refused(db) ? -1 : db->driver->grants == NULL ? of_file(db)
	    : db_each(db, db->driver->grants, NO_ARGS, f, arg);
}

int
db_size(struct db *db, int64_t *bytes)
{
	return db_int(db, db->driver->size, NO_ARGS, bytes) < 0 ? -1 : 0;
}

int
db_health(struct db *db, int (*f)(void *, struct stmt *), void *arg)
{
	return db->driver->health == NULL ? 0 : db_each(db, db->driver->health, NO_ARGS, f, arg);
}

const char *
db_engine(struct db *db, const char **version)
{
	*version = db->driver->version(db);
	return db->driver->engine;
}
