#!/bin/sh
# nbr: the dispatcher, and what it says of this machine.
# shellcheck disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
cd "$tmp" || exit
nbr-db init --town 430121106 --name 春华镇 || exit

mkdir bin
for c in nbr-zz-top nbr-zz-top-hat nbr-zz; do
	printf '#!/bin/sh\n[ "$1" = --help ] && printf "Usage:\\n  %s\\n\\nShow %s.\\n" && exit\necho %s "$@"\nexit 5\n' "$c" "$c" "$c" >"bin/$c"
	chmod 755 "bin/$c"
done
printf '#!/bin/sh\nexit 9\n' >bin/nbr-plain	# not executable
mkdir bin/nbr-dir
PATH=$PATH:$tmp/bin; export PATH

is 'a command' 0 'name
春华镇' nbr db query 'SELECT name FROM area'
is 'its status is the status' 2 '' nbr db query 'DELETE FROM area'
is "anybody's command" 5 'nbr-zz x -y' nbr zz x -y
is 'the longest name' 5 'nbr-zz-top-hat' nbr zz top hat
is 'the longest that is there' 5 'nbr-zz-top rabbit' nbr zz top rabbit
is 'an option ends the name' 5 'nbr-zz -q top' nbr zz -q top
is 'joined by hand' 5 'nbr-zz-top a b' nbr zz-top a b
is 'by its whole name' 5 'nbr-zz-top a b' nbr nbr-zz-top a b
is 'not a program' 2 '' nbr plain
is 'nor a directory' 2 '' nbr dir
is 'no such command' 2 '' nbr nosuchcommand
says 'a mistyped one' 2 "nbr: no such verb: zz-tap; did you mean zz-top?
    Try 'nbr --help'." nbr zz-tap
is 'no path is a command' 2 '' nbr ../bin/nbr-zz
is 'no command at all' 2 '' nbr
is 'the one beside it comes first' 0 'nbr-db' sh -c 'printf "#!/bin/sh\necho other\n" >bin/nbr-db; chmod 755 bin/nbr-db; PATH=$PWD/bin:$PATH; nbr db --version | cut -d" " -f1'
rm bin/nbr-db

is 'help lists them' 0 'program	purpose
nbr-zz	Show nbr-zz.
nbr-zz-top	Show nbr-zz-top.
nbr-zz-top-hat	Show nbr-zz-top-hat.' sh -c 'nbr help | grep "^program\|^nbr-zz"'
is 'with what they say of themselves' 0 "nbr-db	$(nbr-db --help | sed -n '/^$/{n;p;q;}')" sh -c 'nbr help | grep "^nbr-db	"'
is 'help of one' 0 'Usage:
  nbr-zz-top

Show nbr-zz-top.' nbr help zz top
is 'by its whole name' 0 'Usage:
  nbr-zz-top

Show nbr-zz-top.' nbr help nbr-zz-top
is 'help of none' 2 '' nbr help nosuchcommand
says 'help of one mistyped' 2 "nbr: no such command: vist-due; did you mean visit-due?
    Try 'nbr help --help'." nbr help vist due
is 'help of itself' 0 "$(nbr --help)" nbr help nbr
is 'of a program, asked as some ask' 0 "$(nbr-order --help)" nbr order help
says 'a language that is none' 2 "nbr-area: --lang: en or zh, not cn
    Try 'nbr-area list --help'." nbr-area list --lang cn
says 'a color is none either' 2 "nbr-area: --color: auto, always or never, not red
    Try 'nbr-area list --help'." nbr-area list --color red
is 'Chinese by its whole name' 0 '春华镇' nbr-area list -H -C name --lang zh_CN.UTF-8 --color always
says 'an option where the verb should be' 2 "nbr-order: the verb comes first, --format after it
    Try 'nbr-order --help'." nbr order --format tsv list
is '--help tells what the programs are for' 0 "  visit-due  $(nbr-visit-due --help | sed -n '/^$/{n;p;q;}')" sh -c 'nbr --help | grep "^  visit-due"'
is '... in the language it speaks' 0 "  visit-due  $(NBR_LANG=zh nbr-visit-due --help | sed -n '/^$/{n;p;q;}')" sh -c 'NBR_LANG=zh nbr --help | grep "^  visit-due"'
is 'help to a full disk' 8 '' sh -c 'nbr help >/dev/full'

is 'config' 0 "key	value	origin
db	$NBR_DB	NBR_DB
format	tsv	default
lang	en	LC_ALL
today	2026-03-10	NBR_TODAY
zone	Asia/Shanghai	database
actor	test	NBR_ACTOR
area		default" nbr config
is 'config, otherwise' 0 'key	value	origin
db	/nonexistent/nbr.db	--db
format	csv	NBR_FORMAT
lang	en	--lang
today	2026-03-09	--on
zone	Asia/Shanghai	default
actor	li	--actor
area	430121106205	NBR_AREA' env NBR_FORMAT=csv NBR_AREA=430121106205 nbr config -F tsv -D /nonexistent/nbr.db --lang en --on yesterday --actor li
is 'one key' 0 "value
$NBR_DB" nbr config db -C value
says 'no such key' 5 'nbr: there is no setting nope; nbr config lists them' nbr config nope

# What it says of a file, and of a server that is made for tests; tests/doctor.c asks
# for what stands in /etc, and of this machine nothing can be told beforehand.
mkdir -m 750 state backups
echo "STATE=$tmp/state BACKUPS='$tmp/backups'" >conf
NBR_NIGHTLY=$tmp/conf; export NBR_NIGHTLY
case $engine in
sqlite) of_engine="permissions	ok	0640 $tmp/nbr.db
lock	ok	0640 $tmp/nbr.db.lock
directory	ok	0700 $tmp
writable	ok	$tmp
journal	ok	SQLite $(sqlite3 --version | cut -d ' ' -f 1), journal_mode = delete
";;
*) of_engine='fsync	finding	fsync = off
full_page_writes	finding	full_page_writes = off
data_checksums	finding	data_checksums = off
tls	ok	a socket of this machine
role	finding	nbr: a superuser, whom no rule holds
standby	ok	0 connected
';;
esac
nbr-db set phone_area 0731 || exit	# who writes first makes the lock
doctor() { clock '2100-01-01 04:00' nbr doctor "$@" | grep -v '^messages\|^ntp\|^filesystem\|space	\|^schedule\|^cron\|^check'; }
of_host="locale	ok	C.UTF-8
zone	ok	Asia/Shanghai
clock	ok	2100-01-01T12:00:00+08:00
database	ok	$NBR_DB
schema	ok	version 1; this program's is 1
"
is 'doctor finds what is missing' 0 "${of_host}${of_engine}nightly	finding	never done by nightly: see nbr-nightly(7)
verify	finding	never done by nightly: nbr-db check; nbr-points verify
restore	finding	never done by nightly: nbr-db restore BACKUP -D scratch.db
backups	ok	0750 $tmp/backups
calendar	finding	no day of 2026 is listed: nbr-calendar import calendar-cn.csv
rules	finding	0 rules hold: nbr-rule import rulebook-example.csv
backup	finding	never made: nbr-db backup /var/backups/nbr --keep 30" doctor
is 'in Chinese' 0 'zone 正常
rules 有问题' sh -c 'nbr doctor -F table --lang zh -H -C check,verdict | tr -s " " | grep -e ^zone -e ^rules'
is 'a finding is status 1' 1 '' sh -c 'nbr doctor -H -C check >/dev/null; exit $?'
sql "INSERT INTO calendar VALUES (20260101, 'holiday', '元旦', 1);
INSERT INTO rule VALUES ('red', 'class', 1, '红户', '', 0, '', '', '', '', '', '', '', 0, 0, 0, 0, 0, 20200101, 99991231, '', 1)"
nbr-db backup copy.db >/dev/null || exit
echo 2026-03-08 | tee state/day >state/verify
echo 2026-02 >state/drill
is 'nothing to find' 0 "${of_host}${of_engine}nightly	ok	2026-03-08
verify	ok	2026-03-08
restore	ok	2026-02
backups	ok	0750 $tmp/backups
calendar	ok	1 days of 2026 are listed
rules	ok	1 rules hold
backup	ok	the last one is 0 days old" doctor
is 'three days on' 0 'nightly	finding	last done for 2026-03-08: see nbr-nightly(7)
verify	finding	last done for 2026-03-08: nbr-db check; nbr-points verify
restore	ok	2026-02
backup	finding	the last one is 3 days old: nbr-db backup /var/backups/nbr --keep 30' sh -c 'nbr doctor --on +3d | grep "^nightly\|^verify\|^restore\|^backup	"'
is 'three months on' 0 'restore	finding	last done for 2026-02: nbr-db restore BACKUP -D scratch.db' sh -c 'nbr doctor --on +3m | grep "^restore"'
is 'in October nobody knows the next year' 0 'calendar	ok	1 days of 2026 are listed' sh -c 'nbr doctor --on 2026-10-31 | grep "^calendar\|^next-year"'
is 'from November on it is waited for' 0 'calendar	ok	1 days of 2026 are listed
next-year	warning	no day of 2027 is listed; they are published in November: nbr-calendar import FILE' sh -c 'nbr doctor --on 2026-11-01 | grep "^calendar\|^next-year"'
sql "INSERT INTO calendar VALUES (20270101, 'holiday', '元旦', 1)"
is '... until it is there' 0 'next-year	ok	1 days of 2027 are listed' sh -c 'nbr doctor --on 2026-11-01 | grep "^next-year"'
sql "UPDATE run SET at = '2100-01-01T04:00:00.5Z' WHERE verb = 'backup'"
early() { clock '2100-01-01 03:59:59' nbr doctor | grep '^clock'; }
is 'a clock cannot be right before the last change' 0 'clock	finding	it is 2100-01-01T11:59:59+08:00 here, and the database was changed at 2100-01-01T12:00:00+08:00: timedatectl set-time' early
chmod 755 backups
is 'others read the backups' 0 "backups	finding	0755: chmod 0750 $tmp/backups" sh -c 'nbr doctor | grep "^backups	"'
rmdir backups
is 'nowhere to put them' 0 "backups	finding	$tmp/backups: No such file or directory: install -d -m 0750 -o nbr $tmp/backups" sh -c 'nbr doctor | grep "^backups	"'
sql "UPDATE setting SET value = 'Nowhere/Land' WHERE key = 'zone'"
is 'no zone' 0 'zone	finding	Nowhere/Land is missing: apt-get install tzdata' sh -c 'nbr doctor | grep "^zone\|^clock"'
says 'not even ours' 2 "nbr: there is no time zone Asia/Shanghai; apt-get install tzdata
    Try 'nbr doctor --help'." env TZDIR=/nonexistent nbr doctor
sql "UPDATE setting SET value = 'Asia/Shanghai' WHERE key = 'zone'"
if [ "$engine" = sqlite ]; then
	chmod 644 nbr.db
	chmod 777 .
	chmod 604 nbr.db.lock
	is 'others may read, write, and stop all writing' 0 "permissions	finding	0644: chmod 0640 $tmp/nbr.db
lock	finding	0604: chmod 0640 $tmp/nbr.db.lock
directory	finding	0777: chmod o-w $tmp" sh -c 'nbr doctor | grep "^permissions\|^lock\|^directory"'
	chmod 640 nbr.db nbr.db.lock
	chmod 700 .
	sqlite3 nbr.db 'PRAGMA journal_mode = wal' >/dev/null
	is 'a journal that may be corrupted' 0 "journal	finding	SQLite $(sqlite3 --version | cut -d ' ' -f 1), journal_mode = wal: sqlite3 $tmp/nbr.db \"PRAGMA journal_mode = TRUNCATE\"" \
	    sh -c 'nbr doctor | grep ^journal'
	eval "$(nbr doctor -H -C detail | sed -n 's/.*: \(sqlite3 .*journal_mode.*\)/\1/p')" >/dev/null
	is '... is put right so' 0 'journal	ok' sh -c 'nbr doctor -C check,verdict | grep ^journal'
	mv nbr.db.lock lock
	is 'none has queued yet' 0 "lock	ok	$tmp/nbr.db.lock is made by who writes first" sh -c 'nbr doctor | grep ^lock'
	mv lock nbr.db.lock
	if [ "$(id -u)" = 0 ]; then
		chown 65534 nbr.db.lock
		is 'made by another' 0 "lock	finding	it is of $(id -un 65534), the database of root: chown root $tmp/nbr.db.lock" sh -c 'nbr doctor | grep ^lock'
		chown 0 nbr.db.lock
		chmod 755 . && chmod 644 nbr.db && chmod 700 state
		is 'who only reads' 0 "writable	warning	this user can read it, and not write: sudo -u root nbr
nightly	warning	this user may not see $tmp/state: sudo nbr doctor
verify	warning	this user may not see $tmp/state: sudo nbr doctor" \
		    sh -c 'setpriv --reuid 65534 --regid 65534 --clear-groups nbr doctor | grep "^writable\|^nightly\|^verify"'
		chmod 700 . && chmod 640 nbr.db
	fi
fi
if [ "$engine" = sqlite ]; then
	old=old.db
	sql 'PRAGMA application_id = 0x6e627231; CREATE TABLE nbr_schema (version INTEGER)' $old
else
	db_new old
	old=$(db_at old)
	sql 'CREATE TABLE nbr_schema (version BIGINT)' "$old"
fi
is 'no database' 0 'zone	ok
database	finding' sh -c 'nbr doctor -D "$1" -C check,verdict | grep "^zone\|^database\|^schema\|^rules"' sh "$(db_at none)"
is 'an older one' 0 "database	ok	$old
schema	finding	version 0; this program's is 1: nbr-db migrate" sh -c 'nbr doctor -D "$1" | grep "^database\|^schema\|^rules"' sh "$old"
sql 'INSERT INTO nbr_schema VALUES (99)' "$old"
is 'a newer one' 0 "schema	finding	version 99; this program's is 1: install the newer programs" sh -c 'nbr doctor -D "$1" | grep ^schema' sh "$old"
is 'cron would not find them' 0 'cron	finding' sh -c 'nbr doctor -C check,verdict | grep ^cron'

done_testing
