/*
 * A report for a group chat: the Markdown its robots know, which has no tables, in no
 * more bytes than a message may have. What to notice first, then the whole, each area
 * below, the heads of the ledgers, and the groups, which are left out first: whole lines
 * at a time, and it is said how many.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_table.h"

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

/* "late 6 100.0% ↑1", after a comma when it is not the first of its line. */
static void
put_figure(FILE *fp, const struct report_page *p, const struct sheet_figure *f, bool colors, bool first)
{
	char buf[REPORT_CELL];
	bool bad = report_is_bad(f);

	fprintf(fp, "%s%s %s%s%s", first ? (p->zh ? "：" : ": ") : (p->zh ? "，" : ", "), report_figure_name(p, f->figure),
	    bad ? (colors ? "<font color=\"warning\">" : "**") : "", report_cell(f, buf), bad ? (colors ? "</font>" : "**") : "");
}

/* A row as a line, the whole behind its section's heading, a group below it; zeros go
 * without saying. */
static void
put_row(FILE *fp, const struct report_page *p, const struct report_table *t, const struct report_row *row, bool colors, enum section *said)
{
	bool any = false, whole = t->kind[0] == '\0';

	for (int c = 0; c < t->columns; c++) {
		if (row->cell[c] == NULL || row->cell[c]->value == 0)
			continue;
		if (*said != t->section)
			fprintf(fp, "%s**%s**%s", whole ? "" : "\n", report_section_name(p, t->section), whole ? "" : "\n");
		*said = t->section;
		if (!any && !whole) {
			fputs("> ", fp);
			put_text(fp, report_row_name(p, t, row));
		}
		put_figure(fp, p, row->cell[c], colors, !any);
		any = true;
	}
	if (any)
		putc('\n', fp);
}

/* Of each section the whole, or its groups; not the days. */
static void
put_sections(FILE *fp, const struct report_page *p, const struct report_tables *t, bool groups, bool colors)
{
	enum section said = SECTIONS;

	for (size_t i = 0; i < t->n; i++) {
		const struct report_table *table = &t->at[i];
		bool areas = table->kind[0] == '\0';

		if (areas == groups || strcmp(table->kind, "day") == 0)
			continue;
		for (size_t r = 0; r < (areas ? 1 : table->rows); r++)
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
			fprintf(fp, "\n**%s**\n", report_section_name(p, SECTION_LEDGER));
		first = false;
		fputs("> ", fp);
		put_text(fp, name);
		fprintf(fp, "%s%.16s\n", p->zh ? "：" : ": ", f->group.name.at + 5);
	}
}

/* What is told of an area below, in this order. */
static const enum figure told[] = {
	FIGURE_VISITED, FIGURE_OVERDUE, FIGURE_OPEN, FIGURE_LATE, FIGURE_MISSING, FIGURE_VACANT, FIGURE_AWARDED, FIGURE_OBJECTED,
};

/* A line an area just below: each has households. */
static void
put_below(FILE *fp, const struct report_page *p, bool colors)
{
	const struct sheet *s = p->sheet;
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		bool first = true;

		if (s->at[i].figure != FIGURE_HOUSEHOLDS || s->at[i].area == s->top || s->at[i].group.code[0] != '\0')
			continue;
		if (!any)
			fprintf(fp, "\n**%s**\n", _("Areas below"));
		any = true;
		fputs("> ", fp);
		put_text(fp, area_map_name(s->names, s->at[i].area));
		for (size_t k = 0; k < sizeof(told) / sizeof(told[0]); k++) {
			const struct sheet_figure *f = sheet_find(s, told[k], s->at[i].area);

			if (f != NULL && f->value != 0) {
				put_figure(fp, p, f, colors, first);
				first = false;
			}
		}
		putc('\n', fp);
	}
}

static void
put_notice(void *arg, const char *words)
{
	FILE *fp = arg;

	fputs("> ", fp);
	put_text(fp, text_of(words));
	putc('\n', fp);
}

static size_t
count_lines(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += s[i] == '\n' && i > 0 && s[i - 1] != '\n';
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

/* In 钉钉 a line ends only where two blanks stand before its end. */
static void
put_ends(FILE *fp, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\n' && i > 0 && s[i - 1] != '\n')
			fputs("  \n", fp);
		else
			putc(s[i], fp);
}

/* The lines of a report. */
static void
put_all(FILE *fp, const struct report_page *p, const struct report_tables *tables, bool wecom)
{
	char title[REPORT_LINE];

	fputs("# ", fp);
	put_text(fp, text_of(report_title(p, title)));
	putc('\n', fp);
	report_notices(p, put_notice, fp);
	putc('\n', fp);
	put_sections(fp, p, tables, false, wecom);
	put_below(fp, p, wecom);
	put_heads(fp, p);
	put_sections(fp, p, tables, true, wecom);
}

int
report_chat(FILE *fp, const struct report_page *p, bool wecom)
{
	struct report_tables tables;
	char *at[2] = { NULL, NULL };
	size_t len[2] = { 0, 0 };
	int rc = report_tables_make(&tables, p->sheet);

	for (int i = 0; rc == 0 && i < 2; i++) {
		FILE *mem = open_memstream(&at[i], &len[i]);

		if (mem != NULL && i == 0)
			put_all(mem, p, &tables, wecom);
		else if (mem != NULL && wecom)
			fwrite(at[0], 1, len[0], mem);
		else if (mem != NULL)
			put_ends(mem, at[0], len[0]);
		rc = mem == NULL || fclose(mem) != 0 ? -1 : 0;
	}
	if (rc == 0)
		put_cut(fp, at[1], len[1], (size_t)p->most);
	free(at[0]);
	free(at[1]);
	report_tables_free(&tables);
	return rc;
}
