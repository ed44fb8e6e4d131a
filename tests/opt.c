#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "msg.h"
#include "opt.h"
#include "tap.h"

static const enum opt_id takes[] = {
	OPT_HELP, OPT_FORMAT, OPT_COLUMNS, OPT_QUIET, OPT_ON, OPT_ON_DUPLICATE,
	OPT_DRY_RUN, OPT_END,
};

static struct opt_values values;
static char **operands, *argv[16], err[4096];
static int count;

/* Parses the words of a line; what goes to standard error ends up in err. */
static int
parse(const char *line)
{
	static char words[256];
	char *word = words;
	int argc = 0, rc, saved = dup(STDERR_FILENO);
	FILE *fp = tmpfile();
	ssize_t n;

	snprintf(words, sizeof(words), "%s", line);
	while ((argv[argc] = strsep(&word, " ")) != NULL)
		argc++;
	dup2(fileno(fp), STDERR_FILENO);
	rc = opt_parse(argc, argv, takes, &values, &operands, &count);
	dup2(saved, STDERR_FILENO);
	close(saved);
	n = pread(fileno(fp), err, sizeof(err) - 1, 0);
	err[n > 0 ? n : 0] = '\0';
	fclose(fp);
	return rc;
}

static bool
refused(const char *line, const char *message)
{
	return parse(line) == -1 && strcmp(err, message) == 0;
}

static bool
value(enum opt_id id, const char *wanted)
{
	const char *at = values.at[id];

	return wanted == NULL ? at == NULL : at != NULL && strcmp(at, wanted) == 0;
}

static void
test_table(void)
{
	bool letters[128] = { false };
	int unnamed = 0, unhelped = 0, twice = 0;

	for (int i = 1; i < OPT_COUNT; i++) {
		int letter = opts[i].letter;

		unnamed += opts[i].name == NULL;
		unhelped += opts[i].help == NULL;
		twice += letter != 0 && letters[letter];
		letters[letter] = true;
		for (int j = 1; j < i; j++)
			twice += strcmp(opts[i].name, opts[j].name) == 0;
	}
	OK(unnamed == 0);
	OK(unhelped == 0);
	OK(twice == 0);
}

int
main(void)
{
	const char *const words[] = { "list", "show", "add", "classify" };

	msg_program("nbr-x");
	test_table();

	OK(parse("x") == 0 && count == 0 && operands[0] == NULL);
	OK(parse("x a -F csv b - --quiet c") == 0 && count == 4);
	OK(strcmp(operands[0], "a") == 0 && strcmp(operands[1], "b") == 0 &&
	    strcmp(operands[2], "-") == 0 && strcmp(operands[3], "c") == 0 &&
	    operands[4] == NULL);
	OK(value(OPT_FORMAT, "csv") && value(OPT_QUIET, "") && value(OPT_ON, NULL));
	OK(parse("x --format=json --on -3d") == 0 && value(OPT_FORMAT, "json") &&
	    value(OPT_ON, "-3d") && count == 0);
	OK(parse("x -qnFcsv") == 0 && value(OPT_FORMAT, "csv") &&
	    value(OPT_QUIET, "") && value(OPT_DRY_RUN, ""));
	OK(parse("x -F csv -F tsv") == 0 && value(OPT_FORMAT, "tsv"));
	OK(parse("x --format=") == 0 && value(OPT_FORMAT, ""));
	OK(parse("x a -- -q --format") == 0 && count == 3 && value(OPT_QUIET, NULL));
	OK(strcmp(operands[1], "-q") == 0 && strcmp(operands[2], "--format") == 0);
	setenv("POSIXLY_CORRECT", "1", 1);
	OK(parse("x a -q") == 0 && count == 1 && value(OPT_QUIET, ""));
	unsetenv("POSIXLY_CORRECT");

	OK(refused("x --formt csv", "nbr-x: no such option: --formt; did you mean --format?\n"));
	OK(refused("x --form csv", "nbr-x: no such option: --form; did you mean --format?\n"));
	OK(refused("x --form=csv", "nbr-x: no such option: --form; did you mean --format?\n"));
	OK(refused("x --dry a", "nbr-x: no such option: --dry; did you mean --dry-run?\n"));
	OK(refused("x --o", "nbr-x: no such option: --o; did you mean --on?\n"));
	OK(refused("x --nothing-like-it", "nbr-x: no such option: --nothing-like-it\n"));
	OK(refused("x --limit 3", "nbr-x: no such option: --limit\n"));
	OK(refused("x -z", "nbr-x: no such option: -z\n"));
	OK(refused("x -qz", "nbr-x: no such option: -z\n"));
	OK(refused("x -50", "nbr-x: no such option: -5\n"));
	OK(refused("x --format", "nbr-x: --format needs a value: FORM\n"));
	OK(refused("x -F", "nbr-x: -F needs a value\n"));
	OK(refused("x --quiet=1", "nbr-x: --quiet takes no value\n"));
	OK(refused("x --\033[31m", "nbr-x: no such option: --\uFFFD[31m\n"));

	OK(strcmp(opt_nearest("lst", words, 4), "list") == 0);
	OK(strcmp(opt_nearest("lsit", words, 4), "list") == 0);
	OK(strcmp(opt_nearest("class", words, 4), "classify") == 0);
	OK(strcmp(opt_nearest("shwo", words, 4), "show") == 0);
	OK(opt_nearest("redeem", words, 4) == NULL);
	OK(opt_nearest("x", words, 0) == NULL);
	return tap_end();
}
