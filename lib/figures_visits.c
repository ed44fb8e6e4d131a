/* Visits: what is due by class, whom the period's visits reached, special groups. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdlib.h>

#include "due.h"
#include "state.h"
#include "visit.h"

enum { RANK_SPECIAL = 100, RANK_TAG };	/* after the classes */

struct counting {
	struct sheet	*sheet;
	struct coverage	 coverage;
	struct tally { int64_t due[COVERAGE_SPECIAL], overdue[COVERAGE_SPECIAL]; } *tally;	/* by area of the coverage; 0 all, then by class */
};

static struct sheet_group
group_of(const struct rulebook *book, int g, char buf[static RULE_CODE + 8])
{
	struct sheet_group group = { .rank = g < COVERAGE_SPECIAL ? g : RANK_SPECIAL + g - COVERAGE_SPECIAL };

	const char *name;

	group.code = coverage_group(book, g, buf, &name);
	group.name = text_of(name);
	if (g == COVERAGE_ALL)
		group.code = "";
	return group;
}

static int
take_due(void *arg, const struct due *due, struct stmt *row)
{
	struct counting *c = arg;
	const struct coverage_area *a = coverage_village(&c->coverage, ids_village(due->household));
	int class_no = due->class_no > 0 && due->class_no < COVERAGE_SPECIAL ? due->class_no : 0;

	(void)row;
	for (size_t i = 0, at = a == NULL ? 0 : (size_t)(a - c->coverage.area); i <= at; i += at > 0 ? at : 1)
		for (int g = 0; g <= class_no; g += class_no > 0 ? class_no : 1) {
			c->tally[i].due[g]++;
			c->tally[i].overdue[g] += due->overdue_days > 0;
		}
	return 0;
}

static int
count_due(struct counting *c)
{
	const struct sheet_ask *ask = c->sheet->ask;
	struct due_filter f = { .area = *ask->range, .on = ask->until };
	struct due_question q;
	int rc = due_question_open(&q, ask->db, ask->book, &f, false, false);

	if (rc == 0)
		rc = due_each(&q, "", take_due, c);
	due_question_close(&q);
	return rc;
}

static int
put_class(struct counting *c, size_t i, int g)
{
	const struct coverage_area *a = &c->coverage.area[i];
	const struct coverage_count n = a->group[g];
	char buf[RULE_CODE + 8];
	struct sheet_group group = group_of(c->sheet->ask->book, g, buf);
	struct sheet *s = c->sheet;

	if (group.code == NULL || (n.households == 0 && g != COVERAGE_ALL))
		return 0;
	return sheet_at(s, FIGURE_HOUSEHOLDS, a->area, group, n.households, SHEET_NONE, SHEET_NONE) != 0
	    || sheet_at(s, FIGURE_DUE, a->area, group, c->tally[i].due[g], n.households, SHEET_NONE) != 0
	    || sheet_at(s, FIGURE_OVERDUE, a->area, group, c->tally[i].overdue[g], n.households, SHEET_NONE) != 0
	    || sheet_at(s, FIGURE_VISITED, a->area, group, n.visited, n.households, SHEET_NONE) != 0 ? -1 : 0;
}

static int
count_visits(struct counting *c)
{
	const struct sheet_ask *ask = c->sheet->ask;
	int rc = coverage_count(ask->db, ask->book, ask->range, ask->since, ask->until, &c->coverage);

	if (rc == 0 && (c->tally = calloc(c->coverage.areas, sizeof(*c->tally))) == NULL)
		rc = db_no_memory(ask->db);
	if (rc == 0)
		rc = count_due(c);
	for (size_t i = 0; rc == 0 && i < c->coverage.areas; i++)
		for (int g = 0; rc == 0 && g < COVERAGE_SPECIAL; g++)
			rc = put_class(c, i, g);
	free(c->tally);
	coverage_free(&c->coverage);
	return rc;
}

/* Each special group of the whole; of the villages all of them together. */
static int
put_special(struct sheet *s, const struct coverage_area *a, int last)
{
	const struct rulebook *book = s->ask->book;
	char buf[RULE_CODE + 8];

	for (int g = COVERAGE_SPECIAL; g < last; g++) {
		struct sheet_group group = group_of(book, g, buf);
		const struct coverage_count n = a->group[g];

		if (group.code != NULL && n.households > 0
		    && (g < COVERAGE_TAG || book->special >> (g - COVERAGE_TAG) & 1)
		    && sheet_at(s, FIGURE_COVERED, a->area, group, n.visited, n.households, SHEET_NONE) != 0)
			return -1;
	}
	return 0;
}

static int
count_special(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	struct coverage c;
	int rc = coverage_count(ask->db, ask->book, ask->range, day_month_first(ask->until), ask->until, &c);

	for (size_t i = 0; rc == 0 && i < c.areas; i++)
		rc = put_special(s, &c.area[i], i == 0 ? COVERAGE_GROUPS : COVERAGE_TAG);
	coverage_free(&c);
	return rc;
}

static int
take_day(void *arg, struct stmt *row)
{
	return sheet_day(arg, FIGURE_VISITED, ids_make(stmt_int(row, 0), 0), (day_t)stmt_int(row, 1), stmt_int(row, 2));
}

/* The trend: of the same households those visited on each day of the period. */
static int
count_days(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;

	return ask->since == ask->until ? 0 : db_each(ask->db,
	    "SELECT h.village, v.day, count(DISTINCT h.household) FROM household h CROSS JOIN visit v"
	    " WHERE " STATE_OPEN " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5 AND h.visited >= $6"
	    " AND v.village = h.village AND v.household = h.household AND v.day BETWEEN $6 AND $1"
	    " AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no)"
	    " GROUP BY h.village, v.day",
	    ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(ask->since)), take_day, s);
}

int
figures_visits(struct sheet *s)
{
	struct counting c = { .sheet = s };

	return count_visits(&c) == 0 && count_special(s) == 0 && count_days(s) == 0 ? 0 : -1;
}
