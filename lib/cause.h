/*
 * What points are awarded for, and how the ledger refers to it: ref of an entry.
 *
 *   award, deduct  DEED:CAUSE          order-done:O240201-3   a confirmed order
 *                                      door-visit:H0042-V240201   a visit
 *                                      council:A240206-1:7    chief C07 at an activity
 *                                      honour:K240201-1       a commendation
 *                                      helped:R17:7           by hand: the run, and chief
 *   redeem         X240201-3           the exchange
 *   return         return:X240201-3
 *   reverse        reverse:42          the entry
 *   import         import:REF          REF: of the other system, or made of the row
 * Numbers are those of the village. When the award of a cause was reversed and the
 * cause is there again, ".2" follows, ".3", and so on.
 */
#ifndef NBR_CAUSE_H
#define NBR_CAUSE_H

#include "deed.h"
#include "ids.h"
#include "ledger_line.h"

/* One cause as it is found: who did it, and when. */
struct cause_told {
	enum cause	 cause;
	int64_t		 chief;		/* id: who is awarded */
	day_t		 day;		/* its own: confirmed, visited, held, honoured */
	char		 name[48];	/* as above, behind DEED: */
	char		 about[RULE_CODE];	/* kind of order, visit or activity */
	int		 level;		/* of a commendation */
	int64_t		 run;		/* that stored it, of an order the one that posted it */
	bool		 stands;	/* it counts now */
};

/* Whether a deed is for it. */
bool cause_fits(const struct deed *, const struct cause_told *);

/* DEED:CAUSE, without a number behind. */
struct text cause_ref(const struct deed *, const struct cause_told *, char buf[static LEDGER_REF]);

/*
 * Calls f for each cause of the villages of a range whose own day is in a period,
 * in any order: cause_order sorts. Returns 0, what f returned, -1.
 */
int cause_each(struct db *, const char *zone, const struct area_range *, enum cause, day_t since, day_t until,
    int (*f)(void *, const struct cause_told *), void *arg);

/* The same of those, of whatever day, that the runs of unsettled made or unmade, but
 * for one of them; each once. What is gone altogether is not found. */
int cause_changed(struct db *, const char *zone, int64_t village, int64_t but, int (*f)(void *, const struct cause_told *), void *arg);

/* By day, cause and the bytes of the name: for qsort. */
int cause_order(const void *, const void *);

/* The causes of one record a person names: an order, visit, activity (all who were
 * there) or commendation, as long as it counts. How many f was called for; 0: it
 * counts for nobody (FAULT_CAUSE_UNKNOWN is the caller's to say); -1, also: there
 * is no such record, FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int cause_find(struct db *, const char *zone, enum cause, struct text what, const struct area_range *,
    int (*f)(void *, const struct cause_told *), void *arg);

/* What the ref of an award or deduction names; CAUSE_MANUAL: by hand, or imported. */
enum cause cause_of(struct text ref);

/* Whether the cause that a ref names still counts for a chief (id): 1, 0, -1. Of
 * CAUSE_MANUAL 1. */
int cause_stands(struct db *, int64_t chief, struct text ref);

/* The household that a visit was made to, or an order was for, whose award has this
 * ref; 0: none is named. 0, -1. */
int cause_household(struct db *, int64_t village, struct text ref, int64_t *household /* serial */);

#endif
