/*
 * Orders in, whole histories from other systems: what each row means, before
 * anything is stored. Of the moments it gives the events follow.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "num.h"
#include "order_import_parts.h"

#define AT(field)	COL_AT(history, field, struct text)
#define WHEN(moment)	COL_AT(history, at[moment], moment_t)

const struct col order_import_cols[] = {
	{ "ref", "外部单号", "诉求编号 工单编号 工单号 外部编号 编号 案件编号 事件编号 service_request_id report_id", COL_TEXT, COL_IN,
	    N_("its number in the other system, by which it is known again"), NULL, AT(ref), NULL },
	{ "order", "单号", NULL, COL_TEXT, COL_IN | COL_ASIDE, N_("its number here, of an order that is stored"), NULL, AT(order), NULL },
	{ "kind", "类型", "类别 诉求类型 诉求类别 事项类型 事项类别 事件类型 service_name category", COL_TEXT, COL_IN | COL_NEED,
	    N_("kind of order, by code or name in the rulebook"), NULL, AT(kind), NULL },
	{ "title", "事项", "标题 诉求标题 诉求事项 主题 需求 需求事项 事件名称", COL_TEXT, COL_IN | COL_STAR,
	    N_("what it is about, in few words; empty: detail is taken"), NULL, AT(title), NULL },
	{ "detail", "详情", "诉求内容 内容 具体内容 问题描述 事件描述 需求内容 description", COL_TEXT, COL_IN,
	    N_("more about it"), NULL, AT(detail), NULL },
	{ "area", "区域代码", "网格代码 邻代码 代码 区域编码 网格编码", COL_AREA, COL_IN | COL_STAR,
	    N_("area it is about, by its code"), NULL, AT(area), NULL },
	{ "village", "村", "村（社区） 村社区 社区 行政村 村名 村(社区)", COL_PLACE, COL_IN | COL_ASIDE,
	    N_("village by name, when there is no code"), NULL, AT(place[0]), NULL },
	{ "piece", "片", "片区 片名", COL_PLACE, COL_IN | COL_ASIDE, N_("piece by name"), NULL, AT(place[1]), NULL },
	{ "group", "组", "组别 村民小组 小组 组名", COL_PLACE, COL_IN | COL_ASIDE, N_("group by name"), NULL, AT(place[2]), NULL },
	{ "neighbourhood", "邻", "屋场 邻里 网格 邻名", COL_PLACE, COL_IN | COL_ASIDE, N_("neighbourhood by name"), NULL, AT(place[3]), NULL },
	{ "household", "户编号", "户号 户籍编号 家庭编号 户编码 户籍号", COL_HOUSEHOLD, COL_IN,
	    N_("household it is about; without an area it is where that was"), NULL, COL_AT(history, household, int64_t), NULL },
	{ "person", "诉求人", "姓名 反映人 来电人 申请人 报事人 需求人 user_name", COL_NAME, COL_IN | COL_PRIVATE,
	    N_("who asked"), NULL, AT(person), NULL },
	{ "level", "级别", "层级 办理层级 解决层级", COL_WORD, COL_IN,
	    N_("where it was settled or stands; empty: as low as the area, or one above it"), NULL, AT(level), area_levels },
	{ "chief", "承办人编号", "三长编号", COL_CHIEF, COL_IN, N_("chief who took it"), NULL, COL_AT(history, chief, int64_t), NULL },
	{ "chief_name", "承办人", "接单人 经办人 处理人 办理人 邻长姓名 三长姓名", COL_NAME, COL_IN,
	    N_("the chief's name; of an office where village or town took it"), NULL, AT(chief_name), NULL },
	{ "posted", "发单时间", "受理时间 诉求时间 登记时间 来电时间 提交时间 上报时间 反映时间 发布时间 受理日期 登记日期"
	    " requested_datetime created", COL_MOMENT, COL_IN | COL_NEED, N_("when it was posted"), NULL, WHEN(HISTORY_POSTED), NULL },
	{ "escalated", "上交时间", "提级时间 升级时间 转办时间 上交日期", COL_MOMENT, COL_IN,
	    N_("when it was passed up; empty: at once, where level says that it was"), NULL, WHEN(HISTORY_ESCALATED), NULL },
	{ "taken", "接单时间", "签收时间 领单时间 接收时间 接单日期", COL_MOMENT, COL_IN,
	    N_("when it was taken; empty: when it was done"), NULL, WHEN(HISTORY_TAKEN), NULL },
	{ "answered", "答复时间", "回复时间 首次答复时间 首次回复时间 响应时间 答复日期 acknowledged", COL_MOMENT, COL_IN,
	    N_("when it was first answered; empty: when it was done"), NULL, WHEN(HISTORY_ANSWERED), NULL },
	{ "finished", "办结时间", "完成时间 处理时间 办理时间 结案时间 解决时间 办结日期 完成日期 fixed", COL_MOMENT, COL_IN,
	    N_("when it was done"), NULL, WHEN(HISTORY_FINISHED), NULL },
	{ "confirmed", "确认时间", "回访时间 评价时间 回访日期", COL_MOMENT, COL_IN,
	    N_("when it was confirmed; empty: with a score, when it was done"), NULL, WHEN(HISTORY_CONFIRMED), NULL },
	{ "cancelled", "取消时间", "撤销时间 撤单时间 作废时间", COL_MOMENT, COL_IN, N_("when it was cancelled"), NULL, WHEN(HISTORY_CANCELLED), NULL },
	{ "answer", "答复内容", "答复 回复 回复内容", COL_TEXT, COL_IN, N_("the answer"), NULL, AT(answer), NULL },
	{ "result", "办理结果", "处理结果 结果 办理情况 处理情况 办理意见 status_notes", COL_TEXT, COL_IN,
	    N_("what was done, or why it was cancelled"), NULL, AT(result), NULL },
	{ "score", "评分", "满意度 满意度评价 评价 评价结果 星级", COL_TEXT, COL_IN,
	    N_("how satisfied they are: 5 to 1, or in words"), NULL, AT(score), NULL },
	{ "note", "备注", "说明 附注", COL_TEXT, COL_IN, N_("free text"), NULL, AT(note), NULL },
	{ 0 },
};

static void
intake_free(void *own)
{
	struct order_intake *in = own;

	if (in == NULL)
		return;
	order_book_free(in->book);
	area_map_free(in->areas);
	stmt_end(in->chief);
	free(in);
}

static int
intake_begin(struct import *im, const bool given[], void **own)
{
	struct db *db = import_db(im);
	struct order_intake *in = calloc(1, sizeof(*in));

	*own = in;
	if (in == NULL)
		return db_no_memory(db);
	place_columns_given(order_import_cols, given, &in->where);
	in->numbers = given[col_find(order_import_cols, "order") - order_import_cols];
	in->book = order_book_load(db, import_zone(im));
	/* What happened long ago may be about an area that is no more. */
	in->where.areas = in->areas = area_map_load(db, 0);
	in->where.within = import_area(im);
	in->chief = db_prepare(db, "SELECT 1 FROM chief WHERE village = $1 AND chief = $2");
	in->end = moment_end(import_today(im), import_zone(im));
	return in->book == NULL || in->areas == NULL || in->chief == NULL ? -1 : 0;
}

/* Where it is: by the row, by its household, or by -A. */
static void
find_place(struct import *im, const struct order_intake *in, struct import_row *row)
{
	struct history *h = row->rec;
	struct place_how where = in->where;
	int64_t area = 0;
	const char *column;
	enum fault fault = place_find(&where, h->area, h->place, &area, &column);

	/* Which village a group is of, a household says as well. */
	if (fault == FAULT_AREA_MISSING && where.within == 0 && h->household != 0) {
		where.within = ids_make(ids_village(h->household), 0);
		fault = place_find(&where, h->area, h->place, &area, &column);
	}
	if (h->household != 0 && ids_village(h->household) == 0)
		h->household = ids_make(ids_village(fault == FAULT_NONE ? area : in->where.within), ids_serial(h->household));
	if (fault == FAULT_AREA_MISSING && h->household != 0) {
		h->village = ids_village(h->household);
		if (h->village == 0)
			import_fault(im, row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_SHORT);
		return;
	}
	if (fault == FAULT_AREA_MISSING && in->where.within != 0) {
		area = in->where.within;
		column = "area";
		fault = area_map_level(in->areas, area) < 4 ? FAULT_AREA_LEVEL : FAULT_NONE;
	}
	if (fault != FAULT_NONE) {
		import_fault(im, row, column, h->area, fault);
		return;
	}
	for (int n = 0; n < PLACES; n++)
		if (place_denied(&in->where, h->area, h->place[n], area))
			import_fault(im, row, place_columns[n], (struct text){ 0 }, FAULT_AREA_OTHER);
	h->village = ids_village(area);
	h->hood = ids_serial(area);
	h->placed = true;
	if (h->household != 0 && ids_village(h->household) != h->village)
		import_fault(im, row, "household", (struct text){ 0 }, FAULT_HOUSEHOLD_VILLAGE);
}

/* 1 to 5; 0 it is none. */
static int
stars_of(struct text t)
{
	static const char *const words[] = { "非常不满意", "不满意", "基本满意", "满意", "非常满意" };
	static const char *const units[] = { "", "分", "星" };

	for (int n = 1; n <= 5; n++) {
		if (text_is(t, words[n - 1]))
			return n;
		if (t.len > 0 && t.at[0] == '0' + n)
			for (int u = 0; u < 3; u++)
				if (text_is((struct text){ t.at + 1, t.len - 1 }, units[u]))
					return n;
	}
	return text_is(t, "一般") ? 3 : 0;
}

static int
intake_check(struct import *im, void *own, struct import_row *row)
{
	static const char *const moments[] = {
		"posted", "escalated", "taken", "answered", "finished", "confirmed", "cancelled",
	};
	const struct order_intake *in = own;
	struct history *h = row->rec;
	int64_t village = 0;

	find_place(im, in, row);
	if (h->order.len > 0 && (!ids_dated_parse(h->order, 'O', &village, &h->no) || (village != 0 && village != h->village)))
		import_fault(im, row, "order", (struct text){ 0 }, FAULT_NOT_FOUND);
	if (h->title.len == 0) {
		h->title = h->detail;
		h->detail = (struct text){ 0 };
	}
	if (h->title.len == 0)
		import_fault(im, row, "title", (struct text){ 0 }, FAULT_MISSING);
	if (h->score.len > 0 && (h->stars = stars_of(h->score)) == 0)
		import_fault(im, row, "score", (struct text){ 0 }, FAULT_SCORE);
	for (int i = 0; i < HISTORY_MOMENTS; i++)
		if (h->at[i] > in->end)
			import_fault(im, row, moments[i], (struct text){ 0 }, FAULT_DATE_FUTURE);
	if (h->at[HISTORY_POSTED] == 0)
		return 0;
	h->on = moment_day(h->at[HISTORY_POSTED], import_zone(im), NULL);
	if (h->kind.len > 0) {
		const struct order_kind *kind = order_book_kind(in->book, h->kind, h->on);

		if (kind == NULL)
			import_fault(im, row, "kind", (struct text){ 0 }, FAULT_KIND);
		else
			h->code = kind->code;
	}
	if (h->placed)
		history_tell(im, in, row);
	return 0;
}

/* By village and day, in which orders are numbered and stored. */
static int64_t
intake_key(const void *rec)
{
	const struct history *h = rec;

	return ids_make(h->village, day_diff(h->on, 18000101));
}

const struct entity order_entity = {
	.name = "order",
	.cols = order_import_cols,
	.size = sizeof(struct history),
	/* Most come by time: then each village goes on behind what it has, and to
	 * gather more of them costs memory for nothing. */
	.batch = 512 * 1024,
	.begin = intake_begin,
	.check = intake_check,
	.key = intake_key,
	.store = order_intake_store,
	.free = intake_free,
};
