/*
 * Questions to the points ledger. As of a day: entries dated up to it; known on a
 * day: entered up to its end. Neither is the business day's in disguise: both are
 * asked apart.
 */
#ifndef NBR_POINTS_H
#define NBR_POINTS_H

#include "ledger.h"

struct points_filter {
	struct area_range area;
	int64_t		*chief;		/* ids in order; n 0: all in the area */
	size_t		 n;
	day_t		 since, until;	/* of the business day */
	day_t		 known;		/* entered up to its end; DAY_MAX all */
	struct text	 kind, rule, actor;	/* "" any */
	const char	*finding;	/* a code of points_findings; NULL any */
	day_t		 today;		/* what is final is of that day */
	const char	*zone;
};

extern const struct col balance_cols[];		/* chief name area_name balance spendable provisional held earned spent entries last */
extern const struct col statement_cols[];	/* chief name entry day title points balance .. head */
extern const struct col rank_cols[];		/* rank chief name area_name points entries */
extern const struct col replay_cols[];		/* chief name points replayed difference */

/* A code, and what it means in one sentence, for the manual and --help. */
extern const struct word points_findings[];	/* late back-dated own before-exchange re-entered no-cause */

int points_balance(struct db *, struct rec_out *, const struct points_filter *);
int points_history(struct db *, struct rec_out *, const struct points_filter *);
int points_statement(struct db *, struct rec_out *, const struct points_filter *);
int points_rank(struct db *, struct rec_out *, const struct points_filter *);
/* A repeatable draw of n entries: by the smallest SHA-256 of seed, ":" and hash. */
int points_sample(struct db *, struct rec_out *, const struct points_filter *, int64_t n, int64_t seed);
/* What each chief would have by another rulebook: a file of rules. */
int points_replay(struct db *, struct rec_out *, const struct points_filter *, const char *rules);
/* Rows of why an entry gave what it did: rule, version, cause, caps and their use. */
extern const struct col points_why_cols[];
int points_explain(struct db *, struct rec_out *, int64_t entry, const char *zone);
/* The journal that hledger and ledger read, to a descriptor. */
int points_journal(struct db *, int fd, const struct points_filter *);

/*
 * Objections: to an entry on public notice, one at a time; until it is decided its
 * points cannot be spent. In a write transaction of the village. n: which step of the
 * entry's objections it is, set. 1, LEDGER_REFUSED, -1.
 */
struct objection {
	int64_t		 entry;
	struct text	 person, reason;	/* person: who objects */
	int64_t		 n;
};
int objection_add(struct ledger *, struct objection *, struct ledger_refusal *);
/* upheld: the entry is reversed too, if it is not. */
int objection_decide(struct ledger *, struct objection *, bool upheld, struct ledger_refusal *);

extern const struct word objection_states[];	/* open upheld dismissed */
extern const struct col objection_cols[];	/* entry chief name title points day person reason status decided .. */

/* Those of an area's villages in a state, "" any; the one that a step is of. */
int objection_list(struct db *, struct rec_out *, const struct area_range *, const char *state);
int objection_put(struct db *, struct rec_out *, int64_t entry, int64_t n);

/* Seqs of a village whose points may be on notice on a day, by what had been entered
 * at its end. 0, -1. */
int points_on_notice(struct db *, const char *zone, int64_t village, day_t on, int64_t *lo, int64_t *hi);

/*
 * What became of points, village by village: entered on a day, by the clock; and at
 * its end provisional, under objection, reserved for goods. Calls f for what there
 * was. 0, what f returned, -1.
 */
enum points_day {
	POINTS_AWARDED, POINTS_DEDUCTED, POINTS_REDEEMED, POINTS_RETURNED, POINTS_REVERSED,
	POINTS_PROVISIONAL, POINTS_OBJECTED, POINTS_WAITING, POINTS_DAY
};
extern const char *const points_day_words[POINTS_DAY];	/* awarded deducted .. */
int points_day(struct db *, const char *zone, const struct area_range *, day_t on,
    int (*f)(void *arg, int64_t village, enum points_day, int64_t entries, int64_t points), void *arg);

/*
 * Points of another system, or of passbooks of paper: each row an entry, award or
 * deduct, with the reason import. In the ledger they stand by chief and day. ref is
 * that of the file, or made of the row; what is there is not stored again.
 */
extern const struct col points_import_cols[];	/* chief name area day title points balance ref */
extern const struct entity points_entity;

#endif
