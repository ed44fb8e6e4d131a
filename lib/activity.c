#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "activity_parts.h"
#include "dated.h"

enum {
	ACTIVITY, DAY, KIND, AREA, AREA_NAME, TITLE, PLACE, CHIEF, CHIEF_NAME, RESIDENTS, CHIEFS, ISSUES, MICRO, CLOSED,
	KIND_NAME, ATTENDED, PUBLICITY, SERVICE, SHARING, RESULT, RUN, IMPORTED
};

#define AT(field)	COL_AT(activity_row, field, struct text)

const struct col activity_cols[] = {
	[ACTIVITY] = { "activity", "活动编号", NULL, COL_ACTIVITY, COL_KEY, N_("number of the activity"), NULL, 0, NULL },
	[DAY] = { "day", "活动日期", "日期 活动时间 时间 开展日期 会议日期 会议时间", COL_DAY, COL_IN | COL_NEED,
	    N_("day of the activity"), NULL, COL_AT(activity_row, a.day, day_t), NULL },
	[KIND] = { "kind", "活动类型", "类型 活动类别 种类 活动种类", COL_TEXT, COL_IN | COL_NEED | COL_WIDE,
	    N_("kind in the rulebook: service-day"), NULL, AT(kind), NULL },
	[AREA] = { "area", "区域代码", "代码 网格代码 区域编码 网格编码", COL_AREA, COL_IN | COL_STAR | COL_WIDE,
	    N_("area that held it"), NULL, AT(area), NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[TITLE] = { "title", "主题", "活动主题 会议主题 活动名称 会议名称", COL_TEXT, COL_IN | COL_FREE, N_("what it was about"), NULL, AT(a.title), NULL },
	[PLACE] = { "place", "地点", "活动地点 会议地点 开展地点", COL_TEXT, COL_IN | COL_FREE | COL_WIDE, N_("where it was held"), NULL, AT(a.place), NULL },
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_IN | COL_WIDE, N_("chief who led it; empty: not known"),
	    NULL, COL_AT(activity_row, a.chief, int64_t), NULL },
	[CHIEF_NAME] = { "chief_name", "主持人", "组织者 负责人 召集人 带队人 主持三长", COL_NAME, COL_IN,
	    N_("the chief's name"), NULL, AT(chief_name), NULL },
	[RESIDENTS] = { "residents", "参加居民", "参与居民 参加群众 参与群众 居民人数 群众人数 参加人数 参与人数", COL_INT, COL_IN,
	    N_("residents who came"), NULL, COL_AT(activity_row, a.residents, int64_t), NULL },
	[CHIEFS] = { "chiefs", "参加三长数", NULL, COL_INT, COL_WIDE, N_("chiefs who were there"), NULL, 0, NULL },
	[ISSUES] = { "issues", "议题数", NULL, COL_INT, 0, N_("matters put to it"), NULL, 0, NULL },
	[MICRO] = { "micro", "微活动数", NULL, COL_INT, COL_WIDE, N_("how many of the three micro activities were held"), NULL, 0, NULL },
	[CLOSED] = { "closed", "归档日期", NULL, COL_DAY, COL_SPARE, N_("day its record was closed; empty: it is open"), NULL, 0, NULL },
	[KIND_NAME] = { "kind_name", "类型名称", NULL, COL_TEXT, COL_MORE | COL_PEOPLE, N_("the kind as the rulebook of that day calls it"), NULL, 0, NULL },
	[ATTENDED] = { "attended", "参加三长", "参与三长 到场三长 三长", COL_TEXT, COL_IN | COL_MORE,
	    N_("names of the chiefs who were there"), NULL, AT(attended), NULL },
	[PUBLICITY] = { "publicity", "微宣讲", NULL, COL_TEXT, COL_IN | COL_MORE | COL_FREE, N_("micro publicity: what was told"), NULL, AT(a.publicity), NULL },
	[SERVICE] = { "service", "微服务", NULL, COL_TEXT, COL_IN | COL_MORE | COL_FREE, N_("micro service: what was done"), NULL, AT(a.service), NULL },
	[SHARING] = { "sharing", "微分享", NULL, COL_TEXT, COL_IN | COL_MORE | COL_FREE, N_("micro sharing: what was shared"), NULL, AT(a.sharing), NULL },
	[RESULT] = { "result", "活动效果", "结果 活动情况 活动成效 会议结果 成效", COL_TEXT, COL_IN | COL_MORE | COL_FREE,
	    N_("what came of it"), NULL, AT(a.result), NULL },
	[RUN] = { "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored or changed it"), NULL, 0, NULL },
	[IMPORTED] =
	{ "path", "区域", "区域名称 area_name", COL_PLACE, COL_IN | COL_ASIDE,
	    N_("area by its name, or by names with / between, when there is no code"), NULL, AT(path), NULL },
	{ "village", "村", "村（社区） 村社区 社区 行政村 村名 村(社区)", COL_PLACE, COL_IN | COL_ASIDE,
	    N_("village by name, when there is no code"), NULL, AT(names[0]), NULL },
	{ "piece", "片", "片区 片名", COL_PLACE, COL_IN | COL_ASIDE, N_("piece by name"), NULL, AT(names[1]), NULL },
	{ "group", "组", "组别 村民小组 小组 组名", COL_PLACE, COL_IN | COL_ASIDE, N_("group by name"), NULL, AT(names[2]), NULL },
	{ "neighbourhood", "邻", "屋场 邻里 网格 邻名", COL_PLACE, COL_IN | COL_ASIDE, N_("neighbourhood by name"), NULL, AT(names[3]), NULL },
	{ "issue", "议题", "议事事项 议事议题 事项", COL_TEXT, COL_IN | COL_ASIDE, N_("a matter put to it"), NULL, AT(issue.title), NULL },
	{ "person", "提出人", "反映人 提议人", COL_TEXT, COL_IN | COL_ASIDE | COL_PRIVATE, N_("who raised the matter"), NULL, AT(issue.person), NULL },
	{ "state", "议题状态", "议事状态", COL_WORD, COL_IN | COL_ASIDE, N_("raised, agreed, failed or dropped"),
	    NULL, AT(issue.state), issue_states },
	{ "outcome", "议事结果", "议定结果 办理结果 决议", COL_TEXT, COL_IN | COL_ASIDE, N_("what became of the matter"), NULL, AT(issue.outcome), NULL },
	{ "settled", "议定日期", "办结日期", COL_DAY, COL_IN | COL_ASIDE, N_("day the matter was settled"),
	    NULL, COL_AT(activity_row, issue.settled, day_t), NULL },
	{ 0 },
};

const struct col attendance_cols[] = {
	{ "activity", "活动编号", NULL, COL_ACTIVITY, 0, N_("number of the activity"), "t.village || '-' || t.no", 0, NULL },
	{ "day", "活动日期", NULL, COL_DAY, 0, N_("day of the activity"), "t.no / 1000000", 0, NULL },
	{ "kind", "活动类型", NULL, COL_TEXT, 0, N_("kind in the rulebook: service-day"), "t.kind", 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("area that held it"), "t.village * 10000000 + t.sub", 0, NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), "a.name", 0, NULL },
	{ "title", "主题", NULL, COL_TEXT, COL_FREE, N_("what it was about"), "t.title", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("chief who was there"), "n.village * 10000000 + n.chief", 0, NULL },
	{ "chief_name", "三长姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored it"), "n.run", 0, NULL },
	{ 0 },
};

int
activity_find(struct db *db, struct text what, const struct area_range *within, struct activity_key *key)
{
	return dated_find(db, 'A', what, within, &key->village, &key->no);
}

/* $1-$6 the range and the numbers, $7 kind, $8 village and $9 serial of a chief. */
#define WITHIN \
    " WHERE v.village BETWEEN $1 AND $2 AND t.no BETWEEN $3 AND $4 AND t.sub BETWEEN $5 AND $6 AND ($7 = '' OR t.kind = $7)"
#define WITHIN_ARGS(f) \
    ARG((f)->area.village_lo), ARG((f)->area.village_hi), \
    ARG((f)->no != 0 ? (f)->no : activity_first((f)->since)), ARG((f)->no != 0 ? (f)->no : activity_last((f)->until)), \
    ARG((f)->area.sub_lo), ARG((f)->area.sub_hi), ARG((f)->kind == NULL ? "" : (f)->kind), \
    ARG(ids_village((f)->chief)), ARG(ids_serial((f)->chief))

/* Village by village: the days are the next part of the key. */
static const char list_query[] =
    "SELECT t.village, t.no, t.kind, (SELECT max(k.name) FROM rule k WHERE k.kind = 'activity' AND k.rule = t.kind"
    " AND k.first <= t.no / 1000000 AND k.last >= t.no / 1000000), t.sub, a.name, t.title, t.place, t.chief, c.name, t.residents,"
    " (SELECT count(*) FROM attendance n WHERE n.village = t.village AND n.no = t.no),"
    " (SELECT count(*) FROM issue i WHERE i.village = t.village AND i.no = t.no),"
    " t.publicity, t.service, t.sharing, t.result, t.closed, t.run"
    " FROM village v JOIN activity t ON t.village = v.village"
    " LEFT JOIN area a ON a.village = t.village AND a.sub = t.sub"
    " LEFT JOIN chief c ON c.village = t.village AND c.chief = t.chief"
    WITHIN
    " AND ($9 = 0 OR EXISTS (SELECT 1 FROM attendance n WHERE n.village = t.village AND n.no = t.no"
    " AND n.village = $8 AND n.chief = $9))"
    " AND ($10 = 0 OR ($10 = 1 AND t.closed = 0) OR ($10 = 2 AND t.closed <> 0))"
    " ORDER BY t.no / 1000000, t.village, t.no";

struct listing {
	struct db	*db;
	struct rec_out	*out;
	struct stmt	*names;		/* of who was there; NULL: not asked for */
	char		*said;		/* of the row at hand */
};

/* 王五、李四 */
static int
join_names(struct listing *l, int64_t village, int64_t no)
{
	size_t len;
	FILE *fp;
	int rc;

	free(l->said);
	fp = open_memstream(&l->said, &len);
	if (fp == NULL)
		return db_no_memory(l->db);
	rc = stmt_bind(l->names, ARGS(ARG(village), ARG(no)));
	for (const char *gap = ""; rc == 0 && (rc = stmt_step(l->names)) == 1; gap = "、", rc = 0) {
		struct text name = stmt_text(l->names, 0);

		fprintf(fp, "%s%.*s", gap, (int)name.len, name.at);
	}
	return fclose(fp) != 0 ? db_no_memory(l->db) : rc;
}

static int
put(void *arg, struct stmt *row)
{
	struct listing *l = arg;
	int64_t village = stmt_int(row, 0), no = stmt_int(row, 1), chief = stmt_int(row, 8);
	char id[IDS_SIZE];
	int64_t micro = 0;

	if (l->names != NULL && join_names(l, village, no) != 0)
		return -1;
	for (int i = 13; i <= 15; i++)
		micro += stmt_text(row, i).len > 0;
	snprintf(id, sizeof(id), "%lld-%lld", (long long)village, (long long)no);
	return rec_put(l->out, (const struct value[]){
		[ACTIVITY] = VALUE_TEXT(text_of(id)),
		[DAY] = VALUE_INT(no / IDS_DAY),
		[KIND] = VALUE_TEXT(stmt_text(row, 2)),
		[KIND_NAME] = VALUE_TEXT(stmt_text(row, 3)),
		[AREA] = VALUE_INT(ids_make(village, stmt_int(row, 4))),
		[AREA_NAME] = VALUE_TEXT(stmt_text(row, 5)),
		[TITLE] = VALUE_TEXT(stmt_text(row, 6)),
		[PLACE] = VALUE_TEXT(stmt_text(row, 7)),
		[CHIEF] = VALUE_INT(chief == 0 ? 0 : ids_make(village, chief)),
		[CHIEF_NAME] = VALUE_TEXT(stmt_text(row, 9)),
		[RESIDENTS] = VALUE_INT(stmt_int(row, 10)),
		[CHIEFS] = VALUE_INT(stmt_int(row, 11)),
		[ISSUES] = VALUE_INT(stmt_int(row, 12)),
		[MICRO] = VALUE_INT(micro),
		[ATTENDED] = VALUE_TEXT(text_of(l->said != NULL ? l->said : "")),
		[PUBLICITY] = VALUE_TEXT(stmt_text(row, 13)),
		[SERVICE] = VALUE_TEXT(stmt_text(row, 14)),
		[SHARING] = VALUE_TEXT(stmt_text(row, 15)),
		[RESULT] = VALUE_TEXT(stmt_text(row, 16)),
		[CLOSED] = VALUE_INT(stmt_int(row, 17)),
		[RUN] = VALUE_INT(stmt_int(row, 18)),
	}) != 0;	/* rec_end says why */
}

int
activity_list(struct db *db, struct rec_out *out, const struct activity_filter *f)
{
	struct listing l = { .db = db, .out = out };
	int rc;

	if (rec_chose(out, ATTENDED)
	    && (l.names = db_prepare(db, "SELECT c.name FROM attendance n JOIN chief c ON c.village = n.village AND c.chief = n.chief"
	    " WHERE n.village = $1 AND n.no = $2 ORDER BY n.chief")) == NULL)
		return -1;
	rc = db_each(db, list_query, ARGS(WITHIN_ARGS(f), ARG(f->state)), put, &l);
	stmt_end(l.names);
	free(l.said);
	return rc < 0 ? -1 : 0;
}

int
activity_put(struct db *db, struct rec_out *out, struct activity_key key)
{
	return activity_list(db, out, &(struct activity_filter){
	    .area = { .village_lo = key.village, .village_hi = key.village, .sub_hi = 999999 }, .no = key.no });
}

int
activity_attendance(struct db *db, struct rec_out *out, const struct activity_filter *f)
{
	return list_rows(db, out, attendance_cols,
	    " FROM village v JOIN activity t ON t.village = v.village"
	    " JOIN attendance n ON n.village = t.village AND n.no = t.no"
	    " LEFT JOIN chief c ON c.village = n.village AND c.chief = n.chief"
	    " LEFT JOIN area a ON a.village = t.village AND a.sub = t.sub"
	    WITHIN " AND ($9 = 0 OR (n.village = $8 AND n.chief = $9))"
	    " ORDER BY t.no / 1000000, t.village, t.no, n.chief", ARGS(WITHIN_ARGS(f)));
}
