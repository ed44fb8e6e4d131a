/*
 * A database driver: what one engine does for db.c. Only db*.c see this.
 * Functions return as those of db.h, having called db_fail() on -1.
 */
#ifndef NBR_DB_DRIVER_H
#define NBR_DB_DRIVER_H

#include "db.h"

struct db_driver {
	const char	*scheme;	/* "postgresql:"; "" takes what is left */
	const char	*words[3];	/* for {int} {strict} {norowid} */

	/* Nothing may be changed but between begin with write and its end. */
	int	 (*open)(struct db *, const char *where);
	void	 (*close)(struct db *);
	int	 (*script)(struct db *, const char *sql);	/* many statements */

	struct stmt *(*prepare)(struct db *, const char *sql);
	int	 (*bind)(struct stmt *, const struct arg *);
	int	 (*step)(struct stmt *);
	int64_t	 (*get_int)(struct stmt *, int);
	struct text (*get_text)(struct stmt *, int);
	bool	 (*get_null)(struct stmt *, int);
	int	 (*columns)(struct stmt *);
	const char *(*name)(struct stmt *, int);
	char	 (*type)(struct stmt *, int);
	int64_t	 (*changes)(struct stmt *);
	void	 (*end)(struct stmt *);

	/* alone: no other write transaction goes on beside this one. */
	int	 (*begin)(struct db *, bool write, bool alone);
	int	 (*commit)(struct db *);	/* FAULT_UNKNOWN: no answer */
	void	 (*rollback)(struct db *);
	int	 (*reopen)(struct db *);	/* a connection that was lost */
	int	 (*feed)(struct db *, const struct feed *);
	int	 (*load)(struct db *, const char *table, const struct feed *);

	/* for the administrator */
	int	 (*copy_to)(struct db *, const char *path);
	int	 (*damage)(struct db *, int (*f)(void *, struct text), void *);
	struct stmt *(*ask)(struct db *, const char *sql, bool reveal);
	int	 (*built)(struct db *, int (*f)(void *, struct stmt *), void *);
	const char *objects;		/* SQL: name, definition */
	const char *tables;		/* SQL: name, SELECT; $1: 1 with --reveal */
	int	 (*grant)(struct db *, struct text login, int64_t lo, int64_t hi);
	int	 (*revoke)(struct db *, struct text login);
	const char *grants;		/* SQL; NULL, as those two, for files */
	const char *size;		/* SQL: bytes */
	const char *health;		/* SQL: name, 1 or 0, what was seen; or NULL */
	const char *rights;		/* script after the last migration, or NULL */
	const char *engine;		/* its name */
	const char *(*version)(struct db *);
};

struct db {
	const struct db_driver	*driver;
	void			*conn;		/* the driver's own */
	int			 mode, timeout;	/* enum db_mode; seconds */
	enum { TXN_NONE, TXN_READ, TXN_WRITE } txn;
	bool			 broken;	/* nothing goes until the rollback */
	bool			 again;		/* with the error: it may go well another time */
	int64_t			 write_id;
	char			 error[1024];
	const char		*why;		/* N_(); NULL: as the fault has it */
	enum exit_status	 status;
	enum fault		 fault;
};

struct stmt {
	struct db	*db;
	void		*handle;	/* the driver's own */
};

/* Loads a table by way of the feed: for those who have no shorter one. */
int db_load_fed(struct db *, const char *table, const struct feed *);

/* As if nothing had failed: it is tried once more. */
void db_forget(struct db *);

/* Ends the transaction that is open, if one is, without its changes. */
void db_end(struct db *);

extern const struct db_driver db_sqlite, db_pgsql;

#endif
