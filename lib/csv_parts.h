/* What csv_read.c, which finds rows, and csv_cut.c, which cuts them, share. */
#ifndef NBR_CSV_PARTS_H
#define NBR_CSV_PARTS_H

#include <csv.h>

#include "csv_read.h"

enum {
	CSV_WIDE_COMMA = 0xff0c,
	CSV_UNIT = 0x1f,	/* stands for U+FF0C while parsing */
	CSV_STRICTLY = CSV_STRICT | CSV_STRICT_FINI,
};

struct csv_read {
	struct decode	*in;
	struct csv_parser parser;
	bool		 begun;		/* the parser holds a part of a row */
	bool		 wide;
	char		 delimiter;
	int64_t		 line;		/* of the row at window */
	struct text	 window;	/* not yet read; begins with a row */
	char		*held;		/* the window, when it crosses parts */
	size_t		 held_size;
	bool		 ended;
	char		*cells;		/* the cells of the row, NUL after each */
	size_t		 cells_size, cells_used;
	int		 newlines;	/* in the cell that is open */
	char		*quotable;	/* a line with its formulas in quotes */
	size_t		 quotable_size;
	char		*narrow;	/* a line that wide commas delimit */
	size_t		 narrow_size;
	bool		 row_done;
	struct csv_row	*row;
};

enum cut { CUT_ROW, CUT_OPEN, CUT_BAD };

/* Makes a buffer as large as needed. 0, -1. */
int csv_grow(char **buf, size_t *size, size_t need);

/* A fresh parser, CSV_STRICTLY or 0: an error leaves libcsv within a cell. */
int csv_restart(struct csv_read *, unsigned char strict);

/* Makes room for the cells of a row. 0, -1. */
int csv_begin_row(struct csv_read *, struct csv_row *, struct text raw);

/* Feeds a line, with its line end if it has one, to libcsv. */
enum cut csv_feed(struct csv_read *, struct text line);

/* Gives the cells of a row that was fed their places. */
void csv_place(struct csv_read *, struct csv_row *);

/* Cuts a line without quotation marks; a line that strict rules refuse. */
void csv_cut_plain(struct csv_read *, struct csv_row *, struct text line);
int csv_cut_loosely(struct csv_read *, struct csv_row *, struct text raw);

#endif
