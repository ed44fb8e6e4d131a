/* Where an SQLite database may lie, and the gate its writers wait at. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "db_sqlite.h"

/* File systems whose locks are not to be trusted. From linux/magic.h. */
static const struct {
	unsigned long	 magic;
	const char	*name;
} remote[] = {
	{ 0x6969, "NFS" }, { 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB" },
	{ 0x517b, "SMB" }, { 0x01021997, "9P" },
};

int
lite_path(struct db *db, const char *path)
{
	struct stat st;
	struct statfs fs;

	if (stat(path, &st) != 0)
		return db_fail(db, EXIT_CANNOT, errno == ENOENT ? FAULT_DB_MISSING : FAULT_NONE,
		    "%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size == 0)
		return db_fail(db, EXIT_CANNOT, FAULT_DB_FOREIGN,
		    st.st_size == 0 && S_ISREG(st.st_mode) ? _("%s is empty") : _("%s is not a file"), path);
	if (access(path, R_OK) != 0)
		return db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", path, strerror(errno));
	if (statfs(path, &fs) == 0)
		for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++)
			if ((unsigned long)fs.f_type == remote[i].magic)
				return db_fail(db, EXIT_CANNOT, FAULT_NONE,
				    _("%s lies on %s, where locks are not safe; move it to a local disk"),
				    path, remote[i].name);
	return 0;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/*
 * flock() before the database is opened: SQLite's own waiting is a sleep that
 * a busy neighbour wins for seconds; behind the gate each waits its turn. The
 * first tries are quick, then a nap of a few milliseconds between them.
 */
static bool
wait_for(int fd, int timeout)
{
	double until = seconds() + timeout;
	long nap = 200 * 1000;

	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		struct timespec t = { 0, nap };

		if (errno != EWOULDBLOCK && errno != EINTR)
			return false;
		if (seconds() >= until) {
			errno = EWOULDBLOCK;
			return false;
		}
		nanosleep(&t, NULL);
		if (nap < 5 * 1000 * 1000)
			nap += nap / 2;
	}
	return true;
}

int
lite_gate(struct db *db, const char *path)
{
	char *name;
	int fd;

	if (asprintf(&name, "%s.lock", path) < 0)
		return db_no_memory(db);
	fd = open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd < 0)
		db_fail(db, EXIT_CANNOT, FAULT_DB_READONLY, "%s: %s", name, strerror(errno));
	else if (!wait_for(fd, db->timeout)) {
		char pid[16] = "?";
		ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

		if (n > 0)
			pid[n] = '\0';
		if (errno == EWOULDBLOCK)
			db_fail(db, EXIT_BUSY, FAULT_BUSY, _("process %s has held %s for %d seconds"), pid, name, db->timeout);
		else
			db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s: %s", name, strerror(errno));
		close(fd);
		fd = -1;
	} else {
		/* For the message of whoever waits in vain; of no other use. */
		if (ftruncate(fd, 0) == 0)
			dprintf(fd, "%ld", (long)getpid());
	}
	free(name);
	return fd;
}
