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
	command_run(argv);
	return run_usage(run, _("no such command: %s"), run->operand[0]);
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
	const char *path = run_database(run, buf, sizeof(buf)), *dir = getenv("NBR_LOCALEDIR");
	struct db *db = open_any(path);
	char stored[64];
	const char *zone = db == NULL ? NULL : stored_zone(db, stored, sizeof(stored));
	struct commands all;
	struct doctor d = {
		.out = run->out, .path = path, .zone = zone != NULL ? zone : run->zone,
		.catalogues = dir != NULL && dir[0] != '\0' ? dir : NBR_LOCALEDIR,
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
	msg_error(_("there is no setting %s"), run->operand[0]);
	run->status = EXIT_ABSENT;
	return -1;
}

static int
do_completion(struct run *run)
{
	const char *script = completion_script(run->operand[0]);

	if (script == NULL)
		return run_usage(run, _("bash, zsh or fish, not %s"), run->operand[0]);
	if (fputs(script, stdout) < 0 || fflush(stdout) != 0) {
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

int
main(int argc, char *argv[])
{
	struct verb verbs[OWN + MOST + 1] = { 0 };
	struct prog prog = {
		"nbr", N_("run the programs of neighbourhood governance"), verbs,
		"  nbr help\n"
		"  nbr visit due\n"
		"  nbr doctor\n",
	};
	struct commands all = { 0 };
	int rc, n = 0;

	if (argc > 1 && argv[1][0] != '-' && !is_own(argv[1]))
		command_run(argv);
	for (; n < OWN; n++)
		verbs[n] = own[n];
	/* They are verbs in --help, and for who mistypes one. */
	commands_find(&all);
	for (size_t i = 0; i < all.count && i < MOST; i++)
		verbs[n++] = (struct verb){ .name = all.at[i].name + strlen("nbr-"),
		    .help = N_("a program of its own"), .main = do_command };
	rc = run_main(&prog, argc, argv);
	commands_free(&all);
	return rc;
}
