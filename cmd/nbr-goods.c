/* nbr-goods - keep what points buy: goods, their prices and their stock */
#include "goods.h"
#include "num.h"
#include "run.h"
#include "scope.h"

static int
list(struct run *run)
{
	struct area_range within;

	return scope_villages(run, &within) != 0 ? -1 : goods_list(run->db, run->out, &within, run->today);
}

static int
show_one(struct run *run, struct text what, void *arg)
{
	int64_t goods;

	return goods_find(run->db, what, arg, run->today, &goods) != 0 ? -1 : goods_put(run->db, run->out, goods, run->today);
}

static int
show(struct run *run)
{
	struct area_range within;

	return scope_villages(run, &within) != 0 ? -1 : run_operands(run, "goods", show_one, &within);
}

static int
moves_of(struct run *run, struct text what, void *arg)
{
	int64_t goods;

	return goods_find(run->db, what, arg, run->today, &goods) != 0 ? -1 : goods_moves(run->db, run->out, goods);
}

static int
moves(struct run *run)
{
	struct area_range within;

	return scope_villages(run, &within) != 0 ? -1 : run_operands(run, "goods", moves_of, &within);
}

struct doing {
	struct area_range within;
	struct goods_card card;
	int64_t		 goods, count;
};

static int
is_long(struct run *run, const char *what, struct text t)
{
	return t.len < GOODS_NAME ? 0 : run_usage(run, _("%s: at most %d bytes"), what, GOODS_NAME - 1);
}

static int
read_card(struct run *run, struct text name, struct goods_card *c)
{
	*c = (struct goods_card){ .name = name, .unit = run_text(run, OPT_UNIT), .on = run->today };
	return is_long(run, "--name", c->name) != 0 || is_long(run, "--unit", c->unit) != 0
	    || run_int(run, OPT_POINTS, 0, 1, GOODS_MOST, &c->points) != 0 || run_int(run, OPT_STOCK, 0, 0, GOODS_MOST, &c->stock) != 0 ? -1 : 0;
}

static int64_t
add_one(struct run *run, void *arg)
{
	struct doing *d = arg;
	int rc = goods_add(run->db, d->within.village_lo, &d->card, run->id, &d->goods);

	return rc < 0 || goods_put(run->db, run->out, d->goods, run->today) != 0 ? -1 : rc;
}

static int
add(struct run *run)
{
	struct doing d;

	if (read_card(run, text_of(run->operand[0]), &d.card) != 0 || scope_villages(run, &d.within) != 0)
		return -1;
	if (d.within.level != LEVEL_VILLAGE || d.card.points == 0 || d.card.name.len == 0)
		return run_usage(run, _("-A, a village, and --points are needed"));
	return run_change(run, d.within.village_lo, add_one, &d);
}

static int
find_goods(struct run *run, struct text what, struct run_key *key, void *arg)
{
	const struct doing *d = arg;
	int64_t id = 0;
	int rc = goods_find(run->db, what, &d->within, run->today, &id);

	*key = (struct run_key){ .village = ids_village(id), .no = ids_serial(id) };
	return rc;
}

static int
change_one(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	const struct doing *d = arg;
	int64_t id = ids_make(key.village, key.no);
	int rc = strcmp(run->verb->name, "set") == 0 ? goods_set(run->db, id, &d->card, run->id) : goods_retire(run->db, id, run->today, run->id);

	(void)no;
	return rc < 0 || goods_put(run->db, run->out, id, run->today) != 0 ? -1 : rc;
}

static int
change(struct run *run)
{
	static const struct run_steps steps = { .column = "goods", .find = find_goods, .step = change_one };
	struct doing d;

	return read_card(run, run_text(run, OPT_NAME), &d.card) != 0 || scope_villages(run, &d.within) != 0 ? -1 : run_steps(run, &steps, &d);
}

static int
set(struct run *run)
{
	return run_opt(run, OPT_NAME) == NULL && run_opt(run, OPT_UNIT) == NULL && run_opt(run, OPT_POINTS) == NULL
	    ? run_usage(run, _("--name, --unit or --points is needed")) : change(run);
}

static int64_t
book_one(struct run *run, void *arg)
{
	const struct doing *d = arg;
	struct text why = run_text(run, OPT_REASON);
	int rc = strcmp(run->verb->name, "count") == 0 ? goods_count(run->db, d->goods, d->count, why, run->today, run->id)
	    : goods_book(run->db, &(struct goods_move){ d->goods, run->today, "restock", d->count, 0, why }, run->id) < 0 ? -1 : 1;

	return rc < 0 || goods_put(run->db, run->out, d->goods, run->today) != 0 ? -1 : rc;
}

static int
book(struct run *run, int64_t least)
{
	struct doing d;

	if (!num_parse(text_of(run->operand[1]), least, GOODS_MOST, &d.count))
		return run_usage(run, _("%s is not a number from %lld to %lld"), run->operand[1], (long long)least, (long long)GOODS_MOST);
	return scope_villages(run, &d.within) != 0 || goods_find(run->db, text_of(run->operand[0]), &d.within, run->today, &d.goods) != 0 ? -1
	    : run_change(run, ids_village(d.goods), book_one, &d);
}

static int
restock(struct run *run)
{
	return book(run, 1);
}

static int
count(struct run *run)
{
	return run_text(run, OPT_REASON).len == 0 ? run_usage(run, _("--reason is needed: it is kept with the difference")) : book(run, 0);
}

static int
import(struct run *run)
{
	return scope_import(run, &goods_entity);
}

static const struct verb verbs[] = {
	{ "list", NULL, N_("list the goods of a day, with their price and stock then"), VERB_LIST, TAKES(OPT_AREA), goods_cols, 0, 0, list },
	{ "show", N_("GOODS... | -"), N_("show goods, those that are offered no more too"), VERB_LIST, TAKES(OPT_AREA), goods_cols, 1, -1, show },
	{ "moves", N_("GOODS... | -"), N_("list what came in, went out and was counted"), VERB_LIST, TAKES(OPT_AREA), goods_move_cols, 1, -1, moves },
	{ "add", N_("NAME"), N_("offer goods from a day on: -A and --points"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_POINTS, OPT_UNIT, OPT_STOCK), goods_cols, 1, 1, add },
	{ "set", N_("GOODS... | -"), N_("change the name or the unit, or the price from a day on"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_NAME, OPT_UNIT, OPT_POINTS), goods_cols, 1, -1, set },
	{ "restock", N_("GOODS COUNT"), N_("book what came in"), VERB_LIST | VERB_WRITE, TAKES(OPT_AREA), goods_cols, 2, 2, restock },
	{ "count", N_("GOODS COUNT"), N_("book the difference to what was counted on the shelf: --reason"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA), goods_cols, 2, 2, count },
	{ "retire", N_("GOODS... | -"), N_("offer them no more; --on is the last day"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA), goods_cols, 1, -1, change },
	{ "import", N_("FILE | -"), N_("import a list of goods"), VERB_IMPORT, TAKES(OPT_AREA), goods_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a list of goods to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, goods_cols, 0, 0, run_template },
	{ 0 },
};

static const struct prog prog = {
	"nbr-goods", N_("keep what points buy: goods, their prices and their stock"), verbs,
	"  nbr-goods add 肥皂 -A 金鼎山社区 --points 5 --unit 块 --stock 100\n"
	"  nbr-goods set 肥皂 --points 6 --on 2026-04-01\n"
	"  nbr-goods restock G03 50 --reason 镇供销社\n"
	"  nbr-goods count G03 97 --reason 月末盘点\n"
	"  nbr-goods list -A 金鼎山社区 --on 2026-03-31 -F table\n",
	NULL,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
