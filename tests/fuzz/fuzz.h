/* What the targets share. A target looks for more than a crash: MUST(what holds
 * whatever the input). */
#ifndef FUZZ_H
#define FUZZ_H

#include <sanitizer/common_interface_defs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Through the sanitizer, for scripts/fuzz closes stderr to what nbr says. */
#define FUZZ_LINE(n)	#n
#define FUZZ_AT(n)	FUZZ_LINE(n)
#define MUST(test) do {							\
	if (!(test)) {							\
		__sanitizer_report_error_summary(__FILE__ ":"		\
		    FUZZ_AT(__LINE__) ": does not hold: " #test);	\
		abort();						\
	}								\
} while (0)

/* A file of one's own: the name of the only copy of these bytes. */
struct fuzz_file {
	int	 fd;		/* 0: none yet */
	char	 name[32];
};

static inline const char *
fuzz_put(struct fuzz_file *f, const void *at, size_t len)
{
	if (f->fd == 0) {
		f->fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(f->name, sizeof(f->name), "/proc/self/fd/%d", f->fd);
	}
	MUST(ftruncate(f->fd, 0) == 0 && pwrite(f->fd, at, len, 0) == (ssize_t)len);
	return f->name;
}

/* A copy that nothing lies behind, so that one byte too far is found. */
static inline char *
fuzz_copy(const void *at, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);

	MUST(copy != NULL);
	if (len > 0)
		memcpy(copy, at, len);
	return copy;
}

static inline bool
is_utf8(struct text t)
{
	return text_utf8(t.at, t.len) == t.len;
}

#endif
