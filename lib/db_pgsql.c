/* PostgreSQL: what its errors mean, and transactions. */
#include "db_pgsql.h"

#include <string.h>

static const struct {
	const char	*state;		/* SQLSTATE, or how it begins */
	enum exit_status status;
	enum fault	 fault;
	bool		 again;
} meanings[] = {
	{ "08", EXIT_BUSY, FAULT_DB_UNREACHABLE, true },
	{ "25006", EXIT_CANNOT, FAULT_DB_STANDBY, false },	/* if it is one */
	{ "40001", EXIT_BUSY, FAULT_BUSY, true },
	{ "40P01", EXIT_BUSY, FAULT_BUSY, true },
	{ "42501", EXIT_CANNOT, FAULT_DB_RIGHTS, false },
	{ "53100", EXIT_CANNOT, FAULT_DB_FULL, false },
	{ "53200", EXIT_CANNOT, FAULT_DB_FAILED, false },
	{ "53", EXIT_BUSY, FAULT_DB_UNREACHABLE, true },
	{ "55P03", EXIT_BUSY, FAULT_BUSY, false },	/* waited for long enough */
	{ "57014", EXIT_BUSY, FAULT_BUSY, false },
	{ "57P", EXIT_BUSY, FAULT_DB_UNREACHABLE, true },
	{ "58030", EXIT_CANNOT, FAULT_DB_IO, false },
	{ "XX001", EXIT_CANNOT, FAULT_DB_DAMAGED, false },
	{ "XX002", EXIT_CANNOT, FAULT_DB_DAMAGED, false },
	{ "", EXIT_CANNOT, FAULT_DB_FAILED, false },
};

/* As db_fail, which keeps the first error alone. */
static int
fail(struct db *db, enum exit_status status, enum fault fault, bool again, const char *words)
{
	if (db->broken)
		return -1;
	db_fail(db, status, fault, "%s", words);
	db->again = again;
	return -1;
}

const char *
pg_line(const char *message, char *buf, size_t size)
{
	size_t n = strcspn(message, "\n");

	if (n >= size)
		n = text_utf8(message, size - 1);
	memcpy(buf, message, n);
	buf[n] = '\0';
	return buf;
}

int
pg_fail(struct db *db, const PGresult *res, const char *sql)
{
	struct pg *pg = db->conn;
	const char *state = pq.resultErrorField(res, PG_DIAG_SQLSTATE);
	const char *words = pq.resultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	char line[512];
	size_t i = 0;

	if (words == NULL)
		words = pg_line(pq.errorMessage(pg->conn), line, sizeof(line));
	if (pq.status(pg->conn) == CONNECTION_BAD)
		return fail(db, EXIT_BUSY, FAULT_DB_UNREACHABLE, true, words);
	if (state == NULL)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FAILED, "%s: %s", words, sql);
	if (strcmp(state, "NBR01") == 0)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_RIGHTS,
		    _("the roles are missing; the server's administrator makes them: "
		    "CREATE ROLE nbr_clerk; CREATE ROLE nbr_audit; CREATE ROLE nbr_query; "
		    "GRANT nbr_clerk, nbr_audit, nbr_query TO \"%s\" WITH ADMIN OPTION"), words);
	if (strcmp(state, "55P03") == 0)
		return db_fail(db, EXIT_BUSY, FAULT_BUSY,
		    _("another transaction has held the lock for %d seconds"), db->timeout);
	while (strncmp(state, meanings[i].state, strlen(meanings[i].state)) != 0)
		i++;
	if (meanings[i].fault == FAULT_DB_FAILED || (meanings[i].fault == FAULT_DB_STANDBY && !pg->standby))
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FAILED, "%s: %s", words, sql);
	return fail(db, meanings[i].status, meanings[i].fault, meanings[i].again, words);
}

int
pg_script(struct db *db, const char *sql)
{
	struct pg *pg = db->conn;
	PGresult *res;
	int rc = 0;

	if (pg_settle(db) != 0)
		return -1;
	res = pq.exec(pg->conn, sql);
	if (pq.resultStatus(res) != PGRES_COMMAND_OK && pq.resultStatus(res) != PGRES_TUPLES_OK)
		rc = pg_fail(db, res, sql);
	pq.clear(res);
	return rc;
}

/* Every write transaction shares one lock; who must be alone does not share it.
 * The number is "nbr1": other programs in the same database take others. */
#define LOCK "1851945521"
#define BEGIN_WRITE "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "

static int
pg_begin(struct db *db, bool write, bool alone)
{
	struct pg *pg = db->conn;

	if (write && pg->standby)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_STANDBY, _("database %s"), pq.db(pg->conn));
	if (pg_script(db, !write ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	    : alone ? BEGIN_WRITE "SELECT pg_advisory_xact_lock(" LOCK ")"
	    : BEGIN_WRITE "SELECT pg_advisory_xact_lock_shared(" LOCK ")") == 0)
		return 0;
	if (pq.transactionStatus(pg->conn) == PQTRANS_INERROR)
		pq.clear(pq.exec(pg->conn, "ROLLBACK"));
	return -1;
}

static int
pg_commit(struct db *db)
{
	struct pg *pg = db->conn;
	PGresult *res;
	char line[512];
	int rc = 0;

	if (pg_settle(db) != 0)
		return -1;
	pg_keep_none(pg);
	res = pq.exec(pg->conn, "COMMIT");
	/* Cut off after it was sent, it may be carried out still. */
	if (pq.status(pg->conn) == CONNECTION_BAD)
		rc = fail(db, EXIT_BUSY, FAULT_UNKNOWN, false, pg_line(pq.errorMessage(pg->conn), line, sizeof(line)));
	else if (pq.resultStatus(res) != PGRES_COMMAND_OK)
		rc = pg_fail(db, res, "COMMIT");
	else if (strcmp(pq.cmdStatus(res), "COMMIT") != 0)	/* it had failed before */
		rc = fail(db, EXIT_CANNOT, FAULT_DB_FAILED, false, pq.cmdStatus(res));
	pq.clear(res);
	pg->feed = NULL;
	return rc;
}

static void
pg_rollback(struct db *db)
{
	struct pg *pg = db->conn;

	pg_cut(db);
	pg_keep_none(pg);
	if (pq.transactionStatus(pg->conn) != PQTRANS_IDLE)
		pq.clear(pq.exec(pg->conn, "ROLLBACK"));
	pg->feed = NULL;	/* the table went with it */
}

static int
pg_copy_to(struct db *db, const char *path)
{
	(void)path;
	return db_fail(db, EXIT_USAGE, FAULT_NONE, _("a server's database is copied with nbr-db copy"));
}

const struct db_driver db_pgsql = {
	.scheme = "postgres",	/* "postgresql://" and "postgres://" */
	.words = { "BIGINT", "", "" },
	.open = pg_open,
	.close = pg_close,
	.script = pg_script,
	.prepare = pg_prepare,
	.bind = pg_bind,
	.step = pg_step,
	.get_int = pg_int,
	.get_text = pg_text,
	.get_null = pg_null,
	.columns = pg_columns,
	.name = pg_name,
	.type = pg_type,
	.changes = pg_changes,
	.end = pg_end,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.reopen = pg_reopen,
	.feed = pg_feed,
	.load = pg_load,
	.copy_to = pg_copy_to,
	.damage = pg_damage,
	.ask = pg_ask,
	.built = pg_built,
	.objects = pg_objects,
	.tables = pg_tables,
	.grant = pg_grant,
	.revoke = pg_revoke,
	.grants = pg_grants,
	.size = "SELECT pg_database_size(current_database())",
	.health = pg_health,
	.rights = pg_rights,
	.engine = "PostgreSQL",
	.version = pg_version,
};
