/*
 * Imports: one machine for every entity.
 *
 * Decode, find the delimiter and the heading row, map headings to columns,
 * clean and read every cell, collect every fault of every row, and store good
 * rows a batch at a time, all in one transaction. Without a reject file one
 * bad row means that nothing is stored.
 *
 * An entity declares its column table, its struct and three functions.
 */
#ifndef NBR_IMPORT_H
#define NBR_IMPORT_H

#include "col.h"
#include "db.h"

enum duplicate { DUPLICATE_ERROR, DUPLICATE_SKIP, DUPLICATE_UPDATE };

struct import_how {		/* what the command line said */
	const char	*path;		/* "-" standard input */
	const char	*encoding;	/* NULL: auto */
	const char	*map;		/* "heading=column,.." or NULL */
	const char	*fill_down;	/* "heading,..": empty cells say what stands above */
	int64_t		 area;		/* of rows that name none (ids.h), 0 none */
	const char	*rejects;	/* NULL: any bad row refuses the file */
	uint32_t	 delimiter;	/* 0: found */
	int64_t		 header_row;	/* 0: found; physical line */
	int64_t		 max_errors;	/* bad rows after which it gives up, 0 never */
	enum duplicate	 duplicate;
	bool		 strict_columns, dry_run, verbose, quiet;
	void		*into;		/* where the entity keeps what it reads: nothing is
					 * stored, there is no transaction and no run; else NULL */
	day_t		 today;
	const char	*zone;		/* of the database */
	const char	*actor, *program, *ref, *reason;	/* of the run */
};

struct import;

struct import_row {
	int64_t		 line;		/* physical, from 1 */
	bool		 bad;		/* has a fault; never stored */
	enum { ROW_NEW, ROW_SAME, ROW_CHANGED, ROW_SKIPPED } stored;	/* set by store */
	void		*rec;		/* the entity's struct, its texts alive */
};

struct entity {
	const char	*name;		/* "household", for messages and the run */
	const struct col *cols;
	size_t		 size;		/* of the struct */
	size_t		 batch;		/* bytes stored at once, 0: 4 MiB */
	bool		 apart;		/* check asks no database, cannot fail, and
					 * shares nothing with store that one of them
					 * changes: they may run side by side */
	bool		 whole;		/* rows may need later ones: a large batch */
	bool		 town;		/* of the whole town: no one else writes meanwhile */

	/*
	 * Before the first row; given[] says which columns of cols the file has.
	 * Loads what check and store need and only the town as a whole may
	 * change: rules, calendar, areas. 0, -1 (db_fail).
	 */
	int	 (*begin)(struct import *, const bool given[], void **own);

	/* Checks a row across its columns, with import_fault; looks up what its
	 * text names. A cell that could not be read is zero here, and a second
	 * fault of it is not told. 0, -1 (db_fail). */
	int	 (*check)(struct import *, void *own, struct import_row *);

	/* Where the row is stored: its place in the order of the table's key.
	 * NULL: in the order of the file. Rows out of order are gathered into
	 * large batches, 160 times .batch: of 4 MiB 640, which a million
	 * households fit in; and sorted (stable) before store. */
	int64_t	 (*key)(const void *rec);

	/*
	 * Stores the rows of a batch, in the order of key; skips the bad ones,
	 * says in .stored what became of each, may still find faults. The
	 * villages of the keys (ids.h) are locked from now on: what is known
	 * of them from before may be so no longer. 0, -1 (db_fail).
	 */
	int	 (*store)(struct import *, void *own, struct import_row *, size_t n);

	/* After the last row, before the commit: what only the whole shows.
	 * May be NULL. */
	int	 (*end)(struct import *, void *own);

	void	 (*free)(void *own);
};

/* read = added + changed + same + skipped + rejected, stored or not. */
struct import_count {
	int64_t	read, added, changed, same, skipped, rejected, errors;
	int64_t	aside;		/* title, blank, total and signature rows, not in read */
	int64_t	header_row;	/* physical line of the headings */
	int64_t	run;		/* run id, 0 on a dry run or when nothing was stored */
	int64_t	done;		/* run that stored this file before, under this ref: only
				 * rejected is known then, of that time; else 0 */
	const char *encoding;	/* "GB18030"; NULL when it was not opened */
};

/*
 * Runs an import in one transaction. *count is filled whatever happens; faults
 * are told on standard error. Returns the exit status: EXIT_DONE, EXIT_PARTLY,
 * EXIT_REFUSED, EXIT_USAGE (of --map or --fill-down), EXIT_CANNOT, EXIT_UNWRITTEN, or
 * db_status() after db_fail.
 */
enum exit_status import_run(struct db *, const struct entity *,
    const struct import_how *, struct import_count *);

/* For the entity's functions: what stands in import_how, and the run's number, which
 * is there from the first lock on. */
struct db *import_db(struct import *);
day_t import_today(struct import *);
int64_t import_run_id(struct import *);
enum duplicate import_duplicate(struct import *);
int64_t import_area(struct import *);
const char *import_zone(struct import *);
const char *import_actor(struct import *);
void *import_into(struct import *);

/* A fault of a row, at the column with this name (NULL: the row). value is
 * what the message shows, masked by the column's type; empty shows the cell. */
void import_fault(struct import *, struct import_row *, const char *column,
    struct text value, enum fault);
/* The same of the cell, with words of its own for the code: N_(); NULL as it has them. */
void import_fault_why(struct import *, struct import_row *, const char *column,
    enum fault, const char *why);

/* Memory for texts of the row, until its batch is stored. NULL: none left. */
char *import_alloc(struct import_row *, size_t);

#endif
