#include "rec_parts.h"

/*
 * JSON as nbr writes it and jq rewrites it: objects one after the other, or in
 * one array. Strict; what stands within a value is read and forgotten.
 */

enum { DEPTH = 64 };		/* of values within values */

static int
broken(struct rec_in *in)
{
	return rec_refuse(in, _("it is not JSON as the first line promised"));
}

/* The next byte, not yet taken; 0 at the end, where no byte is 0. */
static char
peek(struct rec_in *in)
{
	while (!in->over && in->at == in->len) {
		in->at = 0;
		in->over = rec_line(in) <= 0;
	}
	return (char)(in->over ? '\0' : in->line[in->at]);
}

static char
next(struct rec_in *in)
{
	char c = peek(in);

	in->at += !in->over;
	return c;
}

/* The next byte that is no blank, not yet taken. */
static char
peek_solid(struct rec_in *in)
{
	char c;

	while ((c = peek(in)) == ' ' || c == '\t' || c == '\n' || c == '\r')
		in->at++;
	return c;
}

static bool
take(struct rec_in *in, char c)
{
	if (peek_solid(in) != c)
		return false;
	in->at++;
	return true;
}

static void
keep(struct rec_in *in, char c)
{
	if (in->text_len < in->text_size || rec_grow(in, &in->text, &in->text_size, in->text_len, 1) == 0)
		in->text[in->text_len++] = c;
	else
		in->over = true;
}

static void
keep_character(struct rec_in *in, uint32_t c)
{
	if (c < 0x80) {
		keep(in, (char)c);
		return;
	}
	if (c < 0x800) {
		keep(in, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			keep(in, (char)(0xe0 | c >> 12));
		} else {
			keep(in, (char)(0xf0 | c >> 18));
			keep(in, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		keep(in, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	keep(in, (char)(0x80 | (c & 0x3f)));
}

static int
four_hex(struct rec_in *in, uint32_t *c)
{
	*c = 0;
	for (int i = 0; i < 4; i++) {
		static const char hex[] = "0123456789abcdef";
		char digit = next(in);
		const char *at = digit == '\0' ? NULL : strchr(hex,
		    digit >= 'A' && digit <= 'F' ? digit | 0x20 : digit);

		if (at == NULL)
			return broken(in);
		*c = *c << 4 | (uint32_t)(at - hex);
	}
	return 0;
}

/* After \u: one character, of two halves above U+FFFF. */
static int
escaped_character(struct rec_in *in)
{
	uint32_t c, low;

	if (four_hex(in, &c) != 0)
		return -1;
	if (c >= 0xd800 && c < 0xdc00) {
		if (next(in) != '\\' || next(in) != 'u' || four_hex(in, &low) != 0 ||
		    low < 0xdc00 || low > 0xdfff)
			return broken(in);
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	} else if ((c >= 0xdc00 && c < 0xe000) || c == 0) {
		return broken(in);
	}
	keep_character(in, c);
	return 0;
}

/* A string, its first quotation mark taken. */
static int
string(struct rec_in *in)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c;

	while ((c = next(in)) != '"') {
		if (c != '\\') {
			if ((unsigned char)c < 0x20)
				return broken(in);
			keep(in, c);
			continue;
		}
		c = next(in);
		if (c == 'u') {
			if (escaped_character(in) != 0)
				return -1;
		} else if (c != '\0' && strchr(escapes, c) != NULL) {
			keep(in, meant[strchr(escapes, c) - escapes]);
		} else {
			return broken(in);
		}
	}
	return 0;
}

static bool
digits(struct rec_in *in)
{
	bool some = false;

	for (; peek(in) >= '0' && peek(in) <= '9'; some = true)
		keep(in, next(in));
	return some;
}

static int
number(struct rec_in *in)
{
	if (peek(in) == '-')
		keep(in, next(in));
	if (peek(in) == '0')
		keep(in, next(in));
	else if (!digits(in))
		return broken(in);
	if (peek(in) == '.') {
		keep(in, next(in));
		if (!digits(in))
			return broken(in);
	}
	if (peek(in) == 'e' || peek(in) == 'E') {
		keep(in, next(in));
		if (peek(in) == '+' || peek(in) == '-')
			keep(in, next(in));
		if (!digits(in))
			return broken(in);
	}
	return 0;
}

static int
literal(struct rec_in *in, const char *word)
{
	for (; *word != '\0'; word++) {
		if (next(in) != *word)
			return broken(in);
		keep(in, *word);
	}
	return 0;
}

static int value(struct rec_in *, int depth);

static int
members(struct rec_in *in, int depth, char close)
{
	if (take(in, close))
		return 0;
	do {
		if (close == '}' && (!take(in, '"') || string(in) != 0 ||
		    !take(in, ':')))
			return broken(in);
		if (value(in, depth - 1) != 0)
			return -1;
	} while (take(in, ','));
	return take(in, close) ? 0 : broken(in);
}

/* Reads any value; a string, a number or a word is kept. */
static int
value(struct rec_in *in, int depth)
{
	char c = peek_solid(in);
	size_t from = in->text_len;
	int rc;

	if (depth == 0)
		return broken(in);
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(in);
	if (c == 't' || c == 'f' || c == 'n')
		return literal(in, c == 't' ? "true" : c == 'f' ? "false" : "null");
	in->at += !in->over;
	if (c == '"')
		return string(in);
	if (c != '{' && c != '[')
		return broken(in);
	rc = members(in, depth, c == '{' ? '}' : ']');
	in->text_len = from;
	return rc;
}

/* A name and its value become a cell, but for where they lie. */
static int
member(struct rec_in *in)
{
	struct rec_cell *c = rec_add_cell(in);
	size_t from = in->text_len;

	if (c == NULL || !take(in, '"') || string(in) != 0 || !take(in, ':'))
		return broken(in);
	c->name.len = in->text_len - from;
	from = in->text_len;
	c->kind = peek_solid(in);
	if (value(in, DEPTH) != 0)
		return -1;
	if (c->kind == 'n')
		in->text_len = from;
	c->text.len = in->text_len - from;
	return 0;
}

/* An object, its brace taken. */
static int
object(struct rec_in *in)
{
	const char *at;

	in->text_len = 0;
	in->cells = 0;
	if (!take(in, '}')) {
		do
			if (member(in) != 0)
				return -1;
		while (take(in, ','));
		if (!take(in, '}'))
			return broken(in);
	}
	at = in->text != NULL ? in->text : "";
	for (int i = 0; i < in->cells; i++) {
		struct rec_cell *c = &in->cell[i];

		c->name.at = at;
		c->text.at = at + c->name.len;
		at = c->text.at + c->text.len;
	}
	return 1;
}

int
rec_json(struct rec_in *in, struct rec_cells *row)
{
	bool end = peek_solid(in) == (in->array ? ']' : '\0');

	if (end && (!in->array || take(in, ']'))) {
		in->array = false;
		if (peek_solid(in) != '\0')
			return broken(in);
		return in->failed ? -1 : 0;
	}
	if (in->array && in->later && !take(in, ','))
		return broken(in);
	peek_solid(in);
	row->line = in->no;
	if (!take(in, '{') || object(in) != 1)
		return broken(in);
	in->later = true;
	row->cell = in->cell;
	row->cells = in->cells;
	return 1;
}
