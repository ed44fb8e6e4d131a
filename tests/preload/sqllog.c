/*
 * Loaded in front of SQLite (LD_PRELOAD): writes every statement that a program
 * runs to the end of the file NBR_SQL_LOG, one a line.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sqlite3_stmt;
int sqlite3_step(struct sqlite3_stmt *);

enum { SEEN = 4096 };

/* Whether a program has run it before; when the table is full, never. */
static int
seen(const char *sql)
{
	static uint64_t hashes[SEEN];
	uint64_t h = 14695981039346656037u;

	for (const char *p = sql; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	for (size_t i = h % SEEN, n = 0; n < SEEN; i = (i + 1) % SEEN, n++) {
		if (hashes[i] == h)
			return 1;
		if (hashes[i] == 0) {
			hashes[i] = h;
			return 0;
		}
	}
	return 0;
}

/* One write a line, so that programs running at once do not mix theirs. */
static void
note(const char *sql)
{
	const char *path = getenv("NBR_SQL_LOG");
	int err = errno, fd;
	char *line;

	if (path == NULL || sql == NULL || seen(sql) || (line = strdup(sql)) == NULL)
		return;
	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0) {
		size_t len = strlen(line);

		line[len] = '\n';
		(void)!write(fd, line, len + 1);
		close(fd);
	}
	free(line);
	errno = err;
}

/* A statement that stands on a row was noted at its first. */
int
sqlite3_step(struct sqlite3_stmt *stmt)
{
	static int (*step)(struct sqlite3_stmt *), (*on_row)(struct sqlite3_stmt *);
	static const char *(*sql)(struct sqlite3_stmt *);

	if (step == NULL) {
		*(void **)&step = dlsym(RTLD_NEXT, "sqlite3_step");
		*(void **)&on_row = dlsym(RTLD_NEXT, "sqlite3_data_count");
		/* The tests' own look at a database is not the programs'. */
		if (strcmp(program_invocation_short_name, "sqlite3") != 0)
			*(void **)&sql = dlsym(RTLD_NEXT, "sqlite3_sql");
	}
	if (sql != NULL && on_row(stmt) == 0)
		note(sql(stmt));
	return step(stmt);
}
