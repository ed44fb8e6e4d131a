/*
 * Tables that are only added to, put in force at the end of every migration.
 * REPLACE would remove a row without a word where triggers of a deletion do not
 * run for it, as in a shell: a row that is there is refused before that.
 */
#include "db_sqlite.h"

#define REFUSE(t) " BEGIN SELECT RAISE(ABORT, '" t " is only added to'); END;\n"
#define APPEND_ONLY(t, is_there) \
    "CREATE TRIGGER IF NOT EXISTS " t "_update BEFORE UPDATE ON " t REFUSE(t) \
    "CREATE TRIGGER IF NOT EXISTS " t "_delete BEFORE DELETE ON " t REFUSE(t) \
    "CREATE TRIGGER IF NOT EXISTS " t "_insert BEFORE INSERT ON " t \
    " WHEN EXISTS (SELECT 1 FROM " t " WHERE village = NEW.village AND " is_there ")" REFUSE(t)

const char lite_rights[] =
    /* Two keys, two lookups: SQLite reads a whole village for an OR of them. */
    APPEND_ONLY("entry", "seq = NEW.seq UNION ALL SELECT 1 FROM entry WHERE village = NEW.village AND ref = NEW.ref")
    APPEND_ONLY("objection", "seq = NEW.seq AND n = NEW.n")
    APPEND_ONLY("goods_move", "goods = NEW.goods AND n = NEW.n");
