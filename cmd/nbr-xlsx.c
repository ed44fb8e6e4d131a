/* nbr-xlsx - record streams as a workbook for a spreadsheet */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "run.h"
#include "xlsx_records.h"

/* The sheets, each with its name of --sheet, or that of its file. */
static int
add_sheets(struct run *run, struct xlsx *x)
{
	static char standard[] = "-";
	char **file = run->operands > 0 ? run->operand : (char *[]){ standard, NULL };
	const char *list = run_opt(run, OPT_SHEET);

	for (; *file != NULL; file++) {
		char name[XLSX_NAME];
		size_t n = list != NULL ? strcspn(list, ",") : 0;

		if (list != NULL) {
			snprintf(name, sizeof(name), "%.*s", n < sizeof(name) ? (int)n : (int)sizeof(name), list);
			if ((list[n] == ',') != (file[1] != NULL))
				return run_usage(run, _("--sheet: one name for each file, with commas between"));
			if (!xlsx_name_fits(x, name))
				return run_usage(run, _("--sheet: %s: at most 31 characters, none of []:*?/\\, and each name once"), name);
			list += n + 1;
		}
		if (xlsx_records(run, x, *file, list != NULL ? name : NULL) != 0)
			return -1;
	}
	return 0;
}

/*
 * A pipe cannot be written in several places: a workbook that is no file goes
 * to one first.
 */
static int
make(struct run *run)
{
	const char *to = run_opt(run, OPT_OUTPUT);
	struct xlsx *x;
	FILE *temp;
	int rc, fd;

	if (to == NULL)
		return run_usage(run, _("-o is needed: the workbook to make"));
	if (strcmp(to, "-") == 0 && isatty(STDOUT_FILENO))
		return run_usage(run, _("a workbook cannot be shown on a terminal; name a file with -o"));
	if (run_output(run) != 0)
		return -1;
	temp = run->temp == NULL ? tmpfile() : NULL;
	fd = temp != NULL ? fileno(temp) : run->fd;
	x = xlsx_open(fd);
	rc = x == NULL ? -1 : add_sheets(run, x);
	if (rc == 0 && xlsx_end(x) != 0)
		rc = xlsx_fail(run, x, NULL, 0);
	if (rc == 0 && temp != NULL && (lseek(fd, 0, SEEK_SET) != 0 || file_pour(fd, run->fd) != 0)) {
		msg_error(_("the output could not be written: %s"), strerror(errno));
		run->status = EXIT_CANNOT;
		rc = -1;
	}
	xlsx_free(x);
	if (temp != NULL)
		fclose(temp);
	return rc;
}

static const struct verb verbs[] = {
	{ NULL, N_("[FILE...]"), N_("make a workbook of records"), VERB_NO_DB, TAKES(OPT_OUTPUT, OPT_SHEET), NULL, 0, -1, make },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		"nbr-xlsx", N_("make a workbook of records"), verbs,
		"  nbr-household export --for excel | nbr-xlsx -o 花名册.xlsx\n"
		"  nbr-visit-due | nbr-xlsx -o 走访.xlsx\n"
		"  nbr-xlsx -o 村.xlsx --sheet 户,三长 households.csv chiefs.csv\n",
		NULL,
	};

	return run_main(&prog, argc, argv);
}
