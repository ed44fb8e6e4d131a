/*
 * The dated rulebook: every line of town policy, with its first and last day.
 *
 * kind   rule is          subject                 other fields
 * class  code: red        -                       name 红户; no = its number
 * tag    code: disabled   special, or empty       name 残疾; no = its bit
 * visit  code: red-weekly class:red tag:disabled  every unit days anchor shift
 *                         special all
 * order, deadline, hours: see order_book.h
 * duty, ban, role, deed, exchange: see deed.h
 * activity  code: council  -                      name 议事会
 * meeting   code: monthly  activity:council level:village  as visit, always periodic
 * A rule with the same code and a later first day is a new version: the older
 * one ends the day before. Nothing is edited.
 */
#ifndef NBR_RULE_H
#define NBR_RULE_H

#include "import.h"
#include "list.h"
#include "schedule.h"

enum { RULE_CODE = 40, RULE_VISITS = 64 };

struct visit_rule {
	char		 code[RULE_CODE];
	int		 class_no;	/* the class it is for, 0 any */
	uint64_t	 tags;		/* or any of these tags; 0 and class_no 0: all */
	struct schedule	 schedule;
	day_t		 since;		/* first day of its oldest version without a gap */
	day_t		 first, last;
};

/* What holds on a day (or, on 0, every version ever: for schedule floors). */
struct rulebook {
	day_t		 on;
	struct words	 words;		/* classes and tags of that day */
	uint64_t	 special;	/* bits of the special groups */
	int		 visits;
	struct visit_rule visit[RULE_VISITS];
	struct rulebook_strings *strings;
};

struct rulebook *rulebook_load(struct db *, day_t on);	/* NULL: failed */
void rulebook_free(struct rulebook *);

/* Whether a rule is for households of a class or with any of the tags. */
bool rule_applies(const struct visit_rule *, int class_no, uint64_t tags);

/* Number of a class: by code (red), name (红户) or its stem (红 红色). 0 none. */
int rulebook_class(const struct rulebook *, struct text);

/* Bits of tags named in a cell, cut at 、 , ， ; / or a blank; false: one is
 * unknown, *bad says which. */
bool rulebook_tags(const struct rulebook *, struct text, uint64_t *bits, struct text *bad);

/* The subject of a deadline (what: "order") or a meeting ("activity"): "all",
 * "order:need", "level:group", "order:need level:group", the words in any order, in
 * Chinese too. */
struct rule_about {
	struct text	 kind;		/* code or name, shorter than RULE_CODE; "" any */
	int		 level;		/* 3 town - 7 neighbourhood, 0 any */
};
/* False: it is not of that form. */
bool rule_about(struct text subject, const char *what, struct rule_about *);

/* The code of the order or activity (kind: "order", "activity") that a word means
 * on a day, 0 on any: by its code, its name, or the one name with its stem. 1, 0
 * none, -1. */
int rule_kind_code(struct db *, const char *kind, struct text, day_t on, char code[static RULE_CODE]);

extern const struct col rule_cols[];	/* rule kind name subject .. first last note */

/* Rules valid on a day (0: all versions), of a kind (NULL: any). 0, -1. */
int rule_list(struct db *, struct rec_out *, day_t on, const char *kind);
int rule_show(struct db *, struct rec_out *, struct text code);	/* all versions */

/* What the version that holds on a day says, in words: a record for each thing.
 * Columns explain_cols. 0, -1: none holds (FAULT_NOT_FOUND). */
extern const struct col explain_cols[];	/* rule field value first last */
int rule_explain(struct db *, struct rec_out *, struct text code, day_t on);

struct rule {		/* of an import or an add; see rule_cols */
	struct text	 rule, kind, name, subject, unit, days, anchor, shift, clock, hours, side, note;
	int64_t		 every, value, cap_day, cap_month, cap_year, notice;
	day_t		 first, last;	/* last 0: until further notice */
};

/* Adds a rule, or a new version of one, and numbers classes and tags. Within a
 * write transaction; the caller then calls floor_refresh(). 1 added, 0 the same
 * is there, -1. */
int rule_add(struct db *, const struct rule *, int64_t run);
/* Ends a rule on a day. 1, 0 it ends then already, or -1 (no such rule on that
 * day, or one with a later version). */
int rule_end(struct db *, struct text code, day_t last, int64_t run);

/* Findings: overlaps, gaps, subjects nobody defines; what is missing on a day.
 * Columns finding_cols. 0, -1. */
int rule_check(struct db *, struct rec_out *, day_t on);

extern const struct entity rule_entity;

#endif
