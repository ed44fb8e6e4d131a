#include "ledger_rows.h"

struct reading {
	int	 (*f)(void *, const struct ledger_row *);
	void	*arg;
	int64_t	 seq;			/* of the entry before */
	char	 prev[LEDGER_HASH];	/* its hash */
};

static int
take(void *arg, struct stmt *row)
{
	struct reading *r = arg;
	char buf[LEDGER_LINE], hash[LEDGER_HASH];
	struct ledger_row e = {
		.line = {
			.seq = stmt_int(row, 0), .prev = { r->prev, LEDGER_HASH - 1 }, .at = stmt_int(row, 1), .day = (day_t)stmt_int(row, 2),
			.actor = stmt_text(row, 3), .kind = stmt_text(row, 4), .account = stmt_int(row, 5), .points = stmt_int(row, 6),
			.balance = stmt_int(row, 7), .reason = stmt_text(row, 8), .ref = stmt_text(row, 9), .note = stmt_text(row, 10),
		},
		.hash = stmt_text(row, 11), .final = (day_t)stmt_int(row, 12),
	};
	int rc;

	e.follows = e.line.seq == r->seq + 1;
	e.words = ledger_line(&e.line, buf);
	ledger_hash(e.words, hash);
	e.whole = !e.follows || (e.hash.len == LEDGER_HASH - 1 && memcmp(hash, e.hash.at, LEDGER_HASH - 1) == 0);
	rc = r->f(r->arg, &e);
	r->seq = e.line.seq;
	if (e.hash.len == LEDGER_HASH - 1)
		memcpy(r->prev, e.hash.at, LEDGER_HASH - 1);
	return rc;
}

int
ledger_rows(struct db *db, int64_t village, int (*f)(void *, const struct ledger_row *), void *arg)
{
	struct reading r = { .f = f, .arg = arg };

	ledger_genesis(village, r.prev);
	return db_each(db, "SELECT seq, at, day, actor, kind, account, points, balance, reason, ref, note, hash, final"
	    " FROM entry WHERE village = $1 ORDER BY seq", ARGS(ARG(village)), take, &r);
}
