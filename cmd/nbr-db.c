/* nbr-db - the database: made, checked, copied, asked */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "backup.h"
#include "backup_verbs.h"
#include "copy.h"
#include "query_verbs.h"
#include "run.h"
#include "setting.h"
#include "undo.h"

/* The directory of the default database is made; any other must be there. */
static int
make_directory(struct run *run, const char *path)
{
	if (run_opt(run, OPT_DB) != NULL || getenv("NBR_DB") != NULL || file_make_dir(path) == 0)
		return 0;
	msg_say(&(struct msg){ .file = path, .words = strerror(errno) });
	run->status = EXIT_CANNOT;
	return -1;
}

static int
do_init(struct run *run)
{
	char buf[RUN_PATH];
	const char *path = run_database(run, buf, sizeof(buf)), *code = run_opt(run, OPT_TOWN);
	char *name = run_opt(run, OPT_NAME) == NULL ? NULL : strdup(run_opt(run, OPT_NAME));
	struct town town = { .zone = run_opt(run, OPT_ZONE) };
	struct run_note note = { .actor = run->actor, .program = run->prog->name, .verb = "init", .day = run->today };
	int timeout, rc = -1;

	if (code == NULL || name == NULL)
		rc = run_usage(run, _("--town and --name are needed"));
	else if (town.code = text_of(code), !ids_area_parse(town.code, &town.area) || town.area.level > 3)
		rc = run_usage(run, _("--town: %s is not the code of a town; write 9 digits"), code);
	else if (town.name = text_clean(name, strlen(name)), town.name.len == 0 || town.name.len > 200
	    || text_utf8(name, strlen(name)) != strlen(name))
		rc = run_usage(run, _("--name: not a name"));
	else if (town.zone == NULL)
		town.zone = run->zone;
	if (run->status == EXIT_DONE && moment_today(town.zone) == 0)
		rc = run_usage(run, _("there is no time zone %s"), town.zone);
	if (run->status == EXIT_DONE && run_timeout(run, &timeout) == 0 && make_directory(run, path) == 0) {
		run->db = admin_init(path, timeout, &town, &note);
		rc = run->db == NULL || db_error(run->db)[0] != '\0' ? -1 : 0;
		if (rc == 0)
			run_tell(run, _("%s is made"), path);
	}
	free(name);
	return rc;
}

static int
do_info(struct run *run)
{
	char buf[RUN_PATH];

	return admin_info(run->db, run->out, run_database(run, buf, sizeof(buf)));
}

static int64_t
set(struct run *run, void *arg)
{
	const struct text *pair = arg;

	return setting_set(run->db, pair[0], pair[1]);
}

static int
do_set(struct run *run)
{
	struct text pair[] = { text_of(run->operand[0]), text_of(run->operand[1]) };

	if (!setting_may(pair[0], pair[1]))
		return run_usage(run, _("set: not a setting, or not a value of it: %s %s"), run->operand[0], run->operand[1]);
	return run_change(run, DB_EVERY_VILLAGE, set, pair);
}

static int
do_check(struct run *run)
{
	if (admin_check(run->db, run->zone, run->out) != 0)
		return -1;
	run->status = rec_count(run->out) > 0 ? EXIT_NO : EXIT_DONE;
	return 0;
}

static int
do_migrate(struct run *run)
{
	char buf[RUN_PATH];

	if (admin_migrate(run->db, run->out, run_database(run, buf, sizeof(buf)), run->dry_run) != 0)
		return -1;
	run->changed = rec_count(run->out) > 0 && !run->dry_run;
	if (rec_count(run->out) == 0)
		run_tell(run, _("the schema is of this version already"));
	else if (run->changed)
		run_tell(run, _("the schema is version %d now"), db_version_built());
	return 0;
}

static int
do_copy(struct run *run)
{
	struct copy copy = {
		.from = run->operand[0], .to = run->operand[1],
		.dry = run->dry_run, .quiet = run_opt(run, OPT_QUIET) != NULL,
	};

	if (copy.from[0] == '\0' || copy.to[0] == '\0')
		return run_usage(run, _("a database without a name"));
	if (run_timeout(run, &copy.timeout) != 0)
		return -1;
	run->db = copy_town(&copy, run->out);
	if (run->db == NULL || db_error(run->db)[0] != '\0')
		return -1;
	run->changed = !copy.dry;
	if (run->changed)
		run_tell(run, _("%s is made"), copy.to);
	return 0;
}

static int
list(struct run *run, int (*f)(struct db *, struct rec_out *, day_t, day_t, const char *))
{
	const char *actor = run_opt(run, OPT_ACTOR);
	day_t since, until;

	if (run_day(run, OPT_SINCE, DAY_MIN, &since) != 0 || run_day(run, OPT_UNTIL, DAY_MAX, &until) != 0)
		return -1;
	return f(run->db, run->out, since, until, actor == NULL ? "" : actor);
}

static int
do_audit(struct run *run)
{
	return list(run, run_list);
}

static int
do_runs(struct run *run)
{
	return list(run, run_imports);
}

static int64_t
undo(struct run *run, void *arg)
{
	int64_t n = undo_import(run->db, run->zone, *(int64_t *)arg, run->out);

	if (n == 0) {
		msg_fault(NULL, 0, NULL, text_of(run->operand[0]), FAULT_UNDO_DEPENDS, "", true);
		run->status = EXIT_RULE;
	}
	return n;
}

static int
do_undo(struct run *run)
{
	int64_t id = ids_run_parse(text_of(run->operand[0]));

	if (id == 0)
		return run_usage(run, _("%s is not the number of a run; nbr-db runs lists them"), run->operand[0]);
	return run_change(run, DB_EVERY_VILLAGE, undo, &id);
}

static const struct verb verbs[] = {
	{ "init", NULL, N_("make the database of a town"), VERB_NO_DB,
	  TAKES(OPT_DB, OPT_TIMEOUT, OPT_TOWN, OPT_NAME, OPT_ZONE, OPT_ACTOR), NULL, 0, 0, do_init },
	{ "info", NULL, N_("show what the database is and holds"), VERB_LIST | VERB_ANY_VERSION, NULL, fact_cols, 0, 0, do_info },
	{ "set", N_("KEY VALUE"), N_("change a setting of the town"), VERB_WRITE, NULL, NULL, 2, 2, do_set },
	{ "check", NULL, N_("look for what is wrong; status 1 when something is found"), VERB_LIST | VERB_ANY_VERSION,
	  NULL, finding_cols, 0, 0, do_check },
	{ "migrate", NULL, N_("bring the database to this version, after a backup"), VERB_LIST | VERB_WRITE | VERB_ANY_VERSION,
	  NULL, migrate_cols, 0, 0, do_migrate },
	{ "backup", N_("FILE | DIRECTORY"), N_("copy the database while it is used"), VERB_LIST | VERB_WRITE | VERB_ANY_VERSION,
	  TAKES(OPT_KEEP), backup_cols, 1, 1, backup_verb_make },
	{ "snapshot", N_("FILE"), N_("copy the database for auditors, who read and cannot write"), VERB_LIST | VERB_ANY_VERSION,
	  NULL, backup_cols, 1, 1, backup_verb_snapshot },
	{ "restore", N_("FILE"), N_("put a backup in the place of the database"), VERB_NO_DB,
	  TAKES(OPT_DB, OPT_TIMEOUT, OPT_YES, OPT_REASON, OPT_ACTOR), NULL, 1, 1, backup_verb_restore },
	{ "copy", N_("FROM TO"), N_("copy a town into a new database, a file or a server's"), VERB_LIST | VERB_WRITE | VERB_NO_DB,
	  TAKES(OPT_TIMEOUT), copy_cols, 2, 2, do_copy },
	{ "query", "SELECT | -", N_("ask the database in SQL"), VERB_LIST | VERB_PERSONAL, NULL, NULL, 1, 1, query_verb_ask },
	{ "dump", N_("[TABLE]"), N_("write all rows as JSON lines, in the order of keys"), VERB_PERSONAL, NULL, NULL, 0, 1, query_verb_dump },
	{ "audit", NULL, N_("list what was done, when and by whom"), VERB_LIST,
	  TAKES(OPT_SINCE, OPT_UNTIL, OPT_ACTOR), run_cols, 0, 0, do_audit },
	{ "runs", NULL, N_("list the imports: who, when, which file, how many records"), VERB_LIST,
	  TAKES(OPT_SINCE, OPT_UNTIL, OPT_ACTOR), import_cols, 0, 0, do_runs },
	{ "undo", N_("RUN"), N_("take an import back, unless later records depend on it"), VERB_LIST | VERB_WRITE | VERB_WHOLE,
	  NULL, dependent_cols, 1, 1, do_undo },
	{ 0 },
};

static const struct prog prog = {
	"nbr-db", N_("make, check, copy and query the database"), verbs,
	"  nbr-db init --town 430121106 --name 春华镇\n"
	"  nbr-db backup /var/backups/nbr --keep 30\n"
	"  nbr-db query 'SELECT level, count(*) FROM area GROUP BY level'\n",
	NULL,
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
