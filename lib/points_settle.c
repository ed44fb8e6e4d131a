#define _GNU_SOURCE
#include "points_settle.h"

#include <stdlib.h>

#include "scope.h"
#include "settle.h"

struct settling {
	struct area_range area;
	day_t		 until;
	int64_t		*village;	/* those of the area, by code */
	size_t		 villages, room;
	struct deed_book *book;
	struct ledger	*ledger;	/* of this try */
};

static int
take_village(void *arg, struct stmt *row)
{
	struct settling *s = arg;

	if (s->villages == s->room) {
		size_t room = s->room * 2 + 64;
		int64_t *more = reallocarray(s->village, room, sizeof(*more));

		if (more == NULL)
			return 1;
		s->village = more;
		s->room = room;
	}
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

static void
end_try(struct settling *s)
{
	ledger_free(s->ledger);
	deed_book_free(s->book);
	s->ledger = NULL;
	s->book = NULL;
}

/* Under the first lock: rules stay as they are while a village is locked. */
static int
begin(struct run *run, struct settling *s)
{
	s->book = deed_book_load(run->db, run->zone);
	if (s->book == NULL)
		return -1;
	s->ledger = ledger_begin(run->db, &(struct ledger_who){ run->actor, run->zone, run->today, run->id }, s->book);
	return s->ledger == NULL ? -1 : 0;
}

static int64_t
settle_one(struct run *run, const struct settling *s, int64_t village)
{
	int64_t n = settle_village(&(struct settle){
		.db = run->db, .out = run->out, .ledger = s->ledger, .book = s->book, .zone = run->zone, .today = run->today, .until = s->until,
	}, village);
	int closed = n < 0 || run_opt(run, OPT_CLOSE) == NULL ? 0 : ledger_close(s->ledger, village, s->until);

	return n < 0 || closed < 0 ? -1 : n + closed;
}

static int64_t
settle_all(struct run *run, void *arg)
{
	struct settling *s = arg;
	int64_t all = 0;

	end_try(s);
	for (size_t i = 0; i < s->villages; i++) {
		int64_t n = run_lock(run, s->village[i]) != 0 || (i == 0 && begin(run, s) != 0) ? -1 : settle_one(run, s, s->village[i]);

		if (n < 0)
			return -1;
		all += n;
	}
	return all > 0 && ledger_end(s->ledger) != 0 ? -1 : all;
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
	end_try(&s);
	free(s.village);
	return rc;
}
