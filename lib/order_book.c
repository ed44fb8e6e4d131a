/* What the rulebook says of orders, in memory. */
#define _GNU_SOURCE
#include "order_book.h"

#include <stdlib.h>

#include "ids.h"
#include "rule_parts.h"

enum { LEVELS = LEVEL_HOOD - LEVEL_TOWN + 1 };

/* The deadlines that may rule at a level, the one that does first. */
struct shelf {
	const struct order_deadline **at;
	int	n;
};

struct order_book_parts {
	struct calendar	*calendar;
	struct service_hours *hours;
	const struct order_deadline **pool;	/* of all shelves */
	struct shelf	 shelf[LEVELS][CLOCKS];
};

static int
take_kind(struct order_book *book, struct stmt *row, day_t first, day_t last)
{
	struct order_kind *k = rule_room(book->kind, book->kinds, sizeof(*k));
	struct text name = stmt_text(row, 2);

	if (k == NULL)
		return 1;
	book->kind = k;
	k += book->kinds++;
	*k = (struct order_kind){ .name = strndup(name.at, name.len), .visit = text_is(stmt_text(row, 3), "visit"),
	    .first = first, .last = last };
	rule_copy(k->code, stmt_text(row, 1));
	return k->name == NULL;
}

static int
take_deadline(struct order_book *book, struct stmt *row, day_t first, day_t last)
{
	int unit = rule_word(deadline_units, stmt_text(row, 5)), shift = rule_word(rule_shifts, stmt_text(row, 6));
	int clock = rule_word(order_clocks, stmt_text(row, 7));
	struct rule_about about;
	struct order_deadline *d;

	if (unit < 0 || clock < 0 || !rule_about(stmt_text(row, 3), "order", &about))
		return 0;
	d = rule_room(book->deadline, book->deadlines, sizeof(*d));
	if (d == NULL)
		return 1;
	book->deadline = d;
	d += book->deadlines++;
	*d = (struct order_deadline){
		.level = about.level, .clock = (enum order_clock)clock,
		.deadline = {
			.unit = (enum deadline_unit)unit, .n = (int)stmt_int(row, 4),
			.shift = shift < 0 ? SHIFT_NONE : (enum schedule_shift)shift,
		},
		.first = first, .last = last,
	};
	rule_copy(d->code, stmt_text(row, 1));
	rule_copy(d->kind, about.kind);
	return 0;
}

static int
take_hours(struct order_book *book, struct stmt *row, day_t first, day_t last)
{
	struct service_hours hours, *h;

	if (!service_parse(stmt_text(row, 8), &hours))
		return 0;
	h = rule_room(book->parts->hours, book->service.n_hours, sizeof(*h));
	if (h == NULL)
		return 1;
	book->parts->hours = h;
	h += book->service.n_hours++;
	*h = hours;
	h->first = first;
	h->last = last;
	return 0;
}

static int
take_rule(void *arg, struct stmt *row)
{
	struct order_book *book = arg;
	struct text kind = stmt_text(row, 0);
	day_t first = (day_t)stmt_int(row, 9), last = (day_t)stmt_int(row, 10);

	if (stmt_text(row, 1).len >= RULE_CODE)
		return 0;
	return text_is(kind, "order") ? take_kind(book, row, first, last) :
	    text_is(kind, "hours") ? take_hours(book, row, first, last) : take_deadline(book, row, first, last);
}

/* How much a deadline says of whom it is for. */
static int
weight(const struct order_deadline *d)
{
	return (d->kind[0] != '\0') * 2 + (d->level != 0);
}

static int
compare(const void *a, const void *b)
{
	const struct order_deadline *x = a, *y = b;
	int c = weight(y) - weight(x);

	if (c == 0)
		c = strcmp(x->code, y->code);
	return c != 0 ? c : (x->first > y->first) - (x->first < y->first);
}

/* Every shelf, so that a question compares few deadlines. 0, 1 no memory. */
static int
put_on_shelves(struct order_book *book)
{
	size_t used = 0;

	if (book->deadlines == 0)
		return 0;
	qsort(book->deadline, (size_t)book->deadlines, sizeof(*book->deadline), compare);
	book->parts->pool = calloc((size_t)book->deadlines * LEVELS, sizeof(struct order_deadline *));
	if (book->parts->pool == NULL)
		return 1;
	for (int level = LEVEL_TOWN; level <= LEVEL_HOOD; level++)
		for (int clock = 0; clock < CLOCKS; clock++) {
			struct shelf *s = &book->parts->shelf[level - LEVEL_TOWN][clock];

			s->at = book->parts->pool + used;
			for (const struct order_deadline *d = book->deadline, *end = d + book->deadlines; d < end; d++)
				if ((int)d->clock == clock && (d->level == level || d->level == 0))
					s->at[s->n++] = d;
			used += (size_t)s->n;
		}
	return 0;
}

struct order_book *
order_book_load(struct db *db, const char *zone)
{
	static const char all[] =
	    "SELECT kind, rule, name, subject, every, unit, shift, clock, hours, first, last"
	    " FROM rule WHERE kind = 'order' OR kind = 'deadline' OR kind = 'hours'"
	    " ORDER BY kind, CASE WHEN kind = 'hours' THEN '' ELSE rule END, first, rule";
	struct order_book *book = calloc(1, sizeof(*book));
	int rc = 1;

	if (book != NULL)
		book->parts = calloc(1, sizeof(*book->parts));
	if (book != NULL && book->parts != NULL) {
		book->parts->calendar = calendar_load(db);
		rc = book->parts->calendar == NULL ? -1 : db_each(db, all, NO_ARGS, take_rule, book);
		if (rc == 0)
			rc = put_on_shelves(book);
		book->service.calendar = book->parts->calendar;
		book->service.hours = book->parts->hours;
		book->service.zone = zone;
	}
	if (rc == 0)
		return book;
	order_book_free(book);
	if (rc > 0)
		db_no_memory(db);
	return NULL;
}

void
order_book_free(struct order_book *book)
{
	if (book == NULL)
		return;
	for (int i = 0; i < book->kinds; i++)
		free((char *)book->kind[i].name);
	if (book->parts != NULL) {
		calendar_free(book->parts->calendar);
		free(book->parts->hours);
		free(book->parts->pool);
	}
	free(book->parts);
	free(book->deadline);
	free(book->kind);
	free(book);
}

static bool
holds(day_t first, day_t last, day_t on)
{
	return on == 0 || (first <= on && on <= last);
}

const struct order_kind *
order_book_kind(const struct order_book *book, struct text what, day_t on)
{
	const struct order_kind *found = NULL;
	struct text root = rule_stem(what);

	for (const struct order_kind *k = book->kind, *end = k + book->kinds; k < end; k++)
		if (holds(k->first, k->last, on) && rule_means(what, text_of(k->code), text_of(k->name)))
			return k;
	for (const struct order_kind *k = book->kind, *end = k + book->kinds; k < end; k++)
		if (holds(k->first, k->last, on) && text_equal(root, rule_stem(text_of(k->name)))) {
			if (found != NULL && strcmp(found->code, k->code) != 0)
				return NULL;
			found = k;
		}
	return found;
}

const struct order_deadline *
order_book_deadline(const struct order_book *book, struct text kind, int level, enum order_clock clock, day_t on)
{
	const struct shelf *s;

	if (level < LEVEL_TOWN || level > LEVEL_HOOD)
		return NULL;
	s = &book->parts->shelf[level - LEVEL_TOWN][clock];
	for (int i = 0; i < s->n; i++)
		if (holds(s->at[i]->first, s->at[i]->last, on) && (s->at[i]->kind[0] == '\0' || text_is(kind, s->at[i]->kind)))
			return s->at[i];
	return NULL;
}
