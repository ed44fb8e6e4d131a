/* The card of a household, typed by hand. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "household_parts.h"
#include "setting.h"
#include "state.h"
#include "was.h"

/* What is typed is read as a cell of a roster is: the same rules, the same
 * codes. Text is copied into memory of its own, since reading changes it. */
struct typed {
	struct roster	 r;
	char		 buf[5][1024];
	char		 more[1024];	/* for text that grows */
	size_t		 used;
};

static char *
room(void *arg, size_t size)
{
	struct typed *t = arg;
	char *at = t->more + t->used;

	if (size > sizeof(t->more) - t->used)
		return NULL;
	t->used += size;
	return at;
}

static int
read_field(struct db *db, struct typed *t, int n, const char *column, struct text value, day_t today)
{
	const struct col *c = col_find(household_cols, column);
	struct col_how how = { .today = today, .room = room, .arg = t };
	char area[SETTING_PHONE_AREA];
	struct col_read got;

	if (c->type == COL_PHONE) {
		if (setting_phone_area(db, area) != 0)
			return -1;
		how.phone_area = area;
	}
	if (value.len >= sizeof(t->buf[n]))
		return db_fail(db, EXIT_REFUSED, FAULT_TEXT_SIZE, "%s", column);
	memcpy(t->buf[n], value.at, value.len);
	got = col_parse(c, text_clean(t->buf[n], value.len), &how, &t->r);
	return got.fault == FAULT_NONE ? 0 : db_fail(db, EXIT_REFUSED, got.fault, "%s", column);
}

static int
read_card(struct db *db, const struct household_card *card, struct typed *t)
{
	*t = (struct typed){ .r = { .members = card->members } };
	return read_field(db, t, 0, "head", card->head, card->today) != 0
	    || read_field(db, t, 1, "door", card->door, card->today) != 0
	    || read_field(db, t, 2, "phone", card->phone, card->today) != 0
	    || read_field(db, t, 3, "ident", card->ident, card->today) != 0
	    || read_field(db, t, 4, "note", card->note, card->today) != 0 ? -1 : 0;
}

int
household_claim(struct db *db, int64_t id, int64_t ident, int64_t old)
{
	int64_t holder = 0;

	if (ident == 0 || ident == old)
		return 1;
	if (db_int(db, HOUSEHOLD_HOLDER, ARGS(ARG(ids_village(id)), ARG(ident)), &holder) < 0)
		return -1;
	return holder == 0;
}

static int
claim(struct db *db, int64_t id, int64_t ident, int64_t old)
{
	int rc = household_claim(db, id, ident, old);

	return rc == 0 ? db_fail(db, EXIT_RULE, FAULT_ID_TWICE, "ident") : rc < 0 ? -1 : 0;
}

int
household_number(struct db *db, int64_t village, int64_t *id)
{
	int64_t n = 0;

	if (db_int(db, "UPDATE village SET households = households + 1 WHERE village = $1 RETURNING households",
	    ARGS(ARG(village)), &n) < 0)
		return -1;
	*id = ids_make(village, n);
	return 0;
}

int
household_add(struct db *db, const struct household_card *card, int64_t area, int class_no, uint64_t tags,
    int64_t *id, int64_t run)
{
	struct typed t;
	struct state s = { .village = ids_village(area) };

	if (read_card(db, card, &t) != 0 || household_number(db, s.village, id) != 0)
		return -1;
	s.household = ids_serial(*id);
	if (claim(db, *id, t.r.ident, 0) != 0
	    || db_run(db, "INSERT INTO household (village, household, hood, class, tags, since, visited, next, first, last,"
	    " head, ident, phone, door, members, note, run)"
	    " VALUES ($1, $2, $3, $4, $5, $6, 0, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
	    ARGS(ARG(s.village), ARG(s.household), ARG(ids_serial(area)), ARG(class_no), ARG((int64_t)tags),
	    ARG(card->today), ARG(DAY_MAX), ARG(t.r.head), ARG(t.r.ident), ARG(t.r.phone), ARG(t.r.door),
	    ARG(t.r.members == 0 ? 1 : t.r.members), ARG(t.r.note), ARG(run))) < 0
	    || state_load(db, *id, &s) != 1)
		return -1;
	return state_store(db, &s, card->today);
}

int
household_set(struct db *db, int64_t id, const struct household_card *card, int64_t run)
{
	struct typed t;
	int64_t old = 0;

	if (read_card(db, card, &t) != 0
	    || db_int(db, "SELECT ident FROM household WHERE village = $1 AND household = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id))), &old) < 0
	    || claim(db, id, t.r.ident, old) != 0)
		return -1;
	return household_correct(db, id, &t.r, run);
}

int
household_correct(struct db *db, int64_t id, const struct roster *r, int64_t run)
{
	int64_t n = was_keep(db, "household",
	    "SELECT * FROM household WHERE village = $1 AND household = $2"
	    " AND (($3 <> '' AND $3 <> head) OR ($4 <> '' AND $4 <> phone)"
	    " OR ($5 <> '' AND $5 <> door) OR ($6 <> '' AND $6 <> note) OR ($7 <> 0 AND $7 <> ident)"
	    " OR ($8 <> 0 AND $8 <> members))",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id)), ARG(r->head), ARG(r->phone), ARG(r->door),
	    ARG(r->note), ARG(r->ident), ARG(r->members)));

	if (n <= 0)
		return (int)n;
	return db_run(db,
	    "UPDATE household SET head = CASE WHEN $3 = '' THEN head ELSE $3 END,"
	    " phone = CASE WHEN $4 = '' THEN phone ELSE $4 END,"
	    " door = CASE WHEN $5 = '' THEN door ELSE $5 END,"
	    " note = CASE WHEN $6 = '' THEN note ELSE $6 END,"
	    " ident = CASE WHEN $7 = 0 THEN ident ELSE $7 END,"
	    " members = CASE WHEN $8 = 0 THEN members ELSE $8 END, run = $9"
	    " WHERE village = $1 AND household = $2",
	    ARGS(ARG(ids_village(id)), ARG(ids_serial(id)), ARG(r->head), ARG(r->phone), ARG(r->door),
	    ARG(r->note), ARG(r->ident), ARG(r->members), ARG(run))) < 0 ? -1 : 1;
}
