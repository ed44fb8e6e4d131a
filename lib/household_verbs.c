#include "household_verbs.h"

#include "household.h"
#include "scope.h"

/* What a change says of every household named. */
struct change {
	struct scope	 scope;
	struct text	 reason;
};

static int
change(struct run *run, const char *need, int (*apply)(struct run *, int64_t id, void *))
{
	struct change c = { .reason = run_text(run, OPT_REASON) };
	int rc = need != NULL ? run_usage(run, _("%s is needed"), need) : scope_change(run, &c.scope, apply, &c);

	scope_end(&c.scope);
	return rc;
}

static int
apply_class(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_classify(run->db, id, c->scope.class_no, run->today, c->reason, run->id);
}

int
household_verb_classify(struct run *run)
{
	return change(run, run_opt(run, OPT_CLASS) == NULL ? "-k" : NULL, apply_class);
}

static int
apply_tag(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_tag(run->db, id, c->scope.tags, run_opt(run, OPT_REMOVE) == NULL, run->today, c->reason, run->id);
}

int
household_verb_tag(struct run *run)
{
	return change(run, run_opt(run, OPT_TAG) == NULL ? "--tag" : NULL, apply_tag);
}

static int
apply_move(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	if (c->scope.area.village_lo != c->scope.area.village_hi || c->scope.area.village_lo != ids_village(id))
		return db_fail(run->db, EXIT_RULE, FAULT_HOUSEHOLD_VILLAGE, _("a household moves within its village; to another one: close it and add it there"));
	return household_move(run->db, id, c->scope.area.sub_lo, run->today, c->reason, run->id);
}

int
household_verb_move(struct run *run)
{
	return change(run, run_opt(run, OPT_AREA) == NULL ? "-A" : NULL, apply_move);
}

static int
apply_close(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_close(run->db, id, run->today, c->reason, run->id);
}

int
household_verb_close(struct run *run)
{
	return change(run, run_opt(run, OPT_REASON) == NULL ? "--reason" : NULL, apply_close);
}

static int
apply_reopen(struct run *run, int64_t id, void *arg)
{
	const struct change *c = arg;

	return household_reopen(run->db, id, c->reason, run->id);
}

int
household_verb_reopen(struct run *run)
{
	return change(run, run_opt(run, OPT_REASON) == NULL ? "--reason" : NULL, apply_reopen);
}

/* What add and set say of the card. */
struct card {
	struct scope		 scope;
	struct household_card	 card;
	char			 phone[256], ident[64];
};

static int
read_card(struct run *run, struct card *c)
{
	if (scope_secret(run, OPT_PHONE_FILE, c->phone, sizeof(c->phone)) != 0
	    || scope_secret(run, OPT_IDENT_FILE, c->ident, sizeof(c->ident)) != 0
	    || run_int(run, OPT_MEMBERS, 0, 1, 99, &c->card.members) != 0)
		return -1;
	c->card.head = run_text(run, OPT_HEAD);
	c->card.door = run_text(run, OPT_DOOR);
	c->card.note = run_text(run, OPT_NOTE);
	c->card.phone = text_of(c->phone);
	c->card.ident = text_of(c->ident);
	c->card.today = run->today;
	return 0;
}

static int
put(struct run *run, const struct scope *scope, int64_t id)
{
	struct household_filter f = { .on = run->today, .area = { 0, INT64_MAX, 0, INT64_MAX, 0 }, .among = &id, .amongs = 1, .closed = true };

	return household_list(run->db, run->out, scope->book, &f);
}

static int64_t
add_one(struct run *run, void *arg)
{
	struct card *c = arg;
	int64_t id;

	scope_end(&c->scope);	/* of a try before this one */
	if (scope_read(run, &c->scope) != 0)
		return -1;
	if (c->scope.area.level < 4 || c->scope.area.village_lo != c->scope.area.village_hi)
		return db_fail(run->db, EXIT_RULE, FAULT_AREA_LEVEL, "%s", run_opt(run, OPT_AREA));
	if (run_lock(run, c->scope.area.village_lo) != 0)
		return -1;
	if (household_add(run->db, &c->card, ids_make(c->scope.area.village_lo, c->scope.area.sub_lo),
	    c->scope.class_no, c->scope.tags, &id, run->id) != 0)
		return -1;
	return put(run, &c->scope, id) == 0 ? 1 : -1;
}

int
household_verb_add(struct run *run)
{
	struct card c = { 0 };
	int rc = read_card(run, &c);

	if (rc == 0 && (run_opt(run, OPT_AREA) == NULL || c.card.head.len == 0))
		rc = run_usage(run, _("-A and --head are needed"));
	if (rc == 0)
		rc = run_change(run, DB_LATER, add_one, &c);
	scope_end(&c.scope);
	return rc;
}

static int
apply_card(struct run *run, int64_t id, void *arg)
{
	const struct card *c = arg;

	return household_set(run->db, id, &c->card, run->id);
}

int
household_verb_set(struct run *run)
{
	static const enum opt_id any[] = { HOUSEHOLD_CARD };
	struct card c = { 0 };
	int n = 0, rc = read_card(run, &c);

	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		n += run_opt(run, any[i]) != NULL;
	if (rc == 0 && n == 0)
		rc = run_usage(run, _("nothing to correct: give --head, --door, --members, --note, --phone-file or --ident-file"));
	return rc == 0 ? scope_change(run, NULL, apply_card, &c) : rc;
}
