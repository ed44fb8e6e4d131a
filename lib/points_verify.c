#define _GNU_SOURCE
#include "points_verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "checkpoint.h"
#include "scope.h"

/* Files, one after another. */
struct pile {
	char	*at;
	size_t	 len;
};

/* All of a file; of one with checkpoints, in whatever form it was kept, their lines. */
static int
read_file(struct run *run, const char *path, FILE *to)
{
	FILE *fp = fopen(path, "re"), *whole;
	char block[4096], *at = NULL;
	size_t n, len = 0;
	int why = errno;

	if (fp == NULL)
		return run_usage(run, "%s: %s", path, strerror(why));
	whole = open_memstream(&at, &len);
	while (whole != NULL && (n = fread(block, 1, sizeof(block), fp)) > 0)
		fwrite(block, 1, n, whole);
	why = ferror(fp) ? errno : 0;
	fclose(fp);
	if (whole == NULL || fclose(whole) != 0) {
		free(at);
		return db_no_memory(run->db);
	}
	if (!checkpoint_lines((struct text){ at, len }, to))
		fwrite(at, 1, len, to);
	free(at);
	return why != 0 ? run_usage(run, "%s: %s", path, strerror(why)) : 0;
}

/* The caller frees pile->at, also when it failed. */
static int
read_files(struct run *run, char *const path[], struct pile *pile)
{
	FILE *to = open_memstream(&pile->at, &pile->len);
	int rc = 0;

	if (to == NULL)
		return db_no_memory(run->db);
	for (; rc == 0 && *path != NULL; path++)
		rc = read_file(run, *path, to);
	if (fclose(to) != 0 && rc == 0)
		rc = db_no_memory(run->db);
	return rc;
}

int
points_verify(struct run *run)
{
	char where[4096];
	struct verify_how how = { .zone = run->zone, .signers = run_opt(run, OPT_SIGNERS), .where = run_database(run, where, sizeof(where)) };
	struct area_range within;
	struct pile saved = { NULL, 0 };
	int64_t timeout;
	int rc = scope_villages(run, &within);

	if (rc == 0)
		rc = run_int(run, OPT_TIMEOUT, 30, 0, 3600, &timeout);

	if (rc == 0)
		rc = read_files(run, run->operand, &saved);
	if (rc == 0) {
		how.timeout = (int)timeout;
		how.saved = (struct text){ saved.at, saved.len };
		rc = ledger_verify(run->db, run->out, &within, &how);
		if (rc == 0)
			run->status = EXIT_NO;
	}
	free(saved.at);
	return rc < 0 ? -1 : 0;
}

struct making {
	struct area_range area;
	int64_t		 size;		/* 0: new ones; else that one is signed */
	const char	*key;
	struct text	 signature;
};

struct villages {
	int64_t	*at;
	size_t	 n, room;
};

static int
take_village(void *arg, struct stmt *row)
{
	struct villages *v = arg;

	if (v->n == v->room) {
		size_t room = v->room * 2 + 64;
		int64_t *more = reallocarray(v->at, room, sizeof(*more));

		if (more == NULL)
			return 1;
		v->at = more;
		v->room = room;
	}
	v->at[v->n++] = stmt_int(row, 0);
	return 0;
}

static int
make_one(struct run *run, const struct making *m, int64_t village)
{
	struct area_range range = { .village_lo = village, .village_hi = village };
	int rc = run_lock(run, village) != 0 ? -1 : checkpoint_make(run->db, village, m->key, run->id);

	if (rc != 1)
		return rc;
	return checkpoint_list(run->db, run->out, &range, CHECKPOINT_NEWEST) != 0 ? -1 : 1;
}

static int64_t
make(struct run *run, void *arg)
{
	const struct making *m = arg;
	struct villages v = { NULL, 0, 0 };
	int64_t made = 0;
	int rc = db_each(run->db, "SELECT village FROM chain WHERE village BETWEEN $1 AND $2 AND seq > 0 ORDER BY village",
	    ARGS(ARG(m->area.village_lo), ARG(m->area.village_hi)), take_village, &v);

	if (rc > 0)
		rc = db_no_memory(run->db);
	for (size_t i = 0; rc >= 0 && i < v.n; i++) {
		rc = make_one(run, m, v.at[i]);
		made += rc > 0;
	}
	free(v.at);
	return rc < 0 ? -1 : made;
}

static int64_t
sign(struct run *run, void *arg)
{
	const struct making *m = arg;
	int rc = checkpoint_sign(run->db, m->area.village_lo, m->size, m->signature);

	return rc < 0 || checkpoint_list(run->db, run->out, &m->area, m->size) != 0 ? -1 : rc;
}

static int
sign_one(struct run *run, struct making *m)
{
	char *const file[] = { (char *)run_opt(run, OPT_SIGNATURE), NULL };
	struct pile pile = { NULL, 0 };
	int rc;

	if (run->operands != 1 || m->key != NULL || run_opt(run, OPT_AREA) != NULL)
		return run_usage(run, _("--signature is that of one checkpoint"));
	if (!checkpoint_id_parse(text_of(run->operand[0]), &m->area.village_lo, &m->size))
		return db_fail(run->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("checkpoint %s"), run->operand[0]);
	m->area.village_hi = m->area.village_lo;
	rc = read_files(run, file, &pile);
	m->signature = (struct text){ pile.at, pile.len };
	if (rc == 0)
		rc = run_change(run, m->area.village_lo, sign, m);
	free(pile.at);
	return rc;
}

int
points_checkpoint(struct run *run)
{
	struct making m = { .key = run_opt(run, OPT_KEY) };

	if (run_opt(run, OPT_SIGNATURE) != NULL)
		return sign_one(run, &m);
	if (run->operands > 0)
		return run_usage(run, _("a checkpoint is named with --signature"));
	return scope_villages(run, &m.area) != 0 ? -1 : run_change(run, DB_LATER, make, &m);
}

int
points_checkpoints(struct run *run)
{
	struct area_range within;

	return scope_villages(run, &within) != 0 ? -1 : checkpoint_list(run->db, run->out, &within, CHECKPOINT_ALL);
}
