/* Transactions: reading, and the one way to write. */
#define _GNU_SOURCE
#include <time.h>

#include "db_driver.h"
#include "ids.h"

int
db_begin_read(struct db *db)
{
	if (db->broken || db->conn == NULL || db->driver->begin(db, false, false) != 0)
		return -1;
	db->txn = TXN_READ;
	return 0;
}

void
db_end_read(struct db *db)
{
	db_end(db);
}

void
db_end(struct db *db)
{
	if (db->txn != TXN_NONE)
		db->driver->rollback(db);
	db->txn = TXN_NONE;
	db->broken = false;
	db->write_id = 0;
}

/* A settlement looks at what was changed since the last one. The town's lock is that
 * of all villages, perhaps. */
static int
note_unsettled(struct db *db, int64_t village)
{
	return db_run(db, "INSERT INTO unsettled (village, run) SELECT village, $2 FROM village WHERE ($1 = 0 OR village = $1) AND settled <> ''"
	    " ON CONFLICT DO NOTHING", ARGS(ARG(village), ARG(db->write_id))) < 0 ? -1 : 0;
}

/* What is counted is a run's number; a second village's lock counts nothing. */
int
db_lock(struct db *db, int64_t village)
{
	bool first = db->write_id == 0;
	int64_t n = 0;
	int rc = db_int(db, "UPDATE village SET runs = runs + $2 WHERE village = $1 RETURNING runs",
	    ARGS(ARG(village), ARG(first ? 1 : 0)), &n);

	if (rc == 1 && first)
		db->write_id = ids_make(village, n);
	return rc == 1 && note_unsettled(db, village) != 0 ? -1 : rc;
}

int64_t
db_write_id(const struct db *db)
{
	return db->write_id;
}

static int
begin(struct db *db, int64_t village)
{
	bool alone = village == DB_EVERY_VILLAGE || village == DB_SCHEMA;

	if (db->broken || db->conn == NULL || db->driver->begin(db, true, alone) != 0)
		return -1;
	db->txn = TXN_WRITE;
	if (village == DB_LATER || village == DB_SCHEMA)
		return 0;
	if (village == DB_EVERY_VILLAGE)
		village = DB_TOWN;
	if (db_lock(db, village) == 0)
		db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("village %lld"), (long long)village);
	return db->write_id == 0 ? -1 : 0;
}

static int
attempt(struct db *db, const struct write *w)
{
	int rc = begin(db, w->village) != 0 ? -1 : w->f(db, w->arg);

	if (rc == 0)
		rc = db->broken || db->driver->commit(db) != 0 ? -1 : 0;
	if (rc == 0)
		db->txn = TXN_NONE;
	return rc;
}

void
db_forget(struct db *db)
{
	db->error[0] = '\0';
	db->status = EXIT_DONE;
	db->fault = FAULT_NONE;
	db->again = false;
}

void
db_forgive(struct db *db)
{
	db_forget(db);
	db->broken = false;
}

/*
 * No answer came to a commit. Whoever still carries it out holds the lock: once
 * that is ours, what is stored will stay and what is not will never be.
 * Returns as attempt(); then again is set if it was not stored.
 */
static int
settle(struct db *db, const struct write *w)
{
	int64_t id = db->write_id;
	int rc = -1;

	db_end(db);
	if (w->done == NULL || id == 0 || db->driver->reopen == NULL)
		return -1;
	if (db->driver->reopen(db) == 0 && begin(db, ids_village(id)) == 0)
		rc = w->done(db, w->arg);
	db_end(db);
	if (rc < 0) {	/* its words say why that cannot be asked */
		db->status = EXIT_BUSY;
		db->fault = FAULT_UNKNOWN;
		db->again = false;
		return -1;
	}
	db_forget(db);
	if (rc == 1)
		return 0;
	db_fail(db, EXIT_BUSY, FAULT_DB_UNREACHABLE, _("the connection was lost; nothing was stored"));
	db->again = true;
	return -1;
}

int
db_write(struct db *db, const struct write *w)
{
	time_t until = time(NULL) + db->timeout;
	int rc;

	for (;;) {
		db_forget(db);
		rc = attempt(db, w);
		if (rc < 0 && db->fault == FAULT_UNKNOWN)
			rc = settle(db, w);
		db_end(db);
		if (rc >= 0 || !db->again || w->once || time(NULL) > until)
			return rc;
		if (db->fault == FAULT_DB_UNREACHABLE && db->driver->reopen(db) != 0)
			return -1;
	}
}
