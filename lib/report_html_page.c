/* The frame of every page. */
#define _GNU_SOURCE
#include "report_html.h"

#include <stdlib.h>

#include "rec.h"
#include "web.h"

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

static void
put_title(FILE *fp, const struct report_html *h)
{
	report_html_text(fp, h->area);
	fprintf(fp, "%s%s", h->area.len > 0 ? " " : "", h->name);
}

void
report_html_head(FILE *fp, const struct report_html *h)
{
	fprintf(fp, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", h->zh ? "zh-CN" : "en");
	put_title(fp, h);
	fprintf(fp, "%s%s</title>\n<style>\n%s</style>\n</head>\n<body%s>\n<header>\n<h1>", h->days[0] != '\0' ? " " : "", h->days, web_report_css, h->wide ? " class=\"across\"" : "");
	put_title(fp, h);
	fprintf(fp, "</h1>\n<p class=\"days\">%s</p>\n", h->days);
}

void
report_html_foot(FILE *fp, const struct report_html *h, const char *note)
{
	fputs("</main>\n<footer>\n<p>", fp);
	put_title(fp, h);
	fprintf(fp, "%s%s%s%s</p>\n<p>nbr %s</p>\n</footer>\n</body>\n</html>\n", h->days[0] != '\0' ? " · " : "", h->days,
	    note[0] != '\0' ? "</p>\n<p>" : "", note, NBR_VERSION);
}

int
report_html_frame(struct rec_out *out, const struct report_html *h, const char *note)
{
	char *at[2] = { NULL, NULL };
	size_t len[2];
	int rc = 0;

	for (int i = 0; i < 2 && rc == 0; i++) {
		FILE *fp = open_memstream(&at[i], &len[i]);

		if (fp == NULL)
			rc = -1;
		else if (i == 0) {
			report_html_head(fp, h);
			fputs("</header>\n<main>\n", fp);
		} else
			report_html_foot(fp, h, note);
		if (fp != NULL && fclose(fp) != 0)
			rc = -1;
	}
	if (rc == 0)
		rc = rec_frame(out, (struct text){ at[0], len[0] }, (struct text){ at[1], len[1] });
	free(at[0]);
	free(at[1]);
	return rc;
}
