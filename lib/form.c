#define _GNU_SOURCE
#include "form.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "decode.h"
#include "opt.h"

enum { MOST = 1 << 20 };	/* bytes of a form file */

const struct word form_sexes[] = { { "male", "男 男性 M" }, { "female", "女 女性 F" }, { NULL, NULL } };

enum key { TITLE, PERSONS, ENCODING, DELIMITER, LINE_END, GUARD, DATE };
static const struct word keys[] = {
	[TITLE] = { "title", "标题" }, [PERSONS] = { "persons", "一人一行" }, [ENCODING] = { "encoding", "编码" },
	[DELIMITER] = { "delimiter", "分隔符" }, [LINE_END] = { "line-end", "换行" }, [GUARD] = { "guard", "防改写" },
	[DATE] = { "date", "日期" }, { NULL, NULL },
};
static const struct word yes_or_no[] = { { "yes", "是" }, { "no", "否" }, { NULL, NULL } };
static const struct word encodings[] = { { "utf-8", "utf8 UTF-8" }, { "utf-8-bom", "UTF-8-BOM" }, { "gb18030", "gbk gb2312 GB18030 GBK GB2312" }, { NULL, NULL } };
static const struct word delimiters[] = { { "comma", "逗号 ," }, { "tab", "制表符" }, { "semicolon", "分号 ;" }, { "bar", "竖线 |" }, { NULL, NULL } };
static const struct word line_ends[] = { { "crlf", "CRLF" }, { "lf", "LF" }, { NULL, NULL } };
static const struct word sections[] = { { "columns", "栏目 列" }, { "codes", "代码" }, { NULL, NULL } };

void
form_wrong(struct form *f, int64_t line, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	words[text_utf8(words, strlen(words))] = '\0';	/* cut at a whole character */
	f->wrong++;
	msg_say(&(struct msg){ .file = f->path, .line = line, .words = words, .fault = FAULT_FORM_FILE });
}

const struct word *
form_word(const struct word *words, struct text t)
{
	for (; words != NULL && words->name != NULL; words++) {
		const char *alias = words->aliases;

		if (text_is(t, words->name))
			return words;
		while (alias != NULL && *alias != '\0') {
			size_t n = strcspn(alias, " ");

			if (n == t.len && memcmp(alias, t.at, n) == 0)
				return words;
			alias += n + (alias[n] == ' ');
		}
	}
	return NULL;
}

/* "yes, no": the words, for a message. */
static const char *
all_of(const struct word *words, char *buf, size_t size)
{
	size_t at = 0;

	for (buf[0] = '\0'; words->name != NULL && at < size; words++)
		at += (size_t)snprintf(buf + at, size - at, "%s%s", at > 0 ? ", " : "", words->name);
	return buf;
}

/* Which of the words a text is; told, and -1, when it is none. */
static int
one_of(struct form *f, int64_t line, const struct word *words, struct text t)
{
	const struct word *w = form_word(words, t);
	char all[256], word[64] = "";
	const char *names[16], *near;
	int n = 0;

	if (w != NULL)
		return (int)(w - words);
	strncat(word, t.at, t.len < sizeof(word) ? t.len : sizeof(word) - 1);
	word[text_utf8(word, strlen(word))] = '\0';
	for (w = words; w->name != NULL; w++)
		names[n++] = w->name;
	near = opt_nearest(word, names, n);
	if (near != NULL)
		form_wrong(f, line, _("%s: no such word; did you mean %s?"), word, near);
	else
		form_wrong(f, line, _("%s: no such word; it is one of %s"), word, all_of(words, all, sizeof(all)));
	return -1;
}

static struct text
trim(const char *at, const char *end)
{
	return text_clean((char *)at, (size_t)(end - at));
}

/* Cuts a line at the first = or ＝; without one all is before it. */
static bool
cut(struct text line, struct text *before, struct text *after)
{
	const char *wide = memmem(line.at, line.len, "＝", strlen("＝")), *at = memchr(line.at, '=', line.len);
	const char *end = line.at + line.len;
	size_t n = 1;

	if (wide != NULL && (at == NULL || wide < at)) {
		at = wide;
		n = strlen("＝");
	}
	*before = trim(line.at, at != NULL ? at : end);
	*after = at != NULL ? trim(at + n, end) : text_of("");
	return at != NULL;
}

bool
form_is_pattern(struct text t)
{
	bool any = false;

	for (size_t i = 0, n; i < t.len; i += n) {
		char c = t.at[i];

		for (n = 1; i + n < t.len && t.at[i + n] == c; n++)
			;
		if (c == 'Y' ? n != 4 : c == 'M' || c == 'D' ? n > 2 : isalnum((unsigned char)c))
			return false;
		any |= isalpha((unsigned char)c) != 0;
	}
	return any;
}

static void
set(struct form *f, int64_t line, struct text key, struct text value)
{
	static const char delimiter[] = ",\t;|";
	int k = one_of(f, line, keys, key), which;

	switch (k) {
	case TITLE:
		f->title = value;
		break;
	case DATE:
		f->date = value;
		if (!form_is_pattern(value))
			form_wrong(f, line, _("%.*s: a day is written as YYYY-MM-DD, YYYYMMDD, YYYY/M/D, YYYY-MM or with other signs between"), (int)value.len, value.at);
		break;
	case PERSONS:
		f->persons = one_of(f, line, yes_or_no, value) == 0;
		break;
	case GUARD:
		f->guard = one_of(f, line, yes_or_no, value) != 1;
		break;
	case ENCODING:
		which = one_of(f, line, encodings, value);
		f->bom = which == 1;
		f->gb18030 = which == 2;
		break;
	case DELIMITER:
		which = one_of(f, line, delimiters, value);
		f->delimiter = delimiter[which < 0 ? 0 : which];
		break;
	case LINE_END:
		f->line_end = one_of(f, line, line_ends, value) == 1 ? "\n" : "\r\n";
		break;
	}
}

/* [columns], [codes NAME]: which of sections, -1 none. */
static int
open_section(struct form *f, int64_t line, struct text head)
{
	const char *blank = memchr(head.at, ' ', head.len), *end = head.at + head.len;
	struct text kind = { head.at, blank != NULL ? (size_t)(blank - head.at) : head.len };
	int s = one_of(f, line, sections, kind);

	if (s != 1)
		return s;
	f->codes[f->tables++] = (struct form_codes){
		.name = blank != NULL ? trim(blank, end) : text_of(""), .code = &f->code[f->n_codes], .line = line,
	};
	if (blank == NULL)
		form_wrong(f, line, _("a code table has a name: [codes sex]"));
	return s;
}

/* [columns] or 【columns】 is the head of a section. */
static bool
is_head(struct text line, struct text *head)
{
	static const char *const signs[][2] = { { "[", "]" }, { "【", "】" } };

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(signs[i][0]);

		if (line.len > 2 * n && memcmp(line.at, signs[i][0], n) == 0
		    && memcmp(line.at + line.len - n, signs[i][1], n) == 0) {
			*head = trim(line.at + n, line.at + line.len - n);
			return true;
		}
	}
	return false;
}

static void
read_lines(struct form *f, size_t len)
{
	const char *end = f->bytes + len;
	struct text line, before, after;
	int section = -2;	/* above the first one */
	int64_t no = 0;

	for (char *at = f->bytes, *next; at < end; at = next) {
		char *stop = memchr(at, '\n', (size_t)(end - at));

		next = stop != NULL ? stop + 1 : (char *)end;
		line = trim(at, stop != NULL ? stop : end);
		no++;
		if (line.len == 0 || line.at[0] == '#')
			continue;
		if (is_head(line, &before)) {
			section = open_section(f, no, before);
		} else if (!cut(line, &before, &after) && section != 0) {
			form_wrong(f, no, _("%.*s: a = is missing"), (int)line.len, line.at);
		} else if (section == -2) {
			set(f, no, before, after);
		} else if (section == 0) {
			f->field[f->fields++] = (struct form_field){
				.heading = before, .source = after.len > 0 ? after : before, .line = no,
			};
		} else if (section == 1) {
			f->code[f->n_codes++] = (struct form_code){ before, after, no };
			f->codes[f->tables - 1].n++;
		}
	}
	if (f->fields == 0)
		form_wrong(f, no, _("there is no column; they stand under [columns]"));
}

/* The whole file as UTF-8, and how many lines it has at most. */
static int
read_bytes(struct form *f, size_t *len, size_t *lines)
{
	struct decode *d = decode_open(f->path, NULL);
	struct text part;
	int rc = -1;

	*len = *lines = 0;
	if (d == NULL)
		return -1;
	if (decode_fault(d) == FAULT_NONE && decode_errno(d) == 0)
		while ((rc = decode_read(d, &part)) == 1 && *len + part.len <= MOST) {
			memcpy(f->bytes + *len, part.at, part.len);
			*len += part.len;
		}
	if (decode_errno(d) != 0)
		errno = decode_errno(d);
	else if (rc == 1)
		errno = EFBIG;
	else if (decode_fault(d) != FAULT_NONE) {
		form_wrong(f, decode_line(d), "%s", fault_why(decode_fault(d)));
		rc = 0;
	}
	decode_close(d);
	for (size_t i = 0; i < *len; i++)
		*lines += f->bytes[i] == '\n';
	++*lines;
	return rc;
}

struct form *
form_read(const char *path)
{
	struct form *f = calloc(1, sizeof(*f));
	size_t len, lines;
	int error;

	if (f == NULL)
		return NULL;
	f->date = text_of("YYYY-MM-DD");
	f->delimiter = ',';
	f->line_end = "\r\n";
	f->guard = f->bom = true;
	f->path = strdup(path);
	f->bytes = malloc(MOST);
	if (f->path == NULL || f->bytes == NULL || read_bytes(f, &len, &lines) != 0)
		goto fail;
	f->field = calloc(lines, sizeof(*f->field));
	f->codes = calloc(lines, sizeof(*f->codes));
	f->code = calloc(lines, sizeof(*f->code));
	if (f->field == NULL || f->codes == NULL || f->code == NULL)
		goto fail;
	if (f->wrong == 0)
		read_lines(f, len);
	return f;
fail:
	error = errno;
	form_free(f);
	errno = error;
	return NULL;
}

void
form_free(struct form *f)
{
	if (f == NULL)
		return;
	free(f->path);
	free(f->bytes);
	free(f->field);
	free(f->codes);
	free(f->code);
	free(f);
}
