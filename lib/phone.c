#include "num.h"
#include "phone.h"

enum {
	CELL_MAX = 511,		/* bytes of a cell that may still be numbers */
	NUMBER = 24,		/* bytes of the longest number, with NUL */
	AREA = 4,		/* digits of the longest area code */
	MOBILE = 11,		/* digits */
	SHORTEST = 5,		/* digits that may be a number of somebody */
};

static const char digit[] = "0123456789";

/* A cell on its way to what is kept of it. */
struct reader {
	char		*s;		/* what is left of it */
	const char	*area;
	bool		 completed;
	bool		 start;		/* no number since the last separator */
	size_t		 numbers;
	const char	*remark;	/* waits for its number; NULL: none */
	size_t		 remark_len;
	char		*buf;
	size_t		 len;
};

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

static size_t
blanks(const char *s)
{
	return strspn(s, " \t\n");
}

/* The bytes of the separator at s; 0 when there is none. */
static size_t
separator(const char *s)
{
	return *s == '/' || *s == ',' || *s == ';' ? 1 : strncmp(s, "、", 3) == 0 ? 3 : 0;
}

static bool
ends(const char *s)
{
	return *s == '\0' || *s == '(' || blanks(s) > 0 || separator(s) > 0;
}

/* These read a number at s into out and return its end, NULL if it is none. */
static const char *
mobile(const char *s, char out[static NUMBER])
{
	size_t n = 0;

	while (n < 11 && strspn(s, digit) > 0) {
		out[n++] = *s++;
		if (n < 11)
			s = skip(s);
	}
	out[n] = '\0';
	return n == 11 && ends(s) && out[0] == '1' && out[1] >= '3' ? s : NULL;
}

static const char *
landline(const char *s, char out[static NUMBER])
{
	size_t run = strspn(s, digit), area = run, number, extension = 0;
	const char *rest;

	if (s[0] != '0' || s[1] == '0')
		return NULL;
	/* Written in one, the plan tells: 010 and 02x, all others have four. */
	if (run > AREA)
		area = s[1] == '1' || s[1] == '2' ? 3 : 4;
	rest = run > AREA ? s + area : skip(s + area);
	number = strspn(rest, digit);
	if (rest[number] == '-')
		extension = strspn(rest + number + 1, digit);
	if (area < 3 || number < 7 || number > 8 || extension > 5 ||
	    (rest[number] == '-' && extension == 0) ||
	    !ends(rest + number + (extension > 0) + extension))
		return NULL;
	number += (extension > 0) + extension;
	memcpy(out, s, area);
	out[area] = '-';
	memcpy(out + area + 1, rest, number);
	out[area + 1 + number] = '\0';
	return rest + number;
}

/* A landline with the missing digits put before it. */
static const char *
landline_after(const char *missing, const char *s, char out[static NUMBER])
{
	char whole[AREA + 1 + CELL_MAX + 1];
	size_t n = strlen(missing);
	const char *end;

	memcpy(whole, missing, n);
	memcpy(whole + n, s, strlen(s) + 1);
	end = landline(whole, out);
	return end == NULL ? NULL : s + (end - whole) - n;
}

/* A landline of the town that lost its zero, or has no area code. */
static const char *
local(const char *area, const char *s, char out[static NUMBER])
{
	size_t n = strlen(area);
	char with[AREA + 2];
	const char *end;

	end = landline_after("0", s, out);
	if (end != NULL && strncmp(out, area, n) == 0 && out[n] == '-')
		return end;
	/* No number of a town begins with 0 or 1. */
	if (s[0] < '2' || s[0] > '9')
		return NULL;
	memcpy(with, area, n);
	memcpy(with + n, "-", 2);
	return landline_after(with, s, out);
}

static enum phone_fault
fault_of(const char *s)
{
	char out[NUMBER];
	size_t n = 0;

	while (!ends(s + n))
		n++;
	if (num_scientific((struct text){ s, n }))
		return PHONE_SCIENTIFIC;
	n = strspn(s, digit);
	if (n >= 7 && s[n] == '.' && s[n + 1] == '0' && ends(s + n + 1 + strspn(s + n + 1, "0")))
		return PHONE_DECIMAL;
	/* 1 would be a mobile short of digits; 400 and 800 take no zero. */
	if (s[0] > '1' && strncmp(s, "400", 3) != 0 && strncmp(s, "800", 3) != 0 &&
	    landline_after("0", s, out) != NULL)
		return PHONE_ZERO;
	return PHONE_FORM;
}

static enum phone_fault
append(struct reader *r, const char *s, size_t n)
{
	if (r->len + n >= PHONE_SIZE)
		return PHONE_MANY;
	memcpy(r->buf + r->len, s, n);
	r->len += n;
	return PHONE_OK;
}

static enum phone_fault
append_remark(struct reader *r, const char *s, size_t n)
{
	return append(r, "(", 1) != PHONE_OK || append(r, s, n) != PHONE_OK ||
	    append(r, ")", 1) != PHONE_OK ? PHONE_MANY : PHONE_OK;
}

/* The n bytes at s are a remark. */
static enum phone_fault
take_remark(struct reader *r, const char *s, size_t n)
{
	if (n == 0)
		return PHONE_OK;
	/* A bracket that was never opened would end it when it is read again. */
	if (memchr(s, ')', n) != NULL)
		return PHONE_FORM;
	if (!r->start)
		return append_remark(r, s, n);
	if (r->remark != NULL)
		return PHONE_FORM;
	r->remark = s;
	r->remark_len = n;
	return PHONE_OK;
}

static enum phone_fault
give_remark(struct reader *r)
{
	const char *s = r->remark;

	r->remark = NULL;
	return s == NULL ? PHONE_OK : append_remark(r, s, r->remark_len);
}

static enum phone_fault
take_number(struct reader *r)
{
	char number[NUMBER];
	const char *s = skip_country(r->s), *end = mobile(s, number);

	if (end == NULL)
		end = landline(s, number);
	if (end == NULL && r->area != NULL && r->area[0] != '\0') {
		end = local(r->area, s, number);
		r->completed |= end != NULL;
	}
	if (end == NULL)
		return fault_of(s);
	if (r->numbers++ == PHONE_MOST || (r->numbers > 1 && append(r, "/", 1) != PHONE_OK) ||
	    append(r, number, strlen(number)) != PHONE_OK)
		return PHONE_MANY;
	r->s += end - r->s;
	r->start = false;
	return give_remark(r);
}

/* Whether the brackets at s, closed at n, hold an area or country code:
 * (0731)84086001. After a number they would be a remark. */
static bool
is_code(const struct reader *r, size_t n, const char *cell)
{
	const char *s = r->s;

	return n > 2 && n < 7 && s[n] == ')' && strspn(s + 1, "+0123456789") == n - 1 &&
	    strspn(skip(s + n + 1), digit) > 0 && (s == cell || strspn(s - 1, digit) == 0);
}

/* The bytes of the word at s; 0 when there are digits in it. */
static size_t
word(const char *s)
{
	size_t n = 0;

	while (!ends(s + n))
		n++;
	return strcspn(s, digit) < n ? 0 : n;
}

static enum phone_fault
take_part(struct reader *r, const char *cell)
{
	char *s = r->s;
	size_t n = blanks(s);

	r->s += n;
	if (n > 0)
		return PHONE_OK;
	n = separator(s);
	r->s += n;
	if (n > 0) {
		r->start = true;
		return PHONE_OK;
	}
	if (*s != '(') {
		n = word(s);
		r->s += n;
		return n > 0 ? take_remark(r, s, n) : take_number(r);
	}
	n = strcspn(s, ")");
	if (is_code(r, n, cell)) {
		s[n] = ' ';
		r->s++;
		return take_number(r);
	}
	r->s += n + (s[n] == ')');
	return take_remark(r, s + 1, n - 1);
}

static enum phone_fault
parse_cell(struct reader *r, struct text t)
{
	enum phone_fault fault = t.len <= CELL_MAX ? PHONE_OK : PHONE_MANY;
	char cell[CELL_MAX + 1];
	size_t len = 0;

	if (fault == PHONE_OK && t.len > 0) {
		memcpy(cell, t.at, t.len);
		len = text_fold(cell, t.len);
	}
	cell[len] = '\0';
	r->s = cell;
	while (fault == PHONE_OK && *r->s != '\0')
		fault = take_part(r, cell);
	if (fault == PHONE_OK)
		fault = r->numbers == 0 ? PHONE_FORM : give_remark(r);
	return fault;
}

enum phone_fault
phone_parse(struct text t, const char *area, char buf[static PHONE_SIZE], bool *completed)
{
	enum phone_fault fault;
	struct reader r;
	int64_t n;

	*completed = false;
	/* Nearly every cell is this, and a roster has a million. */
	if (num_form(t, "10000000000", &n) && n >= 3000000000) {
		memcpy(buf, t.at, t.len);
		buf[t.len] = '\0';
		return PHONE_OK;
	}
	r = (struct reader){ .area = area, .start = true, .buf = buf };
	fault = parse_cell(&r, t);
	buf[fault == PHONE_OK ? r.len : 0] = '\0';
	*completed = fault == PHONE_OK && r.completed;
	return fault;
}

bool
phone_is_area(struct text t)
{
	int64_t n;

	return t.len > 1 && t.at[0] == '0' && t.at[1] != '0' &&
	    (num_form(t, "000", &n) || num_form(t, "0000", &n));
}

/* Masks the n bytes of one number. */
static void
mask(char *s, size_t n)
{
	size_t area = s[0] == '0' ? strcspn(s, "-/(") : 3, end, i;

	if (area >= n)
		area = 0;
	end = area + (s[area] == '-');
	end += strcspn(s + end, "-/(");
	for (i = area; i < n; i++)
		if (s[i] != '-' && (i + 4 < end || i >= end))
			s[i] = '*';
}

const char *
phone_mask(const char *phone, char buf[static PHONE_SIZE])
{
	size_t i = 0, n;

	for (; phone[i] != '\0' && i + 1 < PHONE_SIZE; i++)
		buf[i] = phone[i];
	buf[i] = '\0';
	for (i = 0; buf[i] != '\0'; i += buf[i] != '\0') {
		n = strcspn(buf + i, "/(");
		mask(buf + i, n);
		i += n;
		if (buf[i] != '(')
			continue;
		for (; buf[i] != '\0' && buf[i] != ')'; i++)
			if (text_digit(buf + i, 1) > 0)
				buf[i] = '*';
	}
	return buf;
}

const char *
phone_mask_text(struct text t, char *buf, size_t size)
{
	size_t digits = 0, nth = 0, at, n, out = 0, first, last;

	for (at = 0; at < t.len; at += n + (n == 0)) {
		n = text_digit(t.at + at, t.len - at);
		digits += n > 0;
	}
	first = digits < MOBILE ? digits / 4 : 3;
	last = digits < MOBILE ? digits / 4 : 4;
	for (at = 0; at < t.len && out + 3 < size; at += n) {
		n = text_digit(t.at + at, t.len - at);
		if (n > 0 && digits >= SHORTEST && nth >= first && nth + last < digits) {
			buf[out++] = '*';
		} else {
			memcpy(buf + out, t.at + at, n + (n == 0));
			out += n + (n == 0);
		}
		nth += n > 0;
		n += n == 0;
	}
	buf[out] = '\0';
	return buf;
}
