/* Pages: what a verb writes in a form of its own, instead of records. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "run_parts.h"

static const struct { unsigned flag; const char *form; } pages[] = {
	{ VERB_JOURNAL, "ledger" }, { VERB_PAGES, "md" }, { VERB_PAGES, "html" }, { VERB_PAGES, "wecom" }, { VERB_PAGES, "dingtalk" },
};

enum { PAGES = sizeof(pages) / sizeof(pages[0]) };

/* The page a verb writes in this form; NULL: it writes records. */
static const char *
page_of(const struct verb *verb, const char *form)
{
	for (size_t i = 0; i < PAGES; i++)
		if (verb->flags & pages[i].flag && strcmp(form, pages[i].form) == 0)
			return pages[i].form;
	return NULL;
}

void
run_page_forms(const struct verb *verb, char buf[static OPT_WORDS])
{
	for (size_t i = 0; i < PAGES; i++)
		if (verb->flags & pages[i].flag && rec_form(pages[i].form) != REC_MD)
			snprintf(buf + strlen(buf), OPT_WORDS - strlen(buf), " %s", pages[i].form);
}

int
run_is_page(struct run *run)
{
	static const enum opt_id of_records[] = { OPT_COLUMNS, OPT_NO_HEADER, OPT_EXIT_STATUS, OPT_LIMIT, OPT_SORT, OPT_FOR, OPT_FORM };
	const char *form = run->opt.at[OPT_FORMAT];

	run->page = form == NULL ? NULL : page_of(run->verb, form);
	if (run->page == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(of_records) / sizeof(of_records[0]); i++)
		if (run->opt.at[of_records[i]] != NULL)
			return run_usage(run, _("-F %s writes no records: --%s is of no use"), form, opts[of_records[i]].name);
	return 1;
}

int
run_page(struct run *run, int (*f)(FILE *, void *), void *arg)
{
	FILE *fp = tmpfile();
	int rc;

	if (fp == NULL)
		return db_fail(run->db, EXIT_CANNOT, FAULT_NONE, "%s", strerror(errno));
	rc = f(fp, arg);
	if (rc == 0 && (fflush(fp) != 0 || ferror(fp) || lseek(fileno(fp), 0, SEEK_SET) != 0 || file_pour(fileno(fp), run->fd) != 0))
		rc = db_fail(run->db, EXIT_CANNOT, FAULT_NONE, _("the output could not be written: %s"), strerror(errno));
	fclose(fp);
	return rc;
}
