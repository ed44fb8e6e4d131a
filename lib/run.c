#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "num.h"
#include "run_parts.h"
#include "runs.h"

static const char *
or_null(const char *s)
{
	return s != NULL && s[0] != '\0' ? s : NULL;
}

const char *
run_opt(const struct run *run, enum opt_id id)
{
	return run->opt.at[id];
}

/*
 * A descriptor that was closed is opened on /dev/null the wrong way round, so
 * that a database never gets number 1 and a message never goes into it.
 */
static void
guard_descriptors(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/*
 * cron has no locale, and LANG may name one that was never made: C.UTF-8 is
 * in every Debian. gettext then goes by LANGUAGE alone.
 */
static bool
set_language(int argc, char *argv[])
{
	const char *lang = getenv("NBR_LANG"), *dir = getenv("NBR_LOCALEDIR");
	bool zh;

	if (or_null(lang) == NULL && or_null(lang = getenv("LC_ALL")) == NULL
	    && or_null(lang = getenv("LC_MESSAGES")) == NULL)
		lang = getenv("LANG");
	for (int i = 1; i < argc; i++)	/* before the options can be read */
		if (strncmp(argv[i], "--lang", 6) == 0)
			lang = argv[i][6] == '=' ? argv[i] + 7 : argv[i][6] == '\0' && i + 1 < argc ? argv[i + 1] : lang;
	zh = lang != NULL && strncmp(lang, "zh", 2) == 0;
	setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", zh ? "zh_CN" : "en", 1);
	bindtextdomain("nbr", or_null(dir) != NULL ? dir : NBR_LOCALEDIR);
	textdomain("nbr");
	return zh;
}

const struct verb *
run_find_verb(const struct prog *prog, const char *word)
{
	for (const struct verb *v = prog->verbs; v->main != NULL; v++)
		if (v->name == NULL || (word != NULL && strcmp(v->name, word) == 0))
			return v;
	return NULL;
}

static _Noreturn void
no_such_verb(const struct prog *prog, const char *word)
{
	const char *names[64], *near;
	int n = 0;

	for (const struct verb *v = prog->verbs; v->main != NULL && n < 64; v++)
		names[n++] = v->name;
	near = word == NULL ? NULL : opt_nearest(word, names, n);
	if (word == NULL)
		msg_error(_("a verb is missing"));
	else if (near != NULL)
		msg_error(_("no such verb: %s; did you mean %s?"), word, near);
	else
		msg_error(_("no such verb: %s"), word);
	msg_hint(_("Try '%s --help'."), prog->name);
	exit(EXIT_USAGE);
}

static void
try_help(const struct run *run)
{
	if (run->verb->name != NULL)
		msg_hint(_("Try '%s %s --help'."), run->prog->name, run->verb->name);
	else
		msg_hint(_("Try '%s --help'."), run->prog->name);
}

int
run_usage(struct run *run, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	msg_error("%s", words);
	try_help(run);
	run->status = EXIT_USAGE;
	return -1;
}

int
run_day(struct run *run, enum opt_id id, day_t fallback, day_t *d)
{
	const char *s = run->opt.at[id];
	day_t day = s == NULL ? fallback : day_option(s, run->today);

	if (s != NULL && day == 0)
		return run_usage(run, _("--%s: there is no day %s; write YYYY-MM-DD, today, yesterday, -3d or +1w"), opts[id].name, s);
	*d = day;
	return 0;
}

int
run_int(struct run *run, enum opt_id id, int64_t fallback, int64_t min, int64_t max, int64_t *n)
{
	const char *s = run->opt.at[id];

	if (s == NULL)
		*n = fallback;
	else if (!num_parse(text_of(s), min, max, n))
		return run_usage(run, _("--%s: %s is not a number from %lld to %lld"), opts[id].name, s, (long long)min, (long long)max);
	return 0;
}

void
run_tell(struct run *run, const char *fmt, ...)
{
	char words[512];
	va_list ap;

	if (run->opt.at[OPT_QUIET] != NULL
	    || (run->opt.at[OPT_VERBOSE] == NULL && !isatty(STDERR_FILENO)))
		return;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	msg_error("%s", words);
}

/* NBR_DB; else /var/lib/nbr once an administrator made it; else the user's. */
static const char *
database(const struct run *run, char *buf, size_t size)
{
	const char *where = run->opt.at[OPT_DB], *home;
	struct stat st;

	if (where != NULL || (where = getenv("NBR_DB")) != NULL)
		return where;
	if (stat("/var/lib/nbr", &st) == 0 && S_ISDIR(st.st_mode))
		return "/var/lib/nbr/nbr.db";
	if ((home = or_null(getenv("XDG_DATA_HOME"))) != NULL)
		snprintf(buf, size, "%s/nbr/nbr.db", home);
	else
		snprintf(buf, size, "%s/.local/share/nbr/nbr.db", or_null(getenv("HOME")) != NULL ? getenv("HOME") : "");
	return buf;
}

const char *
run_database(const struct run *run, char *buf, size_t size)
{
	return database(run, buf, size);
}

static const char *
actor(const struct run *run)
{
	const char *s = run->opt.at[OPT_ACTOR];
	const struct passwd *pw;

	if (or_null(s) != NULL || or_null(s = getenv("NBR_ACTOR")) != NULL
	    || or_null(s = getenv("SUDO_USER")) != NULL)
		return s;
	pw = getpwuid(getuid());
	return pw != NULL ? pw->pw_name : "unknown";
}

/*
 * Writers read standard input to its end before they wait at the database's
 * gate: in a pipe of two writers the first needs the gate to finish.
 */
static void
spool_stdin(void)
{
	char block[65536];
	FILE *fp = tmpfile();
	ssize_t n;

	if (fp == NULL)
		return;		/* then it is read as it comes */
	while ((n = read(STDIN_FILENO, block, sizeof(block))) > 0)
		if (fwrite(block, 1, (size_t)n, fp) != (size_t)n)
			break;
	if (n == 0 && fflush(fp) == 0 && lseek(fileno(fp), 0, SEEK_SET) == 0)
		dup2(fileno(fp), STDIN_FILENO);
	fclose(fp);
}

static bool
reads_stdin(const struct run *run)
{
	for (int i = 0; i < run->operands; i++)
		if (strcmp(run->operand[i], "-") == 0)
			return true;
	return false;
}

/* The business day: --on, NBR_TODAY, or the clock in the database's zone. */
static int
find_today(struct run *run)
{
	const char *env = or_null(getenv("NBR_TODAY"));
	day_t clock = day_today(run->zone);

	if (clock == 0)
		return run_usage(run, _("there is no time zone %s"), run->zone);
	run->today = env == NULL ? clock : day_option(env, clock);
	if (run->today == 0)
		return run_usage(run, _("NBR_TODAY: there is no day %s"), env);
	return run_day(run, OPT_ON, run->today, &run->today);
}

static int
take_zone(void *arg, struct stmt *row)
{
	struct run *run = arg;
	struct text zone = stmt_text(row, 0);

	free(run->zone_set);
	run->zone_set = strndup(zone.at, zone.len);
	if (run->zone_set != NULL)
		run->zone = run->zone_set;
	return 0;
}

static int
open_database(struct run *run)
{
	char buf[4096];
	const char *where = database(run, buf, sizeof(buf));
	unsigned flags = run->verb->flags;
	bool write = flags & (VERB_WRITE | VERB_IMPORT) || run->opt.at[OPT_REVEAL] != NULL;
	int64_t timeout;

	if (run_int(run, OPT_TIMEOUT, 30, 0, 3600, &timeout) != 0)
		return -1;
	if (where[0] == '\0')
		return run_usage(run, _("NBR_DB is empty; name a file, or leave it unset"));
	if (write && reads_stdin(run))
		spool_stdin();
	run->db = db_open(where, (write ? DB_WRITE : DB_READ) | (flags & VERB_ANY_VERSION ? DB_ANY_VERSION : 0), (int)timeout);
	if (run->db == NULL || db_error(run->db)[0] != '\0')
		return -1;
	if (flags & VERB_ANY_VERSION)
		return 0;
	return db_each(run->db, "SELECT value FROM setting WHERE key = 'zone'", NO_ARGS, take_zone, run);
}

/* What is masked is shown only to who says why; that is on record first. */
static int
record_reveal(struct run *run)
{
	struct run_note note = {
		.actor = run->actor, .program = run->prog->name, .verb = "reveal",
		.reason = run->opt.at[OPT_REASON], .day = run->today,
	};

	if (run->opt.at[OPT_REVEAL] == NULL)
		return 0;
	if (or_null(note.reason) == NULL)
		return run_usage(run, _("--reveal needs --reason: it is put on record"));
	if (db_begin_write(run->db, 0) != 0 || run_record(run->db, &note) < 0)
		return -1;
	return db_commit(run->db);
}

/* Says why the run failed, if that was not said yet, and with what status. */
static enum exit_status
failed(struct run *run)
{
	enum fault fault;

	if (run->status != EXIT_DONE)
		return run->status;
	if (run->db == NULL) {
		msg_error(_("out of memory"));
		return EXIT_CANNOT;
	}
	fault = db_fault(run->db);
	if (fault == FAULT_NONE)
		msg_error("%s", db_error(run->db));
	else
		msg_error("%s: %s [%s]", db_error(run->db), fault_why(fault), fault_code(fault));
	if (fault != FAULT_NONE && fault_hint(fault)[0] != '\0')
		msg_hint("%s", fault_hint(fault));
	return db_status(run->db);
}

static int
start(struct run *run)
{
	unsigned flags = run->verb->flags;

	run->actor = actor(run);
	run->zone = "Asia/Shanghai";
	run->dry_run = run->opt.at[OPT_DRY_RUN] != NULL;
	if (run->operands < run->verb->min)
		return run_usage(run, _("something is missing: %s"), _(run->verb->operands));
	if (run->verb->max >= 0 && run->operands > run->verb->max)
		return run_usage(run, _("unexpected: %s"), run->operand[run->verb->max]);
	if (flags & (VERB_WRITE | VERB_IMPORT))
		signal(SIGPIPE, SIG_IGN);	/* it is stored whoever listens */
	if (!(flags & VERB_NO_DB) && open_database(run) != 0)
		return -1;
	if (find_today(run) != 0 || (run->verb->flags & VERB_LIST && run->verb->cols != NULL && run_records(run, run->verb->cols) != 0))
		return -1;
	return flags & VERB_NO_DB ? 0 : record_reveal(run);
}

int
run_main(const struct prog *prog, int argc, char *argv[])
{
	struct run run = { .prog = prog };
	enum opt_id takes[OPT_COUNT];
	bool has_verbs = prog->verbs[0].name != NULL;
	enum exit_status status;

	guard_descriptors();
	msg_program(prog->name);
	run.zh = set_language(argc, argv);
	if (has_verbs && (argc < 2 || argv[1][0] == '-')) {
		if (argc >= 2 && run_help_wanted(prog, NULL, argv[1]))
			return run_help_end();
		no_such_verb(prog, argc < 2 ? NULL : argv[1]);
	}
	run.verb = run_find_verb(prog, has_verbs ? argv[1] : NULL);
	if (run.verb == NULL)
		no_such_verb(prog, argv[1]);
	run_takes(run.verb, takes);
	if (opt_parse(argc - has_verbs, argv + has_verbs, takes, &run.opt, &run.operand, &run.operands) != 0) {
		try_help(&run);
		return EXIT_USAGE;
	}
	if (run.opt.at[OPT_HELP] != NULL || run.opt.at[OPT_VERSION] != NULL) {
		run_help_wanted(prog, has_verbs ? run.verb : NULL, run.opt.at[OPT_HELP] != NULL ? "--help" : "--version");
		return run_help_end();
	}
	status = start(&run) != 0 || run.verb->main(&run) != 0 ? failed(&run) : run.status;
	db_close(run.db);	/* no lock is held while a pager waits */
	status = run_output_end(&run, status);
	free(run.zone_set);
	return status;
}
