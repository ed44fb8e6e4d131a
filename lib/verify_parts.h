/* What the files of the verification of the ledger share. */
#ifndef NBR_VERIFY_PARTS_H
#define NBR_VERIFY_PARTS_H

#include "checkpoint.h"
#include "ledger_rows.h"

struct verify_deeds;
struct verify_marks;

/* What the entries of a chief add up to, so far. */
struct verify_account {
	int64_t		 balance, earned, spent, entries, last;
};

/* One village's ledger. */
struct verify {
	struct db	*db;
	const struct deed_book *book;
	const char	*zone;
	int		 (*put)(void *, const char *code, const char *severity, struct text record, const char *words);
	void		*arg;
	int64_t		 village;
	int64_t		 seq;		/* of the last entry read */
	moment_t	 at;		/* when it was entered */
	char		 hash[LEDGER_HASH];
	struct verify_account *account;	/* by serial */
	int64_t		 accounts;	/* room */
	struct stmt	*notes, *taken;
	bool		 noted;		/* notes stands at one */
	struct verify_deeds *deeds;
	struct verify_marks *marks;
	const char	*signers;	/* NULL: signatures are not looked at */
	struct text	 saved;		/* checkpoints kept elsewhere */
};

/* The first village from lo to hi that anything of the ledger is kept of, or was saved:
 * 1, 0 none, -1. */
int verify_next(const struct verify *, int64_t lo, int64_t hi, int64_t *village);

/* Verifies the ledger of a village: 0, what put returned, -1. Then of another one. */
int verify_ledger(struct verify *, int64_t village);
void verify_free(struct verify *);	/* what verify_ledger left */

/* What is wrong, of an entry (seq), a chief (serial), or the village. 0, or what
 * put returned. */
int verify_entry(const struct verify *, int64_t seq, const char *code, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int verify_chief(const struct verify *, int64_t serial, const char *code, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int verify_village(const struct verify *, const char *code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/*
 * Deeds, caps, causes: verify_deed for each entry, verify_reversal for those that
 * reverse one (spends: points that had been spent), verify_causes after the last
 * one of a village. 0, what put returned, -1.
 */
int verify_deeds_begin(struct verify *);	/* of a village */
int verify_deed(struct verify *, const struct ledger_row *);
int verify_reversal(struct verify *, const struct ledger_line *, bool *spends);
int verify_causes(struct verify *);
void verify_deeds_free(struct verify_deeds *);	/* NULL is fine */

/* The entry that first named a version of a deed (by place in the book); 0 none has. */
int64_t verify_named(const struct verify *, int deed);

/* Checkpoints: as deeds. verify_mark has what was read of the village so far. */
int verify_marks_begin(struct verify *);
int verify_mark(struct verify *, const struct ledger_row *);
int verify_marks_end(struct verify *);
int64_t verify_saved(const struct verify *, int64_t lo, int64_t hi);	/* the first village from lo to hi of which one was saved; 0 none */
void verify_marks_free(struct verify_marks *);	/* NULL is fine */

#endif
