#include "runs.h"

const struct col run_cols[] = {
	{ "run", "批次", NULL, COL_INT, COL_KEY, N_("number of the run"), "r.run", 0, NULL },
	{ "at", "时间", NULL, COL_INSTANT, 0, N_("when it was done"), "r.at", 0, NULL },
	{ "actor", "操作人", NULL, COL_TEXT, 0, N_("who did it"), "r.actor", 0, NULL },
	{ "program", "程序", NULL, COL_TEXT, 0, N_("which program"), "r.program", 0, NULL },
	{ "verb", "操作", NULL, COL_TEXT, 0, N_("which verb of it"), "r.verb", 0, NULL },
	{ "added", "新增", NULL, COL_INT, 0, N_("records added"), "r.added", 0, NULL },
	{ "changed", "修改", NULL, COL_INT, 0, N_("records changed"), "r.changed", 0, NULL },
	{ "same", "未变", NULL, COL_INT, 0, N_("records found as they were"), "r.same", 0, NULL },
	{ "rejected", "退回", NULL, COL_INT, 0, N_("rows set aside"), "r.rejected", 0, NULL },
	{ "source", "文件", NULL, COL_TEXT, 0, N_("file that was imported, or what was named"), "r.source", 0, NULL },
	{ "reason", "事由", NULL, COL_TEXT, 0, N_("reason that was given"), "r.reason", 0, NULL },
	{ "day", "业务日期", NULL, COL_DAY, COL_MORE, N_("business day of the run"), "r.day", 0, NULL },
	{ "seen", "读取", NULL, COL_INT, COL_MORE, N_("records read"), "r.seen", 0, NULL },
	{ "ref", "幂等键", NULL, COL_TEXT, COL_MORE, N_("idempotency key that was given"), "r.ref", 0, NULL },
	{ "digest", "摘要", NULL, COL_TEXT, COL_MORE, N_("SHA-256 of the file"), "r.digest", 0, NULL },
	{ 0 },
};

int64_t
run_next(struct db *db)
{
	int64_t n = 0;

	if (db_int(db, "SELECT coalesce(max(run), 0) + 1 FROM run", NO_ARGS, &n) < 0)
		return -1;
	return n;
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

int64_t
run_record(struct db *db, const struct run_note *n)
{
	char now[21];
	int64_t run = run_next(db);

	if (run < 0 || db_run(db,
	    "INSERT INTO run (run, at, day, actor, program, verb, ref, request, reason,"
	    " source, digest, seen, added, changed, same, rejected)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
	    ARGS(ARG(run), ARG(day_now(now)), ARG(n->day), ARG(n->actor), ARG(n->program), ARG(n->verb),
	    n->ref == NULL ? (struct arg){ .type = ARG_NULL } : ARG(n->ref),
	    ARG(or_empty(n->request)), ARG(or_empty(n->reason)), ARG(or_empty(n->source)), ARG(or_empty(n->digest)),
	    ARG(n->seen), ARG(n->added), ARG(n->changed), ARG(n->same), ARG(n->rejected))) < 0)
		return -1;
	return run;
}

int
run_used(struct db *db, const char *ref, const char *request)
{
	int64_t same = 0;
	int rc = db_int(db,
	    "SELECT CASE WHEN request = $2 THEN 1 ELSE 0 END FROM run WHERE ref = $1",
	    ARGS(ARG(ref), ARG(request)), &same);

	if (rc == 1 && !same)
		return db_fail(db, EXIT_RULE, FAULT_REF_USED, "%s", ref);
	return rc;
}
