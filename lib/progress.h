/*
 * How far long work has come: one line on standard error, written over and
 * over, on a terminal only and not before a second has passed.
 */
#ifndef NBR_PROGRESS_H
#define NBR_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t	said;		/* milliseconds, when a line was written last */
	bool	quiet;		/* says nothing */
	bool	shown;		/* a line stands there */
};

/* Before the work. */
void progress_begin(struct progress *, bool quiet);

/* "roster.csv: 412000", at most once a second. */
void progress_say(struct progress *, const char *what, int64_t done);

/* Takes the line away, before anything else is written. */
void progress_end(struct progress *);

#endif
