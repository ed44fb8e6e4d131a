#define _GNU_SOURCE
#include "calendar.h"

#include <stdlib.h>

#include "setting.h"

enum { SATURDAY = 6, SERVICE_WEEKDAY = 2 };

enum listed { LISTED_NOT, LISTED_HOLIDAY, LISTED_WORKDAY };

struct calendar {
	int32_t		 first;		/* number of the first day listed */
	uint32_t	 days;		/* from it to the last one */
	int		 service;	/* weekday */
	unsigned char	*listed;	/* enum listed, by day from first */
};

const char *const calendar_kinds[] = {
	"workday", "holiday", "weekend", "xun-first", "month-first", "service-day",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL,
};
enum { KIND_MONDAY = 6, KINDS = 13 };	/* indexes of it */

static const struct word weekdays[] = {
	{ "monday", "星期一" }, { "tuesday", "星期二" }, { "wednesday", "星期三" }, { "thursday", "星期四" },
	{ "friday", "星期五" }, { "saturday", "星期六" }, { "sunday", "星期日" }, { NULL, NULL },
};

static const struct word day_kinds[] = {
	{ "holiday", "放假 节假日 法定节假日 假日 休息" },
	{ "workday", "上班 调休 补班 工作日" },
	{ NULL, NULL },
};

const struct col calendar_cols[] = {
	{ "day", "日期", "日子", COL_DAY, COL_KEY | COL_NEED | COL_IN | COL_AHEAD, N_("the day"), NULL, COL_AT(calendar_day, day, day_t), NULL },
	{ "weekday", "星期", NULL, COL_WORD, 0, N_("monday to sunday"), NULL, 0, weekdays },
	{ "kind", "类型", "性质 安排", COL_WORD, COL_NEED | COL_IN, N_("holiday, weekend or workday"), NULL, COL_AT(calendar_day, kind, struct text), day_kinds },
	{ "name", "名称", "节日 节假日 说明 备注", COL_TEXT, COL_IN, N_("name of the holiday"), NULL, COL_AT(calendar_day, name, struct text), NULL },
	{ "xun_first", "旬首日", NULL, COL_INT, 0, N_("1 on the first day of a ten-day period, else 0"), NULL, 0, NULL },
	{ "service_day", "服务日", NULL, COL_INT, 0, N_("1 on a service day, else 0"), NULL, 0, NULL },
	{ 0 },
};

static int
take_day(void *arg, struct stmt *row)
{
	struct calendar *c = arg;
	int32_t n = day_number((day_t)stmt_int(row, 0));
	uint32_t days;
	unsigned char *listed;

	if (c->days == 0)
		c->first = n;
	days = (uint32_t)(n - c->first) + 1;
	listed = realloc(c->listed, days);
	if (listed == NULL)
		return 1;
	memset(listed + c->days, LISTED_NOT, days - c->days);
	listed[days - 1] = text_is(stmt_text(row, 1), "holiday") ? LISTED_HOLIDAY : LISTED_WORKDAY;
	c->listed = listed;
	c->days = days;
	return 0;
}

struct calendar *
calendar_load(struct db *db)
{
	struct calendar *c = calloc(1, sizeof(*c));
	int64_t service = SERVICE_WEEKDAY;
	int rc = 1;

	if (c != NULL) {
		rc = setting_int(db, "service_weekday", 1, 7, &service);
		c->service = (int)service;
		if (rc == 0)
			rc = db_each(db, "SELECT day, kind FROM calendar ORDER BY day", NO_ARGS, take_day, c);
	}
	if (rc == 0)
		return c;
	calendar_free(c);
	if (rc > 0)
		db_no_memory(db);
	return NULL;
}

void
calendar_free(struct calendar *c)
{
	if (c != NULL)
		free(c->listed);
	free(c);
}

static enum listed
listed_as(const struct calendar *c, int32_t n)
{
	uint32_t at = (uint32_t)(n - c->first);

	return at < c->days ? (enum listed)c->listed[at] : LISTED_NOT;
}

/* Of a day number; 1970-01-01 was a Thursday. */
static int
weekday_of(int32_t n)
{
	return (n + 7 * 35000 + 3) % 7 + 1;
}

static bool
works(const struct calendar *c, int32_t n)
{
	enum listed listed = listed_as(c, n);

	return listed == LISTED_NOT ? weekday_of(n) < SATURDAY : listed == LISTED_WORKDAY;
}

bool
calendar_holiday(const struct calendar *c, day_t d)
{
	return listed_as(c, day_number(d)) == LISTED_HOLIDAY;
}

bool
calendar_workday(const struct calendar *c, day_t d)
{
	return works(c, day_number(d));
}

day_t
calendar_next_workday(const struct calendar *c, day_t d)
{
	int32_t n = day_number(d) + 1;

	while (!works(c, n))
		n++;
	return day_of_number(n);
}

day_t
calendar_previous_workday(const struct calendar *c, day_t d)
{
	int32_t n = day_number(d) - 1;

	while (!works(c, n))
		n--;
	return day_of_number(n);
}

static const char *
kind_of(const struct calendar *c, day_t d)
{
	return calendar_workday(c, d) ? "workday" : calendar_holiday(c, d) ? "holiday" : "weekend";
}

static bool
is_xun_first(day_t d)
{
	return d % 100 == 1 || d % 100 == 11 || d % 100 == 21;
}

static bool
is_service_day(const struct calendar *c, day_t d)
{
	return day_weekday(d) == c->service && !calendar_holiday(c, d);
}

int
calendar_is(const struct calendar *c, day_t d, const char *kind)
{
	int i = 0;

	while (i < KINDS && strcmp(kind, calendar_kinds[i]) != 0)
		i++;
	if (i == KINDS)
		return -1;
	if (i >= KIND_MONDAY)
		return day_weekday(d) == i - KIND_MONDAY + 1;
	switch (kind[0]) {
	case 'x':
		return is_xun_first(d);
	case 'm':
		return d % 100 == 1;
	case 's':
		return is_service_day(c, d);
	default:
		return strcmp(kind, kind_of(c, d)) == 0;
	}
}

/* The names of listed days, read beside the days that are written. */
static int
put_days(struct rec_out *out, const struct calendar *c, struct stmt *names, day_t since, day_t until, const char *kind)
{
	int more = stmt_step(names);

	for (int32_t n = day_number(since), end = day_number(until); n <= end && more >= 0; n++) {
		day_t d = day_of_number(n);
		bool named = more == 1 && stmt_int(names, 0) == d;
		const struct value row[] = {
			VALUE_INT(d),
			VALUE_TEXT(text_of(calendar_kinds[KIND_MONDAY + day_weekday(d) - 1])),
			VALUE_TEXT(text_of(kind_of(c, d))),
			VALUE_TEXT(named ? stmt_text(names, 1) : text_of("")),
			VALUE_INT(is_xun_first(d)),
			VALUE_INT(is_service_day(c, d)),
		};

		if ((kind == NULL || calendar_is(c, d, kind) == 1) && rec_put(out, row) != 0)
			return 0;	/* rec_end says why */
		if (named)
			more = stmt_step(names);
	}
	return more < 0 ? -1 : 0;
}

int
calendar_list(struct db *db, struct rec_out *out, day_t since, day_t until, const char *kind)
{
	struct calendar *c = calendar_load(db);
	struct stmt *names;
	int rc = -1;

	if (c == NULL)
		return -1;
	names = db_prepare(db, "SELECT day, name FROM calendar WHERE day BETWEEN $1 AND $2 ORDER BY day");
	if (names != NULL && stmt_bind(names, ARGS(ARG(since), ARG(until))) == 0)
		rc = put_days(out, c, names, since, until, kind);
	stmt_end(names);
	calendar_free(c);
	return rc;
}
