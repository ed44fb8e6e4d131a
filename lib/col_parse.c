#define _GNU_SOURCE
#include <strings.h>

#include "col.h"
#include "identity.h"
#include "ids.h"
#include "num.h"
#include "phone.h"

enum {
	SHORT = 200,		/* characters of a name or a door number */
	LONG = 1000,		/* characters of other text */
	BRIEF_NAME = 4,		/* Han characters of a name padded with blanks */
	COUNT_MAX = 99,
	YEAR = 10000,		/* between equal days of two years */
};

static const int64_t most = INT64_C(1000000000000000);

static struct col_read
fault(enum fault f)
{
	return (struct col_read){ .fault = f };
}

static void *
field(const struct col *c, void *rec)
{
	return (char *)rec + c->offset;
}

static struct col_read
store_text(const struct col *c, struct text t, void *rec)
{
	*(struct text *)field(c, rec) = t;
	return fault(FAULT_NONE);
}

static struct col_read
store_int(const struct col *c, int64_t n, void *rec)
{
	*(int64_t *)field(c, rec) = n;
	return fault(FAULT_NONE);
}

/* Full-width forms to ASCII, in place. */
static struct text
fold(struct text t)
{
	t.len = text_fold((char *)t.at, t.len);
	return t;
}

static bool
too_long(struct text t, size_t limit)
{
	size_t n = 0;

	if (t.len <= limit)
		return false;
	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.at[i] & 0xc0) != 0x80;
	return n > limit;
}

/* How clerks write that there is nothing to write. */
static bool
is_nothing(struct text t)
{
	switch (t.len) {
	case 1:
		return t.at[0] == '-' || t.at[0] == '/';
	case 3:
		return memcmp(t.at, "无", 3) == 0 ||
		    memcmp(t.at, "—", 3) == 0 || memcmp(t.at, "－", 3) == 0 ||
		    memcmp(t.at, "／", 3) == 0;
	case 6:
		return memcmp(t.at, "——", 6) == 0;
	default:
		return false;
	}
}

/* What a character is to a name. */
enum kind { HAN, BLANK, DOT, LOST, OTHER };

static enum kind
kind_of(const char *s, size_t left, size_t *n)
{
	static const char *const dots[] = { "·", "•", "・", "．", "." };
	const unsigned char *p = (const unsigned char *)s;

	*n = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (*n > left)
		*n = left;
	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		if (*n == strlen(dots[i]) && memcmp(s, dots[i], *n) == 0)
			return DOT;
	if (p[0] == '?')
		return LOST;
	if (p[0] == ' ' || p[0] == '\t' || p[0] == '\n' ||
	    (*n == 2 && memcmp(s, "\u00a0", 2) == 0) ||
	    (*n == 3 && memcmp(s, "\u3000", 3) == 0))
		return BLANK;
	/* U+3400-9FFF, U+F900-FAFF and the planes above: 㛃, 𬭎. */
	if ((*n == 3 && ((p[0] >= 0xe4 && p[0] <= 0xe9) ||
	    (p[0] == 0xe3 && p[1] >= 0x90) ||
	    (p[0] == 0xef && p[1] >= 0xa4 && p[1] <= 0xab))) ||
	    (*n == 4 && p[0] == 0xf0 && p[1] >= 0xa0))
		return HAN;
	return OTHER;
}

static bool
only_han(struct text t)
{
	const unsigned char *p = (const unsigned char *)t.at;

	if (t.len % 3 != 0)
		return false;
	for (size_t i = 0; i < t.len; i += 3)
		if (p[i] < 0xe4 || p[i] > 0xe9)
			return false;
	return true;
}

/*
 * Writes a name again without the blanks that align it, and with one kind of
 * dot. An ASCII dot would grow: it does when blanks left room before it.
 */
static struct text
mend(struct text t, bool drop_blanks)
{
	char *s = (char *)t.at;
	enum kind last = OTHER;
	size_t in = 0, out = 0, n, next;

	while (in < t.len) {
		enum kind kind = kind_of(s + in, t.len - in, &n);

		if (kind == BLANK && drop_blanks) {
			in += n;
			continue;
		}
		if (kind == DOT && last == HAN && in + n < t.len &&
		    kind_of(s + in + n, t.len - in - n, &next) == HAN &&
		    out + 2 <= in + n) {
			memcpy(s + out, "·", 2);
			out += 2;
		} else {
			memmove(s + out, s + in, n);
			out += n;
		}
		in += n;
		last = kind;
	}
	return (struct text){ s, out };
}

static struct col_read
parse_name(const struct col *c, struct text t, void *rec)
{
	size_t count[OTHER + 1] = { 0 }, at, n;
	enum kind last = OTHER;

	if (too_long(t, SHORT))
		return fault(FAULT_TEXT_SIZE);
	if (only_han(t))
		return store_text(c, t, rec);
	for (at = 0; at < t.len; at += n) {
		enum kind kind = kind_of(t.at + at, t.len - at, &n);

		if ((kind == LOST && last == HAN) ||
		    (kind == HAN && last == LOST))
			return fault(FAULT_LOST_CHARACTER);
		count[kind]++;
		last = kind;
	}
	if (count[HAN] > 0 && (count[BLANK] > 0 || count[DOT] > 0))
		t = mend(t, count[HAN] <= BRIEF_NAME && count[OTHER] == 0 &&
		    count[LOST] == 0);
	return store_text(c, t, rec);
}

static size_t
digits(struct text t, size_t from)
{
	size_t n = 0;

	while (from + n < t.len && t.at[from + n] >= '0' && t.at[from + n] <= '9')
		n++;
	return n;
}

static bool
is_month(struct text t)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (size_t i = 0; t.len == 3 && i < sizeof(names) - 1; i += 3)
		if (strncasecmp(t.at, names + i, 3) == 0)
			return true;
	return false;
}

/* 3月2日, 2-Mar, Mar-02: what a spreadsheet makes of 3-2. */
static bool
is_door_date(struct text t)
{
	const size_t sign = strlen("月");
	size_t n = digits(t, 0), m;

	if (n == 1 || n == 2) {
		if (t.len == n + 4 && t.at[n] == '-')
			return is_month((struct text){ t.at + n + 1, 3 });
		if (t.len < n + sign || memcmp(t.at + n, "月", sign) != 0)
			return false;
		m = digits(t, n + sign);
		return (m == 1 || m == 2) && t.len == n + m + 2 * sign &&
		    memcmp(t.at + n + sign + m, "日", sign) == 0;
	}
	n = t.len > 4 ? digits(t, 4) : 0;
	return (n == 1 || n == 2) && t.len == 4 + n && t.at[3] == '-' &&
	    is_month((struct text){ t.at, 3 });
}

static struct col_read
parse_door(const struct col *c, struct text t, void *rec)
{
	t = fold(t);
	if (too_long(t, SHORT))
		return fault(FAULT_TEXT_SIZE);
	if (is_door_date(t))
		return fault(FAULT_DOOR_DATE);
	return store_text(c, t, rec);
}

/* Whether t is one of the words of a list with blanks between. */
static bool
listed(struct text t, const char *list)
{
	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, " ");

		if (n > 0 && n == t.len && memcmp(list, t.at, n) == 0)
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

static struct col_read
parse_word(const struct col *c, struct text t, void *rec)
{
	t = fold(t);
	for (const struct word *w = c->words; w->name != NULL; w++)
		if (text_is(t, w->name) || listed(t, w->aliases))
			return store_text(c, text_of(w->name), rec);
	return fault(FAULT_WORD);
}

static struct col_read
parse_count(const struct col *c, struct text t, void *rec)
{
	static const char units[] = "人 户 个", words[] = "〇零一二两三四五六七八九十百";
	const size_t han = 3;
	int64_t n;

	t = fold(t);
	if (t.len > han && listed((struct text){ t.at + t.len - han, han }, units))
		t.len -= han;
	if (t.len >= han && memmem(words, sizeof(words) - 1, t.at, han) != NULL)
		return fault(FAULT_COUNT_WORD);
	if (!num_parse(t, -most, most, &n))
		return fault(num_scientific(t) ? FAULT_SCIENTIFIC : FAULT_NUMBER);
	if (n < 1 || n > COUNT_MAX)
		return fault(FAULT_RANGE);
	return store_int(c, n, rec);
}

static struct col_read
parse_day(const struct col *c, struct text t, day_t today, void *rec)
{
	static const enum fault faults[] = {
		[DAY_INVALID] = FAULT_DATE_INVALID,
		[DAY_AMBIGUOUS] = FAULT_DATE_AMBIGUOUS,
		[DAY_INCOMPLETE] = FAULT_DATE_INCOMPLETE,
		[DAY_TIME] = FAULT_DATE_TIME,
		[DAY_WORD] = FAULT_DATE_WORD,
	};
	bool serial = false;
	day_t d;
	enum day_fault f = day_parse(t, &d, &serial);

	if (f != DAY_OK)
		return fault(faults[f]);
	if (d < DAY_MIN || (today != 0 && d > today + YEAR))
		return fault(FAULT_DATE_RANGE);
	*(day_t *)field(c, rec) = d;
	return (struct col_read){
		.note = serial ? FAULT_DATE_SERIAL : FAULT_NONE,
	};
}

/* 4301**********1239, 138****8000: what an export wrote that was not to show it. */
static bool
is_masked(struct text t)
{
	return memchr(t.at, '*', t.len) != NULL || memmem(t.at, t.len, "＊", 3) != NULL;
}

static struct col_read
parse_ident(const struct col *c, struct text t, day_t today, void *rec)
{
	static const enum fault faults[] = {
		[IDENTITY_SCIENTIFIC] = FAULT_ID_SCIENTIFIC,
		[IDENTITY_LENGTH] = FAULT_ID_LENGTH,
		[IDENTITY_OTHER] = FAULT_ID_OTHER,
		[IDENTITY_AREA] = FAULT_ID_AREA,
		[IDENTITY_DATE] = FAULT_ID_DATE,
		[IDENTITY_FUTURE] = FAULT_ID_FUTURE,
		[IDENTITY_CHECK] = FAULT_ID_CHECK,
	};
	bool old = false;
	int64_t n;
	enum identity_fault f = identity_parse(t, today, &n, &old);

	if (f != IDENTITY_OK)
		return fault(is_masked(t) ? FAULT_MASKED : faults[f]);
	*(int64_t *)field(c, rec) = n;
	return (struct col_read){ .note = old ? FAULT_ID_OLD : FAULT_NONE };
}

static struct col_read
parse_phone(const struct col *c, struct text t, void *rec)
{
	static const enum fault faults[] = {
		[PHONE_SCIENTIFIC] = FAULT_PHONE_SCIENTIFIC,
		[PHONE_ZERO] = FAULT_PHONE_ZERO,
		[PHONE_FORM] = FAULT_PHONE_FORM,
	};
	char buf[PHONE_SIZE], *out = (char *)t.at;
	enum phone_fault f = phone_parse(t, buf);
	bool fits = f == PHONE_OK && strlen(buf) <= t.len;
	size_t n = 0;

	if (f != PHONE_OK)
		return fault(is_masked(t) ? FAULT_MASKED : faults[f]);
	/* 073184086001 has no room for the hyphen and keeps its digits. */
	for (const char *p = buf; *p != '\0'; p++)
		if (fits || *p != '-')
			out[n++] = *p;
	return store_text(c, (struct text){ out, n }, rec);
}

static struct col_read
parse_id(const struct col *c, struct text t, int64_t (*parse)(struct text),
    enum fault unknown, void *rec)
{
	int64_t id;

	t = fold(t);
	id = parse(t);
	if (id == 0)
		return fault(num_scientific(t) ? FAULT_SCIENTIFIC : unknown);
	return store_int(c, id, rec);
}

struct col_read
col_parse(const struct col *c, struct text t, day_t today, void *rec)
{
	bool need = (c->flags & COL_NEED) != 0;
	int64_t n;

	if (t.len == 0)
		return fault(need ? FAULT_MISSING : FAULT_NONE);
	if (!need && is_nothing(t))
		return fault(FAULT_NONE);
	switch (c->type) {
	case COL_NAME:
		return parse_name(c, t, rec);
	case COL_DOOR:
		return parse_door(c, t, rec);
	case COL_WORD:
		return parse_word(c, t, rec);
	case COL_PHONE:
		return parse_phone(c, t, rec);
	case COL_COUNT:
		return parse_count(c, t, rec);
	case COL_INT:
		t = fold(t);
		if (!num_parse(t, 0, most, &n))
			return fault(num_scientific(t) ? FAULT_SCIENTIFIC :
			    FAULT_NUMBER);
		return store_int(c, n, rec);
	case COL_DAY:
		return parse_day(c, t, c->flags & COL_AHEAD ? 0 : today, rec);
	case COL_IDENT:
		return parse_ident(c, t, today, rec);
	case COL_AREA:
		t = fold(t);
		if (num_scientific(t))
			return fault(FAULT_SCIENTIFIC);
		return store_text(c, t, rec);
	case COL_HOUSEHOLD:
		return parse_id(c, t, ids_household_parse,
		    FAULT_HOUSEHOLD_FORM, rec);
	case COL_CHIEF:
		return parse_id(c, t, ids_chief_parse, FAULT_CHIEF_UNKNOWN,
		    rec);
	default:
		if (too_long(t, LONG))
			return fault(FAULT_TEXT_SIZE);
		return store_text(c, t, rec);
	}
}
