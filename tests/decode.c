#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decode.h"
#include "decode_gb.h"
#include "tap.h"

static char path[] = "/tmp/nbr-test-XXXXXX";

static void
put(const char *at, size_t len)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	if (fd < 0 || write(fd, at, len) != (ssize_t)len || close(fd) != 0)
		abort();
}

/* All of the input as one text; the caller frees it. NULL when refused. */
static char *
all(struct decode *d, size_t *len)
{
	struct text part;
	char *at = malloc(1);
	int got;

	*len = 0;
	while ((got = decode_read(d, &part)) == 1) {
		if (text_utf8(part.at, part.len) != part.len)
			abort();
		at = realloc(at, *len + part.len + 1);
		memcpy(at + *len, part.at, part.len);
		*len += part.len;
	}
	if (got != 0)
		abort();
	at[*len] = '\0';
	return at;
}

/* Whether the bytes are read in this encoding as this UTF-8, twice over. */
static int
reads(const char *bytes, size_t len, const char *as, const char *encoding, const char *wanted)
{
	struct decode *d;
	int good;

	put(bytes, len);
	d = decode_open(path, as);
	good = decode_fault(d) == FAULT_NONE && decode_errno(d) == 0
	    && strcmp(decode_encoding(d), encoding) == 0;
	for (int i = 0; good && i < 2; i++) {
		size_t n;
		char *s = all(d, &n);

		good = n == strlen(wanted) && memcmp(s, wanted, n) == 0;
		decode_rewind(d);
		free(s);
	}
	decode_close(d);
	return good;
}

static int
refused(const char *bytes, size_t len, const char *as, enum fault fault, int64_t line)
{
	struct decode *d;
	int good;

	put(bytes, len);
	d = decode_open(path, as);
	good = decode_errno(d) == 0 && decode_fault(d) == fault && decode_line(d) == line;
	decode_close(d);
	return good;
}

#define READS(bytes, as, encoding, wanted) OK(reads(bytes, sizeof(bytes) - 1, as, encoding, wanted))
#define REFUSED(bytes, as, fault, line) OK(refused(bytes, sizeof(bytes) - 1, as, fault, line))

static void
test_forms(void)
{
	READS("a,b\n", NULL, "UTF-8", "a,b\n");
	READS("\xef\xbb\xbf" "户", "auto", "UTF-8", "户");
	READS("户\n", NULL, "UTF-8", "户\n");
	READS("\xbb\xa7\n", NULL, "GB18030", "户\n");
	READS("\xff\xfe\x37\x62\x0a\x00", NULL, "UTF-16LE", "户\n");
	READS("\xfe\xff\x62\x37\x00\x0a", NULL, "UTF-16BE", "户\n");
	READS("\x37\x62", "utf-16", "UTF-16LE", "户");
	READS("\xbb\xa7,\x80" "100\n", NULL, "GB18030", "户,€100\n");
	READS("\x99\x33\xa9\x32\x82\x30\xb7\x31\xfe\x9f", NULL, "GB18030", "𬭎㛃䶮");
	/* 谢伟 as GBK is Cyrillic and Greek as UTF-8. */
	READS("n\n\xd0\xbb\xce\xb0\n", NULL, "GB18030", "n\n谢伟\n");
	READS("n\n\xd0\xbb\xce\xb0\n", "utf-8", "UTF-8", "n\nлΰ\n");
	READS("户\xd0\xbb\xce\xb0\n", NULL, "UTF-8", "户лΰ\n");
	READS("caf\xc3\xa9s", "UTF-8", "UTF-8", "cafés");
	/* As GB18030 the bytes are full-width punctuation, not Han. */
	READS("\xc2\xa3\xc2\xa3", "utf-8", "UTF-8", "££");
	/* A trail byte that is a digit or a vertical bar. */
	READS("\xb2\x7c|1", "gbk", "GB18030", "瞸|1");
}

static void
test_refusals(void)
{
	REFUSED("", NULL, FAULT_EMPTY, 0);
	REFUSED("\xef\xbb\xbf", NULL, FAULT_EMPTY, 0);
	REFUSED("\xff\xfe", NULL, FAULT_EMPTY, 0);
	REFUSED("a\nb\0c\n", NULL, FAULT_ENCODING, 2);
	REFUSED("a\n\xff\xff\n", NULL, FAULT_ENCODING, 2);
	REFUSED("户\n户\n\xff\n", "utf-8", FAULT_ENCODING, 3);
	REFUSED("a\n\n户\n\xe6\x88", "utf-8", FAULT_ENCODING, 4);
	REFUSED("\xff\xfe\x37\x62\x00\x00", NULL, FAULT_NUL, 1);
	REFUSED("\xff\xfe\x37", NULL, FAULT_ENCODING, 1);
	REFUSED("\xff\xfe\x00\xd8\x0a\x00", NULL, FAULT_ENCODING, 1);
	REFUSED("a\n锟斤拷\n", NULL, FAULT_MOJIBAKE, 2);
	REFUSED("户\n\n\xef\xbf\xbd\n", NULL, FAULT_MOJIBAKE, 3);
	REFUSED("\xbb\xa7\n\xef\xbf\xbd\xef\xbf\xbd\n", NULL, FAULT_MOJIBAKE, 2);
	REFUSED("a", "klingon", FAULT_ENCODING, 0);
}

/* Larger than a block, with no line end to cut at, in every form: the same. */
static void
test_blocks(void)
{
	enum { N = 300000 };
	char *utf8 = malloc(4 * N), *other = malloc(4 * N), *s;
	const char *const forms[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" };
	size_t len = 0, n;

	for (int i = 0; i < N; i++) {
		const char *const what[] = { "户", "a", "𬭎", "é" };
		const char *w = what[(i * 7 + i / 5) % 4];

		memcpy(utf8 + len, w, strlen(w));
		len += strlen(w);
		if (i == N / 2)
			utf8[len++] = '\n';
	}
	utf8[len] = '\0';
	for (int f = 0; f < 4; f++) {
		char *from = utf8, *to = other;
		size_t left = len, room = 4 * N;
		iconv_t conv = iconv_open(forms[f], "UTF-8");
		struct decode *d;

		iconv(conv, &from, &left, &to, &room);
		iconv_close(conv);
		put(other, (size_t)(to - other));
		d = decode_open(path, f < 2 ? NULL : f == 2 ? "utf-16" : "utf-16be");
		s = all(d, &n);
		OK(n == len && memcmp(s, utf8, n) == 0 && strcmp(decode_encoding(d), forms[f]) == 0);
		free(s);
		decode_close(d);
	}
	/* 0x80 takes three times its room. */
	memset(other, 0x80, 3 * N);
	put(other, 3 * N);
	{
		struct decode *d = decode_open(path, "gb18030");

		s = all(d, &n);
		OK(n == 9 * N && memcmp(s, "€€", 6) == 0 && memcmp(s + n - 3, "€", 3) == 0);
		free(s);
		decode_close(d);
	}
	/* Half a character before the only line end of a block. */
	memset(other, 'a', N);
	memcpy(other, "\x81\x30\n", 3);
	OK(refused(other, N, "gb18030", FAULT_ENCODING, 1));
	free(utf8);
	free(other);
}

/* The SHA-256 of a file as sha256sum(1) knows it. */
static int
same_digest(struct decode *d)
{
	char command[128], sum[65] = "";
	FILE *fp;

	snprintf(command, sizeof(command), "sha256sum %s", path);
	fp = popen(command, "r");
	if (fp == NULL || fread(sum, 1, 64, fp) != 64)
		abort();
	pclose(fp);
	return strcmp(decode_digest(d), sum) == 0;
}

static void
test_digest(void)
{
	size_t len = 3 << 20;
	char *large = malloc(len);
	struct decode *d;

	put("\xef\xbb\xbfone\n", 7);
	d = decode_open(path, NULL);
	OK(same_digest(d));
	OK(same_digest(d));
	decode_close(d);
	memset(large, 'x', len);
	put(large, len);
	d = decode_open(path, NULL);
	OK(same_digest(d));
	decode_close(d);
	d = decode_open(path, NULL);
	decode_close(d);	/* nobody asked */
	free(large);
}

static void
test_streams(void)
{
	struct decode *d;
	size_t n;
	char *s;
	int ends[2], old = dup(STDIN_FILENO);

	if (pipe(ends) != 0 || write(ends[1], "\xbb\xa7\n", 3) != 3)
		abort();
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	d = decode_open("-", NULL);
	s = all(d, &n);
	OK(strcmp(s, "户\n") == 0);
	free(s);
	decode_close(d);
	/* A regular file is read from where it stands. */
	put("one\ntwo\n", 8);
	close(ends[0]);
	ends[0] = open(path, O_RDONLY);
	lseek(ends[0], 4, SEEK_SET);
	dup2(ends[0], STDIN_FILENO);
	d = decode_open("-", NULL);
	s = all(d, &n);
	OK(strcmp(s, "two\n") == 0);
	free(s);
	decode_close(d);
	dup2(old, STDIN_FILENO);
	close(old);
	close(ends[0]);

	d = decode_open("/tmp", NULL);
	OK(decode_errno(d) == EISDIR);
	decode_close(d);
	d = decode_open("/tmp/nbr-there-is-none", NULL);
	OK(decode_errno(d) == ENOENT);
	decode_close(d);
	unlink(path);
	OK(mkfifo(path, 0600) == 0);
	d = decode_open(path, NULL);
	OK(decode_errno(d) == ENOTSUP);
	decode_close(d);
	unlink(path);
	d = decode_open("/dev/null", NULL);
	OK(decode_errno(d) == 0 && decode_fault(d) == FAULT_EMPTY);
	decode_close(d);
}

/* What was judged and then written to is not given as if it were good. */
static void
test_changed(void)
{
	struct decode *d;
	struct text part;

	put("a\n", 2);
	d = decode_open(path, NULL);
	put("a\n\xff\xff", 4);
	while (decode_read(d, &part) == 1)
		;
	OK(decode_read(d, &part) == -1 && errno == ESTALE);
	decode_close(d);
}

/* Converts n bytes both ways, after some ASCII that is copied in eights. */
static bool
as_iconv(struct decode_gb *gb, iconv_t conv, const char *bytes, size_t n)
{
	char in[2][32] = { "0123456789", "0123456789" }, out[2][64];
	char *from[2] = { in[0], in[1] }, *to[2] = { out[0], out[1] };
	size_t left[2], room[2] = { 64, 64 };
	int rc[2], error[2];

	for (int i = 0; i < 2; i++) {
		memcpy(in[i] + 10, bytes, n);
		left[i] = 10 + n;
	}
	errno = 0;
	rc[0] = decode_gb(gb, &from[0], &left[0], &to[0], &room[0]);
	error[0] = errno;
	errno = 0;
	rc[1] = iconv(conv, &from[1], &left[1], &to[1], &room[1]) == (size_t)-1 ? -1 : 0;
	error[1] = errno;
	iconv(conv, NULL, NULL, NULL, NULL);
	return rc[0] == rc[1] && error[0] == error[1] && left[0] == left[1] && room[0] == room[1]
	    && memcmp(out[0], out[1], 64 - room[0]) == 0;
}

/* Every character of two bytes, twice, for the second is remembered; of four
 * bytes all of one plane and a sample of the others. */
static void
test_gb(void)
{
	struct decode_gb *gb = decode_gb_open();
	iconv_t conv = iconv_open("UTF-8", "GB18030");
	unsigned bad = 0;

	for (int twice = 0; twice < 2; twice++)
		for (int i = 0; i < 65536; i++)
			bad += !as_iconv(gb, conv, (char[]){ (char)(i >> 8), (char)i, 'x' }, 3);
	OK(bad == 0);
	for (int i = 0; i < 126 * 10 * 126 * 10; i += i < 126 * 100 ? 1 : 97)
		bad += !as_iconv(gb, conv, (char[]){ (char)(0x81 + i / 12600), (char)('0' + i / 1260 % 10),
		    (char)(0x81 + i / 10 % 126), (char)('0' + i % 10) }, 4);
	OK(bad == 0);
	for (size_t n = 1; n < 4; n++)
		bad += !as_iconv(gb, conv, "\x81\x30\x81", n);
	OK(bad == 0);
	iconv_close(conv);
	decode_gb_close(gb);
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0 || close(fd) != 0)
		return 1;
	test_forms();
	test_refusals();
	test_blocks();
	test_digest();
	test_changed();
	test_streams();
	test_gb();
	return tap_end();
}
