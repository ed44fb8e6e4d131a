/* What the files of rule share; others include rule.h. */
#ifndef NBR_RULE_PARTS_H
#define NBR_RULE_PARTS_H

#include "deed.h"
#include "order_book.h"

enum { RULE_CLASSES = 15, RULE_TAGS = 62, RULE_EVERY = 9999, RULE_NOTICE = 366 };

/* In the order of rule_kinds. */
enum rule_kind {
	KIND_CLASS, KIND_TAG, KIND_VISIT, KIND_ORDER, KIND_DEADLINE, KIND_HOURS, KIND_ACTIVITY, KIND_MEETING,
	KIND_DUTY, KIND_BAN, KIND_ROLE, KIND_DEED, KIND_EXCHANGE,
};

/* rule_units begins in the order of enum schedule_unit, deadline_units has that of
 * enum deadline_unit, rule_shifts of enum schedule_shift; last, periodic. */
extern const struct word rule_kinds[], rule_units[], deadline_units[], rule_anchors[], rule_shifts[], deed_sides[];

/* Place of a stored word in its table, -1 none. */
int rule_word(const struct word *, struct text);

/* Whether a word is the code, or the name. */
bool rule_means(struct text what, struct text code, struct text name);

/* A name without what clerks add or leave out: 红户 红色, 低保 低保户. */
struct text rule_stem(struct text);

/* A code shorter than RULE_CODE. */
void rule_copy(char to[static RULE_CODE], struct text code);

/* An array of n with room for one more; NULL no memory, and it is as it was. */
void *rule_room(void *all, int n, size_t size);

/* A field as people see it; "" when it is not given. */
struct text rule_field(const struct rule *, const struct col *, char buf[static COL_BUF]);

/* Bits of "1,11,21", from 1 to most. 0: it is not of that form. */
uint32_t rule_days(struct text, int most);

/* Where the texts of a rule in its stored form are kept. */
struct rule_space {
	char	days[96], subject[2 * RULE_CODE + 32];
};

/* The subject in its stored form, kept in the space. */
void rule_about_write(struct rule *, struct rule_space *, const char *what, const struct rule_about *);

/* The subject of a deed: "order:need duty:elderly", the words in any order, in
 * Chinese too. */
struct deed_about {
	enum cause	 cause;
	struct text	 kind;		/* of the order, activity or visit; "" any */
	int		 level;		/* of the commendation, or DEED_ANY_LEVEL */
	const char	*group;		/* "duty", "ban", "role"; NULL: it belongs to none */
	struct text	 belongs;	/* code or name, shorter than RULE_CODE */
};
/* False: it is not of that form. */
bool deed_about(struct text subject, struct deed_about *);

/* Its stored form, kept in the space. */
void deed_about_write(struct rule *, struct rule_space *, const struct deed_about *);

/* What is wrong with a rule, and where: a column of rule_cols. */
struct rule_wrong {
	enum fault	 fault;
	const char	*column;
	const char	*why;		/* N_(): reason and remedy; NULL: as the fault has them */
};

/* Puts a rule into its stored form, defaults and all, or says what is wrong. */
struct rule_wrong rule_form(struct rule *, struct rule_space *);

/* A row of a file of rules, and the check of its form (struct entity). */
struct rule_row {
	struct rule	 rule;
	struct rule_space *space;
};
int rule_row_check(struct import *, void *own, struct import_row *);

/* Writes codes for the names in its subject; what it is about must be stored. 0 found,
 * or *wrong; -1 (db_fail). */
int rule_resolve(struct db *, struct rule *, struct rule_space *, struct rule_wrong *);

/* Resolves and stores a rule of that form. 0 and what became of it in *stored, or
 * *wrong (not stored); -1 (db_fail). */
int rule_store(struct db *, struct rule *, struct rule_space *, enum duplicate, int64_t run,
    int *stored /* ROW_NEW .. */, struct rule_wrong *wrong);

#endif
