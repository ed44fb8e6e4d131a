/*
 * The whole verification. When there is much to read two processes take one village
 * after another, each with a connection of its own: neither engine's is shared, and
 * the first holds no lock when the second is made. What they find is kept, and told
 * in the order of the villages.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
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

/* Each village is a job, and the goods of all of the area are the last one. */
struct jobs {
	const struct area_range *area;
	int64_t	*village;
	size_t	 villages;
};

/* Whose turn it is, in memory that both processes have. */
struct turn {
	_Atomic size_t	 next;		/* job */
	bool		 beside[];	/* each job: the second process took it */
};

static int
put_finding(void *arg, const char *code, const char *severity, struct text record, const char *words)
{
	return finding_put(arg, code, severity, record, "%s", words) == 0 ? 0 : 1;
}

static int
put_goods(void *arg, struct text record, const char *code, const char *words)
{
	const struct verify *v = arg;

	return v->put(v->arg, code, "error", record, words);
}

/* As put_finding, to be told later: each field ends in NUL. */
static int
keep_finding(void *arg, const char *code, const char *severity, struct text record, const char *words)
{
	return fprintf(arg, "%s%c%s%c%.*s%c%s%c", code, 0, severity, 0, (int)record.len, record.at, 0, words, 0) < 0;
}

/* What was found by one job: up to a field that is empty. */
static int
put_kept(FILE *fp, struct rec_out *out)
{
	char *field[4] = { NULL };
	size_t size[4] = { 0 };
	int rc = 0;

	while (rc == 0 && getdelim(&field[0], &size[0], 0, fp) > 1 && getdelim(&field[1], &size[1], 0, fp) > 0
	    && getdelim(&field[2], &size[2], 0, fp) > 0 && getdelim(&field[3], &size[3], 0, fp) > 0)
		rc = put_finding(out, field[0], field[1], text_of(field[2]), field[3]);
	for (int i = 0; i < 4; i++)
		free(field[i]);
	return rc;
}

/* Takes jobs as long as there are any. to: where what is found is kept, NULL it is told. */
static int
work(struct verify *v, const struct jobs *jobs, struct turn *turn, FILE *to, bool beside)
{
	struct deed_book *book = db_begin_read(v->db) != 0 ? NULL : deed_book_load(v->db, v->zone);
	int rc = book == NULL ? -1 : 0;
	size_t i;

	v->book = book;
	while (rc == 0 && (i = turn->next++) <= jobs->villages) {
		rc = i < jobs->villages ? verify_ledger(v, jobs->village[i]) : goods_check(v->db, jobs->area->village_lo, jobs->area->village_hi, put_goods, v);
		if (to != NULL) {
			turn->beside[i] = beside;
			putc('\0', to);
		}
	}
	verify_free(v);
	deed_book_free(book);
	db_end_read(v->db);
	return rc != 0 || to == NULL ? rc : fflush(to);
}

/* The second process: whether it came to its end. */
static int
work_beside(const struct verify_how *how, const struct jobs *jobs, struct turn *turn, FILE *to)
{
	struct verify v = {
		.db = db_open(how->where, DB_READ, how->timeout), .zone = how->zone, .signers = how->signers, .saved = how->saved,
		.put = keep_finding, .arg = to,
	};
	int rc = v.db == NULL || db_error(v.db)[0] != '\0' ? -1 : work(&v, jobs, turn, to, true);

	db_close(v.db);
	return rc == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
work_alone(struct verify *v, const struct jobs *jobs, struct rec_out *out)
{
	struct turn turn = { 0 };

	v->put = put_finding;
	v->arg = out;
	return work(v, jobs, &turn, NULL, false);
}

static int
work_both(struct verify *v, const struct verify_how *how, const struct jobs *jobs, struct rec_out *out)
{
	size_t size = sizeof(struct turn) + jobs->villages + 1;
	struct turn *turn = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	FILE *kept[] = { fdopen(memfd_create("nbr", MFD_CLOEXEC), "w+"), fdopen(memfd_create("nbr", MFD_CLOEXEC), "w+") };
	bool ready = turn != MAP_FAILED && kept[0] != NULL && kept[1] != NULL;
	pid_t pid = ready ? fork() : -1;
	int rc = 0, status = -1;

	if (pid == 0)
		_exit(work_beside(how, jobs, turn, kept[1]));
	if (pid > 0) {
		v->put = keep_finding;
		v->arg = kept[0];
		rc = work(v, jobs, turn, kept[0], false);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	}
	if (rc == 0 && status == EXIT_SUCCESS) {
		rewind(kept[0]);
		rewind(kept[1]);
		for (size_t i = 0; rc == 0 && i <= jobs->villages; i++)
			rc = put_kept(kept[turn->beside[i]], out);
	} else if (rc == 0) {
		rc = work_alone(v, jobs, out);	/* the second did not come to its end: this one says why */
	}
	for (int i = 0; i < 2; i++)
		if (kept[i] != NULL)
			fclose(kept[i]);
	if (turn != MAP_FAILED)
		munmap(turn, size);
	return rc;
}

static int
list_villages(const struct verify *v, struct jobs *jobs)
{
	int64_t village = jobs->area->village_lo - 1, *more;
	int rc;

	while ((rc = verify_next(v, village + 1, jobs->area->village_hi, &village)) == 1) {
		if ((jobs->villages & (jobs->villages - 1)) == 0) {	/* room is a power of 2 */
			more = reallocarray(jobs->village, 2 * jobs->villages + 1, sizeof(*more));
			if (more == NULL)
				return db_no_memory(v->db);
			jobs->village = more;
		}
		jobs->village[jobs->villages++] = village;
	}
	return rc;
}

int
ledger_verify(struct db *db, struct rec_out *out, const struct area_range *area, const struct verify_how *how)
{
	struct verify v = { .db = db, .zone = how->zone, .signers = how->signers, .saved = how->saved };
	struct jobs jobs = { area, NULL, 0 };
	int64_t entries = 0;
	int rc = list_villages(&v, &jobs);

	if (rc == 0 && db_int(db, "SELECT CAST(coalesce(sum(seq), 0) AS BIGINT) FROM chain WHERE village BETWEEN $1 AND $2",
	    ARGS(ARG(area->village_lo), ARG(area->village_hi)), &entries) < 0)
		rc = -1;
	if (entries >= MANY)
		sha256_fast();
	if (rc == 0)
		rc = entries >= MANY ? work_both(&v, how, &jobs, out) : work_alone(&v, &jobs, out);
	free(jobs.village);
	return rc != 0 || db_error(db)[0] != '\0' ? -1 : rec_count(out) == 0;
}
