/* Who may use the database of a server: logins, their roles and areas. */
#ifndef NBR_ACCESS_H
#define NBR_ACCESS_H

#include "ids.h"
#include "list.h"

extern const struct col access_cols[];	/* login role area */

/* By login; the areas of a clerk one by one. 0, -1. */
int access_list(struct db *, struct rec_out *);

/*
 * Makes a login a clerk of the villages of an area, or an auditor (area NULL),
 * or takes all from it; within a write transaction of the town. 1, 0 there was
 * nothing to take, -1.
 */
int access_grant(struct db *, struct text login, const struct area_range *);
int access_revoke(struct db *, struct text login);

#endif
