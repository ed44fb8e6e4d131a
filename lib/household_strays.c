/*
 * Official numbers that lead elsewhere. The number of a household holds that of its
 * group, which no code of an area says; but the households of a group live
 * together, so where most of them live is where it is.
 */
#include <stdlib.h>

#include "array.h"
#include "household_parts.h"
#include "state.h"

enum { PER_GROUP = 10000 };	/* serials of an official group */

struct home {
	int64_t	id, group;	/* group: as an area */
};

/* The households of one group by their numbers: a scan by number has them together. */
struct strays {
	struct db	*db;
	struct twins	*found;
	struct home	*at;
	size_t		 n, room;
};

/* Where more than half of them live, or 0. */
static int64_t
majority(const struct strays *s)
{
	int64_t group = 0;
	size_t votes = 0;

	/* Two that differ cancel each other: only a majority can be left. */
	for (size_t i = 0; i < s->n; i++) {
		if (votes == 0)
			group = s->at[i].group;
		votes = s->at[i].group == group ? votes + 1 : votes - 1;
	}
	votes = 0;
	for (size_t i = 0; i < s->n; i++)
		votes += s->at[i].group == group;
	return votes * 2 > s->n ? group : 0;
}

static int
end_group(struct strays *s)
{
	int64_t group = majority(s);

	for (size_t i = 0; i < s->n; i++)
		if (group != 0 && s->at[i].group != group && twins_add(s->db, s->found, s->at[i].id, 0) != 0)
			return -1;
	s->n = 0;
	return 0;
}

static int
take(void *arg, struct stmt *row)
{
	struct strays *s = arg;
	int64_t id = ids_make(stmt_int(row, 0), stmt_int(row, 1));

	if (s->n > 0 && id / PER_GROUP != s->at[0].id / PER_GROUP && end_group(s) != 0)
		return -1;
	if (!ARRAY_ROOM(s->at, s->n + 1, s->room))
		return db_no_memory(s->db);
	s->at[s->n++] = (struct home){ id, stmt_int(row, 2) / 100 };
	return 0;
}

int
household_strays(struct db *db, day_t on, struct twins *found)
{
	struct strays s = { .db = db, .found = found };
	int rc;

	*found = (struct twins){ 0 };
	rc = db_each(db, "SELECT h.village, h.household, " STATE_HOOD " FROM household h"
	    " WHERE h.household < 1000000 AND (" STATE_HOOD ") % 100 <> 0 AND " STATE_OPEN
	    " ORDER BY h.village, h.household", ARGS(ARG(on)), take, &s);
	if (rc == 0)
		rc = end_group(&s);
	free(s.at);
	return rc;
}
