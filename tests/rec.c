#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rec_form.h"
#include "tap.h"

enum { HOUSEHOLD, NAME, CLASS, COUNT, DAY, PHONE, TAGS, NOTE, COLS };

static const struct col cols[] = {
	[HOUSEHOLD] = { .name = "household", .zh = "户编号", .type = COL_HOUSEHOLD },
	[NAME] = { .name = "head", .zh = "户主", .type = COL_NAME },
	[CLASS] = { .name = "class", .zh = "类别", .type = COL_CLASS },
	[COUNT] = { .name = "members", .zh = "人口", .type = COL_COUNT },
	[DAY] = { .name = "since", .zh = "起始日", .type = COL_DAY },
	[PHONE] = { .name = "phone", .zh = "电话", .type = COL_PHONE, .flags = COL_MORE },
	[TAGS] = { .name = "tags", .zh = "标签", .type = COL_TAGS },
	[NOTE] = { .name = "note", .zh = "备注", .type = COL_TEXT },
	{ .name = "village", .zh = "村", .type = COL_TEXT, .flags = COL_ASIDE },
	{ 0 },
};

static const struct words words = {
	.class_code = { NULL, "red", "yellow", "green" },
	.class_name = { NULL, "红", "黄", "绿" },
	.tag_code = { "disabled", "sick" },
	.tag_name = { "残疾", "大病" },
};

#define NUM(n)	{ .num = (n) }
#define ID(n)	NUM(INT64_C(4301211062050000000) + (n))
#define TEXT(s)	{ .text = { s, sizeof(s) - 1 } }
#define NONE	{ .null = true }

static const struct value rows[][COLS] = {
	{ ID(10042), TEXT("张三"), NUM(1), NUM(4), NUM(20240201),
	    TEXT("13800138000"), NUM(3), TEXT("a\tb\\c\nd\re") },
	{ ID(1000007), TEXT("李四"), NUM(2), NONE, NUM(0),
	    NONE, NUM(0), TEXT("=1+1,\"x\"\x1b[31m") },
	{ ID(10001), TEXT("王五"), NUM(1), NUM(12), NUM(20230131),
	    TEXT("0731-84086001"), NUM(1), TEXT("*|<b>\xe2\x80\xae") },
};

static char *text;		/* what the last stream wrote */

/* Writes n rows in a style and reads what came out. -1: refused. */
static int
run(struct rec_style style, int n)
{
	char unknown[REC_NAME];
	FILE *fp = tmpfile();
	struct rec_out *o;
	struct words lent = words;
	struct stat st;

	style.words = &lent;
	o = rec_open(fileno(fp), cols, &style, unknown);
	free(text);
	text = NULL;
	if (o == NULL) {
		text = strdup(unknown);
		fclose(fp);
		return -1;
	}
	for (int i = 0; i < n; i++)
		if (rec_put(o, rows[i % 3]) != 0)
			return -1;
	lent = (struct words){ 0 };	/* who writes needs them no longer */
	if (rec_count(o) != n || rec_end(o) != 0 || fstat(fileno(fp), &st) != 0)
		return -1;
	text = calloc(1, (size_t)st.st_size + 1);
	if (pread(fileno(fp), text, (size_t)st.st_size, 0) != st.st_size)
		return -1;
	fclose(fp);
	return 0;
}

static bool
writes(struct rec_style style, int n, const char *wanted)
{
	bool same = run(style, n) == 0 && strcmp(text, wanted) == 0;

	if (!same)
		printf("# <%s>\n", text);
	return same;
}

/* What a spreadsheet would change, and what it leaves alone. */
static void
test_guard(void)
{
	static const char *const guarded[] = {
		"=1+1", "+86", "-5", "@a", "\tx", "\rx", "'x", "＝1", "＋1", "－1", "＠甲",
		"3-2", "3/2", "1-2-3", "2024-01", "2024-02-01", "2024/2/1", "2-Mar", "Mar-02", "2 march 2024",
		"3月2日", "2024年3月", "8:30", "08:30:00", "8:30 pm", "下午3时", "007", "0731", "0731-84086001",
		"12.50", ".5", "1,234", "50%", "1E5", "1e+5", "¥5", "(5)", "８－３", "00", "123456789012",
		"430121106002010001", "430121106205.01", "1 1/2", "TRUE", "False",
	};
	static const char *const bare[] = {
		"", "0", "301", "13800138000", "99999999999", "3-2号", "3号", "2组", "a", "甲", "12幢3-2室",
		"43012119490101123X", "430121106205-C07", "138****8000", "2024-02-01T08:30:00+08:00", "May", "5 decks",
		"5 road", "一行\n二行", "truely", "见2024年3月文件", "1E5室",
	};

	for (size_t i = 0; i < sizeof(guarded) / sizeof(guarded[0]); i++)
		OK(rec_guard(text_of(guarded[i])));
	for (size_t i = 0; i < sizeof(bare) / sizeof(bare[0]); i++)
		OK(!rec_guard(text_of(bare[i])));
}

static void
test_forms(void)
{
	const struct rec_style tsv = { .form = REC_TSV, .header = true };

	OK(rec_form("tsv") == REC_TSV && rec_form("jsonl") == REC_JSONL);
	OK(rec_form("TSV") == -1);

	OK(writes(tsv, 3,
	    "household\thead\tclass\tmembers\tsince\ttags\tnote\n"
	    "430121106205010042\t张三\tred\t4\t2024-02-01\tdisabled,sick\ta\\tb\\\\c\\nd\\re\n"
	    "430121106205-H0007\t李四\tyellow\t\t\t\t=1+1,\"x\"\x1b[31m\n"
	    "430121106205010001\t王五\tred\t12\t2023-01-31\tdisabled\t*|<b>\xe2\x80\xae\n"));
	OK(writes(tsv, 0, "household\thead\tclass\tmembers\tsince\ttags\tnote\n"));
	OK(writes((struct rec_style){ .form = REC_TSV, .columns = "phone,head" }, 2,
	    "138****8000\t张三\n\t李四\n"));
	OK(writes((struct rec_style){ .form = REC_TSV, .columns = "phone", .reveal = true }, 1,
	    "13800138000\n"));
	OK(writes((struct rec_style){ .form = REC_TSV, .columns = "head,head" }, 1, "张三\n"));

	OK(writes((struct rec_style){ .form = REC_CSV, .header = true }, 2,
	    "household,head,class,members,since,tags,note\n"
	    "430121106205010042,张三,red,4,2024-02-01,\"disabled,sick\",\"a\tb\\c\nd\re\"\n"
	    "430121106205-H0007,李四,yellow,,,,\"=1+1,\"\"x\"\"\x1b[31m\"\n"));
	OK(writes((struct rec_style){ .form = REC_CSV, .columns = "phone" }, 2,
	    "138****8000\n\"\"\n"));
	OK(writes((struct rec_style){ .form = REC_CSV, .header = true, .excel = true,
	    .columns = "household,class,members,tags,note" }, 3,
	    "\uFEFF户编号,类别,人口,标签,备注\r\n"
	    "'430121106205010042,红,4,残疾、大病,\"a\tb\\c\nd\re\"\r\n"
	    "430121106205-H0007,黄,,,\"'=1+1,\"\"x\"\"\x1b[31m\"\r\n"
	    "'430121106205010001,红,12,残疾,*|<b>\xe2\x80\xae\r\n"));

	OK(writes((struct rec_style){ .form = REC_JSON }, 0, "[]\n"));
	OK(writes((struct rec_style){ .form = REC_JSON,
	    .columns = "household,members,note" }, 2,
	    "[\n"
	    "{\"household\":\"430121106205010042\",\"members\":4,"
	    "\"note\":\"a\\tb\\\\c\\nd\\re\"},\n"
	    "{\"household\":\"430121106205-H0007\",\"members\":null,"
	    "\"note\":\"=1+1,\\\"x\\\"\\u001b[31m\"}\n"
	    "]\n"));
	OK(writes((struct rec_style){ .form = REC_JSONL, .columns = "members,since" }, 2,
	    "{\"members\":4,\"since\":\"2024-02-01\"}\n"
	    "{\"members\":null,\"since\":null}\n"));
	OK(writes((struct rec_style){ .form = REC_JSONL }, 0, ""));

	OK(writes((struct rec_style){ .form = REC_MD, .zh = true,
	    .columns = "phone,members,note" }, 3,
	    "| 电话 | 人口 | 备注 |\n"
	    "|---|---:|---|\n"
	    "| 138＊＊＊＊8000 | 4 | a\uFFFDb\\\\c\uFFFDd\uFFFDe |\n"
	    "|  |  | =1+1,\"x\"\uFFFD\\[31m |\n"
	    "| 0731-＊＊＊＊6001 | 12 | ＊\\|\\<b>\uFFFD |\n"));

	OK(run((struct rec_style){ .columns = "head,color,note" }, 0) == -1 &&
	    strcmp(text, "color") == 0);
	OK(run((struct rec_style){ .columns = "village" }, 0) == -1 &&
	    strcmp(text, "village") == 0);
	OK(run((struct rec_style){ .columns = "" }, 0) == -1 && strcmp(text, "") == 0);
	OK(run((struct rec_style){ .sort = "head,-no" }, 0) == -1 &&
	    strcmp(text, "no") == 0);
}

static void
test_sort(void)
{
	struct rec_style style = { .form = REC_TSV, .columns = "members" };
	const int *chosen;
	char unknown[REC_NAME];
	struct rec_out *o;
	int n;

	style.sort = "household";
	OK(writes(style, 3, "12\n4\n\n"));
	style.sort = "-household";
	OK(writes(style, 3, "\n4\n12\n"));
	style.sort = "members";
	OK(writes(style, 3, "\n4\n12\n"));
	style.sort = "class,-since";
	OK(writes(style, 3, "4\n12\n\n"));
	style.sort = "-class";		/* those alike stay in order */
	OK(writes(style, 6, "\n\n4\n12\n4\n12\n"));
	style.sort = "note";
	OK(writes(style, 3, "12\n\n4\n"));
	style.sort = "-note";
	OK(writes(style, 3, "4\n\n12\n"));
	style.sort = "head";		/* li, wang, zhang */
	OK(writes(style, 3, "\n12\n4\n"));
	style.limit = 2;
	OK(writes(style, 3, "\n12\n"));
	style.sort = NULL;
	OK(writes(style, 3, "4\n\n"));
	style.form = REC_JSON;
	style.sort = "-since";
	OK(writes(style, 3, "[\n{\"members\":4},\n{\"members\":12}\n]\n"));

	o = rec_open(STDOUT_FILENO, cols, &(struct rec_style){ .form = REC_TSV,
	    .columns = "note,head", .sort = "-phone,head" }, unknown);
	chosen = rec_chosen(o, &n);
	OK(n == 3 && chosen[0] == NOTE && chosen[1] == NAME && chosen[2] == PHONE);
	rec_drop(o);
}

static void
test_table(void)
{
	struct rec_style style = { .form = REC_TABLE, .header = true,
	    .columns = "head,members,class,note" };

	OK(writes(style, 2,
	    "head  members  class   note\n"
	    "张三        4  red     a\uFFFDb\\c\uFFFDd\uFFFDe\n"
	    "李四           yellow  =1+1,\"x\"\uFFFD[31m\n"));
	OK(writes(style, 0, ""));
	style.columns = "head,tags";	/* no blanks at the end */
	OK(writes(style, 2, "head  tags\n张三  disabled,sick\n李四\n"));
	style.columns = "class,note";
	style.width = 16;
	style.color = style.zh = true;
	OK(writes(style, 3,
	    "类别  备注\n"
	    "\033[31m红  \033[0m  a\uFFFDb\\c\uFFFDd\uFFFDe\n"
	    "\033[33m黄  \033[0m  =1+1,\"x\"..\n"
	    "\033[31m红  \033[0m  *|<b>\uFFFD\n"));
	style.zh = false;
	style.columns = "class,members";
	style.header = false;
	OK(writes(style, 2, "\033[31mred   \033[0m  4\n\033[33myellow\033[0m\n"));
	style = (struct rec_style){ .form = REC_TABLE, .columns = "head", .sort = "household", .limit = 2 };
	OK(writes(style, 3, "王五\n张三\n"));
	style.columns = "phone,head";	/* a column narrower than its name */
	style.sort = "phone";
	style.limit = 1;
	OK(writes(style, 3, "   李四\n"));
}

/* Rules in 31 cells, all columns or these: codes whole, and nothing that none of
 * them says. */
static bool
lays_out(const char *columns, bool header, const char *wanted)
{
	static const struct col rule[] = {
		{ .name = "rule", .type = COL_TEXT, .flags = COL_KEY },
		{ .name = "unit", .type = COL_TEXT, .flags = COL_SPARE },
		{ .name = "value", .type = COL_INT, .flags = COL_SPARE },
		{ .name = "name", .type = COL_TEXT },
		{ 0 },
	};
	static const struct value rules[][4] = {
		{ TEXT("finish-village"), TEXT(""), NUM(5), TEXT("村级五个工作日办结") },
		{ TEXT("a"), TEXT(""), NONE, TEXT("") },
	};
	struct rec_style style = { .form = REC_TABLE, .header = header, .width = 31, .columns = columns };
	char unknown[REC_NAME], out[256] = "";
	FILE *fp = tmpfile();
	struct rec_out *o = rec_open(fileno(fp), rule, &style, unknown);
	bool done = rec_put(o, rules[0]) == 0 && rec_put(o, rules[1]) == 0 && rec_end(o) == 0 &&
	    pread(fileno(fp), out, sizeof(out) - 1, 0) > 0 && strcmp(out, wanted) == 0;

	if (!done)
		printf("# <%s>\n", out);
	fclose(fp);
	return done;
}

static void
test_spare(void)
{
	OK(lays_out(NULL, true, "rule            value  name\nfinish-village      5  村级五..\na\n"));
	OK(lays_out(NULL, false, "finish-village  5  村级五个工..\na\n"));
	OK(lays_out("unit,rule", true, "unit  rule\n      finish-village\n      a\n"));
}

/* A reader at the end of a pipe. */
static void *
drain(void *arg)
{
	static char buf[65536];
	int fd = *(int *)arg;
	size_t *sum = calloc(1, sizeof(*sum));
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		*sum += (size_t)n;
	return sum;
}

static void
test_destinations(void)
{
	const struct rec_style style = { .form = REC_TSV, .columns = "note,head" };
	enum { MANY = 200000 };		/* several MiB */
	char unknown[REC_NAME], one;
	struct rec_out *o;
	pthread_t reader;
	int ends[2], full, failed = 0;
	size_t *sum;
	void *got;

	/* Nothing reaches a pipe before the end, however much there is. */
	if (pipe(ends) != 0)
		return;
	o = rec_open(ends[1], cols, &style, unknown);
	for (int i = 0; i < MANY; i++)
		failed += rec_put(o, rows[i % 2]) != 0;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	OK(failed == 0 && read(ends[0], &one, 1) == -1 && errno == EAGAIN);
	fcntl(ends[0], F_SETFL, 0);
	pthread_create(&reader, NULL, drain, &ends[0]);
	OK(rec_end(o) == 0);
	close(ends[1]);
	pthread_join(reader, &got);
	sum = got;
	/* "a\tb\\c\nd\re" with four escapes, "=1+1,"x"ESC[31m"; tab, name, end */
	OK(*sum == (size_t)MANY / 2 * (13 + 8) + (size_t)MANY / 2 * (13 + 8));
	free(sum);
	close(ends[0]);

	/* Nowhere to put what waits. */
	if (pipe(ends) != 0)
		return;
	setenv("TMPDIR", "/nonexistent", 1);
	o = rec_open(ends[1], cols, &style, unknown);
	for (int i = 0; i < MANY && failed == 0; i++)
		failed = rec_put(o, rows[0]);
	OK(failed == -1 && errno == ENOENT);
	rec_drop(o);
	unsetenv("TMPDIR");
	close(ends[0]);
	close(ends[1]);

	full = open("/dev/full", O_WRONLY);
	o = rec_open(full, cols, &style, unknown);
	OK(rec_put(o, rows[0]) == 0 && rec_end(o) == -1 && errno == ENOSPC);
	close(full);
}

static char seen[1024];

static int
note_id(void *arg, struct text id, int64_t line)
{
	size_t n = strlen(seen);

	snprintf(seen + n, sizeof(seen) - n, "%.*s@%d ", (int)id.len, id.at, (int)line);
	return text_is(id, "stop") ? 7 : *(int *)arg;
}

static int
ids_of(const char *s, size_t len, const char **why)
{
	FILE *fp = fmemopen((void *)s, len + (len == 0), "r");
	int rc, go_on = 0;

	if (len == 0)
		getc(fp);
	seen[0] = '\0';
	rc = rec_ids(fp, "household", note_id, &go_on, why);
	fclose(fp);
	return rc;
}

static bool
ids(const char *s, const char *wanted)
{
	const char *why = "";
	bool good = ids_of(s, strlen(s), &why) == 0 && strcmp(seen, wanted) == 0;

	if (!good)
		printf("# <%s> %s\n", seen, why);
	return good;
}

static bool
no_ids(const char *s, size_t len)
{
	const char *why = NULL;

	return ids_of(s, len, &why) == -1 && why != NULL;
}

#define NO_IDS(s)	OK(no_ids(s, sizeof(s) - 1))

static void
test_ids(void)
{
	const char *why;
	char *big = malloc(10000001);

	OK(ids("", ""));
	OK(ids("\n\n", ""));
	OK(ids("a\nb\n", "a@1 b@2 "));
	OK(ids("\xef\xbb\xbf" "a\r\n\r\n b \t\r\nc", "a@1 b@3 c@4 "));
	OK(ids_of("a\nstop\nb\n", 9, &why) == 7 && strcmp(seen, "a@1 stop@2 ") == 0);

	OK(ids("household\na\nb\n", "a@2 b@3 "));
	OK(ids("x\thousehold\n1\ta\n\n2\tb\\\\c\n3\t\n", "a@2 b\\c@4 "));
	OK(ids("household\tx\na\t1\n", "a@2 "));
	OK(ids("\thousehold\n\ta\n", "a@2 "));
	NO_IDS("x\ty\n1\t2\n");
	NO_IDS("x\thousehold\n1\n");

	OK(ids("x,household\r\n1,a\r\n\"q\"\"\n,\",b\r\n3,\"c\"\r\n", "a@2 b@3 c@5 "));
	OK(ids("\"household\"\n\"a\"\n", "a@2 "));
	OK(ids("\"x\",\"household\"\n,a\n\"\",\n", "a@2 "));
	NO_IDS("x,household\n1,\"a\n");
	NO_IDS("x,household\n\"1\"2,a\n");
	NO_IDS("x,household\n1\"2\",a\n");
	NO_IDS("x,y\n1,2\n");

	OK(ids("{\"household\":\"a\"}\n{\"x\":[1,{\"household\":\"no\"}],\"household\":\"b\"}\n",
	    "a@1 b@2 "));
	OK(ids("[\n{\"household\":\"a\"},\n{\"household\":\"b\"}\n]\n", "a@2 b@3 "));
	OK(ids("[]\n", ""));
	OK(ids("[\n]\n", ""));
	OK(ids("[\n  {\n    \"household\": \"a\",\n    \"n\": -1.5e3\n  }\n]\n", "a@2 "));
	OK(ids("{\"household\":430121106205010042}\n", "430121106205010042@1 "));
	OK(ids("{\"household\":null,\"x\":true}{\"household\":\"\"}\n", ""));
	OK(ids("{\"household\":\"\\u5f20\\ud842\\udfb7\\n\\/\\\"\"}\n", "张𠮷\n/\"@1 "));
	OK(ids("{\"\\u0068ousehold\":\"a\"}\n", "a@1 "));
	NO_IDS("{\"household\":4.3e17}\n");
	NO_IDS("{\"household\":[\"a\"]}\n");
	NO_IDS("{\"household\":true}\n");
	NO_IDS("{\"x\":\"a\"}\n");
	NO_IDS("{}\n");
	NO_IDS("{\"household\":\"a\"\n");
	NO_IDS("{\"household\":\"a}\n");
	NO_IDS("{\"household\":\"a\",}\n");
	NO_IDS("{household:\"a\"}\n");
	NO_IDS("{\"household\":'a'}\n");
	NO_IDS("{\"household\":\"\\ud842\"}\n");
	NO_IDS("{\"household\":\"\\udfb7\"}\n");
	NO_IDS("{\"household\":\"\\x\"}\n");
	NO_IDS("{\"household\":\"\\u0000\"}\n");
	NO_IDS("{\"household\":01}\n");
	NO_IDS("{\"household\":tru}\n");
	NO_IDS("[{\"household\":\"a\"},]\n");
	NO_IDS("[{\"household\":\"a\"}\n");
	NO_IDS("[{\"household\":\"a\"}] x\n");
	NO_IDS("{\"household\":\"a\"} x\n");
	NO_IDS("{\"household\":\"a\tb\"}\n");

	NO_IDS("a\n\0b\n");
	NO_IDS("a\n\xff\n");
	NO_IDS("{\"household\":\"\xc0\x80\"}\n");
	memset(big, 'a', 10000000);
	OK(no_ids(big, 300));
	OK(no_ids(big, 10000000));
	memset(big, '[', 10000000);
	memcpy(big, "{\"household\":", 13);
	OK(no_ids(big, 1000000));
	free(big);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	test_guard();
	test_forms();
	test_sort();
	test_table();
	test_spare();
	test_destinations();
	test_ids();
	free(text);
	return tap_end();
}
