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
	int64_t	 (*changes)(struct stmt *);
	void	 (*end)(struct stmt *);

	int	 (*begin)(struct db *, bool write, int64_t village);
	int	 (*commit)(struct db *);
	void	 (*rollback)(struct db *);
	int	 (*feed)(struct db *, const struct feed *);

	/* for the administrator */
	int	 (*copy_to)(struct db *, const char *path);
	int	 (*damage)(struct db *, int (*f)(void *, struct text), void *);
	struct stmt *(*ask)(struct db *, const char *sql, bool reveal);
	const char *objects;		/* SQL: name, definition */
	const char *tables;		/* SQL: name, SELECT; $1: 1 with --reveal */
	const char *engine;		/* its name */
	const char *(*version)(struct db *);
};

struct db {
	const struct db_driver	*driver;
	void			*conn;		/* the driver's own */
	int			 mode, timeout;	/* enum db_mode; seconds */
	bool			 in_txn, broken;
	char			 error[1024];
	enum exit_status	 status;
	enum fault		 fault;
};

struct stmt {
	struct db	*db;
	void		*handle;	/* the driver's own */
};

extern const struct db_driver db_sqlite;

#endif
