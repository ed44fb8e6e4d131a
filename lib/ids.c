#include "ids.h"

#include "num.h"

const char *const ids_level[8] = {
	"province", "city", "county", "town",
	"village", "piece", "group", "neighbourhood",
};

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
	return ended(buf, num_padded(p, n, digits));
}

struct text
ids_household(int64_t id, char buf[static IDS_SIZE])
{
	int64_t village = ids_village(id), serial = ids_serial(id);

	if (serial > IDS_GIVEN)
		return given(village, 'H', serial - IDS_GIVEN, 4, buf);
	return ended(buf, put_pairs(put_village(buf, village), serial, IDS_OFFICIAL));
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
	return ended(buf, num_padded(p, ids_serial(id), 1));
}

/* A day of this century in six digits, others in eight. */
static char *
put_day(char *p, int64_t day)
{
	if (day / 1000000 == IDS_CENTURY / 1000000)
		return num_padded(p, day - IDS_CENTURY, 6);
	return num_padded(p, day, 8);
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

struct text
ids_dated(int64_t village, char letter, int64_t no, char buf[static IDS_SIZE])
{
	char *p = put_village(buf, village);

	*p++ = '-';
	*p++ = letter;
	p = put_day(p, no / IDS_DAY);
	*p++ = '-';
	return ended(buf, num_padded(p, no % IDS_DAY, 1));
}

struct text
ids_issue(int64_t village, int64_t no, int64_t n, char buf[static IDS_SIZE])
{
	char *p = buf + ids_dated(village, 'A', no, buf).len;

	*p++ = '-';
	return ended(buf, num_padded(p, n, 1));
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
