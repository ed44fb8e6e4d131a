#define _GNU_SOURCE
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "array.h"
#include "rec_form.h"

/*
 * A key is bytes that memcmp puts in order. Numbers: 0 for none or 1, then
 * eight bytes, the sign bit turned. Texts: their bytes, NUL as 00 FF, closed
 * by 00 00. Descending keys have every bit turned.
 */

/* GB18030 has the common Han characters in the order of pinyin. Bytes that
 * have no place in it follow as they are. */
static size_t
to_gb18030(iconv_t cd, struct text t, char *out, size_t room)
{
	char *from = (char *)t.at, *to = out;
	size_t left = t.len;

	if (cd != (iconv_t)-1) {
		iconv(cd, NULL, NULL, NULL, NULL);
		iconv(cd, &from, &left, &to, &room);
	}
	memcpy(to, from, left);
	return (size_t)(to - out) + left;
}

static size_t
key_text(struct rec_rows *rows, struct text t, bool name, char *p)
{
	/* The text stands behind its key until it is folded into it. */
	char *text = p + 2 * (2 * t.len + 2);
	size_t len = t.len, n = 0;

	if (name)
		len = to_gb18030(rows->iconv, t, text, 2 * t.len);
	else if (len > 0)
		memcpy(text, t.at, len);
	for (size_t i = 0; i < len; i++) {
		p[n++] = text[i];
		if (text[i] == '\0')
			p[n++] = '\xff';
	}
	p[n++] = '\0';
	p[n++] = '\0';
	return n;
}

static size_t
key_number(const struct value *v, char *p)
{
	uint64_t n = (uint64_t)v->num ^ UINT64_C(1) << 63;

	p[0] = !v->null;
	for (int i = 8; i > 0; i--, n >>= 8)
		p[i] = (char)(v->null ? 0 : n & 0xff);
	return 9;
}

int
rows_key(struct rec_rows *rows, const struct rec_col *c, const struct value *v)
{
	struct text t = v->null ? (struct text){ 0 } : v->text;
	bool is_text = col_is_text(c->col->type);
	char *p = spool_room(&rows->bytes, is_text ? 8 * t.len + 16 : 16);
	size_t n;

	if (p == NULL)
		return -1;
	n = is_text ? key_text(rows, t, c->col->type == COL_NAME, p) :
	    key_number(v, p);
	for (size_t i = 0; c->down && i < n; i++)
		p[i] = (char)~p[i];
	rows->bytes.len += n;
	return 0;
}

int
rows_add(struct rec_rows *rows, size_t at, size_t key)
{
	if (!ARRAY_ROOM(rows->row, rows->count + 1, rows->size))
		return -1;
	rows->row[rows->count++] = (struct rec_row){
		at, key, rows->bytes.len - at - key,
	};
	return 0;
}

static int
compare(const void *a, const void *b, void *bytes)
{
	const struct rec_row *x = a, *y = b;
	const char *base = bytes;
	int order = memcmp(base + x->at, base + y->at,
	    x->key < y->key ? x->key : y->key);

	if (order != 0)
		return order;
	/* No key is the beginning of another: these are equal. */
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Many come in order. */
void
rows_sort(struct rec_rows *rows)
{
	for (size_t i = 1; i < rows->count; i++)
		if (compare(&rows->row[i - 1], &rows->row[i], rows->bytes.at) > 0) {
			qsort_r(rows->row, rows->count, sizeof(*rows->row), compare,
			    rows->bytes.at);
			return;
		}
}
