/* Orders that are late: whose clock ran out, and by how much. */
#define _GNU_SOURCE
#include <stdio.h>

#include "order.h"

enum { ORDER, CLOCK, RULE, DUE, HOURS, DAYS, KIND, TITLE, AREA, AREA_NAME, LEVEL, CHIEF, CHIEF_NAME, STATUS,
	POSTED, LATE, HOUSEHOLD, COLUMNS };

const struct col overdue_cols[] = {
	[ORDER] = { "order", "单号", NULL, COL_ORDER, COL_KEY, N_("number of the order"), NULL, 0, NULL },
	[CLOCK] = { "clock", "超时环节", NULL, COL_WORD, 0, N_("its clock that ran out first: take, answer or finish"), NULL, 0, order_clocks },
	[RULE] = { "rule", "规则", NULL, COL_TEXT, COL_WIDE, N_("the deadline it ran against"), NULL, 0, NULL },
	[DUE] = { "due", "截止时间", NULL, COL_MOMENT, 0, N_("when it ran out, time on hold included"), NULL, 0, NULL },
	[HOURS] = { "hours", "超时小时", NULL, COL_INT, COL_WIDE, N_("whole hours since then"), NULL, 0, NULL },
	[DAYS] = { "days", "超时天数", NULL, COL_INT, 0, N_("whole days of 24 hours since then"), NULL, 0, NULL },
	[KIND] = { "kind", "类型", NULL, COL_TEXT, 0, N_("kind of order"), NULL, 0, NULL },
	[TITLE] = { "title", "事项", NULL, COL_TEXT, COL_FREE, N_("what is asked for"), NULL, 0, NULL },
	[AREA] = { "area", "区域代码", NULL, COL_AREA, COL_WIDE, N_("the area it is about"), NULL, 0, NULL },
	[AREA_NAME] = { "area_name", "区域", NULL, COL_TEXT, 0, N_("its name"), NULL, 0, NULL },
	[LEVEL] = { "level", "级别", NULL, COL_WORD, 0, N_("where it lies: neighbourhood, group, piece, village or town"), NULL, 0, area_levels },
	[CHIEF] = { "chief", "承办人编号", NULL, COL_CHIEF, COL_WIDE, N_("who has taken it, else who holds the post that it waits for"), NULL, 0, NULL },
	[CHIEF_NAME] = { "chief_name", "承办人", NULL, COL_NAME, 0, N_("the chief's name"), NULL, 0, NULL },
	[STATUS] = { "status", "状态", NULL, COL_WORD, 0, N_("open or taken"), NULL, 0, order_states },
	[POSTED] = { "posted", "发单时间", NULL, COL_MOMENT, COL_MORE, N_("when it was posted"), NULL, 0, NULL },
	[LATE] = { "late", "超时次数", NULL, COL_INT, COL_MORE, N_("how many of its clocks ran out so far"), NULL, 0, NULL },
	[HOUSEHOLD] = { "household", "户编号", NULL, COL_HOUSEHOLD, COL_MORE, N_("the household it is about"), NULL, 0, NULL },
	[COLUMNS] = { 0 },
};

struct listing {
	struct rec_out	*out;
	const struct order_filter *filter;
	moment_t	 at;
	struct area_map	*areas;		/* each NULL when nothing asks for it */
	struct post_map	*posts;
};

bool
order_is_meant(const struct order_filter *f, const struct order_told *o, int64_t chief)
{
	return (f->kind.len == 0 || text_equal(f->kind, o->life.kind)) && (f->level == 0 || f->level == o->life.level)
	    && (f->chief == 0 || f->chief == chief)
	    && (f->household == 0 || f->household == ids_make(o->key.village, o->household));
}

/* Who has taken it, else who holds the post that it waits for; 0 nobody. */
static int64_t
whose(const struct listing *l, const struct order_told *o, struct text *name)
{
	const struct order_life *life = &o->life;
	int64_t chief = life->chief == 0 ? 0 : ids_make(o->key.village, life->chief);

	*name = text_of("");
	if (l->posts == NULL)
		return chief;
	if (chief == 0 && life->state == ORDER_OPEN && life->level > 4)
		return post_map_chief(l->posts, o->key.village, ids_sub_at(o->hood, life->level), name);
	*name = post_map_name(l->posts, chief);
	return chief;
}

static int
put(void *arg, const struct order_told *o)
{
	const struct listing *l = arg;
	const struct order_life *life = &o->life;
	int64_t area = ids_make(o->key.village, o->hood), chief;
	enum order_clock clock;
	moment_t due = order_due(life, &clock);
	struct text name;
	char key[IDS_SIZE];

	if (due >= l->at)
		return 0;
	chief = whose(l, o, &name);
	if (!order_is_meant(l->filter, o, chief))
		return 0;
	snprintf(key, sizeof(key), "%lld-%lld", (long long)o->key.village, (long long)o->key.no);
	return rec_put(l->out, (const struct value[COLUMNS]){
		[ORDER] = VALUE_TEXT(text_of(key)),
		[CLOCK] = VALUE_TEXT(text_of(order_clocks[clock].name)),
		[RULE] = VALUE_TEXT(text_of(life->clock[clock].rule->code)),
		[DUE] = VALUE_INT(due),
		[HOURS] = VALUE_INT((l->at - due) / 3600),
		[DAYS] = VALUE_INT((l->at - due) / MOMENT_DAY),
		[KIND] = VALUE_TEXT(life->kind),
		[TITLE] = VALUE_TEXT(o->title),
		[AREA] = VALUE_INT(area),
		[AREA_NAME] = VALUE_TEXT(l->areas == NULL ? text_of("") : area_map_name(l->areas, area)),
		[LEVEL] = VALUE_TEXT(text_of(ids_level[life->level])),
		[CHIEF] = chief == 0 ? VALUE_NULL : VALUE_INT(chief),
		[CHIEF_NAME] = VALUE_TEXT(name),
		[STATUS] = VALUE_TEXT(text_of(order_states[life->state].name)),
		[POSTED] = VALUE_INT(life->posted),
		[LATE] = VALUE_INT(order_late(life, l->at)),
		[HOUSEHOLD] = o->household == 0 ? VALUE_NULL : VALUE_INT(ids_make(o->key.village, o->household)),
	}) == 0 ? 0 : 1;	/* rec_end says why */
}

static int
ask(struct db *db, struct listing *l, const struct order_book *book, const struct order_when *when)
{
	const struct area_range *area = &l->filter->area;
	day_t on = moment_day(when->at, book->service.zone, NULL);
	bool posts = l->filter->chief != 0 || rec_chose(l->out, CHIEF) || rec_chose(l->out, CHIEF_NAME);

	if ((posts && (l->posts = post_map_load(db, area, on)) == NULL)
	    || (rec_chose(l->out, AREA_NAME) && (l->areas = area_map_load(db, 0)) == NULL))
		return -1;
	if (when->known == MOMENT_MAX)
		return order_each_late(db, book, area, when->at, put, l);
	return order_each(db, book, area, 1, 0, when->known, put, l);
}

int
order_overdue(struct db *db, struct rec_out *out, const struct order_book *book, const struct order_filter *f,
    const struct order_when *when)
{
	struct listing l = { .out = out, .filter = f, .at = when->at };
	int rc = db_begin_read(db) != 0 ? -1 : ask(db, &l, book, when);

	db_end_read(db);
	post_map_free(l.posts);
	area_map_free(l.areas);
	return rc < 0 ? -1 : 0;
}
