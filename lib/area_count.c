#define _GNU_SOURCE
#include <stdlib.h>

#include "area_parts.h"
#include "setting.h"

struct area_count {
	int64_t	*id;	/* neighbourhoods, ascending */
	int64_t	*sum;	/* households in those before it */
	size_t	 n, room;
};

/*
 * Asked for a day after the last change in the village, state holds; before,
 * the neighbourhood of those that ever moved is in their spans.
 */
static const char count_households[] =
    "SELECT h.village, h.hood, count(*)"
    " FROM village v JOIN household h ON h.village = v.village"
    " WHERE v.latest <= $1 AND v.village BETWEEN $2 AND $3"
    " AND h.hood BETWEEN $4 AND $5 AND h.first <= $1 AND h.last >= $1"
    " GROUP BY h.village, h.hood"
    " UNION ALL"
    " SELECT h.village, coalesce(p.value, h.hood), count(*)"
    " FROM village v JOIN household h ON h.village = v.village"
    " LEFT JOIN span p ON p.village = h.village AND p.household = h.household"
    " AND p.what = 'hood' AND p.first <= $1 AND p.last >= $1"
    " WHERE v.latest > $1 AND v.village BETWEEN $2 AND $3"
    " AND coalesce(p.value, h.hood) BETWEEN $4 AND $5 AND h.first <= $1 AND h.last >= $1"
    " GROUP BY h.village, coalesce(p.value, h.hood)"
    " ORDER BY 1, 2";

static int
take(void *arg, struct stmt *row)
{
	struct area_count *c = arg;

	if (c->n + 1 >= c->room) {
		size_t room = c->room * 2 + 256;
		int64_t *id = reallocarray(c->id, room, sizeof(*id)), *sum;

		if (id == NULL)
			return 1;
		c->id = id;
		sum = reallocarray(c->sum, room, sizeof(*sum));
		if (sum == NULL)
			return 1;
		if (c->n == 0)
			sum[0] = 0;
		c->sum = sum;
		c->room = room;
	}
	c->id[c->n] = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	c->sum[c->n + 1] = c->sum[c->n] + stmt_int(row, 2);
	c->n++;
	return 0;
}

struct area_count *
area_count_load(struct db *db, const struct area_range *r, day_t on)
{
	struct area_count *c = calloc(1, sizeof(*c));
	int rc = c == NULL ? 1 : db_each(db, count_households,
	    ARGS(ARG(on), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), take, c);

	if (rc == 0)
		return c;
	if (rc > 0)
		db_no_memory(db);
	area_count_free(c);
	return NULL;
}

/* How many neighbourhoods come before id. */
static size_t
before(const struct area_count *c, int64_t id)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->id[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int64_t
area_count_in(const struct area_count *c, int64_t id, int level)
{
	if (c->n == 0)
		return 0;
	return c->sum[before(c, area_end(id, level) + 1)] - c->sum[before(c, id)];
}

void
area_count_free(struct area_count *c)
{
	if (c == NULL)
		return;
	free(c->id);
	free(c->sum);
	free(c);
}

int
area_bounds(struct db *db, int64_t *min, int64_t *max)
{
	*min = 5;
	*max = 15;
	return setting_int(db, "household_min", 0, 1000000, min) != 0
	    || setting_int(db, "household_max", 0, 1000000, max) != 0 ? -1 : 0;
}
