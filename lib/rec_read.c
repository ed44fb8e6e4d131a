#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "rec_ids.h"

enum { LINES_MAX = 8 * 1024 * 1024 };	/* bytes of the longest record */

static int
refuse(struct lines *in, const char *why)
{
	in->why = why;
	return -1;
}

int
lines_add(struct lines *in)
{
	size_t from = in->len;
	int c;

	in->no++;
	do {
		if (in->len == in->size) {
			size_t size = in->size > 0 ? in->size * 2 : 4096;
			char *at = size > LINES_MAX ? NULL : realloc(in->at, size);

			if (at == NULL)
				return refuse(in, size > LINES_MAX ?
				    _("a line is longer than 8 MiB") : NULL);
			in->at = at;
			in->size = size;
		}
		c = getc_unlocked(in->fp);
		if (c != EOF)
			in->at[in->len++] = (char)c;
	} while (c != EOF && c != '\n');
	if (ferror(in->fp))
		return refuse(in, strerror(errno));
	if (in->len == from)
		return 0;
	if (memchr(in->at + from, '\0', in->len - from) != NULL)
		return refuse(in, _("there is a NUL byte in it: it is not text"));
	if (text_utf8(in->at + from, in->len - from) != in->len - from)
		return refuse(in, _("it is not UTF-8"));
	if (in->no == 1 && in->len >= 3 && memcmp(in->at, "\uFEFF", 3) == 0) {
		in->len -= 3;
		memmove(in->at, in->at + 3, in->len);
	}
	return 1;
}

int
lines_next(struct lines *in)
{
	in->len = 0;
	return lines_add(in);
}

int
ids_give(struct lines *in, const struct ids_to *to, struct text id)
{
	if (id.len == 0)
		return 0;
	if (id.len > ID_MAX)
		return refuse(in, _("something there is too long to be an id"));
	return to->f(to->arg, id, to->line);
}

/* What was read, without its line end and the blanks about it. */
static struct text
trimmed(const struct lines *in)
{
	struct text t = { in->at, in->len };

	while (t.len > 0 && strchr(" \t\r\n", t.at[t.len - 1]) != NULL)
		t.len--;
	while (t.len > 0 && (t.at[0] == ' ' || t.at[0] == '\t'))
		t.at++, t.len--;
	return t;
}

static int
bare(struct lines *in, struct ids_to *to)
{
	int rc;

	do {
		to->line = in->no;
		rc = ids_give(in, to, trimmed(in));
	} while (rc == 0 && (rc = lines_next(in)) > 0);
	return rc;
}

/* Ends what was read before its line end. */
static void
chomp(struct lines *in)
{
	if (in->len > 0 && in->at[in->len - 1] == '\n')
		in->len--;
	if (in->len > 0 && in->at[in->len - 1] == '\r')
		in->len--;
}

/*
 * Reads on while a quotation mark is open: an odd number of them was seen,
 * doubled ones counting twice.
 */
static int
close_quotes(struct lines *in)
{
	size_t from = 0;
	bool open = false;
	int rc;

	for (;;) {
		for (; from < in->len; from++)
			open ^= in->at[from] == '"';
		if (!open)
			return 1;
		rc = lines_add(in);
		if (rc <= 0)
			return rc < 0 ? -1 : refuse(in,
			    _("a quotation mark is opened and never closed"));
	}
}

/* Takes the next cell off CSV, unquoted in place. -1 when it is not CSV. */
static int
csv_cell(struct text *row, struct text *cell)
{
	char *s = (char *)row->at, *end = s + row->len, *out = s;
	bool quoted = s < end && *s == '"';

	cell->at = s;
	if (quoted) {
		for (s++; s < end; s++) {
			if (*s == '"' && (++s == end || *s != '"'))
				break;
			*out++ = *s;
		}
	} else {
		for (; s < end && *s != ','; s++)
			if (*s == '"')
				return -1;
		out = s;
	}
	cell->len = (size_t)(out - cell->at);
	if (s < end && *s != ',')
		return -1;
	/* One more than the end says that no cell is left. */
	row->at = s + 1;
	row->len = s < end ? (size_t)(end - s) - 1 : SIZE_MAX;
	return 0;
}

static int
tsv_cell(struct text *row, struct text *cell)
{
	char *s = (char *)row->at, *end = s + row->len, *out = s;

	cell->at = s;
	for (; s < end && *s != '\t'; s++) {
		if (*s == '\\' && s + 1 < end) {
			s++;
			*out++ = *s == 't' ? '\t' : *s == 'n' ? '\n' :
			    *s == 'r' ? '\r' : *s;
		} else {
			*out++ = *s;
		}
	}
	cell->len = (size_t)(out - cell->at);
	row->at = s + 1;
	row->len = s < end ? (size_t)(end - s) - 1 : SIZE_MAX;
	return 0;
}

/* The cell of the column, or with a name the column of that cell. */
static int
find_cell(struct lines *in, bool csv, const char *name, int *column,
    struct text *cell)
{
	struct text row;
	int i;

	if (csv && close_quotes(in) < 0)
		return -1;
	chomp(in);
	row = (struct text){ in->at, in->len };
	for (i = 0; row.len != SIZE_MAX; i++) {
		if ((csv ? csv_cell : tsv_cell)(&row, cell) != 0)
			return refuse(in, _("a quotation mark stands within a cell"));
		if (name != NULL ? text_is(*cell, name) : i == *column) {
			*column = i;
			return 0;
		}
	}
	return refuse(in, name != NULL ?
	    _("the heading does not name the column of the ids") :
	    _("a row is shorter than the heading"));
}

static int
records(struct lines *in, struct ids_to *to, bool csv)
{
	struct text cell;
	int column, rc;

	rc = find_cell(in, csv, to->column, &column, &cell);
	if (rc != 0)
		return rc;
	while ((rc = lines_next(in)) > 0) {
		to->line = in->no;
		if (trimmed(in).len == 0)
			continue;
		rc = find_cell(in, csv, NULL, &column, &cell);
		if (rc == 0)
			rc = ids_give(in, to, cell);
		if (rc != 0)
			break;
	}
	return rc;
}

int
rec_ids(FILE *fp, const char *column, int (*f)(void *, struct text id, int64_t line),
    void *arg, const char **why)
{
	struct ids_to to = { .column = column, .f = f, .arg = arg };
	struct lines in = { .fp = fp };
	struct text first = { 0 };
	int rc;

	while ((rc = lines_next(&in)) > 0) {
		first = trimmed(&in);
		if (first.len > 0)
			break;
	}
	to.line = in.no;
	if (rc > 0) {
		size_t n = strlen(column);
		bool quoted = first.len == n + 2 && first.at[0] == '"' &&
		    memcmp(first.at + 1, column, n) == 0;

		if (first.at[0] == '{' || first.at[0] == '[')
			rc = ids_json(&in, &to);
		else if (memchr(in.at, '\t', in.len) != NULL)
			rc = records(&in, &to, false);
		else if (memchr(first.at, ',', first.len) != NULL || quoted)
			rc = records(&in, &to, true);
		else if (text_is(first, column))
			rc = records(&in, &to, false);
		else
			rc = bare(&in, &to);
	}
	free(in.at);
	*why = in.why;
	return rc;
}
