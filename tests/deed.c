/* Deeds of the rulebook: what their subjects mean, which version holds, when caps
 * begin anew and goods go back. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "feasts.h"
#include "rule_parts.h"
#include "tap.h"

static const struct {
	const char *rule, *kind, *name;
	day_t first, last;
} words[] = {
	{ "need", "order", "需求", 20200101, 0 },
	{ "night-talk", "activity", "屋场夜话", 20200101, 0 },
	{ "training", "activity", "培训", 20200101, 0 },
	{ "respect", "duty", "带头孝老爱亲", 20200101, 0 },
	{ "gambling", "ban", "杜绝赌博", 20200101, 0 },
	{ "mediator", "role", "调解员", 20200101, 0 },
};

static const struct a_deed {
	const char *rule, *name, *subject, *side;
	int value, cap[CAPS], notice;
	day_t first, last;
} deeds[] = {
	{ "order-done", "办单", "order", "award", 3, { 10, 0, 0 }, 5, 20200101, 20220630 },
	{ "order-done", "办单", "order:需求", "award", 5, { 10, 100, 500 }, 7, 20230101, 0 },
	{ "order-done", "办结单子", "duty:respect order:need", "award", 6, { 0, 0, 0 }, 0, 20240101, 0 },
	{ "order-done-2", "另加", "order", "award", 1, { 0, 0, 0 }, 0, 20200101, 0 },
	{ "honour", "表彰人员", "commendation:县", "award", 15, { 0, 0, 30 }, 7, 20200101, 0 },
	{ "honour-all", "表彰类", "表彰", "award", 1, { 0, 0, 0 }, 0, 20250101, 0 },
	{ "door", "上门", "走访：入户", "award", 1, { 0, 0, 0 }, 0, 20200101, 0 },
	{ "gamble", "赌博", "manual ban:杜绝赌博", "deduct", 20, { 0, 20, 0 }, 0, 20200101, 0 },
};
enum { DEEDS = sizeof(deeds) / sizeof(deeds[0]) };

static const struct { const char *rule, *unit; int every; day_t first, last; } exchanges[] = {
	{ "keep", "day", 30, 20200101, 20251231 },
	{ "keep", "workday", 5, 20260101, 20260930 },
	{ "keep-oct", "workday", 1, 20261001, 20261031 },
};

static struct rule
rule_of(const struct a_deed *d)
{
	return (struct rule){
		.rule = text_of(d->rule), .kind = text_of("deed"), .name = text_of(d->name), .subject = text_of(d->subject),
		.side = text_of(d->side), .value = d->value, .cap_day = d->cap[CAP_DAY], .cap_month = d->cap[CAP_MONTH],
		.cap_year = d->cap[CAP_YEAR], .notice = d->notice, .first = d->first, .last = d->last,
	};
}

static int
fill(struct db *db, void *arg)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		OK(rule_add(db, &(struct rule){
			.rule = text_of(words[i].rule), .kind = text_of(words[i].kind), .name = text_of(words[i].name),
			.first = words[i].first, .last = words[i].last,
		}, 1) == 1);
	for (int i = 0; i < DEEDS; i++) {
		struct rule r = rule_of(&deeds[i]);

		OK(rule_add(db, &r, 1) == 1);
		OK(rule_add(db, &r, 1) == 0);
	}
	for (size_t i = 0; i < sizeof(exchanges) / sizeof(exchanges[0]); i++)
		OK(rule_add(db, &(struct rule){
			.rule = text_of(exchanges[i].rule), .kind = text_of("exchange"), .unit = text_of(exchanges[i].unit),
			.every = exchanges[i].every, .first = exchanges[i].first, .last = exchanges[i].last,
		}, 1) == 1);
	return store_days(db, arg);
}

/* Every subject is written back in one form, and that form stays as it is. */
static void
subjects(void)
{
	static const struct { const char *subject, *stored; } cases[] = {
		{ "order", "order" }, { "工单", "order" }, { "order:need", "order:need" }, { "单类：需求", "order:需求" },
		{ "visit", "visit" }, { "走访:上门", "visit:door" }, { "visit:message", "visit:message" },
		{ "activity", "activity" }, { "活动:night-talk", "activity:night-talk" },
		{ "training", "activity:training" }, { "培训", "activity:training" },
		{ "commendation", "commendation" }, { "commendation:nation", "commendation:nation" },
		{ "表彰：省级", "commendation:province" }, { "荣誉:市", "commendation:city" }, { "表彰:区", "commendation:county" },
		{ "表彰:街道", "commendation:town" }, { "commendation:社区", "commendation:village" },
		{ "manual", "manual" }, { "手工", "manual" },
		{ "order:need duty:respect", "order:need duty:respect" }, { "duty:respect order:need", "order:need duty:respect" },
		{ "  杜绝：杜绝赌博   手工 ", "manual ban:杜绝赌博" }, { "六员:调解员 表彰:镇", "commendation:town role:调解员" },
		{ "", NULL }, { " ", NULL }, { "all", NULL }, { "duty:respect", NULL }, { "order order", NULL }, { "order manual", NULL },
		{ "order:", NULL }, { "order：", NULL }, { "duty:", NULL }, { "manual duty:", NULL }, { "manual duty", NULL }, { "manual:x", NULL },
		{ "visit:letter", NULL }, { "commendation:piece", NULL }, { "commendation:世界", NULL }, { "training:x", NULL },
		{ "manual duty:a ban:b", NULL }, { "manual level:town", NULL }, { "走访：入户 角色:x", NULL }, { "manual manual", NULL },
		{ "order:0123456789012345678901234567890123456789", NULL }, { "manual duty:0123456789012345678901234567890123456789", NULL },
		{ "activity:012345678901234567890123456789012345678 duty:012345678901234567890123456789012345678",
		  "activity:012345678901234567890123456789012345678 duty:012345678901234567890123456789012345678" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rule r = { .subject = text_of(cases[i].subject) };
		struct rule_space space;
		struct deed_about about;
		bool good = deed_about(r.subject, &about);

		if (good)
			deed_about_write(&r, &space, &about);
		OK(good ? cases[i].stored != NULL && text_is(r.subject, cases[i].stored) : cases[i].stored == NULL);
		if (good && deed_about(r.subject, &about))
			deed_about_write(&r, &space, &about);
		OK(!good || text_is(r.subject, cases[i].stored));
	}
}

static void
fields(const struct deed_book *book)
{
	const struct deed *d = deed_on(book, text_of("order-done"), 20230101);

	OK(book->deeds == DEEDS);
	OK(d != NULL && d->value == 5 && d->cap[CAP_DAY] == 10 && d->cap[CAP_MONTH] == 100 && d->cap[CAP_YEAR] == 500);
	OK(d->notice == 7 && !d->deducts && d->cause == CAUSE_ORDER && strcmp(d->about, "need") == 0 && d->belongs[0] == '\0');
	OK(d->level == DEED_ANY_LEVEL && strcmp(d->name, "办单") == 0 && d->first == 20230101 && d->last == 20231231);
	d = deed_on(book, text_of("order-done"), 20240101);
	OK(strcmp(d->about, "need") == 0 && strcmp(d->belongs, "respect") == 0 && d->last == DAY_MAX && d->cap[CAP_DAY] == 0);
	d = deed_on(book, text_of("honour"), 20240101);
	OK(d->cause == CAUSE_COMMENDATION && d->level == 2 && d->about[0] == '\0');
	d = deed_on(book, text_of("gamble"), 20240101);
	OK(d->deducts && d->cause == CAUSE_MANUAL && strcmp(d->belongs, "gambling") == 0 && d->value == 20);
	d = deed_on(book, text_of("door"), 20240101);
	OK(d->cause == CAUSE_VISIT && strcmp(d->about, "door") == 0);
}

/* value 0: none holds. */
static void
versions(const struct deed_book *book)
{
	static const struct { const char *what; day_t on; int value; } cases[] = {
		{ "order-done", 20191231, 0 }, { "order-done", 20200101, 3 }, { "order-done", 20220630, 3 }, { "order-done", 20220701, 0 },
		{ "order-done", 20221231, 0 }, { "order-done", 20230101, 5 }, { "order-done", 20231231, 5 }, { "order-done", 20240101, 6 },
		{ "order-done", 20991231, 6 }, { "ORDER-DONE", 20240101, 6 }, { "order-don", 20240101, 0 }, { "order", 20240101, 0 },
		{ "办单", 20231231, 5 }, { "办单", 20240101, 0 }, { "办结单子", 20240101, 6 }, { "", 20240101, 0 },
		{ "表彰", 20241231, 15 }, { "表彰对象", 20241231, 15 }, { "表彰", 20250101, 0 }, { "表彰人员", 20250101, 15 }, { "表彰类", 20250101, 1 },
		{ "赌博户", 20250101, 20 }, { "户", 20250101, 0 },
	};
	static const struct { const char *reason; int value; } reasons[] = {
		{ "order-done.20200101", 3 }, { "order-done.20230101", 5 }, { "order-done.20240101", 6 }, { "order-done-2.20200101", 1 },
		{ "order-done.20240102", 0 }, { "order-done.", 0 }, { "order-done", 0 }, { ".20200101", 0 }, { "", 0 }, { ".", 0 },
		{ "order-done-3.20200101", 0 }, { "order.20200101", 0 }, { "zz.20200101", 0 }, { "import", 0 }, { "g03", 0 },
		{ "order-done.20230101x", 0 }, { "order-done.2023", 0 }, { "keep.20200101", 0 }, { "door.20200101", 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct deed *d = deed_on(book, text_of(cases[i].what), cases[i].on);

		OK((d == NULL ? 0 : d->value) == cases[i].value);
	}
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		const struct deed *d = deed_of(book, text_of(reasons[i].reason));

		OK((d == NULL ? 0 : d->value) == reasons[i].value);
	}
	for (int i = 0; i < book->deeds; i++) {
		char buf[DEED_REASON];

		OK(deed_of(book, deed_reason(&book->deed[i], buf)) == &book->deed[i]);
	}
}

static void
periods(void)
{
	static const struct { enum deed_cap cap; day_t on, first, last; } cases[] = {
		{ CAP_DAY, 20251231, 20251231, 20251231 }, { CAP_DAY, 20240229, 20240229, 20240229 },
		{ CAP_MONTH, 20251231, 20251201, 20251231 }, { CAP_MONTH, 20260101, 20260101, 20260131 },
		{ CAP_MONTH, 20240201, 20240201, 20240229 }, { CAP_MONTH, 20250228, 20250201, 20250228 }, { CAP_MONTH, 20260430, 20260401, 20260430 },
		{ CAP_YEAR, 20251231, 20250101, 20251231 }, { CAP_YEAR, 20260101, 20260101, 20261231 }, { CAP_YEAR, 20240229, 20240101, 20241231 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		day_t first, last;

		deed_period(cases[i].cap, cases[i].on, &first, &last);
		OK(first == cases[i].first && last == cases[i].last);
	}
}

/* By the wall calendar, not by the module's. */
static bool
works(day_t day)
{
	for (size_t i = 0; i < sizeof(makeup) / sizeof(makeup[0]); i++)
		if (makeup[i] == day)
			return true;
	for (size_t i = 0; i < sizeof(holidays) / sizeof(holidays[0]); i++)
		if (holidays[i].first <= day && day <= holidays[i].last)
			return false;
	return day_weekday(day) < 6;
}

static void
collects(const struct deed_book *book)
{
	int wrong = 0, asked = 0;

	OK(deed_collect(book, 20191231) == DAY_MAX && deed_collect(book, 20261101) == DAY_MAX);
	OK(deed_collect(book, 20251231) == 20260130);			/* thirty days, by the rule of the day */
	OK(deed_collect(book, 20240131) == 20240301);
	OK(deed_collect(book, 20260211) == 20260225);			/* 12 13 14, then the long feast */
	OK(deed_collect(book, 20260930) == 20261013);
	OK(deed_collect(book, 20261001) == 20261008);
	for (day_t on = 20260101; on <= 20260930; on = day_add(on, 1), asked++) {
		day_t day = on;

		for (int left = 5; left > 0; left -= works(day))
			day = day_add(day, 1);
		wrong += deed_collect(book, on) != day;
	}
	OK(asked == 273 && wrong == 0);
}

int
main(void)
{
	char dir[] = "/tmp/nbr-deed.XXXXXX", path[sizeof(dir) + 16];
	struct deed_book *book;
	struct db *db;

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/db", dir);
	db = make_database(path, 1, fill, NULL);
	OK(db != NULL && db_error(db)[0] == '\0');

	book = deed_book_load(db, "Asia/Shanghai");
	OK(book != NULL);
	subjects();
	fields(book);
	versions(book);
	periods();
	collects(book);
	deed_book_free(book);

	db_close(db);
	unlink(path);
	rmdir(dir);
	return tap_end();
}
