/* Orders in: the households that rows are about, and the chiefs that took them. */
#include "order_import_parts.h"

bool
history_any(const struct order_batch *b, bool (*is)(const struct history *))
{
	for (size_t i = 0; i < b->n; i++)
		if (is(history_of(b->row[i])))
			return true;
	return false;
}

void
history_drop_bad(struct order_batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (!b->row[i]->bad)
			b->row[n++] = b->row[i];
	b->n = n;
}

static bool
has_household(const struct history *h)
{
	return h->household != 0;
}

static struct arg
home_cell(const void *rows, size_t n, int c)
{
	const struct history *h = history_of(((struct import_row *const *)rows)[n]);

	return arg_int(c == 0 ? (int64_t)n : c == 1 ? ids_village(h->household) : c == 2 ? ids_serial(h->household) : h->on);
}

static int
take_home(void *arg, struct stmt *found)
{
	struct order_batch *b = arg;
	struct import_row *row = b->row[stmt_int(found, 0)];
	struct history *h = row->rec;

	h->home = true;
	if (h->on > stmt_int(found, 2))
		import_fault(b->im, row, "posted", (struct text){ 0 }, FAULT_CLOSED);
	if (!h->placed)
		h->hood = stmt_int(found, 1);
	return 0;
}

/* Whether they are there, and where they were. */
static int
find_homes(struct order_batch *b)
{
	static const char *const names[] = { "n", "village", "household", "day", NULL };

	if (!history_any(b, has_household))
		return 0;
	if (db_feed(b->db, &(struct feed){ names, "iiii", b->n, home_cell, b->row }) != 0
	    || db_each(b->db, "SELECT f.n, CASE WHEN h.since <= f.day THEN h.hood ELSE coalesce((SELECT max(sp.value) FROM span sp"
	    " WHERE sp.village = h.village AND sp.household = h.household AND sp.what = 'hood'"
	    " AND sp.first <= f.day AND sp.last >= f.day), h.hood) END, h.last"
	    " FROM feed f JOIN household h ON h.village = f.village AND h.household = f.household", NO_ARGS, take_home, b) != 0)
		return -1;
	for (size_t i = 0; i < b->n; i++) {
		struct history *h = history_of(b->row[i]);

		if (h->household != 0 && !h->home)
			import_fault(b->im, b->row[i], "household", (struct text){ 0 }, FAULT_HOUSEHOLD_UNKNOWN);
		else if (!h->placed)
			history_tell(b->im, b->in, b->row[i]);
	}
	return 0;
}

/* Whether an office took it: a level that no chief answers for. */
static bool
is_office(const struct history *h)
{
	int i = 0;

	while (i < h->steps && h->step[i].step != STEP_TAKE)
		i++;
	return i < h->steps && h->step[i].level <= 4;
}

/* Whether there is one of that number. 1, 0, -1. */
static int
has_chief(struct order_batch *b, const struct history *h)
{
	int rc = 0;

	if (h->chief == b->in->known)
		return 1;
	if (ids_village(h->chief) == h->village
	    && (rc = stmt_bind(b->in->chief, ARGS(ARG(h->village), ARG(ids_serial(h->chief))))) == 0)
		rc = stmt_step(b->in->chief);
	if (rc > 0)
		b->in->known = h->chief;
	return rc;
}

static const char no_chief[] = N_("no such chief; if an office of the village or the town took it, its level says so");

/* By number; a name beside it is the same one's. */
static int
check_chief(struct order_batch *b, const struct post_map *posts, struct import_row *row)
{
	struct history *h = row->rec;
	int rc;

	if (ids_village(h->chief) == 0)
		h->chief = ids_make(h->village, ids_serial(h->chief));
	rc = has_chief(b, h);
	if (rc == 0)
		import_fault_why(b->im, row, "chief", FAULT_CHIEF_UNKNOWN, no_chief);
	else if (rc > 0 && h->chief_name.len > 0 && !text_equal(post_map_name(posts, h->chief), h->chief_name))
		import_fault(b->im, row, "chief_name", (struct text){ 0 }, FAULT_CHIEF_OTHER);
	return rc < 0 ? -1 : 0;
}

/* By name, rather who answers for the place. */
static void
name_chief(struct order_batch *b, const struct post_map *posts, struct import_row *row)
{
	struct history *h = row->rec;
	struct text own;

	h->chief = post_map_chief(posts, h->village, h->hood, &own);
	if (h->chief == 0 || !text_equal(own, h->chief_name))
		h->chief = post_map_named(posts, h->village, h->chief_name);
	if (h->chief > 0)
		return;
	if (h->chief < 0)
		import_fault(b->im, row, "chief_name", (struct text){ 0 }, FAULT_AMBIGUOUS);
	else if (h->steps > 0 && !is_office(h))
		import_fault_why(b->im, row, "chief_name", FAULT_CHIEF_UNKNOWN, no_chief);
	h->chief = 0;
}

/* Loaded for each batch: its villages are locked now, and were not before. */
static int
find_chiefs(struct order_batch *b)
{
	struct area_range all = { .village_lo = INT64_MAX };
	struct post_map *posts = NULL;
	int rc = 0;

	for (size_t i = 0; i < b->n; i++) {
		int64_t village = history_of(b->row[i])->village;

		all.village_lo = village < all.village_lo ? village : all.village_lo;
		all.village_hi = village > all.village_hi ? village : all.village_hi;
	}
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		struct history *h = history_of(b->row[i]);

		if (h->at[HISTORY_TAKEN] == 0)
			continue;
		if (h->chief_name.len > 0 && posts == NULL && (posts = post_map_load(b->db, &all, import_today(b->im))) == NULL)
			rc = -1;
		else if (h->chief != 0)
			rc = check_chief(b, posts, b->row[i]);
		else if (h->chief_name.len > 0)
			name_chief(b, posts, b->row[i]);
	}
	post_map_free(posts);
	return rc;
}

int
history_look_up(struct order_batch *b)
{
	if (find_homes(b) != 0 || find_chiefs(b) != 0)
		return -1;
	history_drop_bad(b);
	return 0;
}
