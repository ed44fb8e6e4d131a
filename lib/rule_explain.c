/* What a rule says on a day, what names it, and its other versions. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "rule_told.h"

static const struct word fields[] = {
	{ "kind", "种类" },
	{ "name", "名称" },
	{ "subject", "对象" },
	{ "clock", "时钟" },
	{ "every", "间隔" },
	{ "shift", "节假日" },
	{ "hours", "服务时间" },
	{ "value", "分值" },
	{ "cap_day", "每日上限" },
	{ "cap_month", "每月上限" },
	{ "cap_year", "每年上限" },
	{ "notice", "公示期" },
	{ "belongs", "所属" },
	{ "note", "备注" },
	{ "holds", "有效期" },
	{ "rules", "相关规则" },
	{ "version", "其他版本" },
	{ NULL, NULL },
};

const struct col explain_cols[] = {
	{ "rule", "规则", NULL, COL_TEXT, COL_KEY, N_("code of the rule"), NULL, 0, NULL },
	{ "field", "项目", NULL, COL_WORD, 0, N_("what it is told of: kind, name, subject, value ..; rules that name it; another version"), NULL, 0, fields },
	{ "value", "内容", NULL, COL_TEXT, 0, N_("what the rule says of it, in words"), NULL, 0, NULL },
	{ "first", "起始日", NULL, COL_DAY, 0, N_("first day of that version"), NULL, 0, NULL },
	{ "last", "截止日", NULL, COL_DAY, 0, N_("last day of it; empty until further notice"), NULL, 0, NULL },
	{ 0 },
};

/* A version with its texts, and the next one. */
struct version {
	struct version	*next;
	struct rule	 rule;
	char		 texts[];
};

struct telling {
	struct db	*db;
	struct rule_told told;
	day_t		 on;
	struct version	*all, **end;
};

static int
take_version(void *arg, struct stmt *row)
{
	struct telling *t = arg;
	struct version *v;
	size_t len = 0;
	int n = 0;
	char *at;

	for (int i = 0; i < stmt_columns(row); i++)
		len += stmt_type(row, i) == 't' ? stmt_text(row, i).len : 0;
	v = calloc(1, sizeof(*v) + len);
	if (v == NULL)
		return 1;
	*t->end = v;
	t->end = &v->next;
	at = v->texts;
	for (const struct col *c = rule_cols; c->type != COL_END; c++, n++) {
		void *field = (char *)&v->rule + c->offset;

		if (col_is_text(c->type)) {
			struct text text = stmt_text(row, n);

			if (text.len > 0)
				memcpy(at, text.at, text.len);
			*(struct text *)field = (struct text){ at, text.len };
			at += text.len;
		} else if (c->type == COL_DAY)
			*(day_t *)field = (day_t)stmt_int(row, n);
		else
			*(int64_t *)field = stmt_int(row, n);
	}
	if (v->rule.first <= t->on && t->on <= v->rule.last)
		t->told.rule = &v->rule;
	return 0;
}

static int
tell_days(struct telling *t)
{
	char first[11], last[11];

	day_text(t->told.rule->first, first);
	return t->told.rule->last == DAY_MAX ? rule_say(&t->told, "holds", _("from %s until further notice"), first) :
	    rule_say(&t->told, "holds", _("from %s to %s"), first, day_text(t->told.rule->last, last));
}

/* What another version says otherwise: "value 3; cap_day 10". */
static int
tell_version(struct telling *t, const struct rule *other)
{
	char words[RULE_WORDS], a[COL_BUF], b[COL_BUF];
	size_t len = 0;

	words[0] = '\0';
	for (const struct col *c = rule_cols; c->type != COL_END; c++) {
		struct text now = rule_field(t->told.rule, c, a), then = rule_field(other, c, b);

		if (c->type == COL_DAY || text_equal(now, then) || len >= sizeof(words))
			continue;
		len += (size_t)snprintf(words + len, sizeof(words) - len, "%s%s %.*s", len > 0 ? "; " : "", c->name,
		    then.len > 0 ? (int)then.len : 1, then.len > 0 ? then.at : "-");
	}
	return rule_put(&t->told, other, "version", (struct text){ words, text_utf8(words, strlen(words)) });
}

static int
take_rule(void *arg, struct stmt *row)
{
	struct telling *t = arg;
	struct text code = stmt_text(row, 0), name = stmt_text(row, 1);

	return rule_say(&t->told, "rules", "%.*s %.*s", (int)code.len, code.at, (int)name.len, name.at);
}

static int
take_name(void *arg, struct stmt *row)
{
	struct telling *t = arg;
	struct text kind = stmt_text(row, 0), code = stmt_text(row, 1), name = stmt_text(row, 2);

	if (text_is(kind, "duty") || text_is(kind, "ban") || text_is(kind, "role"))
		snprintf(t->told.belongs, RULE_WORDS, "%.*s %.*s %.*s", (int)kind.len, kind.at, (int)code.len, code.at, (int)name.len, name.at);
	else
		snprintf(t->told.thing, RULE_WORDS, "%.*s %.*s", (int)code.len, code.at, (int)name.len, name.at);
	return 0;
}

/* The codes of the subject stand for themselves where nobody defined them. */
static int
read_names(struct telling *t)
{
	static const char named[] =
	    "SELECT kind, rule, name FROM rule"
	    " WHERE first <= $1 AND last >= $1 AND (' ' || $2 || ' ') LIKE ('% ' || kind || ':' || rule || ' %') ESCAPE '@'"
	    " ORDER BY rule, first";
	struct text s = t->told.rule->subject;
	const char *blank = s.len > 0 ? memchr(s.at, ' ', s.len) : NULL;
	size_t n = blank != NULL ? (size_t)(blank - s.at) : s.len;

	snprintf(t->told.thing, RULE_WORDS, "%.*s", (int)n, s.at);
	snprintf(t->told.belongs, RULE_WORDS, "%.*s", blank != NULL ? (int)(s.len - n - 1) : 0, blank != NULL ? blank + 1 : "");
	return db_each(t->db, named, ARGS(ARG(t->on), ARG(s)), take_name, t);
}

static int
tell(struct telling *t)
{
	static const char rules[] =
	    "SELECT rule, name FROM rule WHERE first <= $1 AND last >= $1"
	    " AND ((' ' || subject || ' ') LIKE ('% ' || $2 || ':' || $3 || ' %') ESCAPE '@'"
	    " OR (kind = 'visit' AND subject = 'special' AND $2 = 'tag' AND $4 = 'special'))"
	    " ORDER BY kind, rule, first";
	const struct rule *r = t->told.rule;
	int rc = rule_tell(&t->told);

	if (rc == 0)
		rc = tell_days(t);
	if (rc == 0)
		rc = db_each(t->db, rules, ARGS(ARG(t->on), ARG(r->kind), ARG(r->rule), ARG(r->subject)), take_rule, t);
	for (struct version *v = t->all; rc == 0 && v != NULL; v = v->next)
		if (&v->rule != r)
			rc = tell_version(t, &v->rule);
	return rc;
}

int
rule_explain(struct db *db, struct rec_out *out, struct text code, day_t on)
{
	struct telling t = { .db = db, .told.out = out, .on = on, .end = &t.all };
	char day[11];
	int rc = db_each(db,	/* in the order of rule_cols */
	    "SELECT rule, kind, name, subject, every, unit, days, anchor, shift, first, last, note, clock, hours,"
	    " side, value, cap_day, cap_month, cap_year, notice FROM rule WHERE rule = $1 ORDER BY first",
	    ARGS(ARG(code)), take_version, &t);

	if (rc > 0)
		db_no_memory(db);
	else if (rc == 0 && t.told.rule == NULL)
		rc = db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("rule %.*s on %s"), (int)code.len, code.at, day_text(on, day));
	else if (rc == 0) {
		rc = read_names(&t);
		if (rc == 0 && tell(&t) < 0 && db_error(db)[0] != '\0')
			rc = -1;	/* rec_end says why the records ended early */
	}
	for (struct version *v = t.all, *next; v != NULL; v = next) {
		next = v->next;
		free(v);
	}
	return rc != 0 ? -1 : 0;
}
