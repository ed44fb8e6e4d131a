#define _GNU_SOURCE
#include "db.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_driver.h"
#include "schema.h"

static const struct db_driver *const drivers[] = {
	&db_sqlite,	/* takes what is left: last */
};

int
db_fail(struct db *db, enum exit_status status, enum fault fault,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(db->error, sizeof(db->error), fmt, ap);
	va_end(ap);
	db->status = status;
	db->fault = fault;
	if (db->in_txn)
		db->broken = true;
	return -1;
}

int
db_no_memory(struct db *db)
{
	return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("out of memory"));
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

/* The first error is the one that matters; what follows from it is noise. */
static bool
refused(struct db *db)
{
	return db->broken || db->conn == NULL;
}

int
db_check_version(struct db *db)
{
	int version;

	if (db_version(db, &version) != 0)
		return -1;
	if (version < db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_OLD,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	if (version > db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	return 0;
}

struct db *
db_open(const char *where, int mode, int timeout)
{
	struct db *db = calloc(1, sizeof(*db));
	size_t i = 0;

	if (db == NULL)
		return NULL;
	while (strncmp(where, drivers[i]->scheme, strlen(drivers[i]->scheme)) != 0)
		i++;
	db->driver = drivers[i];
	db->mode = mode;
	db->timeout = timeout;
	if (db->driver->open(db, where) == 0
	    && !(mode & (DB_CREATE | DB_ANY_VERSION | DB_SCRATCH | DB_GATE)))
		db_check_version(db);
	return db;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
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

static int
begin(struct db *db, bool write, int64_t village)
{
	if (refused(db) || db->driver->begin(db, write, village) != 0)
		return -1;
	db->in_txn = true;
	return 0;
}

int
db_begin_read(struct db *db)
{
	return begin(db, false, 0);
}

int
db_begin_write(struct db *db, int64_t village)
{
	return begin(db, true, village);
}

int
db_commit(struct db *db)
{
	if (refused(db) || db->driver->commit(db) != 0)
		return -1;
	db->in_txn = false;
	return 0;
}

void
db_rollback(struct db *db)
{
	if (db->in_txn)
		db->driver->rollback(db);
	db->in_txn = db->broken = false;
}

int
db_feed(struct db *db, const struct feed *feed)
{
	return refused(db) ? -1 : db->driver->feed(db, feed);
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
db_objects(struct db *db, int (*f)(void *, struct stmt *), void *arg)
{
	return db_each(db, db->driver->objects, NO_ARGS, f, arg);
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

const char *
db_engine(struct db *db, const char **version)
{
	*version = db->driver->version(db);
	return db->driver->engine;
}

int
db_version_built(void)
{
	int n = 0;

	while (schema[n] != NULL)
		n++;
	return n;
}

int
db_version(struct db *db, int *version)
{
	int64_t n = 0;

	if (db_int(db, "SELECT max(version) FROM nbr_schema", NO_ARGS, &n) < 0)
		return -1;
	*version = (int)n;
	return 0;
}

/* Puts the engine's words in place of {int} and the like. The caller frees. */
static char *
engine_words(const struct db_driver *d, const char *sql)
{
	static const char *const marks[] = { "{int}", "{strict}", "{norowid}" };
	char *out = NULL;
	size_t len;
	FILE *fp = open_memstream(&out, &len);

	if (fp == NULL)
		return NULL;
	while (*sql != '\0') {
		size_t i = 0;

		while (i < 3 && strncmp(sql, marks[i], strlen(marks[i])) != 0)
			i++;
		if (i < 3) {
			fputs(d->words[i], fp);
			sql += strlen(marks[i]);
		} else {
			putc(*sql++, fp);
		}
	}
	if (fclose(fp) != 0) {
		free(out);
		return NULL;
	}
	return out;
}

static int
migrate_one(struct db *db, int version)
{
	char *sql = engine_words(db->driver, schema[version - 1]);
	int rc = sql == NULL ? db_no_memory(db)
	    : db->driver->script(db, sql);

	free(sql);
	if (rc == 0 && db_run(db, "INSERT INTO nbr_schema (version) VALUES ($1)",
	    ARGS(ARG(version))) < 0)
		rc = -1;
	return rc;
}

/* All steps in one transaction: the old schema or the new, nothing between. */
int
db_migrate(struct db *db)
{
	int version = 0;

	if (db_begin_write(db, 0) != 0)
		return -1;
	if (db->driver->script(db,
	    "CREATE TABLE IF NOT EXISTS nbr_schema (version INTEGER NOT NULL PRIMARY KEY)") != 0
	    || db_version(db, &version) != 0)
		return -1;
	if (version > db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	while (version < db_version_built())
		if (migrate_one(db, ++version) != 0)
			return -1;
	return db_commit(db);
}
