/* Findings: what a "check" verb writes, one record each. */
#ifndef NBR_FINDING_H
#define NBR_FINDING_H

#include "rec.h"

extern const struct col finding_cols[];	/* code severity record detail */

/* severity: "error" (cannot be right) or "warning" (look at it). record: its number as
 * people write it. As rec_put. */
int finding_put(struct rec_out *, const char *code, const char *severity,
    struct text record, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
