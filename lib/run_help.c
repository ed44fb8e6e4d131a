/* --help and --version, made from the same tables that parse the options. */
#include <stdio.h>
#include <string.h>

#include "run_parts.h"

static enum opt_id *
add(enum opt_id *to, const enum opt_id *from)
{
	while (*from != OPT_END)
		*to++ = *from++;
	return to;
}

void
run_takes(const struct verb *verb, enum opt_id takes[OPT_COUNT])
{
	enum opt_id *to = takes;

	if (verb->takes != NULL)
		to = add(to, verb->takes);
	if (verb->flags & VERB_LIST)
		to = add(to, TAKES(OPT_FORMAT, OPT_COLUMNS, OPT_NO_HEADER, OPT_OUTPUT, OPT_EXIT_STATUS, OPT_LIMIT, OPT_SORT, OPT_FOR, OPT_FORM));
	if (verb->flags & VERB_PERSONAL)
		to = add(to, TAKES(OPT_REVEAL));
	if (verb->flags & (VERB_WRITE | VERB_IMPORT))
		to = add(to, TAKES(OPT_DRY_RUN, OPT_REF));
	if (verb->flags & VERB_STEPS)
		to = add(to, TAKES(OPT_REJECTS));
	if (verb->flags & (VERB_WRITE | VERB_IMPORT | VERB_PERSONAL))
		to = add(to, TAKES(OPT_REASON, OPT_ACTOR));
	if (verb->flags & VERB_IMPORT)
		to = add(to, TAKES(OPT_ENCODING, OPT_MAP, OPT_REJECTS, OPT_ON_DUPLICATE, OPT_HEADER_ROW, OPT_STRICT_COLUMNS, OPT_MAX_ERRORS, OPT_DELIMITER, OPT_FILL_DOWN));
	to = add(to, TAKES(OPT_ON));
	if (!(verb->flags & VERB_NO_DB))
		to = add(to, TAKES(OPT_DB, OPT_TIMEOUT));
	to = add(to, TAKES(OPT_LANG, OPT_COLOR, OPT_ERRORS, OPT_QUIET, OPT_VERBOSE, OPT_HELP, OPT_VERSION));
	*to = OPT_END;
}

static void
columns(const struct verb *verb)
{
	int at = 0;

	if (verb->cols == NULL)
		return;
	printf("\n%s\n ", _("Columns:"));
	for (const struct col *c = verb->cols; c->type != COL_END; c++) {
		if (c->flags & COL_ASIDE)
			continue;
		if (at + strlen(c->name) > 70) {
			printf("\n ");
			at = 0;
		}
		at += printf(" %s", c->name);
	}
	printf("\n");
}

static void
usage_line(const struct prog *p, const struct verb *v)
{
	printf("  %s%s%s", p->name, v->name != NULL ? " " : "", v->name != NULL ? v->name : "");
	if (v->operands != NULL)
		printf(" %s", _(v->operands));
	printf("\n");
}

struct asked {
	const struct prog *prog;
	const struct verb *verb;
};

static const char *
words(void *arg, enum opt_id id, char buf[static OPT_WORDS])
{
	const struct asked *a = arg;

	return run_words(a->prog, a->verb, id, buf);
}

static void
verbs(const struct prog *p)
{
	size_t most = 10;

	for (const struct verb *v = p->verbs; v->main != NULL; v++)
		if (strlen(v->name) > most)
			most = strlen(v->name);
	printf("\n%s\n", _("Verbs:"));
	for (const struct verb *v = p->verbs; v->main != NULL; v++) {
		printf("  %-*s ", (int)most, v->name);
		opt_say(most + 3, _(v->help));
	}
	printf("\n");
	printf(_("'%s VERB --help' lists the options of a verb."), p->name);
	printf("\n");
}

static void
help(const struct prog *p, const struct verb *only)
{
	struct asked asked = { p, only != NULL ? only : p->verbs };
	enum opt_id takes[OPT_COUNT];

	printf("%s\n", _("Usage:"));
	for (const struct verb *v = p->verbs; v->main != NULL; v++) {
		if (only == NULL && v->flags & VERB_PROGRAM) {
			printf("  %s %s\n", p->name, _("PROGRAM [WORD...]"));
			break;
		}
		if (only == NULL || v == only || (v->name != NULL && strcmp(v->name, only->name) == 0))
			usage_line(p, v);
	}
	printf("\n");
	opt_say(0, only != NULL ? _(only->help) : _(p->purpose));
	if (p->examples != NULL)
		printf("\n%s\n%s", _("Examples:"), p->examples);
	if (only == NULL && p->verbs[0].name != NULL) {
		verbs(p);
		return;
	}
	printf("\n%s\n", _("Options:"));
	run_takes(asked.verb, takes);
	opt_help(takes, words, &asked);
	columns(asked.verb);
}

bool
run_help_wanted(const struct prog *p, const struct verb *verb, const char *arg)
{
	if (strcmp(arg, "-V") == 0 || strcmp(arg, "--version") == 0)
		printf("%s (nbr) %s\n", p->name, NBR_VERSION);
	else if (strcmp(arg, "-h") == 0 || strcmp(arg, "--help") == 0)
		help(p, verb);
	else
		return false;
	return true;
}

void
run_help_columns(const struct col *cols)
{
	for (const struct col *c = cols; c->type != COL_END; c++)
		if (!(c->flags & COL_ASIDE))
			printf("%s\t%s\t%s\n", c->name, c->zh, _(c->help));
}

int
run_help_end(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_DONE;
	msg_error(_("the output could not be written"));
	return EXIT_CANNOT;
}
