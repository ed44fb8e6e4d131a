/*
 * The bytes of an input, read by offset and as often as needed. What cannot
 * be read twice is copied to a file without a name first.
 */
#ifndef NBR_INPUT_H
#define NBR_INPUT_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

struct input {
	int		 fd;		/* -1: not open */
	off_t		 first;		/* of the input within the file */
	struct stat	 st;		/* when it was opened */
	pthread_t	 thread;	/* of the digest, while hashing */
	bool		 hashing, hashed;
	char		 digest[65];
};

/* Opens a path, "-" standard input. 0, -1 (errno): also for a directory, and
 * for a FIFO, which could wait for ever. */
int input_open(struct input *, const char *path);

/* Reads len bytes from an offset; fewer only at the end. -1 (errno). */
ssize_t input_read(const struct input *, char *buf, size_t len, off_t at);

/* Whether the file was written to since. */
bool input_changed(const struct input *);

/* Begins to hash a large input in a thread. */
void input_digest_begin(struct input *);

/* SHA-256, 64 hex digits; "" when it could not be read. Waits for it. */
const char *input_digest(struct input *);

void input_close(struct input *);

#endif
