/* What is wrong with the rows of a batch, told in the order of the file. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "day.h"
#include "identity.h"
#include "import_parts.h"
#include "mask.h"
#include "num.h"
#include "phone.h"

enum {
	TIMES = IMPORT_SHOWN,
	SHOWN = 40,		/* most characters of a cell in a message */
	NAME = 4 * SHOWN + 1,
	NUMBER = 8,		/* digits of the shortest telephone that is masked */
};

void
told_add(struct import_batch *b, const struct told *told)
{
	if (b->n_told == b->told_room) {
		size_t room = b->told_room == 0 ? 64 : 2 * b->told_room;
		struct told *more = realloc(b->told, room * sizeof(*more));

		if (more == NULL) {
			b->error = errno;
			return;
		}
		b->told = more;
		b->told_room = room;
	}
	b->told[b->n_told] = *told;
	b->told[b->n_told].nth = b->n_told;
	b->n_told++;
}

static struct text
cut(struct text t, size_t characters)
{
	size_t i;

	for (i = 0; i < t.len; i++)
		if (((unsigned char)t.at[i] & 0xc0) != 0x80 && characters-- == 0)
			break;
	return (struct text){ t.at, i };
}

/* Whether a fault of the cell of the newest row is told: what follows from it,
 * such as that it is missing, is no news. */
static bool
is_told(const struct import_batch *b, const struct kept *kept, int cell)
{
	for (size_t i = b->n_told; i > 0 && b->told[i - 1].kept == kept; i--)
		if (b->told[i - 1].cell == cell && !b->told[i - 1].note)
			return true;
	return false;
}

static void
add_fault(struct import *im, struct import_row *row, const char *column,
    struct text value, enum fault fault, const char *why)
{
	struct kept *kept = kept_of(row->rec);
	struct told told = { .line = row->line, .kept = kept, .cell = -1, .fault = fault, .why = why };
	char *copy;

	if (kept->denied)
		return;
	if (column != NULL)
		told.col = col_find(im->entity->cols, column);
	for (int i = 0; told.col != NULL && i < im->cells; i++)
		if (im->col[i] == told.col)
			told.cell = i;
	if (told.cell >= 0 && is_told(kept->batch, kept, told.cell))
		return;
	copy = value.len > 0 ? import_alloc(row, value.len) : NULL;
	if (copy != NULL)
		told.value = (struct text){ memcpy(copy, value.at, value.len), value.len };
	row->bad = true;
	told_add(kept->batch, &told);
}

void
import_fault(struct import *im, struct import_row *row, const char *column,
    struct text value, enum fault fault)
{
	add_fault(im, row, column, value, fault, NULL);
}

void
import_fault_why(struct import *im, struct import_row *row, const char *column,
    enum fault fault, const char *why)
{
	add_fault(im, row, column, text_of(""), fault, why);
}

/* The words a column takes, in the language of its heading. 0: they are too many. */
static size_t
list_words(const struct col *c, struct text heading, char *buf, size_t size)
{
	bool english = text_is(heading, c->name);
	size_t n = 0;

	for (const struct word *w = c->words; w->name != NULL; w++) {
		const char *word = english || w->aliases == NULL ? w->name : w->aliases;

		n += (size_t)snprintf(buf + n, size - n, "%s%.*s", n > 0 ? " " : "", (int)strcspn(word, " "), word);
		if (n >= size)
			return 0;
	}
	return n;
}

const char *
told_words(const struct told *told, struct text heading, const char *was, char *buf, size_t size)
{
	char words[TOLD_WORDS / 2];

	if (told->why != NULL)
		return _(told->why);
	if (told->fault != FAULT_WORD || told->col == NULL || told->col->words == NULL || list_words(told->col, heading, words, sizeof(words)) == 0)
		return fault_guess(told->fault, was, buf, size);
	snprintf(buf, size, _("is none of these words: %s"), words);
	return buf;
}

static int
compare_told(const void *a, const void *b)
{
	const struct told *p = a, *q = b;

	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	if (p->cell != q->cell)
		return p->cell < q->cell ? -1 : 1;
	return p->nth < q->nth ? -1 : p->nth > q->nth;
}

/* The digits of a text, wherever they stand; and most of them in a row. */
static size_t
count_digits(struct text t, size_t *longest)
{
	size_t digits = 0, run = 0, n;

	*longest = 0;
	for (size_t i = 0; i < t.len; i += n + (n == 0)) {
		n = text_digit(t.at + i, t.len - i);
		run = n > 0 ? run + 1 : 0;
		digits += n > 0;
		if (run > *longest)
			*longest = run;
	}
	return digits;
}

/* How many digits a text begins with; blanks among them do not matter. */
static size_t
first_digits(struct text t)
{
	size_t digits = 0, n;

	for (size_t i = 0; i < t.len; i += n) {
		n = text_digit(t.at + i, t.len - i);
		if (n == 0 && t.at[i] != ' ')
			break;
		digits += n > 0;
		n += n == 0;
	}
	return digits;
}

/* 2024-02-01 10:00:00, the number of nobody; in a column of days a wrong one, too. */
static bool
is_day(const struct col *c, struct text t)
{
	bool serial;
	day_t day;
	enum day_fault fault = day_parse(t, &day, &serial);

	return fault == DAY_OK || fault == DAY_TIME || (fault == DAY_INVALID && c->type == COL_DAY);
}

/* Whether so many digits, so many of them in a row, are no number of a person or
 * a telephone: a day and perhaps a time; what a spreadsheet left of a number; and
 * in columns of these the code of a town or a village and what follows it, with
 * its dot or without; a household's number, which unlike that of a person has no
 * year 18.., 19.. or 20.. in the middle. */
static bool
is_harmless(const struct col *c, struct text t, size_t digits, size_t longest)
{
	size_t first = first_digits(t);

	if ((longest <= 4 && is_day(c, t)) || (digits < 10 && num_scientific(t)))
		return true;
	if (c->type == COL_DAY || c->type == COL_MOMENT)
		return digits == 8;
	if ((c->type != COL_AREA && c->type != COL_HOUSEHOLD && c->type != COL_CHIEF) || t.at[0] == '0')
		return false;
	if (first == 18)
		return digits == 18 && t.len == 18 && memcmp(t.at + 6, "18", 2) != 0
		    && memcmp(t.at + 6, "19", 2) != 0 && memcmp(t.at + 6, "20", 2) != 0;
	return num_scientific(t) || digits == 9 || ((first == 12 || first == 14) && digits <= 18);
}

/*
 * What a message may show of a cell. Numbers of people and telephones are
 * masked also where they stand in a wrong column, or within other text.
 */
static struct text
show(const struct told *told, struct text t, char *buf, size_t size)
{
	const struct col *c = told->col;
	size_t longest, digits = count_digits(t, &longest), all = digits;
	bool own = c->type == COL_IDENT || c->type == COL_PHONE, old;
	int64_t number;

	all += t.at[t.len - 1] == 'X' || t.at[t.len - 1] == 'x';
	if ((c->type == COL_IDENT && (all == 15 || all == 18)) || identity_parse(t, 0, &number, &old) == IDENTITY_OK)
		return text_of(identity_mask_text(t, buf, size));
	if ((own || mask_digits(t) >= NUMBER) && !is_harmless(c, t, digits, longest)
	    && !(told->fault == FAULT_MASKED && digits <= 10 && longest <= 6))
		return text_of(phone_mask_text(t, buf, size));
	return t;
}

static struct text
title(const struct import *im, const struct told *told)
{
	if (told->cell >= 0)
		return im->title[told->cell];
	if (told->col == NULL)
		return text_of("");
	return text_of(told->col->zh != NULL ? told->col->zh : told->col->name);
}

/* A heading on one line, cut; masked, for --header-row may name a row of data. */
static const char *
head_name(struct text t, char buf[static NAME])
{
	char masked[256];
	size_t n = 0;

	if (mask_digits(t) >= NUMBER)
		t = text_of(phone_mask_text(t, masked, sizeof(masked)));
	t = cut(t, SHOWN);
	for (size_t i = 0; i < t.len && n < NAME - 1; i++)
		if (t.at[i] != '\n' && t.at[i] != '\r')
			buf[n++] = t.at[i];
	buf[n] = '\0';
	return buf;
}

/* Says it, unless that code was said often enough. The row is cut again. */
static void
say(struct import *im, const struct told *told)
{
	struct text value = told->value;
	char masked[256], name[NAME], was[COL_WAS] = "", guess[TOLD_WORDS];

	if (im->times[told->fault]++ >= TIMES)
		return;
	if (value.len == 0 && told->cell >= 0 && told->cell < im->again.cells)
		value = im->again.cell[told->cell];
	if (told->fault == FAULT_DOOR_DATE)
		col_was(value, was);
	if (told->col != NULL && value.len > 0)
		value = show(told, value, masked, sizeof(masked));
	msg_say(&(struct msg){
		.file = im->label, .line = told->line, .column = head_name(title(im, told), name), .value = cut(value, SHOWN),
		.words = told_words(told, title(im, told), was, guess, sizeof(guess)),
		.fault = told->fault, .hint = im->times[told->fault] == 1 ? fault_hint(told->fault) : NULL,
	});
}

int
told_flush(struct import_batch *b)
{
	struct import *im = b->im;
	size_t i, next;

	if (b->n_told == 0)
		return 0;
	progress_end(&im->progress);
	qsort(b->told, b->n_told, sizeof(*b->told), compare_told);
	for (i = 0; i < b->n_told; i = next) {
		const struct told *t = &b->told[i];
		size_t faults = 0;
		bool say_any = false;

		for (next = i; next < b->n_told && b->told[next].line == t->line; next++) {
			faults += !b->told[next].note;
			say_any |= im->times[b->told[next].fault] < TIMES;
		}
		im->count->errors += (int64_t)faults;
		im->again.cells = 0;
		if (t->kept != NULL && (say_any || (faults > 0 && im->how->rejects != NULL))
		    && csv_split(im->splitter, t->kept->raw, &im->again) != 0)
			return import_errno(im, im->label);
		for (size_t k = i; k < next; k++)
			say(im, &b->told[k]);
		if (faults > 0 && t->kept != NULL && reject_row(im, t, next - i) != 0)
			return -1;
	}
	b->n_told = 0;
	return 0;
}

void
told_end(struct import *im)
{
	char words[NAME];

	for (int f = 0; f < FAULT_COUNT; f++) {
		int64_t more = im->times[f] - TIMES;

		if (more <= 0)
			continue;
		snprintf(words, sizeof(words), _("... and %lld more of %s"), (long long)more, fault_code((enum fault)f));
		msg_say(&(struct msg){ .file = im->label, .fault = (enum fault)f, .count = more, .words = words });
	}
}

void
told_file(struct import *im, int64_t line, struct text head, enum fault fault, const char *was)
{
	char name[NAME];

	if (im->times[fault]++ < TIMES)
		msg_fault(im->label, line, head_name(head, name), text_of(""), fault, was, im->times[fault] == 1);
}
