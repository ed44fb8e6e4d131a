#define _GNU_SOURCE
#include "admin.h"

#include <stdio.h>
#include <stdlib.h>

#include "backup.h"
#include "make.h"
#include "num.h"

enum { ALWAYS = 19490101 };	/* first day of what no one dates */

struct making {
	const struct town	*town;
	struct run_note		*note;
};

static int
store_town(struct db *db, void *arg)
{
	const struct making *m = arg;
	const struct town *t = m->town;
	const struct {
		const char	*key;
		struct text	 value;
	} settings[] = {
		{ "town", t->code }, { "name", t->name }, { "zone", text_of(t->zone) },
		{ "household_min", text_of("5") }, { "household_max", text_of("15") },
		{ "service_weekday", text_of("2") },
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (db_run(db, "INSERT INTO setting (key, value) VALUES ($1, $2)",
		    ARGS(ARG(settings[i].key), ARG(settings[i].value))) < 0)
			return -1;
	if (run_record(db, m->note) != 0)
		return -1;
	return db_run(db, "INSERT INTO area (village, sub, level, name, first, last, run)"
	    " VALUES ($1, 0, $2, $3, $4, $5, $6)",
	    ARGS(ARG(t->area.village_lo), ARG(t->area.level), ARG(t->name), ARG(ALWAYS), ARG(DAY_MAX), ARG(m->note->run))) < 0 ? -1 : 0;
}

struct db *
admin_init(const char *where, int timeout, const struct town *t, struct run_note *note)
{
	struct making m = { t, note };

	return make_database(where, timeout, store_town, &m);
}

const struct col fact_cols[] = {
	{ "fact", "项目", NULL, COL_TEXT, COL_KEY, N_("what it is about"), NULL, 0, NULL },
	{ "value", "值", NULL, COL_TEXT, 0, N_("its value"), NULL, 0, NULL },
	{ 0 },
};

static int
fact(struct rec_out *out, const char *name, const char *value)
{
	return rec_put(out, (const struct value[]){ VALUE_TEXT(text_of(name)), VALUE_TEXT(text_of(value)) });
}

static int
number(struct rec_out *out, const char *name, int64_t n)
{
	char buf[20];

	return rec_put(out, (const struct value[]){
	    VALUE_TEXT(text_of(name)), VALUE_TEXT(((struct text){ buf, num_text(n, buf) })) });
}

static int
put_setting(void *arg, struct stmt *row)
{
	rec_put(arg, (const struct value[]){ VALUE_TEXT(stmt_text(row, 0)), VALUE_TEXT(stmt_text(row, 1)) });
	return 0;
}

static int
counts(struct db *db, struct rec_out *out)
{
	static const struct { const char *name, *sql; } what[] = {
		{ "areas", "SELECT count(*) FROM area" },
		{ "households", "SELECT count(*) FROM household WHERE last = 99991231" },
		{ "members", "SELECT count(*) FROM member" },
		{ "chiefs", "SELECT count(*) FROM chief" },
		{ "visits", "SELECT count(*) FROM visit" },
		{ "runs", "SELECT count(*) FROM run" },
	};

	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		int64_t n = 0;

		if (db_int(db, what[i].sql, NO_ARGS, &n) < 0)
			return -1;
		number(out, what[i].name, n);
	}
	return 0;
}

/* The latest moment, in the zone of the database. */
static int
put_moment(void *arg, struct stmt *row)
{
	struct text at = stmt_text(row, 1), zone = stmt_text(row, 2);
	char stored[32] = "", name[64] = "", buf[26];

	if (at.len < sizeof(stored) && zone.len < sizeof(name)) {
		memcpy(stored, at.at, at.len);
		memcpy(name, zone.at, zone.len);
	}
	rec_put(arg, (const struct value[]){ VALUE_TEXT(stmt_text(row, 0)), VALUE_TEXT(text_of(moment_instant(stored, name, buf))) });
	return 0;
}

int
admin_info(struct db *db, struct rec_out *out, const char *path)
{
	const char *version, *engine = db_engine(db, &version);
	int stored;
	int64_t bytes;

	if (db_begin_read(db) != 0 || db_version(db, &stored) != 0)
		return -1;
	fact(out, "path", path);
	fact(out, "engine", engine);
	fact(out, "engine_version", version);
	number(out, "schema", stored);
	fact(out, "program", NBR_VERSION);
	if (db_size(db, &bytes) != 0)
		return -1;
	number(out, "size_bytes", bytes);
	if (stored != db_version_built())
		return 0;	/* its tables may be others */
	if (db_each(db, "SELECT key, value FROM setting WHERE key = 'town' OR key = 'name' OR key = 'zone' OR key = 'phone_area'"
	    " ORDER BY key", NO_ARGS, put_setting, out) < 0 || counts(db, out) != 0)
		return -1;
	return db_each(db, "SELECT t.fact, t.at, s.value FROM"
	    " (SELECT 1 AS no, 'last_run' AS fact, coalesce(max(at), '') AS at FROM run"
	    " UNION ALL SELECT 2, 'last_backup', coalesce(max(at), '') FROM run"
	    " WHERE program = 'nbr-db' AND verb = 'backup') t, setting s WHERE s.key = 'zone' ORDER BY t.no",
	    NO_ARGS, put_moment, out) < 0 ? -1 : 0;
}

const struct col migrate_cols[] = {
	{ "from", "原版本", NULL, COL_INT, COL_KEY, N_("version of the schema before"), NULL, 0, NULL },
	{ "to", "新版本", NULL, COL_INT, 0, N_("version of the schema after"), NULL, 0, NULL },
	{ "backup", "备份", NULL, COL_TEXT, 0, N_("copy of the database as it was"), NULL, 0, NULL },
	{ 0 },
};

int
admin_migrate(struct db *db, struct rec_out *out, const char *path, bool dry)
{
	struct backup b = { 0 };
	char *to;
	int from, rc = 0;

	if (db_version(db, &from) != 0)
		return -1;
	if (from == db_version_built())
		return 0;
	if (from > db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), from, db_version_built());
	if (asprintf(&to, "%s.pre-migrate-%d", path, from) < 0)
		return db_no_memory(db);
	if (db_is_server(path))	/* its own backup is its administrator's */
		to[0] = '\0';
	else if (!dry)
		rc = backup_make(db, path, to, BACKUP_OWNER, true, &b);
	if (rc == 0 && !dry)
		rc = db_migrate(db);
	if (rc == 0)
		rec_put(out, (const struct value[]){
		    VALUE_INT(from), VALUE_INT(db_version_built()), VALUE_TEXT(text_of(to)) });
	free(b.path);
	free(to);
	return rc;
}
