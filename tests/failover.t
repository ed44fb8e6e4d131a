#!/bin/sh
# The primary is killed while many write, and its standby takes its place: what was
# told to be stored is stored, once.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154
. "${0%/*}/lib.sh"
only postgresql 'a server and its standby'
db_drop
cluster() { "$top/scripts/throwaway-server" "$@"; }
writers=8 village=430121106002

made=$(cluster start) || exit
eval "$made"
here=$NBR_TEST_SERVER there=
trap 'touch "$tmp/stop"; wait; for d in $here $there; do cluster stop "$d"; done 2>/dev/null; rm -rf "$tmp"' EXIT
db_new nbr
first=$(db_at nbr)
NBR_DB=$first
ask() { psql -qAtX -d "$1" -c "$2"; }
# wait_for COMMAND...: until it succeeds.
wait_for() {
	turns=0
	until "$@" 2>/dev/null; do
		turns=$((turns + 1))
		[ $turns -lt 3000 ] || { echo "Bail out! in vain: $*"; exit 1; }
	done
}

{
	echo area,name
	for v in $village ${village%2}3 ${village%2}4; do
		printf "$v%s\n" ,村 .01,片 .01.01,组 .01.01.01,邻
	done
} >"$tmp/areas.csv"
awk -v v=$village -v n=$writers 'BEGIN {
	print "household,area,head"
	for (i = 1; i <= n; i++)
		printf "%s01%04d,%s.01.01.01,李%d\n", v, i, v, i
}' >"$tmp/roster.csv"
nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import "$tmp/areas.csv" &&
nbr-household import "$tmp/roster.csv" &&
nbr-visit log ${village}010001 --note 平安 -o "$tmp/log" &&
ask "$NBR_DB" 'ALTER SYSTEM SET log_connections = on' || exit

made=$(cluster standby "$here") || exit
eval "$made"
there=$NBR_TEST_STANDBY
second="${first%%\?*}?host=$there&user=nbr"
ask "$first" "ALTER SYSTEM SET synchronous_standby_names = 'standby'"
cluster ctl "$here" reload
in_step() { [ "$(ask "$first" 'SELECT sync_state FROM pg_stat_replication')" = sync ]; }
wait_for in_step

# ---- the standby is read ----

at=$(ask "$first" 'SELECT pg_current_wal_lsn()')
replayed() { [ "$(ask "$second" "SELECT pg_last_wal_replay_lsn() >= '$at'")" = t ]; }
wait_for replayed
while read -r words; do
	# shellcheck disable=SC2086
	$words -D "$first" >"$tmp/theirs"
	# shellcheck disable=SC2086
	$words -D "$second" >"$tmp/ours"
	same "of the standby: $words" "$tmp/theirs" "$tmp/ours"
done <<END
nbr-area list
nbr-household list
nbr-household show ${village}010001
nbr-household members ${village}010001
nbr-visit list
nbr-visit-due --on 2026-12-01
nbr-visit-due --why --among ${village}010001
nbr-visit coverage
nbr-report daily
nbr-rule list
nbr-visit list -t voided -F json
nbr-db audit
nbr-db dump
END
standby="this server is a standby, which cannot be written [db-standby]
    name all servers in the URL, with target_session_attrs=read-write"
says 'it is not written' 8 "nbr-household: $second: database nbr_$$_nbr: $standby" nbr-household set ${village}010001 --note x -D "$second"
says 'nor imported into' 8 "nbr-household: $second: database nbr_$$_nbr: $standby" nbr-household import "$tmp/roster.csv" -D "$second"
says 'nor shown what is recorded' 8 "nbr-household: $second: database nbr_$$_nbr: $standby" nbr-household members ${village}010001 --reveal --reason x -D "$second"
says 'it is checked, but for the schema' 0 '    the schema was not compared: that takes the right to make one, on a server that is no standby' nbr-db check -D "$second"
says 'a primary is waited for' 7 "nbr-household: $second&target_session_attrs=read-write: connection to server on socket \"$there/.s.PGSQL.5432\" failed: session is read-only: the database server did not answer or went away [db-unreachable]
    is it running, and are the host and the port right? run it again; nothing is done twice" nbr-household set ${village}010001 --note x -D "$second&target_session_attrs=read-write" --timeout 0

# ---- the primary dies ----

NBR_DB="${first%%\?*}?host=$here,$there&user=nbr&target_session_attrs=read-write"

# A writer does one thing after the other until it is told to stop; told that one
# may not be done (7) it does that again. The first two have no --ref to do so: they
# add households, each in a village of its own, and who does that twice has two.
write() {
	i=0
	until [ -e "$tmp/stop" ]; do
		i=$((i + 1)) word=w$1-$i ref="--ref w$1-$i"
		[ "$1" -gt 2 ] || ref=
		while :; do
			# shellcheck disable=SC2086
			case $1 in
			[12]) nbr-household add -A ${village%2}$(($1 + 2)).01.01.01 --head "$word" -o "$tmp/log.$1" ;;
			[345]) nbr-visit log ${village}010001 --note "$word" $ref -o "$tmp/log.$1" ;;
			*) nbr-household set "${village}01000$1" --note "$word" $ref ;;
			esac 2>"$tmp/err.$1"
			status=$?
			case $status in
			0) echo "$word" >>"$tmp/stored.$1" && break ;;
			7) echo "$word" >>"$tmp/told.$1"; [ -n "$ref" ] || break ;;
			*) { echo "$word: status $status"; cat "$tmp/err.$1"; } >>"$tmp/faults" && break ;;
			esac
		done
	done
}
touch "$tmp/faults"
for i in $(seq $writers); do
	touch "$tmp/stored.$i" "$tmp/told.$i"
	write "$i" &
done
count() { cat "$tmp"/stored.* | wc -l; }
more_than() { [ "$(count)" -gt "$1" ]; }
arrivals() { grep -c 'connection authorized: user=nbr .*application_name=nbr' "$there/data/log"; }
wait_for more_than 30

# The standby takes what is sent and does not answer: in each village a COMMIT waits.
follower=$(ask "$second" 'SELECT pid FROM pg_stat_wal_receiver')
kill -STOP "$follower"
commits() { [ "$(ask "$first" "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nbr' AND wait_event = 'SyncRep'")" = 3 ]; }
wait_for commits
backends=$(ask "$first" 'SELECT pid FROM pg_stat_activity')
# shellcheck disable=SC2086
kill -9 "$(head -n 1 "$here/data/postmaster.pid")" $backends 2>/dev/null
kill -CONT "$follower"
before=$(count) knocked=$(arrivals)
# Each has come to the standby before it is promoted.
knocks() { [ "$(arrivals)" -ge $((knocked + writers)) ]; }
wait_for knocks
cluster ctl "$there" promote
wait_for more_than $((before + 30))
touch "$tmp/stop"
wait

NBR_DB=$second
is 'none was refused' 0 '' cat "$tmp/faults"
echo "# stored: $before before, $(($(count) - before)) after; told 7: $(cat "$tmp"/told.* | wc -l)"
cat "$tmp"/stored.[345] | sort >"$tmp/theirs"
sql "SELECT note FROM visit WHERE note LIKE 'w%'" | sort >"$tmp/ours"
same 'each visit that was told to be stored is, once' "$tmp/theirs" "$tmp/ours"
# Told 7 and without a --ref, a household is there or not.
cat "$tmp"/stored.[12] | sort >"$tmp/theirs"
cat "$tmp"/told.[12] | sort >"$tmp/open"
sql "SELECT head FROM household WHERE head LIKE 'w%'" | sort >"$tmp/all"
comm -23 "$tmp/all" "$tmp/open" >"$tmp/ours"
same 'each household too' "$tmp/theirs" "$tmp/ours"
is 'and none twice' 0 '' uniq -d "$tmp/all"
for i in 6 7 8; do
	is "the last note of writer $i" 0 "$(tail -n 1 "$tmp/stored.$i")" nbr-household show "${village}01000$i" -H -C note
done
cat "$tmp"/stored.[3-8] | sort >"$tmp/theirs"
sql 'SELECT ref FROM run WHERE ref IS NOT NULL' | sort >"$tmp/ours"
same 'each change has one run' "$tmp/theirs" "$tmp/ours"
is 'as many as were counted' 0 '' sql 'SELECT village, runs FROM village v WHERE runs <> (SELECT count(*) FROM run r WHERE r.village = v.village)'
is 'the database is sound' 0 '' nbr-db check -H
done_testing
