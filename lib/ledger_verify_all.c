/*
 * The whole verification. When there is much to read a second process takes the
 * latter half of the villages, with a connection of its own: neither engine's is
 * shared, and it holds no lock when the process is made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "finding.h"
#include "goods.h"
#include "sha256.h"
#include "verify_parts.h"

enum { MANY = 100000 };		/* entries for which a process, and libcrypto, pay */

static int
put_finding(void *arg, const char *code, const char *severity, struct text record, const char *words)
{
	return finding_put(arg, code, severity, record, "%s", words) == 0 ? 0 : 1;
}

static int
put_goods(void *arg, struct text record, const char *code, const char *words)
{
	return put_finding(arg, code, "error", record, words);
}

/* As put_finding, for the other process to read: each ends in NUL. */
static int
keep_finding(void *arg, const char *code, const char *severity, struct text record, const char *words)
{
	return fprintf(arg, "%s%c%s%c%.*s%c%s%c", code, 0, severity, 0, (int)record.len, record.at, 0, words, 0) < 0;
}

static int
put_kept(FILE *fp, struct rec_out *out)
{
	char *field[4] = { NULL };
	size_t size[4] = { 0 };
	int rc = 0;

	while (rc == 0 && getdelim(&field[0], &size[0], 0, fp) > 0 && getdelim(&field[1], &size[1], 0, fp) > 0
	    && getdelim(&field[2], &size[2], 0, fp) > 0 && getdelim(&field[3], &size[3], 0, fp) > 0)
		rc = put_finding(out, field[0], field[1], text_of(field[2]), field[3]);
	for (int i = 0; i < 4; i++)
		free(field[i]);
	return rc;
}

static int
verify_half(struct verify *v, int64_t lo, int64_t hi)
{
	struct deed_book *book = db_begin_read(v->db) != 0 ? NULL : deed_book_load(v->db, v->zone);
	int rc;

	v->book = book;
	rc = book == NULL ? -1 : verify_villages(v, lo, hi);
	deed_book_free(book);
	db_end_read(v->db);
	return rc;
}

/* The other process: whether it came to its end. */
static int
verify_beside(const struct verify_how *how, FILE *to, int64_t lo, int64_t hi)
{
	struct verify v = {
		.db = db_open(how->where, DB_READ, how->timeout), .zone = how->zone, .signers = how->signers, .saved = how->saved,
		.put = keep_finding, .arg = to,
	};
	int rc = v.db == NULL || db_error(v.db)[0] != '\0' ? -1 : verify_half(&v, lo, hi);

	db_close(v.db);
	return rc == 0 && fflush(to) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

struct halves {
	int64_t	 all, sum, middle;	/* entries; so far; where the latter half begins */
};

static int
take_village(void *arg, struct stmt *row)
{
	struct halves *h = arg;

	if (h->sum >= h->all / 2) {
		h->middle = stmt_int(row, 0);
		return 1;
	}
	h->sum += stmt_int(row, 1);
	return 0;
}

/* The first village of the latter half; 0: all is one. -1. */
static int64_t
find_middle(struct db *db, const struct area_range *area)
{
	struct halves h = { 0, 0, 0 };
	const struct arg *range = ARGS(ARG(area->village_lo), ARG(area->village_hi));

	if (db_int(db, "SELECT CAST(coalesce(sum(seq), 0) AS BIGINT) FROM chain WHERE village BETWEEN $1 AND $2", range, &h.all) < 0)
		return -1;
	if (h.all < MANY)
		return 0;
	sha256_fast();
	return db_each(db, "SELECT village, seq FROM chain WHERE village BETWEEN $1 AND $2 ORDER BY village", range, take_village, &h) < 0 ? -1 : h.middle;
}

static int
verify_both(struct verify *v, const struct verify_how *how, int64_t lo, int64_t middle, int64_t hi)
{
	FILE *kept = fdopen(memfd_create("nbr", MFD_CLOEXEC), "w+");
	pid_t pid = kept == NULL ? -1 : fork();
	int rc, status = -1;

	if (pid == 0)
		_exit(verify_beside(how, kept, middle, hi));
	rc = verify_half(v, lo, middle - 1);
	if (pid > 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	if (rc == 0 && pid > 0 && status == EXIT_SUCCESS) {
		rewind(kept);
		rc = put_kept(kept, v->arg);
	} else if (rc == 0) {
		rc = verify_half(v, middle, hi);	/* it did not come to its end: this one says why */
	}
	if (kept != NULL)
		fclose(kept);
	return rc;
}

int
ledger_verify(struct db *db, struct rec_out *out, const struct area_range *area, const struct verify_how *how)
{
	struct verify v = { .db = db, .zone = how->zone, .signers = how->signers, .saved = how->saved, .put = put_finding, .arg = out };
	int64_t middle = find_middle(db, area);
	int rc = middle < 0 ? -1 : middle == 0 ? verify_half(&v, area->village_lo, area->village_hi)
	    : verify_both(&v, how, area->village_lo, middle, area->village_hi);

	if (rc == 0 && db_begin_read(db) == 0) {
		rc = goods_check(db, put_goods, out);
		db_end_read(db);
	}
	return rc != 0 || db_error(db)[0] != '\0' ? -1 : rec_count(out) == 0;
}
