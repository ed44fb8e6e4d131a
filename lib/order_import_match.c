/*
 * Orders in: which stored orders rows mean, and what of them is new. An order is
 * known by its number here, else by its ref, else by when it was posted, of what
 * kind, where and what about.
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "order_import_parts.h"

static int64_t
day_first(const struct history *h)
{
	return h->on * IDS_DAY;
}

/* Rows by what they are known by. */
struct index {
	uint32_t	*slot;		/* row + 1, 0 free */
	size_t		 mask;
};

static uint64_t
digest(uint64_t sum, struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		sum = (sum ^ (unsigned char)t.at[i]) * 0x100000001b3;
	return sum;
}

static uint64_t
identity(const struct history *h)
{
	uint64_t sum = (uint64_t)h->village * 0x9e3779b97f4a7c15;

	if (h->no != 0)
		sum ^= (uint64_t)h->no;
	else if (h->ref.len > 0)
		sum = digest(sum, h->ref);
	else
		sum = digest(sum ^ (uint64_t)(h->at[HISTORY_POSTED] * 1000000 + h->hood), h->title);
	return sum * 0x9e3779b97f4a7c15 >> 20;
}

static bool
is_same(const struct history *a, const struct history *b)
{
	if (a->village != b->village || a->no != b->no)
		return false;
	if (a->no != 0)
		return true;
	return text_equal(a->ref, b->ref) && (a->ref.len > 0 || (a->at[HISTORY_POSTED] == b->at[HISTORY_POSTED]
	    && a->hood == b->hood && text_equal(a->title, b->title) && strcmp(a->code, b->code) == 0));
}

/* The slot of a row that is the same, or a free one. */
static uint32_t *
slot_of(const struct order_batch *b, const struct index *x, const struct history *h)
{
	size_t at = identity(h) & x->mask;

	while (x->slot[at] != 0 && !is_same(history_of(b->row[x->slot[at] - 1]), h))
		at = (at + 1) & x->mask;
	return &x->slot[at];
}

/* Of rows for one order the first stands. */
static int
refuse_twice(struct order_batch *b, struct index *x)
{
	for (x->mask = 1; x->mask < 2 * b->n + 2; x->mask *= 2)
		continue;
	free(x->slot);
	x->slot = calloc(x->mask--, sizeof(*x->slot));
	if (x->slot == NULL)
		return db_no_memory(b->db);
	for (size_t i = 0; i < b->n; i++) {
		const struct history *h = history_of(b->row[i]);
		uint32_t *slot = slot_of(b, x, h);

		if (b->row[i]->bad)
			continue;
		if (*slot == 0)
			*slot = (uint32_t)i + 1;
		else
			import_fault(b->im, b->row[i], h->order.len > 0 ? "order" : h->ref.len > 0 ? "ref" : NULL,
			    (struct text){ 0 }, FAULT_DUPLICATE);
	}
	return 0;
}

#define CARD	"w.village, w.no, w.posted, w.kind, w.hood, w.household, w.title, w.detail, w.person, w.ref, w.step, w.chief, w.run"
enum { C_VILLAGE = 1, C_NO, C_POSTED, C_KIND, C_HOOD, C_HOUSEHOLD, C_TITLE, C_DETAIL, C_PERSON, C_REF, C_STEP, C_CHIEF, C_RUN };

static bool
text_differs(struct text cell, struct stmt *stored, int column)
{
	return cell.len > 0 && !text_equal(cell, stmt_text(stored, column));
}

/* What the row says of an order that is stored. An empty cell says nothing. */
static void
take_order(struct order_batch *b, struct import_row *row, struct stmt *stored)
{
	struct history *h = row->rec;

	h->found = stmt_int(stored, C_NO);
	h->stored = (int)stmt_int(stored, C_STEP);
	h->holder = stmt_int(stored, C_CHIEF);
	h->mine = stmt_int(stored, C_RUN) == import_run_id(b->im);
	h->other = h->at[HISTORY_POSTED] != stmt_int(stored, C_POSTED) ? "posted"
	    : !text_is(stmt_text(stored, C_KIND), h->code) ? "kind"
	    : h->hood != stmt_int(stored, C_HOOD) ? "area"
	    : h->household != 0 && ids_serial(h->household) != stmt_int(stored, C_HOUSEHOLD) ? "household"
	    : text_differs(h->title, stored, C_TITLE) ? "title"
	    : text_differs(h->detail, stored, C_DETAIL) ? "detail"
	    : text_differs(h->person, stored, C_PERSON) ? "person"
	    : text_differs(h->ref, stored, C_REF) ? "ref" : NULL;
}

static int
take_named(void *arg, struct stmt *stored)
{
	struct order_batch *b = arg;
	struct import_row *row = b->row[stmt_int(stored, 0)];
	struct history *h = row->rec;

	if (h->found != 0 && h->found != stmt_int(stored, C_NO))
		import_fault(b->im, row, "ref", (struct text){ 0 }, FAULT_REF_OTHER);
	else
		take_order(b, row, stored);
	return 0;
}

static struct arg
name_cell(const void *rows, size_t n, int c)
{
	const struct history *h = history_of(((struct import_row *const *)rows)[n]);

	return c == 3 ? arg_text(h->ref) : arg_int(c == 0 ? (int64_t)n : c == 1 ? h->village : h->no);
}

static bool
has_ref(const struct history *h)
{
	return h->ref.len > 0;
}

/* Those that rows name: by number, by ref. */
static int
find_named(struct order_batch *b)
{
	static const char *const names[] = { "n", "village", "no", "ref", NULL };
	bool refs = history_any(b, has_ref);

	if (!refs && !b->in->numbers)
		return 0;
	if (db_feed(b->db, &(struct feed){ names, "iiit", b->n, name_cell, b->row }) != 0)
		return -1;
	if (b->in->numbers && db_each(b->db, "SELECT f.n, " CARD
	    " FROM feed f JOIN work_order w ON w.village = f.village AND w.no = f.no", NO_ARGS, take_named, b) != 0)
		return -1;
	for (size_t i = 0; b->in->numbers && i < b->n; i++)
		if (history_of(b->row[i])->no != 0 && history_of(b->row[i])->stored == 0)
			import_fault(b->im, b->row[i], "order", (struct text){ 0 }, FAULT_NOT_FOUND);
	return !refs ? 0 : db_each(b->db, "SELECT f.n, " CARD
	    " FROM feed f JOIN work_order w ON w.village = f.village AND w.ref = f.ref AND w.ref <> ''", NO_ARGS, take_named, b);
}

struct days {
	struct order_batch	*b;
	const struct index	*x;
	const struct history	**day;	/* one of each village and day */
	size_t			 n;
};

static int
take_nameless(void *arg, struct stmt *stored)
{
	const struct days *d = arg;
	struct text code = stmt_text(stored, C_KIND);
	bool ref = stmt_text(stored, C_REF).len > 0;
	struct history like = {
		.village = stmt_int(stored, C_VILLAGE), .hood = stmt_int(stored, C_HOOD), .title = stmt_text(stored, C_TITLE),
		.at[HISTORY_POSTED] = stmt_int(stored, C_POSTED),
	};
	char kind[RULE_CODE];
	struct history *h;
	uint32_t at;

	if (code.len >= sizeof(kind))
		return 0;
	memcpy(kind, code.at, code.len);
	kind[code.len] = '\0';
	like.code = kind;
	at = *slot_of(d->b, d->x, &like);
	if (at == 0)
		return 0;
	h = history_of(d->b->row[at - 1]);
	/* Rather one without a ref; one that has it is not of another row of the file. */
	if (ref ? h->stored == 0 && stmt_int(stored, C_RUN) != import_run_id(d->b->im) : h->stored == 0 || h->loose) {
		take_order(d->b, d->b->row[at - 1], stored);
		h->loose = ref;
	}
	return 0;
}

static struct arg
day_cell(const void *rows, size_t n, int c)
{
	const struct history *h = ((const struct history *const *)rows)[n];

	return arg_int(c == 0 ? h->village : day_first(h) + (c == 1 ? 0 : IDS_DAY));
}

/* Whether any order was posted from the first day of the batch to its last: in
 * the first import of a history there are none. In the order of the key, or SQLite
 * looks at all of the village. 1, 0, -1. */
static int
any_stored(const struct order_batch *b)
{
	const struct history *first = history_of(b->row[0]), *last = history_of(b->row[b->n - 1]);
	int64_t found = 0;

	return db_int(b->db, "SELECT 1 FROM work_order WHERE (village, no) >= ($1, $2) AND (village, no) < ($3, $4)"
	    " ORDER BY village, no LIMIT 1",
	    ARGS(ARG(first->village), ARG(day_first(first)), ARG(last->village), ARG(day_first(last) + IDS_DAY)), &found);
}

/* Those that are known by what they are about, among all of their days. */
static int
find_nameless(struct order_batch *b, const struct index *x)
{
	static const char *const names[] = { "village", "lo", "hi", NULL };
	struct days d = { .b = b, .x = x };
	int rc = any_stored(b);

	if (rc <= 0)
		return rc;
	d.day = calloc(b->n, sizeof(*d.day));
	if (d.day == NULL)
		return db_no_memory(b->db);
	for (size_t i = 0; i < b->n; i++) {
		const struct history *h = history_of(b->row[i]);

		if (h->ref.len == 0 && h->no == 0
		    && (d.n == 0 || h->village != d.day[d.n - 1]->village || h->on != d.day[d.n - 1]->on))
			d.day[d.n++] = h;
	}
	rc = d.n == 0 ? 0 : db_feed(b->db, &(struct feed){ names, "iii", d.n, day_cell, d.day });
	if (rc == 0 && d.n > 0)
		rc = db_each(b->db, "SELECT 0, " CARD " FROM feed f"
		    " JOIN work_order w ON w.village = f.village AND w.no >= f.lo AND w.no < f.hi", NO_ARGS, take_nameless, &d);
	free(d.day);
	return rc;
}

static bool
is_known(const struct history *h)
{
	return h->stored > 0;
}

/* Whether the row tells an event otherwise. What it leaves open says nothing. */
static bool
step_differs(const struct history *h, const struct history_step *s, struct stmt *e)
{
	struct text note = history_note(h, s), step = stmt_text(e, 2);
	bool up = s->step == STEP_ESCALATE && text_is(step, order_steps[STEP_SKIP].name);	/* a vacant post */

	return (!up && !text_is(step, order_steps[s->step].name)) || s->at != stmt_int(e, 3) || s->level != stmt_int(e, 4)
	    || (s->by && h->chief != 0 && ids_serial(h->chief) != stmt_int(e, 5))
	    || (s->step == STEP_CONFIRM && h->stars != 0 && h->stars != stmt_int(e, 6))
	    || (note.len > 0 && !text_equal(note, stmt_text(e, 7)));
}

static int
take_event(void *arg, struct stmt *e)
{
	static const char *const columns[STEPS] = {
		"posted", "taken", "answered", "finished", "confirmed", [STEP_ESCALATE] = "level", [STEP_CANCEL] = "cancelled",
	};
	struct order_batch *b = arg;
	struct history *h = history_of(b->row[stmt_int(e, 0)]);
	int64_t n = stmt_int(e, 1);

	if (n <= h->steps && h->other == NULL && step_differs(h, &h->step[n - 1], e))
		h->other = columns[h->step[n - 1].step];
	return 0;
}

static int
compare_events(struct order_batch *b)
{
	static const char *const names[] = { "n", "village", "no", "ref", NULL };

	return !history_any(b, is_known) ? 0 : db_feed(b->db, &(struct feed){ names, "iiit", b->n, name_cell, b->row }) != 0 ? -1
	    : db_each(b->db, "SELECT f.n, e.n, e.step, e.at, e.level, e.chief, e.score, e.note"
	    " FROM feed f JOIN order_event e ON e.village = f.village AND e.no = f.no", NO_ARGS, take_event, b);
}

/* Who has it by the steps that are stored goes on to have it, unless the further
 * ones say another: the row may leave open who that is. */
static void
keep_chief(struct history *h)
{
	for (int i = h->stored; i < h->steps; i++)
		if (h->step[i].step == STEP_TAKE || h->step[i].step == STEP_ESCALATE)
			return;
	h->has_chief = h->holder != 0;
	h->chief = h->has_chief ? ids_make(h->village, h->holder) : 0;
}

/* What becomes of a row for an order that is stored. */
static void
judge(struct order_batch *b, struct import_row *row)
{
	struct history *h = row->rec;
	enum duplicate how = import_duplicate(b->im);

	if (h->mine)		/* an earlier batch of this file had it */
		import_fault(b->im, row, NULL, (struct text){ 0 }, FAULT_DUPLICATE);
	else if (h->other == NULL && h->steps <= h->stored)
		row->stored = ROW_SAME;
	else if (how == DUPLICATE_SKIP)
		row->stored = ROW_SKIPPED;
	else if (h->other != NULL)
		import_fault(b->im, row, h->other, (struct text){ 0 }, FAULT_HISTORY);
	else if (how != DUPLICATE_UPDATE)
		import_fault(b->im, row, NULL, (struct text){ 0 }, FAULT_EXISTS);
	else
		row->stored = ROW_CHANGED;
	if (row->stored == ROW_CHANGED)
		keep_chief(h);
}

int
history_match(struct order_batch *b)
{
	struct index x = { 0 };
	int rc = b->n == 0 ? 0 : refuse_twice(b, &x);

	if (rc == 0 && b->n > 0) {
		rc = find_named(b);
		if (rc == 0)
			rc = find_nameless(b, &x);
		for (size_t i = 0; i < b->n; i++)
			history_of(b->row[i])->no = history_of(b->row[i])->found;
		/* Rows that name an order in two ways are known only now. */
		if (rc == 0 && history_any(b, is_known))
			rc = refuse_twice(b, &x) != 0 ? -1 : compare_events(b);
	}
	free(x.slot);
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		if (!b->row[i]->bad && is_known(history_of(b->row[i])))
			judge(b, b->row[i]);
	history_drop_bad(b);
	return rc;
}
