#include "snapshot.h"
#include "setting.h"

static int
mask(struct db *db, void *unused)
{
	static const char *const masks[] = {
		"UPDATE household SET ident = 0, phone = '' WHERE ident <> 0 OR phone <> ''",
		"UPDATE member SET ident = 0 WHERE ident <> 0",
		"UPDATE chief SET phone = '' WHERE phone <> ''",
		"UPDATE was SET line = '' WHERE line <> ''",
		"INSERT INTO setting (key, value) VALUES ('" SETTING_MASKED "', '1') ON CONFLICT DO NOTHING",
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++)
		if (db_run(db, masks[i], NO_ARGS) < 0)
			return -1;
	return 0;
}

int
snapshot_mask(struct db *db, const char *whole, const char *to)
{
	struct db *copy = db_open(whole, DB_WRITE | DB_ANY_VERSION, 1);
	int rc = -1;

	if (copy == NULL)
		return db_no_memory(db);
	if (db_error(copy)[0] == '\0' && db_write(copy, &(struct write){ .village = DB_SCHEMA, .f = mask }) == 0)
		rc = db_copy_to(copy, to);
	if (rc != 0)
		db_fail(db, db_status(copy), db_fault(copy), "%s", db_error(copy));
	db_close(copy);
	return rc;
}
