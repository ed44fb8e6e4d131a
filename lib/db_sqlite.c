#define _GNU_SOURCE
#include "db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { APPLICATION = 0x6e627231 };

static const struct {
	int		 code;		/* primary result code */
	enum exit_status status;
	enum fault	 fault;
} meanings[] = {
	{ SQLITE_BUSY, EXIT_BUSY, FAULT_BUSY },
	{ SQLITE_LOCKED, EXIT_BUSY, FAULT_BUSY },
	{ SQLITE_READONLY, EXIT_CANNOT, FAULT_DB_READONLY },
	{ SQLITE_PERM, EXIT_CANNOT, FAULT_DB_READONLY },
	{ SQLITE_CANTOPEN, EXIT_CANNOT, FAULT_DB_READONLY },
	{ SQLITE_FULL, EXIT_CANNOT, FAULT_DB_FULL },
	{ SQLITE_IOERR, EXIT_CANNOT, FAULT_DB_IO },
	{ SQLITE_CORRUPT, EXIT_CANNOT, FAULT_DB_DAMAGED },
	{ SQLITE_NOTADB, EXIT_CANNOT, FAULT_DB_FOREIGN },
};

int
lite_fail(struct db *db, int rc, const char *sql)
{
	struct lite *lite = db->conn;
	const char *words = lite != NULL && lite->sqlite != NULL
	    ? sqlite3_errmsg(lite->sqlite) : sqlite3_errstr(rc);

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == (rc & 0xff))
			return db_fail(db, meanings[i].status, meanings[i].fault, "%s", words);
	return db_fail(db, EXIT_CANNOT, FAULT_DB_FAILED, "%s: %s", words, sql);
}

static int
lite_script(struct db *db, const char *sql)
{
	struct lite *lite = db->conn;
	int rc = sqlite3_exec(lite->sqlite, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : lite_fail(db, rc, sql);
}

/* Process-wide, before the first use: one thread, no statistics, and a path is
 * a path, never a "file:" URI with options in it. */
static void
configure(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_URI, 0);
}

/* Nothing in a file may run, and double quotes never hold strings. */
static void
harden(sqlite3 *s)
{
	sqlite3_db_config(s, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(s, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_extended_result_codes(s, 1);
}

/*
 * TRUNCATE is not kept in the file: it is set at each open. Debian 12's SQLite
 * can corrupt a WAL database, and DELETE loses commits at a power cut.
 * secure_delete: what is erased is overwritten.
 */
static const char writer_pragmas[] =
    "PRAGMA journal_mode = TRUNCATE;"
    "PRAGMA synchronous = EXTRA;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA recursive_triggers = ON;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY";
static const char reader_pragmas[] =
    "PRAGMA temp_store = MEMORY";

static int
application(struct db *db, bool create)
{
	char set[64];
	int64_t n = 0;

	if (create) {
		snprintf(set, sizeof(set), "PRAGMA application_id = %d", APPLICATION);
		return lite_script(db, set);
	}
	if (db_int(db, "PRAGMA application_id", NO_ARGS, &n) < 0)
		return -1;
	if (n != APPLICATION)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FOREIGN, _("it lacks the mark of nbr"));
	return 0;
}

/* The file is made here, not by SQLite, so that it is never readable by all. */
static int
create_file(struct db *db, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	if (fd < 0 && errno == EEXIST)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there already; nothing was changed"), path);
	if (fd < 0)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", path, strerror(errno));
	close(fd);
	return 0;
}

/* But in a write transaction nothing may be changed. */
int
lite_read_only(struct db *db, bool on)
{
	return lite_script(db, on ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF");
}

static int
lite_open(struct db *db, const char *where)
{
	bool create = db->mode & DB_CREATE, gated = create || db->mode & (DB_WRITE | DB_GATE);
	bool write = create || db->mode & DB_WRITE;
	struct lite *lite = calloc(1, sizeof(*lite));
	int rc;

	if (lite == NULL)
		return db_no_memory(db);
	lite->gate = -1;
	db->conn = lite;
	configure();
	if (create ? create_file(db, where) != 0 : !(db->mode & DB_GATE) && lite_path(db, where) != 0)
		return -1;
	if (gated && (lite->gate = lite_gate(db, where)) < 0)
		return -1;
	if (db->mode & DB_GATE)
		return 0;
	/* Readers too may roll back what a killed writer left, if they can. */
	rc = sqlite3_open_v2(where, &lite->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (rc != SQLITE_OK)
		return lite_fail(db, rc, where);
	harden(lite->sqlite);
	sqlite3_busy_timeout(lite->sqlite, db->timeout * 1000);
	if (write && sqlite3_db_readonly(lite->sqlite, "main") == 1)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_READONLY, "%s", where);
	if (lite_script(db, write ? writer_pragmas : reader_pragmas) != 0
	    || application(db, create) != 0 || lite_read_only(db, true) != 0)
		return -1;
	return lite_feed_module(db);
}

static void
lite_close(struct db *db)
{
	struct lite *lite = db->conn;

	if (lite == NULL)
		return;
	lite_keep_none(lite);
	sqlite3_close_v2(lite->sqlite);
	if (lite->gate >= 0)
		close(lite->gate);
	free(lite);
	db->conn = NULL;
}

static struct stmt *
lite_prepare(struct db *db, const char *sql)
{
	struct lite *lite = db->conn;
	struct lite_stmt *stmt = lite_kept(lite, sql);
	int rc;

	if (stmt != NULL)
		return &stmt->base;
	stmt = calloc(1, sizeof(*stmt));
	if (stmt == NULL) {
		db_no_memory(db);
		return NULL;
	}
	rc = sqlite3_prepare_v3(lite->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->sqlite, NULL);
	if (rc != SQLITE_OK) {
		lite_fail(db, rc, sql);
		free(stmt);
		return NULL;
	}
	stmt->base.db = db;
	stmt->count = sqlite3_bind_parameter_count(stmt->sqlite);
	for (int i = 1; i <= stmt->count && i <= LITE_ARGS; i++) {
		char name[16];

		snprintf(name, sizeof(name), "$%d", i);
		stmt->at[i] = sqlite3_bind_parameter_index(stmt->sqlite, name);
	}
	return &stmt->base;
}

static int
lite_bind(struct stmt *base, const struct arg *args)
{
	struct lite_stmt *stmt = (struct lite_stmt *)base;
	int n = 0, rc = SQLITE_OK;

	sqlite3_reset(stmt->sqlite);
	for (; args[n].type != ARG_END && rc == SQLITE_OK && n < stmt->count; n++) {
		const struct arg *a = &args[n];
		int at = stmt->at[n + 1];

		if (a->type == ARG_INT)
			rc = sqlite3_bind_int64(stmt->sqlite, at, a->num);
		else if (a->type == ARG_TEXT)
			rc = sqlite3_bind_text(stmt->sqlite, at,
			    a->text.len > 0 ? a->text.at : "", (int)a->text.len, SQLITE_STATIC);
		else
			rc = sqlite3_bind_null(stmt->sqlite, at);
	}
	if (rc != SQLITE_OK)
		return lite_fail(base->db, rc, sqlite3_sql(stmt->sqlite));
	if (n != stmt->count || args[n].type != ARG_END)
		return db_fail(base->db, EXIT_CANNOT, FAULT_DB_FAILED,
		    "%d arguments are needed: %s", stmt->count, sqlite3_sql(stmt->sqlite));
	return 0;
}

static int
lite_step(struct stmt *base)
{
	struct lite_stmt *stmt = (struct lite_stmt *)base;
	int rc = sqlite3_step(stmt->sqlite);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	/* The feed's own failure has said why already. */
	return base->db->error[0] != '\0' ? -1
	    : lite_fail(base->db, rc, sqlite3_sql(stmt->sqlite));
}

static int64_t
lite_int(struct stmt *base, int column)
{
	return sqlite3_column_int64(((struct lite_stmt *)base)->sqlite, column);
}

static struct text
lite_text(struct stmt *base, int column)
{
	sqlite3_value *v = sqlite3_column_value(((struct lite_stmt *)base)->sqlite, column);
	const char *at = (const char *)sqlite3_value_text(v);

	return (struct text){ at, at == NULL ? 0 : (size_t)sqlite3_value_bytes(v) };
}

static bool
lite_null(struct stmt *base, int column)
{
	return sqlite3_column_type(((struct lite_stmt *)base)->sqlite, column) == SQLITE_NULL;
}

static int
lite_columns(struct stmt *base)
{
	return sqlite3_column_count(((struct lite_stmt *)base)->sqlite);
}

static const char *
lite_name(struct stmt *base, int column)
{
	return sqlite3_column_name(((struct lite_stmt *)base)->sqlite, column);
}

/* As the column was declared; what is computed, as the value at hand. */
static char
lite_type(struct stmt *base, int column)
{
	sqlite3_stmt *s = ((struct lite_stmt *)base)->sqlite;
	const char *declared = sqlite3_column_decltype(s, column);
	bool number = declared == NULL ? sqlite3_column_type(s, column) == SQLITE_INTEGER
	    : sqlite3_strnicmp(declared, "INT", 3) == 0 || sqlite3_stricmp(declared, "BIGINT") == 0;

	return number ? 'i' : 't';
}

static int64_t
lite_changes(struct stmt *base)
{
	sqlite3_stmt *s = ((struct lite_stmt *)base)->sqlite;

	return sqlite3_stmt_readonly(s) ? 0 : sqlite3_changes64(sqlite3_db_handle(s));
}

static void
lite_end(struct stmt *base)
{
	lite_keep(base->db->conn, (struct lite_stmt *)base);
}

/* BEGIN IMMEDIATE: a transaction that begins by reading and writes later
 * fails at once, whatever the timeout, when another wrote in between. */
static int
lite_begin(struct db *db, bool write, bool alone)
{
	(void)alone;	/* one writer holds the whole file */
	if (lite_script(db, write ? "PRAGMA query_only = OFF; BEGIN IMMEDIATE" : "BEGIN") == 0)
		return 0;
	lite_read_only(db, true);
	return -1;
}

static int
lite_commit(struct db *db)
{
	struct lite *lite = db->conn;
	int rc = sqlite3_exec(lite->sqlite, "COMMIT", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		return lite_read_only(db, true);
	lite_fail(db, rc, "COMMIT");
	if ((rc & 0xff) == SQLITE_IOERR) {
		/* The file may hold it already: an error after the last sync. */
		db->status = EXIT_BUSY;
		db->fault = FAULT_UNKNOWN;
	}
	return -1;
}

static void
lite_rollback(struct db *db)
{
	struct lite *lite = db->conn;

	if (lite->sqlite != NULL && !sqlite3_get_autocommit(lite->sqlite))
		sqlite3_exec(lite->sqlite, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(lite->sqlite, "PRAGMA query_only = ON", NULL, NULL, NULL);
	lite->feed.names = NULL;	/* the table went with it */
}

/* A program that is not ours may have set WAL, which Debian 12's SQLite can corrupt. */
static const char lite_health[] =
    "SELECT 'journal', CASE WHEN j.journal_mode = 'wal' THEN 0 ELSE 1 END,"
    " 'SQLite ' || sqlite_version() || ', journal_mode = ' || j.journal_mode"
    " || CASE WHEN j.journal_mode = 'wal' THEN ': sqlite3 ' || d.file || ' \"PRAGMA journal_mode = TRUNCATE\"' ELSE '' END"
    " FROM pragma_journal_mode j, pragma_database_list d WHERE d.name = 'main'";

const struct db_driver db_sqlite = {
	.scheme = "",
	.words = { "INTEGER", "STRICT", ", WITHOUT ROWID" },
	.open = lite_open,
	.close = lite_close,
	.script = lite_script,
	.prepare = lite_prepare,
	.bind = lite_bind,
	.step = lite_step,
	.get_int = lite_int,
	.get_text = lite_text,
	.get_null = lite_null,
	.columns = lite_columns,
	.name = lite_name,
	.type = lite_type,
	.changes = lite_changes,
	.end = lite_end,
	.begin = lite_begin,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.feed = lite_feed,
	.load = db_load_fed,
	.copy_to = lite_copy_to,
	.damage = lite_damage,
	.ask = lite_ask,
	.built = lite_built,
	.objects = lite_objects,
	.tables = lite_tables,
	.health = lite_health,
	.size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
	.rights = lite_rights,
	.engine = "SQLite",
	.version = lite_version,
};
