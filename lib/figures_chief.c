/* What one chief did in the period, beside the figures of the areas of his posts. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

#include "activity_parts.h"

struct own {
	struct sheet	*sheet;
	struct sheet_group group;
	char		 name[4 * 200 + 1];	/* 200 characters */
};

/* place value records; records -1: they mean nothing */
static int
take(void *arg, struct stmt *row)
{
	static const enum figure places[] = {
		FIGURE_VISITED, FIGURE_TAKEN, FIGURE_FINISHED, FIGURE_HELD, FIGURE_TRAINED, FIGURE_COMMENDED,
		FIGURE_AWARDED, FIGURE_DEDUCTED, FIGURE_REDEEMED, FIGURE_RETURNED, FIGURE_REVERSED, FIGURE_BALANCE,
	};
	const struct own *o = arg;
	int64_t records = stmt_int(row, 2);

	return sheet_at(o->sheet, places[stmt_int(row, 0)], o->sheet->top, o->group, stmt_int(row, 1), SHEET_NONE, records < 0 ? SHEET_NONE : records);
}

#define COUNT	"CAST(count(*) AS BIGINT)"

/* A household that was visited in the period was not visited last before it. */
static const char visits_sql[] =
    "SELECT 0, count(DISTINCT v.household), " COUNT " FROM household h CROSS JOIN visit v WHERE h.village = $1 AND h.visited >= $3"
    " AND v.village = h.village AND v.household = h.household AND v.chief = $2 AND v.day BETWEEN $3 AND $4"
    " AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no)";

/* An order that moved in the period says so: the others are not read. */
static const char orders_sql[] =
    "SELECT CASE e.step WHEN 'take' THEN 1 ELSE 2 END, count(DISTINCT e.no), -1 FROM work_order w CROSS JOIN order_event e"
    " WHERE w.village = $1 AND w.state IN ('open', 'taken', 'held', 'done', 'confirmed', 'cancelled') AND w.since >= $3"
    " AND e.village = w.village AND e.no = w.no AND e.chief = $2 AND e.at BETWEEN $3 AND $4 AND e.step IN ('take', 'finish') GROUP BY e.step";

static const char activities_sql[] =
    "SELECT 3, " COUNT ", -1 FROM attendance t WHERE t.village = $1 AND t.chief = $2 AND t.no BETWEEN $3 AND $4"
    " UNION ALL SELECT 4, " COUNT ", -1 FROM attendance t JOIN activity a ON a.village = t.village AND a.no = t.no"
    " WHERE t.village = $1 AND t.chief = $2 AND t.no BETWEEN $3 AND $4 AND a.kind = 'training'"
    " UNION ALL SELECT 5, " COUNT ", -1 FROM commendation k WHERE k.village = $1 AND k.chief = $2 AND k.no BETWEEN $3 AND $4 AND (k.withdrawn = 0 OR k.withdrawn > $4 / 1000000)";

/* By the days of the entries, not those on which they were entered: as in his passbook. */
static const char points_sql[] =
    "SELECT CASE e.kind WHEN 'award' THEN 6 WHEN 'deduct' THEN 7 WHEN 'redeem' THEN 8 WHEN 'return' THEN 9 ELSE 10 END,"
    " CAST(sum(e.points) AS BIGINT), " COUNT " FROM entry e WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4 GROUP BY e.kind"
    " UNION ALL SELECT 11, CAST(coalesce(sum(e.points), 0) AS BIGINT), -1 FROM entry e WHERE e.village = $1 AND e.account = $2 AND e.day <= $4";

static int
take_name(void *arg, struct stmt *row)
{
	struct own *o = arg;
	struct text name = stmt_text(row, 0);

	snprintf(o->name, sizeof(o->name), "%.*s", (int)name.len, name.at);
	o->group.name = text_of(o->name);
	return 0;
}

int
figures_chief(struct sheet *s, int64_t chief)
{
	const struct sheet_ask *ask = s->ask;
	int64_t village = ids_village(chief), serial = ids_serial(chief);
	char id[IDS_SIZE], code[IDS_SIZE + 8];
	struct own o = { .sheet = s };

	snprintf(code, sizeof(code), "chief:%s", ids_chief(chief, id).at);
	o.group = (struct sheet_group){ .code = code, .rank = 100 };
	return db_each(ask->db, "SELECT c.name FROM chief c WHERE c.village = $1 AND c.chief = $2", ARGS(ARG(village), ARG(serial)), take_name, &o) != 0
	    || db_each(ask->db, visits_sql, ARGS(ARG(village), ARG(serial), ARG(ask->since), ARG(ask->until)), take, &o) != 0
	    || db_each(ask->db, orders_sql, ARGS(ARG(village), ARG(serial), ARG(moment_at(ask->since, 0, ask->zone)), ARG(moment_end(ask->until, ask->zone))), take, &o) != 0
	    || db_each(ask->db, activities_sql, ARGS(ARG(village), ARG(serial), ARG(activity_first(ask->since)), ARG(activity_last(ask->until))), take, &o) != 0
	    || db_each(ask->db, points_sql, ARGS(ARG(village), ARG(serial), ARG(ask->since), ARG(ask->until)), take, &o) != 0 ? -1 : 0;
}
