/*
 * The ledger by another rulebook: its awards and deductions once more, in the order
 * in which they were entered, each by the deed of its code, under the other caps.
 * A deed whose code is new goes with the first award of a cause that it is for.
 */
#define _GNU_SOURCE
#include <search.h>
#include <stdlib.h>

#include "array.h"
#include "num.h"
#include "points_parts.h"

enum { CHIEF, NAME, POINTS, REPLAYED, DIFFERENCE, COLUMNS };

const struct col replay_cols[] = {
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("number of the chief"), NULL, 0, NULL },
	[NAME] = { "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[POINTS] = { "points", "积分", NULL, COL_INT, 0, N_("awards less deductions, without what was reversed"), NULL, 0, NULL },
	[REPLAYED] = { "replayed", "重算积分", NULL, COL_INT, 0, N_("the same by the other rules"), NULL, 0, NULL },
	[DIFFERENCE] = { "difference", "差额", NULL, COL_INT, 0, N_("how many more that is"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

/* A cause of the register, and how many awards for it stand. */
struct known {
	struct cause_told cause;
	int64_t		 standing;
};

/* What an entry gave, until it is reversed. */
struct given {
	int64_t		 seq, chief, points;
	const struct deed *deed;	/* NULL: it is as it was */
	day_t		 day;
	struct known	*known;		/* of the first deed of an entry alone */
};

struct replay {
	struct db	*db;
	const struct points_filter *filter;
	const struct points_people *people;
	const struct deed_book *old, *new;
	int64_t		 chief;		/* 0 all */
	struct known	*known;		/* by name */
	size_t		 n_known, known_room;
	struct given	*given;		/* by seq */
	size_t		 n_given, given_room;
	void		*uses;		/* a tree of tsearch() */
};

/* The use of a cap; NULL no memory. */
static struct deed_use *
use_of(struct replay *r, int64_t chief, const struct deed *d, enum deed_cap cap, day_t day)
{
	struct deed_use key = deed_use(d, chief, cap, day), **at = tfind(&key, &r->uses, deed_use_order), *new;

	if (at != NULL)
		return *at;
	new = malloc(sizeof(*new));
	if (new != NULL)
		*new = key;
	if (new == NULL || tsearch(new, &r->uses, deed_use_order) == NULL) {
		free(new);
		db_no_memory(r->db);
		return NULL;
	}
	return new;
}

static int
keep(struct replay *r, const struct given *g)
{
	if (!ARRAY_ROOM(r->given, r->n_given + 1, r->given_room))
		return db_no_memory(r->db);
	r->given[r->n_given++] = *g;
	if (g->known != NULL)
		g->known->standing++;
	points_person(r->people, g->chief)->replayed += g->points;
	return 0;
}

/* Awards a deed once more, as far as its caps leave room. */
static int
give(struct replay *r, struct given g)
{
	struct deed_use *use[CAPS];

	g.points = g.deed->value;
	for (int cap = 0; cap < CAPS; cap++) {
		use[cap] = use_of(r, g.chief, g.deed, cap, g.day);
		if (use[cap] == NULL)
			return -1;
		if (g.deed->cap[cap] > 0 && g.deed->cap[cap] - use[cap]->points < g.points)
			g.points = g.deed->cap[cap] > use[cap]->points ? g.deed->cap[cap] - use[cap]->points : 0;
	}
	for (int cap = 0; cap < CAPS; cap++)
		use[cap]->points += g.points;
	if (g.deed->deducts)
		g.points = -g.points;
	return keep(r, &g);
}

static int
take_back(struct replay *r, int64_t seq)
{
	size_t lo = 0, hi = r->n_given;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->given[mid].seq < seq)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < r->n_given && r->given[lo].seq == seq; lo++) {
		const struct given *g = &r->given[lo];

		points_person(r->people, g->chief)->replayed -= g->points;
		if (g->known != NULL)
			g->known->standing--;
		for (int cap = 0; g->deed != NULL && cap < CAPS; cap++) {
			struct deed_use *use = use_of(r, g->chief, g->deed, cap, g->day);

			if (use == NULL)
				return -1;
			use->points -= llabs(g->points);
		}
	}
	return 0;
}

static const struct deed *
find_deed(const struct deed_book *book, struct text code, day_t on)
{
	for (int i = 0; i < book->deeds; i++)
		if (text_is(code, book->deed[i].code) && (on == 0 || (book->deed[i].first <= on && on <= book->deed[i].last)))
			return &book->deed[i];
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->cause.name, ((const struct known *)b)->cause.name);
}

/* The cause that a ref names: DEED:NAME, perhaps with a number behind. */
static struct known *
find_known(const struct replay *r, struct text ref)
{
	const char *at = memchr(ref.at, ':', ref.len), *dot;
	struct known key = { .standing = 0 };
	size_t len = ref.len - (size_t)(++at - ref.at);

	dot = memchr(at, '.', len);
	if (dot != NULL)
		len = (size_t)(dot - at);
	if (len >= sizeof(key.cause.name) || r->n_known == 0)
		return NULL;
	memcpy(key.cause.name, at, len);
	return bsearch(&key, r->known, r->n_known, sizeof(key), by_name);
}

/* For a cause of the register. One that is there no more is taken for one of the
 * kind that its deed asked for. */
static int
award_cause(struct replay *r, struct given g, struct text code, struct text reason, struct text ref)
{
	const struct deed *was = deed_of(r->old, reason);
	struct cause_told c = { .cause = cause_of(ref), .day = g.day };
	bool first;

	g.known = find_known(r, ref);
	if (g.known != NULL)
		c = g.known->cause;
	else if (was != NULL) {
		memcpy(c.about, was->about, sizeof(c.about));
		c.level = was->level;
	}
	first = g.known != NULL && g.known->standing == 0;
	g.deed = find_deed(r->new, code, c.day);
	if (g.deed != NULL && cause_fits(g.deed, &c) ? give(r, g) != 0
	    : keep(r, &(struct given){ .seq = g.seq, .chief = g.chief, .known = g.known }) != 0)
		return -1;
	g.known = NULL;
	for (const struct deed *d = r->new->deed, *end = d + r->new->deeds; first && d < end; d++) {
		g.deed = d;
		if (d->first <= c.day && c.day <= d->last && cause_fits(d, &c) && find_deed(r->old, text_of(d->code), 0) == NULL && give(r, g) != 0)
			return -1;
	}
	return 0;
}

static int
take_award(struct replay *r, struct given g, struct text reason, struct text ref)
{
	const char *dot = memrchr(reason.at, '.', reason.len);
	struct text code = { reason.at, dot == NULL ? 0 : (size_t)(dot - reason.at) };

	if (dot == NULL)
		return keep(r, &g);	/* imported */
	if (cause_of(ref) != CAUSE_MANUAL)
		return award_cause(r, g, code, reason, ref);
	g.deed = find_deed(r->new, code, g.day);
	return g.deed != NULL && g.deed->cause == CAUSE_MANUAL ? give(r, g) : 0;
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct replay *r = arg;
	struct given g = {
		.seq = stmt_int(row, 1), .chief = ids_make(stmt_int(row, 0), stmt_int(row, 2)), .points = stmt_int(row, 4), .day = (day_t)stmt_int(row, 3),
	};
	struct points_person *p = points_person(r->people, g.chief);
	struct text ref = stmt_text(row, 7);
	const size_t skip = strlen("reverse:");
	int64_t seq;

	if (p == NULL)
		return 0;
	p->balance += g.points;
	p->entries++;
	if (!text_is(stmt_text(row, 5), "reverse"))
		return take_award(r, g, stmt_text(row, 6), ref);
	return num_parse((struct text){ ref.at + skip, ref.len - skip }, 1, IDS_STEP, &seq) ? take_back(r, seq) : 0;
}

static int
take_known(void *arg, const struct cause_told *c)
{
	struct replay *r = arg;

	if (r->chief != 0 && c->chief != r->chief)
		return 0;
	if (!ARRAY_ROOM(r->known, r->n_known + 1, r->known_room))
		return db_no_memory(r->db);
	r->known[r->n_known++] = (struct known){ *c, 0 };
	return 0;
}

/* Of one chief they are sorted: SQLite would read the whole village, which is in order. */
#define ROWS \
    "SELECT e.village, e.seq, e.account, e.day, e.points, e.kind, e.reason, e.ref FROM entry e WHERE e.village = $1 AND e.day <= $2 AND e.at <= $3" \
    " AND NOT " POINTS_SPENDS("e")

/* Of one village, or of one chief in it. */
static int
replay_one(struct replay *r, int64_t village, int64_t chief)
{
	const struct points_filter *f = r->filter;
	const struct area_range all = { village, village, 0, 999999, LEVEL_VILLAGE };

	r->chief = chief;
	r->n_known = r->n_given = 0;
	for (enum cause c = CAUSE_ORDER; c < CAUSES; c++)
		if (cause_each(r->db, f->zone, &all, c, DAY_MIN, DAY_MAX, take_known, r) != 0)
			return -1;
	if (r->n_known > 1)
		qsort(r->known, r->n_known, sizeof(*r->known), by_name);
	return chief == 0
	    ? db_each(r->db, ROWS " ORDER BY e.seq", ARGS(ARG(village), ARG(f->until), ARG(points_known(f))), take_entry, r)
	    : db_each(r->db, ROWS " AND e.account = $4 ORDER BY e.seq + 0",
	    ARGS(ARG(village), ARG(f->until), ARG(points_known(f)), ARG(ids_serial(chief))), take_entry, r);
}

static int
replay_all(struct replay *r)
{
	const struct points_people *p = r->people;
	int64_t village = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->n; i++) {
		bool next = ids_village(p->at[i].chief) != village;

		village = ids_village(p->at[i].chief);
		if (r->filter->chief != NULL)
			rc = replay_one(r, village, p->at[i].chief);
		else if (next)
			rc = replay_one(r, village, 0);
	}
	return rc;
}

static void
put(struct rec_out *out, const struct points_filter *f, const struct points_people *people)
{
	for (const struct points_person *p = people->at, *end = p + people->n; p < end; p++)
		if ((f->chief != NULL || p->entries > 0) && rec_put(out, (struct value[COLUMNS]){
			[CHIEF] = VALUE_INT(p->chief),
			[NAME] = VALUE_TEXT(text_of(p->name)),
			[POINTS] = VALUE_INT(p->balance),
			[REPLAYED] = VALUE_INT(p->replayed),
			[DIFFERENCE] = VALUE_INT(p->replayed - p->balance),
		    }) != 0)
			return;		/* rec_end says why */
}

int
points_replay(struct db *db, struct rec_out *out, const struct points_filter *f, const char *rules, enum exit_status *status)
{
	struct points_people people = { .n = 0 };
	struct deed_book *old = deed_book_load(db, f->zone), *new = deed_book_begin();
	struct replay r = { .db = db, .filter = f, .people = &people, .old = old, .new = new };
	int rc = old == NULL ? -1 : new == NULL ? db_no_memory(db) : 0;

	if (rc == 0)
		*status = points_rules(db, rules, f->zone, new);
	if (rc == 0 && *status == EXIT_DONE)
		rc = db_begin_read(db) != 0 || points_people_load(db, f, &people) != 0 ? -1 : replay_all(&r);
	db_end_read(db);
	if (rc == 0 && *status == EXIT_DONE)
		put(out, f, &people);
	tdestroy(r.uses, free);
	free(r.known);
	free(r.given);
	points_people_free(&people);
	deed_book_free(new);
	deed_book_free(old);
	return rc;
}
