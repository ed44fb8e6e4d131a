/* nbr-db - the database: made, checked, copied, asked */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin.h"
#include "backup.h"
#include "copy.h"
#include "dump.h"
#include "query.h"
#include "run.h"
#include "setting.h"
#include "undo.h"

enum { PATH_SIZE = 4096 };

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
	char buf[PATH_SIZE];
	const char *path = run_database(run, buf, sizeof(buf)), *code = run_opt(run, OPT_TOWN);
	char *name = run_opt(run, OPT_NAME) == NULL ? NULL : strdup(run_opt(run, OPT_NAME));
	struct town town = { .zone = run_opt(run, OPT_ZONE) };
	struct run_note note = { .actor = run->actor, .program = run->prog->name, .verb = "init", .day = run->today };
	int64_t timeout;
	int rc = -1;

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
	if (run->status == EXIT_DONE && run_int(run, OPT_TIMEOUT, 30, 0, 3600, &timeout) == 0
	    && make_directory(run, path) == 0) {
		run->db = admin_init(path, (int)timeout, &town, &note);
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
	char buf[PATH_SIZE];

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
	char buf[PATH_SIZE];

	if (admin_migrate(run->db, run->out, run_database(run, buf, sizeof(buf)), run->dry_run) != 0)
		return -1;
	run->changed = rec_count(run->out) > 0 && !run->dry_run;
	if (rec_count(run->out) == 0)
		run_tell(run, _("the schema is of this version already"));
	else if (run->changed)
		run_tell(run, _("the schema is version %d now"), db_version_built());
	return 0;
}

/* The backup is on record in the database it was made of; the copy is older. */
static int
note_backup(struct run *run, const struct backup *made)
{
	struct run_note note = {
		.actor = run->actor, .program = run->prog->name, .verb = "backup", .day = run->today,
		.reason = run_opt(run, OPT_REASON), .source = made->path, .digest = made->sha256,
	};
	int version;

	if (db_version(run->db, &version) != 0)
		return -1;
	if (version != db_version_built())
		return 0;
	return run_record_alone(run->db, &note);
}

static int
do_backup(struct run *run)
{
	char buf[PATH_SIZE];
	const char *path = run_database(run, buf, sizeof(buf));
	struct backup made = { 0 };
	struct stat st;
	int64_t keep;
	int rc;

	if (run_int(run, OPT_KEEP, 0, 1, 100000, &keep) != 0)
		return -1;
	if (keep > 0 && (stat(run->operand[0], &st) != 0 || !S_ISDIR(st.st_mode)))
		return run_usage(run, _("--keep needs a directory"));
	rc = backup_make(run->db, path, run->operand[0], BACKUP_OWNER, !run->dry_run, &made);
	if (rc == 0 && !run->dry_run) {
		run->changed = true;
		rc = note_backup(run, &made) < 0 || (keep > 0 && backup_prune(run->db, path, made.path, keep) != 0) ? -1 : 0;
	}
	if (rc == 0)
		backup_put(run->out, &made);
	free(made.path);
	return rc;
}

static int
do_snapshot(struct run *run)
{
	char buf[PATH_SIZE];
	struct backup made = { 0 };
	int rc = backup_make(run->db, run_database(run, buf, sizeof(buf)), run->operand[0], BACKUP_AUDITORS, true, &made);

	if (rc == 0) {
		run->changed = true;
		backup_put(run->out, &made);
	}
	free(made.path);
	return rc;
}

/* What is replaced is named by hand: a slip cannot do it. */
static bool
confirmed(struct run *run, const char *path)
{
	char line[PATH_SIZE] = "";

	if (run_opt(run, OPT_YES) != NULL)
		return true;
	if (!isatty(STDIN_FILENO)) {
		run_usage(run, _("restore needs -y where no one can be asked"));
		return false;
	}
	fprintf(stderr, _("%s will be replaced by %s. Type %s to go on: "), path, run->operand[0], file_base(path));
	if (fgets(line, sizeof(line), stdin) != NULL)
		line[strcspn(line, "\n")] = '\0';
	if (strcmp(line, file_base(path)) == 0)
		return true;
	run_usage(run, _("nothing was done"));
	return false;
}

static int
do_restore(struct run *run)
{
	char buf[PATH_SIZE];
	const char *path = run_database(run, buf, sizeof(buf));
	struct run_note note = {
		.actor = run->actor, .program = run->prog->name, .verb = "restore", .day = run->today,
		.reason = run_opt(run, OPT_REASON),
	};
	int64_t timeout;

	if (run_int(run, OPT_TIMEOUT, 30, 0, 3600, &timeout) != 0 || (!db_is_server(path) && !confirmed(run, path)))
		return -1;
	run->db = db_open(path, DB_GATE, (int)timeout);
	if (run->db == NULL || db_error(run->db)[0] != '\0'
	    || backup_restore(run->db, path, run->operand[0], &note, (int)timeout) != 0)
		return -1;
	run_tell(run, _("%s is restored; the old one is %s.before-restore"), path, path);
	return 0;
}

/* The statement: operand 0, or standard input for "-". The caller frees. */
static char *
statement(struct run *run)
{
	char *sql = NULL;
	size_t size = 0;

	if (strcmp(run->operand[0], "-") != 0)
		return strdup(run->operand[0]);
	if (getdelim(&sql, &size, '\0', stdin) < 0) {
		free(sql);
		return strdup("");
	}
	return sql;
}

/* Its columns head the table that is written at the end. */
static void
close_query(void *q)
{
	query_close(q);
}

static int
do_query(struct run *run)
{
	char *sql = statement(run);
	struct query *q = sql == NULL ? NULL : query_open(run->db, sql, run_opt(run, OPT_REVEAL) != NULL);
	int rc = -1;

	if (q != NULL && run_records(run, query_cols(q)) == 0)
		rc = query_put(q, run->out);
	query_end(q);
	run->after = close_query;
	run->after_arg = q;
	free(sql);
	return rc;
}

/* Gathered in an unlinked file first: who reads the pipe slowly keeps no one
 * from writing. */
static int
do_dump(struct run *run)
{
	char block[65536];
	FILE *fp = tmpfile();
	size_t n;
	int rc = -1;

	if (fp == NULL)
		return db_fail(run->db, EXIT_CANNOT, FAULT_NONE, "%s", strerror(errno));
	if (dump_write(run->db, fp, run->operand[0], run_opt(run, OPT_REVEAL) != NULL) == 0) {
		rewind(fp);
		while ((n = fread(block, 1, sizeof(block), fp)) > 0 && fwrite(block, 1, n, stdout) == n)
			continue;
		rc = ferror(fp) || fflush(stdout) != 0 || ferror(stdout)
		    ? db_fail(run->db, EXIT_CANNOT, FAULT_NONE, _("the output could not be written: %s"), strerror(errno)) : 0;
	}
	fclose(fp);
	return rc;
}

static int
do_copy(struct run *run)
{
	struct copy copy = {
		.from = run->operand[0], .to = run->operand[1],
		.dry = run->dry_run, .quiet = run_opt(run, OPT_QUIET) != NULL,
	};
	int64_t timeout;

	if (copy.from[0] == '\0' || copy.to[0] == '\0')
		return run_usage(run, _("a database without a name"));
	if (run_int(run, OPT_TIMEOUT, 30, 0, 3600, &timeout) != 0)
		return -1;
	copy.timeout = (int)timeout;
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
	  TAKES(OPT_KEEP), backup_cols, 1, 1, do_backup },
	{ "snapshot", N_("FILE"), N_("copy the database for auditors, who read and cannot write"), VERB_LIST | VERB_ANY_VERSION,
	  NULL, backup_cols, 1, 1, do_snapshot },
	{ "restore", N_("FILE"), N_("put a backup in the place of the database"), VERB_NO_DB,
	  TAKES(OPT_DB, OPT_TIMEOUT, OPT_YES, OPT_REASON, OPT_ACTOR), NULL, 1, 1, do_restore },
	{ "copy", N_("FROM TO"), N_("copy a town into a new database, a file or a server's"), VERB_LIST | VERB_WRITE | VERB_NO_DB,
	  TAKES(OPT_TIMEOUT), copy_cols, 2, 2, do_copy },
	{ "query", "SELECT | -", N_("ask the database in SQL"), VERB_LIST | VERB_PERSONAL, NULL, NULL, 1, 1, do_query },
	{ "dump", N_("[TABLE]"), N_("write all rows as JSON lines, in the order of keys"), VERB_PERSONAL, NULL, NULL, 0, 1, do_dump },
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
};

int
main(int argc, char *argv[])
{
	return run_main(&prog, argc, argv);
}
