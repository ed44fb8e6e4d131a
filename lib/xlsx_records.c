#define _GNU_SOURCE
#include "xlsx_records.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity.h"
#include "area.h"
#include "calendar.h"
#include "chief.h"
#include "commend.h"
#include "due.h"
#include "exchange.h"
#include "finding.h"
#include "goods.h"
#include "household.h"
#include "ledger.h"
#include "order.h"
#include "points.h"
#include "rec_read.h"
#include "report.h"
#include "rule.h"
#include "run.h"
#include "runs.h"
#include "settle.h"
#include "visit.h"

/*
 * Whether cells of a column may be numbers. Doors, phones, codes and ids look
 * like some, but the tables know them; a column no table knows may.
 */
static bool
is_number(struct text name)
{
	static const struct col *const tables[] = {
		area_cols, calendar_cols, chief_cols, workload_cols, commendation_cols, due_cols, why_cols, household_cols, member_cols,
		person_cols, history_cols, visit_cols, coverage_cols, order_cols, order_event_cols, order_clock_cols, overdue_cols,
		order_stats_cols, order_import_cols, activity_cols, attendance_cols, issue_cols, missing_cols, entry_cols, balance_cols,
		statement_cols, rank_cols, objection_cols, points_import_cols, settle_cols, goods_cols, goods_move_cols, exchange_cols,
		report_cols, lists_cols, public_order_cols, public_points_cols, rule_cols, finding_cols, run_cols,
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
int
xlsx_fail(struct run *run, const struct xlsx *x, const char *file, int64_t line)
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
	return xlsx_sheet(s->to, s->name, s->heading, s->number, s->cols) != 0 ? xlsx_fail(s->run, s->to, s->file, head->line) : 0;
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
	return xlsx_row(s->to, s->cell) != 0 ? xlsx_fail(s->run, s->to, s->file, s->line) : 0;
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

int
xlsx_records(struct run *run, struct xlsx *x, const char *path, const char *name)
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
