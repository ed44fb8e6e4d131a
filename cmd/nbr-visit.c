/* nbr-visit - keep the log of visits */
#include "run.h"
#include "scope.h"
#include "visit.h"

static int
read_kind(struct run *run, const char *fallback, const char **kind)
{
	const char *word = run_opt(run, OPT_KIND);

	*kind = word == NULL ? fallback : visit_kind(text_of(word));
	return word == NULL || *kind != NULL ? 0 : run_usage(run, _("--kind: door, phone or message, not %s"), word);
}

static int
read_filter(struct run *run, struct visit_filter *f)
{
	const char *household = run_opt(run, OPT_HOUSEHOLD), *status = run_opt(run, OPT_STATUS);

	if (status != NULL && strcmp(status, "voided") != 0)
		return run_usage(run, _("--status: voided, to list the voided visits too, not %s"), status);
	f->voided = status != NULL;
	if (run_period(run, 0, DAY_MAX, &f->since, &f->until) != 0 || read_kind(run, NULL, &f->kind) != 0
	    || run_int(run, OPT_LATE, -1, 0, 36600, &f->late) != 0)
		return -1;
	return household == NULL ? 0 : household_find(run->db, text_of(household), &f->household);
}

static int
list(struct run *run)
{
	struct scope scope;
	struct visit_filter f = { 0 };
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = read_filter(run, &f);
	f.area = scope.area;
	f.chief = scope.chief;
	if (rc == 0)
		rc = visit_list(run->db, run->out, &f);
	scope_end(&scope);
	return rc;
}

/* One visit as a record, within the transaction that stored it. */
static int
put(struct run *run, int64_t household, day_t day, int64_t no)
{
	struct visit_filter f = { .since = day, .until = day, .household = household, .late = -1, .voided = true, .no = no };

	return area_find(run->db, NULL, day, &f.area) != 0 ? -1 : visit_list(run->db, run->out, &f);
}

struct log {
	struct visit	 visit;
	const char	*chief;		/* as given, NULL: who answers for it */
	struct post_map	*posts;		/* of the village at hand, NULL none */
	int64_t		 before;	/* the household before this one */
};

/* C07 means a chief of the household's own village. */
static int
find_chief(struct run *run, struct log *l, int64_t household, int64_t *chief)
{
	const struct area_range village = { ids_village(household), ids_village(household), 0, 999999, 4 };

	if (l->chief != NULL)
		return chief_find(run->db, text_of(l->chief), &village, run->today, chief);
	/* They come in order: what is not behind the one before begins another try. */
	if (ids_village(l->before) != village.village_lo || household <= l->before) {
		post_map_free(l->posts);
		l->posts = post_map_load(run->db, &village, run->today);
	}
	l->before = household;
	return l->posts == NULL ? -1 : visit_answers(run->db, l->posts, household, run->today, chief);
}

static int
log_one(struct run *run, int64_t household, void *arg)
{
	struct log *l = arg;
	struct visit v = l->visit;
	int logged;

	v.household = household;
	if (find_chief(run, l, household, &v.chief) != 0)
		return -1;
	logged = visit_log(run->db, &v, run->zone, run->id);
	return logged < 0 || put(run, household, v.day, v.no) != 0 ? -1 : logged;
}

static int
log_visits(struct run *run)
{
	struct log l = {
		.chief = run_opt(run, OPT_CHIEF),
		.visit = { .day = run->today, .result = run_text(run, OPT_RESULT), .note = run_text(run, OPT_NOTE) },
	};
	const char *kind;
	int rc = read_kind(run, "door", &kind);

	if (rc == 0) {
		l.visit.kind = text_of(kind);
		rc = scope_change(run, NULL, log_one, &l);
	}
	post_map_free(l.posts);
	return rc;
}

static int
void_one(struct run *run, struct text what, void *arg)
{
	int64_t *n = arg;
	struct visit v = { 0 };

	if (visit_find(run->db, what, &v.household, &v.day, &v.no) != 0
	    || run_lock(run, ids_village(v.household)) != 0
	    || visit_void(run->db, &v, run_text(run, OPT_REASON), run->today, run->zone, run->id) < 0)
		return -1;
	++*n;
	return put(run, v.household, v.day, v.no);
}

static int64_t
void_all(struct run *run, void *arg)
{
	int64_t n = 0;

	(void)arg;
	return run_operands(run, "visit", void_one, &n) == 0 ? n : -1;
}

static int
void_visits(struct run *run)
{
	if (run_text(run, OPT_REASON).len == 0)
		return run_usage(run, _("--reason is needed: why the visit does not count"));
	return run_change(run, DB_LATER, void_all, NULL);
}

static int
import(struct run *run)
{
	return scope_import(run, &visit_entity);
}

static int
coverage(struct run *run)
{
	struct scope scope;
	struct rulebook *book = NULL;
	day_t since = 0, until = 0;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = run_period(run, RUN_MONTH, run->today, &since, &until);
	if (rc == 0)
		rc = (book = rulebook_load(run->db, until)) == NULL ? -1
		    : visit_coverage(run->db, run->out, book, &scope.area, since, until);
	rulebook_free(book);
	scope_end(&scope);
	return rc;
}

static const struct verb verbs[] = {
	{ "log", N_("HOUSEHOLD... | -"), N_("log visits made on the day --on, by who answers for the household or -c"), VERB_LIST | VERB_WRITE | VERB_ADDS,
	    TAKES(OPT_CHIEF, OPT_KIND, OPT_RESULT, OPT_NOTE), visit_cols, 1, -1, log_visits },
	{ "list", NULL, N_("list visits; voided ones too with --status voided"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_SINCE, OPT_UNTIL, OPT_HOUSEHOLD, OPT_KIND, OPT_LATE, OPT_STATUS), visit_cols, 0, 0, list },
	{ "void", N_("VISIT... | -"), N_("declare that visits do not count: --reason"), VERB_LIST | VERB_WRITE, NULL, visit_cols, 1, -1, void_visits },
	{ "import", N_("FILE | -"), N_("import a log of visits"), VERB_IMPORT, TAKES(OPT_AREA), visit_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a log of visits to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, visit_cols, 0, 0, run_template },
	{ "coverage", NULL, N_("count households visited, by village and group; this month so far"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_SINCE, OPT_UNTIL), coverage_cols, 0, 0, coverage },
	{ 0 },
};

static const struct states states[] = {
	{ "list", "voided" },
	{ 0 },
};

static const struct prog prog = {
	"nbr-visit", N_("keep the log of visits"), verbs,
	"  nbr-visit log 010042 --result 平安\n"
	"  nbr-visit-due -c 易子春 -F csv | nbr-visit log - --kind phone\n"
	"  nbr-visit void 010042-V260310 --reason 误录\n"
	"  nbr-visit coverage -A 金鼎山社区 --since 2026-01-01\n",
	states,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
