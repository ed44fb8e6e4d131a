/* Which of our columns the columns of a form are made of. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "form.h"
#include "opt.h"

enum { HEADING = 128, NAMES = 192 };

static bool
is_heading(const char *ours, size_t n, const char *folded)
{
	char buf[HEADING];

	return strcmp(text_heading((struct text){ ours, n }, buf, sizeof(buf)), folded) == 0;
}

/* A column by its name, its Chinese one, or what clerks call it. */
static const struct col *
find(const struct col *c, struct text t)
{
	char folded[HEADING];

	text_heading(t, folded, sizeof(folded));
	for (; folded[0] != '\0' && c->type != COL_END; c++) {
		const char *alias = c->aliases;

		if (c->flags & COL_ASIDE)
			continue;
		if (is_heading(c->name, strlen(c->name), folded) || (c->zh != NULL && is_heading(c->zh, strlen(c->zh), folded)))
			return c;
		for (size_t n; alias != NULL && *alias != '\0'; alias += n + (alias[n] == ' ')) {
			n = strcspn(alias, " ");
			if (is_heading(alias, n, folded))
				return c;
		}
	}
	return NULL;
}

static void
no_column(struct form *f, const struct form_field *field, const struct col *cols, struct text t)
{
	const char *names[NAMES], *near;
	char word[HEADING] = "";
	int n = 0;

	strncat(word, t.at, t.len < sizeof(word) ? t.len : sizeof(word) - 1);
	word[text_utf8(word, strlen(word))] = '\0';
	names[n++] = "number";
	for (const struct col *c = cols; c->type != COL_END && n + 2 < NAMES; c++) {
		if (c->flags & COL_ASIDE)
			continue;
		names[n++] = c->name;
		if (c->zh != NULL)
			names[n++] = c->zh;
	}
	near = opt_nearest(word, names, n);
	if (near != NULL)
		form_wrong(f, field->line, _("%s: no such column; did you mean %s?"), word, near);
	else
		form_wrong(f, field->line, _("%s: no such column; -C help lists them; a text is written \"%s\""), word, word);
}

/* Cuts the next word off. */
static struct text
next_word(struct text *rest)
{
	const char *blank;
	struct text word;

	while (rest->len > 0 && rest->at[0] == ' ') {
		rest->at++;
		rest->len--;
	}
	blank = memchr(rest->at, ' ', rest->len);
	word = (struct text){ rest->at, blank != NULL ? (size_t)(blank - rest->at) : rest->len };
	*rest = (struct text){ rest->at + word.len, rest->len - word.len };
	return word;
}

/* "text" or “text”. */
static bool
is_quoted(struct text t, struct text *in)
{
	static const char *const signs[][2] = { { "\"", "\"" }, { "“", "”" } };

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(signs[i][0]);

		if (t.len >= 2 * n && memcmp(t.at, signs[i][0], n) == 0 && memcmp(t.at + t.len - n, signs[i][1], n) == 0) {
			*in = (struct text){ t.at + n, t.len - 2 * n };
			return true;
		}
	}
	return false;
}

static struct form_codes *
find_codes(struct form *f, const struct form_field *field, struct text name)
{
	for (size_t i = 0; i < f->tables; i++)
		if (text_equal(f->codes[i].name, name))
			return &f->codes[i];
	form_wrong(f, field->line, _("there is no code table [codes %.*s]"), (int)name.len, name.at);
	return NULL;
}

/* What may be said of a column: which part of it, how days are written, and
 * which codes. */
static void
read_how(struct form *f, struct form_field *field, struct text rest)
{
	static const struct word parts[] = {
		[FORM_VALUE] = { "whole", "整号" }, [FORM_MASKED] = { "masked", "掩码" }, [FORM_BIRTH] = { "birth", "出生日期" },
		[FORM_SEX] = { "sex", "性别" }, [FORM_AGE] = { "age", "年龄" }, { NULL, NULL },
	};
	bool ident = field->col->type == COL_IDENT, phone = field->col->type == COL_PHONE;

	for (struct text word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
		const struct word *part = ident || phone ? form_word(parts + FORM_VALUE, word) : NULL;
		bool day = field->col->type == COL_DAY || field->what == FORM_BIRTH;

		if (part != NULL && (ident || part <= parts + FORM_MASKED)) {
			field->what = (enum form_what)(part - parts);
		} else if (text_is(word, "codes") || text_is(word, "代码")) {
			word = next_word(&rest);
			field->codes = find_codes(f, field, word);
		} else if (day && form_is_pattern(word)) {
			field->text = word;
		} else if (ident) {
			form_wrong(f, field->line, _("%.*s: after an identity number stands nothing, or: whole, masked, birth, sex or age"), (int)word.len, word.at);
		} else if (day) {
			form_wrong(f, field->line, _("%.*s: a day is written as YYYY-MM-DD, YYYYMMDD, YYYY/M/D, YYYY-MM or with other signs between"), (int)word.len, word.at);
		} else {
			form_wrong(f, field->line, _("%.*s: after a column stands nothing, or: codes NAME"), (int)word.len, word.at);
		}
	}
}

static const struct word *
words_of(const struct form_field *field)
{
	return field->what == FORM_SEX ? form_sexes : field->col->type == COL_WORD ? field->col->words : NULL;
}

/* A table of words that are all known needs each of them, and no other; any of
 * their aliases may stand for them. */
static void
check_codes(struct form *f, const struct form_field *field)
{
	const struct word *words = words_of(field), *word;
	const struct form_codes *codes = field->codes;

	for (size_t i = 0; words != NULL && i < codes->n; i++) {
		struct form_code *c = &codes->code[i];

		if (c->ours.len == 0 || text_is(c->ours, "*"))
			continue;
		word = form_word(words, c->ours);
		if (word != NULL)
			c->ours = text_of(word->name);
		else
			form_wrong(f, c->line, _("%.*s: not a word of %s"), (int)c->ours.len, c->ours.at, field->col->name);
	}
	for (word = words; word != NULL && word->name != NULL; word++)
		if (form_code(codes, text_of(word->name), text_of("*")) == NULL)
			form_wrong(f, codes->line, _("[codes %.*s] lacks %s %.*s; * stands for all others"), (int)codes->name.len, codes->name.at,
			    word->name, word->aliases != NULL ? (int)strcspn(word->aliases, " ") : 0, word->aliases);
}

static bool
has_no_codes(const struct form_field *field)
{
	enum col_type type = field->col->type;

	return type == COL_PHONE || type == COL_DAY || (type == COL_IDENT && field->what != FORM_SEX);
}

static void
bind(struct form *f, struct form_field *field, const struct col *cols, const struct col *persons)
{
	struct text rest = field->source, word;

	if (is_quoted(field->source, &field->text))
		return;
	word = next_word(&rest);
	if (text_is(word, "number") && rest.len == 0) {
		field->what = FORM_NUMBER;
		return;
	}
	field->col = find(cols, word);
	if (field->col == NULL && persons != NULL && find(persons, word) != NULL) {
		form_wrong(f, field->line, _("%.*s: a column of persons: write persons = yes above [columns]"), (int)word.len, word.at);
		return;
	}
	if (field->col == NULL) {
		no_column(f, field, cols, word);
		return;
	}
	field->what = FORM_VALUE;
	field->text = f->date;
	read_how(f, field, rest);
	if (field->codes != NULL && has_no_codes(field))
		form_wrong(f, field->line, _("%s: an identity number, a phone number or a day has no codes"), field->col->name);
	else if (field->codes != NULL)
		check_codes(f, field);
}

void
form_bind(struct form *f, const struct col *cols, const struct col *persons)
{
	bool any = false;

	for (size_t i = 0; i < f->fields; i++) {
		struct form_field *field = &f->field[i];

		bind(f, field, cols, persons);
		any |= field->col != NULL;
	}
	if (!any && f->wrong == 0)
		form_wrong(f, f->fields > 0 ? f->field[0].line : 1, _("no column of it is one of ours"));
}

const struct form_code *
form_code(const struct form_codes *codes, struct text word, struct text name)
{
	const struct form_code *other = NULL;

	for (size_t i = 0; i < codes->n; i++) {
		const struct form_code *c = &codes->code[i];

		if (text_equal(c->ours, word) || text_equal(c->ours, name))
			return c;
		if (text_is(c->ours, "*") && word.len > 0)
			other = c;
	}
	return other;
}
