/*
 * Waivers: a finding that was looked at and is right is left out of a check until
 * a day. Dated, so that what was waived on a day stays on record.
 */
#ifndef NBR_WAIVER_H
#define NBR_WAIVER_H

#include "day.h"
#include "db.h"
#include "finding.h"

struct waivers;		/* those that hold on a day */

/* What a "check" is to look for, and where its findings go. */
struct check {
	struct rec_out	*out;
	day_t		 on;
	char *const	*codes;		/* only these, NULL-ended; none of them: all */
	bool		 waived;	/* what is waived, in place of all the rest */
	struct waivers	*waivers;	/* loaded by waivers_load, freed by the caller */
	int64_t		 count;		/* counted: findings that are waived */
	/* NULL, or who takes what is found, waived or not, in place of out. 0, -1. */
	int		 (*take)(void *arg, const char *code, const char *severity, struct text record);
	void		*arg;
};

struct waivers *waivers_load(struct db *, day_t on);	/* NULL: failed */
void waivers_free(struct waivers *);			/* NULL is fine */

/* Whether a code is asked for: to save the work. */
bool check_wants(const struct check *, const char *code);

/* Writes a finding (finding_put), if it is asked for and not waived, or waived
 * when that is asked for. 0, -1. */
int check_put(struct check *, const char *code, const char *severity,
    struct text record, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/*
 * Waives from a day to another, in place of what was said of those days, or with
 * last 0 ends what holds: from that day on the finding is back. In a write
 * transaction. 1 changed, 0 it was so, -1.
 */
int waiver_set(struct db *, int64_t village, struct text record, const char *code,
    day_t first, day_t last, struct text reason, int64_t run);

#endif
