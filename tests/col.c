#include "col.h"
#include "ids.h"
#include "tap.h"

enum { TODAY = 20240201 };

struct rec {
	struct text	 name, door, kind, phone, area, note, class_word;
	int64_t		 number, count, ident, household, chief, moment;
	day_t		 day;
};

static const struct word kinds[] = {
	{ "door", "上门 入户" }, { "phone", "电话" }, { "message", NULL }, { 0 },
};

static const struct col cols[] = {
	{ "name", "姓名", NULL, COL_NAME, COL_KEY | COL_NEED | COL_IN, "", NULL, COL_AT(rec, name, struct text), NULL },
	{ "door", "门牌", NULL, COL_DOOR, COL_IN, "", NULL, COL_AT(rec, door, struct text), NULL },
	{ "kind", NULL, NULL, COL_WORD, COL_IN, "", NULL, COL_AT(rec, kind, struct text), kinds },
	{ "phone", NULL, NULL, COL_PHONE, COL_IN, "", NULL, COL_AT(rec, phone, struct text), NULL },
	{ "area", NULL, NULL, COL_AREA, COL_IN, "", NULL, COL_AT(rec, area, struct text), NULL },
	{ "note", NULL, NULL, COL_TEXT, COL_IN, "", NULL, COL_AT(rec, note, struct text), NULL },
	{ "class", NULL, NULL, COL_CLASS, COL_IN, "", NULL, COL_AT(rec, class_word, struct text), NULL },
	{ "number", NULL, NULL, COL_INT, COL_IN, "", NULL, COL_AT(rec, number, int64_t), NULL },
	{ "count", NULL, NULL, COL_COUNT, COL_IN, "", NULL, COL_AT(rec, count, int64_t), NULL },
	{ "ident", NULL, NULL, COL_IDENT, COL_IN, "", NULL, COL_AT(rec, ident, int64_t), NULL },
	{ "household", NULL, NULL, COL_HOUSEHOLD, COL_IN, "", NULL, COL_AT(rec, household, int64_t), NULL },
	{ "chief", NULL, NULL, COL_CHIEF, COL_IN, "", NULL, COL_AT(rec, chief, int64_t), NULL },
	{ "day", NULL, NULL, COL_DAY, COL_IN, "", NULL, COL_AT(rec, day, day_t), NULL },
	{ "last", NULL, NULL, COL_DAY, COL_IN | COL_LAST, "", NULL, COL_AT(rec, day, day_t), NULL },
	{ "month", NULL, NULL, COL_DAY, COL_IN | COL_MONTH, "", NULL, COL_AT(rec, day, day_t), NULL },
	{ "moment", NULL, NULL, COL_MOMENT, COL_IN, "", NULL, COL_AT(rec, moment, moment_t), NULL },
	{ "ahead", NULL, NULL, COL_MOMENT, COL_IN | COL_AHEAD, "", NULL, COL_AT(rec, moment, moment_t), NULL },
	{ "age", NULL, NULL, COL_AGE, COL_IN, "", NULL, COL_AT(rec, number, int64_t), NULL },
	{ "points", NULL, NULL, COL_POINTS, COL_IN, "", NULL, COL_AT(rec, number, int64_t), NULL },
	{ "place", NULL, NULL, COL_PLACE, COL_IN, "", NULL, COL_AT(rec, area, struct text), NULL },
	{ 0 },
};

static struct rec rec;
static char cell[4096], more[4096];
static size_t more_used, more_most = sizeof(more);
static const char *phone_area, *zone;

static char *
room(void *arg, size_t size)
{
	char *at = more + more_used;

	(void)arg;
	if (size > more_most - more_used)
		return NULL;
	more_used += size;
	return at;
}

/* Reads a cell as the importer hands it on: cleaned, in memory of its size. */
static struct col_read
read_cell(const char *column, const char *s)
{
	size_t len = strlen(s);

	memset(&rec, 0, sizeof(rec));
	memcpy(cell, s, len);
	memset(cell + len, '#', 8);
	more_used = 0;
	return col_parse(col_find(cols, column), text_clean(cell, len),
	    &(struct col_how){ .today = TODAY, .phone_area = phone_area, .zone = zone, .room = room }, &rec);
}

static enum fault
fault(const char *column, const char *s)
{
	return read_cell(column, s).fault;
}

/* Nothing is stored, and nothing is wrong. */
static bool
nothing(const char *column, const char *s)
{
	static const struct rec zero;

	return fault(column, s) == FAULT_NONE && memcmp(&rec, &zero, sizeof(rec)) == 0;
}

static bool
name(const char *s, const char *wanted)
{
	return fault("name", s) == FAULT_NONE && text_is(rec.name, wanted);
}

static bool
phone(const char *s, const char *wanted)
{
	size_t len = strlen(s);

	/* What follows the cell is another's. */
	return fault("phone", s) == FAULT_NONE && text_is(rec.phone, wanted) &&
	    cell[len] == '#';
}

static bool
was(const char *s, const char *wanted)
{
	char buf[COL_WAS] = "";

	return fault("door", s) == FAULT_DOOR_DATE && col_was(text_of(s), buf) && strcmp(buf, wanted) == 0;
}

static bool
was_none(const char *s)
{
	char buf[COL_WAS];

	return fault("door", s) == FAULT_NONE && !col_was(text_of(s), buf);
}

/* Whatever a spreadsheet makes of 3-2, on every day there is. */
static void
test_was(void)
{
	static const char *const doors[] = {
		"3-2", "12", "12号", "3栋2单元", "3-2-101", "3-2-2024", "1203-1-2", "2101-1-2", "19999", "60001",
		"123456", "20240302", "45353号", "2024年", "2024年3月", "13月2日", "3月32日", "0月1日", "32-Mar",
		"Mar-123", "-45353", "45353.5", "2024-02-30", "31/2/2024", "3/2/1999", "3/2/2024号", "A45353",
	};
	bool all = true;

	OK(was("3月2日", "3-2"));
	OK(was("03月02日", "3-2"));
	OK(was("2-Mar", "3-2"));
	OK(was("Mar-02", "3-2"));
	OK(was("Mar-45", "3-45"));
	OK(was("45353", "3-2"));
	OK(was("４５３５３", "3-2"));
	OK(was("2024/3/2", "3-2"));
	OK(was("2024-03-02", "3-2"));
	OK(was("2024年3月2日", "3-2"));
	OK(was("2024/3/2 0:00", "3-2"));
	OK(was("3/2/2024", "3-2"));
	OK(was("12月31日", "12-31"));
	OK(was("40179", "1-1"));
	OK(was("51135", "12-31"));
	OK(was_none("20101"));
	OK(was_none("51136"));
	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++)
		if (!was_none(doors[i])) {
			printf("# %s\n", doors[i]);
			OK(!"a door and no date");
		}
	for (int n = 40179; n <= 51135; n++) {
		day_t d = day_of_number(n - 25569);
		char s[32], wanted[16];

		snprintf(wanted, sizeof(wanted), "%d-%d", d / 100 % 100, d % 100);
		snprintf(s, sizeof(s), "%d", n);
		all &= was(s, wanted);
		snprintf(s, sizeof(s), "%d月%d日", d / 100 % 100, d % 100);
		all &= was(s, wanted);
		snprintf(s, sizeof(s), "%d/%d/%d", d / 10000, d / 100 % 100, d % 100);
		all &= was(s, wanted);
	}
	OK(all);
}

static void
test_parse(void)
{
	char long_name[3 * 201 + 1] = "", long_note[3 * 1001 + 1] = "";

	OK(fault("name", "") == FAULT_MISSING);
	OK(nothing("door", ""));
	OK(nothing("phone", "无"));
	OK(nothing("day", "无"));
	OK(nothing("day", "/"));
	OK(fault("day", "—") == FAULT_DATE_WORD);
	OK(fault("day", "——") == FAULT_DATE_WORD);
	OK(fault("day", "-") == FAULT_DATE_WORD);
	OK(nothing("ident", "/"));
	OK(nothing("household", "-"));
	OK(name("无", "无"));

	OK(name("张三", "张三"));
	OK(name("张　三", "张三"));
	OK(name(" 张 三 ", "张三"));
	OK(name("欧阳 小 明", "欧阳小明"));
	OK(name("阿依古丽 买买提", "阿依古丽 买买提"));
	OK(name("古丽•买买提", "古丽·买买提"));
	OK(name("古丽・买买提", "古丽·买买提"));
	OK(name("古丽·买买提", "古丽·买买提"));
	OK(name("古丽 .买买", "古丽·买买"));
	OK(name("古丽.买买", "古丽·买买"));
	OK(cell[strlen("古丽.买买")] == '#');
	OK(name("阿.依.古 丽.买买提", "阿·依·古 丽·买买提"));
	more_most = 0;
	OK(nothing("name", "古丽.买买"));	/* no memory: nothing is stored */
	more_most = sizeof(more);
	OK(name("John A. Smith", "John A. Smith"));
	OK(name("张三 Bob", "张三 Bob"));
	OK(name("𬭎焘", "𬭎焘"));
	OK(name("㛃 䶮", "㛃䶮"));
	OK(fault("name", "龙?") == FAULT_LOST_CHARACTER);
	OK(fault("name", "?龙") == FAULT_LOST_CHARACTER);
	OK(name("who?", "who?"));
	for (int i = 0; i < 201; i++)
		memcpy(long_name + 3 * i, "张", 4);
	OK(fault("name", long_name) == FAULT_TEXT_SIZE);
	OK(fault("door", long_name) == FAULT_TEXT_SIZE);
	long_name[600] = '\0';
	OK(fault("name", long_name) == FAULT_NONE);
	for (int i = 0; i < 1001; i++)
		memcpy(long_note + 3 * i, "事", 4);
	OK(fault("note", long_note) == FAULT_TEXT_SIZE);
	long_note[3000] = '\0';
	OK(fault("note", long_note) == FAULT_NONE && rec.note.len == 3000);

	OK(fault("door", "3-2") == FAULT_NONE && text_is(rec.door, "3-2"));
	OK(fault("door", "３－２") == FAULT_NONE && text_is(rec.door, "3-2"));
	OK(fault("door", "3月2日") == FAULT_DOOR_DATE);
	OK(fault("door", "12月31日") == FAULT_DOOR_DATE);
	OK(fault("door", "2-Mar") == FAULT_DOOR_DATE);
	OK(fault("door", "Mar-02") == FAULT_DOOR_DATE);
	OK(fault("door", "mar-2") == FAULT_DOOR_DATE);
	OK(fault("door", "123月2日") == FAULT_NONE);
	OK(fault("door", "3月2日新村") == FAULT_NONE);
	OK(fault("door", "3月") == FAULT_NONE);
	OK(fault("door", "Map-02") == FAULT_NONE);
	OK(fault("door", "2-Marx") == FAULT_NONE);
	test_was();
	OK(fault("door", "龙?路3号") == FAULT_LOST_CHARACTER);
	OK(fault("door", "3号?") == FAULT_LOST_CHARACTER);
	OK(fault("door", "A?") == FAULT_NONE);
	OK(fault("door", "村口？") == FAULT_NONE && text_is(rec.door, "村口?"));
	OK(fault("note", "住哪里?") == FAULT_NONE);
	OK(fault("place", "?冲组") == FAULT_LOST_CHARACTER);
	OK(fault("area", "龙?村/一组") == FAULT_LOST_CHARACTER);
	OK(fault("place", "3月2日") == FAULT_DOOR_DATE);
	OK(fault("place", "（一）组") == FAULT_NONE && text_is(rec.area, "（一）组"));
	OK(fault("place", long_name) == FAULT_NONE);

	OK(fault("kind", "入户") == FAULT_NONE && rec.kind.at == kinds[0].name);
	OK(fault("kind", "上门") == FAULT_NONE && rec.kind.at == kinds[0].name);
	OK(fault("kind", "ｄｏｏｒ") == FAULT_NONE && text_is(rec.kind, "door"));
	OK(fault("kind", "message") == FAULT_NONE && text_is(rec.kind, "message"));
	OK(fault("kind", "入") == FAULT_WORD);
	OK(fault("kind", "上门 入户") == FAULT_WORD);

	OK(fault("count", "4") == FAULT_NONE && rec.count == 4);
	OK(fault("count", "4人") == FAULT_NONE && rec.count == 4);
	OK(fault("count", "１２户") == FAULT_NONE && rec.count == 12);
	OK(fault("count", "99") == FAULT_NONE && rec.count == 99);
	OK(fault("count", "0") == FAULT_RANGE);
	OK(fault("count", "-1") == FAULT_RANGE);
	OK(fault("count", "100") == FAULT_RANGE);
	OK(fault("count", "四") == FAULT_COUNT_WORD);
	OK(fault("count", "四人") == FAULT_COUNT_WORD);
	OK(fault("count", "4x") == FAULT_NUMBER);
	OK(fault("count", "人") == FAULT_NUMBER);
	OK(fault("age", "68岁") == FAULT_NONE && rec.number == 68);
	OK(fault("age", "0") == FAULT_NONE && rec.number == 0);
	OK(fault("age", "150") == FAULT_NONE && rec.number == 150);
	OK(fault("age", "151") == FAULT_RANGE);
	OK(fault("age", "六十八") == FAULT_COUNT_WORD);
	OK(fault("number", "1000000000000000") == FAULT_NONE &&
	    rec.number == INT64_C(1000000000000000));
	OK(fault("number", "1000000000000001") == FAULT_NUMBER);
	OK(fault("number", "-1") == FAULT_NUMBER);
	OK(fault("number", "1.5") == FAULT_NUMBER);
	OK(fault("number", "1.2E+10") == FAULT_SCIENTIFIC);
	OK(fault("points", "3") == FAULT_NONE && rec.number == 3);
	OK(fault("points", "+3分") == FAULT_NONE && rec.number == 3);
	OK(fault("points", "-3") == FAULT_NONE && rec.number == -3);
	OK(fault("points", "－３分") == FAULT_NONE && rec.number == -3);
	OK(fault("points", "\u22123") == FAULT_NONE && rec.number == -3);
	OK(fault("points", "0") == FAULT_NONE && rec.number == 0);
	OK(fault("points", "--3") == FAULT_NUMBER);
	OK(fault("points", "3-") == FAULT_NUMBER);
	OK(fault("points", "-0.5") == FAULT_NUMBER);
	OK(fault("points", "三分") == FAULT_NUMBER);
	OK(fault("points", "1.2E+10") == FAULT_SCIENTIFIC);

	OK(fault("day", "2024年2月1日") == FAULT_NONE && rec.day == 20240201);
	OK(fault("day", "2024-02-30") == FAULT_DATE_INVALID);
	OK(fault("day", "2/1/2024") == FAULT_DATE_AMBIGUOUS);
	OK(fault("day", "2024年2月") == FAULT_DATE_INCOMPLETE);
	OK(fault("day", "44958.5") == FAULT_DATE_TIME);
	OK(fault("day", "长期") == FAULT_DATE_WORD);
	OK(nothing("last", "长期"));
	OK(nothing("last", "至今"));
	OK(nothing("last", "—"));
	OK(nothing("last", "-"));
	OK(nothing("last", "无"));
	OK(fault("last", "不明") == FAULT_DATE_WORD);
	OK(fault("last", "2024-02-01") == FAULT_NONE && rec.day == 20240201);
	OK(nothing("month", "2024年2月"));
	OK(nothing("month", "202402"));
	OK(fault("month", "2024.2.1") == FAULT_NONE && rec.day == 20240201);
	OK(fault("month", "2024-02-30") == FAULT_DATE_INVALID);
	OK(fault("day", "2025-02-01") == FAULT_NONE);
	OK(fault("day", "2025-02-02") == FAULT_DATE_RANGE);
	OK(read_cell("day", "45323").note == FAULT_DATE_SERIAL && rec.day == 20240201);

	OK(fault("moment", "2024-02-01 8:30") == FAULT_NONE && rec.moment == 1706747400);
	OK(fault("moment", "2024-02-01") == FAULT_NONE && rec.moment == 1706803199);
	OK(nothing("moment", "—"));
	OK(nothing("moment", "无"));
	OK(fault("moment", "8:30") == FAULT_TIME_WORD);
	OK(fault("moment", "2024-02-01 25:00") == FAULT_TIME_INVALID);
	OK(fault("moment", "2024-02-30 8:30") == FAULT_TIME_INVALID);
	OK(fault("moment", "24/2/1 8:30") == FAULT_DATE_AMBIGUOUS);
	OK(fault("moment", "2024年2月") == FAULT_DATE_INCOMPLETE);
	OK(fault("moment", "2025-02-01 23:59") == FAULT_NONE);
	OK(fault("moment", "2025-02-02 0:00") == FAULT_DATE_RANGE);
	OK(fault("ahead", "2025-02-02 0:00") == FAULT_NONE);
	zone = "Europe/Berlin";
	OK(fault("moment", "2024-02-01 8:30") == FAULT_NONE && rec.moment == 1706772600);
	zone = NULL;

	OK(fault("ident", "11010519491231002x") == FAULT_NONE &&
	    rec.ident == INT64_C(11010519491231002));
	OK(fault("ident", "110105194912310021") == FAULT_ID_CHECK);
	OK(fault("ident", "4.30121E+17") == FAULT_ID_SCIENTIFIC);
	OK(fault("ident", "430199198503121000") == FAULT_ID_ZEROED);
	OK(read_cell("ident", "430199198501018000").note == FAULT_ID_ZEROED && rec.ident != 0);
	OK(read_cell("ident", "11010519491231002X").note == FAULT_NONE);
	OK(fault("ident", "1101051949123100") == FAULT_ID_LENGTH);
	OK(read_cell("ident", "430199850312123").note == FAULT_ID_OLD &&
	    rec.ident == INT64_C(43019919850312123));

	OK(phone("13800138000", "13800138000"));
	OK(phone("+86 138 0013 8000", "13800138000"));
	OK(phone("0731-84086001", "0731-84086001"));
	OK(phone("0731 84086001", "0731-84086001"));
	OK(phone("073184086001", "0731-84086001"));
	OK(phone("13800138000 儿子", "13800138000(儿子)"));
	OK(phone("13800138000/13900139000", "13800138000/13900139000"));
	OK(read_cell("phone", "73184086001").note == FAULT_NONE);
	phone_area = "0731";
	OK(phone("73184086001", "0731-84086001"));
	OK(read_cell("phone", "84086001").note == FAULT_PHONE_AREA);
	OK(read_cell("phone", "13800138000").note == FAULT_NONE);
	phone_area = NULL;
	OK(fault("phone", "13800138000.0") == FAULT_PHONE_DECIMAL);
	OK(fault("phone", "13800138000/13800138001/13800138002/13800138003/13800138004") == FAULT_PHONE_MANY);
	OK(fault("phone", "1.38E+10") == FAULT_PHONE_SCIENTIFIC);
	OK(fault("phone", "73184086001") == FAULT_PHONE_ZERO);
	OK(fault("phone", "1380013800") == FAULT_PHONE_FORM);

	OK(fault("area", "４３０１２１") == FAULT_NONE && text_is(rec.area, "430121"));
	OK(fault("area", "花园新村/一组") == FAULT_NONE);
	OK(fault("area", "4.30121E+11") == FAULT_SCIENTIFIC);
	OK(fault("household", "430121106205010042") == FAULT_NONE &&
	    rec.household == INT64_C(4301211062050010042));
	OK(fault("household", "4.30121E+17") == FAULT_SCIENTIFIC);
	OK(fault("household", "42") == FAULT_HOUSEHOLD_FORM);
	OK(fault("chief", "430121106205-C07") == FAULT_NONE &&
	    rec.chief == ids_make(INT64_C(430121106205), 7));
	OK(fault("chief", "张三") == FAULT_CHIEF_UNKNOWN);
	OK(fault("class", "黄色") == FAULT_NONE && text_is(rec.class_word, "黄色"));
}

static const struct words words = {
	.class_code = { NULL, "red", "yellow", "green" },
	.class_name = { NULL, "红", "黄", "绿" },
	.tag_code = { "disabled", "sick", NULL, "elderly" },
	.tag_name = { "残疾", "大病", NULL, "老人" },
};

static bool
shows(enum col_type type, struct value v, const struct show *show, const char *wanted)
{
	struct col c = { .name = "c", .type = type };
	char buf[COL_BUF];

	return text_is(col_show(&c, &v, show, buf), wanted);
}

/* Free text is masked, however long an import lets it be. */
static void
test_free(void)
{
	const struct col c = { .name = "c", .type = COL_TEXT, .flags = COL_FREE };
	const struct show masked = { .reveal = false }, open = { .reveal = true };
	enum { LONG = 989 * 4, WHOLE = LONG + 11 };
	char longest[COL_BUF + 1], buf[COL_BUF];
	struct value v = VALUE_TEXT(((struct text){ longest, WHOLE }));
	struct text t;

	for (size_t i = 0; i < LONG; i += 4)
		memcpy(longest + i, "\U00020000", 4);
	memcpy(longest + LONG, "13800138000", 11);
	t = col_show(&c, &v, &masked, buf);
	OK(t.len == WHOLE && memcmp(t.at, longest, LONG) == 0 && memcmp(t.at + LONG, "***********", 11) == 0);
	t = col_show(&c, &v, &open, buf);
	OK(t.at == longest && t.len == WHOLE);
	v.text.len = LONG + 6;
	OK(col_show(&c, &v, &masked, buf).at == longest);
	memset(longest, '1', sizeof(longest));
	v.text.len = COL_BUF + 1;
	OK(text_is(col_show(&c, &v, &masked, buf), "…"));
	v.text = text_of("430121106205010042-V240201");
	OK(text_is(col_show(&c, &v, &masked, buf), "430121106205010042-V240201"));
}

static void
test_show(void)
{
	const struct show codes = { .words = &words };
	const struct show names = { .words = &words, .names = true };
	const struct show open = { .words = &words, .reveal = true };
	const struct show utc = { .zone = "UTC" };
	const struct show table = { .words = &words, .brief = true };
	const struct value mobile = VALUE_TEXT(text_of("13800138000"));
	char longer[180] = "", stars[180] = "";
	const struct value moment = VALUE_TEXT(text_of("2024-02-01T00:30:00Z"));

	OK(shows(COL_TEXT, VALUE_TEXT(text_of("a\tb")), &codes, "a\tb"));
	OK(shows(COL_TEXT, VALUE_NULL, &codes, ""));
	OK(shows(COL_PHONE, mobile, &codes, "138****8000"));
	OK(shows(COL_PHONE, mobile, &open, "13800138000"));
	OK(shows(COL_PHONE, VALUE_TEXT(text_of("")), &codes, ""));
	OK(shows(COL_PHONE, VALUE_TEXT(text_of("13800138000(儿子)/0731-84086001")), &codes,
	    "138****8000(儿子)/0731-****6001"));
	memset(longer, '1', sizeof(longer) - 1);
	memset(stars, '*', sizeof(stars) - 1);
	memset(stars, '1', 3);
	memset(stars + sizeof(stars) - 5, '1', 4);
	OK(shows(COL_PHONE, VALUE_TEXT(text_of(longer)), &codes, stars));
	OK(shows(COL_INSTANT, moment, &codes, "2024-02-01T08:30:00+08:00"));
	OK(shows(COL_INSTANT, moment, &utc, "2024-02-01T00:30:00+00:00"));
	OK(shows(COL_MOMENT, VALUE_INT(1706747400), &codes, "2024-02-01T08:30:00+08:00"));
	OK(shows(COL_MOMENT, VALUE_INT(1706747400), &utc, "2024-02-01T00:30:00+00:00"));
	OK(shows(COL_MOMENT, VALUE_INT(0), &codes, ""));
	OK(shows(COL_MOMENT, VALUE_INT(1706747459), &table, "2024-02-01 08:30"));
	OK(shows(COL_MOMENT, VALUE_INT(0), &table, ""));
	OK(shows(COL_INSTANT, VALUE_TEXT(text_of("2024-02-01T00:30:59.123456Z")), &table, "2024-02-01 08:30"));
	OK(shows(COL_INSTANT, VALUE_TEXT(text_of("whenever it was, some time ago")), &table, "whenever it was, some time ago"));
	OK(shows(COL_INSTANT, VALUE_TEXT(text_of("yesterday")), &codes, "yesterday"));
	OK(shows(COL_INT, VALUE_INT(0), &codes, "0"));
	OK(shows(COL_INT, VALUE_INT(INT64_MIN), &codes, "-9223372036854775808"));
	OK(shows(COL_COUNT, VALUE_NULL, &codes, ""));
	OK(shows(COL_DAY, VALUE_INT(20240201), &codes, "2024-02-01"));
	OK(shows(COL_DAY, VALUE_INT(0), &codes, ""));
	OK(shows(COL_DAY, VALUE_INT(DAY_MAX), &codes, ""));
	OK(shows(COL_IDENT, VALUE_INT(INT64_C(11010519491231002)), &codes, "110105********002X"));
	OK(shows(COL_IDENT, VALUE_INT(INT64_C(11010519491231002)), &open, "11010519491231002X"));
	OK(shows(COL_IDENT, VALUE_INT(0), &codes, ""));
	OK(shows(COL_AREA, VALUE_INT(0), &codes, ""));
	OK(shows(COL_AREA, VALUE_INT(ids_make(INT64_C(430121106205), 10307)), &codes,
	    "430121106205.01.03.07"));
	OK(shows(COL_HOUSEHOLD, VALUE_INT(0), &codes, ""));
	OK(shows(COL_HOUSEHOLD, VALUE_INT(INT64_C(4301211062050010042)), &codes,
	    "430121106205010042"));
	OK(shows(COL_CHIEF, VALUE_INT(INT64_C(4301211062050000007)), &codes,
	    "430121106205-C07"));
	OK(shows(COL_CHIEF, VALUE_INT(0), &codes, ""));
	OK(shows(COL_CLASS, VALUE_INT(1), &codes, "red"));
	OK(shows(COL_CLASS, VALUE_INT(1), &names, "红"));
	OK(shows(COL_CLASS, VALUE_INT(0), &codes, ""));
	OK(shows(COL_CLASS, VALUE_INT(9), &codes, "9"));
	OK(shows(COL_CLASS, VALUE_INT(99), &codes, "99"));
	OK(shows(COL_TAGS, VALUE_INT(11), &codes, "disabled,sick,elderly"));
	OK(shows(COL_TAGS, VALUE_INT(9), &names, "残疾、老人"));
	OK(shows(COL_TAGS, VALUE_INT(5), &codes, "disabled,2"));
	OK(shows(COL_TAGS, VALUE_INT(0), &codes, ""));
	OK(shows(COL_TAGS, VALUE_INT(2), &utc, "1"));
}

int
main(void)
{
	OK(col_count(cols) == 20);
	OK(col_find(cols, "door") == &cols[1]);
	OK(col_find(cols, "doo") == NULL);
	OK(col_is_number(COL_INT) && !col_is_number(COL_IDENT));
	OK(col_is_text(COL_VISIT) && !col_is_text(COL_CLASS));
	test_parse();
	test_free();
	test_show();
	return tap_end();
}
