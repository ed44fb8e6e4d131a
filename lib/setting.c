#include "setting.h"

#include <stdio.h>

#include "num.h"
#include "phone.h"

struct copy {
	char	*buf;
	size_t	 size;
};

static int
take(void *arg, struct stmt *row)
{
	const struct copy *c = arg;
	struct text value = stmt_text(row, 0);

	snprintf(c->buf, c->size, "%.*s", (int)value.len, value.at);
	return 1;
}

int
setting_text(struct db *db, const char *key, char *buf, size_t size)
{
	struct copy c = { buf, size };

	return db_each(db, "SELECT value FROM setting WHERE key = $1", ARGS(ARG(key)), take, &c);
}

int
setting_int(struct db *db, const char *key, int64_t min, int64_t max, int64_t *n)
{
	char buf[24];
	int rc = setting_text(db, key, buf, sizeof(buf));

	if (rc == 1)
		num_parse(text_of(buf), min, max, n);
	return rc < 0 ? -1 : 0;
}

int
setting_phone_area(struct db *db, char buf[static SETTING_PHONE_AREA])
{
	int rc;

	buf[0] = '\0';
	rc = setting_text(db, "phone_area", buf, SETTING_PHONE_AREA);
	if (!phone_is_area(text_of(buf)))
		buf[0] = '\0';
	return rc < 0 ? -1 : 0;
}

bool
setting_may(struct text key, struct text value)
{
	int64_t n;

	if (text_is(key, "phone_area"))
		return value.len == 0 || phone_is_area(value);
	if (text_is(key, SETTING_MASKED))
		return value.len == 0;
	return (text_is(key, "household_min") || text_is(key, "household_max")) && num_parse(value, 0, 1000000, &n);
}

int64_t
setting_set(struct db *db, struct text key, struct text value)
{
	if (value.len == 0)
		return db_run(db, "DELETE FROM setting WHERE key = $1", ARGS(ARG(key)));
	return db_run(db, "INSERT INTO setting (key, value) VALUES ($1, $2)"
	    " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value",
	    ARGS(ARG(key), ARG(value)));
}
