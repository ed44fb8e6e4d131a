/* The values of options, for --help and for the completion of shells. */
#include <stdio.h>
#include <string.h>

#include "run_parts.h"

static void
add(char buf[static OPT_WORDS], const char *word)
{
	size_t n = strlen(buf);

	snprintf(buf + n, OPT_WORDS - n, "%s%s", n > 0 ? " " : "", word);
}

static const struct col *
column_of(const struct verb *verb, enum opt_id id)
{
	const struct col *c = verb->cols == NULL ? NULL : col_find(verb->cols, opts[id].name);

	if (c == NULL && verb->cols != NULL && id == OPT_STATUS)
		c = col_find(verb->cols, "state");
	return c != NULL && c->words != NULL ? c : NULL;
}

static bool
told_by(const struct states *s, const struct verb *verb)
{
	return verb->name != NULL && (strcmp(s->verb, verb->name) == 0 || (verb->operands != NULL && strcmp(s->verb, verb->operands) == 0));
}

const char *
run_words(const struct prog *prog, const struct verb *verb, enum opt_id id, char buf[static OPT_WORDS])
{
	const struct states *s = id == OPT_STATUS ? prog->states : NULL;
	const struct col *c = column_of(verb, id);

	buf[0] = '\0';
	while (s != NULL && s->verb != NULL && !told_by(s, verb))
		s++;
	if (s != NULL && s->verb != NULL && s->words[0] != '+')
		return s->words;
	if (opt_words[id] != NULL)
		return opt_words[id];
	if (id == OPT_FORMAT) {
		for (size_t i = 0; i <= REC_HTML; i++)
			if (i != REC_HTML || verb->flags & VERB_BOARD)
				add(buf, rec_forms[i]);
		run_page_forms(verb, buf);
		return buf;
	}
	/* What a verb stores, or chooses by, another one lists. */
	for (const struct verb *v = prog->verbs; c == NULL && v->main != NULL; v++)
		c = column_of(v, id);
	for (const struct word *w = c == NULL ? NULL : c->words; w != NULL && w->name != NULL; w++)
		add(buf, w->name);
	if (s != NULL && s->verb != NULL)
		add(buf, s->words + 1);
	return buf;
}
