/* What the files of rule share; others include rule.h. */
#ifndef NBR_RULE_PARTS_H
#define NBR_RULE_PARTS_H

#include "order_book.h"

enum { RULE_CLASSES = 15, RULE_TAGS = 62, RULE_EVERY = 9999 };

/* rule_units begins in the order of enum schedule_unit, deadline_units has that of
 * enum deadline_unit, rule_shifts of enum schedule_shift; last, periodic. */
extern const struct word rule_kinds[], rule_units[], deadline_units[], rule_anchors[], rule_shifts[], deed_sides[];

/* Place of a stored word in its table, -1 none. */
int rule_word(const struct word *, struct text);

/* Whether a word is the code, or the name. */
bool rule_means(struct text what, struct text code, struct text name);

/* A name without what clerks add or leave out: 红户 红色, 低保 低保户. */
struct text rule_stem(struct text);

/* Bits of "1,11,21", from 1 to most. 0: it is not of that form. */
uint32_t rule_days(struct text, int most);

/* Where the texts of a rule in its stored form are kept. */
struct rule_space {
	char	days[96], subject[RULE_CODE + 32];
};

/* The subject in its stored form, kept in the space. */
void rule_about_write(struct rule *, struct rule_space *, const char *what, const struct rule_about *);

/* What is wrong with a rule, and where: a column of rule_cols. */
struct rule_wrong {
	enum fault	 fault;
	const char	*column;
};

/* Puts a rule into its stored form, defaults and all, or says what is wrong. */
struct rule_wrong rule_form(struct rule *, struct rule_space *);

/*
 * Stores a rule of that form. What it is about must be stored: a class named
 * 红户 becomes red. 0 and what became of it in *stored, or *wrong (not
 * stored); -1 (db_fail).
 */
int rule_store(struct db *, struct rule *, struct rule_space *, enum duplicate, int64_t run,
    int *stored /* ROW_NEW .. */, struct rule_wrong *wrong);

#endif
