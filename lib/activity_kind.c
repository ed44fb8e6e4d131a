/* The kinds of activities that the rulebook knows, in memory. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "activity_parts.h"

struct kind {
	char		 code[RULE_CODE];
	char		*name;
	day_t		 first, last;
};

struct activity_kinds {
	struct kind	*at;
	size_t		 n, room;
};

static int
take(void *arg, struct stmt *row)
{
	struct activity_kinds *k = arg;
	struct text code = stmt_text(row, 0), name = stmt_text(row, 1);
	struct kind *kind;

	if (code.len >= RULE_CODE)
		return 0;
	if (k->n == k->room) {
		size_t room = k->room * 2 + 16;
		struct kind *at = reallocarray(k->at, room, sizeof(*at));

		if (at == NULL)
			return 1;
		k->at = at;
		k->room = room;
	}
	kind = &k->at[k->n];
	*kind = (struct kind){ .name = strndup(name.at, name.len), .first = (day_t)stmt_int(row, 2), .last = (day_t)stmt_int(row, 3) };
	memcpy(kind->code, code.at, code.len);
	return k->at[k->n++].name == NULL;
}

struct activity_kinds *
activity_kinds_load(struct db *db)
{
	struct activity_kinds *k = calloc(1, sizeof(*k));
	int rc = k == NULL ? 1 : db_each(db,
	    "SELECT rule, name, first, last FROM rule WHERE kind = 'activity' ORDER BY rule, first", NO_ARGS, take, k);

	if (rc == 0)
		return k;
	if (rc > 0)
		db_no_memory(db);
	activity_kinds_free(k);
	return NULL;
}

void
activity_kinds_free(struct activity_kinds *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < k->n; i++)
		free(k->at[i].name);
	free(k->at);
	free(k);
}

const char *
activity_kind(const struct activity_kinds *k, struct text word, day_t on)
{
	for (size_t i = 0; i < k->n; i++)
		if ((on == 0 || (k->at[i].first <= on && on <= k->at[i].last))
		    && (text_is(word, k->at[i].code) || text_is(word, k->at[i].name)))
			return k->at[i].code;
	return NULL;
}
