#define _GNU_SOURCE
#include "points_verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "array.h"
#include "checkpoint.h"
#include "scope.h"
#include "signature.h"

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

/* Whoever names a file believes that something is compared with it. */
static int
check_saved(struct run *run, const char *path, struct text rest)
{
	struct checkpoint c;
	int rc, n = 0;

	while ((rc = checkpoint_next(&rest, &c)) == 1)
		n++;
	return rc < 0 ? db_fail(run->db, EXIT_REFUSED, FAULT_NONE, _("%s: a checkpoint in it is not whole"), path)
	    : n == 0 ? db_fail(run->db, EXIT_REFUSED, FAULT_NONE, _("%s: no checkpoint is in it"), path) : 0;
}

/* check: NULL anything will do. The caller frees pile->at, also when it failed. */
static int
read_files(struct run *run, char *const path[], int (*check)(struct run *, const char *path, struct text), struct pile *pile)
{
	FILE *to = open_memstream(&pile->at, &pile->len);
	int rc = 0;

	if (to == NULL)
		return db_no_memory(run->db);
	for (; rc == 0 && *path != NULL; path++) {
		size_t before = pile->len;

		rc = read_file(run, *path, to);
		if (rc == 0 && check != NULL)
			rc = fflush(to) != 0 ? db_no_memory(run->db) : check(run, *path, (struct text){ pile->at + before, pile->len - before });
	}
	if (fclose(to) != 0 && rc == 0)
		rc = db_no_memory(run->db);
	return rc;
}

int
points_verify(struct run *run)
{
	char where[RUN_PATH];
	struct verify_how how = { .zone = run->zone, .signers = run_opt(run, OPT_SIGNERS), .where = run_database(run, where, sizeof(where)) };
	struct area_range within;
	struct pile saved = { NULL, 0 };
	int rc = scope_villages(run, &within);

	if (rc == 0 && how.signers != NULL && access(how.signers, R_OK) != 0)
		rc = run_usage(run, "--signers: %s: %s", how.signers, strerror(errno));
	if (rc == 0)
		rc = run_timeout(run, &how.timeout);
	if (rc == 0)
		rc = read_files(run, run->operand, check_saved, &saved);
	if (rc == 0) {
		how.saved = (struct text){ saved.at, saved.len };
		rc = ledger_verify(run->db, run->out, &within, &how);
		if (rc == 0)
			run->status = EXIT_NO;
	}
	free(saved.at);
	return rc < 0 ? -1 : 0;
}

/* A checkpoint that is being made. */
struct made {
	struct checkpoint c;
	char		 signature[SIGNATURE_SIZE];
};

struct making {
	struct area_range area;
	int64_t		 size;		/* 0: new ones; else that one is signed */
	const char	*key;
	struct text	 signature;
	struct made	*at;
	size_t		 n, room;
};

static int
take_village(void *arg, struct stmt *row)
{
	struct making *m = arg;

	if (!ARRAY_ROOM(m->at, m->n + 1, m->room))
		return 1;
	m->at[m->n++].c.village = stmt_int(row, 0);
	return 0;
}

/* Those that have something new to tell, of one moment. */
static int
read_all(struct run *run, struct making *m)
{
	int rc = db_begin_read(run->db) != 0 ? -1
	    : db_each(run->db, "SELECT village FROM chain WHERE village BETWEEN $1 AND $2 AND seq > 0 ORDER BY village",
	    ARGS(ARG(m->area.village_lo), ARG(m->area.village_hi)), take_village, m);
	size_t n = 0;

	if (rc > 0)
		rc = db_no_memory(run->db);
	for (size_t i = 0; rc >= 0 && i < m->n; i++) {
		rc = checkpoint_read(run->db, m->at[i].c.village, &m->at[n].c);
		n += rc == 1;
	}
	m->n = n;
	db_end_read(run->db);
	return rc < 0 ? -1 : 0;
}

static int
sign_all(struct run *run, struct making *m)
{
	char words[CHECKPOINT_WORDS];

	for (struct made *at = m->at, *end = at + m->n; at < end; at++) {
		checkpoint_words(&at->c, words);
		at->signature[0] = '\0';
		if (m->key != NULL && !signature_make(m->key, "nbr-ledger", text_of(words), at->signature))
			return db_fail(run->db, EXIT_CANNOT, FAULT_NONE, "--key: %s", at->signature);
	}
	return 0;
}

static int64_t
make(struct run *run, void *arg)
{
	const struct making *m = arg;
	int64_t made = 0;

	for (const struct made *at = m->at, *end = at + m->n; at < end; at++) {
		struct area_range range = { .village_lo = at->c.village, .village_hi = at->c.village };
		int rc = run_lock(run, at->c.village) != 0 ? -1 : checkpoint_add(run->db, &at->c, at->signature, run->id);

		if (rc < 0 || (rc == 1 && checkpoint_list(run->db, run->out, &range, CHECKPOINT_NEWEST) != 0))
			return -1;
		made += rc;
	}
	return made;
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
	rc = read_files(run, file, NULL, &pile);
	m->signature = (struct text){ pile.at, pile.len };
	if (rc == 0)
		rc = run_writer(run);
	if (rc == 0)
		rc = run_change(run, m->area.village_lo, sign, m);
	free(pile.at);
	return rc;
}

int
points_checkpoint(struct run *run)
{
	struct making m = { .key = run_opt(run, OPT_KEY) };
	int rc;

	if (run_opt(run, OPT_SIGNATURE) != NULL)
		return sign_one(run, &m);
	if (run->operands > 0)
		return run_usage(run, _("a checkpoint is named with --signature"));
	/* Reading takes long, and ssh-keygen may ask: nobody waits for that. */
	rc = scope_villages(run, &m.area) != 0 || read_all(run, &m) != 0 || sign_all(run, &m) != 0 || run_writer(run) != 0 ? -1
	    : run_change(run, DB_LATER, make, &m);
	free(m.at);
	return rc;
}

int
points_checkpoints(struct run *run)
{
	struct area_range within;

	return scope_villages(run, &within) != 0 ? -1 : checkpoint_list(run->db, run->out, &within, CHECKPOINT_ALL);
}
