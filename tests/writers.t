#!/bin/sh
# Many writers at once: each waits its turn, none is lost.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
v=430121106002

town_in "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
iconv -f GB18030 -t UTF-8 "$tmp/in/roster.csv" | awk -F, "NR <= 3 || \$2 ~ /^(430121106002|430121106202)0/" | nbr-household import -
nbr-household list -A $v -k green -H -C household,note | sed -n 's/^430121106002\(.*\)\t$/\1/p' >"$tmp/green"

# at N: the Nth of the green households.
at() { echo "$v$(sed -n "$1p" "$tmp/green")"; }
tagged() { echo 'low-income disabled sick elderly monitored' | cut -d' ' -f$(($1 / 5 % 5 + 1)); }

# Each does one thing: ten on each of three sets of households, twenty on one.
write() {
	case $(($1 % 5)) in
	0) nbr-household classify "$(at "$1")" -k red --reason "writer $1" ;;
	1) nbr-household set "$(at "$1")" --note "writer $1" ;;
	2) nbr-visit log "$(at "$1")" --note "writer $1" -o "$tmp/log.$1" ;;
	3) nbr-visit log "$(at 60)" --note "writer $1" -o "$tmp/log.$1" ;;
	4) nbr-household tag "$(at 60)" --tag "$(tagged "$1")" ;;
	esac 2>"$tmp/err.$1"
	echo $? >"$tmp/status.$1"
}

# hold [SELECT] and release: nobody else writes to the village, or has that lock.
if [ "$engine" = sqlite ]; then
	hold() { exec 3<>"$NBR_DB.lock"; flock 3; }
else
	mkfifo "$tmp/to" "$tmp/from"
	hold() {
		psql -qAtX -d "$NBR_DB" <"$tmp/to" >"$tmp/from" &
		exec 3>"$tmp/to"
		echo "BEGIN; ${1:-SELECT 1 FROM village WHERE village = $v FOR UPDATE};" >&3
		read -r _ <"$tmp/from"
	}
fi
release() { exec 3>&-; }

# All stand at the gate before it opens.
nbr-household list -H -C household >"$tmp/ids"
before=$(sql 'SELECT count(*) FROM run')
hold
for i in $(seq 1 50); do
	(exec 3>&-; write "$i") &
done
for i in 1 2 3; do
	nbr-household list -H -C household >"$tmp/read.$i" 3>&-
	same 'a reader reads meanwhile' "$tmp/ids" "$tmp/read.$i"
done
release
wait
cat "$tmp"/err.* >"$tmp/ours"
same 'fifty writers have nothing to say' /dev/null "$tmp/ours"
is 'all succeed' 0 '50 0' sh -c 'sort "$1"/status.* | uniq -c | sed "s/^ *//"' sh "$tmp"
is 'each that changed something is on record' 0 $((before + 45)) sql 'SELECT count(*) FROM run'
for i in $(seq 1 50); do
	case $((i % 5)) in
	0) echo "red		$(at "$i")" ;;
	1) echo "green	writer $i	$(at "$i")" ;;
	esac
done | sort >"$tmp/theirs"
sed -n 's/.*	//p' "$tmp/theirs" | nbr-household show - -H -C class,note,household | sort >"$tmp/ours"
same 'classes and notes are there' "$tmp/theirs" "$tmp/ours"
is 'tags of one household too' 0 'low-income,disabled,sick,elderly,monitored' nbr-household show "$(at 60)" -H -C tags
seq 1 50 | awk '$1 % 5 == 2 || $1 % 5 == 3 { print "writer " $1 }' | sort >"$tmp/theirs"
nbr-visit list -H -C note | sort >"$tmp/ours"
same 'and visits' "$tmp/theirs" "$tmp/ours"
sql "SELECT no FROM visit WHERE village * 1000000 + household = $(at 60) ORDER BY no" >"$tmp/numbers"
is 'ten of them on one day, numbered' 0 '1,2,3,4,5,6,7,8,9,10' \
    sh -c 'paste -s -d , "$1"' sh "$tmp/numbers"
is 'the database is sound' 0 '' nbr-db check -H

# Whoever will not wait is told, and by whom it is held where that is known.
if [ "$engine" = sqlite ]; then
	mkfifo "$tmp/phone"
	nbr-household set "$(at 1)" --phone-file "$tmp/phone" &
	holder=$!
	exec 4>"$tmp/phone"
	held="process $holder has held $NBR_DB.lock for 0 seconds: the database is in use [busy]
    run it again; nothing is done twice"
else
	hold
	held="another transaction has held the lock for 0 seconds: the database is in use [busy]
    run it again; nothing is done twice"
fi
says 'busy' 7 "nbr-household: $held" nbr-household set "$(at 2)" --note x --timeout 0
says 'an import waits as well' 7 "nbr-household: $held" nbr-household import "$tmp/in/roster.csv" --timeout 0
is 'readers do not' 0 "$(at 2)" nbr-household show "$(at 2)" -H -C household --timeout 0
if [ "$engine" = sqlite ]; then
	echo 13800138000 >&4
	exec 4>&-
	is 'the holder comes to its end' 0 '' wait "$holder"
	is 'with what it was told' 0 '138****8000' nbr-household show "$(at 1)" -H -C phone
else
	is 'nor who writes to another village' 0 '' nbr-household set "$(nbr-household list -A 430121106202 -H -C household -l 1)" --note x --timeout 0
	release
	wait
fi
is 'then the gate is open' 0 '' nbr-household set "$(at 2)" --note x --timeout 0

# behind NAME STATUS SQL COMMAND...: it waits for the lock that is held, and finds
# what the holder stored. On a file it has not even looked before.
behind() {
	name=$1 want=$2 change=$3; shift 3
	(exec 3>&-; exec "$@") >/dev/null 2>"$tmp/told" &
	waiter=$!
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")" = 1 ]; do
		kill -0 $waiter || break
	done
	echo "$change; COMMIT;" >&3
	release
	is "$name" "$want" '' wait $waiter
	wait
}
if [ "$engine" = postgresql ]; then
	nbr-area add $v.99 空片 && nbr-area add $v.99.01 空组 && nbr-area add $v.99.01.01 空邻
	alone='SELECT pg_advisory_xact_lock(1851945521)'
	reopened="UPDATE area SET last = 99991231 WHERE name = '空邻'" closed="UPDATE area SET last = 20260309 WHERE name = '空邻'"
	hold "$alone"
	behind 'no household moves into an area that was retired' 5 "$closed" nbr-household move "$(at 3)" -A 空邻
	sql "$reopened"
	hold "$alone"
	behind 'none is added there' 5 "$closed" nbr-household add -A 空邻 --head 张三
	hold "$alone"
	behind 'none is given a class that has ended' 2 "UPDATE rule SET last = 20260309 WHERE rule = 'yellow'" \
	    nbr-household classify "$(at 3)" -k yellow
	printf 'household,day,chief_name\n%s,2026-03-09,新来的\n' "$(at 3)" >"$tmp/visits.csv"
	hold
	behind 'a visit is by a chief who came meanwhile' 0 \
	    "INSERT INTO chief SELECT village, max(chief) + 1, '新来的', '', '', '', max(run) FROM chief WHERE village = $v GROUP BY village" \
	    nbr-visit import "$tmp/visits.csv"

	# Two files of several batches, with the villages in opposite order: one of
	# them finds the other in its way, and begins again.
	awk -v a="$(at 3)" -v b="$(nbr-household list -A 430121106202 -H -C household -l 1)" 'BEGIN {
		pad = sprintf("%300s", ""); gsub(/ /, "-", pad)
		for (i = 0; i < 36000; i++)
			printf "%s,2026-%02d-%02d,%d%s\n", i < 18000 ? a : b, i % 2 + 1, i % 28 + 1, i, pad
	}' >"$tmp/log"
	before=$(sql 'SELECT count(*) FROM visit')
	{ echo household,day,note; cat "$tmp/log"; } >"$tmp/up.csv"
	{ echo household,day,note; tac "$tmp/log" | sed 's/-$/+/'; } >"$tmp/down.csv"
	nbr-visit import "$tmp/up.csv" 2>"$tmp/up.err" &
	is 'one import and its opposite' 0 '' nbr-visit import "$tmp/down.csv"
	is 'both come to their end' 0 '' wait $!
	is 'and nothing is lost' 0 $((before + 72000)) sql 'SELECT count(*) FROM visit'
fi

done_testing
