/*
 * What the files of the import machine share. Nobody else includes it.
 *
 * A batch lives in an arena: per row its raw text, the cells cut of it and the
 * entity's struct. It is given back as a whole when the batch is stored.
 *
 * There are two batches, so that one can be read while the other is stored. The
 * thread that reads has its batch and what of struct import is marked so; the
 * main thread has all the rest, and the database.
 */
#ifndef NBR_IMPORT_PARTS_H
#define NBR_IMPORT_PARTS_H

#include "csv_read.h"
#include "import.h"
#include "progress.h"
#include "runs.h"
#include "setting.h"

struct kept {			/* lies before the struct of each row */
	_Alignas(16) struct text raw;
	int64_t		 key;	/* of the row, or of the good one before it */
	struct import_batch *batch;
	bool		 denied;	/* its village is another office's: no more is told */
};

struct told {			/* a fault, or a note, that is not yet told */
	int64_t		 line;
	size_t		 nth;	/* order in which they were found */
	const struct kept *kept;	/* NULL: of no row that is kept */
	const struct col *col;	/* NULL: of the row */
	int		 cell;	/* -1: the file has no such column */
	enum fault	 fault;
	bool		 note;
	struct text	 value;	/* empty: the cell */
	const char	*why;	/* N_(); NULL: as the fault has it */
};

struct block;

enum {
	IMPORT_TITLE = 128,		/* bytes of a folded heading */
	IMPORT_FILLS = 16,		/* columns of --fill-down */
	IMPORT_SHOWN = 20,		/* most lines for one code */
};

struct fill {			/* a column of --fill-down */
	int		 cell;
	struct text	 value;		/* the last that stood there */
	bool		 lost;		/* a row since then might have had another */
};

struct harm {			/* numbers a spreadsheet has damaged */
	int64_t		 idents, zeroed, lost;	/* ident cells; ..000; 4.3E+17, codes too */
	int64_t		 good, good_x;	/* ident cells without fault; that end in X */
	int64_t		 line[IMPORT_SHOWN];	/* of zeroed ones that may be right */
	size_t		 lines;
};

struct import_batch {
	struct import		*im;
	struct block		*first, *now;
	size_t			 used;		/* bytes of the arena */
	struct import_row	*rows;
	size_t			 n_rows, room;
	struct told		*told;		/* what is wrong with them */
	size_t			 n_told, told_room;
	int64_t			 bad, aside;	/* rows, while it is read */
	bool			 unordered;	/* has to be sorted */
	enum { BATCH_FULL, BATCH_LAST, BATCH_ENOUGH, BATCH_FAILED } state;
	int			 error;		/* errno; 0 after db_fail */
};

struct import {
	struct db		*db;
	const struct entity	*entity;
	const struct import_how	*how;
	struct import_count	*count;
	const char		*label;		/* the file, in messages */
	void			*own;		/* the entity's */
	char			 phone_area[SETTING_PHONE_AREA];	/* "": not set */
	struct import_batch	 batch[2];
	struct progress		 progress;

	/* Of who reads: import_row.c */
	struct decode		*in;
	struct csv_read		*csv;
	struct csv_row		 row;		/* the one at hand */
	bool			 pending;	/* which is no heading, and still to be read */
	int64_t			 key;		/* of the last good row */
	bool			 unordered;	/* keys do not ascend */
	struct fill		 fill[IMPORT_FILLS];
	int			 fills;
	struct harm		 harm;

	/* The headings: import_head.c */
	char			*titles[3];	/* their bytes: of the line above, of theirs, of the next */
	struct text		 title[CSV_CELLS];	/* as they stand */
	const struct col	*col[CSV_CELLS];	/* NULL: ignored */
	int			 cells;		/* up to the last that is not empty */
	bool			*given;		/* which columns the file has */
	struct text		 delimiter;
	bool			 returned;	/* it is a reject file */
	int			 line_cell, code_cell;	/* of it: nbr_line, nbr_code */

	/* What was wrong so far: import_told.c */
	struct csv_read		*splitter;
	struct csv_row		 again;		/* a bad row, cut once more */
	int64_t			 times[FAULT_COUNT];	/* said or left unsaid */
	int64_t			 bad;		/* rows of the batches stored */
	bool			 refused;	/* for what is no row's fault */
	bool			 settled;	/* the reject file is good */
	enum exit_status	 status;	/* if the transaction ends well */
	struct run_note		 note;

	/* The reject file: import_reject.c */
	FILE			*rejects;
	char			*rejects_name;	/* until it is renamed */
};

/* Finds the heading row and maps it. 0, 1 refused, 2 --map is wrong (both
 * told), -1 (errno). */
int head_find(struct import *);
void head_end(struct import *);

/* import_merged.c: finds the columns of --fill-down, false when one is not there;
 * fills the empty cells of the row at hand, and if there were some its raw text.
 * 0, -1. After a row whose cells are not certain nothing is copied down, and what
 * is empty is a fault, until a cell has a value again. */
bool merged_begin(struct import *);
int merged_row(struct import_batch *, struct import_row *);
void merged_lose(struct import *);
void merged_end(struct import *);

/* import_harm.c: counts a cell; whether the file is refused as a whole, told. */
void harm_note(struct import *, const struct col *, struct text cell, const struct col_read *);
bool harm_is_whole(struct import *);

/* Reads all rows and stores them. 0, -1 (db_fail). */
int batch_run(struct import *);
void batch_free(struct import_batch *);
char *batch_alloc(struct import_batch *, size_t);	/* NULL: errno */

/* Takes the row at hand into the batch, or sets it aside. 0, -1 it failed:
 * error says why. */
int row_take(struct import_batch *);

static inline struct kept *
kept_of(void *rec)
{
	return (struct kept *)rec - 1;
}

/* Adds a fault of the row, or a note. */
void told_add(struct import_batch *, const struct told *);

/* What is wrong, translated, in TOLD_WORDS bytes; was: see fault_guess. */
enum { TOLD_WORDS = 320 };
const char *told_words(const struct told *, struct text heading, const char *was, char *buf, size_t);

/* Tells the faults of the batch in the order of the file and writes its bad
 * rows to the reject file. 0, -1 (db_fail). */
int told_flush(struct import_batch *);

/* How many more there were of those that were told often enough. */
void told_end(struct import *);

/* A fault of the file as a whole. was: see fault_guess, "" nothing. */
void told_file(struct import *, int64_t line, struct text title, enum fault, const char *was);

/* Adds a row, cut again at hand, with its n faults. 0, -1 (db_fail). */
int reject_row(struct import *, const struct told *, size_t n);

/* Puts the file on the disk; gives it its name; or takes it back. 0, -1. */
int reject_sync(struct import *);
int reject_keep(struct import *);
void reject_drop(struct import *);

/* db_fail with what errno says, about a file. Returns -1. */
int import_errno(struct import *, const char *file);

#endif
