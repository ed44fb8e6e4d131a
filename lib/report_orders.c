/*
 * Orders for everybody to read: by construction without a person or a household.
 * The place is told no closer than the group, the words are masked, and orders for
 * visits, which would tell who is visited and why, are left out.
 */
#define _GNU_SOURCE
#include "report.h"

#include <stdio.h>
#include <stdlib.h>

#include "mask.h"
#include "order_parts.h"

enum { ORDER, KIND, KIND_NAME, TITLE, AREA, AREA_NAME, LEVEL, CHIEF_NAME, STATUS, POSTED, ANSWERED, FINISHED, RESULT, MINUTES, COLUMNS };

const struct col public_order_cols[] = {
	[ORDER] = { "order", "单号", NULL, COL_ORDER, COL_KEY, N_("number of the order"), NULL, 0, NULL },
	[KIND] = { "kind", "类型代码", NULL, COL_TEXT, COL_WIDE, N_("kind of order, as the rulebook has it"), NULL, 0, NULL },
	[KIND_NAME] = { "kind_name", "类型", NULL, COL_TEXT, 0, N_("name of the kind in the rulebook"), NULL, 0, NULL },
	[TITLE] = { "title", "事项", NULL, COL_TEXT, 0, N_("what it is about; names and numbers of people masked"), NULL, 0, NULL },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("group it is about, or what is above"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("name of its village, and its own"), NULL, 0, NULL },
	[LEVEL] = { "level", "级别", NULL, COL_WORD, 0, N_("whose it is: neighbourhood, group, piece, village or town"), NULL, 0, area_levels },
	[CHIEF_NAME] = { "chief_name", "承办人", NULL, COL_NAME, 0, N_("chief who has taken it"), NULL, 0, NULL },
	[STATUS] = { "status", "状态", NULL, COL_WORD, 0, N_("open, taken, held, done or confirmed"), NULL, 0, order_states },
	[POSTED] = { "posted", "发单时间", NULL, COL_MOMENT, 0, N_("when it was posted"), NULL, 0, NULL },
	[ANSWERED] = { "answered", "答复时间", NULL, COL_MOMENT, COL_WIDE, N_("when it was first answered"), NULL, 0, NULL },
	[FINISHED] = { "finished", "办结时间", NULL, COL_MOMENT, 0, N_("when it was done; empty: it is not"), NULL, 0, NULL },
	[RESULT] = { "result", "办理结果", NULL, COL_TEXT, 0, N_("what came of it; masked as the title"), NULL, 0, NULL },
	[MINUTES] = { "minutes", "用时分钟", NULL, COL_INT, COL_WIDE, N_("whole minutes from posting to the finish, without the time on hold or done before it was opened again"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

/* Columns of the questions below. */
enum { VILLAGE, NO, TITLE_TYPED, RESULT_TYPED, PERSON, CHIEF };
#define ORDERS(which) \
    "SELECT o.village, o.no, o.title, coalesce((SELECT e.note FROM order_event e WHERE e.village = o.village AND e.no = o.no" \
    " AND e.n = (SELECT max(f.n) FROM order_event f WHERE f.village = o.village AND f.no = o.no AND f.step = 'finish')), ''), o.person, coalesce(c.name, '')" \
    " FROM village w CROSS JOIN work_order o LEFT JOIN chief c ON c.village = o.village AND c.chief = o.chief" \
    " WHERE w.village BETWEEN $1 AND $2 AND o.village = w.village AND o.hood BETWEEN $3 AND $4 AND ($7 = '' OR o.kind = $7) AND " which
#define SORTED	" ORDER BY 1, 2"

/* Each state by itself: of both at once SQLite reads all that ever were. */
#define DONE(state)	ORDERS("o.state = '" state "' AND o.since >= $5 AND o.closed BETWEEN $5 AND $6")
static const char done_sql[] = DONE("done") " UNION ALL " DONE("confirmed") SORTED;
static const char open_sql[] = ORDERS("o.closed = 0 AND o.posted BETWEEN $5 AND $6") SORTED;

struct report {
	struct db	*db;
	struct rec_out	*out;
	struct order_book *book;
	struct area_map	*areas;
	struct mask_names people;	/* of the town at hand */
	int64_t		 town;		/* 0 none yet */
};

static int
take_name(void *arg, struct stmt *row)
{
	struct report *r = arg;

	return mask_name(&r->people, stmt_text(row, 0)) ? 0 : db_no_memory(r->db);
}

/* Whoever lives in the town may be named in what is said of any of its orders: a
 * quarrel is often with the next village. */
static int
find_people(struct report *r, int64_t village)
{
	int64_t town = village / 1000;

	if (r->town == town)
		return 0;
	r->town = town;
	mask_forget(&r->people);
	return db_each(r->db, "SELECT head FROM household WHERE village BETWEEN $1 AND $2"
	    " UNION ALL SELECT name FROM member WHERE village BETWEEN $1 AND $2",
	    ARGS(ARG(town * 1000), ARG(town * 1000 + 999)), take_name, r);
}

/* A copy of what was typed, fit to be read by all; the caller frees. NULL: no memory. */
static char *
fit(struct report *r, struct text typed, struct mask_names *asked)
{
	char *s = strndup(typed.len > 0 ? typed.at : "", typed.len);
	size_t len = s == NULL ? 0 : mask_text(s, mask_text(s, typed.len, asked), &r->people);

	if (s != NULL)
		s[len] = '\0';
	return s;
}

static struct value
moment(moment_t at)
{
	return at == 0 ? VALUE_NULL : VALUE_INT(at);
}

/* "village/group", or "village". */
static struct text
place(const struct report *r, int64_t area, char *buf, size_t size)
{
	struct text village = area_map_name(r->areas, ids_make(ids_village(area), 0)), own = area_map_name(r->areas, area);
	int n;

	if (ids_serial(area) == 0 || own.len == 0)
		return village;
	n = snprintf(buf, size, "%.*s/%.*s", (int)village.len, village.at, (int)own.len, own.at);
	return (struct text){ buf, n < 0 ? 0 : (size_t)n < size ? (size_t)n : text_utf8(buf, size - 1) };
}

static int
put(struct report *r, const struct order *o, const char *kind, struct text chief, const char *title, const char *result)
{
	const struct order_life *life = &o->life;
	int64_t area = ids_make(o->key.village, o->hood / 100 * 100);
	char key[IDS_SIZE], path[256];

	snprintf(key, sizeof(key), "%lld-%lld", (long long)o->key.village, (long long)o->key.no);
	return rec_put(r->out, (const struct value[COLUMNS]){
		[ORDER] = VALUE_TEXT(text_of(key)),
		[KIND] = VALUE_TEXT(life->kind),
		[KIND_NAME] = VALUE_TEXT(text_of(kind)),
		[TITLE] = VALUE_TEXT(text_of(title)),
		[AREA] = VALUE_INT(area),
		[AREA_NAME] = VALUE_TEXT(place(r, area, path, sizeof(path))),
		[LEVEL] = VALUE_TEXT(text_of(ids_level[life->level])),
		[CHIEF_NAME] = VALUE_TEXT(chief),
		[STATUS] = VALUE_TEXT(text_of(order_states[life->state].name)),
		[POSTED] = VALUE_INT(life->posted),
		[ANSWERED] = moment(life->answered),
		[FINISHED] = moment(life->closed),
		[RESULT] = VALUE_TEXT(text_of(life->closed == 0 ? "" : result)),
		[MINUTES] = life->closed == 0 ? VALUE_NULL : VALUE_INT(order_finish_time(life) / 60),
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

static int
take(void *arg, struct stmt *row)
{
	struct report *r = arg;
	struct mask_names asked = { .at = NULL };
	const struct order_kind *kind;
	char *title, *result;
	struct order o;
	int rc;

	if (order_load(r->db, r->book, (struct order_key){ stmt_int(row, VILLAGE), stmt_int(row, NO) }, &o) < 0)
		return -1;
	kind = order_book_kind(r->book, o.life.kind, moment_day(o.life.posted, r->book->service.zone, NULL));
	if (kind != NULL && kind->visit)
		return 0;
	if (find_people(r, o.key.village) != 0)
		return -1;
	rc = mask_cell(&asked, stmt_text(row, PERSON)) ? 0 : -1;
	title = fit(r, stmt_text(row, TITLE_TYPED), &asked);
	result = fit(r, stmt_text(row, RESULT_TYPED), &asked);
	if (rc != 0 || title == NULL || result == NULL)
		rc = db_no_memory(r->db);
	else
		rc = put(r, &o, kind == NULL ? "" : kind->name, stmt_text(row, CHIEF), title, result);
	mask_forget(&asked);
	free(title);
	free(result);
	return rc;
}

int
report_orders(struct db *db, struct rec_out *out, const char *zone, const struct area_range *range, const char *kind,
    bool open, day_t since, day_t until)
{
	struct report r = { .db = db, .out = out };
	int rc = db_begin_read(db);

	if (rc == 0) {
		r.book = order_book_load(db, zone);
		r.areas = area_map_load(db, 0);
		rc = r.book == NULL || r.areas == NULL ? -1 : db_each(db, open ? open_sql : done_sql,
		    ARGS(ARG(range->village_lo), ARG(range->village_hi), ARG(range->sub_lo), ARG(range->sub_hi),
		    ARG(since == 0 ? 0 : moment_at(since, 0, zone)), ARG(moment_end(until, zone)), ARG(kind)), take, &r);
	}
	db_end_read(db);
	mask_forget(&r.people);
	area_map_free(r.areas);
	order_book_free(r.book);
	return rc < 0 ? -1 : 0;
}
