#define _GNU_SOURCE
#include "fuzz.h"
#include "phone.h"

/*
 * Numbers that are taken are written one way, which gives itself again, with an
 * area code or without; a mask shows 7 digits of a mobile, of a landline its area
 * and 4, of a remark none.
 */

static const char digit[] = "0123456789";

static size_t
digits(const char *s, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += s[i] >= '0' && s[i] <= '9';
	return found;
}

/* One number of n bytes, and its mask. */
static void
judge_number(const char *s, const char *mask, size_t n)
{
	size_t area = strspn(s, digit), number;

	MUST(strspn(s, "0123456789-") >= n);
	if (s[0] == '1') {
		MUST(n == 11 && area == 11 && s[1] >= '3' && digits(mask, n) == 7);
		return;
	}
	number = strspn(s + area + 1, digit);
	MUST(s[0] == '0' && (area == 3 || area == 4) && s[area] == '-' && (number == 7 || number == 8));
	MUST(digits(mask, n) == area + 4);
}

static void
judge(const char *phone)
{
	char again[PHONE_SIZE], mask[PHONE_SIZE];
	size_t len = strlen(phone), numbers = 0;
	bool completed;

	MUST(len < PHONE_SIZE);
	for (int i = 0; i < 2; i++) {
		MUST(phone_parse(text_of(phone), i == 0 ? NULL : "010", again, &completed) == PHONE_OK);
		MUST(!completed && strcmp(phone, again) == 0);
	}
	MUST(strlen(phone_mask(phone, mask)) == len);
	for (size_t i = 0; i < len; i++)
		MUST(mask[i] == phone[i] || (mask[i] == '*' && digits(phone + i, 1) == 1));
	for (size_t i = 0, n; i < len; i += n + (phone[i + n] == '/')) {
		n = strcspn(phone + i, "/(");
		judge_number(phone + i, mask + i, n);
		for (i += n, n = 0; phone[i] == '('; i += n, n = 0) {
			n = strcspn(phone + i, ")") + 1;
			MUST(digits(mask + i, n) == 0);
		}
		numbers++;
	}
	MUST(numbers > 0 && numbers <= PHONE_MOST);
}

static void
judge_mask_text(struct text t)
{
	char *full = malloc(t.len + 4), less[24];
	size_t n;

	n = strlen(phone_mask_text(t, full, t.len + 4));
	MUST(digits(full, n) <= 7 || digits(t.at, t.len) == digits(full, n));
	MUST(!is_utf8(t) || text_utf8(full, n) == n);
	MUST(strlen(phone_mask_text(t, less, sizeof(less))) < sizeof(less));
	free(full);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const areas[] = { NULL, "", "0731", "010" };
	char *copy = fuzz_copy(data, len), buf[PHONE_SIZE];
	bool completed;

	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		enum phone_fault fault = phone_parse((struct text){ copy, len }, areas[i], buf, &completed);

		if (fault == PHONE_OK)
			judge(buf);
		else
			MUST(fault <= PHONE_FORM && buf[0] == '\0');
		MUST(!completed || (i >= 2 && fault == PHONE_OK));
	}
	MUST(len == 0 || memcmp(copy, data, len) == 0);
	judge_mask_text((struct text){ copy, len });
	free(copy);
	return 0;
}
