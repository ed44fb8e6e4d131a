/* The schema: one script for each version, in order, made from lib/sql; a
 * NULL closes it. */
#ifndef NBR_SCHEMA_H
#define NBR_SCHEMA_H

extern const char *const schema[];

#endif
