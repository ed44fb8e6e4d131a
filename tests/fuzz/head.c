#define _GNU_SOURCE
#include "area.h"
#include "calendar.h"
#include "chief.h"
#include "fuzz.h"
#include "household.h"
#include "import_parts.h"
#include "rule.h"
#include "visit.h"

/*
 * The headings of any file, which a first line may give a --map or --fill-down, for
 * every kind of record: mapped, each column once and every needed one, or refused with a
 * reason.
 */

static void
judge_heading(struct text t)
{
	char *copy = fuzz_copy(t.at, t.len), once[128], twice[128], less[16];

	text_heading((struct text){ copy, t.len }, once, sizeof(once));
	MUST(strlen(once) < sizeof(once) && is_utf8(text_of(once)));
	MUST(strpbrk(once, " \t\r\n*:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL);
	MUST(strcmp(text_heading(text_of(once), twice, sizeof(twice)), once) == 0);
	text_heading(t, less, sizeof(less));
	MUST(strlen(less) < sizeof(less) && is_utf8(text_of(less)));
	free(copy);
}

static void
judge(const struct import *im)
{
	const struct col *cols = im->entity->cols;
	size_t n = col_count(cols);
	int used[128] = { 0 }, known = 0;

	MUST(n < 128 && im->cells > 0 && im->cells <= CSV_CELLS && im->title[im->cells - 1].len > 0);
	MUST(im->count->header_row > 0 && im->count->aside >= 0);
	for (int i = 0; i < CSV_CELLS; i++) {
		if (im->col[i] == NULL)
			continue;
		MUST(i < im->cells && im->title[i].len > 0);
		MUST((im->col[i]->flags & (COL_IN | COL_ASIDE)) != 0);
		used[im->col[i] - cols]++;
		known++;
	}
	MUST(known > 0);
	for (size_t i = 0; i < n; i++) {
		MUST(used[i] == im->given[i]);
		MUST(im->given[i] || (cols[i].flags & COL_NEED) == 0);
	}
}

static void
map_head(struct import *im)
{
	int rc, told = 0;

	im->in = decode_open(im->how->path, NULL);
	if (decode_fault(im->in) == FAULT_NONE) {
		im->csv = csv_open(im->in, csv_delimiter(im->in));
		rc = head_find(im);
		for (int i = 0; i < FAULT_COUNT; i++)
			told += im->times[i] > 0;
		MUST(rc >= 0 && rc <= 2);
		if (rc == 0)
			judge(im);
		else
			MUST(rc == 2 ? im->how->map != NULL || im->how->fill_down != NULL : told > 0);
		for (int i = 0; i < im->cells; i++)
			judge_heading(im->title[i]);
		csv_close(im->csv);
	}
	decode_close(im->in);
	merged_end(im);
	head_end(im);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct entity *const entities[] = {
		&area_entity, &calendar_entity, &chief_entity, &rule_entity, &visit_entity,
	};
	static struct fuzz_file file;
	static struct import im;
	const char *end = len > 6 && memcmp(data, "--map ", 6) == 0 ? memchr(data, '\n', len) : NULL;
	size_t skip = end != NULL ? (size_t)(end - (const char *)data) + 1 : 0;
	char *mapped = end != NULL ? strndup((const char *)data + 6, skip - 7) : NULL;
	struct import_count count = { 0 };
	struct import_how how = {
		.path = fuzz_put(&file, data + skip, len - skip),
		.map = len % 4 > 0 ? mapped : NULL, .fill_down = len % 4 == 0 ? mapped : NULL,
		.header_row = len % 11 == 0 ? 1 + (int64_t)(len % 3) : 0,
		.strict_columns = len % 7 == 0, .verbose = len % 2 == 0,
	};

	im = (struct import){ .entity = &household_entity, .how = &how, .count = &count, .label = "-" };
	map_head(&im);
	count = (struct import_count){ 0 };
	im = (struct import){ .entity = entities[len % 5], .how = &how, .count = &count, .label = "-" };
	map_head(&im);
	free(mapped);
	return 0;
}
