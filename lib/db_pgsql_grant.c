/* Logins of a PostgreSQL server: which roles and villages they have. */
#define _GNU_SOURCE
#include "db_pgsql.h"

#include <stdlib.h>
#include <string.h>

static const int64_t EVERY_VILLAGE = 999999999999;

const char pg_grants[] =
    "SELECT login, role, CASE WHEN role = 'audit' THEN 0 ELSE village_first END, village_last FROM office"
    " ORDER BY login, role, village_first";

/* Runs the statement that another one made: names in it are quoted there. */
static int
run_made(void *arg, struct stmt *row)
{
	struct db *db = arg;
	char *sql = strdup(stmt_text(row, 0).at);
	int rc = sql == NULL ? db_no_memory(db) : pg_script(db, sql);

	free(sql);
	return rc;
}

/* Its owner has every right, and must not lose that to connect. */
static int
refuse_owner(struct db *db, struct text login)
{
	int64_t owner = 0;

	if (db_int(db, "SELECT 1 FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba"
	    " WHERE d.datname = current_database() AND r.rolname = $1", ARGS(ARG(login)), &owner) < 0)
		return -1;
	return owner == 0 ? 0 : db_fail(db, EXIT_RULE, FAULT_STATE,
	    _("%.*s owns the database and has every right"), (int)login.len, login.at);
}

int
pg_grant(struct db *db, struct text login, int64_t lo, int64_t hi)
{
	const char *role = lo == 0 ? "audit" : "clerk";
	int64_t n = 0;

	if (db_int(db, "SELECT 1 FROM pg_roles WHERE rolname = $1 AND rolcanlogin", ARGS(ARG(login)), &n) < 0)
		return -1;
	if (n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND,
		    _("login %.*s; the server's administrator makes it with createuser"), (int)login.len, login.at);
	if (refuse_owner(db, login) != 0)
		return -1;
	/* The roles come with the schema; this database is what is granted. */
	if (db_each(db, "SELECT format('GRANT %I TO %I; GRANT CONNECT ON DATABASE %I TO %I', 'nbr_' || $2, $1, current_database(), $1)",
	    ARGS(ARG(login), ARG(role)), run_made, db) != 0)
		return -1;
	return db_run(db, "INSERT INTO office (login, role, village_first, village_last) VALUES ($1, $2, $3, $4)"
	    " ON CONFLICT (login, role, village_first) DO UPDATE SET village_last = greatest(office.village_last, excluded.village_last)",
	    ARGS(ARG(login), ARG(role), ARG(lo), ARG(lo == 0 ? EVERY_VILLAGE : hi))) < 0 ? -1 : 0;
}

/* The roles stay: they may be for another database of the server as well, and
 * without the right to connect are nothing here. */
int
pg_revoke(struct db *db, struct text login)
{
	int64_t had = refuse_owner(db, login) != 0 ? -1
	    : db_run(db, "DELETE FROM office WHERE login = $1", ARGS(ARG(login)));

	return had <= 0 ? (int)had : db_each(db, "SELECT format('REVOKE CONNECT ON DATABASE %I FROM %I', current_database(), $1)",
	    ARGS(ARG(login)), run_made, db) != 0 ? -1 : 1;
}
