#define _GNU_SOURCE
#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>

#include "rec_form.h"

enum {
	GAP = 2,		/* blanks between columns */
	NARROW = 8,		/* cells a column is never cut below */
};

static const char cut_mark[] = "..";

/* Codes and ids are of no use without their ends. */
static bool
may_cut(const struct col *c)
{
	return (c->flags & (COL_KEY | COL_WHOLE)) == 0 && (c->type == COL_TEXT ||
	    c->type == COL_NAME || c->type == COL_DOOR ||
	    c->type == COL_PLACE || c->type == COL_TAGS);
}

/* Once measured: a spare column that no record has a value of. */
static bool
is_left_out(const struct rec_col *c, size_t width)
{
	return c->spare && width == 0;
}

static void
measure(size_t width[], const struct rec_style *style,
    const struct rec_col *cols, int n_cols, const struct rec_rows *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *cell = rows->bytes.at + rows->row[i].at +
		    rows->row[i].key;

		for (int c = 0; c < n_cols; c++) {
			struct text t = text_of(cell += cols[c].paint);
			size_t w = t.len > width[c] ? text_width(t) : 0;

			if (w > width[c])
				width[c] = w;
			cell += t.len + 1;
		}
	}
	for (int c = 0; c < n_cols && style->header; c++) {
		size_t w = text_width(text_of(rec_heading(style, cols[c].col)));

		if (w > width[c] && !is_left_out(&cols[c], width[c]))
			width[c] = w;
	}
}

/* Narrows the widest texts, cell by cell, until all columns fit. */
static void
fit(size_t width[], const struct rec_col *cols, int n_cols, size_t most)
{
	size_t all = 0;

	for (int c = 0; c < n_cols; c++)
		all += is_left_out(&cols[c], width[c]) ? 0 : width[c] + GAP;
	for (; all > most + GAP; all--) {
		int widest = -1;

		for (int c = 0; c < n_cols; c++)
			if (may_cut(cols[c].col) && width[c] > NARROW &&
			    (widest == -1 || width[c] > width[widest]))
				widest = c;
		if (widest == -1)
			return;
		width[widest]--;
	}
}

/* Cuts a text to a width, at the end of a character; buf is as long as it. */
static const char *
cut(const char *s, size_t width, char *buf)
{
	struct text t = text_of(s);
	size_t mark = sizeof(cut_mark) - 1;

	if (t.len <= width || text_width(t) <= width)
		return s;
	while (t.len > 0 && text_width(t) + mark > width)
		do {
			t.len--;
		} while (((unsigned char)s[t.len] & 0xc0) == 0x80);
	memcpy(buf, s, t.len);
	memcpy(buf + t.len, cut_mark, mark + 1);
	return buf;
}

static const char *
color(char paint)
{
	switch (paint) {
	case 'r': return "\033[31m";
	case 'y': return "\033[33m";
	case 'g': return "\033[32m";
	default: return NULL;
	}
}

static int
fill(struct libscols_table *table, const struct rec_col *cols, int n_cols,
    const size_t width[], const char *cell)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (line == NULL)
		return -1;
	for (int c = 0; c < n_cols; c++) {
		const char *paint = cols[c].paint ? color(*cell++) : NULL;
		size_t len = strlen(cell);
		char *buf = malloc(len + sizeof(cut_mark));
		int failed;

		if (buf == NULL)
			return -1;
		failed = scols_line_set_data(line, (size_t)c,
		    cut(cell, width[c], buf));
		if (paint != NULL)
			failed |= scols_cell_set_color(
			    scols_line_get_cell(line, (size_t)c), paint);
		free(buf);
		if (failed != 0)
			return -1;
		cell += len + 1;
	}
	return 0;
}

static int
head(struct libscols_table *table, const struct rec_style *style,
    const struct rec_col *cols, int n_cols, const size_t width[])
{
	for (int c = 0; c < n_cols; c++) {
		/* A heading that is not shown would still take its width. */
		const char *name = style->header ?
		    rec_heading(style, cols[c].col) : "";
		char *buf = malloc(strlen(name) + sizeof(cut_mark));
		struct libscols_column *made = NULL;

		if (buf != NULL)
			made = scols_table_new_column(table,
			    cut(name, width[c], buf), 0,
			    (col_is_number(cols[c].col->type) ?
			    SCOLS_FL_RIGHT : 0) |
			    (is_left_out(&cols[c], width[c]) ? SCOLS_FL_HIDDEN : 0));
		free(buf);
		if (made == NULL)
			return -1;
	}
	return 0;
}

/* The last column is padded like the others; and the last line is not ended. */
static int
put_lines(struct spool *to, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n"), n = len;

		while (n > 0 && text[n - 1] == ' ')
			n--;
		if (spool_add(to, text, n) != 0 || spool_add(to, "\n", 1) != 0)
			return -1;
		text += len + (text[len] == '\n');
	}
	return 0;
}

int
rec_table(struct spool *to, const struct rec_style *style,
    const struct rec_col *cols, int n_cols, const struct rec_rows *rows, size_t n)
{
	struct libscols_table *table = scols_new_table();
	size_t *width = calloc((size_t)n_cols + 1, sizeof(*width));
	char *text = NULL;
	int result = -1;

	if (table == NULL || width == NULL)
		goto out;
	measure(width, style, cols, n_cols, rows, n);
	if (style->width > 0)
		fit(width, cols, n_cols, (size_t)style->width);
	scols_table_enable_noheadings(table, !style->header);
	scols_table_enable_colors(table, style->color);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	if (scols_table_set_column_separator(table, "  ") != 0 ||
	    head(table, style, cols, n_cols, width) != 0)
		goto out;
	for (size_t i = 0; i < n; i++)
		if (fill(table, cols, n_cols, width, rows->bytes.at +
		    rows->row[i].at + rows->row[i].key) != 0)
			goto out;
	if (scols_print_table_to_string(table, &text) == 0)
		result = put_lines(to, text);
out:
	if (result != 0)
		errno = ENOMEM;
	free(text);
	free(width);
	scols_unref_table(table);
	return result;
}
