#include "waive.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"

enum { MONTHS_MOST = 24 };	/* a waiver without an end would be no waiver */

static int
no_code(struct run *run, struct text what)
{
	return run_usage(run, _("%.*s is not the code of a finding; %s(1) lists them"), (int)what.len, what.at, run->prog->name);
}

int
waive_check(struct run *run, const struct findings *findings)
{
	const char *status = run_opt(run, OPT_STATUS);
	struct check check = { .out = run->out, .on = run->today, .codes = run->operand, .waived = status != NULL };
	int rc;

	if (status != NULL && strcmp(status, "waived") != 0)
		return run_usage(run, _("--status: waived, to list what is waived, not %s"), status);
	for (int i = 0; i < run->operands; i++)
		if (findings->code(text_of(run->operand[i])) == NULL)
			return no_code(run, text_of(run->operand[i]));
	if ((check.waivers = waivers_load(run->db, run->today)) == NULL)
		return -1;
	rc = findings->check(run, &check);
	waivers_free(check.waivers);
	if (rc != 0)
		return -1;
	if (!check.waived && rec_count(run->out) > 0)
		run->status = EXIT_NO;
	run_tell(run, _("%lld found, %lld waived"), (long long)(check.waived ? 0 : rec_count(run->out)), (long long)check.count);
	return 0;
}

struct pair {
	const char	*code;
	int64_t		 village;
	char		 record[IDS_SIZE];
	const char	*severity;	/* NULL: check does not find it */
};

struct waiving {
	const struct findings *findings;
	struct pair	*at;
	size_t		 n, room;
	size_t		 found;		/* of those that came with a code, which have their record */
	const char	*code;		/* of all, NULL: each has its own */
	day_t		 last;		/* 0: the waivers end */
};

static struct pair *
add(struct run *run, struct waiving *w, const char *code)
{
	if (!ARRAY_ROOM(w->at, w->n + 1, w->room)) {
		db_no_memory(run->db);
		return NULL;
	}
	w->at[w->n] = (struct pair){ .code = code };
	return &w->at[w->n++];
}

static int
take_code(struct run *run, struct text what, void *arg)
{
	struct waiving *w = arg;
	const char *code = w->findings->code(what);

	if (code == NULL)
		return no_code(run, what);
	return add(run, w, code) == NULL ? -1 : 0;
}

/* The records of a stream come after its codes, in the same order. */
static int
take_record(struct run *run, struct text what, void *arg)
{
	struct waiving *w = arg;
	struct pair *p = w->code != NULL ? add(run, w, w->code) : w->found < w->n ? &w->at[w->found++] : NULL;

	if (p == NULL && w->code != NULL)
		return -1;
	if (p == NULL)
		return run_usage(run, _("standard input: a record without a code"));
	return w->findings->record(run, what, &p->village, p->record);
}

static int
take_pairs(struct run *run, struct waiving *w)
{
	struct run named = *run;
	int rc;

	if (strcmp(run->operand[0], "-") == 0) {
		if (run->operands > 1)
			return run_usage(run, _("unexpected: %s"), run->operand[1]);
		rc = run_operands(run, "code", take_code, w);
		if (rc == 0)
			rc = run_operands(run, "record", take_record, w);
		return rc != 0 || w->found == w->n ? rc : run_usage(run, _("standard input: a code without a record"));
	}
	if ((w->code = w->findings->code(text_of(run->operand[0]))) == NULL)
		return no_code(run, text_of(run->operand[0]));
	if (run->operands == 1)
		return run_usage(run, _("something is missing: %s"), _(run->verb->operands));
	named.operand++;
	named.operands--;
	rc = run_operands(&named, "record", take_record, w);
	run->status = named.status;
	return rc;
}

static int
by_village(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return (x->village > y->village) - (x->village < y->village);
}

static int
by_finding(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->record, y->record);

	return order != 0 ? order : strcmp(x->code, y->code);
}

static int
take_finding(void *arg, const char *code, const char *severity, struct text record)
{
	struct waiving *w = arg;
	struct pair key = { .code = code }, *p, *end = w->at + w->n;

	snprintf(key.record, sizeof(key.record), "%.*s", (int)record.len, record.at);
	p = bsearch(&key, w->at, w->n, sizeof(*w->at), by_finding);
	while (p != NULL && p > w->at && by_finding(p - 1, &key) == 0)
		p--;
	for (; p != NULL && p < end && by_finding(p, &key) == 0; p++)
		p->severity = severity;
	return 0;
}

/* Only what check finds may be waived, and no error: that cannot be right. */
static int
must_be_found(struct run *run, struct waiving *w)
{
	char *codes[] = { (char *)w->code, NULL };
	struct check check = { .on = run->today, .codes = codes, .take = take_finding, .arg = w };

	qsort(w->at, w->n, sizeof(*w->at), by_finding);
	if (w->findings->check(run, &check) != 0)
		return -1;
	for (const struct pair *p = w->at; p < w->at + w->n; p++)
		if (p->severity == NULL)
			return db_fail(run->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("finding %s of %s"), p->code, p->record);
		else if (strcmp(p->severity, "error") == 0)
			return db_fail(run->db, EXIT_RULE, FAULT_NONE, _("%s of %s is an error, which cannot be right: correct it"), p->code, p->record);
	qsort(w->at, w->n, sizeof(*w->at), by_village);
	return 0;
}

static int64_t
waive_each(struct run *run, void *arg)
{
	struct waiving *w = arg;
	const char *reason = run_opt(run, OPT_REASON);
	int64_t changed = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct pair *p = &w->at[i];
		int n;

		if ((i == 0 || p->village != p[-1].village) && run_lock(run, p->village) != 0)
			return -1;
		if (i == 0 && w->last != 0 && must_be_found(run, w) != 0)
			return -1;
		n = waiver_set(run->db, p->village, text_of(p->record), p->code, run->today, w->last, text_of(reason), run->id);
		if (n < 0)
			return -1;
		changed += n;
	}
	return changed;
}

/* The last day of a waiver. */
static int
read_last(struct run *run, day_t *last)
{
	char most[11];

	if (run_opt(run, OPT_REMOVE) != NULL)
		return run_opt(run, OPT_UNTIL) == NULL ? 0 : run_usage(run, _("--until has no meaning with --remove"));
	if (run_opt(run, OPT_UNTIL) == NULL)
		return run_usage(run, _("%s is needed"), "--until");
	if (run_day(run, OPT_UNTIL, 0, last) != 0)
		return -1;
	if (*last < run->today || *last > day_add_months(run->today, MONTHS_MOST))
		return run_usage(run, _("--until: from the business day to %s"), day_text(day_add_months(run->today, MONTHS_MOST), most));
	return 0;
}

int
waive_run(struct run *run, const struct findings *findings)
{
	const char *reason = run_opt(run, OPT_REASON);
	struct waiving w = { .findings = findings };
	int rc = read_last(run, &w.last);

	if (rc == 0 && (reason == NULL || reason[0] == '\0'))
		rc = run_usage(run, _("%s is needed"), "--reason");
	if (rc == 0)
		rc = take_pairs(run, &w);
	if (rc == 0 && w.n > 0)
		qsort(w.at, w.n, sizeof(*w.at), by_village);
	if (rc == 0)
		rc = run_change(run, DB_LATER, waive_each, &w);
	free(w.at);
	return rc;
}
