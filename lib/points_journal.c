/*
 * The ledger as hledger and ledger read it. Points move from the account of a deed to
 * that of a chief, and from there to the goods; no words of people go along.
 */
#define _GNU_SOURCE
#include "points_parts.h"

#define ROWS \
    "SELECT e.village, e.seq, e.day, e.kind, e.account, e.points, e.reason, e.ref, coalesce(c.name, ''), coalesce(" ENTRY_TITLE ", '') " ENTRY_FROM

struct journal {
	struct db	*db;
	FILE		*fp;
	const struct points_filter *filter;
};

/* A name on its line: without what ends it, or begins a comment. */
static void
put_name(FILE *fp, struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		putc((unsigned char)t.at[i] < ' ' || t.at[i] == ';' || t.at[i] == '|' ? ' ' : t.at[i], fp);
}

/* What is beside the chief: the goods, an import, or the deed of any version. */
static void
put_other(FILE *fp, long long village, struct text reason)
{
	const char *dot = memrchr(reason.at, '.', reason.len);

	if (dot != NULL)
		fprintf(fp, "deeds:%lld:%.*s", village, (int)(dot - reason.at), reason.at);
	else if (text_is(reason, "import"))
		fprintf(fp, "import:%lld", village);
	else
		fprintf(fp, "goods:%lld:G%.*s", village, (int)reason.len - 1, reason.at + 1);
}

static int
take_entry(void *arg, struct stmt *row)
{
	const struct journal *j = arg;
	long long village = stmt_int(row, 0), points = stmt_int(row, 5);
	struct text kind = stmt_text(row, 3), ref = stmt_text(row, 7), name = stmt_text(row, 8), title = stmt_text(row, 9);
	char day[11];

	fprintf(j->fp, "%s * (%lld-P%lld) %.*s ", day_text((day_t)stmt_int(row, 2), day), village, (long long)stmt_int(row, 1), (int)kind.len, kind.at);
	put_name(j->fp, title);
	fprintf(j->fp, "\n    ; ref: %.*s\n    ; name: ", (int)ref.len, ref.at);
	put_name(j->fp, name);
	fprintf(j->fp, "\n    points:%lld:C%02lld  %lld\n    ", village, (long long)stmt_int(row, 4), points);
	put_other(j->fp, village, stmt_text(row, 6));
	fprintf(j->fp, "  %lld\n\n", -points);
	return ferror(j->fp) != 0;
}

static int
put_entries(void *arg, int64_t chief)
{
	struct journal *j = arg;
	struct points_bound bound;

	return db_each(j->db, chief == 0 ? ROWS POINTS_ALL : ROWS POINTS_ONE, points_bind(j->filter, chief, &bound), take_entry, j);
}

int
points_journal(struct db *db, FILE *fp, const struct points_filter *f)
{
	return points_each(f, put_entries, &(struct journal){ db, fp, f }) < 0 ? -1 : 0;
}
