#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import.h"
#include "tap.h"

struct thing {
	struct text	 code, name;
	int64_t		 members;
};

static const struct col cols[] = {
	{ "code", "编号", "户号", COL_TEXT, COL_KEY | COL_NEED | COL_IN, "", NULL, COL_AT(thing, code, struct text), NULL },
	{ "name", "姓名", "户主 户主姓名", COL_NAME, COL_NEED | COL_IN, "", NULL, COL_AT(thing, name, struct text), NULL },
	{ "members", "人口", NULL, COL_COUNT, COL_ASIDE, "", NULL, COL_AT(thing, members, int64_t), NULL },
	{ "seen", "见过", NULL, COL_TEXT, 0, "", NULL, 0, NULL },
	{ 0 },
};

static char dir[] = "/tmp/nbr-test-XXXXXX";
static char in[64], rejects[64], database[64], messages[64];
static char stored[1 << 20];	/* "line:code/name/members " of every row */
static size_t stored_len;
static int batches;		/* stored in this run */
static int fail_at, touch_at;	/* of them: store fails, the file is changed */
static bool refuse_twins, in_order;

static int
begin(struct import *im, const bool given[], void **own)
{
	(void)im;
	*own = NULL;
	OK(given[0] && given[1]);
	return 0;
}

static int
check(struct import *im, void *own, struct import_row *r)
{
	const struct thing *t = r->rec;

	(void)own;
	if (t->members == 13)
		import_fault(im, r, "members", text_of(""), FAULT_RANGE);
	return 0;
}

static int64_t
key(const void *rec)
{
	const struct thing *t = rec;

	return t->code.len > 1 ? t->code.at[1] : 0;
}

static void
note(int64_t line, const struct thing *t)
{
	stored_len += (size_t)snprintf(stored + stored_len, sizeof(stored) - stored_len, "%lld:%.*s/%.*s/%lld ",
	    (long long)line, (int)t->code.len, t->code.at, (int)t->name.len, t->name.at, (long long)t->members);
}

static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	(void)own;
	if (++batches == fail_at)
		return db_fail(import_db(im), EXIT_BUSY, FAULT_BUSY, "as the test wants it");
	if (batches == touch_at)
		OK(truncate(in, 1 << 20) == 0);
	for (size_t i = 0; i < n; i++) {
		const struct thing *t = rows[i].rec;

		if (rows[i].bad)
			continue;
		if (refuse_twins && text_is(t->name, "双")) {
			import_fault(im, &rows[i], "name", t->name, FAULT_DUPLICATE);
			continue;
		}
		rows[i].stored = text_is(t->name, "同") ? ROW_SAME : ROW_NEW;
		note(rows[i].line, t);
	}
	return 0;
}

static struct import_count count;
static struct entity thing = {
	.name = "thing", .cols = cols, .size = sizeof(struct thing), .begin = begin, .check = check, .store = store,
	.town = true,	/* its keys are no village's */
};

static enum exit_status
run(const char *text, struct import_how how)
{
	struct db *db = db_open(database, DB_WRITE, 5);
	FILE *fp = fopen(in, "w");
	enum exit_status status;

	fputs(text, fp);
	fclose(fp);
	stored[0] = '\0';
	stored_len = 0;
	batches = 0;
	thing.key = in_order ? key : NULL;
	how.path = in;
	how.today = 20240601;
	how.actor = "tester";
	how.program = "nbr-thing";
	status = import_run(db, &thing, &how, &count);
	OK(count.read == count.added + count.changed + count.same + count.skipped + count.rejected);
	db_close(db);
	return status;
}

/* How many runs are on record. */
static int64_t
runs(void)
{
	struct db *db = db_open(database, DB_READ, 5);
	int64_t n = -1;

	db_int(db, "SELECT count(*) FROM run", NO_ARGS, &n);
	db_close(db);
	return n;
}

static char *
slurp(const char *path)
{
	static char buf[1 << 20];
	FILE *fp = fopen(path, "r");
	size_t n = fp != NULL ? fread(buf, 1, sizeof(buf) - 1, fp) : 0;

	buf[n] = '\0';
	if (fp != NULL)
		fclose(fp);
	return buf;
}

#define HOW(...) (struct import_how){ __VA_ARGS__ }
#define NOTHING HOW(.path = NULL)

static void
test_headings(void)
{
	OK(run("编号,姓名,人口\nA,张三,4人\n", NOTHING) == EXIT_DONE && strcmp(stored, "2:A/张三/4 ") == 0);
	OK(run("某村花名册\n\n序号,户　号＊,户主姓名（必填）：\n1,A,张　三\n", NOTHING) == EXIT_DONE
	    && strcmp(stored, "4:A/张三/0 ") == 0 && count.header_row == 3 && count.aside == 1);
	OK(run("\"编\n号\",NAME\nA,b\n", NOTHING) == EXIT_DONE && strcmp(stored, "3:A/b/0 ") == 0);
	OK(run("编号,姓名,见过\nA,b,c\n", HOW(.strict_columns = true)) == EXIT_REFUSED);
	OK(run("nbr_line,编号,姓名\n7,A,b\n", HOW(.strict_columns = true)) == EXIT_DONE);
	OK(run("编号,人口\nA,3\n", NOTHING) == EXIT_REFUSED);
	OK(run("编号,户号,姓名\nA,B,c\n", NOTHING) == EXIT_REFUSED);
	OK(run("编号,户号,姓名\nA,B,c\n", HOW(.map = "户号=code")) == EXIT_DONE && strcmp(stored, "2:B/c/0 ") == 0);
	OK(run("甲,乙\nA,c\n", HOW(.map = "甲=code,乙=name")) == EXIT_DONE && strcmp(stored, "2:A/c/0 ") == 0);
	OK(run("编号,姓名\nA,c\n", HOW(.map = "丙=name")) == EXIT_REFUSED);
	OK(run("编号,姓名\nA,c\n", HOW(.map = "编号=seen")) == EXIT_USAGE);
	OK(run("编号,姓名\n编号,姓名\nA,c\n", HOW(.header_row = 2)) == EXIT_DONE && strcmp(stored, "3:A/c/0 ") == 0);
	OK(run("编号,姓名\n", HOW(.header_row = 3)) == EXIT_REFUSED);
	OK(run("编号,姓名\n", NOTHING) == EXIT_DONE && count.read == 0);
	OK(run("\n\n", NOTHING) == EXIT_REFUSED);
	OK(run("甲,乙\n丙,丁\n", NOTHING) == EXIT_REFUSED);
}

static void
test_rows(void)
{
	OK(run("编号,姓名\nA,b\n　,\n合　计,2\n共2户,\n,填表人：王\n制表：李　　审核：,\n总务,c\n", NOTHING) == EXIT_DONE
	    && strcmp(stored, "2:A/b/0 8:总务/c/0 ") == 0 && count.aside == 5 && count.read == 2);
	OK(run("编号,姓名,,\nA,b\nB,c,,,,\n", NOTHING) == EXIT_DONE && count.added == 2);
	OK(run("编号,姓名\nA\n", NOTHING) == EXIT_REFUSED && count.errors == 1);
	OK(run("编号,姓名\nA,b,c\n", NOTHING) == EXIT_REFUSED && count.errors == 1);
	OK(run("编号,姓名,人口\n,,x\n", NOTHING) == EXIT_REFUSED && count.errors == 3);
	OK(run("编号,姓名,人口\nA,b,13\n", NOTHING) == EXIT_REFUSED && count.errors == 1);
	OK(run("编号,姓名,人口\nA,,13\n", NOTHING) == EXIT_REFUSED && count.errors == 2);
	OK(run("编号,姓名,人口\nA,b,x13\n", NOTHING) == EXIT_REFUSED && count.errors == 1);
	OK(run("编号,姓名,人口\nA,b,x\nB,c,x\nC,d,x\n", HOW(.max_errors = 2)) == EXIT_REFUSED && count.read == 2);
	in_order = true;
	OK(run("编号,姓名\nA3,a\nA1,b\nA3,c\nA2,d\nA1,e\n", NOTHING) == EXIT_DONE
	    && strcmp(stored, "3:A1/b/0 6:A1/e/0 5:A2/d/0 2:A3/a/0 4:A3/c/0 ") == 0);
	in_order = false;
}

static void
test_rejects(void)
{
	static const char text[] = "编号,姓名,附注\nA,b,x\n =\"B\",,\"y, \"\"z\"\"\"\nC,双,\" x\"\nD,\"e\n";
	static const char wanted[] = "\xef\xbb\xbfnbr_line,nbr_column,nbr_code,nbr_message,编号,姓名,附注\r\n"
	    "3,姓名,missing,is needed and is empty,\"'=\"\"B\"\"\",,\"y, \"\"z\"\"\"\r\n"
	    "4,姓名,duplicate,stands twice in this file,C,双,\" x\"\r\n"
	    "5,,quote-open,a quotation mark is opened and never closed,D,\"\"\"e\"\r\n";
	int64_t before = runs();
	struct stat st;

	refuse_twins = true;
	OK(run(text, HOW(.rejects = rejects, .dry_run = true)) == EXIT_PARTLY && access(rejects, F_OK) != 0);
	OK(runs() == before && count.run == 0);
	OK(run(text, HOW(.rejects = rejects)) == EXIT_PARTLY && count.added == 1 && count.rejected == 3);
	OK(runs() == before + 1 && count.run > 0);
	OK(strcmp(slurp(rejects), wanted) == 0);
	OK(stat(rejects, &st) == 0 && (st.st_mode & 0777) == 0600);
	/* Given back as it is, it is refused again, with the same headings; put
	 * right, it is taken. */
	OK(run(slurp(rejects), HOW(.rejects = rejects)) == EXIT_PARTLY && count.rejected == 3);
	OK(strncmp(slurp(rejects), wanted, 60) == 0);
	OK(runs() == before + 1);
	/* Also where the marks are even. */
	OK(run("编号,姓名\n\"A\"x,张三\n\"B\"\"x,李四\nC,王五\n", HOW(.rejects = rejects)) == EXIT_PARTLY && count.rejected == 2);
	OK(run(slurp(rejects), HOW(.rejects = rejects)) == EXIT_PARTLY && count.rejected == 2);
	OK(run("nbr_code,编号,姓名\nquote-open,Ax,张三\nquote-open,\"\"\"B\"\"\",5\"\"管\n", NOTHING) == EXIT_DONE);
	OK(runs() == before + 3);
	before += 2;
	OK(run("\xef\xbb\xbfnbr_line,nbr_column,nbr_code,nbr_message,编号,姓名,附注\r\n"
	    "3,姓名,missing,is needed and is empty,\"=\"\"B\"\"\",乙,x\r\n", NOTHING) == EXIT_DONE
	    && strcmp(stored, "2:B/乙/0 ") == 0);
	OK(runs() == before + 2);
	OK(run("编号,姓名\nA,同\n", HOW(.rejects = rejects)) == EXIT_DONE && count.same == 1);
	OK(runs() == before + 2 && access(rejects, F_OK) == 0);
	OK(run(text, NOTHING) == EXIT_REFUSED && runs() == before + 2);
	OK(run(text, HOW(.rejects = "/nowhere/rejects.csv")) == EXIT_CANNOT && runs() == before + 2);
	OK(run("编号,姓名\nZ,z\n", HOW(.ref = "r1")) == EXIT_DONE && count.added == 1);
	OK(run("编号,姓名\nZ,z\n", HOW(.ref = "r1")) == EXIT_DONE && count.added == 0);
	OK(run("编号,姓名\nY,z\n", HOW(.ref = "r1")) == EXIT_RULE);
	refuse_twins = false;
}

enum { MANY = 10000 };

static char many[1 << 20], wanted[1 << 20];	/* a file; what is stored of it */
static int64_t bad_line[MANY];
static size_t bad_lines;

/* A file with every kind of row, in no order but the first half. */
static void
make_many(void)
{
	static const struct {
		const char	*form;
		int64_t		 members;	/* -1: bad */
	} kinds[] = {
		{ "K%c%05d,张三,4\n", 4 }, { "K%c%05d,李四,5人\n", 5 }, { " K%c%05d,\"王五\",\n", 0 },
		{ "K%c%05d,双,2\n", -1 }, { "K%c%05d,赵六,13\n", -1 }, { "K%c%05d,,2\n", -1 },
		{ "K%c%05d,钱七\n", -1 }, { "K%c%05d,\"孙八,3\n", -1 }, { "K%c%05d,周,九,3\n", -1 },
	};
	static const char *const names[] = { "张三", "李四", "王五" };
	size_t at = (size_t)snprintf(many, sizeof(many), "编号,姓名,人口\n");
	uint32_t random = 1;

	stored_len = 0;
	for (int i = 0; i < MANY; i++) {
		size_t kind;
		char code[16], letter;

		random = random * 1664525 + 1013904223;
		kind = (random >> 24) < 240 ? (random >> 16) % 3 : 3 + (random >> 16) % 6;
		letter = (char)('a' + (i < MANY / 2 ? 0 : (random >> 8) % 26));
		at += (size_t)snprintf(many + at, sizeof(many) - at, kinds[kind].form, letter, i);
		snprintf(code, sizeof(code), "K%c%05d", letter, i);
		if (kinds[kind].members < 0)
			bad_line[bad_lines++] = i + 2;
		else
			note(i + 2, &(struct thing){ text_of(code), text_of(names[kind]), kinds[kind].members });
	}
	memcpy(wanted, stored, stored_len + 1);
}

/* Whether the reject file has the bad lines, in their order. */
static bool
are_rejected(void)
{
	const char *line = strchr(slurp(rejects), '\n');

	for (size_t i = 0; i < bad_lines; i++) {
		if (line == NULL || strtoll(line + 1, NULL, 10) != bad_line[i])
			return false;
		line = strchr(line + 1, '\n');
	}
	return line != NULL && line[1] == '\0';
}

/* One after the other, then side by side: the same in all that is seen. */
static void
test_apart(struct import_how how, enum exit_status status)
{
	char *first[3] = { NULL };
	struct import_count counted = { 0 };

	for (int apart = 0; apart < 2; apart++) {
		OK(freopen(messages, "w", stderr) != NULL);
		unlink(rejects);
		thing.apart = apart == 1;
		OK(run(many, how) == status);
		fflush(stderr);
		for (int i = 0; i < 3; i++) {
			const char *now = i == 0 ? stored : slurp(i == 1 ? rejects : messages);

			if (apart == 0)
				first[i] = strdup(now);
			else
				OK(strcmp(now, first[i]) == 0);
		}
		count.run = 0;	/* each has its own */
		if (apart == 0)
			counted = count;
	}
	OK(memcmp(&counted, &count, sizeof(count)) == 0);
	for (int i = 0; i < 3; i++)
		free(first[i]);
	OK(freopen("/dev/null", "w", stderr) != NULL);
}

static void
test_batches(void)
{
	int64_t before = runs();

	make_many();
	thing.batch = 4096;
	refuse_twins = true;
	for (int keyed = 0; keyed < 2; keyed++) {
		in_order = keyed == 1;
		test_apart(HOW(.rejects = rejects), EXIT_PARTLY);
		OK(batches > (keyed ? 150 : 300) && count.read == MANY && count.rejected == (int64_t)bad_lines);
		OK(are_rejected() && (keyed || strcmp(stored, wanted) == 0));
		OK(runs() == (before += 2));
		test_apart(NOTHING, EXIT_REFUSED);
		test_apart(HOW(.max_errors = 40), EXIT_REFUSED);
		OK(count.rejected == 40);
		for (fail_at = 1; fail_at <= 151; fail_at += 75)
			test_apart(HOW(.rejects = rejects), EXIT_BUSY);
		fail_at = 0;
		touch_at = 2;
		test_apart(HOW(.rejects = rejects), EXIT_CANNOT);
		touch_at = 0;
		OK(runs() == before && access(rejects, F_OK) != 0);
	}
	in_order = false;
	thing.whole = true;
	OK(run(many, HOW(.rejects = rejects)) == EXIT_PARTLY && batches > 1 && batches < 10);
	thing.whole = refuse_twins = false;
	thing.batch = 0;
}

int
main(void)
{
	struct db *db;

	if (mkdtemp(dir) == NULL || freopen("/dev/null", "w", stderr) == NULL)
		return 1;
	snprintf(in, sizeof(in), "%s/in.csv", dir);
	snprintf(rejects, sizeof(rejects), "%s/rejects.csv", dir);
	snprintf(messages, sizeof(messages), "%s/messages", dir);
	snprintf(database, sizeof(database), "%s/nbr.db", dir);
	db = db_open(database, DB_CREATE, 5);
	OK(db_migrate(db) == 0);
	db_close(db);
	test_headings();
	test_rows();
	test_rejects();
	test_batches();
	unlink(messages);
	unlink(in);
	unlink(rejects);
	unlink(database);
	rmdir(dir);
	return tap_end();
}
