/*
 * many-entries ENTRIES DAY DIR - a made-up ledger of a town that has chiefs and households
 *
 * Asks the database of NBR_DB for them, and writes the rows of tables to
 * DIR/entry.csv, DIR/account.csv, DIR/chain.csv and, of what is awarded, DIR/visit.csv:
 * of the ten years up to DAY, six in ten are visits settled the same evening under
 * the deed door-visit of 2016-01-01, a point each, 5 a day and 60 a month; the others
 * by hand, 5 points thanked or 4 taken for late. The bytes depend on the town,
 * ENTRIES and DAY alone.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "db.h"
#include "ids.h"
#include "ledger_line.h"

enum {
	PLACES = 100000,	/* at most */
	CHIEFS = 10000,		/* of a village */
	DAYS = 3650,
	NOTICE = 7, CAP_DAY = 5, CAP_MONTH = 60,
};

static const char zone[] = "Asia/Shanghai";

/* A household of a neighbourhood that has a chief. */
static struct place {
	int64_t	village, chief, household;
	day_t	day;		/* of its last visit */
	int	no;
} place[PLACES];
static size_t places;

/* Of one village. */
struct account {
	int64_t	balance, entries, last;
	int	day, month;	/* awarded for visits in this one */
};

struct chain {
	int64_t	 village, seq, hands;
	char	 hash[LEDGER_HASH];
	struct account account[CHIEFS];
};

static struct out {
	FILE	*entry, *account, *chain, *visit;
} out;

/* Park and Miller. */
static int64_t
below(int64_t n)
{
	static int64_t seed = 430121106;

	seed = seed * 16807 % 2147483647;
	return seed % n;
}

static void
fail(const char *what)
{
	fprintf(stderr, "many-entries: %s\n", what);
	exit(8);
}

static int
take_place(void *arg, struct stmt *row)
{
	(void)arg;
	if (places == PLACES || stmt_int(row, 1) >= CHIEFS)
		fail("too large a town");
	place[places++] = (struct place){ .village = stmt_int(row, 0), .chief = stmt_int(row, 1), .household = stmt_int(row, 2) };
	return 0;
}

static void
put(struct chain *c, struct ledger_line *e, day_t final)
{
	struct account *a = &c->account[e->account];
	char line[LEDGER_LINE];

	e->seq = a->last = ++c->seq;
	e->balance = a->balance += e->points;
	a->entries++;
	e->prev = text_of(c->hash);
	e->actor = text_of("bench");
	e->note = text_of("-");
	e->prev = ledger_line(e, line);
	ledger_hash(e->prev, c->hash);
	fprintf(out.entry, "%" PRId64 ",%" PRId64 ",%" PRId64 ",%d,bench,%s,%" PRId64 ",%" PRId64 ",%" PRId64 ",%s,%s,-,%s,%d,1\n",
	    c->village, e->seq, e->at, e->day, e->kind.at, e->account, e->points, e->balance, e->reason.at, e->ref.at, c->hash, final);
}

static void
put_visit(struct chain *c, struct place *p, day_t day, moment_t at)
{
	struct account *a = &c->account[p->chief];
	int points = a->day < CAP_DAY && a->month < CAP_MONTH;
	char ref[LEDGER_REF], id[IDS_SIZE];
	const char *in;

	p->no = p->day == day ? p->no + 1 : 1;
	p->day = day;
	in = ids_visit(ids_make(c->village, p->household), day, p->no, id).at + strlen("430121106205");
	a->day += points;
	a->month += points;
	fprintf(out.visit, "%" PRId64 ",%" PRId64 ",%d,%d,%" PRId64 ",door,,,1\n", c->village, p->household, day, p->no, p->chief);
	snprintf(ref, sizeof(ref), "door-visit:%s", in + (*in == '-'));
	put(c, &(struct ledger_line){ .at = at, .day = day, .kind = text_of("award"), .account = p->chief, .points = points,
	    .reason = text_of("door-visit.20160101"), .ref = text_of(ref) }, day_add(day, NOTICE));
}

static void
put_by_hand(struct chain *c, const struct place *p, day_t day, moment_t at)
{
	bool late = below(2) == 0 && c->account[p->chief].balance >= 50;
	char ref[LEDGER_REF];

	snprintf(ref, sizeof(ref), "%s:R%" PRId64 ":%" PRId64, late ? "late" : "thanked", ++c->hands, p->chief);
	put(c, &(struct ledger_line){ .at = at, .day = day, .kind = text_of(late ? "deduct" : "award"), .account = p->chief, .points = late ? -4 : 5,
	    .reason = text_of(late ? "late.20160101" : "thanked.20160101"), .ref = text_of(ref) }, 0);
}

static void
make_village(struct place *at, size_t n, int64_t entries, day_t today)
{
	static struct chain c;
	int64_t made = 0;

	c = (struct chain){ .village = at->village };
	ledger_genesis(c.village, c.hash);
	for (int back = DAYS - 1; back >= 0; back--) {
		day_t day = day_add(today, -back);
		moment_t evening = moment_at(day, 20 * 3600, zone);

		for (int i = 0; i < CHIEFS; i++) {
			c.account[i].day = 0;
			c.account[i].month *= day % 100 != 1;
		}
		for (; made < entries * (DAYS - back) / DAYS; made++) {
			struct place *p = &at[below((int64_t)n)];

			if (below(10) < 6)
				put_visit(&c, p, day, evening);
			else
				put_by_hand(&c, p, day, evening);
		}
	}
	for (int i = 0; i < CHIEFS; i++)
		if (c.account[i].entries > 0)
			fprintf(out.account, "%" PRId64 ",%d,%" PRId64 ",%" PRId64 ",0,%" PRId64 ",%" PRId64 "\n", c.village, i,
			    c.account[i].balance, c.account[i].balance, c.account[i].entries, c.account[i].last);
	fprintf(out.chain, "%" PRId64 ",%" PRId64 ",%s,%" PRId64 ",0\n", c.village, c.seq, c.hash, moment_at(today, 20 * 3600, zone));
}

static FILE *
file(const char *dir, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	f = fopen(path, "w");
	if (f == NULL)
		fail(path);
	return f;
}

int
main(int argc, char **argv)
{
	const char *where = getenv("NBR_DB");
	struct db *db;
	day_t today = 0;
	bool serial;

	if (argc != 4 || where == NULL || day_parse(text_of(argv[2]), &today, &serial) != DAY_OK)
		fail("many-entries ENTRIES DAY DIR, and NBR_DB");
	db = db_open(where, DB_READ, 60);
	if (db == NULL || db_status(db) != 0)
		fail("no database");
	if (db_each(db, "SELECT h.village, min(p.chief), h.household FROM household h"
	    " JOIN post p ON p.village = h.village AND p.sub = h.hood AND p.last = 99991231 GROUP BY h.village, h.household ORDER BY 1, 3",
	    NO_ARGS, take_place, NULL) != 0 || places == 0)
		fail("no town");
	db_close(db);
	out = (struct out){ file(argv[3], "entry"), file(argv[3], "account"), file(argv[3], "chain"), file(argv[3], "visit") };
	for (size_t i = 0, end; i < places; i = end) {
		int64_t all = strtoll(argv[1], NULL, 10);

		for (end = i; end < places && place[end].village == place[i].village; end++)
			;
		make_village(&place[i], end - i, all * (int64_t)end / (int64_t)places - all * (int64_t)i / (int64_t)places, today);
	}
	return fclose(out.entry) != 0 || fclose(out.account) != 0 || fclose(out.chain) != 0 || fclose(out.visit) != 0 ? 8 : 0;
}
