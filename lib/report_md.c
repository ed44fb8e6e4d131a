/* A report as Markdown with tables, whose columns are aligned for those who read it as it is. */
#define _GNU_SOURCE
#include "report_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "|" in a name would end a cell. */
static void
put_text(FILE *fp, struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		fprintf(fp, t.at[i] == '|' ? "\\|" : "%c", t.at[i]);
}

static void
put_cell(FILE *fp, struct text t, size_t width, bool right)
{
	int blanks = (int)(width - text_width(t));

	fprintf(fp, "| %*s", right ? blanks : 0, "");
	put_text(fp, t);
	fprintf(fp, "%*s ", right ? 0 : blanks, "");
}

/* The text of a cell: column -1 is the row's name, row NULL the heading. */
static struct text
cell_of(const struct report_page *p, const struct report_table *t, const struct report_row *row, int column, char buf[static REPORT_CELL])
{
	if (column < 0)
		return row == NULL ? text_of("") : report_row_name(p, t, row);
	if (row == NULL)
		return text_of(report_figure_name(p, t->column[column]));
	return text_of(row->cell[column] == NULL ? "" : report_cell(row->cell[column], buf));
}

static size_t
widest(const struct report_page *p, const struct report_table *t, int column)
{
	char buf[REPORT_CELL];
	size_t most = text_width(cell_of(p, t, NULL, column, buf));

	for (size_t i = 0; i < t->rows; i++) {
		size_t width = text_width(cell_of(p, t, &t->row[i], column, buf));

		most = width > most ? width : most;
	}
	return most > 3 ? most : 3;
}

static void
put_row(FILE *fp, const struct report_page *p, const struct report_table *t, const struct report_row *row, const size_t *width)
{
	char buf[REPORT_CELL];

	for (int c = -1; c < t->columns; c++)
		put_cell(fp, cell_of(p, t, row, c, buf), width[c + 1], c >= 0);
	fputs("|\n", fp);
}

static void
put_rule(FILE *fp, size_t width, bool right)
{
	fputs("| ", fp);
	for (size_t i = right; i < width; i++)
		putc('-', fp);
	fputs(right ? ": " : " ", fp);
}

static void
put_table(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	size_t width[TABLE_COLUMNS + 1];

	for (int c = -1; c < t->columns; c++)
		width[c + 1] = widest(p, t, c);
	putc('\n', fp);
	put_row(fp, p, t, NULL, width);
	for (int c = -1; c < t->columns; c++)
		put_rule(fp, width[c + 1], c >= 0);
	fputs("|\n", fp);
	for (size_t i = 0; i < t->rows; i++)
		put_row(fp, p, t, &t->row[i], width);
}

/* The days of a figure as a row of bars, the lowest for none. */
static void
put_trend(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	static const char *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

	for (int c = 0; c < t->columns; c++) {
		int64_t most = 1;

		for (size_t i = 0; i < t->rows; i++)
			if (t->row[i].cell[c] != NULL && t->row[i].cell[c]->value > most)
				most = t->row[i].cell[c]->value;
		fprintf(fp, "\n%s ", report_figure_name(p, t->column[c]));
		for (int i = 0, last = day_diff(p->period->until, p->period->since); i <= last; i++) {
			const struct sheet_figure *f = report_day_cell(t, c, day_add(p->period->since, i));

			fputs(bars[f == NULL ? 0 : (f->value * 7 + most - 1) / most], fp);
		}
		fprintf(fp, _(" (most in a day: %lld)\n"), (long long)most);
	}
}

/* As they are signed, so that they can be copied into a file. */
static void
put_checkpoints(FILE *fp, const struct report_page *p)
{
	const struct sheet_figure *last = NULL;

	for (const struct sheet_figure *f = p->sheet->at; f < p->sheet->at + p->sheet->n; f++) {
		if (f->figure != FIGURE_CHECKPOINT)
			continue;
		if (last == NULL)
			fprintf(fp, "\n## %s\n", report_section_name(p, SECTION_LEDGER));
		if (last == NULL || last->area != f->area)
			fputs("\n```\n", fp);
		fprintf(fp, "%.*s\n", (int)f->group.name.len, f->group.name.at);
		last = f;
		if (f + 1 == p->sheet->at + p->sheet->n || f[1].area != f->area)
			fputs("```\n", fp);
	}
}

static void
put_notice(void *arg, const char *words)
{
	FILE *fp = arg;

	fputs("- ", fp);
	put_text(fp, text_of(words));
	putc('\n', fp);
}

int
report_md(FILE *fp, const struct report_page *p)
{
	const struct report_period *period = p->period;
	struct report_tables tables;
	int rc = report_tables_make(&tables, p->sheet);
	char days[REPORT_CELL], title[REPORT_LINE];

	fprintf(fp, "# %s\n", report_title(p, title));
	if (period->before_until != 0) {
		putc('\n', fp);
		fprintf(fp, _("Arrows: against %s."), report_dates(period->before_since, period->before_until, days));
		putc('\n', fp);
	}
	putc('\n', fp);
	report_notices(p, put_notice, fp);
	for (size_t i = 0; rc == 0 && i < tables.n; i++) {
		const struct report_table *t = &tables.at[i];

		if (i == 0 || t[-1].section != t->section)
			fprintf(fp, "\n## %s\n", report_section_name(p, t->section));
		if (strcmp(t->kind, "day") == 0)
			put_trend(fp, p, t);
		else
			put_table(fp, p, t);
	}
	put_checkpoints(fp, p);
	report_tables_free(&tables);
	return rc;
}
