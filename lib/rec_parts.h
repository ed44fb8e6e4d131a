/* What the files that read record streams share; others include rec_read.h. */
#ifndef NBR_REC_PARTS_H
#define NBR_REC_PARTS_H

#include "msg.h"
#include "rec_read.h"

enum { REC_MAX = 8 * 1024 * 1024 };	/* bytes of the longest record */

struct rec_in {
	FILE		*fp;
	enum { REC_IN_NONE, REC_IN_BARE, REC_IN_TSV, REC_IN_CSV, REC_IN_JSON } form;
	bool		 held;		/* a bare list: the line at hand is not used yet */
	bool		 bom;		/* it comes from a spreadsheet, or goes there */
	char		*line;		/* of the record, or those within its quotes */
	size_t		 len, size;
	int64_t		 no;		/* of the last line read */
	const char	*why;		/* what is wrong, translated */
	bool		 failed;
	struct rec_cell	*cell;
	int		 cells, room, columns;
	char		*text;		/* JSON: names and values of a record; else the heading */
	size_t		 text_len, text_size;
	size_t		 at;		/* JSON: of the next byte in the line */
	bool		 array;		/* JSON: the objects stand in [ ] */
	bool		 later;		/* JSON: one was read */
	bool		 over;		/* JSON: nothing is left */
};

/* Says why, unless that is known; -1. */
int rec_refuse(struct rec_in *, const char *why);

/* The next line in place of the last: 1, 0 at the end, -1 refused. */
int rec_line(struct rec_in *);

/* One more cell, empty. NULL: refused. */
struct rec_cell *rec_add_cell(struct rec_in *);

/* Makes a buffer hold n bytes more. 0, -1 refused. */
int rec_grow(struct rec_in *, char **at, size_t *size, size_t len, size_t n);

/* The next object: 1, 0, -1. */
int rec_json(struct rec_in *, struct rec_cells *);

#endif
