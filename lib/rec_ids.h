/* Ids on their way in: lines, and the two ways to find ids in them. Only
 * rec_*.c see this. */
#ifndef NBR_REC_IDS_H
#define NBR_REC_IDS_H

#include "rec.h"

enum { ID_MAX = 256 };		/* bytes of the longest id taken */

struct lines {
	FILE		*fp;
	char		*at;		/* one record's lines, with line ends */
	size_t		 len, size;
	int64_t		 no;		/* of the last line read */
	const char	*why;		/* what is wrong, translated */
};

/* Appends the next line: 1, 0 at the end, -1 refused (why, NULL: no memory). */
int lines_add(struct lines *);
/* Forgets what was read, then the same. */
int lines_next(struct lines *);

struct ids_to {
	const char	*column;
	int		 (*f)(void *, struct text, int64_t);
	void		*arg;
	int64_t		 line;		/* the record begins on */
};

/* Hands on an id; an empty one is none. 0, what f returned, or -1. */
int ids_give(struct lines *, const struct ids_to *, struct text id);

/* All ids of JSON objects, the first line being read already. */
int ids_json(struct lines *, struct ids_to *);

#endif
