/* Whole files: written so that a reader sees the old or the new, never half. */
#ifndef NBR_FILE_H
#define NBR_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { FILE_DIGEST = 65 };	/* SHA-256 in hexadecimal, with NUL */

/* Functions return 0, or -1 with errno. */

/* The size of a file, and the SHA-256 of its bytes. */
int file_digest(const char *path, int64_t *size, char hex[static FILE_DIGEST]);

/* Makes an empty file of this mode, whatever the umask, beside another:
 * "path.XXXXXX". The caller frees the name; NULL: failed. */
char *file_beside(const char *path, mode_t mode);

/* Writes all of it, though it be interrupted. */
int file_write(int fd, const char *at, size_t n);

/* Copies what is left to read of one descriptor to another. */
int file_pour(int from, int to);

/* Copies the bytes of one file over those of another that is there. */
int file_copy(const char *from, const char *to);

/* Makes sure that a file's bytes, and that the name it bears, outlive a power
 * cut. */
int file_sync(const char *path);
int file_sync_name(const char *path);

/* Writes a short file whole: temp, sync, rename. */
int file_put(const char *path, mode_t mode, const char *text);

/* Makes the directory a path lies in, and those above it; none may be read by
 * all. Done when it is there. */
int file_make_dir(const char *path);

/* The directory part of a path, "." when it has none. The caller frees. */
char *file_dir(const char *path);
const char *file_base(const char *path);	/* what follows the last slash */

#endif
