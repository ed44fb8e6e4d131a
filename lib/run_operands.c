/* What the operands name, and a step of each record named. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"
#include "run_parts.h"

/* Ids on standard input are gathered first: f may begin a transaction. */
struct ids {
	struct id {
		struct text	 text;
		int64_t		 line;
	}		*at;
	size_t		 n, room;
};

static int
gather(void *arg, struct text id, int64_t line)
{
	struct ids *ids = arg;
	char *copy;

	if (!ARRAY_ROOM(ids->at, ids->n + 1, ids->room))
		return -1;
	copy = strndup(id.at, id.len);
	if (copy == NULL)
		return -1;
	ids->at[ids->n++] = (struct id){ { copy, id.len }, line };
	return 0;
}

const char *
run_stdin_name(const struct run *run)
{
	const char *from = run_opt(run, OPT_FROM);

	return from != NULL && strcmp(from, "-") != 0 ? from : _("standard input");
}

static int
stdin_operands(struct run *run, const char *column, int (*f)(struct run *, struct text, int64_t, void *), void *arg)
{
	struct ids ids = { 0 };
	const char *why = NULL;
	int rc;

	rewind(stdin);	/* of a change that begins again: spooled, it can be */
	rc = rec_ids(stdin, column, gather, &ids, &why);

	if (rc != 0) {
		msg_error("%s: %s", run_stdin_name(run), why != NULL ? why : _("out of memory"));
		run->status = EXIT_REFUSED;
	}
	for (size_t i = 0; i < ids.n; i++) {
		if (rc == 0)
			rc = f(run, ids.at[i].text, ids.at[i].line, arg);
		free((char *)ids.at[i].text.at);
	}
	free(ids.at);
	return rc;
}

int
run_named(struct run *run, int first, const char *column, int (*f)(struct run *, struct text, int64_t, void *), void *arg)
{
	int rc = 0;

	for (int i = first; i < run->operands && rc == 0; i++)
		rc = strcmp(run->operand[i], "-") == 0 ? stdin_operands(run, column, f, arg)
		    : f(run, text_of(run->operand[i]), 0, arg);
	if (rc == 0 && run_opt(run, OPT_FROM) != NULL)
		rc = stdin_operands(run, column, f, arg);
	return rc;
}

struct plain {
	int	 (*f)(struct run *, struct text, void *);
	void	*arg;
};

static int
without_line(struct run *run, struct text id, int64_t line, void *arg)
{
	const struct plain *p = arg;

	(void)line;
	return p->f(run, id, p->arg);
}

int
run_operands(struct run *run, const char *column, int (*f)(struct run *, struct text, void *), void *arg)
{
	return run_named(run, 0, column, without_line, &(struct plain){ f, arg });
}

int
run_check_rejects(struct run *run, const char *read)
{
	const char *to = run->opt.at[OPT_REJECTS];
	struct stat in, out;

	if (to == NULL || (to[0] != '\0' && lstat(to, &out) != 0))
		return 0;
	if (to[0] == '\0' || !S_ISREG(out.st_mode))
		return run_usage(run, _("-r: %s is not a file"), to);
	if (read != NULL && stat(read, &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
		return run_usage(run, _("-r: %s is the file that is read; name another"), to);
	return 0;
}
