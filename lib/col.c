#include "col.h"

#include "identity.h"
#include "ids.h"
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
	    type == COL_VISIT;
}

bool
col_is_number(enum col_type type)
{
	return type == COL_INT || type == COL_COUNT || type == COL_AGE;
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
	    day_instant(stored, zone != NULL ? zone : "Asia/Shanghai",
	    buf) != buf)
		return t;
	return text_of(buf);
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

/* "4301211062050010042-20240201-1": household, day, number of that day. */
static struct text
visit(struct text t, char *buf)
{
	int64_t part[3];
	struct text rest = t;

	for (int i = 0; i < 3; i++) {
		const char *end = i < 2 && rest.len > 0 ? memchr(rest.at, '-', rest.len) : rest.at + rest.len;
		size_t n = end == NULL ? 0 : (size_t)(end - rest.at);

		if (!num_parse((struct text){ rest.at, n }, 1, INT64_MAX, &part[i]))
			return t;
		n += i < 2;
		rest = (struct text){ rest.at + n, rest.len - n };
	}
	return part[1] > DAY_MAX ? t : ids_visit(part[0], (day_t)part[1], part[2], buf);
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
		return v->text;
	case COL_WORD:
		return show->names ? word_name(c->words, v->text) : v->text;
	case COL_VISIT:
		return visit(v->text, buf);
	case COL_PHONE:
		return show->reveal || v->text.len == 0 ? v->text :
		    phone(v->text, buf);
	case COL_INSTANT:
		return v->text.len == 0 ? none :
		    instant(v->text, show->zone, buf);
	case COL_INT:
	case COL_COUNT:
	case COL_AGE:
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
