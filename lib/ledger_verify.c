/* Whether the chain of each village is whole, and its accounts what it adds up to. */
#define _GNU_SOURCE
#include "checkpoint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "verify_parts.h"

static int __attribute__((format(printf, 5, 0)))
put(const struct verify *v, struct text record, const char *code, const char *severity, const char *fmt, va_list ap)
{
	char words[400];

	vsnprintf(words, sizeof(words), fmt, ap);
	words[text_utf8(words, strlen(words))] = '\0';	/* cut at a whole character */
	return v->put(v->arg, code, severity, record, words);
}

int
verify_entry(const struct verify *v, int64_t seq, const char *code, const char *fmt, ...)
{
	char id[IDS_SIZE];
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = put(v, ids_entry(ids_make(v->village, seq), id), code, strcmp(code, "entry-cause") == 0 ? "warning" : "error", fmt, ap);
	va_end(ap);
	return rc;
}

int
verify_chief(const struct verify *v, int64_t serial, const char *code, const char *fmt, ...)
{
	char id[IDS_SIZE];
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = put(v, ids_chief(ids_make(v->village, serial), id), code, "error", fmt, ap);
	va_end(ap);
	return rc;
}

int
verify_village(const struct verify *v, const char *code, const char *fmt, ...)
{
	char id[IDS_SIZE];
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = put(v, ids_area(v->village, 0, id), code, "error", fmt, ap);
	va_end(ap);
	return rc;
}

/* The account of a serial; NULL: no memory, or no chief can have it. */
static struct verify_account *
account(struct verify *v, int64_t serial)
{
	int64_t room = v->accounts > 0 ? v->accounts : 64;
	struct verify_account *more;

	if (serial < 0 || serial >= IDS_STEP)
		return NULL;
	while (room <= serial)
		room *= 2;
	if (room > v->accounts) {
		more = calloc((size_t)room, sizeof(*more));
		if (more == NULL)
			return NULL;
		if (v->accounts > 0)
			memcpy(more, v->account, (size_t)v->accounts * sizeof(*more));
		free(v->account);
		v->account = more;
		v->accounts = room;
	}
	return &v->account[serial];
}

static int
check_chain(const struct verify *v, const struct ledger_row *e)
{
	const struct ledger_line *l = &e->line;
	int rc = 0;

	if (l->seq == v->seq + 2)
		rc = verify_entry(v, v->seq + 1, "entry-missing", _("it is not there"));
	else if (!e->follows)
		rc = verify_entry(v, v->seq + 1, "entry-missing", _("it is not there, nor are those up to %lld"), (long long)l->seq - 1);
	if (rc == 0 && !e->whole)
		rc = verify_entry(v, l->seq, "entry-hash", _("it, or its place, was changed: its hash is not that of what it says"));
	if (rc == 0 && l->at < v->at)
		rc = verify_entry(v, l->seq, "entry-clock", _("it was entered before the one before it"));
	return rc;
}

static int
check_balance(struct verify *v, const struct ledger_line *l)
{
	struct verify_account *a = account(v, l->account);
	bool spends = text_is(l->kind, "redeem") || text_is(l->kind, "return");
	int rc = text_is(l->kind, "reverse") ? verify_reversal(v, l, &spends) : 0;

	if (rc != 0)
		return rc;
	if (a == NULL)
		return verify_entry(v, l->seq, "entry-account", _("no chief can have the account %lld"), (long long)l->account);
	if (l->balance != a->balance + l->points)
		rc = verify_entry(v, l->seq, "entry-balance", _("its balance is %lld; %lld and its %lld are not that"),
		    (long long)l->balance, (long long)a->balance, (long long)l->points);
	if (rc == 0 && l->balance < 0)
		rc = verify_entry(v, l->seq, "entry-balance", _("its balance is negative: %lld"), (long long)l->balance);
	a->balance = l->balance;
	if (spends)
		a->spent -= l->points;
	else
		a->earned += l->points;
	a->entries++;
	a->last = l->seq;
	return rc;
}

/* The words that are kept beside an entry; those that were erased are not there. */
static int
check_note(struct verify *v, const struct ledger_line *l)
{
	char digest[LEDGER_HASH];
	int rc = 0;

	while (rc == 0 && v->noted && stmt_int(v->notes, 0) <= l->seq) {
		int64_t seq = stmt_int(v->notes, 0);

		ledger_note(stmt_text(v->notes, 1), stmt_text(v->notes, 2), digest);
		if (seq != l->seq || !text_is(l->note, digest))
			rc = verify_entry(v, seq, "entry-note", _("the words kept with it are not those it was entered with"));
		if (rc == 0 && (rc = stmt_step(v->notes)) >= 0) {
			v->noted = rc == 1;
			rc = 0;
		}
	}
	return rc;
}

static int
check_entry(void *arg, const struct ledger_row *e)
{
	struct verify *v = arg;
	int rc = check_chain(v, e);

	if (rc == 0)
		rc = check_balance(v, &e->line);
	if (rc == 0 && v->noted)
		rc = check_note(v, &e->line);
	if (rc == 0)
		rc = verify_deed(v, e);
	v->seq = e->line.seq;
	v->at = e->line.at;
	if (e->hash.len == LEDGER_HASH - 1)
		memcpy(v->hash, e->hash.at, LEDGER_HASH - 1);
	return rc != 0 ? rc : verify_mark(v, e);
}

static int
check_account(void *arg, struct stmt *row)
{
	struct verify *v = arg;
	int64_t serial = stmt_int(row, 0);
	struct verify_account *a = account(v, serial), have = {
		stmt_int(row, 1), stmt_int(row, 2), stmt_int(row, 3), stmt_int(row, 4), stmt_int(row, 5),
	};
	int rc = 0;

	if (a == NULL || memcmp(a, &have, sizeof(have)) != 0)
		rc = verify_chief(v, serial, "account", _("the account (%lld points: %lld earned, %lld spent) is not what its entries add up to"),
		    (long long)have.balance, (long long)have.earned, (long long)have.spent);
	if (a != NULL)
		a->entries = 0;		/* seen */
	return rc;
}

static int
check_accounts(struct verify *v)
{
	int rc = db_each(v->db, "SELECT account, balance, earned, spent, entries, last FROM account WHERE village = $1 ORDER BY account",
	    ARGS(ARG(v->village)), check_account, v);

	for (int64_t i = 0; rc == 0 && i < v->accounts; i++)
		if (v->account[i].entries > 0)
			rc = verify_chief(v, i, "account", _("there are %lld entries, and no account"), (long long)v->account[i].entries);
	return rc;
}

static int
check_head(void *arg, struct stmt *row)
{
	struct verify *v = arg;
	int64_t seq = stmt_int(row, 0);

	if (seq > v->seq)
		return verify_entry(v, v->seq + 1, "entry-missing", _("it is not there: %lld entries were made"), (long long)seq);
	if (seq == v->seq && text_is(stmt_text(row, 1), v->hash) && (seq == 0 || stmt_int(row, 2) == v->at))
		return 0;
	return verify_village(v, "head", _("the last entry known to be made is %lld; the last one is %lld, or another one"), (long long)seq, (long long)v->seq);
}

static int
check_village(struct verify *v)
{
	int64_t heads = 0;
	int rc = stmt_bind(v->notes, ARGS(ARG(v->village))) != 0 ? -1 : stmt_step(v->notes);

	v->noted = rc == 1;
	v->seq = 0;
	v->at = 0;
	ledger_genesis(v->village, v->hash);
	free(v->account);
	v->account = NULL;
	v->accounts = 0;
	if (rc < 0 || (rc = verify_deeds_begin(v)) != 0 || (rc = verify_marks_begin(v)) != 0
	    || (rc = ledger_rows(v->db, v->village, check_entry, v)) != 0)
		return rc;
	if (v->noted && (rc = verify_entry(v, stmt_int(v->notes, 0), "entry-missing", _("it is not there: the words kept with it are"))) != 0)
		return rc;
	if ((rc = db_each(v->db, "SELECT seq, hash, at FROM chain WHERE village = $1", ARGS(ARG(v->village)), check_head, v)) != 0)
		return rc;
	if (db_int(v->db, "SELECT count(*) FROM chain WHERE village = $1", ARGS(ARG(v->village)), &heads) < 0)
		return -1;
	if (heads == 0 && v->seq > 0)
		rc = verify_village(v, "head", _("there are %lld entries, and no record of how many were made"), (long long)v->seq);
	if (rc == 0)
		rc = check_accounts(v);
	if (rc == 0)
		rc = verify_marks_end(v);
	return rc != 0 ? rc : verify_causes(v);
}

int
verify_next(const struct verify *v, int64_t lo, int64_t hi, int64_t *village)
{
	int64_t saved = verify_saved(v, lo, hi);

	*village = 0;
	if (db_int(v->db, "SELECT coalesce(min(n.village), 0) FROM (SELECT min(village) AS village FROM entry WHERE village BETWEEN $1 AND $2"
	    " UNION ALL SELECT min(village) FROM chain WHERE village BETWEEN $1 AND $2"
	    " UNION ALL SELECT min(village) FROM account WHERE village BETWEEN $1 AND $2"
	    " UNION ALL SELECT min(village) FROM checkpoint WHERE village BETWEEN $1 AND $2) n",
	    ARGS(ARG(lo), ARG(hi)), village) < 0)
		return -1;
	if (saved != 0 && (*village == 0 || saved < *village))
		*village = saved;
	return *village != 0;
}

void
verify_free(struct verify *v)
{
	stmt_end(v->notes);
	stmt_end(v->taken);
	verify_deeds_free(v->deeds);
	verify_marks_free(v->marks);
	free(v->account);
	v->notes = v->taken = NULL;
	v->deeds = NULL;
	v->marks = NULL;
	v->account = NULL;
	v->accounts = 0;
}

int
verify_ledger(struct verify *v, int64_t village)
{
	if (v->notes == NULL)
		v->notes = db_prepare(v->db, "SELECT seq, nonce, words FROM entry_note WHERE village = $1 ORDER BY seq");
	if (v->taken == NULL)
		v->taken = db_prepare(v->db, "SELECT kind, account, points, reason, day FROM entry WHERE village = $1 AND seq = $2");
	v->village = village;
	return v->notes == NULL || v->taken == NULL ? -1 : check_village(v);
}
