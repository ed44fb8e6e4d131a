/* Changes and imports: one transaction, on record, done once per --ref. */
#define _GNU_SOURCE
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "ids.h"
#include "num.h"
#include "run_parts.h"
#include "runs.h"

static void
add_string(crypto_hash_sha256_state *h, const char *s)
{
	crypto_hash_sha256_update(h, (const unsigned char *)s, strlen(s) + 1);
}

static void
add_stdin(crypto_hash_sha256_state *h)
{
	unsigned char block[65536];
	off_t at = 0;
	ssize_t n;

	for (; (n = pread(STDIN_FILENO, block, sizeof(block), at)) > 0; at += n)
		crypto_hash_sha256_update(h, block, (unsigned long long)n);
}

/* Digest of what is asked: program, verb, options but those that do not change
 * it, operands, standard input. The same --ref with another request is refused. */
static const char *
request_digest(const struct run *run, char hex[static 65])
{
	crypto_hash_sha256_state h;
	unsigned char sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_init(&h);
	add_string(&h, run->prog->name);
	add_string(&h, run->verb->name);
	for (int i = OPT_ON; i < OPT_COUNT; i++)
		if (run->opt.at[i] != NULL) {
			add_string(&h, opts[i].name);
			add_string(&h, run->opt.at[i]);
		}
	for (int i = 0; i < run->operands; i++)
		add_string(&h, run->operand[i]);
	if (run_reads_stdin(run))
		add_stdin(&h);
	crypto_hash_sha256_final(&h, sum);
	return sodium_bin2hex(hex, 65, sum, sizeof(sum));
}

/* What was named, for the record. */
static const char *
named(const struct run *run, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (int i = 0; i < run->operands && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%s", i > 0 ? " " : "", run->operand[i]);
	buf[text_utf8(buf, strlen(buf))] = '\0';	/* cut at a whole character */
	return buf;
}

struct change {
	struct run	*run;
	struct run_note	 note;
	int64_t		 village;
	int64_t		 (*f)(struct run *, void *);
	void		*arg;
	bool		 repeated;	/* done before, under this --ref */
	int		 tries;
};

/* Who repeats a request waits for the first to end, at the lock, then finds it
 * done. 0, 1 done before, -1. */
static int
begun(struct run *run)
{
	const struct run_note *note = &run->change->note;
	struct run_note done;

	run->id = db_write_id(run->db);
	if (note->ref == NULL)
		return 0;
	run->change->repeated = run_used(run->db, note->ref, note->request, &done) == 1;
	return run->change->repeated || db_error(run->db)[0] != '\0' ? -1 : 0;
}

int
run_lock(struct run *run, int64_t village)
{
	bool first = db_write_id(run->db) == 0;
	int rc = db_lock(run->db, village);

	if (rc == 0)
		return db_fail(run->db, EXIT_ABSENT, FAULT_NOT_FOUND, _("village %lld"), (long long)village);
	return rc < 0 ? -1 : first ? begun(run) : 0;
}

static int
change(struct db *db, void *arg)
{
	struct change *c = arg;
	struct run *run = c->run;
	int rc = c->tries++ > 0 && run_forget_records(run) != 0 ? -1
	    : c->village == DB_EVERY_VILLAGE || c->village == DB_LATER ? begun(run) : run_lock(run, c->village);

	c->note.changed = rc != 0 ? -1 : c->f(run, c->arg);
	if (c->note.changed <= 0)
		return c->repeated || c->note.changed == 0 ? 1 : -1;
	if (run->verb->flags & VERB_ADDS) {
		c->note.added = c->note.changed;
		c->note.changed = 0;
	}
	return run_record(db, &c->note) != 0 ? -1 : run->dry_run;
}

static int
changed(struct db *db, void *arg)
{
	return run_stored(db, &((struct change *)arg)->note);
}

static void
tell_repeated(struct run *run)
{
	run_tell(run, _("done before under --ref %s; nothing was done"), run->opt.at[OPT_REF]);
}

int
run_change(struct run *run, int64_t village, int64_t (*f)(struct run *, void *), void *arg)
{
	const char *ref = run->opt.at[OPT_REF];
	char request[65], names[200];
	struct change c = {
		.run = run, .village = village, .f = f, .arg = arg,
		.note = {
			.actor = run->actor, .program = run->prog->name, .verb = run->verb->name,
			.ref = ref, .reason = run->opt.at[OPT_REASON], .day = run->today,
			.request = ref == NULL ? NULL : request_digest(run, request),
			.source = named(run, names, sizeof(names)),
		},
	};
	int rc;

	run->change = &c;
	rc = db_write(run->db, &(struct write){
	    .village = village == DB_EVERY_VILLAGE ? village : DB_LATER, .f = change, .done = changed, .arg = &c });
	run->change = NULL;
	if (c.repeated)
		tell_repeated(run);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	run->changed = true;
	run_tell(run, _("%lld changed"), (long long)(c.note.added + c.note.changed));
	return 0;
}

static int
read_delimiter(struct run *run, uint32_t *delimiter)
{
	static const struct { const char *name; uint32_t c; } known[] = {
		{ ",", ',' }, { ";", ';' }, { "tab", '\t' }, { "\t", '\t' }, { "\\t", '\t' }, { "，", 0xFF0C },
	};
	const char *s = run->opt.at[OPT_DELIMITER];

	for (size_t i = 0; s != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(s, known[i].name) == 0) {
			*delimiter = known[i].c;
			return 0;
		}
	return s == NULL ? 0 : run_usage(run, _("--delimiter: , ; tab or the full-width comma, not %s"), s);
}

static int
read_duplicate(struct run *run, enum duplicate *d)
{
	static const char *const names[] = { "error", "skip", "update" };
	const char *s = run->opt.at[OPT_ON_DUPLICATE];

	for (int i = 0; s != NULL && i < 3; i++)
		if (strcmp(s, names[i]) == 0) {
			*d = (enum duplicate)i;
			return 0;
		}
	return s == NULL ? 0 : run_usage(run, _("--on-duplicate: error, skip or update, not %s"), s);
}

static int
check_encoding(struct run *run)
{
	static const char *const known[] = { "auto", "utf-8", "utf8", "gb18030", "gbk", "gb2312", "utf-16" };
	const char *s = run->opt.at[OPT_ENCODING];

	for (size_t i = 0; s != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(s, known[i]) == 0)
			return 0;
	return s == NULL ? 0 : run_usage(run, _("-i: auto, utf-8, gb18030 or utf-16, not %s"), s);
}

int
run_import(struct run *run, const struct entity *entity, int64_t area)
{
	struct import_how how = {
		.path = run->operand[0],
		.encoding = run->opt.at[OPT_ENCODING],
		.map = run->opt.at[OPT_MAP],
		.fill_down = run->opt.at[OPT_FILL_DOWN],
		.area = area,
		.rejects = run->opt.at[OPT_REJECTS],
		.strict_columns = run->opt.at[OPT_STRICT_COLUMNS] != NULL,
		.verbose = run->opt.at[OPT_VERBOSE] != NULL || (isatty(STDERR_FILENO) && run->opt.at[OPT_QUIET] == NULL),
		.quiet = run->opt.at[OPT_QUIET] != NULL,
		.dry_run = run->dry_run,
		.today = run->today,
		.zone = run->zone,
		.actor = run->actor,
		.program = run->prog->name,
		.ref = run->opt.at[OPT_REF],
		.reason = run->opt.at[OPT_REASON],
	};
	struct import_count n = { 0 };
	char id[IDS_SIZE];

	if (check_encoding(run) != 0 || run_check_rejects(run, run->operand[0]) != 0 || read_delimiter(run, &how.delimiter) != 0 || read_duplicate(run, &how.duplicate) != 0
	    || run_int(run, OPT_HEADER_ROW, 0, 1, 1000000, &how.header_row) != 0
	    || run_int(run, OPT_MAX_ERRORS, 0, 1, INT64_MAX, &how.max_errors) != 0)
		return -1;
	run->status = import_run(run->db, entity, &how, &n);
	if (db_error(run->db)[0] != '\0') {
		run->status = EXIT_DONE;	/* the database's words and status */
		return -1;
	}
	run->changed = n.run != 0;
	if (n.done != 0 && n.rejected > 0)
		msg_error(_("%s: done before under --ref %s, as run %s; %lld rows were set aside, and the reject file is not written again"),
		    how.path, how.ref, ids_run(n.done, id).at, (long long)n.rejected);
	else if (n.done != 0)
		tell_repeated(run);
	else if (run->status == EXIT_DONE || run->status == EXIT_PARTLY)
		run_tell(run, _("%s (%s, headings in line %lld): %lld read, %lld new, %lld changed, %lld as they were, %lld skipped, %lld set aside; %lld no records"),
		    how.path, n.encoding, (long long)n.header_row, (long long)n.read, (long long)n.added, (long long)n.changed,
		    (long long)n.same, (long long)n.skipped, (long long)n.rejected, (long long)n.aside);
	return 0;
}
