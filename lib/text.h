/*
 * Text: UTF-8 as clerks type it, cleaned and measured. Pure.
 *
 * A struct text is borrowed bytes with a length: no NUL is promised, and it
 * lives as long as what it was cut from. The empty text is absence.
 */
#ifndef NBR_TEXT_H
#define NBR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	const char	*at;	/* first byte, UTF-8; may be NULL when len is 0 */
	size_t		 len;	/* bytes */
};

static inline struct text
text_of(const char *s)
{
	return (struct text){ s, strlen(s) };
}

/* Inline, for the length of a literal is known then. */
static inline bool
text_is(struct text t, const char *s)
{
	return strlen(s) == t.len && (t.len == 0 || memcmp(t.at, s, t.len) == 0);
}

static inline bool
text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/*
 * The length of the valid UTF-8 at the start of s (RFC 3629: no overlong
 * forms, no surrogates, at most U+10FFFF). Equals len when all of it is.
 * NUL counts as valid here; callers that refuse it look for it themselves.
 */
size_t text_utf8(const char *s, size_t len);

/*
 * Cleans a cell: drops control characters but newline and tab, U+FEFF,
 * U+200B-200F, U+2028-202E and U+2060; trims blanks, tabs, newlines, U+00A0 and
 * U+3000; strips the text guards of spreadsheets ('123, ="123"). A return within it
 * that no newline follows becomes one. Works in place when something must go
 * and returns a part of s; nothing is allocated.
 */
struct text text_clean(char *s, size_t len);

/*
 * Folds full-width forms (U+FF01-FF5E) and U+3000 to ASCII, in place.
 * Returns the new length. For typed cells and headings, never for names.
 */
size_t text_fold(char *s, size_t len);

/* The character at s, a full-width form as the ASCII one. Returns its bytes, 0
 * when there is no valid one. */
size_t text_char(const char *s, size_t left, uint32_t *c);

/*
 * Folds a heading for comparison into buf: full-width to ASCII, capitals to
 * small, blanks, line ends, '*', ':' and a bracketed "(必填)" left out.
 * Cut at size - 1; always ends in NUL.
 */
const char *text_heading(struct text, char *buf, size_t size);

/* The bytes of the digit at s, ASCII or full-width; 0 when there is none. */
static inline size_t
text_digit(const char *s, size_t left)
{
	if (left > 0 && *s >= '0' && *s <= '9')
		return 1;
	return left >= 3 && memcmp(s, "\uff10", 3) >= 0 && memcmp(s, "\uff19", 3) <= 0 ? 3 : 0;
}

/*
 * Whether it looks like UTF-8 that was read as GBK: 鎴蜂富 for 户主. Two Han
 * characters at least must come to light; a last one may have lost its end.
 * Slow: for headings and names when something is wrong, not for every cell.
 */
bool text_mojibake(struct text);

/* Cells of width on a terminal (wcwidth); bytes that are not UTF-8 count 1. */
size_t text_width(struct text);

/* How many edits turn a into b (Levenshtein, bytes), at most limit + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);

#endif
