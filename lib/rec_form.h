/*
 * The parts of a record stream. Only rec_*.c see this.
 *
 * A record is encoded in its form straight into a spool: that of the output,
 * or, when records are sorted or laid out as a table, one in memory.
 */
#ifndef NBR_REC_FORM_H
#define NBR_REC_FORM_H

#include "rec.h"

/* Bytes on their way. */
struct spool {
	enum {
		SPOOL_DIRECT,	/* to a file, as they come */
		SPOOL_HELD,	/* in memory, then in a file, until the end */
		SPOOL_MEMORY,	/* in memory: .at, .len */
	} kind;
	int		 fd;		/* where they end */
	int		 temp;		/* the unlinked file; -1 none */
	char		*at;
	size_t		 len, size;
	int		 write_error;	/* errno of the first write to fd */
};

void spool_open(struct spool *, int fd);	/* -1: in memory */
/* Room for n more bytes at the end, or NULL (errno). Use spool_room. */
char *spool_more(struct spool *, size_t n);
int spool_add(struct spool *, const char *, size_t n);
int spool_end(struct spool *);			/* writes; 0, -1 (errno) */
void spool_free(struct spool *);

static inline char *
spool_room(struct spool *s, size_t n)
{
	return s->size - s->len > n ? s->at + s->len : spool_more(s, n);
}

/* A column chosen. */
struct rec_col {
	const struct col *col;
	int		 index;		/* in the table */
	bool		 down;		/* of a sort: descending */
	bool		 quote;		/* JSON: a string */
	bool		 paint;		/* a table's class: its color stands before it */
	bool		 spare;		/* left out of a table where no record has a value */
	bool		 clean;		/* shown as characters no form escapes */
	char		 lead[REC_NAME + 4];	/* what stands before the cell */
	size_t		 lead_len;
};

/* Records kept: key and bytes, one after the other in .bytes. */
struct rec_rows {
	struct spool	 bytes;
	struct rec_row {
		size_t	at, key, len;	/* len: of the record, after the key */
	} *row;
	size_t		 count, size;
	void		*iconv;		/* to GB18030; (iconv_t)-1 none */
};

/* Appends what a value sorts by, so that memcmp orders it. 0 or -1. */
int rows_key(struct rec_rows *, const struct rec_col *, const struct value *);
/* Notes that a record from at on, its key first, is complete. 0 or -1. */
int rows_add(struct rec_rows *, size_t at, size_t key);
void rows_sort(struct rec_rows *);

/*
 * Writes the first n rows as a table. A row's bytes are its cells, each
 * followed by a NUL, already safe for a terminal. 0 or -1 (errno).
 */
int rec_table(struct spool *to, const struct rec_style *,
    const struct rec_col *, int cols, const struct rec_rows *, size_t n);

struct rec_out {
	struct spool	 out;
	struct rec_style style;		/* its strings are not kept */
	struct show	 show;
	struct rec_col	*cols;		/* shown first, then sorted by only */
	int		*chosen;	/* their indexes */
	int		 shown, all;
	struct rec_col	*sort;
	int		 sorts;
	bool		 json;		/* JSON or JSON lines */
	bool		 hard;		/* no cell goes out as it is */
	bool		 keep;		/* rows wait for the end */
	struct rec_rows	 rows;
	char		 special[2];	/* what the form escapes besides controls */
	const char	*tail;		/* what ends a record */
	char		*foot;		/* what ends the stream: HTML */
	size_t		 foot_len;
	struct fill	*fill;		/* --form; NULL: none */
	const struct col *table;
	int64_t		 count, written;
};

/*
 * rec_fill.c: records as a form has them. The first chooses the columns it is made of;
 * fill_row appends a record to rows.bytes, where its running number is still
 * open, and fill_put writes one out. 0 or -1.
 */
int fill_open(struct rec_out *, const struct col *table);
int fill_head(struct rec_out *);
int fill_row(struct rec_out *, const struct value *row);
int fill_put(struct rec_out *, const char *bytes, size_t len);
void fill_free(struct fill *);
/* Chooses a column, once. */
void rec_choose(struct rec_out *, const struct col *table, const struct col *);

/* Writes the lines before the first record. 0 or -1. */
int rec_head(struct rec_out *);

/* The heading of a column in this style. */
const char *rec_heading(const struct rec_style *, const struct col *);

#endif
