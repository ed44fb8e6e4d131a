/* Charts of a report as SVG, in the classes of report.css: each with a title and a
 * description for those who do not see it. What they show stands in tables too. */
#ifndef NBR_REPORT_SVG_H
#define NBR_REPORT_SVG_H

#include "report_table.h"

/* Days of the period as columns, a chart a figure. */
void report_svg_trend(FILE *, const struct report_page *, const struct report_table *);

/* The shares of a figure, row by row, as bars: 420 of 864, 48.6%. */
void report_svg_shares(FILE *, const struct report_page *, const struct report_table *, enum figure);

/* Open orders by age, as columns, also those ages of which there is none. */
void report_svg_ages(FILE *, const struct report_page *, const struct report_table *);

/* A group as a bar of its classes, f to end, the first class at the left. A class is
 * told by how high it stands too, for those who see no red. */
void report_svg_light(FILE *, const struct sheet_figure *f, const struct sheet_figure *end);

#endif
