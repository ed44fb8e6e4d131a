/* The schema: its version, and how it comes to this program's. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_driver.h"
#include "schema.h"

int
db_version_built(void)
{
	int n = 0;

	while (schema[n] != NULL)
		n++;
	return n;
}

int
db_version(struct db *db, int *version)
{
	int64_t n = 0;

	if (db_int(db, "SELECT max(version) FROM nbr_schema", NO_ARGS, &n) < 0)
		return -1;
	*version = (int)n;
	return 0;
}

int
db_check_version(struct db *db)
{
	int version;

	if (db_version(db, &version) != 0)
		return -1;
	if (version < db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_OLD,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	if (version > db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	return 0;
}

/* Puts the engine's words in place of {int} and the like. The caller frees. */
static char *
engine_words(const struct db_driver *d, const char *sql)
{
	static const char *const marks[] = { "{int}", "{strict}", "{norowid}" };
	char *out = NULL;
	size_t len;
	FILE *fp = open_memstream(&out, &len);

	if (fp == NULL)
		return NULL;
	while (*sql != '\0') {
		size_t i = 0;

		while (i < 3 && strncmp(sql, marks[i], strlen(marks[i])) != 0)
			i++;
		if (i < 3) {
			fputs(d->words[i], fp);
			sql += strlen(marks[i]);
		} else {
			putc(*sql++, fp);
		}
	}
	if (fclose(fp) != 0) {
		free(out);
		return NULL;
	}
	return out;
}

static int
migrate_one(struct db *db, int version)
{
	char *sql = engine_words(db->driver, schema[version - 1]);
	int rc = sql == NULL ? db_no_memory(db)
	    : db->driver->script(db, sql);

	free(sql);
	if (rc == 0 && db_run(db, "INSERT INTO nbr_schema (version) VALUES ($1)",
	    ARGS(ARG(version))) < 0)
		rc = -1;
	return rc;
}

int
db_migrate_in(struct db *db)
{
	int version = 0;

	if (db->driver->script(db,
	    "CREATE TABLE IF NOT EXISTS nbr_schema (version INTEGER NOT NULL PRIMARY KEY)") != 0
	    || db_version(db, &version) != 0)
		return -1;
	if (version > db_version_built())
		return db_fail(db, EXIT_CANNOT, FAULT_DB_NEW,
		    _("its schema is version %d, this program's is %d"), version, db_version_built());
	while (version < db_version_built())
		if (migrate_one(db, ++version) != 0)
			return -1;
	return db->driver->rights == NULL ? 0 : db->driver->script(db, db->driver->rights);
}

static int
migrate(struct db *db, void *arg)
{
	(void)arg;
	return db_migrate_in(db);
}

/* All steps in one transaction: the old schema or the new, nothing between. */
int
db_migrate(struct db *db)
{
	return db_write(db, &(struct write){ .village = DB_SCHEMA, .f = migrate });
}
