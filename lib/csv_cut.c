/* Cutting a row into cells, by libcsv where there are quotation marks. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "csv_parts.h"

static const char wide_comma[] = "，";

int
csv_grow(char **buf, size_t *size, size_t need)
{
	char *more;

	if (need <= *size)
		return 0;
	need += need / 2;
	more = realloc(*buf, need);
	if (more == NULL)
		return -1;
	*buf = more;
	*size = need;
	return 0;
}

/* A fresh parser: an error leaves libcsv in the middle of a cell. */
int
csv_restart(struct csv_read *r, unsigned char strict)
{
	csv_free(&r->parser);
	if (csv_init(&r->parser, (unsigned char)(strict | CSV_APPEND_NULL | CSV_EMPTY_IS_NULL)) != 0)
		return -1;
	csv_set_delim(&r->parser, (unsigned char)r->delimiter);
	/* What a cell may have fits at once, and one far larger grows in few steps. */
	csv_set_blk_size(&r->parser, CSV_CELL_MAX);
	return 0;
}

static void
take_cell(void *at, size_t len, void *arg)
{
	struct csv_read *r = arg;
	struct csv_row *row = r->row;
	char *to = r->cells + r->cells_used;

	r->newlines = 0;
	if (row->cells == CSV_CELLS) {
		if (len > 0)
			row->fault = FAULT_LONG;
		return;
	}
	if (len > CSV_CELL_MAX)
		row->fault = FAULT_CELL_SIZE;
	if (len > 0)
		memcpy(to, at, len);
	to[len] = '\0';
	row->quoted_empty |= at != NULL && len == 0;
	row->cell[row->cells++].len = len;
	r->cells_used += len + 1;
}

static void
take_row(int end, void *arg)
{
	struct csv_read *r = arg;

	(void)end;
	r->row_done = true;
}

/*
 * A copy in which full-width commas that delimit, or all of them, are a byte
 * libcsv can split at. quoted: it begins within quotation marks.
 */
static struct text
narrow(struct csv_read *r, struct text t, bool quoted, bool all)
{
	size_t in = 0, out = 0;

	if (csv_grow(&r->narrow, &r->narrow_size, t.len) != 0)
		return t;
	while (in < t.len) {
		quoted ^= t.at[in] == '"';
		if ((all || !quoted) && t.len - in >= 3 && memcmp(t.at + in, wide_comma, 3) == 0) {
			r->narrow[out++] = r->delimiter;
			in += 3;
		} else {
			r->narrow[out++] = t.at[in++];
		}
	}
	return (struct text){ r->narrow, out };
}

/* A line end within a cell that is open belongs to the cell. */
enum cut
csv_feed(struct csv_read *r, struct text t)
{
	if (r->wide)
		t = narrow(r, t, r->begun, false);
	r->begun = true;
	if (csv_parse(&r->parser, t.at, t.len, take_cell, take_row, r) != t.len)
		return CUT_BAD;
	/* The last line of a file, and a row that is cut again, has none. */
	if ((t.len == 0 || memchr("\r\n", t.at[t.len - 1], 2) == NULL)
	    && csv_parse(&r->parser, "\n", 1, take_cell, take_row, r) != 1)
		return CUT_BAD;
	r->newlines++;
	return r->row_done ? CUT_ROW : CUT_OPEN;
}

/* Makes room for the cells of a row of this many bytes. */
int
csv_begin_row(struct csv_read *r, struct csv_row *row, struct text raw)
{
	row->raw = raw;
	row->cells = 0;
	row->quoted_empty = false;
	row->fault = FAULT_NONE;
	r->row = row;
	r->row_done = r->begun = false;
	r->cells_used = 0;
	r->newlines = 0;
	return csv_grow(&r->cells, &r->cells_size, raw.len + CSV_CELLS + 1);
}

/* The cells lie one behind the other; only now they stay where they are. */
void
csv_place(struct csv_read *r, struct csv_row *row)
{
	const char *at = r->cells;

	for (int i = 0; i < row->cells; i++) {
		row->cell[i].at = at;
		at += row->cell[i].len + 1;
	}
	row->all = (struct text){ r->cells, r->cells_used };
}

/*
 * Cuts a line without quotation marks: there libcsv only splits and trims, and
 * it costs more than all other work on a row. tests/csv_read.c compares them.
 */
void
csv_cut_plain(struct csv_read *r, struct csv_row *row, struct text line)
{
	char *at = r->cells, *end = at + line.len;

	row->cells = 0;
	memcpy(at, line.at, line.len);
	*end = r->delimiter;
	while (at <= end) {
		char *stop = memchr(at, r->delimiter, (size_t)(end - at) + 1), *last = stop;

		while (at < last && (*at == ' ' || *at == '\t'))
			at++;
		while (last > at && (last[-1] == ' ' || last[-1] == '\t'))
			last--;
		if (last - at > CSV_CELL_MAX)
			row->fault = FAULT_CELL_SIZE;
		if (row->cells < CSV_CELLS)
			row->cell[row->cells++] = (struct text){ at, (size_t)(last - at) };
		else if (last > at)
			row->fault = FAULT_LONG;
		*last = '\0';
		at = stop + 1;
	}
	row->all = (struct text){ r->cells, line.len + 1 };
}

/*
 * Puts a cell that is a formula, ="123" or =F("x","y"), into quotes: what
 * stands within its quotes and brackets is not to be cut. Returns the line, in quotable.
 */
static struct text
quote_formulas(struct csv_read *r, struct text t)
{
	size_t in = 0, out = 0, end;

	if (csv_grow(&r->quotable, &r->quotable_size, 2 * t.len + 2) != 0)
		return t;
	while (in < t.len) {
		bool formula = t.at[in] == '=', quoted = false;
		char *to = r->quotable;
		int depth = 0;

		for (end = in; end < t.len && (quoted || depth > 0 || t.at[end] != r->delimiter); end++) {
			if (t.at[end] == '"' && (formula || t.at[in] == '"'))
				quoted = !quoted;
			else if (formula && !quoted)
				depth += (t.at[end] == '(') - (t.at[end] == ')');
		}
		formula &= !quoted && depth == 0;
		if (formula)
			to[out++] = '"';
		for (; in < end; in++) {
			if (formula && t.at[in] == '"')
				to[out++] = '"';
			to[out++] = t.at[in];
		}
		if (formula)
			to[out++] = '"';
		if (in < t.len)
			to[out++] = t.at[in++];
	}
	return (struct text){ r->quotable, out };
}

/*
 * Cuts a line that strict rules refuse: formulas and a lone mark within a cell
 * are forgiven, but an open one leaves the cells as they stand, marks and all,
 * so that a reject file shows what is wrong. 0, -1.
 */
int
csv_cut_loosely(struct csv_read *r, struct csv_row *row, struct text raw)
{
	enum cut cut;

	if (csv_restart(r, 0) != 0 || csv_begin_row(r, row, raw) != 0)
		return -1;
	cut = csv_feed(r, quote_formulas(r, r->wide ? narrow(r, raw, false, false) : raw));
	if (cut == CUT_ROW) {
		csv_place(r, row);
	} else {
		csv_cut_plain(r, row, r->wide ? narrow(r, raw, false, true) : raw);
		row->fault = FAULT_QUOTE;
	}
	return csv_restart(r, CSV_STRICTLY);
}

int
csv_split(struct csv_read *r, struct text raw, struct csv_row *row)
{
	if (csv_begin_row(r, row, raw) != 0)
		return -1;
	if (csv_feed(r, raw) != CUT_ROW)
		return csv_cut_loosely(r, row, raw);
	csv_place(r, row);
	return 0;
}
