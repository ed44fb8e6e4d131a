/* What the files about activities share. */
#ifndef NBR_ACTIVITY_PARTS_H
#define NBR_ACTIVITY_PARTS_H

#include "activity.h"
#include "area_parts.h"

struct activity_row {		/* of an import; see activity_cols */
	struct activity	 a;
	struct text	 area, path, names[4];	/* village, piece, group, neighbourhood */
	struct text	 kind, chief_name, attended;
	struct issue	 issue;
	const int64_t	*present;	/* ids of the chiefs who were there, until the next row */
	size_t		 chiefs;
};

/* What of a row is new is stored, what is stored otherwise is changed or refused, as
 * the import says. Under the lock of its village; row->stored, or faults. 0, -1. */
int activity_settle(struct import *, struct import_row *);

/* First and last number of an activity of a day. */
static inline int64_t activity_first(day_t d) { return d * IDS_DAY; }
static inline int64_t activity_last(day_t d) { return d * IDS_DAY + IDS_DAY - 1; }

/* The one of the same day, area, kind and title: 1, 0 none, -1. */
int activity_same(struct db *, const struct activity *, struct activity_key *);
/* Stores one, and that who leads it was there; that a chief was. 1, 0 known, -1. */
int activity_store(struct db *, const struct activity *, int64_t run, struct activity_key *);
int activity_seat(struct db *, struct activity_key, int64_t chief, int64_t run);

/* Keeps it as it is (was.h), before it changes. 0, -1. */
int activity_keep(struct db *, struct activity_key);

/* The matter of an activity that has this title: 1, 0 none, -1. */
int issue_same(struct db *, struct activity_key, struct text title, struct issue_key *);
/* Stores one, of state raised when it has none. 1, -1. */
int issue_store(struct db *, struct activity_key, const struct issue *, int64_t run, struct issue_key *);
int issue_keep(struct db *, struct issue_key);	/* as activity_keep */

#endif
