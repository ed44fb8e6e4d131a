/* The batch: rows are read into an arena, sorted, stored, forgotten. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "import_parts.h"

enum {
	BLOCK = 1024 * 1024,
	ORDERED = 4 * 1024 * 1024,	/* bytes of a batch */
	UNORDERED = 256 * 1024 * 1024,	/* when it has to be sorted */
};

struct block {
	struct block	*next;
	size_t		 size, used;
	_Alignas(16) char at[];
};

char *
import_alloc(struct import *im, size_t size)
{
	struct block *b = im->now;

	size = (size + 15) & ~(size_t)15;
	while (b == NULL || b->size - b->used < size) {
		if (b != NULL && b->next != NULL) {
			b = b->next;
			b->used = 0;
			continue;
		}
		b = malloc(sizeof(*b) + (size > BLOCK ? size : BLOCK));
		if (b == NULL)
			return NULL;
		*b = (struct block){ .size = size > BLOCK ? size : BLOCK };
		if (im->now == NULL) {
			im->first = im->now = b;
		} else {
			while (im->now->next != NULL)
				im->now = im->now->next;
			im->now->next = b;
		}
	}
	im->now = b;
	b->used += size;
	im->used += size;
	return b->at + b->used - size;
}

static bool
begins(struct text t, const char *s)
{
	size_t n = strlen(s);

	return t.len >= n && memcmp(t.at, s, n) == 0;
}

/* The first bytes of a cell without its blanks: 合　计. */
static struct text
squeeze(struct text t, char buf[static 32])
{
	size_t n = 0;

	while (t.len > 0 && n < 32) {
		size_t blank = *t.at == ' ' ? 1 : begins(t, "\u3000") ? 3 : begins(t, "\u00a0") ? 2 : 0;

		if (blank == 0)
			buf[n++] = *t.at;
		blank += blank == 0;
		t = (struct text){ t.at + blank, t.len - blank };
	}
	return (struct text){ buf, n };
}

/* Whether a cell may begin one of the words below, blanks or not. */
static bool
suspect(struct text t)
{
	static const char first[] = "合总小共填审制";

	if (begins(t, "\u3000") || begins(t, "\u00a0"))
		return true;
	if (t.len < 3 || ((unsigned char)*t.at != 0xe5 && (unsigned char)*t.at != 0xe6))
		return false;
	for (size_t i = 0; i < sizeof(first) - 1; i += 3)
		if (memcmp(t.at, first + i, 3) == 0)
			return true;
	return false;
}

/* Whether the row is no record: sums and signatures at the foot of a form. */
static bool
is_foot(const struct csv_row *row)
{
	static const char *const sums[] = { "合计", "总计", "小计" };
	static const char *const signatures[] = { "填表人", "审核人", "制表人", "填报人" };
	bool first = true;
	char buf[32];

	for (int i = 0; i < row->cells; i++) {
		struct text t = row->cell[i];

		if (t.len == 0)
			continue;
		if (suspect(t)) {
			t = squeeze(t, buf);
			for (size_t k = 0; k < 4; k++)
				if (begins(t, signatures[k]))
					return true;
			for (size_t k = 0; first && k < 3; k++)
				if (begins(t, sums[k]))
					return true;
			if (first && begins(t, "共") && memmem(t.at, t.len, "户", 3) != NULL)
				return true;
		}
		first = false;
	}
	return false;
}

/* Whether nothing is left of the row's cells once they are clean. */
static bool
is_blank(const struct csv_row *row)
{
	for (int i = 0; i < row->cells; i++)
		if (text_clean((char *)row->cell[i].at, row->cell[i].len).len > 0)
			return false;
	return true;
}

/* What is wrong with the shape of a row; then its cells are not looked at, for
 * none of them is certain to stand in its column. */
static enum fault
shape(const struct import *im)
{
	const struct csv_row *row = &im->row;

	if (row->fault != FAULT_NONE)
		return row->fault;
	for (int i = im->cells; i < row->cells; i++)
		if (row->cell[i].len > 0)
			return FAULT_LONG;
	return row->cells < im->cells ? FAULT_SHORT : FAULT_NONE;
}

/* Reads the cells into the struct. Returns whether one of them has a value. */
static bool
read_cells(struct import *im, struct import_row *r)
{
	struct col_read read;
	bool any = false;

	for (int i = 0; i < im->cells; i++) {
		const struct col *c = im->col[i];
		struct text t;

		if (c == NULL)
			continue;
		t = text_clean((char *)im->row.cell[i].at, im->row.cell[i].len);
		any |= t.len > 0;
		read = col_parse(c, t, im->how->today, r->rec);
		if (read.fault == FAULT_NONE && (read.note == FAULT_NONE || !im->how->verbose))
			continue;
		r->bad |= read.fault != FAULT_NONE;
		told_add(im, &(struct told){
			.line = r->line, .kept = kept_of(r->rec), .col = c, .cell = i,
			.fault = read.fault != FAULT_NONE ? read.fault : read.note,
			.note = read.fault == FAULT_NONE,
		});
	}
	return any;
}

/* The row at hand, its texts moved into the arena. NULL: no memory. */
static struct import_row *
keep(struct import *im)
{
	size_t size = (im->entity->size + 15) & ~(size_t)15;
	struct csv_row *row = &im->row;
	struct kept *kept;
	char *cells;

	if (im->n_rows == im->room) {
		size_t room = im->room == 0 ? 4096 : 2 * im->room;
		struct import_row *more = realloc(im->rows, room * sizeof(*more));

		if (more == NULL)
			return NULL;
		im->rows = more;
		im->room = room;
	}
	kept = (struct kept *)(void *)import_alloc(im, sizeof(*kept) + size + row->all.len + row->raw.len);
	if (kept == NULL)
		return NULL;
	memset(kept + 1, 0, size);
	cells = (char *)(kept + 1) + size;
	memcpy(cells, row->all.at, row->all.len);
	for (int i = 0; i < row->cells; i++)
		row->cell[i].at = cells + (row->cell[i].at - row->all.at);
	memcpy(cells + row->all.len, row->raw.at, row->raw.len);
	kept->raw = (struct text){ cells + row->all.len, row->raw.len };
	im->rows[im->n_rows] = (struct import_row){ .line = row->line, .rec = kept + 1 };
	return &im->rows[im->n_rows];
}

int
batch_take(struct import *im)
{
	const struct entity *e = im->entity;
	enum fault fault;
	struct import_row *r;

	if (is_foot(&im->row)) {
		im->count->aside++;
		if (im->how->verbose)
			told_add(im, &(struct told){ .line = im->row.line, .cell = -1,
			    .fault = FAULT_ROW_SKIPPED, .note = true });
		return 0;
	}
	r = keep(im);
	if (r == NULL)
		return import_errno(im, im->label);
	fault = shape(im);
	if (fault != FAULT_NONE) {
		import_fault(im, r, NULL, text_of(""), fault);
	} else {
		size_t before = im->n_told;

		if (!read_cells(im, r) && is_blank(&im->row)) {
			im->n_told = before;
			return 0;
		}
		if (!r->bad && e->check != NULL && e->check(im, im->own, r) != 0)
			return -1;
	}
	if (!r->bad && e->key != NULL) {
		int64_t key = e->key(r->rec);

		im->unordered |= key < im->key;
		im->key = key;
	}
	kept_of(r->rec)->key = im->key;
	im->bad += r->bad;
	im->n_rows++;
	return 0;
}

bool
batch_full(const struct import *im)
{
	return im->used + im->n_told * sizeof(*im->told) >= (im->unordered ? UNORDERED : ORDERED);
}

struct place {
	int64_t	 key;
	size_t	 at;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->key != q->key)
		return p->key < q->key ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* By key; rows of one key stay in the order of the file. */
static int
sort(struct import *im)
{
	struct place *places = malloc(im->n_rows * sizeof(*places) + 1);
	struct import_row *sorted = malloc(im->room * sizeof(*sorted) + 1);

	if (places == NULL || sorted == NULL) {
		free(places);
		free(sorted);
		return import_errno(im, im->label);
	}
	for (size_t i = 0; i < im->n_rows; i++)
		places[i] = (struct place){ kept_of(im->rows[i].rec)->key, i };
	qsort(places, im->n_rows, sizeof(*places), compare_places);
	for (size_t i = 0; i < im->n_rows; i++)
		sorted[i] = im->rows[places[i].at];
	free(places);
	free(im->rows);
	im->rows = sorted;
	return 0;
}

static void
count(struct import *im)
{
	int64_t *const of[] = {
		[ROW_NEW] = &im->count->added, [ROW_SAME] = &im->count->same,
		[ROW_CHANGED] = &im->count->changed, [ROW_SKIPPED] = &im->count->skipped,
	};

	im->count->read += (int64_t)im->n_rows;
	for (size_t i = 0; i < im->n_rows; i++)
		++*(im->rows[i].bad ? &im->count->rejected : of[im->rows[i].stored]);
	im->bad = im->count->rejected;
}

int
batch_store(struct import *im)
{
	if (im->n_rows > 0 && ((im->unordered && sort(im) != 0)
	    || im->entity->store(im, im->own, im->rows, im->n_rows) != 0))
		return -1;
	count(im);
	if (told_flush(im) != 0)
		return -1;
	im->n_rows = im->used = 0;
	im->now = im->first;
	if (im->now != NULL)
		im->now->used = 0;
	return 0;
}

void
batch_free(struct import *im)
{
	while (im->first != NULL) {
		struct block *next = im->first->next;

		free(im->first);
		im->first = next;
	}
	free(im->rows);
}
