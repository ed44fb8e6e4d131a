/*
 * GB18030 as UTF-8. iconv knows the characters; each of two bytes is asked of it
 * once and then remembered, for a clerk's file is ASCII and a few thousand Han,
 * and asking for them all made an import a fifth slower. Pure.
 */
#ifndef NBR_DECODE_GB_H
#define NBR_DECODE_GB_H

#include <stddef.h>

struct decode_gb;

struct decode_gb *decode_gb_open(void);		/* NULL: errno */
void decode_gb_close(struct decode_gb *);

/* As iconv(3), which keeps no state here: 0 all was converted; -1 with EILSEQ,
 * EINVAL (the end is within a character) or E2BIG. */
int decode_gb(struct decode_gb *, char **from, size_t *left, char **to, size_t *room);

#endif
