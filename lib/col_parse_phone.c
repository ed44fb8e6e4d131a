#include "col_parts.h"
#include "phone.h"

struct col_read
col_parse_phone(const struct col *c, struct text t, const struct col_how *how, void *rec)
{
	static const enum fault faults[] = {
		[PHONE_SCIENTIFIC] = FAULT_PHONE_SCIENTIFIC,
		[PHONE_DECIMAL] = FAULT_PHONE_DECIMAL,
		[PHONE_ZERO] = FAULT_PHONE_ZERO,
		[PHONE_MANY] = FAULT_PHONE_MANY,
		[PHONE_FORM] = FAULT_PHONE_FORM,
	};
	char buf[PHONE_SIZE], *out = (char *)t.at;
	bool completed;
	enum phone_fault f = phone_parse(t, how->phone_area, buf, &completed);
	size_t n;

	if (f != PHONE_OK)
		return col_fault(col_masked(t) ? FAULT_MASKED : faults[f]);
	n = strlen(buf);
	if (n > t.len && (out = col_room(how, n)) == NULL)
		return col_fault(FAULT_NONE);
	memcpy(out, buf, n);
	col_store(c, (struct text){ out, n }, rec);
	return (struct col_read){ .note = completed ? FAULT_PHONE_AREA : FAULT_NONE };
}
