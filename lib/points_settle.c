#include "points_settle.h"

#include <stdlib.h>

#include "array.h"
#include "points_step.h"
#include "scope.h"
#include "settle.h"

struct settling {
	struct area_range area;
	day_t		 until;
	int64_t		*village;	/* those of the area, by code */
	size_t		 villages, room;
	struct points_try try;
};

static int
take_village(void *arg, struct stmt *row)
{
	struct settling *s = arg;

	if (!ARRAY_ROOM(s->village, s->villages + 1, s->room))
		return 1;
	s->village[s->villages++] = stmt_int(row, 0);
	return 0;
}

static int
read_villages(struct run *run, struct settling *s)
{
	int rc = db_each(run->db, "SELECT village FROM village WHERE village BETWEEN $1 AND $2 AND village > 0 ORDER BY village",
	    ARGS(ARG(s->area.village_lo), ARG(s->area.village_hi)), take_village, s);

	return rc > 0 ? db_no_memory(run->db) : rc;
}

static int64_t
settle_one(struct run *run, const struct settling *s, int64_t village)
{
	int64_t n = settle_village(&(struct settle){
		.db = run->db, .out = run->out, .ledger = s->try.ledger, .book = s->try.book, .zone = run->zone, .today = run->today, .until = s->until,
	}, village);
	int closed = n < 0 || run_opt(run, OPT_CLOSE) == NULL ? 0 : ledger_close(s->try.ledger, village, s->until);

	return n < 0 || closed < 0 ? -1 : n + closed;
}

static int64_t
settle_all(struct run *run, void *arg)
{
	struct settling *s = arg;
	int64_t all = 0;

	/* Rules stay as they are while the first village is locked. */
	for (size_t i = 0; i < s->villages; i++) {
		int64_t n = run_lock(run, s->village[i]) != 0 || (i == 0 && points_try(run, &s->try) != 0) ? -1 : settle_one(run, s, s->village[i]);

		if (n < 0)
			return -1;
		all += n;
	}
	return all > 0 && ledger_end(s->try.ledger) != 0 ? -1 : all;
}

int
points_settle(struct run *run)
{
	struct settling s = { .until = run->today };
	int rc = area_find(run->db, scope_area(run), run->today, &s.area);

	if (rc == 0 && s.area.level > LEVEL_VILLAGE)
		rc = run_usage(run, _("-A: a village or an area above it, not %s"), scope_area(run));
	if (rc == 0)
		rc = run_day(run, OPT_UNTIL, run->today, &s.until);
	if (rc == 0 && s.until > run->today)
		rc = run_usage(run, _("--until is after the business day"));
	if (rc == 0)
		rc = read_villages(run, &s);
	if (rc == 0)
		rc = run_change(run, DB_LATER, settle_all, &s);
	points_try_end(&s.try);
	free(s.village);
	return rc;
}
