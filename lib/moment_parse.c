#include "moment.h"
#include "num.h"

enum { HOUR = 3600, NOON = 12, OFFSET_HOURS = 14, CELL = 80 };

#define DIGITS "0123456789"

enum half { WHOLE, MORNING, AFTERNOON };

/* A cell cut in two. */
struct cut {
	char		 day[CELL], time[CELL];		/* time: "" none */
	enum half	 half;		/* of the day, 上午 下午 */
};

/* A time of day as it is written. */
struct hour {
	int	second;		/* of the day */
	bool	zoned;		/* Z, +08:00; else it is the zone's time */
	int	offset;		/* seconds east of Greenwich */
};

static bool
take_word(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len) != 0)
		return false;
	*s += len;
	return true;
}

static bool
take_number(const char **s, size_t least, size_t most, int *n)
{
	size_t digits = strspn(*s, DIGITS);

	if (digits < least || digits > most)
		return false;
	for (*n = 0; digits > 0; digits--)
		*n = *n * 10 + *(*s)++ - '0';
	return true;
}

/* Of 8:30, 08:30:05.123 what follows the hour. */
static bool
take_colons(const char **s, int *minute, int *second)
{
	size_t fraction;

	if (!take_word(s, ":") || !take_number(s, 2, 2, minute))
		return false;
	if (!take_word(s, ":"))
		return true;
	if (!take_number(s, 2, 2, second))
		return false;
	if (!take_word(s, "."))
		return true;
	fraction = strspn(*s, DIGITS);
	*s += fraction;
	return fraction > 0;
}

/* Of 8时, 8时30分, 8点30分05秒 what follows the hour. */
static bool
take_units(const char **s, int *minute, int *second)
{
	if (!take_word(s, "时") && !take_word(s, "点"))
		return false;
	if (take_number(s, 1, 2, minute) && take_word(s, "分") && take_number(s, 1, 2, second))
		return take_word(s, "秒");
	return true;
}

/* Z, +08:00, +0800, +08 */
static bool
take_offset(const char **s, int *offset)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes = 0;
	size_t digits;

	if (take_word(s, "Z"))
		return true;
	if (!take_word(s, "+") && !take_word(s, "-"))
		return false;
	digits = strspn(*s, DIGITS);
	if (digits == 3 || !take_number(s, 2, 4, &hours))
		return false;
	if (digits == 4) {
		minutes = hours % 100;
		hours /= 100;
	} else if (take_word(s, ":") && !take_number(s, 2, 2, &minutes)) {
		return false;
	}
	*offset = sign * (hours * HOUR + minutes * 60);
	return hours <= OFFSET_HOURS && minutes < 60;
}

static enum moment_fault
read_hour(const char *s, enum half half, struct hour *h)
{
	int hour, minute = 0, second = 0;

	*h = (struct hour){ .zoned = false };
	if (!take_number(&s, 1, 2, &hour) || !(*s == ':' ? take_colons : take_units)(&s, &minute, &second))
		return MOMENT_WORD;
	s += strspn(s, " ");
	h->zoned = *s != '\0';
	if (h->zoned && (!take_offset(&s, &h->offset) || *s != '\0'))
		return MOMENT_WORD;
	if (hour > 23 || minute > 59 || second > 59 || (half == MORNING && hour > NOON))
		return MOMENT_INVALID;
	if (half == MORNING && hour == NOON)
		hour = 0;
	if (half == AFTERNOON && hour < NOON)
		hour += NOON;
	h->second = hour * HOUR + minute * 60 + second;
	return MOMENT_OK;
}

static moment_t
moment_of(day_t day, const struct hour *h, const char *zone)
{
	return h->zoned ? (moment_t)day_number(day) * MOMENT_DAY + h->second - h->offset :
	    moment_at(day, h->second, zone);
}

static void
trim(char *s)
{
	size_t len = strlen(s);

	while (len > 0 && s[len - 1] == ' ')
		len--;
	s[len] = '\0';
}

/* Drops a word from the end of a text. */
static bool
drop(char *s, const char *word)
{
	size_t len = strlen(s), n = strlen(word);

	if (len < n || strcmp(s + len - n, word) != 0)
		return false;
	s[len - n] = '\0';
	trim(s);
	return true;
}

/* The hour is the number before the first colon, 时 or 点. */
static bool
cut(struct text t, struct cut *c)
{
	static const char *const marks[] = { ":", "时", "点" };
	const char *mark = NULL;
	size_t len;

	*c = (struct cut){ .half = WHOLE };
	if (t.len == 0 || t.len >= CELL || memchr(t.at, '\0', t.len) != NULL)
		return false;
	memcpy(c->day, t.at, t.len);
	c->day[text_fold(c->day, t.len)] = '\0';
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && mark == NULL; i++)
		mark = strstr(c->day, marks[i]);
	if (mark == NULL)
		return true;
	len = (size_t)(mark - c->day);
	while (len > 0 && c->day[len - 1] >= '0' && c->day[len - 1] <= '9')
		len--;
	strcpy(c->time, c->day + len);
	c->day[len] = '\0';
	trim(c->day);
	c->half = drop(c->day, "上午") ? MORNING : drop(c->day, "下午") ? AFTERNOON : WHOLE;
	drop(c->day, "T");
	return true;
}

/* 45323.354: what follows the point is a part of the day. */
static int
part_of_day(const char *s)
{
	int64_t part = 0, whole = 1;

	for (s = strchr(s, '.') + 1; *s != '\0' && whole < 1000000000; s++)
		if (*s != ' ') {
			part = part * 10 + *s - '0';
			whole *= 10;
		}
	return (int)((part * MOMENT_DAY + whole / 2) / whole);
}

enum moment_fault
moment_parse(struct text t, const char *zone, moment_t *moment, bool *whole_day)
{
	static const enum moment_fault faults[] = {
		[DAY_INVALID] = MOMENT_INVALID, [DAY_AMBIGUOUS] = MOMENT_AMBIGUOUS,
		[DAY_INCOMPLETE] = MOMENT_INCOMPLETE, [DAY_TIME] = MOMENT_WORD, [DAY_WORD] = MOMENT_WORD,
	};
	struct cut c;
	struct hour h = { .zoned = false };
	enum day_fault day_fault;
	enum moment_fault fault = MOMENT_OK;
	bool serial;
	day_t day;

	*moment = 0;
	*whole_day = false;
	if (!cut(t, &c))
		return MOMENT_WORD;
	day_fault = day_parse(text_of(c.day), &day, &serial);
	if (day_fault == DAY_TIME && c.time[0] == '\0') {
		h.second = part_of_day(c.day);
		c.day[strspn(c.day, DIGITS)] = '\0';
		day_fault = day_parse(text_of(c.day), &day, &serial);
	} else if (c.time[0] != '\0') {
		fault = read_hour(c.time, c.half, &h);
	} else {
		*whole_day = day_fault == DAY_OK;
	}
	if (day_fault != DAY_OK || fault != MOMENT_OK)
		return day_fault != DAY_OK ? faults[day_fault] : fault;
	*moment = *whole_day ? moment_end(day, zone) : moment_of(day, &h, zone);
	return *moment != 0 ? MOMENT_OK : MOMENT_INVALID;
}

moment_t
moment_option(const char *s, day_t today, const char *zone)
{
	struct cut c;
	struct hour h;
	day_t day = today;

	if (!cut(text_of(s), &c))
		return 0;
	if (c.day[0] != '\0')
		day = day_option(c.day, today);
	if (day == 0)
		return 0;
	if (c.time[0] == '\0')
		return moment_end(day, zone);
	return read_hour(c.time, c.half, &h) == MOMENT_OK ? moment_of(day, &h, zone) : 0;
}
