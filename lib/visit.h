/*
 * Visits: a call at a household, by a chief, on a day, at the door, by phone or
 * by message. Append-only; a mistake is voided by a later record with a reason.
 */
#ifndef NBR_VISIT_H
#define NBR_VISIT_H

#include "chief.h"
#include "household.h"

extern const struct col visit_cols[];	/* visit day household head chief chief_name kind result note entered voided .. */
extern const struct col coverage_cols[];	/* area area_name group households visited permille group_name */

/* door 上门, phone 电话, message 微信 .. */
extern const struct word visit_kinds[];
/* The kind a word means, by name or alias; NULL none. */
const char *visit_kind(struct text);

struct visit_filter {
	struct area_range area;		/* of the household on the day of the visit */
	day_t		 since, until;	/* days of the visits */
	int64_t		 chief;		/* 0 any */
	int64_t		 household;	/* 0 any */
	const char	*kind;		/* NULL any */
	int64_t		 late;		/* entered more than so many days after; -1 */
	bool		 voided;	/* also the voided ones */
	int64_t		 no;		/* of that day; 0 any */
};
int visit_list(struct db *, struct rec_out *, const struct visit_filter *);	/* 0, -1 */

struct visit {
	int64_t		 household;	/* id */
	day_t		 day;
	int64_t		 chief;		/* id, 0 not known */
	struct text	 chief_name;	/* of an import, when chief is 0 */
	struct text	 kind, result, note;
	int64_t		 no;		/* set by visit_log */
};
/* Logs one; keeps state, and finishes orders that were posted for it (order.h).
 * Within a write transaction. 1 logged, 0 the very same visit was (no is its), -1. */
int visit_log(struct db *, struct visit *, const char *zone, int64_t run);
/* Of the visit household, day and no count; on is the business day. 1, -1. */
int visit_void(struct db *, const struct visit *, struct text reason, day_t on, const char *zone, int64_t run);

/* The visit a person means: its whole id, there or not, or one with a tail of the
 * household's. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int visit_find(struct db *, struct text what, int64_t *household, day_t *day, int64_t *no);

/* Who answered for a household on a day; 0 nobody. 0, -1. */
int visit_answers(struct db *, const struct post_map *, int64_t household, day_t on, int64_t *chief);

/*
 * Households that were open on until, and those of them visited in [since,
 * until], by area and group: all; each class; special; each tag. As of until.
 */
enum { COVERAGE_ALL, COVERAGE_CLASS = 0, COVERAGE_SPECIAL = 16, COVERAGE_TAG, COVERAGE_GROUPS = COVERAGE_TAG + 63 };
struct coverage_area {
	int64_t		 area;		/* id; 0 several at the top, none above them */
	struct coverage_count { int64_t households, visited; } group[COVERAGE_GROUPS];
};
struct coverage {
	struct coverage_area *area;	/* the whole, then its villages by id */
	size_t		 areas, room;	/* 1 when the whole is a village or less */
};
/* Into *coverage, which coverage_free frees in either case. 0, -1. */
int coverage_count(struct db *, const struct rulebook *, const struct area_range *,
    day_t since, day_t until, struct coverage *);
void coverage_free(struct coverage *);
/* The village of an id among the areas; NULL: the whole is all there is. */
struct coverage_area *coverage_village(const struct coverage *, int64_t village);

/* "all" "class:red" "special" "tag:sick"; NULL the rulebook has no such group.
 * name: as the rulebook calls it, "" nothing. */
const char *coverage_group(const struct rulebook *, int group, char buf[static RULE_CODE + 8], const char **name);
static inline int64_t coverage_permille(struct coverage_count c) { return c.visited * 1000 / c.households; }

/* The same as records, without groups that have no household. 0, -1. */
int visit_coverage(struct db *, struct rec_out *, const struct rulebook *, const struct area_range *, day_t since, day_t until);

extern const struct entity visit_entity;

#endif
