/* What the doctor says of a machine: files as they stand in /etc and /var, below a
 * directory of the test. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor.h"
#include "file.h"
#include "tap.h"

static char root[] = "/tmp/nbr-doctor-XXXXXX";

static char *
below(const char *path)
{
	static char at[4096];

	snprintf(at, sizeof(at), "%s%s", root, path);
	return at;
}

static void
make(const char *path, const char *words)
{
	file_make_dir(below(path));
	file_put(below(path), 0644, words);
}

static void
make_dir(const char *path, mode_t mode)
{
	mkdir(below(path), 0755);
	chmod(below(path), mode);
}

/* What is said of a check, "verdict\tdetail"; the root is cut out of it. */
static const char *
says(const char *check)
{
	static char line[8192];
	struct command one = { (char *)"nbr-doctored", (char *)"/opt/bin/nbr-doctored" };
	struct commands all = { .at = &one, .count = 1 };
	struct db *db = db_open(below("/none.db"), DB_READ, 1);
	char unknown[REC_NAME], *at;
	FILE *fp = tmpfile();
	struct doctor d = {
		.out = rec_open(fileno(fp), doctor_cols, &(struct rec_style){ .form = REC_TSV }, unknown),
		.path = "/none.db", .zone = "Asia/Shanghai", .catalogues = "/nonexistent", .root = root,
		.today = 20260310, .commands = &all,
	};

	doctor_look(&d, db);
	rec_end(d.out);
	db_close(db);
	rewind(fp);
	while (fgets(line, sizeof(line), fp) != NULL)
		if (strncmp(line, check, strlen(check)) == 0 && line[strlen(check)] == '\t')
			break;
	if (feof(fp))
		strcpy(line, "");
	fclose(fp);
	line[strcspn(line, "\n")] = '\0';
	while ((at = strstr(line, root)) != NULL)
		memmove(at, at + strlen(root), strlen(at + strlen(root)) + 1);
	return line[0] == '\0' ? "" : line + strlen(check) + 1;
}

#define SAYS(check, words) OK(strcmp(says(check), words) == 0)

#define TIMERS	"/etc/systemd/system/timers.target.wants"
#define NOTHING	"finding\tnothing starts nightly: systemctl enable --now nbr-nightly.timer, or a line in /etc/cron.d/nbr, see nbr-nightly(7)"

static void
schedules(void)
{
	SAYS("schedule", NOTHING);
	SAYS("cron", "finding\t1 of the programs (/opt/bin/nbr-doctored) not in /usr/bin:/bin: set PATH in the crontab");
	make("/etc/cron.d/nbr", "# 30 21 * * * nbr /usr/lib/nbr/nightly\n");
	SAYS("schedule", NOTHING);
	make("/etc/cron.d/nbr.old", "30 21 * * * nbr /usr/lib/nbr/nightly\n");
	SAYS("schedule", NOTHING);
	make("/var/spool/cron/crontabs/li", "30 21 * * * /usr/lib/nbr/nightly\n");
	SAYS("schedule", "ok\t/var/spool/cron/crontabs/li");
	unlink(below("/var/spool/cron/crontabs/li"));
	make("/etc/cron.d/nbr", "PATH=/nowhere:/usr/bin\n30 21 * * * nbr /usr/lib/nbr/nightly\n");
	SAYS("schedule", "ok\t/etc/cron.d/nbr");
	SAYS("cron", "finding\t1 of the programs (/opt/bin/nbr-doctored) not in /nowhere:/usr/bin: set PATH in the crontab");
	make("/bin/nbr-doctored", "#!/bin/sh\n");
	chmod(below("/bin/nbr-doctored"), 0755);
	{
		char lines[8192];

		snprintf(lines, sizeof(lines), "PATH=%s\n30 21 * * * nbr /usr/lib/nbr/nightly\n", below("/bin"));
		make("/etc/cron.d/nbr", lines);
	}
	SAYS("cron", "ok\t/bin");
	make("/etc/nbr-nightly.timer", "[Timer]\n");
	file_make_dir(below(TIMERS "/x"));
	OK(symlink("../../../nbr-nightly.timer", below(TIMERS "/nbr-nightly.timer")) == 0);
	SAYS("schedule", "ok\t/etc/cron.d/nbr");	/* no systemd runs */
	make("/run/systemd/system/x", "");
	SAYS("schedule", "warning\ttwice, by nbr-nightly.timer and by /etc/cron.d/nbr: one is enough");
	make("/etc/cron.d/nbr", "30 21 * * * nbr [ -d /run/systemd/system ] || /usr/lib/nbr/nightly\n");
	SAYS("schedule", "ok\tnbr-nightly.timer");
	SAYS("cron", "warning\t1 of the programs (/opt/bin/nbr-doctored) not in /usr/bin:/bin: set PATH in the crontab");
	unlink(below("/run/systemd/system/x"));
	rmdir(below("/run/systemd/system"));
	SAYS("schedule", "ok\t/etc/cron.d/nbr");
	unlink(below("/etc/cron.d/nbr"));
	SAYS("schedule", "finding\tnbr-nightly.timer is enabled, but systemd does not run here: a line in /etc/cron.d/nbr, see nbr-nightly(7)");
	unlink(below("/etc/nbr-nightly.timer"));
	SAYS("schedule", "finding\t" TIMERS "/nbr-nightly.timer leads nowhere: systemctl reenable nbr-nightly.timer");
	unlink(below(TIMERS "/nbr-nightly.timer"));
	SAYS("schedule", NOTHING);
	if (geteuid() != 0) {
		make_dir("/var/spool/cron/crontabs", 0);
		SAYS("schedule", "warning\tnone is seen, but this user may not see all crontabs: sudo nbr doctor");
		make_dir("/var/spool/cron/crontabs", 0700);
	}
}

/* By default in /var, and where the settings say. */
static void
nights(void)
{
	SAYS("nightly", "finding\tnever done by nightly: see nbr-nightly(7)");
	make("/var/lib/nbr/nightly/day", "2026-03-08\n");
	SAYS("nightly", "ok\t2026-03-08");
	make("/var/lib/nbr/nightly/day", "2026-03-07\n");
	SAYS("nightly", "finding\tlast done for 2026-03-07: see nbr-nightly(7)");
	make("/var/lib/nbr/nightly/day", "\n");
	SAYS("nightly", "finding\tnever done by nightly: see nbr-nightly(7)");
	make("/var/lib/nbr/nightly/day", "rubbish\n");
	SAYS("nightly", "finding\tlast done for rubbish: see nbr-nightly(7)");
	make("/etc/nbr/nightly.conf", "# STATE=/elsewhere\nKEEP=7 STATE=\"/else where\"\nBACKUPS='/nowhere'; SIGNERS=\n");
	SAYS("nightly", "finding\tnever done by nightly: see nbr-nightly(7)");
	SAYS("backups", "finding\t/nowhere: No such file or directory: install -d -m 0750 -o nbr /nowhere");
	{
		char lines[8192];

		snprintf(lines, sizeof(lines), "STATE=\"%s/else where\"\n", root);
		make("/etc/nbr/nightly.conf", lines);
		make("/else where/day", "2026-03-10");
	}
	SAYS("nightly", "ok\t2026-03-10");
	make("/var/backups/nbr/x.db", "");
	make_dir("/var/backups/nbr", 0750);
	SAYS("backups", "ok\t0750 /var/backups/nbr");
	make_dir("/var/backups/nbr", 0755);
	SAYS("backups", "finding\t0755: chmod 0750 /var/backups/nbr");
}

static void
snapshots(void)
{
	SAYS("snapshots", "");
	make("/var/lib/nbr-audit/march.db", "");
	make("/var/lib/nbr-audit/march.db.sha256", "");
	make_dir("/var/lib/nbr-audit", 02755);
	chmod(below("/var/lib/nbr-audit/march.db"), 0440);
	SAYS("snapshots", "finding\t2755: chmod 2750 /var/lib/nbr-audit");
	make_dir("/var/lib/nbr-audit", 02750);
	SAYS("snapshots", "ok\t2750 /var/lib/nbr-audit");
	chmod(below("/var/lib/nbr-audit/march.db"), 0640);
	SAYS("snapshots", "finding\tchmod 0440 /var/lib/nbr-audit/march.db");
}

int
main(void)
{
	char remove[64];

	if (mkdtemp(root) == NULL)
		return 1;
	schedules();
	nights();
	snapshots();
	snprintf(remove, sizeof(remove), "rm -rf %s", root);
	OK(system(remove) == 0);
	return tap_end();
}
