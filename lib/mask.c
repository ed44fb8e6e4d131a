#define _GNU_SOURCE
#include "mask.h"

#include <stdlib.h>

#include "array.h"

enum {
	NAME_MIN = 6,		/* bytes */
	NAME_MAX = 60,		/* a longer one is no name */
	DIGITS = 7,		/* shortest number of a telephone */
	DIGITS_DOTTED = 11,	/* 12345.67 is an amount */
	MOBILE = 11,
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
	if (!ARRAY_ROOM(names->at, names->n + 1, names->room))
		return false;
	name.at = strndup(name.at, name.len);
	if (name.at == NULL)
		return false;
	names->at[names->n++] = name;
	names->sorted = false;
	return true;
}

bool
mask_cell(struct mask_names *names, struct text cell)
{
	size_t whole = 0, word = 0, at = 0, n;
	bool good = true;
	uint32_t c;

	for (; good && at <= cell.len; at += n) {
		bool mark;

		/* The end, and what is no character, part as marks do. */
		n = text_char(cell.at + at, cell.len - at, &c);
		mark = n == 0 || c == ',' || c == ';' || c == 0x3001;
		n += n == 0;
		if (mark || c == ' ')
			good = mask_name(names, (struct text){ cell.at + word, at - word });
		if (mark && word > whole)
			good = good && mask_name(names, (struct text){ cell.at + whole, at - whole });
		if (mark || c == ' ')
			word = at + n;
		if (mark)
			whole = word;
	}
	return good;
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

/* ASCII digits at s, and what they say. */
static size_t
digits_at(const char *s, size_t left, int *value)
{
	size_t n = 0;

	for (*value = 0; n < left && s[n] >= '0' && s[n] <= '9'; n++)
		*value = n < 8 ? *value * 10 + s[n] - '0' : 0;
	return n;
}

static bool
is_year(size_t digits, int year)
{
	return digits == 4 && year / 100 == 20;
}

/* Whether it may be a day of the month, or a month: of which of the two comes first
 * there are two opinions. */
static bool
is_part(size_t digits, int part)
{
	return (digits == 1 || digits == 2) && part >= 1 && part <= 31;
}

/* The bytes of a day of this century at s: 2026-03-11, 2026.3.11. */
static size_t
day_at(const char *s, size_t left)
{
	size_t digits[3] = { 0 }, n = 0;
	int part[3] = { 0 };

	for (int i = 0; i < 3; i++) {
		n += i > 0;
		if (n > left || (digits[i] = digits_at(s + n, left - n, &part[i])) == 0)
			return 0;
		n += digits[i];
		if (i < 2 && (n >= left || strchr("-./", s[n]) == NULL || s[n] != s[digits[0]]))
			return 0;
	}
	return is_year(digits[0], part[0]) && digits[1] <= 2 && digits[2] <= 2 && text_digit(s + n, left - n) == 0 ? n : 0;
}

/* The same of a day that may as well be digits of a number, where none goes before
 * it: 11.3.2026, 20260311. */
static size_t
plain_day_at(const char *s, size_t left)
{
	size_t first, second, third, n;
	int day, month, year;

	first = digits_at(s, left, &day);
	if (first == 8)
		return day / 1000000 == 20 && day / 100 % 100 >= 1 && day / 100 % 100 <= 12 && is_part(2, day % 100)
		    && text_digit(s + 8, left - 8) == 0 ? 8 : 0;
	if (!is_part(first, day) || first == left || strchr("-./", s[first]) == NULL)
		return 0;
	second = digits_at(s + first + 1, left - first - 1, &month);
	n = first + 1 + second;
	if (!is_part(second, month) || n == left || s[n++] != s[first])
		return 0;
	third = digits_at(s + n, left - n, &year);
	return is_year(third, year) && text_digit(s + n + 4, left - n - 4) == 0 ? n + 4 : 0;
}

/* The bytes of a time of day at s: 8:03, 08:03:10. */
static size_t
time_at(const char *s, size_t left)
{
	int value;
	size_t hour = digits_at(s, left, &value), n = hour, digits = 2;

	while (n > 0 && n < left && s[n] == ':' && digits == 2)
		if ((digits = digits_at(s + n + 1, left - n - 1, &value)) == 2)
			n += 3;
	return hour <= 2 && n > hour && digits == 2 ? n : 0;
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
			if (between > 0 && (day_at(s + at, left - at) > 0 || time_at(s + at, left - at) > 0
			    || (number.digits == MOBILE && plain_day_at(s + at, left - at) > 0)))
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

/* The bytes of the day or time, or else of the number, at s. */
static size_t
word_at(const char *s, size_t left, struct number *number)
{
	size_t n = day_at(s, left);

	*number = (struct number){ 0 };
	if (n == 0 && (n = plain_day_at(s, left)) == 0 && (n = time_at(s, left)) == 0) {
		*number = number_at(s, left);
		n = number->bytes;
	}
	return n;
}

size_t
mask_digits(struct text t)
{
	struct number number;
	size_t digits = 0, n;

	for (size_t at = 0; at < t.len; at += n) {
		n = 1;
		if (text_digit(t.at + at, t.len - at) > 0) {
			n = word_at(t.at + at, t.len - at, &number);
			digits += number.digits;
		}
	}
	return digits;
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
		} else if (text_digit(s + in, len - in) > 0) {
			struct number number;

			n = word_at(s + in, len - in, &number);
			if (number.digits >= (number.dotted ? DIGITS_DOTTED : DIGITS)) {
				out += star(s + out, s + in, n);
			} else {
				memmove(s + out, s + in, n);
				out += n;
			}
		} else {
			s[out++] = s[in];
			n = 1;
		}
		in += n;
	}
	return out;
}

bool
mask_needed(struct text t)
{
	size_t digits = 0;

	for (size_t i = 0; digits < DIGITS && i + DIGITS - digits <= t.len; i++) {
		unsigned char c = (unsigned char)t.at[i];

		/* A wide digit begins with 0xef. */
		digits += (c >= '0' && c <= '9') || (c == 0xef && text_digit(t.at + i, t.len - i) > 0);
	}
	return digits == DIGITS;
}

bool
mask_done(struct text t)
{
	int stars = 0;
	bool partly = false;	/* a digit stands before them */

	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == '*' && !partly && ++stars == DIGITS)
			return true;
		if (c == '*' || (c != '\0' && strchr("-().", c) != NULL))
			continue;
		partly = c >= '0' && c <= '9';
		stars = c == ' ' ? stars : 0;
	}
	return false;
}
