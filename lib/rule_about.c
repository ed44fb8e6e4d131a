/* What the subject of a deadline or of a meeting says. */
#define _GNU_SOURCE
#include <stdio.h>
#include <strings.h>

#include "area.h"
#include "rule_parts.h"

static const struct { const char *prefix, *what; } prefixes[] = {
	{ "order:", "order" }, { "单类:", "order" }, { "单类：", "order" },
	{ "activity:", "activity" }, { "活动:", "activity" }, { "活动：", "activity" },
	{ "level:", "level" }, { "层级:", "level" }, { "层级：", "level" },
};

/* Cuts the prefix off a word, *what "" when it has none. */
static struct text
cut_prefix(struct text word, const char **what)
{
	*what = "";
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t n = strlen(prefixes[i].prefix);

		if (word.len > n && memcmp(word.at, prefixes[i].prefix, n) == 0) {
			*what = prefixes[i].what;
			return (struct text){ word.at + n, word.len - n };
		}
	}
	return word;
}

/* Whether one word fits, and says what no word before it said. */
static bool
take(struct text word, const char *what, struct rule_about *about)
{
	const char *which;
	struct text value = cut_prefix(word, &which);

	if (strcmp(which, what) == 0 && about->kind.len == 0 && value.len < RULE_CODE) {
		about->kind = value;
		return true;
	}
	if (strcmp(which, "level") == 0 && about->level == 0) {
		about->level = area_level(value);
		return about->level >= LEVEL_TOWN;
	}
	return false;
}

bool
rule_about(struct text subject, const char *what, struct rule_about *about)
{
	*about = (struct rule_about){ 0 };
	if (text_is(subject, "all") || text_is(subject, "全部"))
		return true;
	while (subject.len > 0) {
		const char *blank = memchr(subject.at, ' ', subject.len);
		size_t n = blank == NULL ? subject.len : (size_t)(blank - subject.at);

		if (n > 0 && !take((struct text){ subject.at, n }, what, about))
			return false;
		n += blank != NULL;
		subject = (struct text){ subject.at + n, subject.len - n };
	}
	return about->kind.len > 0 || about->level > 0;
}

void
rule_about_write(struct rule *r, struct rule_space *space, const char *what, const struct rule_about *about)
{
	char written[sizeof(space->subject)];
	const char *level = about->level == 0 ? "" : ids_level[about->level];
	bool kind = about->kind.len > 0;

	snprintf(written, sizeof(written), "%s%s%.*s%s%s", kind ? what : "", kind ? ":" : *level == '\0' ? "all" : "",
	    (int)about->kind.len, about->kind.at, *level == '\0' ? "" : kind ? " level:" : "level:", level);
	memcpy(space->subject, written, sizeof(written));	/* what it says may lie there */
	r->subject = text_of(space->subject);
}

bool
rule_means(struct text what, struct text code, struct text name)
{
	return text_equal(what, name) || (code.len == what.len && strncasecmp(code.at, what.at, what.len) == 0);
}

/* The kind a word stands for, being found. */
struct search {
	struct text	 what, root;
	char		*code;
	int		 fit;		/* 2 as it is, 1 by its stem, 0 none so far */
	bool		 several;
};

static int
take_kind(void *arg, struct stmt *row)
{
	struct search *s = arg;
	struct text code = stmt_text(row, 0), name = stmt_text(row, 1);
	int fit = rule_means(s->what, code, name) ? 2 : text_equal(s->root, rule_stem(name));

	if (fit == 0 || fit < s->fit || code.len >= RULE_CODE)
		return 0;
	/* The versions of a kind come together: what is of two kinds stays so. */
	s->several = fit == s->fit && (s->several || !text_is(code, s->code));
	s->fit = fit;
	rule_copy(s->code, code);
	return 0;
}

int
rule_kind_code(struct db *db, const char *kind, struct text what, day_t on, char code[static RULE_CODE])
{
	struct search s = { .what = what, .root = rule_stem(what), .code = code };

	code[0] = '\0';
	if (db_each(db, "SELECT rule, name FROM rule WHERE kind = $1 AND ($2 = 0 OR (first <= $2 AND last >= $2)) ORDER BY rule, first",
	    ARGS(ARG(kind), ARG(on)), take_kind, &s) != 0)
		return -1;
	return s.fit > 0 && !s.several;
}
