/*
 * Orders in: the events that follow of the moments of a row.
 *
 * Posted; passed up to its level, when it says, else at once; taken by its chief;
 * answered; done; confirmed, or cancelled. Who had taken it before it was passed
 * up passed it up: there an office takes it when it is done. What is done was
 * taken and, if there is an answer, answered at that moment at the latest.
 */
#include "order_import_parts.h"
#include "order_parts.h"

static const char *const columns[] = {
	"posted", "escalated", "taken", "answered", "finished", "confirmed", "cancelled",
};

/* A day alone is its last second; but no later than what came next on it. */
static void
give_way(struct history *h, enum history_moment which, moment_t next, const char *zone)
{
	int second = 0;

	if (h->at[which] > next && next != 0
	    && moment_day(h->at[which], zone, &second) == moment_day(next, zone, NULL)
	    && second == MOMENT_DAY - 1)
		h->at[which] = next;
}

static void
settle_days(struct history *h, const char *zone)
{
	moment_t end;

	give_way(h, HISTORY_FINISHED, h->at[HISTORY_CONFIRMED], zone);
	end = h->at[HISTORY_FINISHED] != 0 ? h->at[HISTORY_FINISHED]
	    : h->at[HISTORY_CONFIRMED] != 0 ? h->at[HISTORY_CONFIRMED] : h->at[HISTORY_CANCELLED];
	for (int i = HISTORY_ESCALATED; i <= HISTORY_ANSWERED; i++)
		give_way(h, i, end, zone);
	for (int i = HISTORY_ESCALATED; i < HISTORY_MOMENTS; i++)
		give_way(h, HISTORY_POSTED, h->at[i], zone);
}

static void
missing(struct import *im, struct import_row *row, enum history_moment which)
{
	import_fault(im, row, columns[which], (struct text){ 0 }, FAULT_MISSING);
}

/* The moments that the row leaves to be concluded. */
static void
conclude(struct import *im, struct import_row *row)
{
	struct history *h = row->rec;
	moment_t *at = h->at;

	if (at[HISTORY_FINISHED] == 0)
		at[HISTORY_FINISHED] = at[HISTORY_CONFIRMED];
	if (h->stars != 0 && at[HISTORY_CONFIRMED] == 0)
		at[HISTORY_CONFIRMED] = at[HISTORY_FINISHED];
	if (at[HISTORY_TAKEN] == 0)
		at[HISTORY_TAKEN] = at[HISTORY_FINISHED];
	if (h->answer.len > 0 && at[HISTORY_ANSWERED] == 0)
		at[HISTORY_ANSWERED] = at[HISTORY_FINISHED];
	if (at[HISTORY_FINISHED] == 0 && h->stars != 0)
		import_fault(im, row, "score", (struct text){ 0 }, FAULT_SCORE_OPEN);
	else if (at[HISTORY_FINISHED] == 0 && h->result.len > 0 && at[HISTORY_CANCELLED] == 0)
		missing(im, row, HISTORY_FINISHED);
	if (h->answer.len > 0 && at[HISTORY_ANSWERED] == 0)
		missing(im, row, HISTORY_ANSWERED);
	/* A moment that could not be read is told already. */
	if (at[HISTORY_TAKEN] == 0 && !row->bad && (h->chief != 0 || h->chief_name.len > 0))
		import_fault(im, row, h->chief != 0 ? "chief" : "chief_name", (struct text){ 0 }, FAULT_CHIEF_OPEN);
	if (at[HISTORY_FINISHED] != 0 && at[HISTORY_CANCELLED] != 0)
		import_fault(im, row, "cancelled", (struct text){ 0 }, FAULT_ORDER_STEP);
}

/* What comes before what goes before it, of what the row says: what is concluded
 * of that is no worse. */
static void
check_times(struct import *im, struct import_row *row)
{
	/* What each comes after: bits of those before it. */
	enum { POSTED = 1 << HISTORY_POSTED, WORK = POSTED | 1 << HISTORY_ESCALATED | 1 << HISTORY_TAKEN | 1 << HISTORY_ANSWERED };
	static const unsigned after[] = {
		[HISTORY_ESCALATED] = POSTED, [HISTORY_TAKEN] = POSTED, [HISTORY_ANSWERED] = POSTED,
		[HISTORY_FINISHED] = WORK, [HISTORY_CONFIRMED] = WORK | 1 << HISTORY_FINISHED, [HISTORY_CANCELLED] = WORK,
	};
	struct history *h = row->rec;

	for (int i = HISTORY_ESCALATED; i < HISTORY_MOMENTS; i++)
		for (int k = 0; h->at[i] != 0 && k < i; k++)
			if ((after[i] >> k & 1) != 0 && h->at[i] < h->at[k]) {
				import_fault(im, row, columns[i], (struct text){ 0 }, FAULT_TIME_ORDER);
				break;
			}
}

/* The level it was passed up to from that of its area. */
static int
find_level(struct import *im, struct import_row *row, int from)
{
	struct history *h = row->rec;
	int to = h->level.len > 0 ? area_level(h->level) : h->at[HISTORY_ESCALATED] != 0 ? from - 1 : from;

	if (to > from || to < 3 || (to == from && h->at[HISTORY_ESCALATED] != 0))
		import_fault(im, row, "level", (struct text){ 0 }, FAULT_ORDER_LEVEL);
	else if (to < from && h->at[HISTORY_ESCALATED] == 0)
		h->at[HISTORY_ESCALATED] = h->at[HISTORY_POSTED];
	return to;
}

static void
add(struct history *h, enum order_step step, moment_t at, int level, bool by)
{
	h->step[h->steps++] = (struct history_step){ at, (uint8_t)step, (uint8_t)level, by };
}

/* Passing up, taking and answering, in whatever order they were. */
static void
add_work(struct history *h, int from, int to)
{
	enum history_moment order[] = { HISTORY_ESCALATED, HISTORY_TAKEN, HISTORY_ANSWERED }, swap;
	bool taken = false, by = false;
	int level = from;

	for (int i = 0; i < 3; i++)
		for (int k = i; k > 0 && h->at[order[k]] < h->at[order[k - 1]]; k--) {
			swap = order[k];
			order[k] = order[k - 1];
			order[k - 1] = swap;
		}
	for (int i = 0; i < 3; i++) {
		moment_t at = h->at[order[i]];

		if (at == 0)
			continue;
		if (order[i] == HISTORY_TAKEN)
			add(h, STEP_TAKE, at, level, taken = by = true);
		else if (order[i] == HISTORY_ANSWERED)
			add(h, STEP_ANSWER, at, level, by);
		for (; order[i] == HISTORY_ESCALATED && level > to; taken = by = false)
			add(h, STEP_ESCALATE, at, --level, false);
	}
	if (h->at[HISTORY_FINISHED] != 0) {
		if (!taken)
			add(h, STEP_TAKE, h->at[HISTORY_FINISHED], level, false);
		add(h, STEP_FINISH, h->at[HISTORY_FINISHED], level, by);
	}
}

/* What its row says of an order, by its events. */
static void
live(struct history *h, const struct order_book *book)
{
	struct order_life life = { .kind = text_of(h->code) };

	for (int i = 0; i < h->steps; i++)
		order_live(&life, &(struct order_event){ h->step[i].step, h->step[i].at, h->step[i].level, h->step[i].by, h->stars }, book);
	h->state = life.state;
	h->at_level = life.level;
	h->has_chief = life.chief != 0;
	h->since = life.since;
	h->closed = life.closed;
	h->answered = life.answered;
	h->due = life.closed != 0 ? MOMENT_MAX : order_due_of(&life);
}

void
history_tell(struct import *im, const struct order_intake *in, struct import_row *row)
{
	struct history *h = row->rec;
	int from = area_map_level(in->areas, ids_make(h->village, h->hood)), to;

	settle_days(h, import_zone(im));
	check_times(im, row);
	conclude(im, row);
	to = find_level(im, row, from);
	if (row->bad)
		return;
	add(h, STEP_POST, h->at[HISTORY_POSTED], from, false);
	add_work(h, from, to);
	if (h->at[HISTORY_CONFIRMED] != 0)
		add(h, STEP_CONFIRM, h->at[HISTORY_CONFIRMED], to, false);
	if (h->at[HISTORY_CANCELLED] != 0)
		add(h, STEP_CANCEL, h->at[HISTORY_CANCELLED], to, false);
	live(h, in->book);
}
