/* Elections and ends of posts: dated, one holder at a time. */
#define _GNU_SOURCE
#include "chief_parts.h"
#include "was.h"

static int
taken(struct db *db, int64_t area, const struct post *p)
{
	char code[IDS_SIZE], chief[IDS_SIZE], day[11];
	struct text a = ids_area(ids_village(area), ids_serial(area), code);
	struct text c = ids_chief(ids_make(ids_village(area), p->chief), chief);

	return db_fail(db, EXIT_RULE, FAULT_POST_TAKEN, _("%.*s: %.*s since %s"), (int)a.len, a.at,
	    (int)c.len, c.at, day_text((day_t)p->first, day));
}

/* Whether the area has a post: a piece, group or neighbourhood of that day. */
static int
check_area(struct db *db, const struct election *e)
{
	char buf[IDS_SIZE];
	struct text code = ids_area(ids_village(e->area), ids_serial(e->area), buf);
	int64_t level = 0;
	int rc = db_int(db, "SELECT level FROM area WHERE village = $1 AND sub = $2 AND first <= $3 AND last >= $3",
	    ARGS(ARG(ids_village(e->area)), ARG(ids_serial(e->area)), ARG(e->elected)), &level);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("area %.*s"), (int)code.len, code.at);
	if (level < LEVEL_PIECE)
		return db_fail(db, EXIT_RULE, FAULT_AREA_LEVEL, _("%.*s: only a piece, group or neighbourhood has a chief"),
		    (int)code.len, code.at);
	return 0;
}

/* Serial of the chief to be: the one named by id, or the person. */
static int64_t
person(struct asker *a, const struct election *e, int64_t run)
{
	if (e->chief == 0)
		return ask_person(a, e, run);
	if (ids_village(e->chief) != ids_village(e->area))
		return db_fail(a->db, EXIT_RULE, FAULT_AREA_LEVEL, _("the chief is of another village than the area"));
	if (ask_card(a, e->chief, e->phone, e->party, run) != 0)
		return -1;
	return ids_serial(e->chief);
}

static int
elect(struct asker *a, struct election *e, int64_t run)
{
	int64_t village = ids_village(e->area), sub = ids_serial(e->area), serial;
	struct post held;
	int rc;

	if (check_area(a->db, e) != 0 || (serial = person(a, e, run)) < 0)
		return -1;
	rc = ask_post(a, e->area, e->elected, &held);
	if (rc < 0)
		return -1;
	if (rc == 1 && held.chief == serial && held.first == e->elected) {
		e->chief = ids_make(village, serial);
		return 0;
	}
	if (rc == 1) {
		if (held.first >= e->elected || held.last != DAY_MAX)
			return taken(a->db, e->area, &held);
		if (ask_end_post(a, e->area, held.first, day_add(e->elected, -1),
		    held.chief == serial ? "re-elected" : "succeeded", run) != 0)
			return -1;
	}
	e->chief = ids_make(village, serial);
	return ask(a, ASK_ELECT, ARGS(ARG(village), ARG(sub), ARG(serial), ARG(e->elected), ARG(e->electors), ARG(run)),
	    NULL, 0) < 0 ? -1 : 1;
}

int
chief_elect(struct db *db, struct election *e, int64_t run)
{
	struct asker a = { .db = db };
	int rc = elect(&a, e, run);

	ask_end(&a);
	return rc;
}

/* The posts that a chief holds on a day, in an area or (-1) in all, and after it. */
#define ENDING " WHERE village = $1 AND chief = $2 AND (sub = $3 OR $3 = -1) AND first <= $4 AND last > $4"

int64_t
chief_end(struct db *db, int64_t chief, int64_t area, day_t last, struct text reason, int64_t run)
{
	char buf[IDS_SIZE], day[11];
	struct text id = ids_chief(chief, buf);
	int64_t village = ids_village(chief), serial = ids_serial(chief), sub = area == 0 ? -1 : ids_serial(area);
	int64_t n = was_keep(db, "post", "SELECT * FROM post" ENDING, ARGS(ARG(village), ARG(serial), ARG(sub), ARG(last)));

	if (n > 0)
		n = db_run(db, "UPDATE post SET last = $4, reason = $5, run = $6" ENDING,
		    ARGS(ARG(village), ARG(serial), ARG(sub), ARG(last), ARG(reason), ARG(run)));
	if (n != 0)
		return n;
	return db_fail(db, EXIT_RULE, FAULT_STATE, _("chief %.*s holds no such post after %s"), (int)id.len, id.at, day_text(last, day));
}
