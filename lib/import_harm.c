/*
 * Harm that is the whole file's: where a spreadsheet took a column of identity
 * numbers or codes for plain numbers, the digits of all of them are gone. To set
 * such rows aside would leave the clerk to correct what only the original has.
 */
#include "identity.h"
#include "import_parts.h"

enum { ONE_IN = 100 };		/* by chance 1 in 1,200 numbers ends in 000 */

void
harm_note(struct import *im, const struct col *c, struct text cell, const struct col_read *read)
{
	struct harm *h = &im->harm;

	h->lost += read->fault == FAULT_ID_SCIENTIFIC || (read->fault == FAULT_SCIENTIFIC && c->type != COL_COUNT && c->type != COL_INT && c->type != COL_POINTS);
	if (c->type != COL_IDENT || cell.len == 0)
		return;
	h->idents++;
	if (read->fault == FAULT_ID_ZEROED || read->note == FAULT_ID_ZEROED) {
		if (h->zeroed < IMPORT_SHOWN && read->fault == FAULT_NONE)
			h->line[h->lines++] = im->row.line;
		h->zeroed++;
	} else if (read->fault == FAULT_NONE) {
		h->good++;
		h->good_x += (cell.at[cell.len - 1] | 0x20) == 'x';
	}
}

/* Those that no fault was told of: they may be right, but not so many. */
static void
tell_zeroed(struct import *im)
{
	struct text head = text_of("");

	for (int i = 0; i < im->cells; i++)
		if (im->col[i] != NULL && im->col[i]->type == COL_IDENT)
			head = im->title[i];
	for (size_t i = 0; !im->how->verbose && i < im->harm.lines; i++)
		told_file(im, im->harm.line[i], head, FAULT_ID_ZEROED, "");
}

bool
harm_is_whole(struct import *im)
{
	const struct harm *h = &im->harm;
	bool zeroed = h->zeroed > 1 && h->zeroed * ONE_IN > h->idents;

	/* Rows of a reject file were judged before; digits it loses since. */
	zeroed &= !im->returned;
	if (!zeroed && h->lost == 0)
		return false;
	if (zeroed) {
		tell_zeroed(im);
		msg_error(_("%s: %lld of %lld identity numbers end in 000; by chance 1 in 1,200 does. The file is refused as a whole"),
		    im->label, (long long)h->zeroed, (long long)h->idents);
	}
	if (h->lost > 0)
		msg_error(_("%s: digits of %lld numbers are lost. The file is refused as a whole"), im->label, (long long)h->lost);
	if (h->good > 0 && h->good == h->good_x)
		msg_hint(_("the identity numbers that are whole (%lld) all end in X: the column was taken for plain numbers"), (long long)h->good);
	return true;
}
