/*
 * Batches: rows are read into an arena, sorted, stored, forgotten. A file of
 * more than one is read in a thread of its own while this one stores.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "ids.h"
#include "import_parts.h"

enum {
	BLOCK = 1024 * 1024,
	USUAL = 4 * 1024 * 1024,	/* bytes of a batch */
	LARGE = 160,			/* times as much, when rows far apart meet */
};

struct block {
	struct block	*next;
	size_t		 size, used;
	_Alignas(16) char at[];
};

char *
batch_alloc(struct import_batch *batch, size_t size)
{
	struct block *b = batch->now;

	size = (size + 15) & ~(size_t)15;
	while (b == NULL || b->size - b->used < size) {
		if (b != NULL && b->next != NULL) {
			b = b->next;
			b->used = 0;
			continue;
		}
		b = malloc(sizeof(*b) + (size > BLOCK ? size : BLOCK));
		if (b == NULL)
			return NULL;
		*b = (struct block){ .size = size > BLOCK ? size : BLOCK };
		if (batch->now == NULL) {
			batch->first = batch->now = b;
		} else {
			while (batch->now->next != NULL)
				batch->now = batch->now->next;
			batch->now->next = b;
		}
	}
	batch->now = b;
	b->used += size;
	batch->used += size;
	return b->at + b->used - size;
}

char *
import_alloc(struct import_row *row, size_t size)
{
	return batch_alloc(kept_of(row->rec)->batch, size);
}

void
batch_free(struct import_batch *b)
{
	while (b->first != NULL) {
		struct block *next = b->first->next;

		free(b->first);
		b->first = next;
	}
	free(b->rows);
	free(b->told);
}

static bool
is_full(const struct import_batch *b)
{
	const struct entity *e = b->im->entity;
	size_t most = e->batch != 0 ? e->batch : USUAL;

	if (b->im->unordered || e->whole)
		most *= LARGE;
	return b->used + b->n_told * sizeof(*b->told) >= most;
}

/* Whether as many rows were bad as --max-errors allows. */
static bool
is_enough(const struct import_batch *b)
{
	int64_t most = b->im->how->max_errors;

	return most > 0 && b->im->bad + b->bad >= most;
}

/* The first may have been looked at already, for headings. */
static int
next_row(struct import *im)
{
	bool pending = im->pending;

	im->pending = false;
	return pending ? 1 : csv_next(im->csv, &im->row);
}

/* Empties the batch and reads into it. Its state says how that ended. */
static void
fill(struct import_batch *b)
{
	struct import *im = b->im;
	int got = 1;

	b->n_rows = b->n_told = b->used = 0;
	b->bad = b->aside = 0;
	b->now = b->first;
	if (b->now != NULL)
		b->now->used = 0;
	while (b->error == 0 && !is_full(b) && !is_enough(b) && (got = next_row(im)) == 1) {
		if (row_take(b) != 0) {
			b->state = BATCH_FAILED;
			return;
		}
	}
	if (got < 0)
		b->error = errno;
	b->unordered = im->unordered;
	b->state = b->error != 0 ? BATCH_FAILED : got == 0 ? BATCH_LAST : is_enough(b) ? BATCH_ENOUGH : BATCH_FULL;
}

struct place {
	int64_t	 key;
	size_t	 at;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->key != q->key)
		return p->key < q->key ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

/* By key; rows of one key stay in the order of the file. */
static int
sort(struct import_batch *b)
{
	struct place *places = malloc(b->n_rows * sizeof(*places) + 1);
	struct import_row *sorted = malloc(b->room * sizeof(*sorted) + 1);

	if (places == NULL || sorted == NULL) {
		free(places);
		free(sorted);
		return import_errno(b->im, b->im->label);
	}
	for (size_t i = 0; i < b->n_rows; i++)
		places[i] = (struct place){ kept_of(b->rows[i].rec)->key, i };
	qsort(places, b->n_rows, sizeof(*places), compare_places);
	for (size_t i = 0; i < b->n_rows; i++)
		sorted[i] = b->rows[places[i].at];
	free(places);
	free(b->rows);
	b->rows = sorted;
	return 0;
}

static void
count(const struct import_batch *b)
{
	struct import_count *n = b->im->count;
	int64_t *const of[] = {
		[ROW_NEW] = &n->added, [ROW_SAME] = &n->same,
		[ROW_CHANGED] = &n->changed, [ROW_SKIPPED] = &n->skipped,
	};

	n->aside += b->aside;
	n->read += (int64_t)b->n_rows;
	for (size_t i = 0; i < b->n_rows; i++)
		++*(b->rows[i].bad ? &n->rejected : of[b->rows[i].stored]);
	b->im->bad = n->rejected;
}

static int
failed(const struct import_batch *b)
{
	errno = b->error;
	return import_errno(b->im, b->im->label);
}

/* No lock was had: there is no such village, as the entity will find, or it is
 * there and another office's. 1 that, 0, -1. */
static int
is_others(struct db *db, int64_t village)
{
	int64_t there = 0;

	return db_int(db, "SELECT 1 FROM area WHERE village = $1 AND sub = 0 AND level = 4", ARGS(ARG(village)), &there);
}

/* The villages of the batch, in the order of their codes. */
static int
lock(struct import_batch *b)
{
	int64_t last = 0;
	int others = 0;

	for (size_t i = 0; !b->im->entity->town && i < b->n_rows; i++) {
		int64_t village = ids_village(kept_of(b->rows[i].rec)->key);
		int got = 1;

		if (b->rows[i].bad)
			continue;
		if (village != last) {
			got = db_lock(b->im->db, village);
			others = got == 0 ? is_others(b->im->db, village) : 0;
			last = village;
		}
		if (got < 0 || others < 0)
			return -1;
		if (others == 1) {
			import_fault(b->im, &b->rows[i], NULL, (struct text){ 0 }, FAULT_VILLAGE_OTHER);
			kept_of(b->rows[i].rec)->denied = true;
		}
	}
	return 0;
}

/* Stores the batch and tells its faults. 0, -1 (db_fail). */
static int
store(struct import_batch *b)
{
	struct import *im = b->im;

	if (b->n_rows > 0 && ((b->unordered && sort(b) != 0) || lock(b) != 0
	    || im->entity->store(im, im->own, b->rows, b->n_rows) != 0))
		return -1;
	if (b->error != 0)
		return failed(b);
	count(b);
	progress_say(&im->progress, im->label, im->count->read);
	return told_flush(b);
}

static void *
fill_beside(void *batch)
{
	fill(batch);
	return NULL;
}

/*
 * Begins to read the next batch in a thread, which takes no signals. Not where
 * batches are large, for two of them would be in memory; nor where the bad rows
 * of one decide how far the next one is read.
 */
static bool
begin_beside(pthread_t *thread, struct import_batch *next)
{
	const struct import *im = next->im;
	sigset_t all, old;
	bool begun;

	if (!im->entity->apart || im->entity->whole || im->unordered || im->how->max_errors > 0)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	begun = pthread_create(thread, NULL, fill_beside, next) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return begun;
}

/*
 * Each thread lives for one batch: to start it costs nothing beside the work,
 * and at its end all is in one hand again, whatever failed.
 */
int
batch_run(struct import *im)
{
	struct import_batch *b = &im->batch[0], *next = &im->batch[1];
	pthread_t thread;

	fill(b);
	while (b->state == BATCH_FULL) {
		bool beside = begin_beside(&thread, next);
		int rc = store(b);

		if (beside) {
			struct import_batch *stored = b;

			pthread_join(thread, NULL);
			b = next;
			next = stored;
		} else if (rc == 0) {
			fill(b);
		}
		if (rc != 0)
			return -1;
	}
	if (b->state == BATCH_FAILED)
		return b->error != 0 ? failed(b) : -1;
	if (store(b) != 0)
		return -1;
	im->refused = b->state == BATCH_ENOUGH;
	if (im->refused || im->entity->end == NULL)
		return 0;
	return im->entity->end(im, im->own);
}
