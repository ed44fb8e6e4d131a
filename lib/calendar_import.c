/* Days in. Visits fall due on others when the calendar changes, so every floor
 * is computed again before the commit. */
#include <stdlib.h>

#include "calendar.h"
#include "floor.h"
#include "order.h"
#include "was.h"

/* What an import keeps: whether days changed, so that visits fall due on others. */
static int
begin(struct import *im, const bool given[], void **own)
{
	(void)given;
	*own = calloc(1, sizeof(bool));
	return *own != NULL ? 0 : db_no_memory(import_db(im));
}

static int64_t
key(const void *rec)
{
	return ((const struct calendar_day *)rec)->day;
}

/* What is stored of a day. */
struct stored {
	bool	 found;
	const char *other;	/* column that is stored otherwise, NULL none */
	int64_t	 run;
};

static int
take_stored(void *arg, struct stmt *row)
{
	static const char *const other[] = { NULL, "name", "kind" };

	*(struct stored *)arg = (struct stored){ true, other[stmt_int(row, 0)], stmt_int(row, 1) };
	return 0;
}

static int
store_day(struct import *im, bool *changed, struct import_row *row)
{
	const struct calendar_day *d = row->rec;
	struct db *db = import_db(im);
	struct stored s = { 0 };
	int64_t run = import_run_id(im);

	if (run < 0 || db_each(db, "SELECT CASE WHEN kind <> $2 THEN 2 WHEN name <> $3 THEN 1 ELSE 0 END, run"
	    " FROM calendar WHERE day = $1", ARGS(ARG(d->day), ARG(d->kind), ARG(d->name)), take_stored, &s) < 0)
		return -1;
	row->stored = !s.found ? ROW_NEW : s.other == NULL ? ROW_SAME : ROW_CHANGED;
	if (s.found && s.run == run) {
		import_fault(im, row, "day", text_of(""), FAULT_DUPLICATE);
		return 0;
	}
	if (row->stored == ROW_CHANGED && import_duplicate(im) != DUPLICATE_UPDATE) {
		row->stored = ROW_SKIPPED;
		if (import_duplicate(im) == DUPLICATE_ERROR)
			import_fault(im, row, s.other, text_of(""), FAULT_EXISTS);
		return 0;
	}
	if (row->stored == ROW_SAME)
		return 0;
	*changed = true;
	return (s.found && was_keep(db, "calendar", "SELECT * FROM calendar WHERE day = $1", ARGS(ARG(d->day))) < 0) || db_run(db, "INSERT INTO calendar (day, kind, name, run) VALUES ($1, $2, $3, $4)"
	    " ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name, run = excluded.run",
	    ARGS(ARG(d->day), ARG(d->kind), ARG(d->name), ARG(run))) < 0 ? -1 : 0;
}

static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!rows[i].bad && store_day(im, own, &rows[i]) != 0)
			return -1;
	return 0;
}

static int
end(struct import *im, void *own)
{
	return *(bool *)own && (floor_refresh(import_db(im)) != 0 || order_refresh(import_db(im), import_zone(im)) != 0) ? -1 : 0;
}

const struct entity calendar_entity = {
	.name = "calendar",
	.cols = calendar_cols,
	.size = sizeof(struct calendar_day),
	.town = true,
	.begin = begin,
	.key = key,
	.store = store,
	.end = end,
	.free = free,
};
