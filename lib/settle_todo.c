/*
 * What a settlement has to do.
 *
 * A village that was settled before, by the same deeds, is asked for what was changed
 * since. Else what was awarded in it is read once, and so are its causes: a lookup of
 * each cause in the database would take many times as long.
 */
#include "array.h"
#include "settle_parts.h"

static int
add_todo(struct settling *v, const struct todo *t)
{
	if (!ARRAY_ROOM(v->todo, v->todos + 1, v->todo_room))
		return db_no_memory(v->settle->db);
	v->todo[v->todos++] = *t;
	return 0;
}

int
settle_leave(struct settling *v, const struct cause_told *c)
{
	v->anew |= c->run == 0;
	if (c->run == 0 || (v->runs > 0 && v->run[v->runs - 1] == c->run))
		return 0;
	if (!ARRAY_ROOM(v->run, v->runs + 1, v->run_room))
		return db_no_memory(v->settle->db);
	v->run[v->runs++] = c->run;
	return 0;
}

/* A cause that counts, and was not awarded by a deed that may be for it. */
static int
take_unpaid(struct settling *v, const struct deed *d, const struct cause_told *c)
{
	return c->day > v->settle->until ? settle_leave(v, c) : add_todo(v, &(struct todo){ .deed = d, .cause = *c });
}

/* Whether a deed was awarded for a cause; what another chief has for it is to be
 * reversed. at: the latest award for it. */
static bool
is_paid(const struct settling *v, uint32_t at, const struct deed *d, const struct cause_told *c)
{
	for (const struct paid *p; at != 0; at = p->before) {
		p = paid_at(&v->paid, at);
		if (text_is(paid_deed(&v->paid, p), d->code))
			return p->reversed ? p->for_good : p->account == ids_serial(c->chief);
	}
	return false;
}

static int
take_cause(void *arg, const struct cause_told *c)
{
	struct settling *v = arg;
	const struct deed_book *book = v->settle->book;
	uint32_t latest = paid_find(&v->paid, c->name);

	for (uint32_t at = latest; at != 0; at = paid_at(&v->paid, at)->before)
		if (paid_at(&v->paid, at)->account == ids_serial(c->chief))
			paid_at(&v->paid, at)->counts = true;
	for (const struct deed *d = book->deed, *end = d + book->deeds; d < end; d++)
		if (cause_fits(d, c) && d->first <= c->day && c->day <= d->last && !is_paid(v, latest, d, c) && take_unpaid(v, d, c) != 0)
			return -1;
	return 0;
}

static int
take_changed(void *arg, const struct cause_told *c)
{
	struct settling *v = arg;
	const struct deed_book *book = v->settle->book;
	const char *code = "";
	struct paid p = { .seq = 0 };
	bool his = false;

	for (const struct deed *d = book->deed, *end = d + book->deeds; d < end; d++) {
		if (d->cause != c->cause)
			continue;
		if (strcmp(d->code, code) != 0) {
			code = d->code;
			if (paid_ask(v->settle->db, &v->awarded, d, c, &p) != 0)
				return -1;
			his = c->stands && p.account == ids_serial(c->chief);
			if (!p.reversed && !his
			    && add_todo(v, &(struct todo){ .seq = p.seq, .cause = { .chief = ids_make(v->village, p.account), .run = c->run } }) != 0)
				return -1;
		}
		if (c->stands && cause_fits(d, c) && d->first <= c->day && c->day <= d->last
		    && !(p.reversed ? p.for_good : his) && take_unpaid(v, d, c) != 0)
			return -1;
	}
	return 0;
}

/* All causes there are, of whatever day: what counts is not reversed. */
static int
read_causes(struct settling *v)
{
	const struct area_range all = { v->village, v->village, 0, 999999, LEVEL_VILLAGE };

	if (paid_load(v->settle->db, v->village, &v->paid) != 0)
		return -1;
	for (enum cause cause = CAUSE_ORDER; cause < CAUSES; cause++)
		if (cause_each(v->settle->db, v->settle->zone, &all, cause, DAY_MIN, DAY_MAX, take_cause, v) != 0)
			return -1;
	for (const struct paid *p = v->paid.at, *end = p + v->paid.n; p < end; p++)
		if (!p->counts && !p->reversed
		    && add_todo(v, &(struct todo){ .seq = p->seq, .cause.chief = ids_make(v->village, p->account) }) != 0)
			return -1;
	return 0;
}

/* What is gone altogether is found among all alone: an import that was undone, who was
 * not at an activity after all. */
int
settle_find(struct settling *v, const char *deeds)
{
	struct db *db = v->settle->db;
	int64_t own = db_write_id(db), one;
	int rc = db_int(db, "SELECT 1 FROM village v WHERE v.village = $1 AND v.settled = $2"
	    " AND NOT EXISTS (SELECT 1 FROM unsettled u JOIN run r ON r.village = u.run / 10000000 AND r.no = u.run % 10000000"
	    " WHERE u.village = v.village AND r.verb = 'undo')"
	    " AND NOT EXISTS (SELECT 1 FROM unsettled u JOIN was w ON w.village = u.village AND w.run = u.run"
	    " WHERE u.village = v.village AND w.kind = 'attendance')", ARGS(ARG(v->village), ARG(deeds)), &one);

	if (rc == 0)
		return read_causes(v);
	if (rc > 0)
		rc = db_int(db, "SELECT 1 FROM unsettled WHERE village = $1 AND run <> $2 LIMIT 1", ARGS(ARG(v->village), ARG(own)), &one);
	return rc <= 0 ? rc : cause_changed(db, v->settle->zone, v->village, own, take_changed, v);
}
