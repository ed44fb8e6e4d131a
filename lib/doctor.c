#define _GNU_SOURCE
#include "doctor.h"

#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "file.h"

enum { TMPFS = 0x01021994, GIB = 1 << 30, NIGHTLY_DAYS = 2 };

static const char cron_path[] = "/usr/bin:/bin";

const struct col doctor_cols[] = {
	{ "check", "检查", NULL, COL_TEXT, COL_KEY, N_("what was looked at"), NULL, 0, NULL },
	{ "verdict", "结论", NULL, COL_TEXT, 0, N_("ok or finding"), NULL, 0, NULL },
	{ "detail", "说明", NULL, COL_TEXT, 0, N_("what was seen, and what to do"), NULL, 0, NULL },
	{ 0 },
};

static void __attribute__((format(printf, 4, 5)))
put(struct doctor *d, const char *check, bool good, const char *fmt, ...)
{
	char words[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	d->findings += !good;
	rec_put(d->out, (const struct value[]){ VALUE_TEXT(text_of(check)),
	    VALUE_TEXT(text_of(good ? "ok" : "finding")), VALUE_TEXT(text_of(words)) });
}

static void
look_at_language(struct doctor *d)
{
	locale_t l = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	char path[4096];
	bool there;

	put(d, "locale", l != (locale_t)0, "C.UTF-8");
	if (l != (locale_t)0)
		freelocale(l);
	snprintf(path, sizeof(path), "%s/zh_CN/LC_MESSAGES/nbr.mo", d->catalogues);
	there = access(path, R_OK) == 0;
	put(d, "messages", there, there ? "%s" : _("%s is missing: no messages in Chinese"), path);
	put(d, "zone", moment_today(d->zone) != 0, "%s", d->zone);
}

/* Nobody but the owner and the group may read what stands in it. */
static void
look_at_file(struct doctor *d, const struct stat *st)
{
	unsigned mode = st->st_mode & 07777;
	char *dir = file_dir(d->path);
	bool writable = dir != NULL && access(dir, W_OK) == 0 && access(d->path, W_OK) == 0;
	struct statfs fs;
	struct statvfs room;

	put(d, "permissions", (mode & 07) == 0, (mode & 07) == 0 ? "%04o %s" : _("%04o: chmod 0640 %s"), mode, d->path);
	put(d, "writable", writable, writable ? "%s" : _("%s cannot be written by this user; reading works"),
	    dir == NULL ? d->path : dir);
	if (statfs(d->path, &fs) == 0)
		put(d, "filesystem", fs.f_type != TMPFS,
		    fs.f_type != TMPFS ? "%lx" : _("%lx: in memory, gone when the machine stops"), (unsigned long)fs.f_type);
	if (statvfs(d->path, &room) == 0) {
		uint64_t space = (uint64_t)room.f_bavail * room.f_frsize, need = 3 * (uint64_t)st->st_size;

		if (need < GIB)
			need = GIB;
		put(d, "space", space >= need, _("%llu MiB are free, %llu MiB are needed"),
		    (unsigned long long)(space >> 20), (unsigned long long)(need >> 20));
	}
	free(dir);
}

static int
put_health(void *arg, struct stmt *row)
{
	struct text name = stmt_text(row, 0), seen = stmt_text(row, 2);
	char check[32];

	snprintf(check, sizeof(check), "%.*s", (int)name.len, name.at);
	put(arg, check, stmt_int(row, 1) != 0, "%.*s", (int)seen.len, seen.at);
	return 0;
}

/* cron runs with a PATH of its own. */
static void
look_at_cron(struct doctor *d)
{
	const char *missing = NULL;
	int n = 0;

	for (size_t i = 0; i < d->commands->count; i++) {
		char *path = command_path(d->commands->at[i].name, cron_path);

		if (path == NULL && n++ == 0)
			missing = d->commands->at[i].path;
		free(path);
	}
	if (n == 0)
		put(d, "cron", true, "%s", cron_path);
	else
		put(d, "cron", false, _("%d of the programs (%s) not in %s: set PATH in the crontab"), n, missing, cron_path);
}

/* What is to be made every night. */
static void
look_at_last(struct doctor *d, struct db *db, const char *program, const char *verb)
{
	int64_t last = 0;
	int age;

	if (db_int(db, "SELECT coalesce(max(day), 0) FROM run WHERE program = $1 AND verb = $2", ARGS(ARG(program), ARG(verb)), &last) < 0) {
		put(d, verb, false, "%s", db_error(db));
		return;
	}
	age = last == 0 ? 0 : day_diff(d->today, (day_t)last);
	if (last == 0)
		put(d, verb, false, _("never made: %s %s"), program, verb);
	else
		put(d, verb, age <= NIGHTLY_DAYS, _("the last one is %d days old"), age);
}

static void
look_at_contents(struct doctor *d, struct db *db)
{
	int64_t year = d->today / 10000 * 10000, days = 0, rules = 0, ledgers = 0;

	if (db_int(db, "SELECT count(*) FROM calendar WHERE day BETWEEN $1 AND $2",
	    ARGS(ARG(year), ARG(year + 9999)), &days) < 0
	    || db_int(db, "SELECT count(*) FROM rule WHERE first <= $1 AND last >= $1", ARGS(ARG(d->today)), &rules) < 0
	    || db_int(db, "SELECT count(*) FROM chain", NO_ARGS, &ledgers) < 0) {
		put(d, "contents", false, "%s", db_error(db));
		return;
	}
	put(d, "calendar", days > 0, days > 0 ? _("%lld days of %lld are listed") : _("%lld days of %lld are listed: nbr-calendar import"),
	    (long long)days, (long long)(year / 10000));
	put(d, "rules", rules > 0, rules > 0 ? _("%lld rules hold") : _("%lld rules hold: nbr-rule import"), (long long)rules);
	look_at_last(d, db, "nbr-db", "backup");
	if (ledgers > 0)
		look_at_last(d, db, "nbr-points", "checkpoint");
}

void
doctor_look(struct doctor *d, struct db *db)
{
	bool open = db_error(db)[0] == '\0';
	struct stat st;
	int version;

	look_at_language(d);
	put(d, "database", open, "%s", open ? d->path : db_error(db));
	if (open && db_version(db, &version) == 0)
		put(d, "schema", version == db_version_built(), _("version %d; this program's is %d"),
		    version, db_version_built());
	else
		version = -1;
	if (!db_is_server(d->path) && stat(d->path, &st) == 0)
		look_at_file(d, &st);
	if (open)
		db_health(db, put_health, d);
	look_at_cron(d);
	if (version == db_version_built())
		look_at_contents(d, db);
}
