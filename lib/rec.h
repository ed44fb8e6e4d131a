/*
 * Record streams: what the programs say to each other and to people.
 *
 * TSV, CSV and JSON are UTF-8 with LF whatever the locale; the first line of
 * TSV and CSV names the columns, also when no record follows. TSV keeps one
 * record on one line: tab, newline, return and backslash are \t \n \r \\.
 * Nothing here reaches the stream before rec_end(): rows go to memory, then to
 * an unlinked file, so that a reader holds no lock while a pager waits. Only
 * when the stream is a file or /dev/null are they written as they come.
 */
#ifndef NBR_REC_H
#define NBR_REC_H

#include <stdio.h>

#include "col.h"

enum rec_form { REC_TABLE, REC_TSV, REC_CSV, REC_JSON, REC_JSONL, REC_MD, REC_HTML };

struct form;
struct rec_out;

struct rec_style {
	enum rec_form	 form;
	const char	*columns;	/* -C "a,b"; NULL: all but COL_MORE */
	bool		 import;	/* NULL: those that an import takes; masked ones
					 * only with reveal or blank */
	bool		 blank;		/* a template: excel marks what is needed */
	const char	*sort;		/* -s "a,-b"; NULL: as they come */
	int64_t		 limit;		/* 0: all */
	bool		 header;	/* TSV, CSV, table */
	bool		 excel;		/* BOM, CRLF, Chinese headings, guard */
	bool		 reveal;	/* no masks */
	bool		 zh;		/* headings of tables in Chinese */
	bool		 color;		/* table only */
	int		 width;		/* of the terminal in cells, 0 unbounded */
	const char	*zone;		/* of instants; NULL: Asia/Shanghai */
	const struct words *words;	/* may be set later, before the first row */
	struct form	*form_file;	/* what form says how it is filled in; NULL:
					 * none. It outlives the stream */
};

/* "tsv" to its form; -1 when none. "html" is for verbs that give it a frame. */
int rec_form(const char *name);

enum { REC_NAME = 64 };

/*
 * Opens a stream of records with these columns; fd is not closed. Returns NULL
 * when -C or -s names an unknown column (then unknown is its name) or when
 * memory is out (then it is ""). The style's strings need not outlive the call.
 */
struct rec_out *rec_open(int fd, const struct col *, const struct rec_style *,
    char unknown[static REC_NAME]);

/* The style may learn the rulebook's words after opening. */
void rec_words(struct rec_out *, const struct words *);

/*
 * Which columns rec_put reads, as indexes into the table; *n. Those shown come
 * first, in order; then those that are only sorted by.
 */
const int *rec_chosen(const struct rec_out *, int *n);
bool rec_chose(const struct rec_out *, int column);

/* REC_HTML is a table alone: these stand before and behind it. Before any record is
 * put; 0, or -1. Of another form they are of no use. */
int rec_frame(struct rec_out *, struct text head, struct text foot);

/* Records will come in any order: they are sorted by a column, at last. They are held
 * in memory. Before any is put. */
void rec_order(struct rec_out *, int column);

/* One record: values in table order; only the chosen ones are read. Text is
 * copied or written at once. Returns 0, or -1 when memory or disk is out. */
int rec_put(struct rec_out *, const struct value *row);

int64_t rec_count(const struct rec_out *);	/* records put */

/* Writes what is left and frees. Returns 0, or -1 with errno set. */
int rec_end(struct rec_out *);

/* Frees without writing what was kept back; NULL is fine. */
void rec_drop(struct rec_out *);

/* Whether a spreadsheet would show or do something else than the text says: a '
 * before it keeps it as it is. */
bool rec_guard(struct text);

/*
 * Reads the ids of an operand "-": records with the column (TSV, CSV or JSON
 * lines, told by the first line), or bare ids, one a line. Calls f for each id
 * with its physical line. Returns 0, what f returned, or -1: then *why is the
 * reason, translated.
 */
int rec_ids(FILE *, const char *column, int (*f)(void *, struct text id, int64_t line),
    void *arg, const char **why);

#endif
