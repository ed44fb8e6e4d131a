/* What a reader should notice: a few sentences made of the figures, no other numbers. */
#define _GNU_SOURCE
#include "report_table.h"

#include <stdio.h>
#include <string.h>

enum { NAMES = 3 };	/* areas named in a sentence */

struct notices {
	const struct report_page *page;
	void		(*put)(void *, const char *);
	void		*arg;
	int		 n;
};

static void
say(struct notices *n, const char *words)
{
	n->put(n->arg, words);
	n->n++;
}

static const struct sheet_figure *
whole(const struct notices *n, enum figure figure)
{
	return sheet_find(n->page->sheet, figure, n->page->sheet->top);
}

/* The figure of an area below the whole; NULL: f is none. */
static const struct sheet_figure *
below(const struct sheet *s, const struct sheet_figure *f, enum figure figure)
{
	bool all = f->group.code[0] == '\0' || strcmp(f->group.code, "special") == 0;

	return f->figure == figure && f->area != s->top && all ? f : NULL;
}

/* How much there is to do: what is left of a part, else the figure itself. */
static int64_t
left_of(const struct sheet_figure *f)
{
	return f->figure == FIGURE_COVERED ? f->of - f->value : f->value;
}

/* "九木村、武塘村": the areas below that have some of it; "" none, or too much to be named. */
static const char *
areas(const struct report_page *p, enum figure figure, char *buf, size_t size)
{
	const struct sheet *s = p->sheet;
	size_t len = 0;
	int n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_figure *f = below(s, &s->at[i], figure);
		struct text name = f == NULL ? text_of("") : area_map_name(s->names, f->area);

		if (f == NULL || left_of(f) <= 0)
			continue;
		if (n++ == NAMES || name.len + 16 > size - len)
			return "";
		len += (size_t)snprintf(buf + len, size - len, "%s%.*s", n == 1 ? "" : p->zh ? "、" : ", ", (int)name.len, name.at);
	}
	return buf;
}

/* The area below with the most of it, or with the smallest share; NULL there is none. */
static const struct sheet_figure *
worst(const struct sheet *s, enum figure figure, bool share)
{
	const struct sheet_figure *worst = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_figure *f = below(s, &s->at[i], figure);

		if (f == NULL || (share && f->of <= 0))
			continue;
		if (worst == NULL || (share ? f->value * worst->of < worst->value * f->of : f->value > worst->value))
			worst = f;
	}
	return worst;
}

static void
say_overdue(struct notices *n)
{
	const struct sheet *s = n->page->sheet;
	const struct sheet_figure *f = whole(n, FIGURE_OVERDUE), *most = worst(s, FIGURE_OVERDUE, false);
	char words[REPORT_LINE];

	if (f == NULL || f->value == 0)
		return;
	if (most == NULL || most->value == 0)
		snprintf(words, sizeof(words), _("Visits overdue: %lld of %lld households."), (long long)f->value, (long long)f->of);
	else
		snprintf(words, sizeof(words), _("Visits overdue: %lld of %lld households; most of them in %.*s: %lld."), (long long)f->value, (long long)f->of,
		    (int)area_map_name(s->names, most->area).len, area_map_name(s->names, most->area).at, (long long)most->value);
	say(n, words);
}

static void
say_late(struct notices *n)
{
	const struct sheet *s = n->page->sheet;
	const struct sheet_figure *f = whole(n, FIGURE_LATE);
	int64_t old = 0;
	char words[REPORT_LINE];

	if (f == NULL || f->value == 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i].area == s->top && strcmp(s->at[i].group.code, "age:31-") == 0)
			old = s->at[i].value;
	snprintf(words, sizeof(words), _("Orders late: %lld of %lld that are open; open for more than 30 days: %lld."), (long long)f->value, (long long)f->of, (long long)old);
	say(n, words);
}

/* A count and where it is. */
static void
say_where(struct notices *n, enum figure figure, const char *there, const char *nowhere)
{
	const struct sheet_figure *f = whole(n, figure);
	char words[REPORT_LINE], buf[256];
	const char *names = areas(n->page, figure, buf, sizeof(buf));

	if (f == NULL || left_of(f) <= 0)
		return;
	snprintf(words, sizeof(words), names[0] == '\0' ? nowhere : there, (long long)left_of(f), names);
	say(n, words);
}

static void
say_low(struct notices *n)
{
	const struct sheet *s = n->page->sheet;
	int64_t low = 0;
	char words[128];

	for (size_t i = 0; i < s->n; i++)
		low += s->at[i].figure == FIGURE_LOW;
	if (low == 0)
		return;
	snprintf(words, sizeof(words), _("Goods low on stock: %lld."), (long long)low);
	say(n, words);
}

/* Of a day few are visited, and villages have nothing to be compared by. */
static void
say_visited(struct notices *n)
{
	const struct sheet *s = n->page->sheet;
	const struct sheet_figure *f = whole(n, FIGURE_VISITED), *least = worst(s, FIGURE_VISITED, true);
	char words[REPORT_LINE], share[REPORT_CELL], least_share[REPORT_CELL];

	if (f == NULL || f->of <= 0 || least == NULL || n->page->period->since == n->page->period->until)
		return;
	snprintf(words, sizeof(words), _("Visited: %s of the households; the least in %.*s: %s."), report_share(f, share),
	    (int)area_map_name(s->names, least->area).len, area_map_name(s->names, least->area).at, report_share(least, least_share));
	say(n, words);
}

void
report_notices(const struct report_page *p, void (*put)(void *, const char *words), void *arg)
{
	struct notices n = { p, put, arg, 0 };

	say_late(&n);
	say_overdue(&n);
	say_where(&n, FIGURE_COVERED, _("Special groups not visited yet this month: %lld households, in %s."), _("Special groups not visited yet this month: %lld households."));
	say_where(&n, FIGURE_MISSING, _("Activities owed and not held: %lld, in %s."), _("Activities owed and not held: %lld."));
	say_where(&n, FIGURE_VACANT, _("Neighbourhoods without a chief: %lld, in %s."), _("Neighbourhoods without a chief: %lld."));
	say_where(&n, FIGURE_OBJECTED, _("Points under an objection: %lld, in %s."), _("Points under an objection: %lld."));
	say_low(&n);
	if (n.n == 0)
		say(&n, _("Nothing is overdue, late, missing or vacant."));
	say_visited(&n);
}
