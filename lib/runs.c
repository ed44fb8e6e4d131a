#include "runs.h"

#include <sodium.h>

#include "ids.h"
#include "list.h"

/* Who takes a run back names it as text. */
#define RUN_TEXT	"CASE WHEN r.village = 0 THEN 'R' || r.no ELSE r.village || '-R' || r.no END"

/* A run, and an import, which is one, have the same columns but where they stand. */
#define RUN		{ "run", "批次", NULL, COL_RUN, COL_KEY, N_("number of the run"), "r.village * 10000000 + r.no", 0, NULL }
#define AT		{ "at", "时间", NULL, COL_INSTANT, 0, N_("when it was done"), "r.at", 0, NULL }
#define ACTOR		{ "actor", "操作人", NULL, COL_TEXT, 0, N_("who did it"), "r.actor", 0, NULL }
#define PROGRAM		{ "program", "程序", NULL, COL_TEXT, 0, N_("which program"), "r.program", 0, NULL }
#define VERB		{ "verb", "操作", NULL, COL_TEXT, 0, N_("which verb of it"), "r.verb", 0, NULL }
#define ADDED		{ "added", "新增", NULL, COL_INT, 0, N_("records added"), "r.added", 0, NULL }
#define CHANGED		{ "changed", "修改", NULL, COL_INT, 0, N_("records changed"), "r.changed", 0, NULL }
#define SAME		{ "same", "未变", NULL, COL_INT, 0, N_("records found as they were"), "r.same", 0, NULL }
#define REJECTED	{ "rejected", "退回", NULL, COL_INT, 0, N_("rows set aside"), "r.rejected", 0, NULL }
#define SOURCE		{ "source", "文件", NULL, COL_TEXT, 0, N_("file that was imported, or what was named"), "r.source", 0, NULL }
#define REASON(flags)	{ "reason", "事由", NULL, COL_TEXT, flags, N_("reason that was given"), "r.reason", 0, NULL }
#define DAY		{ "day", "业务日期", NULL, COL_DAY, COL_MORE, N_("business day of the run"), "r.day", 0, NULL }
#define SEEN(flags)	{ "seen", "读取", NULL, COL_INT, flags, N_("records read"), "r.seen", 0, NULL }
#define REF		{ "ref", "请求编号", NULL, COL_TEXT, COL_MORE, N_("idempotency key that was given"), "r.ref", 0, NULL }
#define DIGEST(flags)	{ "digest", "摘要", NULL, COL_TEXT, flags, N_("SHA-256 of the file"), "r.digest", 0, NULL }
#define UNDONE(flags)	{ "undone", "撤销批次", NULL, COL_RUN, flags, N_("run that took it back; empty: it stands"), \
			  "(SELECT max(u.village * 10000000 + u.no) FROM run u WHERE u.program = 'nbr-db' AND u.verb = 'undo' AND u.source = " RUN_TEXT ")", 0, NULL }

const struct col run_cols[] = {
	RUN, AT, ACTOR, PROGRAM, VERB, ADDED, CHANGED, SAME, REJECTED, SOURCE, REASON(0),
	DAY, SEEN(COL_MORE), REF, DIGEST(COL_MORE), UNDONE(COL_MORE), { 0 },
};

const struct col import_cols[] = {
	RUN, AT, ACTOR, PROGRAM, SEEN(0), ADDED, CHANGED, SAME, REJECTED, SOURCE, DIGEST(0), UNDONE(0),
	REASON(COL_MORE), DAY, REF, { 0 },
};

#define RUNS		"FROM run r WHERE r.day >= $1 AND r.day <= $2 AND ($3 = '' OR r.actor = $3)"
#define IN_ORDER	" ORDER BY r.at, r.village, r.no"

int
run_list(struct db *db, struct rec_out *out, day_t since, day_t until, const char *actor)
{
	return list_rows(db, out, run_cols, RUNS IN_ORDER, ARGS(ARG(since), ARG(until), ARG(actor)));
}

int
run_imports(struct db *db, struct rec_out *out, day_t since, day_t until, const char *actor)
{
	return list_rows(db, out, import_cols, RUNS " AND r.verb = 'import'" IN_ORDER,
	    ARGS(ARG(since), ARG(until), ARG(actor)));
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

int
run_record(struct db *db, struct run_note *n)
{
	unsigned char bytes[sizeof(n->mark) / 2];
	char now[28];

	n->run = db_write_id(db);
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(n->mark, sizeof(n->mark), bytes, sizeof(bytes));
	return db_run(db,
	    "INSERT INTO run (village, no, at, day, actor, program, verb, ref, request, mark, reason,"
	    " source, digest, seen, added, changed, same, rejected)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
	    ARGS(ARG(ids_village(n->run)), ARG(ids_serial(n->run)), ARG(moment_stamp_fine(now)), ARG(n->day),
	    ARG(n->actor), ARG(n->program), ARG(n->verb),
	    n->ref == NULL ? (struct arg){ .type = ARG_NULL_TEXT } : ARG(n->ref),
	    ARG(or_empty(n->request)), ARG(n->mark), ARG(or_empty(n->reason)), ARG(or_empty(n->source)),
	    ARG(or_empty(n->digest)), ARG(n->seen), ARG(n->added), ARG(n->changed), ARG(n->same),
	    ARG(n->rejected))) < 0 ? -1 : 0;
}

int
run_stored(struct db *db, const struct run_note *n)
{
	int64_t one;

	return db_int(db, "SELECT 1 FROM run WHERE village = $1 AND no = $2 AND mark = $3",
	    ARGS(ARG(ids_village(n->run)), ARG(ids_serial(n->run)), ARG(n->mark)), &one);
}

static int
record(struct db *db, void *arg)
{
	return run_record(db, arg);
}

static int
stored(struct db *db, void *arg)
{
	return run_stored(db, arg);
}

int
run_record_alone(struct db *db, struct run_note *note)
{
	return db_write(db, &(struct write){ .village = DB_TOWN, .f = record, .done = stored, .arg = note });
}

struct used {
	struct run_note	*done;
	bool		 same;		/* by this very request */
};

static int
take_used(void *arg, struct stmt *r)
{
	struct used *used = arg;

	used->same = stmt_int(r, 0) != 0;
	used->done->run = ids_make(stmt_int(r, 1), stmt_int(r, 2));
	used->done->rejected = stmt_int(r, 3);
	return 0;
}

/* Two villages may have taken a ref at once, for two requests: each finds its own. */
int
run_used(struct db *db, const char *ref, const char *request, struct run_note *done)
{
	struct used used = { .done = done };

	done->run = 0;
	if (db_each(db, "SELECT CASE WHEN request = $2 THEN 1 ELSE 0 END, village, no, rejected"
	    " FROM run WHERE ref = $1 ORDER BY 1 DESC, village, no LIMIT 1", ARGS(ARG(ref), ARG(request)), take_used, &used) != 0)
		return -1;
	if (done->run != 0 && !used.same)
		return db_fail(db, EXIT_RULE, FAULT_REF_USED, "%s", ref);
	return used.same;
}
