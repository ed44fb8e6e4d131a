#define _GNU_SOURCE
#include <iconv.h>

#include "text.h"

enum { LOOK = 96 };	/* bytes of a text that are looked at: a heading, and more */

/* Whether s begins with a Han character of U+4E00-9FFF. */
static bool
is_han(const unsigned char *s)
{
	return s[0] >= 0xe4 && s[0] <= 0xe9 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80;
}

/* Or with the punctuation that stands between them: U+3000-303F, U+FF00-FF7F. */
static bool
is_punctuation(const unsigned char *s)
{
	return (s[2] & 0xc0) == 0x80 &&
	    ((s[0] == 0xe3 && s[1] == 0x80) || (s[0] == 0xef && (s[1] & 0xfe) == 0xbc));
}

/* Whether UTF-8 of Han characters is at s, but for an end that was lost, and
 * behind a mark for the rest of a character; adds how many there are. */
static bool
count_han(const unsigned char *s, size_t len, bool behind, size_t *han)
{
	size_t at = 0, width;

	while (behind && at < len && at < 2 && (s[at] & 0xc0) == 0x80)
		at++;
	for (; at < len; at += width) {
		width = s[at] < 0x80 ? 1 : 3;
		if (width == 3 && at + 3 > len)
			return s[at] >= 0xe3 && (at + 1 == len || (s[at + 1] & 0xc0) == 0x80);
		if (width == 3 && is_han(s + at))
			++*han;
		else if (width == 3 && !is_punctuation(s + at))
			return false;
	}
	return true;
}

/* The bytes of the mark at s for a byte that is no character in GBK: it became
 * ?, U+FFFD, or in the case of 0x80 the sign of the euro. */
static size_t
mark_at(const char *s, size_t left)
{
	if (*s == '?')
		return 1;
	return left >= 3 && (memcmp(s, "\ufffd", 3) == 0 || memcmp(s, "€", 3) == 0) ? 3 : 0;
}

/* Cuts off what stands before the next mark. */
static struct text
next_part(struct text *rest)
{
	struct text part = *rest;
	size_t n = 0, mark = 0;

	while (n < rest->len && (mark = mark_at(rest->at + n, rest->len - n)) == 0)
		n++;
	part.len = n;
	*rest = (struct text){ rest->at + n + mark, rest->len - n - mark };
	return part;
}

bool
text_mojibake(struct text t)
{
	iconv_t conv = iconv_open("GB18030", "UTF-8");
	bool fits = conv != (iconv_t)-1, behind = false;
	size_t han = 0;

	if (t.len > LOOK)
		t.len = LOOK;
	while (fits && t.len > 0) {
		unsigned char bytes[2 * LOOK];
		struct text part = next_part(&t);
		char *from = (char *)part.at, *to = (char *)bytes;
		size_t left = part.len, room = sizeof(bytes);

		iconv(conv, &from, &left, &to, &room);
		fits = count_han(bytes, sizeof(bytes) - room, behind, &han);
		behind = true;
	}
	if (conv != (iconv_t)-1)
		iconv_close(conv);
	return fits && han >= 2;
}
