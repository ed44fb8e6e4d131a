/* One row of the counts of orders. Each number's definition is the help of its column. */
#include "order_tally.h"

#include <stdlib.h>

#include "array.h"

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

_Static_assert(COUNTS == sizeof(((struct order_tally *)0)->n) / sizeof(int64_t), "a tally has room for each count");

#define COLUMN(name, zh, flags, help) { name, zh, NULL, COL_INT, flags, help, NULL, 0, NULL }
#define COUNT(name, zh, help)	COLUMN(name, zh, COL_WIDE, help)
#define HEAD_COUNT(name, zh, help)	COLUMN(name, zh, 0, help)	/* in tables too */

const struct col order_stats_cols[] = {
	[BY] = { "by", "分组", NULL, COL_TEXT, 0, N_("what the record counts: all, or an area, level, kind, chief or period"), NULL, 0, NULL },
	[NAME] = { "name", "名称", NULL, COL_TEXT, 0, N_("name of the area, kind or chief"), NULL, 0, NULL },
	[POSTED] = HEAD_COUNT("posted", "发单数", N_("orders posted in the period; those cancelled since are counted here and under cancelled only")),
	[ANSWERED] = COUNT("answered", "答复数", N_("of these, those answered, the finish being an answer")),
	[ANSWERED_SAME_DAY] = COUNT("answered_same_day", "当日答复", N_("of these, those first answered on the civil day of posting")),
	[FINISHED] = HEAD_COUNT("finished", "办结数", N_("of those posted, those that are done or confirmed")),
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
	[OPEN] = HEAD_COUNT("open", "未办结", N_("orders open, taken or held at that moment, whenever they were posted; in the record of a day, week, month or year those posted in it")),
	[HELD] = COUNT("held", "挂起数", N_("of those open, those held")),
	[OVERDUE] = HEAD_COUNT("overdue", "逾期未办", N_("of those open, those not held of which a clock that runs is late")),
	[OVERDUE_DAY] = COUNT("overdue_day", "逾期1天内", N_("of those overdue, those late by up to 24 hours, by the clock that ran out first")),
	[OVERDUE_THREE_DAYS] = COUNT("overdue_three_days", "逾期1至3天", N_("of those overdue, those late by more than 24 hours and up to 72")),
	[OVERDUE_WEEK] = COUNT("overdue_week", "逾期3至7天", N_("of those overdue, those late by more than 72 hours and up to 168")),
	[OVERDUE_LONGER] = COUNT("overdue_longer", "逾期7天以上", N_("of those overdue, those late by more than 168 hours")),
	[SCORE_MEAN] = COUNT("score_mean", "平均分×100", N_("a hundred times the mean of the scores, rounded down")),
	[ANSWER_MEDIAN] = COUNT("answer_median", "答复中位分钟", N_("whole minutes from posting to the first answer, without the time on hold: the least that half of those answered did not exceed")),
	[ANSWER_NINETIETH] = COUNT("answer_ninetieth", "答复九成分钟", N_("the same: the least that nine in ten did not exceed")),
	[FINISH_MEDIAN] = HEAD_COUNT("finish_median", "办结中位分钟", N_("whole minutes from posting to the last finish, without the time on hold or done before it was opened again: the least that half of those finished did not exceed")),
	[FINISH_NINETIETH] = COUNT("finish_ninetieth", "办结九成分钟", N_("the same: the least that nine in ten did not exceed")),
	[ANSWERED_SAME_DAY_PERMILLE] = HEAD_COUNT("answered_same_day_permille", "当日答复率‰", N_("answered_same_day in 1000 of those posted and not cancelled; this and all shares are rounded down")),
	[FINISHED_SAME_DAY_PERMILLE] = HEAD_COUNT("finished_same_day_permille", "当日办结率‰", N_("finished_same_day in 1000 of those posted and not cancelled")),
	[IN_TIME_PERMILLE] = COUNT("in_time_permille", "按期率‰", N_("in_time in 1000 of in_time and late together: what is open and not late yet is not judged")),
	[GROUP_PERMILLE] = HEAD_COUNT("group_permille", "小事不出组‰", N_("settled_group in 1000 finished")),
	[VILLAGE_PERMILLE] = HEAD_COUNT("village_permille", "大事不出村‰", N_("settled_village in 1000 finished")),
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

static bool
times_add(struct order_times *t, int64_t seconds)
{
	if (!ARRAY_ROOM(t->minutes, t->n + 1, t->room))
		return false;
	t->minutes[t->n++] = (int32_t)(seconds / 60);
	return true;
}

static int
compare_minutes(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* By the nearest rank: half of them, and nine in ten, are not longer. */
static void
put_times(const struct order_times *t, struct value *median, struct value *ninetieth)
{
	*median = *ninetieth = VALUE_NULL;
	if (t->n == 0)
		return;
	qsort(t->minutes, t->n, sizeof(*t->minutes), compare_minutes);
	*median = VALUE_INT(t->minutes[(t->n + 1) / 2 - 1]);
	*ninetieth = VALUE_INT(t->minutes[(t->n * 9 + 9) / 10 - 1]);
}

void
order_tally_open(struct order_tally *t, const struct order_life *life, moment_t at)
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
count_finished(struct order_tally *t, const struct order_life *life, const char *zone)
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

bool
order_tally_posted(struct order_tally *t, const struct order_life *life, moment_t at, const char *zone)
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

int
order_tally_put(struct order_tally *t, struct rec_out *out, struct text by, struct text name)
{
	struct value row[COLUMNS] = { [BY] = VALUE_TEXT(by), [NAME] = VALUE_TEXT(name) };

	for (int i = POSTED; i <= OVERDUE_LONGER; i++)
		row[i] = VALUE_INT(t->n[i]);
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		row[shares[i].share] = t->n[shares[i].of] == 0 ? VALUE_NULL
		    : VALUE_INT(t->n[shares[i].part] * shares[i].in / t->n[shares[i].of]);
	put_times(&t->answer, &row[ANSWER_MEDIAN], &row[ANSWER_NINETIETH]);
	put_times(&t->finish, &row[FINISH_MEDIAN], &row[FINISH_NINETIETH]);
	return rec_put(out, row);
}

void
order_tally_free(struct order_tally *t)
{
	free(t->answer.minutes);
	free(t->finish.minutes);
}
