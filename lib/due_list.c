#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "due_parts.h"
#include "rec.h"

enum { HOUSEHOLD, HEAD, DOOR, AREA, AREA_NAME, CHIEF, CHIEF_NAME, CLASS, TAGS, RULE, LAST_VISIT, DUE, OVERDUE_DAYS,
	NOMINAL, MEMBERS, PHONE, DUE_COLUMNS };

const struct col due_cols[] = {
	[HOUSEHOLD] = { "household", "户编号", NULL, COL_HOUSEHOLD, COL_KEY, N_("number of the household"), NULL, 0, NULL },
	[HEAD] = { "head", "户主姓名", NULL, COL_NAME, 0, N_("who heads it"), "h.head", 0, NULL },
	[DOOR] = { "door", "门牌号", NULL, COL_DOOR, 0, N_("door number or address"), "h.door", 0, NULL },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_MORE, N_("neighbourhood, by its code"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("name of the neighbourhood"), NULL, 0, NULL },
	[CHIEF] = { "chief", "三长编号", NULL, COL_CHIEF, COL_MORE, N_("who answers for it on that day"), NULL, 0, NULL },
	[CHIEF_NAME] = { "chief_name", "三长", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[CLASS] = { "class", "类别", NULL, COL_CLASS, 0, N_("class on that day"), NULL, 0, NULL },
	[TAGS] = { "tags", "特殊群体", NULL, COL_TAGS, COL_MORE | COL_PRIVATE, N_("groups it belonged to on that day"), NULL, 0, NULL },
	[RULE] = { "rule", "规则", NULL, COL_TEXT, 0, N_("the most urgent rule"), NULL, 0, NULL },
	[LAST_VISIT] = { "last_visit", "最近走访", NULL, COL_DAY, 0, N_("day of the last visit until then"), NULL, 0, NULL },
	[DUE] = { "due", "应访日期", NULL, COL_DAY, 0, N_("day the visit falls due"), NULL, 0, NULL },
	[OVERDUE_DAYS] = { "overdue_days", "逾期天数", NULL, COL_INT, 0, N_("days since then, 0 when it is due today or later"), NULL, 0, NULL },
	[NOMINAL] = { "nominal", "原定日期", NULL, COL_DAY, COL_MORE, N_("day the rule names, before a holiday moved it"), NULL, 0, NULL },
	[MEMBERS] = { "members", "人口数", NULL, COL_INT, COL_MORE, N_("how many people"), "h.members", 0, NULL },
	[PHONE] = { "phone", "联系电话", NULL, COL_PHONE, COL_MORE | COL_PRIVATE, N_("phone number of the head"), "h.phone", 0, NULL },
	[DUE_COLUMNS] = { 0 },
};

struct listing {
	const struct due_question *q;
	struct rec_out	*out;
	int		 extra[DUE_COLUMNS];	/* columns read from the row */
	int		 extras;
};

static int
put_due(void *arg, const struct due *d, struct stmt *row)
{
	struct listing *l = arg;
	struct value v[DUE_COLUMNS] = {
		[HOUSEHOLD] = VALUE_INT(d->household),
		[AREA] = VALUE_INT(d->area),
		[CHIEF] = VALUE_INT(d->chief),
		[CHIEF_NAME] = VALUE_TEXT(d->chief_name),
		[CLASS] = VALUE_INT(d->class_no),
		[TAGS] = VALUE_INT((int64_t)d->tags),
		[RULE] = VALUE_TEXT(text_of(d->rule->code)),
		[LAST_VISIT] = VALUE_INT(d->visited),
		[DUE] = VALUE_INT(d->due),
		[OVERDUE_DAYS] = VALUE_INT(d->overdue_days),
		[NOMINAL] = VALUE_INT(d->nominal),
	};

	if (l->q->areas != NULL)
		v[AREA_NAME] = VALUE_TEXT(area_map_name(l->q->areas, d->area));
	for (int i = 0; i < l->extras; i++)
		if (col_is_text(due_cols[l->extra[i]].type))
			v[l->extra[i]] = VALUE_TEXT(stmt_text(row, DUE_EXTRA + i));
		else
			v[l->extra[i]] = VALUE_INT(stmt_int(row, DUE_EXTRA + i));
	return rec_put(l->out, v) == 0 ? 0 : 1;
}

/* The chosen columns that the household's card holds. */
static void
choose_extra(struct listing *l, char *sql, size_t size)
{
	int n;
	const int *chosen = rec_chosen(l->out, &n);
	size_t len = 0;

	sql[0] = '\0';
	for (int i = 0; i < n; i++)
		if (due_cols[chosen[i]].expr != NULL) {
			len += (size_t)snprintf(sql + len, size - len, "%s%s", l->extras > 0 ? ", " : "", due_cols[chosen[i]].expr);
			l->extra[l->extras++] = chosen[i];
		}
}

int
due_list(struct db *db, struct rec_out *out, const struct rulebook *book, const struct due_filter *f)
{
	struct due_question q;
	struct listing l = { .q = &q, .out = out };
	char extra[256];
	int rc = due_question_open(&q, db, book, f, rec_chose(out, CHIEF) || rec_chose(out, CHIEF_NAME), rec_chose(out, AREA_NAME));

	rec_words(out, &book->words);
	if (rc == 0) {
		choose_extra(&l, extra, sizeof(extra));
		rc = due_each(&q, extra, put_due, &l);
	}
	due_question_close(&q);
	return rc < 0 ? -1 : 0;
}

enum { WHY_HOUSEHOLD, WHY_RULE, WHY_CHOSEN, WHY_START, WHY_LAST_VISIT, WHY_NOMINAL, WHY_DUE, WHY_CLASS, WHY_COLUMNS };

const struct col why_cols[] = {
	[WHY_HOUSEHOLD] = { "household", "户编号", NULL, COL_HOUSEHOLD, COL_KEY, N_("number of the household"), NULL, 0, NULL },
	[WHY_RULE] = { "rule", "规则", NULL, COL_TEXT, 0, N_("a rule that applies to it"), NULL, 0, NULL },
	[WHY_CHOSEN] = { "chosen", "采用", NULL, COL_INT, 0, N_("1 for the most urgent one, which decides"), NULL, 0, NULL },
	[WHY_START] = { "start", "起算日期", NULL, COL_DAY, 0, N_("day it came under the rule"), NULL, 0, NULL },
	[WHY_LAST_VISIT] = { "last_visit", "最近走访", NULL, COL_DAY, 0, N_("day of the last visit until then"), NULL, 0, NULL },
	[WHY_NOMINAL] = { "nominal", "原定日期", NULL, COL_DAY, 0, N_("day the rule names"), NULL, 0, NULL },
	[WHY_DUE] = { "due", "应访日期", NULL, COL_DAY, 0, N_("that day, moved off a holiday; empty: met"), NULL, 0, NULL },
	[WHY_CLASS] = { "class", "类别", NULL, COL_CLASS, COL_MORE, N_("class on that day"), NULL, 0, NULL },
	[WHY_COLUMNS] = { 0 },
};

struct chain {
	struct listing		 l;
	struct due_reason	 reason[RULE_VISITS];
	int			 n;
};

static int
gather_reason(void *arg, const struct due_reason *r)
{
	struct chain *c = arg;

	c->reason[c->n++] = *r;
	return 0;
}

static int
put_chain(void *arg, const struct state *s, struct stmt *row)
{
	struct chain *c = arg;
	const struct due_filter *f = c->l.q->filter;
	struct due due = { 0 };
	int64_t id = ids_make(s->village, s->household);

	(void)row;
	c->n = 0;
	if (due_judge(c->l.q, s, &due, gather_reason, c) != 0)
		return -1;
	if (f->among == NULL && (due.rule == NULL || due.due > c->l.q->until || (f->overdue && due.due >= f->on)))
		return 0;
	if (f->chief != 0 && post_map_chief(c->l.q->posts, s->village, s->hood, &due.chief_name) != f->chief)
		return 0;
	for (int i = 0; i < c->n; i++) {
		const struct due_reason *r = &c->reason[i];
		const struct value v[WHY_COLUMNS] = {
			[WHY_HOUSEHOLD] = VALUE_INT(id),
			[WHY_RULE] = VALUE_TEXT(text_of(r->rule->code)),
			[WHY_CHOSEN] = VALUE_INT(r->rule == due.rule),
			[WHY_START] = VALUE_INT(r->start),
			[WHY_LAST_VISIT] = VALUE_INT(s->visited),
			[WHY_NOMINAL] = VALUE_INT(r->nominal),
			[WHY_DUE] = VALUE_INT(r->due),
			[WHY_CLASS] = VALUE_INT(s->class_no),
		};

		if (rec_put(c->l.out, v) != 0)
			return 1;
	}
	return 0;
}

int
due_why(struct db *db, struct rec_out *out, const struct rulebook *book, const struct due_filter *f)
{
	struct due_question q;
	struct chain c = { .l = { .q = &q, .out = out } };
	int rc = due_question_open(&q, db, book, f, false, false);

	rec_words(out, &book->words);
	if (rc == 0)
		rc = due_scan(&q, f->among != NULL, "", put_chain, &c);
	due_question_close(&q);
	return rc < 0 ? -1 : 0;
}
