/* The heading row: found, put together where it has two lines, and mapped. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <strings.h>

#include "import_alias.h"

enum {
	LOOK = 30,		/* rows looked at for headings */
};

/* The cells of a row, which outlive it. */
struct titles {
	struct text	 cell[CSV_CELLS];
	int		 cells;
	int64_t		 line;
};

/* Copies them into one of im->titles. 0, -1. */
static int
keep(struct import *im, int place, struct titles *t)
{
	const struct csv_row *row = &im->row;
	char *to = realloc(im->titles[place], row->all.len + 1);

	if (to == NULL)
		return -1;
	im->titles[place] = to;
	*t = (struct titles){ .cells = row->cells, .line = row->line };
	for (int i = 0; i < row->cells; i++) {
		memcpy(to, row->cell[i].at, row->cell[i].len);
		t->cell[i] = (struct text){ to, row->cell[i].len };
		to += row->cell[i].len;
	}
	return 0;
}

static const struct col *
means(const struct aliases *a, struct text title)
{
	const struct alias *alias = alias_find(a, title);

	return alias != NULL ? alias->col : NULL;
}

/* Whether the row at hand is one of headings: two of them are known, or one
 * where there is no more to know. */
static bool
is_heading(const struct import *im, const struct aliases *a)
{
	const struct csv_row *row = &im->row;
	int known = 0, needed = 0, filled = 0;

	for (int i = 0; i < row->cells; i++) {
		const struct alias *alias = alias_find(a, row->cell[i]);

		known += alias != NULL && alias->col != NULL;
		filled += row->cell[i].len > 0 && (alias == NULL || alias->col != NULL);
	}
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++)
		needed += (c->flags & (COL_IN | COL_ASIDE)) != 0 && (c->flags & COL_NEED) != 0;
	return known >= 2 || (known == 1 && (filled == 1 || needed == 1));
}

/* Reads on to the heading row; above is the one before it, in the next line, or
 * empty. 1, 0 there is none, -1. *garbled: because its characters are not what
 * they were. */
static int
seek(struct import *im, const struct aliases *a, struct titles *above, bool *garbled)
{
	int64_t want = im->how->header_row, aside[LOOK];
	int n = 0, got;

	while ((got = csv_next(im->csv, &im->row)) == 1) {
		if (want > 0 ? im->row.line >= want : is_heading(im, a))
			break;
		if (want == 0 && n == LOOK)
			return 0;
		for (int i = 0; i < im->row.cells; i++)
			*garbled |= text_mojibake(im->row.cell[i]);
		if (n < LOOK)
			aside[n++] = im->row.line;
		im->count->aside++;
		if (keep(im, 0, above) != 0)
			return -1;
	}
	if (got != 1 || (want > 0 && im->row.line != want))
		return got == 1 ? 0 : got;
	for (int i = 0; im->how->verbose && i < n; i++)
		told_file(im, aside[i], text_of(""), FAULT_ROW_SKIPPED, "");
	return 1;
}

/* Forms for paper head a group of columns once, in cells that are merged: where
 * a heading is empty, the one above it may be the column's. */
static void
join_above(struct import *im, const struct aliases *a, const struct titles *above)
{
	for (int i = 0; i < above->cells; i++)
		if (im->title[i].len == 0 && means(a, above->cell[i]) != NULL)
			im->title[i] = above->cell[i];
}

/* Or the headings of the group stand in the row below: if the next row has some
 * where this one has none, and little else. 0, -1. */
static int
join_below(struct import *im, const struct aliases *a)
{
	struct titles below;
	int filled = 0, more = 0, got = csv_next(im->csv, &im->row);

	im->pending = got == 1;
	if (got != 1)
		return got;
	for (int i = 0; i < im->row.cells; i++) {
		filled += im->row.cell[i].len > 0;
		more += means(a, im->row.cell[i]) != NULL && means(a, im->title[i]) == NULL;
	}
	if (more < 2 || 2 * more < filled)
		return 0;
	im->pending = false;
	if (keep(im, 2, &below) != 0)
		return -1;
	for (int i = 0; i < below.cells; i++)
		if (below.cell[i].len > 0)
			im->title[i] = below.cell[i];
	return 0;
}

/* The headings of all columns. 0, -1. */
static int
read_titles(struct import *im, const struct aliases *a, const struct titles *above)
{
	struct titles own;

	if (keep(im, 1, &own) != 0)
		return -1;
	memcpy(im->title, own.cell, sizeof(own.cell));
	join_above(im, a, above);
	if (join_below(im, a) != 0)
		return -1;
	for (int i = 0; i < CSV_CELLS; i++)
		if (im->title[i].len > 0)
			im->cells = i + 1;
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

/* What --map names for a column leaves others of that meaning out. */
static bool
is_outranked(const struct aliases *a, const struct alias *alias)
{
	for (size_t i = a->n - a->mapped; !alias_mapped(a, alias) && i < a->n; i++)
		if (a->at[i].col == alias->col)
			return true;
	return false;
}

/* Gives each cell its column. */
static bool
map(struct import *im, const struct aliases *a)
{
	int64_t line = im->count->header_row;
	bool good = true;

	for (int i = 0; i < im->cells; i++) {
		const struct alias *alias = alias_find(a, im->title[i]);
		size_t at;

		if (alias == NULL || alias->col == NULL || is_outranked(a, alias))
			continue;
		at = (size_t)(alias->col - im->entity->cols);
		if (im->given[at]) {
			told_file(im, line, im->title[i], FAULT_HEADING_TWICE, "");
			good = false;
		}
		im->given[at] = true;
		im->col[i] = alias->col;
	}
	return good;
}

/* Headings that mean nothing: what stands under a misspelt one would be lost. */
static bool
check_unknown(struct import *im, const struct aliases *a)
{
	bool good = true;

	for (int i = 0; i < im->cells; i++) {
		const struct alias *near;
		char word[IMPORT_TITLE];

		if (im->title[i].len == 0 || alias_find(a, im->title[i]) != NULL || is_own(im, i))
			continue;
		near = alias_near(im, a, im->title[i]);
		if (near != NULL) {
			snprintf(word, sizeof(word), "%.*s", (int)near->word.len, near->word.at);
			told_file(im, im->count->header_row, im->title[i], FAULT_HEADING_NEAR, word);
		} else if (im->how->strict_columns || im->how->verbose) {
			told_file(im, im->count->header_row, im->title[i], FAULT_HEADING_UNKNOWN, "");
		}
		good &= near == NULL && !im->how->strict_columns;
	}
	return good;
}

/* Every column that must be there, and every heading that --map promised; and one
 * at least, for --header-row may name any row. */
static bool
check_needed(struct import *im, const struct aliases *a)
{
	int64_t line = im->count->header_row;
	bool good = true, any = false;

	for (int i = 0; i < im->cells; i++)
		any |= im->col[i] != NULL;
	if (!any) {
		told_file(im, line, text_of(""), FAULT_HEADING, "");
		return false;
	}
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++)
		if ((c->flags & (COL_IN | COL_ASIDE)) != 0 && (c->flags & COL_NEED) != 0 && !im->given[c - im->entity->cols]) {
			told_file(im, line, text_of(c->zh != NULL ? c->zh : c->name), FAULT_HEADING_NEEDED, "");
			good = false;
		}
	for (size_t i = a->n - a->mapped; i < a->n; i++) {
		bool there = false;

		for (int k = 0; k < im->cells && !there; k++)
			there = alias_find(a, im->title[k]) == &a->at[i];
		if (!there)
			told_file(im, line, a->at[i].word, FAULT_HEADING_ABSENT, "");
		good &= there;
	}
	return good;
}

static int
find(struct import *im, const struct aliases *a)
{
	struct titles above = { 0 };
	bool garbled = false, good;
	int got = seek(im, a, &above, &garbled);

	if (got < 0)
		return -1;
	if (got == 0) {
		told_file(im, im->how->header_row, text_of(""),
		    im->row.line == 0 ? FAULT_EMPTY : garbled ? FAULT_MOJIBAKE : FAULT_HEADING, "");
		return 1;
	}
	im->count->header_row = im->row.line;
	if (im->row.fault == FAULT_LONG) {
		told_file(im, im->row.line, text_of(""), FAULT_LONG, "");
		return 1;
	}
	if (read_titles(im, a, &above) != 0)
		return -1;
	good = map(im, a);
	good &= check_unknown(im, a);
	good &= check_needed(im, a);
	return !good ? 1 : merged_begin(im) ? 0 : 2;
}

int
head_find(struct import *im)
{
	struct aliases a = { 0 };
	int rc;

	im->given = calloc(col_count(im->entity->cols) + 1, sizeof(*im->given));
	rc = im->given == NULL ? -1 : alias_begin(im, &a);
	if (rc == 0)
		rc = find(im, &a);
	alias_end(&a);
	return rc;
}

void
head_end(struct import *im)
{
	for (size_t i = 0; i < sizeof(im->titles) / sizeof(im->titles[0]); i++)
		free(im->titles[i]);
	free(im->given);
}
