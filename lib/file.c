#define _GNU_SOURCE
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536 };

/* Closes without losing why something before failed. */
static int
end(int fd, int rc)
{
	int error = errno;

	if (close(fd) != 0 && rc == 0)
		return -1;
	errno = error;
	return rc;
}

int
file_digest(const char *path, int64_t *size, char hex[static FILE_DIGEST])
{
	unsigned char block[BLOCK], sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state h;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	crypto_hash_sha256_init(&h);
	for (*size = 0; (n = read(fd, block, sizeof(block))) > 0; *size += n)
		crypto_hash_sha256_update(&h, block, (unsigned long long)n);
	crypto_hash_sha256_final(&h, sum);
	sodium_bin2hex(hex, FILE_DIGEST, sum, sizeof(sum));
	return end(fd, n < 0 ? -1 : 0);
}

char *
file_beside(const char *path, mode_t mode)
{
	char *name;
	int fd;

	if (asprintf(&name, "%s.XXXXXX", path) < 0)
		return NULL;
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0 && end(fd, fchmod(fd, mode)) == 0)
		return name;
	if (fd >= 0)
		unlink(name);
	free(name);
	return NULL;
}

int
file_write(int fd, const char *at, size_t n)
{
	while (n > 0) {
		ssize_t wrote = write(fd, at, n);

		if (wrote < 0 && errno != EINTR)
			return -1;
		if (wrote > 0) {
			at += wrote;
			n -= (size_t)wrote;
		}
	}
	return 0;
}

int
file_pour(int from, int to)
{
	char block[BLOCK];
	ssize_t n;

	while ((n = read(from, block, sizeof(block))) != 0)
		if ((n < 0 && errno != EINTR) || (n > 0 && file_write(to, block, (size_t)n) != 0))
			return -1;
	return 0;
}

int
file_copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out;

	if (in < 0)
		return -1;
	out = open(to, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (out < 0)
		return end(in, -1);
	return end(in, end(out, file_pour(in, out)));
}

int
file_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -1 : end(fd, fsync(fd));
}

int
file_sync_name(const char *path)
{
	char *dir = file_dir(path);
	int rc = dir == NULL ? -1 : file_sync(dir);

	free(dir);
	return rc;
}

int
file_put(const char *path, mode_t mode, const char *text)
{
	char *temp = file_beside(path, 0600);
	int fd, rc;

	if (temp == NULL)
		return -1;
	fd = open(temp, O_WRONLY | O_CLOEXEC);
	rc = fd < 0 ? -1 : file_write(fd, text, strlen(text));
	if (rc == 0 && fchmod(fd, mode) == 0)
		rc = fsync(fd);
	if (fd >= 0)
		rc = end(fd, rc);
	if (rc != 0 || rename(temp, path) != 0) {
		unlink(temp);
		rc = -1;
	}
	free(temp);
	return rc != 0 ? -1 : file_sync_name(path);
}

const char *
file_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

char *
file_dir(const char *path)
{
	const char *base = file_base(path);

	if (base == path)
		return strdup(".");
	return base == path + 1 ? strdup("/") : strndup(path, (size_t)(base - path - 1));
}

int
file_make_dir(const char *path)
{
	char *dir = file_dir(path);
	int rc = dir == NULL ? -1 : mkdir(dir, 0750);

	if (rc != 0 && dir != NULL && errno == ENOENT && file_make_dir(dir) == 0)
		rc = mkdir(dir, 0750);
	if (rc != 0 && dir != NULL && errno == EEXIST)
		rc = 0;
	free(dir);
	return rc;
}
