/* What points are awarded for, as the register has it now. */
#define _GNU_SOURCE
#include "cause.h"

#include <stdio.h>

#include "activity.h"
#include "dated.h"
#include "visit.h"

enum { VILLAGE_DASH = 13 };	/* "430121106205-" */

/* Columns of a cause: when is a day, of an order a moment; key and n name the
 * record in its village. */
enum { VILLAGE, CHIEF, WHEN, KEY, N, ABOUT, LEVEL, RUN, STANDS };

/* The state as a text of its own: most orders are confirmed, and to read all in the
 * order of their key is faster than by the index of states. */
#define ORDER	"SELECT o.village, o.chief, o.since, o.no, 0 AS n, o.kind, 0 AS level, o.run, "
#define VISIT	"SELECT t.village, t.chief, t.day, t.household, t.no, t.kind, 0 AS level, t.run, "
#define ACTIVITY \
    "SELECT n.village, n.chief, n.no / 1000000 AS day, n.no, 0 AS n, t.kind, 0 AS level, n.run, 1 AS stands FROM village v CROSS JOIN attendance n" \
    " JOIN activity t ON t.village = n.village AND t.no = n.no WHERE n.village = v.village"
#define COMMENDATION	"SELECT k.village, k.chief, k.no / 1000000 AS day, k.no, 0 AS n, '' AS about, k.level, k.run, "
#define ORDERS \
    ORDER "1 AS stands FROM village v CROSS JOIN work_order o" \
    " WHERE o.village = v.village AND o.state || '' = 'confirmed' AND o.chief <> 0"
#define VOIDED	"t.village = x.village AND t.household = x.household AND t.day = x.day AND t.no = x.no"
#define VISIT_STANDS	"t.chief <> 0 AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE " VOIDED ")"
#define VISITS \
    VISIT "1 AS stands FROM village v CROSS JOIN visit t WHERE t.village = v.village AND " VISIT_STANDS
#define COMMENDATIONS \
    COMMENDATION "1 AS stands FROM village v CROSS JOIN commendation k WHERE k.village = v.village AND k.withdrawn = 0"
#define DATED(t)	" AND v.village BETWEEN $1 AND $2 AND " t ".no BETWEEN $3 AND $4"

/* Of village $1. All rows are read: to look at their run is soon done. */
#define CHANGED	"(SELECT u.run FROM unsettled u WHERE u.village = $1 AND u.run <> $2)"
#define IF(condition)	"CASE WHEN " condition " THEN 1 ELSE 0 END AS stands"
static const char changed_orders[] = ORDER IF("o.state = 'confirmed' AND o.chief <> 0") " FROM work_order o WHERE o.village = $1"
    " AND o.no IN (SELECT e.no FROM order_event e WHERE e.village = $1 AND e.run IN " CHANGED ")";
static const char changed_visits[] = VISIT IF(VISIT_STANDS) " FROM visit t WHERE t.village = $1 AND t.run IN " CHANGED
    " UNION ALL " VISIT "0 AS stands FROM visit_void x CROSS JOIN visit t WHERE x.village = $1 AND x.run IN " CHANGED
    " AND " VOIDED " AND t.run NOT IN " CHANGED;
static const char changed_activities[] = ACTIVITY " AND v.village = $1 AND n.run IN " CHANGED;
static const char changed_commendations[] = COMMENDATION IF("k.withdrawn = 0") " FROM commendation k WHERE k.village = $1 AND k.run IN " CHANGED;

static const struct {
	const char	*each;		/* of villages $1-$2, in a period $3-$4 */
	const char	*one;		/* of village $1, by its key and, of a visit, day and number */
	const char	*changed;
	char		 letter;
} sources[CAUSES] = {
	[CAUSE_ORDER] = { ORDERS " AND v.village BETWEEN $1 AND $2 AND o.since BETWEEN $3 AND $4", ORDERS " AND v.village = $1 AND o.no = $2", changed_orders, 'O' },
	[CAUSE_VISIT] = { VISITS " AND v.village BETWEEN $1 AND $2 AND t.day BETWEEN $3 AND $4",
	    VISITS " AND v.village = $1 AND t.household = $2 AND t.day = $3 AND t.no = $4", changed_visits, 'V' },
	[CAUSE_ACTIVITY] = { ACTIVITY DATED("n"), ACTIVITY " AND v.village = $1 AND n.no = $2", changed_activities, 'A' },
	[CAUSE_COMMENDATION] = { COMMENDATIONS DATED("k"), COMMENDATIONS " AND v.village = $1 AND k.no = $2", changed_commendations, 'K' },
};

bool
cause_fits(const struct deed *d, const struct cause_told *c)
{
	return d->cause == c->cause && (d->about[0] == '\0' || strcmp(d->about, c->about) == 0)
	    && (d->cause != CAUSE_COMMENDATION || d->level == DEED_ANY_LEVEL || d->level == c->level);
}

struct text
cause_ref(const struct deed *d, const struct cause_told *c, char buf[static LEDGER_REF])
{
	char *p = stpcpy(buf, d->code);

	*p++ = ':';
	p = stpcpy(p, c->name);
	return (struct text){ buf, (size_t)(p - buf) };
}

int
cause_order(const void *a, const void *b)
{
	const struct cause_told *p = a, *q = b;
	int rc = (p->day > q->day) - (p->day < q->day);

	if (rc == 0)
		rc = (int)p->cause - (int)q->cause;
	return rc != 0 ? rc : strcmp(p->name, q->name);
}

static void
name_cause(struct cause_told *c, int64_t village, int64_t key, int64_t n)
{
	char id[IDS_SIZE];
	bool official = c->cause == CAUSE_VISIT && key < IDS_GIVEN;
	size_t skip = VILLAGE_DASH - official;
	struct text t = c->cause == CAUSE_VISIT ? ids_visit(ids_make(village, key), c->day, n, id)
	    : ids_dated(village, sources[c->cause].letter, key, id);

	memcpy(c->name, t.at + skip, t.len - skip + 1);
	if (c->cause == CAUSE_ACTIVITY)
		snprintf(c->name + t.len - skip, sizeof(c->name) - (t.len - skip), ":%lld", (long long)ids_serial(c->chief));
}

struct each {
	enum cause	 cause;
	const char	*zone;
	int		 (*f)(void *, const struct cause_told *);
	void		*arg;
	int		 n;
};

static int
take(void *arg, struct stmt *row)
{
	struct each *e = arg;
	struct text about = stmt_text(row, ABOUT);
	int64_t when = stmt_int(row, WHEN);
	struct cause_told c = {
		.cause = e->cause, .chief = ids_make(stmt_int(row, VILLAGE), stmt_int(row, CHIEF)),
		.day = e->cause == CAUSE_ORDER ? moment_day(when, e->zone, NULL) : (day_t)when, .level = (int)stmt_int(row, LEVEL),
		.run = stmt_int(row, RUN), .stands = stmt_int(row, STANDS) != 0,
	};

	if (about.len < sizeof(c.about))
		memcpy(c.about, about.at, about.len);
	name_cause(&c, stmt_int(row, VILLAGE), stmt_int(row, KEY), stmt_int(row, N));
	e->n++;
	return e->f(e->arg, &c);
}

int
cause_each(struct db *db, const char *zone, const struct area_range *area, enum cause cause, day_t since, day_t until,
    int (*f)(void *, const struct cause_told *), void *arg)
{
	int64_t lo = since, hi = until;

	if (cause == CAUSE_MANUAL)
		return 0;
	if (cause == CAUSE_ORDER) {
		lo = since <= DAY_MIN ? 0 : moment_at(since, 0, zone);
		hi = until >= DAY_MAX ? MOMENT_MAX : moment_end(until, zone);
	} else if (cause != CAUSE_VISIT) {
		lo = since * IDS_DAY;
		hi = until * IDS_DAY + IDS_DAY - 1;
	}
	return db_each(db, sources[cause].each, ARGS(ARG(area->village_lo), ARG(area->village_hi), ARG(lo), ARG(hi)),
	    take, &(struct each){ cause, zone, f, arg, 0 });
}

int
cause_changed(struct db *db, const char *zone, int64_t village, int64_t but, int (*f)(void *, const struct cause_told *), void *arg)
{
	int rc = 0;

	for (enum cause cause = CAUSE_ORDER; rc == 0 && cause < CAUSES; cause++)
		rc = db_each(db, sources[cause].changed, ARGS(ARG(village), ARG(but)), take, &(struct each){ cause, zone, f, arg, 0 });
	return rc;
}

/* A record that may be a cause. */
struct key {
	enum cause	 cause;
	int64_t		 village, key;	/* number or, of a visit, household */
	day_t		 day;
	int64_t		 n;
};

static int
each_of(struct db *db, const struct key *k, int (*f)(void *, struct stmt *), void *arg)
{
	return k->cause == CAUSE_VISIT
	    ? db_each(db, sources[k->cause].one, ARGS(ARG(k->village), ARG(k->key), ARG(k->day), ARG(k->n)), f, arg)
	    : db_each(db, sources[k->cause].one, ARGS(ARG(k->village), ARG(k->key)), f, arg);
}

static int
find_key(struct db *db, struct text what, const struct area_range *within, struct key *k)
{
	int64_t household;

	if (k->cause != CAUSE_VISIT)
		return dated_find(db, sources[k->cause].letter, what, within, &k->village, &k->key);
	if (visit_find(db, what, &household, &k->day, &k->n) != 0)
		return -1;
	k->village = ids_village(household);
	k->key = ids_serial(household);
	return 0;
}

int
cause_find(struct db *db, const char *zone, enum cause cause, struct text what, const struct area_range *within,
    int (*f)(void *, const struct cause_told *), void *arg)
{
	struct each e = { cause, zone, f, arg, 0 };
	struct key k = { .cause = cause };

	if (cause == CAUSE_MANUAL)
		return 0;
	return find_key(db, what, within, &k) != 0 || each_of(db, &k, take, &e) < 0 ? -1 : e.n;
}

enum cause
cause_of(struct text ref)
{
	const char *colon = ref.len == 0 ? NULL : memchr(ref.at, ':', ref.len);
	size_t left = colon == NULL ? 0 : ref.len - (size_t)(colon + 1 - ref.at);

	if (left == 0 || text_is((struct text){ ref.at, (size_t)(colon - ref.at) }, "import"))
		return CAUSE_MANUAL;
	switch (colon[1]) {
	case 'O': return CAUSE_ORDER;
	case 'A': return CAUSE_ACTIVITY;
	case 'K': return CAUSE_COMMENDATION;
	default: return memmem(colon + 1, left, "-V", 2) != NULL ? CAUSE_VISIT : CAUSE_MANUAL;
	}
}

/* The record a ref names: false none can have that name. */
static bool
read_ref(int64_t village, struct text ref, struct key *k)
{
	char whole[2 * LEDGER_REF];
	const char *name = memchr(ref.at, ':', ref.len);
	size_t len = ref.len - (size_t)(++name - ref.at), end = 0;
	int64_t household;
	int n;

	while (end < len && name[end] != '.' && name[end] != ':')
		end++;
	n = snprintf(whole, sizeof(whole), "%lld%s%.*s", (long long)village,
	    k->cause == CAUSE_VISIT && name[0] != 'H' ? "" : "-", (int)end, name);
	k->village = village;
	if (k->cause != CAUSE_VISIT)
		return ids_dated_parse((struct text){ whole, (size_t)n }, sources[k->cause].letter, &k->village, &k->key);
	if (!ids_visit_parse((struct text){ whole, (size_t)n }, &household, &k->day, &k->n))
		return false;
	k->key = ids_serial(household);
	return true;
}

static int
is_his(void *arg, struct stmt *row)
{
	return stmt_int(row, CHIEF) == *(const int64_t *)arg;
}

int
cause_stands(struct db *db, int64_t chief, struct text ref)
{
	struct key k = { .cause = cause_of(ref) };
	int64_t serial = ids_serial(chief);

	if (k.cause == CAUSE_MANUAL)
		return 1;
	return read_ref(ids_village(chief), ref, &k) ? each_of(db, &k, is_his, &serial) : 0;
}

int
cause_household(struct db *db, int64_t village, struct text ref, int64_t *household)
{
	struct key k = { .cause = cause_of(ref) };

	*household = 0;
	if ((k.cause != CAUSE_VISIT && k.cause != CAUSE_ORDER) || !read_ref(village, ref, &k))
		return 0;
	if (k.cause == CAUSE_VISIT)
		*household = k.key;
	return k.cause == CAUSE_VISIT ? 0 : db_int(db, "SELECT household FROM work_order WHERE village = $1 AND no = $2", ARGS(ARG(k.village), ARG(k.key)), household) < 0 ? -1 : 0;
}
