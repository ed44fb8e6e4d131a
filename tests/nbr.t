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
is 'no such key' 5 '' nbr config nope

# What it says of a file, and of a server that is made for tests.
case $engine in
sqlite) of_engine="permissions	ok	0640 $tmp/nbr.db
writable	ok	$tmp
";;
*) of_engine='fsync	finding	fsync = off
full_page_writes	finding	full_page_writes = off
data_checksums	finding	data_checksums = off
tls	ok	a socket of this machine
role	finding	nbr: a superuser, whom no rule holds
standby	ok	0 connected
';;
esac
doctor() { nbr doctor "$@" | grep -v '^messages\|^filesystem\|^space\|^cron\|^check'; }
is 'doctor finds what is missing' 0 "locale	ok	C.UTF-8
zone	ok	Asia/Shanghai
database	ok	$NBR_DB
schema	ok	version 1; this program's is 1
${of_engine}calendar	finding	0 days of 2026 are listed: nbr-calendar import
rules	finding	0 rules hold: nbr-rule import
backup	finding	never made: nbr-db backup" doctor
is 'a finding is status 1' 1 '' sh -c 'nbr doctor -H -C check >/dev/null; exit $?'
sql "INSERT INTO calendar VALUES (20260101, 'holiday', '元旦', 1);
INSERT INTO rule VALUES ('red', 'class', 1, '红户', '', 0, '', '', '', '', '', '', '', 0, 0, 0, 0, 0, 20200101, 99991231, '', 1)"
if [ "$engine" = sqlite ]; then
	nbr-db backup copy.db >/dev/null || exit
	chmod 644 nbr.db
	is 'three days on, and readable by all' 0 "permissions	finding	0644: chmod 0640 $tmp/nbr.db
backup	finding	the last one is 3 days old" sh -c 'nbr doctor --on +3d | grep "^permissions\|^backup"'
	chmod 640 nbr.db
	is 'nothing to find' 0 "locale	ok	C.UTF-8
zone	ok	Asia/Shanghai
database	ok	$NBR_DB
schema	ok	version 1; this program's is 1
${of_engine}calendar	ok	1 days of 2026 are listed
rules	ok	1 rules hold
backup	ok	the last one is 0 days old" doctor
	old=old.db
	sql 'PRAGMA application_id = 0x6e627231; CREATE TABLE nbr_schema (version INTEGER)' $old
else
	db_new old
	old=$(db_at old)
	sql 'CREATE TABLE nbr_schema (version BIGINT)' "$old"
fi
is 'no database' 0 'zone	ok
database	finding' sh -c 'nbr doctor -D "$1" -C check,verdict | grep "^zone\|^database\|^schema\|^rules"' sh "$(db_at none)"
is 'an older one' 0 'database	ok
schema	finding' sh -c 'nbr doctor -D "$1" -C check,verdict | grep "^database\|^schema\|^rules"' sh "$old"
is 'cron would not find them' 0 'cron	finding' sh -c 'nbr doctor -C check,verdict | grep ^cron'

for s in bash zsh fish; do
	is "completion for $s" 0 '' sh -c "nbr completion $s >script.$s && [ -s script.$s ]"
done
is 'completion for none' 2 '' nbr completion csh
is 'completion to a full disk' 8 '' sh -c 'nbr completion bash >/dev/full'
if command -v bash >/dev/null; then
	complete() { bash -c '. ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nbr; printf "%s\n" "${COMPREPLY[@]}"' - "$@"; }
	is 'verbs are completed' 0 'snapshot' complete nbr-db sn
	is 'through nbr too' 0 'restore' complete nbr db re
	is 'and options' 0 '--keep' complete nbr db backup --k
	is 'and programs' 0 'zz
zz-top
zz-top-hat' complete nbr z
fi
done_testing
