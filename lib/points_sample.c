/*
 * A repeatable draw: each entry has a lot, the SHA-256 of the seed and its hash, and
 * the smallest are drawn. Who checks it needs sha256sum alone.
 */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define ROWS	"SELECT e.village, e.seq, e.hash " ENTRY_FROM

struct lot {
	char	 hash[LEDGER_HASH];
	int64_t	 entry;
};

struct drawing {
	struct db	*db;
	const struct points_filter *filter;
	int64_t		 seed;
	struct lot	*lot;		/* a heap: the first is the greatest */
	size_t		 n, most;
};

/* Puts a lot in place of the one at the top, or of one that sinks. */
static void
sink(struct drawing *d, size_t at, const struct lot *lot)
{
	for (size_t child; (child = at * 2 + 1) < d->n; at = child) {
		if (child + 1 < d->n && strcmp(d->lot[child + 1].hash, d->lot[child].hash) > 0)
			child++;
		if (strcmp(d->lot[child].hash, lot->hash) <= 0)
			break;
		d->lot[at] = d->lot[child];
	}
	d->lot[at] = *lot;
}

static void
add(struct drawing *d, const struct lot *lot)
{
	size_t at = d->n;

	if (d->n == d->most) {
		if (strcmp(lot->hash, d->lot[0].hash) < 0)
			sink(d, 0, lot);
		return;
	}
	for (d->n++; at > 0 && strcmp(lot->hash, d->lot[(at - 1) / 2].hash) > 0; at = (at - 1) / 2)
		d->lot[at] = d->lot[(at - 1) / 2];
	d->lot[at] = *lot;
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct drawing *d = arg;
	struct text hash = stmt_text(row, 2);
	char words[LEDGER_HASH + 24];
	struct lot lot = { .entry = ids_make(stmt_int(row, 0), stmt_int(row, 1)) };

	ledger_hash((struct text){ words, (size_t)snprintf(words, sizeof(words), "%lld:%.*s", (long long)d->seed, (int)hash.len, hash.at) }, lot.hash);
	add(d, &lot);
	return 0;
}

static int
draw(void *arg, int64_t chief)
{
	struct drawing *d = arg;
	struct points_bound bound;

	return db_each(d->db, chief == 0 ? ROWS POINTS_ALL : ROWS POINTS_ONE, points_bind(d->filter, chief, &bound), take_entry, d);
}

int
points_sample(struct db *db, struct rec_out *out, const struct points_filter *f, int64_t n, int64_t seed)
{
	struct drawing d = { .db = db, .filter = f, .seed = seed, .most = (size_t)n };
	int64_t *entry = calloc(d.most, sizeof(*entry));
	int rc;

	d.lot = calloc(d.most, sizeof(*d.lot));
	rc = entry == NULL || d.lot == NULL ? db_no_memory(db) : points_each(f, draw, &d);
	for (size_t i = 0; rc == 0 && i < d.n; i++)
		entry[i] = d.lot[i].entry;
	if (rc == 0 && d.n > 1)
		qsort(entry, d.n, sizeof(*entry), ids_order);
	if (rc == 0)
		rc = points_put(db, out, entry, d.n);
	free(d.lot);
	free(entry);
	return rc;
}
