#define _GNU_SOURCE
#include "area_parts.h"
#include "was.h"

const char area_insert[] =
    "INSERT INTO area (village, sub, level, name, first, last, run)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
const char area_insert_village[] =
    "INSERT INTO village (village) VALUES ($1) ON CONFLICT (village) DO NOTHING";

/* The id of a code, and what lies in it; 0: it is none (db_fail). */
static int64_t
parse(struct db *db, struct text code, struct area_range *r)
{
	if (ids_area_parse(code, r))
		return ids_make(r->village_lo, r->sub_lo);
	db_fail(db, EXIT_USAGE, FAULT_AREA_FORM, "%.*s", (int)code.len, code.at);
	return 0;
}

static int
absent(struct db *db, struct text code)
{
	return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("area %.*s"), (int)code.len, code.at);
}

/* Whether its name is the one given: 1, 0 another, -1 failed, -2 not there. */
static int
has_name(struct db *db, int64_t id, struct text name)
{
	int64_t same = 0;
	int rc = db_int(db, "SELECT CASE WHEN name = $3 THEN 1 ELSE 0 END FROM area WHERE village = $1 AND sub = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id)), ARG(name)), &same);

	return rc < 0 ? -1 : rc == 0 ? -2 : (int)same;
}

int
area_add(struct db *db, struct text code, struct text name, day_t first, int64_t run)
{
	struct area_range r;
	int64_t id = parse(db, code, &r), parent;
	int rc;

	if (id == 0 || (rc = has_name(db, id, name)) == -1)
		return -1;
	if (rc == 1)
		return 0;
	if (rc == 0)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("area %.*s is there already, with another name"), (int)code.len, code.at);
	parent = area_parent(id, r.level);
	if (r.level > LEVEL_TOWN && (rc = has_name(db, parent, name)) < 0)
		return rc == -1 ? -1 : db_fail(db, EXIT_RULE, FAULT_AREA_PARENT, "%.*s", (int)code.len, code.at);
	if (db_run(db, area_insert, ARGS(ARG(r.village_lo), ARG(r.sub_lo), ARG(r.level), ARG(name),
	    ARG(first), ARG(DAY_MAX), ARG(run))) < 0)
		return -1;
	if (r.level == LEVEL_VILLAGE && db_run(db, area_insert_village, ARGS(ARG(r.village_lo))) < 0)
		return -1;
	return 1;
}

int
area_keep(struct db *db, int64_t id)
{
	return was_keep(db, "area", "SELECT * FROM area WHERE village = $1 AND sub = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id)))) < 0 ? -1 : 0;
}

int
area_rename(struct db *db, struct text code, struct text name, int64_t run)
{
	struct area_range r;
	int64_t id = parse(db, code, &r);
	int rc;

	if (id == 0 || (rc = has_name(db, id, name)) == -1)
		return -1;
	if (rc == 1)
		return 0;
	if (rc < 0)
		return absent(db, code);
	if (area_keep(db, id) != 0)
		return -1;
	return (int)db_run(db, "UPDATE area SET name = $3, run = $4 WHERE village = $1 AND sub = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id)), ARG(name), ARG(run)));
}

#define IN_RANGE(sub) " WHERE village BETWEEN $1 AND $2 AND " sub " BETWEEN $3 AND $4 AND last > $5"

int
area_in_use(struct db *db, const struct area_range *r, day_t last, struct area_use *use)
{
	const struct arg *args = ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(last));

	if (db_int(db, "SELECT count(*) FROM household" IN_RANGE("hood"), args, &use->households) < 0
	    || db_int(db, "SELECT count(*) FROM post" IN_RANGE("sub"), args, &use->posts) < 0
	    || db_int(db, "SELECT count(*) FROM area" IN_RANGE("sub") " AND NOT (village = $1 AND sub = $3)", args, &use->areas) < 0)
		return -1;
	return use->households + use->posts + use->areas > 0;
}

int
area_retire(struct db *db, struct text code, day_t last, int64_t run)
{
	struct area_range r;
	struct area_use use;
	int64_t first = 0, was = 0;
	char day[11];
	int rc;

	if (parse(db, code, &r) == 0)
		return -1;
	rc = db_int(db, "SELECT first FROM area WHERE village = $1 AND sub = $2", ARGS(ARG(r.village_lo), ARG(r.sub_lo)), &first);
	if (rc <= 0)
		return rc < 0 ? -1 : absent(db, code);
	if (db_int(db, "SELECT last FROM area WHERE village = $1 AND sub = $2", ARGS(ARG(r.village_lo), ARG(r.sub_lo)), &was) < 0)
		return -1;
	if (was == last)
		return 0;
	if (last < first)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("area %.*s begins on %s only"), (int)code.len, code.at, day_text((day_t)first, day));
	rc = area_in_use(db, &r, last, &use);
	if (rc > 0)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("area %.*s after %s: households %lld, posts %lld, areas %lld in it"),
		    (int)code.len, code.at, day_text(last, day), (long long)use.households, (long long)use.posts, (long long)use.areas);
	if (rc < 0 || area_keep(db, ids_make(r.village_lo, r.sub_lo)) != 0)
		return -1;
	return (int)db_run(db, "UPDATE area SET last = $3, run = $4 WHERE village = $1 AND sub = $2",
	    ARGS(ARG(r.village_lo), ARG(r.sub_lo), ARG(last), ARG(run)));
}
