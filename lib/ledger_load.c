/* Many entries at once: reckoned a stretch at a time, and stored in bulk. */
#define _GNU_SOURCE
#include "ledger_parts.h"

#include <stdlib.h>

enum { STRETCH = 4096 };	/* rows in memory */

struct rows {
	const struct ledger_row *at;	/* of one village */
	int64_t		 village, run;
};

static struct arg
entry_cell(const void *arg, size_t n, int c)
{
	const struct rows *r = arg;
	const struct ledger_row *row = &r->at[n];

	switch (c) {
	case 0: return arg_int(r->village);
	case 1: return arg_int(row->line.seq);
	case 2: return arg_int(row->line.at);
	case 3: return arg_int(row->line.day);
	case 4: return arg_text(row->line.actor);
	case 5: return arg_text(row->line.kind);
	case 6: return arg_int(row->line.account);
	case 7: return arg_int(row->line.points);
	case 8: return arg_int(row->line.balance);
	case 9: return arg_text(row->line.reason);
	case 10: return arg_text(row->line.ref);
	case 11: return arg_text(row->line.note);
	case 12: return arg_text((struct text){ row->hash, LEDGER_HASH - 1 });
	case 13: return arg_int(row->final);
	default: return arg_int(r->run);
	}
}

static struct arg
note_cell(const void *arg, size_t n, int c)
{
	const struct rows *r = arg;
	const struct ledger_row *row = &r->at[n];

	switch (c) {
	case 0: return arg_int(r->village);
	case 1: return arg_int(row->line.seq);
	case 2: return arg_text((struct text){ row->nonce, LEDGER_NONCE - 1 });
	default: return arg_text(row->words);
	}
}

/* Of n rows; those with words go to the front, once the entries are stored. */
static int
store(struct ledger *l, int64_t village, struct ledger_row *row, size_t n)
{
	static const char *const entry[] = {
		"village", "seq", "at", "day", "actor", "kind", "account", "points", "balance", "reason", "ref", "note", "hash", "final", "run", NULL,
	};
	static const char *const note[] = { "village", "seq", "nonce", "words", NULL };
	const struct rows rows = { row, village, l->who.run };
	size_t noted = 0;

	if (db_load(l->db, "entry", &(struct feed){ entry, "iiiittiiittttii", n, entry_cell, &rows }) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (row[i].words.len > 0)
			row[noted++] = row[i];
	return noted == 0 ? 0 : db_load(l->db, "entry_note", &(struct feed){ note, "iitt", noted, note_cell, &rows });
}

int
ledger_load(struct ledger *l, struct ledger_entry *entry, size_t n)
{
	struct ledger_row *row = calloc(STRETCH, sizeof(*row));
	int rc = row == NULL ? db_no_memory(l->db) : 0;
	size_t k;

	for (size_t i = 0; rc == 0 && i < n; i += k) {
		struct head *h = ledger_head(l, ids_village(entry[i].chief));

		for (k = 0; rc == 0 && k < STRETCH && i + k < n && h != NULL && ids_village(entry[i + k].chief) == h->village; k++) {
			struct account *a = ledger_account(l, entry[i + k].chief);

			rc = a == NULL ? -1 : ledger_next(l, h, a, &entry[i + k], false, &row[k]);
		}
		if (rc == 0)
			rc = h == NULL ? -1 : store(l, h->village, row, k);
	}
	free(row);
	return rc;
}
