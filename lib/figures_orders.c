/* Orders: what became of them in the period, what is open at its end. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

#include "order_parts.h"

struct counting {
	struct sheet	*sheet;
	struct order_book *book;
	moment_t	 first, last, at;	/* of the period; as of which clocks are read */
};

static int
take_move(void *arg, int64_t area, enum order_move move, day_t day)
{
	static const enum figure figures[MOVE_END] = {
		FIGURE_POSTED, FIGURE_TAKEN, FIGURE_ANSWERED, FIGURE_FINISHED, FIGURE_ESCALATED,
	};
	struct counting *c = arg;
	const struct sheet_ask *ask = c->sheet->ask;
	bool trend = (move == MOVE_POSTED || move == MOVE_FINISHED) && ask->since < ask->until;

	return sheet_add(c->sheet, figures[move], area, SHEET_ALL, 1, SHEET_NONE, SHEET_NONE) != 0
	    || (trend && sheet_day(c->sheet, figures[move], area, day, 1) != 0) ? -1 : 0;
}

/* By kind, and answered the same day. */
static int
count_posted(struct counting *c, const struct order_told *o, int64_t area)
{
	const char *zone = c->sheet->ask->zone;
	day_t day = moment_day(o->life.posted, zone, NULL);
	const struct order_kind *kind = order_book_kind(c->book, o->life.kind, day);
	char code[RULE_CODE + 8];
	bool same = o->life.answered != 0 && moment_day(o->life.answered, zone, NULL) == day;

	snprintf(code, sizeof(code), "kind:%.*s", (int)o->life.kind.len, o->life.kind.at);
	if (sheet_add(c->sheet, FIGURE_POSTED, area, (struct sheet_group){ code, text_of(kind == NULL ? "" : kind->name), 10 }, 1, SHEET_NONE, SHEET_NONE) != 0)
		return -1;
	return o->life.state == ORDER_CANCELLED ? 0 : sheet_add(c->sheet, FIGURE_SAME_DAY, area, SHEET_ALL, same, 1, SHEET_NONE);
}

static int
count_open(struct counting *c, const struct order_told *o, int64_t area)
{
	static const struct { int days; const char *code; } ages[] = {
		{ 1, "age:0-1" }, { 3, "age:2-3" }, { 7, "age:4-7" }, { 30, "age:8-30" }, { INT32_MAX, "age:31-" },
	};
	const char *level = ids_level[o->life.level];
	int days = day_diff(c->sheet->ask->until, moment_day(o->life.posted, c->sheet->ask->zone, NULL)), age = 0;
	moment_t due = order_due_of(&o->life);
	bool late = due < c->at;
	char code[32];

	while (days > ages[age].days)
		age++;
	snprintf(code, sizeof(code), "level:%s", level);
	if (sheet_add(c->sheet, FIGURE_OPEN, area, SHEET_ALL, 1, SHEET_NONE, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_OPEN, area, (struct sheet_group){ .code = code, .rank = 20 - o->life.level }, 1, SHEET_NONE, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_OPEN, area, (struct sheet_group){ .code = ages[age].code, .rank = 30 + age }, 1, SHEET_NONE, SHEET_NONE) != 0)
		return -1;
	return sheet_add(c->sheet, FIGURE_LATE, area, SHEET_ALL, late, 1, SHEET_NONE) != 0
	    || sheet_add(c->sheet, FIGURE_NEWLY_LATE, area, SHEET_ALL, late && due >= c->first, late, SHEET_NONE) != 0 ? -1 : 0;
}

static int
take_order(void *arg, const struct order_told *o)
{
	struct counting *c = arg;
	int64_t area = ids_make(o->key.village, o->hood);

	return (o->in_period && count_posted(c, o, area) != 0) || (o->life.closed == 0 && count_open(c, o, area) != 0) ? -1 : 0;
}

int
figures_orders(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	moment_t last = moment_end(ask->until, ask->zone);
	struct counting c = {
		.sheet = s, .first = moment_at(ask->since, 0, ask->zone), .last = last,
		.at = ask->until == moment_today(ask->zone) ? moment_now() : last,
		.book = order_book_load(ask->db, ask->zone),
	};
	int rc = c.book == NULL || sheet_zero(s, FIGURE_POSTED, FIGURE_NEWLY_LATE) != 0 ? -1 : order_moved(ask->db, ask->zone, ask->range, ask->since, ask->until, take_move, &c);

	if (rc == 0)
		rc = order_each(ask->db, c.book, ask->range, c.first, c.last, c.last, take_order, &c);
	order_book_free(c.book);
	return rc;
}
