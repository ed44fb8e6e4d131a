/*
 * The tree of areas: province, city, county, town, village, piece, group,
 * neighbourhood. Codes nest, so "in" is a range, never a walk of the tree.
 */
#ifndef NBR_AREA_H
#define NBR_AREA_H

#include "ids.h"
#include "import.h"
#include "list.h"
#include "waiver.h"

extern const struct col area_cols[];	/* area name level parent households chief first last */
extern const struct word area_levels[];		/* province .. neighbourhood, by number */

/*
 * The area a person means: a code, a unique name, or a path of names
 * (金鼎山社区/鼎盛屋场: each lies somewhere in the one before it). NULL means
 * everything. 0, or -1: FAULT_NOT_FOUND, FAULT_AMBIGUOUS (EXIT_ABSENT), listing
 * what would fit.
 */
int area_find(struct db *, const char *what, day_t on, struct area_range *);

/* The id of the area that holds all of a range: 0 there are several, and none above
 * them. 0, -1. */
int area_top(struct db *, const struct area_range *, int64_t *top);

/* Areas in a range on a day (0: ever), of a level (-1: any); word, NULL none, narrows
 * by name. 0, -1. */
int area_list(struct db *, struct rec_out *, const struct area_range *, day_t on,
    const char *word, int level);

/* One area, as area_find gave it, whenever it was valid. 0, -1. */
int area_show(struct db *, struct rec_out *, const struct area_range *);

/* The number of a level's name, "village" or 村: 4; -1 when none. */
int area_level(struct text word);

/* All areas of a day (0: of all days) in memory, for imports and lists made in C. */
struct area_map;
struct area_map *area_map_load(struct db *, day_t on);	/* NULL failed */
void area_map_free(struct area_map *);

/* Name of an area, "" when not known, as long-lived as the map; its level, -1 when not
 * known. id = ids_make(village, sub). */
struct text area_map_name(const struct area_map *, int64_t id);
int area_map_level(const struct area_map *, int64_t id);

/*
 * Resolves what a cell says: a code, or names of village, piece, group and
 * neighbourhood (empty ones skipped). They are looked for in the area within (0
 * none), then in its village, and elsewhere only if the first one, that of the
 * village, is given. *id = ids_make(village, sub).
 * FAULT_NONE, FAULT_AREA_FORM, _UNKNOWN, _AMBIGUOUS, _MISSING.
 */
enum fault area_map_find(const struct area_map *, struct text code, int64_t within, int64_t *id);
enum fault area_map_path(const struct area_map *, const struct text names[], int n, int64_t within, int64_t *id);

/* Whether a name beside the area is that of another one: known, but neither its
 * own nor that of an area it lies in. */
bool area_map_denies(const struct area_map *, int64_t id, struct text name);

/*
 * Changes, within a write transaction: 1 changed, 0 it was so, -1: also when the code is
 * none (EXIT_USAGE), or when it is against a rule. An area is added with a name that
 * is not there, in one that is (FAULT_AREA_PARENT); retired after a day on which
 * nothing is in it any more (FAULT_STATE). Of one that is not there: EXIT_ABSENT.
 */
int area_add(struct db *, struct text code, struct text name, day_t first, int64_t run);
int area_rename(struct db *, struct text code, struct text name, int64_t run);
int area_retire(struct db *, struct text code, day_t last, int64_t run);

/* What is wrong with the tree and its posts, by check_put. 0, -1. */
int area_check(struct db *, struct check *);

/* The code of one of its findings, for as long as the program runs; NULL: none. */
const char *area_finding(struct text code);

extern const struct entity area_entity;

#endif
