/* What the subject of a deed says: its cause, and what the deed belongs to. */
#define _GNU_SOURCE
#include <stdio.h>

#include "area.h"
#include "rule_parts.h"
#include "visit.h"

const struct word causes[] = {
	{ "manual", "手工 人工 手动 录入" },
	{ "order", "单类 工单 单" },
	{ "visit", "走访" },
	{ "activity", "活动" },
	{ "commendation", "表彰 荣誉" },
	{ NULL, NULL },
};

const struct word commendation_levels[] = {
	{ "nation", "国家级 国家 全国" },
	{ "province", "省级 省" },
	{ "city", "市级 市 地级" },
	{ "county", "县级 县 区 区县" },
	{ "town", "镇级 乡级 乡镇 镇 乡 街道" },
	{ "village", "村级 村 社区" },
	{ NULL, NULL },
};

/* What a deed may belong to. */
static const struct word groups[] = {
	{ "duty", "带头 六带头" },
	{ "ban", "杜绝 六杜绝" },
	{ "role", "员 六员" },
	{ NULL, NULL },
};

static const struct word training[] = {
	{ "training", "培训" },
	{ NULL, NULL },
};

/* Cuts a word at its colon: what stands before it. value is "" without one. */
static struct text
cut_value(struct text word, struct text *value)
{
	static const char *const colons[] = { ":", "：" };

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(colons[i]);
		const char *at = memmem(word.at, word.len, colons[i], n);

		if (at == NULL)
			continue;
		*value = (struct text){ at + n, word.len - (size_t)(at - word.at) - n };
		return (struct text){ word.at, (size_t)(at - word.at) };
	}
	*value = text_of("");
	return word;
}

/* What of its cause a deed is for. */
static bool
take_detail(struct text value, struct deed_about *about)
{
	int word;

	switch (about->cause) {
	case CAUSE_ORDER:
	case CAUSE_ACTIVITY:
		about->kind = value;
		return value.len < RULE_CODE;
	case CAUSE_VISIT:
		word = col_word(visit_kinds, value);
		about->kind = text_of(word < 0 ? "" : visit_kinds[word].name);
		return word >= 0;
	case CAUSE_COMMENDATION:
		word = col_word(commendation_levels, value);
		about->level = word - 1;
		return word >= 0;
	default:
		return false;
	}
}

/* Whether one word fits, and says what no word before it said. */
static bool
take(struct text word, struct deed_about *about, bool *caused)
{
	struct text value, what = cut_value(word, &value);
	int cause = col_word(causes, what), group = col_word(groups, what);
	bool bare = what.len == word.len;

	if (group >= 0 && about->group == NULL && value.len > 0 && value.len < RULE_CODE) {
		about->group = groups[group].name;
		about->belongs = value;
		return true;
	}
	if (*caused)
		return false;
	*caused = true;
	if (bare && col_word(training, what) >= 0) {
		about->cause = CAUSE_ACTIVITY;
		about->kind = text_of("training");
		return true;
	}
	about->cause = cause < 0 ? CAUSE_MANUAL : (enum cause)cause;
	return cause >= 0 && (bare || (value.len > 0 && take_detail(value, about)));
}

bool
deed_about(struct text subject, struct deed_about *about)
{
	bool caused = false;

	*about = (struct deed_about){ .level = DEED_ANY_LEVEL };
	while (subject.len > 0) {
		const char *blank = memchr(subject.at, ' ', subject.len);
		size_t n = blank == NULL ? subject.len : (size_t)(blank - subject.at);

		if (n > 0 && !take((struct text){ subject.at, n }, about, &caused))
			return false;
		n += blank != NULL;
		subject = (struct text){ subject.at + n, subject.len - n };
	}
	return caused;
}

void
deed_about_write(struct rule *r, struct rule_space *space, const struct deed_about *about)
{
	char written[sizeof(space->subject)];
	struct text kind = about->level == DEED_ANY_LEVEL ? about->kind : text_of(commendation_levels[about->level + 1].name);
	bool belongs = about->group != NULL;

	snprintf(written, sizeof(written), "%s%s%.*s%s%s%s%.*s", causes[about->cause].name, kind.len > 0 ? ":" : "",
	    (int)kind.len, kind.at, belongs ? " " : "", belongs ? about->group : "", belongs ? ":" : "",
	    (int)about->belongs.len, about->belongs.at);
	memcpy(space->subject, written, sizeof(written));	/* what it says may lie there */
	r->subject = text_of(space->subject);
}
