/*
 * The reject file: the bad rows as they stood, with what is wrong before them.
 * It goes back to a spreadsheet, so it is UTF-8 with a BOM, and CR LF, and what
 * that would round or take for a date has a ' before it, which an import takes
 * off. A cell that has one keeps it: the file does not change by coming back.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "import_parts.h"
#include "num.h"
#include "rec.h"

static void
put_cell(FILE *to, struct text t, bool guard)
{
	bool quote;

	guard &= t.len > 0 && t.at[0] != '\'' && rec_guard(t);
	/* Blanks behind the guard are not at the edge, now or when it comes back. */
	quote = t.len > 0 && ((!guard && strchr(" \t", t.at[0]) != NULL) || strchr(" \t", t.at[t.len - 1]) != NULL);
	for (size_t i = 0; i < t.len && !quote; i++)
		quote = strchr(",\"\r\n", t.at[i]) != NULL;
	if (quote)
		putc('"', to);
	if (guard)
		putc('\'', to);
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] == '"')
			putc('"', to);
		putc(t.at[i], to);
	}
	if (quote)
		putc('"', to);
}

/* Days and counts a spreadsheet may take for what they are. */
static bool
is_text(const struct import *im, int cell)
{
	const struct col *c = cell < im->cells ? im->col[cell] : NULL;

	return c == NULL || (c->type != COL_DAY && !col_is_number(c->type));
}

/* The cells that are the file's own: not what an earlier import wrote. */
static void
put_cells(const struct import *im, const struct text *cells, int n)
{
	for (int i = 0; i < n; i++) {
		const struct text *title = &im->title[i];

		if (i < im->cells && title->len > 4 && strncasecmp(title->at, "nbr_", 4) == 0)
			continue;
		putc(',', im->rejects);
		put_cell(im->rejects, cells[i], is_text(im, i));
	}
	fputs("\r\n", im->rejects);
}

/* Beside its last place, so that the rename is one step. 0, -1 (db_fail). */
static int
open_file(struct import *im)
{
	int fd;

	if (asprintf(&im->rejects_name, "%s.XXXXXX", im->how->rejects) < 0) {
		im->rejects_name = NULL;
		return import_errno(im, im->how->rejects);
	}
	fd = mkostemp(im->rejects_name, O_CLOEXEC);
	if (fd < 0) {
		int error = errno;

		free(im->rejects_name);
		im->rejects_name = NULL;
		errno = error;
		return import_errno(im, im->how->rejects);
	}
	im->rejects = fdopen(fd, "w");
	if (im->rejects == NULL) {
		close(fd);
		return import_errno(im, im->how->rejects);
	}
	fputs("\xef\xbb\xbfnbr_line,nbr_column,nbr_code,nbr_message", im->rejects);
	put_cells(im, im->title, im->cells);
	return 0;
}

/* The line in the file that was rejected first. */
static void
put_line(struct import *im, int64_t line)
{
	struct text t = im->returned && im->again.cells > im->line_cell ? im->again.cell[im->line_cell] : text_of("");
	int64_t first;

	fprintf(im->rejects, "%lld", (long long)(num_parse(t, 1, INT64_MAX, &first) ? first : line));
}

int
reject_row(struct import *im, const struct told *told, size_t n)
{
	struct { char *at; size_t len; } part[3] = { { 0 } };
	FILE *out[3];
	bool good = true;

	if (im->how->rejects == NULL || im->how->dry_run)
		return 0;
	if (im->rejects == NULL && open_file(im) != 0)
		return -1;
	for (int p = 0; p < 3; p++) {
		out[p] = open_memstream(&part[p].at, &part[p].len);
		good &= out[p] != NULL;
	}
	for (size_t i = 0, done = 0; good && i < n; i++) {
		const struct told *t = &told[i];
		struct text head = text_of("");
		char was[COL_WAS] = "", guess[TOLD_WORDS];

		if (t->note)
			continue;
		if (t->cell >= 0)
			head = im->title[t->cell];
		else if (t->col != NULL)
			head = text_of(t->col->zh != NULL ? t->col->zh : t->col->name);
		for (int p = 0; done > 0 && p < 3; p++)
			fputs("; ", out[p]);
		fwrite(head.at, 1, head.len, out[0]);
		fputs(fault_code(t->fault), out[1]);
		if (t->fault == FAULT_DOOR_DATE && t->cell >= 0)
			col_was(im->again.cell[t->cell], was);
		fputs(told_words(t, head, was, guess, sizeof(guess)), out[2]);
		done++;
	}
	put_line(im, told->line);
	for (int p = 0; p < 3; p++) {
		good &= out[p] != NULL && fclose(out[p]) == 0;
		putc(',', im->rejects);
		if (good)
			put_cell(im->rejects, (struct text){ part[p].at, part[p].len }, false);
		free(part[p].at);
	}
	put_cells(im, im->again.cell, im->again.cells);
	return good && !ferror(im->rejects) ? 0 : import_errno(im, im->how->rejects);
}

int
reject_sync(struct import *im)
{
	if (im->rejects == NULL)
		return 0;
	if (fflush(im->rejects) != 0 || ferror(im->rejects) || fsync(fileno(im->rejects)) != 0)
		return import_errno(im, im->how->rejects);
	return 0;
}

int
reject_keep(struct import *im)
{
	if (im->rejects == NULL)
		return 0;
	fclose(im->rejects);
	im->rejects = NULL;
	if (rename(im->rejects_name, im->how->rejects) != 0) {
		msg_say(&(struct msg){ .file = im->rejects_name, .words = strerror(errno) });
		return -1;
	}
	free(im->rejects_name);
	im->rejects_name = NULL;
	return 0;
}

void
reject_drop(struct import *im)
{
	if (im->rejects != NULL) {
		fclose(im->rejects);
		unlink(im->rejects_name);
	}
	free(im->rejects_name);
}
