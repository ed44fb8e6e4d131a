/* Coverage: how many households were visited in a period, by area and group. */
#include <stdio.h>
#include <stdlib.h>

#include "array.h"
#include "state.h"
#include "visit.h"

enum { AREA, AREA_NAME, GROUP, HOUSEHOLDS, VISITED, PERMILLE, GROUP_NAME, COLUMNS };

static const struct word groups[] = {
	{ "all", "全部" }, { "special", "特殊群体" }, { NULL, NULL },
};

const struct col coverage_cols[] = {
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_KEY, N_("area, the whole first, then its villages"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[GROUP] = { "group", "群体", NULL, COL_WORD, 0, N_("all, class:CLASS, special, tag:TAG"), NULL, 0, groups },
	[HOUSEHOLDS] = { "households", "户数", NULL, COL_INT, 0, N_("households on the last day"), NULL, 0, NULL },
	[VISITED] = { "visited", "已访户数", NULL, COL_INT, 0, N_("those visited in the period"), NULL, 0, NULL },
	[PERMILLE] = { "permille", "覆盖率‰", NULL, COL_INT, 0, N_("visited of 1000 households, rounded down"), NULL, 0, NULL },
	[GROUP_NAME] = { "group_name", "群体名称", NULL, COL_TEXT, COL_MORE | COL_PEOPLE, N_("name of the group in the rulebook"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

/* The last visit tells most; else the log is asked, by its key. */
static const char count_sql[] =
    "SELECT h.village, " STATE_CLASS ", " STATE_TAGS ", CASE WHEN h.visited < $6 THEN 0 WHEN h.visited <= $1 THEN 1"
    " WHEN EXISTS (SELECT 1 FROM visit v WHERE v.village = h.village AND v.household = h.household"
    " AND v.day BETWEEN $6 AND $1 AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village"
    " AND x.household = v.household AND x.day = v.day AND x.no = v.no)) THEN 1 ELSE 0 END"
    " FROM household h WHERE " STATE_OPEN " AND h.village BETWEEN $2 AND $3 AND (" STATE_HOOD ") BETWEEN $4 AND $5"
    " ORDER BY h.village, h.household";

struct counting {
	struct coverage	*c;
	uint64_t	 special;
	bool		 villages;	/* apart from the whole */
};

static struct coverage_area *
add_area(struct coverage *c, int64_t area)
{
	if (!ARRAY_ROOM(c->area, c->areas + 1, c->room))
		return NULL;
	c->area[c->areas] = (struct coverage_area){ .area = area };
	return &c->area[c->areas++];
}

static void
add_household(struct coverage_area *a, int class_no, uint64_t tags, uint64_t special, int visited)
{
	struct coverage_count *g = a->group;

	g[COVERAGE_ALL].households++;
	g[COVERAGE_ALL].visited += visited;
	if (class_no > 0 && class_no < COVERAGE_SPECIAL) {
		g[COVERAGE_CLASS + class_no].households++;
		g[COVERAGE_CLASS + class_no].visited += visited;
	}
	if (tags & special) {
		g[COVERAGE_SPECIAL].households++;
		g[COVERAGE_SPECIAL].visited += visited;
	}
	for (tags &= INT64_MAX; tags != 0; tags &= tags - 1) {
		int bit = __builtin_ctzll(tags);

		g[COVERAGE_TAG + bit].households++;
		g[COVERAGE_TAG + bit].visited += visited;
	}
}

static int
take(void *arg, struct stmt *row)
{
	struct counting *k = arg;
	int64_t village = ids_make(stmt_int(row, 0), 0);
	int class_no = (int)stmt_int(row, 1), visited = (int)stmt_int(row, 3);
	uint64_t tags = (uint64_t)stmt_int(row, 2);

	if (k->villages && (k->c->areas == 1 || k->c->area[k->c->areas - 1].area != village)
	    && add_area(k->c, village) == NULL)
		return 1;
	add_household(&k->c->area[0], class_no, tags, k->special, visited);
	if (k->villages)
		add_household(&k->c->area[k->c->areas - 1], class_no, tags, k->special, visited);
	return 0;
}

int
coverage_count(struct db *db, const struct rulebook *book, const struct area_range *r,
    day_t since, day_t until, struct coverage *c)
{
	struct counting k = { .c = c, .special = book->special, .villages = r->village_lo != r->village_hi };
	int64_t top = 0;
	int rc;

	*c = (struct coverage){ 0 };
	if (area_top(db, r, &top) != 0)
		return -1;
	rc = add_area(c, top) == NULL ? 1 : db_each(db, count_sql,
	    ARGS(ARG(until), ARG(r->village_lo), ARG(r->village_hi), ARG(r->sub_lo), ARG(r->sub_hi), ARG(since)), take, &k);
	if (rc > 0)
		return db_no_memory(db);
	return rc;
}

void
coverage_free(struct coverage *c)
{
	free(c->area);
}

static int
compare_village(const void *key, const void *element)
{
	int64_t id = *(const int64_t *)key, other = ((const struct coverage_area *)element)->area;

	return (id > other) - (id < other);
}

struct coverage_area *
coverage_village(const struct coverage *c, int64_t village)
{
	int64_t id = ids_make(village, 0);

	return bsearch(&id, c->area + 1, c->areas - 1, sizeof(*c->area), compare_village);
}

const char *
coverage_group(const struct rulebook *book, int group, char buf[static RULE_CODE + 8], const char **name)
{
	bool class = group < COVERAGE_SPECIAL;
	int n = class ? group - COVERAGE_CLASS : group - COVERAGE_TAG;
	const char *code;

	*name = "";
	if (group == COVERAGE_ALL || group == COVERAGE_SPECIAL)
		return group == COVERAGE_ALL ? "all" : "special";
	code = class ? book->words.class_code[n] : book->words.tag_code[n];
	if (code == NULL)
		return NULL;
	*name = class ? book->words.class_name[n] : book->words.tag_name[n];
	snprintf(buf, RULE_CODE + 8, "%s:%s", class ? "class" : "tag", code);
	return buf;
}

static int
put_area(struct rec_out *out, const struct rulebook *book, const struct area_map *names, const struct coverage_area *a)
{
	char buf[RULE_CODE + 8];

	for (int g = 0; g < COVERAGE_GROUPS; g++) {
		const struct coverage_count count = a->group[g];
		const char *name, *code = coverage_group(book, g, buf, &name);

		if (count.households == 0 || code == NULL)
			continue;
		if (rec_put(out, (const struct value[COLUMNS]){
		    [AREA] = VALUE_INT(a->area),
		    [AREA_NAME] = VALUE_TEXT(area_map_name(names, a->area)),
		    [GROUP] = VALUE_TEXT(text_of(code)),
		    [HOUSEHOLDS] = VALUE_INT(count.households),
		    [VISITED] = VALUE_INT(count.visited),
		    [PERMILLE] = VALUE_INT(coverage_permille(count)),
		    [GROUP_NAME] = VALUE_TEXT(text_of(name)),
		}) != 0)
			return 1;	/* rec_end says why */
	}
	return 0;
}

int
visit_coverage(struct db *db, struct rec_out *out, const struct rulebook *book, const struct area_range *r, day_t since, day_t until)
{
	struct area_map *names = area_map_load(db, until);
	struct coverage c = { 0 };
	int rc = names == NULL ? -1 : coverage_count(db, book, r, since, until, &c);

	for (size_t i = 0; rc == 0 && i < c.areas; i++)
		rc = put_area(out, book, names, &c.area[i]);
	coverage_free(&c);
	area_map_free(names);
	return rc < 0 ? -1 : 0;
}
