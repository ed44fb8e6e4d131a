#include "backup_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "run.h"

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

int
backup_verb_make(struct run *run)
{
	char buf[RUN_PATH];
	const char *path = run_database(run, buf, sizeof(buf));
	struct backup made = { 0 };
	struct stat st;
	int64_t keep;
	int rc;

	if (run_int(run, OPT_KEEP, 0, 1, 100000, &keep) != 0)
		return -1;
	if (keep > 0 && stat(run->operand[0], &st) != 0 && errno == ENOENT)
		return run_usage(run, _("--keep: there is no directory %s; make it: install -d -m 700 -o USER %s"),
		    run->operand[0], run->operand[0]);
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

int
backup_verb_snapshot(struct run *run)
{
	char buf[RUN_PATH];
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
	char line[RUN_PATH] = "";

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

int
backup_verb_restore(struct run *run)
{
	char buf[RUN_PATH];
	const char *path = run_database(run, buf, sizeof(buf));
	struct run_note note = {
		.actor = run->actor, .program = run->prog->name, .verb = "restore", .day = run->today,
		.reason = run_opt(run, OPT_REASON),
	};
	int timeout;

	if (run_timeout(run, &timeout) != 0 || (!db_is_server(path) && !confirmed(run, path)))
		return -1;
	run->db = db_open(path, DB_GATE, timeout);
	if (run->db == NULL || db_error(run->db)[0] != '\0'
	    || backup_restore(run->db, path, run->operand[0], &note, timeout) != 0)
		return -1;
	run_tell(run, _("%s is restored; the old one is %s.before-restore"), path, path);
	return 0;
}
