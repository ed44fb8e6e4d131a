/* A row: whether it is one, what its cells say, and what is wrong with it. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "import_parts.h"

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
	static const char *const signatures[] = { "填表", "审核", "制表", "填报" }, *const signs[] = { "人", "：", ":" };
	bool first = true;
	char buf[32];

	for (int i = 0; i < row->cells; i++) {
		struct text t = row->cell[i];

		if (t.len == 0)
			continue;
		if (suspect(t)) {
			t = squeeze(t, buf);
			for (size_t k = 0; k < 12; k++)
				if (begins(t, signatures[k / 3]) && begins((struct text){ t.at + 6, t.len - 6 }, signs[k % 3]))
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

/* Whether a cell that was not cut begins with a mark that is not closed at its
 * end; two marks together are one that belongs to the text. */
static bool
is_open(struct text t)
{
	bool closed = false, odd = true;

	if (t.len == 0 || t.at[0] != '"')
		return false;
	for (size_t i = 1; i < t.len; i++) {
		odd ^= t.at[i] == '"';
		closed = t.at[i] == '"' ? !closed : closed && (t.at[i] == ' ' || t.at[i] == '\t');
	}
	return odd || !closed;
}

/* Whether a row that came back still has the mark that its first reader took for
 * an open one: as a cell of a reject file it is well quoted. */
static bool
is_open_still(const struct import *im)
{
	const struct csv_row *row = &im->row;
	struct text code = row->cell[im->code_cell];
	bool open = false;

	if (memmem(code.at, code.len, fault_code(FAULT_QUOTE), strlen(fault_code(FAULT_QUOTE))) == NULL)
		return false;
	for (int i = 0; i < row->cells; i++)
		open |= is_open(row->cell[i]);
	return open;
}

/* What is wrong with the shape of a row; then its cells are not looked at, for
 * none of them is certain to stand in its column. */
static enum fault
shape(const struct import *im)
{
	const struct csv_row *row = &im->row;

	if (row->fault != FAULT_NONE)
		return row->fault;
	if (im->returned && row->cells > im->code_cell && is_open_still(im))
		return FAULT_QUOTE;
	for (int i = im->cells; i < row->cells; i++)
		if (row->cell[i].len > 0)
			return FAULT_LONG;
	return row->cells < im->cells ? FAULT_SHORT : FAULT_NONE;
}

/* Text that outgrows its cell lies in the arena as well. */
static char *
room(void *batch, size_t size)
{
	struct import_batch *b = batch;
	char *at = batch_alloc(b, size);

	if (at == NULL)
		b->error = errno;
	return at;
}

/* Reads the cells into the struct. Returns whether one of them has a value. */
static bool
read_cells(struct import_batch *b, struct import_row *r)
{
	struct import *im = b->im;
	const struct col_how how = { .today = im->how->today, .phone_area = im->phone_area, .zone = im->how->zone, .room = room, .arg = b };
	struct col_read read;
	bool any = false;

	for (int i = 0; i < im->cells; i++) {
		const struct col *c = im->col[i];
		struct text t;

		if (c == NULL)
			continue;
		t = text_clean((char *)im->row.cell[i].at, im->row.cell[i].len);
		any |= t.len > 0;
		read = col_parse(c, t, &how, r->rec);
		if (c->type == COL_IDENT || read.fault != FAULT_NONE)
			harm_note(im, c, t, &read);
		if (read.fault == FAULT_NONE && (read.note == FAULT_NONE || !im->how->verbose))
			continue;
		r->bad |= read.fault != FAULT_NONE;
		told_add(b, &(struct told){
			.line = r->line, .kept = kept_of(r->rec), .col = c, .cell = i,
			.fault = read.fault != FAULT_NONE ? read.fault : read.note,
			.note = read.fault == FAULT_NONE,
		});
	}
	return any;
}

/* The row at hand, its texts moved into the arena. NULL: no memory. */
static struct import_row *
keep(struct import_batch *b)
{
	size_t size = (b->im->entity->size + 15) & ~(size_t)15;
	struct csv_row *row = &b->im->row;
	struct kept *kept;
	char *cells;

	if (b->n_rows == b->room) {
		size_t room = b->room == 0 ? 4096 : 2 * b->room;
		struct import_row *more = realloc(b->rows, room * sizeof(*more));

		if (more == NULL)
			return NULL;
		b->rows = more;
		b->room = room;
	}
	kept = (struct kept *)(void *)batch_alloc(b, sizeof(*kept) + size + row->all.len + row->raw.len);
	if (kept == NULL)
		return NULL;
	memset(kept + 1, 0, size);
	cells = (char *)(kept + 1) + size;
	memcpy(cells, row->all.at, row->all.len);
	for (int i = 0; i < row->cells; i++)
		row->cell[i].at = cells + (row->cell[i].at - row->all.at);
	memcpy(cells + row->all.len, row->raw.at, row->raw.len);
	*kept = (struct kept){ .raw = { cells + row->all.len, row->raw.len }, .batch = b };
	b->rows[b->n_rows] = (struct import_row){ .line = row->line, .rec = kept + 1 };
	return &b->rows[b->n_rows];
}

static void
set_aside(struct import_batch *b)
{
	b->aside++;
	if (b->im->how->verbose)
		told_add(b, &(struct told){ .line = b->im->row.line, .cell = -1, .fault = FAULT_ROW_SKIPPED, .note = true });
}

int
row_take(struct import_batch *b)
{
	struct import *im = b->im;
	const struct entity *e = im->entity;
	enum fault fault;
	struct import_row *r;

	if (is_foot(&im->row) || (im->fills > 0 && is_blank(&im->row))) {
		set_aside(b);
		return 0;
	}
	r = keep(b);
	if (r == NULL) {
		b->error = errno;
		return -1;
	}
	fault = shape(im);
	if (fault != FAULT_NONE) {
		merged_lose(im);
	} else if (im->fills > 0 && merged_row(b, r) != 0) {
		b->error = errno;
		return -1;
	}
	if (fault != FAULT_NONE) {
		import_fault(im, r, NULL, text_of(""), fault);
	} else {
		size_t before = b->n_told;

		if (!read_cells(b, r) && is_blank(&im->row)) {
			b->n_told = before;
			set_aside(b);
			return 0;
		}
		if (e->check != NULL && e->check(im, im->own, r) != 0)
			return -1;
	}
	if (!r->bad && e->key != NULL) {
		int64_t key = e->key(r->rec);

		im->unordered |= key < im->key;
		im->key = key;
	}
	kept_of(r->rec)->key = im->key;
	b->bad += r->bad;
	b->n_rows++;
	return 0;
}
