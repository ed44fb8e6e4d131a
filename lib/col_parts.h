/* What the files that read cells share. Others include col.h. */
#ifndef NBR_COL_PARTS_H
#define NBR_COL_PARTS_H

#include "col.h"

enum {
	COL_SHORT = 200,	/* characters of a name or a door number */
	COL_LONG = 1000,	/* characters of other text */
};

static inline struct col_read
col_fault(enum fault f)
{
	return (struct col_read){ .fault = f };
}

static inline struct col_read
col_store(const struct col *c, struct text t, void *rec)
{
	*(struct text *)(void *)((char *)rec + c->offset) = t;
	return col_fault(FAULT_NONE);
}

/* Full-width forms to ASCII, in place. */
static inline struct text
col_fold(struct text t)
{
	t.len = text_fold((char *)t.at, t.len);
	return t;
}

/* Whether a text has more characters than limit. */
bool col_too_long(struct text, size_t limit);

/* Whether a character of it was lost: ? beside Han. */
bool col_lost(struct text);

/* 4301**********1239, 138****8000: what an export wrote that was not to show it. */
bool col_masked(struct text);

/* Memory for n bytes, as long-lived as the cell. NULL: there is none. */
char *col_room(const struct col_how *, size_t n);

/* One kind of cell each: col_parse_name.c, col_parse_door.c, col_parse_phone.c. */
struct col_read col_parse_name(const struct col *, struct text, const struct col_how *, void *rec);
struct col_read col_parse_door(const struct col *, struct text, void *rec);
struct col_read col_parse_place(const struct col *, struct text, void *rec);
struct col_read col_parse_phone(const struct col *, struct text, const struct col_how *, void *rec);

#endif
