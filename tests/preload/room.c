/*
 * Loaded in front of a program (LD_PRELOAD): on files below the directory
 * NBR_TEST_FULL nothing more can be written, for the disk is full.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
full(int fd)
{
	const char *below = getenv("NBR_TEST_FULL");
	char link[64], path[4096];
	ssize_t n;

	if (below == NULL)
		return 0;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path));
	if (n < (ssize_t)strlen(below) || strncmp(path, below, strlen(below)) != 0)
		return 0;
	errno = ENOSPC;
	return 1;
}

ssize_t
write(int fd, const void *buf, size_t size)
{
	return full(fd) ? -1 : syscall(SYS_write, fd, buf, size);
}

ssize_t
pwrite(int fd, const void *buf, size_t size, off_t at)
{
	return full(fd) ? -1 : syscall(SYS_pwrite64, fd, buf, size, at);
}

ssize_t
pwrite64(int fd, const void *buf, size_t size, off_t at)
{
	return pwrite(fd, buf, size, at);
}
