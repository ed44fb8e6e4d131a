/*
 * The points ledger: entries, appended under the lock of their village and never
 * changed. What they add up to is kept in account and chain, with each of them.
 *
 * Of the points of a chief those may be spent that are final, are under no open
 * objection, and were not spent: the balance less provisional awards. On a day of
 * the past no more than leaves all balances since then, by the days of entries,
 * without a negative one.
 */
#ifndef NBR_LEDGER_H
#define NBR_LEDGER_H

#include "cause.h"
#include "db.h"

/* Entries of one write transaction, of one village after another. */
struct ledger;

struct ledger_who {
	const char	*actor, *zone;
	day_t		 today;		/* business day */
	int64_t		 run;		/* that is on the entries */
};

/* Begins in a write transaction. NULL: failed. */
struct ledger *ledger_begin(struct db *, const struct ledger_who *, const struct deed_book *);

/* Stores what is held back: accounts and heads. Without it the transaction must
 * not be committed. 0, -1. */
int ledger_end(struct ledger *);
void ledger_free(struct ledger *);	/* NULL is fine */

/* What it was begun with. */
struct db *ledger_db(const struct ledger *);
const struct ledger_who *ledger_who(const struct ledger *);
const struct deed_book *ledger_book(const struct ledger *);

/* What is asked of the ledger by name, and why it refuses: with the figures. */
struct ledger_refusal {
	enum fault	 fault;
	char		 why[256];
};
enum { LEDGER_REFUSED = 2 };

/* Refuses, with the record before the words. LEDGER_REFUSED. */
int ledger_refuse(struct ledger_refusal *, enum fault, struct text record, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Any entry. Refuses what takes more than may be spent (FAULT_POINTS_SHORT), a
 * day within a closed period, a ref that is there. seq is set. The village's lock
 * is held. 1, LEDGER_REFUSED, -1.
 */
struct ledger_entry {
	int64_t		 chief;		/* id */
	day_t		 day;
	const char	*kind;
	int64_t		 points;	/* signed */
	struct text	 reason, ref;
	struct text	 words;		/* "" none: it has no note */
	day_t		 final;		/* 0: at once */
	int64_t		 seq;
};
int ledger_add(struct ledger *, struct ledger_entry *, struct ledger_refusal *);

/*
 * Many entries at once, as ledger_add one by one, but what it refuses is the caller's
 * to have found: their refs are not there, no balance becomes negative, their days
 * are after what is closed. 0, -1.
 */
int ledger_load(struct ledger *, struct ledger_entry *, size_t n);

/*
 * An award or a deduction by a deed, for a cause, or by hand (cause->name "": the
 * run and the chief). The caps cut what is too much by the awards of that period
 * that were not reversed. all, as settlement does: one that is cut to nothing is
 * recorded too, with 0 points, else it is refused; and a reversal in words stands,
 * else the cause is awarded again. In a closed period it is dated on the business
 * day. 1, 0 the cause was awarded before, LEDGER_REFUSED, -1.
 */
struct ledger_award {
	const struct deed *deed;
	struct cause_told cause;
	struct text	 words;		/* why, by hand */
	bool		 all;
	int64_t		 seq, points, cut;	/* set */
	enum deed_cap	 cap;		/* that cut it; CAPS none */
};
int ledger_award(struct ledger *, struct ledger_award *, struct ledger_refusal *);

/* The entry that takes another one back, with a reason; "": its cause counts no
 * more, and when it is there again it is awarded again. Of an exchange the stock is
 * the caller's. 1, LEDGER_REFUSED (reversed before, of a kind that is not, of a later
 * day, short), -1. */
int ledger_reverse(struct ledger *, int64_t entry, struct text reason, int64_t *seq, struct ledger_refusal *);

/* No entry of a village is dated up to that day any more. 1, 0 it was so, -1. */
int ledger_close(struct ledger *, int64_t village, day_t until);

/* The entry a person means: its whole id, or P42 when one village in the range has
 * it. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int entry_find(struct db *, struct text what, const struct area_range *, int64_t *entry);

extern const struct word entry_kinds[];
extern const struct col entry_cols[];	/* entry day chief name kind rule title points cut balance ref note at actor final .. */

/* Where they come from: "entry e". Both are joined by their whole keys, so that the
 * engines leave out the one no column of which is asked for. */
#define ENTRY_FROM	"FROM entry e" ENTRY_BESIDE
#define ENTRY_BESIDE \
    " LEFT JOIN chief c ON c.village = e.village AND c.chief = e.account" \
    " LEFT JOIN entry_note n ON n.village = e.village AND n.seq = e.seq"

/* What its reason names: a deed, which ends in a point and 8 digits, or goods. The
 * deed's code, a column x of its rule d, its name; the name of either. NULL: none. */
#define ENTRY_RULE	"CASE WHEN length(e.reason) > 9 THEN substr(e.reason, 1, CAST(length(e.reason) - 9 AS INTEGER)) END"
#define ENTRY_RULE_OF(x)	"(SELECT max(" x ") FROM rule d WHERE d.rule = " ENTRY_RULE " AND e.reason = d.rule || '.' || d.first)"
#define ENTRY_DEED	ENTRY_RULE_OF("d.name")
#define ENTRY_GOODS \
    "(SELECT max(g.name) FROM goods g WHERE g.village = e.village AND e.reason = CASE WHEN g.goods < 10 THEN 'g0' ELSE 'g' END || g.goods)"
/* What is told of it first; what was typed is personal. */
#define ENTRY_TITLE \
    "coalesce(" ENTRY_DEED ", " ENTRY_GOODS ", CASE WHEN e.reason = 'import' AND e.kind <> 'reverse' THEN n.words END)"

/* One entry, by its id, as a record of entry_cols. 0, -1. */
int entry_put(struct db *, struct rec_out *, int64_t entry);

/* Those of a village that were entered on the days from first to last, by the clock:
 * seq *lo to *hi; none: *lo is greater. They are found by their place, for the clock
 * never goes back in a ledger. 0, -1. */
int entry_entered(struct db *, const char *zone, int64_t village, day_t first, day_t last, int64_t *lo, int64_t *hi);

/* Whether an objection to an entry, in alias t, is not decided. */
#define OBJECTED(t) \
    "EXISTS (SELECT 1 FROM objection o WHERE o.village = " t ".village AND o.seq = " t ".seq AND o.step = 'objected'" \
    " AND NOT EXISTS (SELECT 1 FROM objection d WHERE d.village = o.village AND d.seq = o.seq AND d.n > o.n))"

#endif
