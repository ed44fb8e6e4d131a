#define _GNU_SOURCE
#include "phone.h"
#include "fuzz.h"

/*
 * A number that is taken is written one way, which gives itself again; a mask
 * shows 7 digits of a mobile, of a landline its area and 4.
 */

static const char digit[] = "0123456789";

static void
judge(const char *phone)
{
	char again[PHONE_SIZE], mask[PHONE_SIZE];
	size_t len = strlen(phone), shown = 0;

	MUST(len < PHONE_SIZE && strspn(phone, "0123456789-") == len);
	MUST(phone_parse(text_of(phone), again) == PHONE_OK && strcmp(phone, again) == 0);
	if (phone[0] == '1') {
		MUST(len == 11 && strspn(phone, digit) == 11 && phone[1] >= '3');
	} else {
		size_t area = strspn(phone, digit), number = strspn(phone + area + 1, digit);

		MUST(phone[0] == '0' && (area == 3 || area == 4) && phone[area] == '-');
		MUST(number == 7 || number == 8);
	}
	MUST(strlen(phone_mask(phone, mask)) == len);
	for (size_t i = 0; i < len; i++) {
		MUST(mask[i] == phone[i] || (mask[i] == '*' && phone[i] != '-'));
		shown += mask[i] != '*' && mask[i] != '-';
	}
	MUST(shown <= (phone[0] == '1' ? 7 : 8));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len), buf[PHONE_SIZE];
	enum phone_fault fault = phone_parse((struct text){ copy, len }, buf);

	MUST(len == 0 || memcmp(copy, data, len) == 0);
	if (fault == PHONE_OK)
		judge(buf);
	else
		MUST(fault <= PHONE_FORM && buf[0] == '\0');
	free(copy);
	return 0;
}
