/* Counts of orders: the groups they are counted by. */
#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "order_tally.h"

static const char *const bys[] = { "area", "level", "kind", "chief", "day", "week", "month", "year" };
enum by { BY_AREA, BY_LEVEL, BY_KIND, BY_CHIEF, BY_DAY, BY_WEEK, BY_MONTH, BY_YEAR, BY_ALL };

struct key {		/* of a group */
	int64_t	 num;		/* an id, a level from the neighbourhood up, the day it begins on */
	char	 kind[RULE_CODE];	/* zeros behind it */
};

struct group {
	struct key key;
	struct order_tally tally;
};

struct counting {
	struct db	*db;
	struct rec_out	*out;
	const struct order_book *book;
	const struct order_filter *filter;
	moment_t	 at;
	enum by		 by;
	int		 level;		/* BY_AREA: of the areas */
	struct order_tally all;
	struct group	**group;	/* ascending */
	size_t		 groups, room;
	struct area_map	*areas;		/* names, each NULL when nothing asks for it */
	struct post_map	*chiefs;
};

static enum by
by_of(const char *word)
{
	enum by by = BY_AREA;

	while (by < BY_ALL && (word == NULL || strcmp(word, bys[by]) != 0))
		by++;
	return by;
}

bool
order_stats_by(const char *word)
{
	return by_of(word) != BY_ALL;
}

static int
compare_keys(const struct key *a, const struct key *b)
{
	return a->num != b->num ? (a->num > b->num) - (a->num < b->num) : memcmp(a->kind, b->kind, sizeof(a->kind));
}

/* The group with this key: found, or made in its place. NULL: no memory. */
static struct group *
group_at(struct counting *c, const struct key *key)
{
	size_t lo = 0, hi = c->groups;
	struct group *g;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int side = compare_keys(&c->group[mid]->key, key);

		if (side == 0)
			return c->group[mid];
		if (side < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!ARRAY_ROOM(c->group, c->groups + 1, c->room) || (g = calloc(1, sizeof(*g))) == NULL)
		return NULL;
	memmove(c->group + lo + 1, c->group + lo, (c->groups++ - lo) * sizeof(*c->group));
	g->key = *key;
	return c->group[lo] = g;
}

static struct key
key_of(const struct counting *c, const struct order_told *o)
{
	const struct order_life *life = &o->life;
	day_t day = moment_day(life->posted, c->book->service.zone, NULL);
	struct key key = { 0 };

	switch (c->by) {
	case BY_AREA:
		/* One above that level is counted under itself. */
		key.num = ids_make(o->key.village, ids_sub_at(o->hood, c->level));
		break;
	case BY_LEVEL:
		key.num = -life->level;
		break;
	case BY_KIND:
		memcpy(key.kind, life->kind.at, life->kind.len < RULE_CODE ? life->kind.len : RULE_CODE - 1);
		break;
	case BY_CHIEF:
		key.num = life->chief == 0 ? 0 : ids_make(o->key.village, life->chief);
		break;
	case BY_DAY:
		key.num = day;
		break;
	case BY_WEEK:
		key.num = day_add(day, 1 - day_weekday(day));
		break;
	case BY_MONTH:
		key.num = day_month_first(day);
		break;
	default:
		key.num = day / 10000 * 10000 + 101;
	}
	return key;
}

static int
count(void *arg, const struct order_told *o)
{
	struct counting *c = arg;
	int64_t chief = o->life.chief == 0 ? 0 : ids_make(o->key.village, o->life.chief);
	struct order_tally *to[2] = { &c->all, NULL };

	if (!order_is_meant(c->filter, o, chief))
		return 0;
	/* Open ones of other periods are in no period that is told. */
	if (c->by != BY_ALL && (o->in_period || c->by < BY_DAY)) {
		const struct key key = key_of(c, o);
		struct group *g = group_at(c, &key);

		if (g == NULL)
			return db_no_memory(c->db);
		to[1] = &g->tally;
	}
	for (int i = 0; i < 2 && to[i] != NULL; i++) {
		if (o->in_period && !order_tally_posted(to[i], &o->life, c->at, c->book->service.zone))
			return db_no_memory(c->db);
		if (o->life.closed == 0)
			order_tally_open(to[i], &o->life, c->at);
	}
	return 0;
}

static struct text
kind_name(const struct order_book *book, const char *code)
{
	struct text name = text_of("");

	for (const struct order_kind *k = book->kind; k < book->kind + book->kinds; k++)
		if (strcmp(k->code, code) == 0)
			name = text_of(k->name);	/* the latest */
	return name;
}

/* The words of a group, by and name. */
static struct text
words_of(const struct counting *c, const struct key *key, char buf[static IDS_SIZE], struct text *name)
{
	day_t day = (day_t)key->num, thursday;

	*name = text_of("");
	switch (c->by) {
	case BY_AREA:
		*name = area_map_name(c->areas, key->num);
		return ids_area(ids_village(key->num), ids_serial(key->num), buf);
	case BY_LEVEL:
		return text_of(ids_level[-key->num]);
	case BY_KIND:
		*name = kind_name(c->book, key->kind);
		return text_of(key->kind);
	case BY_CHIEF:
		*name = post_map_name(c->chiefs, key->num);
		return key->num == 0 ? text_of("none") : ids_chief(key->num, buf);
	case BY_WEEK:
		thursday = day_add(day, 3);
		snprintf(buf, IDS_SIZE, "%d-W%02d", thursday / 10000, day_diff(thursday, thursday / 10000 * 10000 + 101) / 7 + 1);
		return text_of(buf);
	default:
		return (struct text){ day_text(day, buf), c->by == BY_DAY ? 10 : c->by == BY_MONTH ? 7 : 4 };
	}
}

static int
take_area(void *arg, struct stmt *row)
{
	const struct key key = { .num = ids_make(stmt_int(row, 0), stmt_int(row, 1)) };

	return group_at(arg, &key) == NULL;
}

/* What groups are called; and each area, for those with no order too. */
static int
prepare(struct counting *c, day_t on)
{
	const struct area_range *r = &c->filter->area;
	int rc = 0;

	if (c->by == BY_CHIEF)
		return (c->chiefs = post_map_load(c->db, r, on)) == NULL ? -1 : 0;
	if (c->by != BY_AREA)
		return 0;
	c->level = r->level < 4 ? 4 : r->level < 7 ? r->level + 1 : 7;
	if ((c->areas = area_map_load(c->db, 0)) == NULL)
		return -1;
	rc = db_each(c->db, "SELECT village, sub FROM area WHERE level = $1 AND village BETWEEN $2 AND $3"
	    " AND sub BETWEEN $4 AND $5 AND first <= $6 AND last >= $6 ORDER BY village, sub",
	    ARGS(ARG(c->level), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(on)), take_area, c);
	return rc > 0 ? db_no_memory(c->db) : rc;
}

static int
count_all(struct counting *c, moment_t known)
{
	const struct order_filter *f = c->filter;

	if (prepare(c, moment_day(c->at, c->book->service.zone, NULL)) != 0
	    || order_each(c->db, c->book, &f->area, f->since, f->until, known, count, c) != 0)
		return -1;
	if (order_tally_put(&c->all, c->out, text_of("all"), text_of("")) != 0)
		return 1;	/* rec_end says why */
	for (size_t i = 0; i < c->groups; i++) {
		char buf[IDS_SIZE];
		struct text name, by = words_of(c, &c->group[i]->key, buf, &name);

		if (order_tally_put(&c->group[i]->tally, c->out, by, name) != 0)
			return 1;
	}
	return 0;
}

int
order_stats(struct db *db, struct rec_out *out, const struct order_book *book, const struct order_filter *f,
    const struct order_when *when, const char *by)
{
	struct counting c = { .db = db, .out = out, .book = book, .filter = f, .at = when->at, .by = by_of(by) };
	int rc = db_begin_read(db) != 0 ? -1 : count_all(&c, when->known);

	db_end_read(db);
	order_tally_free(&c.all);
	for (size_t i = 0; i < c.groups; i++) {
		order_tally_free(&c.group[i]->tally);
		free(c.group[i]);
	}
	free(c.group);
	post_map_free(c.chiefs);
	area_map_free(c.areas);
	return rc < 0 ? -1 : 0;
}
