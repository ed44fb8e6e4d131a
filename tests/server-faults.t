#!/bin/sh
# What goes wrong with a server: each is told, with a remedy, and nothing is half stored.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
only postgresql 'faults of a server'
db_drop

# A server of its own, whose end disturbs no other test; without room when told so.
cluster() { "$top/scripts/throwaway-server" "$@"; }
made=$(cluster start) || exit
eval "$made"
trap 'for p in $holder $wire; do kill "$p"; done 2>/dev/null; cluster stop "$NBR_TEST_SERVER"; rm -rf "$tmp"' EXIT
holder='' wire='' here=$NBR_TEST_SERVER
db_new nbr
NBR_DB=$(db_at nbr)
village=430121106002 other=430121106003
house=${village}010001 theirs=${other}010001

{
	echo area,name
	for v in $village $other; do
		printf "$v%s\n" ,村 .01,片 .01.01,组 .01.01.01,邻 .01.01.02,户
	done
} >"$tmp/areas.csv"
awk -v list="$village $other" 'BEGIN {
	split(list, v, " ")
	print "household,area,head"
	for (i = 1; i <= 100; i++)
		for (k in v)
			printf "%s01%04d,%s.01.01.01,李%d\n", v[k], i, v[k], i
}' >"$tmp/roster.csv"
# More than is held in memory at once, so that the first of them are stored before
# the last are read.
awk -v list="$village $other" 'BEGIN {
	split(list, v, " ")
	print "day,household"
	for (k = 1; k <= 2; k++)
		for (i = 1; i <= 100; i++)
			for (d = 0; d < 252; d++)
				printf "2025-%02d-%02d,%s01%04d\n", d / 28 + 1, d % 28 + 1, v[k], i
}' >"$tmp/visits.csv"
nbr-db init --town 430121106 --name 春华镇 &&
nbr-area import "$tmp/areas.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-household import "$tmp/roster.csv" &&
nbr-chief elect -A $village.01.01.02 --name 李 -o "$tmp/chief" || exit

kept() { nbr-db dump >"$tmp/before"; }
unchanged() { nbr-db dump >"$tmp/after"; same "$1" "$tmp/before" "$tmp/after"; }

# ask SQL: as the server's administrator. wait_for SQL: until it gives a row.
ask() { psql -qAtX -d "$NBR_DB" -c "$1"; }
wait_for() {
	turns=0
	until [ -n "$(ask "$1" 2>/dev/null)" ]; do
		turns=$((turns + 1))
		[ $turns -lt 1000 ] || { echo "Bail out! in vain: $1"; cat "$tmp"/later.*; exit 1; }
	done
}
session="FROM pg_stat_activity WHERE application_name = 'nbr'"
waits() { wait_for "SELECT 1 $session AND wait_event_type = 'Lock' ${1-}"; }
terminate() { ask "SELECT pg_terminate_backend(pid, 10000) $session" >/dev/null; }

# hold STATEMENT: another session has done it, and stays in its transaction.
mkfifo "$tmp/to" "$tmp/from"
hold() {
	psql -qAtX -d "$NBR_DB" <"$tmp/to" >"$tmp/from" 2>&1 &
	holder=$!
	exec 3>"$tmp/to" 4<"$tmp/from"
	echo "BEGIN; $1; SELECT 'held';" >&3
	read -r held <&4
	[ "$held" = held ] || echo "# not held: $held"
}
release() { exec 3>&- 4<&-; wait "$holder"; holder=; }

# later COMMAND...: begins it; ended: its end, as if it had run now.
later() { "$@" >"$tmp/later.out" 2>"$tmp/later.err" </dev/null 3>&- 4<&- & later=$!; }
ended() { wait "$later"; s=$?; cat "$tmp/later.out"; cat "$tmp/later.err" >&2; return $s; }
# A visit that is said twice is one; a household that is added twice is two.
added() { sql "SELECT count(*) FROM household WHERE head = '$1'"; }
stored() { sql "SELECT count(*) FROM visit WHERE note = '$1'"; }

again='run it again; nothing is done twice'
away="the database server did not answer or went away [db-unreachable]
    is it running, and are the host and the port right? $again"
busy="the database is in use [busy]
    $again"
unknown="the last step failed; it may be stored or not [outcome-unknown]
    run it again with the same --ref; nothing is done twice"
gone="connection to server on socket \"$here/.s.PGSQL.5432\" failed: No such file or directory"
killed='terminating connection due to administrator command'

# ---- a connection that ends ----

number=
kept
# Another session has the key of its last row: there it waits.
hold "INSERT INTO visit VALUES ($other, 10100, 20250928, 1, 0, 'door', '', '', 1)"
later nbr-visit import "$tmp/visits.csv"
waits "AND pg_relation_size('visit') > 1000000"
terminate
release
says 'in the middle of an import' 7 "nbr-visit: $killed: $away" ended
unchanged 'nothing of it is stored'

for table in post visit run; do
	hold "LOCK TABLE $table IN ACCESS EXCLUSIVE MODE"
	later nbr-visit log $house --note "killed at $table" -H -C visit
	waits
	terminate
	waits
	release
	is "in the middle of a change, at $table: it begins again" 0 "$house-V260310$number" ended
	is 'and is done once' 0 1 stored "killed at $table"
	number=-$((1 - ${number:--1}))
done

ask "CREATE ROLE li LOGIN; CREATE ROLE wang LOGIN; CREATE ROLE zhao LOGIN; CREATE ROLE stranger LOGIN; CREATE ROLE locked LOGIN PASSWORD 'Geheim'; CREATE ROLE few LOGIN CONNECTION LIMIT 0"
# What a change did before its connection ended it does again, and nothing else.
db_copy nbr base
shown() { nbr-db dump | sed 's/"at":"[^"]*"/AT/; s/"mark":"[^"]*"/MARK/'; }
while read -r words; do
	db_copy base nbr
	eval "set -- $words"
	"$@" >"$tmp/alone.out" </dev/null
	alone=$?
	shown >"$tmp/alone"
	db_copy base nbr
	hold 'LOCK TABLE run IN ACCESS EXCLUSIVE MODE'
	later "$@"
	waits
	terminate
	waits
	release
	is "again: $words" $alone "$(cat "$tmp/alone.out")" ended
	shown >"$tmp/after"
	same 'and the database is as if nothing had been' "$tmp/alone" "$tmp/after"
done <<END
nbr-visit log $house $theirs --note x
nbr-visit void $house-V260310 --reason x
nbr-household add -A $village.01.01.01 --head 王 --members 3 -k red --tag disabled
nbr-household set $house --note x --door 9
sh -c 'echo $house | nbr-household set - --note y'
nbr-household classify $house $theirs -k red --reason x
nbr-household tag $house $theirs --tag disabled
nbr-household move $house -A $village.01.01.02 --reason x
nbr-household close $house $theirs --reason x
nbr-chief elect -A $village.01.01.01 --name 王 --electors 7
nbr-chief end $village-C01 --reason x
nbr-rule add more --kind visit --name 加访 --subject class:red --every 5 --unit day --anchor last --shift none
nbr-rule end red-event
nbr-area add $village.01.01.03 邻
nbr-area set $village.01 --name 甲
nbr-area retire $other.01.01.02
nbr-access grant zhao -A $village
END
db_copy base nbr

# ---- at COMMIT, which may or may not have been carried out ----

# Every COMMIT that has a run waits as long as this lock is held.
sql "CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NULL; END';
	CREATE CONSTRAINT TRIGGER stay AFTER INSERT ON run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stay()"
hold_commit() { hold 'DO $$ BEGIN PERFORM pg_advisory_xact_lock(7); END $$'; }
commits="AND query = 'COMMIT'"

hold_commit
later nbr-visit log $house --note commit -H -C visit
waits "$commits"
terminate
waits "$commits"
release
is 'not carried out: it begins again' 0 "$house-V260310-4" ended
is 'and is done once' 0 1 stored commit

printf 'day,household,note\n2026-03-01,%s,import\n' $house >"$tmp/one.csv"
kept
hold_commit
later nbr-visit import "$tmp/one.csv"
waits "$commits"
terminate
release
says 'an import, which cannot' 7 "nbr-visit: the connection was lost; nothing was stored: $away" ended
unchanged 'stores nothing'

# The line breaks; the server does not know, and goes on with what it was told.
mkdir "$tmp/wire"
broken="postgresql:///nbr_$$_nbr?host=$tmp/wire&user=nbr"
cut() {
	rm -f "$tmp/wire/.s.PGSQL.5432"
	"$top/tests/wire.pl" "$tmp/wire" "$@" 3>&- 4<&- &
	wire=$!
	turns=0
	until [ -S "$tmp/wire/.s.PGSQL.5432" ]; do
		turns=$((turns + 1))
		[ $turns -lt 100000 ] || { echo 'Bail out! no wire.pl'; exit 1; }
	done
}
mend() { { kill $wire && wait $wire; } 2>/dev/null; wire=; }

hold_commit
cut cut "$here"
later nbr-household add -A $village.01.01.01 --head line -H -C head -D "$broken"
waits "$commits"
waits "AND query LIKE 'UPDATE village%'"
release
is 'carried out by a server that is cut off: it is waited for' 0 line ended
is 'and is done once' 0 1 added line
mend

hold_commit
cut cut "$here"
later nbr-visit import "$tmp/one.csv" -D "$broken"
waits "$commits"
waits "AND query LIKE 'UPDATE village%'"
release
says 'an import too' 0 '' ended
is 'and is stored once' 0 1 stored import
mend

hold_commit
cut cut "$here"
later nbr-visit log $house --note late --ref late -H -C visit --timeout 1 -D "$broken"
says 'not in time' 7 "nbr-visit: another transaction has held the lock for 1 seconds: $unknown" ended
release
wait_for "SELECT 1 WHERE NOT EXISTS (SELECT $session)"
is 'the same reference settles it' 0 '' nbr-visit log $house --note late --ref late -H -C visit
is 'it had been done' 0 1 stored late
mend
sql 'DROP TRIGGER stay ON run; DROP FUNCTION stay()'

# On disk here and not yet on the standby: a COMMIT waits for that.
await_standby() { ask "ALTER SYSTEM SET synchronous_standby_names = '$1'"; cluster ctl "$here" reload; wait_for "SELECT 1 WHERE current_setting('synchronous_standby_names') = '$1'"; }
await_standby missing
waits_for_standby() { wait_for "SELECT 1 $session AND wait_event = 'SyncRep'"; }
later nbr-household add -A $village.01.01.01 --head standby -H -C head
waits_for_standby
terminate
is 'carried out before the connection ended' 0 standby ended
is 'and done once' 0 1 added standby

later nbr-visit log $house --note crash --ref crash -H -C visit --timeout 1
waits_for_standby
cluster ctl "$here" stop -m immediate
says 'the server crashes' 7 "nbr-visit: $gone: $unknown" ended
cluster ctl "$here" start
await_standby ''
is 'the same reference settles it' 0 '' nbr-visit log $house --note crash --ref crash -H -C visit
is 'it had been done' 0 1 stored crash
is 'all this left a sound database' 0 '' nbr-db check -H

# ---- locks ----

kept
hold 'REINDEX TABLE household'
says 'reading while an index is made' 7 "nbr-household: another transaction has held the lock for 1 seconds: $busy" nbr-household list --timeout 1
says 'writing' 7 "nbr-household: another transaction has held the lock for 0 seconds: $busy" nbr-household set $house --note x --timeout 0
says 'an import' 7 "nbr-visit: another transaction has held the lock for 0 seconds: $busy" nbr-visit import "$tmp/one.csv" --timeout 0
release
hold "UPDATE village SET runs = runs WHERE village = $village"
says "a village's lock" 7 "nbr-household: another transaction has held the lock for 0 seconds: $busy" nbr-household set $house --note x --timeout 0
says 'rules, which need no one else to write' 0 '' nbr-rule add a --kind class --name 甲 --timeout 0 -n
release
unchanged 'nothing is stored'

# ---- no room ----

cc -O2 -shared -fPIC -o "$tmp/full.so" "$top/tests/preload/full.c"
cp "$tmp/full.so" "$here/full.so"
LD_PRELOAD=$here/full.so NBR_FULL=$here/full cluster ctl "$here" restart
# numbered COMMAND...: which file it was is not known before.
numbered() { "$@" 2>"$tmp/numbered"; s=$?; sed 's|base/[0-9a-z/_]*|TABLE|' "$tmp/numbered" >&2; return $s; }
kept
echo 28 >"$here/full" && chmod 644 "$here/full"
says 'the disk is full' 8 'nbr-visit: could not extend file "TABLE": No space left on device: the disk is full; nothing was changed [db-full]
    free some space and run it again' numbered nbr-visit import "$tmp/visits.csv"
unchanged 'nothing is stored'
echo 5 >"$here/full"
says 'the disk fails' 8 'nbr-visit: could not extend file "TABLE": Input/output error: the disk failed; nothing was changed [db-io]
    check the disk and the system log' numbered nbr-visit import "$tmp/visits.csv"
rm "$here/full"
unchanged 'nothing is stored'
is 'with room again it goes on' 0 '' nbr-visit import "$tmp/visits.csv"
is 'all of it is there' 0 $(($(wc -l <"$tmp/visits.csv") - 1)) sql 'SELECT count(*) FROM visit WHERE day < 20260101'

# ---- servers that are none, and one that is not there ----

nowhere="postgresql:///nbr?host=$tmp/wire"
socket="connection to server on socket \"$tmp/wire/.s.PGSQL.5432\" failed"
cut old
says 'a server of an old version' 8 "nbr-household: $nowhere: PostgreSQL 9.6.24: this is no server that nbr can use [db-server]
    PostgreSQL 15 or later is needed" nbr-household list -D "$nowhere"
mend
cut web
says 'a server of another kind' 7 "nbr-household: $nowhere: $socket: expected authentication request from server, but received H: $away" nbr-household list -D "$nowhere" --timeout 0
mend
cut shut
says 'one that hangs up' 7 "nbr-household: $nowhere: $socket: server closed the connection unexpectedly: $away" nbr-household list -D "$nowhere" --timeout 0
mend
says 'no socket' 7 "nbr-household: $nowhere: $socket: Connection refused: $away" nbr-household list -D "$nowhere" --timeout 0
says 'no port' 7 "nbr-household: postgresql://127.0.0.1:1/nbr: connection to server at \"127.0.0.1\", port 1 failed: Connection refused: $away" nbr-household list -D postgresql://127.0.0.1:1/nbr --timeout 0
begin=$(date +%s%N)
says 'it is asked again until the time is up' 7 "nbr-household: $nowhere: $socket: Connection refused: $away" nbr-household set $house --note x -D "$nowhere" --timeout 1
is 'and no longer' 0 '' test $((($(date +%s%N) - begin) / 100000000)) -ge 5 -a $((($(date +%s%N) - begin) / 1000000000)) -lt 20

# ---- a server that goes and comes ----

kept
hold 'SELECT 1 WHERE false'
cluster ctl "$here" -W -m smart stop
says 'it is shutting down' 7 "nbr-household: $NBR_DB: connection to server on socket \"$here/.s.PGSQL.5432\" failed: FATAL:  the database system is shutting down: $away" nbr-household set $house --note x --timeout 0
release
cluster ctl "$here" -m fast stop
later nbr-household set $house --note waited
later_too=$later
says 'it is down' 7 "nbr-household: $NBR_DB: $gone: $away" nbr-household list --timeout 0
cluster ctl "$here" start
later=$later_too
says 'it comes up in time' 0 '' ended
is 'what waited for it is done' 0 waited nbr-household show $house -H -C note

# ---- logins ----

as_login() { echo "${NBR_DB%nbr}$1"; }
nbr-access grant li -A $village && nbr-access grant wang --auditor && nbr-access grant locked -A $other || exit
{ echo 'local all locked scram-sha-256'; cat "$here/data/pg_hba.conf"; } >"$tmp/hba"
cat "$tmp/hba" >"$here/data/pg_hba.conf"
cluster ctl "$here" reload
PGPASSFILE=$tmp/pgpass; export PGPASSFILE
printf '*:*:*:locked:%s\n' Geheim >"$PGPASSFILE" && chmod 600 "$PGPASSFILE"
refused="the database server refused the login [db-login]
    is the login right? its password goes into ~/.pgpass (mode 0600) or into a service file, never into the URL"
at="connection to server on socket \"$here/.s.PGSQL.5432\" failed"
kept
is 'a password from its file' 0 "$theirs" nbr-household list -H -C household -l 1 -D "$(as_login locked)"
printf '*:*:*:locked:%s\n' geheim >"$PGPASSFILE"
says 'a wrong password' 8 "nbr-household: $(as_login locked): $at: FATAL:  password authentication failed for user \"locked\": $refused" nbr-household list -D "$(as_login locked)"
rm "$PGPASSFILE"
says 'no password' 8 "nbr-household: $(as_login locked): $at: fe_sendauth: no password supplied: $refused" nbr-household list -D "$(as_login locked)"
says 'an unknown login' 8 "nbr-household: $(as_login nobody): $at: FATAL:  role \"nobody\" does not exist: $refused" nbr-household list -D "$(as_login nobody)"
for url in "postgresql://li:Geheim@localhost/nbr" "postgresql:///nbr?host=$here&user=li&password=Geheim" "postgresql://li:Ge/heim@localhost/nbr" "postgresql://li:Geheim@h@x/nbr"; do
	is 'a password in the URL' 2 '' nbr-household list -D "$url"
	is 'is not told again' 1 '' grep -i heim "$tmp/err"
done
later nbr-household list -H -C household -l 1 -D "$(as_login few)"
later_too=$later
says 'too many connections' 7 "nbr-household: $(as_login few): $at: FATAL:  too many connections for role \"few\": $away" nbr-household list -D "$(as_login few)" --timeout 0
nbr-access grant few -A $village
ask 'ALTER ROLE few CONNECTION LIMIT 1'
later=$later_too
is 'one becomes free in time' 0 "$house" ended

# ---- rights ----

denied="this role has no right to that [db-rights]
    the owner of the database gives rights with nbr-access; see nbr-server(7)"
kept
says 'who was granted nothing reads nothing' 8 "nbr-household: $(as_login stranger): permission denied for table nbr_schema: $denied" nbr-household list -D "$(as_login stranger)"
ask "REVOKE CONNECT ON DATABASE nbr_$$_nbr FROM PUBLIC"	# as it is until it is copied
says 'and does not come in' 8 "nbr-household: $(as_login stranger): $at: FATAL:  permission denied for database \"nbr_$$_nbr\": $denied" nbr-household list -D "$(as_login stranger)"
says "a clerk finds no household of another's village" 5 "nbr-household: household $theirs: there is no such record [not-found]" nbr-household set $theirs --note x -D "$(as_login li)"
is "and lists none" 0 '' nbr-household list -A $other -H -D "$(as_login li)"
printf 'day,household\n2026-03-01,%s\n2026-03-01,%s\n' $house $theirs >"$tmp/two.csv"
is 'nor imports into it' 4 '' nbr-visit import "$tmp/two.csv" -D "$(as_login li)"
is 'and her own go in with the rest only' 1 '' grep -v -e household-unknown -e 'import the roster' -e 'nothing was stored' "$tmp/err"
says 'a clerk makes no rules' 8 "nbr-rule: permission denied for table rule: $denied" nbr-rule add a --kind class --name 甲 -D "$(as_login li)"
says 'an auditor writes nothing' 8 "nbr-household: permission denied for table village: $denied" nbr-household set $house --note x -D "$(as_login wang)"
says 'and sees no identity numbers' 8 "nbr-household: permission denied for table household: $denied" nbr-household members $house -C ident -D "$(as_login wang)"
says 'nor has them shown' 8 "nbr-household: permission denied for table village: $denied" nbr-household members $house --reveal --reason x -D "$(as_login wang)"
says 'whatever program asks' 1 'ERROR:  permission denied for table household' psql -qX -d "$(as_login wang)" -c 'SELECT ident FROM household'
unchanged 'nothing is stored'
is 'a clerk writes to her own' 0 '' nbr-household set $house --note mine -D "$(as_login li)"
is 'an auditor reads that' 0 mine nbr-household show $house -H -C note -D "$(as_login wang)"

# ---- databases ----

database() { db_made "$1" template0 "$2"; }
for d in "utf8 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'" "ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'" \
    "latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"; do
	database "${d%% *}" "${d#* }"
done
make="the database is not in UTF-8 with C collation [db-collation]
    createdb -O OWNER -T template0 -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 NAME makes one that is"
init() { nbr-db init --town 430121106 --name 春华镇 -D "$1"; }
says 'another collation' 8 "nbr-db: database nbr_$$_utf8: collation C.UTF-8: $make" init "$(db_at utf8)"
says 'another encoding' 8 "nbr-db: database nbr_$$_ascii: encoding SQL_ASCII: $make" init "$(db_at ascii)"
says 'and another' 8 "nbr-household: $(db_at latin): database nbr_$$_latin: encoding LATIN1: $make" nbr-household list -D "$(db_at latin)"
missing="there is no database there [db-missing]
    make one with nbr-db init, or name another with -D or NBR_DB"
says 'none of that name' 8 "nbr-household: $(db_at none): there is no database nbr_$$_none on that server; createdb -O OWNER -T template0 -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 nbr_$$_none makes it: $missing" nbr-household list -D "$(db_at none)"
db_new empty
says 'an empty one' 8 "nbr-household: $(db_at empty): database nbr_$$_empty is empty: $missing" nbr-household list -D "$(db_at empty)"
sql 'CREATE TABLE invoice (no BIGINT)' "$(db_at empty)"
foreign="this is not a database of nbr [db-foreign]
    name another with -D or NBR_DB"
says 'one of another program' 8 "nbr-household: $(db_at empty): database nbr_$$_empty has tables of another program: $foreign" nbr-household list -D "$(db_at empty)"
says 'is not filled either' 8 "nbr-db: database nbr_$$_empty has tables of another program: $foreign" init "$(db_at empty)"
is 'nothing is made in it' 0 invoice sql "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace" "$(db_at empty)"
kept
says 'one that is in use is not made anew' 8 "nbr-db: nbr_$$_nbr is there already; nothing was changed" init "$NBR_DB"
unchanged 'it is as it was'
version=$(sql 'SELECT max(version) FROM nbr_schema')
sql "UPDATE nbr_schema SET version = version + 1"
says 'a newer schema' 8 "nbr-household: $NBR_DB: its schema is version $((version + 1)), this program's is $version: the database is of a newer version [db-new]
    install a newer nbr" nbr-household list
says 'is not migrated' 8 "nbr-db: its schema is version $((version + 1)), this program's is $version: the database is of a newer version [db-new]
    install a newer nbr" nbr-db migrate
sql "UPDATE nbr_schema SET version = version - 1 - $version"
says 'an older schema' 8 "nbr-household: $NBR_DB: its schema is version 0, this program's is $version: the database is of an older version [db-old]
    run nbr-db migrate" nbr-household list
sql "UPDATE nbr_schema SET version = $version"
unchanged 'nothing is stored'

# ---- what is no server's name, and no library ----

says 'no name' 2 "nbr-household: NBR_DB is empty; name a file, or leave it unset
    Try 'nbr-household list --help'." nbr-household list -D ''
for url in postgresql: postgres: postgresql:nbr postgresql://h:x/nbr 'postgresql:///nbr?nonsense=1'; do
	says "$url" 2 'nbr-household: a server is written postgresql://user@host:port/database' nbr-household list -D "$url"
done
says 'an option that means nothing' 2 'nbr-household: invalid sslmode value: "some"' nbr-household list -D 'postgresql:///nbr?sslmode=some'
says 'a service that is not there' 2 'nbr-household: definition of service "none" not found' nbr-household list -D 'postgresql:///nbr?service=none'
cc -O2 -shared -fPIC -o "$tmp/nodl.so" "$top/tests/preload/nodl.c"
says 'no library' 8 "nbr-household: libpq.so.5: cannot open shared object file: No such file or directory: the library for PostgreSQL is missing [db-library]
    apt-get install libpq5" env LD_PRELOAD="$tmp/nodl.so" nbr-household list
done_testing
