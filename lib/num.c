#include "num.h"

bool
num_parse(struct text t, int64_t min, int64_t max, int64_t *n)
{
	bool minus = t.len > 0 && t.at[0] == '-';
	/* The digits are read as a size: -INT64_MIN fits in no int64_t. */
	uint64_t size = 0, most = (uint64_t)INT64_MAX + minus;
	size_t i = minus;
	int64_t v;

	if (i == t.len || (minus && min >= 0))
		return false;
	for (; i < t.len; i++) {
		unsigned digit = (unsigned char)t.at[i] - '0';

		if (digit > 9 || size > (most - digit) / 10)
			return false;
		size = size * 10 + digit;
	}
	v = minus && size > 0 ? -(int64_t)(size - 1) - 1 : (int64_t)size;
	if (v < min || v > max)
		return false;
	*n = v;
	return true;
}

size_t
num_text(int64_t n, char buf[static 20])
{
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + size % 10);
		size /= 10;
	} while (size > 0);
	if (n < 0)
		digits[--at] = '-';
	memcpy(buf, digits + at, sizeof(digits) - at);
	return sizeof(digits) - at;
}

char *
num_padded(char *p, int64_t n, int digits)
{
	int64_t least = 1;

	while (--digits > 0) {
		least *= 10;
		if (n < least)
			*p++ = '0';
	}
	return p + num_text(n, p);
}

static size_t
digits(struct text t, size_t from)
{
	size_t at = from;

	while (at < t.len && t.at[at] >= '0' && t.at[at] <= '9')
		at++;
	return at - from;
}

bool
num_scientific(struct text t)
{
	size_t at = 1, n;

	if (digits(t, 0) != 1)
		return false;
	if (at < t.len && t.at[at] == '.') {
		n = digits(t, ++at);
		if (n == 0)
			return false;
		at += n;
	}
	if (at == t.len || (t.at[at] != 'E' && t.at[at] != 'e'))
		return false;
	at++;
	if (at < t.len && (t.at[at] == '+' || t.at[at] == '-'))
		at++;
	n = digits(t, at);
	return n > 0 && at + n == t.len;
}

bool
num_form(struct text t, const char *form, int64_t *n)
{
	int64_t v = 0;
	size_t i;

	for (i = 0; i < t.len && form[i] != '\0'; i++) {
		unsigned digit = (unsigned char)t.at[i] - '0';

		if (form[i] == '0' ? digit > 9 : t.at[i] != form[i])
			return false;
		if (form[i] == '0')
			v = v * 10 + digit;
	}
	if (i < t.len || form[i] != '\0')
		return false;
	*n = v;
	return true;
}
