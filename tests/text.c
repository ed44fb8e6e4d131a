#define _GNU_SOURCE
#include <iconv.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "calendar.h"
#include "chief.h"
#include "household.h"
#include "tap.h"
#include "visit.h"

static uint64_t seed = 88172645463325252u;

static uint64_t
next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Writes code point c; the reverse of what is tested. */
static size_t
encode(uint32_t c, unsigned char *p)
{
	if (c < 0x80) {
		p[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (unsigned char)(0xc0 | c >> 6);
		p[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (unsigned char)(0xe0 | c >> 12);
		p[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (unsigned char)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (unsigned char)(0xf0 | c >> 18);
	p[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	p[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	p[3] = (unsigned char)(0x80 | (c & 0x3f));
	return 4;
}

/*
 * Every sequence of three bytes, against the list of all that encode a
 * character: one bit each, filled in from the code points.
 */
static bool
all_of_three(void)
{
	unsigned char *valid = calloc(1, 1 << 24), p[4];
	bool right = valid != NULL;
	uint32_t c, i;

	for (c = 0; right && c < 0x10000; c++)
		if (c < 0xd800 || c > 0xdfff) {
			size_t n = encode(c, p);
			uint32_t at = (uint32_t)p[0] << 16;

			if (n > 1)
				at |= (uint32_t)p[1] << 8;
			if (n > 2)
				at |= p[2];
			valid[at] = (unsigned char)n;
		}
	for (i = 0; right && i < 1 << 24; i++) {
		unsigned char s[3] = { i >> 16, i >> 8 & 0xff, i & 0xff };
		size_t at = 0, n;

		while (at < 3) {
			uint32_t rest = 0;
			size_t k;

			/* The shortest start that is a character. */
			for (n = 0, k = 1; n == 0 && at + k <= 3; k++) {
				rest |= (uint32_t)s[at + k - 1] << (24 - 8 * k);
				n = valid[rest] == k ? k : 0;
			}
			if (n == 0)
				break;
			at += n;
		}
		right = text_utf8((char *)s, 3) == at;
	}
	free(valid);
	return right;
}

/* Every code point, also those that are none, alone and after ASCII. */
static bool
all_of_four(void)
{
	unsigned char s[16] = "123456789";
	uint32_t c;

	for (c = 0x10000; c < 0x200000; c++) {
		size_t want = c <= 0x10ffff ? 4 : 0;

		encode(c, s + 9);
		if (text_utf8((char *)s + 9, 4) != want ||
		    text_utf8((char *)s, 13) != 9 + want ||
		    text_utf8((char *)s, 12) != 9)
			return false;
		/* Overlong: the same bits under an F0 80 lead. */
		s[9] = 0xf0;
		s[10] = (unsigned char)(0x80 | (c & 0xf));
		if (text_utf8((char *)s + 9, 4) != 0)
			return false;
	}
	return true;
}

/* Random strings of whole, cut and broken characters, against iconv. */
static bool
iconv_agrees(void)
{
	iconv_t cd = iconv_open("UTF-32LE", "UTF-8");
	bool right = true;
	int i;

	if (cd == (iconv_t)-1)
		return false;
	for (i = 0; right && i < 200000; i++) {
		unsigned char s[64];
		char wide[512], *in = (char *)s, *out = wide;
		size_t len = 0, in_left, out_left = sizeof(wide);

		while (len < 48) {
			uint32_t c = (uint32_t)(next() % 4);

			c = c == 0 ? (uint32_t)(next() % 0x80) :
			    c == 1 ? (uint32_t)(next() % 0x800) :
			    c == 2 ? (uint32_t)(next() % 0x10000) :
			    (uint32_t)(next() % 0x110000);
			if (c < 0xd800 || c > 0xdfff)
				len += encode(c, s + len);
		}
		if (i % 2 == 0)
			s[next() % len] ^= (unsigned char)(1 << next() % 8);
		len -= next() % 16;
		in_left = len;
		iconv(cd, NULL, NULL, NULL, NULL);
		iconv(cd, &in, &in_left, &out, &out_left);
		right = text_utf8((char *)s, len) == len - in_left;
	}
	iconv_close(cd);
	return right;
}

static bool
cleaned(const char *s, const char *want)
{
	char buf[128];
	size_t len = strlen(s);

	memcpy(buf, s, len);
	return text_is(text_clean(buf, len), want);
}

/*
 * Every character below U+20000 between two letters, against the ranges of
 * the header; and at both ends, where blanks go as well.
 */
static bool
all_cleaned(void)
{
	uint32_t c;

	for (c = 0; c < 0x20000; c++) {
		unsigned char s[12] = "a", keep[12];
		struct text t;
		size_t n;
		bool gone, blank;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		gone = (c < 0x20 && c != '\n' && c != '\t') ||
		    (c >= 0x7f && c <= 0x9f) || c == 0xfeff ||
		    (c >= 0x200b && c <= 0x200f) ||
		    (c >= 0x2028 && c <= 0x202e) || c == 0x2060;
		blank = c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x3000;
		n = 1 + encode(c, s + 1);
		s[n++] = 'b';
		memcpy(keep, s, n);
		t = text_clean((char *)s, n);
		if (gone ? !text_is(t, c == '\r' ? "a\nb" : "ab") :
		    t.len != n || memcmp(t.at, keep, n) != 0)
			return false;
		n = encode(c, s);
		s[n++] = 'b';
		n += encode(c, s + n);
		t = text_clean((char *)s, n);
		if (c != '\'' && text_is(t, "b") != (gone || blank))
			return false;
	}
	return true;
}

static bool
folded(const char *s, const char *want)
{
	char buf[128];
	size_t len = strlen(s);

	memcpy(buf, s, len);
	return text_is((struct text){ buf, text_fold(buf, len) }, want);
}

static bool
all_folded(void)
{
	uint32_t c;

	for (c = 0; c < 0x110000; c++) {
		char s[4], was[4];
		size_t n, len;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		n = encode(c, (unsigned char *)s);
		memcpy(was, s, n);
		len = text_fold(s, n);
		if (c == 0x3000 || (c >= 0xff01 && c <= 0xff5e)) {
			if (len != 1 || s[0] !=
			    (char)(c == 0x3000 ? ' ' : (int)(c & 0xff) + 0x20))
				return false;
		} else if (len != n || memcmp(s, was, n) != 0) {
			return false;
		}
	}
	return true;
}

static bool
heading(const char *s, const char *want)
{
	char buf[64];

	return strcmp(text_heading(text_of(s), buf, sizeof(buf)), want) == 0;
}

/* Levenshtein straight from its definition. */
static size_t
edits(const char *a, const char *b)
{
	size_t best, other;

	if (*a == '\0' || *b == '\0')
		return strlen(a) + strlen(b);
	best = edits(a + 1, b + 1) + (*a != *b);
	other = edits(a + 1, b) + 1;
	best = other < best ? other : best;
	other = edits(a, b + 1) + 1;
	return other < best ? other : best;
}

static bool
distances_agree(void)
{
	int i, k;

	for (i = 0; i < 3000; i++) {
		char a[6] = "", b[6] = "";
		size_t want, limit = next() % 7;

		for (k = (int)(next() % 6); k-- > 0; )
			a[k] = (char)('a' + next() % 3);
		for (k = (int)(next() % 6); k-- > 0; )
			b[k] = (char)('a' + next() % 3);
		want = edits(a, b);
		if (text_distance(a, b, limit) != (want <= limit ? want : limit + 1))
			return false;
	}
	return true;
}

/* What a program makes of UTF-8 that takes it for GBK: bytes that are no
 * character there become mark. */
static const char *
misread(struct text t, const char *mark, char *buf, size_t size)
{
	iconv_t conv = iconv_open("UTF-8", "GBK");
	char *from = (char *)t.at, *to = buf;
	size_t left = t.len, room = size - 1;

	while (left > 0 && iconv(conv, &from, &left, &to, &room) == (size_t)-1 && left > 0) {
		memcpy(to, mark, strlen(mark));
		to += strlen(mark);
		room -= strlen(mark);
		from++;
		left--;
	}
	iconv_close(conv);
	*to = '\0';
	return buf;
}

static bool
mojibake(const char *s)
{
	return text_mojibake(text_of(s));
}

/* Every heading of every import, as it is; and those of three characters and
 * more, of which enough is left, misread. How many those were. */
static int
test_headings(const struct col *cols)
{
	char words[512], buf[512];
	int n = 0;

	for (; cols->type != COL_END; cols++) {
		snprintf(words, sizeof(words), "%s %s", cols->zh, cols->aliases != NULL ? cols->aliases : "");
		for (char *save, *w = strtok_r(words, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
			bool three = text_width(text_of(w)) >= 6 && (unsigned char)w[0] >= 0x80;

			if (mojibake(w) || (three && (!mojibake(misread(text_of(w), "?", buf, sizeof(buf)))
			    || !mojibake(misread(text_of(w), "\ufffd", buf, sizeof(buf)))))) {
				printf("# %s %s\n", w, misread(text_of(w), "?", buf, sizeof(buf)));
				OK(!"a heading told from one that was misread");
			}
			n += three;
		}
	}
	return n;
}

static void
test_mojibake(void)
{
	static const char *const names[] = {
		"", "?", "谢伟", "张三", "欧阳小明", "古丽·买买提", "𬭎焘", "㛃䶮", "лΰ", "Jürgen", "roster", "金鼎山社区", "鼎盛屋场",
		"春华镇", "花园新村", "浣溪沙", "浠水", "湘潭", "泸溪", "洣水", "淦田", "第一片", "第一组", "（一）组", "龙?",
		"2024年花名册", "é", "户", "鏉", "浣",
	};

	OK(test_headings(household_cols) + test_headings(area_cols) + test_headings(chief_cols)
	    + test_headings(visit_cols) + test_headings(rule_cols) + test_headings(calendar_cols) > 100);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (mojibake(names[i])) {
			printf("# %s\n", names[i]);
			OK(!"a name is no mojibake");
		}
	OK(mojibake("鎴蜂富"));
	OK(mojibake("浣犲ソ"));
	OK(mojibake("鎴蜂富,phone"));
	OK(!mojibake("户主鎴蜂富"));
	OK(!text_mojibake((struct text){ NULL, 0 }));
}

int
main(void)
{
	char *page, buf[8], longer[600];
	struct text t;

	OK(text_is(text_of("张三"), "张三") && !text_is(text_of("张三"), "张"));
	OK(text_is((struct text){ NULL, 0 }, ""));

	OK(all_of_three());
	OK(all_of_four());
	OK(iconv_agrees());
	OK(text_utf8(NULL, 0) == 0);
	OK(text_utf8("a\0b", 3) == 3);

	OK(all_cleaned());
	OK(cleaned("张\u200b三", "张三"));
	OK(cleaned("\u00a0李四\u00a0", "李四"));
	OK(cleaned("王\u3000五", "王\u3000五"));
	OK(cleaned("\ufeff赵六", "赵六"));
	OK(cleaned("孙\u2028七", "孙七"));
	OK(cleaned("\t430199198503121239", "430199198503121239"));
	OK(cleaned("'430199198503121247", "430199198503121247"));
	OK(cleaned("=\"43019919850312005X\"", "43019919850312005X"));
	OK(cleaned(" \u3000=\" 12\u00a0\" ", "12"));
	OK(cleaned("\u200b'\u200b 7", "7"));
	OK(cleaned("=\"a\"&\"b\"", "=\"a\"&\"b\""));
	OK(cleaned("=\"", "=\""));
	OK(cleaned("=\"\"", ""));
	OK(cleaned("'", ""));
	OK(cleaned("''", "'"));
	OK(cleaned("=1+1", "=1+1"));
	OK(cleaned("一\r\n二\t三", "一\n二\t三"));
	OK(cleaned("\r一\r二\r\r\n三\r", "一\n二\n\n三"));
	OK(cleaned(" \t\u3000\u00a0\u200b", ""));
	OK(cleaned("", ""));
	OK(text_clean(NULL, 0).len == 0);

	/* Nothing is written when nothing must go. */
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	OK(page != MAP_FAILED);
	strncpy(page, " '“张三”—，Ａ·é\u3000 ", 4096);
	mprotect(page, 4096, PROT_READ);
	t = text_clean(page, strlen(page));
	OK(text_is(t, "“张三”—，Ａ·é"));
	munmap(page, 4096);

	OK(all_folded());
	OK(folded("２０２４年２月１日，Ｘ　ｘ（～）", "2024年2月1日,X x(~)"));
	OK(folded("\xef\xbc", "\xef\xbc"));
	OK(folded("\xffＡ\xe3\x80", "\xff" "A\xe3\x80"));

	OK(heading("身份证\n号码", "身份证号码"));
	OK(heading(" ＊户主　姓名：（必填） ", "户主姓名"));
	OK(heading("Head ID(必填)*", "headid"));
	OK(heading("（ 必填 *）ＡBC", "abc"));
	OK(heading("电话(手机)", "电话(手机)"));
	OK(heading("", ""));
	OK(strcmp(text_heading(text_of("户主姓名"), buf, sizeof(buf)), "户主") == 0);
	OK(strcmp(text_heading(text_of("abcdefghi"), buf, sizeof(buf)), "abcdefg") == 0);

	OK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	OK(text_width(text_of("abc")) == 3);
	OK(text_width(text_of("张三·A")) == 6);
	OK(text_width(text_of("\U000312f0\U00031350")) == 4);
	OK(text_width(text_of("e\u0301")) == 1);
	OK(text_width(text_of("\xff\xe5\xbc")) == 3);
	OK(text_width(text_of("🔴")) == 2);
	OK(text_width((struct text){ NULL, 0 }) == 0);

	OK(text_distance("kitten", "sitting", 5) == 3);
	OK(text_distance("kitten", "sitting", 2) == 3);
	OK(text_distance("list", "list", 0) == 0);
	OK(distances_agree());
	memset(longer, 'a', sizeof(longer));
	longer[599] = '\0';
	OK(text_distance(longer, longer, 3) == 0);
	OK(text_distance(longer, longer + 2, 3) == 2);
	OK(text_distance(longer, "b", 3) == 4);
	test_mojibake();
	return tap_end();
}
