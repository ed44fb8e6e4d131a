/* What the files of household share; others include household.h. */
#ifndef NBR_HOUSEHOLD_PARTS_H
#define NBR_HOUSEHOLD_PARTS_H

#include "calendar.h"
#include "household.h"
#include "place.h"

/* One row of a roster: a household, or with a relation a person of one. */
struct roster {
	int64_t		 household;	/* id as given, 0 none */
	struct text	 area;		/* code or path of names as given */
	struct text	 place[PLACES];	/* village, piece, group, neighbourhood by name */
	struct text	 head, name, door, phone, class, tags, note, relation;
	int64_t		 ident, members;
	day_t		 since;
	/* of the person, to compare and not to store */
	day_t		 birth;
	int64_t		 age;		/* 0: not given, or a child of that age */
	struct text	 sex;
	/* found by check */
	int64_t		 id;		/* household; serial 0 until one is given */
	int64_t		 hood;		/* sub of the area */
	int		 class_no;
	uint64_t	 bits;		/* tags */
	day_t		 next;		/* floor_day */
	const char	*other;		/* column that is stored otherwise, NULL none */
	bool		 person;	/* a member other than the head */
	enum { PLACE_NONE, PLACE_DEFAULT, PLACE_GIVEN } placed;	/* hood: by -A, by the row */
};

/* What an import holds between its rows. */
struct intake {
	struct rulebook	*book, *ever;	/* of today; all versions, for floors */
	struct calendar	*calendar;
	struct area_map	*areas;
	struct place_how where;
	bool		 persons;	/* a row is a person: relation is given */
	bool		 heads, places;	/* the file has a column of them */
	bool		 twice;		/* what an identity number says stands in columns, too */
	bool		 given[64];	/* columns of household_cols in the file */
	int64_t		 village_lo, village_hi;	/* villages something is new in */
	bool		 grown;		/* people came to households that may be stored */
};

/* A village of a batch. */
struct village {
	int64_t		 code;
	int64_t		 highest;	/* household stored before this batch, 0 none */
	int64_t		 number;	/* the last one given here, or brought by the file */
	day_t		 latest;	/* first day of the newest household */
};

/* A batch of rows on its way into the tables. */
struct batch {
	struct import		*im;
	struct db		*db;
	struct intake		*in;
	int64_t			 run;		/* that stores them */
	struct import_row	*rows;		/* all of the batch, by household */
	size_t			 n;
	struct village		*villages;	/* of the good rows, in order */
	size_t			 n_villages;
	size_t			 numberless;	/* households without a number in the file */
	struct roster		**fresh;	/* households to insert */
	size_t			 freshes;
	struct person		*people;	/* members to insert */
	size_t			 peoples;
};

static inline struct roster *
roster_of(const struct import_row *row)
{
	return row->rec;
}

/* The village of a household of the batch; v is one not behind it. */
static inline struct village *
village_of(struct village *v, int64_t id)
{
	while (v->code != ids_village(id))
		v++;
	return v;
}

/* household_person.c: finds faults of what a row says of a person beside the
 * identity number. */
void household_person(struct import *, struct import_row *);

/*
 * household_match.c: finds the stored households that rows mean, corrects them
 * or says what is wrong. In .stored of the others is ROW_NEW still.
 */
int household_match(struct batch *);

/*
 * household_people.c: members and identity numbers. people_claim finds the
 * faults (a number twice, a member without household), people_insert stores.
 */
int people_claim(struct batch *);
int people_insert(struct batch *);
void people_free(struct batch *);

int household_intake_store(struct import *, void *own, struct import_row *, size_t n);
int household_intake_end(struct import *, void *own);

/* The household in which somebody has an identity number: $1 village, $2 number. */
#define HOUSEHOLD_HOLDER \
    "SELECT household FROM household WHERE village = $1 AND ident = $2 AND ident <> 0" \
    " UNION ALL SELECT household FROM member WHERE village = $1 AND ident = $2 AND ident <> 0"

/* Whether a household may have an identity number in place of its old one. 1 it
 * may, 0 it is another's, -1. */
int household_claim(struct db *, int64_t id, int64_t ident, int64_t old);

/* The village's next number for a household without an official one. */
int household_number(struct db *, int64_t village, int64_t *id);

/* Corrects the card where r says something else. 1 changed, 0 not, -1. */
int household_correct(struct db *, int64_t id, const struct roster *r, int64_t run);

/* Corrects the first day of an open household. 1, 0 something changed or was
 * visited before that day, -1. */
int household_register(struct db *, int64_t id, day_t first);

/*
 * The row that comes soon, on its way from memory: rows that were sorted lie
 * anywhere, and waiting for each cost a fifth of an import. NULL is fine.
 */
enum { HOUSEHOLD_AHEAD = 6 };

static inline void
household_fetch(const struct roster *r)
{
	for (size_t at = 0; at < sizeof(*r) + 96; at += 64)	/* its texts lie behind it */
		__builtin_prefetch((const char *)r + at);
}

/* Households found, by id, each once; the caller frees .at, also after a failure. */
struct twin {
	int64_t	id, other;	/* other: the household it was found by, 0 none */
};
struct twins {
	struct twin	*at;
	size_t		 n;
};
int twins_add(struct db *, struct twins *, int64_t id, int64_t other);

/*
 * household_twins.c: open households in which somebody stands who stands in
 * another one, by one identity number, or by name, birth day and sex with two
 * numbers, in one town; and those that stand twice themselves: head and door in
 * one neighbourhood, or head and phone in one village.
 */
int household_same_ident(struct db *, day_t on, struct twins *);
int household_same_person(struct db *, day_t on, struct twins *);
int household_same(struct db *, day_t on, struct twins *);

/* household_strays.c: open households that live in another group than most whose
 * official number has the same one. */
int household_strays(struct db *, day_t on, struct twins *);

/* Puts ids into the feed: columns village, household. */
int household_feed(struct db *, const int64_t *ids, size_t n);

#endif
