#define _GNU_SOURCE
#include <stdlib.h>

#include "import_alias.h"

enum {
	NEAR_HAN = 3,		/* characters a misspelt heading has at least */
	NEAR_ASCII = 5,
};

/* Cuts the next word off words. */
static bool
next_word(const char **words, char stop, struct text *word)
{
	const char *end;

	if (*words == NULL || **words == '\0')
		return false;
	end = strchrnul(*words, stop);
	*word = (struct text){ *words, (size_t)(end - *words) };
	*words = *end == '\0' ? end : end + 1;
	return true;
}

static int
add(struct aliases *a, struct text word, const struct col *col)
{
	struct alias *more;

	if (word.len == 0)
		return 0;
	if ((a->n & (a->n - 1)) == 0) {
		more = realloc(a->at, (a->n == 0 ? 1 : 2 * a->n) * sizeof(*more));
		if (more == NULL)
			return -1;
		a->at = more;
	}
	a->at[a->n] = (struct alias){ .col = col, .word = word };
	text_heading(word, a->at[a->n++].text, IMPORT_TITLE);
	return 0;
}

static int
add_columns(const struct import *im, struct aliases *a)
{
	for (const struct col *c = im->entity->cols; c->type != COL_END; c++) {
		const char *words = c->aliases;
		struct text word;

		if ((c->flags & (COL_IN | COL_ASIDE)) == 0)
			continue;
		if (add(a, text_of(c->name), c) != 0 || (c->zh != NULL && add(a, text_of(c->zh), c) != 0))
			return -1;
		while (next_word(&words, ' ', &word))
			if (add(a, word, c) != 0)
				return -1;
	}
	/* The numbers of a form's lines. */
	return add(a, text_of("序号"), NULL) != 0 || add(a, text_of("行号"), NULL) != 0 ? -1 : 0;
}

/* Reads --map 'heading=column,..'; nothing behind the = leaves a heading out. */
static int
add_map(struct import *im, struct aliases *a)
{
	const char *map = im->how->map;
	size_t own = a->n;
	struct text pair;

	while (next_word(&map, ',', &pair)) {
		const char *equals = memrchr(pair.at, '=', pair.len);
		struct text name = { 0 };
		const struct alias *alias = NULL;

		if (equals != NULL) {
			name = (struct text){ equals + 1, pair.len - (size_t)(equals + 1 - pair.at) };
			alias = alias_find(&(struct aliases){ a->at, own, 0 }, name);
		}
		if (equals == NULL || (name.len > 0 && (alias == NULL || alias->col == NULL))) {
			msg_error(_("--map: %.*s: no such column; it is heading=column"), (int)pair.len, pair.at);
			return 2;
		}
		if (add(a, (struct text){ pair.at, (size_t)(equals - pair.at) }, alias != NULL ? alias->col : NULL) != 0)
			return -1;
	}
	a->mapped = a->n - own;
	return 0;
}

int
alias_begin(struct import *im, struct aliases *a)
{
	*a = (struct aliases){ 0 };
	return add_columns(im, a) != 0 ? -1 : add_map(im, a);
}

void
alias_end(struct aliases *a)
{
	free(a->at);
}

const struct alias *
alias_find(const struct aliases *a, struct text title)
{
	char folded[IMPORT_TITLE];

	text_heading(title, folded, IMPORT_TITLE);
	for (size_t i = a->n; folded[0] != '\0' && i-- > 0; )
		if (strcmp(folded, a->at[i].text) == 0)
			return &a->at[i];
	return NULL;
}

static size_t
bytes_at(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Whether one character put in, left out or taken for another makes them equal. */
static bool
is_near(const char *a, const char *b)
{
	size_t same = 0, tail = 0, x, y, a_len = strlen(a), b_len = strlen(b);

	while (a[same] != '\0' && a[same] == b[same])
		same++;
	while (same > 0 && ((unsigned char)a[same] & 0xc0) == 0x80)
		same--;
	while (tail < a_len - same && tail < b_len - same && a[a_len - tail - 1] == b[b_len - tail - 1])
		tail++;
	while (tail > 0 && ((unsigned char)a[a_len - tail] & 0xc0) == 0x80)
		tail--;
	x = a_len - same - tail;
	y = b_len - same - tail;
	return (x == 0 || x == bytes_at(a + same)) && (y == 0 || y == bytes_at(b + same));
}

const struct alias *
alias_near(const struct import *im, const struct aliases *a, struct text title)
{
	char folded[IMPORT_TITLE];
	size_t characters = 0, i, bytes;

	text_heading(title, folded, IMPORT_TITLE);
	for (i = 0; folded[i] != '\0'; i += bytes_at(folded + i))
		characters++;
	bytes = i;
	if (characters < (bytes > characters ? NEAR_HAN : NEAR_ASCII))
		return NULL;
	for (i = 0; i < a->n; i++)
		if (a->at[i].col != NULL && !im->given[a->at[i].col - im->entity->cols] && is_near(folded, a->at[i].text))
			return &a->at[i];
	return NULL;
}
