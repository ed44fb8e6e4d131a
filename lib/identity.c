#include "identity.h"
#include "num.h"

/* What a cell may hold that is still a number: 18 full-width forms, blanks. */
enum { CELL_MAX = 127 };

static const char checks[] = "10X98765432";	/* by the sum modulo 11 */

char
identity_check(int64_t number)
{
	/* The weights of the standard are the powers of 2 modulo 11. */
	int64_t weight = 2, sum = 0;

	for (; number > 0; number /= 10, weight *= 2)
		sum += number % 10 * weight;
	return checks[sum % 11];
}

day_t
identity_birth(int64_t number)
{
	return (day_t)(number / 1000 % 100000000);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_province(int n)
{
	/* The last of each region; each begins at 1, but Chongqing is 50. */
	static const int last[] = { 0, 15, 23, 37, 46, 54, 65, 71, 83, 91 };

	return n <= last[n / 10] && (n % 10 > 0 || n == 50);
}

static enum identity_fault
judge(int64_t number, day_t today)
{
	day_t birth = identity_birth(number);

	if (!is_province((int)(number / 1000000000000000)))
		return IDENTITY_AREA;
	if (!day_exists(birth))
		return IDENTITY_DATE;
	return today != 0 && birth > today ? IDENTITY_FUTURE : IDENTITY_OK;
}

static enum identity_fault
parse_18(const char *s, day_t today, int64_t *number)
{
	enum identity_fault fault;
	uint64_t v = 0;
	unsigned sum = 0, other = 0;
	char check = s[17] == 'x' ? 'X' : s[17];
	int i;

	for (i = 0; i < 17; i++) {
		unsigned digit = (unsigned char)s[i] - '0';

		other |= digit > 9;
		v = v * 10 + digit;
		sum = (sum + digit) * 2;
	}
	if (other || (!is_digit(check) && check != 'X'))
		return IDENTITY_OTHER;
	fault = judge((int64_t)v, today);
	if (fault != IDENTITY_OK)
		return fault;
	if (check != checks[sum % 11])
		return check == '0' && v % 100 == 0 ? IDENTITY_ZEROED : IDENTITY_CHECK;
	*number = (int64_t)v;
	return IDENTITY_OK;
}

static enum identity_fault
parse_15(const char *s, day_t today, int64_t *number)
{
	enum identity_fault fault;
	int64_t v;

	if (!num_parse((struct text){ s, 15 }, 0, INT64_MAX, &v))
		return IDENTITY_OTHER;
	/* The old form left out the century, which was the 20th. */
	v = v / 1000000000 * 100000000000 + 19000000000 + v % 1000000000;
	fault = judge(v, today);
	if (fault == IDENTITY_OK)
		*number = v;
	return fault;
}

/* Folds and copies without blanks and hyphens; returns the length. */
static size_t
squeeze(struct text t, char buf[static CELL_MAX])
{
	size_t len, i, n = 0;

	memcpy(buf, t.at, t.len);
	len = text_fold(buf, t.len);
	for (i = 0; i < len; i++) {
		if (i + 1 < len && memcmp(buf + i, "\u00a0", 2) == 0)
			i++;
		else if (buf[i] != ' ' && buf[i] != '\t' && buf[i] != '-')
			buf[n++] = buf[i];
	}
	return n;
}

enum identity_fault
identity_parse(struct text t, day_t today, int64_t *number, bool *old)
{
	enum identity_fault fault;
	char buf[CELL_MAX];
	size_t len, i;

	*old = false;
	if (t.len == 18) {
		fault = parse_18(t.at, today, number);
		if (fault != IDENTITY_OTHER)
			return fault;
	}
	if (t.len == 0)
		return IDENTITY_LENGTH;
	if (t.len > sizeof(buf))
		return IDENTITY_OTHER;
	len = squeeze(t, buf);
	if (num_scientific((struct text){ buf, len }))
		return IDENTITY_SCIENTIFIC;
	if (len == 18)
		return parse_18(buf, today, number);
	if (len == 15) {
		fault = parse_15(buf, today, number);
		*old = fault == IDENTITY_OK;
		return fault;
	}
	for (i = 0; i < len; i++)
		if (!is_digit(buf[i]) &&
		    (i + 1 < len || (buf[i] != 'X' && buf[i] != 'x')))
			return IDENTITY_OTHER;
	return IDENTITY_LENGTH;
}

bool
identity_male(int64_t number)
{
	return number % 2 != 0;
}

int
identity_age(int64_t number, day_t on)
{
	/* As numbers YYYYMMDD, a whole year lies between two birthdays. */
	return (on - identity_birth(number)) / 10000;
}

const char *
identity_text(int64_t number, char buf[static 19])
{
	int64_t rest = number;
	int i;

	if (number == 0) {
		buf[0] = '\0';
		return buf;
	}
	for (i = 16; i >= 0; i--, rest /= 10)
		buf[i] = (char)('0' + rest % 10);
	buf[17] = identity_check(number);
	buf[18] = '\0';
	return buf;
}

const char *
identity_mask(int64_t number, char buf[static 19])
{
	identity_text(number, buf);
	if (buf[0] != '\0')
		memset(buf + 6, '*', 8);
	return buf;
}

/* The bytes of the character at t, valid or not. */
static size_t
step(struct text t)
{
	size_t n = 1;

	while (n < t.len && ((unsigned char)t.at[n] & 0xc0) == 0x80)
		n++;
	return n;
}

const char *
identity_mask_text(struct text t, char *buf, size_t size)
{
	size_t chars = 0, digits = 0, at, n, out = 0, i;

	for (at = 0; at < t.len; at += n, chars++) {
		const char *p = t.at + at;

		n = step((struct text){ p, t.len - at });
		digits += text_digit(p, n) > 0;
	}
	for (at = i = 0; at < t.len; at += n, i++) {
		bool star = digits >= 8 && i >= 6 && i + 4 < chars;
		size_t width;

		n = step((struct text){ t.at + at, t.len - at });
		width = star ? 1 : n;
		if (out + width >= size)
			break;
		memcpy(buf + out, star ? "*" : t.at + at, width);
		out += width;
	}
	buf[out] = '\0';
	return buf;
}
