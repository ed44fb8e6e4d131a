#define _GNU_SOURCE
#include "col_parts.h"
#include "identity.h"
#include "ids.h"
#include "mask.h"
#include "num.h"

enum {
	COUNT_MAX = 99,
	AGE_MAX = 150,
	YEAR = 10000,		/* between equal days of two years */
};

static const int64_t most = INT64_C(1000000000000000);

static struct col_read
store_int(const struct col *c, int64_t n, void *rec)
{
	*(int64_t *)(void *)((char *)rec + c->offset) = n;
	return col_fault(FAULT_NONE);
}

static struct col_read
store_day(const struct col *c, day_t d, void *rec)
{
	*(day_t *)(void *)((char *)rec + c->offset) = d;
	return col_fault(FAULT_NONE);
}

bool
col_too_long(struct text t, size_t limit)
{
	size_t n = 0;

	if (t.len <= limit)
		return false;
	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.at[i] & 0xc0) != 0x80;
	return n > limit;
}

char *
col_room(const struct col_how *how, size_t n)
{
	return how->room == NULL ? NULL : how->room(how->arg, n);
}

/* How clerks write that there is nothing to write. */
enum nothing { SOMETHING, NOTHING, DASH };

static inline enum nothing
nothing_of(struct text t)
{
	switch (t.len) {
	case 1:
		return t.at[0] == '-' ? DASH : t.at[0] == '/' ? NOTHING : SOMETHING;
	case 3:
		return memcmp(t.at, "—", 3) == 0 || memcmp(t.at, "－", 3) == 0 ? DASH :
		    memcmp(t.at, "无", 3) == 0 || memcmp(t.at, "／", 3) == 0 ? NOTHING : SOMETHING;
	case 6:
		return memcmp(t.at, "——", 6) == 0 ? DASH : SOMETHING;
	default:
		return SOMETHING;
	}
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

int
col_word(const struct word *words, struct text t)
{
	for (int i = 0; words[i].name != NULL; i++)
		if (text_is(t, words[i].name) || listed(t, words[i].aliases))
			return i;
	return -1;
}

static struct col_read
parse_word(const struct col *c, struct text t, void *rec)
{
	int i = col_word(c->words, col_fold(t));

	return i < 0 ? col_fault(FAULT_WORD) : col_store(c, text_of(c->words[i].name), rec);
}

/* 4人 is 4. */
static struct text
without_unit(struct text t)
{
	const size_t han = 3;

	return t.len > han && listed((struct text){ t.at + t.len - han, han }, "人 户 个 岁 分") ? (struct text){ t.at, t.len - han } : t;
}

static struct col_read
parse_count(const struct col *c, struct text t, int64_t least, int64_t last, void *rec)
{
	static const char words[] = "〇零一二两三四五六七八九十百";
	const size_t han = 3;
	int64_t n;

	t = without_unit(col_fold(t));
	if (t.len >= han && memmem(words, sizeof(words) - 1, t.at, han) != NULL)
		return col_fault(FAULT_COUNT_WORD);
	if (!num_parse(t, -most, most, &n))
		return col_fault(num_scientific(t) ? FAULT_SCIENTIFIC : FAULT_NUMBER);
	if (n < least || n > last)
		return col_fault(FAULT_RANGE);
	return store_int(c, n, rec);
}

/* Spreadsheets and pens have several signs. */
static struct col_read
parse_points(const struct col *c, struct text t, void *rec)
{
	static const char dash[] = "\u2212";
	const size_t long_dash = sizeof(dash) - 1;
	bool minus = false;
	int64_t n;

	t = without_unit(col_fold(t));
	if (t.len > long_dash && memcmp(t.at, dash, long_dash) == 0) {
		t = (struct text){ t.at + long_dash, t.len - long_dash };
		minus = true;
	} else if (t.len > 1 && (*t.at == '+' || *t.at == '-')) {
		minus = *t.at == '-';
		t = (struct text){ t.at + 1, t.len - 1 };
	}
	if (!num_parse(t, 0, most, &n))
		return col_fault(num_scientific(t) ? FAULT_SCIENTIFIC : FAULT_NUMBER);
	return store_int(c, minus ? -n : n, rec);
}

/* Whether a day does not lie too far ahead. */
static bool
near(const struct col *c, day_t d, day_t today)
{
	return c->flags & COL_AHEAD || today == 0 || d <= today + YEAR;
}

/* What a last day says that is none. */
static bool
is_endless(struct text t)
{
	return listed(t, "长期 长期有效 至今 永久 无固定期限");
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

	if ((f == DAY_WORD && c->flags & COL_LAST && is_endless(t)) ||
	    (f == DAY_INCOMPLETE && c->flags & COL_MONTH))
		return col_fault(FAULT_NONE);
	if (f != DAY_OK)
		return col_fault(faults[f]);
	if (!near(c, d, today))
		return col_fault(FAULT_DATE_RANGE);
	store_day(c, d, rec);
	return (struct col_read){
		.note = serial ? FAULT_DATE_SERIAL : FAULT_NONE,
	};
}

static struct col_read
parse_moment(const struct col *c, struct text t, const struct col_how *how, void *rec)
{
	static const enum fault faults[] = {
		[MOMENT_WORD] = FAULT_TIME_WORD,
		[MOMENT_INVALID] = FAULT_TIME_INVALID,
		[MOMENT_AMBIGUOUS] = FAULT_DATE_AMBIGUOUS,
		[MOMENT_INCOMPLETE] = FAULT_DATE_INCOMPLETE,
	};
	const char *zone = how->zone != NULL ? how->zone : "Asia/Shanghai";
	bool whole_day;
	moment_t moment;
	enum moment_fault f = moment_parse(t, zone, &moment, &whole_day);

	if (f != MOMENT_OK)
		return col_fault(faults[f]);
	if (!near(c, moment_day(moment, zone, NULL), how->today))
		return col_fault(FAULT_DATE_RANGE);
	return store_int(c, moment, rec);
}

bool
col_masked(struct text t)
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
		[IDENTITY_ZEROED] = FAULT_ID_ZEROED,
	};
	bool old = false;
	int64_t n;
	enum identity_fault f = identity_parse(t, today, &n, &old);

	if (f != IDENTITY_OK)
		return col_fault(col_masked(t) ? FAULT_MASKED : faults[f]);
	store_int(c, n, rec);
	return (struct col_read){
		.note = old ? FAULT_ID_OLD : identity_zeroed(n) ? FAULT_ID_ZEROED : FAULT_NONE,
	};
}

static struct col_read
parse_id(const struct col *c, struct text t, int64_t (*parse)(struct text),
    enum fault unknown, void *rec)
{
	int64_t id;

	t = col_fold(t);
	id = parse(t);
	if (id == 0)
		return col_fault(num_scientific(t) ? FAULT_SCIENTIFIC : unknown);
	return store_int(c, id, rec);
}

struct col_read
col_parse(const struct col *c, struct text t, const struct col_how *how, void *rec)
{
	bool need = (c->flags & COL_NEED) != 0;
	enum nothing nothing;
	int64_t n;

	if (t.len == 0)
		return col_fault(need ? FAULT_MISSING : FAULT_NONE);
	nothing = need ? SOMETHING : nothing_of(t);
	if (nothing == NOTHING || (nothing == DASH && (c->type != COL_DAY || c->flags & COL_LAST)))
		return col_fault(FAULT_NONE);
	switch (c->type) {
	case COL_NAME:
		return col_parse_name(c, t, how, rec);
	case COL_DOOR:
		return col_parse_door(c, t, rec);
	case COL_PLACE:
		return col_parse_place(c, t, rec);
	case COL_WORD:
		return parse_word(c, t, rec);
	case COL_PHONE:
		return col_parse_phone(c, t, how, rec);
	case COL_COUNT:
		return parse_count(c, t, 1, COUNT_MAX, rec);
	case COL_AGE:
		return parse_count(c, t, 0, AGE_MAX, rec);
	case COL_POINTS:
		return parse_points(c, t, rec);
	case COL_INT:
		t = without_unit(col_fold(t));
		if (!num_parse(t, 0, most, &n))
			return col_fault(num_scientific(t) ? FAULT_SCIENTIFIC :
			    FAULT_NUMBER);
		return store_int(c, n, rec);
	case COL_DAY:
		return parse_day(c, t, how->today, rec);
	case COL_MOMENT:
		return parse_moment(c, t, how, rec);
	case COL_IDENT:
		return parse_ident(c, t, how->today, rec);
	case COL_AREA:
		/* No code, but a path of names. */
		if ((t.at[0] < '0' || t.at[0] > '9') && col_lost(t))
			return col_fault(FAULT_LOST_CHARACTER);
		t = col_fold(t);
		if (num_scientific(t))
			return col_fault(FAULT_SCIENTIFIC);
		return col_store(c, t, rec);
	case COL_HOUSEHOLD:
		return parse_id(c, t, ids_household_cell,
		    FAULT_HOUSEHOLD_FORM, rec);
	case COL_CHIEF:
		return parse_id(c, t, ids_chief_cell, FAULT_CHIEF_UNKNOWN,
		    rec);
	default:
		if (col_too_long(t, COL_LONG))
			return col_fault(FAULT_TEXT_SIZE);
		if (c->flags & COL_FREE && mask_done(t))
			return col_fault(FAULT_MASKED);
		return col_store(c, t, rec);
	}
}
