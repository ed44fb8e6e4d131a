#define _GNU_SOURCE
#include "identity.h"
#include "fuzz.h"

/*
 * A number that is taken is the number its text says; a mask shows 6 + 4
 * characters at most, also of what is no number.
 */

static void
judge_mask(struct text t)
{
	char full[4096 + 1], buf[4096 + 1];
	size_t shown = 0, digits = 0, size;

	identity_mask_text(t, full, sizeof(full));
	for (size_t i = 0; i < t.len; i++)
		digits += t.at[i] >= '0' && t.at[i] <= '9';
	if (is_utf8(t)) {
		MUST(text_utf8(full, strlen(full)) == strlen(full));
		/* Characters: bytes but those that go on with one. */
		for (const char *s = full; *s != '\0'; s++)
			shown += *s != '*' && ((unsigned char)*s & 0xc0) != 0x80;
		MUST(digits < 8 || shown <= 10);
	}
	/* Less room: a beginning of the same. */
	size = 1 + t.len % 24;
	memset(buf, '~', sizeof(buf));
	identity_mask_text(t, buf, size);
	MUST(strlen(buf) < size && strncmp(buf, full, strlen(buf)) == 0 && buf[size] == '~');
}

static void
judge_number(int64_t number, day_t today)
{
	char text[19], mask[19];
	int64_t again;
	bool old;

	MUST(number > 0 && number < INT64_C(100000000000000000));
	MUST(day_exists(identity_birth(number)) && (today == 0 || identity_birth(number) <= today));
	MUST(strlen(identity_text(number, text)) == 18 && text[17] == identity_check(number));
	MUST(identity_parse(text_of(text), today, &again, &old) == IDENTITY_OK && again == number && !old);
	identity_mask(number, mask);
	for (int i = 0; i < 18; i++)
		MUST(mask[i] == (i >= 6 && i < 14 ? '*' : text[i]));
	MUST(mask[18] == '\0');
	/* No other last character fits. */
	text[17] = text[17] == '7' ? '8' : '7';
	MUST(identity_parse(text_of(text), today, &again, &old) == IDENTITY_CHECK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len);
	struct text t = { copy, len };
	day_t today = len % 2 == 0 ? 0 : 20240229;
	int64_t number = -1;
	bool old;

	if (identity_parse(t, today, &number, &old) == IDENTITY_OK)
		judge_number(number, today);
	else
		MUST(!old);
	MUST(memchr(copy, 0, 0) == NULL && (len == 0 || memcmp(copy, data, len) == 0));
	judge_mask(t);
	free(copy);
	return 0;
}
