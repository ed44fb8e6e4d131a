/* --form: which file is meant, and what it changes of a run. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "form.h"
#include "household.h"
#include "order.h"
#include "run_parts.h"

const struct col *
run_columns(const struct run *run)
{
	return run->opt.at[OPT_PERSONS] != NULL ? person_cols : run->opt.at[OPT_EVENTS] != NULL ? order_event_cols
	    : run->opt.at[OPT_CLOCKS] != NULL ? order_clock_cols : run->verb->cols;
}

/* A bare name that is no file here is one of those that came with nbr. */
static struct form *
read_form(const char *name)
{
	const char *dir = getenv("NBR_DATADIR"), *ends[] = { "", ".form" };
	struct form *f = form_read(name);
	char *path;

	for (size_t i = 0; f == NULL && errno == ENOENT && strchr(name, '/') == NULL && i < 2; i++) {
		if (asprintf(&path, "%s/forms/%s%s", run_given(dir) != NULL ? dir : NBR_DATADIR, name, ends[i]) < 0)
			return NULL;
		f = form_read(path);
		free(path);
	}
	return f;
}

static bool
takes_persons(const struct verb *verb)
{
	const enum opt_id *id = verb->takes;

	while (id != NULL && *id != OPT_END && *id != OPT_PERSONS)
		id++;
	return id != NULL && *id == OPT_PERSONS;
}

int
run_read_form(struct run *run)
{
	static const enum opt_id said[] = { OPT_COLUMNS, OPT_FORMAT, OPT_FOR };
	const char *name = run->opt.at[OPT_FORM];

	if (name == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (run->opt.at[said[i]] != NULL)
			return run_usage(run, _("--form says all of --%s"), opts[said[i]].name);
	run->form = read_form(name);
	if (run->form == NULL) {
		msg_say(&(struct msg){ .file = name, .words = strerror(errno) });
		run->status = EXIT_CANNOT;
		return -1;
	}
	run->form->today = run->today;
	if (run->form->persons && !takes_persons(run->verb))
		form_wrong(run->form, 1, _("persons: only nbr-household export writes a row a person"));
	else if (run->form->persons)
		run->opt.at[OPT_PERSONS] = "";
	return 0;
}

int
run_bind_form(struct run *run, const struct col *cols)
{
	if (run->form == NULL)
		return 0;
	form_bind(run->form, cols, takes_persons(run->verb) && cols != person_cols ? person_cols : NULL);
	return run_form_wrong(run);
}

int
run_form_wrong(struct run *run)
{
	if (run->form == NULL || run->form->wrong == 0)
		return 0;
	msg_hint("%s", fault_hint(FAULT_FORM_FILE));
	run->status = EXIT_REFUSED;
	return -1;
}
