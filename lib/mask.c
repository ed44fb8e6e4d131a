#define _GNU_SOURCE
#include "mask.h"

#include <stdlib.h>

enum {
	NAME_MIN = 6,		/* bytes */
	NAME_MAX = 60,		/* a longer one is no name */
	DIGITS = 7,		/* shortest number of a telephone */
	DIGITS_DOTTED = 11,	/* 12345.67 is an amount */
	IDENTITY = 17,		/* digits that an X may follow */
};

static int
compare(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int rc = memcmp(a.at, b.at, n);

	return rc != 0 ? rc : (a.len > b.len) - (a.len < b.len);
}

static int
by_name(const void *a, const void *b)
{
	return compare(*(const struct text *)a, *(const struct text *)b);
}

/* A name without its blanks, which it may be written with or without. */
static struct text
close_up(struct text name, char plain[static NAME_MAX])
{
	struct text closed = { plain, 0 };
	size_t n;
	uint32_t c;

	for (size_t at = 0; (n = text_char(name.at + at, name.len - at, &c)) > 0; at += n)
		if (c != ' ') {
			memcpy(plain + closed.len, name.at + at, n);
			closed.len += n;
		}
	return closed;
}

bool
mask_name(struct mask_names *names, struct text name)
{
	char plain[NAME_MAX];

	if (name.len > NAME_MAX || (name = close_up(name, plain)).len < NAME_MIN)
		return true;
	if (names->n == names->room) {
		size_t room = names->room * 2 + 64;
		struct text *at = reallocarray(names->at, room, sizeof(*at));

		if (at == NULL)
			return false;
		names->at = at;
		names->room = room;
	}
	name.at = strndup(name.at, name.len);
	if (name.at == NULL)
		return false;
	names->at[names->n++] = name;
	names->sorted = false;
	return true;
}

void
mask_forget(struct mask_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free((char *)names->at[i].at);
	free(names->at);
	*names = (struct mask_names){ .at = NULL };
}

/* The bytes of the longest name at s, which may be spaced; 0 when there is none. */
static size_t
name_at(const char *s, size_t left, const struct mask_names *names)
{
	char plain[NAME_MAX];
	struct text name = { plain, 0 };
	size_t longest = 0, n;
	uint32_t c;

	for (size_t at = 0; names->n > 0 && (n = text_char(s + at, left - at, &c)) > 0; at += n) {
		if (c == ' ' && at > 0)
			continue;
		if (name.len + n > sizeof(plain))
			break;
		memcpy(plain + name.len, s + at, n);
		name.len += n;
		if (name.len >= NAME_MIN && bsearch(&name, names->at, names->n, sizeof(name), by_name) != NULL)
			longest = at + n;
	}
	return longest;
}

/* ASCII digits at s, at most two. */
static size_t
two_digits(const char *s, size_t left)
{
	size_t n = 0;

	while (n < 2 && n < left && s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* The bytes of a day of this century at s: 2026-03-11, 2026.3.11. */
static size_t
day_at(const char *s, size_t left)
{
	size_t n = 4;

	if (left < 8 || memcmp(s, "20", 2) != 0 || two_digits(s + 2, 2) != 2)
		return 0;
	for (int i = 0; i < 2; i++) {
		size_t digits;

		if (n + 1 >= left || strchr("-./", s[n]) == NULL || s[n] != s[4]
		    || (digits = two_digits(s + n + 1, left - n - 1)) == 0)
			return 0;
		n += 1 + digits;
	}
	return text_digit(s + n, left - n) > 0 ? 0 : n;
}

/* A number with what stands between its digits. */
struct number {
	size_t	bytes, digits;
	bool	dotted;
};

static struct number
number_at(const char *s, size_t left)
{
	struct number number = { 0 };
	size_t at = 0, between = 0, n;
	uint32_t c;

	for (; between <= 2 && (n = text_char(s + at, left - at, &c)) > 0; at += n)
		if (c >= '0' && c <= '9') {
			if (between > 0 && day_at(s + at, left - at) > 0)
				break;
			number.digits++;
			number.bytes = at + n;
			between = 0;
		} else if (c == ' ' || c == '-' || c == '(' || c == ')' || c == 0x2014) {
			between++;
		} else if (c == '.' || c == 0xb7) {
			number.dotted |= text_digit(s + at + n, left - at - n) > 0;
			between++;
		} else {
			if (number.digits == IDENTITY && between == 0 && (c == 'x' || c == 'X'))
				number.bytes = at + n;
			break;
		}
	return number;
}

/* The n bytes at in are written at out, digits as stars if need be. */
static size_t
star(char *out, const char *in, size_t n)
{
	size_t len = 0, digit;

	for (size_t at = 0; at < n; at += digit) {
		digit = text_digit(in + at, n - at);
		out[len++] = digit > 0 ? '*' : in[at];
		digit += digit == 0;
	}
	if (in[n - 1] == 'x' || in[n - 1] == 'X')
		out[len - 1] = '*';
	return len;
}

size_t
mask_text(char *s, size_t len, struct mask_names *names)
{
	size_t in = 0, out = 0, n;

	if (!names->sorted && names->n > 1)
		qsort(names->at, names->n, sizeof(*names->at), by_name);
	names->sorted = true;
	while (in < len) {
		if ((n = name_at(s + in, len - in, names)) > 0) {
			memcpy(s + out, "\u67d0", 3);
			out += 3;
		} else if (text_digit(s + in, len - in) > 0 && (n = day_at(s + in, len - in)) == 0) {
			struct number number = number_at(s + in, len - in);

			n = number.bytes;
			if (number.digits >= (number.dotted ? DIGITS_DOTTED : DIGITS)) {
				out += star(s + out, s + in, n);
			} else {
				memmove(s + out, s + in, n);
				out += n;
			}
		} else {
			n += n == 0;
			memmove(s + out, s + in, n);
			out += n;
		}
		in += n;
	}
	return out;
}
