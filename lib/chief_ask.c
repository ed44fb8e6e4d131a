#include "chief_parts.h"
#include "was.h"

static const char *const queries[ASK_COUNT] = {
	[ASK_KNOWN] =
	    "SELECT chief FROM chief WHERE village = $1 AND name = $2 AND phone = $3 ORDER BY chief LIMIT 1",
	[ASK_SAME] =
	    "SELECT CASE WHEN name = $3 THEN 1 ELSE 0 END,"
	    " CASE WHEN ($4 = '' OR phone = $4) AND ($5 = '' OR party = $5) THEN 1 ELSE 0 END"
	    " FROM chief WHERE village = $1 AND chief = $2",
	[ASK_POST] =
	    "SELECT chief, first, last, electors, run FROM post"
	    " WHERE village = $1 AND sub = $2 AND last >= $3 ORDER BY first LIMIT 1",
	[ASK_SERIAL] =
	    "INSERT INTO village (village, chiefs) VALUES ($1, 1)"
	    " ON CONFLICT (village) DO UPDATE SET chiefs = village.chiefs + 1 RETURNING chiefs",
	[ASK_CHIEF] =
	    "INSERT INTO chief (village, chief, name, phone, party, note, run) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	[ASK_ELECT] =
	    "INSERT INTO post (village, sub, chief, first, last, electors, reason, run)"
	    " VALUES ($1, $2, $3, $4, 99991231, $5, '', $6)",
};

int
ask(struct asker *a, enum ask what, const struct arg *args, int64_t *cell, int n)
{
	int rc, rows = 0;

	if (a->stmt[what] == NULL && (a->stmt[what] = db_prepare(a->db, queries[what])) == NULL)
		return -1;
	rc = stmt_bind(a->stmt[what], args);
	while (rc == 0 && (rc = stmt_step(a->stmt[what])) == 1) {
		for (int i = 0; i < n; i++)
			cell[i] = stmt_int(a->stmt[what], i);
		rows = 1;
		rc = 0;
	}
	return rc < 0 ? -1 : rows;
}

void
ask_end(struct asker *a)
{
	for (int i = 0; i < ASK_COUNT; i++)
		stmt_end(a->stmt[i]);
}

int
ask_post(struct asker *a, int64_t area, day_t day, struct post *post)
{
	int64_t cell[5];
	int rc = ask(a, ASK_POST, ARGS(ARG(ids_village(area)), ARG(ids_serial(area)), ARG(day)), cell, 5);

	if (rc == 1)
		*post = (struct post){ cell[0], cell[1], cell[2], cell[3], cell[4] };
	return rc;
}

int
ask_card(struct asker *a, int64_t chief, struct text phone, struct text party, int64_t run)
{
	int64_t n = was_keep(a->db, "chief", "SELECT * FROM chief WHERE village = $1 AND chief = $2"
	    " AND (($3 <> '' AND phone <> $3) OR ($4 <> '' AND party <> $4))",
	    ARGS(ARG(ids_village(chief)), ARG(ids_serial(chief)), ARG(phone), ARG(party)));

	if (n <= 0)
		return (int)n;
	return db_run(a->db, "UPDATE chief SET phone = CASE WHEN $3 = '' THEN phone ELSE $3 END,"
	    " party = CASE WHEN $4 = '' THEN party ELSE $4 END, run = $5 WHERE village = $1 AND chief = $2",
	    ARGS(ARG(ids_village(chief)), ARG(ids_serial(chief)), ARG(phone), ARG(party), ARG(run))) < 0 ? -1 : 0;
}

static int
keep_post(struct asker *a, int64_t area, int64_t first)
{
	return was_keep(a->db, "post", "SELECT * FROM post WHERE village = $1 AND sub = $2 AND first = $3",
	    ARGS(ARG(ids_village(area)), ARG(ids_serial(area)), ARG(first))) < 0 ? -1 : 0;
}

int
ask_end_post(struct asker *a, int64_t area, int64_t first, day_t last, const char *reason, int64_t run)
{
	return keep_post(a, area, first) != 0 || db_run(a->db,
	    "UPDATE post SET last = $4, reason = $5, run = $6 WHERE village = $1 AND sub = $2 AND first = $3",
	    ARGS(ARG(ids_village(area)), ARG(ids_serial(area)), ARG(first), ARG(last), ARG(reason), ARG(run))) < 0 ? -1 : 0;
}

int
ask_redate(struct asker *a, int64_t area, int64_t first, int64_t to, int64_t electors, int64_t run)
{
	return keep_post(a, area, first) != 0 || db_run(a->db,
	    "UPDATE post SET first = $4, electors = CASE WHEN $5 = 0 THEN electors ELSE $5 END, run = $6"
	    " WHERE village = $1 AND sub = $2 AND first = $3",
	    ARGS(ARG(ids_village(area)), ARG(ids_serial(area)), ARG(first), ARG(to), ARG(electors), ARG(run))) < 0 ? -1 : 0;
}

int64_t
ask_person(struct asker *a, const struct election *e, int64_t run)
{
	int64_t village = ids_village(e->area), serial = 0;
	int rc = ask(a, ASK_KNOWN, ARGS(ARG(village), ARG(e->name), ARG(e->phone)), &serial, 1);

	if (rc != 0)
		return rc < 0 ? -1 : serial;
	if (ask(a, ASK_SERIAL, ARGS(ARG(village)), &serial, 1) != 1
	    || ask(a, ASK_CHIEF, ARGS(ARG(village), ARG(serial), ARG(e->name), ARG(e->phone),
	    ARG(e->party), ARG(e->note), ARG(run)), NULL, 0) < 0)
		return -1;
	return serial;
}
