#include "order_scope.h"

/* In the present all steps count, also one of today whose time of day nobody
 * knows. */
static int
read_when(struct run *run, struct order_scope *s)
{
	if (run_moment(run, &s->when.at, &s->on) != 0)
		return -1;
	s->when.known = run_opt(run, OPT_AT) == NULL && run->today >= moment_today(run->zone) ? MOMENT_MAX : s->when.at;
	return 0;
}

static int
read_kind(struct run *run, struct order_scope *s)
{
	const char *word = run_opt(run, OPT_KIND);
	const struct order_kind *kind = word == NULL ? NULL : order_book_kind(s->book, text_of(word), 0);

	s->filter.kind = text_of(kind == NULL ? "" : kind->code);
	return word == NULL || kind != NULL ? 0
	    : run_usage(run, _("--kind: the rulebook has no kind of order %s; nbr-rule list order shows them"), word);
}

static int
read_level(struct run *run, int *level)
{
	const char *word = run_opt(run, OPT_LEVEL);

	*level = word == NULL ? 0 : area_level(text_of(word));
	return word == NULL || *level >= 3 ? 0 : run_usage(run, _("--level: town, village, piece, group or neighbourhood, not %s"), word);
}

int
order_scope_read(struct run *run, struct order_scope *s)
{
	*s = (struct order_scope){ .book = order_book_load(run->db, run->zone) };
	if (scope_read(run, &s->scope) != 0 || s->book == NULL || read_when(run, s) != 0
	    || read_kind(run, s) != 0 || read_level(run, &s->filter.level) != 0)
		return -1;
	s->filter.area = s->scope.area;
	s->filter.chief = s->scope.chief;
	return 0;
}

void
order_scope_end(struct order_scope *s)
{
	scope_end(&s->scope);
	order_book_free(s->book);
}
