#define _GNU_SOURCE
#include "make.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

struct making {
	int	(*fill)(struct db *, void *);
	void	*arg;
};

static int
make(struct db *db, void *arg)
{
	const struct making *m = arg;

	return db_migrate_in(db) != 0 || db_lock(db, DB_TOWN) < 0 ? -1 : m->fill(db, m->arg);
}

/* 0 it is there, 1 fill left nothing, -1. */
static int
make_in(struct db *db, struct making *m)
{
	return db_write(db, &(struct write){ .village = DB_SCHEMA, .f = make, .arg = m, .once = true });
}

static void
remove_with(const char *path, const char *ending)
{
	char *name;

	if (asprintf(&name, "%s%s", path, ending) < 0)
		return;
	unlink(name);
	free(name);
}

/* Looked at before the work, too; and a journal that another file left would be
 * taken for the new one's. */
static int
is_free(struct db *db, const char *path)
{
	struct stat st;
	char *journal;
	bool left;

	if (lstat(path, &st) == 0)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there already; nothing was changed"), path);
	if (asprintf(&journal, "%s-journal", path) < 0)
		return db_no_memory(db);
	left = stat(journal, &st) == 0 && st.st_size > 0;
	if (left)
		db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is left of another database; move it away first"), journal);
	free(journal);
	return left ? -1 : 0;
}

/* Killed at any moment it leaves a whole file of that name, or none. */
static int
give_name(struct db *db, const char *temp, const char *path)
{
	if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0 && file_sync_name(path) == 0)
		return 0;
	return errno == EEXIST
	    ? db_fail(db, EXIT_CANNOT, FAULT_NONE, _("%s is there already; nothing was changed"), path)
	    : db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", path, strerror(errno));
}

static struct db *
make_file(const char *path, int timeout, struct making *m)
{
	struct db *db = NULL;
	char *temp;

	if (asprintf(&temp, "%s.init-%ld", path, (long)getpid()) < 0)
		return NULL;
	db = db_open(temp, DB_CREATE, timeout);
	if (db != NULL && db_error(db)[0] == '\0' && is_free(db, path) == 0 && make_in(db, m) == 0)
		give_name(db, temp, path);
	remove_with(temp, "");
	remove_with(temp, "-journal");
	remove_with(temp, ".lock");
	free(temp);
	return db;
}

struct db *
make_database(const char *where, int timeout, int (*fill)(struct db *, void *), void *arg)
{
	struct making m = { fill, arg };
	struct db *db;

	if (!db_is_server(where))
		return make_file(where, timeout, &m);
	db = db_open(where, DB_CREATE, timeout);
	if (db != NULL && db_error(db)[0] == '\0')
		make_in(db, &m);
	return db;
}
