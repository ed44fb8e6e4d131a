/* Counts of orders. Each number's definition is the help of its column. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "order.h"

enum {
	BY, NAME,
	POSTED, ANSWERED, ANSWERED_SAME_DAY, FINISHED, FINISHED_SAME_DAY, IN_TIME, LATE,
	SETTLED_GROUP, SETTLED_VILLAGE, SETTLED_TOWN, ESCALATED, SKIPPED, REOPENED, CANCELLED, CONFIRMED, SCORED, SATISFIED,
	OPEN, HELD, OVERDUE, OVERDUE_DAY, OVERDUE_THREE_DAYS, OVERDUE_WEEK, OVERDUE_LONGER,
	SCORE_MEAN, ANSWER_MEDIAN, ANSWER_NINETIETH, FINISH_MEDIAN, FINISH_NINETIETH,
	ANSWERED_SAME_DAY_PERMILLE, FINISHED_SAME_DAY_PERMILLE, IN_TIME_PERMILLE,
	GROUP_PERMILLE, VILLAGE_PERMILLE, SATISFIED_PERMILLE,
	COLUMNS,
	COUNTED = COLUMNS, JUDGED, SCORES, COUNTS	/* posted and not cancelled; in time or late; sum of scores */
};

#define COUNT(name, zh, help) { name, zh, NULL, COL_INT, 0, help, NULL, 0, NULL }

const struct col order_stats_cols[] = {
	[BY] = { "by", "分组", NULL, COL_TEXT, 0, N_("what the record counts: all, or an area, level, kind, chief or period"), NULL, 0, NULL },
	[NAME] = { "name", "名称", NULL, COL_TEXT, 0, N_("name of the area, kind or chief"), NULL, 0, NULL },
	[POSTED] = COUNT("posted", "发单数", N_("orders posted in the period; those cancelled since are counted here and under cancelled only")),
	[ANSWERED] = COUNT("answered", "答复数", N_("of these, those answered, the finish being an answer")),
	[ANSWERED_SAME_DAY] = COUNT("answered_same_day", "当日答复", N_("of these, those first answered on the civil day of posting")),
	[FINISHED] = COUNT("finished", "办结数", N_("of those posted, those that are done or confirmed")),
	[FINISHED_SAME_DAY] = COUNT("finished_same_day", "当日办结", N_("of these, those finished, for the last time, on the civil day of posting")),
	[IN_TIME] = COUNT("in_time", "按期办结", N_("of those finished, those of which no clock was ever late")),
	[LATE] = COUNT("late", "超期数", N_("of those posted, finished or not, those of which some clock is or was late")),
	[SETTLED_GROUP] = COUNT("settled_group", "组内办结", N_("of those finished, those finished at the level of a neighbourhood or group")),
	[SETTLED_VILLAGE] = COUNT("settled_village", "村内办结", N_("of those finished, those finished at the level of the village or below it")),
	[SETTLED_TOWN] = COUNT("settled_town", "镇级办结", N_("of those finished, those finished at the level of the town")),
	[ESCALATED] = COUNT("escalated", "上报数", N_("of those posted, those passed up at least once; a vacant post that is skipped is no passing up")),
	[SKIPPED] = COUNT("skipped", "空缺上移", N_("of those posted, those that skipped a vacant post")),
	[REOPENED] = COUNT("reopened", "重办数", N_("of those posted, those opened again at least once")),
	[CANCELLED] = COUNT("cancelled", "取消数", N_("of those posted, those that are cancelled")),
	[CONFIRMED] = COUNT("confirmed", "确认数", N_("of those finished, those that are confirmed")),
	[SCORED] = COUNT("scored", "评分数", N_("of those confirmed, those that were given a score")),
	[SATISFIED] = COUNT("satisfied", "满意数", N_("of those scored, those with a score of 4 or 5")),
	[OPEN] = COUNT("open", "未办结", N_("orders open, taken or held at that moment, whenever they were posted; in the record of a day, week, month or year those posted in it")),
	[HELD] = COUNT("held", "挂起数", N_("of those open, those held")),
	[OVERDUE] = COUNT("overdue", "逾期未办", N_("of those open, those not held of which a clock that runs is late")),
	[OVERDUE_DAY] = COUNT("overdue_day", "逾期1天内", N_("of those overdue, those late by up to 24 hours, by the clock that ran out first")),
	[OVERDUE_THREE_DAYS] = COUNT("overdue_three_days", "逾期1至3天", N_("of those overdue, those late by more than 24 hours and up to 72")),
	[OVERDUE_WEEK] = COUNT("overdue_week", "逾期3至7天", N_("of those overdue, those late by more than 72 hours and up to 168")),
	[OVERDUE_LONGER] = COUNT("overdue_longer", "逾期7天以上", N_("of those overdue, those late by more than 168 hours")),
	[SCORE_MEAN] = COUNT("score_mean", "平均分×100", N_("a hundred times the mean of the scores, rounded down")),
	[ANSWER_MEDIAN] = COUNT("answer_median", "答复中位分钟", N_("whole minutes from posting to the first answer, without the time on hold: the least that half of those answered did not exceed")),
	[ANSWER_NINETIETH] = COUNT("answer_ninetieth", "答复九成分钟", N_("the same: the least that nine in ten did not exceed")),
	[FINISH_MEDIAN] = COUNT("finish_median", "办结中位分钟", N_("whole minutes from posting to the last finish, without the time on hold or done before it was opened again: the least that half of those finished did not exceed")),
	[FINISH_NINETIETH] = COUNT("finish_ninetieth", "办结九成分钟", N_("the same: the least that nine in ten did not exceed")),
	[ANSWERED_SAME_DAY_PERMILLE] = COUNT("answered_same_day_permille", "当日答复率‰", N_("answered_same_day in 1000 of those posted and not cancelled; this and all shares are rounded down")),
	[FINISHED_SAME_DAY_PERMILLE] = COUNT("finished_same_day_permille", "当日办结率‰", N_("finished_same_day in 1000 of those posted and not cancelled")),
	[IN_TIME_PERMILLE] = COUNT("in_time_permille", "按期率‰", N_("in_time in 1000 of in_time and late together: what is open and not late yet is not judged")),
	[GROUP_PERMILLE] = COUNT("group_permille", "小事不出组‰", N_("settled_group in 1000 finished")),
	[VILLAGE_PERMILLE] = COUNT("village_permille", "大事不出村‰", N_("settled_village in 1000 finished")),
	[SATISFIED_PERMILLE] = COUNT("satisfied_permille", "满意率‰", N_("satisfied in 1000 scored")),
	[COLUMNS] = { 0 },
};

static const struct { int share, part, of, in; } shares[] = {
	{ SCORE_MEAN, SCORES, SCORED, 100 },
	{ ANSWERED_SAME_DAY_PERMILLE, ANSWERED_SAME_DAY, COUNTED, 1000 },
	{ FINISHED_SAME_DAY_PERMILLE, FINISHED_SAME_DAY, COUNTED, 1000 },
	{ IN_TIME_PERMILLE, IN_TIME, JUDGED, 1000 },
	{ GROUP_PERMILLE, SETTLED_GROUP, FINISHED, 1000 },
	{ VILLAGE_PERMILLE, SETTLED_VILLAGE, FINISHED, 1000 },
	{ SATISFIED_PERMILLE, SATISFIED, SCORED, 1000 },
};

static const char *const bys[] = { "area", "level", "kind", "chief", "day", "week", "month", "year" };
enum by { BY_AREA, BY_LEVEL, BY_KIND, BY_CHIEF, BY_DAY, BY_WEEK, BY_MONTH, BY_YEAR, BY_ALL };

struct times {
	int32_t	*minutes;
	size_t	 n, room;
};

struct key {		/* of a group */
	int64_t	 num;		/* an id, a level from the neighbourhood up, the day it begins on */
	char	 kind[RULE_CODE];	/* zeros behind it */
};

struct tally {
	struct key key;
	int64_t	 n[COUNTS];
	struct times answer, finish;
};

struct counting {
	struct db	*db;
	struct rec_out	*out;
	const struct order_book *book;
	const struct order_filter *filter;
	moment_t	 at;
	enum by		 by;
	int		 level;		/* BY_AREA: of the areas */
	struct tally	 all, **group;	/* group: ascending */
	size_t		 groups, room;
	struct area_map	*areas;		/* names, each NULL when nothing asks for it */
	struct post_map	*chiefs;
};

static enum by
by_of(const char *word)
{
	enum by by = BY_AREA;

	while (by < BY_ALL && (word == NULL || strcmp(word, bys[by]) != 0))
		by++;
	return by;
}

bool
order_stats_by(const char *word)
{
	return by_of(word) != BY_ALL;
}

static bool
times_add(struct times *t, int64_t seconds)
{
	if (t->n == t->room) {
		size_t room = t->room * 2 + 64;
		int32_t *more = reallocarray(t->minutes, room, sizeof(*more));

		if (more == NULL)
			return false;
		t->minutes = more;
		t->room = room;
	}
	t->minutes[t->n++] = (int32_t)(seconds / 60);
	return true;
}

static int
compare_minutes(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* By the nearest rank, of times in order. */
static struct value
percentile(const struct times *t, size_t percent)
{
	return t->n == 0 ? VALUE_NULL : VALUE_INT(t->minutes[(t->n * percent + 99) / 100 - 1]);
}

static void
tally_free(struct tally *t)
{
	free(t->answer.minutes);
	free(t->finish.minutes);
}

static int
compare_keys(const struct key *a, const struct key *b)
{
	return a->num != b->num ? (a->num > b->num) - (a->num < b->num) : memcmp(a->kind, b->kind, sizeof(a->kind));
}

/* The group with this key: found, or made in its place. NULL: no memory. */
static struct tally *
group_at(struct counting *c, const struct key *key)
{
	size_t lo = 0, hi = c->groups;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int side = compare_keys(&c->group[mid]->key, key);

		if (side == 0)
			return c->group[mid];
		if (side < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (c->groups == c->room) {
		size_t room = c->room * 2 + 64;
		struct tally **more = reallocarray(c->group, room, sizeof(*more));

		if (more == NULL)
			return NULL;
		c->group = more;
		c->room = room;
	}
	struct tally *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return NULL;
	memmove(c->group + lo + 1, c->group + lo, (c->groups++ - lo) * sizeof(*c->group));
	t->key = *key;
	return c->group[lo] = t;
}

/* What an area is counted under: the one of the level that it lies in, or itself
 * when it is above that level. */
static int64_t
area_key(int64_t village, int64_t sub, int level)
{
	static const int64_t step[] = { [4] = 1000000, [5] = 10000, [6] = 100, [7] = 1 };

	return ids_make(village, sub / step[level] * step[level]);
}

static struct key
key_of(const struct counting *c, const struct order_told *o)
{
	const struct order_life *life = &o->life;
	day_t day = moment_day(life->posted, c->book->service.zone, NULL);
	struct key key = { 0 };

	switch (c->by) {
	case BY_AREA:
		key.num = area_key(o->key.village, o->hood, c->level);
		break;
	case BY_LEVEL:
		key.num = -life->level;
		break;
	case BY_KIND:
		memcpy(key.kind, life->kind.at, life->kind.len < RULE_CODE ? life->kind.len : RULE_CODE - 1);
		break;
	case BY_CHIEF:
		key.num = life->chief == 0 ? 0 : ids_make(o->key.village, life->chief);
		break;
	case BY_DAY:
		key.num = day;
		break;
	case BY_WEEK:
		key.num = day_add(day, 1 - day_weekday(day));
		break;
	case BY_MONTH:
		key.num = day_month_first(day);
		break;
	default:
		key.num = day / 10000 * 10000 + 101;
	}
	return key;
}

static void
count_open(struct tally *t, const struct order_life *life, moment_t at)
{
	enum order_clock clock;
	moment_t late = at - order_due(life, &clock);

	t->n[OPEN]++;
	t->n[HELD] += life->state == ORDER_HELD;
	if (late <= 0)
		return;
	t->n[OVERDUE]++;
	t->n[late <= MOMENT_DAY ? OVERDUE_DAY : late <= 3 * MOMENT_DAY ? OVERDUE_THREE_DAYS
	    : late <= 7 * MOMENT_DAY ? OVERDUE_WEEK : OVERDUE_LONGER]++;
}

static bool
count_finished(struct tally *t, const struct order_life *life, const char *zone)
{
	t->n[FINISHED]++;
	t->n[FINISHED_SAME_DAY] += moment_day(life->closed, zone, NULL) == moment_day(life->posted, zone, NULL);
	t->n[SETTLED_GROUP] += life->level >= 6;
	t->n[SETTLED_VILLAGE] += life->level >= 4;
	t->n[SETTLED_TOWN] += life->level == 3;
	t->n[CONFIRMED] += life->state == ORDER_CONFIRMED;
	t->n[SCORED] += life->score > 0;
	t->n[SATISFIED] += life->score >= 4;
	t->n[SCORES] += life->score;
	return times_add(&t->finish, order_finish_time(life));
}

/* One of the period. */
static bool
count_posted(struct tally *t, const struct order_life *life, moment_t at, const char *zone)
{
	bool finished = life->state == ORDER_DONE || life->state == ORDER_CONFIRMED, late = order_late(life, at) > 0;

	t->n[POSTED]++;
	if (life->state == ORDER_CANCELLED) {
		t->n[CANCELLED]++;
		return true;
	}
	t->n[COUNTED]++;
	t->n[IN_TIME] += finished && !late;
	t->n[LATE] += late;
	t->n[JUDGED] += finished || late;
	t->n[ESCALATED] += life->escalated > 0;
	t->n[SKIPPED] += life->skipped > 0;
	t->n[REOPENED] += life->reopened > 0;
	if (life->answered != 0) {
		t->n[ANSWERED]++;
		t->n[ANSWERED_SAME_DAY] += moment_day(life->answered, zone, NULL) == moment_day(life->posted, zone, NULL);
		if (!times_add(&t->answer, order_answer_time(life)))
			return false;
	}
	return !finished || count_finished(t, life, zone);
}

static int
count(void *arg, const struct order_told *o)
{
	struct counting *c = arg;
	int64_t chief = o->life.chief == 0 ? 0 : ids_make(o->key.village, o->life.chief);
	struct tally *to[2] = { &c->all, NULL };

	if (!order_is_meant(c->filter, o, chief))
		return 0;
	/* Open ones of other periods are in no period that is told. */
	if (c->by != BY_ALL && (o->in_period || c->by < BY_DAY)) {
		const struct key key = key_of(c, o);

		if ((to[1] = group_at(c, &key)) == NULL)
			return db_no_memory(c->db);
	}
	for (int i = 0; i < 2 && to[i] != NULL; i++) {
		if (o->in_period && !count_posted(to[i], &o->life, c->at, c->book->service.zone))
			return db_no_memory(c->db);
		if (o->life.closed == 0)
			count_open(to[i], &o->life, c->at);
	}
	return 0;
}

static struct text
kind_name(const struct order_book *book, const char *code)
{
	struct text name = text_of("");

	for (const struct order_kind *k = book->kind; k < book->kind + book->kinds; k++)
		if (strcmp(k->code, code) == 0)
			name = text_of(k->name);	/* the latest */
	return name;
}

/* The words of a group, by and name. */
static struct text
words_of(const struct counting *c, const struct key *key, char buf[static IDS_SIZE], struct text *name)
{
	day_t day = (day_t)key->num, thursday;

	*name = text_of("");
	switch (c->by) {
	case BY_AREA:
		*name = area_map_name(c->areas, key->num);
		return ids_area(ids_village(key->num), ids_serial(key->num), buf);
	case BY_LEVEL:
		return text_of(ids_level[-key->num]);
	case BY_KIND:
		*name = kind_name(c->book, key->kind);
		return text_of(key->kind);
	case BY_CHIEF:
		*name = post_map_name(c->chiefs, key->num);
		return key->num == 0 ? text_of("none") : ids_chief(key->num, buf);
	case BY_WEEK:
		thursday = day_add(day, 3);
		snprintf(buf, IDS_SIZE, "%d-W%02d", thursday / 10000, day_diff(thursday, thursday / 10000 * 10000 + 101) / 7 + 1);
		return text_of(buf);
	default:
		return (struct text){ day_text(day, buf), c->by == BY_DAY ? 10 : c->by == BY_MONTH ? 7 : 4 };
	}
}

static int
put(const struct counting *c, struct tally *t, struct text by, struct text name)
{
	struct value row[COLUMNS] = { [BY] = VALUE_TEXT(by), [NAME] = VALUE_TEXT(name) };

	for (int i = POSTED; i <= OVERDUE_LONGER; i++)
		row[i] = VALUE_INT(t->n[i]);
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		row[shares[i].share] = t->n[shares[i].of] == 0 ? VALUE_NULL
		    : VALUE_INT(t->n[shares[i].part] * shares[i].in / t->n[shares[i].of]);
	qsort(t->answer.minutes, t->answer.n, sizeof(*t->answer.minutes), compare_minutes);
	qsort(t->finish.minutes, t->finish.n, sizeof(*t->finish.minutes), compare_minutes);
	row[ANSWER_MEDIAN] = percentile(&t->answer, 50);
	row[ANSWER_NINETIETH] = percentile(&t->answer, 90);
	row[FINISH_MEDIAN] = percentile(&t->finish, 50);
	row[FINISH_NINETIETH] = percentile(&t->finish, 90);
	return rec_put(c->out, row);
}

static int
take_area(void *arg, struct stmt *row)
{
	const struct key key = { .num = ids_make(stmt_int(row, 0), stmt_int(row, 1)) };

	return group_at(arg, &key) == NULL;
}

/* What groups are called; and each area, for those with no order too. */
static int
prepare(struct counting *c, day_t on)
{
	const struct area_range *r = &c->filter->area;
	int rc = 0;

	if (c->by == BY_CHIEF)
		return (c->chiefs = post_map_load(c->db, r, on)) == NULL ? -1 : 0;
	if (c->by != BY_AREA)
		return 0;
	c->level = r->level < 4 ? 4 : r->level < 7 ? r->level + 1 : 7;
	if ((c->areas = area_map_load(c->db, on)) == NULL)
		return -1;
	rc = db_each(c->db, "SELECT village, sub FROM area WHERE level = $1 AND village BETWEEN $2 AND $3"
	    " AND sub BETWEEN $4 AND $5 AND first <= $6 AND last >= $6 ORDER BY village, sub",
	    ARGS(ARG(c->level), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(on)), take_area, c);
	return rc > 0 ? db_no_memory(c->db) : rc;
}

static int
count_all(struct counting *c, moment_t known)
{
	const struct order_filter *f = c->filter;

	if (prepare(c, moment_day(c->at, c->book->service.zone, NULL)) != 0
	    || order_each(c->db, c->book, &f->area, f->since, f->until, known, true, count, c) != 0)
		return -1;
	if (put(c, &c->all, text_of("all"), text_of("")) != 0)
		return 1;	/* rec_end says why */
	for (size_t i = 0; i < c->groups; i++) {
		char buf[IDS_SIZE];
		struct text name, by = words_of(c, &c->group[i]->key, buf, &name);

		if (put(c, c->group[i], by, name) != 0)
			return 1;
	}
	return 0;
}

int
order_stats(struct db *db, struct rec_out *out, const struct order_book *book, const struct order_filter *f,
    const struct order_when *when, const char *by)
{
	struct counting c = { .db = db, .out = out, .book = book, .filter = f, .at = when->at, .by = by_of(by) };
	int rc = db_begin_read(db) != 0 ? -1 : count_all(&c, when->known);

	db_end_read(db);
	tally_free(&c.all);
	for (size_t i = 0; i < c.groups; i++) {
		tally_free(c.group[i]);
		free(c.group[i]);
	}
	free(c.group);
	post_map_free(c.chiefs);
	area_map_free(c.areas);
	return rc < 0 ? -1 : 0;
}
