/* What is not right with the tree of areas and its posts. */
#define _GNU_SOURCE
#include "area_parts.h"
#include "msg.h"

struct asking {
	struct check	*check;
	const struct area_count *count;
	int64_t		 min, max;
	const char	*code, *severity, *detail;	/* of one query */
};

static struct text
code_of(struct stmt *row, char buf[static IDS_SIZE])
{
	return ids_area(stmt_int(row, 0), stmt_int(row, 1), buf);
}

static int
put(void *arg, struct stmt *row)
{
	struct asking *a = arg;
	struct text name = stmt_text(row, 2);
	char buf[IDS_SIZE];

	return check_put(a->check, a->code, a->severity, code_of(row, buf), "%.*s: %s", (int)name.len, name.at, _(a->detail)) != 0;
}

/* The parent's key by the code alone: see area_parent. */
#define PARENT_VILLAGE "CASE a.level WHEN 4 THEN a.village / 1000 * 1000 ELSE a.village END"
#define PARENT_SUB "CASE a.level WHEN 6 THEN a.sub / 10000 * 10000 WHEN 7 THEN a.sub / 100 * 100 ELSE 0 END"
#define OF_DAY(t) t ".first <= $1 AND " t ".last >= $1"

static const struct {
	const char	*code, *severity, *detail, *sql;
} queries[] = {
	{ "area-orphan", "error", N_("the area it lies in is not there"),
	    "SELECT a.village, a.sub, a.name FROM area a"
	    " WHERE a.level > 3 AND " OF_DAY("a")
	    " AND NOT EXISTS (SELECT 1 FROM area b WHERE b.village = " PARENT_VILLAGE
	    " AND b.sub = " PARENT_SUB " AND " OF_DAY("b") ")"
	    " ORDER BY a.village, a.sub" },
	{ "area-level", "error", N_("its level is not that of its code"),
	    "SELECT a.village, a.sub, a.name FROM area a WHERE $1 > 0 AND a.level <>"
	    " CASE WHEN a.sub % 100 > 0 THEN 7 WHEN a.sub % 10000 > 0 THEN 6 WHEN a.sub > 0 THEN 5"
	    " WHEN a.village % 1000 > 0 THEN 4 WHEN a.village % 1000000 > 0 THEN 3"
	    " WHEN a.village % 100000000 > 0 THEN 2 WHEN a.village % 10000000000 > 0 THEN 1 ELSE 0 END"
	    " ORDER BY a.village, a.sub" },
	{ "area-village", "error", N_("the village has no row of its own"),
	    "SELECT a.village, a.sub, a.name FROM area a WHERE $1 > 0 AND a.level = 4"
	    " AND NOT EXISTS (SELECT 1 FROM village v WHERE v.village = a.village)"
	    " ORDER BY a.village, a.sub" },
	{ "area-no-chief", "warning", N_("nobody holds its post"),
	    "SELECT a.village, a.sub, a.name FROM area a WHERE a.level > 4 AND " OF_DAY("a")
	    " AND NOT EXISTS (SELECT 1 FROM post p WHERE p.village = a.village AND p.sub = a.sub AND " OF_DAY("p") ")"
	    " ORDER BY a.village, a.sub" },
	{ "post-dangling", "error", N_("holds the post of an area that is not there"),
	    "SELECT p.village, p.sub, c.name FROM post p"
	    " JOIN chief c ON c.village = p.village AND c.chief = p.chief"
	    " WHERE " OF_DAY("p")
	    " AND NOT EXISTS (SELECT 1 FROM area a WHERE a.village = p.village AND a.sub = p.sub AND " OF_DAY("a") ")"
	    " ORDER BY p.village, p.sub, p.first" },
	{ "post-twice", "error", N_("holds a post somebody else holds too"),
	    "SELECT p.village, p.sub, c.name FROM post p"
	    " JOIN chief c ON c.village = p.village AND c.chief = p.chief"
	    " WHERE $1 > 0 AND EXISTS (SELECT 1 FROM post q WHERE q.village = p.village AND q.sub = p.sub"
	    " AND q.first < p.first AND q.last >= p.first)"
	    " ORDER BY p.village, p.sub, p.first" },
};

#define EMPTY	"area-empty"
#define SIZE	"area-size"

static int
put_size(void *arg, struct stmt *row)
{
	struct asking *a = arg;
	int64_t n = area_count_in(a->count, ids_make(stmt_int(row, 0), stmt_int(row, 1)), LEVEL_HOOD);
	struct text name = stmt_text(row, 2), code;
	char buf[IDS_SIZE];

	if (n >= a->min && n <= a->max)
		return 0;
	code = code_of(row, buf);
	return (n == 0 ? check_put(a->check, EMPTY, "warning", code, _("%.*s: no households"), (int)name.len, name.at)
	    : check_put(a->check, SIZE, "warning", code, _("%.*s: %lld households, not %lld to %lld"),
	    (int)name.len, name.at, (long long)n, (long long)a->min, (long long)a->max)) != 0;
}

/* How many households live in each neighbourhood. */
static int
check_sizes(struct db *db, struct asking *a)
{
	struct area_range all;
	struct area_count *count;
	int rc;

	if (area_find(db, NULL, a->check->on, &all) != 0 || area_bounds(db, &a->min, &a->max) != 0
	    || (count = area_count_load(db, &all, a->check->on)) == NULL)
		return -1;
	a->count = count;
	rc = db_each(db, "SELECT a.village, a.sub, a.name FROM area a WHERE a.level = 7 AND " OF_DAY("a")
	    " ORDER BY a.village, a.sub", ARGS(ARG(a->check->on)), put_size, a);
	area_count_free(count);
	return rc;
}

int
area_check(struct db *db, struct check *check)
{
	struct asking a = { .check = check };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(queries) / sizeof(queries[0]); i++) {
		a.code = queries[i].code;
		a.severity = queries[i].severity;
		a.detail = queries[i].detail;
		if (check_wants(check, a.code))
			rc = db_each(db, queries[i].sql, ARGS(ARG(check->on)), put, &a);
	}
	if (rc == 0 && (check_wants(check, EMPTY) || check_wants(check, SIZE)))
		rc = check_sizes(db, &a);
	return rc < 0 ? -1 : 0;		/* rec_end says why it ended early */
}

const char *
area_finding(struct text code)
{
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		if (text_is(code, queries[i].code))
			return queries[i].code;
	return text_is(code, EMPTY) ? EMPTY : text_is(code, SIZE) ? SIZE : NULL;
}
