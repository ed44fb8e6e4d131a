/* JSON as it is written: records in rec_write.c, dumps in dump.c. */
#ifndef NBR_JSON_H
#define NBR_JSON_H

#include "text.h"

enum { JSON_GROWTH = 6 };	/* what one byte may need, \u001f */

/* Writes a text as a string, quotation marks around it; there must be room for
 * JSON_GROWTH times its bytes and 2. Returns the end. */
char *json_string(char *p, struct text);

#endif
