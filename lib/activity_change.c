#include "activity_parts.h"
#include "was.h"

int
activity_same(struct db *db, const struct activity *a, struct activity_key *key)
{
	int64_t village = ids_village(a->area);

	*key = (struct activity_key){ .village = village };
	return db_int(db, "SELECT no FROM activity WHERE village = $1 AND no BETWEEN $2 AND $3 AND sub = $4 AND kind = $5 AND title = $6"
	    " ORDER BY no LIMIT 1", ARGS(ARG(village), ARG(activity_first(a->day)), ARG(activity_last(a->day)),
	    ARG(ids_serial(a->area)), ARG(a->kind), ARG(a->title)), &key->no);
}

int
activity_seat(struct db *db, struct activity_key key, int64_t chief, int64_t run)
{
	return (int)db_run(db, "INSERT INTO attendance (village, no, chief, run) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
	    ARGS(ARG(key.village), ARG(key.no), ARG(ids_serial(chief)), ARG(run)));
}

int
activity_store(struct db *db, const struct activity *a, int64_t run, struct activity_key *key)
{
	int64_t village = ids_village(a->area);

	*key = (struct activity_key){ .village = village };
	if (db_int(db, "INSERT INTO activity (village, no, kind, sub, title, place, chief, publicity, service, sharing,"
	    " residents, result, closed, run) VALUES ($1,"
	    " (SELECT coalesce(max(t.no), $2) + 1 FROM activity t WHERE t.village = $1 AND t.no BETWEEN $2 AND $3),"
	    " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14) RETURNING no",
	    ARGS(ARG(village), ARG(activity_first(a->day)), ARG(activity_last(a->day)), ARG(a->kind), ARG(ids_serial(a->area)),
	    ARG(a->title), ARG(a->place), ARG(ids_serial(a->chief)), ARG(a->publicity), ARG(a->service), ARG(a->sharing),
	    ARG(a->residents), ARG(a->result), ARG(run)), &key->no) != 1)
		return -1;
	return a->chief != 0 && activity_seat(db, *key, a->chief, run) < 0 ? -1 : 1;
}

static int
holds_post(struct db *db, int64_t village, int64_t chief, day_t on)
{
	int64_t one = 0;
	char id[IDS_SIZE], day[11];
	int rc = db_int(db, "SELECT 1 FROM post WHERE village = $1 AND chief = $2 AND first <= $3 AND last >= $3 LIMIT 1",
	    ARGS(ARG(village), ARG(ids_village(chief) == village ? ids_serial(chief) : 0), ARG(on)), &one);

	return rc != 0 ? (rc < 0 ? -1 : 0) : db_fail(db, EXIT_RULE, FAULT_CHIEF_POST, _("chief %s, on %s"),
	    ids_chief(chief, id).at, day_text(on, day));
}

static int
exists(struct db *db, struct activity_key key)
{
	char id[IDS_SIZE];

	return db_fail(db, EXIT_RULE, FAULT_EXISTS, _("activity %s"), ids_dated(key.village, 'A', key.no, id).at);
}

/* NULL stays. */
static struct arg
given(struct text t)
{
	return t.at != NULL ? arg_text(t) : (struct arg){ .type = ARG_NULL_TEXT };
}

/* $1 to $10: the key, and what may be given. */
#define GIVEN(k, a) \
    ARG((k).village), ARG((k).no), given((a)->title), given((a)->place), given((a)->publicity), given((a)->service), \
    given((a)->sharing), given((a)->result), ARG(ids_serial((a)->chief)), ARG((a)->residents)
#define OTHER \
    "activity WHERE village = $1 AND no = $2 AND (title <> coalesce($3, title) OR place <> coalesce($4, place)" \
    " OR publicity <> coalesce($5, publicity) OR service <> coalesce($6, service) OR sharing <> coalesce($7, sharing)" \
    " OR result <> coalesce($8, result) OR ($9 <> 0 AND chief <> $9) OR ($10 >= 0 AND residents <> $10))"

/* Who adds one again need not say all of it again. */
static int
check_same(struct db *db, struct activity_key key, const struct activity *a)
{
	struct activity said = *a;
	struct text *texts[] = { &said.place, &said.publicity, &said.service, &said.sharing, &said.result };
	int64_t one = 0;
	int rc;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i]->len == 0)
			*texts[i] = (struct text){ 0 };
	if (said.residents == 0)
		said.residents = -1;
	rc = db_int(db, "SELECT 1 FROM " OTHER, ARGS(GIVEN(key, &said)), &one);
	return rc > 0 ? exists(db, key) : rc;
}

int
activity_add(struct db *db, const struct activity *a, int64_t run, struct activity_key *key)
{
	int rc = activity_same(db, a, key);

	if (rc != 0)
		return rc < 0 ? -1 : check_same(db, *key, a);
	return a->chief != 0 && holds_post(db, ids_village(a->area), a->chief, a->day) != 0 ? -1 : activity_store(db, a, run, key);
}

int
activity_open(struct db *db, struct activity_key key)
{
	int64_t closed = 0;
	char id[IDS_SIZE], day[11];

	if (db_int(db, "SELECT closed FROM activity WHERE village = $1 AND no = $2", ARGS(ARG(key.village), ARG(key.no)), &closed) < 0)
		return -1;
	return closed == 0 ? 0 : db_fail(db, EXIT_RULE, FAULT_ACTIVITY_CLOSED, _("activity %s, on %s"),
	    ids_dated(key.village, 'A', key.no, id).at, day_text((day_t)closed, day));
}

int
activity_keep(struct db *db, struct activity_key key)
{
	return was_keep(db, "activity", "SELECT * FROM activity WHERE village = $1 AND no = $2",
	    ARGS(ARG(key.village), ARG(key.no))) < 0 ? -1 : 0;
}

/* Whether another one has the title. */
static int
check_title(struct db *db, struct activity_key key, struct text title)
{
	struct activity_key other = { .village = key.village };
	int rc = title.at == NULL ? 0 : db_int(db, "SELECT s.no FROM activity t JOIN activity s ON s.village = t.village"
	    " AND s.no BETWEEN $3 AND $4 WHERE t.village = $1 AND t.no = $2 AND s.no <> t.no AND s.sub = t.sub AND s.kind = t.kind"
	    " AND s.title = $5 ORDER BY s.no LIMIT 1", ARGS(ARG(key.village), ARG(key.no), ARG(activity_first((day_t)(key.no / IDS_DAY))),
	    ARG(activity_last((day_t)(key.no / IDS_DAY))), ARG(title)), &other.no);

	return rc > 0 ? exists(db, other) : rc;
}

int
activity_set(struct db *db, struct activity_key key, const struct activity *a, int64_t run)
{
	int64_t n = activity_open(db, key) != 0 || check_title(db, key, a->title) != 0
	    || (a->chief != 0 && holds_post(db, key.village, a->chief, (day_t)(key.no / IDS_DAY)) != 0) ? -1
	    : was_keep(db, "activity", "SELECT * FROM " OTHER, ARGS(GIVEN(key, a)));

	if (n <= 0)
		return (int)n;
	if (a->chief != 0 && activity_seat(db, key, a->chief, run) < 0)
		return -1;
	return (int)db_run(db, "UPDATE activity SET title = coalesce($3, title), place = coalesce($4, place),"
	    " publicity = coalesce($5, publicity), service = coalesce($6, service), sharing = coalesce($7, sharing),"
	    " result = coalesce($8, result), chief = CASE WHEN $9 <> 0 THEN $9 ELSE chief END,"
	    " residents = CASE WHEN $10 >= 0 THEN $10 ELSE residents END, run = $11 WHERE village = $1 AND no = $2",
	    ARGS(GIVEN(key, a), ARG(run)));
}

int
activity_attend(struct db *db, struct activity_key key, int64_t chief, int64_t run)
{
	return activity_open(db, key) != 0 || holds_post(db, key.village, chief, (day_t)(key.no / IDS_DAY)) != 0 ? -1
	    : activity_seat(db, key, chief, run);
}

int
activity_unseat(struct db *db, struct activity_key key, int64_t chief)
{
	const struct arg *args = ARGS(ARG(key.village), ARG(key.no), ARG(ids_serial(chief)));
	int64_t leads = 0;
	char id[IDS_SIZE];

	if (ids_village(chief) != key.village)
		return 0;
	if (activity_open(db, key) != 0
	    || db_int(db, "SELECT 1 FROM activity WHERE village = $1 AND no = $2 AND chief = $3", args, &leads) < 0)
		return -1;
	if (leads != 0)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("chief %s leads the activity"), ids_chief(chief, id).at);
	return was_keep(db, "attendance", "SELECT * FROM attendance WHERE village = $1 AND no = $2 AND chief = $3", args) < 0 ? -1
	    : (int)db_run(db, "DELETE FROM attendance WHERE village = $1 AND no = $2 AND chief = $3", args);
}

int
activity_residents(struct db *db, struct activity_key key, int64_t residents, int64_t run)
{
	int64_t n = activity_open(db, key) != 0 ? -1 : was_keep(db, "activity",
	    "SELECT * FROM activity WHERE village = $1 AND no = $2 AND residents <> $3",
	    ARGS(ARG(key.village), ARG(key.no), ARG(residents)));

	if (n <= 0)
		return (int)n;
	return (int)db_run(db, "UPDATE activity SET residents = $3, run = $4 WHERE village = $1 AND no = $2",
	    ARGS(ARG(key.village), ARG(key.no), ARG(residents), ARG(run)));
}

int
activity_close(struct db *db, struct activity_key key, struct text result, int64_t residents, day_t on, int64_t run)
{
	char id[IDS_SIZE], day[11];

	if (activity_open(db, key) != 0)
		return -1;
	if (on < (day_t)(key.no / IDS_DAY))
		return db_fail(db, EXIT_RULE, FAULT_TIME_ORDER, _("activity %s, closed on %s"),
		    ids_dated(key.village, 'A', key.no, id).at, day_text(on, day));
	return activity_keep(db, key) != 0 ? -1 : (int)db_run(db,
	    "UPDATE activity SET closed = $3, result = CASE WHEN $4 = '' THEN result ELSE $4 END,"
	    " residents = CASE WHEN $5 < 0 THEN residents ELSE $5 END, run = $6"
	    " WHERE village = $1 AND no = $2", ARGS(ARG(key.village), ARG(key.no), ARG(on), ARG(result), ARG(residents), ARG(run)));
}
