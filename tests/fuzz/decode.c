#define _GNU_SOURCE
#include <errno.h>
#include <iconv.h>

#include "decode.h"
#include "fuzz.h"

/*
 * Whatever the bytes: refused with a reason and a line, and for their encoding
 * only when they are none; or UTF-8, the same after a rewind as before it and the
 * same as converted in one piece.
 */

struct bytes {
	char	*at;
	size_t	 len;
};

/* All there is, or the first parts only. */
static struct bytes
drain(struct decode *d, int parts)
{
	struct bytes all = { fuzz_copy("", 0), 0 };
	struct text part;
	int got = 0;

	while (parts-- != 0 && (got = decode_read(d, &part)) == 1) {
		MUST(is_utf8(part) && memchr(part.at, '\0', part.len) == NULL);
		all.at = realloc(all.at, all.len + part.len + 1);
		memcpy(all.at + all.len, part.at, part.len);
		all.len += part.len;
	}
	MUST(got >= 0);
	return all;
}

/* The second way: as one piece, by iconv alone. NULL: they are not of it. */
static struct bytes
convert(const char *encoding, const void *data, size_t len)
{
	char *copy = fuzz_copy(data, len), *from = copy, *to;
	size_t left = len, room = 3 * len + 4;
	iconv_t conv = iconv_open("UTF-8", encoding);
	struct bytes all = { malloc(room), 0 };

	to = all.at;
	while (left > 0 && iconv(conv, &from, &left, &to, &room) == (size_t)-1) {
		if (errno != EILSEQ || *from != '\x80' || strcmp(encoding, "GB18030") != 0) {
			free(all.at);
			to = all.at = NULL;
			break;
		}
		memcpy(to, "€", 3);
		to += 3;
		room -= 3;
		from++;
		left--;
	}
	all.len = (size_t)(to - all.at);
	iconv_close(conv);
	free(copy);
	return all;
}

static void
not_of(const char *encoding, const void *data, size_t len)
{
	/* iconv takes what is beyond U+10FFFF. */
	if (strcmp(encoding, "UTF-8") == 0)
		MUST(text_utf8(data, len) < len);
	else
		MUST(convert(encoding, data, len).at == NULL);
}

/* A mark goes, also one that another encoding was named against. */
static size_t
mark(const uint8_t *data, size_t len, bool wide)
{
	if (!wide)
		return len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	return len >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 || memcmp(data, "\xfe\xff", 2) == 0) ? 2 : 0;
}

/* Refused for its encoding, which was named or not. */
static void
judge_refusal(const char *encoding, const uint8_t *data, size_t len)
{
	size_t wide = mark(data, len, true), narrow = mark(data, len, false);
	const char *marked = wide == 0 ? NULL : data[0] == 0xff ? "UTF-16LE" : "UTF-16BE";

	if (encoding != NULL && strncmp(encoding, "utf-16", 6) == 0) {
		if (strcmp(encoding, "utf-16be") == 0)
			marked = "UTF-16BE";
		not_of(marked != NULL ? marked : "UTF-16LE", data + wide, len - wide);
	} else if (encoding == NULL && wide > 0) {
		not_of(marked, data + wide, len - wide);
	} else if (memchr(data, '\0', len) == NULL) {
		if (encoding == NULL || strcmp(encoding, "utf-8") == 0)
			not_of("UTF-8", data + narrow, len - narrow);
		if ((encoding == NULL && narrow == 0) || (encoding != NULL && strcmp(encoding, "gb18030") == 0))
			not_of("GB18030", data + narrow, len - narrow);
	}
}

static void
judge(const char *path, const char *encoding, const uint8_t *data, size_t len)
{
	struct decode *d = decode_open(path, encoding);
	int64_t lines = 1;
	enum fault fault;

	MUST(d != NULL && decode_errno(d) == 0);
	fault = decode_fault(d);
	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n';
	MUST(decode_line(d) >= 0 && decode_line(d) <= lines);
	if (fault != FAULT_NONE) {
		MUST(fault == FAULT_ENCODING || fault == FAULT_NUL || fault == FAULT_MOJIBAKE || fault == FAULT_EMPTY
		    || fault == FAULT_WORKBOOK);
		MUST((fault == FAULT_EMPTY || fault == FAULT_WORKBOOK) == (decode_line(d) == 0));
		if (fault == FAULT_ENCODING)
			judge_refusal(encoding, data, len);
	} else {
		const char *name = decode_encoding(d);
		size_t skip = mark(data, len, strncmp(name, "UTF-16", 6) == 0);
		struct bytes first = drain(d, -1), again, second;

		MUST(first.len > 0 && decode_line(d) == 0);
		decode_rewind(d);
		free(drain(d, 1).at);
		decode_rewind(d);
		again = drain(d, -1);
		second = convert(name, data + skip, len - skip);
		MUST(again.len == first.len && memcmp(again.at, first.at, first.len) == 0);
		MUST(second.len == first.len && memcmp(second.at, first.at, first.len) == 0);
		if (decode_ambiguous(d))
			MUST(encoding == NULL && strcmp(name, "GB18030") == 0);
		if (encoding == NULL && strcmp(name, "GB18030") == 0)
			MUST(decode_ambiguous(d) == (text_utf8((const char *)data, len) == len));
		free(first.at);
		free(again.at);
		free(second.at);
	}
	decode_close(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const names[] = { NULL, "utf-8", "gb18030", "utf-16", "utf-16be" };
	static struct fuzz_file file;
	const char *path = fuzz_put(&file, data, len);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		judge(path, names[i], data, len);
	return 0;
}
