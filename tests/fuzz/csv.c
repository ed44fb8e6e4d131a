#define _GNU_SOURCE
#include "csv_read.h"
#include "fuzz.h"

/*
 * Rows of any text: in the order of their lines; nothing between them but blank
 * lines; cut again from what was kept of them they have the same cells; and
 * the cells written for a reject file and read back are the same again.
 */

static struct csv_row row, again;

static int64_t
line_ends(struct text t)
{
	int64_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += t.at[i] == '\n' || t.at[i] == '\r';
	return n;
}

/* The whole text, as the rows are cut from it. */
static struct text
whole(struct decode *d)
{
	static char *at;
	static size_t size;
	struct text part;
	size_t len = 0;

	while (decode_read(d, &part) == 1) {
		if (len + part.len > size && (at = realloc(at, size = 2 * (len + part.len))) == NULL)
			abort();
		memcpy(at + len, part.at, part.len);
		len += part.len;
	}
	decode_rewind(d);
	return (struct text){ at, len };
}

/* Without the hint of spreadsheets, which is no row. */
static struct text
after_hint(struct text t)
{
	size_t n = 0;

	while (n < t.len && t.at[n] != '\n' && t.at[n] != '\r')
		n++;
	return csv_is_hint((struct text){ t.at, n }) ? (struct text){ t.at + n, t.len - n } : t;
}

/* Takes the raw text of a row, or without one all there is, off the rest: before
 * it are only blank lines. */
static void
pass(struct text *rest, const struct text *raw)
{
	while (rest->len > 0 && (raw == NULL || rest->len < raw->len || memcmp(rest->at, raw->at, raw->len) != 0)) {
		MUST(memchr(" \t\r\n", *rest->at, 4) != NULL);
		*rest = (struct text){ rest->at + 1, rest->len - 1 };
	}
	if (raw == NULL)
		return;
	MUST(rest->len >= raw->len);
	*rest = (struct text){ rest->at + raw->len, rest->len - raw->len };
}

/* As a reject file has it: in quotation marks where they are needed. */
static void
put_cell(FILE *to, struct text t)
{
	bool quote = t.len > 0 && (memchr(" \t", t.at[0], 2) != NULL || memchr(" \t", t.at[t.len - 1], 2) != NULL);

	for (size_t i = 0; i < t.len; i++)
		quote |= memchr(",\"\r\n", t.at[i], 4) != NULL;
	if (quote)
		putc('"', to);
	for (size_t i = 0; i < t.len; i++)
		fprintf(to, t.at[i] == '"' ? "\"\"" : "%c", t.at[i]);
	if (quote)
		putc('"', to);
}

static void
check(const struct csv_row *r, int64_t line, int64_t lines)
{
	MUST(r->line > line && r->line <= lines && r->raw.len > 0);
	MUST(r->cells > 0 && r->cells <= CSV_CELLS && is_utf8(r->raw));
	for (int i = 0; i < r->cells; i++) {
		struct text t = r->cell[i];

		MUST(t.at >= r->all.at && t.at + t.len < r->all.at + r->all.len);
		MUST(t.at[t.len] == '\0' && is_utf8(t) && t.len <= r->raw.len);
		MUST(t.len <= CSV_CELL_MAX || r->fault != FAULT_NONE);
		MUST(line_ends(t) <= 2 * CSV_QUOTE_LINES);
	}
}

static void
same(const struct csv_row *a, const struct csv_row *b)
{
	MUST(a->cells == b->cells && a->fault == b->fault && a->quoted_empty == b->quoted_empty);
	for (int i = 0; i < a->cells; i++)
		MUST(text_equal(a->cell[i], b->cell[i]));
}

/* Reads the rows and writes those without a fault, after a cell of our own; when
 * they were written so before, that cell comes first. */
static void
read_rows(struct decode *d, uint32_t delimiter, FILE *out, int own)
{
	struct text all = whole(d), rest = after_hint(all);
	int64_t lines = line_ends(all) + 1, line = 0;
	struct csv_read *r = csv_open(d, delimiter), *splitter = csv_open(NULL, delimiter);
	int got;

	MUST(r != NULL && splitter != NULL);
	while ((got = csv_next(r, &row)) == 1) {
		check(&row, line, lines);
		pass(&rest, &row.raw);
		line = row.line;
		MUST(csv_split(splitter, row.raw, &again) == 0);
		same(&row, &again);
		if (row.fault != FAULT_NONE || row.cells - own == CSV_CELLS)
			continue;
		putc('n', out);
		for (int i = own; i < row.cells; i++) {
			putc(',', out);
			put_cell(out, row.cell[i]);
		}
		fputs("\r\n", out);
	}
	MUST(got == 0 && csv_next(r, &row) == 0);
	pass(&rest, NULL);
	csv_close(splitter);
	csv_close(r);
}

static void
judge(struct decode *d, uint32_t delimiter)
{
	static struct fuzz_file file;
	char *good, *back;
	size_t n, n_back;
	FILE *out = open_memstream(&good, &n);
	struct decode *written;

	decode_rewind(d);
	read_rows(d, delimiter, out, 0);
	fclose(out);
	written = decode_open(fuzz_put(&file, good, n), "utf-8");
	/* A lost character can stand across two blocks the first time. */
	if (decode_fault(written) == FAULT_NONE) {
		out = open_memstream(&back, &n_back);
		read_rows(written, ',', out, 1);
		fclose(out);
		MUST(n == n_back && memcmp(good, back, n) == 0);
		free(back);
	}
	decode_close(written);
	free(good);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const uint32_t known[] = { ',', ';', '\t', 0xff0c };
	static struct fuzz_file file;
	struct decode *d = decode_open(fuzz_put(&file, data, len), NULL);
	uint32_t found;

	if (decode_fault(d) == FAULT_NONE) {
		found = csv_delimiter(d);
		judge(d, found);
		if (known[len % 4] != found)
			judge(d, known[len % 4]);
	}
	decode_close(d);
	return 0;
}
