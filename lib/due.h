/*
 * Who must be visited: computed when asked, from what is stored then.
 */
#ifndef NBR_DUE_H
#define NBR_DUE_H

#include "chief.h"
#include "household.h"

extern const struct col due_cols[];	/* household head area area_name chief chief_name class rule last_visit due overdue_days .. */
extern const struct col why_cols[];	/* household rule chosen start last_visit nominal due class */

struct due_filter {
	struct area_range area;		/* of the household */
	day_t		 on;
	int		 within;	/* also what falls due so many days later */
	bool		 overdue;	/* only what was due before on */
	int		 class_no;	/* 0 any */
	uint64_t	 tags;		/* any of these; 0 any */
	int64_t		 chief;		/* id of who answers for it, 0 any */
	const char	*rule;		/* code: only under this rule; NULL any */
	const int64_t	*among;		/* sorted ids, NULL any */
	size_t		 amongs;
};

/* One household that is due; until f returns. */
struct due {
	int64_t		 household, area;	/* ids */
	int64_t		 chief;			/* who answers for it; 0 none */
	struct text	 chief_name;
	int		 class_no;
	uint64_t	 tags;
	const struct visit_rule *rule;
	day_t		 visited;		/* last visit, 0 none */
	day_t		 nominal, due;		/* as of schedule_due */
	int		 overdue_days;		/* 0 when due on the day or later */
};

/* What is asked, with everything that is needed to answer; from open to close. */
struct due_question {
	struct db		*db;
	const struct rulebook	*book;		/* of the day */
	const struct due_filter	*filter;
	struct calendar		*calendar;
	struct post_map		*posts;		/* NULL: chiefs are not asked for */
	struct area_map		*areas;		/* NULL: names of areas neither */
	day_t			 until;		/* on + within */
};
/* 0, -1. due_question_close frees in either case. */
int due_question_open(struct due_question *, struct db *, const struct rulebook *, const struct due_filter *,
    bool chiefs, bool areas);
void due_question_close(struct due_question *);

/* Calls f for each household that is due, in the order of their ids; row holds the
 * columns of extra, such as "h.head", from column 9 on. Returns 0, what f returned,
 * or -1. */
int due_each(const struct due_question *, const char *extra,
    int (*f)(void *, const struct due *, struct stmt *row), void *arg);

/* Those that are due, by their ids. 0, -1. */
int due_list(struct db *, struct rec_out *, const struct rulebook *, const struct due_filter *);

/* The chain of rules of the households that are due (or of among). 0, -1. */
int due_why(struct db *, struct rec_out *, const struct rulebook *, const struct due_filter *);

#endif
