#define _GNU_SOURCE
#include "ledger.h"

#include <search.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { NONCE = 33 };	/* with NUL */

/* The end of a village's chain. */
struct head {
	int64_t		 village, seq;
	char		 hash[LEDGER_HASH];
	moment_t	 at;		/* of the last entry */
	day_t		 closed;
	bool		 changed;
};

struct account {
	int64_t		 chief;		/* id; the key */
	int64_t		 balance, earned, spent, entries, last;
	bool		 changed;
};

/* What a chief got for a deed in a period, for its cap. */
struct use {
	int64_t		 chief;
	char		 code[RULE_CODE];
	enum deed_cap	 cap;
	day_t		 first;
	int64_t		 points;
};

enum query { HEAD, ACCOUNT, REF, PROVISIONAL, USED, TAKEN, INSERT, NOTE, SET_ACCOUNT, SET_HEAD, QUERIES };

struct ledger {
	struct db	*db;
	struct ledger_who who;
	const struct deed_book *book;
	char		 actor[LEDGER_ACTOR];
	moment_t	 now;
	struct head	*head;
	size_t		 heads, at;	/* at: the one asked for last */
	void		*accounts, *uses;	/* trees of tsearch() */
	struct stmt	*stmt[QUERIES];
	int		 failed;	/* of a walk through a tree */
};

#define REVERSED(t) "EXISTS (SELECT 1 FROM entry r WHERE r.village = " t ".village AND r.ref = 'reverse:' || " t ".seq)"
#define OBJECTED(t) \
    "EXISTS (SELECT 1 FROM objection o WHERE o.village = " t ".village AND o.seq = " t ".seq AND o.step = 'objected'" \
    " AND NOT EXISTS (SELECT 1 FROM objection d WHERE d.village = o.village AND d.seq = o.seq AND d.n > o.n))"

static const char *const queries[QUERIES] = {
	[HEAD] =
	    "SELECT c.seq, c.hash, c.at, c.closed, e.day, e.actor, e.kind, e.account, e.points, e.balance, e.reason, e.ref, e.note, e.at, p.hash"
	    " FROM chain c LEFT JOIN entry e ON e.village = c.village AND e.seq = c.seq"
	    " LEFT JOIN entry p ON p.village = c.village AND p.seq = c.seq - 1 WHERE c.village = $1",
	[ACCOUNT] =
	    "SELECT a.balance, a.earned, a.spent, a.entries, a.last, e.balance FROM account a"
	    " LEFT JOIN entry e ON e.village = a.village AND e.seq = a.last AND e.account = a.account"
	    " WHERE a.village = $1 AND a.account = $2",
	[REF] =
	    "SELECT e.seq, coalesce(r.seq, 0), coalesce(r.note, '') FROM entry e"
	    " LEFT JOIN entry r ON r.village = e.village AND r.ref = 'reverse:' || e.seq"
	    " WHERE e.village = $1 AND e.ref = $2",
	[PROVISIONAL] =	/* $4: but for this one */
	    "SELECT CAST(coalesce(sum(e.points), 0) AS BIGINT) FROM entry e"
	    " WHERE e.village = $1 AND e.account = $2 AND e.final > e.day AND e.points > 0 AND e.seq <> $4"
	    " AND (e.final > $3 OR " OBJECTED("e") ") AND NOT " REVERSED("e"),
	[USED] =
	    "SELECT CAST(coalesce(sum(abs(e.points)), 0) AS BIGINT) FROM entry e"
	    " WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4 AND (e.kind = 'award' OR e.kind = 'deduct')"
	    " AND length(e.reason) = length($5) + 8 AND substr(e.reason, 1, CAST(length($5) AS INTEGER)) = $5 AND NOT " REVERSED("e"),
	[TAKEN] =
	    "SELECT e.kind, e.account, e.points, e.reason, coalesce(r.seq, 0) FROM entry e LEFT JOIN entry r"
	    " ON r.village = e.village AND (r.ref = 'reverse:' || e.seq OR (e.kind = 'redeem' AND r.ref = 'return:' || e.ref))"
	    " WHERE e.village = $1 AND e.seq = $2",
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

/* The first row of a query, until it is asked again: 1, 0 none, -1. */
static int
ask(struct ledger *l, enum query q, const struct arg *args)
{
	if (l->stmt[q] == NULL && (l->stmt[q] = db_prepare(l->db, queries[q])) == NULL)
		return -1;
	return stmt_bind(l->stmt[q], args) != 0 ? -1 : stmt_step(l->stmt[q]);
}

static int __attribute__((format(printf, 4, 5)))
refuse(struct ledger_refusal *no, enum fault fault, int64_t chief, const char *fmt, ...)
{
	char id[IDS_SIZE];
	size_t len = (size_t)snprintf(no->why, sizeof(no->why), "%s: ", ids_chief(chief, id).at);
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

/* Good until another village is asked for. NULL: failed. */
static struct head *
head_of(struct ledger *l, int64_t village)
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

/* When the next entry is entered: never before the last one. */
static moment_t
clock_of(const struct ledger *l, const struct head *h)
{
	return h->at > l->now ? h->at : l->now;
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_chief(const void *a, const void *b)
{
	return compare(((const struct account *)a)->chief, ((const struct account *)b)->chief);
}

/* A copy of a key in a tree, or what is there: *made tells. NULL: no memory. */
static void *
plant(struct ledger *l, void **tree, const void *key, size_t size, int (*order)(const void *, const void *), bool *made)
{
	void **at = tfind(key, tree, order), *copy;

	*made = at == NULL;
	if (at != NULL)
		return *at;
	copy = malloc(size);
	if (copy != NULL)
		memcpy(copy, key, size);
	if (copy == NULL || tsearch(copy, tree, order) == NULL) {
		free(copy);
		db_no_memory(l->db);
		return NULL;
	}
	return copy;
}

static struct account *
account_of(struct ledger *l, int64_t chief)
{
	bool made;
	struct account *a = plant(l, &l->accounts, &(struct account){ .chief = chief }, sizeof(*a), by_chief, &made);
	struct stmt *row;
	char id[IDS_SIZE];
	int rc;

	if (a == NULL || !made)
		return a;
	rc = ask(l, ACCOUNT, ARGS(ARG(ids_village(chief)), ARG(ids_serial(chief))));
	if (rc <= 0)
		return rc < 0 ? NULL : a;
	row = l->stmt[ACCOUNT];
	a->balance = stmt_int(row, 0);
	a->earned = stmt_int(row, 1);
	a->spent = stmt_int(row, 2);
	a->entries = stmt_int(row, 3);
	a->last = stmt_int(row, 4);
	if (!stmt_null(row, 5) && stmt_int(row, 5) == a->balance && a->balance == a->earned - a->spent)
		return a;
	db_fail(l->db, EXIT_RULE, FAULT_LEDGER, _("the account of %s"), ids_chief(chief, id).at);
	return NULL;
}

/* What may be spent on a day, an entry left out: -1 failed. */
static int64_t
spendable(struct ledger *l, const struct account *a, day_t on, int64_t without)
{
	int64_t left;

	if (ask(l, PROVISIONAL, ARGS(ARG(ids_village(a->chief)), ARG(ids_serial(a->chief)), ARG(on), ARG(without))) < 0)
		return -1;
	left = a->balance - stmt_int(l->stmt[PROVISIONAL], 0);
	return left > 0 ? left : 0;
}

int
ledger_balance(struct ledger *l, int64_t chief, day_t on, int64_t *balance, int64_t *spend)
{
	const struct account *a = account_of(l, chief);

	if (a == NULL || (*spend = spendable(l, a, on, 0)) < 0)
		return -1;
	*balance = a->balance;
	return 0;
}

static int
refuse_short(struct ledger_refusal *no, const struct account *a, int64_t points, int64_t spend)
{
	return refuse(no, FAULT_POINTS_SHORT, a->chief, _("%lld points are needed; the balance is %lld, and %lld of it may be spent"),
	    (long long)points, (long long)a->balance, (long long)spend);
}

/* The digest of an entry's words, with a nonce: nobody guesses them from it. */
static void
make_note(struct text words, char nonce[static NONCE], char digest[static LEDGER_HASH])
{
	unsigned char bytes[(NONCE - 1) / 2];

	if (words.len == 0) {
		memcpy(digest, "-", 2);
		return;
	}
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(nonce, NONCE, bytes, sizeof(bytes));
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

/* Appends what was found to be right. */
static int
append(struct ledger *l, struct head *h, struct account *a, struct ledger_entry *e, bool spends)
{
	char line[LEDGER_LINE], hash[LEDGER_HASH], nonce[NONCE], note[LEDGER_HASH];
	struct ledger_line new = {
		.seq = h->seq + 1, .prev = text_of(h->hash), .at = clock_of(l, h), .day = e->day, .actor = text_of(l->actor), .kind = text_of(e->kind),
		.account = ids_serial(e->chief), .points = e->points, .balance = a->balance + e->points, .reason = e->reason, .ref = e->ref,
	};

	if (!is_plain(e->reason, LEDGER_REASON) || !is_plain(e->ref, LEDGER_REF) || e->points > LEDGER_POINTS || e->points < -LEDGER_POINTS)
		return db_fail(l->db, EXIT_RULE, FAULT_NONE, _("no entry of the ledger can be so: %.*s %.*s %lld"),
		    (int)e->reason.len, e->reason.at, (int)e->ref.len, e->ref.at, (long long)e->points);
	make_note(e->words, nonce, note);
	new.note = text_of(note);
	ledger_hash(ledger_line(&new, line), hash);
	if (ask(l, INSERT, ARGS(ARG(h->village), ARG(new.seq), ARG(new.at), ARG(new.day), ARG(new.actor), ARG(new.kind), ARG(new.account),
	    ARG(new.points), ARG(new.balance), ARG(new.reason), ARG(new.ref), ARG(new.note), ARG(hash), ARG(e->final), ARG(l->who.run))) < 0
	    || (e->words.len > 0 && ask(l, NOTE, ARGS(ARG(h->village), ARG(new.seq), ARG(nonce), ARG(e->words))) < 0))
		return -1;
	memcpy(h->hash, hash, sizeof(hash));
	h->at = new.at;
	e->seq = a->last = h->seq = new.seq;
	a->entries++;
	a->balance = new.balance;
	if (spends)
		a->spent -= e->points;
	else
		a->earned += e->points;
	h->changed = a->changed = true;
	return 1;
}

/* What no entry may do. 0, or as ledger_add. */
static int
check(const struct head *h, const struct account *a, const struct ledger_entry *e, struct ledger_refusal *no)
{
	char day[11], closed[11];

	if (e->day <= h->closed)
		return refuse(no, FAULT_PERIOD_CLOSED, e->chief, _("%s is in a closed period: it ended on %s"), day_text(e->day, day), day_text(h->closed, closed));
	return a->balance + e->points >= 0 ? 0 : refuse_short(no, a, -e->points, a->balance);
}

int
ledger_add(struct ledger *l, struct ledger_entry *e, struct ledger_refusal *no)
{
	struct head *h = head_of(l, ids_village(e->chief));
	struct account *a = h == NULL ? NULL : account_of(l, e->chief);
	int rc = a == NULL ? -1 : ask(l, REF, ARGS(ARG(h->village), ARG(e->ref)));
	char id[IDS_SIZE];

	if (rc != 0)
		return rc < 0 ? -1 : refuse(no, FAULT_AWARDED, e->chief, _("%.*s is entry %s"),
		    (int)e->ref.len, e->ref.at, ids_entry(ids_make(h->village, stmt_int(l->stmt[REF], 0)), id).at);
	rc = check(h, a, e, no);
	return rc != 0 ? rc : append(l, h, a, e, strcmp(e->kind, "redeem") == 0 || strcmp(e->kind, "return") == 0);
}

static int
by_use(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	int rc = compare(x->chief, y->chief);

	if (rc == 0)
		rc = compare(x->first, y->first);
	if (rc == 0)
		rc = compare(x->cap, y->cap);
	return rc != 0 ? rc : strcmp(x->code, y->code);
}

static struct use
use_key(const struct ledger_award *a, enum deed_cap cap, day_t first)
{
	struct use key = { .chief = a->cause.chief, .cap = cap, .first = first };

	memcpy(key.code, a->deed->code, sizeof(key.code));
	return key;
}

/* The points of a chief by a deed in a period so far. -1 failed. */
static int64_t
used(struct ledger *l, const struct ledger_award *a, enum deed_cap cap, day_t first, day_t last)
{
	struct use key = use_key(a, cap, first), *use;
	char dotted[RULE_CODE + 1];
	bool made;

	use = plant(l, &l->uses, &key, sizeof(key), by_use, &made);
	if (use == NULL)
		return -1;
	snprintf(dotted, sizeof(dotted), "%s.", a->deed->code);
	if (made && ask(l, USED, ARGS(ARG(ids_village(key.chief)), ARG(ids_serial(key.chief)), ARG(first), ARG(last), ARG(dotted))) < 0)
		return -1;
	if (made)
		use->points = stmt_int(l->stmt[USED], 0);
	return use->points;
}

static void
add_uses(struct ledger *l, const struct ledger_award *a, day_t on)
{
	for (int cap = 0; cap < CAPS; cap++) {
		day_t first, last;
		struct use key, **at;

		deed_period(cap, on, &first, &last);
		key = use_key(a, cap, first);
		at = tfind(&key, &l->uses, by_use);
		if (at != NULL)
			(*at)->points += a->points;
	}
}

/* What the caps leave of the deed's points; the one that leaves least tells. 0, -1. */
static int
cut(struct ledger *l, struct ledger_award *a, day_t on, int64_t *spent)
{
	a->points = a->deed->value;
	a->cap = CAPS;
	for (int cap = 0; cap < CAPS; cap++) {
		day_t first, last;
		int64_t most = a->deed->cap[cap], n;

		if (most == 0)
			continue;
		deed_period(cap, on, &first, &last);
		if ((n = used(l, a, cap, first, last)) < 0)
			return -1;
		if (most - n >= a->points)
			continue;
		a->points = most > n ? most - n : 0;
		a->cap = cap;
		*spent = n;
	}
	a->cut = a->deed->value - a->points;
	return 0;
}

static int
refuse_cap(struct ledger_refusal *no, const struct ledger_award *a, day_t on, int64_t spent)
{
	char since[11], until[11];
	day_t first, last;

	deed_period(a->cap, on, &first, &last);
	return refuse(no, FAULT_CAP, a->cause.chief, _("%s gives %lld points at most from %s to %s, and has given %lld"), a->deed->code,
	    (long long)a->deed->cap[a->cap], day_text(first, since), day_text(last, until), (long long)spent);
}

/* DEED:CAUSE; by hand it is the run, with its village when that is another one,
 * and the chief. */
static size_t
put_ref(const struct ledger *l, const struct ledger_award *a, char ref[static LEDGER_REF])
{
	int64_t chief = a->cause.chief, run = l->who.run;
	size_t skip = ids_village(run) == ids_village(chief) ? strlen("430121106205-") : 0;
	char id[IDS_SIZE], hand[sizeof(id) + 24];

	snprintf(hand, sizeof(hand), "%s:%lld", ids_run(run, id).at + skip, (long long)ids_serial(chief));
	return (size_t)snprintf(ref, LEDGER_REF, "%s:%s", a->deed->code, a->cause.name[0] != '\0' ? a->cause.name : hand);
}

/* The ref of an award: of one that was reversed the next. 1, 0 it was awarded, -1. */
static int
find_ref(struct ledger *l, const struct ledger_award *a, char ref[static LEDGER_REF])
{
	size_t len = put_ref(l, a, ref);

	for (int n = 2;; n++) {
		int rc = ask(l, REF, ARGS(ARG(ids_village(a->cause.chief)), ARG(ref)));
		struct stmt *row = l->stmt[REF];

		if (rc <= 0)
			return rc < 0 ? -1 : 1;
		if (stmt_int(row, 1) == 0 || (a->all && !text_is(stmt_text(row, 2), "-")))
			return 0;
		snprintf(ref + len, LEDGER_REF - len, ".%d", n);
	}
}

static int
award(struct ledger *l, struct head *h, struct account *chief, struct ledger_award *a, const char *ref, struct ledger_refusal *no)
{
	char reason[DEED_REASON];
	struct ledger_entry e = {
		.chief = a->cause.chief, .day = a->cause.day <= h->closed ? l->who.today : a->cause.day, .kind = a->deed->deducts ? "deduct" : "award",
		.reason = deed_reason(a->deed, reason), .ref = text_of(ref), .words = a->words,
		.final = a->deed->notice > 0 ? day_add(moment_day(clock_of(l, h), l->who.zone, NULL), (int)a->deed->notice) : 0,
	};
	int64_t spent = 0, may = 0;
	int rc = cut(l, a, e.day, &spent);

	if (rc == 0 && a->points == 0 && !a->all)
		return refuse_cap(no, a, e.day, spent);
	e.points = a->deed->deducts ? -a->points : a->points;
	if (rc == 0 && e.points < 0 && (may = spendable(l, chief, l->who.today, 0)) < a->points)
		return may < 0 ? -1 : refuse_short(no, chief, a->points, may);
	if (rc == 0)
		rc = check(h, chief, &e, no);
	if (rc == 0 && (rc = append(l, h, chief, &e, false)) == 1) {
		a->seq = e.seq;
		add_uses(l, a, e.day);
	}
	return rc;
}

int
ledger_award(struct ledger *l, struct ledger_award *a, struct ledger_refusal *no)
{
	struct head *h = head_of(l, ids_village(a->cause.chief));
	struct account *chief = h == NULL ? NULL : account_of(l, a->cause.chief);
	char ref[LEDGER_REF];
	int rc = chief == NULL ? -1 : find_ref(l, a, ref);

	return rc <= 0 ? rc : award(l, h, chief, a, ref, no);
}

int
ledger_reverse(struct ledger *l, int64_t entry, struct text words, int64_t *seq, struct ledger_refusal *no)
{
	int64_t village = ids_village(entry), may = 0;
	struct head *h = head_of(l, village);
	int rc = h == NULL ? -1 : ask(l, TAKEN, ARGS(ARG(village), ARG(ids_serial(entry))));
	struct stmt *row = l->stmt[TAKEN];
	char ref[LEDGER_REF], reason[LEDGER_REASON], id[IDS_SIZE], by[IDS_SIZE];
	struct ledger_entry e = { .day = l->who.today, .kind = "reverse", .words = words };
	struct account *chief;
	bool redeemed;

	ids_entry(entry, id);
	if (rc <= 0)
		return rc < 0 ? -1 : db_fail(l->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("entry %s"), id);
	redeemed = text_is(stmt_text(row, 0), "redeem");
	e.chief = ids_make(village, stmt_int(row, 1));
	if (stmt_int(row, 4) != 0)
		return refuse(no, FAULT_REVERSED, e.chief, _("entry %s is reversed by %s"), id, ids_entry(ids_make(village, stmt_int(row, 4)), by).at);
	if (!redeemed && !text_is(stmt_text(row, 0), "award") && !text_is(stmt_text(row, 0), "deduct"))
		return refuse(no, FAULT_REVERSE_WHAT, e.chief, _("entry %s is of the kind %.*s"), id, (int)stmt_text(row, 0).len, stmt_text(row, 0).at);
	e.points = -stmt_int(row, 2);
	snprintf(reason, sizeof(reason), "%.*s", (int)stmt_text(row, 3).len, stmt_text(row, 3).at);
	e.reason = text_of(reason);
	snprintf(ref, sizeof(ref), "reverse:%lld", (long long)ids_serial(entry));
	e.ref = text_of(ref);
	chief = account_of(l, e.chief);
	/* Points that are provisional still are not among those that may be spent. */
	if (chief == NULL || (e.points < 0 && (may = spendable(l, chief, e.day, ids_serial(entry))) < 0))
		return -1;
	if (e.points < 0 && may < -e.points)
		return refuse_short(no, chief, -e.points, may);
	rc = check(h, chief, &e, no);
	if (rc == 0 && (rc = append(l, h, chief, &e, redeemed)) == 1) {
		*seq = e.seq;
		tdestroy(l->uses, free);	/* the caps have room again */
		l->uses = NULL;
	}
	return rc;
}

int
ledger_close(struct ledger *l, int64_t village, day_t until)
{
	struct head *h = head_of(l, village);

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
