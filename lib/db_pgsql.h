/* What the files of the PostgreSQL driver share. Only db_pgsql*.c see this. */
#ifndef NBR_DB_PGSQL_H
#define NBR_DB_PGSQL_H

#include "db_driver.h"
#include "db_pgsql_lib.h"

enum { PG_ARGS = 40, PG_KEPT = 64 };

struct pg_stmt {
	struct stmt	 base;
	char		*sql;
	int		 count;		/* arguments it takes */
	Oid		 types[PG_ARGS];
	const char	*values[PG_ARGS];
	int		 lengths[PG_ARGS], formats[PG_ARGS];
	uint64_t	 nums[PG_ARGS];	/* as they are sent */
	bool		 ran;
	int		 name, life;	/* of the prepared statement, and its connection */
	enum { READY, STREAM, KEPT, DONE, FAILED } state;
	PGresult	*res;		/* the row, or what tells of the columns */
	struct text	*cell;		/* the row's */
	int		 cells;		/* room there */
	char		*kept;		/* rows: length, bytes, NUL for each cell */
	size_t		 kept_at, kept_len, kept_size;
	int64_t		 changes;
	int		(*told)(struct db *, const PGresult *, const char *);
};

struct pg {
	PGconn		*conn;
	struct pg_stmt	*stream;	/* its rows are under way, or NULL */
	int		 life;		/* counts the connections */
	int		 names;		/* of prepared statements, so far */
	struct pg_stmt	*kept[PG_KEPT];	/* NULL: a free place */
	size_t		 next;		/* the place to take when all are taken */
	bool		 standby;
	const char *const *feed;	/* columns of the temporary table, NULL none */
};

/* Records what the server said of a statement; res NULL: of the connection. */
int pg_fail(struct db *, const PGresult *res, const char *sql);

/* The first line of what libpq says, into buf. */
const char *pg_line(const char *message, char *buf, size_t size);

/* Several statements; what they return is dropped. */
int pg_script(struct db *, const char *sql);

/* The connection: made, made again, ended. */
int pg_open(struct db *, const char *where);
int pg_reopen(struct db *);
void pg_close(struct db *);

/* Makes the connection free for another statement: what is left of an open
 * stream is read into memory, where its statement finds it. */
int pg_settle(struct db *);

/* The connection is new, or what went on in it was cut off. */
void pg_cut(struct db *);

/* The next row of a statement that was started, into its cells: 1, 0 none, -1. */
int pg_next(struct pg_stmt *);

/* Ends its stream, if it has one, whatever is still to come: the connection is free. */
void pg_leave(struct pg_stmt *);

struct stmt *pg_prepare(struct db *, const char *sql);
int pg_bind(struct stmt *, const struct arg *);
int pg_step(struct stmt *);
int64_t pg_int(struct stmt *, int);
struct text pg_text(struct stmt *, int);
bool pg_null(struct stmt *, int);
int pg_columns(struct stmt *);
const char *pg_name(struct stmt *, int);
char pg_type(struct stmt *, int);
int64_t pg_changes(struct stmt *);
void pg_end(struct stmt *);

/* Frees it; pg_drop tells the server as well. */
void pg_free(struct pg_stmt *);
void pg_drop(struct pg_stmt *);

/* Statements that have ended in this write transaction, for who prepares the same
 * text next; one that is given out is kept no more. None may be kept when the
 * transaction ends, or when the name feed comes to mean another table. */
struct pg_stmt *pg_kept(struct pg *, const char *sql);	/* NULL: none */
void pg_keep(struct pg *, struct pg_stmt *);
void pg_keep_none(struct pg *);

/* From now on f says why a step failed. */
void pg_told_by(struct stmt *, int (*f)(struct db *, const PGresult *, const char *sql));

int pg_feed(struct db *, const struct feed *);
int pg_load(struct db *, const char *table, const struct feed *);

/* Questions typed by people; what a check and a dump ask for. */
struct stmt *pg_ask(struct db *, const char *sql, bool reveal);
int pg_built(struct db *, int (*f)(void *, struct stmt *), void *);
int pg_damage(struct db *, int (*f)(void *, struct text), void *);
const char *pg_version(struct db *);
extern const char pg_objects[], pg_tables[], pg_health[], pg_rights[], pg_grants[];

int pg_grant(struct db *, struct text login, int64_t lo, int64_t hi);
int pg_revoke(struct db *, struct text login);

#endif
