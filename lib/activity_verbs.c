#include "activity_verbs.h"

#include "scope.h"

int
activity_read_kind(struct run *run, day_t on, char buf[static RULE_CODE], const char **kind)
{
	const char *word = run_opt(run, OPT_KIND);
	int rc = word == NULL ? 1 : rule_kind_code(run->db, "activity", text_of(word), on, buf);

	*kind = word == NULL ? NULL : buf;
	return rc != 0 ? (rc < 0 ? -1 : 0)
	    : run_usage(run, _("--kind: the rulebook has no kind of activity %s; nbr-rule list activity shows them"), word);
}

static int64_t
add_one(struct run *run, void *arg)
{
	struct activity_key key;
	int added = activity_add(run->db, arg, run->id, &key);

	return added < 0 || activity_put(run->db, run->out, key) != 0 ? -1 : added;
}

int
activity_verb_add(struct run *run)
{
	struct scope scope;
	struct activity a = {
		.day = run->today, .title = run_text(run, OPT_TITLE), .place = run_text(run, OPT_PLACE),
		.publicity = run_text(run, OPT_PUBLICITY), .service = run_text(run, OPT_SERVICE), .sharing = run_text(run, OPT_SHARING),
		.result = run_text(run, OPT_RESULT),
	};
	char kind[RULE_CODE];
	const char *code;
	int rc = scope_read(run, &scope);

	if (rc == 0 && (scope.area.level < LEVEL_VILLAGE || run_opt(run, OPT_KIND) == NULL))
		rc = run_usage(run, _("--kind and -A, a village or an area in it, are needed"));
	if (rc == 0)
		rc = activity_read_kind(run, run->today, kind, &code);
	if (rc == 0)
		rc = run_int(run, OPT_RESIDENTS, 0, 0, ACTIVITY_RESIDENTS, &a.residents);
	if (rc == 0) {
		a.area = ids_make(scope.area.village_lo, scope.area.sub_lo);
		a.kind = text_of(code);
		a.chief = scope.chief;
		rc = run_change(run, scope.area.village_lo, add_one, &a);
	}
	scope_end(&scope);
	return rc;
}

/* What a change says of activities, or of one and its chiefs. */
struct change {
	struct area_range within;
	struct activity_key key;	/* whose chiefs they are */
	int64_t		 residents;	/* -1 not given */
	bool		 found;		/* one of the chiefs */
	struct activity	 says;		/* of set */
};

static int
read_change(struct run *run, struct change *c)
{
	*c = (struct change){ .found = false };
	return area_find(run->db, scope_area(run), run->today, &c->within) != 0 ? -1
	    : run_int(run, OPT_RESIDENTS, -1, 0, ACTIVITY_RESIDENTS, &c->residents);
}

/* C07 means a chief of the village. The number is that of the whole chief, who may
 * be of another one. */
static int
find_chief(struct run *run, struct text what, struct run_key *key, void *arg)
{
	struct change *c = arg;
	const struct area_range village = { c->key.village, c->key.village, 0, 999999, LEVEL_VILLAGE };

	key->village = c->key.village;
	if (chief_find(run->db, what, &village, (day_t)(c->key.no / IDS_DAY), &key->no) != 0)
		return -1;
	c->found = true;
	return 0;
}

/* That it is closed is said once, not of each chief. */
static int
begin_attend(struct run *run, void *arg)
{
	return activity_open(run->db, ((struct change *)arg)->key);
}

static int
attend_one(struct run *run, struct run_key chief, struct run_refusal *no, void *arg)
{
	const struct change *c = arg;

	(void)no;
	return run_opt(run, OPT_REMOVE) != NULL ? activity_unseat(run->db, c->key, chief.no)
	    : activity_attend(run->db, c->key, chief.no, run->id);
}

static int64_t
end_attend(struct run *run, void *arg)
{
	const struct change *c = arg;
	int n = c->residents < 0 ? 0 : activity_residents(run->db, c->key, c->residents, run->id);

	return n < 0 || activity_put(run->db, run->out, c->key) != 0 ? -1 : n;
}

/* The first operand is the activity, the others are chiefs. */
int
activity_verb_attend(struct run *run)
{
	static const struct run_steps steps = {
		.first = 1, .column = "chief", .find = find_chief, .begin = begin_attend, .step = attend_one, .end = end_attend,
	};
	struct change c;
	int rc = read_change(run, &c);

	if (rc == 0 && c.residents < 0 && run->operands == 1)
		rc = run_usage(run, _("who came: chiefs, or --residents"));
	if (rc == 0)
		rc = activity_find(run->db, text_of(run->operand[0]), &c.within, &c.key);
	if (rc == 0)
		rc = run_steps(run, &steps, &c);
	return rc != 0 || c.found ? rc : run_change(run, c.key.village, end_attend, &c);
}

static int
find_activity(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct change *c = arg;
	struct activity_key found;
	int rc = activity_find(run->db, what, &c->within, &found);

	*key = (struct run_key){ .village = found.village, .no = found.no };
	return rc;
}

static int
close_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	const struct change *c = arg;
	const struct activity_key key = { found.village, found.no };

	(void)no;
	return activity_close(run->db, key, run_text(run, OPT_RESULT), c->residents, run->today, run->id) < 0
	    || activity_put(run->db, run->out, key) != 0 ? -1 : 1;
}

int
activity_verb_close(struct run *run)
{
	static const struct run_steps steps = { .column = "activity", .find = find_activity, .step = close_one };
	struct change c;

	return read_change(run, &c) != 0 ? -1 : run_steps(run, &steps, &c);
}

static struct text
said(const struct run *run, enum opt_id id)
{
	return run_opt(run, id) == NULL ? (struct text){ 0 } : run_text(run, id);
}

static int
set_one(struct run *run, struct run_key found, struct run_refusal *no, void *arg)
{
	const struct area_range village = { found.village, found.village, 0, 999999, LEVEL_VILLAGE };
	struct change *c = arg;
	const struct activity_key key = { found.village, found.no };
	const char *chief = run_opt(run, OPT_CHIEF);
	int n;

	(void)no;
	if (chief != NULL && chief_find(run->db, text_of(chief), &village, (day_t)(key.no / IDS_DAY), &c->says.chief) != 0)
		return -1;
	n = activity_set(run->db, key, &c->says, run->id);
	return n < 0 || activity_put(run->db, run->out, key) != 0 ? -1 : n;
}

int
activity_verb_set(struct run *run)
{
	static const struct run_steps steps = { .column = "activity", .find = find_activity, .step = set_one };
	struct change c;

	if (read_change(run, &c) != 0)
		return -1;
	c.says = (struct activity){
		.title = said(run, OPT_TITLE), .place = said(run, OPT_PLACE), .publicity = said(run, OPT_PUBLICITY),
		.service = said(run, OPT_SERVICE), .sharing = said(run, OPT_SHARING), .result = said(run, OPT_RESULT),
		.residents = c.residents,
	};
	return run_steps(run, &steps, &c);
}
