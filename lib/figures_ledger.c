/* The newest checkpoint of each village's points, in full: on paper it is out of reach. */
#define _GNU_SOURCE
#include "figures.h"

#include <stdio.h>

#include "checkpoint.h"

static int
take(void *arg, struct stmt *row)
{
	struct sheet *s = arg;
	char words[CHECKPOINT_WORDS], code[32];
	int64_t village = stmt_int(row, 0), n = 0;
	int rc = checkpoint_last(s->ask->db, village, s->ask->until, words);

	for (char *line = words, *end; rc == 1 && (end = strchr(line, '\n')) != NULL; line = end + 1) {
		snprintf(code, sizeof(code), "line:%lld", (long long)++n);
		if (sheet_at(s, FIGURE_CHECKPOINT, ids_make(village, 0), (struct sheet_group){ code, { line, (size_t)(end - line) }, n },
		    SHEET_NONE, SHEET_NONE, SHEET_NONE) != 0)
			return -1;
	}
	return rc < 0 ? -1 : 0;
}

int
figures_ledger(struct sheet *s)
{
	const struct area_range *r = s->ask->range;

	return db_each(s->ask->db, "SELECT village FROM chain WHERE village BETWEEN $1 AND $2 ORDER BY village",
	    ARGS(ARG(r->village_lo), ARG(r->village_hi)), take, s);
}
