/* Reports of a period: every figure that is counted, as records. */
#include "report.h"

#include "figures.h"

enum { SECTION, AREA, AREA_NAME, GROUP, GROUP_NAME, FIGURE, VALUE, OF, PERMILLE, BEFORE, RECORDS, COLUMNS };

const struct word report_groups[] = {
	{ "special", "特殊群体" },
	{ "level:neighbourhood", "邻" }, { "level:group", "组" }, { "level:piece", "片" }, { "level:village", "村" }, { "level:town", "镇" },
	{ "age:0-1", "1天内" }, { "age:2-3", "2至3天" }, { "age:4-7", "4至7天" }, { "age:8-30", "8至30天" }, { "age:31-", "30天以上" },
	{ NULL, NULL },
};

const struct col report_cols[] = {
	[SECTION] = { "section", "栏目", NULL, COL_WORD, 0, N_("visits, coverage, lights, changes, orders, activities, points, goods, chiefs or ledger"), NULL, 0, figure_sections },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_KEY, N_("area, the whole first, then those just below it"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[GROUP] = { "group", "分组", NULL, COL_WORD, 0, N_("what of the area is counted: empty all, class:CLASS, special, tag:TAG, kind:KIND, level:LEVEL, age:DAYS, day:DAY, chief:CHIEF, goods:GOODS, line:N"), NULL, 0, report_groups },
	[GROUP_NAME] = { "group_name", "分组名称", NULL, COL_TEXT, 0, N_("its name in the rulebook or register; a line of a checkpoint"), NULL, 0, NULL },
	[FIGURE] = { "figure", "指标", NULL, COL_WORD, 0, N_("what is counted: nbr-report(1) defines each"), NULL, 0, figure_words },
	[VALUE] = { "value", "数值", NULL, COL_INT, 0, N_("the figure"), NULL, 0, NULL },
	[OF] = { "of", "总数", NULL, COL_INT, 0, N_("what it is a part of"), NULL, 0, NULL },
	[PERMILLE] = { "permille", "占比‰", NULL, COL_INT, 0, N_("value in 1000 of that, rounded down"), NULL, 0, NULL },
	[BEFORE] = { "before", "上期", NULL, COL_INT, COL_SPARE, N_("value of the period before; of a day empty"), NULL, 0, NULL },
	[RECORDS] = { "records", "笔数", NULL, COL_INT, 0, N_("entries, exchanges, visits or chiefs that it is made of"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

static struct value
number(int64_t n)
{
	return n == SHEET_NONE ? VALUE_NULL : VALUE_INT(n);
}

static int
put(const struct sheet *s, const struct sheet_figure *f, struct rec_out *out)
{
	return rec_put(out, (const struct value[COLUMNS]){
		[SECTION] = VALUE_TEXT(text_of(figure_sections[figure_section(f->figure)].name)),
		[AREA] = VALUE_INT(f->area),
		[AREA_NAME] = VALUE_TEXT(area_map_name(s->names, f->area)),
		[GROUP] = VALUE_TEXT(text_of(f->group.code)),
		[GROUP_NAME] = VALUE_TEXT(f->group.name),
		[FIGURE] = VALUE_TEXT(text_of(figure_words[f->figure].name)),
		[VALUE] = number(f->value),
		[OF] = number(f->of),
		[PERMILLE] = f->of > 0 ? VALUE_INT(f->value * 1000 / f->of) : VALUE_NULL,
		[BEFORE] = number(f->before),
		[RECORDS] = number(f->records),
	});
}

static int
count(struct sheet *s)
{
	const struct area_range *r = s->ask->range;
	bool villages = r->level <= LEVEL_VILLAGE;	/* chiefs are of a village, and so are points */

	return figures_visits(s) != 0 || figures_changes(s) != 0 || figures_orders(s) != 0 || figures_activities(s) != 0
	    || (villages && (figures_points(s) != 0 || figures_goods(s) != 0)) || figures_chiefs(s) != 0 || (villages && figures_ledger(s) != 0) ? -1 : 0;
}

/* What is counted of an area below, but for the zeros that only the whole has. */
static int
take_figures(struct sheet *s, const struct sheet *part)
{
	for (const struct sheet_figure *f = part->at; f < part->at + part->n; f++)
		if ((f->value != 0 || f->of != SHEET_NONE) && f->figure != FIGURE_TOP
		    && sheet_at(s, f->figure, f->area, f->group, f->value, f->of, f->records) != 0)
			return -1;
	return 0;
}

/* village sub */
static int
take_part(void *arg, struct stmt *row)
{
	struct sheet *s = arg, part;
	struct sheet_ask ask = *s->ask;
	struct area_range range;
	char code[IDS_SIZE];
	int rc;

	if (!ids_area_parse(ids_area(stmt_int(row, 0), stmt_int(row, 1), code), &range))
		return 0;
	ask.range = &range;
	rc = sheet_begin(&part, &ask) != 0 || count(&part) != 0 || take_figures(s, &part) != 0 ? -1 : 0;
	sheet_end(&part);
	return rc;
}

/* The whole and what lies just below it: villages are counted on the way, the parts
 * of a village one by one. */
static int
count_all(struct sheet *s, int64_t chief)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;

	if (count(s) != 0 || (ask->since < ask->until && figures_lights(s) != 0) || (chief != 0 && figures_chief(s, chief) != 0))
		return -1;
	return s->villages || r->level < LEVEL_VILLAGE ? 0 : db_each(ask->db, "SELECT village, sub FROM area WHERE village = $1"
	    " AND sub BETWEEN $2 AND $3 AND level = $4 AND first <= $5 AND last >= $5 ORDER BY sub",
	    ARGS(ARG(r->village_lo), ARG(r->sub_lo), ARG(r->sub_hi), ARG(r->level + 1), ARG(ask->until)), take_part, s);
}

/* The period before, beside the figures of this one. */
static int
compare(struct sheet *s, const struct report_ask *r)
{
	struct rulebook *book = rulebook_load(s->ask->db, r->period.before_until);
	struct sheet_ask ask = *s->ask;
	struct sheet before;
	int rc;

	ask.book = book;
	ask.since = r->period.before_since;
	ask.until = r->period.before_until;
	if (book == NULL)
		return -1;
	rc = sheet_begin(&before, &ask) != 0 || count_all(&before, r->chief) != 0 || sheet_compare(s, &before) != 0 ? -1 : 0;
	sheet_end(&before);
	rulebook_free(book);
	return rc;
}

int
report_count(struct db *db, const struct report_ask *r, int (*f)(const struct sheet *, void *), void *arg)
{
	const struct sheet_ask ask = {
		.db = db, .book = r->book, .range = r->range, .zone = r->zone, .since = r->period.since, .until = r->period.until,
	};
	struct sheet s = { .n = 0 };
	int rc = db_begin_read(db) != 0 || sheet_begin(&s, &ask) != 0 || count_all(&s, r->chief) != 0
	    || (r->period.before_until != 0 && compare(&s, r) != 0) ? -1 : 0;

	if (rc == 0 && (s.names = area_map_load(db, ask.until)) == NULL)
		rc = -1;
	db_end_read(db);
	if (rc == 0) {
		sheet_sort(&s);
		rc = f(&s, arg);
	}
	sheet_end(&s);
	return rc;
}

int
report_put(struct rec_out *out, const struct sheet *s)
{
	for (size_t i = 0; i < s->n && put(s, &s->at[i], out) == 0; i++)
		;			/* rec_end says why it could not */
	return 0;
}

struct report_period
report_day(day_t on)
{
	return (struct report_period){ on, on, 0, 0 };
}

struct report_period
report_week(day_t on)
{
	day_t since = day_add(on, 1 - day_weekday(on));

	return (struct report_period){ since, on, day_add(since, -7), day_add(on, -7) };
}

/* A whole month is compared with a whole month. */
struct report_period
report_month(day_t on)
{
	day_t since = day_month_first(on), before = day_add_months(since, -1);
	bool whole = on % 100 == day_month_length(on);

	return (struct report_period){ since, on, before, whole ? day_add(since, -1) : day_add_months(on, -1) };
}

struct report_period
report_days(day_t since, day_t until)
{
	int days = day_diff(until, since) + 1;

	if (since == day_month_first(until))
		return report_month(until);
	return (struct report_period){ since, until, day_add(since, -days), day_add(since, -1) };
}

/* village sub */
static int
take_post(void *arg, struct stmt *row)
{
	char code[IDS_SIZE];

	return ids_area_parse(ids_area(stmt_int(row, 0), stmt_int(row, 1), code), arg) ? 1 : 0;
}

int
report_post(struct db *db, int64_t chief, day_t on, struct area_range *range)
{
	char code[IDS_SIZE];
	int rc = db_each(db, "SELECT a.village, a.sub FROM post p JOIN area a ON a.village = p.village AND a.sub = p.sub"
	    " WHERE p.village = $1 AND p.chief = $2 AND p.first <= $3 AND p.last >= $3 AND a.first <= $3 AND a.last >= $3 ORDER BY a.level, a.village, a.sub LIMIT 1",
	    ARGS(ARG(ids_village(chief)), ARG(ids_serial(chief)), ARG(on)), take_post, range);

	if (rc == 0)
		ids_area_parse(ids_area(ids_village(chief), 0, code), range);
	return rc < 0 ? -1 : 0;
}
