/* What chiefs have, and who got most. */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdlib.h>

enum { CHIEF, NAME, AREA_NAME, BALANCE, SPENDABLE, PROVISIONAL, HELD, EARNED, SPENT, ENTRIES, LAST, BALANCE_COLUMNS };

const struct col balance_cols[] = {
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("number of the chief"), NULL, 0, NULL },
	[NAME] = { "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("area of the post held on that day"), NULL, 0, NULL },
	[BALANCE] = { "balance", "余额", NULL, COL_INT, 0, N_("points at the end of the day"), NULL, 0, NULL },
	[SPENDABLE] = { "spendable", "可用积分", NULL, COL_INT, 0, N_("of these, how many may be spent"), NULL, 0, NULL },
	[PROVISIONAL] = { "provisional", "公示中", NULL, COL_INT, 0, N_("of these, how many are on public notice still, and under no objection"), NULL, 0, NULL },
	[HELD] = { "held", "异议中", NULL, COL_INT, 0, N_("of these, how many are under an objection that is not decided"), NULL, 0, NULL },
	[EARNED] = { "earned", "累计积分", NULL, COL_INT, COL_WIDE, N_("awards less deductions, without what was reversed"), NULL, 0, NULL },
	[SPENT] = { "spent", "累计兑换", NULL, COL_INT, COL_WIDE, N_("exchanged for goods, and not given back"), NULL, 0, NULL },
	[ENTRIES] = { "entries", "记录数", NULL, COL_INT, COL_WIDE, N_("number of entries"), NULL, 0, NULL },
	[LAST] = { "last", "最近日期", NULL, COL_DAY, 0, N_("day of the latest entry; empty: there is none"), NULL, 0, NULL },
	[BALANCE_COLUMNS] = { 0 },
};

enum { RANK, RANK_CHIEF, RANK_NAME, RANK_AREA, RANK_POINTS, RANK_ENTRIES, RANK_COLUMNS };

const struct col rank_cols[] = {
	[RANK] = { "rank", "名次", NULL, COL_INT, 0, N_("place by points; who has as many has the same"), NULL, 0, NULL },
	[RANK_CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("number of the chief"), NULL, 0, NULL },
	[RANK_NAME] = { "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[RANK_AREA] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("area of the post held at the end of the period"), NULL, 0, NULL },
	[RANK_POINTS] = { "points", "积分", NULL, COL_INT, 0, N_("awards less deductions dated in the period, with their reversals"), NULL, 0, NULL },
	[RANK_ENTRIES] = { "entries", "记录数", NULL, COL_INT, 0, N_("how many entries that were"), NULL, 0, NULL },
	[RANK_COLUMNS] = { 0 },
};

/* Of villages $1-$2 or, in village $1, of chief $2. */
#define ALL(from, t)	"FROM village w CROSS JOIN " from " WHERE w.village BETWEEN $1 AND $2 AND " t ".village = w.village"
#define ONE(from, t)	"FROM " from " WHERE " t ".village = $1 AND " t ".account = $2"

/* What is kept with each entry, and whether it is of a day before. */
#define KEPT \
    "SELECT a.village, a.account, a.balance, a.spent, a.entries," \
    " (SELECT max(e.day) FROM entry e WHERE e.village = a.village AND e.account = a.account) "
static const char kept_all[] = KEPT ALL("account a", "a");
static const char kept_one[] = KEPT ONE("account a", "a");

/* The same of the entries of days $3-$4, entered up to $5. */
#define ADDED \
    "SELECT e.village, e.account, CAST(sum(e.points) AS BIGINT)," \
    " CAST(sum(CASE WHEN " POINTS_SPENDS("e") " THEN -e.points ELSE 0 END) AS BIGINT), count(*), max(e.day) "
#define ADDED_WHERE " AND e.day BETWEEN $3 AND $4 AND e.at <= $5 GROUP BY e.village, e.account"
static const char added_all[] = ADDED ALL("entry e", "e") ADDED_WHERE;
static const char added_one[] = ADDED ONE("entry e", "e") ADDED_WHERE;
static const char earned_all[] = ADDED ALL("entry e", "e") " AND NOT " POINTS_SPENDS("e") ADDED_WHERE;
static const char earned_one[] = ADDED ONE("entry e", "e") " AND NOT " POINTS_SPENDS("e") ADDED_WHERE;

/* Of days $3-$4, by runs of those business days: whether they were caught up tells the clock alone. */
static const char top_sql[] = ADDED "FROM run r CROSS JOIN entry e WHERE r.day BETWEEN $3 AND $4 AND e.run = r.village * 10000000 + r.no"
    " AND e.village BETWEEN $1 AND $2 AND e.day BETWEEN $3 AND $4 AND NOT " POINTS_SPENDS("e") " GROUP BY e.village, e.account";

/* Awards of which an objection made up to $3 was not decided by then; as seen then,
 * by what was entered up to $4. + 0: not by the index of days, there are many. */
#define SEEN " AND e.final > 0 AND e.points > 0 AND e.day + 0 <= $3 AND e.at <= $4 AND (SELECT max(r.seq) FROM entry r" \
    " WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND r.day <= $3 AND r.at <= $4) IS NULL"
#define OPEN(t) "o.village = " t ".village AND o.step = 'objected' AND o.day <= $5 AND NOT EXISTS (SELECT 1 FROM objection d" \
    " WHERE d.village = o.village AND d.seq = o.seq AND d.n > o.n AND d.day <= $5)"
#define HELD_FROM "objection o CROSS JOIN entry e"	/* few and many, in this order */
#define HELD_AND " AND e.village = o.village AND e.seq = o.seq AND "
static const char held_all[] = "SELECT e.village, e.account, CAST(sum(e.points) AS BIGINT) " ALL(HELD_FROM, "o") HELD_AND OPEN("w") SEEN
    " GROUP BY e.village, e.account";
static const char held_one[] = "SELECT e.village, e.account, CAST(sum(e.points) AS BIGINT) FROM " HELD_FROM
    " WHERE o.village = $1 AND e.account = $2" HELD_AND OPEN("e") SEEN " GROUP BY e.village, e.account";

/* Those on notice still; the index is that of provisional entries. */
#define NOTICE "SELECT e.village, e.account, CAST(sum(e.points) AS BIGINT) "
#define NOTICE_WHERE " AND e.final > $3" SEEN " AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.seq = e.seq AND " OPEN("e") ")" \
    " GROUP BY e.village, e.account"
static const char notice_all[] = NOTICE ALL("account a CROSS JOIN entry e", "a") " AND e.village = a.village AND e.account = a.account" NOTICE_WHERE;
static const char notice_one[] = NOTICE ONE("entry e", "e") NOTICE_WHERE;

struct adding {
	struct db	*db;
	const struct points_filter *filter;
	const struct points_people *people;
	bool		 past;		/* there are entries of later days */
	bool		 held;		/* what may not be spent is asked for */
};

static struct points_person *
person(const struct adding *a, struct stmt *row)
{
	return points_person(a->people, ids_make(stmt_int(row, 0), stmt_int(row, 1)));
}

static int
take_sums(void *arg, struct stmt *row)
{
	struct adding *a = arg;
	struct points_person *p = person(a, row);

	if (p == NULL)
		return 0;
	p->balance = stmt_int(row, 2);
	p->spent = stmt_int(row, 3);
	p->entries = stmt_int(row, 4);
	p->last = (day_t)stmt_int(row, 5);
	a->past |= p->last > a->filter->until;
	return 0;
}

static int
take_held(void *arg, struct stmt *row)
{
	struct points_person *p = person(arg, row);

	if (p != NULL)
		p->held = stmt_int(row, 2);
	return 0;
}

static int
take_notice(void *arg, struct stmt *row)
{
	struct points_person *p = person(arg, row);

	if (p != NULL)
		p->provisional = stmt_int(row, 2);
	return 0;
}

/* What a question is asked of: all villages at once, or one chief. */
struct asked {
	bool	 one;
	int64_t	 lo, hi;	/* village, chief */
};

static struct asked
asked(const struct points_filter *f, int64_t chief)
{
	return chief == 0 ? (struct asked){ false, f->area.village_lo, f->area.village_hi }
	    : (struct asked){ true, ids_village(chief), ids_serial(chief) };
}

static int
add_entries(struct adding *a, const char *sql, const struct asked *of)
{
	const struct points_filter *f = a->filter;

	return db_each(a->db, sql, ARGS(ARG(of->lo), ARG(of->hi), ARG(f->since), ARG(f->until), ARG(points_known(f))), take_sums, a);
}

static void
forget(const struct adding *a, int64_t chief)
{
	for (struct points_person *p = a->people->at; p < a->people->at + a->people->n; p++)
		if (chief == 0 || p->chief == chief)
			p->balance = p->spent = p->entries = p->last = 0;
}

/* The accounts tell it all, but for a day before the last entry. */
static int
add_balance(void *arg, int64_t chief)
{
	struct adding *a = arg;
	const struct points_filter *f = a->filter;
	const struct asked of = asked(f, chief);
	moment_t known = points_known(f);
	day_t by = f->until < f->known ? f->until : f->known;
	int rc = 0;

	a->past = known < MOMENT_MAX;
	if (!a->past)
		rc = db_each(a->db, of.one ? kept_one : kept_all, ARGS(ARG(of.lo), ARG(of.hi)), take_sums, a);
	if (rc == 0 && a->past) {
		forget(a, chief);
		rc = add_entries(a, of.one ? added_one : added_all, &of);
	}
	if (rc != 0 || !a->held)
		return rc;
	rc = db_each(a->db, of.one ? held_one : held_all, ARGS(ARG(of.lo), ARG(of.hi), ARG(f->until), ARG(known), ARG(by)), take_held, a);
	return rc != 0 ? rc
	    : db_each(a->db, of.one ? notice_one : notice_all, ARGS(ARG(of.lo), ARG(of.hi), ARG(f->until), ARG(known), ARG(by)), take_notice, a);
}

static int
put_balance(struct rec_out *out, const struct points_person *p)
{
	int64_t spendable = p->balance - p->provisional - p->held;

	return rec_put(out, (struct value[BALANCE_COLUMNS]){
		[CHIEF] = VALUE_INT(p->chief),
		[NAME] = VALUE_TEXT(text_of(p->name)),
		[AREA_NAME] = VALUE_TEXT(text_of(p->area_name)),
		[BALANCE] = VALUE_INT(p->balance),
		[SPENDABLE] = VALUE_INT(spendable > 0 ? spendable : 0),
		[PROVISIONAL] = VALUE_INT(p->provisional),
		[HELD] = VALUE_INT(p->held),
		[EARNED] = VALUE_INT(p->balance + p->spent),
		[SPENT] = VALUE_INT(p->spent),
		[ENTRIES] = VALUE_INT(p->entries),
		[LAST] = VALUE_INT(p->last),
	});
}

int
points_balance(struct db *db, struct rec_out *out, const struct points_filter *f)
{
	struct points_people people = { .n = 0 };
	struct points_filter whole = *f;
	struct adding a = {
		.db = db, .filter = &whole, .people = &people,
		.held = rec_chose(out, SPENDABLE) || rec_chose(out, PROVISIONAL) || rec_chose(out, HELD),
	};
	int rc;

	whole.since = 0;
	rc = db_begin_read(db) != 0 || points_people_load(db, f, &people) != 0 ? -1 : points_each(f, add_balance, &a);
	db_end_read(db);
	for (size_t i = 0; rc == 0 && i < people.n; i++)
		if ((f->chief != NULL || people.at[i].entries > 0) && put_balance(out, &people.at[i]) != 0)
			break;		/* rec_end says why */
	points_people_free(&people);
	return rc;
}

static int
add_period(void *arg, int64_t chief)
{
	struct adding *a = arg;
	const struct asked of = asked(a->filter, chief);

	return add_entries(a, of.one ? earned_one : earned_all, &of);
}

static int
add_top(void *arg, int64_t chief)
{
	struct adding *a = arg;
	const struct points_filter *f = a->filter;

	(void)chief;		/* all of the villages are asked for */
	return db_each(a->db, top_sql, ARGS(ARG(f->area.village_lo), ARG(f->area.village_hi), ARG(f->since), ARG(f->until)), take_sums, a);
}

static int
by_points(const void *a, const void *b)
{
	const struct points_person *p = a, *q = b;
	int rc = (p->balance < q->balance) - (p->balance > q->balance);

	return rc != 0 ? rc : (p->chief > q->chief) - (p->chief < q->chief);
}

static int
put_rank(struct rec_out *out, const struct points_person *p, int64_t rank)
{
	return rec_put(out, (struct value[RANK_COLUMNS]){
		[RANK] = VALUE_INT(rank),
		[RANK_CHIEF] = VALUE_INT(p->chief),
		[RANK_NAME] = VALUE_TEXT(text_of(p->name)),
		[RANK_AREA] = VALUE_TEXT(text_of(p->area_name)),
		[RANK_POINTS] = VALUE_INT(p->balance),
		[RANK_ENTRIES] = VALUE_INT(p->entries),
	});
}

/* Who holds a post and did nothing has a place too. */
static void
put_ranks(struct rec_out *out, const struct points_people *people)
{
	int64_t rank = 0, place = 0, points = 0;

	for (const struct points_person *p = people->at, *end = p + people->n; p < end; p++) {
		if (!p->posted && p->entries == 0)
			continue;
		place++;
		if (place == 1 || p->balance != points)
			rank = place;
		points = p->balance;
		if (put_rank(out, p, rank) != 0)
			return;		/* rec_end says why */
	}
}

/* All of them, the most points first. */
static int
rank(struct db *db, const struct points_filter *f, int (*add)(void *, int64_t chief), struct points_people *people)
{
	int rc = points_people_load(db, f, people) != 0 ? -1
	    : points_each(f, add, &(struct adding){ .db = db, .filter = f, .people = people });

	if (rc == 0 && people->n > 1)
		qsort(people->at, people->n, sizeof(*people->at), by_points);
	return rc;
}

int
points_rank(struct db *db, struct rec_out *out, const struct points_filter *f)
{
	struct points_people people = { .n = 0 };
	int rc = db_begin_read(db) != 0 ? -1 : rank(db, f, add_period, &people);

	db_end_read(db);
	if (rc == 0)
		put_ranks(out, &people);
	points_people_free(&people);
	return rc;
}

int
points_top(struct db *db, const struct points_filter *f, size_t most, int (*told)(void *, int64_t chief, const char *name, int64_t points), void *arg)
{
	struct points_people people = { .n = 0 };
	int rc = rank(db, f, add_top, &people);

	for (size_t i = 0; rc == 0 && i < people.n && i < most && people.at[i].balance > 0; i++)
		rc = told(arg, people.at[i].chief, people.at[i].name, people.at[i].balance);
	points_people_free(&people);
	return rc;
}
