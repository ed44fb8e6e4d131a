/*
 * Charts: rectangles, lines and words. Across, all is in parts of a hundred and down in
 * pixels: so they fill a phone as well as a sheet of paper, and their words stay as
 * large as the words around them.
 */
#include "report_svg.h"

#include <stdio.h>
#include <string.h>

#include "report_html.h"

enum { LEFT = 9, TOP = 40, PLOT = 120, BOTTOM = 24, HEAD = 26, ROW = 28, NAME = 26, BAR = 48, LIGHT = 14 };

/* A round number, not less than n. */
static int64_t
round_up(int64_t n)
{
	static const int64_t rounds[] = { 1, 2, 3, 4, 5, 6, 8, 10 };
	int64_t step = 1;

	while (step * 10 < n)
		step *= 10;
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++)
		if (rounds[i] * step >= n)
			return rounds[i] * step;
	return step * 10;
}

static void
begin(FILE *fp, const struct report_page *p, const struct report_table *t, enum figure figure, int height)
{
	fprintf(fp, "<svg width=\"100%%\" height=\"%d\" role=\"img\">\n<title>%s: %s</title>\n<desc>", height,
	    report_section_name(p, t->section), report_figure_name(p, figure));
}

/* Two charts beside each other may be of one figure. */
static void
end_desc(FILE *fp, const struct report_page *p, const struct report_table *t, enum figure figure)
{
	fprintf(fp, "</desc>\n<text class=\"name\" x=\"0\" y=\"15\">%s<tspan class=\"soft\" dx=\"6\">%s</tspan></text>\n",
	    report_figure_name(p, figure), report_table_name(t));
}

static void
put_scale(FILE *fp, int64_t most)
{
	for (int i = 0; i <= 2; i++) {
		int y = TOP + PLOT - PLOT * i / 2;

		fprintf(fp, "<line class=\"grid\" x1=\"%d%%\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", LEFT, y, y);
		if (i != 1 || most % 2 == 0)
			fprintf(fp, "<text class=\"soft\" x=\"%d%%\" y=\"%d\" text-anchor=\"end\">%lld</text>\n", LEFT - 1, y + 4, (long long)(most * i / 2));
	}
}

static const struct sheet_figure *
most_of(const struct report_table *t, int column)
{
	const struct sheet_figure *most = NULL;

	for (size_t i = 0; i < t->rows; i++)
		if (t->row[i].cell[column] != NULL && (most == NULL || t->row[i].cell[column]->value > most->value))
			most = t->row[i].cell[column];
	return most;
}

/* What is written below a day; "" nothing. Of many days only the months are named, of
 * more the quarters or the years: as much as there is room for on a phone. */
static const char *
day_label(const struct report_page *p, day_t day, int days, char buf[static 16])
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int year = day / 10000, month = day / 100 % 100, of_month = day % 100, apart = days <= 366 ? 1 : days <= 1100 ? 3 : 12;

	buf[0] = '\0';
	if (days <= 10 || (days <= 45 && (of_month == 1 || (of_month % 5 == 0 && (of_month < 30 || day_add(day, 2) > p->period->until)))))
		snprintf(buf, 16, "%d", of_month);
	else if (days > 45 && day_diff(p->period->until, day) < days / 25)
		;		/* no room behind it */
	else if (days > 45 && of_month == 1 && apart == 12 && month == 1)
		snprintf(buf, 16, "%d", year);
	else if (days > 45 && of_month == 1 && apart < 12 && (month - 1) % apart == 0 && p->zh)
		snprintf(buf, 16, "%d月", month);
	else if (days > 45 && of_month == 1 && apart < 12 && (month - 1) % apart == 0)
		snprintf(buf, 16, "%s", months[month - 1]);
	return buf;
}

/* Words at a place between the edges: those near one are held by it. */
static const char *
anchor(double at)
{
	return at < LEFT + 2 ? "start" : at > 97 ? "end" : "middle";
}

static void
put_days(FILE *fp, const struct report_page *p, const struct report_table *t, int column, const struct sheet_figure *peak)
{
	int days = day_diff(p->period->until, p->period->since) + 1;
	int64_t most = round_up(peak->value);
	double slot = (100. - LEFT) / days;
	char text[11], label[16];

	for (int i = 0; i < days; i++) {
		day_t day = day_add(p->period->since, i);
		const struct sheet_figure *f = report_day_cell(t, column, day);
		double height = f == NULL ? 0 : (double)PLOT * (double)f->value / (double)most, middle = LEFT + slot * (i + .5);

		if (height > 0)
			fprintf(fp, "<rect class=\"one\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"><title>%s %s %lld</title></rect>\n",
			    middle - slot * .4, TOP + PLOT - height, slot * .8, height, day_text(day, text), report_figure_name(p, t->column[column]), (long long)f->value);
		if (f == peak && height > 0)
			fprintf(fp, "<text class=\"peak\" x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"%s\">%lld</text>", middle, TOP + PLOT - height - 5, anchor(middle), (long long)f->value);
		if (day_label(p, day, days, label)[0] != '\0')
			fprintf(fp, "<text class=\"soft\" x=\"%.2f%%\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", days > 45 ? middle - slot / 2 : middle, TOP + PLOT + 16,
			    days > 45 ? "start" : "middle", label);
	}
}

void
report_svg_trend(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	for (int c = 0; c < t->columns; c++) {
		const struct sheet_figure *peak = most_of(t, c);
		char text[11];

		if (peak == NULL)
			continue;
		begin(fp, p, t, t->column[c], TOP + PLOT + BOTTOM);
		fprintf(fp, _("A column a day; the most: %lld on %s."), (long long)peak->value, day_text((day_t)peak->group.rank, text));
		end_desc(fp, p, t, t->column[c]);
		put_scale(fp, round_up(peak->value));
		put_days(fp, p, t, c, peak);
		fputs("</svg>\n", fp);
	}
}

static int
column_of(const struct report_table *t, enum figure figure)
{
	for (int c = 0; c < t->columns; c++)
		if (t->column[c] == figure)
			return c;
	return -1;
}

static double
share(const struct sheet_figure *f)
{
	return (double)f->value / (double)f->of;
}

/* How much of the bar's room it fills: what is bad, of the worst, for it is little. */
static double
filled(const struct report_table *t, int column, const struct sheet_figure *f)
{
	double most = 0;

	if (!report_is_bad(f))
		return share(f);
	for (size_t i = 0; i < t->rows; i++) {
		const struct sheet_figure *other = t->row[i].cell[column];

		if (other != NULL && other->of > 0 && share(other) > most)
			most = share(other);
	}
	return share(f) / most;
}

static void
put_share(FILE *fp, const struct sheet_figure *f, struct text name, bool whole, double full, int y)
{
	char words[REPORT_CELL];
	const char *class = whole ? "name" : "";

	fprintf(fp, "<text class=\"%s\" x=\"%d%%\" y=\"%d\" text-anchor=\"end\">", class, NAME - 2, y + 15);
	report_html_text(fp, name);
	fprintf(fp, "</text><rect class=\"rest\" x=\"%d%%\" y=\"%d\" width=\"%d%%\" height=\"18\"/><rect class=\"%s\" x=\"%d%%\" y=\"%d\" width=\"%.2f%%\" height=\"18\"/>"
	    "<text class=\"%s\" x=\"%d%%\" y=\"%d\">%s</text><text class=\"soft of\" x=\"99%%\" y=\"%d\" text-anchor=\"end\">%lld / %lld</text>\n",
	    NAME, y, BAR, report_is_bad(f) ? "late" : "one", NAME, y, BAR * full, class, NAME + BAR + 2, y + 15, report_share(f, words), y + 15, (long long)f->value, (long long)f->of);
}

void
report_svg_shares(FILE *fp, const struct report_page *p, const struct report_table *t, enum figure figure)
{
	int column = column_of(t, figure), y = HEAD;
	double line;
	const struct sheet_figure *whole = column < 0 || t->rows == 0 ? NULL : t->row[0].cell[column];

	if (whole == NULL || whole->of <= 0)
		return;
	line = NAME + BAR * filled(t, column, whole);
	begin(fp, p, t, figure, (int)t->rows * ROW + HEAD);
	fputs(_("Shares as bars; the line across them is that of the whole."), fp);
	end_desc(fp, p, t, figure);
	for (size_t i = 0; i < t->rows; i++) {
		const struct sheet_figure *f = t->row[i].cell[column];

		if (f != NULL && f->of > 0) {
			put_share(fp, f, report_row_name(p, t, &t->row[i]), i == 0, filled(t, column, f), y);
			y += ROW;
		}
	}
	if (y > HEAD + ROW)
		fprintf(fp, "<line class=\"mark\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>\n", line, line, HEAD + ROW - 5, y - 5);
	fputs("</svg>\n", fp);
}

void
report_svg_ages(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	int column = column_of(t, FIGURE_OPEN), i = 0, all = 0;
	const struct sheet_figure *most = column < 0 ? NULL : most_of(t, column);

	if (most == NULL)
		return;
	begin(fp, p, t, FIGURE_OPEN, TOP + PLOT + BOTTOM);
	fputs(_("Open orders by the days since they were posted."), fp);
	end_desc(fp, p, t, FIGURE_OPEN);
	put_scale(fp, round_up(most->value));
	for (const struct word *w = report_groups; w->name != NULL; w++)
		all += strncmp(w->name, "age:", 4) == 0;
	for (const struct word *w = report_groups; w->name != NULL; w++) {
		double slot = (100. - LEFT) / all, middle = LEFT + slot * (i + .5), height;
		int64_t value = 0;

		if (strncmp(w->name, "age:", 4) != 0)
			continue;
		for (size_t r = 0; r < t->rows; r++)
			if (strcmp(t->row[r].head->group.code, w->name) == 0)
				value = t->row[r].cell[column]->value;
		height = (double)PLOT * (double)value / (double)round_up(most->value);
		fprintf(fp, "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/><text x=\"%.2f%%\" y=\"%.1f\" text-anchor=\"middle\">%lld</text>"
		    "<text class=\"soft\" x=\"%.2f%%\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", i + 2 < all ? "one" : "late", middle - slot * .35, TOP + PLOT - height,
		    slot * .7, height, middle, TOP + PLOT - height - 5, (long long)value, middle, TOP + PLOT + 16, p->zh ? w->aliases : w->name + 4);
		i++;
	}
	fputs("</svg>\n", fp);
}

void
report_svg_light(FILE *fp, const struct sheet_figure *f, const struct sheet_figure *end)
{
	static const struct { const char *name; int height; } lights[] = { { "late", LIGHT }, { "yellow", LIGHT - 4 }, { "green", LIGHT - 8 }, { "rest", LIGHT - 10 } };
	enum { LIGHTS = sizeof(lights) / sizeof(lights[0]) };
	int64_t all = 0;
	double at = 0;

	for (const struct sheet_figure *l = f; l < end; l++)
		all += l->value;
	fprintf(fp, "<svg width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", LIGHT);
	for (const struct sheet_figure *l = f; l < end; l++) {
		size_t i = l->group.rank < LIGHTS ? (size_t)l->group.rank - 1 : LIGHTS - 1;
		double width = 100. * (double)l->value / (double)all;

		if (l->value > 0)
			fprintf(fp, "<rect class=\"light %s\" x=\"%.1f%%\" y=\"%d\" width=\"%.1f%%\" height=\"%d\"/>", lights[i].name, at, LIGHT - lights[i].height, width, lights[i].height);
		at += width;
	}
	fputs("</svg>", fp);
}
