/* What cannot be right in a database: file, schema, tables against each other. */
#define _GNU_SOURCE
#include "admin.h"

#include <stdlib.h>

#include "floor.h"
#include "goods.h"
#include "order.h"

static int
damage(void *arg, struct text words)
{
	return finding_put(arg, "damage", "error", text_of(""), "%.*s", (int)words.len, words.at);
}

/* The tables, indexes and triggers of a schema, by name. */
struct objects {
	struct { char *name, *sql; } at[256];
	int	 n;
};

static int
take(void *arg, struct stmt *row)
{
	struct objects *o = arg;
	struct text name = stmt_text(row, 0), sql = stmt_text(row, 1);

	if (o->n == 256)
		return 0;
	o->at[o->n].name = strndup(name.at, name.len);
	o->at[o->n].sql = strndup(sql.at, sql.len);
	if (o->at[o->n].name != NULL && o->at[o->n].sql != NULL)
		o->n++;
	return 0;
}

static void
objects_free(struct objects *o)
{
	for (int i = 0; i < o->n; i++) {
		free(o->at[i].name);
		free(o->at[i].sql);
	}
}

static int
put_object(struct rec_out *out, const char *name, const char *why)
{
	return finding_put(out, "schema", "error", text_of(name), "%s", why);
}

/* Both are in order of their names: merged. */
static void
compare(struct rec_out *out, const struct objects *built, const struct objects *stored)
{
	for (int i = 0, j = 0; i < built->n || j < stored->n; ) {
		int order = i == built->n ? 1 : j == stored->n ? -1 : strcmp(built->at[i].name, stored->at[j].name);

		if (order < 0)
			put_object(out, built->at[i].name, _("is missing"));
		else if (order > 0)
			put_object(out, stored->at[j].name, _("does not belong to nbr"));
		else if (strcmp(built->at[i].sql, stored->at[j].sql) != 0)
			put_object(out, built->at[i].name, _("is not as nbr made it"));
		i += order <= 0;
		j += order >= 0;
	}
}

/* A schema made afresh is what the stored one must be, to the letter. */
static int
check_schema(struct db *db, struct rec_out *out)
{
	struct objects built = { 0 }, stored = { 0 };
	int rc = db_objects(db, true, take, &built);

	if (rc == 1) {
		msg_hint(_("the schema was not compared: that takes the right to make one, on a server that is no standby"));
		return 0;
	}
	if (rc == 0)
		rc = db_objects(db, false, take, &stored);
	if (rc == 0)
		compare(out, &built, &stored);
	objects_free(&built);
	objects_free(&stored);
	return rc < 0 ? -1 : 0;
}

#define SAME(a, b)	a ".village = " b ".village AND " a ".household = " b ".household"
#define VOIDED	"EXISTS (SELECT 1 FROM visit_void x WHERE " SAME("x", "v") " AND x.day = v.day AND x.no = v.no)"
#define SPANS(w)	"EXISTS (SELECT 1 FROM span p WHERE " SAME("p", "h") " AND p.what = " w ")"
#define HOLDS(w, v)	"EXISTS (SELECT 1 FROM span p WHERE " SAME("p", "h") " AND p.what = " w \
			" AND p.last = 99991231 AND p.value = " v ")"

/* Each SELECT gives the records that are wrong, village and number, in order. */
static const struct {
	const char	*code;
	struct text	(*id)(int64_t, char buf[static IDS_SIZE]);	/* NULL: an area's */
	const char	*words;
	const char	*sql;
} questions[] = {
	{ "area-unknown", ids_household, N_("its neighbourhood is not a known area"),
	  "SELECT h.village, h.household FROM household h WHERE NOT EXISTS"
	  " (SELECT 1 FROM area a WHERE a.village = h.village AND a.sub = h.hood) ORDER BY 1, 2" },
	{ "identity-twice", ids_household, N_("a head and a member of the village have the same identity number"),
	  "SELECT m.village, m.household FROM member m JOIN household h ON h.village = m.village AND h.ident = m.ident AND h.ident <> 0"
	  " WHERE m.ident <> 0 ORDER BY 1, 2" },
	{ "visited", ids_household, N_("its last visit is not the latest of the visit log"),
	  "SELECT h.village, h.household FROM household h LEFT JOIN (SELECT v.village, v.household, max(v.day) AS day"
	  " FROM visit v WHERE NOT " VOIDED " GROUP BY v.village, v.household) l ON " SAME("l", "h")
	  " WHERE h.visited <> coalesce(l.day, 0) ORDER BY 1, 2" },
	{ "class", ids_household, N_("its class is not that of its history"),
	  "SELECT h.village, h.household FROM household h WHERE " SPANS("'class'")
	  " AND NOT " HOLDS("'class'", "h.class") " ORDER BY 1, 2" },
	{ "hood", ids_household, N_("its neighbourhood is not that of its history"),
	  "SELECT h.village, h.household FROM household h WHERE " SPANS("'hood'")
	  " AND NOT " HOLDS("'hood'", "h.hood") " ORDER BY 1, 2" },
	{ "tag", ids_household, N_("its tags are not those of its history"),
	  "SELECT DISTINCT h.village, h.household FROM household h JOIN span t ON " SAME("t", "h") " AND t.what = 'tag'"
	  " WHERE (h.tags >> CAST(t.value AS INTEGER)) & 1 <> CASE WHEN " HOLDS("'tag'", "t.value") " THEN 1 ELSE 0 END"
	  " ORDER BY 1, 2" },
	{ "since", ids_household, N_("its state is dated before its latest change"),
	  "SELECT DISTINCT h.village, h.household FROM household h JOIN span t ON " SAME("t", "h")
	  " WHERE t.first > h.since OR (t.last <> 99991231 AND t.last >= h.since) ORDER BY 1, 2" },
	{ "village-missing", ids_household, N_("its village has no lock"),
	  "SELECT h.village, min(h.household) FROM household h WHERE NOT EXISTS"
	  " (SELECT 1 FROM village w WHERE w.village = h.village) GROUP BY h.village ORDER BY 1" },
	{ "village-latest", NULL, N_("a household of the village changed or was visited after the village's latest day"),
	  "SELECT w.village, 0 FROM village w WHERE w.latest < (SELECT coalesce(max(CASE"
	  " WHEN h.last <> 99991231 AND h.last > h.since AND h.last > h.visited THEN h.last"
	  " WHEN h.since > h.visited THEN h.since ELSE h.visited END), 0)"
	  " FROM household h WHERE h.village = w.village) ORDER BY 1" },
	{ "household-counter", NULL, N_("a household of the village has a number that will be given again"),
	  "SELECT w.village, 0 FROM village w WHERE w.households < (SELECT coalesce(max(h.household), 0)"
	  " FROM household h WHERE h.village = w.village AND h.household > 1000000) ORDER BY 1" },
	{ "chief-counter", NULL, N_("a chief of the village has a number that will be given again"),
	  "SELECT w.village, 0 FROM village w WHERE w.chiefs < (SELECT coalesce(max(c.chief), 0)"
	  " FROM chief c WHERE c.village = w.village) ORDER BY 1" },
	{ "post-area", NULL, N_("the area of a post is not known"),
	  "SELECT DISTINCT p.village, p.sub FROM post p WHERE NOT EXISTS"
	  " (SELECT 1 FROM area a WHERE a.village = p.village AND a.sub = p.sub) ORDER BY 1, 2" },
	{ "was", ids_run, N_("a run changed records and is not on record itself"),
	  "SELECT DISTINCT w.run / 10000000, w.run % 10000000 FROM was w WHERE NOT EXISTS"
	  " (SELECT 1 FROM run r WHERE r.village = w.run / 10000000 AND r.no = w.run % 10000000) ORDER BY 1, 2" },
	{ "visit-chief", ids_chief, N_("visits are logged for a chief who is not known"),
	  "SELECT DISTINCT v.village, v.chief FROM visit v WHERE v.chief <> 0 AND NOT EXISTS"
	  " (SELECT 1 FROM chief c WHERE c.village = v.village AND c.chief = v.chief) ORDER BY 1, 2" },
	/* What the ledger's next entry stands on; nbr-points verify reads all of it. */
	{ "account", ids_chief, N_("the account is not what the last entry of the chief says"),
	  "SELECT a.village, a.account FROM account a LEFT JOIN entry e ON e.village = a.village AND e.seq = a.last AND e.account = a.account"
	  " WHERE coalesce(e.balance, -1) <> a.balance OR a.balance <> a.earned - a.spent ORDER BY 1, 2" },
	{ "chain", NULL, N_("the head of the ledger is not its last entry"),
	  "SELECT w.village, 0 FROM village w LEFT JOIN chain c ON c.village = w.village"
	  " LEFT JOIN entry e ON e.village = c.village AND e.seq = c.seq"
	  " WHERE (c.seq > 0 AND (e.seq IS NULL OR e.hash <> c.hash OR e.at <> c.at))"
	  " OR EXISTS (SELECT 1 FROM entry n WHERE n.village = w.village AND n.seq > coalesce(c.seq, 0)) ORDER BY 1" },
	{ "objection", ids_entry, N_("objections and decisions do not take turns"),
	  "SELECT DISTINCT o.village, o.seq FROM objection o LEFT JOIN objection b ON b.village = o.village AND b.seq = o.seq AND b.n = o.n - 1"
	  " WHERE (b.n IS NULL AND o.n > 1) OR CASE WHEN o.step = 'objected' THEN 1 ELSE 0 END = CASE WHEN b.step = 'objected' THEN 1 ELSE 0 END ORDER BY 1, 2" },
	{ "upheld", ids_entry, N_("an objection was upheld, and the entry is not reversed"),
	  "SELECT o.village, o.seq FROM objection o WHERE o.step = 'upheld' AND NOT EXISTS"
	  " (SELECT 1 FROM entry r WHERE r.village = o.village AND r.ref = 'reverse:' || o.seq) ORDER BY 1, 2" },
};

struct asking {
	struct rec_out	*out;
	size_t		 question;
};

static int
put(void *arg, struct stmt *row)
{
	const struct asking *a = arg;
	int64_t village = stmt_int(row, 0), n = stmt_int(row, 1);
	char buf[IDS_SIZE];
	struct text id = questions[a->question].id != NULL ? questions[a->question].id(ids_make(village, n), buf)
	    : ids_area(village, n, buf);

	finding_put(a->out, questions[a->question].code, "error", id, "%s", _(questions[a->question].words));
	return 0;
}

static int
put_floor(void *arg, int64_t household)
{
	char buf[IDS_SIZE];

	finding_put(arg, "next", "error", ids_household(household, buf), "%s",
	    _("a rule asks for a visit before the day it is kept to be due"));
	return 0;
}

static int
put_order(void *arg, char letter, struct order_key key, const char *code, const char *words)
{
	char buf[IDS_SIZE];

	return finding_put(arg, code, "error", ids_dated(key.village, letter, key.no, buf), "%s", words) == 0 ? 0 : 1;
}

static int
put_goods(void *arg, struct text record, const char *code, const char *words)
{
	return finding_put(arg, code, "error", record, "%s", words) == 0 ? 0 : 1;
}

int
admin_check(struct db *db, const char *zone, struct rec_out *out)
{
	struct asking a = { out, 0 };
	int rc = db_damage(db, damage, out);

	/* Tables of a damaged file are not worth comparing. */
	if (rc != 0 || rec_count(out) > 0)
		return rc < 0 ? -1 : 0;
	if (db_check_version(db) != 0 || check_schema(db, out) != 0 || db_begin_read(db) != 0)
		return -1;
	for (; a.question < sizeof(questions) / sizeof(questions[0]); a.question++)
		if (db_each(db, questions[a.question].sql, NO_ARGS, put, &a) < 0)
			return -1;
	return floor_check(db, put_floor, out) < 0 || order_check(db, zone, put_order, out) < 0
	    || goods_check(db, 0, INT64_MAX, put_goods, out) < 0 ? -1 : 0;
}
