/* nbr-points - award points, take them back, and tell what became of them */
#include "checkpoint.h"
#include "exchange.h"
#include "finding.h"
#include "points.h"
#include "points_ask.h"
#include "points_exchange.h"
#include "points_settle.h"
#include "points_step.h"
#include "points_verify.h"
#include "run.h"
#include "scope.h"
#include "settle.h"

static int
import(struct run *run)
{
	return scope_import(run, &points_entity);
}

static const struct verb verbs[] = {
	{ "award", N_("[CAUSE... | -]"), N_("award a deed's points: --rule"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_RULE, OPT_AREA, OPT_FROM), entry_cols, 0, -1, points_award },
	{ "deduct", N_("[CAUSE... | -]"), N_("take a deed's points: --rule"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_RULE, OPT_AREA, OPT_FROM), entry_cols, 0, -1, points_deduct },
	{ "redeem", N_("CHIEF GOODS [COUNT]"), N_("exchange a chief's points for goods, and reserve them"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA), exchange_cols, 2, 3, points_redeem },
	{ "collect", N_("EXCHANGE... | -"), N_("record that goods were collected"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA), exchange_cols, 1, -1, points_collect },
	{ "exchanges", NULL, N_("list exchanges"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_STATUS, OPT_SINCE, OPT_UNTIL), exchange_cols, 0, 0, points_exchanges },
	{ "reverse", N_("ENTRY... | -"), N_("take entries back by later ones: --reason"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA), entry_cols, 1, -1, points_reverse },
	{ "object", N_("ENTRY... | -"), N_("object to entries on public notice: --person and --reason"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_PERSON), objection_cols, 1, -1, points_object },
	{ "decide", N_("ENTRY... | -"), N_("decide objections: --status upheld or dismissed, and --reason"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_STATUS), objection_cols, 1, -1, points_decide },
	{ "objections", NULL, N_("list objections"), VERB_LIST, TAKES(OPT_AREA, OPT_STATUS), objection_cols, 0, 0, points_objections },
	{ "settle", NULL, N_("award all causes up to a day that were not awarded yet"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_UNTIL, OPT_AREA, OPT_CLOSE), settle_cols, 0, 0, points_settle },
	{ "balance", N_("[CHIEF... | -]"), N_("what chiefs have, and how much of it may be spent"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_KNOWN), balance_cols, 0, -1, points_ask_balance },
	{ "history", N_("[CHIEF... | -]"), N_("list entries as they were entered; -F ledger: as a journal"), VERB_LIST | VERB_JOURNAL,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KNOWN, OPT_KIND, OPT_RULE, OPT_ACTOR, OPT_FINDING), entry_cols, 0, -1, points_ask_history },
	{ "statement", N_("CHIEF... | -"), N_("pages of passbooks, this month so far"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KNOWN), statement_cols, 1, -1, points_ask_statement },
	{ "rank", NULL, N_("chiefs by the points they got, this month so far"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KNOWN), rank_cols, 0, 0, points_ask_rank },
	{ "replay", N_("[CHIEF... | -]"), N_("what chiefs would have got by other rules: --rules"), VERB_LIST,
	    TAKES(OPT_RULES, OPT_AREA, OPT_KNOWN), replay_cols, 0, -1, points_ask_replay },
	{ "explain", N_("ENTRY"), N_("tell why an entry is as it is: rule, caps, cause, who entered it"), VERB_LIST,
	    TAKES(OPT_AREA), points_why_cols, 1, 1, points_ask_explain },
	{ "sample", N_("N"), N_("draw entries to look at, the same ones for the same --seed"), VERB_LIST,
	    TAKES(OPT_SEED, OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_KNOWN), entry_cols, 1, 1, points_ask_sample },
	{ "verify", N_("[FILE...]"), N_("check the ledger, also against checkpoints saved in files: what is wrong first"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SIGNERS), finding_cols, 0, -1, points_verify },
	{ "checkpoint", N_("[CHECKPOINT]"), N_("make a checkpoint of each village that has new entries, or add a signature: --signature"),
	    VERB_LIST | VERB_WRITE | VERB_READS, TAKES(OPT_AREA, OPT_KEY, OPT_SIGNATURE), checkpoint_cols, 0, 1, points_checkpoint },
	{ "checkpoints", NULL, N_("list checkpoints"), VERB_LIST, TAKES(OPT_AREA), checkpoint_cols, 0, 0, points_checkpoints },
	{ "import", N_("FILE | -"), N_("import points of another system, or of passbooks"), VERB_IMPORT, TAKES(OPT_AREA), points_import_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of points to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, points_import_cols, 0, 0, run_template },
	{ 0 },
};

static const struct states states[] = {
	{ "decide", "upheld dismissed" },
	{ 0 },
};

static const struct prog prog = {
	"nbr-points", N_("award points, take them back, and tell what became of them"), verbs,
	"  nbr-points award C07 --rule family-care --reason 帮李奶奶修水管\n"
	"  nbr-points deduct C07 --rule gambling-found --reason 聚众打牌\n"
	"  nbr-points redeem C07 肥皂 2\n"
	"  nbr-points exchanges -t reserved -c C07 | nbr-points collect -\n"
	"  nbr-points reverse P42 --reason 记错人\n"
	"  nbr-points object P42 --person 王婶 --reason 当天下雨未开展\n"
	"  nbr-points objections -t open | nbr-points decide -t dismissed --reason 不实 -\n"
	"  nbr-points settle --dry-run --until yesterday\n"
	"  nbr-points balance -A 金鼎山社区 -s -balance -l 10\n"
	"  nbr-points statement C07 --since 2026-01-01 -F md\n"
	"  nbr-points history --finding own --since 2026-01-01 -F table\n"
	"  nbr-points checkpoint --key /etc/nbr/ledger && nbr-points verify\n",
	states,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
