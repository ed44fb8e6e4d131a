#define _GNU_SOURCE
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

enum {
	BLOCK = 256 * 1024,
	LARGE = 1024 * 1024,	/* worth a thread for the digest */
};

_Static_assert(sizeof(((struct input *)0)->digest) == 2 * crypto_hash_sha256_BYTES + 1,
    "a digest is as long as libsodium makes it");

ssize_t
input_read(const struct input *in, char *buf, size_t len, off_t at)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = pread(in->fd, buf + got, len - got, in->first + at + (off_t)got);

		if (n == 0)
			break;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			got += (size_t)n;
	}
	return (ssize_t)got;
}

static int
copy(int from, int to)
{
	char *buf = malloc(BLOCK);
	ssize_t n = -1;

	while (buf != NULL && (n = read(from, buf, BLOCK)) != 0)
		if ((n < 0 && errno != EINTR) || (n > 0 && file_write(to, buf, (size_t)n) != 0)) {
			n = -1;
			break;
		}
	free(buf);
	return n == 0 ? 0 : -1;
}

/* Puts a file without a name in the place of the descriptor. 0, -1. */
static int
spool(struct input *in)
{
	const char *dir = getenv("TMPDIR");
	char *name;
	int fd, rc;

	if (asprintf(&name, "%s/nbr-XXXXXX", dir != NULL && *dir != '\0' ? dir : "/tmp") < 0)
		return -1;
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	free(name);
	if (fd < 0)
		return -1;
	rc = copy(in->fd, fd);
	close(in->fd);
	in->fd = fd;
	return rc == 0 ? fstat(fd, &in->st) : -1;
}

int
input_open(struct input *in, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	int flags;

	in->fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
	    : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (in->fd < 0 || fstat(in->fd, &in->st) != 0)
		return -1;
	if (S_ISDIR(in->st.st_mode) || (!standard && S_ISFIFO(in->st.st_mode))) {
		errno = S_ISDIR(in->st.st_mode) ? EISDIR : ENOTSUP;
		return -1;
	}
	if (S_ISREG(in->st.st_mode)) {
		/* A script may have read the first lines of it already. */
		in->first = lseek(in->fd, 0, SEEK_CUR);
		return in->first < 0 ? -1 : 0;
	}
	if (!standard) {
		flags = fcntl(in->fd, F_GETFL);
		if (flags < 0 || fcntl(in->fd, F_SETFL, flags & ~O_NONBLOCK) != 0)
			return -1;
	}
	return spool(in);
}

bool
input_changed(const struct input *in)
{
	struct stat st;

	return fstat(in->fd, &st) != 0 || st.st_size != in->st.st_size
	    || st.st_mtim.tv_sec != in->st.st_mtim.tv_sec
	    || st.st_mtim.tv_nsec != in->st.st_mtim.tv_nsec;
}

static void *
hash(void *arg)
{
	struct input *in = arg;
	unsigned char sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	char *buf = malloc(BLOCK);
	ssize_t n = -1;
	off_t at = 0;

	crypto_hash_sha256_init(&state);
	while (buf != NULL && (n = input_read(in, buf, BLOCK, at)) > 0) {
		crypto_hash_sha256_update(&state, (unsigned char *)buf, (size_t)n);
		at += n;
	}
	free(buf);
	crypto_hash_sha256_final(&state, sum);
	if (n == 0)
		sodium_bin2hex(in->digest, sizeof(in->digest), sum, sizeof(sum));
	return NULL;
}

/* Hashing costs more than all other reading: a large file has it done beside,
 * in a thread that takes no signals. */
void
input_digest_begin(struct input *in)
{
	sigset_t all, old;

	if (in->st.st_size < LARGE)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	in->hashing = pthread_create(&in->thread, NULL, hash, in) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

const char *
input_digest(struct input *in)
{
	if (in->hashing)
		pthread_join(in->thread, NULL);
	else if (!in->hashed)
		hash(in);
	in->hashing = false;
	in->hashed = true;
	return in->digest;
}

void
input_close(struct input *in)
{
	if (in->hashing)
		pthread_join(in->thread, NULL);
	in->hashing = false;
	if (in->fd >= 0)
		close(in->fd);
	in->fd = -1;
}
