/* nbr - runs the programs of nbr, and looks after them */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "completion.h"
#include "doctor.h"
#include "run.h"
#include "setting.h"

enum { PATH_SIZE = 4096, MOST = 64 };

static const struct col help_cols[] = {
	{ "program", "程序", NULL, COL_TEXT, COL_KEY, N_("name of the program"), NULL, 0, NULL },
	{ "purpose", "用途", NULL, COL_TEXT, 0, N_("what it is for"), NULL, 0, NULL },
	{ 0 },
};

static const struct col config_cols[] = {
	{ "key", "项目", NULL, COL_TEXT, COL_KEY, N_("what is set"), NULL, 0, NULL },
	{ "value", "值", NULL, COL_TEXT, 0, N_("its value"), NULL, 0, NULL },
	{ "origin", "来源", NULL, COL_TEXT, 0, N_("option, variable or place it comes from"), NULL, 0, NULL },
	{ 0 },
};

/* Nothing is named so: what is, nearly? */
static int
no_such_command(struct run *run, const char *words)
{
	const char *names[MOST], *near;
	struct commands all;
	int n = 0, rc;

	commands_find(&all);
	for (; n < (int)all.count && n < MOST; n++)
		names[n] = all.at[n].name + strlen("nbr-");
	near = opt_nearest(words, names, n);
	rc = near != NULL ? run_usage(run, _("no such command: %s; did you mean %s?"), words, near) : run_usage(run, _("no such command: %s"), words);
	commands_free(&all);
	return rc;
}

/* The manual, or where there is none what the program says itself. */
static int
help_of(struct run *run)
{
	char name[MOST], *argv[MOST] = { (char *)"nbr" };
	int n = 0, len = snprintf(name, sizeof(name), "nbr");

	for (; n < run->operands && n < 4; n++) {
		char *word = run->operand[n];

		if (n == 0 && strncmp(word, "nbr-", 4) == 0)
			word += 4;
		if (n > 0 || strcmp(word, "nbr") != 0)
			len += snprintf(name + len, sizeof(name) - (size_t)len, "-%.14s", word);
		argv[n + 1] = word;
	}
	setenv("NBR_LANG", run->zh ? "zh" : "en", 1);	/* as this one speaks */
	if (command_manual(name, run->zh)) {
		rec_drop(run->out);	/* a page needs no heading line of records below it */
		run->out = NULL;
		return 0;
	}
	argv[n + 1] = (char *)"--help";
	if (strcmp(name, "nbr") == 0)
		execv("/proc/self/exe", argv + n);
	command_run(argv);
	return no_such_command(run, len > 4 ? name + 4 : name);
}

static int
do_help(struct run *run)
{
	struct commands all;
	char purpose[256];

	if (run->operands > 0)
		return help_of(run);
	setenv("NBR_LANG", run->zh ? "zh" : "en", 1);
	commands_find(&all);
	for (size_t i = 0; i < all.count; i++)
		rec_put(run->out, (const struct value[]){ VALUE_TEXT(text_of(all.at[i].name)),
		    VALUE_TEXT(text_of(command_purpose(&all.at[i], purpose, sizeof(purpose)))) });
	commands_free(&all);
	return 0;
}

/* The zone of the database, NULL when it cannot be asked. */
static const char *
stored_zone(struct db *db, char *buf, size_t size)
{
	int version;

	return db_error(db)[0] == '\0' && db_version(db, &version) == 0 && version == db_version_built()
	    && setting_text(db, "zone", buf, size) == 1 ? buf : NULL;
}

static struct db *
open_any(const char *path)
{
	return db_open(path, DB_READ | DB_ANY_VERSION, 5);
}

static int
do_doctor(struct run *run)
{
	char buf[PATH_SIZE];
	const char *path = run_database(run, buf, sizeof(buf)), *dir = getenv("NBR_LOCALEDIR"), *settings = getenv("NBR_NIGHTLY");
	struct db *db = open_any(path);
	char stored[64];
	const char *zone = db == NULL ? NULL : stored_zone(db, stored, sizeof(stored));
	struct commands all;
	struct doctor d = {
		.out = run->out, .path = path, .zone = zone != NULL ? zone : run->zone,
		.catalogues = dir != NULL && dir[0] != '\0' ? dir : NBR_LOCALEDIR,
		.root = "", .settings = settings != NULL && settings[0] != '\0' ? settings : NULL,
		.today = run->today, .commands = &all,
	};

	if (db == NULL)
		return -1;
	commands_find(&all);
	doctor_look(&d, db);
	commands_free(&all);
	db_close(db);
	run->status = d.findings > 0 ? EXIT_NO : EXIT_DONE;
	return 0;
}

/* One record: the option, else the first variable that is set, else the rest. */
static void
put(struct run *run, const char *key, const char *value, enum opt_id id, const char *const *variables, const char *rest)
{
	char option[32];

	if (run->operands > 0 && strcmp(run->operand[0], key) != 0)
		return;
	for (; *variables != NULL; variables++)
		if (getenv(*variables) != NULL && getenv(*variables)[0] != '\0') {
			rest = *variables;
			break;
		}
	if (id != OPT_END && run_opt(run, id) != NULL) {
		snprintf(option, sizeof(option), "--%s", opts[id].name);
		rest = option;
	}
	rec_put(run->out, (const struct value[]){ VALUE_TEXT(text_of(key)), VALUE_TEXT(text_of(value)), VALUE_TEXT(text_of(rest)) });
}

#define VARIABLES(...) (const char *const[]){ __VA_ARGS__, NULL }

static const char *
variable(const char *name, const char *otherwise)
{
	const char *s = getenv(name);

	return s != NULL && s[0] != '\0' ? s : otherwise;
}

static int
do_config(struct run *run)
{
	char buf[PATH_SIZE], day[11];
	const char *path = run_database(run, buf, sizeof(buf));
	struct db *db = open_any(path);
	char stored[64];
	const char *zone = db == NULL ? NULL : stored_zone(db, stored, sizeof(stored));

	put(run, "db", path, OPT_DB, VARIABLES("NBR_DB"), "default");
	put(run, "format", variable("NBR_FORMAT", isatty(STDOUT_FILENO) ? "table" : "tsv"), OPT_END, VARIABLES("NBR_FORMAT"), "default");
	put(run, "lang", run->zh ? "zh" : "en", OPT_LANG, VARIABLES("NBR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"), "default");
	put(run, "today", day_text(run->today, day), OPT_ON, VARIABLES("NBR_TODAY"), "clock");
	put(run, "zone", zone != NULL ? zone : run->zone, OPT_END, VARIABLES(NULL), zone != NULL ? "database" : "default");
	put(run, "actor", run->actor, OPT_ACTOR, VARIABLES("NBR_ACTOR", "SUDO_USER"), "login");
	put(run, "area", variable("NBR_AREA", ""), OPT_END, VARIABLES("NBR_AREA"), "default");
	db_close(db);
	if (rec_count(run->out) > 0)
		return 0;
	msg_error(_("there is no setting %s; nbr config lists them"), run->operand[0]);
	run->status = EXIT_ABSENT;
	return -1;
}

static int
do_completion(struct run *run)
{
	struct commands all;
	int rc;

	commands_find(&all);
	rc = completion_print(run->operand[0], &all);
	commands_free(&all);
	if (rc != 0)
		return run_usage(run, _("bash, zsh or fish, not %s"), run->operand[0]);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		msg_error(_("the output could not be written"));
		run->status = EXIT_CANNOT;
	}
	return run->status == EXIT_DONE ? 0 : -1;
}

/* Never gets there: main() runs the program itself. */
static int
do_command(struct run *run)
{
	return run_usage(run, _("it could not be started"));
}

static const struct verb own[] = {
	{ "help", N_("[COMMAND]"), N_("list the programs and what they are for, or show the manual of one"), VERB_LIST | VERB_NO_DB,
	  NULL, help_cols, 0, 4, do_help },
	{ "doctor", NULL, N_("look for what stands in the way here; status 1 when something is found"), VERB_LIST | VERB_NO_DB,
	  TAKES(OPT_DB), doctor_cols, 0, 0, do_doctor },
	{ "config", N_("[KEY]"), N_("show what is set, and where it comes from"), VERB_LIST | VERB_NO_DB,
	  TAKES(OPT_DB, OPT_ACTOR), config_cols, 0, 1, do_config },
	{ "completion", "bash|zsh|fish", N_("print the completion script of a shell"), VERB_NO_DB, NULL, NULL, 1, 1, do_completion },
};

enum { OWN = sizeof(own) / sizeof(own[0]) };

static bool
is_own(const char *word)
{
	for (int i = 0; i < OWN; i++)
		if (strcmp(word, own[i].name) == 0)
			return true;
	return false;
}

/* Words that end the name of a program: of "visit", that there is nbr-visit-due. */
static void
offer_longer(const struct commands *all, const char *name, const char *word)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < all->count; i++) {
		const char *rest = all->at[i].name + n + 1;

		if (strncmp(all->at[i].name, name, n) == 0 && rest[-1] == '-' && strncmp(rest, word, strlen(word)) == 0)
			printf("%s\t\n", rest);
	}
}

/*
 * "nbr --complete COMMAND WORD...": the last word is completed by the program that the
 * others name. Returns whether that is nbr itself, or else if there is none.
 */
static bool
complete(const struct commands *all, int argc, char *argv[])
{
	const char *base = strrchr(argv[2], '/') != NULL ? strrchr(argv[2], '/') + 1 : argv[2];
	char *name[COMMAND_WORDS + 1] = { strdup(base) };
	bool self = strcmp(base, "nbr") == 0;
	int n = 0;

	while (self && n < COMMAND_WORDS && n + 4 < argc && argv[n + 3][0] != '-' && asprintf(&name[n + 1], "%s-%s", name[n], argv[n + 3]) > 0)
		n++;
	if (n > 0 && n + 4 == argc) {
		offer_longer(all, name[n], argv[argc - 1]);
		fflush(stdout);
	}
	for (; n >= self; n--) {
		char **from = argv + n + 1, *words[] = { from[0], from[1] };

		from[1] = (char *)"--complete";
		command_run_own(name[n], from);
		from[0] = words[0];
		from[1] = words[1];
		free(name[n]);
	}
	if (self)
		free(name[0]);
	return self;
}

/* What the programs say of themselves, in English: --help translates it. */
static void
ask_purposes(const struct commands *all, struct verb *verbs, char purposes[MOST][MOST * 4])
{
	const char *lang = getenv("NBR_LANG");
	char *was = lang == NULL ? NULL : strdup(lang);

	setenv("NBR_LANG", "en", 1);
	for (size_t i = 0; i < all->count && i < MOST; i++)
		if (command_purpose(&all->at[i], purposes[i], sizeof(purposes[i]))[0] != '\0')
			verbs[i].help = purposes[i];
	if (was != NULL)
		setenv("NBR_LANG", was, 1);
	else
		unsetenv("NBR_LANG");
	free(was);
}

int
main(int argc, char *argv[])
{
	struct verb verbs[OWN + MOST + 1] = { 0 };
	struct prog prog = {
		"nbr", N_("run the programs of neighbourhood governance"), verbs,
		"  nbr help\n"
		"  nbr visit due\n"
		"  nbr doctor\n",
		NULL,
	};
	static char purposes[MOST][MOST * 4];
	struct commands all = { 0 };
	int rc, n = 0;

	if (argc > 1 && strncmp(argv[1], "nbr-", 4) == 0)
		argv[1] += 4;
	if (argc > 1 && argv[1][0] != '-' && !is_own(argv[1]))
		command_run(argv);
	for (; n < OWN; n++)
		verbs[n] = own[n];
	/* They are verbs in --help, and for who mistypes one. */
	commands_find(&all);
	for (size_t i = 0; i < all.count && i < MOST; i++)
		verbs[n++] = (struct verb){ .name = all.at[i].name + strlen("nbr-"),
		    .help = N_("a program of its own"), .flags = VERB_PROGRAM, .main = do_command };
	if (argc > 2 && strcmp(argv[1], "--complete") == 0) {
		if (!complete(&all, argc, argv))
			return EXIT_NO;
		argv[2] = argv[1];
		argv++;
		argc--;
	}
	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		ask_purposes(&all, verbs + OWN, purposes);
	rc = run_main(&prog, argc, argv);
	commands_free(&all);
	return rc;
}
