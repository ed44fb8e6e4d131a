/*
 * Settings of a database: town, name, zone, household_min, household_max,
 * service_weekday, phone_area. What changes at a day is a rule, not a setting.
 */
#ifndef NBR_SETTING_H
#define NBR_SETTING_H

#include "db.h"

/* Copies a value. 1, 0 when it is not set (buf is left alone), -1. */
int setting_text(struct db *, const char *key, char *buf, size_t size);

/* A value from min to max; *n is left alone when it is not set, or not such a
 * number. 0, -1. */
int setting_int(struct db *, const char *key, int64_t min, int64_t max, int64_t *n);

/* Set in a copy whose identity numbers and phones were left out; who goes on with
 * such a one takes it away. */
#define SETTING_MASKED	"masked"

/* Whether a setting may be changed, and have this value ("": none). Not those
 * that due days were computed with. */
bool setting_may(struct text key, struct text value);

/* Changes it. 1, 0 it was so, -1. */
int64_t setting_set(struct db *, struct text key, struct text value);

/* The area code of the town's landlines, "0731"; "" when it is not set, or is no
 * area code. 0, -1. */
enum { SETTING_PHONE_AREA = 8 };
int setting_phone_area(struct db *, char buf[static SETTING_PHONE_AREA]);

#endif
