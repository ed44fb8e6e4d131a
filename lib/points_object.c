/* Objections to entries on public notice, and what was decided. */
#define _GNU_SOURCE
#include "ledger_parts.h"
#include "list.h"
#include "points.h"

const struct word objection_states[] = {
	{ "open", "待处理 异议中" }, { "upheld", "成立 采纳" }, { "dismissed", "不成立 驳回" }, { NULL, NULL },
};

#define STATE	"CASE WHEN q.step IS NULL THEN 'open' ELSE q.step END"

const struct col objection_cols[] = {
	{ "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry that is objected to"), "e.village * 10000000 + e.seq", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_WIDE, N_("chief whose points they are"), "e.village * 10000000 + e.account", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "title", "积分事项", NULL, COL_TEXT, 0, N_("the deed's name"), ENTRY_DEED, 0, NULL },
	{ "points", "积分变动", NULL, COL_INT, 0, N_("points, negative when they were taken"), "e.points", 0, NULL },
	{ "day", "异议日期", NULL, COL_DAY, 0, N_("business day of the objection"), "p.day", 0, NULL },
	{ "person", "异议人", NULL, COL_NAME, COL_PRIVATE | COL_FREE, N_("who objected, in words"), "p.person", 0, NULL },
	{ "reason", "异议理由", NULL, COL_TEXT, COL_FREE, N_("why, in words"), "p.reason", 0, NULL },
	{ "status", "状态", NULL, COL_WORD, 0, N_("open, upheld or dismissed"), STATE, 0, objection_states },
	{ "decided", "处理日期", NULL, COL_DAY, COL_SPARE, N_("business day of the decision"), "q.day", 0, NULL },
	{ "decision", "处理理由", NULL, COL_TEXT, COL_FREE | COL_SPARE, N_("why it was decided so"), "q.reason", 0, NULL },
	{ "reversal", "冲正记录", NULL, COL_ENTRY, COL_WIDE, N_("entry that took the points back"),
	    "(SELECT max(v.village * 10000000 + v.seq) FROM entry v WHERE v.village = e.village AND v.ref = 'reverse:' || e.seq)", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that entered the objection"), "p.run", 0, NULL },
	{ "decided_run", "处理批次", NULL, COL_RUN, COL_MORE, N_("run that entered the decision"), "q.run", 0, NULL },
	{ 0 },
};

/* p objects, and the step after it decides: there is one at a time. */
#define OBJECTION_FROM \
    "FROM objection p CROSS JOIN entry e LEFT JOIN objection q ON q.village = p.village AND q.seq = p.seq AND q.n = p.n + 1" \
    " LEFT JOIN chief c ON c.village = e.village AND c.chief = e.account" \
    " WHERE p.step = 'objected' AND e.village = p.village AND e.seq = p.seq"

int
objection_list(struct db *db, struct rec_out *out, const struct area_range *r, const char *state)
{
	return list_rows(db, out, objection_cols, OBJECTION_FROM " AND p.village BETWEEN $1 AND $2 AND ($3 = '' OR " STATE " = $3)"
	    " ORDER BY p.village, p.seq, p.n", ARGS(ARG(r->village_lo), ARG(r->village_hi), ARG(state)));
}

int
objection_put(struct db *db, struct rec_out *out, int64_t entry, int64_t n)
{
	return list_rows(db, out, objection_cols, OBJECTION_FROM " AND p.village = $1 AND p.seq = $2 AND (p.n = $3 OR p.n = $3 - 1)",
	    ARGS(ARG(ids_village(entry)), ARG(ids_serial(entry)), ARG(n)));
}

/* An entry, and its last step: n 0 none. */
struct about {
	char	chief[IDS_SIZE];
	int64_t	day, final, reversal, n, since;
	bool	open;
};

static int
take_about(void *arg, struct stmt *row)
{
	struct about *a = arg;

	*a = (struct about){
		.day = stmt_int(row, 2), .final = stmt_int(row, 3), .reversal = stmt_int(row, 4),
		.n = stmt_int(row, 5), .since = stmt_int(row, 6), .open = stmt_int(row, 7) != 0,
	};
	ids_chief(ids_make(stmt_int(row, 0), stmt_int(row, 1)), a->chief);
	return 1;
}

static int
read_about(struct db *db, int64_t entry, struct about *a)
{
	char id[IDS_SIZE];
	int rc = db_each(db, "SELECT e.village, e.account, e.day, e.final,"
	    " coalesce((SELECT max(r.seq) FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq), 0), coalesce(o.n, 0), coalesce(o.day, 0),"
	    " CASE WHEN o.step = 'objected' THEN 1 ELSE 0 END FROM entry e"
	    " LEFT JOIN objection o ON o.village = e.village AND o.seq = e.seq"
	    " AND o.n = (SELECT max(x.n) FROM objection x WHERE x.village = e.village AND x.seq = e.seq) WHERE e.village = $1 AND e.seq = $2",
	    ARGS(ARG(ids_village(entry)), ARG(ids_serial(entry))), take_about, a);

	return rc != 0 ? rc < 0 ? -1 : 0 : db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("entry %s"), ids_entry(entry, id).at);
}

static int
add_step(struct ledger *l, struct objection *o, const char *step, int64_t n)
{
	o->n = n;
	return db_run(l->db, "INSERT INTO objection (village, seq, n, step, day, person, reason, run) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    ARGS(ARG(ids_village(o->entry)), ARG(ids_serial(o->entry)), ARG(n), ARG(step), ARG(l->who.today), ARG(o->person), ARG(o->reason), ARG(l->who.run))) < 0 ? -1 : 1;
}

int
objection_add(struct ledger *l, struct objection *o, struct ledger_refusal *no)
{
	char id[IDS_SIZE], by[IDS_SIZE], day[11];
	struct about a;

	if (read_about(l->db, o->entry, &a) != 0)
		return -1;
	ids_entry(o->entry, id);
	if (a.reversal != 0)
		return ledger_refuse(no, FAULT_REVERSED, text_of(a.chief), _("entry %s is reversed by %s"), id, ids_entry(ids_make(ids_village(o->entry), a.reversal), by).at);
	if (a.open)
		return ledger_refuse(no, FAULT_OBJECTION, text_of(a.chief), _("an objection to entry %s of %s is open"), id, day_text((day_t)a.since, day));
	if (a.final == 0)
		return ledger_refuse(no, FAULT_NOTICE_OVER, text_of(a.chief), _("entry %s was never on notice"), id);
	if (a.final <= l->who.today)
		return ledger_refuse(no, FAULT_NOTICE_OVER, text_of(a.chief), _("entry %s was on notice until %s"), id, day_text(day_add((day_t)a.final, -1), day));
	return add_step(l, o, "objected", a.n + 1);
}

int
objection_decide(struct ledger *l, struct objection *o, bool upheld, struct ledger_refusal *no)
{
	char id[IDS_SIZE], then[11], now[11];
	struct about a;
	int64_t seq;
	int rc = read_about(l->db, o->entry, &a);

	if (rc == 0 && !a.open)
		return ledger_refuse(no, FAULT_OBJECTION, text_of(a.chief), _("no objection to entry %s is open"), ids_entry(o->entry, id).at);
	if (rc == 0 && a.since > l->who.today)
		return ledger_refuse(no, FAULT_TIME_ORDER, text_of(a.chief), _("the objection to entry %s is of %s, and this is %s"),
		    ids_entry(o->entry, id).at, day_text((day_t)a.since, then), day_text(l->who.today, now));
	/* What counts no more was reversed by settlement already. */
	if (rc == 0 && upheld && a.reversal == 0)
		rc = ledger_reverse(l, o->entry, o->reason, &seq, no);
	return rc < 0 || rc == LEDGER_REFUSED ? rc : add_step(l, o, upheld ? "upheld" : "dismissed", a.n + 1);
}
