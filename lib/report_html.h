/* Pages for browsers: what stands before and behind what they show. Nothing in them
 * runs, and nothing is fetched: they tell the browser not to. */
#ifndef NBR_REPORT_HTML_H
#define NBR_REPORT_HTML_H

#include <stdio.h>

#include "text.h"

/* Up to <main>: the area and the report as heading, the days below it. wide: a table
 * that is printed across. area, days: "" none. */
struct report_html {
	struct text	 area;
	const char	*name, *days;
	bool		 zh, wide;
};
void report_html_head(FILE *, const struct report_html *);
void report_html_foot(FILE *, const struct report_html *, const char *note);	/* of </main> */

/* The same around a list: REC_HTML. 0, -1. */
struct rec_out;
int report_html_frame(struct rec_out *, const struct report_html *, const char *note);

/* Text with <, >, & and " as entities. */
void report_html_text(FILE *, struct text);

#endif
