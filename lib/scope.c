#include "scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "household.h"

const char *
scope_area(const struct run *run)
{
	const char *area = run_opt(run, OPT_AREA);

	if (area == NULL && (area = getenv("NBR_AREA")) != NULL && area[0] == '\0')
		area = NULL;
	return area;
}

int
scope_read(struct run *run, struct scope *s)
{
	const char *class = run_opt(run, OPT_CLASS);
	const char *tag = run_opt(run, OPT_TAG), *chief = run_opt(run, OPT_CHIEF);
	struct text bad;

	*s = (struct scope){ .book = rulebook_load(run->db, run->today) };
	if (s->book == NULL)
		return -1;
	if (area_find(run->db, scope_area(run), run->today, &s->area) != 0)
		return -1;
	if (class != NULL && (s->class_no = rulebook_class(s->book, text_of(class))) == 0)
		return run_usage(run, _("-k: the rulebook has no class %s; nbr-rule list class shows them"), class);
	if (tag != NULL && strcmp(tag, "special") == 0)
		s->tags = s->book->special;
	else if (tag != NULL && !rulebook_tags(s->book, text_of(tag), &s->tags, &bad))
		return run_usage(run, _("--tag: the rulebook has no tag %.*s; nbr-rule list tag shows them"), (int)bad.len, bad.at);
	if (chief != NULL && chief_find(run->db, text_of(chief), &s->area, run->today, &s->chief) != 0)
		return -1;
	return 0;
}

void
scope_end(struct scope *s)
{
	rulebook_free(s->book);
}

int
scope_villages(struct run *run, struct area_range *within)
{
	const char *area = scope_area(run);

	if (area_find(run->db, area, run->today, within) != 0)
		return -1;
	return within->level <= LEVEL_VILLAGE ? 0 : run_usage(run, _("-A: a village or an area above it, not %s"), area);
}

int
scope_import(struct run *run, const struct entity *entity)
{
	const char *area = scope_area(run);
	struct area_range r;

	if (area == NULL)
		return run_import(run, entity, 0);
	if (area_find(run->db, area, run->today, &r) != 0)
		return -1;
	if (r.level < 4 && run_opt(run, OPT_AREA) == NULL)
		return run_import(run, entity, 0);
	if (r.level < 4)
		return run_usage(run, _("-A: a village or an area in it, not %s"), area);
	return run_import(run, entity, ids_make(r.village_lo, r.sub_lo));
}

struct ids {
	int64_t	*at;
	size_t	 n, room;
};

static int
add_household(struct run *run, struct text what, void *arg)
{
	struct ids *ids = arg;
	int64_t id;

	if (household_find(run->db, what, &id) != 0)
		return -1;
	if (!ARRAY_ROOM(ids->at, ids->n + 1, ids->room))
		return db_no_memory(run->db);
	ids->at[ids->n++] = id;
	return 0;
}

static void
sort_once(struct ids *ids)
{
	size_t n = 0;

	if (ids->n > 1)
		qsort(ids->at, ids->n, sizeof(*ids->at), ids_order);
	for (size_t i = 0; i < ids->n; i++)
		if (n == 0 || ids->at[i] != ids->at[n - 1])
			ids->at[n++] = ids->at[i];
	ids->n = n;
}

int
scope_operands(struct run *run, int64_t **at, size_t *n)
{
	/* Never NULL: no households is not the same as any household. */
	struct ids ids = { .at = calloc(1, sizeof(int64_t)), .room = 1 };
	int rc = ids.at == NULL ? db_no_memory(run->db)
	    : run_operands(run, "household", add_household, &ids);

	sort_once(&ids);
	*at = ids.at;
	*n = ids.n;
	return rc;
}

int
scope_among(struct run *run, enum opt_id id, int64_t **at, size_t *n)
{
	char *one[] = { (char *)run_opt(run, id), NULL };
	struct run named = *run;
	int rc;

	named.operand = one;
	named.operands = 1;
	rc = scope_operands(&named, at, n);
	run->status = named.status;
	return rc;
}

struct change_all {
	struct scope	*scope;
	int	 (*f)(struct run *, int64_t household, void *);
	void	*arg;
	int64_t	*ids;
	size_t	 n;
};

/* In the order of ids, so of villages. */
static int64_t
change_each(struct run *run, void *arg)
{
	const struct change_all *c = arg;
	int64_t changed = 0;

	if (c->scope != NULL) {
		scope_end(c->scope);	/* of a try before this one */
		if (scope_read(run, c->scope) != 0)
			return -1;
	}
	for (size_t i = 0; i < c->n; i++) {
		int64_t village = ids_village(c->ids[i]);
		int n;

		if ((i == 0 || village != ids_village(c->ids[i - 1])) && run_lock(run, village) != 0)
			return -1;
		n = c->f(run, c->ids[i], c->arg);
		if (n < 0)
			return -1;
		changed += n;
	}
	return changed;
}

int
scope_change(struct run *run, struct scope *s, int (*f)(struct run *, int64_t, void *), void *arg)
{
	struct change_all c = { .scope = s, .f = f, .arg = arg };
	int rc = scope_operands(run, &c.ids, &c.n);

	if (rc == 0)
		rc = run_change(run, DB_LATER, change_each, &c);
	free(c.ids);
	return rc;
}

int
scope_secret(struct run *run, enum opt_id id, char *buf, size_t size)
{
	const char *path = run_opt(run, id);
	int error;
	FILE *fp;

	buf[0] = '\0';
	if (path == NULL)
		return 0;
	fp = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	if (fp == NULL)
		return run_usage(run, "--%s: %s: %s", opts[id].name, path, strerror(errno));
	errno = 0;
	if (fgets(buf, (int)size, fp) != NULL)
		buf[strcspn(buf, "\r\n")] = '\0';
	error = errno;
	if (fp != stdin)
		fclose(fp);
	if (buf[0] == '\0')
		return run_usage(run, "--%s: %s: %s", opts[id].name, path, error != 0 ? strerror(error) : _("there is nothing in it"));
	return 0;
}
