/* What a rule is about, found in the rulebook: 红户 becomes red. */
#define _GNU_SOURCE
#include <stdio.h>

#include "rule_parts.h"

/* The code of what a word of a subject names, in its place. 0 found, or *wrong; -1. */
static int
resolve_name(struct db *db, const char *kind, struct text *word, char code[static RULE_CODE], enum fault fault, struct rule_wrong *wrong)
{
	int found = word->len == 0 ? 1 : rule_kind_code(db, kind, *word, 0, code);

	if (found < 0)
		return -1;
	if (found == 0)
		*wrong = (struct rule_wrong){ fault, "subject", NULL };
	else if (word->len > 0)
		*word = text_of(code);
	return 0;
}

/* Which order a deadline, or which activity a meeting names. 0 found, or *wrong; -1. */
static int
resolve_kind(struct db *db, struct rule *r, struct rule_space *space, const char *kind, struct rule_wrong *wrong)
{
	struct rule_about about;
	char code[RULE_CODE];

	if (!rule_about(r->subject, kind, &about))
		return 0;
	if (resolve_name(db, kind, &about.kind, code, FAULT_KIND, wrong) != 0)
		return -1;
	if (wrong->fault == FAULT_NONE)
		rule_about_write(r, space, kind, &about);
	return 0;
}

/* Which order or activity a deed names, and what it belongs to. */
static int
resolve_deed(struct db *db, struct rule *r, struct rule_space *space, struct rule_wrong *wrong)
{
	struct deed_about about;
	char kind[RULE_CODE], belongs[RULE_CODE];

	if (!deed_about(r->subject, &about))
		return 0;
	if (((about.cause == CAUSE_ORDER || about.cause == CAUSE_ACTIVITY) &&
	    resolve_name(db, causes[about.cause].name, &about.kind, kind, FAULT_KIND, wrong) != 0) ||
	    (about.group != NULL && resolve_name(db, about.group, &about.belongs, belongs, FAULT_DUTY, wrong) != 0))
		return -1;
	if (wrong->fault == FAULT_NONE)
		deed_about_write(r, space, &about);
	return 0;
}

/* Which class or tag a visit rule names. */
static int
resolve_word(struct db *db, struct rule *r, struct rule_space *space, struct rule_wrong *wrong)
{
	bool class = r->subject.len > strlen("class:") && memcmp(r->subject.at, "class:", strlen("class:")) == 0;
	size_t n = strlen(class ? "class:" : "tag:");
	struct text what = { r->subject.at + n, r->subject.len - n }, bad;
	struct rulebook *book;
	uint64_t tag = 0;
	int no = 0;

	if (text_is(r->subject, "all") || text_is(r->subject, "special"))
		return 0;
	book = rulebook_load(db, 0);
	if (book == NULL)
		return -1;
	if (class)
		no = rulebook_class(book, what);
	else if (rulebook_tags(book, what, &tag, &bad) && tag != 0 && (tag & (tag - 1)) == 0)
		no = __builtin_ctzll(tag);
	if (class ? no == 0 : tag == 0 || (tag & (tag - 1)) != 0)
		*wrong = (struct rule_wrong){ class ? FAULT_CLASS : FAULT_TAG, "subject", NULL };
	else {
		snprintf(space->subject, sizeof(space->subject), "%s:%s", class ? "class" : "tag",
		    class ? book->words.class_code[no] : book->words.tag_code[no]);
		r->subject = text_of(space->subject);
	}
	rulebook_free(book);
	return 0;
}

int
rule_resolve(struct db *db, struct rule *r, struct rule_space *space, struct rule_wrong *wrong)
{
	return text_is(r->kind, "visit") ? resolve_word(db, r, space, wrong) :
	    text_is(r->kind, "deadline") ? resolve_kind(db, r, space, "order", wrong) :
	    text_is(r->kind, "meeting") ? resolve_kind(db, r, space, "activity", wrong) :
	    text_is(r->kind, "deed") ? resolve_deed(db, r, space, wrong) : 0;
}
