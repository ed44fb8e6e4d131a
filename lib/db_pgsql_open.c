/* The connection to a PostgreSQL server: made, looked at, made again. */
#define _GNU_SOURCE
#include "db_pgsql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OLDEST = 150000, NAP = 50, LONGEST_NAP = 1000 };	/* 15.0; milliseconds */

/* What a connection that cannot be made means; anything else is out of reach,
 * and so is what names no SQLSTATE. */
static const struct {
	const char	*state;		/* SQLSTATE, or how it begins */
	enum fault	 fault;
} refusals[] = {
	{ "28", FAULT_DB_LOGIN },
	{ "3D000", FAULT_DB_MISSING },
	{ "42501", FAULT_DB_RIGHTS },
};

/* libpq tells the SQLSTATE of a refused connection in its words alone: "..
 * failed: FATAL:  28000: role ..". Takes it out and leaves that line. */
static const char *
refusal(const char *message, char *line, size_t size, char state[6])
{
	const char *p = message, *begin = message;

	state[0] = '\0';
	for (; (p = strstr(p, ":  ")) != NULL; p += 3)
		if (strspn(p + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && strncmp(p + 8, ": ", 2) == 0) {
			memcpy(state, p + 3, 5);
			state[5] = '\0';
			for (begin = p; begin > message && begin[-1] != '\n'; begin--)
				continue;
		}
	pg_line(begin, line, size);
	p = state[0] == '\0' ? NULL : strstr(line, state);
	if (p != NULL)
		memmove(line + (p - line), p + 7, strlen(p + 7) + 1);
	return line;
}

static enum fault
meaning(const char *state)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strncmp(state, refusals[i].state, strlen(refusals[i].state)) == 0)
			return refusals[i].fault;
	return FAULT_DB_UNREACHABLE;
}

static void
quiet(void *arg, const PGresult *res)
{
	(void)arg, (void)res;
}

/* What the answers and the plans depend on is set, whatever the server's or the
 * role's own settings are. A commit is told only when it is on the disk. */
static const char settings[] =
    "SET search_path = public;"
    "SET default_transaction_read_only = on;"
    "SET default_transaction_isolation = 'read committed';"
    "SET standard_conforming_strings = on;"
    "SET row_security = %s;"
    "SET timezone = 'UTC';"
    "SET datestyle = 'ISO';"
    "SET jit = off;"
    "SET random_page_cost = 1.1;"
    "SET lock_timeout = %d;"
    "SELECT CASE datlocprovider WHEN 'i' THEN 'ICU' WHEN 'b' THEN 'C' ELSE datcollate END,"
    " CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END,"
    " CASE WHEN to_regclass('nbr_schema') IS NULL THEN 0 ELSE 1 END,"
    " (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')),"
    " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    " WHEN 'off' THEN 'on' WHEN 'local' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"
    " FROM pg_database WHERE datname = current_database()";

static int
check_database(struct db *db, const PGresult *res)
{
	struct pg *pg = db->conn;
	const char *name = pq.db(pg->conn), *collate = pq.getvalue(res, 0, 0);
	bool nbr = *pq.getvalue(res, 0, 2) == '1', empty = *pq.getvalue(res, 0, 3) == '0';

	if (strcmp(collate, "C") != 0 && strcmp(collate, "POSIX") != 0)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_COLLATION, _("database %s: collation %s"), name, collate);
	if (pg->standby && db->mode & (DB_WRITE | DB_CREATE))
		return db_fail(db, EXIT_CANNOT, FAULT_DB_STANDBY, _("database %s"), name);
	if (db->mode & DB_CREATE && nbr)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there already; nothing was changed"), name);
	if (nbr || (db->mode & DB_CREATE && empty))
		return 0;
	return empty ? db_fail(db, EXIT_CANNOT, FAULT_DB_MISSING, _("database %s is empty"), name)
	    : db_fail(db, EXIT_CANNOT, FAULT_DB_FOREIGN, _("database %s has tables of another program"), name);
}

static int
check_server(struct db *db, bool first)
{
	struct pg *pg = db->conn;
	const char *version = pq.parameterStatus(pg->conn, "server_version");
	const char *encoding = pq.parameterStatus(pg->conn, "server_encoding");
	int wait = db->timeout > 0 ? db->timeout * 1000 : 1, rc = 0;	/* 0 would be for ever */
	char sql[sizeof(settings) + 16];
	PGresult *res;

	if (pq.serverVersion(pg->conn) < OLDEST)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_SERVER, "PostgreSQL %s", version != NULL ? version : "");
	if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_COLLATION, _("database %s: encoding %s"),
		    pq.db(pg->conn), encoding != NULL ? encoding : "");
	pq.setNoticeReceiver(pg->conn, quiet, NULL);
	snprintf(sql, sizeof(sql), settings, db->mode & DB_WHOLE ? "off" : "on", wait);
	res = pq.exec(pg->conn, sql);
	if (pq.resultStatus(res) != PGRES_TUPLES_OK) {
		rc = pg_fail(db, res, "SET");
	} else {
		pg->standby = *pq.getvalue(res, 0, 1) == '1';
		rc = first ? check_database(db, res) : 0;
	}
	pq.clear(res);
	return rc;
}

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
refuse(struct db *db)
{
	struct pg *pg = db->conn;
	const char *name = pq.db(pg->conn);
	char line[512], state[6];
	enum fault fault;

	refusal(pq.errorMessage(pg->conn), line, sizeof(line), state);
	if (line[0] == '\0') {	/* an option that means nothing: libpq said so the first time */
		db->status = EXIT_USAGE;
		db->fault = FAULT_NONE;
		db->again = false;
		return -1;
	}
	fault = pq.connectionNeedsPassword(pg->conn) ? FAULT_DB_LOGIN : meaning(state);
	if (fault == FAULT_DB_MISSING)
		return db_fail(db, EXIT_CANNOT, fault, _("there is no database %s on that server; "
		    "createdb -O OWNER -T template0 -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 %s makes it"), name, name);
	if (fault != FAULT_DB_UNREACHABLE)
		return db_fail(db, EXIT_CANNOT, fault, "%s", line);
	db_fail(db, EXIT_BUSY, fault, "%s", line);
	db->again = true;
	return -1;
}

/*
 * A server that is starting, or full, or about to be replaced by its standby is
 * asked again until the time is up. The second time libpq is to be verbose: a
 * refusal then tells its SQLSTATE. Before the connection is there it cannot be
 * asked to be.
 */
static int
keep_trying(struct db *db, bool first)
{
	struct pg *pg = db->conn;
	int64_t until = now() + (int64_t)db->timeout * 1000;
	long nap = NAP;

	for (bool verbose = !first;; verbose = true) {
		if (pq.status(pg->conn) != CONNECTION_OK) {
			refuse(db);
		} else {
			db_forget(db);
			if (check_server(db, first) == 0)
				return 0;
		}
		if (!db->again || (verbose && now() + nap > until))
			return -1;
		nanosleep(&(struct timespec){ .tv_nsec = nap * 1000000 % 1000000000, .tv_sec = nap / 1000 }, NULL);
		nap = 2 * nap < LONGEST_NAP ? 2 * nap : LONGEST_NAP;
		pq.setErrorVerbosity(pg->conn, PQERRORS_VERBOSE);
		pq.reset(pg->conn);
	}
}

/* A password in a URL is seen by all in ps and stays in the shell's history. */
static int
check_url(struct db *db, const char *where)
{
	PQconninfoOption *options = pq.conninfoParse(where, NULL);
	bool clear = options != NULL && strstr(where, "://") != NULL, secret = false;

	/* A password with a / or a : in it is not taken for one. */
	for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++) {
		const char *value = o->val != NULL ? o->val : "";

		secret = secret || (strstr(o->keyword, "password") != NULL && *value != '\0');
		clear = clear && (strcmp(o->keyword, "port") != 0 || value[strspn(value, "0123456789,")] == '\0')
		    && (strcmp(o->keyword, "dbname") != 0 || strchr(value, '@') == NULL);
	}
	pq.conninfoFree(options);
	if (secret)
		return db_fail(db, EXIT_USAGE, FAULT_NONE,
		    _("leave the password out of the URL; put it into ~/.pgpass (mode 0600) or into a service file"));
	/* libpq's own words would quote a part of it, which may be the password. */
	return clear ? 0 : db_fail(db, EXIT_USAGE, FAULT_NONE,
	    _("a server is written postgresql://user@host:port/database"));
}

static int
connect_to(struct db *db, const char *where)
{
	struct pg *pg = db->conn;
	char wait[16];
	/* What stands before the URL may be set otherwise in it. A server that
	 * vanished without a word is noticed after half a minute. */
	const char *const keys[] = { "fallback_application_name", "connect_timeout",
		"keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
		"dbname", "client_encoding", NULL };
	const char *const values[] = { "nbr", wait, "15", "5", "3", "30000", where, "UTF8", NULL };

	snprintf(wait, sizeof(wait), "%d", db->timeout < 2 ? 2 : db->timeout > 10 ? 10 : db->timeout);
	pg->conn = pq.connectdbParams(keys, values, 1);
	return pg->conn == NULL ? db_no_memory(db) : keep_trying(db, true);
}

int
pg_open(struct db *db, const char *where)
{
	const char *missing = pq_load();

	if (missing != NULL)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_LIBRARY, "%s", missing);
	if (check_url(db, where) != 0)
		return -1;
	if (db->mode & DB_GATE)
		return db_fail(db, EXIT_USAGE, FAULT_NONE,
		    _("a server's database is not replaced by a file; see nbr-db copy"));
	db->conn = calloc(1, sizeof(struct pg));
	if (db->conn == NULL)
		return db_no_memory(db);
	if (connect_to(db, where) == 0)
		return 0;
	pg_close(db);
	return -1;
}

int
pg_reopen(struct db *db)
{
	struct pg *pg = db->conn;

	pg_cut(db);
	pg->life++;
	pg->feed = NULL;
	pq.reset(pg->conn);
	return keep_trying(db, false);
}

void
pg_close(struct db *db)
{
	struct pg *pg = db->conn;

	if (pg == NULL)
		return;
	pq.finish(pg->conn);
	free(pg);
	db->conn = NULL;
}
