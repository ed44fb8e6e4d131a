/* nbr-chief - keep the chiefs and their posts */
#include <stdlib.h>

#include "commend.h"
#include "commend_verbs.h"
#include "phone.h"
#include "run.h"
#include "scope.h"
#include "setting.h"

static int
list(struct run *run)
{
	const char *role = run_opt(run, OPT_ROLE);
	struct scope scope;
	int rc;

	if (role != NULL && area_level(text_of(role)) < 5)
		return run_usage(run, _("--role: piece, group or neighbourhood, not %s"), role);
	rc = scope_read(run, &scope);
	if (rc == 0)
		rc = chief_list(run->db, run->out, &scope.area, run->today, role, run->operand[0], run_opt(run, OPT_VACANT) != NULL);
	scope_end(&scope);
	return rc;
}

static int
show_one(struct run *run, struct text what, void *arg)
{
	int64_t id;

	return chief_find(run->db, what, arg, run->today, &id) != 0 ? -1 : chief_show(run->db, run->out, id);
}

static int
show(struct run *run)
{
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = run_operands(run, "chief", show_one, &scope.area);
	scope_end(&scope);
	return rc;
}

static int64_t
elect_one(struct run *run, void *arg)
{
	struct election e = *(const struct election *)arg;	/* a second try begins without what this one finds */
	int rc = chief_elect(run->db, &e, run->id);

	if (rc >= 0 && chief_show(run->db, run->out, e.chief) != 0)
		return -1;
	return rc;
}

static int
read_phone(struct run *run, char phone[static PHONE_SIZE])
{
	static const enum fault faults[] = {
		[PHONE_SCIENTIFIC] = FAULT_PHONE_SCIENTIFIC, [PHONE_DECIMAL] = FAULT_PHONE_DECIMAL,
		[PHONE_ZERO] = FAULT_PHONE_ZERO, [PHONE_MANY] = FAULT_PHONE_MANY, [PHONE_FORM] = FAULT_PHONE_FORM,
	};
	char line[256] = "", area[SETTING_PHONE_AREA];
	enum phone_fault fault;
	bool completed;

	phone[0] = '\0';
	if (scope_secret(run, OPT_PHONE_FILE, line, sizeof(line)) != 0 || setting_phone_area(run->db, area) != 0)
		return -1;
	fault = line[0] == '\0' ? PHONE_OK : phone_parse(text_of(line), area, phone, &completed);
	return fault == PHONE_OK ? 0 : db_fail(run->db, EXIT_REFUSED, faults[fault], "--phone-file");
}

static int
elect(struct run *run)
{
	const char *area = run_opt(run, OPT_AREA);
	char phone[PHONE_SIZE];
	struct scope scope;
	struct election e;
	int rc = scope_read(run, &scope);

	e = (struct election){
		.area = ids_make(scope.area.village_lo, scope.area.sub_lo),
		.name = run_text(run, OPT_NAME), .party = run_text(run, OPT_PARTY),
		.elected = run->today, .chief = scope.chief,
	};
	if (rc == 0 && (area == NULL || ((e.name.len == 0) == (scope.chief == 0))))
		rc = run_usage(run, _("-A and either --name or -c are needed"));
	if (rc == 0)
		rc = read_phone(run, phone);
	if (rc == 0)
		rc = run_int(run, OPT_ELECTORS, 0, 0, 100000, &e.electors);
	if (rc == 0) {
		e.phone = text_of(phone);
		rc = run_change(run, ids_village(e.area), elect_one, &e);
	}
	scope_end(&scope);
	return rc;
}

struct ending {
	struct scope	 scope;
	int64_t		 area;		/* 0: all posts */
	int64_t		 ended;
	struct text	 reason;
};

static int
end_one(struct run *run, struct text what, void *arg)
{
	struct ending *e = arg;
	int64_t id, n;

	if (chief_find(run->db, what, &e->scope.area, run->today, &id) != 0
	    || run_lock(run, ids_village(id)) != 0)
		return -1;
	n = chief_end(run->db, id, e->area, run->today, e->reason, run->id);
	e->ended += n;
	return n < 0 ? -1 : 0;
}

static int64_t
end_all(struct run *run, void *arg)
{
	struct ending *e = arg;

	e->ended = 0;
	return run_operands(run, "chief", end_one, e) != 0 ? -1 : e->ended;
}

static int
end(struct run *run)
{
	struct ending e = { .reason = run_text(run, OPT_REASON) };
	int rc = scope_read(run, &e.scope);

	if (rc == 0 && e.reason.len == 0)
		rc = run_usage(run, _("%s is needed"), "--reason");
	if (rc == 0 && run_opt(run, OPT_AREA) != NULL && e.scope.area.level > 4)
		e.area = ids_make(e.scope.area.village_lo, e.scope.area.sub_lo);
	if (rc == 0)
		rc = run_change(run, DB_LATER, end_all, &e);
	scope_end(&e.scope);
	return rc;
}

static int
workload(struct run *run)
{
	struct scope scope;
	int rc = scope_read(run, &scope);

	if (rc == 0)
		rc = chief_workload(run->db, run->out, &scope.area, run->today);
	scope_end(&scope);
	return rc;
}

static int
import(struct run *run)
{
	return scope_import(run, &chief_entity);
}

static const struct verb verbs[] = {
	{ "list", N_("[WORD]"), N_("list posts and who holds them; WORD is looked for in the names"), VERB_LIST | VERB_PERSONAL,
	    TAKES(OPT_AREA, OPT_ROLE, OPT_VACANT), chief_cols, 0, 1, list },
	{ "show", N_("CHIEF... | -"), N_("show all posts a chief ever held"), VERB_LIST | VERB_PERSONAL, TAKES(OPT_AREA), chief_cols, 1, -1, show },
	{ "elect", NULL, N_("put a person into a post from a day on: -A, and --name or -c"), VERB_LIST | VERB_WRITE,
	    TAKES(OPT_AREA, OPT_NAME, OPT_CHIEF, OPT_ELECTORS, OPT_PARTY, OPT_PHONE_FILE), chief_cols, 0, 0, elect },
	{ "end", N_("CHIEF... | -"), N_("end posts after a day, all or the one of -A: --reason"), VERB_WRITE, TAKES(OPT_AREA), NULL, 1, -1, end },
	{ "workload", NULL, N_("list whether neighbour chiefs have too few households or too many"), VERB_LIST,
	    TAKES(OPT_AREA), workload_cols, 0, 0, workload },
	{ "commend", N_("CHIEF... | -"), N_("store an honour given to chiefs on a day: --level, --title"), VERB_LIST | VERB_WRITE | VERB_STEPS,
	    TAKES(OPT_AREA, OPT_LEVEL, OPT_TITLE, OPT_REMOVE), commendation_cols, 1, -1, commend_verb_add },
	{ "commendations", NULL, N_("list honours"), VERB_LIST,
	    TAKES(OPT_AREA, OPT_CHIEF, OPT_LEVEL, OPT_SINCE, OPT_UNTIL), commendation_cols, 0, 0, commend_verb_list },
	{ "import", N_("FILE | -"), N_("import a roster of chiefs"), VERB_IMPORT, TAKES(OPT_AREA), chief_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a roster of chiefs to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, chief_cols, 0, 0, run_template },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		.name = "nbr-chief",
		.purpose = N_("keep the chiefs and their posts"),
		.verbs = verbs,
		.examples =
		    "  nbr-chief import 三长花名册.csv\n"
		    "  nbr-chief elect -A 金鼎山社区/鼎盛屋场 --name 刘洋 --electors 12\n"
		    "  nbr-chief end 430121106205-C07 --reason 任期届满\n"
		    "  nbr-chief commend 刘洋 --level 县级 --title 优秀邻长\n"
		    "  nbr-chief workload -A 金鼎山社区\n",
		NULL,
	};

	return run_main(&prog, argc, argv);
}
