/* Points: what was entered in the period, what waits at its end, who earned most. */
#include "figures.h"

#include <stdio.h>

#include "points.h"

enum { TOP = 10 };

static int
take(void *arg, int64_t village, enum points_move move, int64_t entries, int64_t points)
{
	return sheet_add(arg, FIGURE_AWARDED + (enum figure)move, ids_make(village, 0), SHEET_ALL, points, SHEET_NONE, entries);
}

struct top {
	struct sheet	*sheet;
	int64_t		 place;
};

static int
take_top(void *arg, int64_t chief, const char *name, int64_t points)
{
	struct top *top = arg;
	char id[IDS_SIZE], code[IDS_SIZE + 8];

	snprintf(code, sizeof(code), "chief:%s", ids_chief(chief, id).at);
	return sheet_at(top->sheet, FIGURE_TOP, top->sheet->top, (struct sheet_group){ code, text_of(name), 100 + ++top->place },
	    points, SHEET_NONE, SHEET_NONE);
}

int
figures_points(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	struct points_filter f = { .area = *ask->range, .since = ask->since, .until = ask->until, .known = DAY_MAX, .zone = ask->zone };

	for (enum figure figure = FIGURE_AWARDED; figure <= FIGURE_WAITING; figure++)
		if (sheet_at(s, figure, s->top, SHEET_ALL, 0, SHEET_NONE, 0) != 0)
			return -1;
	return points_moved(ask->db, ask->zone, ask->range, ask->since, ask->until, take, s) != 0 ? -1
	    : points_top(ask->db, &f, TOP, take_top, &(struct top){ s, 0 });
}
