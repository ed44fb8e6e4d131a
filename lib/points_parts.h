/* What the files of questions to the ledger share. */
#ifndef NBR_POINTS_PARTS_H
#define NBR_POINTS_PARTS_H

#include "list.h"
#include "points.h"

/* A chief, and what is added up for him. */
struct points_person {
	int64_t		 chief;		/* id */
	char		*name, *area_name;	/* of his post on the day; "" none */
	bool		 posted;
	int64_t		 balance, spent, entries, provisional, held, replayed;
	day_t		 last;		/* of the last entry; 0 none */
};

struct points_people {
	struct points_person *at;	/* by id */
	size_t		 n, room;
};

/* The chiefs a filter means, with nothing added up. 0, -1. points_people_free frees
 * in either case. */
int points_people_load(struct db *, const struct points_filter *, struct points_people *);
void points_people_free(struct points_people *);
struct points_person *points_person(const struct points_people *, int64_t chief);	/* NULL none of them */

/* Whether an entry e is of an exchange: taken, given back, or that reversed. */
#define POINTS_SPENDS(e) \
    "(" e ".kind = 'redeem' OR " e ".kind = 'return' OR (" e ".kind = 'reverse' AND length(" e ".reason) < 10 AND " e ".reason <> 'import'))"

/* The entries e that a filter means but for its finding: of
 * all villages, or of one chief; and the arguments of both. */
#define POINTS_ALL	" WHERE e.village BETWEEN $1 AND $2" POINTS_MEANT POINTS_IN_ORDER
#define POINTS_ONE	" WHERE e.village = $1 AND e.account = $2" POINTS_MEANT POINTS_SORTED
#define POINTS_MEANT \
    " AND e.day BETWEEN $3 AND $4 AND e.at <= $5 AND ($6 = '' OR e.kind = $6) AND ($7 = '' OR " ENTRY_RULE " = $7 OR " ENTRY_DEED " = $7)" \
    " AND ($8 = '' OR EXISTS (SELECT 1 FROM entry x WHERE x.village = e.village AND x.seq = e.seq AND x.actor = $8))"
/* Of one chief they are sorted: SQLite would read the whole village, which is in order. */
#define POINTS_IN_ORDER	" ORDER BY e.village, e.seq"
#define POINTS_SORTED	" ORDER BY e.seq + 0"
struct points_bound {
	struct arg	 arg[9];
	char		 actor[LEDGER_ACTOR];
};
const struct arg *points_bind(const struct points_filter *, int64_t chief /* 0 all */, struct points_bound *);

/* The last moment that is asked for. */
moment_t points_known(const struct points_filter *);

/* Calls f for the villages of the filter at once or, of named chiefs, for each of
 * them. 0, or what f returned. */
int points_each(const struct points_filter *, int (*f)(void *, int64_t chief /* 0 all */), void *arg);

/* Writes entries, by their ids, in ascending order. */
int points_put(struct db *, struct rec_out *, const int64_t *entry, size_t n);

/* The entries an auditor should look at, in ascending order, among those that the
 * rest of the filter means; the caller frees. 0, -1. */
int points_find(struct db *, const struct points_filter *, int64_t **entry, size_t *n);

/* The deeds of a file of rules, added to a book; what is wrong with the file is told.
 * EXIT_DONE, or as import_run. */
enum exit_status points_rules(struct db *, const char *path, const char *zone, struct deed_book *);

#endif
