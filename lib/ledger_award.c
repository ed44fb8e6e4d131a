/* Awards, with their caps, and reversals. */
#define _GNU_SOURCE
#include "ledger_parts.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const queries[QUERIES] = {
	[AWARDED] =
	    "SELECT x.seq, coalesce(x.undone, 0), coalesce((SELECT r.note FROM entry r WHERE r.village = x.village AND r.seq = x.undone), '') FROM"
	    " (SELECT e.village, e.seq, (SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq) AS undone"
	    " FROM entry e WHERE e.village = $1 AND e.ref = $2) x",
	[USED] =
	    "SELECT CAST(coalesce(sum(abs(e.points)), 0) AS BIGINT) FROM entry e"
	    " WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4 AND (e.kind = 'award' OR e.kind = 'deduct')"
	    " AND length(e.reason) = length($5) + 8 AND substr(e.reason, 1, CAST(length($5) AS INTEGER)) = $5 AND NOT (" LEDGER_REVERSED("e") ")",
	[TAKEN] =
	    "SELECT e.kind, e.account, e.points, e.reason, e.day,"
	    " coalesce((SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq),"
	    " (SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'return:' || e.ref), 0)"
	    " FROM entry e WHERE e.village = $1 AND e.seq = $2",
};

static int
ask(struct ledger *l, enum ledger_query q, const struct arg *args)
{
	return ledger_ask(l, q, queries[q], args);
}

/* The points of a chief by a deed in the period of a day so far. -1 failed. */
static int64_t
used(struct ledger *l, const struct ledger_award *a, enum deed_cap cap, day_t on)
{
	struct deed_use key = deed_use(a->deed, a->cause.chief, cap, on), **found = tfind(&key, &l->uses, deed_use_order);
	char dotted[RULE_CODE + 1];

	if (found != NULL)
		return (*found)->points;
	snprintf(dotted, sizeof(dotted), "%s.", a->deed->code);
	if (ask(l, USED, ARGS(ARG(ids_village(key.chief)), ARG(ids_serial(key.chief)), ARG(key.first), ARG(key.last), ARG(dotted))) < 0)
		return -1;
	key.points = stmt_int(l->stmt[USED], 0);
	return ledger_plant(l, &l->uses, &key, sizeof(key), deed_use_order) == NULL ? -1 : key.points;
}

static void
add_uses(struct ledger *l, const struct ledger_award *a, day_t on)
{
	for (int cap = 0; cap < CAPS; cap++) {
		struct deed_use key = deed_use(a->deed, a->cause.chief, cap, on), **at = tfind(&key, &l->uses, deed_use_order);

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
		int64_t most = a->deed->cap[cap], n;

		if (most == 0)
			continue;
		if ((n = used(l, a, cap, on)) < 0)
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
	char id[IDS_SIZE], since[11], until[11];
	day_t first, last;

	deed_period(a->cap, on, &first, &last);
	return ledger_refuse(no, FAULT_CAP, ids_chief(a->cause.chief, id), _("%s gives %lld points at most from %s to %s, and has given %lld"), a->deed->code,
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
		int rc = ask(l, AWARDED, ARGS(ARG(ids_village(a->cause.chief)), ARG(ref)));
		struct stmt *row = l->stmt[AWARDED];

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
		.final = a->deed->notice > 0 ? day_add(moment_day(ledger_clock(l, h), l->who.zone, NULL), (int)a->deed->notice) : 0,
	};
	int64_t spent = 0;
	int rc = cut(l, a, e.day, &spent);

	if (rc == 0 && a->points == 0 && !a->all)
		return refuse_cap(no, a, e.day, spent);
	e.points = a->deed->deducts ? -a->points : a->points;
	if (rc == 0)
		rc = ledger_check(l, h, chief, &e, 0, no);
	if (rc == 0 && (rc = ledger_append(l, h, chief, &e, false)) == 1) {
		a->seq = e.seq;
		add_uses(l, a, e.day);
	}
	return rc;
}

int
ledger_award(struct ledger *l, struct ledger_award *a, struct ledger_refusal *no)
{
	struct head *h = ledger_head(l, ids_village(a->cause.chief));
	struct account *chief = h == NULL ? NULL : ledger_account(l, a->cause.chief);
	char ref[LEDGER_REF];
	int rc = chief == NULL ? -1 : find_ref(l, a, ref);

	return rc <= 0 ? rc : award(l, h, chief, a, ref, no);
}

int
ledger_reverse(struct ledger *l, int64_t entry, struct text words, int64_t *seq, struct ledger_refusal *no)
{
	int64_t village = ids_village(entry);
	struct head *h = ledger_head(l, village);
	int rc = h == NULL ? -1 : ask(l, TAKEN, ARGS(ARG(village), ARG(ids_serial(entry))));
	struct stmt *row = l->stmt[TAKEN];
	char ref[LEDGER_REF], reason[LEDGER_REASON], id[IDS_SIZE], by[IDS_SIZE], who[IDS_SIZE], day[11], now[11];
	struct ledger_entry e = { .day = l->who.today, .kind = "reverse", .words = words };
	struct account *chief;
	bool redeemed;

	ids_entry(entry, id);
	if (rc <= 0)
		return rc < 0 ? -1 : db_fail(l->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("entry %s"), id);
	redeemed = text_is(stmt_text(row, 0), "redeem");
	e.chief = ids_make(village, stmt_int(row, 1));
	ids_chief(e.chief, who);
	if (stmt_int(row, 5) != 0)
		return ledger_refuse(no, FAULT_REVERSED, text_of(who), _("entry %s is reversed by %s"), id, ids_entry(ids_make(village, stmt_int(row, 5)), by).at);
	if (!redeemed && !text_is(stmt_text(row, 0), "award") && !text_is(stmt_text(row, 0), "deduct"))
		return ledger_refuse(no, FAULT_REVERSE_WHAT, text_of(who), _("entry %s is of the kind %.*s"), id, (int)stmt_text(row, 0).len, stmt_text(row, 0).at);
	if (stmt_int(row, 4) > e.day)
		return ledger_refuse(no, FAULT_TIME_ORDER, text_of(who), _("entry %s is of %s, and this is %s"), id,
		    day_text((day_t)stmt_int(row, 4), day), day_text(e.day, now));
	e.points = -stmt_int(row, 2);
	snprintf(reason, sizeof(reason), "%.*s", (int)stmt_text(row, 3).len, stmt_text(row, 3).at);
	e.reason = text_of(reason);
	snprintf(ref, sizeof(ref), "reverse:%lld", (long long)ids_serial(entry));
	e.ref = text_of(ref);
	chief = ledger_account(l, e.chief);
	rc = chief == NULL ? -1 : ledger_check(l, h, chief, &e, ids_serial(entry), no);
	if (rc == 0 && (rc = ledger_append(l, h, chief, &e, redeemed)) == 1) {
		*seq = e.seq;
		tdestroy(l->uses, free);	/* the caps have room again */
		l->uses = NULL;
	}
	return rc;
}
