/* post: orders about an area, or about each of many households. */
#include "order_verbs.h"

#include <stdlib.h>

#include "array.h"
#include "scope.h"

void
order_say_like(struct order_key posted, struct order_key like)
{
	char id[IDS_SIZE], other[IDS_SIZE], words[128];

	snprintf(words, sizeof(words), _("%s: %s says the same and is open"),
	    ids_dated(posted.village, 'O', posted.no, id).at, ids_dated(like.village, 'O', like.no, other).at);
	msg_say(&(struct msg){ .words = words, .fault = FAULT_ORDER_LIKE, .hint = fault_hint(FAULT_ORDER_LIKE) });
}

struct posting {
	struct order_book *book;
	struct order_post post;
	struct order_key (*like)[2];	/* what was posted, and what it is like */
	size_t		 likes, room;
};

/* The rules stay as they are under the lock of a village. */
static int
begin_post(struct run *run, void *arg)
{
	struct posting *p = arg;
	const char *word = run_opt(run, OPT_KIND);
	const struct order_kind *kind;

	p->likes = 0;
	order_book_free(p->book);	/* of a try before this one */
	p->book = order_book_load(run->db, run->zone);
	if (p->book == NULL)
		return -1;
	kind = order_book_kind(p->book, text_of(word), p->post.on);
	if (kind == NULL)
		return run_usage(run, _("--kind: the rulebook has no kind of order %s; nbr-rule list order shows them"), word);
	if (kind->visit && run->operands == 0)
		return run_usage(run, _("--kind: %s is for visits: name the households"), word);
	p->post.kind = kind->code;
	p->post.visit = kind->visit;
	p->post.title = run_text(run, OPT_TITLE);
	if (p->post.title.len == 0 && kind->visit)
		p->post.title = text_of(kind->name);
	return p->post.title.len > 0 ? 0 : run_usage(run, _("--title is needed: what it is about, in few words"));
}

static int
add_like(struct run *run, struct posting *p, struct order_key key, struct order_key like)
{
	if (!ARRAY_ROOM(p->like, p->likes + 1, p->room))
		return db_no_memory(run->db);
	p->like[p->likes][0] = key;
	p->like[p->likes++][1] = like;
	return 0;
}

static int
post_one(struct run *run, struct posting *p)
{
	struct order_key key, like;
	int rc = order_post(run->db, p->book, &p->post, run->id, &key, &like);

	if (rc > 0 && ((like.no != 0 && add_like(run, p, key, like) != 0) || order_put(run->db, run->out, key) != 0))
		return -1;
	return rc;
}

static int64_t
post_area(struct run *run, void *arg)
{
	return begin_post(run, arg) != 0 ? -1 : post_one(run, arg);
}

static int
find_household(struct run *run, struct text what, struct run_key *key, void *arg)
{
	int64_t id;

	(void)arg;
	if (household_find(run->db, what, &id) != 0)
		return -1;
	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return 0;
}

static int
post_household(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct posting *p = arg;
	char id[IDS_SIZE];
	int64_t home;
	int rc;

	p->post.household = ids_make(key.village, key.no);
	rc = order_home(run->db, p->post.household, p->post.on, &home);
	if (rc > 0 && run_opt(run, OPT_AREA) == NULL)
		p->post.area = home;
	if (rc > 0 && ids_village(p->post.area) != key.village)
		return run_usage(run, _("-A: household %s is of another village"), ids_household(p->post.household, id).at);
	if (rc > 0)
		return post_one(run, p);
	no->fault = FAULT_CLOSED;
	snprintf(no->why, sizeof(no->why), "%s: %s", ids_household(p->post.household, id).at, fault_why(no->fault));
	return rc < 0 ? -1 : RUN_REFUSED;
}

static int
find_area(struct run *run, struct posting *p)
{
	const char *area = scope_area(run);
	struct area_range r;

	if (area == NULL)
		return run_usage(run, _("-A, --household or households are needed: what the order is about"));
	if (area_find(run->db, area, p->post.on, &r) != 0)
		return -1;
	if (r.level < LEVEL_VILLAGE)
		return run_usage(run, _("-A: a village or an area in it, not %s"), area);
	p->post.area = ids_make(r.village_lo, r.sub_lo);
	return 0;
}

int
order_verb_post(struct run *run)
{
	static const struct run_steps steps = { .column = "household", .find = find_household, .begin = begin_post, .step = post_household };
	const char *household = run_opt(run, OPT_HOUSEHOLD);
	struct posting p = { .post = { .detail = run_text(run, OPT_DETAIL), .person = run_text(run, OPT_PERSON) } };
	char *one[] = { (char *)household, NULL };
	int rc;

	if (run_opt(run, OPT_KIND) == NULL)
		return run_usage(run, _("--kind is needed; nbr-rule list order shows them"));
	if (run->operands > 0 && household != NULL)
		return run_usage(run, _("unexpected: %s"), "--household");
	if (household != NULL) {
		run->operand = one;
		run->operands = 1;
	}
	rc = run_moment(run, &p.post.at, &p.post.on);
	if (rc == 0 && (run->operands == 0 || run_opt(run, OPT_AREA) != NULL))
		rc = find_area(run, &p);
	if (rc == 0)
		rc = run->operands > 0 ? run_steps(run, &steps, &p) : run_change(run, ids_village(p.post.area), post_area, &p);
	for (size_t i = 0; rc == 0 && i < p.likes; i++)
		order_say_like(p.like[i][0], p.like[i][1]);
	run->operands = household != NULL ? 0 : run->operands;
	order_book_free(p.book);
	free(p.like);
	return rc;
}
