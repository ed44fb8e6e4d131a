/* Why an entry is as it is: what was done, by whom, under which rule and caps. */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORDS = 4096 };

static const struct word fields[] = {
	{ "entry", "记录" }, { "chief", "三长" }, { "rule", "规则" }, { "version", "规则版本" }, { "value", "分值" }, { "cause", "依据" },
	{ "cap_day", "每日上限" }, { "cap_month", "每月上限" }, { "cap_year", "每年上限" }, { "cut", "封顶扣减" }, { "notice", "公示" },
	{ "goods", "兑换物" }, { "reverses", "冲正对象" }, { "reversed", "被冲正" }, { "objection", "异议" }, { "note", "说明" },
	{ "entered", "录入" }, { "hash", "摘要" }, { NULL, NULL },
};

const struct col points_why_cols[] = {
	{ "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry"), NULL, 0, NULL },
	{ "field", "项目", NULL, COL_WORD, 0, N_("what it is told of: entry, rule, cause, caps, notice, reversal ..; by whom it was entered"), NULL, 0, fields },
	{ "value", "内容", NULL, COL_TEXT, COL_WHOLE, N_("what is to be said of it"), NULL, 0, NULL },
	{ "words", "原话", NULL, COL_TEXT, COL_FREE | COL_WHOLE, N_("reasons that people gave"), NULL, 0, NULL },
	{ 0 },
};

struct telling {
	struct db	*db;
	struct rec_out	*out;
	const char	*zone;
	int64_t		 entry, chief, points, balance, run;
	day_t		 day, final;
	moment_t	 at;
	const struct deed *deed;	/* NULL: by none */
	char		*kind, *reason, *ref, *hash, *name, *title, *words, *actor;
};

static const char *const kinds[] = { N_("award"), N_("deduct"), N_("redeem"), N_("return"), N_("reverse") };	/* as entry_kinds has them */

/* A record, with words of people. 0, -1 rec_end says why. */
static int __attribute__((format(printf, 4, 5)))
quote(const struct telling *t, const char *field, struct text words, const char *fmt, ...)
{
	char value[WORDS];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	return rec_put(t->out, (struct value[]){
		VALUE_INT(t->entry), VALUE_TEXT(text_of(field)), VALUE_TEXT(((struct text){ value, text_utf8(value, strlen(value)) })), VALUE_TEXT(words),
	});
}

#define say(t, field, ...)	quote(t, field, text_of(""), __VA_ARGS__)

static char *
copy(struct stmt *row, int column)
{
	struct text t = stmt_text(row, column);

	return strndup(t.len > 0 ? t.at : "", t.len);
}

static int
take_entry(void *arg, struct stmt *row)
{
	struct telling *t = arg;
	char **const texts[] = { &t->kind, &t->reason, &t->ref, &t->hash, &t->name, &t->title, &t->words, &t->actor };
	bool all = true;

	t->chief = ids_make(ids_village(t->entry), stmt_int(row, 0));
	t->points = stmt_int(row, 1);
	t->balance = stmt_int(row, 2);
	t->run = stmt_int(row, 3);
	t->day = (day_t)stmt_int(row, 4);
	t->final = (day_t)stmt_int(row, 5);
	t->at = stmt_int(row, 6);
	for (int i = 0; i < (int)(sizeof(texts) / sizeof(texts[0])); i++)
		all &= (*texts[i] = copy(row, 7 + i)) != NULL;
	return all ? 0 : 1;
}

static int
load(struct telling *t)
{
	int rc = db_each(t->db, "SELECT e.account, e.points, e.balance, e.run, e.day, e.final, e.at, e.kind, e.reason, e.ref, e.hash,"
	    " coalesce(c.name, ''), coalesce(" ENTRY_TITLE ", ''), coalesce(n.words, ''), e.actor " ENTRY_FROM " WHERE e.village = $1 AND e.seq = $2",
	    ARGS(ARG(ids_village(t->entry)), ARG(ids_serial(t->entry))), take_entry, t);

	return rc > 0 ? db_no_memory(t->db) : rc;
}

static int
tell_deed(const struct telling *t)
{
	const struct deed *d = t->deed;
	char first[11], last[11];

	day_text(d->first, first);
	return say(t, "rule", "%s %s", d->code, d->name) != 0
	    || (d->last == DAY_MAX ? say(t, "version", _("from %s until further notice"), first)
	    : say(t, "version", _("from %s to %s"), first, day_text(d->last, last))) != 0
	    || say(t, "value", "%lld", (long long)d->value) != 0;
}

/* What the deed had given in the period of a cap before this entry. */
static int
tell_caps(const struct telling *t)
{
	static const char *const names[CAPS] = { "cap_day", "cap_month", "cap_year" };
	char dotted[RULE_CODE + 1], since[11], until[11];

	snprintf(dotted, sizeof(dotted), "%s.", t->deed->code);
	for (int cap = 0; cap < CAPS; cap++) {
		int64_t used = 0;
		day_t first, last;

		if (t->deed->cap[cap] == 0)
			continue;
		deed_period(cap, t->day, &first, &last);
		if (db_int(t->db, "SELECT CAST(coalesce(sum(abs(e.points)), 0) AS BIGINT) FROM entry e WHERE e.village = $1 AND e.account = $2 AND e.day BETWEEN $3 AND $4"
		    " AND e.seq < $6 AND (e.kind = 'award' OR e.kind = 'deduct') AND length(e.reason) = length($5) + 8"
		    " AND substr(e.reason, 1, CAST(length($5) AS INTEGER)) = $5"
		    " AND (SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND r.seq < $6) IS NULL",
		    ARGS(ARG(ids_village(t->chief)), ARG(ids_serial(t->chief)), ARG(first), ARG(last), ARG(dotted), ARG(ids_serial(t->entry))), &used) < 0)
			return -1;
		if (say(t, names[cap], _("%lld at most from %s to %s; %lld were given before this"), (long long)t->deed->cap[cap],
		    day_text(first, since), day_text(last, until), (long long)used) != 0)
			return -1;
	}
	return llabs(t->points) == t->deed->value ? 0
	    : say(t, "cut", _("%lld of %lld, by the caps"), (long long)(t->deed->value - llabs(t->points)), (long long)t->deed->value);
}

static int
tell_cause(const struct telling *t)
{
	static const char *const words[CAUSES] = {
		[CAUSE_MANUAL] = N_("%s, by hand"), [CAUSE_ORDER] = N_("%s, an order that was confirmed"), [CAUSE_VISIT] = N_("%s, a visit"),
		[CAUSE_ACTIVITY] = N_("%s, an activity"), [CAUSE_COMMENDATION] = N_("%s, a commendation"),
	};
	enum cause cause = cause_of(text_of(t->ref));
	const char *name = strchr(t->ref, ':');
	char line[WORDS];
	int stands = cause_stands(t->db, t->chief, text_of(t->ref));

	if (stands < 0)
		return -1;
	snprintf(line, sizeof(line), _(words[cause]), name != NULL ? name + 1 : t->ref);
	return say(t, "cause", cause == CAUSE_MANUAL ? "%s" : stands ? _("%s; it counts") : _("%s; it counts no more, or not for this chief"), line);
}

static int
tell_notice(const struct telling *t)
{
	char day[11];

	return t->final == 0 ? say(t, "notice", "%s", _("none: the points may be spent at once"))
	    : say(t, "notice", _("the points may be spent from %s on"), day_text(t->final, day));
}

/* What it was for, at which price, and what became of it. */
static int
take_exchange(void *arg, struct stmt *row)
{
	const struct telling *t = arg;
	int64_t quantity = stmt_int(row, 1);
	bool reserved = stmt_int(row, 4) == 0, collected = text_is(stmt_text(row, 3), "collected");
	char id[IDS_SIZE], day[11], state[128];

	snprintf(state, sizeof(state), reserved ? _("it may be collected until %s") : collected ? _("it was collected on %s") : _("it was returned on %s"),
	    day_text((day_t)stmt_int(row, reserved ? 5 : 4), day));
	return say(t, "goods", _("%lld of %s %s, at %lld points"), (long long)quantity, ids_goods(ids_make(ids_village(t->entry), stmt_int(row, 0)), id).at,
	    t->title, (long long)(stmt_int(row, 2) / quantity)) != 0
	    || say(t, "cause", _("%s, an exchange; %s"), t->ref, state) != 0;
}

static int
take_reversal(void *arg, struct stmt *row)
{
	const struct telling *t = arg;
	char id[IDS_SIZE], day[11];

	return quote(t, "reversed", stmt_text(row, 2), _("by %s on %s"), ids_entry(ids_make(ids_village(t->entry), stmt_int(row, 0)), id).at,
	    day_text((day_t)stmt_int(row, 1), day));
}

static int
take_objection(void *arg, struct stmt *row)
{
	const struct telling *t = arg;
	struct text step = stmt_text(row, 0), person = stmt_text(row, 2), reason = stmt_text(row, 3);
	char day[11], words[WORDS];

	snprintf(words, sizeof(words), "%.*s%s%.*s", (int)person.len, person.at, person.len > 0 ? ": " : "", (int)reason.len, reason.at);
	return quote(t, "objection", (struct text){ words, text_utf8(words, strlen(words)) }, "%s %s",
	    text_is(step, "objected") ? _("objected") : text_is(step, "upheld") ? _("upheld") : _("dismissed"), day_text((day_t)stmt_int(row, 1), day));
}

static int
take_run(void *arg, struct stmt *row)
{
	const struct telling *t = arg;
	struct text who = stmt_text(row, 0), program = stmt_text(row, 1), verb = stmt_text(row, 2);
	char at[26], id[IDS_SIZE];

	return say(t, "entered", _("%s by %.*s with %.*s %.*s, run %s"), moment_text(t->at, t->zone, at), (int)who.len, who.at,
	    (int)program.len, program.at, (int)verb.len, verb.at, ids_run(t->run, id).at);
}

/* What came after it, and how it came to be. */
static int
tell_around(struct telling *t)
{
	int64_t village = ids_village(t->entry), seq = ids_serial(t->entry), runs = 0;
	char at[26];

	if (db_each(t->db, "SELECT r.seq, r.day, coalesce(n.words, '') FROM entry r LEFT JOIN entry_note n ON n.village = r.village AND n.seq = r.seq"
	    " WHERE r.village = $1 AND r.ref = 'reverse:' || $2", ARGS(ARG(village), ARG(seq)), take_reversal, t) < 0
	    || db_each(t->db, "SELECT step, day, person, reason FROM objection WHERE village = $1 AND seq = $2 ORDER BY n", ARGS(ARG(village), ARG(seq)), take_objection, t) < 0)
		return -1;
	if (t->words[0] != '\0' && quote(t, "note", text_of(t->words), "%s", "") != 0)
		return 1;
	if (db_int(t->db, "SELECT 1 FROM run WHERE village = $1 AND no = $2", ARGS(ARG(ids_village(t->run)), ARG(ids_serial(t->run))), &runs) < 0)
		return -1;
	if (runs == 0 && say(t, "entered", _("%s by %s"), moment_text(t->at, t->zone, at), t->actor) != 0)
		return 1;
	if (runs != 0 && db_each(t->db, "SELECT actor, program, verb FROM run WHERE village = $1 AND no = $2",
	    ARGS(ARG(ids_village(t->run)), ARG(ids_serial(t->run))), take_run, t) < 0)
		return -1;
	return say(t, "hash", "%s", t->hash);
}

static int
tell(struct telling *t)
{
	bool reverse = strcmp(t->kind, "reverse") == 0, redeem = strcmp(t->kind, "redeem") == 0;
	char day[11], id[IDS_SIZE];
	int rc = say(t, "entry", _("%s on %s, points %lld, balance after it %lld"), _(kinds[col_word(entry_kinds, text_of(t->kind))]), day_text(t->day, day), (long long)t->points, (long long)t->balance);

	if (rc == 0)
		rc = say(t, "chief", "%s %s", ids_chief(t->chief, id).at, t->name);
	if (rc == 0 && t->deed != NULL)
		rc = tell_deed(t);
	if (rc == 0 && t->deed == NULL && strcmp(t->reason, "import") != 0 && !redeem)
		rc = say(t, "goods", "%s %s", ids_goods(ids_make(ids_village(t->entry), strtoll(t->reason + 1, NULL, 10)), id).at, t->title);
	if (rc == 0 && reverse)
		rc = say(t, "reverses", "%s", ids_entry(ids_make(ids_village(t->entry), strtoll(t->ref + strlen("reverse:"), NULL, 10)), id).at);
	if (rc == 0 && redeem)
		rc = db_each(t->db, "SELECT goods, quantity, points, state, closed, until FROM exchange WHERE village = $1 AND seq = $2",
		    ARGS(ARG(ids_village(t->entry)), ARG(ids_serial(t->entry))), take_exchange, t);
	if (rc == 0 && !reverse && !redeem)
		rc = t->deed != NULL ? tell_cause(t) : say(t, "cause", "%s", t->ref);
	if (rc == 0 && t->deed != NULL && !reverse)
		rc = tell_caps(t) != 0 ? -1 : t->points > 0 ? tell_notice(t) : 0;
	return rc != 0 ? rc : tell_around(t);
}

int
points_explain(struct db *db, struct rec_out *out, int64_t entry, const char *zone)
{
	struct telling t = { .db = db, .out = out, .zone = zone, .entry = entry };
	struct deed_book *book = deed_book_load(db, zone);
	int rc = book == NULL ? -1 : load(&t);

	if (rc == 0) {
		t.deed = deed_of(book, text_of(t.reason));
		rc = tell(&t);
	}
	free(t.kind);
	free(t.reason);
	free(t.ref);
	free(t.hash);
	free(t.name);
	free(t.title);
	free(t.words);
	free(t.actor);
	deed_book_free(book);
	return db_error(db)[0] != '\0' ? -1 : rc < 0 ? -1 : 0;
}
