/* What people ask of a PostgreSQL database, and what a check and a dump ask. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "db_pgsql.h"

#define TABLES " FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
#define SCHEMA "quote_ident(current_schema())"

/* Definitions do not name their schema, so that those of one compare with those
 * of another. Rights are told of everyone ("-") and of the roles of nbr alone; a
 * town may have more, and the owner's are as they come. */
#define ROLES "('-', 'nbr_audit', 'nbr_clerk', 'nbr_query')"
const char pg_objects[] =
    "SELECT c.relname::text AS name, 'TABLE ('"
    " || (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)"
    "  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"
    "  || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' ORDER BY a.attnum)"
    "  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) || ')'"
    " || coalesce((SELECT string_agg(', ' || conname || ' ' || pg_get_constraintdef(k.oid), '' ORDER BY conname)"
    "  FROM pg_constraint k WHERE k.conrelid = c.oid), '')"
    " || CASE WHEN c.relrowsecurity THEN ', ROW LEVEL SECURITY' ELSE '' END"
    " || coalesce((SELECT string_agg(', ' || privilege_type || ' TO ' || grantee::regrole, ''"
    "  ORDER BY grantee::regrole::text, privilege_type)"
    "  FROM aclexplode(c.relacl) WHERE grantee::regrole::text IN " ROLES "), '')"
    " || coalesce((SELECT string_agg(', ' || privilege_type || ' (' || a.attname || ') TO ' || grantee::regrole, ''"
    "  ORDER BY grantee::regrole::text, a.attnum, privilege_type)"
    "  FROM pg_attribute a, aclexplode(a.attacl)"
    "  WHERE a.attrelid = c.oid AND grantee::regrole::text IN " ROLES "), '') AS definition"
    TABLES
    " UNION ALL SELECT c.relname::text, replace(pg_get_indexdef(c.oid), ' ON ' || " SCHEMA " || '.', ' ON ')"
    " FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i'"
    " UNION ALL SELECT c.relname::text, 'VIEW ' || pg_get_viewdef(c.oid)"
    " FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'v'"
    " UNION ALL SELECT p.proname::text, 'FUNCTION ' || pg_get_function_result(p.oid) || ' ' || p.provolatile::text"
    " || CASE WHEN p.prosecdef THEN ' SECURITY DEFINER ' ELSE ' ' END || p.prosrc"
    " FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'nbr@_%' ESCAPE '@'"
    " UNION ALL SELECT c.relname || '.' || t.tgname, replace(pg_get_triggerdef(t.oid), " SCHEMA " || '.', '')"
    " || CASE WHEN t.tgenabled = 'O' THEN '' ELSE ' DISABLED' END"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
    " UNION ALL SELECT tablename || '.' || policyname, 'POLICY FOR ' || cmd || ' TO ' || array_to_string(roles, ', ')"
    " || coalesce(' USING ' || qual, '') || coalesce(' WITH CHECK ' || with_check, '')"
    " FROM pg_policies WHERE schemaname = current_schema() ORDER BY 1";

/* Columns of these names hold what is masked, in whichever table; a line a whole
 * row (was). */
#define PERSONAL "('ident', 'phone', 'line')"

/* A table is as deep as the longest way to it through foreign keys. The offices
 * belong to this server, not to the register. */
const char pg_tables[] =
    "WITH RECURSIVE deep (oid, depth) AS (SELECT c.oid, 0" TABLES " AND c.relname <> 'office'"
    " UNION SELECT k.conrelid, d.depth + 1 FROM deep d JOIN pg_constraint k ON k.confrelid = d.oid"
    "  AND k.contype = 'f' AND k.conrelid <> k.confrelid AND d.depth < 99)"
    " SELECT c.relname::text, 'SELECT '"
    " || (SELECT string_agg(CASE WHEN $1 = 0 AND a.attname IN " PERSONAL
    "  THEN 'CAST(NULL AS ' || format_type(a.atttypid, a.atttypmod) || ') AS ' ELSE '' END"
    "  || '\"' || a.attname || '\"', ', ' ORDER BY a.attnum)"
    "  FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)"
    " || ' FROM \"' || c.relname || '\" ORDER BY '"
    " || (SELECT string_agg('\"' || a.attname || '\"', ', ' ORDER BY array_position(k.conkey, a.attnum))"
    "  FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)"
    "  WHERE k.conrelid = c.oid AND k.contype = 'p')"
    " FROM (SELECT oid, max(depth) AS depth FROM deep GROUP BY oid) d JOIN pg_class c ON c.oid = d.oid"
    " ORDER BY d.depth, 1";

static int
usage(struct db *db, const char *words)
{
	return db_fail(db, EXIT_USAGE, FAULT_NONE, "%s", words);
}

/* What a person typed is the person's to mend. */
static int
asked_fail(struct db *db, const PGresult *res, const char *sql)
{
	static const char *const theirs[] = { "0A", "21", "22", "2F", "34", "42", "54" };
	const char *state = pq.resultErrorField(res, PG_DIAG_SQLSTATE);
	const char *words = pq.resultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (state == NULL || words == NULL || strcmp(state, "42501") == 0)
		return pg_fail(db, res, sql);
	if (strcmp(state, "25006") == 0)
		return usage(db, _("only SELECT is taken: nothing may be changed here"));
	if (strcmp(state, "08P01") == 0)
		return usage(db, _("write values, not parameters"));
	if (strncmp(words, "cannot insert multiple commands", 31) == 0)
		return usage(db, _("one statement at a time"));
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		if (strncmp(state, theirs[i], 2) == 0)
			return usage(db, words);
	return pg_fail(db, res, sql);
}

/* Without reveal, what is refused to the role that may see all else. */
static int
masked_fail(struct db *db, const PGresult *res, const char *sql)
{
	const char *state = pq.resultErrorField(res, PG_DIAG_SQLSTATE);

	if (state != NULL && strcmp(state, "42501") == 0)
		return db_fail(db, EXIT_RULE, FAULT_PERSONAL, "%s", pq.resultErrorField(res, PG_DIAG_MESSAGE_PRIMARY));
	return asked_fail(db, res, sql);
}

static const char blanks[] = " \t\r\n\f\v";

/* What begins otherwise the server's grammar would refuse too, in words that
 * help less. */
static bool
reads(const char *sql)
{
	static const char *const words[] = { "SELECT", "WITH", "VALUES", "TABLE" };
	size_t n = strcspn(sql, " \t\r\n\f\v(*'\"-/;");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncasecmp(sql, words[i], n) == 0)
			return true;
	return n == 0;
}

static int
examine(struct db *db, const char *sql, bool reveal)
{
	/* These would give back the role's rights, or look past them. */
	static const char *const never[] = { "set_config", "_to_xml", "u&\"" };

	sql += strspn(sql, blanks);
	if (sql[strspn(sql, " \t\r\n\f\v;")] == '\0')
		return usage(db, _("there is no statement"));
	if (!reads(sql))
		return usage(db, _("only SELECT is taken: nothing may be changed here"));
	for (size_t i = 0; !reveal && i < sizeof(never) / sizeof(never[0]); i++)
		if (strcasestr(sql, never[i]) != NULL)
			return db_fail(db, EXIT_RULE, FAULT_PERSONAL, "%s", never[i]);
	return 0;
}

/* A cursor takes one statement, which reads; and whether it may is known as
 * soon as it is there. */
static int
declare(struct db *db, const char *sql, int (*told)(struct db *, const PGresult *, const char *))
{
	static const char begin[] = "DECLARE nbr_ask NO SCROLL CURSOR FOR ";
	struct pg *pg = db->conn;
	char *text = malloc(sizeof(begin) + strlen(sql));
	PGresult *res;
	int rc = 0;

	if (text == NULL)
		return db_no_memory(db);
	memcpy(text, begin, sizeof(begin) - 1);
	memcpy(text + sizeof(begin) - 1, sql, strlen(sql) + 1);
	res = pq.execParams(pg->conn, text, 0, NULL, NULL, NULL, NULL, 0);
	if (pq.resultStatus(res) != PGRES_COMMAND_OK)
		rc = told(db, res, sql);
	pq.clear(res);
	free(text);
	return rc;
}

struct stmt *
pg_ask(struct db *db, const char *sql, bool reveal)
{
	int (*told)(struct db *, const PGresult *, const char *) = reveal ? asked_fail : masked_fail;
	struct pg *pg = db->conn;
	struct stmt *stmt;

	if (examine(db, sql, reveal) != 0 || pg_settle(db) != 0)
		return NULL;
	/* The rest of this transaction belongs to the question. */
	if ((pq.transactionStatus(pg->conn) == PQTRANS_IDLE
	    && pg_script(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") != 0)
	    || pg_script(db, "SET LOCAL cursor_tuple_fraction = 1") != 0
	    || (!reveal && pg_script(db, "SET LOCAL ROLE nbr_query") != 0)
	    || declare(db, sql, told) != 0)
		return NULL;
	stmt = pg_prepare(db, "FETCH ALL FROM nbr_ask");
	if (stmt != NULL)
		pg_told_by(stmt, told);
	return stmt;
}

/* In a schema of its own, of a transaction that is never stored. */
int
pg_built(struct db *db, int (*f)(void *, struct stmt *), void *arg)
{
	char sql[128], name[32];
	int64_t may = 0;
	int rc;

	if (db_int(db, "SELECT CASE WHEN has_database_privilege(current_database(), 'CREATE') AND NOT pg_is_in_recovery()"
	    " THEN 1 ELSE 0 END", NO_ARGS, &may) < 0)
		return -1;
	if (may == 0)
		return 1;
	snprintf(name, sizeof(name), "nbr_built_%d", pq.backendPID(((struct pg *)db->conn)->conn));
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s; SET LOCAL search_path = %s", name, name);
	if (db->driver->begin(db, true, false) != 0)
		return -1;
	db->txn = TXN_WRITE;
	rc = pg_script(db, sql) != 0 || db_migrate_in(db) != 0 ? -1
	    : db_each(db, pg_objects, NO_ARGS, f, arg);
	db_end(db);
	return rc;
}

struct teller {
	int	(*f)(void *, struct text);
	void	*arg;
};

static int
tell(void *arg, struct stmt *row)
{
	const struct teller *t = arg;

	return t->f(t->arg, stmt_text(row, 0));
}

struct probe {
	struct db	*db;
	struct teller	 teller;
};

/* One question after the other: what amcheck finds it tells as an error. */
static int
probe(void *arg, struct stmt *row)
{
	struct probe *p = arg;
	struct pg *pg = p->db->conn;
	const char *state, *sql = stmt_text(row, 0).at;
	PGresult *res;
	int rc = 0;

	if (pg_settle(p->db) != 0)
		return -1;
	res = pq.exec(pg->conn, sql);
	state = pq.resultErrorField(res, PG_DIAG_SQLSTATE);
	if (state != NULL && strncmp(state, "XX", 2) == 0)
		rc = p->teller.f(p->teller.arg, text_of(pq.resultErrorField(res, PG_DIAG_MESSAGE_PRIMARY)));
	else if (pq.resultStatus(res) != PGRES_TUPLES_OK)
		rc = pg_fail(p->db, res, sql);
	else if (pq.ntuples(res) > 0 && pq.nfields(res) > 0 && *pq.getvalue(res, 0, 0) != '\0')
		rc = p->teller.f(p->teller.arg, text_of(pq.getvalue(res, 0, 0)));
	pq.clear(res);
	return rc;
}

#define PUBLIC "'public'::regnamespace"

/* What the server knows of itself. */
static const char known[] =
    "SELECT words FROM (SELECT c.relname || ': the index is not valid' AS words FROM pg_index x"
    " JOIN pg_class c ON c.oid = x.indexrelid WHERE c.relnamespace = " PUBLIC " AND NOT x.indisvalid"
    " UNION ALL SELECT 'pages whose checksum was wrong: ' || checksum_failures FROM pg_stat_database"
    " WHERE datname = current_database() AND checksum_failures > 0) found ORDER BY words";

/* Of keys that were never compared with the rows that were there before. */
static const char orphans[] =
    "SELECT format('SELECT %L || count(*) FROM %s c WHERE NOT EXISTS (SELECT FROM %s p WHERE %s) HAVING count(*) > 0',"
    " c.relname || ': row without ' || p.relname || ', ', k.conrelid::regclass, k.confrelid::regclass,"
    " (SELECT string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')"
    "  FROM unnest(k.conkey, k.confkey) AS u(a, b) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.a"
    "  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.b))"
    " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid"
    " WHERE k.contype = 'f' AND NOT k.convalidated AND k.connamespace = " PUBLIC " ORDER BY c.relname, p.relname";

/* A look into the pages is the extension amcheck's, where it is installed. */
static const char indexes[] =
    "SELECT format('SELECT bt_index_check(%s)', x.indexrelid) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
    " JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree', pg_proc p JOIN pg_extension e ON e.extname = 'amcheck'"
    " WHERE c.relnamespace = " PUBLIC " AND x.indisvalid AND p.proname = 'bt_index_check' AND p.pronargs = 1"
    " AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY c.relname";

int
pg_damage(struct db *db, int (*f)(void *, struct text), void *arg)
{
	struct probe p = { db, { f, arg } };
	int rc = db_each(db, known, NO_ARGS, tell, &p.teller);

	if (rc == 0)
		rc = db_each(db, indexes, NO_ARGS, probe, &p);
	return rc != 0 ? rc : db_each(db, orphans, NO_ARGS, probe, &p);
}

const char *
pg_version(struct db *db)
{
	const char *version = db->conn == NULL ? NULL
	    : pq.parameterStatus(((struct pg *)db->conn)->conn, "server_version");

	return version != NULL ? version : "";
}
