#define _GNU_SOURCE
#include "waiver.h"

#include <stdarg.h>
#include <stdlib.h>

#include "array.h"

struct waiver {
	char	*record, *code, *reason;
	day_t	 last;
};

struct waivers {
	struct waiver	*at;	/* by record and code */
	size_t		 n, room;
};

static char *
copy(struct text t)
{
	return strndup(t.at, t.len);
}

static int
take(void *arg, struct stmt *row)
{
	struct waivers *w = arg;
	struct waiver *one;

	if (!ARRAY_ROOM(w->at, w->n + 1, w->room))
		return 1;
	one = &w->at[w->n++];
	*one = (struct waiver){ copy(stmt_text(row, 0)), copy(stmt_text(row, 1)), copy(stmt_text(row, 3)), (day_t)stmt_int(row, 2) };
	return one->record == NULL || one->code == NULL || one->reason == NULL;
}

struct waivers *
waivers_load(struct db *db, day_t on)
{
	struct waivers *w = calloc(1, sizeof(*w));
	int rc = w == NULL ? 1 : db_each(db,
	    "SELECT record, code, last, reason FROM waiver WHERE first <= $1 AND last >= $1 ORDER BY record, code, village, first",
	    ARGS(ARG(on)), take, w);

	if (rc == 0)
		return w;
	if (rc > 0)
		db_no_memory(db);
	waivers_free(w);
	return NULL;
}

void
waivers_free(struct waivers *w)
{
	for (size_t i = 0; w != NULL && i < w->n; i++) {
		free(w->at[i].record);
		free(w->at[i].code);
		free(w->at[i].reason);
	}
	if (w != NULL)
		free(w->at);
	free(w);
}

static int
by_finding(const void *a, const void *b)
{
	const struct waiver *x = a, *y = b;
	int order = strcmp(x->record, y->record);

	return order != 0 ? order : strcmp(x->code, y->code);
}

static const struct waiver *
find(const struct waivers *w, struct text record, const char *code)
{
	char id[64];
	const struct waiver key = { .record = id, .code = (char *)code };

	if (w->n == 0)
		return NULL;
	snprintf(id, sizeof(id), "%.*s", (int)record.len, record.at);
	return bsearch(&key, w->at, w->n, sizeof(*w->at), by_finding);
}

bool
check_wants(const struct check *check, const char *code)
{
	char *const *c = check->codes;

	while (*c != NULL && strcmp(*c, code) != 0)
		c++;
	return *c != NULL || check->codes[0] == NULL;
}

int
check_put(struct check *check, const char *code, const char *severity, struct text record, const char *fmt, ...)
{
	const struct waiver *waiver;
	char words[512], day[11];
	va_list ap;

	if (!check_wants(check, code))
		return 0;
	if (check->take != NULL)
		return check->take(check->arg, code, severity, record);
	waiver = find(check->waivers, record, code);
	check->count += waiver != NULL;
	if ((waiver != NULL) != check->waived)
		return 0;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	words[text_utf8(words, strlen(words))] = '\0';	/* cut at a whole character */
	if (waiver == NULL)
		return finding_put(check->out, code, severity, record, "%s", words);
	return finding_put(check->out, code, severity, record, _("%s; waived until %s: %s"),
	    words, day_text(waiver->last, day), waiver->reason);
}

#define OF_FINDING "village = $1 AND record = $2 AND code = $3"

int
waiver_set(struct db *db, int64_t village, struct text record, const char *code,
    day_t first, day_t last, struct text reason, int64_t run)
{
	int64_t same = 0, ended, dropped;

	if (last != 0 && db_int(db, "SELECT 1 FROM waiver WHERE " OF_FINDING
	    " AND first <= $4 AND last = $5 AND reason = $6 LIMIT 1",
	    ARGS(ARG(village), ARG(record), ARG(code), ARG(first), ARG(last), ARG(reason)), &same) < 0)
		return -1;
	if (same != 0)
		return 0;
	ended = db_run(db, "UPDATE waiver SET last = $5, run = $6 WHERE " OF_FINDING " AND first < $4 AND last >= $4",
	    ARGS(ARG(village), ARG(record), ARG(code), ARG(first), ARG(day_add(first, -1)), ARG(run)));
	dropped = ended < 0 ? -1 : db_run(db, "DELETE FROM waiver WHERE " OF_FINDING " AND first >= $4",
	    ARGS(ARG(village), ARG(record), ARG(code), ARG(first)));
	if (dropped < 0 || last == 0)
		return dropped < 0 ? -1 : ended + dropped > 0;
	return db_run(db, "INSERT INTO waiver (village, record, code, first, last, reason, run) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    ARGS(ARG(village), ARG(record), ARG(code), ARG(first), ARG(last), ARG(reason), ARG(run))) < 0 ? -1 : 1;
}
