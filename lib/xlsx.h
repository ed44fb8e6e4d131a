/*
 * A workbook for clerks, written as the rows come: every cell is text and
 * stays text, but for short plain numbers. No cell is a formula or a link.
 * The same rows give the same bytes. Only nbr-xlsx needs libxlsxwriter.
 */
#ifndef NBR_XLSX_H
#define NBR_XLSX_H

#include "text.h"

enum { XLSX_NAME = 128 };	/* bytes of the longest name of a sheet, and a NUL */

struct xlsx;

/*
 * Begins a workbook in the file behind a descriptor, which is emptied, at its
 * end; the descriptor is not closed. Rows wait in files without a name in
 * TMPDIR. NULL: memory is out.
 */
struct xlsx *xlsx_open(int fd);

/* Whether a sheet can have this name: 31 characters, none of []:*?/\, no
 * apostrophe about it, not taken yet. */
bool xlsx_name_fits(struct xlsx *, const char *name);

/* The name of a file without directory and ending, made to fit. */
const char *xlsx_name(struct xlsx *, const char *path, char buf[static XLSX_NAME]);

/*
 * Begins a sheet with these n headings. In the columns where number is set a
 * cell of at most 9 digits without a leading zero becomes a number.
 */
int xlsx_sheet(struct xlsx *, const char *name, const struct text *heading, const bool *number, int n);

/* The next row, of as many cells as the heading has. */
int xlsx_row(struct xlsx *, const struct text *cell);

/* Writes the file. */
int xlsx_end(struct xlsx *);

/* The three above return 0, or -1: then this is why, translated. full is set
 * when it is the rows that a workbook cannot hold, and not the machine. */
const char *xlsx_why(const struct xlsx *, bool *full);

void xlsx_free(struct xlsx *);

#endif
