/* What is wrong with the rulebook as a whole. */
#define _GNU_SOURCE
#include <stdio.h>

#include "finding.h"
#include "msg.h"
#include "num.h"
#include "rule_parts.h"

struct finds {
	struct rec_out	*out;
	char		 code[RULE_CODE];	/* the version before */
	day_t		 last;
};

/* Versions come by code and day: each is compared with the one before it. */
static int
take_version(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	struct text code = stmt_text(row, 0);
	day_t first = (day_t)stmt_int(row, 1), last = (day_t)stmt_int(row, 2);
	char from[11], to[11];
	int rc = 0;

	if (text_is(code, f->code)) {
		day_text(first, from);
		day_text(f->last, to);
		if (first <= f->last)
			rc = finding_put(f->out, "rule-overlap", "error", code,
			    _("the version from %s begins before the older one ends on %s"), from, to);
		else if (first != day_add(f->last, 1))
			rc = finding_put(f->out, "rule-gap", "warning", code,
			    _("no version holds between %s and %s"), to, from);
	}
	snprintf(f->code, sizeof(f->code), "%.*s", (int)code.len, code.at);
	f->last = last;
	return rc != 0;
}

static int
take_subject(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	struct text subject = stmt_text(row, 1);

	return finding_put(f->out, "rule-subject-unknown", "error", stmt_text(row, 0),
	    _("nothing in the rulebook is %.*s"), (int)subject.len, subject.at) != 0;
}

/* A deed names up to two others: its cause, then a blank, what it belongs to. */
static int
take_deed(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	struct text subject = stmt_text(row, 1);
	const char *blank = memchr(subject.at, ' ', subject.len);
	size_t cause = blank != NULL ? (size_t)(blank - subject.at) : subject.len;
	int rc = 0;

	if (stmt_int(row, 2) == 0)
		rc = finding_put(f->out, "rule-subject-unknown", "error", stmt_text(row, 0),
		    _("nothing in the rulebook is %.*s"), (int)cause, subject.at);
	if (rc == 0 && stmt_int(row, 3) == 0)
		rc = finding_put(f->out, "rule-subject-unknown", "error", stmt_text(row, 0),
		    _("nothing in the rulebook is %.*s"), (int)(subject.len - cause - 1), subject.at + cause + 1);
	return rc != 0;
}

static int
take_double(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	struct text other = stmt_text(row, 1);

	return finding_put(f->out, "rule-double", "error", stmt_text(row, 0),
	    _("%.*s says the same of the same days"), (int)other.len, other.at) != 0;
}

static int
take_class(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	struct text name = stmt_text(row, 1);

	return finding_put(f->out, "class-without-rule", "warning", stmt_text(row, 0),
	    _("no rule asks for visits to %.*s"), (int)name.len, name.at) != 0;
}

static int
take_year(void *arg, struct stmt *row)
{
	struct finds *f = arg;
	char year[20];
	struct text text = { year, num_text(stmt_int(row, 0), year) };

	return finding_put(f->out, "calendar-year-missing", "warning", text,
	    _("the calendar has no holidays of %.*s"), (int)text.len, text.at) != 0;
}

int
rule_check(struct db *db, struct rec_out *out, day_t on)
{
	static const char versions[] =
	    "SELECT rule, first, last FROM rule ORDER BY rule, first";
	/* on, or when the rule begins if that is later */
	static const char subjects[] =
	    "SELECT v.rule, v.subject FROM rule v"
	    " WHERE v.kind <> 'tag' AND v.kind <> 'order' AND v.kind <> 'deed' AND v.last >= $1"
	    " AND v.subject <> '' AND v.subject <> 'all' AND v.subject NOT LIKE 'level:%' ESCAPE '@'"
	    " AND NOT EXISTS (SELECT 1 FROM rule s"
	    " WHERE s.first <= CASE WHEN v.first > $1 THEN v.first ELSE $1 END"
	    " AND s.last >= CASE WHEN v.first > $1 THEN v.first ELSE $1 END"
	    " AND ((v.subject || ' ') LIKE (s.kind || ':' || s.rule || ' %') ESCAPE '@'"
	    " OR (v.subject = 'special' AND s.kind = 'tag' AND s.subject = 'special')))"
	    " ORDER BY v.rule, v.first";
	static const char deeds[] =
	    "SELECT d.rule, d.subject,"
	    " CASE WHEN d.subject LIKE 'order:%' ESCAPE '@' OR d.subject LIKE 'activity:%' ESCAPE '@' THEN (SELECT count(*) FROM rule s"
	    " WHERE (s.kind = 'order' OR s.kind = 'activity') AND s.first <= d.on_day AND s.last >= d.on_day"
	    " AND (d.subject || ' ') LIKE (s.kind || ':' || s.rule || ' %') ESCAPE '@') ELSE 1 END,"
	    " CASE WHEN d.subject LIKE '% %' ESCAPE '@' THEN (SELECT count(*) FROM rule s"
	    " WHERE (s.kind = 'duty' OR s.kind = 'ban' OR s.kind = 'role') AND s.first <= d.on_day AND s.last >= d.on_day"
	    " AND d.subject LIKE ('% ' || s.kind || ':' || s.rule) ESCAPE '@') ELSE 1 END"
	    " FROM (SELECT v.rule, v.subject, v.first, CASE WHEN v.first > $1 THEN v.first ELSE $1 END AS on_day"
	    " FROM rule v WHERE v.kind = 'deed' AND v.last >= $1) d"
	    " ORDER BY d.rule, d.first";
	/* of the versions that hold now or later: what was is no longer to be mended */
	static const char doubles[] =
	    "SELECT DISTINCT a.rule, b.rule FROM rule a JOIN rule b"
	    " ON a.kind = b.kind AND a.subject = b.subject AND a.clock = b.clock AND a.rule < b.rule"
	    " AND a.first <= b.last AND b.first <= a.last"
	    " WHERE (a.kind = 'deadline' OR a.kind = 'hours' OR a.kind = 'exchange') AND a.last >= $1 AND b.last >= $1"
	    " ORDER BY a.rule, b.rule";
	static const char classes[] =
	    "SELECT c.rule, c.name FROM rule c"
	    " WHERE c.kind = 'class' AND c.first <= $1 AND c.last >= $1"
	    " AND NOT EXISTS (SELECT 1 FROM rule v"
	    " WHERE v.kind = 'visit' AND v.first <= $1 AND v.last >= $1"
	    " AND (v.subject = 'all' OR v.subject = 'class:' || c.rule))"
	    " ORDER BY c.no, c.rule, c.first";
	static const char years[] =
	    "SELECT y.year FROM (SELECT CAST($1 AS BIGINT) / 10000 AS year) y"
	    " WHERE NOT EXISTS (SELECT 1 FROM calendar c WHERE c.day / 10000 = y.year)";
	struct finds f = { .out = out };
	int rc = db_each(db, versions, NO_ARGS, take_version, &f);

	if (rc == 0)
		rc = db_each(db, subjects, ARGS(ARG(on)), take_subject, &f);
	if (rc == 0)
		rc = db_each(db, deeds, ARGS(ARG(on)), take_deed, &f);
	if (rc == 0)
		rc = db_each(db, doubles, ARGS(ARG(on)), take_double, &f);
	if (rc == 0)
		rc = db_each(db, classes, ARGS(ARG(on)), take_class, &f);
	if (rc == 0)
		rc = db_each(db, years, ARGS(ARG(on)), take_year, &f);
	return rc < 0 ? -1 : 0;		/* rec_end says why it ended early */
}
