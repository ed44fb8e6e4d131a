#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "num.h"
#include "run_parts.h"

const char *
run_opt(const struct run *run, enum opt_id id)
{
	return run->opt.at[id];
}

struct text
run_text(const struct run *run, enum opt_id id)
{
	return text_of(run->opt.at[id] != NULL ? run->opt.at[id] : "");
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

/* What an option is given, before the options can be read: what is wrong with
 * them is to be said in that language and form. */
static const char *
early_option(int argc, char *argv[], const char *name, const char *value)
{
	size_t n = strlen(name);

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], name, n) == 0 && argv[i][n] == '=')
			value = argv[i] + n + 1;
		else if (strcmp(argv[i], name) == 0 && i + 1 < argc)
			value = argv[i + 1];
	return value;
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

	if (run_given(lang) == NULL && run_given(lang = getenv("LC_ALL")) == NULL
	    && run_given(lang = getenv("LC_MESSAGES")) == NULL)
		lang = getenv("LANG");
	lang = early_option(argc, argv, "--lang", lang);
	zh = lang != NULL && strncmp(lang, "zh", 2) == 0;
	setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", zh ? "zh_CN" : "en", 1);
	bindtextdomain("nbr", run_given(dir) != NULL ? dir : NBR_LOCALEDIR);
	textdomain("nbr");
	return zh;
}

const struct verb *
run_verb_named(const struct prog *prog, const char *word)
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
	else if (word[0] == '-')
		msg_error(_("the verb comes first, %s after it"), word);
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

/* A month, to one who only asks: since its first day; else its last, or today when it is
 * the month of today. 0: it is none. */
static day_t
month_option(const struct run *run, enum opt_id id, const char *s)
{
	char first[sizeof("2026-10-01")];
	day_t day;

	if (strlen(s) != strlen("2026-10") || (run->verb->flags & VERB_WRITE))
		return 0;
	snprintf(first, sizeof(first), "%s-01", s);
	day = day_option(first, run->today);
	if (day == 0 || id == OPT_SINCE)
		return day;
	return day / 100 == run->today / 100 ? run->today : day - 1 + day_month_length(day);
}

int
run_day(struct run *run, enum opt_id id, day_t fallback, day_t *d)
{
	const char *s = run->opt.at[id];
	day_t day = s == NULL ? fallback : day_option(s, run->today);

	if (s != NULL && day == 0)
		day = month_option(run, id, s);
	if (s != NULL && day == 0)
		return run_usage(run, _("--%s: there is no day %s; write YYYY-MM-DD, today, yesterday, -3d or +1w"), opts[id].name, s);
	*d = day;
	return 0;
}

int
run_period(struct run *run, day_t first, day_t last, day_t *since, day_t *until)
{
	if (run_day(run, OPT_UNTIL, last, until) != 0
	    || run_day(run, OPT_SINCE, first == RUN_MONTH ? day_month_first(*until) : first, since) != 0)
		return -1;
	return *since <= *until ? 0 : run_usage(run, _("--since is after --until"));
}

int
run_moment(struct run *run, moment_t *at, day_t *on)
{
	const char *s = run->opt.at[OPT_AT];

	*at = s != NULL ? moment_option(s, run->today, run->zone)
	    : moment_today(run->zone) == run->today ? moment_now() : moment_end(run->today, run->zone);
	if (*at == 0)
		return run_usage(run, _("--at: there is no moment %s; write HH:MM, or YYYY-MM-DDTHH:MM"), s);
	*on = moment_day(*at, run->zone, NULL);
	if (*on > run->today)
		return run_usage(run, _("--at: %s is after the business day"), s);
	/* Another business day is entered late, or rehearsed: the clock has no say. */
	if (s != NULL && run->verb->flags & VERB_WRITE && run->today == moment_today(run->zone) && *at > moment_now())
		return run_usage(run, _("--at: %s has not come yet"), s);
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

const char *
run_hint(enum fault fault)
{
	return fault == FAULT_EXISTS ? _("change the one that is stored, or give the new one another name, title or day") : fault_hint(fault);
}

/* Says why the run failed, if that was not said yet, and with what status. */
static enum exit_status
failed(struct run *run)
{
	char words[4096];
	enum fault fault;

	if (run->status != EXIT_DONE || run_form_wrong(run) != 0)
		return run->status;
	if (run->db == NULL || db_error(run->db)[0] == '\0') {
		msg_error(_("out of memory"));
		return EXIT_CANNOT;
	}
	fault = db_fault(run->db);
	snprintf(words, sizeof(words), "%s%s%s", db_error(run->db), fault != FAULT_NONE ? ": " : "", db_why(run->db));
	msg_say(&(struct msg){ .words = words, .fault = fault, .hint = run_hint(fault) });
	return db_status(run->db);
}

/* Opens what the verb writes to. */
static int
start_output(struct run *run)
{
	int page = run_is_page(run);

	if (page != 0)
		return page < 0 ? -1 : run_output(run);
	return run->verb->flags & VERB_LIST && run->verb->cols != NULL ? run_records(run, run_columns(run)) : 0;
}

static int
start(struct run *run)
{
	const char *errors = run->opt.at[OPT_ERRORS], *lang = run->opt.at[OPT_LANG];
	unsigned flags = run->verb->flags;

	if (errors != NULL && strcmp(errors, "text") != 0 && strcmp(errors, "jsonl") != 0)
		return run_usage(run, _("--errors: text or jsonl, not %s"), errors);
	msg_set_jsonl(errors != NULL && strcmp(errors, "jsonl") == 0);
	if (lang != NULL && strncmp(lang, "zh", 2) != 0 && strncmp(lang, "en", 2) != 0)
		return run_usage(run, _("--lang: en or zh, not %s"), lang);
	run->actor = run_actor(run);
	run->zone = "Asia/Shanghai";
	run->dry_run = run->opt.at[OPT_DRY_RUN] != NULL;
	if (run->operands < run->verb->min)
		return run_usage(run, _("something is missing: %s"), _(run->verb->operands));
	if (run->verb->max >= 0 && run->operands > run->verb->max)
		return run_usage(run, _("unexpected: %s"), run->operand[run->verb->max]);
	if (flags & (VERB_WRITE | VERB_IMPORT))
		signal(SIGPIPE, SIG_IGN);	/* it is stored whoever listens */
	if (!(flags & VERB_NO_DB) && run_open(run) != 0)
		return -1;
	if (run_find_today(run) != 0 || run_read_form(run) != 0 || start_output(run) != 0)
		return -1;
	return flags & VERB_NO_DB ? 0 : run_record_reveal(run);
}

const struct verb *
run_verb_told(const struct run *run)
{
	for (const struct verb *v = run->verb; run->operands > 0 && v->name != NULL && strcmp(v->name, run->verb->name) == 0; v++)
		if (v->operands != NULL && strcmp(v->operands, run->operand[0]) == 0)
			return v;
	return run->verb;
}

int
run_main(const struct prog *prog, int argc, char *argv[])
{
	struct run run = { .prog = prog };
	enum opt_id takes[OPT_COUNT];
	bool has_verbs = prog->verbs[0].name != NULL, good;
	enum exit_status status;

	guard_descriptors();
	msg_program(prog->name);
	run.zh = set_language(argc, argv);
	msg_set_jsonl(strcmp(early_option(argc, argv, "--errors", "text"), "jsonl") == 0);
	for (int i = 1; i < argc; i++)
		if (text_utf8(argv[i], strlen(argv[i])) != strlen(argv[i])) {
			msg_error(_("argument %d is not UTF-8"), i);
			return EXIT_USAGE;
		}
	if (argc > 1 && strcmp(argv[1], "--complete") == 0)
		return run_complete(prog, argc - 2, argv + 2);
	if (has_verbs && (argc < 2 || argv[1][0] == '-')) {
		if (argc >= 2 && run_help_wanted(prog, NULL, argv[1]))
			return run_help_end();
		no_such_verb(prog, argc < 2 ? NULL : argv[1]);
	}
	run.verb = run_verb_named(prog, has_verbs ? argv[1] : NULL);
	if (run.verb == NULL && strcmp(argv[1], "help") == 0) {
		run_help_wanted(prog, NULL, "--help");
		return run_help_end();
	}
	if (run.verb == NULL)
		no_such_verb(prog, argv[1]);
	run_takes(run.verb, takes);
	if (opt_parse(argc - has_verbs, argv + has_verbs, takes, &run.opt, &run.operand, &run.operands) != 0) {
		try_help(&run);
		return EXIT_USAGE;
	}
	run.verb = run_verb_told(&run);
	if (run.opt.at[OPT_HELP] != NULL || run.opt.at[OPT_VERSION] != NULL) {
		run_help_wanted(prog, has_verbs ? run.verb : NULL, run.opt.at[OPT_HELP] != NULL ? "--help" : "--version");
		return run_help_end();
	}
	if (run.verb->cols != NULL && run.opt.at[OPT_COLUMNS] != NULL && strcmp(run.opt.at[OPT_COLUMNS], "help") == 0) {
		run_help_columns(run_columns(&run));
		return run_help_end();
	}
	good = start(&run) == 0 && run.verb->main(&run) == 0;
	status = good ? run.status : failed(&run);
	db_close(run.db);	/* no lock is held while a pager waits */
	return run_output_end(&run, good, status);
}
