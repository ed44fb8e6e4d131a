#define _GNU_SOURCE
#include "progress.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "msg.h"

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_begin(struct progress *p, bool quiet)
{
	*p = (struct progress){ .said = now(), .quiet = quiet || msg_jsonl() || !isatty(STDERR_FILENO) };
}

void
progress_say(struct progress *p, const char *what, int64_t done)
{
	if (p->quiet || now() - p->said < 1000)
		return;
	p->said = now();
	p->shown = true;
	fprintf(stderr, "\r%s: %" PRId64, what, done);
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
