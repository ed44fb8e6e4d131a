/* Entries of the ledger as records. */
#define _GNU_SOURCE
#include "ledger.h"

#include <stdio.h>

#include "list.h"

const struct word entry_kinds[] = {
	{ "award", "加分 奖励" }, { "deduct", "扣分" }, { "redeem", "兑换" }, { "return", "退回" }, { "reverse", "冲正" }, { NULL, NULL },
};

const struct col entry_cols[] = {
	{ "entry", "记录编号", NULL, COL_ENTRY, COL_KEY, N_("number of the entry"), "e.village * 10000000 + e.seq", 0, NULL },
	{ "day", "日期", NULL, COL_DAY, 0, N_("its business day"), "e.day", 0, NULL },
	{ "chief", "三长编号", NULL, COL_CHIEF, COL_WIDE, N_("chief whose points they are"), "e.village * 10000000 + e.account", 0, NULL },
	{ "name", "姓名", NULL, COL_NAME, 0, N_("the chief's name"), "c.name", 0, NULL },
	{ "kind", "种类", NULL, COL_WORD, 0, N_("award, deduct, redeem, return or reverse"), "e.kind", 0, entry_kinds },
	{ "rule", "规则", NULL, COL_TEXT, COL_WIDE, N_("deed of the rulebook; empty: none"), ENTRY_RULE, 0, NULL },
	{ "title", "积分事项", NULL, COL_TEXT, COL_FREE, N_("the deed's name, or the goods; of an imported entry what it was for"), ENTRY_TITLE, 0, NULL },
	{ "points", "积分变动", NULL, COL_INT, 0, N_("points, negative when they were taken"), "e.points", 0, NULL },
	{ "cut", "封顶扣减", NULL, COL_INT, COL_WIDE, N_("points that a cap of the deed cut"),
	    "CASE WHEN e.kind = 'award' OR e.kind = 'deduct' THEN " ENTRY_RULE_OF("d.value") " - abs(e.points) END", 0, NULL },
	{ "balance", "余额", NULL, COL_INT, 0, N_("the chief's points after it"), "e.balance", 0, NULL },
	{ "ref", "依据", NULL, COL_TEXT, COL_WIDE, N_("its cause, once in a village"), "e.ref", 0, NULL },
	{ "note", "说明", NULL, COL_TEXT, COL_FREE | COL_SPARE, N_("reason in words"), "n.words", 0, NULL },
	{ "at", "录入时间", NULL, COL_MOMENT, COL_WIDE, N_("when it was entered"), "e.at", 0, NULL },
	{ "actor", "录入人", NULL, COL_TEXT, COL_WIDE, N_("who entered it"), "e.actor", 0, NULL },
	{ "final", "生效日期", NULL, COL_DAY, COL_WIDE, N_("day from which its points may be spent; empty: at once"), "e.final", 0, NULL },
	{ "reason", "依据版本", NULL, COL_TEXT, COL_MORE, N_("deed and the first day of its version, or goods"), "e.reason", 0, NULL },
	{ "hash", "摘要", NULL, COL_TEXT, COL_MORE, N_("SHA-256 of its line"), "e.hash", 0, NULL },
	{ "run", "批次", NULL, COL_RUN, COL_MORE, N_("run that entered it"), "e.run", 0, NULL },
	{ 0 },
};

struct found {
	int64_t	entry[6];
	int	n;	/* as many as there is room for */
};

static int
take_entry(void *arg, struct stmt *row)
{
	struct found *f = arg;

	f->entry[f->n++] = ids_make(stmt_int(row, 0), stmt_int(row, 1));
	return f->n == (int)(sizeof(f->entry) / sizeof(f->entry[0]));
}

int
entry_find(struct db *db, struct text what, const struct area_range *within, int64_t *entry)
{
	const int room = (int)(sizeof(((struct found *)0)->entry) / sizeof(int64_t));
	char list[6 * (IDS_SIZE + 2)] = "", one[IDS_SIZE];
	struct found f = { .n = 0 };
	int64_t id = ids_entry_parse(what), seq = ids_serial(id);
	size_t len = 0;
	int digits;

	if ((id != 0 || ids_tail(what, 'P', &seq, &digits)) && db_each(db, "SELECT e.village, e.seq"
	    " FROM village w CROSS JOIN entry e WHERE w.village BETWEEN $1 AND $2 AND e.village = w.village AND e.seq = $3 ORDER BY w.village",
	    ARGS(ARG(id != 0 ? ids_village(id) : within->village_lo), ARG(id != 0 ? ids_village(id) : within->village_hi), ARG(seq)), take_entry, &f) < 0)
		return -1;
	if (f.n == 0)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("entry %.*s"), (int)what.len, what.at);
	*entry = f.entry[0];
	if (f.n == 1)
		return 0;
	for (int i = 0; i < f.n && i < room - 1; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", i > 0 ? ", " : "", ids_entry(f.entry[i], one).at);
	return db_fail(db, EXIT_ABSENT, FAULT_AMBIGUOUS, _("entry %.*s: %s%s"), (int)what.len, what.at, list, f.n == room ? " .." : "");
}

int
entry_put(struct db *db, struct rec_out *out, int64_t entry)
{
	return list_rows(db, out, entry_cols, ENTRY_FROM " WHERE e.village = $1 AND e.seq = $2", ARGS(ARG(ids_village(entry)), ARG(ids_serial(entry))));
}

/* The first of n entries that was not entered before a moment; n + 1: none. */
static int
seek(struct db *db, int64_t village, moment_t at, int64_t n, int64_t *seq)
{
	int64_t lo = 1, hi = n + 1;

	while (lo < hi) {
		int64_t mid = lo + (hi - lo) / 2, entered = 0;

		if (db_int(db, "SELECT at FROM entry WHERE village = $1 AND seq = $2", ARGS(ARG(village), ARG(mid)), &entered) < 0)
			return -1;
		if (entered < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	*seq = lo;
	return 0;
}

int
entry_entered(struct db *db, const char *zone, int64_t village, day_t first, day_t last, int64_t *lo, int64_t *hi)
{
	int64_t n = 0;

	if (db_int(db, "SELECT seq FROM chain WHERE village = $1", ARGS(ARG(village)), &n) < 0
	    || seek(db, village, moment_at(first, 0, zone), n, lo) != 0 || seek(db, village, moment_end(last, zone) + 1, n, hi) != 0)
		return -1;
	--*hi;
	return 0;
}
