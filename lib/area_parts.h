/* What the files about areas share. An area here is ids_make(village, sub). */
#ifndef NBR_AREA_PARTS_H
#define NBR_AREA_PARTS_H

#include "area.h"

struct area_row {		/* of an import; see area_cols */
	struct text	 area, name;
	day_t		 first, last;	/* 0 not given */
	int64_t		 id;		/* set by its check, as is level */
	int		 level;
};

/* The last id that lies in an area; the first is its own. */
int64_t area_end(int64_t id, int level);

/* The area it lies in by its code; 0 for a province. */
int64_t area_parent(int64_t id, int level);

/* What validity on a day asks of first and last; 0 asks nothing. */
static inline day_t area_day_first(day_t on) { return on == 0 ? DAY_MAX : on; }
static inline day_t area_day_last(day_t on) { return on; }

/* INSERT with village, sub, level, name, first, last, run. */
extern const char area_insert[];
/* INSERT of a village's own row, when it has none. */
extern const char area_insert_village[];

/* Keeps an area as it is (was.h), before it changes. 0, -1. */
int area_keep(struct db *, int64_t id);

/* What is in an area after a day. 1 something, 0 nothing, -1. */
struct area_use {
	int64_t	households, posts, areas;
};
int area_in_use(struct db *, const struct area_range *, day_t last, struct area_use *);

/* Households of a day by neighbourhood, to be added up for what holds them. */
struct area_count;
struct area_count *area_count_load(struct db *, const struct area_range *, day_t on);	/* NULL failed */
int64_t area_count_in(const struct area_count *, int64_t id, int level);	/* 0: none */
void area_count_free(struct area_count *);

/* Least and most households of a neighbourhood, of the settings. 0, -1. */
int area_bounds(struct db *, int64_t *min, int64_t *max);

#endif
