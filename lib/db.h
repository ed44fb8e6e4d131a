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
	enum { ARG_END, ARG_INT, ARG_TEXT, ARG_NULL_INT, ARG_NULL_TEXT } type;
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
	DB_WRITE,	/* a file: waits at its gate first, one writer at a time */
	DB_CREATE,	/* makes the file; refuses a database that is there */
	DB_ANY_VERSION = 8,	/* flag: do not compare the schema's version */
	DB_WHOLE = 16,		/* flag: all rows or an error, not a clerk's share of them */
	DB_GATE = 32,		/* only the gate: for who replaces the file */
};

/*
 * Opens a file or "postgresql://..". Always returns a handle, NULL only when
 * memory is out; db_error() is "" when it is open. Waits up to timeout seconds
 * for a server that does not answer and for other writers, here and in every
 * transaction.
 */
struct db *db_open(const char *where, int mode, int timeout);
void db_close(struct db *);		/* NULL is fine; rolls back */

/* Whether where names a server, not a file. */
bool db_is_server(const char *where);

const char *db_error(const struct db *);	/* words, translated; "" = none */
enum exit_status db_status(const struct db *);	/* the status for the error */
enum fault db_fault(const struct db *);		/* its code, FAULT_NONE = none */
const char *db_why(const struct db *);		/* words of the code, translated; "" none */

/* Takes back an error that a statement knows nothing of, after which nothing was
 * changed: the transaction goes on with the next record. */
void db_forgive(struct db *);

/* Whether the last write transaction met another one in its way (each held what
 * the other wanted): nothing was stored, and it may go well another time. */
bool db_again(const struct db *);

/* Records why something failed, for the modules above. Returns -1. */
int db_fail(struct db *, enum exit_status, enum fault, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, with words of its own for the code: N_(), alive; NULL as it has them. */
int db_refuse(struct db *, enum exit_status, enum fault, const char *why, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Records that memory is out. Returns -1. */
int db_no_memory(struct db *);

/* Records the error of another handle, or its own, as that of the database
 * named; a name that is refused is left out: it may hold a password. Returns -1. */
int db_blame(struct db *, const struct db *other, const char *where);

/* One statement. Text bound must live until the next bind or stmt_end. */
struct stmt *db_prepare(struct db *, const char *sql);	/* NULL: failed */
int stmt_bind(struct stmt *, const struct arg *);	/* counts them; resets */
int stmt_step(struct stmt *);		/* 1 a row, 0 no more, -1 failed */
int64_t stmt_int(struct stmt *, int column);		/* from 0; NULL is 0 */
struct text stmt_text(struct stmt *, int column);	/* until next step; NULL is at NULL */
bool stmt_null(struct stmt *, int column);
int stmt_columns(struct stmt *);
const char *stmt_name(struct stmt *, int column);
char stmt_type(struct stmt *, int column);	/* 'i' or 't', as the column's */
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
void db_end_read(struct db *);

/*
 * A write transaction, and there is no other way to change anything: what is
 * read, checked and written is safe only under a lock. It begins, takes the
 * lock of its village, calls f, and commits if that returns 0. When another
 * transaction got in its way, or the server went away, all of it is done
 * again until the handle's time is up: f has no effect but in the database,
 * or one that a second call of it replaces.
 *
 * After a commit of which no answer came done tells whether it is stored.
 */
enum {
	DB_TOWN = 0,		/* the town's own row: what belongs to no village */
	DB_EVERY_VILLAGE = -1,	/* the town's and all others: no one else writes */
	DB_LATER = -2,		/* none yet: f calls db_lock as it goes */
	DB_SCHEMA = -3,		/* as DB_EVERY_VILLAGE, where there may be no tables */
};

struct write {
	int64_t	 village;		/* its 12 digits, or one of those above */
	int	 (*f)(struct db *, void *arg);	/* 0 commit, 1 roll back, -1 failed */
	int	 (*done)(struct db *, void *arg);	/* 1 stored, 0 not, -1 */
	void	*arg;
	bool	 once;			/* f cannot be called again */
};
int db_write(struct db *, const struct write *);	/* what f returned, or -1 */

/*
 * The lock of one more village, in a write transaction. Who takes several goes
 * in the order of their codes, so that no two wait for each other; a lock that
 * is held already costs little. 1 it is ours, 0 there is no such village, -1.
 */
int db_lock(struct db *, int64_t village);

/* The number of this write transaction, ids_make(village, n): its first lock's
 * village, and how many changes of it there were. 0 before there is a lock. */
int64_t db_write_id(const struct db *);

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
	 * empty text is stored as ''. */
	struct arg	 (*cell)(const void *rows, size_t n, int c);
	const void	*rows;
};
int db_feed(struct db *, const struct feed *);

/* Stores rows in a table as they are, each name a column of it. On a server they
 * go by COPY straight into the table. */
int db_load(struct db *, const char *table, const struct feed *);

/* Writes the whole database, as of one moment, into a file that is there and
 * is empty. Does not sync it. A server's is not copied so (EXIT_USAGE). */
int db_copy_to(struct db *, const char *path);

/* What the engine finds wrong with its data: calls f for each, in words, until
 * it returns other than 0, and returns that. */
int db_damage(struct db *, int (*f)(void *arg, struct text words), void *arg);

/* Rows of name and definition of all there is in the schema, by name; built:
 * of a schema made afresh, which leaves no trace, and not of the stored one; 1
 * when this login may make none. */
int db_objects(struct db *, bool built, int (*f)(void *arg, struct stmt *row), void *arg);

/*
 * A question typed by a person: one statement that reads, or a usage error.
 * Without reveal identity and phone numbers are refused (FAULT_PERSONAL). The
 * handle takes no other statement afterwards.
 */
struct stmt *db_ask(struct db *, const char *sql, bool reveal);

/*
 * Rows of a table's name and the SELECT that gives its rows: its columns as they
 * were declared, in the order of its primary key; without reveal identity and
 * phone numbers are "NULL AS ident". A table's depth is 0 when its foreign keys
 * name no other table, else one more than the deepest of those they name. Tables
 * come by depth, then by the bytes of their names, the same on every engine.
 */
int db_tables(struct db *, bool reveal, int (*f)(void *arg, struct stmt *row), void *arg);

/*
 * Rights on a server, in a write transaction. db_grant makes a login of the
 * server a clerk of the villages from lo to hi, which adds to those it has, or an
 * auditor (lo 0); db_revoke takes all from it: 1, 0 it had none. db_grants:
 * rows of login, role ("clerk", "audit"), lo, hi. Who may open a file is its
 * owner's to say (EXIT_USAGE).
 */
int db_grant(struct db *, struct text login, int64_t lo, int64_t hi);
int db_revoke(struct db *, struct text login);
int db_grants(struct db *, int (*f)(void *arg, struct stmt *row), void *arg);

/* Bytes of the whole database. 0, -1. */
int db_size(struct db *, int64_t *bytes);

/* Rows of what the engine's administrator should look at: its name, 1 good or 0
 * not, what was seen. */
int db_health(struct db *, int (*f)(void *arg, struct stmt *row), void *arg);

/* "SQLite", "3.40.1" */
const char *db_engine(struct db *, const char **version);

/* The schema. version: what is stored, 0 when there is none. */
int db_version(struct db *, int *version);
int db_version_built(void);
int db_check_version(struct db *);	/* -1: they differ */
int db_migrate(struct db *);		/* in a write transaction of its own */
int db_migrate_in(struct db *);		/* in the one that is open */

#endif
