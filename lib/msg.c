#define _GNU_SOURCE
#include "msg.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "num.h"

enum {
	LINE = 4096,		/* longest line written, with its line end */
	CELL = 80,		/* most bytes of a cell shown */
};

static const struct {
	const char	*code, *why, *hint;
} faults[FAULT_COUNT] = {
	[FAULT_NONE] = { "", "", "" },
#define X(id, code, why, hint) [id] = { code, why, hint },
	FAULTS
#undef X
};

/* Set once, before anything can be said. */
static const char *program = "nbr";

const char *
fault_code(enum fault fault)
{
	return faults[fault].code;
}

/* gettext("") is the catalogue's heading, so the empty text stays out of it. */
const char *
fault_why(enum fault fault)
{
	return faults[fault].why[0] != '\0' ? _(faults[fault].why) : "";
}

const char *
fault_guess(enum fault fault, const char *was, char *buf, size_t size)
{
	if (was[0] == '\0')
		return fault_why(fault);
	snprintf(buf, size, _("%s; perhaps it was %s"), fault_why(fault), was);
	return buf;
}

const char *
fault_hint(enum fault fault)
{
	return faults[fault].hint[0] != '\0' ? _(faults[fault].hint) : "";
}

void
msg_program(const char *name)
{
	program = name;
}

/* Bytes of the character at p (1 when it is none); *bad when it must not be
 * seen by a terminal: C0, DEL, C1, U+061C, U+200E-200F, U+2028-202E,
 * U+2066-2069, U+FEFF. */
static size_t
look(const unsigned char *p, size_t left, bool *bad)
{
	size_t n = p[0] < 0xc2 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (p[0] < 0x80) {
		*bad = p[0] < 0x20 || p[0] == 0x7f;
		return 1;
	}
	if (n == 1 || n > left || text_utf8((const char *)p, n) != n) {
		*bad = true;
		return 1;
	}
	*bad = (p[0] == 0xc2 && p[1] < 0xa0) ||
	    (p[0] == 0xd8 && p[1] == 0x9c) ||
	    (p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
	    (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9) ||
	    (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf);
	return n;
}

size_t
msg_safe(struct text t, char *buf, size_t size)
{
	size_t in = 0, out = 0;

	while (in < t.len) {
		bool bad;
		size_t n = look((const unsigned char *)t.at + in, t.len - in,
		    &bad);
		size_t put = bad ? 3 : n;

		if (put > size - out)
			break;
		memcpy(buf + out, bad ? "\uFFFD" : t.at + in, put);
		in += n;
		out += put;
	}
	return out;
}

struct line {
	char	at[LINE];
	size_t	len;
};

static void
add(struct line *line, struct text t)
{
	line->len += msg_safe(t, line->at + line->len, LINE - 1 - line->len);
}

/* "part: " */
static void
add_part(struct line *line, struct text t)
{
	if (t.len > 0) {
		add(line, t);
		add(line, text_of(": "));
	}
}

/* In one write, so that lines of several programs do not mix. */
static void
say(struct line *line)
{
	size_t at = 0;

	line->at[line->len++] = '\n';
	while (at < line->len) {
		ssize_t n = write(STDERR_FILENO, line->at + at, line->len - at);

		if (n < 0 && errno != EINTR)
			return;
		at += n > 0 ? (size_t)n : 0;
	}
}

static void __attribute__((format(printf, 2, 0)))
tell(const char *before, const char *fmt, va_list ap)
{
	struct line line = { .len = 0 };
	char words[LINE];
	int n = vsnprintf(words, sizeof(words), fmt, ap);

	if (n < 0)
		return;
	if ((size_t)n >= sizeof(words)) {
		size_t whole = text_utf8(words, sizeof(words) - 1);

		/* Cut within a character: leave its first bytes out. */
		n = (int)(sizeof(words) - 1 - whole < 4 ? whole :
		    sizeof(words) - 1);
	}
	add(&line, text_of(before));
	if (before[0] != ' ')
		add(&line, text_of(": "));
	add(&line, (struct text){ words, (size_t)n });
	say(&line);
}

void
msg_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(program, fmt, ap);
	va_end(ap);
}

void
msg_hint(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell("    ", fmt, ap);
	va_end(ap);
}

static struct text
text_or_none(const char *s)
{
	return s != NULL ? text_of(s) : (struct text){ 0 };
}

void
msg_fault(const char *file, int64_t no, const char *column, struct text cell,
    enum fault fault, const char *was, bool hint)
{
	struct line line = { .len = 0 };
	bool cut = cell.len > CELL;
	char number[20], guess[256];

	if (cut)
		cell.len = text_utf8(cell.at, CELL);
	add_part(&line, text_of(program));
	if (file != NULL && file[0] != '\0') {
		add(&line, text_of(file));
		add(&line, text_of(no > 0 ? ":" : ": "));
	}
	if (no > 0)
		add_part(&line, (struct text){ number, num_text(no, number) });
	add_part(&line, text_or_none(column));
	add(&line, cell);
	if (cell.len > 0)
		add(&line, text_of(cut ? "...: " : ": "));
	add(&line, text_of(fault_guess(fault, was, guess, sizeof(guess))));
	if (fault != FAULT_NONE) {
		add(&line, text_of(" ["));
		add(&line, text_of(fault_code(fault)));
		add(&line, text_of("]"));
	}
	say(&line);
	if (hint && fault_hint(fault)[0] != '\0')
		msg_hint("%s", fault_hint(fault));
}
