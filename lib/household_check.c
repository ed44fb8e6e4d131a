/* What cannot be right, or ought to be looked at, in the register. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "household_parts.h"
#include "state.h"

/* Each question yields village, household and head. $1 day, $2-$3 villages, $4-$5
 * parts of one. */
#define HOUSEHOLDS "SELECT h.village, h.household, h.head FROM household h"
#define WITHIN " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5 AND " STATE_OPEN \
	" ORDER BY h.village, h.household"
#define MEMBER "SELECT 1 FROM member m WHERE m.village = h.village AND m.household = h.household"

static const char fed[] = "SELECT h.village, h.household, h.head FROM feed f"
    " JOIN household h ON h.village = f.village AND h.household = f.household WHERE f.household > 0" WITHIN;

/* The words are given the head, then the household it was found by. */
static const struct question {
	const char	*code, *severity, *words;
	int		(*find)(struct db *, day_t on, struct twins *);	/* what is fed, NULL nothing */
	const char	*sql;
} questions[] = {
	{ "identity-elsewhere", "error", N_("%.*s: a person of this household is registered in %s too"), household_same_ident, fed },
	{ "head-listed", "error", N_("%.*s: the head is listed among the members once more"), NULL,
	    HOUSEHOLDS " WHERE EXISTS (" MEMBER " AND (m.relation = 'head' OR (m.ident = h.ident AND m.ident <> 0)"
	    " OR (m.name = h.head AND (m.ident = 0 OR h.ident = 0))))" WITHIN },
	{ "area-retired", "error", N_("%.*s: its area is not valid on that day"), NULL,
	    HOUSEHOLDS " WHERE EXISTS (SELECT 1 FROM area a WHERE a.village = h.village AND a.sub = (" STATE_HOOD ")"
	    " AND (a.first > $1 OR a.last < $1))" WITHIN },
	{ "person-twice", "warning", N_("%.*s: somebody of this household and of %s has the same name, sex and birth day"), household_same_person, fed },
	{ "household-twice", "warning", N_("%.*s: %s has the same head, and the same door or telephone"), household_same, fed },
	{ "head-unnumbered", "warning", N_("%.*s: members have identity numbers, the head has none"), NULL,
	    HOUSEHOLDS " WHERE h.ident = 0 AND EXISTS (" MEMBER " AND m.ident <> 0)" WITHIN },
	{ "members-count", "warning", N_("%.*s: the count of members is not the number of people listed"), NULL,
	    HOUSEHOLDS " JOIN (SELECT village, household, count(*) AS n FROM member"
	    " WHERE village BETWEEN $2 AND $3 GROUP BY village, household) m"
	    " ON m.village = h.village AND m.household = h.household WHERE h.members <> 0 AND h.members <> 1 + m.n" WITHIN },
	{ "group-other", "warning", N_("%.*s: most households with this group in their number live in another group"), household_strays, fed },
	{ "not-in-neighbourhood", "warning", N_("%.*s: in no neighbourhood, so in nobody's care"), NULL,
	    HOUSEHOLDS " WHERE (" STATE_HOOD ") % 100 = 0" WITHIN },
	{ "no-class", "warning", N_("%.*s: no class, so no rule of a class asks for a visit"), NULL,
	    HOUSEHOLDS " WHERE (" STATE_CLASS ") = 0" WITHIN },
};

enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };

const char *
household_finding(struct text code)
{
	for (int i = 0; i < QUESTIONS; i++)
		if (text_is(code, questions[i].code))
			return questions[i].code;
	return NULL;
}

struct asking {
	struct check		*check;
	const struct question	*question;
	struct twins		 twins;
	size_t			 at;	/* in the twins, which come in order */
};

/* The household a finding points to, 0 none. */
static int64_t
other_of(struct asking *a, int64_t id)
{
	while (a->at < a->twins.n && a->twins.at[a->at].id < id)
		a->at++;
	return a->at < a->twins.n ? a->twins.at[a->at].other : 0;
}

static int
put(void *arg, struct stmt *row)
{
	struct asking *a = arg;
	const struct question *q = a->question;
	int64_t id = ids_make(stmt_int(row, 0), stmt_int(row, 1)), other = other_of(a, id);
	struct text head = stmt_text(row, 2);
	char buf[IDS_SIZE], second[IDS_SIZE] = "";

	if (other != 0)
		ids_household(other, second);
	return check_put(a->check, q->code, q->severity, ids_household(id, buf), _(q->words), (int)head.len, head.at, second) != 0;
}

static struct arg
twin_cell(const void *rows, size_t n, int c)
{
	const struct twin *t = rows;

	return arg_int(c == 0 ? ids_village(t[n].id) : ids_serial(t[n].id));
}

static int
feed(struct db *db, struct asking *a)
{
	static const char *const names[] = { "village", "household", NULL };

	if (a->question->find(db, a->check->on, &a->twins) != 0)
		return -1;
	return db_feed(db, &(struct feed){ names, "ii", a->twins.n, twin_cell, a->twins.at });
}

static int
ask(struct db *db, struct asking *a, const struct area_range *r)
{
	int rc = a->question->find != NULL ? feed(db, a) : 0;

	if (rc == 0)
		rc = db_each(db, a->question->sql,
		    ARGS(ARG(a->check->on), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi)), put, a);
	free(a->twins.at);
	return rc;
}

int
household_check(struct db *db, struct check *check, const struct area_range *area)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < QUESTIONS; i++)
		if (check_wants(check, questions[i].code))
			rc = ask(db, &(struct asking){ .check = check, .question = &questions[i] }, area);
	return rc < 0 ? -1 : 0;		/* rec_end says why it ended early */
}
