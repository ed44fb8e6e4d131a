/* What the files of the SQLite driver share. Only db_sqlite*.c see this. */
#ifndef NBR_DB_SQLITE_H
#define NBR_DB_SQLITE_H

#include <sqlite3.h>

#include "db_driver.h"

enum { LITE_ARGS = 40, LITE_KEPT = 64 };

struct lite_stmt {
	struct stmt	 base;
	sqlite3_stmt	*sqlite;
	int		 count;			/* arguments it takes */
	int		 at[LITE_ARGS + 1];	/* SQLite's index of $n */
};

struct lite {
	sqlite3			*sqlite;
	struct lite_stmt	*kept[LITE_KEPT];	/* NULL: a free place */
	size_t			 next;		/* the place to take when all are taken */
	int			 gate;		/* fd of the locked gate, or -1 */
	struct feed		 feed;		/* what the virtual table shows */
	int			 feed_columns;
	bool			 reveal;	/* lite_ask: personal columns too */
	char			 withheld[128];	/* the one it was refused for */
};

/* Records the error of the handle, with the statement if it is ours to blame. */
int lite_fail(struct db *, int rc, const char *sql);

/* Whether anything may be changed. 0, -1. */
int lite_read_only(struct db *, bool on);

/* Statements that have ended, for who prepares the same text next. One that is
 * given out is kept no more: whoever prepares it meanwhile gets another. None may
 * be kept when the connection is closed. */
struct lite_stmt *lite_kept(struct lite *, const char *sql);	/* NULL: none */
void lite_keep(struct lite *, struct lite_stmt *);
void lite_keep_none(struct lite *);

/* Waits at the gate of a database file: one writer at a time, in the order
 * they came, so that no one starves. Returns the fd, or -1. */
int lite_gate(struct db *, const char *path);

/* Refuses paths that are no safe place for a database. 0, -1. */
int lite_path(struct db *, const char *path);

/* Makes the module of the virtual table "feed" known, and fills it. */
int lite_feed_module(struct db *);
int lite_feed(struct db *, const struct feed *);

/* A copy of the file; what is wrong with it. */
int lite_copy_to(struct db *, const char *path);
int lite_damage(struct db *, int (*f)(void *, struct text), void *);

/* Questions typed by people; what a dump asks for. */
struct stmt *lite_ask(struct db *, const char *sql, bool reveal);
int lite_built(struct db *, int (*f)(void *, struct stmt *), void *arg);
extern const char lite_objects[], lite_tables[], lite_rights[];
const char *lite_version(struct db *);

#endif
