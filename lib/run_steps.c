/* Steps of many records in one change, all refusals told at its end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "run_parts.h"

/* A record that was named, and its refusal. */
struct named {
	size_t		 nth;
	char		*id;		/* as it was written */
	int64_t		 line;		/* of standard input, 0: an operand */
	struct run_key	 key;
	bool		 absent;	/* no key: it was not found */
	struct run_refusal *refusal;	/* NULL none */
};

struct steps {
	struct run	*run;
	const struct run_steps *how;
	void		*arg;
	struct named	*at;		/* as they were named */
	size_t		 n, room;
	struct named	**order;	/* by village, those that were found, each once */
	size_t		 found;
	bool		 tried;		/* all steps were, in the last try */
	char		*aside;		/* the reject file, until it has its name */
};

static int
refuse(struct steps *s, struct named *named, const struct run_refusal *refusal)
{
	named->refusal = malloc(sizeof(*refusal));
	if (named->refusal == NULL)
		return db_no_memory(s->run->db);
	*named->refusal = *refusal;
	return 0;
}

/* What failed with this status is a refusal like others, with the words of the
 * database. */
static int
refuse_failed(struct steps *s, struct named *named, enum exit_status status)
{
	struct run_refusal refusal = { .fault = db_fault(s->run->db) };

	if (s->run->status != EXIT_DONE || db_status(s->run->db) != status)
		return -1;
	snprintf(refusal.why, sizeof(refusal.why), "%s: %s", db_error(s->run->db), db_why(s->run->db));
	refusal.why[text_utf8(refusal.why, strlen(refusal.why))] = '\0';
	named->absent = status == EXIT_ABSENT;
	db_forgive(s->run->db);
	return refuse(s, named, &refusal);
}

static int
name(struct run *run, struct text id, int64_t line, void *arg)
{
	struct steps *s = arg;
	struct named *named;

	if (!ARRAY_ROOM(s->at, s->n + 1, s->room))
		return db_no_memory(run->db);
	named = &s->at[s->n];
	*named = (struct named){ .nth = s->n, .id = strndup(id.at, id.len), .line = line };
	if (named->id == NULL)
		return db_no_memory(run->db);
	s->n++;
	return s->how->find(run, id, &named->key, s->arg) == 0 ? 0 : refuse_failed(s, named, EXIT_ABSENT);
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_keys(const struct run_key *x, const struct run_key *y)
{
	int rc = compare(x->village, y->village);

	if (rc == 0)
		rc = compare(x->no, y->no);
	return rc != 0 ? rc : compare(x->n, y->n);
}

static int
by_key(const void *a, const void *b)
{
	const struct named *x = *(struct named *const *)a, *y = *(struct named *const *)b;
	int rc = compare_keys(&x->key, &y->key);

	return rc != 0 ? rc : compare((int64_t)x->nth, (int64_t)y->nth);
}

static int
by_village(const void *a, const void *b)
{
	const struct named *x = *(struct named *const *)a, *y = *(struct named *const *)b;
	int rc = compare(x->key.village, y->key.village);

	return rc != 0 ? rc : compare((int64_t)x->nth, (int64_t)y->nth);
}

static int
put_in_order(struct steps *s)
{
	size_t n = 0;

	s->order = calloc(s->n + 1, sizeof(struct named *));
	if (s->order == NULL)
		return db_no_memory(s->run->db);
	for (size_t i = 0; i < s->n; i++)
		if (!s->at[i].absent)
			s->order[s->found++] = &s->at[i];
	qsort(s->order, s->found, sizeof(struct named *), by_key);
	for (size_t i = 0; i < s->found; i++)
		if (n == 0 || compare_keys(&s->order[i]->key, &s->order[n - 1]->key) != 0)
			s->order[n++] = s->order[i];
	s->found = n;
	qsort(s->order, n, sizeof(struct named *), by_village);
	return 0;
}

static size_t
refused(const struct steps *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->at[i].refusal != NULL;
	return n;
}

/* The refusals as records, whose last column is that of the ids. */
static int
put_refusals(const struct steps *s, int fd)
{
	const struct col cols[] = {
		{ .name = "nbr_line", .type = COL_INT }, { .name = "nbr_code", .type = COL_TEXT }, { .name = "nbr_message", .type = COL_TEXT },
		{ .name = s->how->column, .type = COL_TEXT }, { 0 },
	};
	char unknown[REC_NAME];
	struct rec_out *out = rec_open(fd, cols, &(struct rec_style){ .form = REC_TSV, .header = true }, unknown);
	int rc = out == NULL ? -1 : 0;

	for (size_t i = 0; i < s->n && rc == 0; i++) {
		const struct named *named = &s->at[i];

		if (named->refusal != NULL)
			rc = rec_put(out, (const struct value[]){
			    { .num = named->line, .null = named->line == 0 }, VALUE_TEXT(text_of(fault_code(named->refusal->fault))),
			    VALUE_TEXT(text_of(named->refusal->why)), VALUE_TEXT(text_of(named->id)) });
	}
	return out == NULL ? -1 : rec_end(out) != 0 || rc != 0 ? -1 : 0;
}

static void
drop_aside(struct steps *s)
{
	if (s->aside != NULL)
		unlink(s->aside);
	free(s->aside);
	s->aside = NULL;
}

/* Written beside its place before anything is stored, and on the disk. */
static int
set_aside(struct steps *s)
{
	const char *to = s->run->opt.at[OPT_REJECTS];
	int fd = -1, rc = -1;

	drop_aside(s);	/* of a try before this one */
	if (refused(s) == 0 || to == NULL || s->run->dry_run)
		return 0;
	if (asprintf(&s->aside, "%s.XXXXXX", to) < 0) {
		s->aside = NULL;
		return db_no_memory(s->run->db);
	}
	fd = mkostemp(s->aside, O_CLOEXEC);
	if (fd >= 0)
		rc = put_refusals(s, fd) != 0 || fsync(fd) != 0 ? -1 : 0;
	if (rc != 0)
		db_fail(s->run->db, EXIT_CANNOT, FAULT_NONE, "%s: %s", to, strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

static void
forget_refusals(struct steps *s)
{
	for (size_t i = 0; i < s->found; i++) {
		free(s->order[i]->refusal);
		s->order[i]->refusal = NULL;
	}
}

static int64_t
step_all(struct run *run, void *arg)
{
	struct steps *s = arg;
	struct run_refusal refusal;
	int64_t changed = 0, more;

	s->tried = false;
	forget_refusals(s);
	for (size_t i = 0; i < s->found; i++) {
		struct named *named = s->order[i];
		int rc = 0;

		if (i == 0 || named->key.village != s->order[i - 1]->key.village)
			rc = run_lock(run, named->key.village);
		if (i == 0 && rc == 0 && s->how->begin != NULL)
			rc = s->how->begin(run, s->arg);
		if (rc == 0 && (rc = s->how->step(run, named->key, &refusal, s->arg)) < 0)
			rc = refuse_failed(s, named, EXIT_RULE);
		if (rc == RUN_REFUSED)
			rc = refuse(s, named, &refusal);
		if (rc < 0)
			return -1;
		changed += rc;
	}
	if (set_aside(s) != 0)
		return -1;
	s->tried = true;
	if (refused(s) > 0 && run->opt.at[OPT_REJECTS] == NULL)
		return 0;
	more = s->found > 0 && s->how->end != NULL ? s->how->end(run, s->arg) : 0;
	return more < 0 ? -1 : changed + more;
}

static void
tell(const struct steps *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct named *named = &s->at[i];

		if (named->refusal != NULL)
			msg_say(&(struct msg){ .file = named->line > 0 ? run_stdin_name(s->run) : NULL, .line = named->line,
			    .words = named->refusal->why, .fault = named->refusal->fault, .hint = run_hint(named->refusal->fault) });
	}
}

/* What becomes of the refusals. */
static int
end(struct steps *s)
{
	struct run *run = s->run;
	bool absent = true;

	if (!s->tried || refused(s) == 0)
		return 0;
	for (size_t i = 0; i < s->n; i++)
		absent &= s->at[i].refusal == NULL || s->at[i].absent;
	tell(s);
	if (run->opt.at[OPT_REJECTS] == NULL) {
		run->status = absent ? EXIT_ABSENT : EXIT_RULE;
		return -1;
	}
	if (s->aside != NULL && rename(s->aside, run->opt.at[OPT_REJECTS]) != 0) {
		msg_say(&(struct msg){ .file = s->aside, .words = strerror(errno) });
		run->status = EXIT_CANNOT;
		return -1;
	}
	free(s->aside);
	s->aside = NULL;
	run->status = EXIT_PARTLY;
	return 0;
}

int
run_steps(struct run *run, const struct run_steps *how, void *arg)
{
	struct steps s = { .run = run, .how = how, .arg = arg };
	int rc = run_check_rejects(run, NULL) != 0 || run_named(run, how->first, how->column, name, &s) != 0 || put_in_order(&s) != 0 ? -1 : 0;

	if (rc == 0)
		rc = s.found > 0 ? run_change(run, DB_LATER, step_all, &s) : step_all(run, &s) < 0 ? -1 : 0;
	if (rc == 0)
		rc = end(&s);
	drop_aside(&s);
	for (size_t i = 0; i < s.n; i++) {
		free(s.at[i].id);
		free(s.at[i].refusal);
	}
	free(s.at);
	free(s.order);
	return rc;
}
