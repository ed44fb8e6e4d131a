#include "num.h"
#include "phone.h"

/* Only the first number of a cell is read: what lies beyond does not matter. */
enum { CELL_MAX = 127 };

static const char digit[] = "0123456789";

/*
 * Drops remarks in brackets. Brackets around nothing but digits before any
 * digit are an area or country code, (0731)84086001, and only they go.
 */
static void
drop_remarks(char *s)
{
	char *in = s, *out = s;
	bool begun = false;

	while (*in != '\0') {
		size_t n = *in == '(' ? strcspn(in, ")") : 0;

		if (n > 1 && in[n] == ')' && !begun &&
		    strspn(in + 1, "+0123456789") == n - 1) {
			memmove(out, in + 1, n - 1);
			out += n - 1;
			in += n + 1;
			begun = true;
		} else if (*in == '(') {
			in += n + (in[n] == ')');
		} else {
			begun |= strchr(digit, *in) != NULL;
			*out++ = *in++;
		}
	}
	*out = '\0';
}

/* Past the blanks and hyphens at s. */
static const char *
skip(const char *s)
{
	return s + strspn(s, " -");
}

static const char *
skip_country(const char *s)
{
	static const char *const codes[] = { "+86", "0086", "86-", "86 " };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strncmp(s, codes[i], strlen(codes[i])) == 0)
			return skip(s + strlen(codes[i]));
	/* 86 alone could begin an area code that lost its zero. */
	if (strncmp(s, "861", 3) == 0 && strspn(s, digit) == 13)
		return s + 2;
	return s;
}

static bool
ends(const char *s)
{
	return *s == '\0' || *s == ' ' || *s == '\t' || *s == '\n';
}

static bool
mobile(const char *s, char buf[static PHONE_SIZE])
{
	size_t n = 0;

	while (n < 11 && strspn(s, digit) > 0) {
		buf[n++] = *s++;
		if (n < 11)
			s = skip(s);
	}
	buf[n] = '\0';
	return n == 11 && ends(s) && buf[0] == '1' && buf[1] >= '3';
}

static bool
landline(const char *s, char buf[static PHONE_SIZE])
{
	size_t run = strspn(s, digit), area = run, number, extension = 0;
	const char *rest;

	if (s[0] != '0' || s[1] == '0')
		return false;
	/* Written in one, the plan tells: 010 and 02x, all others have four. */
	if (run > 4)
		area = s[1] == '1' || s[1] == '2' ? 3 : 4;
	rest = run > 4 ? s + area : skip(s + area);
	number = strspn(rest, digit);
	if (rest[number] == '-')
		extension = strspn(rest + number + 1, digit);
	if (area < 3 || number < 7 || number > 8 || extension > 5 ||
	    (rest[number] == '-' && extension == 0) ||
	    !ends(rest + number + (extension > 0) + extension))
		return false;
	memcpy(buf, s, area);
	buf[area] = '-';
	memcpy(buf + area + 1, rest, number + (extension > 0) + extension);
	buf[area + 1 + number + (extension > 0) + extension] = '\0';
	return true;
}

/* Whether a zero before it would make it a landline. */
static bool
lost_zero(const char *s, char buf[static PHONE_SIZE])
{
	char with[CELL_MAX + 2] = "0";

	/* 1 would be a mobile short of digits; 400 and 800 take no zero. */
	if (s[0] <= '1' || strncmp(s, "400", 3) == 0 || strncmp(s, "800", 3) == 0)
		return false;
	memcpy(with + 1, s, strlen(s) + 1);
	return landline(with, buf);
}

enum phone_fault
phone_parse(struct text t, char buf[static PHONE_SIZE])
{
	size_t len = t.len < CELL_MAX ? t.len : CELL_MAX;
	enum phone_fault fault = PHONE_OK;
	char cell[CELL_MAX + 1], *comma;
	const char *s;
	int64_t n;

	/* Nearly every cell is this, and a roster has a million. */
	if (num_form(t, "10000000000", &n) && n >= 3000000000) {
		memcpy(buf, t.at, t.len);
		buf[t.len] = '\0';
		return PHONE_OK;
	}
	if (len > 0)
		memcpy(cell, t.at, len);
	len = text_fold(cell, len);
	cell[len] = '\0';
	drop_remarks(cell);
	comma = strstr(cell, "、");
	if (comma != NULL)
		*comma = '\0';
	cell[strcspn(cell, "/,;")] = '\0';
	s = cell + strspn(cell, " \t");
	if (num_scientific((struct text){ s, strcspn(s, " ") }))
		fault = PHONE_SCIENTIFIC;
	else if (s = skip_country(s), !mobile(s, buf) && !landline(s, buf))
		fault = lost_zero(s, buf) ? PHONE_ZERO : PHONE_FORM;
	if (fault != PHONE_OK)
		buf[0] = '\0';
	return fault;
}

const char *
phone_mask(const char *phone, char buf[static PHONE_SIZE])
{
	size_t area = phone[0] == '0' ? strcspn(phone, "-") : 3, end, i;

	for (i = 0; phone[i] != '\0' && i + 1 < PHONE_SIZE; i++)
		buf[i] = phone[i];
	buf[i] = '\0';
	if (area >= i)
		area = 0;
	end = area + (buf[area] == '-');
	end += strcspn(buf + end, "-");
	for (i = area; buf[i] != '\0'; i++)
		if (buf[i] != '-' && (i + 4 < end || i >= end))
			buf[i] = '*';
	return buf;
}
