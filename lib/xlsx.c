#define _GNU_SOURCE
#include "xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <xlsxwriter.h>

#include "msg.h"

enum {
	ROWS_MAX = 1048576,	/* of a sheet, the heading too */
	COLS_MAX = 16384,
	NAME_UNITS = 31,	/* of the name of a sheet, in UTF-16 */
	LOOKED_AT = 1000,	/* rows that decide how wide columns are */
	WIDTH_MAX = 50,
	DIGITS_MAX = 9,		/* of a number */
	MARGIN = 2,		/* of a column; in the heading for the filter's button */
	SPARE = 1024 * 1024,	/* bytes beside the rows */
	AS_IT_IS = 0,		/* number formats, as every spreadsheet counts them */
	AS_TEXT = 49,
};

/* Of every workbook: 2000-01-01. The same rows are the same bytes. */
static const time_t made = 946684800;

struct column {
	bool	may, is;	/* cells can be numbers; one was */
	size_t	width;
};

struct xlsx {
	lxw_workbook	*book;
	lxw_worksheet	*sheet;		/* that grows */
	lxw_format	*heading, *text, *lines, *number;
	lxw_row_t	 rows;
	struct column	*col;
	int		 cols;
	char		*cell;		/* the text of one, for the library */
	size_t		 size;
	off_t		 most;		/* bytes of the longest sheet */
	char		*tmp;
	const char	*why;
	bool		 full;
};

/* Chinese in Excel and WPS: what has no such font takes its own. */
static lxw_format *
add_format(lxw_workbook *book, uint8_t form)
{
	lxw_format *f = workbook_add_format(book);

	if (f != NULL) {
		format_set_font_name(f, "宋体");
		format_set_num_format_index(f, form);
	}
	return f;
}

struct xlsx *
xlsx_open(int fd)
{
	const char *tmp = getenv("TMPDIR");
	struct xlsx *x = calloc(1, sizeof(*x));
	lxw_doc_properties about = { .created = made };
	char path[32];

	if (x == NULL || (x->tmp = strdup(tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp")) == NULL)
		goto fail;
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	x->book = workbook_new_opt(path, &(lxw_workbook_options){ .constant_memory = LXW_TRUE, .tmpdir = x->tmp });
	if (x->book == NULL)
		goto fail;
	workbook_set_properties(x->book, &about);
	x->heading = add_format(x->book, AS_TEXT);
	x->text = add_format(x->book, AS_TEXT);
	x->lines = add_format(x->book, AS_TEXT);
	x->number = add_format(x->book, AS_IT_IS);
	if (x->heading == NULL || x->text == NULL || x->lines == NULL || x->number == NULL)
		goto fail;
	format_set_bold(x->heading);
	format_set_text_wrap(x->lines);
	return x;
fail:
	xlsx_free(x);
	return NULL;
}

static int
fail(struct xlsx *x, const char *why, bool full)
{
	x->why = why;
	x->full = full;
	return -1;
}

/* The bytes of the characters that fit into so many units of UTF-16, in which
 * spreadsheets count: those beyond U+FFFF take two. */
static size_t
within(struct text t, size_t units)
{
	size_t i = 0, n;

	for (; i < t.len; i += n) {
		unsigned char c = (unsigned char)t.at[i];

		n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
		if (units < 1 + (n == 4))
			break;
		units -= 1 + (n == 4);
	}
	return i;
}

bool
xlsx_name_fits(struct xlsx *x, const char *name)
{
	struct text t = text_of(name);

	return t.len > 0 && within(t, NAME_UNITS) == t.len && strcasecmp(name, "History") != 0
	    && workbook_validate_sheet_name(x->book, name) == LXW_NO_ERROR;
}

const char *
xlsx_name(struct xlsx *x, const char *path, char buf[static XLSX_NAME])
{
	const char *base = strrchr(path, '/'), *end;
	char name[XLSX_NAME] = "Sheet", more[16] = "";
	size_t n;

	base = base != NULL ? base + 1 : path;
	end = strrchr(base, '.');
	n = within(text_of(base), NAME_UNITS);
	if (end != NULL && end > base && (size_t)(end - base) < n)
		n = (size_t)(end - base);
	for (size_t i = 0; i < n; i++)
		name[i] = (unsigned char)base[i] < 0x20 || strchr("[]:*?/\\'\x7f", base[i]) != NULL ? '_' : base[i];
	if (n > 0)
		name[n] = '\0';
	for (int nth = 2;; nth++) {
		n = within(text_of(name), NAME_UNITS - strlen(more));
		snprintf(buf, XLSX_NAME, "%.*s%s", (int)n, name, more);
		if (xlsx_name_fits(x, buf))
			return buf;
		snprintf(more, sizeof(more), "_%d", nth);
	}
}

/* What a spreadsheet cannot damage, and may add up. */
static bool
is_plain(struct text t)
{
	size_t i = t.len > 0 && t.at[0] == '-', digits = t.len - i;

	if (digits == 0 || digits > DIGITS_MAX || (t.at[i] == '0' && t.len > 1))
		return false;
	while (i < t.len && t.at[i] >= '0' && t.at[i] <= '9')
		i++;
	return i == t.len;
}

/*
 * The text as XML can hold it: line ends are LF, control characters and the two
 * that are none are left out. Finds out how wide it is, and whether it has
 * several lines.
 */
static const char *
fit(struct xlsx *x, struct text t, bool *lines)
{
	size_t out = 0;

	if (t.len >= x->size) {
		char *more = realloc(x->cell, t.len * 2 + 1);

		if (more == NULL)
			return NULL;
		x->cell = more;
		x->size = t.len * 2 + 1;
	}
	*lines = false;
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == '\r' && (i + 1 == t.len || t.at[i + 1] != '\n'))
			c = '\n';
		if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			continue;
		if (c == '\xef' && t.len - i >= 3 && (memcmp(t.at + i, "\xef\xbf\xbe", 3) == 0 || memcmp(t.at + i, "\xef\xbf\xbf", 3) == 0)) {
			i += 2;
			continue;
		}
		*lines |= c == '\n';
		x->cell[out++] = c;
	}
	x->cell[out] = '\0';
	return x->cell;
}

/* The first rows decide how wide a column is, by their longest lines. */
static void
look(struct column *col, struct text t, size_t margin)
{
	while (t.len > 0) {
		const char *end = memchr(t.at, '\n', t.len);
		size_t n = end != NULL ? (size_t)(end - t.at) : t.len;
		size_t width = text_width((struct text){ t.at, n }) + margin;

		if (width > col->width)
			col->width = width < WIDTH_MAX ? width : WIDTH_MAX;
		n += end != NULL;
		t = (struct text){ t.at + n, t.len - n };
	}
}

static int
put_text(struct xlsx *x, int at, struct text t, lxw_format *format)
{
	const char *s;
	bool lines;
	lxw_error e;

	s = fit(x, t, &lines);
	if (s == NULL)
		return fail(x, _("out of memory"), false);
	e = worksheet_write_string(x->sheet, x->rows, (lxw_col_t)at, s, lines && format == x->text ? x->lines : format);
	if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		return fail(x, _("a cell has more than 32767 characters: a spreadsheet cannot hold it"), true);
	return e == LXW_NO_ERROR ? 0 : fail(x, lxw_strerror(e), false);
}

int
xlsx_row(struct xlsx *x, const struct text *cell)
{
	lxw_error e = LXW_NO_ERROR;

	if (x->rows == ROWS_MAX)
		return fail(x, _("there are more than 1048575 records: a sheet cannot hold them"), true);
	for (int i = 0; i < x->cols; i++) {
		struct column *col = &x->col[i];

		if (cell[i].len == 0)
			continue;
		if (col->may && is_plain(cell[i])) {
			col->is = true;
			e = worksheet_write_number(x->sheet, x->rows, (lxw_col_t)i, atoi(cell[i].at), x->number);
		} else if (put_text(x, i, cell[i], x->text) != 0) {
			return -1;
		}
		if (e != LXW_NO_ERROR)
			return fail(x, lxw_strerror(e), false);
		if (x->rows <= LOOKED_AT)
			look(col, cell[i], MARGIN);
	}
	x->rows++;
	return 0;
}

/* What is known of a sheet only at its end. */
static int
end_sheet(struct xlsx *x)
{
	lxw_col_t last = (lxw_col_t)(x->cols - 1);
	char range[] = "A1:XFD1048576";
	off_t size;

	if (x->sheet == NULL)
		return 0;
	for (int i = 0; i < x->cols; i++)
		worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)x->col[i].width,
		    x->col[i].is ? x->number : x->text);
	if (x->cols > 0)
		worksheet_autofilter(x->sheet, 0, 0, x->rows - 1, last);
	worksheet_freeze_panes(x->sheet, 1, 0);
	/* An id as text is no mistake. */
	worksheet_ignore_errors(x->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
	/* The library does not look whether its files took the rows. */
	if (fflush(x->sheet->optimize_tmpfile) != 0 || ferror(x->sheet->optimize_tmpfile))
		return fail(x, strerror(errno), false);
	size = ftello(x->sheet->optimize_tmpfile);
	if (size > x->most)
		x->most = size;
	return 0;
}

int
xlsx_sheet(struct xlsx *x, const char *name, const struct text *heading, const bool *number, int n)
{
	if (end_sheet(x) != 0)
		return -1;
	if (n > COLS_MAX)
		return fail(x, _("there are more than 16384 columns: a sheet cannot hold them"), true);
	errno = 0;
	x->sheet = workbook_add_worksheet(x->book, name);
	if (x->sheet == NULL)
		return fail(x, errno != 0 ? strerror(errno) : _("out of memory"), false);
	free(x->col);
	x->cols = n;
	x->rows = 0;
	x->col = calloc((size_t)n + 1, sizeof(*x->col));
	if (x->col == NULL)
		return fail(x, _("out of memory"), false);
	for (int i = 0; i < n; i++) {
		x->col[i].may = number[i];
		look(&x->col[i], heading[i], 2 * MARGIN);
		if (heading[i].len > 0 && put_text(x, i, heading[i], x->heading) != 0)
			return -1;
	}
	x->rows = 1;
	return 0;
}

/*
 * The library copies each sheet once more, and does not look whether that
 * succeeds either: there must be room for it.
 */
static int
check_room(struct xlsx *x)
{
	struct statvfs fs;

	if (statvfs(x->tmp, &fs) != 0)
		return fail(x, strerror(errno), false);
	if (fs.f_bavail < (fsblkcnt_t)(x->most + SPARE) / fs.f_frsize)
		return fail(x, strerror(ENOSPC), false);
	return 0;
}

int
xlsx_end(struct xlsx *x)
{
	lxw_error e;

	if (end_sheet(x) != 0 || check_room(x) != 0)
		return -1;
	errno = 0;
	e = workbook_close(x->book);
	x->book = NULL;
	if (e != LXW_NO_ERROR)
		return fail(x, errno != 0 ? strerror(errno) : lxw_strerror(e), false);
	return 0;
}

const char *
xlsx_why(const struct xlsx *x, bool *full)
{
	*full = x->full;
	return x->why;
}

void
xlsx_free(struct xlsx *x)
{
	if (x == NULL)
		return;
	if (x->book != NULL)
		lxw_workbook_free(x->book);
	free(x->col);
	free(x->cell);
	free(x->tmp);
	free(x);
}
