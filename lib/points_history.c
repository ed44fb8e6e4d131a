/* Entries as they were entered, and pages of passbooks. */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdio.h>
#include <stdlib.h>

struct asking {
	struct db	*db;
	struct rec_out	*out;
	const struct points_filter *filter;
};

static int
list_entries(void *arg, int64_t chief)
{
	const struct asking *a = arg;
	const struct points_filter *f = a->filter;
	struct points_bound bound;
	const struct arg *args = points_bind(f, chief, &bound);

	/* Of a whole passbook it is felt what is asked of each entry, and who sorts them. */
	if (f->n == 1 && f->known >= DAY_MAX && f->kind.len + f->rule.len + f->actor.len == 0) {
		rec_order(a->out, 0);
		return list_rows(a->db, a->out, entry_cols, ENTRY_FROM " WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4"
		    " ORDER BY e.day, e.seq", ARGS(args[0], args[1], args[2], args[3]));
	}
	return list_rows(a->db, a->out, entry_cols, chief == 0 ? ENTRY_FROM POINTS_ALL : ENTRY_FROM POINTS_ONE, args);
}

static int
list_found(struct db *db, struct rec_out *out, const struct points_filter *f)
{
	int64_t *entry = NULL;
	size_t n = 0;
	int rc = points_find(db, f, &entry, &n);

	if (rc == 0)
		rc = points_put(db, out, entry, n);
	free(entry);
	return rc;
}

int
points_history(struct db *db, struct rec_out *out, const struct points_filter *f)
{
	return f->finding != NULL ? list_found(db, out, f)
	    : points_each(f, list_entries, &(struct asking){ .db = db, .out = out, .filter = f });
}

static struct arg
id_cell(const void *rows, size_t n, int c)
{
	int64_t id = ((const int64_t *)rows)[n];

	return arg_int(c == 0 ? ids_village(id) : ids_serial(id));
}

int
points_put(struct db *db, struct rec_out *out, const int64_t *entry, size_t n)
{
	/* What a reader may feed has a column of that name. */
	static const char *const names[] = { "village", "household", NULL };

	if (n == 0)
		return 0;
	return db_feed(db, &(struct feed){ names, "ii", n, id_cell, entry }) != 0 ? -1
	    : list_rows(db, out, entry_cols, "FROM feed f CROSS JOIN entry e" ENTRY_BESIDE
	    " WHERE e.village = f.village AND e.seq = f.household ORDER BY e.village, e.seq", NO_ARGS);
}

/* ---- passbooks ---- */

enum { DAY, KIND, TITLE, POINTS, BALANCE, ENTRY, CHIEF, NAME, REF, NOTE, AT, PROOF, STATEMENT_COLUMNS };

static const struct word lines[] = {
	{ "award", "加分" }, { "deduct", "扣分" }, { "redeem", "兑换" }, { "return", "退回" }, { "reverse", "冲正" },
	{ "opening", "上期余额" }, { "closing", "本期余额" }, { "head", "链头" }, { "checkpoint", "校验点" }, { NULL, NULL },
};

const struct col statement_cols[] = {
	[DAY] = { "day", "日期", NULL, COL_DAY, 0, N_("business day of the entry"), NULL, 0, NULL },
	[KIND] = { "kind", "种类", NULL, COL_WORD, 0, N_("kind of the entry; or opening, closing, head, checkpoint"), NULL, 0, lines },
	[TITLE] = { "title", "积分事项", NULL, COL_TEXT, 0, N_("the deed's name, the goods, or of an imported entry what it was for; opening: whose page it is"), NULL, 0, NULL },
	[POINTS] = { "points", "积分变动", NULL, COL_INT, 0, N_("points, negative when they were taken"), NULL, 0, NULL },
	[BALANCE] = { "balance", "余额", NULL, COL_INT, 0, N_("points after it, in the order of days"), NULL, 0, NULL },
	[ENTRY] = { "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry"), NULL, 0, NULL },
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_MORE, N_("chief whose page it is"), NULL, 0, NULL },
	[NAME] = { "name", "姓名", NULL, COL_NAME, COL_MORE, N_("the chief's name"), NULL, 0, NULL },
	[REF] = { "ref", "依据", NULL, COL_TEXT, COL_MORE, N_("cause of the entry"), NULL, 0, NULL },
	[NOTE] = { "note", "说明", NULL, COL_TEXT, COL_MORE | COL_FREE, N_("reason in words"), NULL, 0, NULL },
	[AT] = { "at", "录入时间", NULL, COL_MOMENT, COL_MORE, N_("when it was entered"), NULL, 0, NULL },
	[PROOF] = { "proof", "凭证", NULL, COL_TEXT, COL_WHOLE, N_("head: village, number and hash of the chain's last entry; checkpoint: a line of it"), NULL, 0, NULL },
	[STATEMENT_COLUMNS] = { 0 },
};

struct page {
	struct db	*db;
	struct rec_out	*out;
	const struct points_filter *filter;
	const struct points_people *people;
	const struct points_person *person;
	int64_t		 balance;
};

/* A line of a page; what is not set is empty. 0, 1 rec_end says why. */
static int
put(const struct page *p, const char *kind, struct text title, struct value row[STATEMENT_COLUMNS])
{
	row[KIND] = VALUE_TEXT(text_of(kind));
	row[TITLE] = VALUE_TEXT(title);
	row[CHIEF] = VALUE_INT(p->person->chief);
	row[NAME] = VALUE_TEXT(text_of(p->person->name));
	return rec_put(p->out, row) != 0;
}

/* A line that is no entry's. */
static int
put_line(const struct page *p, const char *kind, struct text title, day_t day)
{
	return put(p, kind, title, (struct value[STATEMENT_COLUMNS]){
		[DAY] = VALUE_INT(day), [POINTS] = VALUE_NULL, [BALANCE] = VALUE_INT(p->balance),
		[ENTRY] = VALUE_NULL, [AT] = VALUE_NULL,
	});
}

/* In a column at the end: what is so long makes no other line longer. */
static int
put_proof(const struct page *p, const char *kind, struct text words)
{
	return put(p, kind, text_of(""), (struct value[STATEMENT_COLUMNS]){
		[DAY] = VALUE_INT(0), [POINTS] = VALUE_NULL, [BALANCE] = VALUE_NULL, [ENTRY] = VALUE_NULL, [AT] = VALUE_NULL, [PROOF] = VALUE_TEXT(words),
	});
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct page *p = arg;
	struct text kind = stmt_text(row, 2);
	int64_t village = ids_village(p->person->chief);
	char masked[COL_BUF];
	/* The column is not free text: a head has digits, too. */
	struct text title = col_show(&statement_cols[NOTE], &VALUE_TEXT(stmt_text(row, 3)), &(struct show){ 0 }, masked);

	p->balance += stmt_int(row, 4);
	return put(p, entry_kinds[col_word(entry_kinds, kind)].name, title, (struct value[STATEMENT_COLUMNS]){
		[DAY] = VALUE_INT(stmt_int(row, 1)),
		[POINTS] = VALUE_INT(stmt_int(row, 4)),
		[BALANCE] = VALUE_INT(p->balance),
		[ENTRY] = VALUE_INT(ids_make(village, stmt_int(row, 0))),
		[REF] = VALUE_TEXT(stmt_text(row, 5)),
		[NOTE] = VALUE_TEXT(stmt_text(row, 6)),
		[AT] = VALUE_INT(stmt_int(row, 7)),
	});
}

static int
take_head(void *arg, struct stmt *row)
{
	const struct page *p = arg;
	struct text hash = stmt_text(row, 1);
	char words[2 * LEDGER_HASH];

	return put_proof(p, "head", (struct text){ words, (size_t)snprintf(words, sizeof(words), "%lld/points %lld %.*s",
	    (long long)ids_village(p->person->chief), (long long)stmt_int(row, 0), (int)hash.len, hash.at) });
}

/* Line by line: a table has no line ends. */
static int
take_checkpoint(void *arg, struct stmt *row)
{
	const struct page *p = arg;
	struct text words = stmt_text(row, 0);
	const char *end = words.at + words.len;
	int rc = 0;

	for (const char *at = words.at, *next; rc == 0 && at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL)
			next = end;
		rc = put_proof(p, "checkpoint", (struct text){ at, (size_t)(next - at) });
	}
	return rc;
}

static int
put_entries(struct page *p)
{
	const struct points_filter *f = p->filter;
	int64_t village = ids_village(p->person->chief), account = ids_serial(p->person->chief);
	char id[IDS_SIZE], title[1024];
	int rc;

	p->balance = 0;
	if (f->since > DAY_MIN && db_int(p->db, "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM entry WHERE village = $1 AND account = $2"
	    " AND day < $3 AND at <= $4", ARGS(ARG(village), ARG(account), ARG(f->since), ARG(points_known(f))), &p->balance) < 0)
		return -1;
	snprintf(title, sizeof(title), "%s %s", ids_chief(p->person->chief, id).at, p->person->name);
	rc = put_line(p, "opening", text_of(title), f->since);
	return rc != 0 ? rc : db_each(p->db, "SELECT e.seq, e.day, e.kind, coalesce(" ENTRY_TITLE ", ''), e.points, e.ref, coalesce(n.words, ''), e.at " ENTRY_FROM
	    " WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4 AND e.at <= $5 ORDER BY e.day, e.seq",
	    ARGS(ARG(village), ARG(account), ARG(f->since), ARG(f->until), ARG(points_known(f))), take_entry, p);
}

static int
put_page(void *arg, int64_t chief)
{
	struct page *p = arg;
	int64_t village = ids_village(chief);
	moment_t known = points_known(p->filter);
	char when[21];
	int rc;

	p->person = points_person(p->people, chief);
	if (p->person == NULL)
		return 0;
	rc = put_entries(p);
	if (rc == 0)
		rc = put_line(p, "closing", text_of(""), p->filter->until);
	if (rc == 0)
		rc = db_each(p->db, "SELECT seq, hash FROM entry WHERE village = $1 AND at <= $2 ORDER BY seq DESC LIMIT 1",
		    ARGS(ARG(village), ARG(known)), take_head, p);
	/* Its words end in the time at which it was made, and a line end. */
	return rc != 0 ? rc : db_each(p->db, "SELECT words FROM checkpoint WHERE village = $1 AND substr(words, CAST(length(words) - 20 AS INTEGER), 20) <= $2"
	    " ORDER BY size DESC LIMIT 1", ARGS(ARG(village), ARG(moment_utc(known, when))), take_checkpoint, p);
}

int
points_statement(struct db *db, struct rec_out *out, const struct points_filter *f)
{
	struct points_people people = { .n = 0 };
	int rc = db_begin_read(db) != 0 || points_people_load(db, f, &people) != 0 ? -1
	    : points_each(f, put_page, &(struct page){ .db = db, .out = out, .filter = f, .people = &people });

	db_end_read(db);
	points_people_free(&people);
	return rc < 0 ? -1 : 0;
}
