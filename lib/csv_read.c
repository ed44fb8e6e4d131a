#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "csv_parts.h"

enum {
	LINE_MAX_BYTES = 16 * 1024 * 1024,	/* of a row kept; the rest is dropped */
};

struct csv_read *
csv_open(struct decode *in, uint32_t delimiter)
{
	struct csv_read *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->in = in;
	r->line = 1;
	r->window = text_of("");
	r->wide = delimiter == CSV_WIDE_COMMA;
	r->delimiter = r->wide ? CSV_UNIT : (char)delimiter;
	if (csv_restart(r, CSV_STRICTLY) != 0) {
		free(r);
		return NULL;
	}
	return r;
}

void
csv_close(struct csv_read *r)
{
	if (r == NULL)
		return;
	csv_free(&r->parser);
	free(r->held);
	free(r->cells);
	free(r->quotable);
	free(r->narrow);
	free(r);
}

/*
 * Adds the next part to the window. What is left of the one before lies in the
 * decoder and is moved out of it first. 1, 0 at the end, -1.
 */
static int
more(struct csv_read *r)
{
	struct text part;
	int got;

	if (r->window.len > 0 && r->window.at != r->held) {
		if (csv_grow(&r->held, &r->held_size, r->window.len) != 0)
			return -1;
		memmove(r->held, r->window.at, r->window.len);
		r->window.at = r->held;
	}
	got = decode_read(r->in, &part);
	if (got <= 0) {
		r->ended = true;
		return got;
	}
	if (r->window.len == 0) {
		r->window = part;
		return 1;
	}
	if (csv_grow(&r->held, &r->held_size, r->window.len + part.len) != 0)
		return -1;
	memcpy(r->held + r->window.len, part.at, part.len);
	r->window = (struct text){ r->held, r->window.len + part.len };
	return 1;
}

/* A line of the window: where its text ends, and where the next one begins. */
struct line {
	size_t	 end, next;
};

/* Drops what a line has beyond LINE_MAX_BYTES, between two characters. */
static void
cap(struct csv_read *r, size_t from)
{
	size_t n = from + LINE_MAX_BYTES;

	if (r->window.len <= n)
		return;
	while (n > from && ((unsigned char)r->window.at[n] & 0xc0) == 0x80)
		n--;
	r->window.len = n;
}

/*
 * Finds the line that begins at from: it ends in LF, CR LF, or a CR alone as
 * old spreadsheets for the Mac wrote it. 1, 0 when there is none, -1. The
 * window may move.
 */
static int
find_line(struct csv_read *r, size_t from, struct line *line)
{
	const char *end;
	size_t seen = from;

	while ((end = memchr(r->window.at + seen, '\n', r->window.len - seen)) == NULL && !r->ended) {
		if (r->window.len > seen) {
			if (memchr(r->window.at + seen, '\r', r->window.len - seen - 1) != NULL)
				break;
			cap(r, from);
			seen = r->window.len - 1;
		}
		if (more(r) < 0)
			return -1;
	}
	if (end == NULL && from == r->window.len)
		return 0;
	line->next = end == NULL ? r->window.len : (size_t)(end - r->window.at) + 1;
	line->end = line->next - (end != NULL);
	end = memchr(r->window.at + from, '\r', line->end - from);
	if (end != NULL) {
		size_t at = (size_t)(end - r->window.at);

		if (at + 1 != line->end)
			line->next = at + 1;
		line->end = at;
	}
	return 1;
}

/*
 * Cuts the row at the window. An open quote takes further lines, but when it
 * is not closed in time the row is its opening line alone. 1, -1.
 */
static int
cut_row(struct csv_read *r, struct csv_row *row, struct line first)
{
	struct line last = first;
	int64_t lines = 1;
	size_t from = 0;
	enum cut cut;
	int got;

	if (csv_begin_row(r, row, (struct text){ r->window.at, first.end }) != 0)
		return -1;
	row->line = r->line;
	if (!r->wide && memchr(row->raw.at, '"', row->raw.len) == NULL) {
		csv_cut_plain(r, row, row->raw);
		r->line++;
		r->window.at += first.next;
		r->window.len -= first.next;
		return 1;
	}
	while ((cut = csv_feed(r, (struct text){ r->window.at + from, last.next - from })) == CUT_OPEN
	    && r->newlines <= CSV_QUOTE_LINES) {
		from = last.next;
		got = find_line(r, from, &last);
		if (got < 0 || csv_grow(&r->cells, &r->cells_size, last.next + CSV_CELLS + 1) != 0)
			return -1;
		if (got == 0)
			break;
		lines++;
	}
	if (cut != CUT_ROW) {
		if (csv_cut_loosely(r, row, (struct text){ r->window.at, first.end }) != 0)
			return -1;
		last = first;
		lines = 1;
	} else {
		csv_place(r, row);
	}
	row->raw = (struct text){ r->window.at, last.end };
	r->line += lines;
	r->window.at += last.next;
	r->window.len -= last.next;
	return 1;
}

/* A line without cells: one of delimiters alone is a row, of empty ones. */
static bool
is_blank(const struct csv_read *r, struct text t)
{
	while (t.len > 0 && (*t.at == ' ' || *t.at == '\t') && (unsigned char)*t.at != r->delimiter)
		t = (struct text){ t.at + 1, t.len - 1 };
	return t.len == 0;
}

int
csv_next(struct csv_read *r, struct csv_row *row)
{
	struct line line;
	struct text t;
	int got;

	while ((got = find_line(r, 0, &line)) == 1) {
		t = (struct text){ r->window.at, line.end };
		if (line.end == 0 || is_blank(r, t) || (r->line == 1 && csv_is_hint(t))) {
			r->line++;
			r->window.at += line.next;
			r->window.len -= line.next;
			continue;
		}
		return cut_row(r, row, line);
	}
	return got;
}
