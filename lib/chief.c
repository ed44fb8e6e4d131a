#define _GNU_SOURCE
#include "chief.h"

#include "chief_parts.h"

static const struct word role_words[] = {
	{ "piece", "片长 片区长 片区负责人" },
	{ "group", "组长 小组长 村民小组长" },
	{ "neighbourhood", "邻长 屋场长" },
	{ NULL, NULL },
};

enum { CHIEF, NAME, ROLE, AREA, AREA_NAME, PHONE, PARTY, ELECTED, ELECTORS, LAST, HOUSEHOLDS, COLUMNS };

#define AT(field)	COL_AT(chief_row, field, struct text)

const struct col chief_cols[] = {
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("number of the chief"), NULL, 0, NULL },
	{ "name", "姓名", "三长姓名 邻长姓名 组长姓名 片长姓名", COL_NAME, COL_NEED | COL_IN, N_("name"), NULL, AT(name), NULL },
	{ "role", "职务", "三长职务 身份 类型", COL_WORD, COL_IN,
	    N_("chief of a piece, group or neighbourhood"), NULL, AT(role), role_words },
	{ "area", "区域代码", "代码 网格代码 区域编码 网格编码 邻代码", COL_AREA, COL_NEED | COL_IN,
	    N_("area of the post"), NULL, AT(area), NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	{ "phone", "联系电话", "电话 手机 手机号 手机号码 联系方式 电话号码", COL_PHONE, COL_IN | COL_MORE | COL_PRIVATE,
	    N_("phone number"), NULL, AT(phone), NULL },
	{ "party", "政治面貌", NULL, COL_TEXT, COL_IN, N_("political affiliation"), NULL, AT(party), NULL },
	{ "elected", "当选日期", "当选时间 任职日期 任职时间", COL_DAY, COL_IN,
	    N_("day of the election"), NULL, COL_AT(chief_row, elected, day_t), NULL },
	{ "electors", "选举户数", "参选户数 投票户数", COL_INT, COL_IN,
	    N_("how many households voted"), NULL, COL_AT(chief_row, electors, int64_t), NULL },
	{ "last", "卸任日期", NULL, COL_DAY, COL_MORE, N_("last day of the post"), NULL, 0, NULL },
	{ "households", "户数", NULL, COL_INT, COL_MORE, N_("households in the area of the post"), NULL, 0, NULL },
	{ 0 },
};

struct found {
	int64_t		 id[6];
	int		 n;	/* as many as there is room for */
};

static int
take_id(void *arg, struct stmt *row)
{
	struct found *f = arg;

	f->id[f->n++] = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	return f->n == (int)(sizeof(f->id) / sizeof(f->id[0]));
}

static const char by_serial[] =
    "SELECT village, chief FROM chief WHERE chief = $1 AND village BETWEEN $2 AND $3 ORDER BY village";

/* $6: 0 with a post in the range that day, 1 with one in its villages, 2 any. */
static const char by_name[] =
    "SELECT c.village, c.chief FROM chief c WHERE c.name = $1 AND c.village BETWEEN $2 AND $3"
    " AND ($6 = 2 OR EXISTS (SELECT 1 FROM post p WHERE p.village = c.village AND p.chief = c.chief"
    " AND p.first <= $7 AND p.last >= $7 AND (p.sub BETWEEN $4 AND $5 OR $6 = 1)))"
    " ORDER BY c.village, c.chief";

static int
search(struct db *db, struct text what, const struct area_range *r, day_t on, struct found *f)
{
	int64_t id = ids_chief_parse(what), serial;
	int digits, rc = 0;

	if (id != 0)
		return db_each(db, by_serial, ARGS(ARG(ids_serial(id)), ARG(ids_village(id)), ARG(ids_village(id))), take_id, f);
	if (ids_tail(what, 'C', &serial, &digits))
		return db_each(db, by_serial, ARGS(ARG(serial), ARG(r->village_lo), ARG(r->village_hi)), take_id, f);
	for (int any = 0; rc == 0 && f->n == 0 && any <= 2; any++)
		rc = db_each(db, by_name, ARGS(ARG(what), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo),
		    ARG(r->sub_hi), ARG(any), ARG(on)), take_id, f);
	return rc;
}

int
chief_find(struct db *db, struct text what, const struct area_range *within, day_t on, int64_t *id)
{
	struct found f = { .n = 0 };
	char list[6 * (IDS_SIZE + 2)] = "", one[IDS_SIZE];
	const int room = (int)(sizeof(f.id) / sizeof(f.id[0]));
	struct area_range all;
	size_t len = 0;

	if (within == NULL) {
		if (area_find(db, NULL, on, &all) != 0)
			return -1;
		within = &all;
	}
	if (search(db, what, within, on, &f) < 0)
		return -1;
	if (f.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("chief %.*s"), (int)what.len, what.at);
	*id = f.id[0];
	if (f.n == 1)
		return 0;
	for (int i = 0; i < f.n && i < room - 1; i++) {
		struct text t = ids_chief(f.id[i], one);

		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%.*s", i > 0 ? ", " : "", (int)t.len, t.at);
	}
	return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, _("chief %.*s: %s%s"), (int)what.len, what.at, list, f.n == room ? " .." : "");
}

struct listing {
	struct rec_out	*out;
	const struct area_count *count;
	day_t		 on;
	int		 level;		/* -1 any */
	struct text	 word;
};

static bool
fits(struct text t, struct text word)
{
	return memmem(t.at, t.len, word.at, word.len) != NULL;
}

/* village sub chief name phone party first last electors area_name level */
static int
put(void *arg, struct stmt *row)
{
	const struct listing *l = arg;
	int64_t area = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	bool vacant = stmt_null(row, 2);
	struct text name = stmt_text(row, 3), area_name = stmt_text(row, 9);
	int level = stmt_null(row, 10) ? -1 : (int)stmt_int(row, 10);
	struct value v[COLUMNS];

	if ((l->level >= 0 && l->level != level) || (l->word.len > 0 && !fits(name, l->word) && !fits(area_name, l->word)))
		return 0;
	v[CHIEF] = vacant ? VALUE_NULL : VALUE_INT(ids_make(stmt_int(row, 0), stmt_int(row, 2)));
	v[NAME] = VALUE_TEXT(name);
	v[ROLE] = level < 0 ? VALUE_NULL : VALUE_TEXT(text_of(ids_level[level]));
	v[AREA] = VALUE_INT(area);
	v[AREA_NAME] = VALUE_TEXT(area_name);
	v[PHONE] = VALUE_TEXT(stmt_text(row, 4));
	v[PARTY] = VALUE_TEXT(stmt_text(row, 5));
	v[ELECTED] = VALUE_INT(stmt_int(row, 6));
	v[ELECTORS] = vacant ? VALUE_NULL : VALUE_INT(stmt_int(row, 8));
	v[LAST] = VALUE_INT(stmt_int(row, 7));
	v[HOUSEHOLDS] = l->count == NULL || level < 0 || (!vacant && stmt_int(row, 7) < l->on) ? VALUE_NULL
	    : VALUE_INT(area_count_in(l->count, area, level));
	return rec_put(l->out, v) != 0;	/* rec_end says why */
}

/* A phone number that is not shown is not even read: not all may. */
#define POST_COLUMNS(phone) \
    "SELECT p.village, p.sub, p.chief, c.name, " phone ", c.party, p.first, p.last, p.electors, a.name, a.level" \
    " FROM post p JOIN chief c ON c.village = p.village AND c.chief = p.chief" \
    " LEFT JOIN area a ON a.village = p.village AND a.sub = p.sub"

#define POSTS_HELD \
    " WHERE p.village BETWEEN $1 AND $2 AND p.sub BETWEEN $3 AND $4" \
    " AND p.first <= $5 AND p.last >= $5 ORDER BY p.village, p.sub, p.first"
#define POSTS_OF_CHIEF " WHERE p.village = $1 AND p.chief = $2 ORDER BY p.first, p.sub"
static const char *const posts_held[] = { POST_COLUMNS("''") POSTS_HELD, POST_COLUMNS("c.phone") POSTS_HELD };
static const char *const posts_of_chief[] = { POST_COLUMNS("''") POSTS_OF_CHIEF, POST_COLUMNS("c.phone") POSTS_OF_CHIEF };
static const char posts_vacant[] =
    "SELECT a.village, a.sub, NULL, '', '', '', 0, 0, 0, a.name, a.level FROM area a"
    " WHERE a.village BETWEEN $1 AND $2 AND a.sub BETWEEN $3 AND $4"
    " AND a.first <= $5 AND a.last >= $5 AND a.level > 4 AND NOT EXISTS (SELECT 1 FROM post p"
    " WHERE p.village = a.village AND p.sub = a.sub AND p.first <= $5 AND p.last >= $5)"
    " ORDER BY a.village, a.sub";

static int
list(struct db *db, struct listing *l, const struct area_range *r, const char *sql, const struct arg *args)
{
	struct area_count *count = NULL;
	int rc;

	if (rec_chose(l->out, HOUSEHOLDS) && (count = area_count_load(db, r, l->on)) == NULL)
		return -1;
	l->count = count;
	rc = db_each(db, sql, args, put, l);
	area_count_free(count);
	return rc < 0 ? -1 : 0;
}

int
chief_list(struct db *db, struct rec_out *out, const struct area_range *r, day_t on,
    const char *role, const char *word, bool vacant)
{
	struct listing l = {
		.out = out, .on = on, .level = role == NULL ? -1 : area_level(text_of(role)),
		.word = text_of(word == NULL ? "" : word),
	};

	return list(db, &l, r, vacant ? posts_vacant : posts_held[rec_chose(out, PHONE)],
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(on)));
}

int
chief_show(struct db *db, struct rec_out *out, int64_t id)
{
	struct listing l = { .out = out, .on = DAY_MAX, .level = -1 };
	struct area_range r = { ids_village(id), ids_village(id), 0, 999999, LEVEL_VILLAGE };

	return list(db, &l, &r, posts_of_chief[rec_chose(out, PHONE)], ARGS(ARG(r.village_lo), ARG(ids_serial(id))));
}
