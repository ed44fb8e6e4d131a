/* The records of a run: which form, which columns, and where they go. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "form.h"
#include "run_parts.h"

static int
terminal_width(int fd)
{
	struct winsize w;

	return isatty(fd) && ioctl(fd, TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

static bool
wants_color(struct run *run, int fd)
{
	const char *when = run->opt.at[OPT_COLOR], *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when != NULL && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(fd) && (no == NULL || no[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}

/* -o: a new file beside it, renamed at the end: a reader sees the old or the
 * new, never half. A device or a pipe is written to as it is. */
static int
open_file(struct run *run, const char *path)
{
	char *real = realpath(path, NULL);	/* through a link; NULL: a new file */
	struct stat st;
	int fd = -1;

	run->output = real != NULL ? real : strdup(path);
	if (run->output == NULL)
		errno = ENOMEM;
	else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	else if (asprintf(&run->temp, "%s.XXXXXX", run->output) >= 0) {
		fd = mkostemp(run->temp, O_CLOEXEC);
		if (fd >= 0)
			fchmod(fd, 0640);
	}
	if (fd < 0) {
		msg_say(&(struct msg){ .file = path, .words = strerror(errno) });
		free(run->temp);
		run->temp = NULL;
		run->status = EXIT_CANNOT;
	}
	return fd;
}

static int
find_style(struct run *run, struct rec_style *style, int fd)
{
	const char *name = run->opt.at[OPT_FORMAT], *to = run->opt.at[OPT_FOR];
	bool blank = run->verb->flags & VERB_TEMPLATE;
	int form;

	if (name == NULL && (name = getenv("NBR_FORMAT")) != NULL && name[0] == '\0')
		name = NULL;
	if (to != NULL && strcmp(to, "excel") != 0)
		return run_usage(run, _("--for: excel, not %s"), to);
	if (to != NULL && run->opt.at[OPT_FORMAT] == NULL)
		name = "csv";
	if (to == NULL && run->form != NULL)
		name = "csv";
	if (name == NULL)
		name = isatty(fd) && !blank ? "table" : "tsv";
	form = rec_form(name);
	if (form < 0 || (form == REC_HTML && !(run->verb->flags & VERB_BOARD)))
		return run_usage(run, _("-F: table, tsv, csv, json, jsonl or md, not %s"), name);
	*style = (struct rec_style){
		.form = (enum rec_form)form,
		.columns = run->opt.at[OPT_COLUMNS],
		.import = run->verb->flags & (VERB_EXPORT | VERB_TEMPLATE),
		.blank = blank,
		.form_file = run->form,
		.sort = run->opt.at[OPT_SORT],
		.header = run->opt.at[OPT_NO_HEADER] == NULL,
		.excel = to != NULL,
		.reveal = run->opt.at[OPT_REVEAL] != NULL,
		.zh = run->zh,
		.zone = run->zone,
		.color = wants_color(run, fd),
		.width = terminal_width(fd),
	};
	return run_int(run, OPT_LIMIT, 0, 1, 1000000000, &style->limit);
}

/* Whether a list of columns has an empty name in it: -C "$columns" of a script
 * whose variable is not set. */
static bool
lacks_name(const char *list)
{
	bool name = false;

	for (; list != NULL && *list != '\0'; list++) {
		if (*list == ',' && !name)
			return true;
		name = *list != ',' && (name || *list != '-');
	}
	return list != NULL && !name;
}

static int
open_records(struct run *run, const struct col *cols)
{
	char unknown[REC_NAME] = "";
	struct rec_style style;

	if (find_style(run, &style, run->fd) != 0)
		return -1;
	run->out = rec_open(run->fd, cols, &style, unknown);
	if (run->out == NULL && unknown[0] != '\0')
		return run_usage(run, _("no such column: %s; -C help lists them"), unknown);
	return run->out == NULL ? -1 : 0;
}

int
run_forget_records(struct run *run)
{
	if (run->out == NULL)
		return 0;
	rec_drop(run->out);
	run->out = NULL;
	return open_records(run, run_columns(run));
}

int
run_template(struct run *run)
{
	(void)run;
	return 0;
}

int
run_output(struct run *run)
{
	const char *path = run->opt.at[OPT_OUTPUT];

	run->fd = path == NULL || strcmp(path, "-") == 0 ? STDOUT_FILENO : open_file(run, path);
	return run->fd < 0 ? -1 : 0;
}

int
run_records(struct run *run, const struct col *cols)
{
	if (run_bind_form(run, cols) != 0)
		return -1;
	if (lacks_name(run->opt.at[OPT_COLUMNS]) || lacks_name(run->opt.at[OPT_SORT]))
		return run_usage(run, _("%s: the name of a column is missing"), lacks_name(run->opt.at[OPT_COLUMNS]) ? "-C" : "-s");
	return run_output(run) != 0 ? -1 : open_records(run, cols);
}

static int
keep_file(struct run *run, bool keep)
{
	int rc = keep ? (fsync(run->fd) != 0 || rename(run->temp, run->output) != 0 ? -1 : 0) : 0;

	if (!keep || rc != 0)
		unlink(run->temp);
	close(run->fd);
	free(run->temp);
	return rc;
}

/* 0, or -1 with errno set; *n is how many records there were. */
static int
end_records(struct run *run, bool good, int64_t *n)
{
	int rc = 0, error;

	*n = run->out != NULL ? rec_count(run->out) : 0;
	if (run->out != NULL && good)
		rc = rec_end(run->out);
	else
		rec_drop(run->out);
	error = errno;
	if (run->temp == NULL && run->fd > STDERR_FILENO)
		close(run->fd);
	if (run->temp != NULL && keep_file(run, good && rc == 0) != 0 && rc == 0) {
		rc = -1;
		error = errno;
	}
	free(run->output);
	form_free(run->form);
	run->form = NULL;
	if (run->after != NULL)
		run->after(run->after_arg);
	errno = error;
	return rc;
}

enum exit_status
run_output_end(struct run *run, bool good, enum exit_status status)
{
	int64_t n;

	if (good && run_form_wrong(run) != 0) {	/* found by a record */
		status = EXIT_REFUSED;
		good = false;
	}
	if (end_records(run, good, &n) != 0) {
		msg_error(run->changed ? _("it is stored, but the output could not be written: %s")
		    : _("the output could not be written: %s"), strerror(errno));
		return run->changed ? EXIT_UNWRITTEN : EXIT_CANNOT;
	}
	if (status == EXIT_DONE && run->out != NULL && run->opt.at[OPT_EXIT_STATUS] != NULL && n == 0)
		return EXIT_NO;
	return status;
}
