/* What a run needs before its verb: who, when, and the database. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_parts.h"
#include "runs.h"
#include "setting.h"

const char *
run_given(const char *s)
{
	return s != NULL && s[0] != '\0' ? s : NULL;
}

/* NBR_DB; else /var/lib/nbr once an administrator made it; else the user's. */
const char *
run_database(const struct run *run, char *buf, size_t size)
{
	const char *where = run->opt.at[OPT_DB], *home;
	struct stat st;

	if (where != NULL || (where = getenv("NBR_DB")) != NULL)
		return where;
	if (stat("/var/lib/nbr", &st) == 0 && S_ISDIR(st.st_mode))
		return "/var/lib/nbr/nbr.db";
	if ((home = run_given(getenv("XDG_DATA_HOME"))) != NULL)
		snprintf(buf, size, "%s/nbr/nbr.db", home);
	else
		snprintf(buf, size, "%s/.local/share/nbr/nbr.db", run_given(getenv("HOME")) != NULL ? getenv("HOME") : "");
	return buf;
}

const char *
run_actor(const struct run *run)
{
	const char *s = run->opt.at[OPT_ACTOR];
	const struct passwd *pw;

	if (run_given(s) != NULL || run_given(s = getenv("NBR_ACTOR")) != NULL
	    || run_given(s = getenv("SUDO_USER")) != NULL)
		return s;
	pw = getpwuid(getuid());
	return pw != NULL ? pw->pw_name : "unknown";
}

/*
 * Writers read standard input to its end before they wait at the database's
 * gate: in a pipe of two writers the first needs the gate to finish.
 */
static int
spool_stdin(struct run *run)
{
	char block[65536];
	FILE *fp = tmpfile();
	ssize_t n = 0;
	bool good = fp != NULL;

	while (good && (n = read(STDIN_FILENO, block, sizeof(block))) > 0)
		good = fwrite(block, 1, (size_t)n, fp) == (size_t)n;
	if (good && n == 0)
		good = fflush(fp) == 0 && lseek(fileno(fp), 0, SEEK_SET) == 0 && dup2(fileno(fp), STDIN_FILENO) >= 0;
	if (!good) {
		msg_error(_("standard input: %s"), strerror(errno));
		run->status = EXIT_CANNOT;
	}
	if (fp != NULL)
		fclose(fp);
	return good ? 0 : -1;
}

/* A file that takes the place of standard input. */
static int
open_from(struct run *run)
{
	const char *from = run_opt(run, OPT_FROM);
	int fd;

	if (from == NULL || strcmp(from, "-") == 0)
		return 0;
	fd = open(from, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return run_usage(run, "--from: %s: %s", from, strerror(errno));
	dup2(fd, STDIN_FILENO);
	close(fd);
	return 0;
}

bool
run_reads_stdin(const struct run *run)
{
	static const enum opt_id files[] = { OPT_PHONE_FILE, OPT_IDENT_FILE, OPT_AMONG };

	if (run_opt(run, OPT_FROM) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (run->opt.at[files[i]] != NULL && strcmp(run->opt.at[files[i]], "-") == 0)
			return true;
	for (int i = 0; i < run->operands; i++)
		if (strcmp(run->operand[i], "-") == 0)
			return true;
	return false;
}

/* The business day: --on, NBR_TODAY, or the clock in the database's zone. */
int
run_find_today(struct run *run)
{
	const char *env = run_given(getenv("NBR_TODAY"));
	day_t clock = moment_today(run->zone);

	if (clock == 0)
		return run_usage(run, _("there is no time zone %s; apt-get install tzdata"), run->zone);
	run->today = env == NULL ? clock : day_option(env, clock);
	if (run->today == 0)
		return run_usage(run, _("NBR_TODAY: there is no day %s"), env);
	return run_day(run, OPT_ON, run->today, &run->today);
}

int
run_timeout(struct run *run, int *seconds)
{
	int64_t n = 0;
	int rc = run_int(run, OPT_TIMEOUT, 30, 0, 3600, &n);

	*seconds = (int)n;
	return rc;
}

static int
open_database(struct run *run, bool write)
{
	char buf[RUN_PATH];
	const char *where = run_database(run, buf, sizeof(buf));
	unsigned flags = run->verb->flags;
	int timeout;

	if (run_timeout(run, &timeout) != 0)
		return -1;
	if (where[0] == '\0')
		return run_usage(run, _("NBR_DB is empty; name a file, or leave it unset"));
	if (open_from(run) != 0 || (write && run_reads_stdin(run) && spool_stdin(run) != 0))
		return -1;
	run->db = db_open(where, (write ? DB_WRITE : DB_READ) | (flags & VERB_ANY_VERSION ? DB_ANY_VERSION : 0)
	    | (flags & VERB_WHOLE ? DB_WHOLE : 0), timeout);
	return run->db == NULL ? -1 : db_error(run->db)[0] != '\0' ? db_blame(run->db, run->db, where) : 0;
}

int
run_writer(struct run *run)
{
	db_close(run->db);
	return open_database(run, true);
}

int
run_open(struct run *run)
{
	unsigned flags = run->verb->flags;
	bool write = (flags & (VERB_WRITE | VERB_IMPORT) && !(flags & VERB_READS)) || run->opt.at[OPT_REVEAL] != NULL;
	int rc;

	if (open_database(run, write) != 0)
		return -1;
	if (flags & VERB_ANY_VERSION)
		return 0;
	rc = setting_text(run->db, "zone", run->zone_set, sizeof(run->zone_set));
	if (rc == 1)
		run->zone = run->zone_set;
	return rc < 0 ? -1 : 0;
}

static size_t
add(char *buf, size_t size, size_t len, const char *before, const char *word)
{
	int n = len < size ? snprintf(buf + len, size - len, "%s%s", before, word) : 0;

	return len + (size_t)(n > 0 ? n : 0);
}

/* What is asked for: verb, operands, and the options that choose. A word that is
 * looked for, and SQL, may be of somebody: who reads the record is not shown it. */
static const char *
chosen(const struct run *run, char *buf, size_t size)
{
	static const enum opt_id first[] = { OPT_COLUMNS, OPT_OUTPUT, OPT_LIMIT, OPT_FORM };
	const char *takes = run->verb->operands == NULL ? "" : run->verb->operands;
	bool open = strcmp(takes, "[WORD]") != 0 && strncmp(takes, "SELECT", 6) != 0;
	size_t n = sizeof(first) / sizeof(first[0]), len = add(buf, size, 0, "", run->verb->name);

	for (int i = 0; i < run->operands; i++)
		len = add(buf, size, len, " ", open ? run->operand[i] : "..");
	for (size_t i = 0; i < n + OPT_COUNT - OPT_ON; i++) {
		enum opt_id o = i < n ? first[i] : (enum opt_id)(OPT_ON + i - n);
		const char letter[] = { opts[o].letter, '\0' };

		if (run->opt.at[o] == NULL)
			continue;
		len = letter[0] != '\0' ? add(buf, size, len, " -", letter) : add(buf, size, len, " --", opts[o].name);
		if (opts[o].value != NULL)
			len = add(buf, size, len, " ", run->opt.at[o]);
	}
	buf[text_utf8(buf, strlen(buf))] = '\0';	/* cut at a whole character */
	return buf;
}

/* What is masked is shown only to who says why; that is on record first. */
int
run_record_reveal(struct run *run)
{
	char source[400];
	struct run_note note = {
		.actor = run->actor, .program = run->prog->name, .verb = "reveal",
		.reason = run->opt.at[OPT_REASON], .day = run->today,
	};

	if (run->opt.at[OPT_REVEAL] == NULL)
		return 0;
	if (run_given(note.reason) == NULL)
		return run_usage(run, _("--reveal needs --reason: it is put on record"));
	note.source = chosen(run, source, sizeof(source));
	return run_record_alone(run->db, &note);
}
