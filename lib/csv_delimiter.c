#define _GNU_SOURCE
#include "csv_read.h"

enum {
	LOOK = 20,		/* lines looked at; the first part has them */
};

static const struct {
	const char	*text;
	uint32_t	 delimiter;
} known[] = { { ",", ',' }, { ";", ';' }, { "\t", '\t' }, { "，", 0xff0c } };

bool
csv_is_hint(struct text line)
{
	return line.len >= 5 && line.len <= 7 && strncasecmp(line.at, "sep=", 4) == 0;
}

/* Cuts the next line off t, without its line end. */
static struct text
cut_line(struct text *t)
{
	struct text line = *t;
	const char *end = memchr(t->at, '\n', t->len);

	if (end == NULL)
		end = memchr(t->at, '\r', t->len);
	if (end == NULL)
		end = t->at + t->len - 1;
	else
		line.len = (size_t)(end - t->at);
	t->len -= (size_t)(end - t->at) + 1;
	t->at = end + 1;
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* How often a delimiter stands in a line, outside quotation marks. */
static int
count_in(struct text line, struct text delimiter)
{
	bool quoted = false;
	int n = 0;

	for (size_t i = 0; i + delimiter.len <= line.len; i++) {
		quoted ^= line.at[i] == '"';
		n += !quoted && memcmp(line.at + i, delimiter.at, delimiter.len) == 0;
	}
	return n;
}

/* Lines that have the delimiter equally often, times how often. */
static int
evenness(const struct text *lines, int n, struct text delimiter)
{
	int count[LOOK], best = 0;

	for (int i = 0; i < n; i++)
		count[i] = count_in(lines[i], delimiter);
	for (int i = 0; i < n; i++) {
		int same = 0;

		for (int k = 0; k < n; k++)
			same += count[k] == count[i];
		if (same * count[i] > best)
			best = same * count[i];
	}
	return best;
}

uint32_t
csv_delimiter(struct decode *in)
{
	struct text part = { 0 }, lines[LOOK], hint = { 0 };
	uint32_t found = ',';
	int n = 0, best = 0;

	if (decode_read(in, &part) != 1)
		part.len = 0;
	while (part.len > 0 && n < LOOK)
		lines[n++] = cut_line(&part);
	if (n > 0 && csv_is_hint(lines[0]))
		hint = (struct text){ lines[0].at + 4, lines[0].len - 4 };
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct text t = text_of(known[i].text);
		int score = text_is(hint, known[i].text) ? INT32_MAX : evenness(lines, n, t);

		if (score > best) {
			best = score;
			found = known[i].delimiter;
		}
	}
	decode_rewind(in);
	return found;
}
