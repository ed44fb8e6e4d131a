/* Settlement: what was found to be done is done, and told. */
#define _GNU_SOURCE
#include "settle_parts.h"

#include <stdlib.h>

#include "exchange.h"

enum { ENTRY, DAY, CHIEF, NAME, DONE, RULE, TITLE, POINTS, CUT, CAP, REF, REFUSED, WHY };

static const struct word done_words[] = { { "award", "加分" }, { "reverse", "冲正" }, { "return", "退回" }, { NULL, NULL } };
static const struct word cap_words[] = { { "day", "日" }, { "month", "月" }, { "year", "年" }, { NULL, NULL } };

const struct col settle_cols[] = {
	[ENTRY] = { "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry; empty: it was refused"), NULL, 0, NULL },
	[DAY] = { "day", "日期", NULL, COL_DAY, 0, N_("day of the cause; of a reversal the business day"), NULL, 0, NULL },
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_WIDE, N_("chief whose points they are"), NULL, 0, NULL },
	[NAME] = { "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[DONE] = { "done", "处理", NULL, COL_WORD, 0, N_("award, reverse or return"), NULL, 0, done_words },
	[RULE] = { "rule", "规则", NULL, COL_TEXT, COL_WIDE, N_("deed of the rulebook"), NULL, 0, NULL },
	[TITLE] = { "title", "积分事项", NULL, COL_TEXT, 0, N_("the deed's name, or the goods"), NULL, 0, NULL },
	[POINTS] = { "points", "积分变动", NULL, COL_INT, 0, N_("points, negative when they are taken"), NULL, 0, NULL },
	[CUT] = { "cut", "封顶扣减", NULL, COL_INT, COL_WIDE, N_("points that a cap of the deed cut"), NULL, 0, NULL },
	[CAP] = { "cap", "封顶周期", NULL, COL_WORD, COL_SPARE, N_("the cap that cut them: day, month or year; empty: none"), NULL, 0, cap_words },
	[REF] = { "ref", "依据", NULL, COL_TEXT, 0, N_("deed and cause"), NULL, 0, NULL },
	[REFUSED] = { "refused", "未办代码", NULL, COL_TEXT, COL_SPARE, N_("code of why it could not be done; empty: it was"), NULL, 0, NULL },
	[WHY] = { "why", "未办原因", NULL, COL_TEXT, COL_SPARE, N_("the same in words, with the figures"), NULL, 0, NULL },
	{ 0 },
};

/* A statement's row, until it is asked again. */
static int
ask(struct settling *v, struct stmt **stmt, const char *sql, const struct arg *args)
{
	if (*stmt == NULL && (*stmt = db_prepare(v->settle->db, sql)) == NULL)
		return -1;
	return stmt_bind(*stmt, args) != 0 ? -1 : stmt_step(*stmt);
}

/* What of a record is the same for all. */
static int
put(struct settling *v, const struct todo *t, struct value *row)
{
	const struct settle *s = v->settle;

	row[CHIEF] = VALUE_INT(t->cause.chief);
	if (rec_chose(s->out, NAME)) {
		if (ask(v, &v->name, "SELECT name FROM chief WHERE village = $1 AND chief = $2", ARGS(ARG(v->village), ARG(ids_serial(t->cause.chief)))) < 0)
			return -1;
		row[NAME] = VALUE_TEXT(stmt_text(v->name, 0));
	}
	if (t->no != NULL) {
		row[ENTRY].null = row[CUT].null = true;
		row[REFUSED] = VALUE_TEXT(text_of(fault_code(t->no->fault)));
		row[WHY] = VALUE_TEXT(text_of(t->no->why));
	} else
		v->added++;
	return rec_put(s->out, row) != 0 ? -1 : 0;
}

static int
put_award(struct settling *v, const struct todo *t, const struct ledger_award *a)
{
	const struct deed *d = t->deed;
	char ref[LEDGER_REF];
	struct value row[WHY + 1] = {
		[ENTRY] = VALUE_INT(ids_make(v->village, a->seq)),
		[DAY] = VALUE_INT(t->cause.day),
		[DONE] = VALUE_TEXT(text_of("award")),
		[RULE] = VALUE_TEXT(text_of(d->code)),
		[TITLE] = VALUE_TEXT(text_of(d->name)),
		[POINTS] = VALUE_INT(t->no != NULL ? d->value : a->points),
		[CUT] = VALUE_INT(a->cut),
		[CAP] = VALUE_TEXT(text_of(t->no != NULL || a->cap == CAPS ? "" : cap_words[a->cap].name)),
		[REF] = VALUE_TEXT(cause_ref(d, &t->cause, ref)),
	};

	return put(v, t, row);
}

static int
put_reversal(struct settling *v, const struct todo *t, int64_t seq)
{
	struct text reason, ref;
	const struct deed *d;

	if (ask(v, &v->entry, "SELECT points, reason, ref FROM entry WHERE village = $1 AND seq = $2", ARGS(ARG(v->village), ARG(t->seq))) < 0)
		return -1;
	reason = stmt_text(v->entry, 1);
	ref = stmt_text(v->entry, 2);
	d = deed_of(v->settle->book, reason);
	return put(v, t, (struct value[WHY + 1]){
		[ENTRY] = VALUE_INT(ids_make(v->village, seq)),
		[DAY] = VALUE_INT(v->settle->today),
		[DONE] = VALUE_TEXT(text_of("reverse")),
		[RULE] = VALUE_TEXT(((struct text){ ref.at, (size_t)((const char *)memchr(ref.at, ':', ref.len) - ref.at) })),
		[TITLE] = VALUE_TEXT(text_of(d == NULL ? "" : d->name)),
		[POINTS] = VALUE_INT(-stmt_int(v->entry, 0)),
		[CUT] = VALUE_NULL,
		[REF] = VALUE_TEXT(ref),
	});
}

/* An exchange was not collected in time. */
static int
put_return(void *arg, int64_t entry)
{
	struct settling *v = arg;
	struct value row[WHY + 1] = { [ENTRY] = VALUE_INT(entry), [DONE] = VALUE_TEXT(text_of("return")), [CUT] = VALUE_NULL };

	if (ask(v, &v->returned, "SELECT e.day, e.account, " ENTRY_GOODS ", e.points, e.ref FROM entry e WHERE e.village = $1 AND e.seq = $2",
	    ARGS(ARG(v->village), ARG(ids_serial(entry)))) < 0)
		return -1;
	row[DAY] = VALUE_INT(stmt_int(v->returned, 0));
	row[TITLE] = VALUE_TEXT(stmt_text(v->returned, 2));
	row[POINTS] = VALUE_INT(stmt_int(v->returned, 3));
	row[REF] = VALUE_TEXT(stmt_text(v->returned, 4));
	return put(v, &(struct todo){ .cause.chief = ids_make(v->village, stmt_int(v->returned, 1)) }, row);
}

/* One try, told when it went well. 1, 0 it waits, LEDGER_REFUSED, -1. */
static int
try(struct settling *v, struct todo *t)
{
	struct ledger *l = v->settle->ledger;
	struct ledger_award a = { .deed = t->deed, .cause = t->cause, .all = true };
	struct ledger_refusal no;
	int64_t seq = 0;
	int rc = t->deed != NULL ? ledger_award(l, &a, &no) : ledger_reverse(l, ids_make(v->village, t->seq), text_of(""), &seq, &no);

	if (rc == LEDGER_REFUSED) {
		if (t->no == NULL && (t->no = malloc(sizeof(no))) == NULL)
			return db_no_memory(v->settle->db);
		*t->no = no;
		return rc;
	}
	free(t->no);
	t->no = NULL;
	t->waits = rc == 0;
	if (rc <= 0)
		return rc;
	return (t->deed != NULL ? put_award(v, t, &a) : put_reversal(v, t, seq)) != 0 ? -1 : 1;
}

/* Tries those again that were not done among the first n, until none gives way. */
static int
try_again(struct settling *v, size_t n)
{
	for (bool moved = true; moved;) {
		moved = false;
		for (size_t i = 0; i < n; i++) {
			int rc = v->todo[i].no == NULL && !v->todo[i].waits ? 0 : try(v, &v->todo[i]);

			if (rc < 0)
				return -1;
			moved = moved || rc == 1;
		}
	}
	return 0;
}

static int
do_all(struct settling *v)
{
	bool refused = false;

	for (size_t i = 0; i < v->todos; i++) {
		int rc = try(v, &v->todo[i]);

		refused = refused || rc == LEDGER_REFUSED;
		if (rc < 0 || (refused && (i + 1 == v->todos || v->todo[i + 1].cause.day != v->todo[i].cause.day) && try_again(v, i + 1) != 0))
			return -1;
	}
	for (size_t i = 0; i < v->todos; i++)
		if (v->todo[i].no != NULL
		    && (v->todo[i].deed != NULL ? put_award(v, &v->todo[i], &(struct ledger_award){ 0 }) : put_reversal(v, &v->todo[i], 0)) != 0)
			return -1;
	return 0;
}

/* What the next settlement need not look at. */
static int
note_settled(struct settling *v, const char *deeds)
{
	struct db *db = v->settle->db;

	for (const struct todo *t = v->todo, *end = t + v->todos; t < end; t++)
		if ((t->no != NULL || t->waits) && settle_leave(v, &t->cause) != 0)
			return -1;
	if (db_run(db, "DELETE FROM unsettled WHERE village = $1", ARGS(ARG(v->village))) < 0)
		return -1;
	for (size_t i = 0; i < v->runs; i++)
		if (db_run(db, "INSERT INTO unsettled (village, run) VALUES ($1, $2) ON CONFLICT DO NOTHING", ARGS(ARG(v->village), ARG(v->run[i]))) < 0)
			return -1;
	return db_run(db, "UPDATE village SET settled = $2 WHERE village = $1", ARGS(ARG(v->village), ARG(v->anew ? "" : deeds))) < 0 ? -1 : 0;
}

/* Reversals first: they leave room under the caps. */
static int
in_order(const void *a, const void *b)
{
	const struct todo *p = a, *q = b;
	int rc = (p->deed != NULL) - (q->deed != NULL);

	if (rc == 0)
		rc = (p->seq > q->seq) - (p->seq < q->seq);
	if (rc == 0)
		rc = cause_order(&p->cause, &q->cause);
	return rc != 0 || p->deed == NULL ? rc : strcmp(p->deed->code, q->deed->code);
}

/* What causes are awarded for, and their zone, in short. */
static int
digest(const struct settle *s, char hash[static LEDGER_HASH])
{
	char *words = NULL;
	size_t len;
	FILE *fp = open_memstream(&words, &len);

	if (fp == NULL)
		return db_no_memory(s->db);
	fputs(s->zone, fp);
	for (const struct deed *d = s->book->deed, *end = d + s->book->deeds; d < end; d++)
		if (d->cause != CAUSE_MANUAL)
			fprintf(fp, "\n%s %d %s %d %d %d", d->code, (int)d->cause, d->about, d->level, d->first, d->last);
	if (fclose(fp) != 0) {
		free(words);
		return db_no_memory(s->db);
	}
	ledger_hash((struct text){ words, len }, hash);
	free(words);
	return 0;
}

int64_t
settle_village(const struct settle *s, int64_t village)
{
	struct settling v = { .settle = s, .village = village };
	const struct area_range all = { village, village, 0, 999999, LEVEL_VILLAGE };
	char deeds[LEDGER_HASH];
	/* What comes back first is there for what is taken. */
	int rc = digest(s, deeds) != 0 || exchange_expire(s->ledger, &all, s->until, put_return, &v) < 0 || settle_find(&v, deeds) != 0 ? -1 : 0;

	if (rc == 0 && v.todos > 1)
		qsort(v.todo, v.todos, sizeof(*v.todo), in_order);
	if (rc == 0)
		rc = do_all(&v) != 0 || note_settled(&v, deeds) != 0 ? -1 : 0;
	for (size_t i = 0; i < v.todos; i++)
		free(v.todo[i].no);
	free(v.todo);
	free(v.run);
	paid_free(&v.paid);
	stmt_end(v.name);
	stmt_end(v.entry);
	stmt_end(v.returned);
	stmt_end(v.awarded);
	return rc != 0 ? -1 : v.added;
}
