/* What the administrator of a PostgreSQL server should look at. */
#include "db_pgsql.h"

#define SETTING(name, bad) \
    "SELECT '" name "', CASE WHEN setting = '" bad "' THEN 0 ELSE 1 END, '" name " = ' || setting" \
    " FROM pg_settings WHERE name = '" name "'"

/* Without the first three a power cut may cost what was acknowledged, or damage
 * pages unseen; a commit waits for the disk whatever the server's own setting
 * (db_pgsql_open.c). Who is a superuser sees every village. */
const char pg_health[] =
    SETTING("fsync", "off")
    " UNION ALL " SETTING("full_page_writes", "off")
    " UNION ALL " SETTING("data_checksums", "off")
    " UNION ALL SELECT 'tls', CASE WHEN s.ssl OR inet_client_addr() IS NULL THEN 1 ELSE 0 END,"
    "  CASE WHEN s.ssl THEN s.version WHEN inet_client_addr() IS NULL THEN 'a socket of this machine'"
    "  ELSE 'not encrypted: add sslmode=verify-full to the URL' END"
    "  FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()"
    " UNION ALL SELECT 'role', CASE WHEN current_setting('is_superuser') = 'on' THEN 0 ELSE 1 END,"
    "  session_user || CASE WHEN current_setting('is_superuser') = 'on' THEN ': a superuser, whom no rule holds' ELSE '' END"
    " UNION ALL SELECT 'standby', 1,"
    "  CASE WHEN pg_is_in_recovery() THEN 'this is one' ELSE count(*) || ' connected' END FROM pg_stat_replication";
