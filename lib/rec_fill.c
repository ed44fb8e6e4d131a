/* Records as a form file demands them: --form. */
#define _GNU_SOURCE
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "form.h"
#include "identity.h"
#include "num.h"
#include "rec_form.h"

/* Stands for the running number of a record that is not in its place yet. */
enum { NUMBER = '\1' };

struct fill {
	struct form	*form;
	iconv_t		 iconv;		/* to GB18030; (iconv_t)-1 none */
	int64_t		 number;	/* of records written */
};

int
fill_open(struct rec_out *o, const struct col *table)
{
	struct form *form = o->style.form_file;

	o->fill = calloc(1, sizeof(*o->fill));
	if (o->fill == NULL)
		return -1;
	*o->fill = (struct fill){ .form = form, .iconv = (iconv_t)-1 };
	if (form->gb18030 && (o->fill->iconv = iconv_open("GB18030", "UTF-8")) == (iconv_t)-1)
		return -1;
	for (size_t i = 0; i < form->fields; i++)
		if (form->field[i].col != NULL)
			rec_choose(o, table, form->field[i].col);
	return 0;
}

void
fill_free(struct fill *fill)
{
	if (fill != NULL && fill->iconv != (iconv_t)-1)
		iconv_close(fill->iconv);
	free(fill);
}

/* A cell without control characters. */
static int
put_cell(const struct form *f, struct spool *to, struct text t, bool guard)
{
	char *p = spool_room(to, 2 * t.len + 4), *q = p;
	bool quote = t.len == 0 && f->fields == 1;	/* a line with nothing on it is no record */

	if (p == NULL)
		return -1;
	for (size_t i = 0; i < t.len && !quote; i++)
		quote = t.at[i] == '"' || t.at[i] == '\n' || t.at[i] == f->delimiter;
	if (quote)
		*q++ = '"';
	if (guard && rec_guard(t))
		*q++ = '\'';
	for (size_t i = 0; i < t.len; i++) {
		if ((unsigned char)t.at[i] < ' ' && t.at[i] != '\n')
			continue;
		if (t.at[i] == '"')
			*q++ = '"';
		*q++ = t.at[i];
	}
	if (quote)
		*q++ = '"';
	to->len += (size_t)(q - p);
	return 0;
}

static struct text
digits(int64_t n, size_t least, char *buf)
{
	size_t len = num_text(n, buf);

	if (len >= least)
		return (struct text){ buf, len };
	memmove(buf + least - len, buf, len);
	memset(buf, '0', least - len);
	return (struct text){ buf, least };
}

/* A day as the pattern has it. */
static struct text
show_day(day_t d, struct text pattern, char buf[static COL_BUF])
{
	size_t len = 0, n;

	for (size_t i = 0; i < pattern.len && len < COL_BUF / 2; i += n) {
		char c = pattern.at[i], one[24];
		struct text t = { &c, 1 };

		for (n = 1; i + n < pattern.len && pattern.at[i + n] == c && strchr("YMD", c) != NULL; n++)
			;
		if (strchr("YMD", c) != NULL)
			t = digits(c == 'Y' ? d / 10000 : c == 'M' ? d / 100 % 100 : d % 100, n, one);
		memcpy(buf + len, t.at, t.len);
		len += t.len;
	}
	return (struct text){ buf, len };
}

/* Both the word and what people call it are looked for. */
static struct text
coded(struct rec_out *o, const struct form_field *field, struct text word, struct text name)
{
	const struct form_code *c = form_code(field->codes, word, name);
	struct form *f = o->fill->form;

	if (c != NULL)
		return c->theirs;
	if (word.len > 0)
		form_wrong(f, field->codes->line, _("[codes %.*s] lacks %.*s %.*s; * stands for all others"),
		    (int)field->codes->name.len, field->codes->name.at, (int)word.len, word.at, (int)name.len, name.at);
	return text_of("");
}

static struct text
code_of(struct rec_out *o, const struct form_field *field, const struct value *v, struct text name)
{
	struct show plain = o->show;
	char buf[COL_BUF];

	plain.names = false;
	return coded(o, field, col_show(field->col, v, &plain, buf), name);
}

/* Each tag has its code. */
static struct text
code_tags(struct rec_out *o, const struct form_field *field, const struct value *v, char buf[static COL_BUF])
{
	static const char between[] = "、";
	uint64_t bits = v->null ? 0 : (uint64_t)v->num & INT64_MAX;
	size_t len = 0;

	if (bits == 0)
		return coded(o, field, text_of(""), text_of(""));
	for (; bits != 0; bits &= bits - 1) {
		struct value one = VALUE_INT((int64_t)(bits & -bits));
		char name[COL_BUF];
		struct text t = code_of(o, field, &one, col_show(field->col, &one, &o->show, name));

		if (len + sizeof(between) + t.len > COL_BUF)
			break;
		if (len > 0 && t.len > 0) {
			memcpy(buf + len, between, sizeof(between) - 1);
			len += sizeof(between) - 1;
		}
		memcpy(buf + len, t.at, t.len);
		len += t.len;
	}
	return (struct text){ buf, len };
}

static struct text
show_age(day_t birth, day_t today, char *buf)
{
	return digits((today - birth) / 10000, 1, buf);
}

/* What an identity number tells. Nothing of the birth day without --reveal. */
static struct text
show_part(struct rec_out *o, const struct form_field *field, int64_t ident, char buf[static COL_BUF])
{
	day_t birth = identity_birth(ident);
	struct text word;

	if (field->what == FORM_SEX) {
		word = text_of(form_sexes[ident % 2 == 0].name);
		return field->codes != NULL ? coded(o, field, word, word)
		    : (struct text){ form_sexes[ident % 2 == 0].aliases, strlen("男") };
	}
	if (!o->style.reveal)
		return text_of("****");
	return field->what == FORM_AGE ? show_age(birth, o->fill->form->today, buf) : show_day(birth, field->text, buf);
}

static struct text
show_value(struct rec_out *o, const struct form_field *field, const struct value *v, char buf[static COL_BUF])
{
	struct show show = o->show;
	bool part = field->what == FORM_BIRTH || field->what == FORM_SEX || field->what == FORM_AGE;
	struct text t;

	if (part)
		return v->null || v->num == 0 ? text_of("") : show_part(o, field, v->num, buf);
	if (field->col->type == COL_DAY)
		return v->null || v->num == 0 || v->num == DAY_MAX ? text_of("") : show_day((day_t)v->num, field->text, buf);
	if (field->codes != NULL && field->col->type == COL_TAGS)
		return code_tags(o, field, v, buf);
	show.reveal &= field->what != FORM_MASKED;
	t = col_show(field->col, v, &show, buf);
	return field->codes != NULL ? code_of(o, field, v, t) : t;
}

static bool
is_guarded(const struct form *f, const struct form_field *field)
{
	return f->guard && field->col != NULL && field->what != FORM_BIRTH && field->what != FORM_AGE
	    && field->col->type != COL_DAY && !col_is_number(field->col->type);
}

int
fill_row(struct rec_out *o, const struct value *row)
{
	static const char number[] = { NUMBER };
	struct form *f = o->fill->form;
	struct spool *to = &o->rows.bytes;
	char buf[COL_BUF];

	for (size_t i = 0; i < f->fields; i++) {
		const struct form_field *field = &f->field[i];
		struct text t = field->text;
		int rc = i > 0 ? spool_add(to, &f->delimiter, 1) : 0;

		if (field->col != NULL)
			t = show_value(o, field, &row[field->col - o->table], buf);
		if (rc == 0)
			rc = field->what == FORM_NUMBER ? spool_add(to, number, 1) : put_cell(f, to, t, is_guarded(f, field));
		if (rc != 0)
			return -1;
	}
	return f->wrong > 0 ? -1 : spool_add(to, f->line_end, strlen(f->line_end));
}

/* Writes bytes in the form's encoding; every character has a place in GB18030. */
static int
put_bytes(struct rec_out *o, const char *bytes, size_t len)
{
	char buf[4096], *in = (char *)bytes;

	if (o->fill->iconv == (iconv_t)-1)
		return spool_add(&o->out, bytes, len);
	while (len > 0) {
		char *out = buf;
		size_t room = sizeof(buf);

		if (iconv(o->fill->iconv, &in, &len, &out, &room) == (size_t)-1 && errno != E2BIG)
			return -1;
		if (spool_add(&o->out, buf, (size_t)(out - buf)) != 0)
			return -1;
	}
	return 0;
}

int
fill_put(struct rec_out *o, const char *bytes, size_t len)
{
	const char *end = bytes + len, *at;
	char number[24];
	int rc = 0;

	o->fill->number++;
	while (rc == 0 && (at = memchr(bytes, NUMBER, (size_t)(end - bytes))) != NULL) {
		rc = put_bytes(o, bytes, (size_t)(at - bytes));
		if (rc == 0)
			rc = put_bytes(o, number, num_text(o->fill->number, number));
		bytes = at + 1;
	}
	return rc == 0 ? put_bytes(o, bytes, (size_t)(end - bytes)) : rc;
}

int
fill_head(struct rec_out *o)
{
	const struct form *f = o->fill->form;
	struct spool line;
	int rc = f->bom ? spool_add(&o->out, "\uFEFF", 3) : 0;

	if (!o->style.header)
		return rc;
	spool_open(&line, -1);
	if (f->title.len > 0 && (put_cell(f, &line, f->title, false) != 0 || spool_add(&line, f->line_end, strlen(f->line_end)) != 0))
		rc = -1;
	for (size_t i = 0; rc == 0 && i < f->fields; i++)
		if ((i > 0 && spool_add(&line, &f->delimiter, 1) != 0) || put_cell(f, &line, f->field[i].heading, false) != 0)
			rc = -1;
	if (rc == 0)
		rc = spool_add(&line, f->line_end, strlen(f->line_end));
	if (rc == 0)
		rc = put_bytes(o, line.at, line.len);
	spool_free(&line);
	return rc;
}
