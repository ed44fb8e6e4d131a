/* Charts of a report as SVG, in the classes of report.css: each with a title for
 * those who do not see it, and every number as text. */
#ifndef NBR_REPORT_SVG_H
#define NBR_REPORT_SVG_H

#include "report_table.h"

/* Days of the period as columns, one beside the other for up to two figures. */
void report_svg_trend(FILE *, const struct report_page *, const struct report_table *);

/* The shares of a figure, row by row, as bars: 420 of 864, 48.6%. */
void report_svg_shares(FILE *, const struct report_page *, const struct report_table *, enum figure);

/* The values of a figure, row by row, as columns. */
void report_svg_columns(FILE *, const struct report_page *, const struct report_table *, enum figure);

/* Groups of households as lights: of each how many are of which class, the first
 * classes at the bottom. */
void report_svg_lights(FILE *, const struct report_page *);

/* Text with <, > and & as entities. */
void report_html_text(FILE *, struct text);

#endif
