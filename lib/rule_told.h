/* What the files of nbr-rule explain share: the records of one version. */
#ifndef NBR_RULE_TOLD_H
#define NBR_RULE_TOLD_H

#include "rule_parts.h"

enum { RULE_WORDS = 2048 };

struct rule_told {
	struct rec_out	*out;		/* of explain_cols */
	const struct rule *rule;	/* the version, in its stored form */
	/* What the subject names: whom it is for, "red 红户", and what a deed belongs
	 * to, "duty lead-help 带头互帮互助". */
	char		 thing[RULE_WORDS], belongs[RULE_WORDS];
};

/* A record of a version; of the one that is told, in words. 0, -1 (rec_put). */
int rule_put(const struct rule_told *, const struct rule *, const char *field, struct text value);
int rule_say(const struct rule_told *, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Its kind and name, what it is for, its figures and its note. 0, -1. */
int rule_tell(const struct rule_told *);

#endif
