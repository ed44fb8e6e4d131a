#define _GNU_SOURCE
#include "fuzz.h"
#include "msg.h"

/*
 * Cells cleaned and folded: still text, no longer than before, and nothing of
 * them that was to go is left. What is said on a terminal is harmless.
 */

static void
judge_clean(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len);
	struct text t = text_clean(copy, len);

	MUST(t.len <= len && (t.len == 0 || (t.at >= copy && t.at + t.len <= copy + len)));
	if (text_utf8((const char *)data, len) == len)
		MUST(is_utf8(t));
	for (size_t i = 0; i < t.len; i++)
		MUST((unsigned char)t.at[i] >= 0x20 || t.at[i] == '\n' || t.at[i] == '\t');
	if (t.len > 0)
		MUST(memchr(" \t", t.at[0], 2) == NULL && memchr(" \t", t.at[t.len - 1], 2) == NULL);
	free(copy);
}

static void
judge_fold(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len);
	size_t n = text_fold(copy, len);

	MUST(n <= len);
	if (text_utf8((const char *)data, len) == len) {
		MUST(text_utf8(copy, n) == n);
		MUST(text_fold(copy, n) == n);
	}
	free(copy);
}

static void
judge_safe(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len), *buf = malloc(3 * len + 1);
	size_t size = len % 2 == 0 ? 3 * len + 1 : len / 2, n;

	n = msg_safe((struct text){ copy, len }, buf, size);
	MUST(n <= size);
	for (size_t i = 0; i < n; i++)
		MUST((unsigned char)buf[i] >= 0x20 && buf[i] != 0x7f);
	if (text_utf8(copy, len) == len)
		MUST(text_utf8(buf, n) == n);
	MUST(text_width((struct text){ copy, len }) <= 2 * len);
	free(buf);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	judge_clean(data, len);
	judge_fold(data, len);
	judge_safe(data, len);
	return 0;
}
