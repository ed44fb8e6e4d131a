/*
 * Rows of a delimited text, by libcsv, strict, wrapped once: it is fed one
 * physical line at a time so that a row knows its line, and an open quote
 * costs that row only and not the rest of the file.
 */
#ifndef NBR_CSV_READ_H
#define NBR_CSV_READ_H

#include "decode.h"

enum {
	CSV_CELLS = 256,	/* most cells of a row */
	CSV_CELL_MAX = 65536,	/* most bytes of a cell */
	CSV_QUOTE_LINES = 5,	/* most line ends within a quoted cell */
};

struct csv_row {
	int64_t		 line;		/* physical line it begins on, from 1 */
	struct text	 raw;		/* as it stood, without its line end */
	struct text	 cell[CSV_CELLS];	/* bytes may be changed in place */
	struct text	 all;		/* the bytes of all cells, in one piece */
	bool		 quoted_empty;	/* one of the cells is "" */
	int		 cells;
	enum fault	 fault;		/* FAULT_NONE, FAULT_QUOTE, FAULT_CELL_SIZE, FAULT_LONG */
};

struct csv_read;

/* delimiter: ',' ';' '\t', or 0xFF0C for the full-width comma. Without a text
 * (NULL) it serves csv_split alone. */
struct csv_read *csv_open(struct decode *, uint32_t delimiter);

/* The next row, of a line that is not blank: 1, 0 at the end, -1 failed (errno).
 * Its texts live until the next call. */
int csv_next(struct csv_read *, struct csv_row *);

/* Cuts the raw text of an earlier row again. 0, -1. The texts of the row given
 * by csv_next end. */
int csv_split(struct csv_read *, struct text raw, struct csv_row *);

void csv_close(struct csv_read *);

/* The delimiter of the first 20 lines of a text: a "sep=" line, else the
 * most frequent and even of them. Leaves the source rewound. */
uint32_t csv_delimiter(struct decode *);

/* Whether a line is the hint of spreadsheets: sep=; */
bool csv_is_hint(struct text line);

#endif
