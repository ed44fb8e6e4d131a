/* What pages for browsers are made of, made from lib/web. */
#ifndef NBR_WEB_H
#define NBR_WEB_H

extern const char web_report_css[];

#endif
