/*
 * Chiefs: people, and the dated posts they hold: piece chief 片长, group chief
 * 组长, neighbour chief 邻长, one person perhaps several. The post is the area's:
 * its level names the role. A vacant post is skipped upward.
 */
#ifndef NBR_CHIEF_H
#define NBR_CHIEF_H

#include "area.h"

extern const struct col chief_cols[];	/* chief name role area area_name phone party elected electors last households */
extern const struct col workload_cols[];	/* chief name area area_name households min max verdict */

/* The id a person means: whole, C07 or a unique name of the range (NULL: of all there
 * is), where posts of the day tell who is in a part of a village. 0, or -1:
 * FAULT_NOT_FOUND, FAULT_AMBIGUOUS. */
int chief_find(struct db *, struct text what, const struct area_range *within, day_t on, int64_t *id);

/* Posts held on a day in a range; vacant: the areas with none instead. role: the
 * name of their level, NULL any; word, NULL none, narrows by names. 0, -1. */
int chief_list(struct db *, struct rec_out *, const struct area_range *, day_t on,
    const char *role, const char *word, bool vacant);
int chief_show(struct db *, struct rec_out *, int64_t id);	/* all posts ever; 0, -1 */

struct election {
	int64_t		area;		/* ids_make(village, sub) */
	struct text	name, phone, party, note;	/* phone: as phone_parse makes it; "" none */
	day_t		elected;	/* first day in the post */
	int64_t		electors;	/* 0 not known */
	int64_t		chief;		/* an existing chief, 0: a new person */
};
/* Elects; ends the post of whoever held it the day before. Sets chief. 1, 0 was
 * so already, -1. */
int chief_elect(struct db *, struct election *, int64_t run);
/* Ends all posts of a chief (area 0), or one, after their last day. Number of posts
 * ended, or -1. Both in a write transaction of the village. */
int64_t chief_end(struct db *, int64_t chief, int64_t area, day_t last, struct text reason, int64_t run);

/* Households per neighbour chief against the least and most of the settings (5-15), on
 * a day. 0, -1. */
int chief_workload(struct db *, struct rec_out *, const struct area_range *, day_t on);

/* Posts of a day in memory: who answers for a neighbourhood. */
struct post_map;
struct post_map *post_map_load(struct db *, const struct area_range *, day_t on);	/* NULL failed */
void post_map_free(struct post_map *);
/* The id of the chief of a neighbourhood, else of its group, else of its piece; 0 none.
 * Names live as long as the map. */
int64_t post_map_chief(const struct post_map *, int64_t village, int64_t sub, struct text *name);
/* The name of a chief, in post or not; "" there is none. */
struct text post_map_name(const struct post_map *, int64_t chief);
/* A chief of that name in a village; 0 none, -1 several. */
int64_t post_map_named(const struct post_map *, int64_t village, struct text name);

extern const struct entity chief_entity;

#endif
