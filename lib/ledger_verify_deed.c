/* Whether awards gave what their deeds and caps allow, for causes that are there,
 * and reversals took back what was given. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "cause.h"
#include "keys.h"
#include "num.h"
#include "verify_parts.h"

struct verify_deeds {
	struct keys	 uses;		/* points of a chief by a deed in a period */
	struct keys	 causes;	/* what was done, and by whom; n: of which kind */
	struct keys	 doubts;	/* seq of awards for none of these */
	bool		 loaded[CAUSES];
	struct { int first; bool capped[CAPS]; int64_t named; } *group;	/* of each deed of the book */
	unsigned char	 salt[crypto_shorthash_KEYBYTES];
	char		 reason[LEDGER_REASON];	/* the one asked for last */
	size_t		 reason_len;
	const struct deed *deed;
	moment_t	 quarter;	/* the quarter of an hour asked for last */
	day_t		 day;
};

enum { QUARTER = 900 };

void
verify_deeds_free(struct verify_deeds *d)
{
	if (d == NULL)
		return;
	keys_free(&d->uses);
	keys_free(&d->causes);
	keys_free(&d->doubts);
	free(d->group);
	free(d);
}

/* Versions of one code are beside each other, and their caps count together. */
static int
group_deeds(struct verify_deeds *d, const struct deed_book *book)
{
	d->group = calloc((size_t)book->deeds + 1, sizeof(*d->group));
	if (d->group == NULL)
		return -1;
	for (int i = 0, first = 0; i < book->deeds; i++) {
		const struct deed *at = &book->deed[i];

		if (strcmp(book->deed[first].code, at->code) != 0)
			first = i;
		d->group[i].first = first;
		for (int cap = 0; cap < CAPS; cap++)
			d->group[first].capped[cap] |= at->cap[cap] > 0;
	}
	return 0;
}

int
verify_deeds_begin(struct verify *v)
{
	verify_deeds_free(v->deeds);
	v->deeds = calloc(1, sizeof(*v->deeds));
	if (v->deeds == NULL || group_deeds(v->deeds, v->book) != 0)
		return db_no_memory(v->db);
	randombytes_buf(v->deeds->salt, sizeof(v->deeds->salt));
	return 0;
}

/* The version of a deed: most entries have the reason of one shortly before. */
static const struct deed *
find_deed(struct verify *v, struct text reason)
{
	struct verify_deeds *d = v->deeds;

	if (!text_equal(reason, (struct text){ d->reason, d->reason_len })) {
		if (reason.len >= sizeof(d->reason))
			return NULL;
		d->deed = deed_of(v->book, reason);
		memcpy(d->reason, reason.at, reason.len);
		d->reason[d->reason_len = reason.len] = '\0';
	}
	return d->deed;
}

int64_t
verify_named(const struct verify *v, int deed)
{
	return v->deeds->group[deed].named;
}

static uint64_t
use_key(int64_t account, int first, enum deed_cap cap, day_t on)
{
	static const int digits[CAPS] = { 1, 100, 10000 };	/* of a day that count */

	return (uint64_t)account << 40 ^ (uint64_t)first << 28 ^ (uint64_t)(on / digits[cap] * digits[cap]);
}

/* Adds to what the caps count. 0, -1. */
static int
add_uses(struct verify *v, const struct deed *d, int64_t account, day_t on, int64_t points)
{
	const struct verify_deeds *deeds = v->deeds;
	int first = deeds->group[d - v->book->deed].first;

	for (int cap = 0; cap < CAPS; cap++) {
		int64_t *n;

		if (!deeds->group[first].capped[cap])
			continue;
		n = keys_add(&v->deeds->uses, use_key(account, first, cap, on));
		if (n == NULL)
			return db_no_memory(v->db);
		*n += points < 0 ? -points : points;
	}
	return 0;
}

static void
take_uses(struct verify *v, const struct deed *d, int64_t account, day_t on, int64_t points)
{
	int first = v->deeds->group[d - v->book->deed].first;

	for (int cap = 0; cap < CAPS; cap++) {
		int64_t *n = keys_find(&v->deeds->uses, use_key(account, first, cap, on));

		if (n != NULL)
			*n -= points < 0 ? -points : points;
	}
}

/* What a deed gives a chief on a day, after what he had by it. */
static int64_t
gives(const struct verify *v, const struct deed *d, int64_t account, day_t on)
{
	int64_t points = d->value;

	for (int cap = 0; cap < CAPS; cap++) {
		const int64_t *n = d->cap[cap] == 0 ? NULL
		    : keys_find(&v->deeds->uses, use_key(account, v->deeds->group[d - v->book->deed].first, cap, on));
		int64_t left = d->cap[cap] - (n == NULL ? 0 : *n);

		if (d->cap[cap] != 0 && left < points)
			points = left > 0 ? left : 0;
	}
	return points;
}

/* The day from which the points of an entry may be spent. */
static day_t
final(struct verify *v, const struct deed *d, moment_t at)
{
	struct verify_deeds *deeds = v->deeds;

	if (d->notice == 0)
		return 0;
	if (deeds->day == 0 || at / QUARTER != deeds->quarter) {	/* no day begins within one */
		deeds->quarter = at / QUARTER;
		deeds->day = moment_day(at, v->zone, NULL);
	}
	return day_add(deeds->day, (int)d->notice);
}

static uint64_t
cause_key(const struct verify_deeds *d, struct text name, int64_t account)
{
	unsigned char bytes[LEDGER_REF + sizeof(account)], hash[crypto_shorthash_BYTES];
	size_t n = name.len < LEDGER_REF ? name.len : LEDGER_REF;
	uint64_t key;

	memcpy(bytes, name.at, n);
	memcpy(bytes + n, &account, sizeof(account));
	crypto_shorthash(hash, bytes, n + sizeof(account), d->salt);
	memcpy(&key, hash, sizeof(key));
	return key | 1;
}

/* The kind of an order, a visit or an activity, or the level of a commendation. */
static int64_t
cause_kind(const struct verify_deeds *d, enum cause cause, const char *about, int level)
{
	return cause == CAUSE_COMMENDATION ? level : (int64_t)cause_key(d, text_of(about), 0);
}

static int
take_cause(void *arg, const struct cause_told *c)
{
	struct verify_deeds *d = arg;
	int64_t *kind = keys_add(&d->causes, cause_key(d, text_of(c->name), ids_serial(c->chief)));

	if (kind != NULL)
		*kind = cause_kind(d, c->cause, c->about, c->level);
	return kind == NULL;
}

/* Whether a deed is for causes of a kind. */
static bool
is_for(const struct verify_deeds *d, const struct deed *deed, int64_t kind)
{
	return (deed->cause == CAUSE_COMMENDATION ? deed->level == DEED_ANY_LEVEL : deed->about[0] == '\0')
	    || kind == cause_kind(d, deed->cause, deed->about, deed->level);
}

/* Whether the cause an award names is there, was his, and is what the deed is for: 1, 0, -1. */
static int
has_cause(struct verify *v, const struct deed *deed, const struct ledger_line *l)
{
	struct verify_deeds *d = v->deeds;
	enum cause cause = deed->cause;
	const int64_t *kind;
	const char *name = memchr(l->ref.at, ':', l->ref.len);
	size_t len = name == NULL ? 0 : l->ref.len - (size_t)(++name - l->ref.at);
	const char *dot = len == 0 ? NULL : memchr(name, '.', len);
	const struct area_range village = { .village_lo = v->village, .village_hi = v->village };
	int rc = 0;

	if (!d->loaded[cause])
		rc = cause_each(v->db, v->zone, &village, cause, DAY_MIN, DAY_MAX, take_cause, d);
	d->loaded[cause] = true;
	if (rc != 0)
		return rc < 0 ? -1 : db_no_memory(v->db);
	kind = keys_find(&d->causes, cause_key(d, (struct text){ name, dot == NULL ? len : (size_t)(dot - name) }, l->account));
	return kind != NULL && is_for(d, deed, *kind);
}

/* A number as it is written: any other form of it would be another ref. */
static bool
is_number(struct text t, int64_t min, int64_t max, int64_t *n)
{
	return t.len > 0 && t.at[0] != '0' && num_parse(t, min, max, n);
}

/* DEED:CAUSE.N: the award with the number before it was reversed. 0, -1, or found. */
static int
check_again(struct verify *v, const struct ledger_line *l)
{
	const char *dot = memchr(l->ref.at, '.', l->ref.len);
	size_t len = dot == NULL ? 0 : (size_t)(dot - l->ref.at);
	char before[2 * LEDGER_REF];
	int64_t n, reversed = 0;

	if (dot == NULL)
		return 0;
	if (!is_number((struct text){ dot + 1, l->ref.len - len - 1 }, 2, LEDGER_POINTS, &n))
		return verify_entry(v, l->seq, "entry-deed", _("%.*s is nothing that %s is for"), (int)l->ref.len, l->ref.at, v->deeds->reason);
	snprintf(before, sizeof(before), n > 2 ? "%.*s.%" PRId64 : "%.*s", (int)len, l->ref.at, n - 1);
	if (db_int(v->db, "SELECT count(*) FROM entry e JOIN entry r ON r.village = e.village AND r.ref = 'reverse:' || e.seq"
	    " WHERE e.village = $1 AND e.ref = $2 AND r.seq < $3", ARGS(ARG(v->village), ARG(before), ARG(l->seq)), &reversed) < 0)
		return -1;
	return reversed > 0 ? 0 : verify_entry(v, l->seq, "entry-twice", _("its cause was awarded before: %s"), before);
}

static int
check_form(const struct verify *v, const struct ledger_line *l, const struct deed *d)
{
	size_t code = strlen(d->code);
	bool deducts = text_is(l->kind, "deduct");

	if (d->deducts != deducts || (deducts ? l->points > 0 : l->points < 0))
		return verify_entry(v, l->seq, "entry-deed", _("%s is not on that side"), v->deeds->reason);
	if (l->ref.len <= code || l->ref.at[code] != ':' || memcmp(l->ref.at, d->code, code) != 0 || cause_of(l->ref) != d->cause)
		return verify_entry(v, l->seq, "entry-deed", _("%.*s is nothing that %s is for"), (int)l->ref.len, l->ref.at, v->deeds->reason);
	if (l->day < d->first || (d->cause == CAUSE_MANUAL && l->day > d->last))
		return verify_entry(v, l->seq, "entry-deed", _("%s did not hold that day"), v->deeds->reason);
	return 0;
}

/* What is told by itself of an entry that has its cause in another system. */
static bool
is_import(const struct ledger_row *e)
{
	static const char head[] = "import:";

	return (text_is(e->line.kind, "deduct") ? e->line.points <= 0 : e->line.points >= 0) && e->final == 0
	    && e->line.ref.len >= sizeof(head) && memcmp(e->line.ref.at, head, sizeof(head) - 1) == 0;
}

static int
check_award(struct verify *v, const struct ledger_row *e)
{
	const struct ledger_line *l = &e->line;
	const struct deed *d = find_deed(v, l->reason);
	int64_t right, points = l->points < 0 ? -l->points : l->points;
	int rc;

	if (text_is(l->reason, "import"))
		return is_import(e) ? 0 : verify_entry(v, l->seq, "entry-deed", _("it is not as an import makes it"));
	if (d == NULL)
		return verify_entry(v, l->seq, "entry-deed", _("the rulebook has no deed %.*s"), (int)l->reason.len, l->reason.at);
	if (v->deeds->group[d - v->book->deed].named == 0)
		v->deeds->group[d - v->book->deed].named = l->seq;
	rc = check_form(v, l, d);
	right = gives(v, d, l->account, l->day);
	if (rc == 0 && points != right)
		rc = verify_entry(v, l->seq, "entry-points", _("it is of %lld points; %s and its caps give %lld"), (long long)points, v->deeds->reason, (long long)right);
	if (rc == 0 && e->final != final(v, d, l->at))
		rc = verify_entry(v, l->seq, "entry-final", _("its points are final on another day than %s says"), v->deeds->reason);
	if (rc == 0)
		rc = check_again(v, l);
	if (rc == 0 && d->cause != CAUSE_MANUAL && (rc = has_cause(v, d, l)) == 0)
		rc = keys_add(&v->deeds->doubts, (uint64_t)l->seq) == NULL ? db_no_memory(v->db) : 1;
	return rc == 1 || rc == 0 ? add_uses(v, d, l->account, l->day, l->points) : rc;
}

int
verify_reversal(struct verify *v, const struct ledger_line *l, bool *spends)
{
	static const char head[] = "reverse:";
	const size_t n = sizeof(head) - 1;
	const struct deed *d;
	struct stmt *row = v->taken;
	int64_t seq, *doubt;
	int rc;

	if (l->ref.len <= n || memcmp(l->ref.at, head, n) != 0 || !is_number((struct text){ l->ref.at + n, l->ref.len - n }, 1, l->seq - 1, &seq))
		return verify_entry(v, l->seq, "entry-reverse", _("it reverses no entry before it"));
	if (stmt_bind(row, ARGS(ARG(v->village), ARG(seq))) != 0 || (rc = stmt_step(row)) < 0)
		return -1;
	*spends = rc == 1 && text_is(stmt_text(row, 0), "redeem");
	if (rc == 0 || stmt_int(row, 1) != l->account || stmt_int(row, 2) != -l->points || !text_equal(stmt_text(row, 3), l->reason)
	    || (!*spends && !text_is(stmt_text(row, 0), "award") && !text_is(stmt_text(row, 0), "deduct")))
		return verify_entry(v, l->seq, "entry-reverse", _("it does not take back what entry %lld gave"), (long long)seq);
	if (!*spends && (d = find_deed(v, l->reason)) != NULL)
		take_uses(v, d, l->account, (day_t)stmt_int(row, 4), l->points);
	doubt = keys_find(&v->deeds->doubts, (uint64_t)seq);
	if (doubt != NULL)
		*doubt = 1;
	return 0;
}

/* return:X240201-3: what that exchange took. */
static int
check_return(struct verify *v, const struct ledger_line *l)
{
	static const char head[] = "return:";
	const size_t n = sizeof(head) - 1;
	struct text taken = { l->ref.at + n, l->ref.len > n && memcmp(l->ref.at, head, n) == 0 ? l->ref.len - n : 0 };
	int64_t seq = 0;

	if (taken.len > 0 && db_int(v->db, "SELECT seq FROM entry WHERE village = $1 AND ref = $2 AND kind = 'redeem' AND account = $3 AND points = $4"
	    " AND reason = $5 AND seq < $6", ARGS(ARG(v->village), ARG(taken), ARG(l->account), ARG(-l->points), ARG(l->reason), ARG(l->seq)), &seq) < 0)
		return -1;
	return seq > 0 ? 0 : verify_entry(v, l->seq, "entry-return", _("it does not give back what an exchange before it took"));
}

int
verify_deed(struct verify *v, const struct ledger_row *e)
{
	int rc;

	const struct ledger_line *l = &e->line;

	if (text_is(l->kind, "award") || text_is(l->kind, "deduct"))
		return check_award(v, e);
	if (text_is(l->kind, "redeem") ? l->points >= 0 : text_is(l->kind, "return") && l->points <= 0)
		return verify_entry(v, l->seq, "entry-points", _("it is of %lld points: that is the other side"), (long long)l->points);
	if (text_is(l->kind, "return") && (rc = check_return(v, l)) != 0)
		return rc;
	return e->final == 0 ? 0 : verify_entry(v, l->seq, "entry-final", _("it is final at once, and is kept as if it were not"));
}

static int
by_seq(const void *a, const void *b)
{
	uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;

	return (p > q) - (p < q);
}

int
verify_causes(struct verify *v)
{
	const struct keys *t = &v->deeds->doubts;
	uint64_t *seq = t->count == 0 ? NULL : calloc(t->count, sizeof(*seq));
	size_t n = 0;
	int rc = 0;

	if (t->count > 0 && seq == NULL)
		return db_no_memory(v->db);
	for (size_t i = 0; i < t->room; i++)
		if (t->at[i].key != 0 && t->at[i].n == 0)
			seq[n++] = t->at[i].key;
	if (n > 0)
		qsort(seq, n, sizeof(*seq), by_seq);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = verify_entry(v, (int64_t)seq[i], "entry-cause", _("what it was awarded for is not there, or counts no more"));
	free(seq);
	return rc;
}
