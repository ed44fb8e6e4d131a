#define _GNU_SOURCE
#include "ledger_parts.h"

#include <search.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const queries[QUERIES] = {
	[HEAD] =
	    "SELECT c.seq, c.hash, c.at, c.closed, e.day, e.actor, e.kind, e.account, e.points, e.balance, e.reason, e.ref, e.note, e.at, p.hash"
	    " FROM chain c LEFT JOIN entry e ON e.village = c.village AND e.seq = c.seq"
	    " LEFT JOIN entry p ON p.village = c.village AND p.seq = c.seq - 1 WHERE c.village = $1",
	[ACCOUNT] =
	    "SELECT a.balance, a.earned, a.spent, a.entries, a.last, e.balance FROM account a"
	    " LEFT JOIN entry e ON e.village = a.village AND e.seq = a.last AND e.account = a.account"
	    " WHERE a.village = $1 AND a.account = $2",
	[REF] = "SELECT seq FROM entry WHERE village = $1 AND ref = $2",
	/* $4: but for this one. Each half by an index of its own, else the whole village is read. */
	[PROVISIONAL] =
	    "SELECT CAST(coalesce(sum(e.points), 0) AS BIGINT) FROM (SELECT p.village, p.seq FROM entry p"
	    " WHERE p.village = $1 AND p.account = $2 AND p.final > 0 AND p.final > $3"
	    " UNION SELECT q.village, q.seq FROM objection q WHERE q.village = $1 AND " OBJECTED("q") ") h"
	    " CROSS JOIN entry e WHERE e.village = h.village AND e.seq = h.seq AND e.account = $2"
	    " AND e.final > 0 AND e.points > 0 AND e.seq <> $4 AND NOT (" LEDGER_REVERSED("e") ")",
	[LATER] =
	    "SELECT CAST(sum(e.points) AS BIGINT) FROM entry e WHERE e.village = $1 AND e.account = $2 AND e.day > $3"
	    " GROUP BY e.day ORDER BY e.day DESC",
	[INSERT] =
	    "INSERT INTO entry (village, seq, at, day, actor, kind, account, points, balance, reason, ref, note, hash, final, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
	[NOTE] = "INSERT INTO entry_note (village, seq, nonce, words) VALUES ($1, $2, $3, $4)",
	[SET_ACCOUNT] =
	    "INSERT INTO account (village, account, balance, earned, spent, entries, last) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	    " ON CONFLICT (village, account) DO UPDATE SET balance = excluded.balance, earned = excluded.earned,"
	    " spent = excluded.spent, entries = excluded.entries, last = excluded.last",
	[SET_HEAD] =
	    "INSERT INTO chain (village, seq, hash, at, closed) VALUES ($1, $2, $3, $4, $5)"
	    " ON CONFLICT (village) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at, closed = excluded.closed",
};

int
ledger_ask(struct ledger *l, enum ledger_query q, const char *sql, const struct arg *args)
{
	if (l->stmt[q] == NULL && (l->stmt[q] = db_prepare(l->db, sql)) == NULL)
		return -1;
	return stmt_bind(l->stmt[q], args) != 0 ? -1 : stmt_step(l->stmt[q]);
}

static int
ask(struct ledger *l, enum ledger_query q, const struct arg *args)
{
	return ledger_ask(l, q, queries[q], args);
}

int
ledger_refuse(struct ledger_refusal *no, enum fault fault, struct text record, const char *fmt, ...)
{
	size_t len = (size_t)snprintf(no->why, sizeof(no->why), "%.*s: ", (int)record.len, record.at);
	va_list ap;

	no->fault = fault;
	va_start(ap, fmt);
	vsnprintf(no->why + len, sizeof(no->why) - len, fmt, ap);
	va_end(ap);
	no->why[text_utf8(no->why, strlen(no->why))] = '\0';	/* cut at a whole character */
	return LEDGER_REFUSED;
}

struct ledger *
ledger_begin(struct db *db, const struct ledger_who *who, const struct deed_book *book)
{
	struct ledger *l = calloc(1, sizeof(*l));

	if (l == NULL) {
		db_no_memory(db);
		return NULL;
	}
	l->db = db;
	l->who = *who;
	l->book = book;
	l->now = moment_now();
	ledger_actor(who->actor, l->actor);
	return l;
}

void
ledger_free(struct ledger *l)
{
	if (l == NULL)
		return;
	for (int i = 0; i < QUERIES; i++)
		stmt_end(l->stmt[i]);
	tdestroy(l->accounts, free);
	tdestroy(l->uses, free);
	free(l->head);
	free(l);
}

struct db *
ledger_db(const struct ledger *l)
{
	return l->db;
}

const struct ledger_who *
ledger_who(const struct ledger *l)
{
	return &l->who;
}

const struct deed_book *
ledger_book(const struct ledger *l)
{
	return l->book;
}

/* Whether the last entry is what the chain says it is. */
static bool
is_whole(struct stmt *row, const struct head *h)
{
	char line[LEDGER_LINE], hash[LEDGER_HASH], genesis[LEDGER_HASH];
	struct ledger_line last = {
		.seq = h->seq, .prev = stmt_text(row, 14), .at = h->at, .day = (day_t)stmt_int(row, 4), .actor = stmt_text(row, 5),
		.kind = stmt_text(row, 6), .account = stmt_int(row, 7), .points = stmt_int(row, 8), .balance = stmt_int(row, 9),
		.reason = stmt_text(row, 10), .ref = stmt_text(row, 11), .note = stmt_text(row, 12),
	};

	ledger_genesis(h->village, genesis);
	if (h->seq == 0)
		return strcmp(h->hash, genesis) == 0;
	if (h->seq == 1)
		last.prev = text_of(genesis);
	if (stmt_null(row, 13) || stmt_int(row, 13) != h->at || last.prev.len != LEDGER_HASH - 1)
		return false;
	ledger_hash(ledger_line(&last, line), hash);
	return strcmp(hash, h->hash) == 0;
}

static int
load_head(struct ledger *l, struct head *h)
{
	int rc = ask(l, HEAD, ARGS(ARG(h->village)));
	struct stmt *row = l->stmt[HEAD];
	struct text hash;

	if (rc <= 0) {
		ledger_genesis(h->village, h->hash);
		return rc;
	}
	hash = stmt_text(row, 1);
	if (hash.len == LEDGER_HASH - 1)
		memcpy(h->hash, hash.at, hash.len);
	h->seq = stmt_int(row, 0);
	h->at = stmt_int(row, 2);
	h->closed = (day_t)stmt_int(row, 3);
	return is_whole(row, h) ? 0 : db_fail(l->db, EXIT_RULE, FAULT_LEDGER, _("village %lld, entry %lld"), (long long)h->village, (long long)h->seq);
}

struct head *
ledger_head(struct ledger *l, int64_t village)
{
	struct head *more;

	for (size_t i = 0; i < l->heads; i++, l->at = (l->at + 1) % l->heads)
		if (l->head[l->at].village == village)
			return &l->head[l->at];
	more = reallocarray(l->head, l->heads + 1, sizeof(*more));
	if (more == NULL) {
		db_no_memory(l->db);
		return NULL;
	}
	l->head = more;
	more += l->heads;
	*more = (struct head){ .village = village };
	if (load_head(l, more) != 0)
		return NULL;
	l->at = l->heads++;
	return more;
}

moment_t
ledger_clock(const struct ledger *l, const struct head *h)
{
	return h->at > l->now ? h->at : l->now;
}

void *
ledger_plant(struct ledger *l, void **tree, const void *key, size_t size, int (*order)(const void *, const void *))
{
	void *copy = malloc(size);

	if (copy != NULL)
		memcpy(copy, key, size);
	if (copy == NULL || tsearch(copy, tree, order) == NULL) {
		free(copy);
		db_no_memory(l->db);
		return NULL;
	}
	return copy;
}

static int
load_account(struct ledger *l, struct account *a)
{
	int rc = ask(l, ACCOUNT, ARGS(ARG(ids_village(a->chief)), ARG(ids_serial(a->chief))));
	struct stmt *row = l->stmt[ACCOUNT];
	char id[IDS_SIZE];

	if (rc <= 0)
		return rc;
	a->balance = stmt_int(row, 0);
	a->earned = stmt_int(row, 1);
	a->spent = stmt_int(row, 2);
	a->entries = stmt_int(row, 3);
	a->last = stmt_int(row, 4);
	return !stmt_null(row, 5) && stmt_int(row, 5) == a->balance && a->balance == a->earned - a->spent ? 0
	    : db_fail(l->db, EXIT_RULE, FAULT_LEDGER, _("the account of %s"), ids_chief(a->chief, id).at);
}

struct account *
ledger_account(struct ledger *l, int64_t chief)
{
	struct account a = { .chief = chief }, **found = tfind(&a, &l->accounts, ids_order);

	/* What is wrong is kept nowhere: it is found wrong each time. */
	return found != NULL ? *found : load_account(l, &a) != 0 ? NULL : ledger_plant(l, &l->accounts, &a, sizeof(a), ids_order);
}

int64_t
ledger_least(struct ledger *l, const struct account *a, day_t on)
{
	int64_t later = 0, most = 0;
	int rc = ask(l, LATER, ARGS(ARG(ids_village(a->chief)), ARG(ids_serial(a->chief)), ARG(on)));

	for (; rc > 0; rc = stmt_step(l->stmt[LATER])) {
		later += stmt_int(l->stmt[LATER], 0);
		most = later > most ? later : most;
	}
	return rc < 0 ? -1 : most < a->balance ? a->balance - most : 0;
}

/* What may be spent on a day, an entry left out: -1 failed. */
static int64_t
spendable(struct ledger *l, const struct account *a, day_t on, int64_t without)
{
	day_t now = moment_day(l->now, l->who.zone, NULL);	/* a later business day ends no notice */
	int64_t least = ledger_least(l, a, on), left;

	if (least < 0 || ask(l, PROVISIONAL, ARGS(ARG(ids_village(a->chief)), ARG(ids_serial(a->chief)), ARG(on < now ? on : now), ARG(without))) < 0)
		return -1;
	left = a->balance - stmt_int(l->stmt[PROVISIONAL], 0);
	return left < 0 ? 0 : left < least ? left : least;
}

/* The digest of an entry's words, with a nonce: nobody guesses them from it. */
static void
make_note(struct text words, char nonce[static LEDGER_NONCE], char digest[static LEDGER_HASH])
{
	unsigned char bytes[(LEDGER_NONCE - 1) / 2];

	if (words.len == 0) {
		memcpy(digest, "-", 2);
		return;
	}
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(nonce, LEDGER_NONCE, bytes, sizeof(bytes));
	ledger_note(text_of(nonce), words, digest);
}

static bool
is_plain(struct text t, size_t size)
{
	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] <= ' ' || t.at[i] > '~' || t.at[i] == '|')
			return false;
	return t.len > 0 && t.len < size;
}

int
ledger_next(struct ledger *l, struct head *h, struct account *a, struct ledger_entry *e, bool spends, struct ledger_row *row)
{
	char line[LEDGER_LINE];

	if (!is_plain(e->reason, LEDGER_REASON) || !is_plain(e->ref, LEDGER_REF) || e->points > LEDGER_POINTS || e->points < -LEDGER_POINTS)
		return db_fail(l->db, EXIT_RULE, FAULT_NONE, _("no entry of the ledger can be so: %.*s %.*s %lld"),
		    (int)e->reason.len, e->reason.at, (int)e->ref.len, e->ref.at, (long long)e->points);
	row->line = (struct ledger_line){
		.seq = h->seq + 1, .prev = text_of(h->hash), .at = ledger_clock(l, h), .day = e->day, .actor = text_of(l->actor), .kind = text_of(e->kind),
		.account = ids_serial(e->chief), .points = e->points, .balance = a->balance + e->points, .reason = e->reason, .ref = e->ref,
	};
	row->words = e->words;
	row->final = e->final;
	make_note(e->words, row->nonce, row->note);
	row->line.note = text_of(row->note);
	ledger_hash(ledger_line(&row->line, line), row->hash);
	memcpy(h->hash, row->hash, sizeof(h->hash));
	h->at = row->line.at;
	e->seq = a->last = h->seq = row->line.seq;
	a->entries++;
	a->balance = row->line.balance;
	if (spends)
		a->spent -= e->points;
	else
		a->earned += e->points;
	h->changed = a->changed = true;
	return 0;
}

int
ledger_append(struct ledger *l, struct head *h, struct account *a, struct ledger_entry *e, bool spends)
{
	struct ledger_row row;
	const struct ledger_line *n = &row.line;

	if (ledger_next(l, h, a, e, spends, &row) != 0
	    || ask(l, INSERT, ARGS(ARG(h->village), ARG(n->seq), ARG(n->at), ARG(n->day), ARG(n->actor), ARG(n->kind), ARG(n->account), ARG(n->points),
	    ARG(n->balance), ARG(n->reason), ARG(n->ref), ARG(n->note), ARG(row.hash), ARG(row.final), ARG(l->who.run))) < 0)
		return -1;
	return e->words.len > 0 && ask(l, NOTE, ARGS(ARG(h->village), ARG(n->seq), ARG(row.nonce), ARG(e->words))) < 0 ? -1 : 1;
}

int
ledger_check(struct ledger *l, const struct head *h, const struct account *a, const struct ledger_entry *e, int64_t without, struct ledger_refusal *no)
{
	char id[IDS_SIZE], day[11], closed[11];
	int64_t may;

	if (e->day <= h->closed)
		return ledger_refuse(no, FAULT_PERIOD_CLOSED, ids_chief(e->chief, id), _("%s is in a closed period: it ended on %s"),
		    day_text(e->day, day), day_text(h->closed, closed));
	may = e->points < 0 ? spendable(l, a, e->day, without) : 0;
	return may < 0 ? -1 : may + e->points >= 0 ? 0 : ledger_refuse(no, FAULT_POINTS_SHORT, ids_chief(e->chief, id),
	    _("%lld points are needed; the balance is %lld, and %lld of it may be spent"), (long long)-e->points, (long long)a->balance, (long long)may);
}

int
ledger_add(struct ledger *l, struct ledger_entry *e, struct ledger_refusal *no)
{
	struct head *h = ledger_head(l, ids_village(e->chief));
	struct account *a = h == NULL ? NULL : ledger_account(l, e->chief);
	int rc = a == NULL ? -1 : ask(l, REF, ARGS(ARG(h->village), ARG(e->ref)));
	char chief[IDS_SIZE], id[IDS_SIZE];

	if (rc != 0)
		return rc < 0 ? -1 : ledger_refuse(no, FAULT_AWARDED, ids_chief(e->chief, chief), _("%.*s is entry %s"),
		    (int)e->ref.len, e->ref.at, ids_entry(ids_make(h->village, stmt_int(l->stmt[REF], 0)), id).at);
	rc = ledger_check(l, h, a, e, 0, no);
	return rc != 0 ? rc : ledger_append(l, h, a, e, strcmp(e->kind, "redeem") == 0 || strcmp(e->kind, "return") == 0);
}

int
ledger_close(struct ledger *l, int64_t village, day_t until)
{
	struct head *h = ledger_head(l, village);

	if (h == NULL || until <= h->closed)
		return h == NULL ? -1 : 0;
	h->closed = until;
	h->changed = true;
	return 1;
}

static void
end_account(const void *node, VISIT visit, void *arg)
{
	struct ledger *l = arg;
	struct account *a = *(struct account *const *)node;

	if ((visit != postorder && visit != leaf) || !a->changed || l->failed)
		return;
	a->changed = false;
	l->failed = ask(l, SET_ACCOUNT, ARGS(ARG(ids_village(a->chief)), ARG(ids_serial(a->chief)), ARG(a->balance),
	    ARG(a->earned), ARG(a->spent), ARG(a->entries), ARG(a->last))) < 0;
}

int
ledger_end(struct ledger *l)
{
	twalk_r(l->accounts, end_account, l);
	for (size_t i = 0; i < l->heads && !l->failed; i++) {
		struct head *h = &l->head[i];

		if (h->changed)
			l->failed = ask(l, SET_HEAD, ARGS(ARG(h->village), ARG(h->seq), ARG(h->hash), ARG(h->at), ARG(h->closed))) < 0;
		h->changed = false;
	}
	return l->failed ? -1 : 0;
}
