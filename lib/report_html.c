/* A report as one page for browsers: no script, and nothing is fetched. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_svg.h"
#include "web.h"

/* What is read first: a share where that says more than the number. */
static void
put_cards(FILE *fp, const struct report_page *p)
{
	static const struct { enum figure figure; bool share; } cards[] = {
		{ FIGURE_VISITED, true }, { FIGURE_COVERED, true }, { FIGURE_OVERDUE, false }, { FIGURE_POSTED, false }, { FIGURE_SAME_DAY, true },
		{ FIGURE_LATE, false }, { FIGURE_MISSING, false }, { FIGURE_AWARDED, false },
	};

	fputs("<div class=\"cards\">\n", fp);
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		char buf[REPORT_CELL];
		const struct sheet_figure *f = sheet_find(p->sheet, cards[i].figure, p->sheet->top);

		if (f == NULL)
			continue;
		fprintf(fp, "<div class=\"card%s\">%s<b>", report_is_bad(f) ? " bad" : "", report_figure_name(p, f->figure));
		if (cards[i].share && f->of > 0)
			fputs(report_share(f, buf), fp);
		else
			fprintf(fp, "%lld", (long long)f->value);
		fputs("</b><span class=\"soft\">", fp);
		if (f->of > 0)
			fprintf(fp, "%lld / %lld", (long long)f->value, (long long)f->of);
		fprintf(fp, " %s</span></div>\n", report_step(f, buf));
	}
	fputs("</div>\n", fp);
}

static void
put_cell(FILE *fp, const struct sheet_figure *f)
{
	char area[IDS_SIZE], share[REPORT_CELL], step[REPORT_CELL];

	if (f == NULL) {
		fputs("<td></td>", fp);
		return;
	}
	fprintf(fp, "<td%s data-figure=\"%s %s ", report_is_bad(f) ? " class=\"bad\"" : "", figure_words[f->figure].name,
	    f->area == 0 ? "" : ids_area(ids_village(f->area), ids_serial(f->area), area).at);
	report_html_text(fp, text_of(f->group.code));
	fprintf(fp, "\">%lld<small> %s %s</small></td>", (long long)f->value, report_share(f, share), report_step(f, step));
}

static void
put_table(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	fputs("<div class=\"wide\"><table><thead><tr><td></td>", fp);
	for (int c = 0; c < t->columns; c++)
		fprintf(fp, "<th scope=\"col\">%s</th>", report_figure_name(p, t->column[c]));
	fputs("</tr></thead><tbody>\n", fp);
	for (size_t i = 0; i < t->rows; i++) {
		fputs("<tr><th scope=\"row\">", fp);
		report_html_text(fp, report_row_name(p, t, &t->row[i]));
		fputs("</th>", fp);
		for (int c = 0; c < t->columns; c++)
			put_cell(fp, t->row[i].cell[c]);
		fputs("</tr>\n", fp);
	}
	fputs("</tbody></table></div>\n", fp);
}

static void
put_figure(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	if (strcmp(t->kind, "day") == 0)
		report_svg_trend(fp, p, t);
	else if (strcmp(t->kind, "age") == 0)
		report_svg_columns(fp, p, t, FIGURE_OPEN);
	else if (t->kind[0] == '\0' && t->section == SECTION_VISITS)
		report_svg_shares(fp, p, t, FIGURE_VISITED);
	else if (t->kind[0] == '\0' && t->section == SECTION_COVERAGE)
		report_svg_shares(fp, p, t, FIGURE_COVERED);
}

static void
put_section(FILE *fp, const struct report_page *p, const struct report_tables *tables, enum section section)
{
	bool any = false;

	for (size_t i = 0; i < tables->n; i++) {
		const struct report_table *t = &tables->at[i];

		if (t->section != section)
			continue;
		if (!any)
			fprintf(fp, "<section>\n<h2>%s</h2>\n", report_section_name(p, section));
		any = true;
		fputs("<figure>", fp);
		put_figure(fp, p, t);
		fputs("</figure>\n", fp);
		if (strcmp(t->kind, "day") != 0)
			put_table(fp, p, t);
	}
	if (any)
		fputs("</section>\n", fp);
}

static void
put_checkpoints(FILE *fp, const struct report_page *p)
{
	int64_t area = -1;

	for (const struct sheet_figure *f = p->sheet->at; f < p->sheet->at + p->sheet->n; f++) {
		if (f->figure != FIGURE_CHECKPOINT)
			continue;
		if (area == -1)
			fprintf(fp, "<section>\n<h2>%s</h2>\n", report_section_name(p, SECTION_LEDGER));
		if (f->area != area)
			fputs(area == -1 ? "<pre>" : "</pre>\n<pre>", fp);
		area = f->area;
		report_html_text(fp, f->group.name);
		putc('\n', fp);
	}
	if (area != -1)
		fputs("</pre>\n</section>\n", fp);
}

static void
put_lights(FILE *fp, const struct report_page *p)
{
	bool any = false;

	for (size_t i = 0; i < p->sheet->n && !any; i++)
		any = p->sheet->at[i].figure == FIGURE_LIGHT;
	if (!any)
		return;
	fprintf(fp, "<section>\n<h2>%s</h2>\n<figure>\n", report_section_name(p, SECTION_LIGHTS));
	report_svg_lights(fp, p);
	fprintf(fp, "<figcaption>%s</figcaption>\n</figure>\n</section>\n", _("Each group: its households by class, the first class at the left."));
}

int
report_html(FILE *fp, const struct report_page *p)
{
	const struct report_period *period = p->period;
	struct report_tables tables;
	int rc = report_tables_make(&tables, p->sheet);
	char days[REPORT_CELL], title[512];

	report_title(p, title, sizeof(title));
	fprintf(fp, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", p->zh ? "zh-CN" : "en");
	report_html_text(fp, text_of(title));
	fprintf(fp, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", web_report_css);
	report_html_text(fp, text_of(title));
	fputs("</h1>\n", fp);
	if (period->before_until != 0) {
		fputs("<p>", fp);
		fprintf(fp, _("Arrows: against %s."), report_dates(period->before_since, period->before_until, days));
		fputs("</p>\n", fp);
	}
	fputs("</header>\n<main>\n", fp);
	put_cards(fp, p);
	for (enum section section = 0; rc == 0 && section < SECTIONS; section++)
		if (section == SECTION_LIGHTS)
			put_lights(fp, p);
		else
			put_section(fp, p, &tables, section);
	put_checkpoints(fp, p);
	fprintf(fp, "</main>\n<footer>nbr %s</footer>\n</body>\n</html>\n", NBR_VERSION);
	report_tables_free(&tables);
	return rc;
}
