/*
 * Households: their card, what holds of them now (state), what held before
 * (spans), their members.
 */
#ifndef NBR_HOUSEHOLD_H
#define NBR_HOUSEHOLD_H

#include "area.h"
#include "rule.h"
#include "waiver.h"

extern const struct col household_cols[];	/* lists, exports and imports */
extern const struct col member_cols[];		/* household no name relation ident */
extern const struct col person_cols[];		/* a roster, a row a person */
extern const struct word relation_words[];	/* head spouse son .. (GB/T 4761) */

/*
 * The household a person means: whole id, H0042, or any unique tail of it.
 * 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS.
 */
int household_find(struct db *, struct text what, int64_t *id);

struct household_filter {
	struct area_range area;
	day_t		 on;		/* open on this day, as things stood then */
	int		 class_no;	/* 0 any */
	uint64_t	 tags;		/* any of these; 0 any */
	int64_t		 chief;		/* 0 any */
	const char	*word;		/* in head, door or note; NULL */
	const int64_t	*among;		/* sorted ids, NULL any */
	size_t		 amongs;
	bool		 closed;	/* also the closed ones */
	bool		 persons;	/* their people: person_cols */
};
/* By id. 0, -1. */
int household_list(struct db *, struct rec_out *, const struct rulebook *, const struct household_filter *);

/* The people of a household, the head first: member_cols. 0, -1. */
int household_members(struct db *, struct rec_out *, int64_t id);

/* What held of it before, the spans: history_cols. 0, -1. */
extern const struct col history_cols[];		/* household what value first last reason */
int household_history(struct db *, struct rec_out *, int64_t id);

/* The card as a person types it; empty and 0 leave things as they are. */
struct household_card {
	struct text	 head, door, phone, ident, note;	/* phone and ident not read yet */
	int64_t		 members;	/* people in it, 1 to 99 */
	day_t		 today;		/* business day: the first on the register; nobody is born later */
};
/* Adds a household at an area (ids_make(village, sub)); *id is its number. A
 * wrong phone or identity number is refused (EXIT_REFUSED). 0, -1. */
int household_add(struct db *, const struct household_card *, int64_t area, int class_no, uint64_t tags,
    int64_t *id, int64_t run);
/* Corrects the card. 1 changed, 0 was so already, -1. */
int household_set(struct db *, int64_t id, const struct household_card *, int64_t run);

/* Changes from the day on; within a write transaction. 1 changed, 0 was so already, -1:
 * also when it is not on the register that day, or changed later (EXIT_RULE). */
int household_classify(struct db *, int64_t id, int class_no, day_t on, struct text reason, int64_t run);
int household_tag(struct db *, int64_t id, uint64_t tags, bool add, day_t on, struct text reason, int64_t run);
int household_move(struct db *, int64_t id, int64_t sub, day_t on, struct text reason, int64_t run);
int household_close(struct db *, int64_t id, day_t last, struct text reason, int64_t run);
/* Puts one that was closed by mistake back, as if it never had been. */
int household_reopen(struct db *, int64_t id, struct text reason, int64_t run);

/* What is wrong with the households of an area, by check_put. 0, -1. */
int household_check(struct db *, struct check *, const struct area_range *);

/* The code of one of its findings, for as long as the program runs; NULL: none. */
const char *household_finding(struct text code);

extern const struct entity household_entity;

#endif
