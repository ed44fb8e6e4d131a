/* The write transaction, on each engine there is: locks, second tries, and that
 * nothing can be changed without it. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ids.h"
#include "make.h"
#include "tap.h"

enum { SPENDERS = 20, PRICE = 10, BALANCE = 50 };

static const int64_t one = 430121106201, two = 430121106202;
static char where[512];
static int ready[2], go[2];	/* all spenders have read before one writes */

static int
fill(struct db *db, void *arg)
{
	(void)arg;
	return db_run(db, "INSERT INTO village (village) VALUES ($1), ($2)", ARGS(ARG(one), ARG(two))) != 2
	    || db_run(db, "CREATE TABLE purse (village BIGINT NOT NULL, balance BIGINT NOT NULL)", NO_ARGS) < 0
	    || db_run(db, "INSERT INTO purse (village, balance) VALUES ($1, $2)", ARGS(ARG(one), ARG(BALANCE))) != 1 ? -1 : 0;
}

static int64_t
number(struct db *db, const char *sql)
{
	int64_t n = -1;

	return db_int(db, sql, NO_ARGS, &n) < 0 ? -1 : n;
}

static int64_t
balance(struct db *db)
{
	return number(db, "SELECT balance FROM purse");
}

/* Reads, checks, writes: right under a lock only. */
static int
spend(struct db *db, void *arg)
{
	int64_t left = balance(db);
	char c;

	if (arg != NULL && (write(ready[1], "", 1) != 1 || read(go[0], &c, 1) != 1))
		return -1;
	if (left < PRICE)
		return 1;
	return db_run(db, "UPDATE purse SET balance = $1", ARGS(ARG(left - PRICE))) != 1 ? -1 : 0;
}

/* How many of twenty processes could spend. */
static int
spenders(int64_t village, void *arg)
{
	int spent = 0, status;
	char c;

	for (int i = 0; i < SPENDERS; i++)
		if (fork() == 0) {
			struct db *db = db_open(where, DB_WRITE, 60);
			int rc = db_write(db, &(struct write){ .village = village, .f = spend, .arg = arg });

			db_close(db);
			_exit(rc < 0 ? 99 : rc);
		}
	for (int i = 0; arg != NULL && i < SPENDERS; i++)
		if (read(ready[0], &c, 1) != 1)
			return -1;
	for (int i = 0; arg != NULL && i < SPENDERS; i++)
		if (write(go[1], "", 1) != 1)
			return -1;
	while (wait(&status) > 0) {
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
			return -1;
		spent += WEXITSTATUS(status) == 0;
	}
	return spent;
}

static int
change(struct db *db, void *arg)
{
	return db_run(db, "UPDATE purse SET balance = balance + $1", ARGS(ARG(*(const int *)arg))) < 0 ? -1 : 0;
}

static int
change_and_fail(struct db *db, void *arg)
{
	return change(db, arg) != 0 ? -1 : db_fail(db, EXIT_RULE, FAULT_STATE, "as the test wants it");
}

static int
change_and_leave(struct db *db, void *arg)
{
	return change(db, arg) != 0 ? -1 : 1;
}

static int
go_on_after_an_error(struct db *db, void *arg)
{
	(void)arg;
	return db_run(db, "INSERT INTO village (village) VALUES (430121106201)", NO_ARGS) >= 0
	    || db_run(db, "UPDATE purse SET balance = 0", NO_ARGS) >= 0 ? 0 : -1;
}

static int
number_of_write(struct db *db, void *arg)
{
	*(int64_t *)arg = db_write_id(db);
	return 0;
}

static int
both_villages(struct db *db, void *arg)
{
	OK(db_write_id(db) == 0);
	OK(db_lock(db, one) == 1 && db_lock(db, two) == 1 && db_lock(db, one) == 1);
	OK(db_lock(db, 430121106999) == 0);
	return number_of_write(db, arg);
}

/* Two that take the same locks the other way round: one has to begin again, and
 * more than once when it is back before the other one woke. */
struct crossing {
	int64_t	first, second;
	int	to[2], from[2];
	int	tries;
};

static int
cross(struct db *db, void *arg)
{
	struct crossing *c = arg;
	char ch;

	if (db_lock(db, c->first) != 1)
		return -1;
	if (c->tries++ == 0 && (write(c->to[1], "", 1) != 1 || read(c->from[0], &ch, 1) != 1))
		return -1;
	return db_lock(db, c->second) == 1 ? 0 : -1;
}

static void
test_crossing(void)
{
	struct crossing c = { .first = one, .second = two };
	int status;
	struct db *db;

	OK(pipe(c.to) == 0 && pipe(c.from) == 0);
	if (fork() == 0) {
		struct crossing other = { two, one, { c.from[0], c.from[1] }, { c.to[0], c.to[1] }, 0 };

		db = db_open(where, DB_WRITE, 60);
		status = db_write(db, &(struct write){ .village = DB_LATER, .f = cross, .arg = &other });
		db_close(db);
		_exit(status < 0 ? 99 : other.tries);
	}
	db = db_open(where, DB_WRITE, 60);
	OK(db_write(db, &(struct write){ .village = DB_LATER, .f = cross, .arg = &c }) == 0);
	db_close(db);
	OK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) < 99 && WEXITSTATUS(status) + c.tries >= 3);
}

/* One text again and again: while it runs, when its table is another, and when
 * there were many others in between. */
static int
same_texts(struct db *db, void *arg)
{
	static const char read[] = "SELECT n FROM tally WHERE n >= $1 ORDER BY n";
	struct stmt *outer, *inner;
	char sum[64];
	int64_t n = 0;
	int wrong = 0;

	(void)arg;
	OK(db_run(db, "CREATE TABLE tally (n BIGINT NOT NULL)", NO_ARGS) >= 0);
	OK(db_run(db, "INSERT INTO tally (n) VALUES (1), (2), (3)", NO_ARGS) == 3);
	OK(db_int(db, read, ARGS(ARG(3)), &n) == 1 && n == 3);
	outer = db_prepare(db, read);
	OK(stmt_bind(outer, ARGS(ARG(1))) == 0 && stmt_step(outer) == 1 && stmt_int(outer, 0) == 1);
	inner = db_prepare(db, read);
	OK(stmt_bind(inner, ARGS(ARG(3))) == 0 && stmt_step(inner) == 1 && stmt_int(inner, 0) == 3);
	OK(stmt_step(outer) == 1 && stmt_int(outer, 0) == 2);
	stmt_end(outer);
	OK(stmt_step(inner) == 0);
	stmt_end(inner);

	/* Left on its first row it stands in no one's way. */
	OK(db_int(db, read, ARGS(ARG(1)), &n) == 1 && n == 1);
	OK(db_run(db, "DROP TABLE tally", NO_ARGS) >= 0);
	OK(db_run(db, "CREATE TABLE tally (before BIGINT NOT NULL, n BIGINT NOT NULL)", NO_ARGS) >= 0);
	OK(db_run(db, "INSERT INTO tally (before, n) VALUES (7, 8)", NO_ARGS) == 1);
	OK(db_int(db, read, ARGS(ARG(1)), &n) == 1 && n == 8);

	for (int i = 0; i < 300; i++) {
		snprintf(sum, sizeof(sum), "SELECT n + %d FROM tally WHERE n = $1", i % 100);
		if (db_int(db, sum, ARGS(ARG(8)), &n) != 1 || n != 8 + i % 100)
			wrong++;
	}
	OK(wrong == 0);
	return 1;
}

static void
test_one(struct db *db)
{
	int ten = 10;
	int64_t id = 0, before;

	OK(db_run(db, "UPDATE purse SET balance = 1000", NO_ARGS) < 0);
	OK(db_error(db)[0] != '\0' && balance(db) == BALANCE);
	OK(db_write(db, &(struct write){ one, change_and_fail, NULL, &ten, false }) == -1);
	OK(db_status(db) == EXIT_RULE && db_fault(db) == FAULT_STATE && balance(db) == BALANCE);
	OK(db_write(db, &(struct write){ one, change_and_leave, NULL, &ten, false }) == 1 && balance(db) == BALANCE);
	OK(db_write(db, &(struct write){ one, go_on_after_an_error, NULL, NULL, false }) == -1 && balance(db) == BALANCE);
	OK(db_write(db, &(struct write){ 430121106999, change, NULL, &ten, false }) == -1 && db_status(db) == EXIT_ABSENT);

	before = number(db, "SELECT runs FROM village WHERE village = 430121106201");
	OK(db_write(db, &(struct write){ DB_LATER, both_villages, NULL, &id, false }) == 0);
	OK(id == ids_make(one, before + 1) && db_write_id(db) == 0);
	OK(db_write(db, &(struct write){ one, number_of_write, NULL, &id, false }) == 0 && id == ids_make(one, before + 2));
	OK(number(db, "SELECT runs FROM village WHERE village = 430121106202") == 0);
	OK(db_write(db, &(struct write){ DB_TOWN, number_of_write, NULL, &id, false }) == 0 && ids_village(id) == 0);

	OK(db_begin_read(db) == 0 && db_run(db, "UPDATE purse SET balance = 1000", NO_ARGS) < 0);
	db_end_read(db);
	OK(balance(db) == BALANCE);

	OK(db_write(db, &(struct write){ DB_TOWN, same_texts, NULL, NULL, false }) == 1);
	OK(number(db, "SELECT n FROM tally WHERE n >= 1 ORDER BY n") == -1);
}

static void
test_engine(bool locks_matter)
{
	struct db *db = make_database(where, 60, fill, NULL);

	OK(db != NULL && db_error(db)[0] == '\0');
	db_close(db);	/* a file got its name after this handle opened it */
	db = db_open(where, DB_WRITE, 60);
	test_one(db);
	db_close(db);

	OK(spenders(one, NULL) == BALANCE / PRICE);
	db = db_open(where, DB_READ, 60);
	OK(balance(db) == 0);
	db_close(db);
	if (!locks_matter)	/* one writer at a time */
		return;
	test_crossing();

	/* The lock is what does it: without one all of them can. */
	int back = BALANCE;

	db = db_open(where, DB_WRITE, 60);
	OK(db_write(db, &(struct write){ one, change, NULL, &back, false }) == 0);
	db_close(db);
	OK(pipe(ready) == 0 && pipe(go) == 0 && spenders(DB_LATER, ready) == SPENDERS);
}

static int
on_server(const char *prefix, const char *words)
{
	char command[1024];

	snprintf(command, sizeof(command), "PGOPTIONS='-c client_min_messages=error' psql -qX -d '%s' -c '%s'", prefix, words);
	return system(command);
}

int
main(void)
{
	const char *pg = getenv("NBR_TEST_PG"), *at = pg == NULL ? NULL : strstr(pg, "%s");
	char dir[] = "/tmp/nbr-test-XXXXXX", postgres[512], words[256], name[32];

	OK(mkdtemp(dir) != NULL);
	snprintf(where, sizeof(where), "%s/nbr.db", dir);
	test_engine(false);
	snprintf(words, sizeof(words), "rm -rf %s", dir);
	OK(system(words) == 0);
	if (at == NULL) {
		printf("ok %d - PostgreSQL # SKIP NBR_TEST_PG names no server\n", ++tap_n);
		return tap_end();
	}

	snprintf(name, sizeof(name), "nbr_write_%ld", (long)getpid());
	snprintf(where, sizeof(where), "%.*s%s%s", (int)(at - pg), pg, name, at + 2);
	snprintf(postgres, sizeof(postgres), "%.*spostgres%s", (int)(at - pg), pg, at + 2);
	snprintf(words, sizeof(words), "CREATE DATABASE %s TEMPLATE template0 ENCODING $$UTF8$$ LC_COLLATE $$C$$ LC_CTYPE $$C.UTF-8$$", name);
	OK(on_server(postgres, words) == 0);
	test_engine(true);
	snprintf(words, sizeof(words), "DROP DATABASE %s WITH (FORCE)", name);
	OK(on_server(postgres, words) == 0);
	return tap_end();
}
