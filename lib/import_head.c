#define _GNU_SOURCE
#include <stdlib.h>

#include "import_parts.h"

enum {
	LOOK = 30,		/* rows looked at for headings */
};

struct alias {
	char		 text[IMPORT_TITLE];	/* as text_heading folds it */
	const struct col *col;
	struct text	 mapped;	/* as --map has it; empty: our own */
};

struct aliases {
	struct alias	*at;
	size_t		 n, mapped;	/* those of --map come first */
};

static bool
taken(const struct col *c)
{
	return (c->flags & (COL_IN | COL_ASIDE)) != 0;
}

/* Cuts the next word off words. */
static bool
next_word(const char **words, char stop, struct text *word)
{
	const char *end;

	if (*words == NULL || **words == '\0')
		return false;
	end = strchrnul(*words, stop);
	*word = (struct text){ *words, (size_t)(end - *words) };
	*words = *end == '\0' ? end : end + 1;
	return true;
}

static int
add(struct aliases *a, struct text title, const struct col *col, bool mapped)
{
	struct alias *more;

	if (title.len == 0)
		return 0;
	if ((a->n & (a->n - 1)) == 0) {
		more = realloc(a->at, (a->n == 0 ? 1 : 2 * a->n) * sizeof(*more));
		if (more == NULL)
			return -1;
		a->at = more;
	}
	a->at[a->n].col = col;
	a->at[a->n].mapped = mapped ? title : (struct text){ 0 };
	text_heading(title, a->at[a->n++].text, IMPORT_TITLE);
	return 0;
}

/* Reads --map 'heading=column,..'. 0, 2 it is wrong, -1. */
static int
add_map(struct import *im, struct aliases *a)
{
	const char *map = im->how->map;
	struct text pair;

	while (next_word(&map, ',', &pair)) {
		const char *equals = memrchr(pair.at, '=', pair.len);
		const struct col *c = im->entity->cols;
		struct text name = { 0 };

		if (equals != NULL)
			name = (struct text){ equals + 1, pair.len - (size_t)(equals + 1 - pair.at) };
		while (c->type != COL_END && !(taken(c) && text_is(name, c->name)))
			c++;
		if (equals == NULL || c->type == COL_END) {
			msg_error(_("--map: %.*s: no such column; it is heading=column"),
			    (int)pair.len, pair.at);
			return 2;
		}
		if (add(a, (struct text){ pair.at, (size_t)(equals - pair.at) }, c, true) != 0)
			return -1;
	}
	a->mapped = a->n;
	return 0;
}

static int
add_columns(const struct import *im, struct aliases *a)
{
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++) {
		const char *words = c->aliases;
		struct text word;

		if (!taken(c))
			continue;
		if (add(a, text_of(c->name), c, false) != 0
		    || (c->zh != NULL && add(a, text_of(c->zh), c, false) != 0))
			return -1;
		while (next_word(&words, ' ', &word))
			if (add(a, word, c, false) != 0)
				return -1;
	}
	return 0;
}

static const struct alias *
find(const struct aliases *a, struct text title)
{
	char folded[IMPORT_TITLE];

	text_heading(title, folded, IMPORT_TITLE);
	for (size_t i = 0; folded[0] != '\0' && i < a->n; i++)
		if (strcmp(folded, a->at[i].text) == 0)
			return &a->at[i];
	return NULL;
}

/* Whether the row at hand is one of headings: two of them are known, or one
 * where there is no more to know. Rows are often numbered, which says nothing. */
static bool
is_heading(const struct import *im, const struct aliases *a)
{
	const struct csv_row *row = &im->row;
	int known = 0, needed = 0, filled = 0;

	for (int i = 0; i < row->cells; i++) {
		known += find(a, row->cell[i]) != NULL;
		filled += row->cell[i].len > 0 && !text_is(row->cell[i], "序号");
	}
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++)
		needed += taken(c) && (c->flags & COL_NEED) != 0;
	return known >= 2 || (known == 1 && (filled == 1 || needed == 1));
}

/* Reads on to the heading row. 1, 0 there is none, -1. *garbled: because its
 * characters are not what they were. */
static int
seek(struct import *im, const struct aliases *a, bool *garbled)
{
	int64_t want = im->how->header_row, above[LOOK];
	int n = 0, got;

	while ((got = csv_next(im->csv, &im->row)) == 1) {
		if (want > 0 ? im->row.line >= want : is_heading(im, a))
			break;
		if (want == 0 && n == LOOK)
			return 0;
		for (int i = 0; i < im->row.cells; i++)
			*garbled |= text_mojibake(im->row.cell[i]);
		if (n < LOOK)
			above[n++] = im->row.line;
		im->count->aside++;
	}
	if (got != 1 || (want > 0 && im->row.line != want))
		return got == 1 ? 0 : got;
	for (int i = 0; im->how->verbose && i < n; i++)
		told_file(im, above[i], text_of(""), FAULT_ROW_SKIPPED);
	return 1;
}

/* Keeps the titles, which outlive the row. */
static int
keep(struct import *im)
{
	const struct csv_row *row = &im->row;
	char *to = malloc(row->all.len + 1);

	if (to == NULL)
		return -1;
	im->titles = to;
	for (int i = 0; i < row->cells; i++) {
		memcpy(to, row->cell[i].at, row->cell[i].len);
		im->title[i] = (struct text){ to, row->cell[i].len };
		to += row->cell[i].len;
		if (row->cell[i].len > 0)
			im->cells = i + 1;
	}
	return 0;
}

/* Whether the column is one that a reject file adds. */
static bool
is_own(struct import *im, int i)
{
	struct text t = im->title[i];

	if (t.len < 4 || strncasecmp(t.at, "nbr_", 4) != 0)
		return false;
	if (text_is(t, "nbr_line"))
		im->line_cell = i;
	im->returned |= text_is(t, "nbr_code");
	if (text_is(t, "nbr_code"))
		im->code_cell = i;
	return true;
}

/* Gives each cell its column. */
static bool
map(struct import *im, const struct aliases *a)
{
	bool good = true;

	for (int i = 0; i < im->cells; i++) {
		const struct alias *alias = find(a, im->title[i]);
		size_t at;

		if (alias == NULL && (im->title[i].len == 0 || is_own(im, i)))
			continue;
		if (alias == NULL) {
			if (im->how->strict_columns || im->how->verbose)
				told_file(im, im->row.line, im->title[i], FAULT_HEADING_UNKNOWN);
			good &= !im->how->strict_columns;
			continue;
		}
		/* What --map names for a column leaves others of that meaning out. */
		for (at = 0; at < a->mapped && a->at[at].col != alias->col; at++)
			;
		if (alias->mapped.len == 0 && at < a->mapped)
			continue;
		at = (size_t)(alias->col - im->entity->cols);
		if (im->given[at]) {
			told_file(im, im->row.line, im->title[i], FAULT_HEADING_TWICE);
			good = false;
		}
		im->given[at] = true;
		im->col[i] = alias->col;
	}
	return good;
}

/* Every column that must be there, and every one that --map promised; and one at
 * least, for --header-row may name any row. */
static bool
check(struct import *im, const struct aliases *a)
{
	bool good = false;

	for (int i = 0; i < im->cells; i++)
		good |= im->col[i] != NULL;
	if (!good) {
		told_file(im, im->row.line, text_of(""), FAULT_HEADING);
		return false;
	}
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++)
		if (taken(c) && (c->flags & COL_NEED) != 0 && !im->given[c - im->entity->cols]) {
			told_file(im, im->row.line, text_of(c->zh != NULL ? c->zh : c->name), FAULT_HEADING_NEEDED);
			good = false;
		}
	for (size_t i = 0; i < a->mapped; i++)
		if (!im->given[a->at[i].col - im->entity->cols]) {
			told_file(im, im->row.line, a->at[i].mapped, FAULT_HEADING_NEEDED);
			good = false;
		}
	return good;
}

int
head_find(struct import *im)
{
	struct aliases a = { 0 };
	bool garbled = false;
	int rc, got;

	im->given = calloc(col_count(im->entity->cols) + 1, sizeof(*im->given));
	rc = im->given == NULL ? -1 : add_map(im, &a);
	if (rc == 0)
		rc = add_columns(im, &a);
	if (rc == 0) {
		got = seek(im, &a, &garbled);
		if (got < 0) {
			rc = -1;
		} else if (got == 0) {
			told_file(im, im->how->header_row, text_of(""),
			    im->row.line == 0 ? FAULT_EMPTY : garbled ? FAULT_MOJIBAKE : FAULT_HEADING);
			rc = 1;
		} else {
			im->count->header_row = im->row.line;
			rc = keep(im);
			if (rc == 0)
				rc = map(im, &a) ? 0 : 1;
			if (rc >= 0 && !check(im, &a))
				rc = 1;
			if (rc == 0 && !merged_begin(im))
				rc = 2;
		}
	}
	free(a.at);
	return rc;
}
