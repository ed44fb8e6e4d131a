#define _GNU_SOURCE
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#include "decode.h"
#include "decode_gb.h"
#include "input.h"

#ifndef DECODE_BLOCK
#define DECODE_BLOCK	(256 * 1024)	/* less where small texts are to cross it */
#endif

enum {
	BLOCK = DECODE_BLOCK,	/* bytes read at once */
	ROOM = 2 * BLOCK,	/* UTF-8 made of them; what is over waits */
};

enum form { UTF8, GB18030, UTF16LE, UTF16BE };

static const char *const form_name[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" };

struct decode {
	struct input	 input;
	off_t		 bom;		/* bytes of the mark */
	off_t		 at;		/* next byte to read */
	enum form	 form;
	iconv_t		 conv;		/* of UTF-16; (iconv_t)-1 none */
	struct decode_gb *gb;
	char		*in, *out;	/* BLOCK, ROOM */
	size_t		 held, used;	/* bytes in in; of these given already */
	bool		 ended;
	bool		 wide, other;	/* has characters above U+0800; not ASCII */
	bool		 han;		/* all but ASCII are Han */
	enum fault	 fault;
	int		 error;
	int64_t		 line;
	bool		 ambiguous;
};

/* Tops in up. 1, 0 when nothing is left, -1. */
static int
fill(struct decode *d)
{
	ssize_t n;

	d->held -= d->used;
	memmove(d->in, d->in + d->used, d->held);
	d->used = 0;
	if (!d->ended) {
		n = input_read(&d->input, d->in + d->held, BLOCK - d->held, d->at);
		if (n < 0)
			return -1;
		d->ended = (size_t)n < BLOCK - d->held;
		d->at += n;
		d->held += (size_t)n;
	}
	return d->held > 0;
}

/*
 * How much of in to give: up to the last line end, so that a line, and with it
 * a word that is looked for, is seldom cut; else up to a whole character.
 */
static size_t
cut(const struct decode *d)
{
	const char *end = NULL;
	size_t n = d->held;

	if (d->ended)
		return n;
	if (d->form == UTF8 || d->form == GB18030)
		end = memrchr(d->in, '\n', n);
	if (end != NULL)
		return (size_t)(end - d->in) + 1;
	if (d->form == UTF8) {
		while (n > d->held - 3 && ((unsigned char)d->in[n - 1] & 0xc0) == 0x80)
			n--;
		if (n > 0 && (unsigned char)d->in[n - 1] >= 0xc0)
			n--;
	}
	return n;
}

static int
step(struct decode *d, char **from, size_t *left, char **to, size_t *room)
{
	if (d->form == GB18030)
		return decode_gb(d->gb, from, left, to, room);
	return iconv(d->conv, from, left, to, room) == (size_t)-1 ? -1 : 0;
}

/* Converts in to out, as much as fits; on EILSEQ part is what is good. */
static int
convert(struct decode *d, struct text *part)
{
	char *from = d->in, *to = d->out;
	size_t left = cut(d), room = ROOM;
	/* A line end is no part of a character: one it cuts is not one to come. */
	bool more = left == d->held && !d->ended;
	int result = 1;

	while (left > 0 && step(d, &from, &left, &to, &room) != 0) {
		if (errno == E2BIG || (errno == EINVAL && more))
			break;
		/* cp936 has the euro sign here, GB18030 has nothing. */
		if (d->form != GB18030 || errno != EILSEQ || (unsigned char)*from != 0x80) {
			errno = EILSEQ;
			result = -1;
			break;
		}
		if (room < 3)
			break;
		memcpy(to, "€", 3);
		to += 3;
		room -= 3;
		from++;
		left--;
	}
	d->used = (size_t)(from - d->in);
	*part = (struct text){ d->out, (size_t)(to - d->out) };
	return result;
}

int
decode_read(struct decode *d, struct text *part)
{
	int got = fill(d);

	*part = (struct text){ d->in, 0 };
	if (got < 0)
		return -1;
	if (got == 0) {
		/* What was judged is what was given, or it is nobody's file. */
		if (input_changed(&d->input)) {
			errno = ESTALE;
			return -1;
		}
		return 0;
	}
	if (d->form != UTF8)
		return convert(d, part);
	d->used = cut(d);
	part->len = d->used;
	return 1;
}

void
decode_rewind(struct decode *d)
{
	d->at = d->bom;
	d->held = d->used = 0;
	d->ended = false;
	if (d->conv != (iconv_t)-1)
		iconv(d->conv, NULL, NULL, NULL, NULL);
}

/* Begins again in an encoding. 0, or -1 with errno. */
static int
begin(struct decode *d, enum form form)
{
	if (d->conv != (iconv_t)-1)
		iconv_close(d->conv);
	d->conv = (iconv_t)-1;
	d->form = form;
	if (form == GB18030 && d->gb == NULL && (d->gb = decode_gb_open()) == NULL)
		return -1;
	if (form >= UTF16LE && (d->conv = iconv_open("UTF-8", form_name[form])) == (iconv_t)-1)
		return -1;
	if (form != UTF8 && d->out == NULL && (d->out = malloc(ROOM)) == NULL)
		return -1;
	decode_rewind(d);
	return 0;
}

static int64_t
count_lines(const char *s, size_t len)
{
	const char *end = s + len;
	int64_t n = 0;

	while ((s = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		n++;
		s++;
	}
	return n;
}

/* The first U+FFFD or 锟斤拷, or NULL. */
static const char *
find_mojibake(struct text t)
{
	const char *at = t.at, *end = t.at + t.len;

	while ((at = memchr(at, 0xef, (size_t)(end - at))) != NULL) {
		if (end - at >= 3 && memcmp(at, "\xef\xbf\xbd", 3) == 0)
			return at;
		at++;
	}
	return memmem(t.at, t.len, "锟斤拷", 9);
}

/* Notes which characters a valid part has. */
static void
look(struct decode *d, struct text t)
{
	for (size_t i = 0; i < t.len && !d->wide; i++) {
		d->other |= (unsigned char)t.at[i] >= 0x80;
		d->wide = (unsigned char)t.at[i] >= 0xe0;
	}
	if (d->form != GB18030)
		return;
	for (size_t i = 0; i < t.len && d->han; i++) {
		const unsigned char *s = (const unsigned char *)t.at + i;

		if (s[0] < 0x80 || (s[0] & 0xc0) == 0x80)
			continue;
		/* U+3400-9FFF, and the planes of rare characters. */
		d->han = s[0] >= 0xf0 || (s[0] >= 0xe4 && s[0] <= 0xe9)
		    || (s[0] == 0xe3 && s[1] >= 0x90);
	}
}

/* Reads all of it in one encoding: sets fault and its line. 0, -1 (errno). */
static int
judge(struct decode *d, enum form form)
{
	int64_t line = 1;
	struct text part;
	int got;

	if (begin(d, form) != 0)
		return -1;
	d->fault = FAULT_EMPTY;
	d->line = 0;
	d->wide = d->other = false;
	d->han = true;
	while ((got = decode_read(d, &part)) == 1 || (got < 0 && errno == EILSEQ)) {
		size_t good = form == UTF8 ? text_utf8(part.at, part.len) : part.len;
		const char *nul = memchr(part.at, '\0', good), *lost;

		if (nul != NULL || good < part.len || got < 0) {
			if (nul != NULL)
				good = (size_t)(nul - part.at);
			d->fault = nul != NULL && form >= UTF16LE ? FAULT_NUL : FAULT_ENCODING;
			d->line = line + count_lines(part.at, good);
			return 0;
		}
		if (d->fault == FAULT_EMPTY && good > 0)
			d->fault = FAULT_NONE;
		lost = d->fault == FAULT_NONE ? find_mojibake(part) : NULL;
		if (lost != NULL) {
			d->fault = FAULT_MOJIBAKE;
			d->line = line + count_lines(part.at, (size_t)(lost - part.at));
		}
		look(d, part);
		line += count_lines(part.at, part.len);
	}
	return got;
}

/* Without a mark and without a name for it: the rule in decode.h. */
static int
judge_both(struct decode *d)
{
	enum fault fault;
	int64_t line;

	if (judge(d, UTF8) != 0)
		return -1;
	fault = d->fault;
	line = d->line;
	if (fault == FAULT_EMPTY || (fault != FAULT_ENCODING && (d->wide || !d->other)))
		return 0;
	if (judge(d, GB18030) != 0)
		return -1;
	if (fault == FAULT_ENCODING) {
		/* The encoding that got further is the likelier one. */
		if (d->fault == FAULT_ENCODING && line > d->line)
			d->line = line;
		return 0;
	}
	d->ambiguous = d->fault == FAULT_NONE && d->han;
	if (d->ambiguous)
		return 0;
	d->fault = fault;
	d->line = line;
	return begin(d, UTF8);
}

static int
judge_as(struct decode *d, const char *encoding)
{
	static const struct {
		const char	*name;
		enum form	 form;
	} names[] = {
		{ "utf-8", UTF8 }, { "utf8", UTF8 }, { "gb18030", GB18030 }, { "gbk", GB18030 },
		{ "gb2312", GB18030 }, { "cp936", GB18030 }, { "utf-16", UTF16LE },
		{ "utf-16le", UTF16LE }, { "utf-16be", UTF16BE },
	};
	unsigned char mark[4] = { 0 };
	enum form marked = UTF8;

	if (input_read(&d->input, (char *)mark, sizeof(mark), 0) < 0)
		return -1;
	if (memcmp(mark, "PK\3\4", 4) == 0 || memcmp(mark, "\xd0\xcf\x11\xe0", 4) == 0) {
		d->fault = FAULT_WORKBOOK;
		return 0;
	}
	if (memcmp(mark, "\xef\xbb\xbf", 3) == 0) {
		d->bom = 3;
	} else if (memcmp(mark, "\xff\xfe", 2) == 0 || memcmp(mark, "\xfe\xff", 2) == 0) {
		d->bom = 2;
		marked = mark[0] == 0xff ? UTF16LE : UTF16BE;
	}
	if (encoding == NULL || strcasecmp(encoding, "auto") == 0)
		return d->bom > 0 ? judge(d, marked) : judge_both(d);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcasecmp(encoding, names[i].name) != 0)
			continue;
		if (names[i].form == UTF16LE && marked == UTF16BE)
			return judge(d, UTF16BE);
		if ((names[i].form >= UTF16LE) != (marked >= UTF16LE))
			d->bom = 0;
		return judge(d, names[i].form);
	}
	d->fault = FAULT_ENCODING;
	return 0;
}

struct decode *
decode_open(const char *path, const char *encoding)
{
	struct decode *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->input.fd = -1;
	d->conv = (iconv_t)-1;
	d->in = malloc(BLOCK);
	if (d->in == NULL) {
		decode_close(d);
		return NULL;
	}
	if (input_open(&d->input, path) != 0 || judge_as(d, encoding) != 0) {
		d->error = errno;
		return d;
	}
	if (d->fault == FAULT_NONE) {
		decode_rewind(d);
		input_digest_begin(&d->input);
	}
	return d;
}

const char *
decode_digest(struct decode *d)
{
	return input_digest(&d->input);
}

enum fault
decode_fault(const struct decode *d)
{
	return d->fault;
}

int
decode_errno(const struct decode *d)
{
	return d->error;
}

int64_t
decode_line(const struct decode *d)
{
	return d->line;
}

const char *
decode_encoding(const struct decode *d)
{
	return form_name[d->form];
}

bool
decode_ambiguous(const struct decode *d)
{
	return d->ambiguous;
}

void
decode_close(struct decode *d)
{
	if (d == NULL)
		return;
	input_close(&d->input);
	if (d->conv != (iconv_t)-1)
		iconv_close(d->conv);
	decode_gb_close(d->gb);
	free(d->in);
	free(d->out);
	free(d);
}
