#include "settle_paid.h"

#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "num.h"

struct paid_slot {
	uint32_t	 at;		/* index + 1 of its latest award, 0 free */
	uint32_t	 hash;		/* tells most others apart, without a look at them */
};

struct loading {
	struct db	*db;
	struct paid_book *book;
};

static struct text
cause_name(const struct paid_book *b, const struct paid *p)
{
	return (struct text){ b->refs + p->ref + p->code + 1, p->len };
}

static int
add(struct loading *l, int64_t seq, int64_t account, struct text ref)
{
	const char *colon = memchr(ref.at, ':', ref.len), *end = memchr(colon, '.', ref.len - (size_t)(colon - ref.at));
	struct paid_book *b = l->book;

	if (!ARRAY_ROOM(b->at, b->n + 1, b->room) || !ARRAY_ROOM(b->refs, b->bytes + ref.len, b->bytes_room))
		return db_no_memory(l->db);
	if (end == NULL)
		end = ref.at + ref.len;
	b->at[b->n++] = (struct paid){ .seq = seq, .account = account, .ref = b->bytes, .code = (uint32_t)(colon - ref.at), .len = (uint32_t)(end - colon - 1) };
	memcpy(b->refs + b->bytes, ref.at, ref.len);
	b->bytes += ref.len;
	return 0;
}

static int
by_seq(const void *key, const void *member)
{
	int64_t seq = *(const int64_t *)key, other = ((const struct paid *)member)->seq;

	return (seq > other) - (seq < other);
}

static void
take_reversal(struct paid_book *b, struct text ref, bool for_good)
{
	const size_t skip = strlen("reverse:");
	struct paid *p = NULL;
	int64_t seq;

	if (b->n > 0 && ref.len > skip && num_parse((struct text){ ref.at + skip, ref.len - skip }, 1, IDS_STEP, &seq))
		p = bsearch(&seq, b->at, b->n, sizeof(*p), by_seq);
	if (p != NULL) {
		p->reversed = true;
		p->for_good = for_good;
	}
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct loading *l = arg;
	struct text ref = stmt_text(row, 3);

	if (!text_is(stmt_text(row, 1), "reverse"))
		return cause_of(ref) == CAUSE_MANUAL ? 0 : add(l, stmt_int(row, 0), stmt_int(row, 2), ref);
	take_reversal(l->book, ref, !text_is(stmt_text(row, 4), "-"));
	return 0;
}

/* Eight bytes at a time: each cause of the register is looked up. */
static uint64_t
hash(struct text t)
{
	uint64_t h = t.len, part;

	for (; t.len >= sizeof(part); t.at += sizeof(part), t.len -= sizeof(part)) {
		memcpy(&part, t.at, sizeof(part));
		h = (h ^ part) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
	}
	part = 0;
	memcpy(&part, t.at, t.len);
	return (h ^ part) * UINT64_C(0x9E3779B97F4A7C15);
}

/* The slot of a cause, or the free one where it would be. */
static struct paid_slot *
slot_of(const struct paid_book *b, struct text name)
{
	uint64_t h = hash(name);
	struct paid_slot *slot = &b->slot[h >> 20 & b->mask];

	while (slot->at != 0 && (slot->hash != (uint32_t)(h >> 32) || !text_equal(cause_name(b, &b->at[slot->at - 1]), name)))
		slot = slot == &b->slot[b->mask] ? b->slot : slot + 1;
	slot->hash = (uint32_t)(h >> 32);
	return slot;
}

int
paid_load(struct db *db, int64_t village, struct paid_book *b)
{
	if (db_each(db, "SELECT seq, kind, account, ref, note FROM entry WHERE village = $1"
	    " AND (kind = 'award' OR kind = 'reverse') ORDER BY seq", ARGS(ARG(village)), take_entry, &(struct loading){ db, b }) != 0)
		return -1;
	for (b->mask = 3; b->mask < 2 * b->n; b->mask = b->mask * 2 + 1)
		;
	b->slot = calloc(b->mask + 1, sizeof(*b->slot));
	if (b->slot == NULL)
		return db_no_memory(db);
	for (size_t i = 0; i < b->n; i++) {
		struct paid_slot *slot = slot_of(b, cause_name(b, &b->at[i]));

		b->at[i].before = slot->at;
		slot->at = (uint32_t)i + 1;
	}
	return 0;
}

void
paid_free(struct paid_book *b)
{
	free(b->at);
	free(b->refs);
	free(b->slot);
}

uint32_t
paid_find(const struct paid_book *b, const char *name)
{
	return slot_of(b, text_of(name))->at;
}

int
paid_ask(struct db *db, struct stmt **stmt, const struct deed *d, const struct cause_told *c, struct paid *p)
{
	char ref[LEDGER_REF];
	size_t len = cause_ref(d, c, ref).len;
	int rc = 1;

	if (*stmt == NULL)
		*stmt = db_prepare(db, "SELECT e.seq, e.account, coalesce(r.seq, 0), coalesce(r.note, '') FROM entry e"
		    " LEFT JOIN entry r ON r.village = e.village AND r.ref = 'reverse:' || e.seq WHERE e.village = $1 AND e.ref = $2");
	if (*stmt == NULL)
		return -1;
	*p = (struct paid){ .reversed = true };
	for (int n = 2; p->reversed; n++) {
		rc = stmt_bind(*stmt, ARGS(ARG(ids_village(c->chief)), ARG(ref))) != 0 ? -1 : stmt_step(*stmt);
		if (rc <= 0)
			break;
		*p = (struct paid){ .seq = stmt_int(*stmt, 0), .account = stmt_int(*stmt, 1),
			.reversed = stmt_int(*stmt, 2) != 0, .for_good = !text_is(stmt_text(*stmt, 3), "-") };
		snprintf(ref + len, sizeof(ref) - len, ".%d", n);
	}
	return rc < 0 ? -1 : 0;
}
