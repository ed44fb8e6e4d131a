/* What the rulebook of a day makes of the words clerks write. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "make.h"
#include "rule.h"
#include "tap.h"

static const struct {
	const char *rule, *kind, *name, *subject;
	int every;
	const char *unit, *days, *shift;
	day_t first, last;
} lines[] = {
	{ "red", "class", "红户", "", 0, "", "", "", 20200101, 0 },
	{ "yellow", "class", "黄户", "", 0, "", "", "", 20200101, 0 },
	{ "old", "class", "旧户", "", 0, "", "", "", 20200101, 20231231 },
	{ "low-income", "tag", "低保户", "special", 0, "", "", "", 20200101, 0 },
	{ "living-alone", "tag", "独居", "special", 0, "", "", "", 20200101, 0 },
	{ "monitored", "tag", "监测对象", "", 0, "", "", "", 20200101, 0 },
	{ "disabled", "tag", "残疾", "special", 0, "", "", "", 20250101, 0 },
	{ "red-weekly", "visit", "", "class:red", 7, "day", "", "", 20200101, 20210630 },
	{ "red-weekly", "visit", "", "class:red", 7, "day", "", "", 20220101, 0 },
	{ "red-weekly", "visit", "", "class:红色", 5, "day", "", "next", 20240101, 0 },
	{ "old-monthly", "visit", "", "class:old", 1, "month", "", "", 20200101, 0 },
	{ "xun", "visit", "", "special", 0, "monthday", "21、1,11", "next", 20200101, 0 },
	{ "watch", "visit", "", "tag:监测户", 2, "event", "", "", 20200101, 0 },
};

static int
fill(struct db *db, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct rule r = {
			.rule = text_of(lines[i].rule), .kind = text_of(lines[i].kind), .name = text_of(lines[i].name),
			.subject = text_of(lines[i].subject), .every = lines[i].every, .unit = text_of(lines[i].unit),
			.days = text_of(lines[i].days), .shift = text_of(lines[i].shift),
			.first = lines[i].first, .last = lines[i].last,
		};

		OK(rule_add(db, &r, 1) == 1);
		OK(rule_add(db, &r, 2) == 0);
	}
	return 0;
}

static struct db *
make(const char *path)
{
	struct db *db = make_database(path, 1, fill, NULL);

	OK(db != NULL && db_error(db)[0] == '\0');
	return db;
}

static const struct visit_rule *
visit(const struct rulebook *book, const char *code)
{
	for (int i = 0; i < book->visits; i++)
		if (strcmp(book->visit[i].code, code) == 0)
			return &book->visit[i];
	return NULL;
}

static void
words(const struct rulebook *book)
{
	static const struct { const char *word; int no; } classes[] = {
		{ "red", 1 }, { "RED", 1 }, { "红", 1 }, { "红户", 1 }, { "红色", 1 }, { "红类", 1 }, { "黄色", 2 }, { "黄", 2 },
		{ "重点户", 0 }, { "户", 0 }, { "色", 0 }, { "", 0 }, { "re", 0 }, { "redd", 0 }, { "旧户", 0 }, { "红黄", 0 },
	};
	static const struct { const char *cell; bool good; uint64_t bits; const char *bad; } tags[] = {
		{ "低保", true, 1, "" }, { "低保户", true, 1, "" }, { "低保家庭", true, 1, "" }, { "low-income", true, 1, "" },
		{ "独居老人", true, 2, "" }, { "监测户", true, 4, "" }, { "残疾人", true, 8, "" }, { "残疾人员", true, 8, "" },
		{ "低保、残疾", true, 9, "" }, { "低保,独居;残疾", true, 11, "" }, { "低保，残疾；独居", true, 11, "" },
		{ "低保/残疾 监测", true, 13, "" }, { "低保\u3000残疾、", true, 9, "" }, { "low-income,disabled", true, 9, "" },
		{ "", true, 0, "" }, { "无", true, 0, "" }, { "低保、富裕户", false, 0, "富裕户" }, { "户", false, 0, "户" },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		OK(rulebook_class(book, text_of(classes[i].word)) == classes[i].no);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		struct text bad = text_of("");
		uint64_t bits = 0;
		bool good = rulebook_tags(book, text_of(tags[i].cell), &bits, &bad);

		OK(good == tags[i].good && (!good || bits == tags[i].bits) && text_is(bad, tags[i].bad));
	}
}

int
main(void)
{
	char dir[] = "/tmp/nbr-rulebook.XXXXXX", path[sizeof(dir) + 16];
	struct rulebook *book;
	struct db *db;

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/db", dir);
	db = make(path);

	book = rulebook_load(db, 20260310);
	OK(book != NULL && book->visits == 3 && book->special == 11);
	words(book);
	OK(visit(book, "red-weekly")->class_no == 1 && visit(book, "red-weekly")->tags == 0);
	OK(visit(book, "red-weekly")->schedule.every == 5 && visit(book, "red-weekly")->schedule.shift == SHIFT_NEXT);
	OK(visit(book, "red-weekly")->schedule.unit == UNIT_DAY && !visit(book, "red-weekly")->schedule.periodic);
	OK(visit(book, "red-weekly")->first == 20240101 && visit(book, "red-weekly")->last == DAY_MAX);
	OK(visit(book, "red-weekly")->since == 20220101);	/* a gap before it */
	OK(visit(book, "old-monthly") == NULL);			/* its class is no more */
	OK(visit(book, "xun")->tags == 11 && visit(book, "xun")->schedule.days == (UINT32_C(1) << 1 | UINT32_C(1) << 11 | UINT32_C(1) << 21));
	OK(visit(book, "xun")->schedule.unit == UNIT_MONTHDAY && visit(book, "xun")->schedule.periodic);
	OK(visit(book, "watch")->tags == 4 && visit(book, "watch")->schedule.unit == UNIT_EVENT);
	rulebook_free(book);

	book = rulebook_load(db, 20230601);
	OK(book != NULL && book->visits == 4 && book->special == 3);
	OK(rulebook_class(book, text_of("旧户")) == 3 && visit(book, "old-monthly")->class_no == 3);
	OK(visit(book, "red-weekly")->schedule.every == 7 && visit(book, "red-weekly")->last == 20231231);
	rulebook_free(book);

	book = rulebook_load(db, 20190101);
	OK(book != NULL && book->visits == 0 && rulebook_class(book, text_of("red")) == 0);
	rulebook_free(book);

	book = rulebook_load(db, 0);
	OK(book != NULL && book->visits == 6 && book->special == 11 && rulebook_class(book, text_of("旧")) == 3);
	rulebook_free(book);

	db_close(db);
	unlink(path);
	rmdir(dir);
	return tap_end();
}
