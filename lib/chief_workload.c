/* Households per neighbour chief, against what the town thinks right. */
#include "chief_parts.h"

static const struct word verdicts[] = {
	{ "ok", "合理" }, { "few", "偏少" }, { "many", "偏多" }, { "vacant", "空缺" }, { NULL, NULL },
};

const struct col workload_cols[] = {
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_KEY, N_("who holds the post"), NULL, 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("name"), NULL, 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, 0, N_("the neighbourhood"), NULL, 0, NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	{ "households", "户数", NULL, COL_INT, 0, N_("households in it"), NULL, 0, NULL },
	{ "min", "下限", NULL, COL_INT, 0, N_("fewest that are right"), NULL, 0, NULL },
	{ "max", "上限", NULL, COL_INT, 0, N_("most that are right"), NULL, 0, NULL },
	{ "verdict", "结论", NULL, COL_WORD, 0, N_("ok, few, many or vacant"), NULL, 0, verdicts },
	{ 0 },
};

struct workload {
	struct rec_out	*out;
	struct area_count *count;
	int64_t		 min, max;
};

static int
put(void *arg, struct stmt *row)
{
	const struct workload *w = arg;
	int64_t area = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	int64_t n = area_count_in(w->count, area, LEVEL_HOOD);
	bool vacant = stmt_null(row, 3);

	return rec_put(w->out, (struct value[]){
		vacant ? VALUE_NULL : VALUE_INT(ids_make(stmt_int(row, 0), stmt_int(row, 3))),
		VALUE_TEXT(stmt_text(row, 4)),
		VALUE_INT(area),
		VALUE_TEXT(stmt_text(row, 2)),
		VALUE_INT(n), VALUE_INT(w->min), VALUE_INT(w->max),
		VALUE_TEXT(text_of(vacant ? "vacant" : n < w->min ? "few" : n > w->max ? "many" : "ok")),
	}) != 0;
}

int
chief_workload(struct db *db, struct rec_out *out, const struct area_range *r, day_t on)
{
	struct workload w = { .out = out };
	int rc;

	if (area_bounds(db, &w.min, &w.max) != 0 || (w.count = area_count_load(db, r, on)) == NULL)
		return -1;
	rc = db_each(db,
	    "SELECT a.village, a.sub, a.name, p.chief, c.name FROM area a"
	    " LEFT JOIN post p ON p.village = a.village AND p.sub = a.sub AND p.first <= $5 AND p.last >= $5"
	    " LEFT JOIN chief c ON c.village = p.village AND c.chief = p.chief"
	    " WHERE a.level = 7 AND a.village BETWEEN $1 AND $2 AND a.sub BETWEEN $3 AND $4"
	    " AND a.first <= $5 AND a.last >= $5 ORDER BY a.village, a.sub, p.first NULLS FIRST",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(on)), put, &w);
	area_count_free(w.count);
	return rc < 0 ? -1 : 0;
}
