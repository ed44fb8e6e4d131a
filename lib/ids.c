#include "ids.h"

#include "day.h"
#include "num.h"

enum {
	VILLAGE = 12,		/* digits of a village's code */
	OFFICIAL = 6,		/* digits of an official household serial */
	CENTURY = 20000000,	/* days of 20YY are written in six digits */
};

const char *const ids_level[8] = {
	"province", "city", "county", "town",
	"village", "piece", "group", "neighbourhood",
};

/* Appends n with at least so many digits. */
static char *
put(char *p, int64_t n, int digits)
{
	int64_t least = 1;

	while (--digits > 0) {
		least *= 10;
		if (n < least)
			*p++ = '0';
	}
	return p + num_text(n, p);
}

/* Writes n in exactly so many digits, 2 or 6: ids are written by the million, and
 * short numbers divide faster. */
static inline char *
put_pairs(char *p, int64_t n, int digits)
{
	uint32_t left = (uint32_t)n;

	for (int i = digits - 2; i >= 0; i -= 2, left /= 100) {
		uint32_t two = left % 100;

		p[i] = (char)('0' + two / 10);
		p[i + 1] = (char)('0' + two % 10);
	}
	return p + digits;
}

static char *
put_village(char *p, int64_t village)
{
	p = put_pairs(p, village / 1000000, 6);
	return put_pairs(p, village % 1000000, 6);
}

/* An id ends in NUL too, for messages. */
static struct text
ended(char *buf, char *p)
{
	*p = '\0';
	return (struct text){ buf, (size_t)(p - buf) };
}

static struct text
given(int64_t village, char letter, int64_t n, int digits, char *buf)
{
	char *p = put_village(buf, village);

	*p++ = '-';
	*p++ = letter;
	return ended(buf, put(p, n, digits));
}

struct text
ids_household(int64_t id, char buf[static IDS_SIZE])
{
	int64_t village = ids_village(id), serial = ids_serial(id);

	if (serial > IDS_GIVEN)
		return given(village, 'H', serial - IDS_GIVEN, 4, buf);
	return ended(buf, put_pairs(put_village(buf, village), serial, OFFICIAL));
}

struct text
ids_chief(int64_t id, char buf[static IDS_SIZE])
{
	return given(ids_village(id), 'C', ids_serial(id), 2, buf);
}

struct text
ids_entry(int64_t id, char buf[static IDS_SIZE])
{
	return given(ids_village(id), 'P', ids_serial(id), 1, buf);
}

struct text
ids_goods(int64_t id, char buf[static IDS_SIZE])
{
	return given(ids_village(id), 'G', ids_serial(id), 2, buf);
}

struct text
ids_run(int64_t id, char buf[static IDS_SIZE])
{
	char *p = buf;

	if (ids_village(id) != 0) {
		p = put_village(p, ids_village(id));
		*p++ = '-';
	}
	*p++ = 'R';
	return ended(buf, put(p, ids_serial(id), 1));
}

static struct text
part(struct text t, size_t from, size_t len)
{
	return (struct text){ t.at + from, len };
}

/* Digits only, num_parse() taking no sign when the least is 0. */
static bool
digits(struct text t, int64_t most, int64_t *n)
{
	return t.len <= 18 && num_parse(t, 0, most, n);
}

/* No province begins with 0 or 9, and an id of 9 would not fit an int64_t. */
static bool
is_province(char c)
{
	return c >= '1' && c <= '8';
}

static bool
village_parse(struct text t, int64_t *village)
{
	return t.len >= VILLAGE && is_province(t.at[0]) &&
	    digits(part(t, 0, VILLAGE), INT64_MAX, village);
}

/* The number behind a letter of either case: "H0042". */
static bool
lettered(struct text t, char letter, int64_t most, int64_t *n)
{
	return t.len > 1 && (t.at[0] & ~0x20) == letter &&
	    digits(part(t, 1, t.len - 1), most, n) && *n > 0;
}

/* "430121106205-C07" */
static int64_t
given_parse(struct text t, char letter, int64_t base)
{
	int64_t village, n;

	if (t.len <= VILLAGE || t.at[VILLAGE] != '-' ||
	    !village_parse(t, &village) ||
	    !lettered(part(t, VILLAGE + 1, t.len - VILLAGE - 1), letter,
	    IDS_STEP - 1 - base, &n))
		return 0;
	return ids_make(village, base + n);
}

int64_t
ids_household_parse(struct text t)
{
	int64_t village, serial;

	if (t.len != VILLAGE + OFFICIAL || t.at[VILLAGE] == '-')
		return given_parse(t, 'H', IDS_GIVEN);
	if (!village_parse(t, &village) ||
	    !digits(part(t, VILLAGE, OFFICIAL), INT64_MAX, &serial) ||
	    serial == 0)
		return 0;
	return ids_make(village, serial);
}

int64_t
ids_chief_parse(struct text t)
{
	return given_parse(t, 'C', 0);
}

int64_t
ids_entry_parse(struct text t)
{
	return given_parse(t, 'P', 0);
}

int64_t
ids_goods_parse(struct text t)
{
	return given_parse(t, 'G', 0);
}

static int64_t
cell_parse(int64_t whole, struct text t, char letter)
{
	int64_t serial;
	int n_digits;

	return whole == 0 && ids_tail(t, letter, &serial, &n_digits) && n_digits == 0 ? ids_make(0, serial) : whole;
}

int64_t
ids_household_cell(struct text t)
{
	return cell_parse(ids_household_parse(t), t, 'H');
}

int64_t
ids_chief_cell(struct text t)
{
	return cell_parse(ids_chief_parse(t), t, 'C');
}

int64_t
ids_run_parse(struct text t)
{
	char buf[IDS_SIZE];
	int64_t id;

	if (!lettered(t, 'R', IDS_STEP - 1, &id))
		id = given_parse(t, 'R', 0);
	return text_equal(ids_run(id, buf), t) ? id : 0;
}

bool
ids_tail(struct text t, char letter, int64_t *serial, int *n_digits)
{
	int64_t base = letter == 'H' ? IDS_GIVEN : 0, n;

	if (t.len > 0 && t.at[0] == '-')
		t = part(t, 1, t.len - 1);
	if (lettered(t, letter, IDS_STEP - 1 - base, &n)) {
		*serial = base + n;
		*n_digits = 0;
		return true;
	}
	if (!digits(t, INT64_MAX, &n))
		return false;
	*serial = n;
	*n_digits = (int)t.len;
	return true;
}

/* A day of this century in six digits, others in eight. */
static char *
put_day(char *p, int64_t day)
{
	if (day / 1000000 == CENTURY / 1000000)
		return put(p, day - CENTURY, 6);
	return put(p, day, 8);
}

struct text
ids_visit(int64_t household, int32_t day, int64_t no,
    char buf[static IDS_SIZE])
{
	char *p = buf + ids_household(household, buf).len;

	*p++ = '-';
	*p++ = 'V';
	p = put_day(p, day);
	if (no > 1) {
		*p++ = '-';
		p += num_text(no, p);
	}
	return ended(buf, p);
}

bool
ids_visit_parse(struct text t, int64_t *household, int32_t *day, int64_t *no)
{
	const char *v = NULL, *hyphen;
	int64_t id, d, n = 1;
	struct text when;
	size_t i;

	/* The household's own part has no V. */
	for (i = 0; i < t.len && v == NULL; i++)
		if ((t.at[i] & ~0x20) == 'V')
			v = t.at + i;
	if (v == NULL || v == t.at || v[-1] != '-')
		return false;
	id = ids_household_parse(part(t, 0, (size_t)(v - t.at) - 1));
	when = (struct text){ v + 1, (size_t)(t.at + t.len - v) - 1 };
	hyphen = when.len > 0 ? memchr(when.at, '-', when.len) : NULL;
	if (hyphen != NULL) {
		struct text last = { hyphen + 1,
		    (size_t)(when.at + when.len - hyphen) - 1 };

		when.len = (size_t)(hyphen - when.at);
		if (last.len > 9 || !digits(last, INT64_MAX, &n) || n == 0)
			return false;
	}
	if (id == 0 || (when.len != 6 && when.len != 8) ||
	    !digits(when, DAY_MAX, &d))
		return false;
	if (when.len == 6)
		d += CENTURY;
	if (!day_exists((day_t)d))
		return false;
	*household = id;
	*day = (day_t)d;
	*no = n;
	return true;
}

struct text
ids_dated(int64_t village, char letter, int64_t no, char buf[static IDS_SIZE])
{
	char *p = put_village(buf, village);

	*p++ = '-';
	*p++ = letter;
	p = put_day(p, no / IDS_DAY);
	*p++ = '-';
	return ended(buf, put(p, no % IDS_DAY, 1));
}

/* The text before the first of a character, and what is after it in *t. */
static struct text
cut(struct text *t, char c)
{
	const char *at = t->len > 0 ? memchr(t->at, c, t->len) : NULL;
	size_t n = at == NULL ? t->len : (size_t)(at - t->at);
	struct text head = part(*t, 0, n);

	*t = part(*t, n + (at != NULL), t->len - n - (at != NULL));
	return head;
}

bool
ids_dated_parse(struct text t, char letter, int64_t *village, int64_t *no)
{
	int64_t code = 0, day, n;
	struct text when;

	if (t.len > VILLAGE && t.at[VILLAGE] == '-') {
		if (!village_parse(t, &code))
			return false;
		t = part(t, VILLAGE, t.len - VILLAGE);
	}
	if (t.len > 0 && t.at[0] == '-')
		t = part(t, 1, t.len - 1);
	if (t.len == 0 || (t.at[0] & ~0x20) != letter)
		return false;
	t = part(t, 1, t.len - 1);
	when = cut(&t, '-');
	if ((when.len != 6 && when.len != 8) || !digits(when, DAY_MAX, &day) || !digits(t, IDS_DAY - 1, &n) || n == 0)
		return false;
	day += when.len == 6 ? CENTURY : 0;
	if (!day_exists((day_t)day))
		return false;
	*village = code;
	*no = day * IDS_DAY + n;
	return true;
}

struct text
ids_issue(int64_t village, int64_t no, int64_t n, char buf[static IDS_SIZE])
{
	char *p = buf + ids_dated(village, 'A', no, buf).len;

	*p++ = '-';
	return ended(buf, put(p, n, 1));
}

bool
ids_issue_parse(struct text t, int64_t *village, int64_t *no, int64_t *n)
{
	size_t hyphen = t.len;

	while (hyphen > 0 && t.at[hyphen - 1] != '-')
		hyphen--;
	return hyphen > 0 && ids_dated_parse(part(t, 0, hyphen - 1), 'A', village, no) &&
	    digits(part(t, hyphen, t.len - hyphen), 999999, n) && *n > 0;
}

bool
ids_area_parse(struct text t, struct area_range *range)
{
	static const int8_t level[VILLAGE + 1] = {
		[2] = 1, [4] = 2, [6] = 3, [9] = 4, [12] = 5,
	};
	int64_t code, step = 1, sub = 0, sub_step = 1000000, n;
	const char *dot = t.len > 0 ? memchr(t.at, '.', t.len) : NULL;
	size_t len = dot != NULL ? (size_t)(dot - t.at) : t.len, i;

	if (len > VILLAGE || level[len] == 0 || !is_province(t.at[0]) ||
	    (dot != NULL && len != VILLAGE) ||
	    !digits(part(t, 0, len), INT64_MAX, &code))
		return false;
	range->level = level[len] - 1;
	for (i = len; i < VILLAGE; i++)
		step *= 10;
	for (i = len; i < t.len; i += 3) {
		if (sub_step == 1 || t.len - i < 3 || t.at[i] != '.' ||
		    !digits(part(t, i + 1, 2), 99, &n) || n == 0)
			return false;
		sub_step /= 100;
		sub += n * sub_step;
		range->level++;
	}
	range->village_lo = code * step;
	range->village_hi = range->village_lo + step - 1;
	range->sub_lo = sub;
	range->sub_hi = sub + sub_step - 1;
	return true;
}

struct text
ids_area(int64_t village, int64_t sub, char buf[static IDS_SIZE])
{
	char *p = put_village(buf, village);

	for (; sub > 0; sub = sub % 10000 * 100) {
		*p++ = '.';
		p = put_pairs(p, sub / 10000, 2);
	}
	/* Above the village the code was padded with zeros to 12 digits. */
	if (village % 1000 == 0)
		p = buf + (village % 1000000 != 0 ? 9 : village % 100000000 != 0 ? 6 :
		    village % 10000000000 != 0 ? 4 : 2);
	return ended(buf, p);
}

int64_t
ids_sub_at(int64_t sub, int level)
{
	static const int64_t step[] = { [4] = 1000000, [5] = 10000, [6] = 100, [7] = 1 };

	return sub / step[level] * step[level];
}

int
ids_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}
