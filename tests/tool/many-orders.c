/*
 * many-orders ORDERS DAY DIR - made-up orders of a town that has chiefs and households
 *
 * Asks the database of NBR_DB for them, and writes DIR/work_order.csv and
 * DIR/order_event.csv, the rows of those tables, and DIR/orders.csv, the same
 * histories as an import reads them. They were posted in the ten years before
 * DAY 17:00, four steps each; all are settled but 2,000 of the last days, or one
 * in a hundred, a tenth of which are late then. The bytes depend on the town,
 * ORDERS and DAY alone.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ids.h"
#include "order.h"

enum {
	HOUR = 3600,
	PLACES = 100000,	/* at most */
	VILLAGES = 1000,
	DAYS = 3650,
	STEPS_MAX = 8,
};

static const char zone[] = "Asia/Shanghai";

static const struct { const char *kind, *title; } matters[] = {
	{ "need", "路灯不亮" }, { "need", "水渠堵塞" }, { "need", "垃圾没有清运" }, { "need", "医保缴费咨询" },
	{ "need", "村道坑洼" }, { "dispute", "排水流到邻家" }, { "suggestion", "多放垃圾桶" }, { "hazard", "护栏损坏" },
};
enum { MATTERS = sizeof(matters) / sizeof(matters[0]) };

/* A household of a neighbourhood that has a chief. */
struct place {
	int64_t	village, hood, chief, household;
};

static struct town {
	struct place	 place[PLACES];
	int64_t		 village[VILLAGES];
	int		 number[VILLAGES];	/* orders of the day, each */
	size_t		 places, villages;
} town;

static struct out {
	FILE	*orders, *events, *histories;
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
	fprintf(stderr, "many-orders: %s\n", what);
	exit(8);
}

static int
take_place(void *arg, struct stmt *row)
{
	int64_t village = stmt_int(row, 0);

	(void)arg;
	if (town.places == PLACES)
		fail("too large a town");
	if (town.villages == 0 || town.village[town.villages - 1] != village) {
		if (town.villages == VILLAGES)
			fail("too many villages");
		town.village[town.villages++] = village;
	}
	town.place[town.places++] = (struct place){ village, stmt_int(row, 1), stmt_int(row, 2), stmt_int(row, 3) };
	return 0;
}

/* One order, and its steps so far. */
struct history {
	const struct place *place;
	int64_t		 no;
	int		 matter;
	struct order_life life;
	struct order_event at[STEPS_MAX];
	int		 n;
};

static void
step(struct history *h, const struct order_book *book, enum order_step step, moment_t at)
{
	int level = h->n == 0 ? 7 : h->life.level - (step == STEP_ESCALATE);
	struct order_event *e = &h->at[h->n++];

	*e = (struct order_event){ .step = step, .at = at, .level = level, .chief = level == 7 ? h->place->chief : 0,
	    .score = step == STEP_CONFIRM ? (int)(5 - below(10) / 8) : 0 };
	order_live(&h->life, e, book);
}

static moment_t
when(const struct history *h, enum order_step step)
{
	for (int i = 0; i < h->n; i++)
		if (h->at[i].step == step)
			return h->at[i].at;
	return 0;
}

static void
put(const struct history *h)
{
	const struct order_life *l = &h->life;
	const char *title = matters[h->matter].title;
	enum order_clock which;
	char id[IDS_SIZE], home[IDS_SIZE], at[6][26];
	static const char *const scores[] = { "", "1", "2", "3", "4", "5" };
	static const enum order_step told[] = { STEP_POST, STEP_ESCALATE, STEP_TAKE, STEP_ANSWER, STEP_FINISH, STEP_CONFIRM };

	fprintf(out.orders, "%" PRId64 ",%" PRId64 ",%s,%" PRId64 ",%" PRId64 ",%s%d,,,CH%" PRId64 "-%" PRId64 ",0,%" PRId64 ",%s,%" PRId64 ",%" PRId64
	    ",%d,%" PRId64 ",%" PRId64 ",%d,%" PRId64 ",%d,1\n", h->place->village, h->no, matters[h->matter].kind, h->place->hood,
	    h->place->household, title, (int)(h->no % 1000), h->place->village, h->no, l->posted, order_states[l->state].name, l->since, l->closed, l->level, l->chief,
	    l->answered, l->score, order_due(l, &which), h->n);
	for (int i = 0; i < h->n; i++)
		fprintf(out.events, "%" PRId64 ",%" PRId64 ",%d,%s,%" PRId64 ",%d,%" PRId64 ",%d,,%s,1\n", h->place->village, h->no, i + 1,
		    order_steps[h->at[i].step].name, h->at[i].at, h->at[i].level, h->at[i].chief, h->at[i].score,
		    h->at[i].step == STEP_FINISH ? "已解决" : "");
	for (int i = 0; i < 6; i++)
		moment_text(when(h, told[i]), zone, at[i]);
	fprintf(out.histories, "CH%" PRId64 "-%" PRId64 ",%s,%s%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", h->place->village, h->no, matters[h->matter].kind, title,
	    (int)(h->no % 1000), ids_area(h->place->village, h->place->hood, id).at,
	    ids_household(ids_make(h->place->village, h->place->household), home).at, ids_level[l->level],
	    at[0], at[1], at[2], at[3], at[4], at[5], scores[l->score]);
}

/* Taken within the hour, done the same day or the next, confirmed a day later. */
static void
settle(struct history *h, const struct order_book *book, moment_t posted)
{
	moment_t done = posted + 2 * HOUR + below(below(5) == 0 ? 24 * HOUR : 3 * HOUR);

	step(h, book, STEP_POST, posted);
	step(h, book, STEP_TAKE, posted + 60 + below(HOUR));
	step(h, book, STEP_FINISH, done);
	step(h, book, STEP_CONFIRM, done + HOUR + below(24 * HOUR));
}

/* At the village, answered, and with days to come; or late where it was posted. */
static void
leave_open(struct history *h, const struct order_book *book, moment_t posted, bool late)
{
	step(h, book, STEP_POST, posted);
	for (int i = 0; i < 3 && !late; i++)
		step(h, book, STEP_ESCALATE, posted + 600 * (i + 1));
	if (late)
		return;
	step(h, book, STEP_TAKE, posted + HOUR);
	step(h, book, STEP_ANSWER, posted + HOUR + 60);
}

static void
make(const struct order_book *book, int64_t orders, day_t today)
{
	int64_t open = orders / 100 < 2000 ? orders / 100 : 2000, made = 0;

	for (int day = DAYS; day > 0; day--) {
		day_t on = day_add(today, 1 - day);
		int64_t until = orders - open - (orders - open) * (day - 4) / (DAYS - 3);
		moment_t morning = moment_at(on, 8 * HOUR, zone);

		memset(town.number, 0, sizeof(town.number));
		if (day == 4)
			until += open;
		for (; made < until; made++) {
			bool left = until - made <= open && day == 4;
			/* A hazard that is left for days is late. */
			struct history h = { .place = &town.place[below((int64_t)town.places)], .matter = (int)below(MATTERS - left) };
			size_t v = 0;

			h.life.kind = text_of(matters[h.matter].kind);
			while (town.village[v] != h.place->village)
				v++;
			h.no = on * IDS_DAY + ++town.number[v];
			if (left)
				leave_open(&h, book, morning + below(8 * HOUR), (until - made) % 10 == 0);
			else
				settle(&h, book, morning + below(8 * HOUR));
			put(&h);
		}
		if (day == 4)	/* the last days have none */
			return;
	}
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
	struct order_book *book;
	day_t today = 0;
	bool serial;

	if (argc != 4 || where == NULL || day_parse(text_of(argv[2]), &today, &serial) != DAY_OK)
		fail("many-orders ORDERS DAY DIR, and NBR_DB");
	db = db_open(where, DB_READ, 60);
	if (db == NULL || db_status(db) != 0)
		fail("no database");
	book = order_book_load(db, zone);
	if (book == NULL || db_each(db, "SELECT h.village, h.hood, p.chief, h.household FROM household h"
	    " JOIN post p ON p.village = h.village AND p.sub = h.hood AND p.last = 99991231 ORDER BY 1, 4",
	    NO_ARGS, take_place, NULL) != 0 || town.places == 0)
		fail("no town");
	out = (struct out){ file(argv[3], "work_order"), file(argv[3], "order_event"), file(argv[3], "orders") };
	fputs("ref,kind,title,area,household,level,posted,escalated,taken,answered,finished,confirmed,score\n", out.histories);
	make(book, strtoll(argv[1], NULL, 10), today);
	order_book_free(book);
	db_close(db);
	return fclose(out.orders) != 0 || fclose(out.events) != 0 || fclose(out.histories) != 0 ? 8 : 0;
}
