/*
 * The floor under a household's due day: no rule of any date asks for a visit
 * before it. Kept in household.next by every write, so that the question who is
 * due reads few rows; what is due exactly is decided when asked (due.h).
 */
#ifndef NBR_FLOOR_H
#define NBR_FLOOR_H

#include "rule.h"

/*
 * The floor, for questions on since or visited and later; DAY_MAX when no rule
 * applies. every: rulebook_load(db, 0). since: the latest change of class or
 * tags; visited: the last visit, 0 none; first: first day on the register.
 */
day_t floor_day(const struct rulebook *every, const struct calendar *, int class_no, uint64_t tags,
    day_t since, day_t visited, day_t first);

/* The same for one household, loading the rules. 0, -1. */
int floor_next(struct db *, int class_no, uint64_t tags, day_t since, day_t visited, day_t first, day_t *next);

/* household.next of all households again, after rules or days changed. Within
 * a write transaction. 0, -1. */
int floor_refresh(struct db *);

/* Calls f for each household whose stored floor is too high: it would be missing
 * from lists. Returns 0, what f returned, or -1. */
int floor_check(struct db *, int (*f)(void *arg, int64_t household), void *arg);

#endif
