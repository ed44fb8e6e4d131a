/*
 * The figures of reports: each has one name, one Chinese name and one definition,
 * which stands here, in nbr-report(1) and below the tables of pages.
 */
#ifndef NBR_FIGURE_H
#define NBR_FIGURE_H

#include "col.h"

enum section { SECTION_VISITS, SECTION_COVERAGE, SECTION_LIGHTS, SECTION_CHANGES, SECTION_ORDERS, SECTION_ACTIVITIES, SECTION_POINTS,
	SECTION_GOODS, SECTION_CHIEFS, SECTION_LEDGER, SECTIONS };

/* section, name, word, Chinese, definition, which is translated. */
#define FIGURES(X) \
	X(VISITS, HOUSEHOLDS, "households", "户数", "households on the last day") \
	X(VISITS, DUE, "due", "应访", "households that must be visited on the last day: due then or before") \
	X(VISITS, OVERDUE, "overdue", "逾期未访", "of those due, those due before the last day") \
	X(VISITS, VISITED, "visited", "已访", "households of the last day visited in the period; on a day, those visited on it") \
	X(COVERAGE, COVERED, "covered", "已覆盖", "households of special groups on the last day visited in its month so far") \
	X(LIGHTS, LIGHT, "light", "户数", "households of each class in each group; of a day it is not told") \
	X(CHANGES, ADDED, "added", "新登记", "households registered from a day of the period on") \
	X(CHANGES, CLOSED, "closed", "注销", "households whose last day lies in the period") \
	X(CHANGES, MOVED, "moved", "迁移", "households that moved to another neighbourhood in the period") \
	X(CHANGES, RECLASSED, "reclassed", "类别调整", "households given another class in the period") \
	X(CHANGES, TAGGED, "tagged", "加标签", "households given a tag in the period") \
	X(CHANGES, UNTAGGED, "untagged", "去标签", "households that lost a tag in the period") \
	X(CHANGES, VISITS_ENTERED, "visits-entered", "录入走访", "households of which visits were entered in the period; records: visits") \
	X(CHANGES, VISITS_VOIDED, "visits-voided", "作废走访", "households of which visits were voided in the period; records: visits") \
	X(ORDERS, POSTED, "posted", "发单", "orders posted in the period") \
	X(ORDERS, TAKEN, "taken", "接单", "orders taken in the period") \
	X(ORDERS, ANSWERED, "answered", "答复", "orders first answered in the period") \
	X(ORDERS, SAME_DAY, "same-day", "当日答复", "of the orders posted in the period and not cancelled since, those answered on the day of posting") \
	X(ORDERS, FINISHED, "finished", "办结", "orders finished in the period") \
	X(ORDERS, ESCALATED, "escalated", "上报", "orders passed up in the period") \
	X(ORDERS, OPEN, "open", "未办结", "orders open at the end of the last day, or now; by level, and by age in days since they were posted") \
	X(ORDERS, LATE, "late", "逾期未办", "of those open, those of which a clock is late") \
	X(ACTIVITIES, HELD, "held", "举办", "activities held in the period, by kind; records: chiefs who came") \
	X(ACTIVITIES, RESIDENTS, "residents", "参加居民", "residents who came to them; records: activities that counted them") \
	X(ACTIVITIES, MISSING, "missing", "应办未办", "activities owed by rule and not held whose day or period ended in the period") \
	X(POINTS, AWARDED, "awarded", "加分", "points awarded by entries of the period; records: entries") \
	X(POINTS, DEDUCTED, "deducted", "扣分", "points deducted, the same way") \
	X(POINTS, REDEEMED, "redeemed", "兑换", "points exchanged for goods, the same way") \
	X(POINTS, RETURNED, "returned", "退回", "points given back for goods not collected, the same way") \
	X(POINTS, REVERSED, "reversed", "冲正", "points of entries that reverse others, the same way") \
	X(POINTS, PROVISIONAL, "provisional", "公示中", "points still provisional") \
	X(POINTS, OBJECTED, "objected", "异议中", "points under an objection") \
	X(POINTS, WAITING, "waiting", "待领取", "points of exchanges that wait to be collected; records: exchanges") \
	X(POINTS, TOP, "top", "积分前十", "the ten chiefs with the most points earned in the period, by its days") \
	X(POINTS, BALANCE, "balance", "余额", "what a chief has, by entries dated up to the last day") \
	X(GOODS, LOW, "low", "库存不足", "stock of goods of which fewer are left than were exchanged in the 30 days to the last day, or none; records: those exchanged") \
	X(CHIEFS, POSTS, "posts", "三长岗位", "posts of chiefs held on the last day") \
	X(CHIEFS, VACANT, "vacant", "空缺", "neighbourhoods without a chief") \
	X(CHIEFS, FEW, "few", "户数偏少", "neighbourhoods of a chief with fewer households than is right") \
	X(CHIEFS, MANY, "many", "户数偏多", "neighbourhoods of a chief with more households than is right") \
	X(CHIEFS, ENDING, "ending", "任期将满", "posts whose term ends within 30 days after the last day") \
	X(CHIEFS, TRAINED, "trained", "参训", "chiefs who came to a training in the period") \
	X(CHIEFS, COMMENDED, "commended", "表彰", "commendations of the period") \
	X(LEDGER, CHECKPOINT, "checkpoint", "校验点", "newest checkpoint of each village's points, a line of its text each")

enum figure {
#define X(section, name, word, zh, help) FIGURE_##name,
	FIGURES(X)
#undef X
	FIGURE_END
};

extern const struct word figure_sections[];	/* visits coverage .. */
extern const struct word figure_words[];	/* by figure */
extern const char *const figure_means[];	/* their definitions, to be translated */
enum section figure_section(enum figure);

#endif
