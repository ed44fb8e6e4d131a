/*
 * Titles that say the same. Clerks post one lamp twice in other words, and a false
 * alarm costs them more than a hint that is missing: what is left without filler
 * is one title within the other, or nearly so, and no number speaks against it.
 */
#include "order.h"

enum { TITLE_MAX = 100 };	/* characters looked at */

struct title {
	uint32_t c[TITLE_MAX];
	size_t	 n;
};

/* What changes nothing of the meaning of a title; longer words first. */
static const char *const filler[] = {
	"一直", "一下", "已经", "有点", "了", "的", "请", "又", "还", "都", "很", "啊", "呢", "吧", NULL,
};

static size_t
skip_filler(const char *s, size_t left)
{
	for (const char *const *f = filler; *f != NULL; f++)
		if (left >= strlen(*f) && memcmp(s, *f, strlen(*f)) == 0)
			return strlen(*f);
	return 0;
}

/* As plain leaves them. */
static bool
is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || c == U'十' || c == U'百';
}

/* A character as titles are compared: 三 is 3, A is a; 0 it is a blank or a mark. */
static uint32_t
plain(uint32_t c)
{
	static const uint32_t digits[] = {
		U'〇', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九',
	};

	if (c < 0x80)
		return is_digit(c) || (c >= 'a' && c <= 'z') ? c : c >= 'A' && c <= 'Z' ? c + 32 : 0;
	/* Latin-1 signs, general and Han punctuation, what is left of full-width forms. */
	if (c < 0xc0 || (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3040 && c != U'〇') || c >> 8 == 0xff)
		return 0;
	for (uint32_t d = 0; d < 10; d++)
		if (c == digits[d])
			return '0' + d;
	return c;
}

static void
read_title(struct text t, struct title *title)
{
	size_t at = 0, n;
	uint32_t c;

	title->n = 0;
	for (; at < t.len && title->n < TITLE_MAX; at += n) {
		n = skip_filler(t.at + at, t.len - at);
		if (n > 0)
			continue;
		n = text_char(t.at + at, t.len - at, &c);
		if (n == 0)
			return;
		c = plain(c);
		if (c != 0)
			title->c[title->n++] = c;
	}
}

/* Whether n characters stand in a title, as one. */
static bool
has(const struct title *t, const uint32_t *c, size_t n)
{
	for (size_t at = 0; at + n <= t->n; at++)
		if (memcmp(t->c + at, c, n * sizeof(*c)) == 0)
			return true;
	return false;
}

/* The digits from there on. */
static size_t
number(const struct title *t, size_t at)
{
	size_t n = 0;

	while (at + n < t->n && is_digit(t->c[at + n]))
		n++;
	return n;
}

/* Whether all numbers of a title are numbers of the other: the lamp of group 3 is
 * not that of group 13. */
static bool
numbers_in(const struct title *a, const struct title *b)
{
	size_t len;

	for (size_t i = 0; i < a->n; i += len + 1) {
		bool found = (len = number(a, i)) == 0;

		for (size_t k = 0, n; !found && k < b->n; k += n + 1) {
			n = number(b, k);
			found = n == len && memcmp(b->c + k, a->c + i, n * sizeof(*b->c)) == 0;
		}
		if (!found)
			return false;
	}
	return true;
}

/* How many characters they have in common, in one order. */
static size_t
common(const struct title *a, const struct title *b)
{
	size_t row[TITLE_MAX + 1] = { 0 };

	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0, corner = 0; j < b->n; j++) {
			size_t above = row[j + 1];

			if (a->c[i] == b->c[j])
				row[j + 1] = corner + 1;
			else if (row[j] > above)
				row[j + 1] = row[j];
			corner = above;
		}
	return row[b->n];
}

/*
 * Three characters of one in the other are enough when they stand together. Else
 * all of at least four stand there in order, but for one in ten, and no more than
 * half as many came between: 申请低保 is not 申请医保.
 */
static bool
alike(const struct title *a, const struct title *b)
{
	const struct title *less = a->n < b->n ? a : b, *more = less == a ? b : a;
	size_t both;

	if (less->n == 0 || (!numbers_in(a, b) && !numbers_in(b, a)))
		return false;
	if (has(more, less->c, less->n))
		return less->n == more->n || less->n >= 3;
	if (less->n < 4 || more->n > less->n * 3 / 2)
		return false;
	both = common(a, b);
	return (less->n - both) * 10 <= less->n;
}

bool
order_alike(struct text a, struct text b)
{
	struct title one, other;

	read_title(a, &one);
	read_title(b, &other);
	return alike(&one, &other);
}

struct search {
	struct title		 title;
	struct order_key	*like;
};

static int
compare(void *arg, struct stmt *row)
{
	struct search *s = arg;
	struct title t;

	read_title(stmt_text(row, 1), &t);
	if (!alike(&s->title, &t))
		return 0;
	s->like->no = stmt_int(row, 0);
	return 1;
}

int
order_find_like(struct db *db, int64_t village, int64_t hood, const char *kind, struct text title, moment_t at,
    struct order_key *like)
{
	struct search s = { .like = like };

	*like = (struct order_key){ village, 0 };
	read_title(title, &s.title);
	/* A range of one, or SQLite looks at all of the village. */
	return db_each(db, "SELECT no, title FROM work_order WHERE village = $1 AND hood BETWEEN $2 AND $2 AND kind = $3 AND closed = 0"
	    " AND posted <= $4 ORDER BY hood, no",
	    ARGS(ARG(village), ARG(hood), ARG(kind), ARG(at)), compare, &s);
}
