/* Which rule a clock of an order runs against, and what a word means. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ids.h"
#include "make.h"
#include "order_book.h"
#include "tap.h"

static const struct {
	const char *rule, *kind, *name, *subject, *hours;
	day_t first, last;
} words[] = {
	{ "need", "order", "需求", "", "", 20200101, 0 },
	{ "hazard", "order", "隐患", "", "", 20200101, 20251231 },
	{ "hazard", "order", "安全隐患", "", "", 20260101, 0 },
	{ "visit", "order", "走访单", "visit", "", 20200101, 0 },
	{ "gone", "order", "旧单", "", "", 20200101, 20221231 },
	{ "need-home", "order", "需求人员", "", "", 20200101, 20221231 },
	{ "winter", "hours", "", "", "09:00-12:00,14:00-17:00", 20211101, 20220331 },
	{ "day", "hours", "", "", "08:30-12:00,14:00-17:30", 20200101, 20211031 },
	{ "day", "hours", "", "", "08:00-24:00", 20220401, 0 },
	{ "council", "activity", "议事会", "", "", 20200101, 0 },
};

/* Every third of all subjects has a deadline, for some years; the number of it says
 * which, so that the answer can be told apart. */
struct made {
	char	code[RULE_CODE], kind[8];
	int	level, clock, n;
	day_t	first, last;
};
enum { MADE = 200 };
static struct made made[MADE];
static int mades;

static const char *const kinds[] = { "", "need", "hazard" };
static const char *const clocks[] = { "take", "answer", "finish" };

static void
add_made(struct db *db, unsigned at)
{
	struct made *m = &made[mades];
	int level = (int)(at / 3 % 6), kind = (int)(at / 18 % 3);
	char subject[64];

	m->clock = (int)(at % 3);
	m->level = level == 0 ? 0 : level + 2;
	m->n = mades + 1;
	m->first = (2020 + (int)(at * 7 % 5)) * 10000 + 101;
	m->last = at % 4 == 0 ? DAY_MAX : m->first + 20000 + 1130;
	snprintf(m->kind, sizeof(m->kind), "%s", kinds[kind]);
	snprintf(m->code, sizeof(m->code), "%c-%u", 'a' + (char)(at * 11 % 26), at);
	snprintf(subject, sizeof(subject), "%s%s%s%s", kind == 0 ? "" : "order:", kinds[kind],
	    level == 0 ? "" : " level:", level == 0 ? kind == 0 ? "all" : "" : ids_level[m->level]);
	OK(rule_add(db, &(struct rule){
		.rule = text_of(m->code), .kind = text_of("deadline"), .subject = text_of(subject), .clock = text_of(clocks[m->clock]),
		.every = m->n, .unit = text_of(at % 2 == 0 ? "workday" : "hour"), .shift = text_of(at % 2 == 0 ? "" : "previous"),
		.first = m->first, .last = m->last,
	}, 1) == 1);
	mades++;
}

static int
fill(struct db *db, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		OK(rule_add(db, &(struct rule){
			.rule = text_of(words[i].rule), .kind = text_of(words[i].kind), .name = text_of(words[i].name),
			.subject = text_of(words[i].subject), .hours = text_of(words[i].hours),
			.first = words[i].first, .last = words[i].last,
		}, 1) == 1);
	for (unsigned at = 0; mades < 90; at++)
		if (at * 2654435761u >> 16 & 1)
			add_made(db, at);
	return 0;
}

static int
weight(const struct made *m)
{
	return (m->kind[0] != '\0' ? 2 : 0) + (m->level != 0 ? 1 : 0);
}

/* The law again, by looking at all of them. NULL none. */
static const struct made *
expect(const char *kind, int level, int clock, day_t on)
{
	const struct made *best = NULL;

	for (const struct made *m = made; m < made + mades; m++) {
		if (m->clock != clock || on < m->first || on > m->last || (m->level != 0 && m->level != level) ||
		    (m->kind[0] != '\0' && strcmp(m->kind, kind) != 0))
			continue;
		if (best == NULL || weight(m) > weight(best) ||
		    (weight(m) == weight(best) && strcmp(m->code, best->code) < 0))
			best = m;
	}
	return best;
}

static void
deadlines(const struct order_book *book)
{
	static const char *const asked[] = { "need", "hazard", "visit", "nothing", "" };
	int found = 0, none = 0, weights[4] = { 0 };

	OK(book->deadlines == mades);
	for (size_t k = 0; k < sizeof(asked) / sizeof(asked[0]); k++)
		for (int level = 3; level <= 7; level++)
			for (int clock = 0; clock < CLOCKS; clock++)
				for (day_t on = 20191231; on < 20290000; on = day_add(on, 50)) {
					const struct made *want = expect(asked[k], level, clock, on);
					const struct order_deadline *d = order_book_deadline(book, text_of(asked[k]), level, (enum order_clock)clock, on);

					if ((want == NULL) != (d == NULL) || (d != NULL && (strcmp(d->code, want->code) != 0 ||
					    d->deadline.n != want->n || strcmp(d->kind, want->kind) != 0 || d->level != want->level ||
					    (int)d->clock != clock || d->first != want->first || d->last != want->last ||
					    (d->deadline.unit == DEADLINE_HOUR) != (d->deadline.shift == SHIFT_PREVIOUS) ||
					    (d->deadline.unit != DEADLINE_HOUR && d->deadline.unit != DEADLINE_WORKDAY))))
						OK(!"another deadline rules");
					want == NULL ? none++ : (found++, weights[weight(want)]++);
				}
	OK(found > 1000 && none > 100 && weights[0] > 100 && weights[1] > 100 && weights[2] > 100 && weights[3] > 100);
	OK(order_book_deadline(book, text_of("need"), 2, CLOCK_ANSWER, 20240101) == NULL);
	OK(order_book_deadline(book, text_of("need"), 8, CLOCK_ANSWER, 20240101) == NULL);
}

static void
meaning(const struct order_book *book)
{
	static const struct { const char *word; day_t on; const char *code; } cases[] = {
		{ "need", 20260310, "need" }, { "NEED", 20260310, "need" }, { "需求", 20260310, "need" }, { "需求类", 20260310, "need" },
		{ "需求", 20220101, "need" }, { "需求人员", 20220101, "need-home" }, { "需求类", 20220101, NULL }, { "需求类", 0, NULL },
		{ "需求人员", 20260310, "need" }, { "隐患", 20251231, "hazard" }, { "隐患", 20260101, NULL }, { "隐患", 0, "hazard" },
		{ "安全隐患", 20260101, "hazard" }, { "安全隐患", 20251231, NULL }, { "gone", 20221231, "gone" }, { "gone", 20230101, NULL },
		{ "gone", 0, "gone" }, { "need", 20191231, NULL }, { "nee", 20260310, NULL }, { "", 20260310, NULL }, { "类", 20260310, NULL },
		{ "议事会", 20260310, NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct order_kind *k = order_book_kind(book, text_of(cases[i].word), cases[i].on);

		OK(cases[i].code == NULL ? k == NULL : k != NULL && strcmp(k->code, cases[i].code) == 0);
	}
	OK(order_book_kind(book, text_of("visit"), 20260310)->visit && !order_book_kind(book, text_of("need"), 20260310)->visit);
	OK(strcmp(order_book_kind(book, text_of("hazard"), 20251231)->name, "隐患") == 0);
	OK(strcmp(order_book_kind(book, text_of("hazard"), 20260101)->name, "安全隐患") == 0);
}

/* The same word, asked of the database. */
static void
codes(struct db *db)
{
	static const struct { const char *kind, *word; day_t on; int found; const char *code; } cases[] = {
		{ "order", "需求类", 20260310, 1, "need" }, { "order", "需求类", 20220101, 0, NULL }, { "order", "Need", 0, 1, "need" },
		{ "order", "需求", 20220101, 1, "need" }, { "order", "隐患", 0, 1, "hazard" }, { "order", "隐患", 20260101, 0, NULL },
		{ "order", "议事会", 0, 0, NULL }, { "activity", "议事会", 20260310, 1, "council" }, { "activity", "议事会", 20191231, 0, NULL },
		{ "activity", "need", 0, 0, NULL },
	};
	char code[RULE_CODE];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		OK(rule_kind_code(db, cases[i].kind, text_of(cases[i].word), cases[i].on, code) == cases[i].found &&
		    (!cases[i].found || strcmp(code, cases[i].code) == 0));
}

/* By the first day, whatever their codes. */
static void
service(const struct order_book *book)
{
	const struct service *s = &book->service;

	OK(s->n_hours == 3 && strcmp(s->zone, "Asia/Urumqi") == 0 && s->calendar != NULL);
	OK(s->hours[0].first == 20200101 && s->hours[0].last == 20211031 && s->hours[0].spans == 2 && s->hours[0].span[1].to == 17 * 60 + 30);
	OK(s->hours[1].first == 20211101 && s->hours[1].last == 20220331 && s->hours[1].span[0].from == 9 * 60);
	OK(s->hours[2].first == 20220401 && s->hours[2].last == DAY_MAX && s->hours[2].spans == 1 && s->hours[2].span[0].to == 24 * 60);
}

static int
fill_nothing(struct db *db, void *arg)
{
	(void)db;
	(void)arg;
	return 0;
}

/* A book without rules answers as well, and a day of service is a whole one. */
static void
empty(const char *path)
{
	static const struct deadline d = { .unit = DEADLINE_WORKHOUR, .n = 30 };
	struct db *db = make_database(path, 1, fill_nothing, NULL);
	struct order_book *book = db == NULL ? NULL : order_book_load(db, "Asia/Shanghai");

	OK(book != NULL && book->kinds == 0 && book->deadlines == 0 && book->service.n_hours == 0);
	OK(order_book_kind(book, text_of("need"), 20260310) == NULL);
	OK(order_book_deadline(book, text_of("need"), 7, CLOCK_TAKE, 20260310) == NULL);
	OK(deadline_due(&d, &book->service, moment_at(20260310, 3600, "Asia/Shanghai")) == moment_at(20260311, 7 * 3600, "Asia/Shanghai"));
	order_book_free(book);
	order_book_free(NULL);
	db_close(db);
	unlink(path);
}

int
main(void)
{
	char dir[] = "/tmp/nbr-order-book.XXXXXX", path[sizeof(dir) + 16];
	struct order_book *book;
	struct db *db;

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/db", dir);
	empty(path);
	db = make_database(path, 1, fill, NULL);
	OK(db != NULL && db_error(db)[0] == '\0');
	book = order_book_load(db, "Asia/Urumqi");
	OK(book != NULL && book->kinds == 6);
	deadlines(book);
	meaning(book);
	service(book);
	codes(db);
	order_book_free(book);
	db_close(db);
	unlink(path);
	rmdir(dir);
	return tap_end();
}
