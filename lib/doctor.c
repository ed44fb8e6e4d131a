#include "doctor_parts.h"

#include <stdarg.h>

static const struct word verdict_words[] = {
	{ "ok", "正常" }, { "warning", "注意" }, { "finding", "有问题" }, { NULL, NULL },
};

const struct col doctor_cols[] = {
	{ "check", "检查", NULL, COL_TEXT, COL_KEY, N_("what was looked at"), NULL, 0, NULL },
	{ "verdict", "结论", NULL, COL_WORD, 0, N_("ok, warning or finding"), NULL, 0, verdict_words },
	{ "detail", "说明", NULL, COL_TEXT, COL_WHOLE, N_("what was seen, and what to do"), NULL, 0, NULL },
	{ 0 },
};

void
doctor_put(struct doctor *d, const char *check, enum verdict verdict, const char *fmt, ...)
{
	char words[2 * DOCTOR_PATH];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	d->findings += verdict == VERDICT_FINDING;
	rec_put(d->out, (const struct value[]){ VALUE_TEXT(text_of(check)),
	    VALUE_TEXT(text_of(verdict_words[verdict].name)), VALUE_TEXT(text_of(words)) });
}

static int
put_health(void *arg, struct stmt *row)
{
	struct text name = stmt_text(row, 0), seen = stmt_text(row, 2);
	char check[32];

	snprintf(check, sizeof(check), "%.*s", (int)name.len, name.at);
	doctor_put(arg, check, stmt_int(row, 1) != 0 ? VERDICT_OK : VERDICT_FINDING, "%.*s", (int)seen.len, seen.at);
	return 0;
}

static void
look_at_database(struct doctor *d, struct db *db, bool open, int version)
{
	int built = db_version_built();

	if (open)
		doctor_put(d, "database", VERDICT_OK, "%s", d->path);
	else
		doctor_put(d, "database", VERDICT_FINDING, "%s%s%s", db_error(db),
		    db_fault(db) != FAULT_NONE ? ": " : "", fault_hint(db_fault(db)));
	if (version < 0)
		return;
	doctor_put(d, "schema", version == built ? VERDICT_OK : VERDICT_FINDING,
	    version == built ? _("version %d; this program's is %d") : version < built ? _("version %d; this program's is %d: nbr-db migrate")
	    : _("version %d; this program's is %d: install the newer programs"), version, built);
}

/* What is to be made every night on which there is something to make it of. */
static void
look_at_last(struct doctor *d, struct db *db, const char *program, const char *verb, const char *operands, bool waits)
{
	int64_t last = 0;
	int age;

	if (db_int(db, "SELECT coalesce(max(day), 0) FROM run WHERE program = $1 AND verb = $2", ARGS(ARG(program), ARG(verb)), &last) < 0) {
		doctor_put(d, verb, VERDICT_FINDING, "%s", db_error(db));
		return;
	}
	age = last == 0 ? 0 : day_diff(d->today, (day_t)last);
	if (last == 0)
		doctor_put(d, verb, VERDICT_FINDING, _("never made: %s %s%s"), program, verb, operands);
	else if (age > NIGHTLY_DAYS && waits)
		doctor_put(d, verb, VERDICT_FINDING, _("the last one is %d days old: %s %s%s"), age, program, verb, operands);
	else
		doctor_put(d, verb, VERDICT_OK, _("the last one is %d days old"), age);
}

/* The days off of a year are published in November of the year before. */
static int
look_at_calendar(struct doctor *d, struct db *db)
{
	static const char *const checks[] = { "calendar", "next-year" };
	int year = d->today / 10000, month = d->today / 100 % 100;

	for (int y = year; y <= year + (month >= 11); y++) {
		int64_t first = y * INT64_C(10000), days = 0;

		if (db_int(db, "SELECT count(*) FROM calendar WHERE day BETWEEN $1 AND $2", ARGS(ARG(first), ARG(first + 9999)), &days) < 0)
			return -1;
		if (days > 0)
			doctor_put(d, checks[y > year], VERDICT_OK, _("%lld days of %d are listed"), (long long)days, y);
		else if (y == year)
			doctor_put(d, checks[0], VERDICT_FINDING, _("no day of %d is listed: nbr-calendar import calendar-cn.csv"), y);
		else
			doctor_put(d, checks[1], VERDICT_WARNING, _("no day of %d is listed; they are published in November: nbr-calendar import FILE"), y);
	}
	return 0;
}

static int
look_at_contents(struct doctor *d, struct db *db)
{
	int64_t rules = 0, ledgers = 0, longer = 0;

	if (look_at_calendar(d, db) != 0
	    || db_int(db, "SELECT count(*) FROM rule WHERE first <= $1 AND last >= $1", ARGS(ARG(d->today)), &rules) < 0
	    || db_int(db, "SELECT count(*) FROM chain", NO_ARGS, &ledgers) < 0
	    || db_int(db, "SELECT count(*) FROM chain c WHERE c.seq > (SELECT coalesce(max(p.size), 0) FROM checkpoint p"
	    " WHERE p.village = c.village)", NO_ARGS, &longer) < 0)
		return -1;
	doctor_put(d, "rules", rules > 0 ? VERDICT_OK : VERDICT_FINDING,
	    rules > 0 ? _("%lld rules hold") : _("%lld rules hold: nbr-rule import rulebook-example.csv"), (long long)rules);
	look_at_last(d, db, "nbr-db", "backup", " /var/backups/nbr --keep 30", true);
	if (ledgers > 0)
		look_at_last(d, db, "nbr-points", "checkpoint", "", longer > 0);
	return 0;
}

static int
take_stamp(void *arg, struct stmt *row)
{
	struct text at = stmt_text(row, 0);
	char stamp[32];

	snprintf(stamp, sizeof(stamp), "%.19sZ", at.len >= 19 ? at.at : "");
	*(moment_t *)arg = moment_option(stamp, DAY_MIN, "UTC");
	return 0;
}

void
doctor_look(struct doctor *d, struct db *db)
{
	bool open = db_error(db)[0] == '\0', whole;
	int version = -1;
	moment_t last = 0;

	if (open && db_version(db, &version) != 0)
		version = -1;
	whole = version == db_version_built();
	if (whole)
		db_each(db, "SELECT max(at) FROM run", NO_ARGS, take_stamp, &last);
	doctor_look_at_host(d, last);
	look_at_database(d, db, open, version);
	if (!db_is_server(d->path))
		doctor_look_at_files(d);
	if (open)
		db_health(db, put_health, d);
	doctor_look_at_nights(d);
	if (whole && look_at_contents(d, db) != 0)
		doctor_put(d, "contents", VERDICT_FINDING, "%s", db_error(db));
}
