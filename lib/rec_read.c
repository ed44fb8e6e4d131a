#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "rec_form.h"
#include "rec_parts.h"

int
rec_refuse(struct rec_in *in, const char *why)
{
	if (!in->failed)
		in->why = why;
	in->failed = true;
	return -1;
}

int
rec_grow(struct rec_in *in, char **at, size_t *size, size_t len, size_t n)
{
	size_t more = *size > 0 ? *size * 2 : 4096;
	char *new;

	if (len + n <= *size)
		return 0;
	while (more < len + n)
		more *= 2;
	if (more > REC_MAX)
		return rec_refuse(in, _("a line is longer than 8 MiB"));
	new = realloc(*at, more);
	if (new == NULL)
		return rec_refuse(in, NULL);
	*at = new;
	*size = more;
	return 0;
}

/* Appends the next line: 1, 0 at the end, -1. */
static int
add_line(struct rec_in *in)
{
	size_t from = in->len;
	int c;

	in->no++;
	do {
		if (in->len == in->size && rec_grow(in, &in->line, &in->size, in->len, 1) != 0)
			return -1;
		c = getc_unlocked(in->fp);
		if (c != EOF)
			in->line[in->len++] = (char)c;
	} while (c != EOF && c != '\n');
	if (ferror(in->fp))
		return rec_refuse(in, strerror(errno));
	if (in->len == from)
		return 0;
	if (memchr(in->line + from, '\0', in->len - from) != NULL)
		return rec_refuse(in, _("there is a NUL byte in it: it is not text"));
	if (text_utf8(in->line + from, in->len - from) != in->len - from)
		return rec_refuse(in, _("it is not UTF-8"));
	if (in->no == 1 && in->len >= 3 && memcmp(in->line, "\uFEFF", 3) == 0) {
		in->len -= 3;
		memmove(in->line, in->line + 3, in->len);
		in->bom = true;
	}
	return 1;
}

int
rec_line(struct rec_in *in)
{
	in->len = 0;
	return add_line(in);
}

struct rec_cell *
rec_add_cell(struct rec_in *in)
{
	if (in->cells == in->room) {
		int room = in->room * 2 + 32;
		struct rec_cell *more = reallocarray(in->cell, (size_t)room, sizeof(*more));

		if (more == NULL) {
			rec_refuse(in, NULL);
			return NULL;
		}
		memset(more + in->room, 0, (size_t)(room - in->room) * sizeof(*more));
		in->cell = more;
		in->room = room;
	}
	return &in->cell[in->cells++];
}

/* What was read, without its line end and the blanks about it. */
static struct text
trimmed(const struct rec_in *in)
{
	struct text t = { in->line, in->len };

	while (t.len > 0 && strchr(" \t\r\n", t.at[t.len - 1]) != NULL)
		t.len--;
	while (t.len > 0 && (t.at[0] == ' ' || t.at[0] == '\t'))
		t.at++, t.len--;
	return t;
}

/* What was read, without its line end. */
static struct text
chomped(const struct rec_in *in)
{
	struct text t = { in->line, in->len };

	if (t.len > 0 && t.at[t.len - 1] == '\n')
		t.len--;
	if (t.len > 0 && t.at[t.len - 1] == '\r')
		t.len--;
	return t;
}

/*
 * Reads on while a quotation mark is open: an odd number of them was seen,
 * doubled ones counting twice.
 */
static int
close_quotes(struct rec_in *in)
{
	size_t from = 0;
	bool open = false;
	int rc;

	for (;;) {
		for (; from < in->len; from++)
			open ^= in->line[from] == '"';
		if (!open)
			return 0;
		rc = add_line(in);
		if (rc <= 0)
			return rec_refuse(in, _("a quotation mark is opened and never closed"));
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

/* Cuts the line at hand into cells. 0, -1. */
static int
cut(struct rec_in *in)
{
	bool csv = in->form == REC_IN_CSV;
	struct rec_cell *c;
	struct text row;

	if (csv && close_quotes(in) != 0)
		return -1;
	row = chomped(in);
	for (in->cells = 0; row.len != SIZE_MAX; ) {
		c = rec_add_cell(in);
		if (c == NULL)
			return -1;
		if ((csv ? csv_cell : tsv_cell)(&row, &c->text) != 0)
			return rec_refuse(in, _("a quotation mark stands within a cell"));
		if (in->bom && c->text.len > 1 && c->text.at[0] == '\'' &&
		    rec_guard((struct text){ c->text.at + 1, c->text.len - 1 }))
			c->text.at++, c->text.len--;
	}
	return 0;
}

/* The cells of the line at hand name the columns: their bytes are kept. */
static int
cut_heading(struct rec_in *in)
{
	char *at;

	if (cut(in) != 0)
		return -1;
	at = in->text = malloc(in->len + 1);
	if (at == NULL)
		return rec_refuse(in, NULL);
	for (int i = 0; i < in->cells; i++) {
		struct rec_cell *c = &in->cell[i];

		memcpy(at, c->text.at, c->text.len);
		c->name = (struct text){ at, c->text.len };
		at += c->text.len;
	}
	in->columns = in->cells;
	return 0;
}

/* Learns the form from the first line that is not empty. 0, -1. */
static int
begin(struct rec_in *in, const char *key)
{
	struct text first;
	int rc;

	do
		rc = rec_line(in);
	while (rc > 0 && trimmed(in).len == 0);
	if (rc <= 0)
		return rc;
	first = trimmed(in);
	if (first.at[0] == '{' || first.at[0] == '[') {
		in->form = REC_IN_JSON;
		in->array = first.at[0] == '[';
		in->at = (size_t)(first.at - in->line) + in->array;
		return 0;
	}
	if (memchr(in->line, '\t', in->len) != NULL) {
		in->form = REC_IN_TSV;
	} else if (memchr(first.at, ',', first.len) != NULL || first.at[0] == '"') {
		in->form = REC_IN_CSV;
	} else if (key != NULL && !text_is(first, key)) {
		in->form = REC_IN_BARE;
		in->held = true;
		if (rec_add_cell(in) == NULL)
			return -1;
		in->cell[0].name = text_of(key);
		in->columns = 1;
		return 0;
	} else {
		in->form = in->bom ? REC_IN_CSV : REC_IN_TSV;
	}
	return cut_heading(in);
}

struct rec_in *
rec_in_open(FILE *fp, const char *key, struct rec_cells *head)
{
	struct rec_in *in = calloc(1, sizeof(*in));

	*head = (struct rec_cells){ 0 };
	if (in == NULL)
		return NULL;
	in->fp = fp;
	if (begin(in, key) == 0 && in->columns > 0)
		*head = (struct rec_cells){ .line = in->no, .cell = in->cell, .cells = in->columns };
	return in;
}

int
rec_in_next(struct rec_in *in, struct rec_cells *row)
{
	bool bare = in->form == REC_IN_BARE;
	int rc;

	*row = (struct rec_cells){ .line = in->no };
	if (in->failed || in->form == REC_IN_NONE)
		return in->failed ? -1 : 0;
	if (in->form == REC_IN_JSON)
		return rec_json(in, row);
	do {
		rc = in->held ? 1 : rec_line(in);
		in->held = false;
		row->line = in->no;
	} while (rc > 0 && chomped(in).len == 0 && (in->columns > 1 || in->form == REC_IN_CSV));
	if (rc <= 0)
		return rc;
	if (bare)
		in->cell[0].text = trimmed(in);
	else if (cut(in) != 0)
		return -1;
	row->cell = in->cell;
	row->cells = bare ? 1 : in->cells;
	return 1;
}

const char *
rec_in_why(const struct rec_in *in)
{
	return in->why;
}

bool
rec_in_empty(const struct rec_in *in)
{
	return in->form == REC_IN_NONE && !in->failed;
}

void
rec_in_close(struct rec_in *in)
{
	if (in == NULL)
		return;
	free(in->line);
	free(in->cell);
	free(in->text);
	free(in);
}
