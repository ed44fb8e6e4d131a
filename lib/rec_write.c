#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "json.h"
#include "msg.h"
#include "rec_form.h"

enum { SAFE_GROWTH = 3 };

static struct text
text_part(const char *at, size_t len)
{
	return (struct text){ at, len };
}

static const uint64_t ones = UINT64_MAX / 255, highs = UINT64_MAX / 255 * 128;

/* Whether one of eight bytes is below a blank, or one of two characters. */
static inline bool
has_special(uint64_t eight, const char special[2])
{
	uint64_t x = eight ^ ones * (unsigned char)special[0];
	uint64_t y = eight ^ ones * (unsigned char)special[1];

	return (((eight - ones * 0x20) & ~eight) | ((x - ones) & ~x) |
	    ((y - ones) & ~y)) & highs;
}

static inline uint64_t
eight_at(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/* Fewer than eight bytes, made eight by saying some of them twice. */
static inline uint64_t
few_at(const char *p, size_t n)
{
	uint32_t first, last;

	if (n < 4)
		return ones * (unsigned char)p[0] ^ (uint64_t)(unsigned char)
		    (p[0] ^ p[n / 2]) << 8 ^ (uint64_t)(unsigned char)
		    (p[0] ^ p[n - 1]) << 16;
	memcpy(&first, p, sizeof(first));
	memcpy(&last, p + n - sizeof(last), sizeof(last));
	return (uint64_t)last << 32 | first;
}

/* Whether a text goes out as it is. */
static inline bool
is_plain(struct text t, const char special[2])
{
	size_t i;

	if (t.len < 8)
		return t.len == 0 || !has_special(few_at(t.at, t.len), special);
	for (i = 0; i + 8 < t.len; i += 8)
		if (has_special(eight_at(t.at + i), special))
			return false;
	return !has_special(eight_at(t.at + t.len - 8), special);
}

static char *
put_tsv(char *p, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == '\t' || c == '\n' || c == '\r' || c == '\\') {
			*p++ = '\\';
			c = c == '\t' ? 't' : c == '\n' ? 'n' :
			    c == '\r' ? 'r' : c;
		}
		*p++ = c;
	}
	return p;
}

static char *
put_csv(char *p, struct text t)
{
	*p++ = '"';
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] == '"')
			*p++ = '"';
		*p++ = t.at[i];
	}
	*p++ = '"';
	return p;
}

/* Chat programs read stars and brackets as layout. */
static char *
put_md(char *p, struct text t, struct text scratch)
{
	size_t n = msg_safe(t, (char *)scratch.at, scratch.len);

	for (size_t i = 0; i < n; i++) {
		char c = scratch.at[i];

		if (c == '*') {
			memcpy(p, "＊", 3);
			p += 3;
			continue;
		}
		if (strchr("\\|`<[", c) != NULL)
			*p++ = '\\';
		*p++ = c;
	}
	return p;
}

/* Text that shows what it says, between elements and in attributes. */
static char *
put_html(char *p, struct text t, struct text scratch)
{
	size_t n = msg_safe(t, (char *)scratch.at, scratch.len);

	for (size_t i = 0; i < n; i++) {
		char c = scratch.at[i];
		const char *s = c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : NULL;

		if (s == NULL)
			*p++ = c;
		else
			p = stpcpy(p, s);
	}
	return p;
}

/* A cell that is not plain, or of a form for people. 0 or -1. */
static int
put_hard(struct rec_out *o, struct spool *to, const struct rec_col *c, struct text t)
{
	/* The text may need six times its length; md makes it safe first. */
	char *p = spool_room(to, JSON_GROWTH * 2 * t.len + 16), *q = p;

	if (p == NULL)
		return -1;
	switch (o->style.form) {
	case REC_TSV:
		q = put_tsv(p, t);
		break;
	case REC_CSV:
		if (o->style.excel && !col_is_number(c->col->type) &&
		    c->col->type != COL_DAY && rec_guard(t)) {
			char *copy = p + 2 * t.len + 8;

			copy[0] = '\'';
			memcpy(copy + 1, t.at, t.len);
			t = text_part(copy, t.len + 1);
		}
		/* A line with nothing on it would be no record. */
		if ((t.len == 0 && o->shown == 1) ||
		    !is_plain(t, o->special)) {
			q = put_csv(p, t);
		} else {
			memmove(p, t.at, t.len);
			q = p + t.len;
		}
		break;
	case REC_JSON:
	case REC_JSONL:
		q = json_string(p, t);
		break;
	case REC_MD:
		q = put_md(p, t, text_part(p + 6 * t.len,
		    SAFE_GROWTH * t.len));
		break;
	case REC_HTML:
		q = put_html(p, t, text_part(p + 6 * t.len, SAFE_GROWTH * t.len));
		break;
	case REC_TABLE:
		q = p + msg_safe(t, p, SAFE_GROWTH * t.len);
		break;
	}
	to->len += (size_t)(q - p);
	return 0;
}

/* The color of a class: r, y, g, or a blank. The table is laid out at the end,
 * when the rulebook that says which class it is may be gone. */
static int
put_paint(struct rec_out *o, struct spool *to, int64_t class_no)
{
	const struct words *words = o->show.words;
	const char *code = words != NULL && class_no > 0 && class_no < 16 ? words->class_code[class_no] : NULL;
	bool known = code != NULL && (strcmp(code, "red") == 0 || strcmp(code, "yellow") == 0 || strcmp(code, "green") == 0);

	return spool_add(to, known ? code : " ", 1);
}

/*
 * Most cells are a few plain bytes or a number, and a list has millions: the
 * lead is copied at its full size, and numbers are made where they stay.
 */
static int
put_cell(struct rec_out *o, struct spool *to, const struct rec_col *c,
    const struct value *v)
{
	char own[COL_BUF], *p = spool_room(to, sizeof(c->lead) + COL_BUF + 2);
	struct text t;

	if (p == NULL)
		return -1;
	memcpy(p, c->lead, sizeof(c->lead));
	p += c->lead_len;
	to->len += c->lead_len;
	if (c->paint && put_paint(o, to, v->null ? 0 : v->num) != 0)
		return -1;
	t = col_show(c->col, v, &o->show, c->clean ? p + c->quote : own);
	if (t.len == 0 && o->json) {
		memcpy(p, "null", 4);
		to->len += 4;
		return 0;
	}
	if (o->hard || (t.len == 0 && o->shown == 1) ||
	    (!c->clean && !is_plain(t, o->special)))
		return put_hard(o, to, c, t);
	if (!c->clean) {
		if (t.len > COL_BUF && (p = spool_room(to, t.len + 2)) == NULL)
			return -1;
		if (t.len > 0)
			memcpy(p + c->quote, t.at, t.len);
	}
	if (c->quote)
		p[0] = p[t.len + 1] = '"';
	to->len += t.len + 2 * c->quote;
	return 0;
}

/* What stands before a record. */
static int
begin(struct rec_out *o)
{
	bool first = o->written++ == 0;

	if (o->style.form != REC_JSON)
		return 0;
	return spool_add(&o->out, first ? "[\n" : ",\n", 2);
}

static int
put_row(struct rec_out *o, struct spool *to, const struct value *row)
{
	for (int i = 0; i < o->shown; i++)
		if (put_cell(o, to, &o->cols[i], &row[o->cols[i].index]) != 0)
			return -1;
	/* A table's last cell ends in a NUL, as all its cells do. */
	return spool_add(to, o->tail,
	    o->style.form == REC_TABLE ? 1 : strlen(o->tail));
}

int
rec_put(struct rec_out *o, const struct value *row)
{
	size_t at = o->rows.bytes.len, key;

	o->count++;
	if (!o->keep) {
		if (o->style.limit > 0 && o->count > o->style.limit)
			return 0;
		return begin(o) != 0 ? -1 : put_row(o, &o->out, row);
	}
	if (o->sorts == 0 && o->style.limit > 0 && o->count > o->style.limit)
		return 0;
	for (int i = 0; i < o->sorts; i++)
		if (rows_key(&o->rows, &o->sort[i], &row[o->sort[i].index]) != 0)
			return -1;
	key = o->rows.bytes.len - at;
	if ((o->fill != NULL ? fill_row(o, row) : put_row(o, &o->rows.bytes, row)) != 0)
		return -1;
	return rows_add(&o->rows, at, key);
}

int
rec_head(struct rec_out *o)
{
	const struct rec_style *style = &o->style;

	if (o->fill != NULL)
		return fill_head(o);
	if (style->form == REC_CSV && style->excel &&
	    spool_add(&o->out, "\uFEFF", 3) != 0)
		return -1;
	if (style->form != REC_MD && (!style->header ||
	    (style->form != REC_TSV && style->form != REC_CSV)))
		return 0;
	for (int i = 0; i < o->shown; i++) {
		const struct rec_col *c = &o->cols[i];

		if (spool_add(&o->out, c->lead, c->lead_len) != 0 ||
		    put_hard(o, &o->out, c,
		    text_of(rec_heading(style, c->col))) != 0 ||
		    (style->blank && style->excel && (c->col->flags & (COL_NEED | COL_STAR)) != 0 &&
		    spool_add(&o->out, "*", 1) != 0))
			return -1;
	}
	if (spool_add(&o->out, o->tail, strlen(o->tail)) != 0)
		return -1;
	for (int i = 0; style->form == REC_MD && i < o->shown; i++) {
		bool right = col_is_number(o->cols[i].col->type);

		if (spool_add(&o->out, right ? "|---:" : "|---",
		    right ? 5 : 4) != 0)
			return -1;
	}
	return style->form == REC_MD ? spool_add(&o->out, "|\n", 2) : 0;
}

int
rec_frame(struct rec_out *o, struct text head, struct text foot)
{
	if (o->style.form != REC_HTML)
		return 0;
	if ((o->foot = malloc(foot.len + 1)) == NULL)
		return -1;
	memcpy(o->foot, foot.at, o->foot_len = foot.len);
	if (spool_add(&o->out, head.at, head.len) != 0 || spool_add(&o->out, "<table class=\"list\"><thead><tr>", strlen("<table class=\"list\"><thead><tr>")) != 0)
		return -1;
	for (int i = 0; i < o->shown; i++) {
		char cell[REC_NAME + 64];
		int n = snprintf(cell, sizeof(cell), "<th scope=\"col\">%s</th>", rec_heading(&o->style, o->cols[i].col));

		if (spool_add(&o->out, cell, (size_t)n) != 0)
			return -1;
	}
	return spool_add(&o->out, "</tr></thead><tbody>", 20);
}

static int
put_kept(struct rec_out *o)
{
	size_t n = o->rows.count;

	if (o->sorts > 0)
		rows_sort(&o->rows);
	if (o->style.limit > 0 && (uint64_t)o->style.limit < n)
		n = (size_t)o->style.limit;
	if (o->style.form == REC_TABLE)
		return n == 0 ? 0 : rec_table(&o->out, &o->style, o->cols,
		    o->shown, &o->rows, n);
	for (size_t i = 0; i < n; i++) {
		const struct rec_row *row = &o->rows.row[i];

		if (o->fill != NULL) {
			if (fill_put(o, o->rows.bytes.at + row->at + row->key, row->len) != 0)
				return -1;
			continue;
		}
		if (begin(o) != 0 || spool_add(&o->out,
		    o->rows.bytes.at + row->at + row->key, row->len) != 0)
			return -1;
	}
	return 0;
}

int
rec_end(struct rec_out *o)
{
	int result = o->keep ? put_kept(o) : 0, error;

	if (result == 0 && o->style.form == REC_JSON)
		result = o->written == 0 ? spool_add(&o->out, "[]\n", 3) :
		    spool_add(&o->out, "\n]\n", 3);
	if (result == 0 && o->foot != NULL)
		result = spool_add(&o->out, "</tbody></table>\n", 17) != 0 ? -1 : spool_add(&o->out, o->foot, o->foot_len);
	if (result == 0)
		result = spool_end(&o->out);
	error = errno;
	rec_drop(o);
	errno = error;
	return result;
}
