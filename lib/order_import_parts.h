/* What the files of the import of orders share. */
#ifndef NBR_ORDER_IMPORT_PARTS_H
#define NBR_ORDER_IMPORT_PARTS_H

#include "order.h"
#include "place.h"

/* The moments a row may give. */
enum history_moment {
	HISTORY_POSTED, HISTORY_ESCALATED, HISTORY_TAKEN, HISTORY_ANSWERED, HISTORY_FINISHED, HISTORY_CONFIRMED,
	HISTORY_CANCELLED, HISTORY_MOMENTS
};

/* post, escalate from neighbourhood to town, take below and above, answer, finish, confirm */
enum { HISTORY_STEPS = 10 };

struct history_step {
	moment_t	 at;
	uint8_t		 step, level;	/* enum order_step; from then on */
	bool		 by;		/* of the row's chief */
};

/* One row: an order as another system tells it. */
struct history {
	struct text	 order, ref, kind, title, detail, area, place[PLACES], level, person, chief_name;
	struct text	 result, answer, score, note;
	int64_t		 household, chief;	/* ids */
	moment_t	 at[HISTORY_MOMENTS];
	/* found by check */
	int64_t		 village, hood;		/* sub of the area */
	bool		 placed;		/* else it is where the household was */
	bool		 home;			/* there is such a household */
	day_t		 on;			/* of posting */
	int		 stars;
	const char	*code;			/* of the kind */
	/* what follows of it: the events, and what they say */
	struct history_step step[HISTORY_STEPS];
	int		 steps;
	enum order_state state;
	int		 at_level;
	bool		 has_chief;		/* the row's chief has it */
	moment_t	 since, closed, answered, due;
	/* found by store */
	int64_t		 line;			/* of the file */
	int64_t		 no;			/* of the order, 0 not yet */
	int64_t		 found;			/* number of the stored order it means, 0 none */
	int		 stored;		/* events of it that are stored */
	int64_t		 holder;		/* serial of who has it by those, 0 nobody, or an office */
	const char	*other;			/* column that is stored otherwise, NULL none */
	bool		 loose;			/* the order has a ref, and the row has none */
	bool		 mine;			/* another row of the file stored it */
};

/* What an import holds between its rows. */
struct order_intake {
	struct order_book *book;
	struct area_map	*areas;
	struct place_how where;
	struct stmt	*chief;			/* whether there is one */
	int64_t		 known;			/* the last one that there was */
	moment_t	 end;			/* of the business day */
	bool		 numbers;		/* the file has a column of them */
};

static inline struct history *
history_of(const struct import_row *row)
{
	return row->rec;
}

/* What an event of the row says in words. */
static inline struct text
history_note(const struct history *h, const struct history_step *s)
{
	switch (s->step) {
	case STEP_POST: return h->note;
	case STEP_TAKE: return s->by && h->chief == 0 ? h->chief_name : text_of("");	/* an office's */
	case STEP_ANSWER: return h->answer;
	case STEP_FINISH:
	case STEP_CANCEL: return h->result;
	default: return text_of("");
	}
}

/* What a row says happened, in the order of time, and what its order is by that;
 * finds the faults. The row is placed. */
void history_tell(struct import *, const struct order_intake *, struct import_row *);

/* A batch of rows on its way into the tables. */
struct order_batch {
	struct import		*im;
	struct db		*db;
	struct order_intake	*in;
	struct import_row	**row;		/* by village and day; the bad ones go with history_drop_bad */
	size_t			 n;
};

/* Whether there is such a row; leaves the good ones. */
bool history_any(const struct order_batch *, bool (*is)(const struct history *));
void history_drop_bad(struct order_batch *);

/* Finds the faults of households and chiefs, and drops the bad rows. 0, -1. */
int history_look_up(struct order_batch *);

/*
 * Finds the stored orders that rows mean, and says in .stored what becomes of
 * those; ROW_NEW remains of the others. Drops the bad rows. 0, -1.
 */
int history_match(struct order_batch *);

int order_intake_store(struct import *, void *own, struct import_row *, size_t n);

#endif
