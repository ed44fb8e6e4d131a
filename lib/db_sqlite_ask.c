/* What a person may ask an SQLite database, and what a dump asks of it. */
#include <stdio.h>
#include <string.h>

#include "db_sqlite.h"

/* Columns of these names hold what is masked, in whichever table; a line a whole
 * row (was). */
#define PERSONAL(X) X("ident") X("phone") X("line")

#define LIST(name) ", '" name "'"
#define NAME(name) name,

const char lite_objects[] =
    "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";

/* A table is as deep as the longest way to it through foreign keys; a damaged
 * file may have a circle of them. */
const char lite_tables[] =
    "WITH RECURSIVE deep (name, depth) AS (SELECT name, 0 FROM sqlite_schema"
    " WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
    " UNION SELECT m.name, d.depth + 1 FROM deep d, sqlite_schema m, pragma_foreign_key_list(m.name) f"
    " WHERE m.type = 'table' AND f.\"table\" = d.name AND m.name <> d.name AND d.depth < 99)"
    " SELECT d.name, 'SELECT ' || (SELECT group_concat("
    "CASE WHEN $1 = 0 AND name IN (''" PERSONAL(LIST) ") THEN 'NULL AS ' ELSE '' END || printf('\"%w\"', name), ', ')"
    " FROM (SELECT name FROM pragma_table_info(d.name) ORDER BY cid))"
    " || printf(' FROM \"%w\" ORDER BY ', d.name)"
    " || (SELECT group_concat(printf('\"%w\"', name), ', ')"
    " FROM (SELECT name FROM pragma_table_info(d.name) WHERE pk > 0 ORDER BY pk))"
    " FROM deep d GROUP BY d.name ORDER BY max(d.depth), d.name";

static bool
personal(const char *column)
{
	static const char *const names[] = { PERSONAL(NAME) };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (sqlite3_stricmp(column, names[i]) == 0)
			return true;
	return false;
}

/* Reading and nothing else: not even a PRAGMA, nor the raw pages of the file or
 * samples of its indexes, where masked columns could be read as well. */
static int
may(void *arg, int action, const char *a, const char *b, const char *schema, const char *trigger)
{
	struct lite *lite = arg;

	(void)schema, (void)trigger;
	if (action == SQLITE_SELECT || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (action != SQLITE_READ || sqlite3_stricmp(a, "sqlite_dbpage") == 0 || sqlite3_stricmp(a, "sqlite_stat4") == 0)
		return SQLITE_DENY;
	if (lite->reveal || !personal(b))
		return SQLITE_OK;
	snprintf(lite->withheld, sizeof(lite->withheld), "%s.%s", a, b);
	return SQLITE_DENY;
}

static int
usage(struct db *db, const char *words)
{
	return db_fail(db, EXIT_USAGE, FAULT_NONE, "%s", words);
}

static bool
is_letter(char c)
{
	return c == '_' || (unsigned)(c | 32) - 'a' < 26;
}

/* SQLite does not ask may() about the columns that USING and NATURAL compare:
 * a join with a list of numbers would tell which of them are stored. */
static bool
joins_unseen(const char *sql)
{
	for (const char *p = sql; *p != '\0'; p++)
		if ((p == sql || !is_letter(p[-1]))
		    && ((sqlite3_strnicmp(p, "using", 5) == 0 && !is_letter(p[5]))
		    || (sqlite3_strnicmp(p, "natural", 7) == 0 && !is_letter(p[7]))))
			return true;
	return false;
}

/* Looks at a statement before it is prepared for good. 0 or -1. */
static int
examine(struct db *db, const char *sql)
{
	struct lite *lite = db->conn;
	sqlite3_stmt *first = NULL, *next = NULL;
	const char *tail = NULL;
	int rc = sqlite3_prepare_v2(lite->sqlite, sql, -1, &first, &tail), fault = 0;

	if (rc == SQLITE_AUTH && lite->withheld[0] != '\0')
		fault = db_fail(db, EXIT_RULE, FAULT_PERSONAL, "%s", lite->withheld);
	else if (rc == SQLITE_AUTH)
		fault = usage(db, _("only SELECT is taken: nothing may be changed here"));
	else if (rc == SQLITE_ERROR)
		fault = usage(db, sqlite3_errmsg(lite->sqlite));
	else if (rc != SQLITE_OK)
		fault = lite_fail(db, rc, sql);
	else if (first == NULL)
		fault = usage(db, _("there is no statement"));
	else if (!sqlite3_stmt_readonly(first) || sqlite3_column_count(first) == 0)
		fault = usage(db, _("only SELECT is taken: nothing may be changed here"));
	else if (!lite->reveal && joins_unseen(sql))
		fault = usage(db, _("join with ON, not with USING or NATURAL"));
	else if (sqlite3_bind_parameter_count(first) > 0)
		fault = usage(db, _("write values, not parameters"));
	else if (sqlite3_prepare_v2(lite->sqlite, tail, -1, &next, NULL) != SQLITE_OK || next != NULL)
		fault = usage(db, _("one statement at a time"));
	sqlite3_finalize(first);
	sqlite3_finalize(next);
	return fault;
}

struct stmt *
lite_ask(struct db *db, const char *sql, bool reveal)
{
	struct lite *lite = db->conn;

	lite->reveal = reveal;
	sqlite3_set_authorizer(lite->sqlite, may, lite);
	return examine(db, sql) != 0 ? NULL : db->driver->prepare(db, sql);
}

/* In memory, through a handle of its own. */
int
lite_built(struct db *db, int (*f)(void *, struct stmt *), void *arg)
{
	struct lite lite = { .gate = -1 };
	struct db fresh = { .driver = &db_sqlite, .conn = &lite };
	int rc = sqlite3_open_v2(":memory:", &lite.sqlite, SQLITE_OPEN_READWRITE, NULL);

	if (rc != SQLITE_OK)
		rc = lite_fail(&fresh, rc, ":memory:");
	else if ((rc = db_migrate_in(&fresh)) == 0)
		rc = db_each(&fresh, lite_objects, NO_ARGS, f, arg);
	lite_keep_none(&lite);
	sqlite3_close_v2(lite.sqlite);
	return rc >= 0 ? rc : db_fail(db, fresh.status, fresh.fault, "%s", fresh.error);
}

const char *
lite_version(struct db *db)
{
	(void)db;
	return sqlite3_libversion();
}
