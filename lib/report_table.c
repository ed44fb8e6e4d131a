/* Figures to tables, and the words of their cells. */
#include "report_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

/* What stands before ':' in the code of a group; "" when the figure is of all of an
 * area, or of its special groups together. */
static size_t
kind_of(const struct sheet_figure *f)
{
	const char *end = strchr(f->group.code, ':');

	return end == NULL ? 0 : (size_t)(end - f->group.code);
}

/* Groups are shown of the whole alone, but for goods, which are a village's. */
static bool
is_shown(const struct sheet *s, const struct sheet_figure *f, size_t kind)
{
	return f->figure != FIGURE_CHECKPOINT && f->figure != FIGURE_LIGHT && (kind == 0 || f->area == s->top || f->figure == FIGURE_LOW);
}

static struct report_table *
table_at(struct report_tables *t, enum section section, const char *kind, size_t len)
{
	for (size_t i = t->n; i-- > 0 && t->at[i].section == section;)
		if (strncmp(t->at[i].kind, kind, len) == 0 && t->at[i].kind[len] == '\0')
			return &t->at[i];
	if (!ARRAY_ROOM(t->at, t->n + 1, t->room))
		return NULL;
	t->at[t->n] = (struct report_table){ .section = section };
	memcpy(t->at[t->n].kind, kind, len < sizeof(t->at->kind) ? len : sizeof(t->at->kind) - 1);
	return &t->at[t->n++];
}

static int
column_at(struct report_table *t, enum figure figure)
{
	for (int i = 0; i < t->columns; i++)
		if (t->column[i] == figure)
			return i;
	t->column[t->columns] = figure;
	return t->columns++;
}

/* Figures come sorted: those of one row one after another. */
static struct report_row *
row_at(struct report_table *t, const struct sheet_figure *f)
{
	struct report_row *last = t->rows == 0 ? NULL : &t->row[t->rows - 1];

	if (last != NULL && last->head->area == f->area && strcmp(last->head->group.code, f->group.code) == 0)
		return last;
	if (!ARRAY_ROOM(t->row, t->rows + 1, t->room))
		return NULL;
	t->row[t->rows] = (struct report_row){ .head = f };
	return &t->row[t->rows++];
}

int
report_tables_make(struct report_tables *t, const struct sheet *s)
{
	*t = (struct report_tables){ .n = 0 };
	for (const struct sheet_figure *f = s->at; f < s->at + s->n; f++) {
		size_t kind = kind_of(f);
		struct report_table *table;
		struct report_row *row;

		if (!is_shown(s, f, kind))
			continue;
		table = table_at(t, figure_section(f->figure), f->group.code, kind);
		row = table == NULL ? NULL : row_at(table, f);
		if (row == NULL)
			return -1;
		row->cell[column_at(table, f->figure)] = f;
	}
	return 0;
}

void
report_tables_free(struct report_tables *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->at[i].row);
	free(t->at);
}

const struct sheet_figure *
report_day_cell(const struct report_table *t, int column, day_t day)
{
	for (size_t i = 0; i < t->rows; i++)
		if (t->row[i].head->group.rank == day)
			return t->row[i].cell[column];
	return NULL;
}

static const char *
word(const struct word *w, bool zh)
{
	return zh ? w->aliases : w->name;
}

const char *
report_section_name(const struct report_page *p, enum section section)
{
	return word(&figure_sections[section], p->zh);
}

const char *
report_figure_name(const struct report_page *p, enum figure figure)
{
	return word(&figure_words[figure], p->zh);
}

const char *
report_table_name(const struct report_table *t)
{
	static const struct { const char *kind, *name; } names[] = {
		{ "", N_("by area") }, { "class", N_("by class") }, { "tag", N_("by tag") }, { "kind", N_("by kind") }, { "level", N_("by level") },
		{ "age", N_("by age in days") }, { "day", N_("by day") }, { "chief", N_("by chief") }, { "goods", N_("by goods") },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(t->kind, names[i].kind) == 0)
			return _(names[i].name);
	return t->kind;
}

/* The area; or the group's name, as the rulebook or the list of groups has it, else
 * what is behind its kind. */
struct text
report_row_name(const struct report_page *p, const struct report_table *t, const struct report_row *row)
{
	const struct sheet_group *group = &row->head->group;

	if (t->kind[0] == '\0')
		return area_map_name(p->sheet->names, row->head->area);
	if (group->name.len > 0)
		return group->name;
	for (const struct word *w = report_groups; p->zh && w->name != NULL; w++)
		if (strcmp(w->name, group->code) == 0)
			return text_of(w->aliases);
	return text_of(strchr(group->code, ':') + 1);
}

const char *
report_share(const struct sheet_figure *f, char buf[static REPORT_CELL])
{
	buf[0] = '\0';
	if (f->of > 0) {
		int64_t permille = f->value * 1000 / f->of;

		snprintf(buf, REPORT_CELL, "%lld.%lld%%", (long long)(permille / 10), (long long)(permille % 10));
	}
	return buf;
}

const char *
report_step(const struct sheet_figure *f, char buf[static REPORT_CELL])
{
	int64_t step = f->before == SHEET_NONE ? 0 : f->value - f->before;

	buf[0] = '\0';
	if (step != 0)
		snprintf(buf, REPORT_CELL, "%s%lld", step > 0 ? "↑" : "↓", (long long)(step > 0 ? step : -step));
	return buf;
}

const char *
report_cell(const struct sheet_figure *f, char buf[static REPORT_CELL])
{
	char share[REPORT_CELL], step[REPORT_CELL];

	report_share(f, share);
	report_step(f, step);
	snprintf(buf, REPORT_CELL, "%lld%s%.24s%s%.24s", (long long)f->value, share[0] != '\0' ? " " : "", share, step[0] != '\0' ? " " : "", step);
	return buf;
}

const char *
report_dates(day_t since, day_t until, char buf[static REPORT_CELL])
{
	char first[11], last[11];

	day_text(since, first);
	day_text(until, last);
	snprintf(buf, REPORT_CELL, since == until ? "%s" : "%s – %s", first, last);
	return buf;
}

bool
report_is_bad(const struct sheet_figure *f)
{
	return f->figure == FIGURE_LOW || (f->value > 0 && (f->figure == FIGURE_OVERDUE || f->figure == FIGURE_LATE || f->figure == FIGURE_MISSING
	    || f->figure == FIGURE_VACANT || f->figure == FIGURE_OBJECTED));
}

char *
report_title(const struct report_page *p, char buf[static REPORT_LINE])
{
	struct text whole = area_map_name(p->sheet->names, p->sheet->top);
	char days[REPORT_CELL];

	snprintf(buf, REPORT_LINE, "%.*s%s%s %s", (int)whole.len, whole.at, whole.len > 0 ? " " : "", p->name,
	    report_dates(p->period->since, p->period->until, days));
	return buf;
}
