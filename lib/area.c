#define _GNU_SOURCE
#include "area.h"

#include <stdio.h>
#include <stdlib.h>

#include "area_parts.h"

const struct word area_levels[] = {
	{ "province", "省 省级" },
	{ "city", "市 地级 市级" },
	{ "county", "县 区 区县 县级" },
	{ "town", "乡镇 乡 镇 街道 乡级 镇级" },
	{ "village", "村 社区 行政村 村级" },
	{ "piece", "片 片区" },
	{ "group", "组 村民小组 小组" },
	{ "neighbourhood", "邻 屋场 邻里" },
	{ NULL, NULL },
};

enum { AREA, NAME, LEVEL, PARENT, HOUSEHOLDS, CHIEF, FIRST, LAST, COLUMNS };

const struct col area_cols[] = {
	{ "area", "区域代码", "代码 区划代码 编码 区域编码 网格代码 行政区划代码 统计用区划代码 村代码 社区代码 片代码 组代码 邻代码 code", COL_AREA, COL_KEY | COL_NEED | COL_IN,
	    N_("code of the area"), NULL, COL_AT(area_row, area, struct text), NULL },
	{ "name", "名称", "区域名称 村名 社区名 片名 组名 邻名 区划名称 网格名称 单位名称", COL_PLACE, COL_NEED | COL_IN,
	    N_("its name"), NULL, COL_AT(area_row, name, struct text), NULL },
	{ "level", "级别", NULL, COL_WORD, 0, N_("province .. village, piece, group, neighbourhood"), NULL, 0, area_levels },
	{ "parent", "上级", NULL, COL_AREA, 0, N_("the area it lies in"), NULL, 0, NULL },
	{ "households", "户数", NULL, COL_INT, COL_MORE, N_("households in it and under it"), NULL, 0, NULL },
	{ "chief", "三长", NULL, COL_CHIEF, COL_MORE, N_("who holds its post"), NULL, 0, NULL },
	{ "first", "启用日期", "生效日期 设立日期", COL_DAY, COL_IN | COL_MORE,
	    N_("first day; empty: since ever"), NULL, COL_AT(area_row, first, day_t), NULL },
	{ "last", "停用日期", "失效日期 撤销日期", COL_DAY, COL_IN | COL_MORE | COL_LAST,
	    N_("last day; empty: until further notice"), NULL, COL_AT(area_row, last, day_t), NULL },
	{ 0 },
};

static const int64_t village_step[] = { 10000000000, 100000000, 1000000, 1000, 1 };
static const int64_t sub_step[] = { [LEVEL_PIECE] = 10000, [LEVEL_GROUP] = 100, [LEVEL_HOOD] = 1 };

int64_t
area_end(int64_t id, int level)
{
	if (level <= LEVEL_VILLAGE)
		return ids_make(ids_village(id) + village_step[level] - 1, 999999);
	return id + sub_step[level] - 1;
}

int64_t
area_parent(int64_t id, int level)
{
	int64_t step;

	if (level == 0)
		return 0;
	step = level <= LEVEL_PIECE ? village_step[level - 1] * IDS_STEP : sub_step[level - 1];
	return id - id % step;
}

int
area_level(struct text word)
{
	return col_word(area_levels, word);
}

/* Names of a path, each looked for within what the one before may mean. */
struct search {
	struct db	*db;
	day_t		 on;
	int64_t		 found[6];
	int		 founds;	/* as many as there is room for */
	struct area_range range;	/* of the first one */
};

struct level {
	struct search	*search;
	struct text	 rest;		/* of the path */
};

static int search_path(struct search *, struct text path, const struct area_range *);

static int
search_hit(void *arg, struct stmt *row)
{
	struct level *at = arg;
	struct search *s = at->search;
	int64_t id = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	int level = (int)stmt_int(row, 2);
	int64_t end = area_end(id, level);
	struct area_range range = { ids_village(id), ids_village(end), ids_serial(id), ids_serial(end), level };

	if (at->rest.len > 0)
		return search_path(s, at->rest, &range);
	for (int i = 0; i < s->founds; i++)
		if (s->found[i] == id)
			return 0;
	if (s->founds == 0)
		s->range = range;
	s->found[s->founds++] = id;
	return s->founds == (int)(sizeof(s->found) / sizeof(s->found[0]));
}

static int
search_path(struct search *s, struct text path, const struct area_range *in)
{
	const char *slash = path.len > 0 ? memchr(path.at, '/', path.len) : NULL;
	struct text name = { path.at, slash == NULL ? path.len : (size_t)(slash - path.at) };
	struct level at = { .search = s };
	struct area_range code = { 0 };

	if (slash != NULL)
		at.rest = (struct text){ slash + 1, path.len - name.len - 1 };
	if (!ids_area_parse(name, &code))
		code.level = -1;
	return db_each(s->db,
	    "SELECT village, sub, level FROM area"
	    " WHERE (name = $1 OR (level = $2 AND village = $3 AND sub = $4))"
	    " AND village BETWEEN $5 AND $6 AND sub BETWEEN $7 AND $8 AND level > $9"
	    " AND first <= $10 AND last >= $11 ORDER BY village, sub",
	    ARGS(ARG(name), ARG(code.level), ARG(code.village_lo), ARG(code.sub_lo),
	    ARG(in->village_lo), ARG(in->village_hi), ARG(in->sub_lo), ARG(in->sub_hi), ARG(in->level),
	    ARG(area_day_first(s->on)), ARG(area_day_last(s->on))), search_hit, &at);
}

/* A code of what is not stored itself, but has areas in it, will do. */
static int
find_code(struct db *db, const struct area_range *r)
{
	int64_t n = 0;

	return db_int(db, "SELECT 1 FROM area WHERE village BETWEEN $1 AND $2 AND sub BETWEEN $3 AND $4 LIMIT 1",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), &n);
}

static int
ambiguous(const struct search *s, const char *what)
{
	char list[6 * (IDS_SIZE + 2)] = "", code[IDS_SIZE];
	const int room = (int)(sizeof(s->found) / sizeof(s->found[0]));
	size_t len = 0;

	for (int i = 0; i < s->founds && i < room - 1; i++) {
		struct text t = ids_area(ids_village(s->found[i]), ids_serial(s->found[i]), code);

		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%.*s", i > 0 ? ", " : "", (int)t.len, t.at);
	}
	return db_fail(s->db, EXIT_ABSENT, FAULT_AMBIGUOUS, _("area %s: %s%s"), what, list, s->founds == room ? " .." : "");
}

/* The nearest name there is, one character away: 鼎胜屋场 is 鼎盛屋场. */
struct near {
	const char	*what;
	char		 name[128];
	size_t		 far;		/* bytes */
};

static int
take_near(void *arg, struct stmt *row)
{
	struct near *near = arg;
	struct text t = stmt_text(row, 0);
	char name[sizeof(near->name)];
	size_t far;

	if (t.len >= sizeof(name))
		return 0;
	memcpy(name, t.at, t.len);
	name[t.len] = '\0';
	far = text_distance(near->what, name, near->far - 1);
	if (far < near->far) {
		near->far = far;
		strcpy(near->name, name);
	}
	return near->far == 1;
}

static int
not_found(struct db *db, const char *what, day_t on)
{
	struct near near = { .what = what, .far = 4 };

	/* Two characters are near to too many names. */
	if (strlen(what) > 6 && db_each(db, "SELECT name FROM area WHERE first <= $1 AND last >= $2 ORDER BY village, sub",
	    ARGS(ARG(area_day_first(on)), ARG(area_day_last(on))), take_near, &near) < 0)
		return -1;
	return near.name[0] == '\0' ? db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("area %s"), what)
	    : db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("area %s (perhaps %s)"), what, near.name);
}

int
area_find(struct db *db, const char *what, day_t on, struct area_range *range)
{
	static const struct area_range all = { 100000000000, 899999999999, 0, 999999, -1 };
	struct search s = { .db = db, .on = on };
	int rc;

	*range = all;
	if (what == NULL)
		return 0;
	if (ids_area_parse(text_of(what), range)) {
		rc = find_code(db, range);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
	} else if (search_path(&s, text_of(what), &all) < 0) {
		return -1;
	}
	if (s.founds == 0)
		return not_found(db, what, on);
	if (s.founds > 1)
		return ambiguous(&s, what);
	*range = s.range;
	return 0;
}

struct listing {
	struct rec_out	*out;
	const struct area_count *count;
	struct text	 word;
};

static int
put(void *arg, struct stmt *row)
{
	const struct listing *l = arg;
	int64_t id = ids_make(stmt_int(row, 0), stmt_int(row, 1)), parent;
	int level = (int)stmt_int(row, 2);
	struct text name = stmt_text(row, 3);
	struct value v[COLUMNS];

	if (l->word.len > 0 && memmem(name.at, name.len, l->word.at, l->word.len) == NULL)
		return 0;
	parent = area_parent(id, level);
	v[AREA] = VALUE_INT(id);
	v[NAME] = VALUE_TEXT(name);
	v[LEVEL] = VALUE_TEXT(text_of(ids_level[level]));
	v[PARENT] = parent == 0 ? VALUE_NULL : VALUE_INT(parent);
	v[HOUSEHOLDS] = VALUE_INT(l->count == NULL ? 0 : area_count_in(l->count, id, level));
	v[CHIEF] = stmt_null(row, 6) ? VALUE_NULL : VALUE_INT(ids_make(stmt_int(row, 0), stmt_int(row, 6)));
	v[FIRST] = VALUE_INT(stmt_int(row, 4));
	v[LAST] = VALUE_INT(stmt_int(row, 5));
	return rec_put(l->out, v) != 0;	/* rec_end says why */
}

/* within: households are counted there; the areas are those of r. */
static int
list(struct db *db, struct rec_out *out, const struct area_range *r, const struct area_range *within,
    day_t on, const char *word, int level)
{
	struct listing l = { .out = out, .word = text_of(word == NULL ? "" : word) };
	struct area_count *count = NULL;
	day_t day = on == 0 ? DAY_MAX : on;
	int rc;

	if (rec_chose(out, HOUSEHOLDS) && (count = area_count_load(db, within, day)) == NULL)
		return -1;
	l.count = count;
	rc = db_each(db,
	    "SELECT a.village, a.sub, a.level, a.name, a.first, a.last, p.chief"
	    " FROM area a LEFT JOIN post p ON p.village = a.village AND p.sub = a.sub"
	    " AND p.first <= $7 AND p.last >= $7"
	    " WHERE a.village BETWEEN $1 AND $2 AND a.sub BETWEEN $3 AND $4"
	    " AND a.first <= $5 AND a.last >= $6 AND (a.level = $8 OR $8 < 0)"
	    " ORDER BY a.village, a.sub, p.first NULLS FIRST",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi),
	    ARG(area_day_first(on)), ARG(area_day_last(on)), ARG(day), ARG(level)), put, &l);
	area_count_free(count);
	return rc < 0 ? -1 : 0;
}

int
area_list(struct db *db, struct rec_out *out, const struct area_range *r, day_t on,
    const char *word, int level)
{
	return list(db, out, r, r, on, word, level);
}

int
area_show(struct db *db, struct rec_out *out, const struct area_range *r)
{
	struct area_range self = { r->village_lo, r->village_lo, r->sub_lo, r->sub_lo, r->level };

	return list(db, out, &self, r, 0, NULL, r->level);
}

static int
take_top(void *arg, struct stmt *row)
{
	int64_t *top = arg;

	if (*top != 0) {	/* several, and nothing above them */
		*top = 0;
		return 1;
	}
	*top = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	return 0;
}

int
area_top(struct db *db, const struct area_range *r, int64_t *top)
{
	*top = 0;
	return db_each(db, "SELECT village, sub FROM area WHERE village BETWEEN $1 AND $2 AND sub BETWEEN $3 AND $4"
	    " AND level = (SELECT min(level) FROM area WHERE village BETWEEN $1 AND $2 AND sub BETWEEN $3 AND $4)"
	    " ORDER BY village, sub LIMIT 2",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), take_top, top) < 0 ? -1 : 0;
}
