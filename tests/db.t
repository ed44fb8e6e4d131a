#!/bin/sh
# nbr-db: made, described, checked, copied, restored, asked.
# shellcheck disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
cd "$tmp" || exit

mode() { stat -c %a "$@"; }
facts() { nbr-db info "$@" | grep -v '^size_bytes\|^last_run\|^engine_version'; }
sql() { sqlite3 -batch -init /dev/null "$NBR_DB" "$1"; }
# The same but for the record of what was done.
rows() { nbr-db dump "$@" | grep -v '^{"table":"run"'; }
findings() { nbr-db check -H -C code,record; }

# init
is 'init needs a town' 2 '' nbr-db init --name 春华镇
is 'init needs a name' 2 '' nbr-db init --town 430121106
is 'a code that is none' 2 '' nbr-db init --town 43012110x --name 春华镇
is 'a piece is no town' 2 '' nbr-db init --town 430121106205.01 --name 片
is 'a village is no town' 2 '' nbr-db init --town 430121106205 --name 村
is 'a name of blanks' 2 '' nbr-db init --town 430121106 --name '  '
is 'a zone that is none' 2 '' nbr-db init --town 430121106 --name 春华镇 --zone Asia/Nowhere
is 'no such directory' 8 '' nbr-db init --town 430121106 --name 春华镇 -D "$tmp/none/nbr.db"
is 'nothing was made' 0 '0' sh -c 'ls nbr.db* 2>/dev/null | wc -l'
is 'init' 0 '' nbr-db init --town 430121106 --name 春华镇
is 'nothing but the database is left' 0 'nbr.db' sh -c 'ls -d nbr.db*'
is 'only the owner writes, only the group reads' 0 640 mode nbr.db
before=$(sha256sum nbr.db)
is 'a database that is there stays' 8 '' nbr-db init --town 430121107 --name 别的
is 'and is as it was' 0 "$before" sha256sum nbr.db
is 'the default place is made' 0 '' env -u NBR_DB XDG_DATA_HOME="$tmp/a/b" sh -c \
	'[ -d /var/lib/nbr ] || nbr-db init --town 430121106 --name 春华镇 && [ -d /var/lib/nbr -o -f "$XDG_DATA_HOME/nbr/nbr.db" ]'

is 'the town is stored' 0 '430121106000	0	3	春华镇	19490101	99991231	1' \
	sql "SELECT village || x'09' || sub || x'09' || level || x'09' || name || x'09' || first || x'09' || last || x'09' || run FROM area"
is 'and its settings' 0 'household_max|15
household_min|5
name|春华镇
service_weekday|2
town|430121106
zone|Asia/Shanghai' sql 'SELECT * FROM setting ORDER BY key'

# info
is 'info' 0 "fact	value
path	$tmp/nbr.db
engine	SQLite
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
1	test	nbr-db	init	2026-03-10' nbr-db audit -C run,actor,program,verb,day
is 'audit of a day before' 0 'run' nbr-db audit -C run --until 2026-03-09
is 'audit since that day' 0 'run
1' nbr-db audit -C run --since 2026-03-10
is 'audit of somebody else' 1 'run' nbr-db audit -C run --actor li -e
is 'no such day' 2 '' nbr-db audit --since 2026-02-30

# query
is 'a question' 0 'name	n
春华镇	1' nbr-db query 'SELECT name, count(*) AS n FROM area GROUP BY name'
is 'a question on standard input' 0 'count(*)
1' sh -c 'echo "SELECT count(*) FROM area;" | nbr-db query -'
is 'as JSON; NULL is null' 0 '{"a":null,"b_c":"x\"y"}' nbr-db query -F jsonl 'SELECT NULL AS a, '"'x\"y'"' AS "b""c"'
is 'some columns, sorted' 0 'level
3' nbr-db query -C level -s name 'SELECT name, level FROM area'
is 'no such column' 2 '' nbr-db query -C nope 'SELECT name FROM area'
for q in 'DELETE FROM area' "UPDATE area SET name = 'x'" "INSERT INTO area SELECT * FROM area" 'DROP TABLE area' \
	"ATTACH 'x.db' AS x" 'PRAGMA journal_mode = WAL' 'PRAGMA query_only = OFF' 'VACUUM' 'BEGIN' 'CREATE TABLE x (y)' \
	"VACUUM INTO 'x.db'" 'SELECT 1; SELECT 2' 'SELECT 1; DELETE FROM area' 'SELECT $1' 'SELEC 1' '' ' -- none' \
	'WITH x AS (SELECT 1) DELETE FROM area' 'CREATE TEMP TABLE x (y)' 'DETACH main' 'SELECT * FROM sqlite_dbpage' \
	'SELECT x.ident FROM household JOIN (SELECT 43012119900307123 AS ident) x USING (ident)' \
	'SELECT 1 FROM household NATURAL JOIN (SELECT 43012119900307123 AS ident)'; do
	is "refused: $q" 2 '' nbr-db query "$q"
done
for q in 'SELECT * FROM household' 'SELECT ident FROM member' 'SELECT max(phone) FROM chief' \
	'SELECT count(*) FROM member WHERE ident > 0' 'SELECT x FROM (SELECT "IDENT" AS x FROM household)' \
	'SELECT head FROM household ORDER BY phone' 'SELECT (SELECT h.ident FROM household h) AS x' \
	'SELECT 1 WHERE (430121106205, 1000001, 1, 1, 43012119920307123, 1, 1, 1) IN member' \
	'SELECT 1 FROM household h JOIN (SELECT 1 AS x) n ON h.ident = n.x'; do
	is "personal: $q" 6 '' nbr-db query "$q"
done
is 'what is not personal may be read' 0 'head' nbr-db query 'SELECT head FROM household'
is 'revealing needs a reason' 2 '' nbr-db query --reveal 'SELECT ident FROM household'
is 'revealed' 0 'ident' nbr-db query --reveal --reason 审计 'SELECT ident FROM household'
is 'and on record' 0 'verb	reason
reveal	审计' nbr-db audit -C verb,reason --since 2026-03-10 -s -run -l 1
is 'revealing writes nothing else' 2 '' nbr-db query --reveal --reason 审计 'DELETE FROM area'

# Two households: what is read, what is masked, what is wrong.
sql "INSERT INTO area VALUES (430121106205, 0, 4, '金鼎山社区', 19490101, 99991231, 1), (430121106205, 10307, 7, '七邻', 19490101, 99991231, 1);
INSERT INTO village VALUES (430121106205, 1000002, 1, 20260301);
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
is 'what holds together has no findings' 0 'code	severity	record	detail' nbr-db check
is 'counts' 0 '3 1 1 1 2' sh -c "nbr-db info | awk '/^(areas|households|members|chiefs|visits)\t/ { printf \"%s%s\", s, \$2; s = \" \" } END { print \"\" }'"
is 'a dump masks' 0 '{"table":"chief","row":{"village":430121106205,"chief":1,"name":"赵六","phone":null,"party":"","note":"","run":1}}' \
	sh -c 'nbr-db dump chief | sed 1d'
is 'or reveals' 0 '{"table":"member","row":{"village":430121106205,"household":1000001,"no":1,"name":"王五","ident":43012119920307123,"relation":"spouse","note":"","run":1}}' \
	sh -c 'nbr-db dump member --reveal --reason 核对 | sed 1d'
is 'a dump names its version' 0 '{"dump":1,"schema":1,"masked":true}' sh -c 'nbr-db dump setting | head -1'
is 'no such table' 5 '' nbr-db dump nope
is 'a dump to a full disk' 8 '' sh -c 'nbr-db dump >/dev/full'
is 'every row is in it' 0 "$(sql "SELECT sum(n) FROM (SELECT count(*) AS n FROM area UNION ALL SELECT count(*) FROM run UNION ALL SELECT count(*) FROM setting
 UNION ALL SELECT count(*) FROM village UNION ALL SELECT count(*) FROM household  UNION ALL SELECT count(*) FROM span
 UNION ALL SELECT count(*) FROM member UNION ALL SELECT count(*) FROM chief UNION ALL SELECT count(*) FROM post
 UNION ALL SELECT count(*) FROM visit UNION ALL SELECT count(*) FROM visit_void UNION ALL SELECT count(*) FROM nbr_schema)")" \
	sh -c "nbr-db dump | sed 1d | wc -l | tr -d ' '"

# check: each kind of wrong, and only it
cp nbr.db good.db
H1=430121106205-H0001 H2=430121106205-H0002 V=430121106205
wrong() {
	cp good.db nbr.db
	sql "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; $1"
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
wrong 'UPDATE village SET latest = 20260228' "village-latest	$V"
wrong 'UPDATE village SET households = 1000001' "household-counter	$V"
wrong 'UPDATE village SET chiefs = 0' "chief-counter	$V"
wrong 'UPDATE post SET sub = 10308' "post-area	$V.01.03.08"
wrong 'UPDATE visit SET chief = 2 WHERE day = 20260220' "visit-chief	$V-C02"
wrong 'DELETE FROM village' "village-missing	$H1"
wrong 'DROP INDEX post_chief' 'schema	post_chief'
wrong 'CREATE TABLE extra (x)' 'schema	extra'
wrong "UPDATE sqlite_schema SET sql = replace(sql, 'BETWEEN 0 AND 99', 'BETWEEN 0 AND 98') WHERE name = 'household'" 'schema	household'
wrong 'DELETE FROM chief' 'damage	'
cp good.db nbr.db
# N bytes of Z into the page of a table.
spoil() {
	at=$(sqlite3 "$1" "SELECT (rootpage - 1) * (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = '$2'")
	printf "%0$3d" 0 | tr 0 Z | dd of="$1" bs=1 seek="$at" conv=notrunc 2>/dev/null
}
for t in visit setting nbr_schema run; do
	cp good.db nbr.db
	spoil nbr.db "$t" 3000
	is "a damaged file: $t" 1 'damage' sh -c 'nbr-db check -H -C code >found; rc=$?; sort -u found; exit $rc'
done
cp good.db nbr.db

# backup, snapshot, restore
mkdir b
is 'backup: its record is true' 0 '' sh -c 'nbr-db backup one.db -H -C backup,size_bytes,sha256 >rec &&
	printf "one.db\t%s\t%s\n" "$(stat -c %s one.db)" "$(sha256sum <one.db | cut -c1-64)" | cmp - rec'
is 'nobody else reads it' 0 '600
600' mode one.db one.db.sha256
is 'sha256sum agrees' 0 'one.db: OK' sha256sum -c one.db.sha256
is 'it is on record' 0 'verb	source
backup	one.db' nbr-db audit -C verb,source -s -run -l 1
is 'no database may be written over by its copy' 8 '' nbr-db backup nbr.db
echo roster >roster.csv
is 'nor a file that is none' 8 '' nbr-db backup roster.csv
is 'nor a device' 8 '' nbr-db backup /dev/full
is 'a directory that is not there' 8 '' nbr-db backup none/x.db
is 'a dry run leaves nothing' 0 'x.db' sh -c 'nbr-db backup -n x.db -H -C backup; ls x.db* 2>/dev/null || :'
is '--keep needs a directory' 2 '' nbr-db backup x.db --keep 2
for s in 20250101T000000Z 20250102T000000Z 20250103T000000Z; do
	touch "b/nbr-$s.db" "b/nbr-$s.db.sha256"
done
touch b/other-20240101T000000Z.db b/nbr-20240101.db
is 'into a directory, the oldest go' 0 '' sh -c 'nbr-db backup b --keep 2 >/dev/null'
is 'others stay' 0 'nbr-20240101.db
nbr-20250103T000000Z.db
nbr-20250103T000000Z.db.sha256
other-20240101T000000Z.db' sh -c 'ls b | grep -v "^nbr-202[6-9]"'
is 'the new one is named for its moment' 0 2 sh -c 'ls b | grep -c "^nbr-202[6-9][01][0-9][0-3][0-9]T[0-9]\{6\}Z\.db\(\.sha256\)\{0,1\}$"'
is 'snapshot' 0 'backup
snap.db' nbr-db snapshot snap.db -C backup
is 'auditors read and do not write' 0 440 mode snap.db
is 'again, in its place' 0 'backup
snap.db' nbr-db snapshot snap.db -C backup
rows >want
rows -D snap.db >got
same 'it holds the same rows' want got
is 'no temporary file is left' 0 '' sh -c 'ls | grep "db\.[A-Za-z0-9]\{6\}$" | grep -v sha256 || :'

sql 'DELETE FROM visit_void; DELETE FROM visit'
is 'restore asks nobody off a terminal' 2 '' nbr-db restore one.db
is 'restore' 0 '' nbr-db restore -y one.db --reason 演练
is 'the old one is kept' 0 0 sqlite3 nbr.db.before-restore 'SELECT count(*) FROM visit'
is 'with its mode' 0 640 mode nbr.db
rows -D one.db >want
rows >got
same 'restored, it holds the rows of the backup' want got
is 'and says so' 0 'verb	source	reason
restore	one.db	演练' nbr-db audit -C verb,source,reason -s -run -l 1
is 'restored, nothing is wrong' 0 'code' nbr-db check -C code
cp one.db bad.db && sed 's/one/bad/' one.db.sha256 >bad.db.sha256
printf x | dd of=bad.db bs=1 seek=5000 conv=notrunc 2>/dev/null
before=$(sha256sum nbr.db)
is 'a backup that was changed is refused' 4 '' nbr-db restore -y bad.db
rm bad.db.sha256
spoil bad.db run 3000
is 'a damaged one without its digest, too' 4 '' nbr-db restore -y bad.db
is 'a text file is no backup' 4 '' nbr-db restore -y roster.csv
is 'nor a directory' 8 '' nbr-db restore -y b
is 'nor nothing' 8 '' nbr-db restore -y none.db
is 'nor itself' 8 '' nbr-db restore -y nbr.db
cp one.db newer.db && sqlite3 newer.db 'INSERT INTO nbr_schema VALUES (99)'
is 'nor one of a newer version' 8 '' nbr-db restore -y newer.db
is 'the database is as it was' 0 "$before" sha256sum nbr.db
rm nbr.db
is 'a lost database is restored' 0 '' nbr-db restore -y one.db
is 'and readable' 0 'households	1' sh -c 'nbr-db info | grep ^households'
is 'restored as private as a new one' 0 640 mode nbr.db

# migrate
is 'nothing to migrate' 0 'from	to	backup' nbr-db migrate
NBR_DB=$tmp/old.db
sql 'PRAGMA application_id = 0x6e627231; CREATE TABLE nbr_schema (version INTEGER NOT NULL PRIMARY KEY)' >/dev/null
is 'an older one is refused' 8 '' nbr-db check
is 'but described' 0 'schema	0' sh -c 'nbr-db info | grep ^schema'
is 'what would be done' 0 "from	to	backup
0	1	$tmp/old.db.pre-migrate-0" nbr-db migrate -n
is 'was not' 0 'schema	0' sh -c 'nbr-db info | grep ^schema'
is 'migrate' 0 "from	to	backup
0	1	$tmp/old.db.pre-migrate-0" nbr-db migrate
is 'checked' 0 'code' nbr-db check -C code
is 'the copy is as it was' 0 'schema	0' sh -c 'nbr-db info -D old.db.pre-migrate-0 | grep ^schema'
NBR_DB=$tmp/newer.db
for v in check migrate audit dump; do
	is "$v: a newer one" 8 '' nbr-db "$v"
done
NBR_DB=$tmp/nbr.db

# What is no database (F09)
mkfifo fifo && : >empty && mkdir dir
for f in dir fifo /dev/full empty roster.csv none.db file:nbr.db; do
	for v in info check audit dump migrate; do
		is "$v of $f" 8 '' nbr-db "$v" -D "$f"
	done
	is "query of $f" 8 '' nbr-db query 'SELECT 1' -D "$f"
done
is 'nothing was made of them' 0 '' sh -c 'ls none.db* file:* 2>/dev/null; [ ! -s empty ]'
is 'an empty name' 2 '' nbr-db info -D ''
for v in info check audit dump; do
	is "$v on a full disk" 8 '' sh -c "nbr-db $v >/dev/full"
done
is 'query on a full disk' 8 '' sh -c 'nbr-db query "SELECT 1" >/dev/full'
is 'snapshot on a full disk: done, not told' 9 '' sh -c 'nbr-db snapshot told.db >/dev/full'
is 'it is there' 0 'told.db' ls told.db

# Another user who may read (F08): readers work, writers say so.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$tmp" && chmod 644 nbr.db
	other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
	is 'a reader needs no more than to read' 0 'name
春华镇' other nbr-db query "SELECT name FROM area WHERE level = 3"
	is 'a reader checks' 0 'code' other nbr-db check -C code
	is 'a writer is refused' 8 '' other nbr-db backup /tmp/none.db
	is 'who may not read is told so' 8 '' other nbr-db info -D one.db
	is 'a directory that may not be written' 8 '' other nbr-db init --town 430121106 --name 镇 -D "$tmp/theirs.db"
	is 'a reader copies to where it may write' 0 'backup
reader/copy.db' sh -c "mkdir reader && chown 65534 reader && setpriv --reuid 65534 --regid 65534 --clear-groups nbr-db snapshot reader/copy.db -C backup"
	chmod 640 nbr.db
fi
done_testing
