/* What changed on the register in the period. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

#include "state.h"

#define IN_RANGE " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5"
#define SPANS \
    " FROM household h JOIN span sp ON sp.village = h.village AND sp.household = h.household WHERE h.since >= $6"
#define BEGUN	SPANS " AND sp.first BETWEEN $6 AND $1 AND sp.first > h.first" IN_RANGE
#define ENDED	SPANS " AND sp.what = 'tag' AND sp.last BETWEEN $6 AND $7" IN_RANGE
#define COUNT	"count(DISTINCT h.household), 0, "

/* What the class was before: that of the span that ended last. */
#define BEFORE \
    "(SELECT max(b.value) FROM span b WHERE b.village = sp.village AND b.household = sp.household AND b.what = 'class'" \
    " AND b.last = (SELECT max(l.last) FROM span l WHERE l.village = sp.village AND l.household = sp.household AND l.what = 'class' AND l.last < sp.first))"

/* Rows of village, place after ADDED, households, visits; then the class before and
 * that after, or -1 and a tag: -1 and -1 is of them all. A household whose latest
 * change came before the period has nothing to tell. */
static const char register_sql[] =
    "SELECT h.village, 0, count(*), 0, -1, -1 FROM household h WHERE h.first BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 1, count(*), 0, -1, -1 FROM household h WHERE h.last BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village";
static const char begun_sql[] =
    "SELECT h.village, CASE sp.what WHEN 'hood' THEN 2 WHEN 'class' THEN 3 ELSE 4 END, " COUNT "-1, -1" BEGUN " GROUP BY h.village, sp.what"
    " UNION ALL SELECT h.village, 3, " COUNT BEFORE ", sp.value" BEGUN " AND sp.what = 'class' GROUP BY 1, 5, 6"
    " UNION ALL SELECT h.village, 4, " COUNT "-1, sp.value" BEGUN " AND sp.what = 'tag' GROUP BY h.village, sp.value";
static const char ended_sql[] =
    "SELECT h.village, 5, " COUNT "-1, -1" ENDED " GROUP BY h.village"
    " UNION ALL SELECT h.village, 5, " COUNT "-1, sp.value" ENDED " GROUP BY h.village, sp.value";
static const char visits_sql[] =
    "SELECT h.village, 6, count(DISTINCT h.household), count(*), -1, -1"
    " FROM run r CROSS JOIN visit v JOIN household h ON h.village = v.village AND h.household = v.household"
    " WHERE r.day BETWEEN $6 AND $1 AND v.run = r.village * 10000000 + r.no" IN_RANGE " GROUP BY h.village"
    " UNION ALL SELECT h.village, 7, count(DISTINCT h.household), count(*), -1, -1"
    " FROM visit_void x JOIN run r ON r.village = x.run / 10000000 AND r.no = x.run % 10000000 JOIN household h ON h.village = x.village AND h.household = x.household"
    " WHERE r.day BETWEEN $6 AND $1" IN_RANGE " GROUP BY h.village";

enum { RANK_TAG = 100000 };	/* after the classes */

/* "class:green:red", "绿→红"; "tag:sick", "患病". */
struct named {
	char	code[RULE_CODE * 2 + 8], name[512];
};

/* The code is NULL when the rulebook of the last day has no such class or tag any more. */
static struct sheet_group
group_of(const struct words *w, int64_t before, int64_t value, struct named *n)
{
	if (value < 0)
		return SHEET_ALL;
	if (before < 0) {
		snprintf(n->code, sizeof(n->code), "tag:%s", w->tag_code[value] == NULL ? "" : w->tag_code[value]);
		return (struct sheet_group){ w->tag_code[value] == NULL ? NULL : n->code, text_of(w->tag_name[value]), RANK_TAG + value };
	}
	if (w->class_code[before] == NULL || w->class_code[value] == NULL)
		return (struct sheet_group){ .code = NULL };
	snprintf(n->code, sizeof(n->code), "class:%s:%s", w->class_code[before], w->class_code[value]);
	snprintf(n->name, sizeof(n->name), "%s→%s", w->class_name[before], w->class_name[value]);
	return (struct sheet_group){ n->code, text_of(n->name), 1 + before * 100 + value };
}

static int
take(void *arg, struct stmt *row)
{
	struct sheet *s = arg;
	int64_t visits = stmt_int(row, 3);
	struct named named;
	struct sheet_group group = group_of(&s->ask->book->words, stmt_int(row, 4), stmt_int(row, 5), &named);

	return group.code == NULL ? 0 : sheet_add(s, FIGURE_ADDED + (enum figure)stmt_int(row, 1), ids_make(stmt_int(row, 0), 0), group,
	    stmt_int(row, 2), SHEET_NONE, visits == 0 ? SHEET_NONE : visits);
}

int
figures_changes(struct sheet *s)
{
	const struct sheet_ask *ask = s->ask;
	const struct area_range *r = ask->range;
	const char *const sql[] = { register_sql, begun_sql, visits_sql };
	int rc = sheet_zero(s, FIGURE_ADDED, FIGURE_VISITS_VOIDED);

	for (size_t i = 0; rc == 0 && i < sizeof(sql) / sizeof(sql[0]); i++)
		rc = db_each(ask->db, sql[i], ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi),
		    ARG(ask->since)), take, s);
	return rc != 0 ? -1 : db_each(ask->db, ended_sql, ARGS(ARG(ask->until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi),
	    ARG(day_add(ask->since, -1)), ARG(day_add(ask->until, -1))), take, s);
}
