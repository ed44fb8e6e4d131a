/* nbr-area - keep the tree of areas */
#include "area.h"
#include "finding.h"
#include "run.h"
#include "scope.h"
#include "waive.h"

/* The area of an operand, named by code, name or path. */
static int
find(struct run *run, struct text what, day_t on, struct area_range *r)
{
	char buf[1024];

	if (what.len >= sizeof(buf))
		return run_usage(run, _("the name of an area is too long"));
	memcpy(buf, what.at, what.len);
	buf[what.len] = '\0';
	return area_find(run->db, buf, on, r);
}

static struct text
code_of(const struct area_range *r, char buf[static IDS_SIZE])
{
	return ids_area(r->village_lo, r->sub_lo, buf);
}

static int
list(struct run *run)
{
	const char *word = run_opt(run, OPT_LEVEL);
	int level = word == NULL ? -1 : area_level(text_of(word));
	struct scope scope;
	int rc;

	if (word != NULL && level < 0)
		return run_usage(run, _("--level: no such level: %s"), word);
	rc = scope_read(run, &scope);
	if (rc == 0)
		rc = area_list(run->db, run->out, &scope.area, run->today, run->operand[0], level);
	scope_end(&scope);
	return rc;
}

static int
show_one(struct run *run, struct text what, void *arg)
{
	struct area_range r;

	(void)arg;
	return find(run, what, 0, &r) != 0 ? -1 : area_show(run->db, run->out, &r);
}

static int
show(struct run *run)
{
	return run_operands(run, "area", show_one, NULL);
}

static int64_t
add_one(struct run *run, void *arg)
{
	const day_t *first = arg;

	return area_add(run->db, text_of(run->operand[0]), text_of(run->operand[1]), *first, run->id);
}

static int
add(struct run *run)
{
	day_t first;

	if (run->operand[1][0] == '\0')
		return run_usage(run, _("the name is empty"));
	return run_day(run, OPT_FIRST, 0, &first) != 0 ? -1 : run_change(run, DB_EVERY_VILLAGE, add_one, &first);
}

static int64_t
set_one(struct run *run, void *arg)
{
	struct area_range r;
	char buf[IDS_SIZE];

	(void)arg;
	if (find(run, text_of(run->operand[0]), 0, &r) != 0)
		return -1;
	return area_rename(run->db, code_of(&r, buf), text_of(run_opt(run, OPT_NAME)), run->id);
}

static int
set(struct run *run)
{
	const char *name = run_opt(run, OPT_NAME);

	if (name == NULL || name[0] == '\0')
		return run_usage(run, _("%s is needed"), "--name");
	return run_change(run, DB_EVERY_VILLAGE, set_one, NULL);
}

static int64_t
retire_one(struct run *run, void *arg)
{
	struct area_range r;
	char buf[IDS_SIZE];

	(void)arg;
	if (find(run, text_of(run->operand[0]), 0, &r) != 0)
		return -1;
	return area_retire(run->db, code_of(&r, buf), run->today, run->id);
}

static int
retire(struct run *run)
{
	return run_change(run, DB_EVERY_VILLAGE, retire_one, NULL);
}

static int
import(struct run *run)
{
	return run_import(run, &area_entity, 0);
}

static int
find_wrong(struct run *run, struct check *check)
{
	return area_check(run->db, check);
}

static int
name(struct run *run, struct text what, int64_t *village, char id[static IDS_SIZE])
{
	struct area_range r;

	if (find(run, what, run->today, &r) != 0)
		return -1;
	*village = r.village_lo;
	code_of(&r, id);
	return 0;
}

static const struct findings findings = { area_finding, find_wrong, name };

static int
check(struct run *run)
{
	return waive_check(run, &findings);
}

static int
waive(struct run *run)
{
	return waive_run(run, &findings);
}

static const struct verb verbs[] = {
	{ "list", N_("[WORD]"), N_("list areas; WORD is looked for in the name"), VERB_LIST, TAKES(OPT_AREA, OPT_LEVEL), area_cols, 0, 1, list },
	{ "show", N_("AREA... | -"), N_("show areas, retired ones too"), VERB_LIST, NULL, area_cols, 1, -1, show },
	{ "add", N_("CODE NAME"), N_("add an area"), VERB_WRITE | VERB_ADDS, TAKES(OPT_FIRST), NULL, 2, 2, add },
	{ "set", N_("AREA"), N_("give another name: --name"), VERB_WRITE, TAKES(OPT_NAME), NULL, 1, 1, set },
	{ "retire", N_("AREA"), N_("end an area that nothing is in any more; --on is its last day"), VERB_WRITE, NULL, NULL, 1, 1, retire },
	{ "import", N_("FILE | -"), N_("import areas: code and name, in any order"), VERB_IMPORT, NULL, area_cols, 1, 1, import },
	{ "template", NULL, N_("write the headings of a list of areas to fill in"), VERB_LIST | VERB_TEMPLATE | VERB_NO_DB, NULL, area_cols, 0, 0, run_template },
	{ "check", N_("[CODE...]"), N_("look for what is wrong; status 1 when something is found"), VERB_LIST, TAKES(OPT_STATUS), finding_cols, 0, -1, check },
	{ "waive", N_("CODE AREA... | -"), N_("leave findings that are right out of check: --until, --reason"), VERB_WRITE, TAKES(OPT_UNTIL, OPT_REMOVE), NULL, 1, -1, waive },
	{ 0 },
};

static const struct states states[] = {
	{ "check", "waived" },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	static const struct prog prog = {
		.name = "nbr-area",
		.purpose = N_("keep the tree of areas"),
		.verbs = verbs,
		.examples =
		    "  nbr-area import areas.csv\n"
		    "  nbr-area list --level village\n"
		    "  nbr-area list -A 金鼎山社区 -C area,name,households\n",
		states,
	};

	return run_main(&prog, argc, argv);
}
