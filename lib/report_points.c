/*
 * Points for everybody to read: by construction without a household, a cause, a word
 * that was typed, or who entered it. What is told is what chiefs did and got for it.
 */
#define _GNU_SOURCE
#include "report.h"

#include "points.h"

enum { ENTRY, AREA_NAME, NAME, TITLE, POINTS, DAY, UNTIL, STATUS, COLUMNS };

static const struct word states[] = {
	{ "provisional", "公示中" }, { "objected", "异议中" }, { "final", "已生效" }, { NULL, NULL },
};

const struct col public_points_cols[] = {
	[ENTRY] = { "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry, to be named in an objection"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("name of the village"), NULL, 0, NULL },
	[NAME] = { "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[TITLE] = { "title", "积分事项", NULL, COL_TEXT, 0, N_("the deed's name"), NULL, 0, NULL },
	[POINTS] = { "points", "积分变动", NULL, COL_INT, 0, N_("points, negative when they were taken"), NULL, 0, NULL },
	[DAY] = { "day", "日期", NULL, COL_DAY, 0, N_("day of the deed"), NULL, 0, NULL },
	[UNTIL] = { "until", "异议截止", NULL, COL_DAY, 0, N_("last day on which objections are taken; empty: it had no notice"), NULL, 0, NULL },
	[STATUS] = { "status", "状态", NULL, COL_WORD, 0, N_("provisional, objected or final"), NULL, 0, states },
	[COLUMNS] = { 0 },
};

/* Columns of the questions below. A day's notice is what had been entered, reversed
 * and decided at its end: $3 is the last seq then, $4 the day. */
enum { Q_VILLAGE, Q_SEQ, Q_NAME, Q_TITLE, Q_POINTS, Q_DAY, Q_FINAL, Q_OBJECTED };
#define OPEN \
    "EXISTS (SELECT 1 FROM objection o WHERE o.village = e.village AND o.seq = e.seq AND o.step = 'objected' AND o.day <= $4" \
    " AND NOT EXISTS (SELECT 1 FROM objection x WHERE x.village = o.village AND x.seq = o.seq AND x.n > o.n AND x.day <= $4))"
#define ENTRIES(from) \
    "SELECT e.village, e.seq, c.name, " ENTRY_DEED ", e.points, e.day, e.final, CASE WHEN " OPEN " THEN 1 ELSE 0 END FROM " from \
    " LEFT JOIN chief c ON c.village = e.village AND c.chief = e.account"
#define STANDS(hi) \
    " AND (e.kind = 'award' OR e.kind = 'deduct')" \
    " AND (SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND r.seq <= " hi ") IS NULL"

static const char notice_sql[] = ENTRIES("entry e") " WHERE e.village = $1 AND e.seq BETWEEN $2 AND $3 AND e.final > $4" STANDS("$3") " ORDER BY e.village, e.seq";

/* Of a period, $2 to $5, chief by chief: that is how they are indexed. */
static const char final_sql[] = ENTRIES("account a CROSS JOIN entry e") " WHERE a.village = $1 AND e.village = a.village AND e.account = a.account"
    " AND e.day BETWEEN $2 AND $5 AND e.seq <= $3 AND e.final <= $4 AND NOT " OPEN STANDS("$3") " ORDER BY e.village, e.day, e.seq";

struct notice {
	struct db	*db;
	struct rec_out	*out;
	struct area_map	*areas;
	const char	*zone;
	bool		 final;
	day_t		 on, since, until;
};

static int
take(void *arg, struct stmt *row)
{
	const struct notice *n = arg;
	int64_t village = stmt_int(row, Q_VILLAGE), final = stmt_int(row, Q_FINAL), day = stmt_int(row, Q_DAY);

	return rec_put(n->out, (const struct value[COLUMNS]){
		[ENTRY] = VALUE_INT(ids_make(village, stmt_int(row, Q_SEQ))),
		[AREA_NAME] = VALUE_TEXT(area_map_name(n->areas, ids_make(village, 0))),
		[NAME] = VALUE_TEXT(stmt_text(row, Q_NAME)),
		[TITLE] = VALUE_TEXT(stmt_text(row, Q_TITLE)),
		[POINTS] = VALUE_INT(stmt_int(row, Q_POINTS)),
		[DAY] = VALUE_INT(day),
		[UNTIL] = final > 0 ? VALUE_INT(day_add((day_t)final, -1)) : VALUE_NULL,
		[STATUS] = VALUE_TEXT(text_of(states[n->final ? 2 : stmt_int(row, Q_OBJECTED)].name)),
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

static int
take_village(void *arg, struct stmt *row)
{
	struct notice *n = arg;
	int64_t village = stmt_int(row, 0), lo, hi;
	int rc = n->final ? entry_entered(n->db, n->zone, village, n->on, n->on, &lo, &hi) : points_on_notice(n->db, n->zone, village, n->on, &lo, &hi);

	if (rc != 0)
		return -1;
	return n->final
	    ? db_each(n->db, final_sql, ARGS(ARG(village), ARG(n->since), ARG(hi), ARG(n->on), ARG(n->until)), take, n)
	    : db_each(n->db, notice_sql, ARGS(ARG(village), ARG(lo), ARG(hi), ARG(n->on)), take, n);
}

int
report_points(struct db *db, struct rec_out *out, const char *zone, const struct area_range *range, bool final, day_t on, day_t since, day_t until)
{
	struct notice n = { .db = db, .out = out, .zone = zone, .final = final, .on = on, .since = since, .until = until };
	int rc = db_begin_read(db);

	if (rc == 0) {
		n.areas = area_map_load(db, on);
		rc = n.areas == NULL ? -1 : db_each(db, "SELECT village FROM chain WHERE village BETWEEN $1 AND $2 ORDER BY village",
		    ARGS(ARG(range->village_lo), ARG(range->village_hi)), take_village, &n);
	}
	db_end_read(db);
	area_map_free(n.areas);
	return rc < 0 ? -1 : 0;
}
