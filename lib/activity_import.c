/*
 * Activities from a file: a row is one, or one more matter of the activity of a
 * row before it. Their names are the day, the area, the kind and the title.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "activity_parts.h"

struct intake {
	struct area_map	*areas;		/* of all days: the file may tell of years ago */
	struct post_map	*posts;		/* of the villages of the batch */
	char		 kind[RULE_CODE];	/* the last one asked for, and its day */
	struct text	 word;
	day_t		 on;
	bool		 given[64];	/* columns the file has */
	int64_t		*chief;		/* who was there, of the row at hand */
	size_t		 room;
};

static void
intake_free(void *own)
{
	struct intake *in = own;

	if (in == NULL)
		return;
	area_map_free(in->areas);
	post_map_free(in->posts);
	free((char *)in->word.at);
	free(in->chief);
	free(in);
}

static int
intake_begin(struct import *im, const bool given[], void **own)
{
	struct intake *in = calloc(1, sizeof(*in));

	*own = in;
	if (in == NULL)
		return db_no_memory(import_db(im));
	memcpy(in->given, given, col_count(activity_cols) * sizeof(*given));
	in->areas = area_map_load(import_db(im), 0);
	return in->areas == NULL ? -1 : 0;
}

static bool
has(const struct intake *in, const char *column)
{
	return in->given[col_find(activity_cols, column) - activity_cols];
}

static const char *const places[4] = { "village", "piece", "group", "neighbourhood" };

/* The cell to be corrected: the first that is empty, or leads nowhere. */
static const char *
wrong_place(const struct intake *in, const struct activity_row *r, int64_t within, enum fault fault)
{
	int64_t area;

	for (int n = 0; r->area.len == 0 && n < 4; n++)
		if (fault == FAULT_AREA_MISSING ? r->names[n].len == 0 && has(in, places[n])
		    : r->names[n].len > 0 && area_map_path(in->areas, r->names, n + 1, within, &area) != FAULT_NONE)
			return places[n];
	return r->path.len > 0 && r->area.at == r->path.at ? "path" : "area";
}

/* Whether a cell says the area, by its code or in words. */
static bool
take_path(struct activity_row *r)
{
	if (r->area.len == 0)
		r->area = r->path;
	return r->area.len > 0;
}

static void
find_place(struct import *im, const struct intake *in, struct import_row *row)
{
	struct activity_row *r = row->rec;
	int64_t within = import_area(im);
	enum fault fault = take_path(r) ? area_map_find(in->areas, r->area, within, &r->a.area)
	    : area_map_path(in->areas, r->names, 4, within, &r->a.area);

	/* Merged cells: of which village the group is would be a guess. */
	if (r->area.len == 0 && within == 0 && has(in, "village") && r->names[0].len == 0)
		fault = FAULT_AREA_MISSING;
	if (fault == FAULT_AREA_MISSING && within != 0) {
		r->a.area = within;
		fault = FAULT_NONE;
	}
	if (fault == FAULT_NONE && area_map_level(in->areas, r->a.area) < LEVEL_VILLAGE)
		fault = FAULT_AREA_LEVEL;
	if (fault != FAULT_NONE)
		import_fault(im, row, wrong_place(in, r, within, fault), r->area, fault);
	for (int n = 0; fault == FAULT_NONE && r->area.len > 0 && n < 4; n++)
		if (r->names[n].len > 0 && area_map_denies(in->areas, r->a.area, r->names[n]))
			import_fault(im, row, places[n], (struct text){ 0 }, FAULT_AREA_OTHER);
}

/* Most rows say the kind of the row before. */
static int
find_kind(struct import *im, struct intake *in, struct import_row *row)
{
	struct activity_row *r = row->rec;
	char *code;
	int rc;

	if (r->kind.len == 0 || r->a.day == 0)
		return 0;
	if (in->word.at == NULL || in->on != r->a.day || !text_equal(in->word, r->kind)) {
		free((char *)in->word.at);
		in->word = (struct text){ strndup(r->kind.at, r->kind.len), r->kind.len };
		in->on = r->a.day;
		if (in->word.at == NULL)
			return db_no_memory(import_db(im));
		rc = rule_kind_code(import_db(im), "activity", r->kind, r->a.day, in->kind);
		if (rc < 0)
			return -1;
		if (rc == 0)
			in->kind[0] = '\0';
	}
	r->a.kind = (struct text){ code = import_alloc(row, sizeof(in->kind)), strlen(in->kind) };
	if (code == NULL)
		return db_no_memory(import_db(im));
	memcpy(code, in->kind, sizeof(in->kind));
	if (r->a.kind.len == 0)
		import_fault(im, row, "kind", (struct text){ 0 }, FAULT_KIND);
	return 0;
}

/* What is said of a matter means that it is settled, unless it is said not to be. */
static void
check_issue(struct import *im, struct import_row *row)
{
	struct activity_row *r = row->rec;
	struct issue *s = &r->issue;
	bool raised = text_is(s->state, issue_states[0].name);

	if (s->title.len == 0) {
		if (s->person.len > 0 || s->state.len > 0 || s->outcome.len > 0 || s->settled != 0)
			import_fault(im, row, "issue", (struct text){ 0 }, FAULT_MISSING);
		return;
	}
	s->area = r->a.area;
	if (raised && s->settled != 0)
		import_fault(im, row, "settled", (struct text){ 0 }, FAULT_STATE);
	if (raised)
		s->state = (struct text){ 0 };	/* as a new one is: of a stored one it says nothing */
	else if (s->state.len == 0 && (s->outcome.len > 0 || s->settled != 0))
		s->state = text_of("agreed");
	if (s->state.len > 0 && s->settled == 0)
		s->settled = r->a.day;
	if (s->settled > import_today(im))
		import_fault(im, row, "settled", (struct text){ 0 }, FAULT_DATE_FUTURE);
	if (s->settled != 0 && s->settled < r->a.day)
		import_fault(im, row, "settled", (struct text){ 0 }, FAULT_TIME_ORDER);
}

static int
intake_check(struct import *im, void *own, struct import_row *row)
{
	struct activity_row *r = row->rec;

	find_place(im, own, row);
	if (r->a.day > import_today(im))
		import_fault(im, row, "day", (struct text){ 0 }, FAULT_DATE_FUTURE);
	if (r->a.residents > ACTIVITY_RESIDENTS)
		import_fault(im, row, "residents", (struct text){ 0 }, FAULT_RANGE);
	check_issue(im, row);
	return find_kind(im, own, row);
}

static int64_t
intake_key(const void *rec)
{
	return ((const struct activity_row *)rec)->a.area;
}

/* Bytes of what parts the names of a cell, 0 none. */
static size_t
cut(struct text t)
{
	static const char *const cuts[] = { "、", "，", ",", "；", ";", "/", "\n" };

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		if (t.len >= strlen(cuts[i]) && memcmp(t.at, cuts[i], strlen(cuts[i])) == 0)
			return strlen(cuts[i]);
	return 0;
}

/* The chief that a number or a name means; 0 and a fault: none. */
static int64_t
named(struct import *im, struct intake *in, struct import_row *row, const char *column, int64_t id, struct text name)
{
	int64_t village = ids_village(((const struct activity_row *)row->rec)->a.area), one = 0;
	int64_t chief = id == 0 ? post_map_named(in->posts, village, name) : ids_make(village, ids_serial(id));
	bool other = id != 0 && ids_village(id) != 0 && ids_village(id) != village;
	int rc = id == 0 ? chief > 0 : other ? 0 : db_int(import_db(im), "SELECT 1 FROM chief WHERE village = $1 AND chief = $2",
	    ARGS(ARG(village), ARG(ids_serial(id))), &one);

	if (rc == 0)
		import_fault(im, row, column, name, chief < 0 ? FAULT_AMBIGUOUS : FAULT_CHIEF_UNKNOWN);
	return rc < 0 ? -1 : rc == 0 ? 0 : chief;
}

/* Who leads it, and who was there. */
static int
find_chiefs(struct import *im, struct intake *in, struct import_row *row)
{
	struct activity_row *r = row->rec;
	struct text t = r->attended;
	size_t most = 1 + t.len / 2;
	int64_t chief;

	if (in->room < most && (free(in->chief), in->chief = calloc(in->room = most, sizeof(*in->chief))) == NULL)
		return db_no_memory(import_db(im));
	r->present = in->chief;
	r->chiefs = 0;
	if (r->a.chief != 0 || r->chief_name.len > 0) {
		r->a.chief = named(im, in, row, r->a.chief != 0 ? "chief" : "chief_name", r->a.chief, r->a.chief != 0 ? (struct text){ 0 } : r->chief_name);
		if (r->a.chief < 0)
			return -1;
	}
	while (t.len > 0) {
		size_t n = 0, gap = 0;
		struct text name;

		while (n < t.len && (gap = cut((struct text){ t.at + n, t.len - n })) == 0)
			n++;
		name = text_clean((char *)t.at, n);
		t = (struct text){ t.at + n + gap, t.len - n - gap };
		if (name.len == 0)
			continue;
		chief = named(im, in, row, "attended", ids_chief_cell(name), name);
		if (chief < 0)
			return -1;
		in->chief[r->chiefs++] = chief;
	}
	return 0;
}

/* The villages are locked now: chiefs that came meanwhile are known. */
static int
intake_store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	struct intake *in = own;
	const struct area_range r = {
		.village_lo = ids_village(intake_key(rows[0].rec)), .village_hi = ids_village(intake_key(rows[n - 1].rec)),
	};

	post_map_free(in->posts);
	in->posts = post_map_load(import_db(im), &r, import_today(im));
	if (in->posts == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!rows[i].bad && (find_chiefs(im, in, &rows[i]) != 0 || (!rows[i].bad && activity_settle(im, &rows[i]) != 0)))
			return -1;
	return 0;
}

const struct entity activity_entity = {
	.name = "activity",
	.cols = activity_cols,
	.size = sizeof(struct activity_row),
	.begin = intake_begin,
	.check = intake_check,
	.key = intake_key,
	.store = intake_store,
	.free = intake_free,
};
