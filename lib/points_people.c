/* The chiefs that a question to the ledger is about. */
#define _GNU_SOURCE
#include "points_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "array.h"

struct points_person *
points_person(const struct points_people *p, int64_t chief)
{
	/* The id is what a person begins with. */
	return p->n == 0 ? NULL : bsearch(&chief, p->at, p->n, sizeof(*p->at), ids_order);
}

struct loading {
	const struct points_filter *filter;
	struct points_people *people;
};

static bool
is_meant(const struct points_filter *f, int64_t chief)
{
	return f->chief == NULL || (f->n > 0 && bsearch(&chief, f->chief, f->n, sizeof(*f->chief), ids_order) != NULL);
}

/* A chief, and the area of the highest post. */
static int
take_chief(void *arg, struct stmt *row)
{
	const struct loading *l = arg;
	struct points_people *p = l->people;
	int64_t id = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	struct text name = stmt_text(row, 2), area = stmt_text(row, 3);
	struct points_person *new;

	if (!is_meant(l->filter, id))
		return 0;
	if (!ARRAY_ROOM(p->at, p->n + 1, p->room))
		return 1;
	new = &p->at[p->n++];
	*new = (struct points_person){ .chief = id, .posted = !stmt_null(row, 3) };
	new->name = strndup(name.len > 0 ? name.at : "", name.len);
	new->area_name = strndup(area.len > 0 ? area.at : "", area.len);
	return new->name == NULL || new->area_name == NULL;
}

int
points_people_load(struct db *db, const struct points_filter *f, struct points_people *p)
{
	int64_t lo = f->area.village_lo, hi = f->area.village_hi, one = 0;
	int rc;

	*p = (struct points_people){ .n = 0 };
	if (f->chief != NULL && f->n > 0) {
		lo = ids_village(f->chief[0]);
		hi = ids_village(f->chief[f->n - 1]);
		one = f->n == 1 ? ids_serial(f->chief[0]) : 0;
	}
	rc = db_each(db, "SELECT c.village, c.chief, c.name, r.name FROM chief c LEFT JOIN (SELECT p.village, p.chief, min(p.sub) AS sub FROM post p"
	    " WHERE p.village BETWEEN $1 AND $2 AND ($4 = 0 OR p.chief = $4) AND p.first <= $3 AND p.last >= $3 GROUP BY p.village, p.chief) h"
	    " ON h.village = c.village AND h.chief = c.chief LEFT JOIN area r ON r.village = h.village AND r.sub = h.sub"
	    " WHERE c.village BETWEEN $1 AND $2 AND ($4 = 0 OR c.chief = $4) ORDER BY c.village, c.chief",
	    ARGS(ARG(lo), ARG(hi), ARG(f->until), ARG(one)), take_chief, &(struct loading){ f, p });
	return rc > 0 ? db_no_memory(db) : rc;
}

void
points_people_free(struct points_people *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->at[i].name);
		free(p->at[i].area_name);
	}
	free(p->at);
	*p = (struct points_people){ .n = 0 };
}

moment_t
points_known(const struct points_filter *f)
{
	return f->known >= DAY_MAX ? MOMENT_MAX : moment_end(f->known, f->zone);
}

int
points_each(const struct points_filter *f, int (*each)(void *, int64_t), void *arg)
{
	int rc = f->chief == NULL ? each(arg, 0) : 0;

	for (size_t i = 0; rc == 0 && i < f->n; i++)
		rc = each(arg, f->chief[i]);
	return rc;
}

const struct arg *
points_bind(const struct points_filter *f, int64_t chief, struct points_bound *b)
{
	char name[256];

	*b = (struct points_bound){ .actor = "" };
	if (f->actor.len > 0) {
		snprintf(name, sizeof(name), "%.*s", (int)f->actor.len, f->actor.at);
		ledger_actor(name, b->actor);
	}
	memcpy(b->arg, ARGS(ARG(chief == 0 ? f->area.village_lo : ids_village(chief)), ARG(chief == 0 ? f->area.village_hi : ids_serial(chief)),
	    ARG(f->since), ARG(f->until), ARG(points_known(f)), ARG(f->kind), ARG(f->rule), ARG(b->actor)), sizeof(b->arg));
	return b->arg;
}
