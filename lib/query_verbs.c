#define _GNU_SOURCE
#include "query_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "query.h"
#include "run.h"

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

int
query_verb_ask(struct run *run)
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
int
query_verb_dump(struct run *run)
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
