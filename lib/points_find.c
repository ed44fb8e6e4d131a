/* What an auditor should look at; nbr-points(1) says what each finding is. */
#include "points_parts.h"

#include <stdlib.h>

#include "array.h"

enum finding { LATE, BACK_DATED, OWN, BEFORE_EXCHANGE, RE_ENTERED, NO_CAUSE };
const char *const points_findings[] = { "late", "back-dated", "own", "before-exchange", "re-entered", "no-cause", NULL };

enum { LATE_DAYS = 7, HOUR = 3600 };

/* Where a row's columns are. */
enum { VILLAGE, SEQ, MOMENT, DAY, KIND, ACCOUNT, POINTS, ACTOR, REF, NOTE, NAME, EXCHANGES };

#define ROWS \
    "SELECT e.village, e.seq, e.at, e.day, e.kind, e.account, e.points, e.actor, e.ref, e.note, coalesce(c.name, ''), CASE WHEN " POINTS_SPENDS("e") \
    " THEN 1 ELSE 0 END " ENTRY_FROM
#define ALL	" WHERE e.village BETWEEN $1 AND $2"
#define ONE	" WHERE e.village = $1 AND e.account = $2"

/* By its cause it has a number behind; by hand, :R and the run, it is of that chief,
 * deed and day. i: the index of days alone, not all of the village. */
#define AGAIN \
    " AND (e.kind = 'award' OR e.kind = 'deduct') AND e.reason <> 'import' AND (e.ref LIKE '%.%' ESCAPE '@' OR (e.ref LIKE '%:R%' ESCAPE '@' AND EXISTS" \
    " (SELECT 1 FROM entry i CROSS JOIN entry o WHERE i.village = e.village AND i.account = e.account AND i.day = e.day" \
    " AND o.village = i.village AND o.seq = i.seq AND o.reason = e.reason AND o.kind = e.kind" \
    " AND (SELECT max(r.seq) FROM entry r WHERE r.village = o.village AND r.ref = 'reverse:' || o.seq) < e.seq)))"
#define STANDS \
    " AND (e.kind = 'award' OR e.kind = 'deduct') AND e.reason <> 'import' AND (SELECT max(r.seq) FROM entry r" \
    " WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND r.day <= $4 AND r.at <= $5) IS NULL"

/* One of a chief's own: an exchange, or a household. */
struct owned {
	int64_t	 chief, number;	/* of an exchange the entry's number */
	moment_t at;
};

/* An entry of which more is to be asked. */
struct doubt {
	int64_t	 entry, chief;
	size_t	 ref, len;
};

struct finder {
	struct db	*db;
	const struct points_filter *filter;
	enum finding	 finding;
	struct owned	*owned;		/* ascending */
	size_t		 n_owned, owned_room;
	struct doubt	*doubt;
	size_t		 doubts, doubt_room;
	char		*refs;
	size_t		 bytes, bytes_room;
	int64_t		*hit;
	size_t		 hits, hit_room;
};

static int
add_hit(struct finder *f, int64_t entry)
{
	if (!ARRAY_ROOM(f->hit, f->hits + 1, f->hit_room))
		return db_no_memory(f->db);
	f->hit[f->hits++] = entry;
	return 0;
}

static int
add_doubt(struct finder *f, int64_t entry, int64_t chief, struct text ref)
{
	if (!ARRAY_ROOM(f->doubt, f->doubts + 1, f->doubt_room) || !ARRAY_ROOM(f->refs, f->bytes + ref.len, f->bytes_room))
		return db_no_memory(f->db);
	f->doubt[f->doubts++] = (struct doubt){ entry, chief, f->bytes, ref.len };
	memcpy(f->refs + f->bytes, ref.at, ref.len);
	f->bytes += ref.len;
	return 0;
}

static int
take_owned(void *arg, struct stmt *row)
{
	struct finder *f = arg;

	if (!ARRAY_ROOM(f->owned, f->n_owned + 1, f->owned_room))
		return db_no_memory(f->db);
	f->owned[f->n_owned++] = (struct owned){ ids_make(stmt_int(row, 0), stmt_int(row, 1)), stmt_int(row, 2), stmt_int(row, 3) };
	return 0;
}

/* The first of a chief's own from a number on; NULL none. */
static const struct owned *
owned(const struct finder *f, int64_t chief, int64_t number)
{
	size_t lo = 0, hi = f->n_owned;

	while (lo < hi) {
		const size_t mid = lo + (hi - lo) / 2;
		const struct owned *o = &f->owned[mid];

		if (o->chief < chief || (o->chief == chief && o->number < number))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < f->n_owned && f->owned[lo].chief == chief ? &f->owned[lo] : NULL;
}

/* Whether he has named himself as who enters it. */
static bool
is_actor(struct text name, struct text actor)
{
	char own[LEDGER_ACTOR], buf[1024];

	if (name.len == 0 || name.len >= sizeof(buf))
		return false;
	memcpy(buf, name.at, name.len);
	buf[name.len] = '\0';
	ledger_actor(buf, own);
	return text_is(actor, own);
}

static bool
is_by_hand(struct stmt *row)
{
	struct text kind = stmt_text(row, KIND);

	return text_is(kind, "award") || text_is(kind, "deduct") ? cause_of(stmt_text(row, REF)) == CAUSE_MANUAL : !text_is(kind, "return");
}

static bool
is_before_exchange(const struct finder *f, struct stmt *row, int64_t chief)
{
	const struct owned *next = stmt_int(row, POINTS) <= 0 || stmt_int(row, EXCHANGES) ? NULL : owned(f, chief, stmt_int(row, SEQ));

	return next != NULL && next->at - stmt_int(row, MOMENT) <= HOUR;
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct finder *f = arg;
	int64_t entry = ids_make(stmt_int(row, VILLAGE), stmt_int(row, SEQ)), chief = ids_make(stmt_int(row, VILLAGE), stmt_int(row, ACCOUNT));
	struct text ref = stmt_text(row, REF);
	day_t day = (day_t)stmt_int(row, DAY);
	bool found = true;

	switch (f->finding) {
	case LATE:
		found = moment_day(stmt_int(row, MOMENT), f->filter->zone, NULL) > day_add(day, LATE_DAYS);
		break;
	case BACK_DATED:
		found = moment_day(stmt_int(row, MOMENT), f->filter->zone, NULL) > day && is_by_hand(row);
		break;
	case OWN:
		found = is_actor(stmt_text(row, NAME), stmt_text(row, ACTOR));
		if (!found && owned(f, chief, 0) != NULL)
			return add_doubt(f, entry, chief, ref);
		break;
	case BEFORE_EXCHANGE:
		found = is_before_exchange(f, row, chief);
		break;
	case RE_ENTERED:
		break;
	case NO_CAUSE:
		found = cause_of(ref) == CAUSE_MANUAL && text_is(stmt_text(row, NOTE), "-");
		if (cause_of(ref) != CAUSE_MANUAL)
			return add_doubt(f, entry, chief, ref);
	}
	return found ? add_hit(f, entry) : 0;
}

/* 1 it is one to look at, 0, -1. */
static int
decide(struct finder *f, const struct doubt *d)
{
	struct text ref = { f->refs + d->ref, d->len };
	const struct owned *home;
	int64_t household = 0;
	int rc;

	if (f->finding == NO_CAUSE) {
		rc = cause_stands(f->db, d->chief, ref);
		return rc < 0 ? -1 : rc == 0;
	}
	if (cause_household(f->db, ids_village(d->chief), ref, &household) < 0)
		return -1;
	home = household == 0 ? NULL : owned(f, d->chief, household);
	return home != NULL && home->number == household;
}

/* Exchanges, or households that his name stands in. */
static int
load_owned(struct finder *f, const struct points_filter *of)
{
	static const char homes[] =
	    "SELECT c.village, c.chief, h.household, 0 AS at FROM household h JOIN chief c ON c.village = h.village AND c.name = h.head"
	    " WHERE h.village BETWEEN $1 AND $2"
	    " UNION SELECT c.village, c.chief, m.household, 0 AS at FROM member m JOIN chief c ON c.village = m.village AND c.name = m.name"
	    " WHERE m.village BETWEEN $1 AND $2 ORDER BY 1, 2, 3";
	static const char exchanges[] =
	    "SELECT village, account, seq, at FROM entry WHERE village BETWEEN $1 AND $2 AND kind = 'redeem' ORDER BY village, account, seq";
	int64_t lo = of->chief == NULL ? of->area.village_lo : ids_village(of->chief[0]);
	int64_t hi = of->chief == NULL ? of->area.village_hi : lo;

	f->n_owned = 0;
	return f->finding != OWN && f->finding != BEFORE_EXCHANGE ? 0
	    : db_each(f->db, f->finding == OWN ? homes : exchanges, ARGS(ARG(lo), ARG(hi)), take_owned, f);
}

/* Of one village, or one chief. */
static int
find(struct finder *f, const struct points_filter *of)
{
	int64_t chief = of->chief == NULL ? 0 : of->chief[0];
	struct points_bound bound;
	const struct arg *args = points_bind(of, chief, &bound);
	const char *sql = f->finding == RE_ENTERED ? chief == 0 ? ROWS ALL AGAIN POINTS_MEANT POINTS_IN_ORDER : ROWS ONE AGAIN POINTS_MEANT POINTS_SORTED
	    : f->finding == NO_CAUSE ? chief == 0 ? ROWS ALL STANDS POINTS_MEANT POINTS_IN_ORDER : ROWS ONE STANDS POINTS_MEANT POINTS_SORTED
	    : chief == 0 ? ROWS POINTS_ALL : ROWS POINTS_ONE;

	f->doubts = f->bytes = 0;
	if (load_owned(f, of) != 0 || db_each(f->db, sql, args, take_entry, f) != 0)
		return -1;
	for (size_t i = 0; i < f->doubts; i++) {
		int rc = decide(f, &f->doubt[i]);

		if (rc < 0 || (rc == 1 && add_hit(f, f->doubt[i].entry) != 0))
			return -1;
	}
	return 0;
}

struct villages {
	int64_t	*at;
	size_t	 n, room;
	struct finder *finder;
};

static int
take_village(void *arg, struct stmt *row)
{
	struct villages *v = arg;

	if (!ARRAY_ROOM(v->at, v->n + 1, v->room))
		return db_no_memory(v->finder->db);
	v->at[v->n++] = stmt_int(row, 0);
	return 0;
}

/* A village at a time: what is in doubt is held in memory. */
static int
find_all(struct finder *f)
{
	struct points_filter of = *f->filter;
	struct villages v = { .finder = f };
	int rc = 0;

	if (of.chief == NULL)
		rc = db_each(f->db, "SELECT village FROM village WHERE village BETWEEN $1 AND $2 AND village > 0 ORDER BY village",
		    ARGS(ARG(of.area.village_lo), ARG(of.area.village_hi)), take_village, &v);
	for (size_t i = 0; rc == 0 && i < v.n; i++) {
		of.area.village_lo = of.area.village_hi = v.at[i];
		rc = find(f, &of);
	}
	free(v.at);
	of.n = 1;
	for (size_t i = 0; rc == 0 && i < f->filter->n; i++) {
		of.chief = &f->filter->chief[i];
		rc = find(f, &of);
	}
	return rc;
}

int
points_find(struct db *db, const struct points_filter *filter, int64_t **entry, size_t *n)
{
	struct finder f = { .db = db, .filter = filter };
	int rc;

	while (strcmp(points_findings[f.finding], filter->finding) != 0)
		f.finding++;
	rc = find_all(&f);
	if (f.hits > 1)
		qsort(f.hit, f.hits, sizeof(*f.hit), ids_order);
	*entry = f.hit;
	*n = f.hits;
	free(f.owned);
	free(f.doubt);
	free(f.refs);
	return rc;
}
