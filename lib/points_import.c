/*
 * Points in: of another system, or of passbooks of paper. By chief, day and place in
 * the file, so that balances can be followed; then all at once.
 */
#define _GNU_SOURCE
#include "points_import_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "chief.h"

#define AT(f)	COL_AT(points_row, f, struct text)

enum { IN_CHIEF, IN_NAME, IN_REF = 7 };

const struct col points_import_cols[] = {
	[IN_CHIEF] = { "chief", "三长编号", "邻长编号", COL_CHIEF, COL_IN | COL_KEY | COL_STAR, N_("number of the chief; or name and area"), NULL, COL_AT(points_row, chief, int64_t), NULL },
	[IN_NAME] = { "name", "姓名", "邻长姓名 邻长 三长姓名 三长", COL_NAME, COL_IN | COL_STAR, N_("name of the chief"), NULL, AT(name), NULL },
	{ "area", "区域代码", "区域 村 村名 所属村 屋场 辖区", COL_AREA, COL_IN, N_("the chief's village, or what he answers for"), NULL, AT(area), NULL },
	{ "day", "日期", "积分日期 登记日期 时间", COL_DAY, COL_IN | COL_NEED, N_("day of the entry"), NULL, COL_AT(points_row, day, day_t), NULL },
	{ "title", "积分事项", "事项 事由 积分内容 项目", COL_TEXT, COL_IN | COL_FREE, N_("what the points were for, in words"), NULL, AT(title), NULL },
	{ "points", "积分变动", "积分 分值 变动 加减分 积分增减", COL_POINTS, COL_IN | COL_NEED, N_("points, negative when they were taken"), NULL,
	    COL_AT(points_row, points, int64_t), NULL },
	{ "balance", "余额", "积分余额 结余 累计积分", COL_TEXT, COL_IN, N_("the chief's points after it: checked"), NULL, AT(written), NULL },
	[IN_REF] = { "ref", "凭证号", "流水号 单号 依据", COL_TEXT, COL_IN, N_("its number in the other system, once in a village; empty: one is made of the row"), NULL, AT(ref), NULL },
	{ 0 },
};

/* How a balance is read: an empty one is not 0. */
static const struct col balance_col = { "balance", NULL, NULL, COL_POINTS, COL_IN, "", NULL, COL_AT(points_row, balance, int64_t), NULL };

static void
own_free(void *arg)
{
	struct points_own *own = arg;

	if (own == NULL)
		return;
	ledger_free(own->ledger);
	area_map_free(own->areas);
	free(own);
}

static int
begin(struct import *im, const bool given[], void **arg)
{
	struct points_own *own = calloc(1, sizeof(*own));

	*arg = own;
	if (own == NULL)
		return db_no_memory(import_db(im));
	own->refs = given[IN_REF];
	own->who = given[IN_CHIEF] || !given[IN_NAME] ? "chief" : "name";
	own->areas = area_map_load(import_db(im), 0);
	return own->areas == NULL ? -1 : 0;
}

/* The village, and perhaps a part of it: of the row, or of all rows. */
static void
find_place(struct import *im, const struct points_own *own, struct import_row *row)
{
	struct points_row *p = row->rec;
	enum fault fault = FAULT_NONE;

	p->place = import_area(im);
	if (p->area.len > 0 || p->place == 0)
		fault = area_map_find(own->areas, p->area, import_area(im), &p->place);
	if (fault == FAULT_NONE && area_map_level(own->areas, p->place) < LEVEL_VILLAGE)
		fault = p->area.len > 0 ? FAULT_AREA_LEVEL : FAULT_AREA_MISSING;
	if (fault == FAULT_NONE && ids_village(p->chief) != 0 && ids_village(p->chief) != ids_village(p->place))
		fault = FAULT_AREA_OTHER;
	if (fault != FAULT_NONE) {
		import_fault(im, row, "area", p->area, fault);
		p->place = 0;
	}
}

static int
check(struct import *im, void *own, struct import_row *row)
{
	struct points_row *p = row->rec;
	struct col_read read = { FAULT_NONE, FAULT_NONE };

	if (p->written.len > 0)
		read = col_parse(&balance_col, p->written, &(struct col_how){ 0 }, p);
	if (read.fault != FAULT_NONE) {
		import_fault(im, row, "balance", (struct text){ 0 }, read.fault);
		p->written = (struct text){ 0 };
	}
	if (p->points == 0 || p->points > LEDGER_POINTS || p->points < -LEDGER_POINTS)
		import_fault(im, row, "points", (struct text){ 0 }, FAULT_AMOUNT);
	if (p->day > import_today(im))
		import_fault(im, row, "day", (struct text){ 0 }, FAULT_DATE_FUTURE);
	if (p->chief == 0 && p->name.len == 0)
		import_fault(im, row, ((struct points_own *)own)->who, (struct text){ 0 }, FAULT_MISSING);
	if (ids_village(p->chief) == 0 || p->area.len > 0)
		find_place(im, own, row);
	else
		p->place = ids_make(ids_village(p->chief), 0);
	return 0;
}

static int64_t
key(const void *rec)
{
	return ids_make(ids_village(((const struct points_row *)rec)->place), 0);
}

/* ---- a batch ---- */

/* The chief a row means. false: it was told why there is none. */
static bool
find_chief(struct points_batch *b, const struct post_map *posts, struct points_item *it)
{
	struct points_row *p = it->p;
	int64_t village = ids_village(p->place), chief = p->chief;
	const char *column = chief != 0 ? "chief" : "name";
	struct text name = { 0 };

	if (chief != 0) {
		chief = ids_make(village, ids_serial(chief));
		name = post_map_name(posts, chief);
		if (name.len > 0 && p->name.len > 0 && !text_equal(name, p->name))
			import_fault(b->im, it->row, "name", (struct text){ 0 }, FAULT_CHIEF_OTHER);
		chief = name.len > 0 ? chief : 0;
	} else {
		chief = ids_serial(p->place) == 0 ? 0 : post_map_chief(posts, village, ids_serial(p->place), &name);
		if (chief == 0 || !text_equal(name, p->name))
			chief = post_map_named(posts, village, p->name);
	}
	if (chief <= 0)
		import_fault(b->im, it->row, column, (struct text){ 0 }, chief < 0 ? FAULT_AMBIGUOUS : FAULT_CHIEF_UNKNOWN);
	p->chief = chief > 0 ? chief : 0;
	return p->chief != 0;
}

/* The rows of a known chief; bad ones too, for the balances that follow them. */
static int
gather(struct points_batch *b, struct import_row *rows, size_t n)
{
	struct area_range all = { .village_lo = INT64_MAX };
	struct post_map *posts;

	for (size_t i = 0; i < n; i++) {
		int64_t village = ids_village(((struct points_row *)rows[i].rec)->place);

		if (village == 0)
			continue;
		all.village_lo = village < all.village_lo ? village : all.village_lo;
		all.village_hi = village > all.village_hi ? village : all.village_hi;
	}
	posts = post_map_load(import_db(b->im), &all, import_today(b->im));
	if (posts == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct points_item it = { .row = &rows[i], .p = rows[i].rec };

		if (it.p->place != 0 && (it.p->chief != 0 || it.p->name.len > 0) && find_chief(b, posts, &it))
			b->item[b->n++] = it;
	}
	post_map_free(posts);
	return 0;
}

#define COMPARE(a, b)	(((a) > (b)) - ((a) < (b)))

static int
by_day(const void *a, const void *b)
{
	const struct points_item *x = a, *y = b;
	int rc = COMPARE(x->p->chief, y->p->chief);

	if (rc == 0)
		rc = COMPARE(x->p->day, y->p->day);
	return rc != 0 ? rc : COMPARE(x->row->line, y->row->line);
}

/* What a passbook says, beside what the ledger has. */
struct book {
	int64_t	balance, says;
	int64_t	later;		/* of balance, what the ledger has of days after the row's */
	bool	known;		/* says: of the row before, not after a bad one */
	bool	dated;		/* no row is without its day, and of a place unknown */
};

static void
follow(struct points_batch *b, struct points_item *it, day_t closed, struct book *book)
{
	const struct points_row *p = it->p;
	int64_t says = book->says + p->points, had = book->balance - book->later;
	bool written = p->written.len > 0;
	char words[96];

	if (it->row->stored != ROW_NEW)
		return;
	if (p->day != 0 && p->day <= closed)
		import_fault(b->im, it->row, "day", (struct text){ 0 }, FAULT_PERIOD_CLOSED);
	if (!it->row->bad && p->points < 0 && had + p->points < 0) {
		snprintf(words, sizeof(words), "%lld - %lld < 0", (long long)had, -(long long)p->points);
		import_fault(b->im, it->row, "points", text_of(words), FAULT_POINTS_SHORT);
	}
	if (!it->row->bad && written && book->known && book->dated && p->balance != says) {
		snprintf(words, sizeof(words), "%lld %c %lld ≠ %lld", (long long)book->says, p->points < 0 ? '-' : '+', llabs(p->points), (long long)p->balance);
		import_fault(b->im, it->row, "balance", text_of(words), FAULT_BALANCE);
	}
	book->known = written || (book->known && !it->row->bad);
	book->says = written ? p->balance : says;
	if (!it->row->bad)
		book->balance += p->points;
}

/* Balances chief by chief, in the order of the days. */
static int
follow_all(struct points_batch *b)
{
	struct ledger *l = b->own->ledger;
	struct book book = { .known = false };
	const struct account *a = NULL;
	const struct head *h = NULL;

	for (size_t i = 0; i < b->n; i++) {
		const struct points_row *p = b->item[i].p;
		int64_t chief = p->chief, least;

		if (i == 0 || b->item[i - 1].p->chief != chief) {
			a = ledger_account(l, chief);
			h = a == NULL ? NULL : ledger_head(l, ids_village(chief));
			if (h == NULL)
				return -1;
			book = (struct book){ .balance = a->balance, .says = a->balance, .known = true, .dated = p->day != 0 };
		}
		least = p->points < 0 && a->entries > 0 && b->item[i].row->stored == ROW_NEW ? ledger_least(l, a, p->day) : a->balance;
		if (least < 0)
			return -1;
		book.later = a->balance - least;
		follow(b, &b->item[i], h->closed, &book);
	}
	return 0;
}

/* The rows that are new and good. */
static int
load(struct points_batch *b)
{
	struct ledger_entry *entry = calloc(b->n, sizeof(*entry));
	size_t n = 0;
	int rc;

	if (entry == NULL)
		return db_no_memory(import_db(b->im));
	for (size_t i = 0; i < b->n; i++) {
		const struct points_item *it = &b->item[i];

		if (!it->row->bad && it->row->stored == ROW_NEW)
			entry[n++] = (struct ledger_entry){
				.chief = it->p->chief, .day = it->p->day, .kind = it->p->points > 0 ? "award" : "deduct", .points = it->p->points,
				.reason = text_of("import"), .ref = it->ref, .words = it->p->title,
			};
	}
	rc = ledger_load(b->own->ledger, entry, n);
	free(entry);
	return rc;
}

static int
begin_ledger(struct import *im, struct points_own *own)
{
	if (own->ledger == NULL)
		own->ledger = ledger_begin(import_db(im),
		    &(struct ledger_who){ import_actor(im), import_zone(im), import_today(im), import_run_id(im) }, NULL);
	return own->ledger == NULL ? -1 : 0;
}

static int
store(struct import *im, void *arg, struct import_row *rows, size_t n)
{
	struct points_batch b = { .im = im, .own = arg, .item = calloc(n + 1, sizeof(*b.item)) };
	int rc = b.item == NULL ? db_no_memory(import_db(im)) : begin_ledger(im, arg) != 0 ? -1 : gather(&b, rows, n);

	if (rc == 0 && b.n > 0) {
		rc = points_refs(&b);
		qsort(b.item, b.n, sizeof(*b.item), by_day);
		rc = rc != 0 || points_stored(&b) != 0 || follow_all(&b) != 0 || load(&b) != 0 ? -1 : 0;
	}
	free(b.item);
	return rc;
}

static int
end(struct import *im, void *arg)
{
	const struct points_own *own = arg;

	(void)im;
	return own->ledger == NULL ? 0 : ledger_end(own->ledger);
}

const struct entity points_entity = {
	.name = "points",
	.cols = points_import_cols,
	.size = sizeof(struct points_row),
	.whole = true,
	.begin = begin,
	.check = check,
	.key = key,
	.store = store,
	.end = end,
	.free = own_free,
};
