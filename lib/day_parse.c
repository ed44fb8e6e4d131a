#include "day.h"
#include "num.h"

enum {
	SERIAL_MIN = 20000,
	SERIAL_MAX = 60000,
	SERIAL_EPOCH = -25569,		/* 1899-12-30, day 0 of spreadsheets */
};

static enum day_fault
take(int64_t n, day_t *d)
{
	if (!day_exists((day_t)n))
		return DAY_INVALID;
	*d = (day_t)n;
	return DAY_OK;
}

/* A cell's runs of digits, and what is left when each is written "0". */
struct shape {
	char	text[32];
	int64_t	number[3];
	size_t	digits[3];
	size_t	runs;
};

static bool
shape_of(const char *s, struct shape *shape)
{
	size_t out = 0, n;

	*shape = (struct shape){ .runs = 0 };
	while (*s != '\0') {
		n = strspn(s, "0123456789");
		if (n > 0) {
			if (shape->runs == 3 || !num_parse((struct text){ s, n },
			    0, INT64_MAX, &shape->number[shape->runs]))
				return false;
			shape->digits[shape->runs++] = n;
		}
		if (out + 1 == sizeof(shape->text))
			return false;
		if (n > 0)
			shape->text[out++] = '0';
		else if (*s != ' ')
			shape->text[out++] = *s;
		s += n > 0 ? n : 1;
	}
	return true;
}

static enum day_fault
read_serial(int64_t n, day_t *d, bool *serial)
{
	if (n < SERIAL_MIN || n > SERIAL_MAX)
		return DAY_WORD;
	*d = day_of_number((int32_t)n + SERIAL_EPOCH);
	*serial = true;
	return DAY_OK;
}

/* One run of digits and nothing else. */
static enum day_fault
read_bare(int64_t n, size_t digits, day_t *d, bool *serial)
{
	int64_t year = digits == 6 ? n / 100 : n;

	if (digits == 8)
		return take(n, d);
	if (digits == 5)
		return read_serial(n, d, serial);
	if (digits != 4 && digits != 6)
		return DAY_WORD;
	if (year >= 1880 && year <= 2199)
		return DAY_INCOMPLETE;
	return digits == 6 ? DAY_AMBIGUOUS : DAY_WORD;
}

static enum day_fault
read_shape(const struct shape *s, day_t *d)
{
	static const struct {
		const char	*text;
		bool		 year;	/* the first number must be a year */
	} known[] = {
		{ "0-0-0", true }, { "0/0/0", true }, { "0.0.0", true },
		{ "0年0月0日", true },
		{ "0-0", true }, { "0/0", true }, { "0.0", true },
		{ "0年0月", true }, { "0年", true },
		{ "0月0日", false }, { "0月", false },
	};
	size_t i;

	for (i = 0; i < s->runs; i++)
		if (s->digits[i] > 4)
			return DAY_WORD;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(s->text, known[i].text) != 0)
			continue;
		if (!known[i].year || s->digits[0] < 4 || s->digits[1] > 2 ||
		    s->digits[2] > 2)
			return DAY_AMBIGUOUS;
		if (s->runs < 3)
			return DAY_INCOMPLETE;
		if (s->number[1] > 12 || s->number[2] > 31)
			return DAY_INVALID;
		return take(s->number[0] * 10000 + s->number[1] * 100 +
		    s->number[2], d);
	}
	return DAY_WORD;
}

enum day_fault
day_parse(struct text t, day_t *d, bool *serial)
{
	enum day_fault fault;
	struct shape shape;
	char buf[64], *time;
	bool hours = false;		/* a time of day, and not midnight */
	int64_t n;

	*d = 0;
	*serial = false;
	if (num_form(t, "0000-00-00", &n))
		return take(n, d);
	if (t.len == 0 || t.len >= sizeof(buf) || memchr(t.at, '\0', t.len))
		return DAY_WORD;
	memcpy(buf, t.at, t.len);
	buf[text_fold(buf, t.len)] = '\0';

	time = strrchr(buf, ' ');
	if (time != NULL && strchr(time, ':') != NULL) {
		*time++ = '\0';
		hours = strspn(time, "0:") != strlen(time);
		if (!shape_of(time, &shape) || (strcmp(shape.text, "0:0") != 0 &&
		    strcmp(shape.text, "0:0:0") != 0))
			return DAY_WORD;
	}
	if (!shape_of(buf, &shape))
		return DAY_WORD;
	if (strcmp(shape.text, "0") == 0 && time == NULL)
		return read_bare(shape.number[0], shape.digits[0], d, serial);
	if (strcmp(shape.text, "0.0") == 0 && shape.digits[0] == 5) {
		hours = shape.number[1] > 0;
		fault = read_serial(shape.number[0], d, serial);
	} else {
		fault = read_shape(&shape, d);
	}
	if (fault != DAY_OK || !hours)
		return fault;
	*d = 0;
	*serial = false;
	return DAY_TIME;
}

day_t
day_option(const char *s, day_t today)
{
	struct text t = text_of(s);
	int64_t n, days = 0;
	day_t d = 0;

	if (num_form(t, "0000-00-00", &n))
		return take(n, &d) == DAY_OK ? d : 0;
	if (strcmp(s, "today") == 0)
		return today;
	if (strcmp(s, "yesterday") == 0)
		return day_add(today, -1);
	if (strcmp(s, "tomorrow") == 0)
		return day_add(today, 1);
	if (t.len < 3 || (s[0] != '+' && s[0] != '-') ||
	    !num_parse((struct text){ s + 1, t.len - 2 }, 0, 100000, &n))
		return 0;
	if (s[0] == '-')
		n = -n;
	switch (s[t.len - 1]) {
	case 'd':
		days = n;
		break;
	case 'w':
		days = n * 7;
		break;
	case 'm':
		return day_add_months(today, (int)n);
	case 'y':
		return day_add_months(today, (int)n * 12);
	default:
		return 0;
	}
	return day_add(today, (int)days);
}
