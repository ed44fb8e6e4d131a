/*
 * Questions to the points ledger. Those that write records return 0, or -1. As of a day: entries dated up to it; known on a
 * day: entered up to its end. Neither is the business day's in disguise: both are
 * asked apart.
 */
#ifndef NBR_POINTS_H
#define NBR_POINTS_H

#include <stdio.h>

#include "ledger.h"

struct points_filter {
	struct area_range area;		/* its villages */
	const int64_t	*chief;		/* ids in order, each once; NULL: all of the villages */
	size_t		 n;
	day_t		 since, until;	/* of the business day */
	day_t		 known;		/* entered up to its end; DAY_MAX all */
	struct text	 kind, rule, actor;	/* "" any; a rule by code or name */
	const char	*finding;	/* a code of points_findings; NULL any */
	const char	*zone;
};

extern const struct col balance_cols[];		/* chief name area_name balance spendable provisional held earned spent entries last */
extern const struct col statement_cols[];	/* day kind title points balance entry, and with -C chief name ref .. */
extern const struct col rank_cols[];		/* rank chief name area_name points entries */
extern const struct col replay_cols[];		/* chief name points replayed difference */

/* Codes of what an auditor should look at: late back-dated own before-exchange
 * re-entered no-cause; NULL closes them. nbr-points(1) says what each means. */
extern const char *const points_findings[];

/* Balances at the end of a day, until: by chief; without named ones of all who ever
 * had an entry. since, kind, rule, actor and finding are not looked at. */
int points_balance(struct db *, struct rec_out *, const struct points_filter *);

/* Entries: entry_cols. By village and number, of named chiefs one after another. */
int points_history(struct db *, struct rec_out *, const struct points_filter *);

/* Pages of passbooks, chief by chief: what he had, each entry by day and number, what
 * he has; then the head of the chain and the newest checkpoint, line by line. */
int points_statement(struct db *, struct rec_out *, const struct points_filter *);
int points_rank(struct db *, struct rec_out *, const struct points_filter *);
/* The first of those who earned anything, most at most, by entries of business days of
 * the period; known is not looked at. Within a read. 0, what f returned, -1. */
int points_top(struct db *, const struct points_filter *, size_t most,
    int (*f)(void *, int64_t chief, const char *name, int64_t points), void *arg);
/* A repeatable draw of n entries (1 to POINTS_SAMPLE): those with the smallest
 * SHA-256 of seed, ":" and hash, as text; by village and number. */
enum { POINTS_SAMPLE = 100000 };
int points_sample(struct db *, struct rec_out *, const struct points_filter *, int64_t n, int64_t seed);
/* What each chief would have got by the rulebook of a file: rule_cols. *status is that
 * of reading it, told; then nothing is written. 0, -1. */
int points_replay(struct db *, struct rec_out *, const struct points_filter *, const char *rules, enum exit_status *);
/* Rows of why an entry gave what it did: rule, version, cause, caps and their use. */
extern const struct col points_why_cols[];
int points_explain(struct db *, struct rec_out *, int64_t entry, const char *zone);
/* The journal that hledger and ledger read; finding is not looked at. Errors of the
 * stream are left in it. 0, -1. */
int points_journal(struct db *, FILE *, const struct points_filter *);

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
 * What became of points, village by village: entered from one business day to another;
 * and at the end provisional, by the clock, under objection, reserved for goods. Calls f
 * for what there was. 0, what f returned, -1.
 */
enum points_move {
	POINTS_AWARDED, POINTS_DEDUCTED, POINTS_REDEEMED, POINTS_RETURNED, POINTS_REVERSED,
	POINTS_PROVISIONAL, POINTS_OBJECTED, POINTS_WAITING, POINTS_MOVES
};
int points_moved(struct db *, const char *zone, const struct area_range *, day_t since, day_t until,
    int (*f)(void *arg, int64_t village, enum points_move, int64_t entries, int64_t points), void *arg);

/*
 * Points of another system, or of passbooks of paper: each row an entry, award or
 * deduct, with the reason import. In the ledger they stand by chief and day. ref is
 * that of the file, or made of the row; what is there is not stored again.
 */
extern const struct col points_import_cols[];	/* chief name area day title points balance ref */
extern const struct entity points_entity;

#endif
