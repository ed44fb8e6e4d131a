/*
 * A report for a group chat: the Markdown its robots know, which has no tables, in no
 * more bytes than a message may have. Figures of all first, then each village's; what
 * does not fit is left out whole lines at a time, and it is said how many.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_table.h"

struct lines {
	FILE	*fp;
	char	*at;
	size_t	 len;
};

/* What would be taken for markup, such as the stars of a mask, becomes a full-width form. */
static void
put_text(FILE *fp, struct text t)
{
	static const char marks[] = "*_`<>[]#~|\\";

	for (size_t i = 0; i < t.len; i++)
		if (strchr(marks, t.at[i]) != NULL)
			fprintf(fp, "\xef%c%c", 0xbc + (t.at[i] >= 0x60), 0x80 + (t.at[i] - 0x20) % 0x40);
		else
			putc(t.at[i], fp);
}

static void
put_figure(FILE *fp, const struct report_page *p, const struct sheet_figure *f, bool colors)
{
	char buf[REPORT_CELL];
	bool bad = report_is_bad(f);

	fprintf(fp, " %s %s%s%s", report_figure_name(p, f->figure), bad ? (colors ? "<font color=\"warning\">" : "**") : "",
	    report_cell(f, buf), bad ? (colors ? "</font>" : "**") : "");
}

/* A row as a line, below its section's heading; zeros go without saying. */
static void
put_row(FILE *fp, const struct report_page *p, const struct report_table *t, const struct report_row *row, bool colors, enum section *said)
{
	bool any = false;

	for (int c = 0; c < t->columns; c++)
		any |= row->cell[c] != NULL && row->cell[c]->value != 0;
	if (!any)
		return;
	if (*said != t->section)
		fprintf(fp, "**%s**\n", report_section_name(p, t->section));
	*said = t->section;
	fputs("> ", fp);
	put_text(fp, report_row_name(p, t, row));
	putc(':', fp);
	for (int c = 0; c < t->columns; c++)
		if (row->cell[c] != NULL && row->cell[c]->value != 0)
			put_figure(fp, p, row->cell[c], colors);
	putc('\n', fp);
}

/* The whole: each section with its groups, but not the days. */
static void
put_whole(FILE *fp, const struct report_page *p, const struct report_tables *t, bool colors)
{
	enum section said = SECTIONS;

	for (size_t i = 0; i < t->n; i++) {
		const struct report_table *table = &t->at[i];
		size_t rows = strcmp(table->kind, "day") == 0 ? 0 : table->kind[0] == '\0' && table->rows > 1 ? 1 : table->rows;

		for (size_t r = 0; r < rows; r++)
			put_row(fp, p, table, &table->row[r], colors, &said);
	}
}

/* The heads of the chains: that much of a checkpoint shows that it was changed. */
static void
put_heads(FILE *fp, const struct report_page *p)
{
	bool first = true;

	for (const struct sheet_figure *f = p->sheet->at; f < p->sheet->at + p->sheet->n; f++) {
		struct text name = area_map_name(p->sheet->names, f->area);

		if (f->figure != FIGURE_CHECKPOINT || f->group.name.len < 21 || memcmp(f->group.name.at, "head ", 5) != 0)
			continue;
		if (first)
			fprintf(fp, "**%s**\n", report_section_name(p, SECTION_LEDGER));
		first = false;
		fputs("> ", fp);
		put_text(fp, name);
		fprintf(fp, ": %.16s\n", f->group.name.at + 5);
	}
}

/* What is told of an area below, in this order. */
static const enum figure told[] = {
	FIGURE_DUE, FIGURE_OVERDUE, FIGURE_VISITED, FIGURE_OPEN, FIGURE_LATE, FIGURE_MISSING, FIGURE_VACANT, FIGURE_AWARDED, FIGURE_OBJECTED,
};

/* A line an area just below: each has households. */
static void
put_below(FILE *fp, const struct report_page *p, bool colors)
{
	const struct sheet *s = p->sheet;

	for (size_t i = 0; i < s->n; i++) {
		if (s->at[i].figure != FIGURE_HOUSEHOLDS || s->at[i].area == s->top || s->at[i].group.code[0] != '\0')
			continue;
		fputs("> ", fp);
		put_text(fp, area_map_name(s->names, s->at[i].area));
		putc(':', fp);
		for (size_t k = 0; k < sizeof(told) / sizeof(told[0]); k++) {
			const struct sheet_figure *f = sheet_find(s, told[k], s->at[i].area);

			if (f != NULL && f->value != 0)
				put_figure(fp, p, f, colors);
		}
		putc('\n', fp);
	}
}

static size_t
count_lines(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += s[i] == '\n';
	return n;
}

/* As many whole lines as there is room for beside what says how many are left out. */
static void
put_cut(FILE *fp, const char *s, size_t len, size_t most)
{
	char left[128];
	size_t end = len, room = most;

	if (most == 0 || len <= most) {
		fwrite(s, 1, len, fp);
		return;
	}
	snprintf(left, sizeof(left), _("... and %zu more lines in the full report\n"), count_lines(s, len));
	room = most > strlen(left) ? most - strlen(left) : 0;
	while (end > 0 && (end > room || s[end - 1] != '\n'))
		end--;
	fwrite(s, 1, end, fp);
	fprintf(fp, _("... and %zu more lines in the full report\n"), count_lines(s + end, len - end));
}

int
report_chat(FILE *fp, const struct report_page *p, bool wecom)
{
	struct report_tables tables;
	char *at = NULL, title[512];
	size_t len;
	FILE *mem = open_memstream(&at, &len);
	int rc = report_tables_make(&tables, p->sheet);

	if (mem != NULL && rc == 0) {
		fputs("# ", mem);
		put_text(mem, text_of(report_title(p, title, sizeof(title))));
		putc('\n', mem);
		put_whole(mem, p, &tables, wecom);
		fprintf(mem, "**%s**\n", _("Areas below"));
		put_below(mem, p, wecom);
		put_heads(mem, p);
	}
	if (mem == NULL || fclose(mem) != 0)
		rc = -1;
	if (rc == 0)
		put_cut(fp, at, len, (size_t)p->most);
	free(at);
	report_tables_free(&tables);
	return rc;
}
