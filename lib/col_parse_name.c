/* Names of people: the blanks that align them, the dots within them. */
#include "col_parts.h"

enum { BRIEF = 4 };		/* Han characters of a name padded with blanks */

/* What a character is to a name. */
enum kind { HAN, BLANK, DOT, OTHER };

static enum kind
kind_of(const char *s, size_t left, size_t *n)
{
	static const char *const dots[] = { "·", "•", "・", "．", "." };
	const unsigned char *p = (const unsigned char *)s;

	*n = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (*n > left)
		*n = left;
	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		if (*n == strlen(dots[i]) && memcmp(s, dots[i], *n) == 0)
			return DOT;
	if (p[0] == ' ' || p[0] == '\t' || p[0] == '\n' ||
	    (*n == 2 && memcmp(s, "\u00a0", 2) == 0) ||
	    (*n == 3 && memcmp(s, "\u3000", 3) == 0))
		return BLANK;
	/* U+3400-9FFF, U+F900-FAFF and the planes above: 㛃, 𬭎. */
	if ((*n == 3 && ((p[0] >= 0xe4 && p[0] <= 0xe9) ||
	    (p[0] == 0xe3 && p[1] >= 0x90) ||
	    (p[0] == 0xef && p[1] >= 0xa4 && p[1] <= 0xab))) ||
	    (*n == 4 && p[0] == 0xf0 && p[1] >= 0xa0))
		return HAN;
	return OTHER;
}

static bool
only_han(struct text t)
{
	const unsigned char *p = (const unsigned char *)t.at;

	if (t.len % 3 != 0)
		return false;
	for (size_t i = 0; i < t.len; i += 3)
		if (p[i] < 0xe4 || p[i] > 0xe9)
			return false;
	return true;
}

bool
col_lost(struct text t)
{
	enum kind last = OTHER;
	bool lost = false;		/* the last one is ? */
	size_t n;

	if (t.len == 0 || memchr(t.at, '?', t.len) == NULL)
		return false;
	for (size_t at = 0; at < t.len; at += n) {
		enum kind kind = kind_of(t.at + at, t.len - at, &n);
		bool mark = t.at[at] == '?';

		if ((mark && last == HAN) || (lost && kind == HAN))
			return true;
		lost = mark;
		last = kind;
	}
	return false;
}

/*
 * Writes a name to out, which may be where it stands if no dot grows: without
 * the blanks that align it, and with one kind of dot between Han.
 */
static struct text
mend(struct text t, char *out, bool drop_blanks)
{
	enum kind last = OTHER;
	size_t in = 0, len = 0, n, next;

	for (; in < t.len; in += n) {
		enum kind kind = kind_of(t.at + in, t.len - in, &n);

		if (kind == BLANK && drop_blanks)
			continue;
		if (kind == DOT && last == HAN && in + n < t.len &&
		    kind_of(t.at + in + n, t.len - in - n, &next) == HAN) {
			memcpy(out + len, "·", 2);
			len += 2;
		} else {
			memmove(out + len, t.at + in, n);
			len += n;
		}
		last = kind;
	}
	return (struct text){ out, len };
}

struct col_read
col_parse_name(const struct col *c, struct text t, const struct col_how *how, void *rec)
{
	size_t count[OTHER + 1] = { 0 }, at, n, grows = 0;
	char *out = (char *)t.at;

	if (col_too_long(t, COL_SHORT))
		return col_fault(FAULT_TEXT_SIZE);
	if (only_han(t))
		return col_store(c, t, rec);
	if (col_lost(t))
		return col_fault(FAULT_LOST_CHARACTER);
	for (at = 0; at < t.len; at += n) {
		count[kind_of(t.at + at, t.len - at, &n)]++;
		grows += t.at[at] == '.';
	}
	if (count[HAN] == 0 || count[BLANK] + count[DOT] == 0)
		return col_store(c, t, rec);
	if (grows > 0 && (out = col_room(how, t.len + grows)) == NULL)
		return col_fault(FAULT_NONE);
	return col_store(c, mend(t, out, count[HAN] <= BRIEF && count[OTHER] == 0), rec);
}
