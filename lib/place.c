#include "place.h"

const char *const place_columns[PLACES] = { "village", "piece", "group", "neighbourhood" };

void
place_columns_given(const struct col *cols, const bool given[], struct place_how *how)
{
	for (int n = 0; n < PLACES; n++)
		how->given[n] = given[col_find(cols, place_columns[n]) - cols];
}

/* The cell to be corrected: the first that is empty, or leads nowhere. */
static const char *
wrong_cell(const struct place_how *how, const struct text names[PLACES], enum fault fault)
{
	int64_t area;

	for (int n = 0; n < PLACES; n++)
		if (fault == FAULT_AREA_MISSING ? names[n].len == 0 && how->given[n]
		    : names[n].len > 0 && area_map_path(how->areas, names, n + 1, how->within, &area) != FAULT_NONE)
			return place_columns[n];
	return "area";
}

enum fault
place_find(const struct place_how *how, struct text area, const struct text names[PLACES], int64_t *id, const char **column)
{
	enum fault fault;

	*column = "area";
	if (area.len > 0) {
		fault = area_map_find(how->areas, area, how->within, id);
	} else {
		fault = area_map_path(how->areas, names, PLACES, how->within, id);
		/* Merged cells: of which village the group is would be a guess. */
		if (how->within == 0 && how->given[0] && names[0].len == 0)
			fault = FAULT_AREA_MISSING;
	}
	if (fault == FAULT_NONE && area_map_level(how->areas, *id) < 4)
		fault = FAULT_AREA_LEVEL;
	if (fault != FAULT_NONE && area.len == 0)
		*column = wrong_cell(how, names, fault);
	return fault;
}

bool
place_denied(const struct place_how *how, struct text area, struct text name, int64_t id)
{
	return area.len > 0 && name.len > 0 && area_map_denies(how->areas, id, name);
}
