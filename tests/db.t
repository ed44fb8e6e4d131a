#!/bin/sh
# nbr-db: made, described, checked, asked, migrated.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
cd "$tmp" || exit

facts() { nbr-db info "$@" | grep -v '^size_bytes\|^last_run\|^engine_version'; }
findings() { nbr-db check -H -C code,record; }

# init
is 'init needs a town' 2 '' nbr-db init --name 春华镇
is 'init needs a name' 2 '' nbr-db init --town 430121106
is 'a code that is none' 2 '' nbr-db init --town 43012110x --name 春华镇
is 'a piece is no town' 2 '' nbr-db init --town 430121106205.01 --name 片
is 'a village is no town' 2 '' nbr-db init --town 430121106205 --name 村
is 'a name of blanks' 2 '' nbr-db init --town 430121106 --name '  '
is 'a zone that is none' 2 '' nbr-db init --town 430121106 --name 春华镇 --zone Asia/Nowhere
is 'nothing was made' 8 '' nbr-db dump
is 'init' 0 '' nbr-db init --town 430121106 --name 春华镇
nbr-db dump >before
is 'a database that is there stays' 8 '' nbr-db init --town 430121107 --name 别的
nbr-db dump >after
same 'and is as it was' before after

case $engine in
sqlite) title=SQLite;;
*) title=PostgreSQL;;
esac

is 'the town is stored' 0 '430121106000	0	3	春华镇	19490101	99991231	1' \
	sql 'SELECT village, sub, level, name, first, last, run FROM area'
is 'and its settings' 0 'household_max	15
household_min	5
name	春华镇
service_weekday	2
town	430121106
zone	Asia/Shanghai' sql 'SELECT * FROM setting ORDER BY key'

# info
is 'info' 0 "fact	value
path	$NBR_DB
engine	$title
schema	1
program	$(nbr-db --version | cut -d' ' -f3)
name	春华镇
town	430121106
zone	Asia/Shanghai
areas	1
households	0
members	0
chiefs	0
visits	0
runs	1
last_backup	" facts

# audit
is 'audit' 0 'run	actor	program	verb	day
R1	test	nbr-db	init	2026-03-10' nbr-db audit -C run,actor,program,verb,day
is 'audit of a day before' 0 'run' nbr-db audit -C run --until 2026-03-09
is 'audit since that day' 0 'run
R1' nbr-db audit -C run --since 2026-03-10
is 'audit of somebody else' 1 'run' nbr-db audit -C run --actor li -e
is 'no such day' 2 '' nbr-db audit --since 2026-02-30

# query
is 'a question' 0 'name	n
春华镇	1' nbr-db query 'SELECT name, count(*) AS n FROM area GROUP BY name'
is 'a question on standard input' 0 'n
1' sh -c 'echo "SELECT count(*) AS n FROM area;" | nbr-db query -'
is 'as JSON; NULL is null' 0 '{"a":null,"b_c":"x\"y"}' nbr-db query -F jsonl 'SELECT NULL AS a, '"'x\"y'"' AS "b""c"'
is 'some columns, sorted' 0 'level
3' nbr-db query -C level -s name 'SELECT name, level FROM area'
is 'no such column' 2 '' nbr-db query -C nope 'SELECT name FROM area'
refused() { is "refused: $2" "$1" '' nbr-db query "$2"; }
for q in 'DELETE FROM area' "UPDATE area SET name = 'x'" 'INSERT INTO area SELECT * FROM area' 'DROP TABLE area' \
	'VACUUM' 'BEGIN' 'CREATE TABLE x (y BIGINT)' 'CREATE TEMP TABLE x (y BIGINT)' 'SELECT 1; SELECT 2' \
	'SELECT 1; DELETE FROM area' 'SELECT $1' 'SELEC 1' '' ' -- none' 'WITH x AS (SELECT 1) DELETE FROM area'; do
	refused 2 "$q"
done
for q in 'SELECT * FROM household' 'SELECT ident FROM member' 'SELECT max(phone) FROM chief' \
	'SELECT count(*) FROM member WHERE ident > 0' 'SELECT x FROM (SELECT IDENT AS x FROM household) y' \
	'SELECT head FROM household ORDER BY phone' 'SELECT (SELECT h.ident FROM household h) AS x' \
	'SELECT 1 FROM household h JOIN (SELECT 1 AS x) n ON h.ident = n.x'; do
	refused 6 "$q"
done
case $engine in
sqlite)
	refused 2 "ATTACH 'x.db' AS x"
	refused 2 'DETACH main'
	refused 2 'PRAGMA journal_mode = WAL'
	refused 2 'PRAGMA query_only = OFF'
	refused 2 "VACUUM INTO 'x.db'"
	refused 2 'SELECT * FROM sqlite_dbpage'
	refused 2 'SELECT x.ident FROM household JOIN (SELECT 43012119900307123 AS ident) x USING (ident)'
	refused 2 'SELECT 1 FROM household NATURAL JOIN (SELECT 43012119900307123 AS ident)'
	refused 6 'SELECT x FROM (SELECT "IDENT" AS x FROM household)'
	refused 6 'SELECT 1 WHERE (430121106205, 1000001, 1, 1, 43012119920307123, 1, 1, 1) IN member'
	;;
postgresql)
	for q in 'SET transaction_read_only = off' 'RESET ALL' 'RESET ROLE' 'COMMIT' 'LISTEN x' 'COPY area TO STDOUT' "COPY area TO '/tmp/x'" \
		'SELECT * INTO x FROM area' 'WITH x AS (DELETE FROM area RETURNING 1) SELECT 1 FROM x' \
		'EXPLAIN ANALYZE DELETE FROM area' 'DO $$ BEGIN END $$' 'PREPARE x AS SELECT 1' 'LOCK TABLE area' \
		'SELECT 1 FROM area FOR UPDATE'; do
		refused 2 "$q"
	done
	for q in 'SELECT h FROM household h' 'SELECT row_to_json(h) FROM household h' 'TABLE member' \
		'SELECT 1 FROM household NATURAL JOIN (SELECT 43012119900307123 AS ident) x' \
		"SELECT pg_read_file('/etc/hostname')" "SELECT query_to_xml('SELECT ident FROM member', true, true, '')" \
		"SELECT set_config('role', 'none', false)"; do
		refused 6 "$q"
	done
	;;
esac
is 'what is not personal may be read' 0 'head' nbr-db query 'SELECT head FROM household'
is 'revealing needs a reason' 2 '' nbr-db query --reveal 'SELECT ident FROM household'
is 'revealed' 0 'ident' nbr-db query --reveal --reason 审计 'SELECT ident FROM household'
is 'and on record' 0 'verb	reason	source
reveal	审计	query ..' nbr-db audit -C verb,reason,source --since 2026-03-10 -s -run -l 1
is 'revealing writes nothing else' 2 '' nbr-db query --reveal --reason 审计 'DELETE FROM area'

# Two households: what is read, what is masked, what is wrong.
sql "INSERT INTO area VALUES (430121106205, 0, 4, '金鼎山社区', 19490101, 99991231, 1), (430121106205, 10307, 7, '七邻', 19490101, 99991231, 1);
INSERT INTO village (village, households, chiefs, latest) VALUES (430121106205, 1000002, 1, 20260301);
INSERT INTO household VALUES
 (430121106205, 1000001, 10307, 2, 1, 20260301, 20260220, 0, 20200101, 99991231, '张三', 43012119900307123, '13800138000', '3-2', 2, '', 1),
 (430121106205, 1000002, 10307, 1, 0, 20200101, 0, 0, 20200101, 20260201, '李四', 0, '', '3-3', 1, '', 1);
INSERT INTO span VALUES (430121106205, 1000001, 'class', 1, 20200101, 20260228, '', 1), (430121106205, 1000001, 'class', 2, 20260301, 99991231, '', 1),
 (430121106205, 1000001, 'tag', 0, 20200501, 99991231, '', 1), (430121106205, 1000001, 'tag', 3, 20200501, 20200601, '', 1);
INSERT INTO member VALUES (430121106205, 1000001, 1, '王五', 43012119920307123, 'spouse', '', 1);
INSERT INTO chief VALUES (430121106205, 1, '赵六', '13900139000', '', '', 1);
INSERT INTO post VALUES (430121106205, 10307, 1, 20200101, 99991231, 0, '', 1);
INSERT INTO visit VALUES (430121106205, 1000001, 20260220, 1, 1, 'door', '', '', 1), (430121106205, 1000001, 20260301, 1, 0, 'phone', '', '', 1);
INSERT INTO visit_void VALUES (430121106205, 1000001, 20260301, 1, '记错', 1);"
if [ "$engine" = postgresql ]; then
	sql ANALYZE
	is 'nor does the planner tell' 0 'histogram_bounds' \
		nbr-db query "SELECT histogram_bounds FROM pg_stats WHERE attname = 'phone'"
fi
is 'what holds together has no findings' 0 'code	severity	record	detail' nbr-db check
is 'counts' 0 '3 1 1 1 2' sh -c "nbr-db info | awk '/^(areas|households|members|chiefs|visits)\t/ { printf \"%s%s\", s, \$2; s = \" \" } END { print \"\" }'"
is 'a dump masks' 0 '{"table":"chief","row":{"village":430121106205,"chief":1,"name":"赵六","phone":null,"party":"","note":"","run":1}}' \
	sh -c 'nbr-db dump chief | sed 1d'
is 'or reveals' 0 '{"table":"member","row":{"village":430121106205,"household":1000001,"no":1,"name":"王五","ident":43012119920307123,"relation":"spouse","note":"","run":1}}' \
	sh -c 'nbr-db dump member --reveal --reason 核对 | sed 1d'
is 'a dump names its version' 0 '{"dump":1,"schema":1,"masked":true}' sh -c 'nbr-db dump setting | head -1'
is 'no such table' 5 '' nbr-db dump nope
is 'a dump to a full disk' 8 '' sh -c 'nbr-db dump >/dev/full'
is 'every row is in it' 0 "$(for t in area run setting village household span member chief post visit visit_void was nbr_schema; do
	sql "SELECT count(*) FROM $t"; done | awk '{ n += $1 } END { print n }')" sh -c "nbr-db dump | sed 1d | wc -l | tr -d ' '"

# settings
area_code() { sql "SELECT value FROM setting WHERE key = 'phone_area'"; }
is 'a setting' 0 '' nbr-db set phone_area 0731
is 'is stored' 0 '0731' area_code
is 'and described' 0 'phone_area	0731' sh -c 'nbr-db info | grep ^phone'
is 'the same again is no change' 0 '1' sh -c 'nbr-db set phone_area 0731 && nbr-db audit -H -C verb | grep -c "^set"'
is 'another one' 0 '' nbr-db set phone_area 010
is 'takes its place' 0 '010' area_code
is 'a trial' 0 '' nbr-db set phone_area 0731 -n
is 'changes nothing' 0 '010' area_code
is 'an empty one' 0 '' nbr-db set phone_area ''
is 'takes it away' 0 '' area_code
is 'no area code' 2 '' nbr-db set phone_area 731
is 'a number' 0 '' nbr-db set household_max 20
is 'of the right form' 2 '' nbr-db set household_max many
is 'what is no setting' 2 '' nbr-db set town 430121107
is 'and put back' 0 '' nbr-db set household_max 15

# check: each kind of wrong, and only it
db_copy nbr good
H1=430121106205-H0001 H2=430121106205-H0002 V=430121106205
wrong() {
	db_copy good nbr
	sql "$1"
	is "wrong: $1" 1 "$2" findings
}
wrong 'UPDATE household SET hood = 10308 WHERE household = 1000002' "area-unknown	$H2"
wrong 'UPDATE member SET ident = 43012119900307123' "identity-twice	$H1"
wrong 'UPDATE household SET visited = 20260301 WHERE household = 1000001' "visited	$H1"
wrong 'DELETE FROM visit_void' "visited	$H1"
wrong 'UPDATE household SET class = 3 WHERE household = 1000001' "class	$H1"
wrong "INSERT INTO span VALUES ($V, 1000001, 'hood', 10300, 20200101, 99991231, '', 1)" "hood	$H1"
wrong 'UPDATE household SET tags = 9 WHERE household = 1000001' "tag	$H1"
wrong 'UPDATE household SET tags = 0 WHERE household = 1000001' "tag	$H1"
wrong 'UPDATE household SET since = 20260228 WHERE household = 1000001' "since	$H1"
wrong "UPDATE village SET latest = 20260228 WHERE village = $V" "village-latest	$V"
wrong "UPDATE village SET households = 1000001 WHERE village = $V" "household-counter	$V"
wrong "UPDATE village SET chiefs = 0 WHERE village = $V" "chief-counter	$V"
wrong 'UPDATE post SET sub = 10308' "post-area	$V.01.03.08"
wrong 'UPDATE visit SET chief = 2 WHERE day = 20260220' "visit-chief	$V-C02"
wrong "INSERT INTO was VALUES ($V, ${V}0000009, 1, 'household', 1, '')" "was	$V-R9"
wrong "DELETE FROM village WHERE village = $V" "village-missing	$H1"
wrong 'DROP INDEX post_chief' 'schema	post_chief'
wrong 'CREATE TABLE extra (x BIGINT)' 'schema	extra'
case $engine in
sqlite)
	wrong 'DELETE FROM chief' 'damage	'
	wrong "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'BETWEEN 0 AND 99', 'BETWEEN 0 AND 98')
		WHERE name = 'household'" 'schema	household'
	wrong 'DROP TRIGGER entry_update' 'schema	entry_update'
	;;
postgresql)
	wrong 'DELETE FROM chief' "visit-chief	$V-C01"
	wrong 'ALTER TABLE household ALTER COLUMN note DROP NOT NULL' 'schema	household'
	wrong 'ALTER TABLE household DROP CONSTRAINT household_members_check, ADD CHECK (members BETWEEN 0 AND 98)' 'schema	household'
	wrong 'ALTER TABLE span DROP CONSTRAINT span_village_household_fkey' 'schema	span'
	wrong 'DROP TRIGGER append_only ON entry' 'schema	entry.append_only'
	wrong 'ALTER TABLE entry DISABLE TRIGGER append_only' 'schema	entry.append_only'
	;;
esac
db_copy good nbr

# migrate
is 'nothing to migrate' 0 'from	to	backup' nbr-db migrate
db_new old
NBR_DB=$(db_at old)
case $engine in
sqlite)
	sql 'PRAGMA application_id = 0x6e627231; CREATE TABLE nbr_schema (version INTEGER NOT NULL PRIMARY KEY)' >/dev/null
	kept=$tmp/old.db.pre-migrate-0
	;;
*)
	sql 'CREATE TABLE nbr_schema (version INTEGER NOT NULL PRIMARY KEY)'
	kept=
	;;
esac
is 'an older one is refused' 8 '' nbr-db check
is 'but described' 0 'schema	0' sh -c 'nbr-db info | grep ^schema'
is 'what would be done' 0 "from	to	backup
0	1	$kept" nbr-db migrate -n
is 'was not' 0 'schema	0' sh -c 'nbr-db info | grep ^schema'
is 'migrate' 0 "from	to	backup
0	1	$kept" nbr-db migrate
is 'checked' 0 'code' nbr-db check -C code
[ -z "$kept" ] || is 'the copy is as it was' 0 'schema	0' sh -c 'nbr-db info -D "$1" | grep ^schema' sh "$kept"
db_copy nbr newer
NBR_DB=$(db_at newer)
sql 'UPDATE nbr_schema SET version = 99'
for v in check migrate audit dump; do
	is "$v: a newer one" 8 '' nbr-db "$v"
done
NBR_DB=$(db_at nbr)

is 'an empty name' 2 '' nbr-db info -D ''
for v in info check audit dump; do
	is "$v: no database" 8 '' nbr-db "$v" -D "$(db_at none)"
	is "$v on a full disk" 8 '' sh -c "nbr-db $v >/dev/full"
done
is 'query on a full disk' 8 '' sh -c 'nbr-db query "SELECT 1" >/dev/full'
done_testing
