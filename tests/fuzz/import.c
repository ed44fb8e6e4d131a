#define _GNU_SOURCE
#include "fuzz.h"
#include "import.h"

/*
 * A whole import of any file: a dry run ends as the real one does, every row is
 * counted once, and a reject file that nobody corrected is rejected again, byte
 * for byte.
 */

struct thing {
	struct text	 code, name, door, word, phone, class, tags;
	int64_t		 number, members, ident, household;
	day_t		 day;
};

static const struct word words[] = { { "door", "上门 入户" }, { "phone", "电话" }, { 0 } };

static const struct col cols[] = {
	{ "code", "编号", "户编号 id", COL_TEXT, COL_KEY | COL_NEED | COL_IN, "", NULL, COL_AT(thing, code, struct text), NULL },
	{ "name", "姓名", "户主 户主姓名", COL_NAME, COL_NEED | COL_IN, "", NULL, COL_AT(thing, name, struct text), NULL },
	{ "door", "门牌", "门牌号", COL_DOOR, COL_IN, "", NULL, COL_AT(thing, door, struct text), NULL },
	{ "way", "方式", NULL, COL_WORD, COL_IN, "", NULL, COL_AT(thing, word, struct text), words },
	{ "phone", "电话", "联系电话", COL_PHONE, COL_IN, "", NULL, COL_AT(thing, phone, struct text), NULL },
	{ "class", "类别", NULL, COL_CLASS, COL_IN, "", NULL, COL_AT(thing, class, struct text), NULL },
	{ "tags", "特殊群体", NULL, COL_TAGS, COL_IN, "", NULL, COL_AT(thing, tags, struct text), NULL },
	{ "number", "序", NULL, COL_INT, COL_IN, "", NULL, COL_AT(thing, number, int64_t), NULL },
	{ "members", "人口", NULL, COL_COUNT, COL_ASIDE, "", NULL, COL_AT(thing, members, int64_t), NULL },
	{ "ident", "身份证号码", "证号", COL_IDENT, COL_IN, "", NULL, COL_AT(thing, ident, int64_t), NULL },
	{ "household", "户号", NULL, COL_HOUSEHOLD, COL_IN, "", NULL, COL_AT(thing, household, int64_t), NULL },
	{ "day", "日期", "登记日期", COL_DAY, COL_IN, "", NULL, COL_AT(thing, day, day_t), NULL },
	{ 0 },
};

static int
begin(struct import *im, const bool given[], void **own)
{
	(void)im;
	*own = NULL;
	MUST(given[0] && given[1]);
	return 0;
}

static int
check(struct import *im, void *own, struct import_row *r)
{
	const struct thing *t = r->rec;

	(void)own;
	MUST(t->ident >= 0 && (t->day == 0 || day_exists(t->day)));
	if (t->members == 13)
		import_fault(im, r, "members", text_of(""), FAULT_RANGE);
	return 0;
}

/* All is there already: nothing is to be kept, and no file grows. */
static int
store(struct import *im, void *own, struct import_row *rows, size_t n)
{
	(void)im;
	(void)own;
	for (size_t i = 0; i < n; i++)
		if (!rows[i].bad)
			rows[i].stored = ROW_SAME;
	return 0;
}

static const struct entity thing = {
	.name = "thing", .cols = cols, .size = sizeof(struct thing), .begin = begin, .check = check, .store = store,
	.town = true,
};

static char *first, *second;	/* reject files */
static struct db *db;

/* In the directory that scripts/fuzz removes. */
static void
open_database(void)
{
	const char *dir = getenv("TMPDIR");
	char *name, *at;

	MUST(asprintf(&at, "%s/nbr-fuzz-XXXXXX", dir != NULL ? dir : "/tmp") > 0 && mkdtemp(at) != NULL);
	MUST(asprintf(&first, "%s/1.csv", at) > 0 && asprintf(&second, "%s/2.csv", at) > 0);
	MUST(asprintf(&name, "%s/nbr.db", at) > 0);
	db = db_open(name, DB_CREATE, 5);
	MUST(db_migrate(db) == 0);
	db_close(db);
	db = db_open(name, DB_WRITE, 5);
	free(name);
	free(at);
}

static enum exit_status
run(const char *path, const char *rejects, bool dry, struct import_count *count)
{
	struct import_how how = {
		.path = path, .rejects = rejects, .dry_run = dry, .quiet = true,
		.today = 20240601, .actor = "tester", .program = "nbr-thing",
	};
	enum exit_status status = import_run(db, &thing, &how, count);

	MUST(status == EXIT_DONE || status == EXIT_PARTLY || status == EXIT_REFUSED);
	MUST(count->added == 0 && count->changed == 0 && count->skipped == 0 && count->run == 0);
	MUST(count->read == count->same + count->rejected && count->errors >= count->rejected);
	MUST(status != EXIT_DONE || count->rejected == 0);
	MUST(status != EXIT_PARTLY || count->rejected > 0);
	return status;
}

/* What a file holds. The caller frees it. */
static struct text
slurp(const char *path)
{
	FILE *fp = fopen(path, "r");
	char *at;
	size_t len;
	FILE *out = open_memstream(&at, &len);

	MUST(fp != NULL);
	for (int c; (c = getc_unlocked(fp)) != EOF; )
		putc_unlocked(c, out);
	fclose(out);
	fclose(fp);
	return (struct text){ at, len };
}

/* Whether it may be a reject file itself, changed by who knows what. */
static bool
is_returned(const uint8_t *data, size_t len)
{
	const char *next = "nbr_";

	for (size_t i = 0; i < len && *next != '\0'; i++)
		if (data[i] != '\0')
			next = (data[i] | 0x20) == (*next | 0x20) ? next + 1 : (data[i] | 0x20) == 'n' ? "br_" : "nbr_";
	return *next == '\0';
}

static void
reject_again(int64_t rejected)
{
	struct import_count count;
	struct text a, b;

	MUST(run(first, second, false, &count) == EXIT_PARTLY);
	MUST(count.rejected == rejected && count.same == 0);
	a = slurp(first);
	b = slurp(second);
	MUST(text_equal(a, b));
	free((char *)a.at);
	free((char *)b.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct fuzz_file file;
	struct import_count dry, real;
	const char *path;
	enum exit_status status;

	if (db == NULL)
		open_database();
	path = fuzz_put(&file, data, len);
	status = run(path, first, true, &dry);
	MUST(run(path, first, false, &real) == status);
	MUST(memcmp(&dry, &real, sizeof(dry)) == 0);
	if (status == EXIT_PARTLY && !is_returned(data, len))
		reject_again(real.rejected);
	return 0;
}
