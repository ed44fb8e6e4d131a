/*
 * A report before it is written: its figures, each of an area and a group, counted
 * for a period and, beside that, for the one before it. Those who count add to it in
 * any order; it writes them in one.
 */
#ifndef NBR_SHEET_H
#define NBR_SHEET_H

#include "area.h"
#include "figure.h"
#include "rule.h"

/* What is asked; outlives the sheet. */
struct sheet_ask {
	struct db	*db;
	const struct rulebook *book;	/* of the last day */
	const struct area_range *range;
	const char	*zone;
	day_t		 since, until;	/* the period */
};

#define SHEET_NONE	INT64_MIN	/* no such number */

struct sheet_group {	/* what of the area is counted */
	const char	*code;		/* "" all of it; "class:red" "kind:need" "day:2026-11-01" */
	struct text	 name;		/* as the rulebook or the register calls it; "" nothing */
	int64_t		 rank;		/* they are in this order, then by code */
};

struct sheet_figure {
	enum figure	 figure;
	int64_t		 area;		/* id */
	struct sheet_group group;
	int64_t		 value, of, records;	/* counted; part of; made of: SHEET_NONE */
	int64_t		 before;	/* value of the period before; SHEET_NONE */
};

struct sheet {
	const struct sheet_ask *ask;
	int64_t		 top;		/* area of the whole */
	bool		 villages;	/* are told apart too */
	struct area_map	*names;		/* of areas, once they are asked for; freed with it */
	struct sheet_figure *at;
	size_t		 n, room;
	size_t		*slot;		/* by key, open addressing: place + 1 */
	size_t		 slots;
};

/* 0; -1: then there is nothing to end. */
int sheet_begin(struct sheet *, const struct sheet_ask *);
void sheet_end(struct sheet *);

/*
 * Counts: adds to the figure of the whole and, when they are told apart, to that of
 * the area's village; group, name: copied. sheet_at: to that of this area alone. of and
 * records may be SHEET_NONE. 0, -1.
 */
int sheet_add(struct sheet *, enum figure, int64_t area, struct sheet_group, int64_t value, int64_t of, int64_t records);
int sheet_at(struct sheet *, enum figure, int64_t area, struct sheet_group, int64_t value, int64_t of, int64_t records);

/* The same of one day of a trend: group day:DAY. */
int sheet_day(struct sheet *, enum figure, int64_t area, day_t, int64_t value);

/* The figure of all of an area, or of its special groups together; NULL there is none. */
const struct sheet_figure *sheet_find(const struct sheet *, enum figure, int64_t area);

/* The whole has these figures, from one to another, also where nothing is counted. */
int sheet_zero(struct sheet *, enum figure first, enum figure last);

/* Takes the values of another sheet as those of the period before. 0, -1. */
int sheet_compare(struct sheet *, const struct sheet *before);

/* Puts them in order: by section, area, the whole first, group and figure. */
void sheet_sort(struct sheet *);

#define SHEET_ALL	((struct sheet_group){ .code = "" })

#endif
