/* The file of an SQLite database as a whole: copied, and examined. */
#include "db_sqlite.h"

#include <string.h>

int
lite_copy_to(struct db *db, const char *path)
{
	/* VACUUM INTO takes no lock that a reader would not take, and leaves
	 * out what was erased; but query_only would forbid it. */
	return lite_read_only(db, false) != 0 || db_run(db, "VACUUM INTO $1", ARGS(ARG(path))) < 0
	    || lite_read_only(db, true) != 0 ? -1 : 0;
}

struct teller {
	int	(*f)(void *, struct text);
	void	*arg;
};

static int
integrity(void *arg, struct stmt *row)
{
	const struct teller *t = arg;
	struct text words = stmt_text(row, 0);

	return text_is(words, "ok") ? 0 : t->f(t->arg, words);
}

static int
foreign_key(void *arg, struct stmt *row)
{
	const struct teller *t = arg;

	return t->f(t->arg, stmt_text(row, 0));
}

int
lite_damage(struct db *db, int (*f)(void *, struct text), void *arg)
{
	struct teller t = { f, arg };
	int rc = db_each(db, "PRAGMA integrity_check(100)", NO_ARGS, integrity, &t);

	if (rc == 0)
		rc = db_each(db, "SELECT \"table\" || ': row without ' || parent || ', ' || count(*)"
		    " FROM pragma_foreign_key_check GROUP BY \"table\", parent ORDER BY 1", NO_ARGS, foreign_key, &t);
	if (rc >= 0 || db->fault != FAULT_DB_DAMAGED)
		return rc;
	/* Too damaged to be looked through is a finding as well. */
	rc = f(arg, text_of(db->error));
	if (rc == 0) {
		db->error[0] = '\0';
		db->fault = FAULT_NONE;
		db->status = EXIT_DONE;
	}
	return rc;
}
