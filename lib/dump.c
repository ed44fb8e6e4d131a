#include "dump.h"

struct dump {
	struct db	*db;
	FILE		*to;
	const char	*only;		/* a table, NULL all */
	struct text	 table;
	int		 tables;
};

static int
put_row(void *arg, struct stmt *row)
{
	struct dump *d = arg;
	struct text json = stmt_text(row, 0);

	fprintf(d->to, "{\"table\":\"%.*s\",\"row\":", (int)d->table.len, d->table.at);
	fwrite(json.at, 1, json.len, d->to);
	fputs("}\n", d->to);
	return ferror(d->to);
}

static int
put_table(void *arg, struct stmt *row)
{
	struct dump *d = arg;

	d->table = stmt_text(row, 0);
	if (d->only != NULL && !text_is(d->table, d->only))
		return 0;
	d->tables++;
	return db_each(d->db, stmt_text(row, 1).at, NO_ARGS, put_row, d);
}

int
dump_write(struct db *db, FILE *to, const char *table, bool reveal)
{
	struct dump d = { .db = db, .to = to, .only = table };
	int version;

	if (db_begin_read(db) != 0 || db_version(db, &version) != 0)
		return -1;
	fprintf(to, "{\"dump\":1,\"schema\":%d,\"masked\":%s}\n", version, reveal ? "false" : "true");
	if (db_tables(db, reveal, put_table, &d) < 0)
		return -1;
	if (d.tables == 0 && table != NULL)
		return db_fail(db, EXIT_ABSENT, FAULT_NOT_FOUND, _("table %s"), table);
	db_rollback(db);	/* no lock is held while it is written out */
	return 0;
}
