/* What is done every night: who starts it, can it find the programs, was it done? */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor_parts.h"

#define CRON_D	"/etc/cron.d"
#define TIMER	"/etc/systemd/system/timers.target.wants/nbr-nightly.timer"

/* What starts nightly. */
struct starter {
	char	 crontab[DOCTOR_PATH];	/* a file; "" none */
	char	 path[DOCTOR_PATH];	/* the PATH it sets */
	bool	 hidden;		/* there are crontabs this user may not see */
	bool	 systemd, timer;
};

/* Whether the crontab has a line for nightly; its PATH goes to path. Debian's lines
 * leave it to the timer where systemd runs. */
static bool
starts_nightly(FILE *fp, bool systemd, char path[static DOCTOR_PATH])
{
	char line[DOCTOR_PATH];
	bool found = false;

	strcpy(path, "/usr/bin:/bin");
	while (!found && fgets(line, sizeof(line), fp) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "PATH=", 5) == 0)
			snprintf(path, DOCTOR_PATH, "%s", line + 5);
		found = line[0] != '#' && strstr(line, "nbr") != NULL && strstr(line, "nightly") != NULL
		    && !(systemd && strstr(line, "/run/systemd/system") != NULL);
	}
	return found;
}

/* cron reads no file with a dot in its name, as editors and packages leave them. */
static void
look_for_crontab(struct doctor *d, struct starter *s, const char *where)
{
	char name[DOCTOR_PATH];
	const struct dirent *e;
	DIR *dir;

	snprintf(name, sizeof(name), "%s%s", d->root, where);
	dir = opendir(name);
	s->hidden = s->hidden || (dir == NULL && errno == EACCES);
	while (dir != NULL && s->crontab[0] == '\0' && (e = readdir(dir)) != NULL) {
		FILE *fp;

		if (strchr(e->d_name, '.') != NULL || snprintf(name, sizeof(name), "%s%s/%s", d->root, where, e->d_name) >= (int)sizeof(name))
			continue;
		fp = fopen(name, "re");
		s->hidden = s->hidden || (fp == NULL && errno == EACCES);
		if (fp != NULL && starts_nightly(fp, s->systemd, s->path))
			snprintf(s->crontab, sizeof(s->crontab), "%s/%s", where, e->d_name);
		if (fp != NULL)
			fclose(fp);
	}
	if (dir != NULL)
		closedir(dir);
}

static void
look_at_schedule(struct doctor *d, struct starter *s)
{
	char path[DOCTOR_PATH];
	struct stat st;

	snprintf(path, sizeof(path), "%s/run/systemd/system", d->root);
	s->systemd = access(path, F_OK) == 0;
	snprintf(path, sizeof(path), "%s%s", d->root, TIMER);
	s->timer = lstat(path, &st) == 0;
	look_for_crontab(d, s, CRON_D);
	if (s->crontab[0] == '\0')
		look_for_crontab(d, s, "/var/spool/cron/crontabs");
	if (s->timer && access(path, F_OK) != 0)
		doctor_put(d, "schedule", VERDICT_FINDING, _("%s leads nowhere: systemctl reenable nbr-nightly.timer"), TIMER);
	else if (s->timer && s->systemd && s->crontab[0] != '\0')
		doctor_put(d, "schedule", VERDICT_WARNING, _("twice, by nbr-nightly.timer and by %s: one is enough"), s->crontab);
	else if (s->timer && s->systemd)
		doctor_put(d, "schedule", VERDICT_OK, "nbr-nightly.timer");
	else if (s->crontab[0] != '\0')
		doctor_put(d, "schedule", VERDICT_OK, "%s", s->crontab);
	else if (s->timer)
		doctor_put(d, "schedule", VERDICT_FINDING, _("nbr-nightly.timer is enabled, but systemd does not run here: a line in %s, see nbr-nightly(7)"), CRON_D "/nbr");
	else if (s->hidden)
		doctor_put(d, "schedule", VERDICT_WARNING, _("none is seen, but this user may not see all crontabs: sudo nbr doctor"));
	else
		doctor_put(d, "schedule", VERDICT_FINDING, _("nothing starts nightly: systemctl enable --now nbr-nightly.timer, or a line in %s, see nbr-nightly(7)"), CRON_D "/nbr");
}

/* cron runs with a PATH of its own. */
static void
look_at_cron(struct doctor *d, const struct starter *s)
{
	const char *path = s->crontab[0] != '\0' ? s->path : "/usr/bin:/bin", *missing = NULL;
	int n = 0;

	for (size_t i = 0; i < d->commands->count; i++) {
		char *found = command_path(d->commands->at[i].name, path);

		if (found == NULL && n++ == 0)
			missing = d->commands->at[i].path;
		free(found);
	}
	if (n == 0)
		doctor_put(d, "cron", VERDICT_OK, "%s", path);
	else
		doctor_put(d, "cron", s->timer && s->systemd ? VERDICT_WARNING : VERDICT_FINDING,
		    _("%d of the programs (%s) not in %s: set PATH in the crontab"), n, missing, path);
}

/* The value that a line of the settings gives a name, as the shell reads simple ones. */
static void
setting(const char *file, const char *name, char *value, size_t size)
{
	FILE *fp = fopen(file, "re");
	char line[DOCTOR_PATH];
	size_t len = strlen(name);

	while (fp != NULL && fgets(line, sizeof(line), fp) != NULL)
		for (char *p = line; p[0] != '#' && (p = strstr(p, name)) != NULL; p += len)
			if (p[len] == '=' && (p == line || p[-1] == ' ')) {
				const char *from = p + len + 1, *ends = from[0] == '"' ? "\"\n" : from[0] == '\'' ? "'\n" : " \t;\n";

				from += ends[0] != ' ';
				snprintf(value, size, "%.*s", (int)strcspn(from, ends), from);
			}
	if (fp != NULL)
		fclose(fp);
}

/* The word in a file of nightly: 1, 0 there is none, -1 it may not be seen. */
static int
told(const char *state, const char *name, char word[static 16])
{
	char path[DOCTOR_PATH + 16];
	FILE *fp;

	snprintf(path, sizeof(path), "%s/%s", state, name);
	fp = fopen(path, "re");
	if (fp == NULL)
		return errno == EACCES ? -1 : 0;
	if (fgets(word, 16, fp) == NULL)
		word[0] = '\0';
	word[strcspn(word, "\n")] = '\0';
	fclose(fp);
	return word[0] != '\0';
}

/* A day or, of what is done once a month, a month: so old may it be. */
static void
look_at_told(struct doctor *d, const char *state, const char *name, const char *check, int days, const char *remedy)
{
	char word[16], day[16];
	int known = told(state, name, word), age;
	day_t at;

	if (known < 0) {
		doctor_put(d, check, VERDICT_WARNING, _("this user may not see %s: sudo nbr doctor"), state);
		return;
	}
	if (known == 0) {
		doctor_put(d, check, VERDICT_FINDING, _("never done by nightly: %s"), remedy);
		return;
	}
	snprintf(day, sizeof(day), strlen(word) == 7 ? "%.7s-01" : "%.10s", word);
	at = day_option(day, d->today);
	age = at == 0 ? days + 1 : day_diff(d->today, at);
	doctor_put(d, check, age <= days ? VERDICT_OK : VERDICT_FINDING, age <= days ? "%s" : _("last done for %s: %s"), word, remedy);
}

static void
look_at_backups(struct doctor *d, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) == 0) {
		doctor_look_at_mode(d, "backups", dir, st.st_mode, 0750);
		doctor_look_at_space(d, "backups-space", dir, stat(d->path, &st) == 0 ? (uint64_t)st.st_size : 0);
	} else if (errno == EACCES)
		doctor_put(d, "backups", VERDICT_WARNING, _("this user may not see %s: sudo nbr doctor"), dir);
	else
		doctor_put(d, "backups", VERDICT_FINDING, _("%s: %s: install -d -m 0750 -o nbr %s"), dir, strerror(errno), dir);
}

static bool
is_database(const char *name)
{
	size_t n = strlen(name);

	return n > 3 && strcmp(name + n - 3, ".db") == 0;
}

/* What auditors read is made for them alone, and nobody writes it. */
static void
look_at_snapshots(struct doctor *d, const char *dir)
{
	const struct dirent *e;
	char path[DOCTOR_PATH + 256], bad[DOCTOR_PATH + 256] = "";
	struct stat st;
	DIR *all;

	if (stat(dir, &st) != 0)
		return;
	all = opendir(dir);
	while (all != NULL && (e = readdir(all)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (is_database(e->d_name) && stat(path, &st) == 0 && (st.st_mode & 0227) != 0)
			strcpy(bad, path);
	}
	if (all == NULL)
		doctor_put(d, "snapshots", VERDICT_WARNING, _("this user may not see %s: sudo nbr doctor"), dir);
	else if (bad[0] != '\0')
		doctor_put(d, "snapshots", VERDICT_FINDING, "chmod 0440 %s", bad);
	else if (stat(dir, &st) == 0)
		doctor_look_at_mode(d, "snapshots", dir, st.st_mode, 02750);
	if (all != NULL)
		closedir(all);
}

void
doctor_look_at_nights(struct doctor *d)
{
	struct starter s = { .crontab = "" };
	char conf[DOCTOR_PATH], state[DOCTOR_PATH], backups[DOCTOR_PATH], snapshots[DOCTOR_PATH];

	snprintf(conf, sizeof(conf), "%s/etc/nbr/nightly.conf", d->root);
	snprintf(state, sizeof(state), "%s/var/lib/nbr/nightly", d->root);
	snprintf(backups, sizeof(backups), "%s/var/backups/nbr", d->root);
	snprintf(snapshots, sizeof(snapshots), "%s/var/lib/nbr-audit", d->root);
	if (d->settings != NULL)
		snprintf(conf, sizeof(conf), "%s", d->settings);
	setting(conf, "STATE", state, sizeof(state));
	setting(conf, "BACKUPS", backups, sizeof(backups));
	setting(conf, "AUDIT", snapshots, sizeof(snapshots));
	look_at_schedule(d, &s);
	look_at_cron(d, &s);
	look_at_told(d, state, "day", "nightly", NIGHTLY_DAYS, "see nbr-nightly(7)");
	look_at_told(d, state, "verify", "verify", NIGHTLY_DAYS, "nbr-db check; nbr-points verify");
	look_at_told(d, state, "drill", "restore", 62, "nbr-db restore BACKUP -D scratch.db");
	look_at_backups(d, backups);
	look_at_snapshots(d, snapshots);
}
