#define _GNU_SOURCE
#include "checkpoint.h"

#include <inttypes.h>
#include <stdio.h>

#include "ledger_rows.h"
#include "num.h"
#include "sha256.h"
#include "signature.h"

enum { CHECKPOINT, AREA, SIZE, HEAD, FILE_SUM, TIME, SIGNED, COUNTERSIGNED, WORDS, SIGNATURE, COUNTERSIGNATURE, RUN, COLUMNS };

const struct col checkpoint_cols[] = {
	[CHECKPOINT] = { "checkpoint", "校验点", NULL, COL_TEXT, COL_KEY, N_("id: village and size"), NULL, 0, NULL },
	[AREA] = { "area", "村代码", NULL, COL_AREA, COL_WIDE, N_("village"), NULL, 0, NULL },
	[SIZE] = { "size", "条数", NULL, COL_INT, 0, N_("entries it covers"), NULL, 0, NULL },
	[HEAD] = { "head", "末条摘要", NULL, COL_TEXT, 0, N_("hash of the last of them"), NULL, 0, NULL },
	[FILE_SUM] = { "file", "全文摘要", NULL, COL_TEXT, COL_MORE, N_("SHA-256 of their lines"), NULL, 0, NULL },
	[TIME] = { "time", "时间", NULL, COL_MOMENT, 0, N_("when it was made"), NULL, 0, NULL },
	[SIGNED] = { "signed", "已签名", NULL, COL_INT, 0, N_("1: it has the town's signature"), NULL, 0, NULL },
	[COUNTERSIGNED] = { "countersigned", "已会签", NULL, COL_INT, 0, N_("1: it has the auditor's"), NULL, 0, NULL },
	[WORDS] = { "words", "原文", NULL, COL_TEXT, COL_MORE, N_("the text that is signed"), NULL, 0, NULL },
	[SIGNATURE] = { "signature", "签名", NULL, COL_TEXT, COL_MORE, N_("the town's signature"), NULL, 0, NULL },
	[COUNTERSIGNATURE] = { "countersignature", "会签", NULL, COL_TEXT, COL_MORE, N_("the auditor's"), NULL, 0, NULL },
	[RUN] = { "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that made it"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

static const char form[] =
    "nbr-ledger-checkpoint/1\norigin %" PRId64 "/points\nsize %" PRId64 "\nhead %s\nfile %s\nroster %" PRId64 " %s\nrules %" PRId64 " %s\nprev %" PRId64 " %s\ntime %s\n";

size_t
checkpoint_words(const struct checkpoint *c, char words[static CHECKPOINT_WORDS])
{
	char when[21];

	return (size_t)snprintf(words, CHECKPOINT_WORDS, form, c->village, c->size, c->head, c->file, c->names, c->roster,
	    c->rules, c->rulebook, c->prev, c->before, moment_utc(c->time, when));
}

/* What is read is written again: only then is it a checkpoint. */
bool
checkpoint_parse(struct text t, struct checkpoint *c)
{
	char copy[CHECKPOINT_WORDS], again[CHECKPOINT_WORDS], when[21];
	bool whole;

	if (t.len >= sizeof(copy))
		return false;
	memcpy(copy, t.at, t.len);
	copy[t.len] = '\0';
	if (sscanf(copy, "nbr-ledger-checkpoint/1 origin %" SCNd64 "/points size %" SCNd64 " head %64s file %64s roster %" SCNd64
	    " %64s rules %" SCNd64 " %64s prev %" SCNd64 " %64s time %20s", &c->village, &c->size, c->head, c->file, &c->names, c->roster,
	    &c->rules, c->rulebook, &c->prev, c->before, when) != 11)
		return false;
	c->time = moment_parse(text_of(when), "UTC", &c->time, &whole) == MOMENT_OK ? c->time : 0;
	return checkpoint_words(c, again) == t.len && memcmp(again, t.at, t.len) == 0;
}

/* #: a number; *: 64 digits of a hash; @: a time. */
static const char *const shapes[] = {
	"nbr-ledger-checkpoint/1", "origin #/points", "size #", "head *", "file *", "roster # *", "rules # *", "prev # *", "time @",
};

static const char decimal[] = "0123456789", hex[] = "0123456789abcdef", utc[] = "0123456789-:TZ";

/* How many bytes of it have a shape; 0 it is another. */
static size_t
shaped(struct text t, const char *shape)
{
	size_t len = 0;

	for (; *shape != '\0'; shape++) {
		const char *set = *shape == '#' ? decimal : *shape == '*' ? hex : *shape == '@' ? utc : NULL;
		size_t n = 0, most = *shape == '#' ? 12 : *shape == '*' ? LEDGER_HASH - 1 : *shape == '@' ? 20 : 1;

		while (n < most && len + n < t.len && (set == NULL ? t.at[len + n] == *shape : memchr(set, t.at[len + n], strlen(set)) != NULL))
			n++;
		if (n == 0 || (*shape != '#' && n < most))
			return 0;
		len += n;
	}
	return len;
}

/* Whether a byte may stand beside a line: a letter or a digit makes it another. */
static bool
parts(char c)
{
	return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

bool
checkpoint_lines(struct text t, FILE *to)
{
	bool found = false;

	for (size_t at = 0; at < t.len; at++) {
		struct text rest = { t.at + at, t.len - at };
		size_t len = 0;

		if (at > 0 && !parts(t.at[at - 1]) && !(at > 1 && t.at[at - 1] == 'n' && t.at[at - 2] == '\\'))
			continue;	/* but JSON and TSV write a line end as \n */
		for (size_t i = 0; len == 0 && i < sizeof(shapes) / sizeof(shapes[0]); i++)
			len = rest.at[0] == shapes[i][0] ? shaped(rest, shapes[i]) : 0;
		if (len == 0 || (len < rest.len && !parts(rest.at[len])))
			continue;
		fprintf(to, "%.*s\n", (int)len, rest.at);
		found = true;
		at += len - 1;
	}
	return found;
}

int
checkpoint_next(struct text *rest, struct checkpoint *c)
{
	static const char head[] = "nbr-ledger-checkpoint/1\n", tail[] = "\ntime 2024-12-31T15:59:59Z\n";
	const char *end = rest->at + rest->len, *at = rest->len == 0 ? NULL : memmem(rest->at, rest->len, head, strlen(head)), *time;

	if (at == NULL)
		return 0;
	time = memmem(at, (size_t)(end - at), tail, strlen("\ntime "));
	*rest = (struct text){ at + strlen(head), (size_t)(end - at) - strlen(head) };
	return time != NULL && (size_t)(end - time) >= strlen(tail)
	    && checkpoint_parse((struct text){ at, (size_t)(time - at) + strlen(tail) }, c) ? 1 : -1;
}

struct text
checkpoint_id(int64_t village, int64_t size, char buf[static IDS_SIZE])
{
	int n = snprintf(buf, IDS_SIZE, "%" PRId64 ":%" PRId64, village, size);

	return (struct text){ buf, (size_t)n };
}

bool
checkpoint_id_parse(struct text t, int64_t *village, int64_t *size)
{
	const char *colon = t.len == 0 ? NULL : memchr(t.at, ':', t.len);
	size_t n = colon == NULL ? 0 : (size_t)(colon - t.at);

	return colon != NULL && num_parse((struct text){ t.at, n }, 1, INT64_C(999999999999), village)
	    && num_parse((struct text){ colon + 1, t.len - n - 1 }, 1, IDS_STEP, size);
}

/* Lines in a SHA-256. */
struct digest {
	struct sha256 sum;
	int64_t	 lines;
};

/* One row is one line, its columns between bars. */
static int
add_row(void *arg, struct stmt *row)
{
	struct digest *d = arg;

	for (int i = 0, n = stmt_columns(row); i < n; i++) {
		sha256_add(&d->sum, stmt_text(row, i));
		sha256_add(&d->sum, text_of(i == n - 1 ? "\n" : "|"));
	}
	d->lines++;
	return 0;
}

/* The digest of the rows of some questions. 0, -1. */
static int
digest_rows(struct db *db, const char *const sql[], const struct arg *args, int64_t *lines, char hash[static LEDGER_HASH])
{
	struct digest d = { .lines = 0 };
	int rc = 0;

	sha256_begin(&d.sum);
	for (int i = 0; rc == 0 && sql[i] != NULL; i++)
		rc = db_each(db, sql[i], args, add_row, &d);
	sha256_end(&d.sum, hash);
	*lines = d.lines;
	return rc;
}

/* A chain that is read for a checkpoint: it must be whole. */
struct reading {
	struct db	*db;
	struct checkpoint *c;
	struct digest	 file;
	bool		 met;		/* the checkpoint before it */
};

static int
broken(struct db *db, int64_t village, int64_t seq)
{
	return db_fail(db, EXIT_RULE, FAULT_LEDGER, _("village %lld, entry %lld"), (long long)village, (long long)seq);
}

static int
take_row(void *arg, const struct ledger_row *e)
{
	struct reading *r = arg;
	struct checkpoint *c = r->c;

	if (!e->follows || !e->whole)
		return broken(r->db, c->village, e->line.seq);
	sha256_add(&r->file.sum, e->words);
	c->size = e->line.seq;
	memcpy(c->head, e->hash.at, LEDGER_HASH - 1);
	c->time = e->line.at > c->time ? e->line.at : c->time;
	r->met |= c->size == c->prev && strcmp(c->head, c->before) == 0;
	return 0;
}

static int
take_before(void *arg, struct stmt *row)
{
	struct checkpoint before, *c = arg;

	if (!checkpoint_parse(stmt_text(row, 0), &before))
		return 1;
	c->prev = before.size;
	memcpy(c->before, before.head, sizeof(c->before));
	return 0;
}

static int
read_chain(struct db *db, struct checkpoint *c)
{
	struct reading r = { .db = db, .c = c, .met = c->prev == 0 };
	int64_t size = 0;

	sha256_begin(&r.file.sum);
	if (ledger_rows(db, c->village, take_row, &r) != 0
	    || db_int(db, "SELECT seq FROM chain WHERE village = $1", ARGS(ARG(c->village)), &size) < 0)
		return -1;
	sha256_end(&r.file.sum, c->file);
	return r.met && size == c->size ? 0 : broken(db, c->village, c->size);
}

static int
read_names(struct db *db, struct checkpoint *c)
{
	static const char *const roster[] = {
		"SELECT 'C', '' || chief, name FROM chief WHERE village = $1 ORDER BY chief",
		"SELECT 'H', '' || household, '' || first, head FROM household WHERE village = $1 ORDER BY household", NULL,
	};
	static const char *const rules[] = {
		"SELECT r.rule, '' || r.first, r.side, '' || r.value, '' || r.cap_day, '' || r.cap_month, '' || r.cap_year, '' || r.notice,"
		" r.subject FROM (SELECT DISTINCT reason FROM entry WHERE village = $1) e JOIN rule r ON e.reason = r.rule || '.' || r.first"
		" WHERE r.kind = 'deed' ORDER BY r.rule, r.first", NULL,
	};
	return digest_rows(db, roster, ARGS(ARG(c->village)), &c->names, c->roster) != 0
	    || digest_rows(db, rules, ARGS(ARG(c->village)), &c->rules, c->rulebook) != 0 ? -1 : 0;
}

int
checkpoint_read(struct db *db, int64_t village, struct checkpoint *c)
{
	int64_t seq = 0;
	int rc;

	*c = (struct checkpoint){ .village = village, .time = moment_now() };
	sha256_fast();
	ledger_genesis(village, c->before);
	rc = db_each(db, "SELECT words FROM checkpoint WHERE village = $1 ORDER BY size DESC LIMIT 1", ARGS(ARG(village)), take_before, c);
	if (rc != 0)
		return rc < 0 ? -1 : broken(db, village, c->prev);
	if (db_int(db, "SELECT seq FROM chain WHERE village = $1", ARGS(ARG(village)), &seq) < 0)
		return -1;
	return seq == c->prev ? 0 : read_chain(db, c) != 0 || read_names(db, c) != 0 ? -1 : 1;
}

int
checkpoint_add(struct db *db, const struct checkpoint *c, const char *signature, int64_t run)
{
	char words[CHECKPOINT_WORDS];
	int64_t last = 0;

	checkpoint_words(c, words);
	if (db_int(db, "SELECT coalesce(max(size), 0) FROM checkpoint WHERE village = $1", ARGS(ARG(c->village)), &last) < 0)
		return -1;
	return last != c->prev ? 0 : db_run(db,
	    "INSERT INTO checkpoint (village, size, words, signature, countersignature, run) VALUES ($1, $2, $3, $4, '', $5)",
	    ARGS(ARG(c->village), ARG(c->size), ARG(words), ARG(signature), ARG(run))) < 0 ? -1 : 1;
}

struct stored {
	char	 words[CHECKPOINT_WORDS];
	int	 n;
};

static int
take_words(void *arg, struct stmt *row)
{
	struct stored *s = arg;
	struct text words = stmt_text(row, 0);

	s->n++;
	snprintf(s->words, sizeof(s->words), "%.*s", (int)words.len, words.at);
	return 0;
}

int
checkpoint_sign(struct db *db, int64_t village, int64_t size, struct text signature)
{
	static const char *const sql[] = {
		"UPDATE checkpoint SET signature = $3 WHERE village = $1 AND size = $2 AND signature <> $3",
		"UPDATE checkpoint SET countersignature = $3 WHERE village = $1 AND size = $2 AND countersignature <> $3",
	};
	struct stored s = { .n = 0 };
	char id[IDS_SIZE], why[SIGNATURE_SIZE];
	int witness, fits;

	checkpoint_id(village, size, id);
	if (db_each(db, "SELECT words FROM checkpoint WHERE village = $1 AND size = $2", ARGS(ARG(village), ARG(size)), take_words, &s) < 0)
		return -1;
	if (s.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("checkpoint %s"), id);
	witness = signature_fits("nbr-witness", text_of(s.words), signature, why);
	fits = witness != 0 ? witness : signature_fits("nbr-ledger", text_of(s.words), signature, why);
	if (fits <= 0)
		return fits < 0 ? db_fail(db, EXIT_CANNOT, FAULT_NONE, "%s", why) : db_fail(db, EXIT_RULE, FAULT_SIGNATURE, _("checkpoint %s"), id);
	return (int)db_run(db, sql[witness], ARGS(ARG(village), ARG(size), ARG(signature)));
}

static int
put(void *arg, struct stmt *row)
{
	int64_t village = stmt_int(row, 0), size = stmt_int(row, 1);
	struct checkpoint c = { .village = village };
	char id[IDS_SIZE];
	bool good = checkpoint_parse(stmt_text(row, 2), &c);
	struct value v[COLUMNS] = {
		[CHECKPOINT] = VALUE_TEXT(checkpoint_id(village, size, id)), [AREA] = VALUE_INT(ids_make(village, 0)), [SIZE] = VALUE_INT(size),
		[HEAD] = VALUE_TEXT(text_of(good ? c.head : "")), [FILE_SUM] = VALUE_TEXT(text_of(good ? c.file : "")),
		[TIME] = good ? VALUE_INT(c.time) : VALUE_NULL, [SIGNED] = VALUE_INT(stmt_text(row, 3).len > 0),
		[COUNTERSIGNED] = VALUE_INT(stmt_text(row, 4).len > 0), [WORDS] = VALUE_TEXT(stmt_text(row, 2)),
		[SIGNATURE] = VALUE_TEXT(stmt_text(row, 3)), [COUNTERSIGNATURE] = VALUE_TEXT(stmt_text(row, 4)), [RUN] = VALUE_INT(stmt_int(row, 5)),
	};

	return rec_put(arg, v) == 0 ? 0 : 1;	/* rec_end says why */
}

int
checkpoint_list(struct db *db, struct rec_out *out, const struct area_range *area, int64_t size)
{
	return db_each(db, "SELECT village, size, words, signature, countersignature, run FROM checkpoint"
	    " WHERE village BETWEEN $1 AND $2 AND ($3 = 0 OR size = $3 OR ($3 = -1 AND NOT EXISTS"
	    " (SELECT 1 FROM checkpoint n WHERE n.village = checkpoint.village AND n.size > checkpoint.size))) ORDER BY village, size",
	    ARGS(ARG(area->village_lo), ARG(area->village_hi), ARG(size)), put, out) < 0 ? -1 : 0;
}

int
checkpoint_last(struct db *db, int64_t village, day_t until, char words[static CHECKPOINT_WORDS])
{
	struct stored s = { .n = 0 };

	if (db_each(db, "SELECT c.words FROM checkpoint c JOIN run r ON r.village = c.run / 10000000 AND r.no = c.run % 10000000"
	    " WHERE c.village = $1 AND r.day <= $2 ORDER BY c.size DESC LIMIT 1", ARGS(ARG(village), ARG(until)), take_words, &s) < 0)
		return -1;
	memcpy(words, s.words, CHECKPOINT_WORDS);
	return s.n;
}
