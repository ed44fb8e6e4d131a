/*
 * Loaded in front of a PostgreSQL server (LD_PRELOAD): while the file NBR_FULL is
 * there no table grows, for the reason (a number of errno) that stands in it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Whether fd is a file of a table; the log of changes still has room. */
static int
is_table(int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (n < 0)
		return 0;
	path[n] = '\0';
	return strstr(path, "/base/") != NULL;
}

static int
refused(int fd, off_t end)
{
	const char *full = getenv("NBR_FULL");
	FILE *fp = full == NULL ? NULL : fopen(full, "re");
	struct stat st;
	int why = 0;

	if (fp == NULL)
		return 0;
	if (fscanf(fp, "%d", &why) != 1 || !is_table(fd) || fstat(fd, &st) != 0 || end <= st.st_size)
		why = 0;
	fclose(fp);
	errno = why;
	return why;
}

ssize_t
pwrite(int fd, const void *buf, size_t size, off_t at)
{
	struct iovec part = { (void *)(size_t)buf, size };

	return refused(fd, at + (off_t)size) ? -1 : pwritev2(fd, &part, 1, at, 0);
}

ssize_t
pwritev(int fd, const struct iovec *part, int count, off_t at)
{
	off_t size = 0;

	for (int i = 0; i < count; i++)
		size += (off_t)part[i].iov_len;
	return refused(fd, at + size) ? -1 : pwritev2(fd, part, count, at, 0);
}

/* Later servers grow a table so. */
int
posix_fallocate(int fd, off_t at, off_t size)
{
	int why = refused(fd, at + size);

	return why != 0 ? why : fallocate(fd, 0, at, size) == 0 ? 0 : errno;
}
