/* What the files about chiefs share. */
#ifndef NBR_CHIEF_PARTS_H
#define NBR_CHIEF_PARTS_H

#include "area_parts.h"
#include "chief.h"

struct chief_row {		/* of an import; see chief_cols */
	struct text	 name, role, area, phone, party;
	day_t		 elected;	/* 0 not given */
	int64_t		 electors;	/* 0 not given */
	int64_t		 id;		/* of the area, set by its check */
};

/* The statements of elections, each prepared when it is first needed. */
enum ask {
	ASK_KNOWN,	/* village name phone: chief */
	ASK_SAME,	/* village chief name phone party: same name, same card */
	ASK_POST,	/* village sub day: chief first last electors run of the first post not over */
	ASK_SERIAL,	/* village: the next serial of a chief */
	ASK_CHIEF,	/* village chief name phone party note run */
	ASK_ELECT,	/* village sub chief first electors run */
	ASK_COUNT
};
struct asker {
	struct db	*db;
	struct stmt	*stmt[ASK_COUNT];
};

/* Runs one; the first n columns of its first row go to cell. 1, 0 no row, -1. */
int ask(struct asker *, enum ask, const struct arg *, int64_t *cell, int n);
void ask_end(struct asker *);

/* The post of an area that is held on a day, or begins later. */
struct post {
	int64_t	chief, first, last, electors, run;
};
int ask_post(struct asker *, int64_t area, day_t, struct post *);	/* 1, 0, -1 */

/* Gives a chief the phone and party that are not empty; ends a post; gives it
 * another first day, and electors unless 0. All keep what was (was.h). 0, -1. */
int ask_card(struct asker *, int64_t chief, struct text phone, struct text party, int64_t run);
int ask_end_post(struct asker *, int64_t area, int64_t first, day_t last, const char *reason, int64_t run);
int ask_redate(struct asker *, int64_t area, int64_t first, int64_t to, int64_t electors, int64_t run);

/* The chief of this name and telephone, made if there is none. Serial, -1. */
int64_t ask_person(struct asker *, const struct election *, int64_t run);

#endif
