#define _GNU_SOURCE
#include "admin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "num.h"

enum { ALWAYS = 19490101 };	/* first day of what no one dates */

static int
store_town(struct db *db, const struct town *t, const struct run_note *note)
{
	const struct {
		const char	*key;
		struct text	 value;
	} settings[] = {
		{ "town", t->code }, { "name", t->name }, { "zone", text_of(t->zone) },
		{ "household_min", text_of("5") }, { "household_max", text_of("15") },
		{ "service_weekday", text_of("2") },
	};
	int64_t run;

	if (db_begin_write(db, 0) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (db_run(db, "INSERT INTO setting (key, value) VALUES ($1, $2)",
		    ARGS(ARG(settings[i].key), ARG(settings[i].value))) < 0)
			return -1;
	run = run_record(db, note);
	if (run < 0 || db_run(db, "INSERT INTO area (village, sub, level, name, first, last, run)"
	    " VALUES ($1, 0, $2, $3, $4, $5, $6)",
	    ARGS(ARG(t->area.village_lo), ARG(t->area.level), ARG(t->name), ARG(ALWAYS), ARG(DAY_MAX), ARG(run))) < 0)
		return -1;
	return db_commit(db);
}

static void
remove_with(const char *path, const char *ending)
{
	char *name;

	if (asprintf(&name, "%s%s", path, ending) < 0)
		return;
	unlink(name);
	free(name);
}

/* It is made under another name: killed at any moment, init leaves either a
 * whole database or none. */
struct db *
admin_init(const char *path, int timeout, const struct town *t, const struct run_note *note)
{
	struct db *db;
	char *temp;

	if (asprintf(&temp, "%s.init-%ld", path, (long)getpid()) < 0)
		return NULL;
	db = db_open(temp, DB_CREATE, timeout);
	if (db == NULL || db_error(db)[0] != '\0')
		goto out;
	if (db_migrate(db) == 0 && store_town(db, t, note) == 0
	    && renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
		if (errno == EEXIST)
			db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there already; nothing was changed"), path);
		else
			db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", path, strerror(errno));
	}
	if (db_error(db)[0] == '\0' && file_sync_name(path) != 0)
		db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", path, strerror(errno));
	remove_with(temp, "");
	remove_with(temp, "-journal");
	remove_with(temp, ".lock");
out:
	free(temp);
	return db;
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
	rec_put(arg, (const struct value[]){ VALUE_TEXT(stmt_text(row, 0)), VALUE_TEXT(text_of(day_instant(stored, name, buf))) });
	return 0;
}

int
admin_info(struct db *db, struct rec_out *out, const char *path)
{
	const char *version, *engine = db_engine(db, &version);
	int stored;
	struct stat st;

	if (db_begin_read(db) != 0 || db_version(db, &stored) != 0)
		return -1;
	fact(out, "path", path);
	fact(out, "engine", engine);
	fact(out, "engine_version", version);
	number(out, "schema", stored);
	fact(out, "program", NBR_VERSION);
	if (stat(path, &st) == 0)
		number(out, "size_bytes", st.st_size);
	if (stored != db_version_built())
		return 0;	/* its tables may be others */
	if (db_each(db, "SELECT key, value FROM setting WHERE key = 'town' OR key = 'name' OR key = 'zone'"
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
	if (!dry)
		rc = backup_make(db, path, to, 0600, true, &b) != 0 || db_migrate(db) != 0 ? -1 : 0;
	if (rc == 0)
		rec_put(out, (const struct value[]){
		    VALUE_INT(from), VALUE_INT(db_version_built()), VALUE_TEXT(text_of(to)) });
	free(b.path);
	free(to);
	return rc;
}

int
admin_audit(struct db *db, struct rec_out *out, day_t since, day_t until, const char *actor)
{
	return list_rows(db, out, run_cols,
	    "FROM run r WHERE r.day >= $1 AND r.day <= $2 AND ($3 = '' OR r.actor = $3) ORDER BY r.run",
	    ARGS(ARG(since), ARG(until), ARG(actor)));
}
