#define _GNU_SOURCE
#include <wchar.h>

#include "text.h"

enum { WORD_MAX = 255 };	/* bytes of the longest word text_distance compares */

/*
 * The character at s; returns its bytes, 0 when there is no valid one.
 * Three bytes are asked first: that is what Han characters have.
 */
static inline size_t
decode(const char *s, size_t left, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s;

	if (left == 0)
		return 0;
	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	if ((p[0] & 0xf0) == 0xe0) {
		if (left < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
			return 0;
		*c = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
		return *c >= 0x800 && *c - 0xd800 >= 0x800 ? 3 : 0;
	}
	if (p[0] >= 0xc2 && p[0] < 0xe0) {
		if (left < 2 || (p[1] & 0xc0) != 0x80)
			return 0;
		*c = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		return 2;
	}
	if (p[0] < 0xf0 || p[0] > 0xf4 || left < 4 || (p[1] & 0xc0) != 0x80 ||
	    (p[2] & 0xc0) != 0x80 || (p[3] & 0xc0) != 0x80)
		return 0;
	*c = (p[0] & 7u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
	    (p[3] & 0x3fu);
	return *c >= 0x10000 && *c <= 0x10ffff ? 4 : 0;
}

static inline bool
ascii8(const char *s)
{
	uint64_t eight;

	memcpy(&eight, s, sizeof(eight));
	return (eight & UINT64_C(0x8080808080808080)) == 0;
}

size_t
text_utf8(const char *s, size_t len)
{
	size_t at = 0, n;
	uint32_t c;

	while (at < len) {
		if ((unsigned char)s[at] < 0x80) {
			while (len - at >= 8 && ascii8(s + at))
				at += 8;
			while (at < len && (unsigned char)s[at] < 0x80)
				at++;
			continue;
		}
		n = decode(s + at, len - at, &c);
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

/* Bytes that are, or begin, a character text_clean may have to drop. */
static const unsigned char suspect[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1,	/* not \t \n */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	[0x7f] = 1, [0xc2] = 1, [0xe2] = 1, [0xef] = 1,
};

/* The bytes of the character at s if it must go, else 0. */
static size_t
unwanted(const char *s, size_t left)
{
	const unsigned char *p = (const unsigned char *)s;

	switch (p[0]) {
	case 0xc2:	/* U+0080-009F */
		return left >= 2 && p[1] >= 0x80 && p[1] < 0xa0 ? 2 : 0;
	case 0xe2:
		if (left < 3)
			return 0;
		if (p[1] == 0x80)	/* U+200B-200F, U+2028-202E */
			return (p[2] >= 0x8b && p[2] <= 0x8f) ||
			    (p[2] >= 0xa8 && p[2] <= 0xae) ? 3 : 0;
		return p[1] == 0x81 && p[2] == 0xa0 ? 3 : 0;	/* U+2060 */
	case 0xef:	/* U+FEFF */
		return left >= 3 && p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
	default:
		return suspect[p[0]];
	}
}

/* Whether 8 bytes are printable ASCII, all of them, in a few operations. */
static bool
printable(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t x;

	memcpy(&x, s, 8);
	/* below 0x20: the subtraction borrows; 0x7f: adding one carries. */
	return ((x | ((x - 0x20 * ones) & ~x) | (x + ones)) & high) == 0;
}

/* Whether a text is printable ASCII: most cells are, and need nothing done. */
static bool
is_plain(const char *s, size_t len)
{
	size_t at = 0;

	if (len < 8) {
		while (at < len && s[at] >= 0x20 && s[at] < 0x7f)
			at++;
		return at == len;
	}
	while (at + 8 < len && printable(s + at))
		at += 8;
	return at + 8 >= len && printable(s + len - 8);
}

/* Where the first unwanted character is; len when there is none. */
static size_t
find(const char *s, size_t len)
{
	size_t at = is_plain(s, len) ? len : 0;

	for (; at < len; at++)
		if (suspect[(unsigned char)s[at]] && unwanted(s + at, len - at) > 0)
			break;
	return at;
}

static size_t
drop(char *s, size_t from, size_t len)
{
	size_t in = from, out = from, n;

	while (in < len) {
		n = unwanted(s + in, len - in);
		/* A line end of old Macs. */
		if (s[in] == '\r' && out > 0 && in + 1 < len && s[in + 1] != '\n')
			s[out++] = '\n';
		if (n == 0)
			s[out++] = s[in++];
		in += n;
	}
	return out;
}

static struct text
trim(struct text t)
{
	while (t.len > 0) {
		size_t n = 0;

		if (t.at[0] == ' ' || t.at[0] == '\t' || t.at[0] == '\n')
			n = 1;
		else if (t.len >= 2 && memcmp(t.at, "\u00a0", 2) == 0)
			n = 2;
		else if (t.len >= 3 && memcmp(t.at, "\u3000", 3) == 0)
			n = 3;
		if (n == 0)
			break;
		t.at += n;
		t.len -= n;
	}
	while (t.len > 0) {
		const char *end = t.at + t.len;

		if (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\n')
			t.len--;
		else if (t.len >= 2 && memcmp(end - 2, "\u00a0", 2) == 0)
			t.len -= 2;
		else if (t.len >= 3 && memcmp(end - 3, "\u3000", 3) == 0)
			t.len -= 3;
		else
			break;
	}
	return t;
}

struct text
text_clean(char *s, size_t len)
{
	size_t at = find(s, len);
	struct text t;

	if (at < len)
		len = drop(s, at, len);
	t = trim((struct text){ s, len });
	if (t.len > 0 && t.at[0] == '\'')
		return trim((struct text){ t.at + 1, t.len - 1 });
	/* ="a"&"b" is a formula, not a guard. */
	if (t.len >= 3 && memcmp(t.at, "=\"", 2) == 0 &&
	    memchr(t.at + 2, '"', t.len - 2) == t.at + t.len - 1)
		return trim((struct text){ t.at + 2, t.len - 3 });
	return t;
}

static inline uint32_t
narrow(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	return c == 0x3000 ? ' ' : c;
}

size_t
text_char(const char *s, size_t left, uint32_t *c)
{
	size_t n = decode(s, left, c);

	*c = narrow(n == 0 ? UINT32_MAX : *c);
	return n;
}

size_t
text_fold(char *s, size_t len)
{
	size_t in = is_plain(s, len) ? len : 0, out = in, n;
	uint32_t c;

	while (in < len) {
		n = decode(s + in, len - in, &c);
		if (n == 3 && narrow(c) < 0x80) {
			s[out++] = (char)narrow(c);
			in += n;
			continue;
		}
		for (n += n == 0; n > 0; n--)
			s[out++] = s[in++];
	}
	return out;
}

static bool
left_out(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 ||
	    c == '*' || c == ':';
}

const char *
text_heading(struct text t, char *buf, size_t size)
{
	static const char required[] = "(必填";
	const size_t n_required = sizeof(required) - 1;
	size_t in = 0, out = 0, n;

	while (in < t.len) {
		uint32_t c;

		n = decode(t.at + in, t.len - in, &c);
		if (n == 0) {
			c = UINT32_MAX;
			n = 1;
		}
		c = narrow(c);
		if (c == ')' && out >= n_required &&
		    memcmp(buf + out - n_required, required, n_required) == 0) {
			out -= n_required;
		} else if (c < 0x80 && !left_out(c)) {
			if (out + 1 >= size)
				break;
			buf[out++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		} else if (!left_out(c)) {
			if (out + n >= size)
				break;
			memcpy(buf + out, t.at + in, n);
			out += n;
		}
		in += n;
	}
	buf[out] = '\0';
	return buf;
}

size_t
text_width(struct text t)
{
	size_t at = 0, width = 0, n;

	while (at < t.len) {
		uint32_t c;
		int cells;

		n = decode(t.at + at, t.len - at, &c);
		if (n <= 1) {
			width++;
			at++;
			continue;
		}
		cells = wcwidth((wchar_t)c);
		/* Han characters newer than the C library are wide as well. */
		width += cells >= 0 ? (size_t)cells : c >= 0x20000 ? 2 : 1;
		at += n;
	}
	return width;
}

/* Longer words than WORD_MAX, once alike ends are cut, are beyond any limit. */
size_t
text_distance(const char *a, const char *b, size_t limit)
{
	size_t row[WORD_MAX + 1], n_a, n_b, i, j;

	while (*a != '\0' && *a == *b)
		a++, b++;
	n_a = strlen(a);
	n_b = strlen(b);
	while (n_a > 0 && n_b > 0 && a[n_a - 1] == b[n_b - 1])
		n_a--, n_b--;
	if (n_a > WORD_MAX || n_b > WORD_MAX)
		return limit + 1;
	for (j = 0; j <= n_b; j++)
		row[j] = j;
	for (i = 1; i <= n_a; i++) {
		size_t corner = row[0];		/* above and to the left */

		row[0] = i;
		for (j = 1; j <= n_b; j++) {
			size_t least = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			if (row[j] + 1 < least)
				least = row[j] + 1;
			if (row[j - 1] + 1 < least)
				least = row[j - 1] + 1;
			row[j] = least;
		}
	}
	return row[n_b] <= limit ? row[n_b] : limit + 1;
}
