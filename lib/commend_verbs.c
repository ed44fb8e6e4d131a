#include "commend_verbs.h"

#include "commend.h"
#include "scope.h"

static int
read_level(struct run *run, int *level)
{
	const char *word = run_opt(run, OPT_LEVEL);

	*level = word == NULL ? -2 : commendation_level(text_of(word));
	return word == NULL || *level > -2 ? 0
	    : run_usage(run, _("--level: nation, province, city, county, town or village, not %s"), word);
}

struct commending {
	struct area_range within;
	struct commendation one;	/* of the chief at hand */
};

static int
find_chief(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct commending *c = arg;
	int64_t id;

	if (chief_find(run->db, what, &c->within, run->today, &id) != 0)
		return -1;
	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return 0;
}

static int
commend_one(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct commendation one = ((const struct commending *)arg)->one;
	const struct area_range village = { key.village, key.village, 0, 999999, LEVEL_VILLAGE };
	int rc;

	(void)no;
	one.chief = ids_make(key.village, key.no);
	rc = run_opt(run, OPT_REMOVE) != NULL ? commend_withdraw(run->db, &one, run->today, run->id) : commend(run->db, &one, run->id);
	if (rc > 0 && commendation_list(run->db, run->out, &(struct commendation_filter){ village, .level = -2, .no = one.no }) != 0)
		return -1;
	return rc;
}

int
commend_verb_add(struct run *run)
{
	static const struct run_steps steps = { .column = "chief", .find = find_chief, .step = commend_one };
	struct commending c = { .one = { .day = run->today, .title = run_text(run, OPT_TITLE) } };
	int rc = area_find(run->db, scope_area(run), run->today, &c.within);

	if (rc == 0 && (c.one.title.len == 0 || run_opt(run, OPT_LEVEL) == NULL))
		rc = run_usage(run, _("--level and --title are needed"));
	if (rc == 0)
		rc = read_level(run, &c.one.level);
	return rc != 0 ? rc : run_steps(run, &steps, &c);
}

int
commend_verb_list(struct run *run)
{
	struct commendation_filter f = { .level = -2 };
	struct scope scope;
	int rc = scope_read(run, &scope);

	f.area = scope.area;
	f.chief = scope.chief;
	if (rc == 0)
		rc = run_period(run, 0, DAY_MAX, &f.since, &f.until);
	if (rc == 0)
		rc = read_level(run, &f.level);
	if (rc == 0)
		rc = commendation_list(run->db, run->out, &f);
	scope_end(&scope);
	return rc;
}
