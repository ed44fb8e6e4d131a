/* The driver for PostgreSQL: what SQLite does of itself, and what goes wrong. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_driver.h"
#include "db_pgsql_lib.h"
#include "tap.h"

#define BIG (INT64_C(1) << 40)

static char database[64];

/* The URL of a database on the server of the test; the caller frees. */
static char *
url(const char *name)
{
	const char *pattern = getenv("NBR_TEST_PG"), *mark = strstr(pattern, "%s");
	char *s = NULL;

	if (mark == NULL || asprintf(&s, "%.*s%s%s", (int)(mark - pattern), pattern, name, mark + 2) < 0)
		abort();
	return s;
}

/* Beside the driver, as the administrator of the server would. */
static char *
admin(const char *name, const char *fmt, ...)
{
	char *where = url(name), *sql = NULL, *answer;
	PGconn *conn = pq.connectdbParams((const char *const[]){ "dbname", NULL }, (const char *const[]){ where, NULL }, 1);
	PGresult *res;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&sql, fmt, ap) < 0)
		abort();
	va_end(ap);
	res = pq.exec(conn, sql);
	answer = strdup(pq.resultStatus(res) == PGRES_TUPLES_OK ? pq.getvalue(res, 0, 0)
	    : pq.resultStatus(res) == PGRES_COMMAND_OK ? "" : pq.errorMessage(conn));
	pq.clear(res);
	pq.finish(conn);
	free(sql);
	free(where);
	return answer;
}

static bool
done(char *answer)
{
	bool ok = *answer == '\0';

	if (!ok)
		printf("# %s\n", answer);
	free(answer);
	return ok;
}

static struct db *
opened(const char *name, int mode)
{
	char *where = url(name);
	struct db *db = db_open(where, mode, 1);

	free(where);
	return db;
}

static bool
fails(struct db *db, enum exit_status status, enum fault fault, const char *words)
{
	bool so = db_status(db) == status && db_fault(db) == fault && strstr(db_error(db), words) != NULL;

	if (!so)
		printf("# %d %s %s\n", db_status(db), fault_code(db_fault(db)), db_error(db));
	return so;
}

static bool
refuses(const char *where, int mode, enum exit_status status, enum fault fault, const char *words)
{
	struct db *db = db_open(where, mode, 0);
	bool so = fails(db, status, fault, words) && strchr(db_error(db), '\n') == NULL;

	db_close(db);
	return so;
}

static void
test_refusals(void)
{
	char *there = url(database), *missing = url("nbr_is_not_there");

	OK(refuses("postgresql://office:se%20cret@127.0.0.1:1/nbr", DB_READ, EXIT_USAGE, FAULT_NONE, ".pgpass"));
	OK(refuses("postgres:///nbr?password=secret", DB_READ, EXIT_USAGE, FAULT_NONE, ".pgpass"));
	OK(refuses("postgresql://office:sec/ret@h:x/nbr", DB_READ, EXIT_USAGE, FAULT_NONE, "user@host"));
	OK(refuses("postgresql://office:secret@h@x/nbr", DB_READ, EXIT_USAGE, FAULT_NONE, ".pgpass"));
	OK(refuses("postgresql://office:se?cret@h/nbr", DB_READ, EXIT_USAGE, FAULT_NONE, ".pgpass"));
	OK(refuses("postgres.db", DB_READ, EXIT_USAGE, FAULT_NONE, "user@host"));
	OK(refuses("postgresql://office@127.0.0.1:1/nbr", DB_READ, EXIT_BUSY, FAULT_DB_UNREACHABLE, "127.0.0.1"));
	OK(refuses("postgresql:///nbr?host=/nowhere", DB_READ, EXIT_BUSY, FAULT_DB_UNREACHABLE, "/nowhere"));
	OK(refuses(missing, DB_READ, EXIT_CANNOT, FAULT_DB_MISSING, "createdb"));
	OK(refuses(there, DB_READ, EXIT_CANNOT, FAULT_DB_MISSING, "empty"));
	OK(refuses(there, DB_GATE, EXIT_USAGE, FAULT_NONE, "copy"));
	OK(done(admin(database, "CREATE TABLE other (a int)")));
	OK(refuses(there, DB_READ, EXIT_CANNOT, FAULT_DB_FOREIGN, "another"));
	OK(refuses(there, DB_CREATE, EXIT_CANNOT, FAULT_DB_FOREIGN, "another"));
	OK(done(admin(database, "DROP TABLE other")));
	free(there);
	free(missing);

	missing = url("template0");	/* takes no connections */
	OK(refuses(missing, DB_READ, EXIT_BUSY, FAULT_DB_UNREACHABLE, "template0"));
	free(missing);
	there = url(database);
	OK(asprintf(&missing, "%s&user=nobody_of_that_name", there) > 0);
	free(there);
	OK(refuses(missing, DB_READ, EXIT_CANNOT, FAULT_DB_LOGIN, "nobody_of_that_name"));
	free(missing);
}

static void
test_collation(void)
{
	char name[80], *where;

	snprintf(name, sizeof(name), "%s_utf8", database);
	OK(done(admin("postgres", "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", name)));
	where = url(name);
	OK(refuses(where, DB_CREATE, EXIT_CANNOT, FAULT_DB_COLLATION, "C.UTF-8"));
	OK(done(admin("postgres", "DROP DATABASE %s", name)));
	OK(done(admin("postgres", "CREATE DATABASE %s TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", name)));
	OK(refuses(where, DB_CREATE, EXIT_CANNOT, FAULT_DB_COLLATION, "SQL_ASCII"));
	OK(done(admin("postgres", "DROP DATABASE %s", name)));
	free(where);
}

/* Values go to the server and come back. */
static void
test_values(struct db *db)
{
	static const char odd[] = "a\tb\nc\\d'e\"f$1 \xf0\xa0\xae\xb7\xe9\x87\x8e %s";
	struct stmt *s = db_prepare(db, "SELECT $1, $2, $3, $4, $1 + 1, $2 || '', '$9', CAST(NULL AS BIGINT)");

	OK(s != NULL && stmt_bind(s, ARGS(ARG(BIG), ARG(odd), ((struct arg){ .type = ARG_NULL_INT }),
	    ((struct arg){ .type = ARG_NULL_TEXT }))) == 0);
	OK(stmt_columns(s) == 8 && stmt_type(s, 0) == 'i' && stmt_type(s, 1) == 't' && stmt_type(s, 2) == 'i'
	    && stmt_type(s, 3) == 't' && stmt_type(s, 7) == 'i');
	OK(stmt_step(s) == 1);
	OK(stmt_int(s, 0) == BIG && stmt_int(s, 4) == BIG + 1);
	OK(text_is(stmt_text(s, 1), odd) && text_is(stmt_text(s, 5), odd) && text_is(stmt_text(s, 6), "$9"));
	OK(stmt_null(s, 2) && stmt_null(s, 3) && stmt_null(s, 7) && !stmt_null(s, 1) && stmt_int(s, 2) == 0);
	OK(stmt_step(s) == 0 && stmt_step(s) == 0);
	OK(stmt_bind(s, ARGS(ARG(INT64_MIN), ARG(""), ARG(BIG), ARG("x"))) == 0 && stmt_step(s) == 1);
	OK(stmt_int(s, 0) == INT64_MIN && stmt_int(s, 2) == BIG && !stmt_null(s, 1) && stmt_text(s, 1).len == 0);
	OK(text_is(stmt_text(s, 3), "x"));
	OK(stmt_bind(s, ARGS(ARG(1))) == -1 && fails(db, EXIT_CANNOT, FAULT_DB_FAILED, "4 arguments"));
	stmt_end(s);
	OK(db_run(db, "SELECT $1", ARGS(ARG(1), ARG(2))) == -1 && fails(db, EXIT_CANNOT, FAULT_DB_FAILED, "1 arguments"));

	/* The columns are known before the first step, and before a bind. */
	s = db_prepare(db, "SELECT 1 AS one, 'x' AS letter, $1 + CAST(0 AS BIGINT) AS sum");
	OK(stmt_columns(s) == 3 && strcmp(stmt_name(s, 1), "letter") == 0 && stmt_type(s, 0) == 'i'
	    && stmt_type(s, 1) == 't' && stmt_type(s, 2) == 'i');
	OK(stmt_bind(s, ARGS(ARG(BIG))) == 0 && stmt_step(s) == 1 && stmt_int(s, 2) == BIG && stmt_step(s) == 0);
	stmt_end(s);
}

/* Streams inside of streams, each going on where it was. */
static void
test_nesting(struct db *db)
{
	struct stmt *a = db_prepare(db, "SELECT n, 'a' || n FROM generate_series(1, 5000) n ORDER BY n");
	struct stmt *b = db_prepare(db, "SELECT n, NULLIF(n, 2) FROM generate_series(1, CAST($1 AS INTEGER)) n ORDER BY n");
	int64_t rows = 0, inner = 0, nulls = 0, one;
	char word[24];
	int rc;

	OK(stmt_bind(a, NO_ARGS) == 0);
	while ((rc = stmt_step(a)) == 1) {
		struct text mine = stmt_text(a, 1);

		rows += stmt_int(a, 0) == rows + 1;
		if (rows % 500 != 0)
			continue;
		if (stmt_bind(b, ARGS(ARG(3))) != 0)
			break;
		while (stmt_step(b) == 1) {
			inner += stmt_int(b, 0);
			nulls += stmt_null(b, 1);
			if (db_int(db, "SELECT 7", NO_ARGS, &one) != 1 || one != 7)
				break;
		}
		snprintf(word, sizeof(word), "a%lld", (long long)rows);
		if (!text_is(mine, word) || !text_is(stmt_text(a, 1), word))
			break;
	}
	OK(rc == 0 && rows == 5000 && inner == 60 && nulls == 10);

	/* Left early, bound again, and ended while another is open. */
	OK(stmt_bind(a, NO_ARGS) == 0 && stmt_step(a) == 1 && stmt_int(a, 0) == 1);
	OK(stmt_bind(a, NO_ARGS) == 0 && stmt_step(a) == 1 && stmt_int(a, 0) == 1);
	OK(stmt_bind(b, ARGS(ARG(2))) == 0 && stmt_step(b) == 1);
	stmt_end(a);
	OK(stmt_step(b) == 1 && stmt_int(b, 0) == 2 && stmt_step(b) == 0);
	stmt_end(b);

	/* A long one left early is not read to its end, nor is the handle hurt. */
	OK(db_int(db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT i FROM n",
	    NO_ARGS, &one) == 1 && one == 1);
	OK(db_int(db, "SELECT 8", NO_ARGS, &one) == 1 && one == 8);
	OK(db_begin_read(db) == 0 && db_int(db, "SELECT n FROM generate_series(1, 100000) n", NO_ARGS, &one) == 1);
	OK(db_int(db, "SELECT 9", NO_ARGS, &one) == 1 && one == 9);
	db_end_read(db);
	OK(db_begin_read(db) == 0);
	a = db_prepare(db, "SELECT n FROM generate_series(1, 100000) n");
	OK(stmt_bind(a, NO_ARGS) == 0 && stmt_step(a) == 1);
	db_end_read(db);
	OK(stmt_step(a) == -1);
	stmt_end(a);
	OK(db_int(db, "SELECT 10", NO_ARGS, &one) == 1 && one == 10);
}

struct item {
	int64_t		 num;
	const char	*text;
};

static struct arg
item_cell(const void *rows, size_t n, int c)
{
	const struct item *i = (const struct item *)rows + n;

	if (c == 0)
		return i->num == 0 ? (struct arg){ .type = ARG_NULL_INT } : arg_int(i->num);
	return i->text == NULL ? (struct arg){ .type = ARG_NULL_TEXT } : arg_string(i->text);
}

static struct arg
count_cell(const void *rows, size_t n, int c)
{
	(void)rows;
	return c == 0 ? arg_int((int64_t)n * BIG) : arg_string("0123456789");
}

/* More than COPY's buffer in one cell. */
static struct arg
long_cell(const void *rows, size_t n, int c)
{
	return c == 0 ? arg_int((int64_t)n) : arg_text((struct text){ rows, 100000 });
}

static struct arg
home_cell(const void *rows, size_t n, int c)
{
	int64_t id = ((const int64_t *)rows)[n];

	return arg_int(c == 0 ? id / 10000000 : id % 10000000);
}

static const char *const item_names[] = { "num", "first", NULL };
static const char *const home_names[] = { "village", "household", NULL };
static const int64_t homes[] = { 4301211062050010042, 4301211062051000001 };

static bool
asks(struct db *db, const char *sql, int64_t want)
{
	int64_t n = 0;
	bool so = db_int(db, sql, NO_ARGS, &n) == 1 && n == want;

	if (!so)
		printf("# %lld: %s %s\n", (long long)n, sql, db_error(db));
	return so;
}

static bool
homes_are(struct db *db)
{
	return asks(db, "SELECT count(*) FROM feed", 2)
	    && asks(db, "SELECT household FROM feed WHERE village = 430121106205 ORDER BY household LIMIT 1", 10042)
	    && asks(db, "SELECT household FROM feed WHERE village = 430121106205 ORDER BY household DESC LIMIT 1", 1000001);
}

static int
feed_write(struct db *db, void *arg)
{
	static const struct item items[] = {
		{ BIG, "tab\there" }, { -BIG, "line\nend" }, { 0, "back\\slash 'quote' \"double\"" },
		{ INT64_MIN, "\xf0\xa0\xae\xb7" }, { INT64_MAX, "" }, { 5, NULL }, { 6, "\\N" }, { 7, "\\." },
	};
	char *text = malloc(100000);
	int64_t n = 0;

	(void)arg;
	memset(text, 'x', 100000);
	OK(db_feed(db, &(struct feed){ item_names, "it", 8, item_cell, items }) == 0);
	for (size_t i = 0; i < 8; i++)
		n += items[i].text == NULL ? asks(db, "SELECT num FROM feed WHERE first IS NULL", 5)
		    : db_int(db, "SELECT count(*) FROM feed WHERE first = $1 AND coalesce(num, 0) = $2",
		    ARGS(ARG(items[i].text), ARG(items[i].num)), &(int64_t){ 0 }) == 1
		    && db_run(db, "UPDATE feed SET num = 1 WHERE first = $1 AND coalesce(num, 0) = $2",
		    ARGS(ARG(items[i].text), ARG(items[i].num))) == 1;
	OK(n == 8);
	OK(db_feed(db, &(struct feed){ item_names, "it", 100000, count_cell, NULL }) == 0);
	OK(asks(db, "SELECT count(*) FROM feed", 100000) && asks(db, "SELECT max(num) FROM feed", 99999 * BIG));
	OK(db_feed(db, &(struct feed){ item_names, "it", 2, long_cell, text }) == 0);
	OK(asks(db, "SELECT CAST(sum(length(first)) AS BIGINT) FROM feed", 200000));
	OK(db_feed(db, &(struct feed){ item_names, "it", 0, item_cell, items }) == 0 && asks(db, "SELECT count(*) FROM feed", 0));
	OK(db_feed(db, &(struct feed){ home_names, "ii", 2, home_cell, homes }) == 0 && homes_are(db));
	free(text);
	return 0;
}

static int
feed_broken(struct db *db, void *arg)
{
	(void)arg;
	return db_feed(db, &(struct feed){ item_names, "it", 1, item_cell, &(struct item){ 1, "\xff" } });
}

static int
feed_again(struct db *db, void *arg)
{
	(void)arg;
	OK(db_feed(db, &(struct feed){ item_names, "it", 1, item_cell, &(struct item){ 1, "x" } }) == 0);
	return asks(db, "SELECT count(*) FROM feed", 1) ? 1 : -1;
}

static bool
writes(struct db *db, int (*f)(struct db *, void *), void *arg, int want)
{
	int rc = db_write(db, &(struct write){ .village = DB_TOWN, .f = f, .arg = arg });

	if (rc != want)
		printf("# %d: %s\n", rc, db_error(db));
	return rc == want;
}

static void
test_feed(void)
{
	struct db *db = opened(database, DB_WRITE), *reader = opened(database, DB_READ);

	OK(writes(db, feed_write, NULL, 0));
	OK(db_feed(db, &(struct feed){ home_names, "ii", 2, home_cell, homes }) == 0 && homes_are(db));
	OK(writes(db, feed_again, NULL, 1) && writes(db, feed_write, NULL, 0));
	OK(homes_are(db));	/* what was fed before the transaction shows again */
	OK(writes(db, feed_broken, NULL, -1) && fails(db, EXIT_CANNOT, FAULT_DB_FAILED, "UTF8"));
	OK(writes(db, feed_again, NULL, 1));
	db_close(db);

	OK(db_feed(reader, &(struct feed){ home_names, "ii", 2, home_cell, homes }) == 0 && homes_are(reader));
	OK(db_feed(reader, &(struct feed){ home_names, "ii", 0, home_cell, homes }) == 0 && asks(reader, "SELECT count(*) FROM feed", 0));
	OK(db_begin_read(reader) == 0 && db_feed(reader, &(struct feed){ home_names, "ii", 2, home_cell, homes }) == 0 && homes_are(reader));
	db_end_read(reader);
	db_close(reader);
}

static int
twice_the_same(struct db *db, void *arg)
{
	(void)arg;
	OK(db_run(db, "INSERT INTO setting (key, value) VALUES ($1, $2)", ARGS(ARG("test"), ARG("1"))) == 1);
	OK(db_run(db, "UPDATE setting SET value = 'x' WHERE key = 'none'", NO_ARGS) == 0);
	OK(db_run(db, "SELECT 1", NO_ARGS) == 0);
	return db_run(db, "INSERT INTO setting (key, value) VALUES ($1, $2)", ARGS(ARG("test"), ARG("1"))) < 0 ? -1 : 0;
}

/* Holds the lock of the town in another session, of another name. */
static int
write_elsewhere(struct db *db, void *arg)
{
	struct db *other = opened(database, DB_WRITE);

	(void)db;
	*(bool *)arg = db_write(other, &(struct write){ .village = DB_TOWN, .f = feed_again }) == -1
	    && fails(other, EXIT_BUSY, FAULT_BUSY, "for 1 seconds");
	db_close(other);
	return 1;
}

static void
test_errors(void)
{
	struct db *db = opened(database, DB_WRITE), *reader = opened(database, DB_READ);
	bool so = false;

	OK(writes(db, twice_the_same, NULL, -1) && fails(db, EXIT_CANNOT, FAULT_DB_FAILED, "INSERT INTO setting"));
	OK(asks(db, "SELECT count(*) FROM setting WHERE key = 'test'", 0));
	OK(db_run(db, "SELECT nonsense", NO_ARGS) == -1 && fails(db, EXIT_CANNOT, FAULT_DB_FAILED, "SELECT nonsense"));
	OK(db_run(reader, "DELETE FROM setting", NO_ARGS) == -1 && fails(reader, EXIT_CANNOT, FAULT_DB_FAILED, "DELETE"));
	OK(db_run(db, "DELETE FROM setting", NO_ARGS) == -1);	/* nothing is changed but in a transaction */
	OK(writes(db, write_elsewhere, &so, 1) && so);
	db_close(db);
	db_close(reader);
}

/* What the server may say, and what is made of it. */
static void
test_meanings(void)
{
	static const struct {
		const char	*state;
		enum exit_status status;
		enum fault	 fault;
		bool		 again;
	} told[] = {
		{ "40P01", EXIT_BUSY, FAULT_BUSY, true }, { "40001", EXIT_BUSY, FAULT_BUSY, true },
		{ "55P03", EXIT_BUSY, FAULT_BUSY, false }, { "57014", EXIT_BUSY, FAULT_BUSY, false },
		{ "08006", EXIT_BUSY, FAULT_DB_UNREACHABLE, true }, { "57P01", EXIT_BUSY, FAULT_DB_UNREACHABLE, true },
		{ "57P03", EXIT_BUSY, FAULT_DB_UNREACHABLE, true }, { "53300", EXIT_BUSY, FAULT_DB_UNREACHABLE, true },
		{ "53100", EXIT_CANNOT, FAULT_DB_FULL, false }, { "53200", EXIT_CANNOT, FAULT_DB_FAILED, false },
		{ "25006", EXIT_CANNOT, FAULT_DB_FAILED, false }, { "42501", EXIT_CANNOT, FAULT_DB_RIGHTS, false },
		{ "58030", EXIT_CANNOT, FAULT_DB_IO, false }, { "XX001", EXIT_CANNOT, FAULT_DB_DAMAGED, false },
		{ "XX002", EXIT_CANNOT, FAULT_DB_DAMAGED, false }, { "23505", EXIT_CANNOT, FAULT_DB_FAILED, false },
		{ "XX000", EXIT_CANNOT, FAULT_DB_FAILED, false },
	};
	struct db *db = opened(database, DB_READ);
	char sql[128];

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		snprintf(sql, sizeof(sql), "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$", told[i].state);
		OK(db_run(db, sql, NO_ARGS) == -1 && fails(db, told[i].status, told[i].fault, "") && db->again == told[i].again);
	}
	db_close(db);
}

static int
deadlocked_once(struct db *db, void *arg)
{
	if (db_run(db, "INSERT INTO setting (key, value) VALUES ('deadlock', 'x')", NO_ARGS) != 1)
		return -1;
	return ++*(int *)arg > 1 || db_run(db, "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$", NO_ARGS) == 0 ? 0 : -1;
}

static bool
terminate(struct db *db)
{
	int64_t pid = 0;
	char *answer;
	bool so;

	if (db_int(db, "SELECT pg_backend_pid()", NO_ARGS, &pid) != 1)
		return false;
	answer = admin("postgres", "SELECT pg_terminate_backend(%lld, 5000)", (long long)pid);
	so = strcmp(answer, "t") == 0;
	free(answer);
	return so;
}

static int
killed_once(struct db *db, void *arg)
{
	int *times = arg;

	if (db_run(db, "INSERT INTO setting (key, value) VALUES ('killed', 'x')", NO_ARGS) != 1)
		return -1;
	if (++*times == 1)
		OK(terminate(db));
	return db_run(db, "UPDATE setting SET value = 'y' WHERE key = 'killed'", NO_ARGS) == 1 ? 0 : -1;
}

static int
killed_before_commit(struct db *db, void *arg)
{
	(void)arg;
	OK(db_run(db, "INSERT INTO setting (key, value) VALUES ('lost', 'x')", NO_ARGS) == 1);
	OK(terminate(db));
	return 0;
}

static void
test_lost_connection(void)
{
	struct db *db = opened(database, DB_WRITE);
	struct stmt *s = db_prepare(db, "SELECT $1 + 1");
	int times = 0;

	for (int i = 0; i < 3; i++)
		OK(stmt_bind(s, ARGS(ARG(i))) == 0 && stmt_step(s) == 1 && stmt_int(s, 0) == i + 1);
	OK(terminate(db));
	OK(stmt_bind(s, ARGS(ARG(1))) == 0 && stmt_step(s) == -1 && fails(db, EXIT_BUSY, FAULT_DB_UNREACHABLE, ""));
	OK(db->again && db->driver->reopen(db) == 0);
	for (int i = 0; i < 3; i++)
		OK(stmt_bind(s, ARGS(ARG(i))) == 0 && stmt_step(s) == 1 && stmt_int(s, 0) == i + 1);
	stmt_end(s);
	db_close(db);

	db = opened(database, DB_WRITE);
	OK(writes(db, deadlocked_once, &times, 0) && times == 2);
	times = 0;
	OK(writes(db, killed_once, &times, 0) && times == 2);
	OK(asks(db, "SELECT count(*) FROM setting WHERE key = 'killed' AND value = 'y'", 1));
	OK(writes(db, killed_before_commit, NULL, -1) && fails(db, EXIT_BUSY, FAULT_UNKNOWN, ""));
	db_close(db);
	db = opened(database, DB_READ);
	OK(asks(db, "SELECT count(*) FROM setting WHERE key = 'lost'", 0));
	db_close(db);
}

static bool
refuses_to_answer(const char *sql, bool reveal, enum exit_status status, enum fault fault, const char *words)
{
	struct db *db = opened(database, DB_READ);
	struct stmt *s = db_ask(db, sql, reveal);
	bool so = s == NULL && fails(db, status, fault, words);

	stmt_end(s);
	db_close(db);
	return so;
}

static void
test_ask(void)
{
	struct db *db = opened(database, DB_READ);
	struct stmt *s = db_ask(db, " -- how many\n (SELECT count(*) AS n, 'x;y' AS x FROM household);\n", false);

	OK(s != NULL && stmt_columns(s) == 2 && strcmp(stmt_name(s, 0), "n") == 0 && stmt_type(s, 0) == 'i');
	OK(s != NULL && stmt_bind(s, NO_ARGS) == 0 && stmt_step(s) == 1 && stmt_int(s, 0) == 0 && stmt_step(s) == 0);
	stmt_end(s);
	db_close(db);
	db = opened(database, DB_READ);
	s = db_ask(db, "SELECT ident FROM household", true);
	OK(s != NULL && stmt_columns(s) == 1);
	stmt_end(s);
	db_close(db);

	OK(refuses_to_answer("SELECT ident FROM household", false, EXIT_RULE, FAULT_PERSONAL, "household"));
	OK(refuses_to_answer("SELECT * FROM chief", false, EXIT_RULE, FAULT_PERSONAL, "chief"));
	OK(refuses_to_answer("SELECT h FROM household h", false, EXIT_RULE, FAULT_PERSONAL, "household"));
	OK(refuses_to_answer("SELECT 1 FROM household JOIN member USING (ident)", false, EXIT_RULE, FAULT_PERSONAL, "household"));
	OK(refuses_to_answer("SELECT Set_Config('role', 'none', true)", false, EXIT_RULE, FAULT_PERSONAL, "set_config"));
	OK(refuses_to_answer("SELECT 1; SELECT 2", false, EXIT_USAGE, FAULT_NONE, "one statement"));
	OK(refuses_to_answer("SELECT 1; DROP TABLE visit", true, EXIT_USAGE, FAULT_NONE, "one statement"));
	OK(refuses_to_answer(" ; ", false, EXIT_USAGE, FAULT_NONE, "no statement"));
	OK(refuses_to_answer("DELETE FROM visit", true, EXIT_USAGE, FAULT_NONE, "only SELECT"));
	OK(refuses_to_answer("/* */ UPDATE village SET runs = 0", true, EXIT_USAGE, FAULT_NONE, "UPDATE"));
	OK(refuses_to_answer("WITH x AS (DELETE FROM visit RETURNING 1) SELECT 1 FROM x", true, EXIT_USAGE, FAULT_NONE, ""));
	OK(refuses_to_answer("SELECT 1 INTO other", true, EXIT_USAGE, FAULT_NONE, ""));
	OK(refuses_to_answer("SELECT village FROM village FOR UPDATE", true, EXIT_USAGE, FAULT_NONE, ""));
	OK(refuses_to_answer("SELECT $1", false, EXIT_USAGE, FAULT_NONE, "parameters"));
	OK(refuses_to_answer("SELECT nonsense", false, EXIT_USAGE, FAULT_NONE, "nonsense"));
}

int
main(void)
{
	struct db *db;

	if (getenv("NBR_TEST_PG") == NULL) {
		puts("1..0 # SKIP NBR_TEST_PG names no PostgreSQL server");
		return 0;
	}
	OK(pq_load() == NULL && pq_load() == NULL);
	snprintf(database, sizeof(database), "nbr_unit_%d", (int)getpid());
	OK(done(admin("postgres", "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'", database)));
	test_refusals();
	test_collation();
	db = opened(database, DB_CREATE);
	OK(db != NULL && db_error(db)[0] == '\0' && db_migrate(db) == 0);
	db_close(db);
	db = opened(database, DB_CREATE);
	OK(fails(db, EXIT_CANNOT, FAULT_NONE, "there already"));
	db_close(db);
	db = opened(database, DB_READ);
	test_values(db);
	test_nesting(db);
	db_close(db);
	test_feed();
	test_errors();
	test_meanings();
	test_lost_connection();
	test_ask();
	OK(done(admin("postgres", "DROP DATABASE %s WITH (FORCE)", database)));
	return tap_end();
}
