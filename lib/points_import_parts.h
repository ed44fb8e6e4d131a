/* What the files of the import of points share. */
#ifndef NBR_POINTS_IMPORT_PARTS_H
#define NBR_POINTS_IMPORT_PARTS_H

#include "area.h"
#include "import.h"
#include "ledger_parts.h"
#include "points.h"

struct points_row {		/* of an import; see points_import_cols */
	int64_t		 chief;		/* id; 0: by name */
	struct text	 name, area, title, written, ref;	/* written: the balance */
	day_t		 day;
	int64_t		 points;	/* signed */
	int64_t		 balance, place;	/* balance: as written says it; place: id of the area */
};

struct points_own {
	struct area_map	*areas;
	struct ledger	*ledger;	/* once a village is locked */
	bool		 refs;		/* the file has them */
	const char	*who;		/* column in which a chief who is missing is missed */
};

struct points_item {
	struct import_row *row;
	struct points_row *p;
	uint64_t	 digest;	/* of its ref, or of what stands for one */
	struct text	 ref;		/* as in the ledger */
};

struct points_batch {
	struct import	*im;
	struct points_own *own;
	struct points_item *item;
	size_t		 n;
};

/* Gives each item of a batch its ref, and tells of those that stand twice; the items
 * come to be in another order. 0, -1. */
int points_refs(struct points_batch *);

/* Finds those that the ledger has: what is the same is not stored again. The items
 * are in the order of their villages. 0, -1. */
int points_stored(struct points_batch *);

#endif
