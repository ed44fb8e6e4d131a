/* Posts in memory: asked once for each household, in the order of their ids. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "array.h"
#include "chief_parts.h"

struct held {
	int64_t		 area, chief;
};

struct named {
	int64_t		 village, serial;
	char		*name;
	uint32_t	 len;
	bool		 in_post;	/* on that day */
};

struct post_map {
	struct held	*post;		/* by area */
	size_t		 posts, post_room;
	struct named	*chief;		/* by village and serial */
	uint32_t	*by_name;	/* by village, name, first those in post */
	size_t		 chiefs, chief_room;
};

static int
take_post(void *arg, struct stmt *row)
{
	struct post_map *m = arg;

	if (!ARRAY_ROOM(m->post, m->posts + 1, m->post_room))
		return 1;
	m->post[m->posts++] = (struct held){
		ids_make(stmt_int(row, 0), stmt_int(row, 1)), ids_make(stmt_int(row, 0), stmt_int(row, 2)),
	};
	return 0;
}

static int
take_chief(void *arg, struct stmt *row)
{
	struct post_map *m = arg;
	struct text name = stmt_text(row, 2);

	if (!ARRAY_ROOM(m->chief, m->chiefs + 1, m->chief_room))
		return 1;
	m->chief[m->chiefs] = (struct named){
		.village = stmt_int(row, 0), .serial = stmt_int(row, 1),
		.name = strndup(name.at, name.len), .len = (uint32_t)name.len,
	};
	return m->chief[m->chiefs++].name == NULL;
}

static int
compare_name(const struct named *n, int64_t village, struct text name)
{
	int rc;

	if (n->village != village)
		return n->village < village ? -1 : 1;
	rc = memcmp(n->name, name.at, n->len < name.len ? n->len : name.len);
	return rc != 0 ? rc : (n->len > name.len) - (n->len < name.len);
}

static int
compare_chiefs(const void *a, const void *b, void *arg)
{
	const struct named *at = arg, *p = &at[*(const uint32_t *)a], *q = &at[*(const uint32_t *)b];
	int rc = compare_name(p, q->village, (struct text){ q->name, q->len });

	if (rc != 0 || p->in_post != q->in_post)
		return rc != 0 ? rc : q->in_post - p->in_post;
	return (p->serial > q->serial) - (p->serial < q->serial);
}

static int
compare_id(const void *key, const void *element)
{
	int64_t id = *(const int64_t *)key;
	const struct named *n = element;
	int64_t other = ids_make(n->village, n->serial);

	return (id > other) - (id < other);
}

static struct named *
chief_of(const struct post_map *m, int64_t id)
{
	return bsearch(&id, m->chief, m->chiefs, sizeof(*m->chief), compare_id);
}

static int
load(struct db *db, struct post_map *m, const struct area_range *r, day_t on)
{
	int rc = db_each(db,
	    "SELECT village, sub, chief FROM post WHERE village BETWEEN $1 AND $2"
	    " AND first <= $3 AND last >= $3 ORDER BY village, sub, first",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(on)), take_post, m);

	if (rc == 0)
		rc = db_each(db,
		    "SELECT village, chief, name FROM chief WHERE village BETWEEN $1 AND $2 ORDER BY village, chief",
		    ARGS(ARG(r->village_lo), ARG(r->village_hi)), take_chief, m);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < m->posts; i++) {
		struct named *who = chief_of(m, m->post[i].chief);

		if (who != NULL)
			who->in_post = true;
	}
	m->by_name = calloc(m->chiefs + 1, sizeof(*m->by_name));
	if (m->by_name == NULL)
		return 1;
	for (size_t i = 0; i < m->chiefs; i++)
		m->by_name[i] = (uint32_t)i;
	qsort_r(m->by_name, m->chiefs, sizeof(*m->by_name), compare_chiefs, m->chief);
	return 0;
}

struct post_map *
post_map_load(struct db *db, const struct area_range *r, day_t on)
{
	struct post_map *m = calloc(1, sizeof(*m));
	int rc = m == NULL ? 1 : load(db, m, r, on);

	if (rc == 0)
		return m;
	if (rc > 0)
		db_no_memory(db);
	post_map_free(m);
	return NULL;
}

void
post_map_free(struct post_map *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->chiefs; i++)
		free(m->chief[i].name);
	free(m->post);
	free(m->chief);
	free(m->by_name);
	free(m);
}

static int
compare_area(const void *key, const void *element)
{
	int64_t area = *(const int64_t *)key, other = ((const struct held *)element)->area;

	return (area > other) - (area < other);
}

struct text
post_map_name(const struct post_map *m, int64_t chief)
{
	const struct named *who = m->chiefs == 0 ? NULL : chief_of(m, chief);

	return who == NULL ? text_of("") : (struct text){ who->name, who->len };
}

int64_t
post_map_chief(const struct post_map *m, int64_t village, int64_t sub, struct text *name)
{
	int64_t areas[] = { sub, sub / 100 * 100, sub / 10000 * 10000 };
	const struct held *held = NULL;

	*name = text_of("");
	for (int i = 0; i < 3 && held == NULL; i++) {
		int64_t area = ids_make(village, areas[i]);

		if (m->posts > 0 && areas[i] > 0 && (i == 0 || areas[i] != areas[i - 1]))
			held = bsearch(&area, m->post, m->posts, sizeof(*m->post), compare_area);
	}
	if (held == NULL)
		return 0;
	*name = post_map_name(m, held->chief);
	return held->chief;
}

int64_t
post_map_named(const struct post_map *m, int64_t village, struct text name)
{
	size_t lo = 0, hi = m->chiefs;
	const struct named *who, *next;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare_name(&m->chief[m->by_name[mid]], village, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == m->chiefs || compare_name(who = &m->chief[m->by_name[lo]], village, name) != 0)
		return 0;
	next = lo + 1 < m->chiefs ? &m->chief[m->by_name[lo + 1]] : NULL;
	if (next != NULL && next->in_post == who->in_post && compare_name(next, village, name) == 0)
		return -1;
	return ids_make(village, who->serial);
}
