/* The ids of an operand "-": one column of whatever comes in. */
#include "msg.h"
#include "rec.h"
#include "rec_read.h"

enum { ID_MAX = 256 };		/* bytes of the longest id taken */

/* The cell of the column, most likely where it was last; -1 none. */
static int
find(const struct rec_cells *row, const char *column, int last)
{
	if (last >= 0 && last < row->cells && text_is(row->cell[last].name, column))
		return last;
	for (int i = 0; i < row->cells; i++)
		if (text_is(row->cell[i].name, column))
			return i;
	return -1;
}

/* Why it is no id; NULL when it is, or is none at all. */
static const char *
fault(const struct rec_cell *c)
{
	bool number = c->kind == '-' || (c->kind >= '0' && c->kind <= '9');

	if (c->kind == 't' || c->kind == 'f' || c->kind == '{' || c->kind == '[')
		return _("an id is neither a string nor a number");
	for (size_t i = 0; number && i < c->text.len; i++)
		if (strchr(".eE", c->text.at[i]) != NULL)
			return _("a program turned an id into a number and lost its digits");
	return c->text.len > ID_MAX ? _("something there is too long to be an id") : NULL;
}

int
rec_ids(FILE *fp, const char *column, int (*f)(void *, struct text id, int64_t line),
    void *arg, const char **why)
{
	struct rec_cells head, row;
	struct rec_in *in = rec_in_open(fp, column, &head);
	int at = -1, rc = 0;

	*why = NULL;
	if (in == NULL)
		return -1;
	at = find(&head, column, at);
	if (head.cells > 0 && at < 0)
		*why = _("the heading does not name the column of the ids");
	while (*why == NULL && (rc = rec_in_next(in, &row)) > 0) {
		at = find(&row, column, at);
		if (at < 0)
			*why = head.cells > 0 ? _("a row is shorter than the heading") :
			    _("a record lacks the column of the ids");
		else
			*why = fault(&row.cell[at]);
		if (*why == NULL && row.cell[at].text.len > 0 &&
		    (rc = f(arg, row.cell[at].text, row.line)) != 0)
			break;
	}
	if (*why != NULL)
		rc = -1;
	else if (rc < 0)
		*why = rec_in_why(in);
	rec_in_close(in);
	return rc;
}
