#include "points_exchange.h"

#include <stdio.h>

#include "exchange.h"
#include "num.h"
#include "points_step.h"
#include "scope.h"

static int64_t
redeem(struct run *run, void *arg)
{
	struct exchange *x = arg;
	struct points_try try = { NULL, NULL };
	struct ledger_refusal no;
	int rc = points_try(run, &try) != 0 ? -1 : exchange_reserve(try.ledger, x, &no);

	if (rc == 1 && ledger_end(try.ledger) != 0)
		rc = -1;
	points_try_end(&try);
	if (rc == LEDGER_REFUSED)
		return db_fail(run->db, EXIT_RULE, no.fault, "%s", no.why);
	return rc < 0 || exchange_put(run->db, run->out, ids_village(x->goods), x->no) != 0 ? -1 : 1;
}

int
points_redeem(struct run *run)
{
	struct exchange x = { .quantity = 1, .on = run->today };
	struct area_range within, shop = { .sub_hi = 999999, .level = LEVEL_VILLAGE };

	if (run->operands == 3 && !num_parse(text_of(run->operand[2]), 1, GOODS_MOST, &x.quantity))
		return run_usage(run, _("%s is not a number from %lld to %lld"), run->operand[2], 1LL, (long long)GOODS_MOST);
	if (area_find(run->db, scope_area(run), run->today, &within) != 0
	    || chief_find(run->db, text_of(run->operand[0]), &within, run->today, &x.chief) != 0)
		return -1;
	shop.village_lo = shop.village_hi = ids_village(x.chief);
	if (goods_find(run->db, text_of(run->operand[1]), &shop, run->today, &x.goods) != 0)
		return -1;
	return ids_village(x.goods) != shop.village_lo ? db_fail(run->db, EXIT_RULE, FAULT_GOODS_UNKNOWN, "%s", run->operand[1])
	    : run_change(run, shop.village_lo, redeem, &x);
}

static int
find_exchange(struct run *run, struct text what, struct run_key *key, void *arg)
{
	*key = (struct run_key){ .n = 0 };
	return exchange_find(run->db, what, arg, &key->village, &key->no);
}

static int
collect_one(struct run *run, struct run_key key, struct run_refusal *no, void *arg)
{
	struct ledger_refusal why;
	int rc = exchange_collect(run->db, key.village, key.no, run->today, run->id, &why);

	(void)arg;
	if (rc != LEDGER_REFUSED)
		return rc < 0 || exchange_put(run->db, run->out, key.village, key.no) != 0 ? -1 : rc;
	no->fault = why.fault;
	snprintf(no->why, sizeof(no->why), "%s", why.why);
	return RUN_REFUSED;
}

int
points_collect(struct run *run)
{
	static const struct run_steps steps = { .column = "exchange", .find = find_exchange, .step = collect_one };
	struct area_range within;

	return area_find(run->db, scope_area(run), run->today, &within) != 0 ? -1 : run_steps(run, &steps, &within);
}

int
points_exchanges(struct run *run)
{
	const char *state = run_opt(run, OPT_STATUS), *chief = run_opt(run, OPT_CHIEF);
	struct area_range within;
	day_t since, until;
	int64_t id = 0;
	int i;

	if (run_period(run, 0, DAY_MAX, &since, &until) != 0)
		return -1;
	i = state == NULL ? 0 : col_word(exchange_states, text_of(state));
	if (i < 0)
		return run_usage(run, _("--status: reserved, collected or returned, not %s"), state);
	if (scope_villages(run, &within) != 0 || (chief != NULL && chief_find(run->db, text_of(chief), &within, run->today, &id) != 0))
		return -1;
	return exchange_list(run->db, run->out, &within, id, state == NULL ? NULL : exchange_states[i].name, since, until);
}
