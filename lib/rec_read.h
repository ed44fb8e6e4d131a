/*
 * Record streams on their way in, as nbr writes them and cut, awk, jq and
 * spreadsheets hand them on: TSV, CSV, JSON lines or one JSON array, told by
 * the first line. One record is in memory at a time.
 */
#ifndef NBR_REC_READ_H
#define NBR_REC_READ_H

#include <stdio.h>

#include "text.h"

struct rec_cell {
	struct text	 name;		/* of its column; empty beyond the heading */
	struct text	 text;
	char		 kind;		/* in JSON the first byte of the value: '"',
					 * a digit or '-', 't', 'f', 'n', '{', '[' (then
					 * text is empty); else 0 */
};

struct rec_cells {
	int64_t		 line;		/* physical, on which it begins */
	struct rec_cell	*cell;		/* until the next is read */
	int		 cells;
};

struct rec_in;

/*
 * Begins to read; the FILE is not closed. head becomes the heading: cells with
 * names alone, good until the first record is read; none in JSON, whose records
 * name their own. With a key the stream may also be a bare list of it: a first line
 * of one cell that is not the key is a record. NULL: memory is out.
 */
struct rec_in *rec_in_open(FILE *, const char *key, struct rec_cells *head);

/*
 * The next record: 1, 0 at the end, -1 refused, also for what went wrong when
 * it was opened. Rows of TSV and CSV may have fewer or more cells than the
 * heading. Lines without a byte are no records, but in TSV of one column.
 */
int rec_in_next(struct rec_in *, struct rec_cells *);

/* Why it was refused, translated; NULL: memory is out. */
const char *rec_in_why(const struct rec_in *);

/* Whether there was not even a heading. */
bool rec_in_empty(const struct rec_in *);

void rec_in_close(struct rec_in *);

#endif
