#define _GNU_SOURCE
#include "day.h"
#include "fuzz.h"

/*
 * A cell is a day that exists, which its text gives again, or a fault and no
 * day; full-width digits mean the same. What the command line takes exists.
 */

static void
judge_cell(struct text t, enum day_fault *fault, day_t *d)
{
	enum day_fault again_fault;
	char buf[11];
	bool serial, again_serial;
	day_t again;

	*fault = day_parse(t, d, &serial);
	if (*fault != DAY_OK) {
		MUST(*fault <= DAY_WORD && *d == 0 && !serial);
		return;
	}
	MUST(day_exists(*d) && *d >= DAY_MIN && *d <= DAY_MAX);
	MUST(strlen(day_text(*d, buf)) == 10);
	again_fault = day_parse(text_of(buf), &again, &again_serial);
	MUST(again_fault == DAY_OK && again == *d && !again_serial);
	MUST(day_of_number(day_number(*d)) == *d);
}

/* The same with each digit full-width. The caller frees it. */
static struct text
widen(struct text t)
{
	char *wide = malloc(3 * t.len + 1), *to = wide;

	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] >= '0' && t.at[i] <= '9') {
			memcpy(to, (char[]){ '\xef', '\xbc', (char)(0x90 + t.at[i] - '0') }, 3);
			to += 3;
		} else {
			*to++ = t.at[i];
		}
	return (struct text){ wide, (size_t)(to - wide) };
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len), *option;
	struct text t = text_clean(copy, len), wide = widen(t);
	enum day_fault fault, wide_fault;
	day_t d, wide_d;

	judge_cell(t, &fault, &d);
	judge_cell(wide, &wide_fault, &wide_d);
	if (wide.len < 64)
		MUST(fault == wide_fault && d == wide_d);
	option = strndup((const char *)data, len);
	d = day_option(option, 20240229);
	MUST(d == 0 || day_exists(d));
	free(option);
	free((char *)wide.at);
	free(copy);
	return 0;
}
