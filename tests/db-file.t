#!/bin/sh
# The database as a file: its mode, damage, backups and restores, what is none.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
only sqlite 'a server has no file'
cd "$tmp" || exit

mode() { stat -c %a "$@"; }
# All but the record of what was done, and how much of the town.
rows() { nbr-db dump "$@" | grep -v '^{"table":"run"\|^{"table":"village","row":{"village":0,'; }

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
sql "INSERT INTO area VALUES (430121106205, 0, 4, '金鼎山社区', 19490101, 99991231, 1), (430121106205, 10307, 7, '七邻', 19490101, 99991231, 1);
INSERT INTO village (village, households, latest) VALUES (430121106205, 1000001, 20260220);
INSERT INTO household VALUES
 (430121106205, 1000001, 10307, 0, 0, 20200101, 20260220, 0, 20200101, 99991231, '张三', 43012119900307123, '13800138000', '3-2', 1, '', 1);
INSERT INTO visit VALUES (430121106205, 1000001, 20260220, 1, 0, 'door', '', '', 1)"

# damage
cp nbr.db good.db
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
says '... that is there' 2 "nbr-db: --keep: there is no directory none; make it: install -d -m 700 -o USER none
    Try 'nbr-db backup --help'." nbr-db backup none --keep 2
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
rows -D snap.db | grep -v '"key":"masked"' >got
same 'it holds the same rows' want got
# Numbers are not in it, not even where nothing points any more; an identity number is 8 bytes.
sql "INSERT INTO was VALUES (430121106205, 4301211062050000001, 1, 'household', 1, 'phone=13800138000')"
sql "INSERT INTO chief VALUES (430121106205, 77, '刘洋', '13800138000', '', '', 4301211062050000001)"
traces() { perl -0777 -ne 'print "$ARGV ", scalar(() = /13800138000/g), " ", scalar(() = /\x00\x98\xcf\x4b\x8f\xb1\xbe\xb3/g), "\n"' "$@"; }
nbr-db backup whole.db >/dev/null && nbr-db snapshot snap.db >/dev/null
is 'no number is in it, in a backup there are' 0 'whole.db 3 2
snap.db 0 0' traces whole.db snap.db
is 'no temporary file is left' 0 '' sh -c 'ls | grep "db\.[A-Za-z0-9]\{6\}$" | grep -v sha256 || :'

sql 'DELETE FROM visit'
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
says 'nor the copy for auditors, which lacks the numbers' 6 "nbr-db: snap.db is the auditors' copy, without identity numbers and phones: restore a backup; if there is none, see nbr-db(1)" nbr-db restore -y snap.db
is 'the database is as it was' 0 "$before" sha256sum nbr.db
rm nbr.db
is 'a lost database is restored' 0 '' nbr-db restore -y one.db
is 'and readable' 0 'households	1' sh -c 'nbr-db info | grep ^households'
is 'restored as private as a new one' 0 640 mode nbr.db

# If nothing else is left, the copy for auditors becomes the register again.
is 'the copy for auditors is copied' 0 '' nbr-db copy -q snap.db again.db -o again
is '... its mark is taken away, and not put there by hand' 0 2 sh -c 'nbr-db set -D again.db masked "" && nbr-db set -D again.db masked 1 2>/dev/null; echo $?'
is '... it goes on, and a backup of it is one' 0 '' sh -c 'nbr-db backup -D again.db again-2.db -o again && nbr-db restore -D other.db -y again-2.db'

# Killed at any rename, a new backup lies there with its digest or not at all.
cat >cut.c <<'C'
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
int
rename(const char *from, const char *to)
{
	static int n;

	if (++n == atoi(getenv("CUT")))
		raise(SIGKILL);
	return (int)syscall(SYS_rename, from, to);
}
C
cc -O2 -shared -fPIC -o cut.so cut.c
for cut in 1 2; do
	mkdir cut$cut
	is "killed at rename $cut" 137 '' sh -c 'LD_PRELOAD=$PWD/cut.so CUT=$1 nbr-db backup cut$1; exit $?' - $cut
	is '... no backup without its digest' 0 '' sh -c 'for f in cut$1/*.db; do [ ! -e "$f" ] || [ -e "$f.sha256" ] || echo "$f"; done' - $cut
done

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
