#define _GNU_SOURCE
#include "fuzz.h"
#include "moment.h"

/*
 * A cell is a moment, which its text gives again, or a fault and no moment. A whole
 * day is one of day_parse, in its last second. So is what the command line takes.
 */

static const char zone[] = "Asia/Shanghai";

static void
judge_cell(struct text t)
{
	moment_t moment, again;
	bool whole_day, again_whole, serial;
	enum moment_fault fault = moment_parse(t, zone, &moment, &whole_day);
	char buf[26];
	int second;
	day_t day, read;

	if (fault != MOMENT_OK) {
		MUST(fault <= MOMENT_INCOMPLETE && moment == 0 && !whole_day);
		return;
	}
	day = moment_day(moment, zone, &second);
	MUST(day_exists(day) && second >= 0 && second < MOMENT_DAY);
	if (whole_day)
		MUST(moment == moment_end(day, zone) && day_parse(t, &read, &serial) == DAY_OK && read == day);
	/* Before 1901 a zone's offset is no whole minute, and no text tells it. */
	if (day < 19020101 || day > 99991230)
		return;
	MUST(strlen(moment_text(moment, zone, buf)) == 25);
	MUST(moment_parse(text_of(buf), "UTC", &again, &again_whole) == MOMENT_OK && again == moment && !again_whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *copy = fuzz_copy(data, len), *option = strndup((const char *)data, len);
	moment_t moment = moment_option(option, 20240229, zone);

	judge_cell(text_clean(copy, len));
	MUST(moment == 0 || day_exists(moment_day(moment, zone, NULL)));
	free(option);
	free(copy);
	return 0;
}
