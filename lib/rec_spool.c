#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "rec_form.h"

enum {
	CHUNK = 64 * 1024,
	HELD_MAX = 1024 * 1024,		/* in memory before it goes to a file */
};

void
spool_open(struct spool *s, int fd)
{
	struct stat st;

	*s = (struct spool){ .kind = SPOOL_MEMORY, .fd = fd, .temp = -1 };
	if (fd == -1)
		return;
	/* A file or /dev/null takes all at once; anything else may wait. */
	if (fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) ||
	    (S_ISCHR(st.st_mode) && !isatty(fd))))
		s->kind = SPOOL_DIRECT;
	else
		s->kind = SPOOL_HELD;
}

static void
deliver(struct spool *s)
{
	if (s->write_error == 0 && file_write(s->fd, s->at, s->len) != 0)
		s->write_error = errno;
	s->len = 0;
}

static int
spill(struct spool *s)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];

	if (s->temp == -1) {
		int n = snprintf(path, sizeof(path), "%s/nbr-XXXXXX",
		    dir != NULL && dir[0] != '\0' ? dir : "/tmp");

		if (n < 0 || (size_t)n >= sizeof(path)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		s->temp = mkostemp(path, O_CLOEXEC);
		if (s->temp == -1)
			return -1;
		unlink(path);
	}
	if (file_write(s->temp, s->at, s->len) != 0)
		return -1;
	s->len = 0;
	return 0;
}

static int
grow(struct spool *s, size_t least)
{
	size_t size = s->size > 0 ? s->size : CHUNK;
	char *at;

	while (size < least)
		size *= 2;
	at = realloc(s->at, size);
	if (at == NULL)
		return -1;
	s->at = at;
	s->size = size;
	return 0;
}

char *
spool_more(struct spool *s, size_t n)
{
	if (s->kind == SPOOL_DIRECT && s->len > 0)
		deliver(s);
	if (s->kind == SPOOL_HELD && s->len > 0 && s->len + n > HELD_MAX &&
	    spill(s) != 0)
		return NULL;
	if (s->size - s->len <= n && grow(s, s->len + n + 1) != 0)
		return NULL;
	return s->at + s->len;
}

int
spool_add(struct spool *s, const char *at, size_t n)
{
	char *p = spool_room(s, n);

	if (p == NULL)
		return -1;
	memcpy(p, at, n);
	s->len += n;
	return 0;
}

/* What was spilled, then what is still in memory. */
static int
copy_back(struct spool *s)
{
	ssize_t n;

	if (spill(s) != 0 || lseek(s->temp, 0, SEEK_SET) != 0)
		return -1;
	while ((n = read(s->temp, s->at, s->size)) != 0) {
		if (n < 0 && errno != EINTR)
			return -1;
		s->len = n > 0 ? (size_t)n : 0;
		deliver(s);
	}
	return 0;
}

int
spool_end(struct spool *s)
{
	if (s->temp != -1 && copy_back(s) != 0)
		return -1;
	if (s->len > 0)
		deliver(s);
	if (s->write_error != 0) {
		errno = s->write_error;
		return -1;
	}
	return 0;
}

void
spool_free(struct spool *s)
{
	if (s->temp != -1)
		close(s->temp);
	free(s->at);
}
