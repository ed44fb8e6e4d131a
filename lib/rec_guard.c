/*
 * What a spreadsheet does not leave as it is when it opens a CSV file: it runs
 * formulas, drops leading zeros, rounds long numbers, and takes 3-2, 1/2, 1E5,
 * 8:30 and 3月2日 for days, times and numbers. It reads full-width forms so too.
 */
#define _GNU_SOURCE
#include <strings.h>

#include "rec_form.h"

enum {
	LONG_NUMBER = 11,	/* digits still shown as they are */
	LOOK = 64,		/* bytes of a day or a number at most */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 13, 18975184936: the same after as before. */
static bool
is_safe_number(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!is_digit(t.at[i]))
			return false;
	return t.len <= LONG_NUMBER && (t.len == 1 || t.at[0] != '0');
}

/* Letters that a number or a day may have: 1E5, 2-Mar, 8:30 PM. */
static bool
is_mark(const char *letters, size_t n)
{
	static const char *const months[] = {
		"january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december",
	};

	for (size_t i = 0; n >= 3 && i < 12; i++)
		if (strncasecmp(letters, months[i], n) == 0)
			return true;
	return (n == 1 && strchr("eEaApP", letters[0]) != NULL) ||
	    (n == 2 && (strncasecmp(letters, "am", 2) == 0 || strncasecmp(letters, "pm", 2) == 0));
}

/* The bytes of the part of a number, a day or a time at p, 0 when it is none. */
static size_t
part_of_number(const char *p, size_t left)
{
	static const char *const words[] = { "年", "月", "日", "时", "分", "秒", "上午", "下午", "¥", "￥" };
	size_t n = 0;

	if (is_digit(p[0]) || strchr(" .,:/-+%$()", p[0]) != NULL)
		return 1;
	while (n < left && ((p[n] >= 'A' && p[n] <= 'Z') || (p[n] >= 'a' && p[n] <= 'z')))
		n++;
	if (n > 0)
		return is_mark(p, n) ? n : 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (n <= left && memcmp(p, words[i], n) == 0)
			return n;
	}
	return 0;
}

bool
rec_guard(struct text t)
{
	bool digit = false;
	char buf[LOOK];
	size_t n, i;

	if (t.len == 0)
		return false;
	t.len = t.len < LOOK ? t.len : LOOK;
	memcpy(buf, t.at, t.len);
	t = (struct text){ buf, text_fold(buf, t.len) };
	/* A guard is taken off once: what begins like one needs its own. */
	if (memchr("=+-@\t\r'", t.at[0], 7) != NULL)
		return true;
	if (is_safe_number(t))
		return false;
	if ((t.len == 4 && strncasecmp(t.at, "true", 4) == 0) ||
	    (t.len == 5 && strncasecmp(t.at, "false", 5) == 0))
		return true;
	for (i = 0; i < t.len && (n = part_of_number(t.at + i, t.len - i)) > 0; i += n)
		digit |= is_digit(t.at[i]);
	return i == t.len && digit;
}
