/* The rulebook of a day in memory. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <strings.h>

#include "rule_parts.h"

struct string {
	struct string	*next;
	char		 at[];
};

struct rulebook_strings {
	struct string	*all;
	struct text	 class_stem[RULE_CLASSES + 1], tag_stem[RULE_TAGS];
};

/* A book being read, and the version of a rule before this one. */
struct reading {
	struct rulebook	*book;
	char		 code[RULE_CODE];
	day_t		 since, last;
	bool		 full;
};

struct text
rule_stem(struct text t)
{
	static const char *const ends[] = { "老人", "人员", "对象", "家庭", "户", "色", "类", "人" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (t.len > n && memcmp(t.at + t.len - n, ends[i], n) == 0)
			return (struct text){ t.at, t.len - n };
	}
	return t;
}

void
rule_copy(char to[static RULE_CODE], struct text code)
{
	if (code.len > 0)
		memcpy(to, code.at, code.len);
	to[code.len] = '\0';
}

void *
rule_room(void *all, int n, size_t size)
{
	return (n & (n - 1)) != 0 ? all : realloc(all, (size_t)(n == 0 ? 1 : n * 2) * size);
}

static const char *
keep(struct rulebook *book, struct text t)
{
	struct string *s = malloc(sizeof(*s) + t.len + 1);

	if (s == NULL)
		return NULL;
	s->next = book->strings->all;
	book->strings->all = s;
	memcpy(s->at, t.at, t.len);
	s->at[t.len] = '\0';
	return s->at;
}

/* A later version takes the place of an older one. 0, 1 no memory. */
static int
take_word(struct rulebook *book, struct stmt *row, bool class)
{
	int64_t no = stmt_int(row, 1);
	const char *code, *name;

	if (no < class || no >= (class ? RULE_CLASSES + 1 : RULE_TAGS))
		return 0;
	code = keep(book, stmt_text(row, 2));
	name = keep(book, stmt_text(row, 3));
	if (code == NULL || name == NULL)
		return 1;
	*(class ? &book->words.class_code[no] : &book->words.tag_code[no]) = code;
	*(class ? &book->words.class_name[no] : &book->words.tag_name[no]) = name;
	*(class ? &book->strings->class_stem[no] : &book->strings->tag_stem[no]) = rule_stem(text_of(name));
	if (!class && text_is(stmt_text(row, 4), "special"))
		book->special |= UINT64_C(1) << no;
	return 0;
}

/* Number of the code after the prefix of a subject, -1 none of them. */
static int
number_of(const char *const *codes, int to, struct text subject, const char *prefix)
{
	size_t n = strlen(prefix);

	if (subject.len <= n || memcmp(subject.at, prefix, n) != 0)
		return -1;
	for (int i = 0; i < to; i++)
		if (codes[i] != NULL && text_is((struct text){ subject.at + n, subject.len - n }, codes[i]))
			return i;
	return -1;
}

/* Whom a visit rule is for. False: for nobody, as that is not defined then. */
static bool
take_subject(const struct rulebook *book, struct visit_rule *v, struct text subject)
{
	int class_no = number_of(book->words.class_code, RULE_CLASSES + 1, subject, "class:");
	int tag = number_of(book->words.tag_code, RULE_TAGS, subject, "tag:");

	if (class_no > 0)
		v->class_no = class_no;
	else if (tag >= 0)
		v->tags = UINT64_C(1) << tag;
	else if (text_is(subject, "special"))
		v->tags = book->special;
	else
		return text_is(subject, "all");
	return v->class_no != 0 || v->tags != 0;
}

static int
take_visit(struct reading *r, struct stmt *row, day_t first, day_t last)
{
	struct rulebook *book = r->book;
	int unit = rule_word(rule_units, stmt_text(row, 6)), shift = rule_word(rule_shifts, stmt_text(row, 9));
	struct visit_rule v = {
		.since = r->since, .first = first, .last = last,
		.schedule = {
			.unit = unit < 0 ? UNIT_DAY : (enum schedule_unit)unit,
			.every = (int)stmt_int(row, 5),
			.days = rule_days(stmt_text(row, 7), 31),
			.periodic = text_is(stmt_text(row, 8), "periodic"),
			.shift = shift < 0 ? SHIFT_NONE : (enum schedule_shift)shift,
			.first = first,
		},
	};

	if (unit < 0 || !take_subject(book, &v, stmt_text(row, 4)))
		return 0;
	r->full = book->visits == RULE_VISITS;
	if (r->full)
		return 1;
	memcpy(v.code, r->code, sizeof(v.code));
	book->visit[book->visits++] = v;
	return 0;
}

static int
take_rule(void *arg, struct stmt *row)
{
	struct reading *r = arg;
	struct text kind = stmt_text(row, 0), code = stmt_text(row, 2);
	day_t first = (day_t)stmt_int(row, 10), last = (day_t)stmt_int(row, 11), on = r->book->on;

	if (code.len >= RULE_CODE)
		return 0;
	if (!text_is(code, r->code) || r->last == DAY_MAX || day_add(r->last, 1) != first)
		r->since = first;
	rule_copy(r->code, code);
	r->last = last;
	if (on != 0 && (on < first || on > last))
		return 0;
	return text_is(kind, "visit") ? take_visit(r, row, first, last) :
	    take_word(r->book, row, text_is(kind, "class"));
}

struct rulebook *
rulebook_load(struct db *db, day_t on)
{
	/* class, tag, visit: a visit rule finds its subject read. */
	static const char all[] =
	    "SELECT kind, no, rule, name, subject, every, unit, days, anchor, shift, first, last"
	    " FROM rule WHERE kind = 'class' OR kind = 'tag' OR kind = 'visit'"
	    " ORDER BY kind, rule, first";
	struct reading r = { .book = calloc(1, sizeof(*r.book)) };
	int rc = 1;

	if (r.book != NULL) {
		r.book->on = on;
		r.book->strings = calloc(1, sizeof(*r.book->strings));
		if (r.book->strings != NULL)
			rc = db_each(db, all, NO_ARGS, take_rule, &r);
	}
	if (rc == 0)
		return r.book;
	rulebook_free(r.book);
	if (rc > 0)
		db_fail(db, EXIT_CANNOT, r.full ? FAULT_RULE_FULL : FAULT_NONE, "%s", r.full ? _("visit rules") : _("out of memory"));
	return NULL;
}

void
rulebook_free(struct rulebook *book)
{
	struct string *s, *next;

	if (book != NULL && book->strings != NULL) {
		for (s = book->strings->all; s != NULL; s = next) {
			next = s->next;
			free(s);
		}
		free(book->strings);
	}
	free(book);
}

static bool
same(struct text a, struct text b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/*
 * The number a word stands for: a code or name as it is, else the one name
 * with its stem. -1: none, or several.
 */
static int
find(const char *const *codes, const char *const *names, const struct text *stems, int from, int to, struct text what)
{
	struct text root;
	int found = -1;

	for (int n = from; n < to; n++)
		if (codes[n] != NULL && (text_is(what, names[n]) ||
		    (strlen(codes[n]) == what.len && strncasecmp(codes[n], what.at, what.len) == 0)))
			return n;
	root = rule_stem(what);
	for (int n = from; n < to; n++)
		if (codes[n] != NULL && same(root, stems[n])) {
			if (found >= 0)
				return -1;
			found = n;
		}
	return found;
}

int
rulebook_class(const struct rulebook *book, struct text what)
{
	int n = what.len == 0 ? -1 : find(book->words.class_code, book->words.class_name,
	    book->strings->class_stem, 1, RULE_CLASSES + 1, what);

	return n < 0 ? 0 : n;
}

/* Bytes of what parts the tags of a cell, 0 none. */
static size_t
cut(struct text t)
{
	static const char *const cuts[] = { "、", "，", "；", "\u3000", "\u00a0" };

	if (strchr(",;/ \t\n", t.at[0]) != NULL)
		return t.at[0] != '\0';
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		if (t.len >= strlen(cuts[i]) && memcmp(t.at, cuts[i], strlen(cuts[i])) == 0)
			return strlen(cuts[i]);
	return 0;
}

bool
rulebook_tags(const struct rulebook *book, struct text t, uint64_t *bits, struct text *bad)
{
	*bits = 0;
	if (text_is(t, "无"))
		return true;
	while (t.len > 0) {
		struct text word = { t.at, 0 };
		size_t gap = 0;
		int n;

		while (word.len < t.len && (gap = cut((struct text){ t.at + word.len, t.len - word.len })) == 0)
			word.len++;
		t = (struct text){ t.at + word.len + gap, t.len - word.len - gap };
		if (word.len == 0)
			continue;
		n = find(book->words.tag_code, book->words.tag_name, book->strings->tag_stem, 0, RULE_TAGS, word);
		if (n < 0) {
			*bad = word;
			return false;
		}
		*bits |= UINT64_C(1) << n;
	}
	return true;
}

bool
rule_applies(const struct visit_rule *r, int class_no, uint64_t tags)
{
	if (r->class_no == 0 && r->tags == 0)
		return true;
	return (r->class_no != 0 && r->class_no == class_no) || (r->tags & tags) != 0;
}
