#define _GNU_SOURCE
#include "finding.h"

#include <stdarg.h>

static const struct word severities[] = {
	{ "error", "错误" },
	{ "warning", "警告 提醒" },
	{ NULL, NULL },
};

const struct col finding_cols[] = {
	{ "code", "代码", NULL, COL_TEXT, 0, N_("what kind of finding; never renamed"), NULL, 0, NULL },
	{ "severity", "程度", NULL, COL_WORD, 0, N_("error: cannot be right; warning: look at it"), NULL, 0, severities },
	{ "record", "记录", NULL, COL_TEXT, COL_KEY, N_("id of the record it is about"), NULL, 0, NULL },
	{ "detail", "说明", NULL, COL_TEXT, 0, N_("what was found"), NULL, 0, NULL },
	{ 0 },
};

int
finding_put(struct rec_out *out, const char *code, const char *severity,
    struct text record, const char *fmt, ...)
{
	char detail[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(detail))	/* cut at a whole character */
		n = (int)text_utf8(detail, sizeof(detail) - 1);
	return rec_put(out, (struct value[]){
		VALUE_TEXT(text_of(code)), VALUE_TEXT(text_of(severity)), VALUE_TEXT(record),
		VALUE_TEXT(((struct text){ detail, (size_t)n })),
	});
}
