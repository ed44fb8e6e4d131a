/*
 * The database, whichever it is.
 *
 * SQL is written once, in the part SQLite and PostgreSQL share: $1, $2 for
 * arguments, ON CONFLICT, RETURNING; values are UTF-8 text, 64-bit integers
 * and NULL; days are integers YYYYMMDD and today is an argument.
 *
 * Functions return 0 (or what they say), or -1: then the handle knows why,
 * with the exit status that fits. After an error inside a transaction every
 * statement is refused until the rollback.
 */
#ifndef NBR_DB_H
#define NBR_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "msg.h"
#include "status.h"
#include "text.h"

struct db;
struct stmt;

struct arg {
	enum { ARG_END, ARG_INT, ARG_TEXT, ARG_NULL } type;
	int64_t		 num;
	struct text	 text;
};

static inline struct arg
arg_int(int64_t n)
{
	return (struct arg){ ARG_INT, n, { 0 } };
}

static inline struct arg
arg_text(struct text t)
{
	return (struct arg){ ARG_TEXT, 0, t };
}

static inline struct arg
arg_string(const char *s)
{
	return (struct arg){ ARG_TEXT, 0, text_of(s) };
}

#define ARG(x)	_Generic((x), char *: arg_string, const char *: arg_string, \
    struct text: arg_text, default: arg_int)(x)
#define ARGS(...) (const struct arg[]){ __VA_ARGS__, { .type = ARG_END } }
#define NO_ARGS	(const struct arg[]){ { .type = ARG_END } }

enum db_mode {
	DB_READ,	/* never writes; a reader's permission is enough */
	DB_WRITE,	/* waits at the gate first, one writer at a time */
	DB_CREATE,	/* makes the file; refuses one that is there */
	DB_ANY_VERSION = 8,	/* flag: do not compare the schema's version */
	DB_SCRATCH = 16,	/* in memory, empty; where is not used */
	DB_GATE = 32,		/* only the gate: for who replaces the file */
};

/*
 * Opens a file (or, one day, "postgresql://.."). Always returns a handle, NULL
 * only when memory is out; db_error() is "" when it is open. Waits up to
 * timeout seconds for other writers, here and in every transaction.
 */
struct db *db_open(const char *where, int mode, int timeout);
void db_close(struct db *);		/* NULL is fine; rolls back */

const char *db_error(const struct db *);	/* words, translated; "" = none */
enum exit_status db_status(const struct db *);	/* the status for the error */
enum fault db_fault(const struct db *);		/* its code, FAULT_NONE = none */

/* Records why something failed, for the modules above. Returns -1. */
int db_fail(struct db *, enum exit_status, enum fault, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Records that memory is out. Returns -1. */
int db_no_memory(struct db *);

/* One statement. Text bound must live until the next bind or stmt_end. */
struct stmt *db_prepare(struct db *, const char *sql);	/* NULL: failed */
int stmt_bind(struct stmt *, const struct arg *);	/* counts them; resets */
int stmt_step(struct stmt *);		/* 1 a row, 0 no more, -1 failed */
int64_t stmt_int(struct stmt *, int column);		/* from 0; NULL is 0 */
struct text stmt_text(struct stmt *, int column);	/* until next step */
bool stmt_null(struct stmt *, int column);
int stmt_columns(struct stmt *);
const char *stmt_name(struct stmt *, int column);
void stmt_end(struct stmt *);		/* NULL is fine */

/* Prepares, binds, steps to the end. db_run returns the rows changed. */
int64_t db_run(struct db *, const char *sql, const struct arg *);

/* The first row's first column; *n is left alone when there is none.
 * Returns 1, 0 when there is no row, or -1. */
int db_int(struct db *, const char *sql, const struct arg *, int64_t *n);

/* Calls f for each row until it returns other than 0, and returns that. */
int db_each(struct db *, const char *sql, const struct arg *,
    int (*f)(void *arg, struct stmt *row), void *arg);

/* A read transaction: one moment's data for several statements. */
int db_begin_read(struct db *);

/*
 * A write transaction on one village (0: on the whole town's tables). It holds
 * that village's lock from its first statement, so what is read inside it
 * is still true when it writes.
 */
int db_begin_write(struct db *, int64_t village);
int db_commit(struct db *);
void db_rollback(struct db *);

/*
 * Bulk load: rows held in memory, seen by SQL as the table "feed" until the
 * next db_feed. On SQLite a virtual table, on a server COPY into a temporary
 * one. INSERT INTO household (..) SELECT .. FROM feed WHERE true.
 */
struct feed {
	const char	*const *names;	/* column names, NULL-ended, at most 24 */
	const char	*types;		/* one letter a column: 'i' or 't' */
	size_t		 count;		/* rows */
	/* Gives column c of row n; text must live as long as the feed. An
	 * empty text is stored as ''; .type ARG_NULL as NULL. */
	struct arg	 (*cell)(const void *rows, size_t n, int c);
	const void	*rows;
};
int db_feed(struct db *, const struct feed *);

/* Writes the whole database, as of one moment, into a file that is there and
 * is empty. Does not sync it. */
int db_copy_to(struct db *, const char *path);

/* What the engine finds wrong with its file: calls f for each, in words, until
 * it returns other than 0, and returns that. */
int db_damage(struct db *, int (*f)(void *arg, struct text words), void *arg);

/* Rows of name and definition of all there is in the schema, by name. */
int db_objects(struct db *, int (*f)(void *arg, struct stmt *row), void *arg);

/*
 * A question typed by a person: one statement that reads, or a usage error.
 * Without reveal identity and phone numbers are refused (FAULT_PERSONAL). The
 * handle takes no other statement afterwards.
 */
struct stmt *db_ask(struct db *, const char *sql, bool reveal);

/* Rows of a table's name and the SELECT that gives its rows in key order, each
 * as one JSON object; without reveal identity and phone numbers are null. */
int db_tables(struct db *, bool reveal, int (*f)(void *arg, struct stmt *row), void *arg);

/* "SQLite", "3.40.1" */
const char *db_engine(struct db *, const char **version);

/* The schema. version: what is stored, 0 when there is none. */
int db_version(struct db *, int *version);
int db_version_built(void);
int db_check_version(struct db *);	/* -1: they differ */
int db_migrate(struct db *);

#endif
