/*
 * Who may do what on a PostgreSQL server, put in force at the end of every
 * migration: roles without a login, which the owner grants to people.
 *
 * nbr_clerk reads and writes the villages of her offices. nbr_audit reads all
 * but identity and phone numbers. nbr_query is what everyone becomes to ask in
 * SQL without --reveal: the columns of nbr_audit, the villages of her own.
 * Village 0, the town's, everyone reads, and a clerk counts and records there
 * that she saw what is masked.
 *
 * Roles are the server's, and a login may have one for another database: what
 * counts here is the right to connect, and the role of its rows of "office".
 */
#include "db_pgsql.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

/* Who logged in is session_user. What the functions say is a subquery, so that it
 * is asked once in a statement and not for each row. */
#define HERS "village = ANY ((SELECT nbr_villages())::bigint[])"
#define CLERK "CREATE POLICY clerk ON %1$I TO nbr_clerk USING (" HERS ") WITH CHECK (" HERS " AND (village > 0 OR %2$s))"
#define AUDIT "CREATE POLICY audit ON %1$I FOR SELECT TO nbr_audit USING ((SELECT nbr_sees_all()))"
#define QUERY "CREATE POLICY query ON %1$I FOR SELECT TO nbr_query USING ((SELECT nbr_sees_all()) OR " HERS ")"

const char pg_rights[] =
    /* A temporary table must not stand in the place of one of these. */
    "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);\n"

    /* Roles belong to the server: they may be there already, and another
     * database may be making them this moment. */
    "DO $$ DECLARE r text; BEGIN\n"
    "FOREACH r IN ARRAY ARRAY['nbr_query', 'nbr_audit', 'nbr_clerk'] LOOP\n"
    " IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN\n"
    "  BEGIN EXECUTE format('CREATE ROLE %I', r);\n"
    "  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;\n"
    " END IF;\n"
    " IF NOT pg_has_role(r, 'nbr_query', 'MEMBER') THEN EXECUTE format('GRANT nbr_query TO %I', r); END IF;\n"
    /* From 16 on a member may become what it is a member of only where SET says so. */
    " IF NOT pg_has_role(r, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN\n"
    "  EXECUTE format('GRANT %I TO %I', r, current_user);\n"
    " END IF;\n"
    "END LOOP;\n"
    "EXCEPTION WHEN insufficient_privilege THEN\n"
    " RAISE EXCEPTION USING ERRCODE = 'NBR01', MESSAGE = current_user;\n"
    "END $$;\n"

    "CREATE TABLE IF NOT EXISTS office (login TEXT NOT NULL, role TEXT NOT NULL, village_first BIGINT NOT NULL,"
    " village_last BIGINT NOT NULL, PRIMARY KEY (login, role, village_first), CHECK (village_first <= village_last));\n"
    "CREATE OR REPLACE FUNCTION nbr_villages() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\n"
    "SET search_path FROM CURRENT AS 'SELECT array_agg(village) FROM village v WHERE village = 0"
    " OR EXISTS (SELECT FROM office WHERE login = session_user AND role = ''clerk''"
    " AND v.village BETWEEN village_first AND village_last)';\n"
    /* The current user of the function is its owner. */
    "CREATE OR REPLACE FUNCTION nbr_sees_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\n"
    "SET search_path FROM CURRENT AS 'SELECT pg_has_role(session_user, current_user, ''MEMBER'')"
    " OR EXISTS (SELECT FROM office WHERE login = session_user AND role = ''audit'')';\n"
    /* What a reader feeds; see db_pgsql_feed.c. */
    "CREATE OR REPLACE VIEW feed AS SELECT id / 10000000 AS village, id % 10000000 AS household"
    " FROM unnest(string_to_array(current_setting('nbr.feed', true), ',')::bigint[]) AS t(id);\n"

    "DO $$ DECLARE t text; columns text; BEGIN\n"
    "IF has_database_privilege('public', current_database(), 'CONNECT') THEN\n"
    " EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database());\n"
    "END IF;\n"
    "EXECUTE format('GRANT USAGE ON SCHEMA %I TO nbr_clerk, nbr_audit, nbr_query', current_schema());\n"
    "EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM nbr_clerk, nbr_audit, nbr_query', current_schema());\n"
    "GRANT SELECT ON feed TO nbr_clerk, nbr_audit, nbr_query;\n"
    "FOR t IN SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' LOOP\n"
    " SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute WHERE attrelid = t::regclass\n"
    "  AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('ident', 'phone', 'line');\n"
    " EXECUTE format('GRANT SELECT (%s) ON %I TO nbr_audit, nbr_query', columns, t);\n"
    " EXECUTE format('GRANT SELECT ON %I TO nbr_clerk', t);\n"
    " CONTINUE WHEN t = 'area' OR NOT EXISTS\n"
    "  (SELECT FROM pg_attribute WHERE attrelid = t::regclass AND attname = 'village' AND NOT attisdropped);\n"
    " EXECUTE format('ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY; DROP POLICY IF EXISTS clerk ON %1$I;"
    " DROP POLICY IF EXISTS query ON %1$I; DROP POLICY IF EXISTS audit ON %1$I; " CLERK "; " QUERY "; " AUDIT "',\n"
    "  t, CASE t WHEN 'village' THEN 'true' WHEN 'run' THEN 'verb = ''reveal''' ELSE 'false' END);\n"
    "END LOOP;\n"
    "END $$;\n"
    /* A clerk counts on, and takes nothing back: numbers would be given again. */
    "CREATE OR REPLACE FUNCTION nbr_count_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
    "IF row_security_active('village') AND (NEW.village <> OLD.village OR NEW.runs NOT BETWEEN OLD.runs AND OLD.runs + 1\n"
    " OR NEW.households < OLD.households OR NEW.chiefs < OLD.chiefs OR NEW.latest < OLD.latest) THEN\n"
    " RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'the counters of a village only go on';\n"
    "END IF;\n"
    "RETURN NEW;\n"
    "END $$;\n"
    "CREATE OR REPLACE TRIGGER count_on BEFORE UPDATE ON village FOR EACH ROW EXECUTE FUNCTION nbr_count_on();\n"
    /* Whoever it is, the owner too, may only add to these. */
    "CREATE OR REPLACE FUNCTION nbr_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
    "RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = format('%s is only added to', TG_TABLE_NAME);\n"
    "END $$;\n"
    "DO $$ DECLARE t text; BEGIN\n"
    "FOREACH t IN ARRAY ARRAY['entry', 'objection', 'goods_move'] LOOP\n"
    " EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I"
    " FOR EACH ROW EXECUTE FUNCTION nbr_append_only()', t);\n"
    " EXECUTE format('CREATE OR REPLACE TRIGGER append_only_all BEFORE TRUNCATE ON %I"
    " FOR EACH STATEMENT EXECUTE FUNCTION nbr_append_only()', t);\n"
    "END LOOP;\n"
    "END $$;\n"
    "GRANT UPDATE ON village TO nbr_clerk;\n"
    "GRANT INSERT, UPDATE ON household, member, chief, post, work_order, activity, issue, account, chain, goods, goods_price, exchange, commendation TO nbr_clerk;\n"
    "GRANT INSERT, UPDATE, DELETE ON span, waiver TO nbr_clerk;\n"
    "GRANT INSERT, DELETE ON attendance, unsettled TO nbr_clerk;\n"
    "GRANT INSERT ON visit, visit_void, order_event, run, was,"
    " entry, entry_note, objection, goods_move, checkpoint TO nbr_clerk;\n"
    "GRANT UPDATE (signature, countersignature) ON checkpoint TO nbr_clerk;\n"

    /* What the transaction does next has its temporary table of rows again. */
    "SELECT set_config('search_path', quote_ident(current_schema()), true);\n";
