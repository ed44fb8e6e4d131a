#define _GNU_SOURCE
#include <iconv.h>
#include <stdlib.h>

#include "rec_form.h"

const char *const rec_forms[] = {
	[REC_TABLE] = "table", [REC_TSV] = "tsv", [REC_CSV] = "csv",
	[REC_JSON] = "json", [REC_JSONL] = "jsonl", [REC_MD] = "md", [REC_HTML] = "html",
};

int
rec_form(const char *name)
{
	for (int i = 0; i <= REC_HTML; i++)
		if (strcmp(rec_forms[i], name) == 0)
			return i;
	return -1;
}

static bool
is_for_people(const struct rec_style *style)
{
	return style->form == REC_TABLE || style->form == REC_MD || style->form == REC_HTML;
}

const char *
rec_heading(const struct rec_style *style, const struct col *c)
{
	return c->zh != NULL && (style->excel || (is_for_people(style) && style->zh)) ?
	    c->zh : c->name;
}

/* Takes the next name off a list "a,b"; false at its end. */
static bool
next_name(const char **list, char name[static REC_NAME])
{
	size_t n;

	if (*list == NULL)
		return false;
	n = strcspn(*list, ",");
	name[0] = '\0';
	strncat(name, *list, n < REC_NAME - 1 ? n : REC_NAME - 1);
	*list = (*list)[n] == ',' ? *list + n + 1 : NULL;
	return true;
}

static bool
has(const struct rec_col *cols, int n, const struct col *c)
{
	for (int i = 0; i < n; i++)
		if (cols[i].col == c)
			return true;
	return false;
}

/* Whether a value of the type, as text, holds nothing that a form escapes. */
static bool
is_clean(enum col_type type)
{
	return type == COL_INT || type == COL_COUNT || type == COL_POINTS || type == COL_DAY ||
	    type == COL_IDENT || type == COL_AREA || type == COL_HOUSEHOLD ||
	    type == COL_CHIEF;
}

static void
set_lead(struct rec_col *c, const struct rec_style *style, bool first)
{
	enum rec_form form = style->form;
	const char *name = c->col->name;
	char *p = c->lead;

	switch (form) {
	case REC_TABLE:
	case REC_TSV:
	case REC_CSV:
		if (!first)
			*p++ = form == REC_TABLE ? '\0' :
			    form == REC_TSV ? '\t' : ',';
		break;
	case REC_MD:
		memcpy(p, first ? "| " : " | ", 3);
		p += first ? 2 : 3;
		break;
	case REC_HTML:
		p += snprintf(p, sizeof(c->lead), "%s<td class=\"%s\" data-name=\"%.24s\">", first ? "<tr>" : "</td>",
		    col_is_number(c->col->type) ? "n" : c->col->type == COL_TEXT ? "t" : "w", rec_heading(style, c->col));
		break;
	case REC_JSON:
	case REC_JSONL:
		*p++ = first ? '{' : ',';
		*p++ = '"';
		for (; *name != '\0' && p < c->lead + REC_NAME; name++)
			*p++ = *name;
		*p++ = '"';
		*p++ = ':';
		break;
	}
	c->lead_len = (size_t)(p - c->lead);
}

void
rec_choose(struct rec_out *o, const struct col *table, const struct col *c)
{
	if (has(o->cols, o->all, c))
		return;
	o->chosen[o->all] = (int)(c - table);
	o->cols[o->all++] = (struct rec_col){
		.col = c, .index = (int)(c - table),
	};
}

void
rec_order(struct rec_out *o, int column)
{
	const struct col *c = &o->table[column];

	rec_choose(o, o->table, c);
	if (!has(o->sort, o->sorts, c))
		o->sort[o->sorts++] = (struct rec_col){ .col = c, .index = column };
	o->keep = true;
}

/* A column that can be asked for. */
static const struct col *
find(const struct col *table, const char *name)
{
	const struct col *c = col_find(table, name);

	return c != NULL && (c->flags & COL_ASIDE) == 0 ? c : NULL;
}

/* A column shown when none is asked for. */
static bool
is_usual(const struct rec_style *style, const struct col *c)
{
	bool masked = c->type == COL_IDENT || c->type == COL_PHONE || (c->flags & COL_FREE) != 0;
	bool people = is_for_people(style);

	if (!style->import && people && (c->flags & COL_PEOPLE) != 0)
		return true;
	if (!style->import)
		return (c->flags & (COL_MORE | COL_ASIDE | (people ? COL_WIDE : 0))) == 0;
	return (c->flags & COL_IN) != 0 && (c->flags & COL_ASIDE) == 0 &&
	    (!masked || style->reveal || style->blank);
}

static int
choose(struct rec_out *o, const struct col *table, const char *columns,
    const char *sort, char unknown[static REC_NAME])
{
	const struct col *c;

	if (o->style.form_file != NULL && fill_open(o, table) != 0)
		return -1;
	if (columns == NULL && o->fill == NULL)
		for (c = table; c->type != COL_END; c++)
			if (is_usual(&o->style, c)) {
				rec_choose(o, table, c);
				o->cols[o->all - 1].spare = (c->flags & COL_SPARE) != 0;
			}
	while (next_name(&columns, unknown)) {
		c = find(table, unknown);
		if (c == NULL)
			return -1;
		rec_choose(o, table, c);
	}
	o->shown = o->all;
	while (next_name(&sort, unknown)) {
		bool down = unknown[0] == '-';

		if (down)
			memmove(unknown, unknown + 1, strlen(unknown));
		c = find(table, unknown);
		if (c == NULL)
			return -1;
		rec_choose(o, table, c);
		/* A column sorted by already decides nothing again. */
		if (!has(o->sort, o->sorts, c))
			o->sort[o->sorts++] = (struct rec_col){
				.col = c, .index = (int)(c - table),
				.down = down,
			};
	}
	unknown[0] = '\0';
	return 0;
}

static void
set_form(struct rec_out *o)
{
	static const char special[][2] = {
		[REC_TABLE] = { '\\', '\\' }, [REC_TSV] = { '\\', '\\' },
		[REC_CSV] = { ',', '"' }, [REC_JSON] = { '"', '\\' },
		[REC_JSONL] = { '"', '\\' }, [REC_MD] = { '\\', '\\' }, [REC_HTML] = { '<', '&' },
	};
	static const char *const tails[] = {
		[REC_TABLE] = "", [REC_TSV] = "\n", [REC_CSV] = "\n",
		[REC_JSON] = "}", [REC_JSONL] = "}\n", [REC_MD] = " |\n", [REC_HTML] = "</td></tr>\n",
	};
	struct rec_style *style = &o->style;

	memcpy(o->special, special[style->form], 2);
	o->tail = style->excel ? "\r\n" : tails[style->form];
	o->show = (struct show){
		.words = style->words, .zone = style->zone,
		.reveal = style->reveal,
		.names = style->excel || o->fill != NULL ||
		    (is_for_people(style) && style->zh),
		.brief = is_for_people(style),
	};
	o->json = style->form == REC_JSON || style->form == REC_JSONL;
	o->hard = style->form == REC_TABLE || style->form == REC_MD || style->form == REC_HTML ||
	    style->excel;
	o->keep = o->sorts > 0 || style->form == REC_TABLE || o->fill != NULL;
	for (int i = 0; i < o->shown; i++) {
		struct rec_col *c = &o->cols[i];

		c->paint = style->form == REC_TABLE && style->color && c->col->type == COL_CLASS;
		c->clean = !o->hard && is_clean(c->col->type);
		c->quote = o->json && !col_is_number(c->col->type);
		set_lead(c, style, i == 0);
	}
}

struct rec_out *
rec_open(int fd, const struct col *table, const struct rec_style *style,
    char unknown[static REC_NAME])
{
	size_t n = col_count(table) + 1;
	struct rec_out *o = calloc(1, sizeof(*o));

	unknown[0] = '\0';
	if (o == NULL)
		return NULL;
	o->style = *style;
	o->table = table;
	o->style.columns = o->style.sort = NULL;
	o->style.excel = style->excel && style->form == REC_CSV;
	spool_open(&o->out, fd);
	spool_open(&o->rows.bytes, -1);
	o->rows.iconv = (iconv_t)-1;
	o->cols = calloc(n, sizeof(*o->cols));
	o->sort = calloc(n, sizeof(*o->sort));
	o->chosen = calloc(n, sizeof(*o->chosen));
	if (o->cols == NULL || o->sort == NULL || o->chosen == NULL ||
	    choose(o, table, style->columns, style->sort, unknown) != 0)
		goto fail;
	set_form(o);
	for (int i = 0; i < o->sorts; i++)
		if (o->sort[i].col->type == COL_NAME &&
		    o->rows.iconv == (iconv_t)-1)
			o->rows.iconv = iconv_open("GB18030", "UTF-8");
	if (rec_head(o) == 0)
		return o;
fail:
	rec_drop(o);
	return NULL;
}

void
rec_words(struct rec_out *o, const struct words *words)
{
	o->style.words = o->show.words = words;
}

const int *
rec_chosen(const struct rec_out *o, int *n)
{
	*n = o->all;
	return o->chosen;
}

bool
rec_chose(const struct rec_out *o, int column)
{
	for (int i = 0; i < o->all; i++)
		if (o->chosen[i] == column)
			return true;
	return false;
}

int64_t
rec_count(const struct rec_out *o)
{
	return o->count;
}

void
rec_drop(struct rec_out *o)
{
	if (o == NULL)
		return;
	if (o->rows.iconv != (iconv_t)-1)
		iconv_close(o->rows.iconv);
	spool_free(&o->out);
	spool_free(&o->rows.bytes);
	free(o->foot);
	free(o->rows.row);
	free(o->cols);
	free(o->sort);
	free(o->chosen);
	fill_free(o->fill);
	free(o);
}
