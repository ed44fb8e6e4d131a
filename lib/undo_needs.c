/* What later records have to do with an import: what would be at odds with rows that
 * come back, and what needs those that go. */
#include "undo_parts.h"

#include "ids.h"

/* Behind the run in what is asked. */
static int64_t
household(struct stmt *row)
{
	return ids_make(stmt_int(row, 1), stmt_int(row, 2));
}

enum about { HOUSEHOLD, AREA, VISIT, ORDER, ACTIVITY, ISSUE, ENTRY, COMMENDATION, RULE };

struct question {
	struct undo	*undo;
	enum about	 about;
};

static int
put_need(void *arg, struct stmt *row)
{
	const struct question *q = arg;
	struct text record;
	char buf[IDS_SIZE];

	switch (q->about) {
	case AREA: record = ids_area(stmt_int(row, 1), stmt_int(row, 2), buf); break;
	case HOUSEHOLD: record = ids_household(household(row), buf); break;
	case VISIT: record = ids_visit(household(row), (day_t)stmt_int(row, 3), stmt_int(row, 4), buf); break;
	case ACTIVITY: record = ids_dated(stmt_int(row, 1), 'A', stmt_int(row, 2), buf); break;
	case ISSUE: record = ids_issue(stmt_int(row, 1), stmt_int(row, 2), stmt_int(row, 3), buf); break;
	case ENTRY: record = ids_entry(ids_make(stmt_int(row, 1), stmt_int(row, 2)), buf); break;
	case COMMENDATION: record = ids_dated(stmt_int(row, 1), 'K', stmt_int(row, 2), buf); break;
	case ORDER: record = ids_dated(stmt_int(row, 1), 'O', stmt_int(row, 2), buf); break;
	default: record = stmt_text(row, 1);
	}
	return undo_put(q->undo, stmt_int(row, 0), q->undo->kind, record, "needs");
}

enum { CELLS = 9 };	/* at most, of a row that a question needs */

/*
 * What would be at odds with a row that comes back, though nobody changed it
 * since: what began in days that an area would lose again, a later version in
 * days that a rule would have again, what ended where something would go on,
 * awards by a deed that would have given others.
 * $1 is the import, the others are cells of the row.
 */
#define LATER(t) \
    "(SELECT r.at FROM run r WHERE r.village = " t ".run / 10000000 AND r.no = " t ".run % 10000000) > (SELECT r.at FROM run r" \
    " WHERE r.village = CAST($1 AS BIGINT) / 10000000 AND r.no = CAST($1 AS BIGINT) % 10000000)"
#define WITHIN(a, b) \
    a ".village = " b ".village AND " a ".sub <> " b ".sub AND " b ".sub IN (" a ".sub / 100 * 100, " a ".sub / 10000 * 10000, 0)"
static const struct {
	const char	*table, *cells[CELLS], *kind;
	enum about	 about;
	const char	*sql;
} clashes[] = {
	{ "area", { "village", "sub", "last" }, "household", HOUSEHOLD, "SELECT h.run, h.village, h.household FROM household h"
	  " WHERE h.run <> $1 AND h.village = $2 AND h.hood = $3 AND h.first > $4 ORDER BY h.household" },
	{ "area", { "village", "sub", "last" }, "span", HOUSEHOLD, "SELECT s.run, s.village, s.household FROM span s"
	  " WHERE s.run <> $1 AND s.village = $2 AND s.what = 'hood' AND s.value = $3 AND s.first > $4 ORDER BY s.household, s.first" },
	{ "area", { "village", "sub", "last" }, "post", AREA, "SELECT p.run, p.village, p.sub FROM post p"
	  " WHERE p.run <> $1 AND p.village = $2 AND p.sub = $3 AND p.first > $4 ORDER BY p.first" },
	{ "area", { "village", "sub", "last" }, "activity", ACTIVITY, "SELECT t.run, t.village, t.no FROM activity t"
	  " WHERE t.run <> $1 AND t.village = $2 AND t.sub = $3 AND t.no / 1000000 > $4 ORDER BY t.no" },
	{ "area", { "village", "sub", "last" }, "issue", ISSUE, "SELECT i.run, i.village, i.no, i.n FROM issue i"
	  " WHERE i.run <> $1 AND i.village = $2 AND i.sub = $3 AND i.no / 1000000 > $4 ORDER BY i.no, i.n" },
	{ "area", { "village", "sub", "last" }, "order", ORDER, "SELECT o.run, o.village, o.no FROM work_order o"
	  " WHERE o.run <> $1 AND o.village = $2 AND o.hood = $3 AND o.no / 1000000 > $4 ORDER BY o.no" },
	{ "area", { "village", "sub", "last" }, "area", AREA, "SELECT b.run, b.village, b.sub FROM area a JOIN area b ON " WITHIN("b", "a")
	  " WHERE b.run > $1 AND a.village = $2 AND a.sub = $3 AND b.last > $4 AND a.last > $4 ORDER BY b.sub" },
	{ "area", { "village", "sub", "last" }, "area", AREA, "SELECT b.run, b.village, b.sub FROM area a JOIN area b ON " WITHIN("a", "b")
	  " WHERE b.run > $1 AND a.village = $2 AND a.sub = $3 AND b.last < $4 ORDER BY b.sub" },
	{ "household", { "village", "hood", "last" }, "area", AREA, "SELECT a.run, a.village, a.sub FROM area a"
	  " WHERE a.run <> $1 AND a.village = $2 AND a.sub = $3 AND a.last < $4 AND " LATER("a") },
	{ "rule", { "rule", "first", "last" }, "rule", RULE, "SELECT s.run, s.rule FROM rule s"
	  " WHERE s.run <> $1 AND s.rule = $2 AND s.first > $3 AND s.first <= $4 ORDER BY s.first" },
	{ "rule", { "rule", "first", "subject", "side", "value", "cap_day", "cap_month", "cap_year", "notice" }, "entry", ENTRY,
	  "SELECT e.run, e.village, e.seq FROM rule d CROSS JOIN entry e WHERE d.run = $1 AND d.rule = $2 AND d.first = $3"
	  " AND (d.subject <> $4 OR d.side <> $5 OR d.value <> $6 OR d.cap_day <> $7 OR d.cap_month <> $8 OR d.cap_year <> $9 OR d.notice <> $10)"
	  " AND e.reason = d.rule || '.' || d.first ORDER BY e.village, e.seq" },
};

int
undo_clashes(struct undo *u, struct was *w)
{
	for (size_t i = 0; i < sizeof(clashes) / sizeof(clashes[0]); i++) {
		struct question q = { u, clashes[i].about };
		struct arg args[CELLS + 2] = { arg_int(u->run) };
		int n = 1;

		if (strcmp(clashes[i].table, w->table) != 0)
			continue;
		for (; n <= CELLS && clashes[i].cells[n - 1] != NULL; n++) {
			const struct arg *cell = was_cell(w, clashes[i].cells[n - 1]);

			if (cell != NULL)
				args[n] = *cell;
		}
		args[n].type = ARG_END;
		u->kind = clashes[i].kind;
		if (db_each(u->db, clashes[i].sql, args, put_need, &q) != 0)
			return -1;
	}
	return 0;
}

#define NEW_AREA(village, sub) \
    "EXISTS (SELECT 1 FROM area a WHERE a.run = $1 AND a.village = " village " AND a.sub = " sub ")"
#define NEW_WORD(word_kind, number) \
    "EXISTS (SELECT 1 FROM rule t WHERE t.run = $1 AND t.kind = " word_kind " AND " number \
    " AND NOT EXISTS (SELECT 1 FROM rule o WHERE o.kind = t.kind AND o.no = t.no AND o.run <> $1))"

/*
 * What needs the rows that are the import's alone, $1: each SELECT gives run,
 * village and number; of visits day and number; of matters their number too; of rules
 * run and code. Steps of others follow an order, or a step, of the import.
 */
static const struct {
	const char	*kind;
	enum about	 about;
	const char	*sql;
} questions[] = {
	{ "member", HOUSEHOLD, "SELECT m.run, m.village, m.household FROM member m JOIN household h ON " SAME("h", "m")
	  " WHERE h.run = $1 AND m.run <> $1 ORDER BY m.village, m.household, m.no" },
	{ "span", HOUSEHOLD, "SELECT s.run, s.village, s.household FROM span s JOIN household h ON " SAME("h", "s")
	  " WHERE h.run = $1 AND s.run <> $1 ORDER BY s.village, s.household, s.what, s.value, s.first" },
	{ "visit", VISIT, "SELECT v.run, v.village, v.household, v.day, v.no FROM visit v JOIN household h ON " SAME("h", "v")
	  " WHERE h.run = $1 AND v.run <> $1 ORDER BY v.village, v.household, v.day, v.no" },
	{ "visit", VISIT, "SELECT v.run, v.village, v.household, v.day, v.no FROM visit v"
	  " JOIN chief c ON c.village = v.village AND c.chief = v.chief"
	  " WHERE c.run = $1 AND v.run <> $1 ORDER BY v.village, v.household, v.day, v.no" },
	{ "visit", VISIT, "SELECT x.run, x.village, x.household, x.day, x.no FROM visit_void x"
	  " JOIN visit v ON " SAME("v", "x") " AND v.day = x.day AND v.no = x.no"
	  " WHERE v.run = $1 AND x.run <> $1 ORDER BY x.village, x.household, x.day, x.no" },
	{ "order", ORDER, "SELECT e.run, e.village, e.no FROM order_event e"
	  " JOIN (SELECT village, no, min(n) AS n FROM order_event WHERE run = $1 GROUP BY village, no) i"
	  " ON i.village = e.village AND i.no = e.no AND i.n < e.n WHERE e.run <> $1 ORDER BY e.village, e.no, e.n" },
	{ "order", ORDER, "SELECT e.run, e.village, e.no FROM order_event e JOIN chief c ON c.village = e.village AND c.chief = e.chief"
	  " WHERE c.run = $1 AND e.run <> $1 ORDER BY e.village, e.no, e.n" },
	{ "order", ORDER, "SELECT o.run, o.village, o.no FROM work_order o WHERE o.run <> $1"
	  " AND (EXISTS (SELECT 1 FROM household h WHERE " SAME("h", "o") " AND h.run = $1) OR " NEW_AREA("o.village", "o.hood")
	  " OR EXISTS (SELECT 1 FROM rule t WHERE t.run = $1 AND t.kind = 'order' AND t.rule = o.kind"
	  " AND NOT EXISTS (SELECT 1 FROM rule v WHERE v.rule = t.rule AND v.run <> $1))) ORDER BY o.village, o.no" },
	{ "post", AREA, "SELECT p.run, p.village, p.sub FROM post p WHERE p.run <> $1 AND (" NEW_AREA("p.village", "p.sub")
	  " OR EXISTS (SELECT 1 FROM chief c WHERE c.village = p.village AND c.chief = p.chief AND c.run = $1))"
	  " ORDER BY p.village, p.sub, p.first" },
	{ "attendance", ACTIVITY, "SELECT n.run, n.village, n.no FROM attendance n WHERE n.run <> $1"
	  " AND (EXISTS (SELECT 1 FROM activity t WHERE t.village = n.village AND t.no = n.no AND t.run = $1)"
	  " OR EXISTS (SELECT 1 FROM chief c WHERE c.village = n.village AND c.chief = n.chief AND c.run = $1))"
	  " ORDER BY n.village, n.no, n.chief" },
	{ "issue", ISSUE, "SELECT i.run, i.village, i.no, i.n FROM issue i WHERE i.run <> $1"
	  " AND (EXISTS (SELECT 1 FROM activity t WHERE t.village = i.village AND t.no = i.no AND t.run = $1)"
	  " OR " NEW_AREA("i.village", "i.sub") ") ORDER BY i.village, i.no, i.n" },
	{ "activity", ACTIVITY, "SELECT t.run, t.village, t.no FROM activity t WHERE t.run <> $1 AND (" NEW_AREA("t.village", "t.sub")
	  " OR EXISTS (SELECT 1 FROM rule k WHERE k.run = $1 AND k.kind = 'activity' AND k.rule = t.kind"
	  " AND NOT EXISTS (SELECT 1 FROM rule o WHERE o.rule = k.rule AND o.run <> $1))) ORDER BY t.village, t.no" },
	{ "commendation", COMMENDATION, "SELECT k.run, k.village, k.no FROM commendation k JOIN chief c ON c.village = k.village AND c.chief = k.chief"
	  " WHERE c.run = $1 ORDER BY k.village, k.no" },
	{ "entry", ENTRY, "SELECT e.run, e.village, e.seq FROM entry e JOIN chief c ON c.village = e.village AND c.chief = e.account"
	  " WHERE c.run = $1 ORDER BY e.village, e.seq" },
	{ "entry", ENTRY, "SELECT e.run, e.village, e.seq FROM entry e JOIN rule d ON e.reason = d.rule || '.' || d.first"
	  " WHERE d.run = $1 AND d.kind = 'deed' ORDER BY e.village, e.seq, d.rule, d.first" },
	{ "household", HOUSEHOLD, "SELECT h.run, h.village, h.household FROM household h"
	  " WHERE h.run <> $1 AND " NEW_AREA("h.village", "h.hood") " ORDER BY h.village, h.household" },
	{ "span", HOUSEHOLD, "SELECT s.run, s.village, s.household FROM span s"
	  " WHERE s.run <> $1 AND s.what = 'hood' AND " NEW_AREA("s.village", "s.value")
	  " ORDER BY s.village, s.household, s.value, s.first" },
	{ "area", AREA, "SELECT b.run, b.village, b.sub FROM area b WHERE b.run <> $1 AND EXISTS (SELECT 1 FROM area a"
	  " WHERE a.run = $1 AND a.level < b.level AND ((a.level = 0 AND a.village / 10000000000 = b.village / 10000000000)"
	  " OR (a.level = 1 AND a.village / 100000000 = b.village / 100000000)"
	  " OR (a.level = 2 AND a.village / 1000000 = b.village / 1000000)"
	  " OR (a.level = 3 AND a.village / 1000 = b.village / 1000)"
	  " OR (a.village = b.village AND (a.level = 4 OR (a.level = 5 AND a.sub / 10000 = b.sub / 10000)"
	  " OR (a.level = 6 AND a.sub / 100 = b.sub / 100))))) ORDER BY b.village, b.sub" },
	{ "household", HOUSEHOLD, "SELECT h.run, h.village, h.household FROM household h"
	  " WHERE h.run <> $1 AND (" NEW_WORD("'class'", "t.no = h.class")
	  " OR " NEW_WORD("'tag'", "(h.tags >> CAST(t.no AS INTEGER)) & 1 = 1") ") ORDER BY h.village, h.household" },
	{ "span", HOUSEHOLD, "SELECT s.run, s.village, s.household FROM span s"
	  " WHERE s.run <> $1 AND " NEW_WORD("s.what", "t.no = s.value")
	  " ORDER BY s.village, s.household, s.what, s.value, s.first" },
	{ "rule", RULE, "SELECT s.run, s.rule FROM rule s WHERE s.run <> $1 AND (s.kind = 'deadline' OR s.kind = 'meeting')"
	  " AND EXISTS (SELECT 1 FROM rule k WHERE k.run = $1 AND (k.kind = 'order' OR k.kind = 'activity')"
	  " AND (s.subject || ' ') LIKE (k.kind || ':' || k.rule || ' %') ESCAPE '@'"
	  " AND NOT EXISTS (SELECT 1 FROM rule o WHERE o.rule = k.rule AND o.run <> $1)) ORDER BY s.rule, s.first" },
	{ "rule", RULE, "SELECT s.run, s.rule FROM rule s WHERE s.run <> $1 AND s.kind = 'visit'"
	  " AND " NEW_WORD("CASE WHEN s.subject = 'class:' || t.rule THEN 'class' ELSE 'tag' END", "s.subject = t.kind || ':' || t.rule")
	  " ORDER BY s.rule, s.first" },
};

/* Rows of this run that were not put back are those it added. */
int
undo_needs(struct undo *u)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct question q = { u, questions[i].about };

		u->kind = questions[i].kind;
		if (db_each(u->db, questions[i].sql, ARGS(ARG(u->run)), put_need, &q) != 0)
			return -1;
	}
	return 0;
}
