/* What headings mean: the names of an entity's columns, and what --map says.
 * For import_head.c. */
#ifndef NBR_IMPORT_ALIAS_H
#define NBR_IMPORT_ALIAS_H

#include "import_parts.h"

struct alias {
	char		 text[IMPORT_TITLE];	/* as text_heading folds it */
	const struct col *col;		/* NULL: left out */
	struct text	 word;		/* as it is written */
};

struct aliases {
	struct alias	*at;
	size_t		 n, mapped;	/* those of --map come last, and first in rank */
};

/* 0, 2 --map is wrong (told), -1 (errno). alias_end frees in any case. */
int alias_begin(struct import *, struct aliases *);
void alias_end(struct aliases *);

/* What a heading means, NULL when it is not known. */
const struct alias *alias_find(const struct aliases *, struct text title);

/* Of columns the file has not, a name that is one character off; NULL none. */
const struct alias *alias_near(const struct import *, const struct aliases *, struct text title);

/* Whether the alias is of --map. */
static inline bool
alias_mapped(const struct aliases *a, const struct alias *alias)
{
	return (size_t)(alias - a->at) >= a->n - a->mapped;
}

#endif
