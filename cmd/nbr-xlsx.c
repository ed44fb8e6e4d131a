/* nbr-xlsx - record streams as a workbook for a spreadsheet */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "area.h"
#include "calendar.h"
#include "chief.h"
#include "due.h"
#include "file.h"
#include "household.h"
#include "rec_read.h"
#include "report.h"
#include "rule.h"
#include "run.h"
#include "runs.h"
#include "visit.h"
#include "xlsx.h"

/*
 * Whether cells of a column may be numbers. Doors, phones, codes and ids look
 * like some, but the tables know them; a column no table knows may.
 */
static bool
is_number(struct text name)
{
	static const struct col *const tables[] = {
		area_cols, calendar_cols, chief_cols, workload_cols, due_cols, why_cols, household_cols, member_cols,
		history_cols, report_cols, rule_cols, run_cols, visit_cols, coverage_cols,
	};
	bool known = false;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct col *c = tables[i]; c->type != COL_END; c++)
			if (text_is(name, c->name) || (c->zh != NULL && text_is(name, c->zh))) {
				if (col_is_number(c->type))
					return true;
				known = true;
			}
	return !known;
}

/* A sheet on its way. */
struct sheet {
	struct run	*run;
	struct xlsx	*to;
	const char	*name;		/* of the sheet */
	const char	*file;		/* as messages name it */
	char		*names;		/* of the columns, one after the other */
	struct text	*heading, *cell;
	bool		*number;
	int		 cols;
	int64_t		 line;
};

static int
refuse(struct sheet *s, const char *words, enum fault fault)
{
	msg_say(&(struct msg){ .file = s->file, .line = s->line, .words = words, .fault = fault, .hint = fault_hint(fault) });
	s->run->status = EXIT_REFUSED;
	return -1;
}

/* The workbook cannot be made, or it cannot hold what it is given. */
static int
fail(struct run *run, const struct xlsx *x, const char *file, int64_t line)
{
	bool full;
	const char *why = xlsx_why(x, &full);

	if (full)
		msg_say(&(struct msg){ .file = file, .line = line, .words = why });
	else
		msg_say(&(struct msg){ .file = run_opt(run, OPT_OUTPUT), .words = why });
	run->status = full ? EXIT_REFUSED : EXIT_CANNOT;
	return -1;
}

static int
begin(struct sheet *s, const struct rec_cells *head)
{
	size_t n = (size_t)head->cells, bytes = 1;
	char *at;

	for (int i = 0; i < head->cells; i++)
		bytes += head->cell[i].name.len;
	at = s->names = malloc(bytes);
	s->heading = calloc(n + 1, sizeof(*s->heading));
	s->cell = calloc(n + 1, sizeof(*s->cell));
	s->number = calloc(n + 1, sizeof(*s->number));
	if (at == NULL || s->heading == NULL || s->cell == NULL || s->number == NULL)
		return -1;
	s->cols = head->cells;
	for (int i = 0; i < s->cols; i++) {
		struct text name = head->cell[i].name;

		s->heading[i] = (struct text){ memcpy(at, name.at, name.len), name.len };
		s->number[i] = is_number(name);
		at += name.len;
	}
	return xlsx_sheet(s->to, s->name, s->heading, s->number, s->cols) != 0 ? fail(s->run, s->to, s->file, head->line) : 0;
}

/* The cells in the order of the heading: objects may have another. */
static int
put(struct sheet *s, const struct rec_cells *row)
{
	if (row->cells != s->cols)
		return refuse(s, NULL, row->cells < s->cols ? FAULT_SHORT : FAULT_LONG);
	for (int i = 0; i < s->cols; i++) {
		int k = i;

		if (!text_equal(row->cell[i].name, s->heading[i]))
			for (k = 0; k < s->cols && !text_equal(row->cell[k].name, s->heading[i]); k++)
				continue;
		if (k == s->cols)
			return refuse(s, _("the record has other columns than the first"), FAULT_NONE);
		if (row->cell[k].kind == '{' || row->cell[k].kind == '[')
			return refuse(s, _("a value is neither text nor a number"), FAULT_NONE);
		s->cell[i] = row->cell[k].text;
	}
	return xlsx_row(s->to, s->cell) != 0 ? fail(s->run, s->to, s->file, s->line) : 0;
}

static int
fill(struct sheet *s, struct rec_in *in, const struct rec_cells *head)
{
	struct rec_cells row;
	int rc, n = 0;

	if (head->cells > 0 && begin(s, head) != 0)
		return -1;
	for (; (rc = rec_in_next(in, &row)) > 0; n++) {
		s->line = row.line;
		if ((s->heading == NULL && begin(s, &row) != 0) || put(s, &row) != 0)
			return -1;
	}
	if (rc < 0) {
		s->line = row.line;
		return rec_in_why(in) != NULL ? refuse(s, rec_in_why(in), FAULT_NONE) : -1;
	}
	if (rec_in_empty(in)) {
		s->line = 0;
		return refuse(s, NULL, FAULT_EMPTY);
	}
	return s->heading == NULL ? begin(s, &row) : 0;
}

static int
add_sheet(struct run *run, struct xlsx *x, const char *path, const char *name)
{
	bool standard = strcmp(path, "-") == 0;
	struct sheet s = { .run = run, .to = x, .file = standard ? _("standard input") : path };
	FILE *fp = standard ? stdin : fopen(path, "re");
	struct rec_cells head;
	struct rec_in *in;
	char buf[XLSX_NAME];
	int rc;

	if (fp == NULL) {
		msg_say(&(struct msg){ .file = s.file, .words = strerror(errno) });
		run->status = EXIT_CANNOT;
		return -1;
	}
	s.name = name != NULL ? name : xlsx_name(x, standard ? "" : path, buf);
	in = rec_in_open(fp, NULL, &head);
	rc = in == NULL ? -1 : fill(&s, in, &head);
	if (ferror(fp))		/* it is not the records that are wrong */
		run->status = EXIT_CANNOT;
	rec_in_close(in);
	free(s.names);
	free(s.heading);
	free(s.cell);
	free(s.number);
	if (!standard)
		fclose(fp);
	return rc;
}

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
		if (add_sheet(run, x, *file, list != NULL ? name : NULL) != 0)
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
		rc = fail(run, x, NULL, 0);
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
