/* Matters put to activities: 议事清单. */
#define _GNU_SOURCE
#include <stdio.h>

#include "activity_parts.h"
#include "was.h"

const struct word issue_states[] = {
	{ "raised", "待议 已提出 提出 未决" },
	{ "agreed", "议定 已议定 通过 同意 已办结 已解决" },
	{ "failed", "未议定 未通过 未达成一致 否决 未解决" },
	{ "dropped", "撤回 已撤回 取消" },
	{ NULL, NULL },
};

const struct col issue_cols[] = {
	{ "issue", "议题编号", NULL, COL_ISSUE, COL_KEY, N_("number of the matter"), "i.village || '-' || i.no || '-' || i.n", 0, NULL },
	{ "activity", "活动编号", NULL, COL_ACTIVITY, COL_WIDE, N_("activity it was put to"), "i.village || '-' || i.no", 0, NULL },
	{ "day", "活动日期", NULL, COL_DAY, 0, N_("day of the activity"), "i.no / 1000000", 0, NULL },
	{ "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("area it is about"), "i.village * 10000000 + i.sub", 0, NULL },
	{ "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), "a.name", 0, NULL },
	{ "title", "议题", NULL, COL_TEXT, COL_FREE, N_("the matter"), "i.title", 0, NULL },
	{ "person", "提出人", NULL, COL_TEXT, COL_PRIVATE | COL_FREE, N_("who raised it"), "i.person", 0, NULL },
	{ "state", "状态", NULL, COL_WORD, 0, N_("raised, agreed, failed or dropped"), "i.state", 0, issue_states },
	{ "settled", "议定日期", NULL, COL_DAY, 0, N_("day it was settled; empty: it is open"), "i.settled", 0, NULL },
	{ "outcome", "议事结果", NULL, COL_TEXT, COL_FREE, N_("what became of it"), "i.outcome", 0, NULL },
	{ "order", "单号", NULL, COL_ORDER, 0, N_("order made of it"),
	    "CASE WHEN i.posted = 0 THEN '' ELSE i.village || '-' || i.posted END", 0, NULL },
	{ "kind", "活动类型", NULL, COL_TEXT, COL_MORE, N_("kind of the activity"), "t.kind", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that stored or changed it"), "i.run", 0, NULL },
	{ 0 },
};

static struct text
number(struct issue_key key, char buf[static IDS_SIZE])
{
	return ids_issue(key.activity.village, key.activity.no, key.n, buf);
}

int
issue_find(struct db *db, struct text what, const struct area_range *within, struct issue_key *key)
{
	struct text activity = what;
	int64_t village, no, one = 0;
	int rc = 0;

	*key = (struct issue_key){ .n = 0 };
	if (ids_issue_parse(what, &village, &no, &key->n)) {
		while (activity.at[--activity.len] != '-')
			continue;
		if (activity_find(db, activity, within, &key->activity) != 0)
			return -1;
		rc = db_int(db, "SELECT 1 FROM issue WHERE village = $1 AND no = $2 AND n = $3",
		    ARGS(ARG(key->activity.village), ARG(key->activity.no), ARG(key->n)), &one);
	}
	return rc != 0 ? (rc < 0 ? -1 : 0) : db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("matter %.*s"), (int)what.len, what.at);
}

static int
list(struct db *db, struct rec_out *out, const struct issue_filter *f, int64_t first, int64_t last, int64_t n)
{
	return list_rows(db, out, issue_cols,
	    " FROM village v JOIN issue i ON i.village = v.village"
	    " JOIN activity t ON t.village = i.village AND t.no = i.no"
	    " LEFT JOIN area a ON a.village = i.village AND a.sub = i.sub"
	    " WHERE v.village BETWEEN $1 AND $2 AND i.no BETWEEN $3 AND $4 AND i.sub BETWEEN $5 AND $6"
	    " AND ($7 = '' OR t.kind = $7) AND ($8 = '' OR i.state = $8) AND ($9 = 0 OR i.n = $9)"
	    " ORDER BY i.no / 1000000, i.village, i.no, i.n", ARGS(
	    ARG(f->area.village_lo), ARG(f->area.village_hi), ARG(first), ARG(last), ARG(f->area.sub_lo), ARG(f->area.sub_hi),
	    ARG(f->kind == NULL ? "" : f->kind), ARG(f->state == NULL ? "" : f->state), ARG(n)));
}

int
issue_list(struct db *db, struct rec_out *out, const struct issue_filter *f)
{
	return list(db, out, f, activity_first(f->since), activity_last(f->until), 0);
}

int
issue_put(struct db *db, struct rec_out *out, struct issue_key key)
{
	const struct issue_filter f = {
		.area = { .village_lo = key.activity.village, .village_hi = key.activity.village, .sub_hi = 999999 },
	};

	return list(db, out, &f, key.activity.no, key.activity.no, key.n);
}

int
issue_same(struct db *db, struct activity_key activity, struct text title, struct issue_key *key)
{
	*key = (struct issue_key){ .activity = activity };
	return db_int(db, "SELECT n FROM issue WHERE village = $1 AND no = $2 AND title = $3 ORDER BY n LIMIT 1",
	    ARGS(ARG(activity.village), ARG(activity.no), ARG(title)), &key->n);
}

int
issue_store(struct db *db, struct activity_key activity, const struct issue *s, int64_t run, struct issue_key *key)
{
	*key = (struct issue_key){ .activity = activity };
	return db_int(db, "INSERT INTO issue (village, no, n, sub, title, person, posted, state, settled, outcome, run) VALUES ($1, $2,"
	    " (SELECT coalesce(max(i.n), 0) + 1 FROM issue i WHERE i.village = $1 AND i.no = $2),"
	    " CASE WHEN $3 = 0 THEN (SELECT t.sub FROM activity t WHERE t.village = $1 AND t.no = $2) ELSE $4 END,"
	    " $5, $6, 0, $7, $8, $9, $10) RETURNING n",
	    ARGS(ARG(activity.village), ARG(activity.no), ARG(s->area), ARG(ids_serial(s->area)), ARG(s->title), ARG(s->person),
	    ARG(s->state.len > 0 ? s->state : text_of(issue_states[0].name)), ARG(s->settled), ARG(s->outcome), ARG(run)), &key->n) == 1 ? 1 : -1;
}

int
issue_add(struct db *db, struct activity_key activity, const struct issue *s, int64_t run, struct issue_key *key)
{
	int rc = issue_same(db, activity, s->title, key);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return activity_open(db, activity) != 0 ? -1 : issue_store(db, activity, s, run, key);
}

int
issue_keep(struct db *db, struct issue_key key)
{
	return was_keep(db, "issue", "SELECT * FROM issue WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(key.activity.village), ARG(key.activity.no), ARG(key.n))) < 0 ? -1 : 0;
}

int
issue_settle(struct db *db, struct issue_key key, const char *state, struct text outcome, day_t on, int64_t run)
{
	int64_t settled = 0;
	char id[IDS_SIZE], day[11];

	if (db_int(db, "SELECT settled FROM issue WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(key.activity.village), ARG(key.activity.no), ARG(key.n)), &settled) < 0)
		return -1;
	if (settled != 0)
		return db_fail(db, EXIT_RULE, FAULT_STATE, _("matter %s was settled on %s"), number(key, id).at, day_text((day_t)settled, day));
	if (on < (day_t)(key.activity.no / IDS_DAY))
		return db_fail(db, EXIT_RULE, FAULT_TIME_ORDER, _("matter %s, settled on %s"), number(key, id).at, day_text(on, day));
	return issue_keep(db, key) != 0 ? -1 : (int)db_run(db,
	    "UPDATE issue SET state = $4, outcome = $5, settled = $6, run = $7 WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(key.activity.village), ARG(key.activity.no), ARG(key.n), ARG(state), ARG(outcome), ARG(on), ARG(run)));
}

struct posting {
	struct db	*db;
	const struct order_book *book;
	struct order_post post;
	int64_t		 run;
	struct order_key *key, *like;
	int		 done;
};

/* village sub title person posted */
static int
post(void *arg, struct stmt *row)
{
	struct posting *p = arg;

	if (stmt_int(row, 4) != 0)
		return 0;
	p->post.area = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	p->post.title = stmt_text(row, 2);
	p->post.person = stmt_text(row, 3);
	p->done = order_post(p->db, p->book, &p->post, p->run, p->key, p->like);
	return p->done < 0 ? -1 : 0;
}

int
issue_post(struct db *db, const struct order_book *book, struct issue_key key, const struct order_post *how, int64_t run,
    struct order_key *order, struct order_key *like)
{
	struct posting p = { .db = db, .book = book, .post = *how, .run = run, .key = order, .like = like };

	if (db_each(db, "SELECT village, sub, title, person, posted FROM issue WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(key.activity.village), ARG(key.activity.no), ARG(key.n)), post, &p) != 0)
		return -1;
	if (p.done <= 0)
		return p.done;
	return issue_keep(db, key) != 0 ? -1 : (int)db_run(db,
	    "UPDATE issue SET posted = $4, run = $5 WHERE village = $1 AND no = $2 AND n = $3",
	    ARGS(ARG(key.activity.village), ARG(key.activity.no), ARG(key.n), ARG(order->no), ARG(run)));
}
