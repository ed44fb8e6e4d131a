/* Door numbers and names of areas: what a spreadsheet took for a date. */
#define _GNU_SOURCE
#include <stdio.h>
#include <strings.h>

#include "col_parts.h"
#include "num.h"

enum {
	DATE_MAX = 32,			/* bytes a date has at most */
	YEAR_FIRST = 2000, YEAR_LAST = 2099,	/* in which it became one */
	SERIAL_FIRST = 2010, SERIAL_LAST = 2039,	/* 20101 is a flat rather */
};

/* The number at the start of *t, of at most 5 digits, which is cut off; -1. */
static int
number(struct text *t)
{
	int64_t v = -1;
	size_t n = 0;

	while (n < t->len && n < 6 && t->at[n] >= '0' && t->at[n] <= '9')
		n++;
	if (n == 0 || n > 5 || !num_parse((struct text){ t->at, n }, 0, 99999, &v))
		return -1;
	*t = (struct text){ t->at + n, t->len - n };
	return (int)v;
}

/* Cuts s off, if it is there. */
static bool
cut(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->len < n || memcmp(t->at, s, n) != 0)
		return false;
	*t = (struct text){ t->at + n, t->len - n };
	return true;
}

/* Cuts the name of a month off: 1 to 12, or 0. */
static int
month_name(struct text *t)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (size_t i = 0; t->len >= 3 && i < sizeof(names) - 1; i += 3)
		if (strncasecmp(t->at, names + i, 3) == 0) {
			*t = (struct text){ t->at + 3, t->len - 3 };
			return (int)i / 3 + 1;
		}
	return 0;
}

/* Two numbers that a spreadsheet put together. */
struct pair {
	int	first, second;
};

/* Mar-02 was 3-02. */
static bool
from_name(struct text t, struct pair *p)
{
	p->first = month_name(&t);
	return p->first > 0 && cut(&t, "-") && (p->second = number(&t)) >= 0 && p->second < 100 && t.len == 0;
}

/* 3月2日, 2-Mar, 3/2/2024: what follows the first number. Not 3-2-2024, which may
 * be a house, a stair and a flat. */
static bool
from_short(int first, struct text rest, struct pair *p)
{
	bool slash = cut(&rest, "/");
	int year;

	p->first = p->second = first;
	if (cut(&rest, "-"))
		return (p->first = month_name(&rest)) > 0 && rest.len == 0;
	if (first > 12 || (!slash && !cut(&rest, "月")) || (p->second = number(&rest)) < 1 || p->second > 31)
		return false;
	if (!slash)
		return cut(&rest, "日") && rest.len == 0;
	return cut(&rest, "/") && (year = number(&rest)) >= YEAR_FIRST && year <= YEAR_LAST && rest.len == 0;
}

/* 2024/3/2, 2024年3月2日, 45353. */
static bool
from_long(struct text t, struct pair *p)
{
	bool serial;
	day_t d;

	if (day_parse(t, &d, &serial) != DAY_OK)
		return false;
	p->first = d / 100 % 100;
	p->second = d % 100;
	return d / 10000 >= (serial ? SERIAL_FIRST : YEAR_FIRST) && d / 10000 <= (serial ? SERIAL_LAST : YEAR_LAST);
}

/* Most doors, 12号 or 3-2, are seen not to be dates by a look. */
static bool
is_date(struct text t, struct pair *p)
{
	static const char sign[] = "日";
	struct text rest = t;
	size_t digits;
	int first;

	if (t.len < 5 || t.len > DATE_MAX || ((t.at[t.len - 1] & 0x80) != 0 && t.at[t.len - 1] != sign[2]))
		return false;
	first = number(&rest);
	digits = t.len - rest.len;
	if (digits == 0)
		return from_name(t, p);
	if (digits <= 2)
		return first >= 1 && first <= 31 && from_short(first, rest, p);
	return (digits == 5) == (rest.len == 0) && digits >= 4 && from_long(t, p);
}

bool
col_was(struct text cell, char was[static COL_WAS])
{
	char buf[DATE_MAX];
	struct text t;
	struct pair p;

	if (cell.len == 0 || cell.len > sizeof(buf))
		return false;
	memcpy(buf, cell.at, cell.len);
	t = col_fold(text_clean(buf, cell.len));
	if (!is_date(t, &p))
		return false;
	snprintf(was, COL_WAS, "%d-%d", p.first, p.second);
	return true;
}

static enum fault
judge(struct text t)
{
	struct pair p;

	return col_too_long(t, COL_SHORT) ? FAULT_TEXT_SIZE : is_date(t, &p) ? FAULT_DOOR_DATE : FAULT_NONE;
}

/* A wrong name is stored as well: with it missing, another one of the row would
 * seem to be wrong. */
struct col_read
col_parse_place(const struct col *c, struct text t, void *rec)
{
	col_store(c, t, rec);
	return col_fault(col_lost(t) ? FAULT_LOST_CHARACTER : judge(t));
}

/* A full-width ? was typed: it is looked for before it is folded. */
struct col_read
col_parse_door(const struct col *c, struct text t, void *rec)
{
	enum fault f = col_lost(t) ? FAULT_LOST_CHARACTER : judge(t = col_fold(t));

	return f == FAULT_NONE ? col_store(c, t, rec) : col_fault(f);
}
