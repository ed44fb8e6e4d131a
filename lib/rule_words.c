/* The words of rules. */
#include "num.h"
#include "rule_parts.h"

const struct word rule_kinds[] = {
	{ "class", "分类 类别" },
	{ "tag", "标签" },
	{ "visit", "走访" },
	{ "order", "单类 工单" },
	{ "deadline", "时限 期限" },
	{ "hours", "服务时间 工作时间" },
	{ "activity", "活动" },
	{ "meeting", "应开 应办" },
	{ "duty", "带头 六带头" },
	{ "ban", "杜绝 六杜绝" },
	{ "role", "员 六员" },
	{ "deed", "积分 积分事项 积分项 加分项 扣分项" },
	{ "exchange", "兑换" },
	{ NULL, NULL },
};

const struct word rule_units[] = {
	{ "day", "天 日" },
	{ "month", "月" },
	{ "monthday", "每月几日 日期" },
	{ "weekday", "星期 周" },
	{ "event", "事件" },
	{ "hour", "小时" },
	{ "workhour", "工作小时 工时" },
	{ "workday", "工作日" },
	{ NULL, NULL },
};

const struct word deadline_units[] = {
	{ "hour", NULL }, { "workhour", NULL }, { "day", NULL }, { "workday", NULL }, { NULL, NULL },
};

const struct word rule_anchors[] = {
	{ "last", "上次走访" },
	{ "periodic", "固定周期" },
	{ NULL, NULL },
};

const struct word rule_shifts[] = {
	{ "none", "不顺延" },
	{ "next", "顺延" },
	{ "previous", "提前" },
	{ NULL, NULL },
};

const struct word order_clocks[] = {
	{ "take", "接单" },
	{ "answer", "答复 回复" },
	{ "finish", "办结 办理" },
	{ NULL, NULL },
};

const struct word deed_sides[] = {
	{ "award", "加分 奖励 加 奖" },
	{ "deduct", "扣分 减分 扣 减 罚" },
	{ NULL, NULL },
};

int
rule_word(const struct word *words, struct text t)
{
	for (int i = 0; words[i].name != NULL; i++)
		if (text_is(t, words[i].name))
			return i;
	return -1;
}

/* Bytes of what parts the days of a list, 0 none. */
static size_t
cut(struct text t)
{
	static const char *const cuts[] = { ",", " ", ";", "、", "，", "；", "\u3000" };

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		if (t.len >= strlen(cuts[i]) && memcmp(t.at, cuts[i], strlen(cuts[i])) == 0)
			return strlen(cuts[i]);
	return 0;
}

uint32_t
rule_days(struct text t, int most)
{
	uint32_t bits = 0;

	while (t.len > 0) {
		size_t n = 0, gap = cut(t);
		int64_t day;

		while (n < t.len && t.at[n] >= '0' && t.at[n] <= '9')
			n++;
		if (n > 0 && num_parse((struct text){ t.at, n }, 1, most, &day))
			bits |= UINT32_C(1) << day;
		else if (gap == 0 || n > 0)
			return 0;
		n += gap;
		t = (struct text){ t.at + n, t.len - n };
	}
	return bits;
}
