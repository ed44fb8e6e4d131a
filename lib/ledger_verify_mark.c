/* Whether the chain is what checkpoints say it was, and they are signed. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "sha256.h"
#include "signature.h"
#include "verify_parts.h"

/* What a checkpoint says of the chain up to a size: itself, or of the one before it. */
struct mark {
	int64_t	 size;
	struct checkpoint c;
	bool	 before, stored, met;
};

struct verify_marks {
	struct mark	*at;		/* by size */
	size_t		 n, room, next;
	struct sha256	 file;		/* of the lines so far */
	char		**rule;		/* the line of each deed of the book; NULL there is none */
	int		 rules;
};

void
verify_marks_free(struct verify_marks *m)
{
	if (m == NULL)
		return;
	for (int i = 0; i < m->rules; i++)
		free(m->rule[i]);
	free(m->rule);
	free(m->at);
	free(m);
}

static int __attribute__((format(printf, 4, 5)))
wrong(const struct verify *v, const struct mark *m, const char *code, const char *fmt, ...)
{
	char id[IDS_SIZE], words[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return v->put(v->arg, code, strcmp(code, "checkpoint-unsigned") == 0 ? "warning" : "error", checkpoint_id(v->village, m->c.size, id), words);
}

static int
add(struct verify *v, const struct mark *mark)
{
	struct verify_marks *m = v->marks;

	if (!ARRAY_ROOM(m->at, m->n + 1, m->room))
		return db_no_memory(v->db);
	m->at[m->n++] = *mark;
	return 0;
}

/* A checkpoint marks two places. */
static int
add_both(struct verify *v, const struct checkpoint *c, bool stored)
{
	char genesis[LEDGER_HASH];
	struct mark mark = { .size = c->size, .c = *c, .stored = stored }, before = { .size = c->prev, .c = *c, .before = true, .stored = stored };

	ledger_genesis(v->village, genesis);
	if (add(v, &mark) != 0 || (c->prev > 0 && add(v, &before) != 0))
		return -1;
	return c->prev > 0 || strcmp(c->before, genesis) == 0 ? 0
	    : wrong(v, &mark, "checkpoint-before", _("it is the first, and does not begin with the genesis"));
}

static int
check_signature(const struct verify *v, const struct mark *m, const char *space, struct text words, struct text signature)
{
	char why[SIGNATURE_SIZE];
	int rc = signature_good(v->signers, space, words, signature, why);

	return rc < 0 ? db_fail(v->db, EXIT_CANNOT, FAULT_NONE, "%s", why) : rc == 1 ? 0
	    : wrong(v, m, "checkpoint-signature", _("the signature for %s is not that of a signer"), space);
}

/* Each stored one names the one before it. */
static int
take_stored(void *arg, struct stmt *row)
{
	struct verify *v = arg;
	struct verify_marks *m = v->marks;
	struct mark mark = { .size = stmt_int(row, 0), .stored = true };
	struct text words = stmt_text(row, 1), signature = stmt_text(row, 2), witness = stmt_text(row, 3);
	int64_t before = 0;
	int rc;

	for (size_t i = 0; i < m->n; i++)
		before = m->at[i].before ? before : m->at[i].size;
	mark.c.size = mark.size;
	if (!checkpoint_parse(words, &mark.c) || mark.c.village != v->village || mark.c.size != mark.size) {
		mark.c.size = mark.size;
		return wrong(v, &mark, "checkpoint-form", _("it is not a checkpoint of this village and size"));
	}
	rc = add_both(v, &mark.c, true);
	if (rc == 0 && mark.c.prev != before)
		rc = wrong(v, &mark, "checkpoint-before", _("the one before it was made at %lld entries; that which is kept at %lld"), (long long)mark.c.prev, (long long)before);
	if (rc != 0 || v->signers == NULL)
		return rc;
	rc = signature.len == 0 ? wrong(v, &mark, "checkpoint-unsigned", _("it is not signed")) : check_signature(v, &mark, "nbr-ledger", words, signature);
	return rc != 0 || witness.len == 0 ? rc : check_signature(v, &mark, "nbr-witness", words, witness);
}

int64_t
verify_saved(const struct verify *v, int64_t lo, int64_t hi)
{
	struct text rest = v->saved;
	struct checkpoint c;
	int64_t first = 0;

	while (checkpoint_next(&rest, &c) == 1)
		if (c.village >= lo && c.village <= hi && (first == 0 || c.village < first))
			first = c.village;
	return first;
}

static int
take_saved(struct verify *v)
{
	struct text rest = v->saved;
	struct checkpoint c;
	int rc = 0;

	while (rc == 0 && checkpoint_next(&rest, &c) == 1)
		if (c.village == v->village)
			rc = add_both(v, &c, false);
	return rc;
}

/* The line of each deed, as checkpoint.h has it. */
static int
take_rule(void *arg, struct stmt *row)
{
	struct verify *v = arg;
	char *line = NULL, reason[2 * LEDGER_REASON];
	size_t len = 0;
	FILE *fp;
	const struct deed *d;

	snprintf(reason, sizeof(reason), "%.*s.%lld", (int)stmt_text(row, 0).len, stmt_text(row, 0).at, (long long)stmt_int(row, 1));
	d = deed_of(v->book, text_of(reason));
	if (d == NULL || (fp = open_memstream(&line, &len)) == NULL)
		return d == NULL ? 0 : db_no_memory(v->db);
	for (int i = 0; i < 9; i++)
		fprintf(fp, "%.*s%c", (int)stmt_text(row, i).len, stmt_text(row, i).at, i < 8 ? '|' : '\n');
	if (fclose(fp) != 0)
		return db_no_memory(v->db);
	v->marks->rule[d - v->book->deed] = line;
	return 0;
}

static int
by_size(const void *a, const void *b)
{
	const struct mark *p = a, *q = b;
	int rc = (p->size > q->size) - (p->size < q->size);

	return rc != 0 ? rc : (p->c.size > q->c.size) - (p->c.size < q->c.size);
}

int
verify_marks_begin(struct verify *v)
{
	struct verify_marks *m;
	int rc;

	verify_marks_free(v->marks);
	v->marks = m = calloc(1, sizeof(*m));
	if (m == NULL || (m->rule = calloc((size_t)v->book->deeds + 1, sizeof(*m->rule))) == NULL)
		return db_no_memory(v->db);
	m->rules = v->book->deeds;
	sha256_begin(&m->file);
	rc = db_each(v->db, "SELECT size, words, signature, countersignature FROM checkpoint WHERE village = $1 ORDER BY size",
	    ARGS(ARG(v->village)), take_stored, v);
	if (rc == 0)
		rc = take_saved(v);
	if (rc == 0 && m->n > 0)
		rc = db_each(v->db, "SELECT rule, '' || first, side, '' || value, '' || cap_day, '' || cap_month, '' || cap_year, '' || notice, subject"
		    " FROM rule WHERE kind = 'deed' ORDER BY rule, first", NO_ARGS, take_rule, v);
	if (rc == 0 && m->n > 0)
		qsort(m->at, m->n, sizeof(*m->at), by_size);
	return rc;
}

static int
check_mark(const struct verify *v, struct mark *m, const char *file)
{
	char when[21];

	m->met = true;
	moment_utc(m->c.time, when);
	if (strcmp(v->hash, m->before ? m->c.before : m->c.head) != 0)
		return verify_entry(v, m->size, "checkpoint-head", _("it is not the entry that was there when the checkpoint of %s was made"), when);
	return m->before || strcmp(file, m->c.file) == 0 ? 0
	    : wrong(v, m, "checkpoint-file", _("the lines of its entries have another digest"));
}

int
verify_mark(struct verify *v, const struct ledger_row *e)
{
	struct verify_marks *m = v->marks;
	int rc = 0;

	if (m->next < m->n)
		sha256_add(&m->file, e->words);
	for (; rc == 0 && m->next < m->n && m->at[m->next].size <= v->seq; m->next++) {
		struct sha256 copy = m->file;
		char file[LEDGER_HASH];

		sha256_end(&copy, file);
		if (m->at[m->next].size == v->seq)
			rc = check_mark(v, &m->at[m->next], file);
	}
	return rc;
}

static int
check_rules(const struct verify *v, const struct mark *mark)
{
	const struct verify_marks *m = v->marks;
	struct sha256 h;
	char hash[LEDGER_HASH];
	int64_t n = 0;

	sha256_begin(&h);
	for (int i = 0; i < m->rules; i++) {
		int64_t named = verify_named(v, i);

		if (named == 0 || named > mark->size || m->rule[i] == NULL)
			continue;
		sha256_add(&h, text_of(m->rule[i]));
		n++;
	}
	sha256_end(&h, hash);
	return n == mark->c.rules && strcmp(hash, mark->c.rulebook) == 0 ? 0
	    : wrong(v, mark, "checkpoint-rules", _("the %lld rules that its entries name are not those of then"), (long long)mark->c.rules);
}

int
verify_marks_end(struct verify *v)
{
	struct verify_marks *m = v->marks;
	char when[21];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < m->n; i++) {
		const struct mark *mark = &m->at[i];

		if (!mark->met && mark->size > v->seq)
			rc = verify_entry(v, v->seq + 1, "checkpoint-size", _("it is not there: the checkpoint of %s covers %lld entries"),
			    moment_utc(mark->c.time, when), (long long)mark->size);
		else if (!mark->before)
			rc = check_rules(v, mark);
	}
	return rc;
}
