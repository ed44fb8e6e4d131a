/* What cannot be right, or ought to be looked at, in the register. */
#include "household_parts.h"
#include "state.h"

struct finding {
	struct rec_out	*out;
	const char	*code, *severity, *words;
};

static int
put_finding(void *arg, struct stmt *row)
{
	const struct finding *f = arg;
	char buf[IDS_SIZE];

	return finding_put(f->out, f->code, f->severity, ids_household(ids_make(stmt_int(row, 0), stmt_int(row, 1)), buf),
	    f->words, (int)stmt_text(row, 2).len, stmt_text(row, 2).at);
}

/* Each question yields village, household and a detail. $1 day, $2-$3 villages. */
static const struct {
	const char	*code, *severity, *words, *sql;
} questions[] = {
	{ "no-class", "warning", N_("no class, so no rule of a class asks for a visit: %.*s"),
	    "SELECT h.village, h.household, h.head FROM household h"
	    " WHERE h.class = 0 AND " STATE_OPEN },
	{ "not-in-neighbourhood", "warning", N_("in no neighbourhood, so in nobody's care: %.*s"),
	    "SELECT h.village, h.household, h.head FROM household h"
	    " WHERE h.hood % 100 = 0 AND " STATE_OPEN },
	{ "members-count", "warning", N_("the count of members is not the number of people listed: %.*s"),
	    "SELECT h.village, h.household, h.head FROM household h"
	    " WHERE " STATE_OPEN " AND EXISTS (SELECT 1 FROM member m WHERE m.village = h.village AND m.household = h.household)"
	    " AND h.members <> 1 + (SELECT count(*) FROM member m WHERE m.village = h.village AND m.household = h.household)" },
	{ "identity-elsewhere", "error", N_("a person of this household is registered in another one: %.*s"),
	    "WITH person(village, household, ident) AS (SELECT village, household, ident FROM household WHERE ident <> 0"
	    " UNION ALL SELECT village, household, ident FROM member WHERE ident <> 0)"
	    " SELECT DISTINCT h.village, h.household, h.head FROM person p"
	    " JOIN household h ON h.village = p.village AND h.household = p.household WHERE " STATE_OPEN
	    " AND p.ident IN (SELECT ident FROM person GROUP BY ident HAVING count(*) > 1)" },
};

int
household_check(struct db *db, struct rec_out *out, const struct area_range *area, day_t on)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct finding f = { out, questions[i].code, questions[i].severity, _(questions[i].words) };
		char sql[1200];
		int n = snprintf(sql, sizeof(sql), "%s AND h.village BETWEEN $2 AND $3 AND h.hood BETWEEN $4 AND $5"
		    " ORDER BY h.village, h.household", questions[i].sql);

		if (n < 0 || n >= (int)sizeof(sql))
			return db_fail(db, EXIT_CANNOT, FAULT_DB_FAILED, "%s", questions[i].code);
		if (db_each(db, sql, ARGS(ARG(on), ARG(area->village_lo), ARG(area->village_hi), ARG(area->sub_lo), ARG(area->sub_hi)),
		    put_finding, &f) < 0)
			return -1;
	}
	return 0;
}
