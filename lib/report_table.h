/*
 * The figures of a sheet laid out to be looked at: tables of a section, a row an area
 * or, of the whole, a row a group; a column a figure.
 */
#ifndef NBR_REPORT_TABLE_H
#define NBR_REPORT_TABLE_H

#include "report.h"
#include "sheet.h"

enum { TABLE_COLUMNS = FIGURE_END };	/* each figure is a column once at most */

struct report_row {
	const struct sheet_figure *head;	/* any of its figures: whose row it is */
	const struct sheet_figure *cell[TABLE_COLUMNS];	/* NULL there is none */
};

struct report_table {
	enum section	 section;
	char		 kind[8];	/* of its groups: "class" "tag" "kind" "level" "age" "day" "chief" "goods"; "" areas */
	enum figure	 column[TABLE_COLUMNS];
	int		 columns;
	struct report_row *row;
	size_t		 rows, room;
};

struct report_tables {
	struct report_table *at;	/* by section, areas first */
	size_t		 n, room;
};

/* Of a sorted sheet, which outlives them. 0; -1 no memory; free in either case. */
int report_tables_make(struct report_tables *, const struct sheet *);
void report_tables_free(struct report_tables *);

/* Of a table of days that of one of them; NULL there is none. */
const struct sheet_figure *report_day_cell(const struct report_table *, int column, day_t);

/* What is written on a page. */
struct report_page {
	const struct sheet *sheet;	/* sorted */
	const struct report_period *period;
	const char	*name;		/* of the report, translated */
	bool		 zh;		/* figures and sections by their Chinese names */
	int64_t		 most;		/* bytes; 0 any number */
};

/* Names for people. buf holds what has to be put together. */
const char *report_section_name(const struct report_page *, enum section);
const char *report_figure_name(const struct report_page *, enum figure);
const char *report_table_name(const struct report_table *);	/* "by class" */
struct text report_row_name(const struct report_page *, const struct report_table *, const struct report_row *);

enum { REPORT_CELL = 96, REPORT_LINE = 1024 };	/* the name of an area has up to 800 bytes */
/* "48.6%"; "↓22", the step from the period before: "" there is none. */
const char *report_share(const struct sheet_figure *, char buf[static REPORT_CELL]);
const char *report_step(const struct sheet_figure *, char buf[static REPORT_CELL]);
/* "420 48.6% ↓22": the value, its share, and the step from the period before. */
const char *report_cell(const struct sheet_figure *, char buf[static REPORT_CELL]);
/* "2026-10-01 - 2026-10-31", or one day. */
const char *report_dates(day_t since, day_t until, char buf[static REPORT_CELL]);

/* Something that should not be: what is overdue, missing, vacant. */
bool report_is_bad(const struct sheet_figure *);

/* "春华镇 月报 2026-10-01 – 2026-10-31". Returns buf. */
char *report_title(const struct report_page *, char buf[static REPORT_LINE]);

/* What to notice, a sentence at a time, what is late first: words is of the call. */
void report_notices(const struct report_page *, void (*put)(void *, const char *words), void *arg);

/* Markdown with tables; Markdown of the chats, whose lines are cut at most bytes; a
 * page for browsers. Errors of the stream are left in it. 0, -1 no memory. */
int report_md(FILE *, const struct report_page *);
int report_chat(FILE *, const struct report_page *, bool wecom);
int report_html(FILE *, const struct report_page *);

#endif
