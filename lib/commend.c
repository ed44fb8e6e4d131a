#include "commend.h"

#include "deed.h"
#include "was.h"

#define LEVEL \
    "CASE k.level WHEN -1 THEN 'nation' WHEN 0 THEN 'province' WHEN 1 THEN 'city' WHEN 2 THEN 'county' WHEN 3 THEN 'town' ELSE 'village' END"

const struct col commendation_cols[] = {
	{ "commendation", "表彰编号", NULL, COL_COMMENDATION, COL_KEY, N_("number of the commendation"), "k.village || '-' || k.no", 0, NULL },
	{ "day", "表彰日期", NULL, COL_DAY, 0, N_("day it was given"), "k.no / 1000000", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, 0, N_("chief it was given to"), "k.village * 10000000 + k.chief", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "level", "级别", NULL, COL_WORD, 0, N_("who gave it: nation, province, city, county, town or village"), LEVEL, 0, commendation_levels },
	{ "title", "荣誉", NULL, COL_TEXT, COL_FREE, N_("what it says"), "k.title", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored it"), "k.run", 0, NULL },
	{ 0 },
};

int
commendation_level(struct text word)
{
	return col_word(commendation_levels, word) - 1;
}

#define FIRST(d)	((d) * IDS_DAY)
#define LAST(d)		((d) * IDS_DAY + IDS_DAY - 1)

static int
find_same(struct db *db, struct commendation *c)
{
	return db_int(db, "SELECT no FROM commendation WHERE village = $1 AND no BETWEEN $2 AND $3 AND chief = $4 AND level = $5"
	    " AND title = $6 AND withdrawn = 0", ARGS(ARG(ids_village(c->chief)), ARG(FIRST(c->day)), ARG(LAST(c->day)),
	    ARG(ids_serial(c->chief)), ARG(c->level), ARG(c->title)), &c->no);
}

int
commend(struct db *db, struct commendation *c, int64_t run)
{
	int rc = find_same(db, c);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (db_int(db, "SELECT coalesce(max(no), $2 - 1) + 1 FROM commendation WHERE village = $1 AND no BETWEEN $2 AND $3",
	    ARGS(ARG(ids_village(c->chief)), ARG(FIRST(c->day) + 1), ARG(LAST(c->day))), &c->no) < 0)
		return -1;
	return db_run(db, "INSERT INTO commendation (village, no, chief, level, title, withdrawn, run) VALUES ($1, $2, $3, $4, $5, 0, $6)",
	    ARGS(ARG(ids_village(c->chief)), ARG(c->no), ARG(ids_serial(c->chief)), ARG(c->level), ARG(c->title), ARG(run))) < 0 ? -1 : 1;
}

int
commend_withdraw(struct db *db, struct commendation *c, day_t on, int64_t run)
{
	int rc = find_same(db, c);
	int64_t village = ids_village(c->chief);

	if (rc <= 0)
		return rc;
	return was_keep(db, "commendation", "SELECT * FROM commendation WHERE village = $1 AND no = $2", ARGS(ARG(village), ARG(c->no))) < 0 ? -1 : (int)db_run(db, "UPDATE commendation SET withdrawn = $3, run = $4 WHERE village = $1 AND no = $2",
	    ARGS(ARG(village), ARG(c->no), ARG(on), ARG(run)));
}

int
commendation_list(struct db *db, struct rec_out *out, const struct commendation_filter *f)
{
	return list_rows(db, out, commendation_cols,
	    " FROM village v CROSS JOIN commendation k LEFT JOIN chief c ON c.village = k.village AND c.chief = k.chief"
	    " WHERE v.village BETWEEN $1 AND $2 AND k.village = v.village AND k.no BETWEEN $3 AND $4 AND ($5 = 1 OR k.withdrawn = 0)"
	    " AND ($6 = 0 OR (k.village = $7 AND k.chief = $6)) AND ($8 = -2 OR k.level = $8) ORDER BY k.no / 1000000, k.village, k.no",
	    ARGS(ARG(f->area.village_lo), ARG(f->area.village_hi), ARG(f->no != 0 ? f->no : FIRST(f->since)), ARG(f->no != 0 ? f->no : LAST(f->until)),
	    ARG(f->no != 0 ? 1 : 0), ARG(ids_serial(f->chief)), ARG(ids_village(f->chief)), ARG(f->level)));
}
