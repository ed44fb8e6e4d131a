/* What the rulebook says of points, in memory. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "num.h"
#include "rule_parts.h"

/* How long goods are kept. */
struct exchange_rule {
	int64_t	 every;
	bool	 workdays;
	day_t	 first, last;
};

struct deed_book_parts {
	struct calendar	*calendar;
	struct exchange_rule *exchange;
	int	 exchanges;
};

static int
take_exchange(struct deed_book_parts *parts, struct stmt *row, day_t first, day_t last)
{
	struct exchange_rule *e = rule_room(parts->exchange, parts->exchanges, sizeof(*e));

	if (e == NULL)
		return 1;
	parts->exchange = e;
	e[parts->exchanges++] = (struct exchange_rule){
		.every = stmt_int(row, 4), .workdays = text_is(stmt_text(row, 5), "workday"), .first = first, .last = last,
	};
	return 0;
}

int
deed_book_add(struct deed_book *book, const struct rule *r)
{
	struct deed_about about;
	struct deed *d;

	if (!deed_about(r->subject, &about))
		return 0;
	d = rule_room(book->deed, book->deeds, sizeof(*d));
	if (d == NULL)
		return -1;
	book->deed = d;
	d += book->deeds++;
	*d = (struct deed){
		.name = strndup(r->name.at, r->name.len),
		.deducts = text_is(r->side, "deduct"), .value = r->value,
		.cap = { r->cap_day, r->cap_month, r->cap_year }, .notice = r->notice,
		.cause = about.cause, .level = about.level, .first = r->first, .last = r->last,
	};
	rule_copy(d->code, r->rule);
	rule_copy(d->about, about.kind);
	rule_copy(d->belongs, about.belongs);
	return d->name == NULL ? -1 : 0;
}

static int
take_rule(void *arg, struct stmt *row)
{
	struct deed_book *book = arg;
	day_t first = (day_t)stmt_int(row, 12), last = (day_t)stmt_int(row, 13);

	if (stmt_text(row, 1).len >= RULE_CODE)
		return 0;
	return text_is(stmt_text(row, 0), "deed") ? deed_book_add(book, &(struct rule){
		.rule = stmt_text(row, 1), .name = stmt_text(row, 2), .subject = stmt_text(row, 3), .side = stmt_text(row, 6), .value = stmt_int(row, 7),
		.cap_day = stmt_int(row, 8), .cap_month = stmt_int(row, 9), .cap_year = stmt_int(row, 10), .notice = stmt_int(row, 11),
		.first = first, .last = last,
	}) != 0 : take_exchange(book->parts, row, first, last);
}

struct deed_book *
deed_book_load(struct db *db, const char *zone)
{
	static const char all[] =
	    "SELECT kind, rule, name, subject, every, unit, side, value, cap_day, cap_month, cap_year, notice, first, last"
	    " FROM rule WHERE kind = 'deed' OR kind = 'exchange'"
	    " ORDER BY kind, rule, first";
	struct deed_book *book = calloc(1, sizeof(*book));
	int rc = 1;

	if (book != NULL)
		book->parts = calloc(1, sizeof(*book->parts));
	if (book != NULL && book->parts != NULL) {
		book->parts->calendar = calendar_load(db);
		rc = book->parts->calendar == NULL ? -1 : db_each(db, all, NO_ARGS, take_rule, book);
		book->service = (struct service){ .calendar = book->parts->calendar, .zone = zone };
	}
	if (rc == 0)
		return book;
	deed_book_free(book);
	if (rc > 0)
		db_no_memory(db);
	return NULL;
}

struct deed_book *
deed_book_begin(void)
{
	return calloc(1, sizeof(struct deed_book));
}

static int
by_version(const void *a, const void *b)
{
	const struct deed *p = a, *q = b;
	int rc = strcmp(p->code, q->code);

	return rc != 0 ? rc : (p->first > q->first) - (p->first < q->first);
}

void
deed_book_close(struct deed_book *book)
{
	if (book->deeds > 1)
		qsort(book->deed, (size_t)book->deeds, sizeof(*book->deed), by_version);
	for (int i = 0; i + 1 < book->deeds; i++) {
		struct deed *d = &book->deed[i];

		if (strcmp(d->code, d[1].code) == 0 && d->last >= d[1].first)
			d->last = day_add(d[1].first, -1);
	}
}

void
deed_book_free(struct deed_book *book)
{
	if (book == NULL)
		return;
	for (int i = 0; i < book->deeds; i++)
		free((char *)book->deed[i].name);
	if (book->parts != NULL) {
		calendar_free(book->parts->calendar);
		free(book->parts->exchange);
	}
	free(book->parts);
	free(book->deed);
	free(book);
}

const struct deed *
deed_on(const struct deed_book *book, struct text what, day_t on)
{
	const struct deed *found = NULL;
	struct text root = rule_stem(what);

	for (const struct deed *d = book->deed, *end = d + book->deeds; d < end; d++)
		if (d->first <= on && on <= d->last && rule_means(what, text_of(d->code), text_of(d->name)))
			return d;
	for (const struct deed *d = book->deed, *end = d + book->deeds; d < end; d++)
		if (d->first <= on && on <= d->last && text_equal(root, rule_stem(text_of(d->name)))) {
			if (found != NULL)
				return NULL;
			found = d;
		}
	return found;
}

/* The version of a code that begins on a day: a history asks for each entry. */
struct version {
	struct text	 code;
	day_t		 first;
};

static int
compare(const void *key, const void *member)
{
	const struct version *v = key;
	const struct deed *d = member;
	size_t n = strlen(d->code), least = v->code.len < n ? v->code.len : n;
	int c = memcmp(v->code.at, d->code, least);

	if (c == 0)
		c = (v->code.len > n) - (v->code.len < n);
	return c != 0 ? c : (v->first > d->first) - (v->first < d->first);
}

const struct deed *
deed_of(const struct deed_book *book, struct text reason)
{
	const char *dot = reason.len == 0 ? NULL : memrchr(reason.at, '.', reason.len);
	struct version v;
	int64_t first;

	if (dot == NULL || !num_parse((struct text){ dot + 1, reason.len - (size_t)(dot - reason.at) - 1 }, DAY_MIN, DAY_MAX, &first))
		return NULL;
	v = (struct version){ { reason.at, (size_t)(dot - reason.at) }, (day_t)first };
	return book->deeds == 0 ? NULL : bsearch(&v, book->deed, (size_t)book->deeds, sizeof(*book->deed), compare);
}

struct text
deed_reason(const struct deed *d, char buf[static DEED_REASON])
{
	int n = snprintf(buf, DEED_REASON, "%s.%" PRId32, d->code, d->first);

	return (struct text){ buf, (size_t)n };
}

day_t
deed_collect(const struct deed_book *book, day_t on)
{
	for (int i = 0; i < book->parts->exchanges; i++) {
		const struct exchange_rule *e = &book->parts->exchange[i];
		day_t day = on;

		if (on < e->first || on > e->last)
			continue;
		if (!e->workdays)
			return day_add(on, (int)e->every);
		for (int64_t n = 0; n < e->every; n++)
			day = calendar_next_workday(book->parts->calendar, day);
		return day;
	}
	return DAY_MAX;
}

void
deed_period(enum deed_cap cap, day_t on, day_t *first, day_t *last)
{
	const int month = 100, year = 10000;

	*first = *last = on;
	if (cap == CAP_MONTH) {
		*first = day_month_first(on);
		*last = *first + day_month_length(on) - 1;
	} else if (cap == CAP_YEAR) {
		*first = on / year * year + month + 1;
		*last = on / year * year + 12 * month + 31;
	}
}

struct deed_use
deed_use(const struct deed *d, int64_t chief, enum deed_cap cap, day_t on)
{
	struct deed_use use = { .chief = chief, .cap = cap };

	memcpy(use.code, d->code, sizeof(use.code));
	deed_period(cap, on, &use.first, &use.last);
	return use;
}

int
deed_use_order(const void *one, const void *other)
{
	const struct deed_use *a = one, *b = other;

	if (a->chief != b->chief)
		return a->chief < b->chief ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->cap != b->cap ? (a->cap > b->cap) - (a->cap < b->cap) : strcmp(a->code, b->code);
}
