/* nbr-report - what the town reads in the morning */
#include <string.h>

#include "area.h"
#include "chief.h"
#include "report_html.h"
#include "report_table.h"
#include "run.h"
#include "scope.h"

/* Bytes of a message, as the chats' robots take them. */
enum { WECOM_MOST = 4096, DINGTALK_MOST = 20000 };

/* A report of figures. */
struct report {
	struct run	*run;
	struct report_ask ask;
	struct report_page page;
};

static int
write_page(FILE *fp, void *arg)
{
	const struct report *r = arg;
	const char *form = r->run->page;
	int rc = strcmp(form, "md") == 0 ? report_md(fp, &r->page) : strcmp(form, "html") == 0 ? report_html(fp, &r->page) : report_chat(fp, &r->page, strcmp(form, "wecom") == 0);

	return rc != 0 ? db_no_memory(r->run->db) : 0;
}

static int
write_report(const struct sheet *sheet, void *arg)
{
	struct report *r = arg;

	r->page.sheet = sheet;
	r->page.period = &r->ask.period;
	return r->run->page == NULL ? report_put(r->run->out, sheet) : run_page(r->run, write_page, r);
}

/* What a message may have at most; of other forms it means nothing. */
static int
read_most(struct run *run, int64_t *most)
{
	const char *form = run->page == NULL ? "" : run->page;
	bool wecom = strcmp(form, "wecom") == 0, chat = wecom || strcmp(form, "dingtalk") == 0;

	if (!chat && run_opt(run, OPT_MAX_BYTES) != NULL)
		return run_usage(run, _("--max-bytes is of -F wecom and dingtalk"));
	return run_int(run, OPT_MAX_BYTES, chat ? (wecom ? WECOM_MOST : DINGTALK_MOST) : 0, 200, 1000000, most);
}

static int
figures(struct run *run, const char *name, struct report_period period)
{
	struct report r = { .run = run, .ask = { .zone = run->zone, .period = period }, .page = { .name = name, .zh = run->zh } };
	struct scope scope;
	int rc = read_most(run, &r.page.most);

	if (rc != 0)
		return rc;
	rc = scope_read(run, &scope);
	r.ask.book = scope.book;
	r.ask.range = &scope.area;
	if (rc == 0)
		rc = report_count(run->db, &r.ask, write_report, &r);
	scope_end(&scope);
	return rc;
}

static int
daily(struct run *run)
{
	return figures(run, _("daily report"), report_day(run->today));
}

static int
weekly(struct run *run)
{
	return figures(run, _("weekly report"), report_week(run->today));
}

static int
monthly(struct run *run)
{
	return figures(run, _("monthly report"), report_month(run->today));
}

/* Of the last day are the rulebook, the area and the chief. */
static int
read_days(struct run *run, struct report_period *period)
{
	day_t since, until;

	if (run_period(run, RUN_MONTH, run->today, &since, &until) != 0)
		return -1;
	*period = report_days(since, until);
	run->today = until;
	return 0;
}

static int
area(struct run *run)
{
	struct report_period period;

	if (read_days(run, &period) != 0)
		return -1;
	run->opt.at[OPT_AREA] = run->operand[0];
	return figures(run, _("report"), period);
}

static int
chief(struct run *run)
{
	struct report r = { .run = run, .ask = { .zone = run->zone }, .page = { .name = _("report of a chief"), .zh = run->zh } };
	struct area_range range;
	struct scope scope;
	int rc;

	if (read_most(run, &r.page.most) != 0 || read_days(run, &r.ask.period) != 0)
		return -1;
	rc = scope_read(run, &scope);
	r.ask.book = scope.book;
	r.ask.range = &range;
	if (rc == 0 && (chief_find(run->db, text_of(run->operand[0]), &scope.area, run->today, &r.ask.chief) != 0
	    || report_post(run->db, r.ask.chief, run->today, &range) != 0))
		rc = -1;
	if (rc == 0)
		rc = report_count(run->db, &r.ask, write_report, &r);
	scope_end(&scope);
	return rc;
}

/* What stands around a list as a page; since 0: all up to the last day. */
static int
frame(struct run *run, const struct area_range *range, const char *name, day_t since, day_t until, const char *note)
{
	struct area_map *areas = area_map_load(run->db, until);
	char days[REPORT_CELL];
	int64_t top;
	int rc = areas == NULL || area_top(run->db, range, &top) != 0 ? -1 : report_html_frame(run->out, &(struct report_html){
		.area = area_map_name(areas, top), .name = name, .days = report_dates(since == 0 ? until : since, until, days), .zh = run->zh, .wide = true,
	}, note);

	area_map_free(areas);
	return rc;
}

static int
lists(struct run *run)
{
	struct report_lists ask = { .list = -1, .zone = run->zone };
	struct scope scope;
	int rc = 0;

	if (run->operands > 0 && (ask.list = col_word(report_lists_words, text_of(run->operand[0]))) < 0)
		rc = run_usage(run, _("lists: duty, ban, need or deliberation, not %s"), run->operand[0]);
	if (rc == 0)
		rc = run_period(run, RUN_MONTH, run->today, &ask.since, &ask.until);
	if (rc != 0)
		return rc;
	rc = scope_read(run, &scope);
	ask.range = scope.area;
	if (rc == 0)
		rc = frame(run, &scope.area, _("the four lists"), ask.since, ask.until, "");
	if (rc == 0)
		rc = report_lists(run->db, run->out, &ask);
	scope_end(&scope);
	return rc;
}

/* The code of --kind; not given: any. */
static int
read_kind(struct run *run, char kind[static RULE_CODE])
{
	const char *word = run_opt(run, OPT_KIND);
	int rc = word == NULL ? 1 : rule_kind_code(run->db, "order", text_of(word), 0, kind);

	return rc != 0 ? (rc < 0 ? -1 : 0)
	    : run_usage(run, _("--kind: the rulebook has no kind of order %s; nbr-rule list order shows them"), word);
}

/* The month so far of what was done; of what is open all of it. */
static int
public_orders(struct run *run)
{
	const char *status = run_opt(run, OPT_STATUS);
	bool open = status != NULL && strcmp(status, "unsettled") == 0;
	struct scope scope;
	char kind[RULE_CODE] = "";
	day_t since = 0, until = 0;
	int rc = scope_read(run, &scope);

	if (rc == 0 && strcmp(run->operand[0], "orders") != 0)
		rc = run_usage(run, _("public: orders or points, not %s"), run->operand[0]);
	if (rc == 0 && status != NULL && !open && strcmp(status, "done") != 0)
		rc = run_usage(run, _("--status: done or unsettled, not %s"), status);
	if (rc == 0)
		rc = read_kind(run, kind);
	if (rc == 0)
		rc = run_period(run, open ? 0 : RUN_MONTH, run->today, &since, &until);
	if (rc == 0)
		rc = frame(run, &scope.area, open ? _("orders that are open") : _("orders that were done"), since, until,
		    _("Names and numbers of people are masked; no place is told closer than its group."));
	if (rc == 0)
		rc = report_orders(run->db, run->out, run->zone, &scope.area, kind, open, since, until);
	scope_end(&scope);
	return rc;
}

/* What is on notice; -t final: the month so far of what is not any more. */
static int
public_points(struct run *run)
{
	const char *status = run_opt(run, OPT_STATUS);
	bool final = status != NULL && strcmp(status, "final") == 0;
	struct area_range range;
	day_t since = 0, until = 0;

	if (status != NULL && !final && strcmp(status, "provisional") != 0)
		return run_usage(run, _("--status: provisional or final, not %s"), status);
	if (run_opt(run, OPT_KIND) != NULL)
		return run_usage(run, _("--kind is of orders"));
	if (!final && (run_opt(run, OPT_SINCE) != NULL || run_opt(run, OPT_UNTIL) != NULL))
		return run_usage(run, _("--since and --until are of what is final; --on names the day of a notice"));
	return scope_villages(run, &range) != 0 || run_period(run, RUN_MONTH, run->today, &since, &until) != 0
	    || frame(run, &range, final ? _("points that count") : _("points on notice"), final ? since : 0, final ? until : run->today,
	    _("Objections name the entry and are taken up to the day beside it.")) != 0 ? -1
	    : report_points(run->db, run->out, run->zone, &range, final, run->today, since, until);
}

static const struct verb verbs[] = {
	{ "daily", NULL, N_("report the day: visits, special groups, what changed, orders, activities, points, chiefs"), VERB_LIST | VERB_PAGES,
	    TAKES(OPT_AREA, OPT_MAX_BYTES), report_cols, 0, 0, daily },
	{ "weekly", NULL, N_("report the week so far, beside the week before"), VERB_LIST | VERB_PAGES, TAKES(OPT_AREA, OPT_MAX_BYTES), report_cols, 0, 0, weekly },
	{ "monthly", NULL, N_("report the month so far, beside the month before"), VERB_LIST | VERB_PAGES, TAKES(OPT_AREA, OPT_MAX_BYTES), report_cols, 0, 0, monthly },
	{ "area", "AREA", N_("report an area and those just below it, this month so far"), VERB_LIST | VERB_PAGES,
	    TAKES(OPT_SINCE, OPT_UNTIL, OPT_MAX_BYTES), report_cols, 1, 1, area },
	{ "chief", "CHIEF", N_("report a chief, and the area of the post, this month so far"), VERB_LIST | VERB_PAGES,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL, OPT_MAX_BYTES), report_cols, 1, 1, chief },
	{ "lists", N_("[duty | ban | need | deliberation]"), N_("list duties, bans with what broke them, needs and deliberations, this month so far"), VERB_LIST | VERB_BOARD,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL), lists_cols, 0, 1, lists },
	{ "public", "orders", N_("report orders for everybody to read: what was done; -t unsettled: what is open"), VERB_LIST | VERB_BOARD,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_SINCE, OPT_UNTIL), public_order_cols, 1, 1, public_orders },
	{ "public", "points", N_("report points for everybody to read: what is on notice; -t final: what was"), VERB_LIST | VERB_BOARD,
	    TAKES(OPT_AREA, OPT_STATUS, OPT_KIND, OPT_SINCE, OPT_UNTIL), public_points_cols, 1, 1, public_points },
	{ 0 },
};

static const struct prog prog = {
	"nbr-report", N_("report to the town"), verbs,
	"  nbr-report daily --on yesterday -F md\n"
	"  nbr-report daily -A 金鼎山社区 -F table\n"
	"  nbr-report public orders -A 金鼎山社区 --since 2026-03-01 -F md\n"
	"  nbr-report public points -A 金鼎山社区 -F md\n",
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
