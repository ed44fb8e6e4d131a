/* Merged cells: of those a spreadsheet writes the first alone, and leaves empty
 * what lies below it. --fill-down says in which columns that is so. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "import_parts.h"

static bool
means(const struct import *im, int cell, const char *folded, struct text word)
{
	char title[IMPORT_TITLE];

	text_heading(im->title[cell], title, sizeof(title));
	return strcmp(title, folded) == 0 || (im->col[cell] != NULL && text_is(word, im->col[cell]->name));
}

static bool
add(struct import *im, struct text word)
{
	char folded[IMPORT_TITLE];

	text_heading(word, folded, sizeof(folded));
	for (int i = 0; folded[0] != '\0' && i < im->cells; i++)
		if (means(im, i, folded, word) && im->fills < IMPORT_FILLS) {
			im->fill[im->fills++] = (struct fill){ .cell = i };
			return true;
		}
	told_file(im, im->count->header_row, word, FAULT_HEADING_ABSENT, "");
	return false;
}

bool
merged_begin(struct import *im)
{
	const char *words = im->how->fill_down;
	bool good = true;

	while (words != NULL && *words != '\0') {
		size_t n = strcspn(words, ",");

		good &= add(im, (struct text){ words, n });
		words += n + (words[n] == ',');
	}
	return good;
}

/* A value of its own; those of the columns after it were of the one before. */
static int
remember(struct import *im, int at, struct text cell)
{
	struct fill *f = &im->fill[at];
	char *copy;

	if (!f->lost && text_equal(f->value, cell))
		return 0;
	f->lost = false;
	copy = realloc((char *)f->value.at, cell.len);
	if (copy == NULL)
		return -1;
	f->value = (struct text){ memcpy(copy, cell.at, cell.len), cell.len };
	for (int i = at + 1; i < im->fills; i++) {
		im->fill[i].value.len = 0;
		im->fill[i].lost = false;
	}
	return 0;
}

/* The row as it reads now, in quotes throughout: that is how a message cuts it,
 * and how a reject file keeps it. */
static int
rewrite(struct import_batch *b, const struct csv_row *row, struct text *raw)
{
	size_t size = 0, n = 0;
	char *at;

	for (int i = 0; i < row->cells; i++)
		size += 2 * row->cell[i].len + 2 + b->im->delimiter.len;
	at = batch_alloc(b, size);
	if (at == NULL)
		return -1;
	for (int i = 0; i < row->cells; i++) {
		if (i > 0) {
			memcpy(at + n, b->im->delimiter.at, b->im->delimiter.len);
			n += b->im->delimiter.len;
		}
		at[n++] = '"';
		for (size_t k = 0; k < row->cell[i].len; k++) {
			if (row->cell[i].at[k] == '"')
				at[n++] = '"';
			at[n++] = row->cell[i].at[k];
		}
		at[n++] = '"';
	}
	*raw = (struct text){ at, n };
	return 0;
}

void
merged_lose(struct import *im)
{
	for (int i = 0; i < im->fills; i++)
		im->fill[i].lost = true;
}

int
merged_row(struct import_batch *b, struct import_row *r)
{
	struct import *im = b->im;
	struct csv_row *row = &im->row;
	bool filled = false;

	for (int i = 0; i < im->fills; i++) {
		struct text *cell = &row->cell[im->fill[i].cell], value = im->fill[i].value;
		const struct col *col = im->col[im->fill[i].cell];
		char *copy;

		*cell = text_clean((char *)cell->at, cell->len);
		if (cell->len > 0) {
			if (remember(im, i, *cell) != 0)
				return -1;
			continue;
		}
		if (im->fill[i].lost && col != NULL)
			import_fault(im, r, col->name, text_of(""), FAULT_MISSING);
		if (im->fill[i].lost || value.len == 0)
			continue;
		copy = batch_alloc(b, value.len);
		if (copy == NULL)
			return -1;
		*cell = (struct text){ memcpy(copy, value.at, value.len), value.len };
		filled = true;
	}
	return filled ? rewrite(b, row, &kept_of(r->rec)->raw) : 0;
}

void
merged_end(struct import *im)
{
	for (int i = 0; i < im->fills; i++)
		free((char *)im->fill[i].value.at);
}
