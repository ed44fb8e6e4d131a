#include "ids.h"

#include "day.h"
#include "num.h"

enum { VILLAGE = 12 };		/* digits of its code */

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

	if (t.len != VILLAGE + IDS_OFFICIAL || t.at[VILLAGE] == '-')
		return given_parse(t, 'H', IDS_GIVEN);
	if (!village_parse(t, &village) ||
	    !digits(part(t, VILLAGE, IDS_OFFICIAL), INT64_MAX, &serial) ||
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
		d += IDS_CENTURY;
	if (!day_exists((day_t)d))
		return false;
	*household = id;
	*day = (day_t)d;
	*no = n;
	return true;
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
	day += when.len == 6 ? IDS_CENTURY : 0;
	if (!day_exists((day_t)day))
		return false;
	*village = code;
	*no = day * IDS_DAY + n;
	return true;
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
