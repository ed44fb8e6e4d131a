/* What a row says of a person twice: in columns, and in the identity number. */
#include "household_parts.h"
#include "identity.h"

/*
 * Ages are counted in full years, or by the calendar with one for the year of
 * birth (虚岁), which is up to two more; and a roster may be of last year.
 */
static bool
may_be(int64_t age, int64_t ident, day_t today)
{
	int64_t least = identity_age(ident, today) - 1;
	int64_t most = today / 10000 - identity_birth(ident) / 10000 + 1;

	return age >= least && age <= most;
}

void
household_person(struct import *im, struct import_row *row)
{
	const struct roster *r = row->rec;
	const struct text cell = { 0 };

	if (r->sex.len > 0 && text_is(r->sex, "male") != identity_male(r->ident))
		import_fault(im, row, "sex", cell, FAULT_ID_SEX);
	if (r->birth != 0 && r->birth != identity_birth(r->ident))
		import_fault(im, row, "birth", cell, FAULT_ID_BIRTH);
	if (r->age != 0 && !may_be(r->age, r->ident, import_today(im)))
		import_fault(im, row, "age", cell, FAULT_ID_AGE);
}
