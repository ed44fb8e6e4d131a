/* Charts: rectangles and words, 720 units wide. */
#include "report_svg.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 720, LEFT = 48, RIGHT = 8, TOP = 30, PLOT = 150, BOTTOM = 24, ROW = 26, NAME = 150, BAR = 400, TILE = 64, TILES = 11, TILE_ROW = 36 };

void
report_html_text(FILE *fp, struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		switch (t.at[i]) {
		case '<':
			fputs("&lt;", fp);
			break;
		case '>':
			fputs("&gt;", fp);
			break;
		case '&':
			fputs("&amp;", fp);
			break;
		case '"':
			fputs("&quot;", fp);
			break;
		default:
			putc(t.at[i], fp);
		}
}

/* 1, 2 or 5 and zeros, and not less than n. */
static int64_t
round_up(int64_t n)
{
	int64_t step = 1;

	while (step * 5 < n)
		step *= 10;
	return n <= step ? step : n <= 2 * step ? 2 * step : 5 * step;
}

static void
begin(FILE *fp, int height, const char *what)
{
	fprintf(fp, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n<title>%s</title>\n", WIDTH, height, what, what);
}

static void
put_scale(FILE *fp, int64_t most)
{
	for (int i = 0; i <= 2; i++) {
		int y = TOP + PLOT - PLOT * i / 2;

		fprintf(fp, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, WIDTH - RIGHT, y, y);
		if (i == 0 || most > 1)
			fprintf(fp, "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%lld</text>\n", LEFT - 6, y + 4, (long long)(most * i / 2));
	}
}

static const char *
series(int column)
{
	return column == 0 ? "one" : "two";
}

static void
put_legend(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	for (int c = 0; c < t->columns; c++)
		fprintf(fp, "<rect class=\"%s\" x=\"%d\" y=\"9\" width=\"11\" height=\"11\"/><text x=\"%d\" y=\"19\">%s</text>\n",
		    series(c), LEFT + c * 110, LEFT + c * 110 + 16, report_figure_name(p, t->column[c]));
}

static int64_t
most_of(const struct report_table *t, int column)
{
	int64_t most = 1;

	for (size_t i = 0; i < t->rows; i++)
		for (int c = column < 0 ? 0 : column; c < (column < 0 ? t->columns : column + 1); c++)
			if (t->row[i].cell[c] != NULL && t->row[i].cell[c]->value > most)
				most = t->row[i].cell[c]->value;
	return most;
}

void
report_svg_trend(FILE *fp, const struct report_page *p, const struct report_table *t)
{
	int days = day_diff(p->period->until, p->period->since) + 1, columns = t->columns;
	int64_t most = round_up(most_of(t, -1));
	double slot = (double)(WIDTH - LEFT - RIGHT) / days, width = slot * .8 / columns;
	char text[11];

	begin(fp, TOP + PLOT + BOTTOM, report_section_name(p, t->section));
	put_scale(fp, most);
	put_legend(fp, p, t);
	for (int i = 0; i < days; i++) {
		day_t day = day_add(p->period->since, i);

		for (int c = 0; c < columns; c++) {
			const struct sheet_figure *f = report_day_cell(t, c, day);
			double height = f == NULL ? 0 : (double)PLOT * (double)f->value / (double)most;

			if (f != NULL)
				fprintf(fp, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s %s %lld</title></rect>\n", series(c),
				    LEFT + slot * i + slot * .1 + width * c, TOP + PLOT - height, width, height, day_text(day, text),
				    report_figure_name(p, t->column[c]), (long long)f->value);
		}
		if (days <= 10 || day % 100 == 1 || day % 100 % 5 == 0)
			fprintf(fp, "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", LEFT + slot * (i + .5), TOP + PLOT + 16, day % 100);
	}
	fputs("</svg>\n", fp);
}

static int
column_of(const struct report_table *t, enum figure figure)
{
	for (int c = 0; c < t->columns; c++)
		if (t->column[c] == figure)
			return c;
	return -1;
}

void
report_svg_shares(FILE *fp, const struct report_page *p, const struct report_table *t, enum figure figure)
{
	int column = column_of(t, figure), y = 8;

	if (column < 0)
		return;
	begin(fp, (int)t->rows * ROW + 12, report_figure_name(p, figure));
	for (size_t i = 0; i < t->rows; i++) {
		const struct sheet_figure *f = t->row[i].cell[column];
		double share = f == NULL || f->of <= 0 ? 0 : (double)f->value / (double)f->of;

		if (f == NULL || f->of <= 0)
			continue;
		fprintf(fp, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", NAME - 8, y + 14);
		report_html_text(fp, report_row_name(p, t, &t->row[i]));
		fprintf(fp, "</text><rect class=\"rest\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\"/><rect class=\"one\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\"/>"
		    "<text x=\"%d\" y=\"%d\">%.1f%% <tspan class=\"soft\">%lld / %lld</tspan></text>\n",
		    NAME, y + 1, BAR, NAME, y + 1, BAR * share, NAME + BAR + 8, y + 14, (double)(f->value * 1000 / f->of) / 10, (long long)f->value, (long long)f->of);
		y += ROW;
	}
	fputs("</svg>\n", fp);
}

void
report_svg_columns(FILE *fp, const struct report_page *p, const struct report_table *t, enum figure figure)
{
	int column = column_of(t, figure);
	int64_t most = column < 0 ? 1 : round_up(most_of(t, column));
	double slot = t->rows == 0 ? 0 : (double)(WIDTH - LEFT - RIGHT) / (double)t->rows;

	if (column < 0)
		return;
	begin(fp, TOP + PLOT + BOTTOM, report_figure_name(p, figure));
	put_scale(fp, most);
	for (size_t i = 0; i < t->rows; i++) {
		const struct sheet_figure *f = t->row[i].cell[column];
		double height = f == NULL ? 0 : (double)PLOT * (double)f->value / (double)most, middle = LEFT + slot * ((double)i + .5);
		double width = slot < 80 ? slot * .7 : 56;

		fprintf(fp, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%lld</text>"
		    "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", i + 2 < t->rows ? "one" : "late", middle - width / 2, TOP + PLOT - height, width, height,
		    middle, TOP + PLOT - height - 5, (long long)(f == NULL ? 0 : f->value), middle, TOP + PLOT + 16);
		report_html_text(fp, report_row_name(p, t, &t->row[i]));
		fputs("</text>\n", fp);
	}
	fputs("</svg>\n", fp);
}

/* As much of a name as a tile has room for. */
static struct text
short_name(struct text name)
{
	while (name.len > 0 && text_width(name) > 11)
		name.len = text_utf8(name.at, name.len - 1);
	return name;
}

/* The lights of one group: f and those behind it of the same area. Returns how many. */
static size_t
put_light(FILE *fp, const struct report_page *p, const struct sheet_figure *f, const struct sheet_figure *end, int x, int y)
{
	static const char *const lights[] = { "late", "yellow", "green" };
	const struct sheet_figure *last = f;
	int64_t all = 0;
	double at = x;

	for (; last < end && last->figure == FIGURE_LIGHT && last->area == f->area; last++)
		all += last->value;
	fprintf(fp, "<g><title>");
	report_html_text(fp, area_map_name(p->sheet->names, f->area));
	for (const struct sheet_figure *l = f; l < last; l++)
		fprintf(fp, " %.*s %lld", (int)l->group.name.len, l->group.name.at, (long long)l->value);
	fprintf(fp, "</title><text class=\"soft small\" x=\"%d\" y=\"%d\">", x, y + 10);
	report_html_text(fp, short_name(area_map_name(p->sheet->names, f->area)));
	fputs("</text>", fp);
	for (const struct sheet_figure *l = f; l < last; l++) {
		double width = all == 0 ? 0 : (double)(TILE - 6) * (double)l->value / (double)all;
		size_t i = (size_t)l->group.rank - 1;

		if (i < sizeof(lights) / sizeof(lights[0]) && l->value > 0)
			fprintf(fp, "<rect class=\"light %s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\"/>", lights[i], at, y + 15, width);
		at += width;
	}
	fputs("</g>\n", fp);
	return (size_t)(last - f);
}

/* Lines of tiles, a heading a village. draw false: only how high they are. */
static int
put_tiles(FILE *fp, const struct report_page *p, bool draw)
{
	const struct sheet *s = p->sheet;
	int64_t village = 0;
	int x = 0, y = 4;

	for (size_t i = 0; i < s->n;) {
		const struct sheet_figure *f = &s->at[i];

		if (f->figure != FIGURE_LIGHT) {
			i++;
			continue;
		}
		if (ids_village(f->area) != village) {
			y += village == 0 ? 0 : TILE_ROW;
			village = ids_village(f->area);
			x = 0;
			if (draw) {
				fprintf(fp, "<text x=\"8\" y=\"%d\">", y + 14);
				report_html_text(fp, area_map_name(s->names, ids_make(village, 0)));
				fputs("</text>\n", fp);
			}
			y += 20;
		}
		if (x == TILES) {
			x = 0;
			y += TILE_ROW;
		}
		if (draw)
			i += put_light(fp, p, f, s->at + s->n, 8 + x * TILE, y);
		else
			for (int64_t area = f->area; i < s->n && s->at[i].area == area; i++)
				;
		x++;
	}
	return village == 0 ? 0 : y + TILE_ROW;
}

void
report_svg_lights(FILE *fp, const struct report_page *p)
{
	int height = put_tiles(fp, p, false);

	if (height == 0)
		return;
	begin(fp, height, report_section_name(p, SECTION_LIGHTS));
	put_tiles(fp, p, true);
	fputs("</svg>\n", fp);
}
