#include "col.h"

#include "identity.h"
#include "ids.h"
#include "mask.h"
#include "num.h"
#include "phone.h"

size_t
col_count(const struct col *cols)
{
	size_t n = 0;

	while (cols[n].type != COL_END)
		n++;
	return n;
}

const struct col *
col_find(const struct col *cols, const char *name)
{
	for (; cols->type != COL_END; cols++)
		if (strcmp(cols->name, name) == 0)
			return cols;
	return NULL;
}

bool
col_is_text(enum col_type type)
{
	return type == COL_TEXT || type == COL_NAME || type == COL_DOOR ||
	    type == COL_PLACE || type == COL_WORD || type == COL_PHONE || type == COL_INSTANT ||
	    type == COL_VISIT || type == COL_ORDER || type == COL_ACTIVITY || type == COL_ISSUE ||
	    type == COL_EXCHANGE || type == COL_COMMENDATION;
}

bool
col_is_number(enum col_type type)
{
	return type == COL_INT || type == COL_COUNT || type == COL_AGE || type == COL_POINTS;
}

static struct text
number(int64_t n, char *buf)
{
	return (struct text){ buf, num_text(n, buf) };
}

/* Pure modules want a NUL. Returns false when the text is too long for one. */
static bool
copy(struct text t, char *buf, size_t size)
{
	if (t.len >= size)
		return false;
	memcpy(buf, t.at, t.len);
	buf[t.len] = '\0';
	return true;
}

static struct text
instant(struct text t, const char *zone, char *buf)
{
	char stored[sizeof("2024-02-01T00:30:00.000000Z")];

	if (!copy(t, stored, sizeof(stored)) ||
	    moment_instant(stored, zone != NULL ? zone : "Asia/Shanghai",
	    buf) != buf)
		return t;
	return text_of(buf);
}

/* 2024-02-01T08:30:00+08:00 for people: 2024-02-01 08:30. */
static struct text
brief(const struct show *show, struct text t, char *buf)
{
	if (!show->brief || t.at != buf || t.len < 16)
		return t;
	buf[10] = ' ';
	return (struct text){ buf, 16 };
}

static struct text
phone(struct text t, char *buf)
{
	char whole[PHONE_SIZE];

	/* Longer than any number: not one, and still not to be shown. */
	if (!copy(t, whole, sizeof(whole)))
		return text_of(phone_mask_text(t, buf, COL_BUF));
	return text_of(phone_mask(whole, buf));
}

/* The numbers between hyphens: false, there are not so many. */
static bool
numbers(struct text t, int64_t part[], int n)
{
	for (int i = 0; i < n; i++) {
		const char *end = i < n - 1 && t.len > 0 ? memchr(t.at, '-', t.len) : t.at + t.len;
		size_t len = end == NULL ? 0 : (size_t)(end - t.at);

		if (!num_parse((struct text){ t.at, len }, 1, INT64_MAX, &part[i]))
			return false;
		len += i < n - 1;
		t = (struct text){ t.at + len, t.len - len };
	}
	return true;
}

/* "4301211062050010042-20240201-1": household, day, number of that day. */
static struct text
visit(struct text t, char *buf)
{
	int64_t part[3];

	return !numbers(t, part, 3) || part[1] > DAY_MAX ? t : ids_visit(part[0], (day_t)part[1], part[2], buf);
}

static struct text
dated(struct text t, char letter, char *buf)
{
	int64_t part[2];

	return numbers(t, part, 2) ? ids_dated(part[0], letter, part[1], buf) : t;
}

static struct text
issue(struct text t, char *buf)
{
	int64_t part[3];

	return numbers(t, part, 3) ? ids_issue(part[0], part[1], part[2], buf) : t;
}

static struct text
class_word(int64_t n, const struct show *show, char *buf)
{
	const struct words *words = show->words;
	const char *word = NULL;

	if (n == 0)
		return (struct text){ buf, 0 };
	if (words != NULL && n > 0 && n < 16)
		word = show->names ? words->class_name[n] : words->class_code[n];
	return word != NULL ? text_of(word) : number(n, buf);
}

/* A tag without a word is shown as the number of its bit: nothing is lost. */
static struct text
tags(uint64_t bits, const struct show *show, char *buf)
{
	const char *between = show->names ? "、" : ",";
	size_t gap = strlen(between), len = 0;

	for (; bits != 0; bits &= bits - 1) {
		const struct words *words = show->words;
		const char *word = NULL;
		struct text t;
		char digits[20];
		int bit = __builtin_ctzll(bits);

		if (words != NULL)
			word = show->names ? words->tag_name[bit] :
			    words->tag_code[bit];
		t = word != NULL ? text_of(word) : number(bit, digits);
		if (t.len + gap > COL_BUF - len)
			break;
		if (len > 0) {
			memcpy(buf + len, between, gap);
			len += gap;
		}
		memcpy(buf + len, t.at, t.len);
		len += t.len;
	}
	return (struct text){ buf, len };
}

/* A word as people see it: the first of its aliases. */
static struct text
word_name(const struct word *words, struct text t)
{
	for (; words != NULL && words->name != NULL; words++)
		if (text_is(t, words->name) && words->aliases != NULL)
			return (struct text){ words->aliases, strcspn(words->aliases, " ") };
	return t;
}

/* The number of a visit, which a program wrote, is that of no person. */
static struct text
free_text(struct text t, char *buf)
{
	int64_t household, no;
	int32_t day;

	if (!mask_needed(t) || ids_visit_parse(t, &household, &day, &no))
		return t;
	if (t.len > COL_BUF)
		return text_of("…");
	memcpy(buf, t.at, t.len);
	return (struct text){ buf, mask_text(buf, t.len, &(struct mask_names){ .at = NULL }) };
}

struct text
col_show(const struct col *c, const struct value *v, const struct show *show,
    char buf[static COL_BUF])
{
	const struct text none = { buf, 0 };

	if (v->null)
		return none;
	switch (c->type) {
	case COL_TEXT:
	case COL_NAME:
	case COL_DOOR:
	case COL_PLACE:
		return c->flags & COL_FREE && !show->reveal ? free_text(v->text, buf) : v->text;
	case COL_WORD:
		return show->names ? word_name(c->words, v->text) : v->text;
	case COL_VISIT:
		return visit(v->text, buf);
	case COL_ORDER:
		return dated(v->text, 'O', buf);
	case COL_ACTIVITY:
		return dated(v->text, 'A', buf);
	case COL_ISSUE:
		return issue(v->text, buf);
	case COL_EXCHANGE:
		return dated(v->text, 'X', buf);
	case COL_COMMENDATION:
		return dated(v->text, 'K', buf);
	case COL_MOMENT:
		return brief(show, text_of(moment_text(v->num, show->zone != NULL ? show->zone : "Asia/Shanghai", buf)), buf);
	case COL_PHONE:
		return show->reveal || v->text.len == 0 ? v->text :
		    phone(v->text, buf);
	case COL_INSTANT:
		return v->text.len == 0 ? none :
		    brief(show, instant(v->text, show->zone, buf), buf);
	case COL_INT:
	case COL_COUNT:
	case COL_AGE:
	case COL_POINTS:
		return number(v->num, buf);
	case COL_DAY:
		if (v->num == 0 || v->num == DAY_MAX)
			return none;
		return (struct text){ day_text((day_t)v->num, buf), 10 };
	case COL_IDENT:
		return text_of(show->reveal ? identity_text(v->num, buf) :
		    identity_mask(v->num, buf));
	case COL_AREA:
		return v->num == 0 ? none : ids_area(ids_village(v->num), ids_serial(v->num), buf);
	case COL_HOUSEHOLD:
		return v->num == 0 ? none : ids_household(v->num, buf);
	case COL_CHIEF:
		return v->num == 0 ? none : ids_chief(v->num, buf);
	case COL_ENTRY:
		return v->num == 0 ? none : ids_entry(v->num, buf);
	case COL_GOODS:
		return v->num == 0 ? none : ids_goods(v->num, buf);
	case COL_RUN:
		return v->num == 0 ? none : ids_run(v->num, buf);
	case COL_CLASS:
		return class_word(v->num, show, buf);
	case COL_TAGS:
		return tags((uint64_t)v->num & INT64_MAX, show, buf);
	case COL_END:
		break;
	}
	return none;
}
