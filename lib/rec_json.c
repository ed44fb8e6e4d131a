#include "rec_ids.h"

/*
 * JSON as nbr writes it and jq rewrites it: objects one after the other, or in
 * one array. Strict; values that are not asked for are read and forgotten.
 */

enum { DEPTH = 64 };		/* of values within values */

struct json {
	struct lines	*in;
	size_t		 at;		/* of the next byte in the line */
	bool		 over;
	char		 text[ID_MAX + 4];	/* of the last string or number */
	size_t		 len;		/* ID_MAX + 1: longer than an id */
};

static int
broken(struct json *j)
{
	if (j->in->why == NULL)
		j->in->why = _("it is not JSON as the first line promised");
	return -1;
}

/* The next byte, not yet taken; 0 at the end, where no byte is 0. */
static char
peek(struct json *j)
{
	while (!j->over && j->at == j->in->len) {
		j->at = 0;
		j->over = lines_next(j->in) <= 0;
	}
	return (char)(j->over ? '\0' : j->in->at[j->at]);
}

static char
next(struct json *j)
{
	char c = peek(j);

	j->at += !j->over;
	return c;
}

/* The next byte that is no blank, not yet taken. */
static char
peek_solid(struct json *j)
{
	char c;

	while ((c = peek(j)) == ' ' || c == '\t' || c == '\n' || c == '\r')
		j->at++;
	return c;
}

static bool
take(struct json *j, char c)
{
	if (peek_solid(j) != c)
		return false;
	j->at++;
	return true;
}

static void
keep(struct json *j, char c)
{
	if (j->len <= ID_MAX)
		j->text[j->len++] = c;
}

static void
keep_character(struct json *j, uint32_t c)
{
	if (c < 0x80) {
		keep(j, (char)c);
		return;
	}
	if (c < 0x800) {
		keep(j, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			keep(j, (char)(0xe0 | c >> 12));
		} else {
			keep(j, (char)(0xf0 | c >> 18));
			keep(j, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		keep(j, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	keep(j, (char)(0x80 | (c & 0x3f)));
}

static int
four_hex(struct json *j, uint32_t *c)
{
	*c = 0;
	for (int i = 0; i < 4; i++) {
		static const char hex[] = "0123456789abcdef";
		char digit = next(j);
		const char *at = digit == '\0' ? NULL : strchr(hex,
		    digit >= 'A' && digit <= 'F' ? digit | 0x20 : digit);

		if (at == NULL)
			return broken(j);
		*c = *c << 4 | (uint32_t)(at - hex);
	}
	return 0;
}

/* After \u: one character, of two halves above U+FFFF. */
static int
escaped_character(struct json *j)
{
	uint32_t c, low;

	if (four_hex(j, &c) != 0)
		return -1;
	if (c >= 0xd800 && c < 0xdc00) {
		if (next(j) != '\\' || next(j) != 'u' || four_hex(j, &low) != 0 ||
		    low < 0xdc00 || low > 0xdfff)
			return broken(j);
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	} else if ((c >= 0xdc00 && c < 0xe000) || c == 0) {
		return broken(j);
	}
	keep_character(j, c);
	return 0;
}

/* A string, its first quotation mark taken. */
static int
string(struct json *j)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c;

	j->len = 0;
	while ((c = next(j)) != '"') {
		if (c != '\\') {
			if ((unsigned char)c < 0x20)
				return broken(j);
			keep(j, c);
			continue;
		}
		c = next(j);
		if (c == 'u') {
			if (escaped_character(j) != 0)
				return -1;
		} else if (c != '\0' && strchr(escapes, c) != NULL) {
			keep(j, meant[strchr(escapes, c) - escapes]);
		} else {
			return broken(j);
		}
	}
	return 0;
}

static bool
digits(struct json *j)
{
	bool some = false;

	for (; peek(j) >= '0' && peek(j) <= '9'; some = true)
		keep(j, next(j));
	return some;
}

static int
number(struct json *j)
{
	j->len = 0;
	if (peek(j) == '-')
		keep(j, next(j));
	if (peek(j) == '0')
		keep(j, next(j));
	else if (!digits(j))
		return broken(j);
	if (peek(j) == '.') {
		keep(j, next(j));
		if (!digits(j))
			return broken(j);
	}
	if (peek(j) == 'e' || peek(j) == 'E') {
		keep(j, next(j));
		if (peek(j) == '+' || peek(j) == '-')
			keep(j, next(j));
		if (!digits(j))
			return broken(j);
	}
	return 0;
}

static int
literal(struct json *j, const char *word)
{
	for (; *word != '\0'; word++)
		if (next(j) != *word)
			return broken(j);
	return 0;
}

static int value(struct json *, int depth);

static int
members(struct json *j, int depth, char close)
{
	if (take(j, close))
		return 0;
	do {
		if (close == '}' && (!take(j, '"') || string(j) != 0 ||
		    !take(j, ':')))
			return broken(j);
		if (value(j, depth - 1) != 0)
			return -1;
	} while (take(j, ','));
	return take(j, close) ? 0 : broken(j);
}

/* Reads any value; a string or a number is left in text. */
static int
value(struct json *j, int depth)
{
	char c = peek_solid(j);

	if (depth == 0)
		return broken(j);
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(j);
	if (c == 't' || c == 'f' || c == 'n')
		return literal(j, c == 't' ? "true" : c == 'f' ? "false" : "null");
	j->at += !j->over;
	switch (c) {
	case '"':
		return string(j);
	case '{':
		return members(j, depth, '}');
	case '[':
		return members(j, depth, ']');
	default:
		return broken(j);
	}
}

/* The value of the column: a string, a whole number, or null for none. */
static int
id_value(struct json *j, char id[ID_MAX + 4], size_t *len)
{
	char c = peek_solid(j);

	if (value(j, DEPTH) != 0)
		return -1;
	*len = 0;
	if (c == 'n')
		return 0;
	if (c != '"' && c != '-' && (c < '0' || c > '9'))
		j->in->why = _("an id is neither a string nor a number");
	else if (c != '"' && (memchr(j->text, '.', j->len) != NULL ||
	    memchr(j->text, 'e', j->len) != NULL ||
	    memchr(j->text, 'E', j->len) != NULL))
		j->in->why = _("a program turned an id into a number and lost its digits");
	if (j->in->why != NULL)
		return -1;
	*len = j->len;
	memcpy(id, j->text, j->len);
	return 0;
}

/* An object, its brace taken. */
static int
object(struct json *j, const struct ids_to *to)
{
	char id[ID_MAX + 4];
	bool found = false;
	size_t len = 0;

	if (!take(j, '}')) {
		do {
			if (!take(j, '"') || string(j) != 0 || !take(j, ':'))
				return broken(j);
			if (text_is((struct text){ j->text, j->len }, to->column)) {
				if (id_value(j, id, &len) != 0)
					return broken(j);
				found = true;
			} else if (value(j, DEPTH) != 0) {
				return -1;
			}
		} while (take(j, ','));
		if (!take(j, '}'))
			return broken(j);
	}
	if (!found) {
		j->in->why = _("a record lacks the column of the ids");
		return -1;
	}
	return ids_give(j->in, to, (struct text){ id, len });
}

static int
objects(struct json *j, struct ids_to *to, bool array)
{
	int rc = 0;
	char c;

	if (array && take(j, ']'))
		return 0;
	do {
		c = peek_solid(j);
		to->line = j->in->no;
		if (c != '{')
			return c == '\0' && !array && j->in->why == NULL ? 0 :
			    broken(j);
		j->at++;
		rc = object(j, to);
	} while (rc == 0 && (!array || take(j, ',')));
	if (rc == 0 && !take(j, ']'))
		return broken(j);
	return rc;
}

int
ids_json(struct lines *in, struct ids_to *to)
{
	struct json j = { .in = in };
	bool array = take(&j, '[');
	int rc = objects(&j, to, array);

	/* A fault of the input under way, or something after the array. */
	if (rc == 0 && peek_solid(&j) != '\0')
		return broken(&j);
	return rc == 0 && in->why != NULL ? -1 : rc;
}
