#define _GNU_SOURCE
#include "report.h"

#include <stdlib.h>

#include "checkpoint.h"
#include "due.h"
#include "order.h"
#include "points.h"
#include "state.h"
#include "visit.h"

enum { SECTION, AREA, AREA_NAME, GROUP, GROUP_NAME, HOUSEHOLDS, DUE, OVERDUE, DONE, PERMILLE, ORDERS, ENTRIES, POINTS, COLUMNS };

static const struct word sections[] = {
	{ "due", "应访" }, { "coverage", "覆盖" }, { "changed", "变动" }, { "orders", "工单" }, { "points", "积分" }, { "ledger", "积分台账" }, { NULL, NULL },
};

static const struct word groups[] = {
	{ "all", "全部" }, { "special", "特殊群体" }, { "added", "新登记" }, { "closed", "注销" }, { "moved", "迁移" },
	{ "reclassed", "类别调整" }, { "tagged", "加标签" }, { "untagged", "去标签" },
	{ "visits-entered", "录入走访" }, { "visits-voided", "作废走访" },
	{ "posted", "发单" }, { "taken", "接单" }, { "answered", "答复" }, { "finished", "办结" }, { "escalated", "上报" },
	{ "open", "未办结" }, { "overdue", "逾期未办" },
	{ "awarded", "加分" }, { "deducted", "扣分" }, { "redeemed", "兑换" }, { "returned", "退回" }, { "reversed", "冲正" },
	{ "provisional", "公示中" }, { "objected", "异议待处理" }, { "waiting", "兑换待领取" }, { "checkpoint", "校验点" }, { NULL, NULL },
};

const struct col report_cols[] = {
	[SECTION] = { "section", "栏目", NULL, COL_WORD, 0, N_("due, coverage (of the month so far), changed, orders and points (that day), ledger"), NULL, 0, sections },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_KEY, N_("area, the whole first, then its villages"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[GROUP] = { "group", "项目", NULL, COL_WORD, 0, N_("all, class:CLASS, special, tag:TAG; what changed; what became of orders and points; checkpoint"), NULL, 0, groups },
	[GROUP_NAME] = { "group_name", "项目名称", NULL, COL_TEXT, 0, N_("name of the group in the rulebook; of a checkpoint one line of its text"), NULL, 0, NULL },
	[HOUSEHOLDS] = { "households", "户数", NULL, COL_INT, 0, N_("households"), NULL, 0, NULL },
	[DUE] = { "due", "应访", NULL, COL_INT, 0, N_("those that must be visited: due that day or before"), NULL, 0, NULL },
	[OVERDUE] = { "overdue", "逾期", NULL, COL_INT, 0, N_("of these, due before that day"), NULL, 0, NULL },
	[DONE] = { "done", "已访", NULL, COL_INT, 0, N_("households visited that day, or that month; visits entered or voided"), NULL, 0, NULL },
	[PERMILLE] = { "permille", "覆盖率‰", NULL, COL_INT, 0, N_("done of 1000 households, rounded down"), NULL, 0, NULL },
	[ORDERS] = { "orders", "工单数", NULL, COL_INT, 0, N_("orders: open and overdue at the end of the day, the others that day"), NULL, 0, NULL },
	[ENTRIES] = { "entries", "笔数", NULL, COL_INT, 0, N_("entries of points; waiting: exchanges"), NULL, 0, NULL },
	[POINTS] = { "points", "积分", NULL, COL_INT, 0, N_("points: entered that day; provisional, under objection and waiting at its end"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

enum change { ADDED, CLOSED, MOVED, RECLASSED, TAGGED, UNTAGGED, ENTERED, VOIDED, CHANGES };
static const char *const change_names[CHANGES] = {
	"added", "closed", "moved", "reclassed", "tagged", "untagged", "visits-entered", "visits-voided",
};

/* What is due and what changed, beside each area of the day's coverage. */
struct tally {
	int64_t	due[COVERAGE_SPECIAL], overdue[COVERAGE_SPECIAL];	/* 0 all, then by class */
	struct { int64_t households, visits; } change[CHANGES];
	int64_t	orders[ORDER_DAY];
	struct { int64_t entries, points; } points[POINTS_DAY];
};

struct daily {
	struct db		*db;
	struct rec_out		*out;
	const struct rulebook	*book;
	const struct area_range	*range;
	const char		*zone;
	day_t			 on;
	struct area_map		*names;
	struct coverage		 day, month;
	struct tally		*tally;
};

/* The place of a village among the areas of the day; 0 none, the whole. */
static size_t
place(const struct daily *d, int64_t village)
{
	const struct coverage_area *a = coverage_village(&d->day, village);

	return a == NULL ? 0 : (size_t)(a - d->day.area);
}

static void
add_due(struct tally *t, const struct due *due)
{
	int class_no = due->class_no > 0 && due->class_no < COVERAGE_SPECIAL ? due->class_no : 0;

	for (int g = 0; g <= class_no; g += class_no > 0 ? class_no : 1) {
		t->due[g]++;
		t->overdue[g] += due->overdue_days > 0;
	}
}

static int
take_due(void *arg, const struct due *due, struct stmt *row)
{
	struct daily *d = arg;
	size_t at = place(d, ids_village(due->household));

	(void)row;
	add_due(&d->tally[0], due);
	if (at > 0)
		add_due(&d->tally[at], due);
	return 0;
}

static int
count_due(struct daily *d)
{
	struct due_filter f = { .area = *d->range, .on = d->on };
	struct due_question q;
	int rc = due_question_open(&q, d->db, d->book, &f, false, false);

	if (rc == 0)
		rc = due_each(&q, "", take_due, d);
	due_question_close(&q);
	return rc;
}

#define IN_RANGE " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5"

/* Rows of village, change, households, visits. A household whose latest change
 * came before the day has nothing to tell. */
static const char changes_sql[] =
    "SELECT h.village, 0, count(*), 0 FROM household h WHERE h.first = $1" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 1, count(*), 0 FROM household h WHERE h.last = $1" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, CASE sp.what WHEN 'hood' THEN 2 WHEN 'class' THEN 3 ELSE 4 END, count(DISTINCT h.household), 0"
    " FROM household h JOIN span sp ON sp.village = h.village AND sp.household = h.household"
    " WHERE h.since >= $1 AND sp.first = $1 AND sp.first > h.first" IN_RANGE " GROUP BY h.village, sp.what"
    " UNION ALL SELECT h.village, 5, count(DISTINCT h.household), 0"
    " FROM household h JOIN span sp ON sp.village = h.village AND sp.household = h.household"
    " WHERE h.since >= $1 AND sp.what = 'tag' AND sp.last = $6" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 7, count(DISTINCT h.household), count(*)"
    " FROM visit_void x JOIN run r ON r.village = x.run / 10000000 AND r.no = x.run % 10000000 JOIN household h ON h.village = x.village AND h.household = x.household"
    " WHERE r.day = $1" IN_RANGE " GROUP BY h.village";

/* The whole log is read, but only on a day on which something was entered. */
static const char entered_sql[] =
    "SELECT h.village, 6, count(DISTINCT h.household), count(*)"
    " FROM visit v JOIN household h ON h.village = v.village AND h.household = v.household"
    " WHERE v.run IN (SELECT village * 10000000 + no FROM run WHERE day = $1)" IN_RANGE " GROUP BY h.village";
static const char entered_any[] =
    "SELECT 1 FROM run WHERE day = $1 AND program = 'nbr-visit' AND added + changed > 0 LIMIT 1";

static int
take_change(void *arg, struct stmt *row)
{
	struct daily *d = arg;
	size_t at = place(d, stmt_int(row, 0));
	int64_t change = stmt_int(row, 1);

	for (size_t i = 0; i <= at; i += at > 0 ? at : 1) {
		d->tally[i].change[change].households += stmt_int(row, 2);
		d->tally[i].change[change].visits += stmt_int(row, 3);
	}
	return 0;
}

static int
count_changes(struct daily *d)
{
	const struct area_range *r = d->range;
	int64_t any = 0;

	if (db_each(d->db, changes_sql, ARGS(ARG(d->on), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo),
	    ARG(r->sub_hi), ARG(day_add(d->on, -1))), take_change, d) != 0
	    || db_int(d->db, entered_any, ARGS(ARG(d->on)), &any) < 0)
		return -1;
	return any == 0 ? 0 : db_each(d->db, entered_sql,
	    ARGS(ARG(d->on), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), take_change, d);
}

static int
take_orders(void *arg, int64_t village, enum order_day what, int64_t n)
{
	struct daily *d = arg;
	size_t at = place(d, village);

	d->tally[0].orders[what] += n;
	if (at > 0)
		d->tally[at].orders[what] += n;
	return 0;
}

static int
take_points(void *arg, int64_t village, enum points_day what, int64_t entries, int64_t points)
{
	struct daily *d = arg;
	size_t at = place(d, village);

	for (size_t i = 0; i <= at; i += at > 0 ? at : 1) {
		d->tally[i].points[what].entries += entries;
		d->tally[i].points[what].points += points;
	}
	return 0;
}

static int
put(const struct daily *d, const char *section, int64_t area, const char *group, const char *name,
    struct value row[COLUMNS])
{
	row[SECTION] = VALUE_TEXT(text_of(section));
	row[AREA] = VALUE_INT(area);
	row[AREA_NAME] = VALUE_TEXT(area_map_name(d->names, area));
	row[GROUP] = VALUE_TEXT(text_of(group));
	row[GROUP_NAME] = VALUE_TEXT(text_of(name));
	return rec_put(d->out, row) == 0 ? 0 : 1;	/* rec_end says why */
}

/* What a section does not tell is empty. */
static void
blank(struct value row[COLUMNS])
{
	for (int c = HOUSEHOLDS; c < COLUMNS; c++)
		row[c] = VALUE_NULL;
}

static int
put_due(const struct daily *d, size_t i)
{
	const struct coverage_area *a = &d->day.area[i];
	struct value row[COLUMNS];
	char buf[RULE_CODE + 8];

	blank(row);
	for (int g = 0; g < COVERAGE_SPECIAL; g++) {
		const char *name, *code = coverage_group(d->book, g, buf, &name);

		row[HOUSEHOLDS] = VALUE_INT(a->group[g].households);
		row[DUE] = VALUE_INT(d->tally[i].due[g]);
		row[OVERDUE] = VALUE_INT(d->tally[i].overdue[g]);
		row[DONE] = VALUE_INT(a->group[g].visited);
		if (code != NULL && (a->group[g].households > 0 || (i == 0 && g == COVERAGE_ALL))
		    && put(d, "due", a->area, code, name, row) != 0)
			return 1;
	}
	return 0;
}

/* Each special group of the whole; of the villages all of them together. */
static int
put_coverage(const struct daily *d, size_t i)
{
	const struct coverage_area *a = &d->month.area[i];
	struct value row[COLUMNS];
	char buf[RULE_CODE + 8];

	blank(row);
	for (int g = COVERAGE_SPECIAL; g < (i == 0 ? COVERAGE_GROUPS : COVERAGE_TAG); g++) {
		const char *name, *code = coverage_group(d->book, g, buf, &name);
		const struct coverage_count count = a->group[g];

		if (code == NULL || count.households == 0
		    || (g >= COVERAGE_TAG && !(d->book->special >> (g - COVERAGE_TAG) & 1)))
			continue;
		row[HOUSEHOLDS] = VALUE_INT(count.households);
		row[DONE] = VALUE_INT(count.visited);
		row[PERMILLE] = VALUE_INT(coverage_permille(count));
		if (put(d, "coverage", a->area, code, name, row) != 0)
			return 1;
	}
	return 0;
}

/* Every kind of change of the whole, also those there were none of. */
static int
put_changes(const struct daily *d, size_t i)
{
	struct value row[COLUMNS];

	blank(row);
	for (int c = 0; c < CHANGES; c++) {
		row[HOUSEHOLDS] = VALUE_INT(d->tally[i].change[c].households);
		if (c >= ENTERED)
			row[DONE] = VALUE_INT(d->tally[i].change[c].visits);
		if ((i == 0 || d->tally[i].change[c].households > 0)
		    && put(d, "changed", d->day.area[i].area, change_names[c], "", row) != 0)
			return 1;
	}
	return 0;
}

/* As the changes: all of the whole, also where there were none. */
static int
put_orders(const struct daily *d, size_t i)
{
	struct value row[COLUMNS];

	blank(row);
	for (enum order_day what = 0; what < ORDER_DAY; what++) {
		row[ORDERS] = VALUE_INT(d->tally[i].orders[what]);
		if ((i == 0 || d->tally[i].orders[what] > 0)
		    && put(d, "orders", d->day.area[i].area, order_day_words[what], "", row) != 0)
			return 1;
	}
	return 0;
}

/* The newest checkpoint of a village, line by line: on paper it is out of reach. */
static int
put_checkpoint(const struct daily *d, size_t i)
{
	char words[CHECKPOINT_WORDS];
	int rc = checkpoint_last(d->db, ids_village(d->day.area[i].area), d->on, words);

	for (char *line = words, *end; rc == 1 && (end = strchr(line, '\n')) != NULL; line = end + 1) {
		struct value row[COLUMNS];

		blank(row);
		*end = '\0';
		if (put(d, "ledger", d->day.area[i].area, "checkpoint", line, row) != 0)
			return 1;
	}
	return rc < 0 ? -1 : 0;
}

static int
put_points(const struct daily *d, size_t i)
{
	struct value row[COLUMNS];

	blank(row);
	for (enum points_day what = 0; what < POINTS_DAY; what++) {
		row[ENTRIES] = VALUE_INT(d->tally[i].points[what].entries);
		row[POINTS] = VALUE_INT(d->tally[i].points[what].points);
		if ((i == 0 || d->tally[i].points[what].entries > 0)
		    && put(d, "points", d->day.area[i].area, points_day_words[what], "", row) != 0)
			return 1;
	}
	return 0;
}

/* Chiefs are of a village, and so are their points: a part of it has none. */
static bool
has_points(const struct daily *d)
{
	return d->range->level <= LEVEL_VILLAGE;
}

static int
put_all(const struct daily *d)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < d->day.areas; i++)
		rc = put_due(d, i);
	for (size_t i = 0; rc == 0 && i < d->month.areas; i++)
		rc = put_coverage(d, i);
	for (size_t i = 0; rc == 0 && i < d->day.areas; i++)
		rc = put_changes(d, i);
	for (size_t i = 0; rc == 0 && i < d->day.areas; i++)
		rc = put_orders(d, i);
	for (size_t i = 0; rc == 0 && has_points(d) && i < d->day.areas; i++)
		rc = put_points(d, i);
	for (size_t i = d->range->level == LEVEL_VILLAGE ? 0 : 1; rc == 0 && has_points(d) && i < d->day.areas; i++)
		rc = put_checkpoint(d, i);
	return rc;
}

static int
count_all(struct daily *d)
{
	d->names = area_map_load(d->db, d->on);
	if (d->names == NULL || coverage_count(d->db, d->book, d->range, d->on, d->on, &d->day) != 0
	    || coverage_count(d->db, d->book, d->range, day_month_first(d->on), d->on, &d->month) != 0)
		return -1;
	d->tally = calloc(d->day.areas, sizeof(*d->tally));
	if (d->tally == NULL)
		return db_no_memory(d->db);
	return count_due(d) == 0 && count_changes(d) == 0
	    && order_day(d->db, d->zone, d->range, d->on, take_orders, d) == 0
	    && (!has_points(d) || points_day(d->db, d->zone, d->range, d->on, take_points, d) == 0) ? 0 : -1;
}

int
report_daily(struct db *db, struct rec_out *out, const char *zone, const struct rulebook *book, const struct area_range *range, day_t on)
{
	struct daily d = { .db = db, .out = out, .book = book, .range = range, .zone = zone, .on = on };
	int rc = db_begin_read(db) != 0 || count_all(&d) != 0 ? -1 : put_all(&d);

	db_end_read(db);
	free(d.tally);
	coverage_free(&d.day);
	coverage_free(&d.month);
	area_map_free(d.names);
	return rc < 0 ? -1 : 0;
}
