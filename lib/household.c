#define _GNU_SOURCE
#include "household.h"

#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "chief.h"
#include "household_parts.h"
#include "state.h"

const struct word relation_words[] = {
	{ "head", "户主 本人 户主本人 0 01 02" },
	{ "spouse", "配偶 妻 夫 妻子 丈夫 老婆 老公 爱人 1 10 11 12" },
	{ "son", "子 儿子 长子 次子 三子 独生子 养子 继子 2 20 21 22 23 24" },
	{ "daughter", "女 女儿 长女 次女 三女 独生女 养女 继女 3 30 31 32 33 34" },
	{ "son-in-law", "女婿 28" },
	{ "daughter-in-law", "儿媳 媳妇 儿媳妇 38" },
	{ "grandchild", "孙子 孙女 孙 外孙 外孙子 外孙女 曾孙 曾孙子 曾孙女 4 40 41 42 43 44" },
	{ "parent", "父母 父亲 母亲 父 母 公公 婆婆 岳父 岳母 继父 继母 5 50 51 52" },
	{ "grandparent", "祖父母 祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 6" },
	{ "sibling", "兄弟姐妹 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 7 71 73 75 77" },
	{ "other", "其他 其它 其他亲属 非亲属 亲属 孙媳 孙媳妇 孙女婿 侄子 侄女 外甥 外甥女 嫂子 弟媳 8 97 99" },
	{ NULL, NULL },
};

static const struct word sex_words[] = {
	{ "male", "男 男性 1" },
	{ "female", "女 女性 2" },
	{ NULL, NULL },
};

#define AT(field)	COL_AT(roster, field, struct text)

const struct col household_cols[] = {
	{ "household", "户编号", "户号 户籍编号 家庭编号 户编码 户籍号 id", COL_HOUSEHOLD, COL_KEY | COL_IN,
	    N_("number of the household"), "h.village * 10000000 + h.household", COL_AT(roster, household, int64_t), NULL },
	{ "area", "区域代码", "网格代码 邻代码 代码 区域编码 网格编码", COL_AREA, COL_IN | COL_STAR | COL_WIDE,
	    N_("neighbourhood, by its code"), "h.village * 10000000 + " STATE_HOOD, AT(area), NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("name of the neighbourhood"), "a.name", 0, NULL },
	{ "head", "户主姓名", "户主 户主名 户主名字 householder", COL_NAME, COL_IN | COL_STAR,
	    N_("who heads it"), "h.head", AT(head), NULL },
	{ "door", "门牌号", "门牌 住址 地址 家庭住址 详细地址 门牌号码 address", COL_DOOR, COL_IN,
	    N_("door number or address"), "h.door", AT(door), NULL },
	{ "members", "人口数", "人口 人数 家庭人口 家庭人数 家庭人口数 户内人口", COL_COUNT, COL_IN,
	    N_("how many people, with the head"), "NULLIF(h.members, 0)", COL_AT(roster, members, int64_t), NULL },
	{ "class", "类别", "分类 颜色 户类别 红黄绿 户分类 等级 color colour", COL_CLASS, COL_IN,
	    N_("class in the rulebook: red, yellow, green"), STATE_CLASS, AT(class), NULL },
	{ "tags", "特殊群体", "标签 特殊类型 人员类别 特殊人群 特殊群体类别 groups", COL_TAGS, COL_IN | COL_PRIVATE,
	    N_("groups it belongs to: low-income, disabled .."), STATE_TAGS, AT(tags), NULL },
	{ "last_visit", "最近走访", NULL, COL_DAY, 0, N_("day of the last visit"), STATE_VISITED, 0, NULL },
	{ "since", "登记日期", "入册日期 登记时间 建档日期", COL_DAY, COL_IN | COL_MORE,
	    N_("first day on the register"), "h.first", COL_AT(roster, since, day_t), NULL },
	{ "last", "注销日期", NULL, COL_DAY, COL_MORE, N_("last day on the register"), "h.last", 0, NULL },
	{ "ident", "身份证号码", "身份证号 身份证 公民身份号码 证件号码 户主身份证 户主身份证号 户主身份证号码 citizen_id", COL_IDENT, COL_IN | COL_MORE | COL_PRIVATE,
	    N_("identity number of the head"), "h.ident", COL_AT(roster, ident, int64_t), NULL },
	{ "phone", "联系电话", "电话 手机 手机号 手机号码 联系方式 电话号码 户主电话", COL_PHONE, COL_IN | COL_MORE | COL_PRIVATE,
	    N_("phone number of the head"), "h.phone", AT(phone), NULL },
	{ "note", "备注", "说明 附注", COL_TEXT, COL_IN | COL_MORE | COL_FREE, N_("free text"), "h.note", AT(note), NULL },
	{ "name", "姓名", "家庭成员姓名 成员姓名", COL_NAME, COL_IN | COL_ASIDE,
	    N_("a person of the household; the head when no relation is given"), NULL, AT(name), NULL },
	{ "relation", "与户主关系", "关系 家庭关系 与户主的关系", COL_WORD, COL_IN | COL_ASIDE,
	    N_("relation to the head: with it each row is a person"), NULL, AT(relation), relation_words },
	{ "village", "村", "村（社区） 村社区 社区 行政村 村名 村(社区)", COL_PLACE, COL_IN | COL_ASIDE,
	    N_("village by name, when there is no code"), NULL, AT(place[0]), NULL },
	{ "piece", "片", "片区 片名", COL_PLACE, COL_IN | COL_ASIDE, N_("piece by name"), NULL, AT(place[1]), NULL },
	{ "group", "组", "组别 村民小组 小组 组名", COL_PLACE, COL_IN | COL_ASIDE, N_("group by name"), NULL, AT(place[2]), NULL },
	{ "neighbourhood", "邻", "屋场 邻里 网格 邻名", COL_PLACE, COL_IN | COL_ASIDE, N_("neighbourhood by name"), NULL, AT(place[3]), NULL },
	{ "sex", "性别", "户主性别", COL_WORD, COL_IN | COL_ASIDE | COL_PRIVATE,
	    N_("sex, compared with the identity number"), NULL, AT(sex), sex_words },
	{ "birth", "出生日期", "出生年月日 出生年月 生日 出生日期(年月日)", COL_DAY, COL_IN | COL_ASIDE | COL_PRIVATE | COL_MONTH,
	    N_("birth day, compared with the identity number"), NULL, COL_AT(roster, birth, day_t), NULL },
	{ "age", "年龄", "周岁 虚岁 年龄(岁)", COL_AGE, COL_IN | COL_ASIDE | COL_PRIVATE,
	    N_("age, compared with the identity number"), NULL, COL_AT(roster, age, int64_t), NULL },
	{ 0 },
};

const struct col member_cols[] = {
	{ "household", "户编号", NULL, COL_HOUSEHOLD, COL_KEY, N_("number of the household"), "m.village * 10000000 + m.household", 0, NULL },
	{ "no", "序号", NULL, COL_INT, 0, N_("0 the head, then as entered"), "m.no", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("name"), "m.name", 0, NULL },
	{ "relation", "与户主关系", NULL, COL_WORD, 0, N_("relation to the head"), "m.relation", 0, relation_words },
	{ "ident", "身份证号码", NULL, COL_IDENT, COL_MORE | COL_PRIVATE, N_("identity number"), "m.ident", 0, NULL },
	{ "note", "备注", NULL, COL_TEXT, COL_MORE | COL_FREE, N_("free text"), "m.note", 0, NULL },
	{ 0 },
};

/* Of a person without the household's card: what only the head's row has. */
#define HEAD_ONLY(expr)	"CASE WHEN m.no IS NULL THEN " expr " END"
#define OF_PERSON(field, head) "CASE WHEN m.no IS NULL THEN h." head " ELSE m." field " END"

const struct col person_cols[] = {
	{ "household", "户编号", NULL, COL_HOUSEHOLD, COL_IN | COL_NEED, N_("number of the household"), "h.village * 10000000 + h.household", 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, COL_IN | COL_STAR, N_("neighbourhood, by its code"), "h.village * 10000000 + " STATE_HOOD, 0, NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("name of the neighbourhood"), "a.name", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, COL_IN | COL_NEED, N_("name"), OF_PERSON("name", "head"), 0, NULL },
	{ "relation", "与户主关系", NULL, COL_WORD, COL_IN | COL_NEED, N_("relation to the head"),
	    "CASE WHEN m.no IS NULL THEN 'head' ELSE m.relation END", 0, relation_words },
	{ "ident", "身份证号码", NULL, COL_IDENT, COL_IN | COL_PRIVATE, N_("identity number"), OF_PERSON("ident", "ident"), 0, NULL },
	{ "phone", "联系电话", NULL, COL_PHONE, COL_IN | COL_PRIVATE, N_("phone number; in the row of the head alone"), HEAD_ONLY("h.phone"), 0, NULL },
	{ "door", "门牌号", NULL, COL_DOOR, COL_IN, N_("door number or address; in the row of the head alone"), HEAD_ONLY("h.door"), 0, NULL },
	{ "members", "人口数", NULL, COL_COUNT, COL_IN, N_("how many people, with the head; in the row of the head alone"), HEAD_ONLY("NULLIF(h.members, 0)"), 0, NULL },
	{ "class", "类别", NULL, COL_CLASS, COL_IN, N_("class in the rulebook; in the row of the head alone"), HEAD_ONLY(STATE_CLASS), 0, NULL },
	{ "tags", "特殊群体", NULL, COL_TAGS, COL_IN | COL_PRIVATE, N_("groups the household belongs to; in the row of the head alone"), HEAD_ONLY(STATE_TAGS), 0, NULL },
	{ "since", "登记日期", NULL, COL_DAY, COL_IN, N_("first day on the register; in the row of the head alone"), HEAD_ONLY("h.first"), 0, NULL },
	{ "note", "备注", NULL, COL_TEXT, COL_IN | COL_FREE, N_("free text"), OF_PERSON("note", "note"), 0, NULL },
	{ "no", "序号", NULL, COL_INT, 0, N_("0 the head, then as entered"), "coalesce(m.no, 0)", 0, NULL },
	{ "head", "户主姓名", NULL, COL_NAME, COL_MORE, N_("who heads the household"), "h.head", 0, NULL },
	{ 0 },
};

static int
take_first_two(void *arg, struct stmt *row)
{
	int64_t *ids = arg;

	ids[ids[0] == 0 ? 0 : 1] = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	return ids[1] != 0;
}

/* A tail of official numbers is compared as text would be: its digits are the
 * serial's last ones, or the village's too when there are more than six. */
int
household_find(struct db *db, struct text what, int64_t *id)
{
	char one[IDS_SIZE], two[IDS_SIZE];
	int64_t found[2] = { ids_household_parse(what), 0 }, serial = 0, scale = 1;
	int digits = 0, rc;

	if (found[0] != 0) {
		rc = db_int(db, "SELECT 1 FROM household WHERE village = $1 AND household = $2",
		    ARGS(ARG(ids_village(found[0])), ARG(ids_serial(found[0]))), &serial);
	} else if (ids_tail(what, 'H', &serial, &digits)) {
		for (int i = 0; i < digits; i++)
			scale *= 10;
		rc = digits == 0
		    ? db_each(db, "SELECT village, household FROM household WHERE household = $1 ORDER BY village LIMIT 2",
		      ARGS(ARG(serial)), take_first_two, found)
		    : db_each(db, "SELECT village, household FROM household"
		      " WHERE (household < 1000000 AND (village * 1000000 + household) % NULLIF($2, 0) = $1)"
		      " OR (household > 1000000 AND household - 1000000 = $1) ORDER BY village, household LIMIT 2",
		      ARGS(ARG(serial), ARG(scale)), take_first_two, found);
		if (rc >= 0)
			rc = found[0] != 0;
	} else
		rc = 0;
	if (rc < 0)
		return -1;
	if (rc == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("household %.*s"), (int)what.len, what.at);
	if (found[1] != 0)
		return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, _("household %.*s: %s, %s"), (int)what.len, what.at,
		    ids_household(found[0], one).at, ids_household(found[1], two).at);
	*id = found[0];
	return 0;
}

/* The ids are one by one looked up by key: cheaper than a scan for few, and
 * never more than one pass for many. */
#define LIST_FROM \
    " FROM household h LEFT JOIN area a ON a.village = h.village AND a.sub = h.hood"
#define LIST_WHERE \
    " AND (" STATE_HOOD ") BETWEEN $4 AND $5" \
    " AND ($6 = 0 OR (" STATE_CLASS ") = $6)" \
    " AND ($7 = 0 OR ((" STATE_TAGS ") & $7) <> 0)" \
    " AND ($8 = 1 OR (" STATE_OPEN "))"
#define LIST_AMONG \
    " FROM feed f JOIN household h ON h.village = f.village AND h.household = f.household" \
    " LEFT JOIN area a ON a.village = h.village AND a.sub = h.hood"
#define LIST_HOUSEHOLDS \
    " WHERE h.village BETWEEN $2 AND $3" LIST_WHERE " ORDER BY h.village, h.household"
/* Each household twice: for its head, who is no member, and for its members. */
#define LIST_PERSONS \
    " CROSS JOIN (SELECT 0 AS others UNION ALL SELECT 1) w" \
    " LEFT JOIN member m ON w.others = 1 AND m.village = h.village AND m.household = h.household" \
    " WHERE h.village BETWEEN $2 AND $3" LIST_WHERE " AND (w.others = 0 OR m.no IS NOT NULL)" \
    " ORDER BY h.village, h.household, m.no NULLS FIRST"

static const char list_all[] = LIST_FROM LIST_HOUSEHOLDS;
static const char list_among[] = LIST_AMONG LIST_HOUSEHOLDS;
static const char list_all_persons[] = LIST_FROM LIST_PERSONS;
static const char list_among_persons[] = LIST_AMONG LIST_PERSONS;

static struct arg
id_cell(const void *rows, size_t n, int c)
{
	int64_t id = ((const int64_t *)rows)[n];

	return arg_int(c == 0 ? ids_village(id) : ids_serial(id));
}

int
household_feed(struct db *db, const int64_t *ids, size_t n)
{
	static const char *const names[] = { "village", "household", NULL };

	return db_feed(db, &(struct feed){ names, "ii", n, id_cell, ids });
}

#define LIST_ARGS(f) \
    ARGS(ARG((f)->on), ARG((f)->area.village_lo), ARG((f)->area.village_hi), ARG((f)->area.sub_lo), ARG((f)->area.sub_hi), \
    ARG((f)->class_no), ARG((int64_t)(f)->tags), ARG((f)->closed ? 1 : 0))

enum { NUMBER_END = 4 };	/* characters of a household's number that are looked for */

/* What SQL does not decide: who answers for it, and whether a word is there. */
struct pick {
	struct db	*db;
	struct text	 word;
	int64_t		 chief;
	struct post_map	*posts;
	int64_t		*ids;
	size_t		 n, room;
};

/* Whether a number ends so; a digit or two end too many. */
static bool
ends_in(int64_t id, struct text word)
{
	char buf[IDS_SIZE];
	struct text t = ids_household(id, buf);

	return word.len >= NUMBER_END && word.len <= t.len && memcmp(t.at + t.len - word.len, word.at, word.len) == 0;
}

static int
pick_row(void *arg, struct stmt *row)
{
	struct pick *p = arg;
	int64_t village = stmt_int(row, 0);
	bool fits = p->word.len == 0;
	struct text name;

	for (int i = 3; i < 6 && !fits; i++) {
		struct text t = stmt_text(row, i);

		fits = memmem(t.at, t.len, p->word.at, p->word.len) != NULL;
	}
	if (!fits)
		fits = ends_in(ids_make(village, stmt_int(row, 1)), p->word);
	if (!fits || (p->chief != 0 && post_map_chief(p->posts, village, stmt_int(row, 2), &name) != p->chief))
		return 0;
	if (!ARRAY_ROOM(p->ids, p->n + 1, p->room))
		return db_no_memory(p->db);
	p->ids[p->n++] = ids_make(village, stmt_int(row, 1));
	return 0;
}

static int
pick(struct db *db, struct pick *p, const struct household_filter *f)
{
	char sql[2048];

	snprintf(sql, sizeof(sql), "SELECT h.village, h.household, " STATE_HOOD ", h.head, h.door, h.note%s",
	    f->among != NULL ? list_among : list_all);
	p->ids = calloc(1, sizeof(*p->ids));	/* never NULL: none is not any */
	p->room = 1;
	if (p->ids == NULL)
		return db_no_memory(db);
	if (p->chief != 0 && (p->posts = post_map_load(db, &f->area, f->on)) == NULL)
		return -1;
	return db_each(db, sql, LIST_ARGS(f), pick_row, p) == 0 ? household_feed(db, p->ids, p->n) : -1;
}

int
household_list(struct db *db, struct rec_out *out, const struct rulebook *book, const struct household_filter *f)
{
	struct pick p = { .db = db, .word = text_of(f->word == NULL ? "" : f->word), .chief = f->chief };
	bool picked = p.word.len > 0 || p.chief != 0, among = picked || f->among != NULL;
	int rc;

	rec_words(out, &book->words);
	rc = f->among != NULL ? household_feed(db, f->among, f->amongs) : 0;
	if (rc == 0 && picked)
		rc = pick(db, &p, f);
	if (rc == 0 && f->persons)
		rc = list_rows(db, out, person_cols, among ? list_among_persons : list_all_persons, LIST_ARGS(f));
	else if (rc == 0)
		rc = list_rows(db, out, household_cols, among ? list_among : list_all, LIST_ARGS(f));
	post_map_free(p.posts);
	free(p.ids);
	return rc;
}

/* Not all may read the numbers: they are read only to be shown. */
#define MEMBERS(ident) \
    "FROM (SELECT village, household, 0 AS no, head AS name, 'head' AS relation, " ident " AS ident, note FROM household" \
    " WHERE village = $1 AND household = $2" \
    " UNION ALL SELECT village, household, no, name, relation, " ident ", note FROM member" \
    " WHERE village = $1 AND household = $2) m ORDER BY m.no"

int
household_members(struct db *db, struct rec_out *out, int64_t id)
{
	bool idents = rec_chose(out, (int)(col_find(member_cols, "ident") - member_cols));

	return list_rows(db, out, member_cols, idents ? MEMBERS("ident") : MEMBERS("0"),
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id))));
}

const struct col history_cols[] = {
	{ "household", "户编号", NULL, COL_HOUSEHOLD, COL_KEY, N_("number of the household"), "x.village * 10000000 + x.household", 0, NULL },
	{ "what", "事项", NULL, COL_TEXT, 0, N_("hood, class or tag"), "x.what", 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, 0, N_("neighbourhood it was in"),
	    "CASE WHEN x.what = 'hood' THEN x.village * 10000000 + x.value END", 0, NULL },
	{ "class", "类别", NULL, COL_CLASS, 0, N_("class it had"), "CASE WHEN x.what = 'class' THEN x.value END", 0, NULL },
	{ "tags", "特殊群体", NULL, COL_TAGS, COL_PRIVATE, N_("group it belonged to"),
	    "CASE WHEN x.what = 'tag' THEN CAST(1 AS BIGINT) << CAST(x.value AS INTEGER) END", 0, NULL },
	{ "first", "起", NULL, COL_DAY, 0, N_("first day it held"), "x.first", 0, NULL },
	{ "last", "止", NULL, COL_DAY, 0, N_("last day; empty: it holds"), "x.last", 0, NULL },
	{ "reason", "事由", NULL, COL_TEXT, COL_FREE, N_("why it changed"), "x.reason", 0, NULL },
	{ 0 },
};

int
household_history(struct db *db, struct rec_out *out, int64_t id)
{
	return list_rows(db, out, history_cols,
	    "FROM span x WHERE x.village = $1 AND x.household = $2 ORDER BY x.first, x.what, x.value",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id))));
}
