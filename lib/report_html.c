/* A report as one page for browsers, phones and paper. */
#define _GNU_SOURCE
#include "report_html.h"

#include <stdlib.h>
#include <string.h>

#include "report_svg.h"

static void
put_notice(void *arg, const char *words)
{
	FILE *fp = arg;

	fputs("<li>", fp);
	report_html_text(fp, text_of(words));
	fputs("</li>\n", fp);
}

/* What is read first: a share where that says more than the number, which of the visits
 * of a day it does not. */
static void
put_cards(FILE *fp, const struct report_page *p)
{
	static const struct { enum figure figure; bool share; } cards[] = {
		{ FIGURE_VISITED, true }, { FIGURE_OVERDUE, false }, { FIGURE_COVERED, true }, { FIGURE_POSTED, false },
		{ FIGURE_SAME_DAY, true }, { FIGURE_LATE, false }, { FIGURE_MISSING, false }, { FIGURE_AWARDED, false },
	};

	fputs("<ul class=\"cards\">\n", fp);
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		char share[REPORT_CELL], step[REPORT_CELL];
		const struct sheet_figure *f = sheet_find(p->sheet, cards[i].figure, p->sheet->top);
		bool whole;

		if (f == NULL)
			continue;
		whole = cards[i].share && f->of > 0 && (f->figure != FIGURE_VISITED || p->period->since < p->period->until);
		fprintf(fp, "<li%s><span>%s</span> %s<b>", report_is_bad(f) ? " class=\"bad\"" : "",
		    report_section_name(p, figure_section(f->figure)), report_figure_name(p, f->figure));
		if (whole)
			fputs(report_share(f, share), fp);
		else
			fprintf(fp, "%lld", (long long)f->value);
		fputs("</b><span>", fp);
		if (whole)
			fprintf(fp, "%lld / %lld ", (long long)f->value, (long long)f->of);
		if (f->before != SHEET_NONE) {
			fprintf(fp, "<span>%s ", report_step(f, step));
			fprintf(fp, _("(before: %lld)"), (long long)f->before);
			fputs("</span>", fp);
		}
		fputs("</span></li>\n", fp);
	}
	fputs("</ul>\n", fp);
}

/* Whose number it is, and what the JSON form has beside it. */
static void
put_data(FILE *fp, const struct sheet_figure *f)
{
	const struct { const char *name; int64_t n; } more[] = { { "of", f->of }, { "before", f->before }, { "records", f->records } };
	char area[IDS_SIZE];

	fprintf(fp, " data-figure=\"%s %s ", figure_words[f->figure].name, f->area == 0 ? "" : ids_area(ids_village(f->area), ids_serial(f->area), area).at);
	report_html_text(fp, text_of(f->group.code));
	putc('"', fp);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (more[i].n != SHEET_NONE)
			fprintf(fp, " data-%s=\"%lld\"", more[i].name, (long long)more[i].n);
	fprintf(fp, ">%lld", (long long)f->value);
}

/* Which cells a column of a table is made of: the number, then its share and its step
 * where any row has one, so that they stand below each other. */
struct cells {
	bool	share, step;
};

static struct cells
cells_of(const struct report_table *t, int column)
{
	struct cells c = { false, false };
	char buf[REPORT_CELL];

	for (size_t i = 0; i < t->rows; i++) {
		const struct sheet_figure *f = t->row[i].cell[column];

		if (f != NULL) {
			c.share |= f->of > 0;
			c.step |= report_step(f, buf)[0] != '\0';
		}
	}
	return c;
}

static void
put_cell(FILE *fp, const struct sheet_figure *f, struct cells c)
{
	char buf[REPORT_CELL];

	fprintf(fp, "<td%s", f != NULL && report_is_bad(f) ? " class=\"bad\"" : "");
	if (f == NULL)
		putc('>', fp);
	else
		put_data(fp, f);
	fputs("</td>", fp);
	if (c.share)
		fprintf(fp, "<td>%s</td>", f == NULL ? "" : report_share(f, buf));
	if (c.step)
		fprintf(fp, "<td>%s</td>", f == NULL ? "" : report_step(f, buf));
}

static void
put_table(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	struct cells cells[TABLE_COLUMNS];

	fprintf(fp, "<div class=\"wide\" tabindex=\"0\"><table><caption>%s</caption><thead><tr><td></td>", report_table_name(t));
	for (int c = 0; c < t->columns; c++) {
		int n;

		cells[c] = cells_of(t, c);
		n = 1 + cells[c].share + cells[c].step;
		if (n > 1)
			fprintf(fp, "<th scope=\"colgroup\" colspan=\"%d\">", n);
		else
			fputs("<th scope=\"col\">", fp);
		fprintf(fp, "%s</th>", report_figure_name(p, t->column[c]));
	}
	fputs("</tr></thead><tbody>\n", fp);
	for (size_t i = 0; i < t->rows; i++) {
		fprintf(fp, "<tr%s><th scope=\"row\">", t->kind[0] == '\0' && t->row[i].head->area == p->sheet->top ? " class=\"whole\"" : "");
		report_html_text(fp, report_row_name(p, t, &t->row[i]));
		fputs("</th>", fp);
		for (int c = 0; c < t->columns; c++)
			put_cell(fp, t->row[i].cell[c], cells[c]);
		fputs("</tr>\n", fp);
	}
	fputs("</tbody></table></div>\n", fp);
}

/* A chart of a table that has one: of a day, who is overdue, for few are visited in it.
 * first: the charts begin with it. Whether it has one. */
static bool
put_chart(FILE *fp, const struct report_page *p, const struct report_table *t, bool first)
{
	bool days = strcmp(t->kind, "day") == 0, ages = strcmp(t->kind, "age") == 0;

	if (!days && !ages && (t->kind[0] != '\0' || (t->section != SECTION_VISITS && t->section != SECTION_COVERAGE)))
		return false;
	fputs(first ? "<div class=\"charts\">\n<figure>" : "<figure>", fp);
	if (days)
		report_svg_trend(fp, p, t);
	else if (ages)
		report_svg_ages(fp, p, t);
	else
		report_svg_shares(fp, p, t, t->section == SECTION_COVERAGE ? FIGURE_COVERED : p->period->since < p->period->until ? FIGURE_VISITED : FIGURE_OVERDUE);
	fputs("</figure>\n", fp);
	return true;
}

static void
put_means(FILE *fp, const struct report_page *p, enum section section)
{
	fprintf(fp, "<details><summary>%s</summary><dl>\n", _("What these figures mean"));
	for (enum figure f = 0; f < FIGURE_END; f++)
		if (figure_section(f) == section) {
			fprintf(fp, "<dt>%s</dt><dd>", report_figure_name(p, f));
			report_html_text(fp, text_of(_(figure_means[f])));
			fputs("</dd>\n", fp);
		}
	fputs("</dl></details>\n", fp);
}

static void
put_heading(FILE *fp, const struct report_page *p, enum section section)
{
	fprintf(fp, "<section id=\"%s\">\n<h2>%s</h2>\n", figure_sections[section].name, report_section_name(p, section));
}

/* Charts first; the days, which the chart shows, as a table for those who want them. */
static void
put_tables(FILE *fp, const struct report_page *p, const struct report_tables *tables, enum section section)
{
	bool charts = false;

	put_heading(fp, p, section);
	for (size_t i = 0; i < tables->n; i++)
		if (tables->at[i].section == section)
			charts |= put_chart(fp, p, &tables->at[i], !charts);
	fputs(charts ? "</div>\n<div class=\"tables\">\n" : "<div class=\"tables\">\n", fp);
	for (size_t i = 0; i < tables->n; i++) {
		bool days = strcmp(tables->at[i].kind, "day") == 0;

		if (tables->at[i].section != section)
			continue;
		if (days)
			fprintf(fp, "<details class=\"days\"><summary>%s</summary>\n", report_table_name(&tables->at[i]));
		put_table(fp, p, &tables->at[i]);
		if (days)
			fputs("</details>\n", fp);
	}
	fputs("</div>\n", fp);
	put_means(fp, p, section);
	fputs("</section>\n", fp);
}

static void
put_checkpoints(FILE *fp, const struct report_page *p)
{
	const struct sheet_figure *end = p->sheet->at + p->sheet->n;
	int64_t area = -1;

	put_heading(fp, p, SECTION_LEDGER);
	for (const struct sheet_figure *f = p->sheet->at; f < end; f++) {
		if (f->figure != FIGURE_CHECKPOINT)
			continue;
		if (f->area != area)
			fputs("<pre>", fp);
		area = f->area;
		report_html_text(fp, f->group.name);
		fputs(f + 1 == end || f[1].area != f->area ? "\n</pre>\n" : "\n", fp);
	}
	put_means(fp, p, SECTION_LEDGER);
	fputs("</section>\n", fp);
}

/* The first letter stands for a class on its lights. */
static struct text
letter(struct text name)
{
	size_t len = 1;

	while (len < name.len && ((unsigned char)name.at[len] & 0xc0) == 0x80)
		len++;
	return (struct text){ name.at, name.len < len ? name.len : len };
}

/* One group: f and those behind it of the same area. Returns what follows. */
static const struct sheet_figure *
put_light(FILE *fp, const struct report_page *p, const struct sheet_figure *f, const struct sheet_figure *end)
{
	const struct sheet_figure *last = f;

	while (last < end && last->figure == FIGURE_LIGHT && last->area == f->area)
		last++;
	fputs("<li>", fp);
	report_html_text(fp, area_map_name(p->sheet->names, f->area));
	report_svg_light(fp, f, last);
	fputs("<span>", fp);
	for (const struct sheet_figure *l = f; l < last; l++) {
		struct text first = letter(l->group.name);

		fprintf(fp, "<span><abbr title=\"");
		report_html_text(fp, l->group.name);
		fputs("\">", fp);
		report_html_text(fp, first);
		fputs("</abbr> <b", fp);
		put_data(fp, l);
		fputs("</b></span> ", fp);
	}
	fputs("</span></li>\n", fp);
	return last;
}

static void
put_lights(FILE *fp, const struct report_page *p)
{
	const struct sheet_figure *end = p->sheet->at + p->sheet->n;
	int64_t village = 0;

	put_heading(fp, p, SECTION_LIGHTS);
	fprintf(fp, "<p>%s</p>\n", _("Each group: its households by class, the first class at the left, and the highest."));
	for (const struct sheet_figure *f = p->sheet->at; f < end;) {
		if (f->figure != FIGURE_LIGHT) {
			f++;
			continue;
		}
		if (ids_village(f->area) != village) {
			fputs(village == 0 ? "<h3>" : "</ul>\n<h3>", fp);
			village = ids_village(f->area);
			report_html_text(fp, area_map_name(p->sheet->names, ids_make(village, 0)));
			fputs("</h3>\n<ul class=\"lights\">\n", fp);
		}
		f = put_light(fp, p, f, end);
	}
	fputs("</ul>\n", fp);
	put_means(fp, p, SECTION_LIGHTS);
	fputs("</section>\n", fp);
}

/* The groups are many: they come after what is read as numbers. */
static const enum section in_order[] = {
	SECTION_VISITS, SECTION_COVERAGE, SECTION_ORDERS, SECTION_ACTIVITIES, SECTION_POINTS, SECTION_GOODS, SECTION_CHIEFS, SECTION_CHANGES, SECTION_LIGHTS, SECTION_LEDGER,
};

static bool
has_section(const struct report_page *p, enum section section)
{
	for (size_t i = 0; i < p->sheet->n; i++)
		if (figure_section(p->sheet->at[i].figure) == section)
			return true;
	return false;
}

static void
put_contents(FILE *fp, const struct report_page *p)
{
	fprintf(fp, "<nav aria-label=\"%s\">\n", _("Sections"));
	for (int i = 0; i < SECTIONS; i++)
		if (has_section(p, in_order[i]))
			fprintf(fp, "<a href=\"#%s\">%s</a>\n", figure_sections[in_order[i]].name, report_section_name(p, in_order[i]));
	fputs("</nav>\n", fp);
}

static void
put_first(FILE *fp, const struct report_page *p)
{
	char days[REPORT_CELL];

	if (p->period->before_until != 0) {
		fputs("<p>", fp);
		fprintf(fp, _("Arrows: against %s."), report_dates(p->period->before_since, p->period->before_until, days));
		fputs("</p>\n", fp);
	}
	fputs("</header>\n<main>\n<ul class=\"notice\">\n", fp);
	report_notices(p, put_notice, fp);
	fputs("</ul>\n", fp);
	put_cards(fp, p);
	put_contents(fp, p);
}

int
report_html(FILE *fp, const struct report_page *p)
{
	char days[REPORT_CELL], last[11], note[256];
	const struct report_html frame = {
		.area = area_map_name(p->sheet->names, p->sheet->top), .name = p->name, .zh = p->zh,
		.days = report_dates(p->period->since, p->period->until, days),
	};
	struct report_tables tables;
	int rc = report_tables_make(&tables, p->sheet);

	report_html_head(fp, &frame);
	put_first(fp, p);
	for (int i = 0; rc == 0 && i < SECTIONS; i++)
		if (!has_section(p, in_order[i]))
			continue;
		else if (in_order[i] == SECTION_LIGHTS)
			put_lights(fp, p);
		else if (in_order[i] == SECTION_LEDGER)
			put_checkpoints(fp, p);
		else
			put_tables(fp, p, &tables, in_order[i]);
	snprintf(note, sizeof(note), _("As things stood at the end of %s."), day_text(p->period->until, last));
	report_html_foot(fp, &frame, note);
	report_tables_free(&tables);
	return rc;
}
