/* What the ledger calls rows of elsewhere, and which of them it has already. */
#define _GNU_SOURCE
#include "points_import_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "identity.h"
#include "phone.h"

enum { VILLAGE_DASH = 13 };	/* "430121106205-" */

static uint64_t
digest(const char *words, int n)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	uint64_t d = 0;

	crypto_hash_sha256(hash, (const unsigned char *)words, n < 0 ? 0 : (unsigned long long)n);
	for (int i = 0; i < 8; i++)
		d = d << 8 | hash[i];
	return d;
}

/* What tells a row from others: its own reference, or all that it says. */
static void
tell_apart(struct points_item *it)
{
	const struct points_row *p = it->p;
	char words[COL_BUF + 64];
	int n;

	if (p->ref.len > 0)
		n = snprintf(words, sizeof(words), "%lld:%.*s", (long long)ids_village(p->chief), (int)p->ref.len, p->ref.at);
	else
		n = snprintf(words, sizeof(words), "%lld|%d|%lld|%.*s", (long long)p->chief, p->day, (long long)p->points, (int)p->title.len, p->title.at);
	it->digest = digest(words, n < (int)sizeof(words) ? n : (int)sizeof(words) - 1);
}

#define COMPARE(a, b)	(((a) > (b)) - ((a) < (b)))

static int
by_digest(const void *a, const void *b)
{
	const struct points_item *x = a, *y = b;
	int rc = COMPARE(x->digest, y->digest);

	return rc != 0 ? rc : COMPARE(x->row->line, y->row->line);
}

/* What the chain may hold for ever: no bars, and no number of a person. */
static bool
is_plain(struct text t)
{
	char phone[PHONE_SIZE];
	int64_t number;
	bool old;

	if (identity_parse(t, 0, &number, &old) == IDENTITY_OK || phone_parse(t, NULL, phone, &old) == PHONE_OK)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] <= ' ' || t.at[i] > '~' || t.at[i] == '|')
			return false;
	return t.len < LEDGER_REF - sizeof("import:");
}

/* import:REF; or import:C07-240131-1a2b3c4d of a row that says no more, the second
 * that says the same with -2 behind. 0, -1 no memory. */
static int
name_ref(struct points_item *it, int same)
{
	const struct points_row *p = it->p;
	char ref[LEDGER_REF], chief[IDS_SIZE];
	int n;

	if (p->ref.len > 0 && is_plain(p->ref))
		n = snprintf(ref, sizeof(ref), "import:%.*s", (int)p->ref.len, p->ref.at);
	else if (p->ref.len > 0)
		n = snprintf(ref, sizeof(ref), "import:%016llx", (unsigned long long)it->digest);
	else
		n = snprintf(ref, sizeof(ref), "import:%s-%06d-%08llx", ids_chief(p->chief, chief).at + VILLAGE_DASH, p->day % 1000000,
		    (unsigned long long)(it->digest >> 32));
	if (p->ref.len == 0 && same > 1)
		n += snprintf(ref + n, sizeof(ref) - (size_t)n, "-%d", same);
	it->ref = (struct text){ import_alloc(it->row, (size_t)n), (size_t)n };
	if (it->ref.at == NULL)
		return -1;
	memcpy((char *)it->ref.at, ref, (size_t)n);
	return 0;
}

int
points_refs(struct points_batch *b)
{
	int same = 0;

	for (size_t i = 0; i < b->n; i++)
		tell_apart(&b->item[i]);
	qsort(b->item, b->n, sizeof(*b->item), by_digest);
	for (size_t i = 0; i < b->n; i++) {
		struct points_item *it = &b->item[i];

		same = i > 0 && it[-1].digest == it->digest ? same + 1 : 1;
		if (same > 1 && it->p->ref.len > 0)
			import_fault(b->im, it->row, "ref", (struct text){ 0 }, FAULT_DUPLICATE);
		if (name_ref(it, same) != 0)
			return db_no_memory(import_db(b->im));
	}
	return 0;
}

static struct arg
cell(const void *rows, size_t n, int c, bool own)
{
	const struct points_item *it = &((const struct points_item *)rows)[n];

	return c == 0 ? arg_int((int64_t)n) : c == 1 ? arg_int(ids_village(it->p->chief)) : arg_text(own ? it->p->ref : it->ref);
}

static struct arg
ref_cell(const void *rows, size_t n, int c)
{
	return cell(rows, n, c, false);
}

static struct arg
own_cell(const void *rows, size_t n, int c)
{
	return cell(rows, n, c, true);
}

static int
take_stored(void *arg, struct stmt *found)
{
	struct points_batch *b = arg;
	struct points_item *it = &b->item[stmt_int(found, 0)];

	if (stmt_int(found, 1) == ids_serial(it->p->chief) && stmt_int(found, 2) == it->p->day && stmt_int(found, 3) == it->p->points)
		it->row->stored = ROW_SAME;
	else if (import_duplicate(b->im) == DUPLICATE_SKIP)
		it->row->stored = ROW_SKIPPED;
	else
		import_fault_why(b->im, it->row, "ref", FAULT_HISTORY, N_("the ledger has it with another chief, day or points"));
	return 0;
}

static int
compare(struct points_batch *b, struct arg (*ref)(const void *, size_t, int))
{
	static const char *const names[] = { "n", "village", "ref", NULL };
	struct db *db = import_db(b->im);

	return db_feed(db, &(struct feed){ names, "iit", b->n, ref, b->item }) != 0 ? -1
	    : db_each(db, "SELECT f.n, e.account, e.day, e.points FROM feed f CROSS JOIN entry e"
	    " WHERE e.village = f.village AND e.ref = f.ref", NO_ARGS, take_stored, b);
}

/* What the ledger has already: in a first import nothing. A file may be a list of its
 * own entries, which refers as it does. */
int
points_stored(struct points_batch *b)
{
	int64_t any = 0;
	int rc = db_int(import_db(b->im), "SELECT 1 FROM village v CROSS JOIN entry e WHERE v.village BETWEEN $1 AND $2 AND e.village = v.village"
	    " AND e.ref >= 'import:' AND e.ref < 'import;' LIMIT 1",
	    ARGS(ARG(ids_village(b->item[0].p->chief)), ARG(ids_village(b->item[b->n - 1].p->chief))), &any);

	if (rc > 0)
		rc = compare(b, ref_cell);
	return rc == 0 && b->own->refs ? compare(b, own_cell) : rc;
}
