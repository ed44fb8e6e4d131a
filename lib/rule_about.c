/* What the subject of a deadline or of a meeting says. */
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
		return about->level >= 3;
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
