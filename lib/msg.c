#define _GNU_SOURCE
#include "msg.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "num.h"

enum {
	LINE = 4096,		/* longest line written, with its line end */
	CELL = 80,		/* most bytes of a cell shown */
	MEMBERS = 9,		/* of a JSON line */
	KEY = 16,		/* most bytes of a key, with its marks */
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
static bool jsonl;

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

static struct text
text_or_none(const char *s)
{
	return s != NULL ? text_of(s) : (struct text){ 0 };
}

/* A cell, cut at a whole character. */
static struct text
shown(struct text cell)
{
	if (cell.len > CELL)
		cell.len = text_utf8(cell.at, CELL);
	return cell;
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
put_out(const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDERR_FILENO, p, len);

		if (n < 0 && errno != EINTR)
			return;
		p += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

static void
end(struct line *line)
{
	line->at[line->len++] = '\n';
	put_out(line->at, line->len);
}

static const char *
why(const struct msg *m)
{
	return m->words != NULL ? m->words : fault_why(m->fault);
}

static void
say_hint(const char *words)
{
	struct line line = { .len = 0 };

	add(&line, text_of("    "));
	add(&line, text_of(words));
	end(&line);
}

static void
say_text(const struct msg *m)
{
	bool cut = m->value.len > CELL;
	struct line line = { .len = 0 };
	char number[20];

	add_part(&line, text_of(program));
	if (m->file != NULL && m->file[0] != '\0') {
		add(&line, text_of(m->file));
		add(&line, text_of(m->line > 0 ? ":" : ": "));
	}
	if (m->line > 0)
		add_part(&line, (struct text){ number, num_text(m->line, number) });
	add_part(&line, text_or_none(m->column));
	add(&line, shown(m->value));
	if (m->value.len > 0)
		add(&line, text_of(cut ? "...: " : ": "));
	add(&line, text_of(why(m)));
	if (m->fault != FAULT_NONE && m->count == 0) {
		add(&line, text_of(" ["));
		add(&line, text_of(fault_code(m->fault)));
		add(&line, text_of("]"));
	}
	end(&line);
	if (m->hint != NULL && m->hint[0] != '\0')
		say_hint(m->hint);
}

/* ,"key":"text" unless it is empty. In what is safe for a terminal only a
 * quotation mark and a backslash need another byte. */
static char *
put_member(char *p, const char *key, struct text t)
{
	char safe[LINE];

	if (t.len == 0)
		return p;
	p += sprintf(p, ",\"%s\":", key);
	return json_string(p, (struct text){ safe, msg_safe(t, safe, sizeof(safe)) });
}

static char *
put_number(char *p, const char *key, int64_t n)
{
	return n == 0 ? p : p + sprintf(p, ",\"%s\":%lld", key, (long long)n);
}

static void
say_json(const struct msg *m)
{
	char line[MEMBERS * (2 * LINE + KEY)], *p = line;

	p = put_member(p, "program", text_of(program));
	p = put_member(p, "file", text_or_none(m->file));
	p = put_number(p, "line", m->line);
	p = put_member(p, "column", text_or_none(m->column));
	p = put_member(p, "value", shown(m->value));
	p = put_member(p, "code", text_of(fault_code(m->fault)));
	p = put_number(p, "count", m->count);
	p = put_member(p, "message", text_of(why(m)));
	p = put_member(p, "hint", text_or_none(m->hint));
	line[0] = '{';	/* for the first comma */
	*p++ = '}';
	*p++ = '\n';
	put_out(line, (size_t)(p - line));
}

void
msg_say(const struct msg *m)
{
	(jsonl ? say_json : say_text)(m);
}

void
msg_set_jsonl(bool set)
{
	jsonl = set;
}

bool
msg_jsonl(void)
{
	return jsonl;
}

static const char * __attribute__((format(printf, 2, 0)))
put_words(char words[static LINE], const char *fmt, va_list ap)
{
	int n = vsnprintf(words, LINE, fmt, ap);
	size_t whole;

	if (n < 0)
		return "";
	whole = n < LINE ? LINE : text_utf8(words, LINE - 1);
	/* Cut within a character: leave its first bytes out. */
	if (whole < LINE - 1 && LINE - 1 - whole < 4)
		words[whole] = '\0';
	return words;
}

void
msg_error(const char *fmt, ...)
{
	char words[LINE];
	va_list ap;

	va_start(ap, fmt);
	msg_say(&(struct msg){ .words = put_words(words, fmt, ap) });
	va_end(ap);
}

void
msg_hint(const char *fmt, ...)
{
	char words[LINE];
	va_list ap;

	va_start(ap, fmt);
	put_words(words, fmt, ap);
	va_end(ap);
	if (jsonl)
		say_json(&(struct msg){ .words = "", .hint = words });
	else
		say_hint(words);
}

void
msg_fault(const char *file, int64_t line, const char *column, struct text cell,
    enum fault fault, const char *was, bool hint)
{
	char guess[256];

	msg_say(&(struct msg){
		.file = file, .line = line, .column = column, .value = cell,
		.words = fault_guess(fault, was, guess, sizeof(guess)),
		.fault = fault, .hint = hint ? fault_hint(fault) : NULL,
	});
}
