#!/bin/sh
# Changes of points, three at a time, killed at any instant and asked for again under
# the same reference: each is stored once and whole, the chain is reckoned again after
# each. KILLS=500 for more of them.
# shellcheck source=tests/points.sh disable=SC1091,SC2046,SC2119,SC2154
. "${0%/*}/points.sh"
cd "$tmp" || exit
if [ "$engine" = sqlite ] && ! sanitized; then kills=${KILLS-60}; else kills=${KILLS-12}; fi
seed=${SEED-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

NBR_AREA=$v; export NBR_AREA	# C01 is one of each village
small_town &&
nbr-rule import - <<X &&
rule,kind,name,subject,side,value,cap_day,cap_month,every,unit,first
thanked,deed,感谢,manual,award,5,,,,,2020-01-01
late,deed,迟到,manual,deduct,4,,,,,2020-01-01
door-visit,deed,上门,visit:door,award,2,5,40,,,2020-01-01
keep,exchange,领取,,,,,,10,day,2020-01-01
X
printf "household,area,head\n$v-H%04d,$v.01.01.01,王婶\n" 1 | nbr-household import - &&
awk -v h=$v-H0001 'BEGIN {
	print "household,day,chief,note"
	for (i = 0; i < 200; i++) printf "%s,2026-%02d-%02d,C%02d,%d\n", h, i % 2 + 1, i % 28 + 1, i % 3 + 1, i
}' | nbr-visit import - &&
nbr-goods add 肥皂 -A $v --points 6 --stock 40 --on 2026-01-01 -o out &&
nbr-points award C01 C02 C03 --rule thanked --reason 始 -o out || exit
db_copy nbr base

faults() {
	reckon
	sql 'SELECT goods, stock FROM goods g WHERE stock < 0 OR stock <> (SELECT sum(quantity) FROM goods_move m WHERE m.goods = g.goods)'
	sql "SELECT 'exchanges' FROM village WHERE village = $v AND (SELECT count(*) FROM exchange) + (SELECT count(*) FROM exchange WHERE state = 'returned') <>
		(SELECT count(*) FROM goods_move WHERE kind = 'reserve' OR kind = 'return')"
	sql "SELECT 'entries' FROM village WHERE village = $v AND (SELECT count(*) FROM exchange) <> (SELECT count(*) FROM entry WHERE kind = 'redeem')"
}
is 'before it all' 0 '' faults

# Lines of KIND WORD KILLED AGAIN: instants of the first try, and of the second.
now() { date +%s%N; }
begin=$(now)
for k in 1 2 3; do nbr-points award C01 C02 C03 --rule thanked --reason 量 -o out & done
wait
took=$(($(now) - begin))
awk -v seed="$seed" -v n=$((kills * 3)) -v took="$took" 'BEGIN {
	split("award deduct redeem redeem collect reverse settle award", kinds, " ")
	srand(seed)
	for (i = 0; i < n; i++)
		printf "%s w%d %.6f %.6f\n", kinds[int(rand() * 8) + 1], i, 0.001 + rand() * took / 1e9, 0.001 + rand() * took / 1e9
}' >plan

# change KIND WORD RUNNER...: what it is about is taken once, so that a second try asks
# the same.
change() {
	kind=$1 word=$2; shift 2
	case $kind in
	award) "$@" nbr-points award C01 C02 C03 --rule thanked --ref "$word" --reason "$word" -o "out.$k" ;;
	deduct) "$@" nbr-points deduct C01 C02 --rule late --ref "$word" --reason "$word" -o "out.$k" ;;
	redeem) "$@" nbr-points redeem C03 肥皂 2 --ref "$word" --reason "$word" -o "out.$k" ;;
	collect) "$@" nbr-points collect "$(cat "about.$word")" --ref "$word" --reason "$word" -o "out.$k" ;;
	reverse) "$@" nbr-points reverse "$(cat "about.$word")" --ref "$word" --reason "$word" -o "out.$k" ;;
	settle) "$@" nbr-points settle --until "$(day "${word#w}")" -o "out.$k" ;;
	esac 2>"err.$k"
}
# about KIND WORD: an exchange to be collected, an entry to be reversed, if there is one.
about() {
	case $1 in
	collect) nbr-points exchanges -t reserved -H -C exchange -l 1 ;;
	reverse) sql "SELECT 'P' || seq FROM entry e WHERE kind <> 'reverse' AND kind <> 'return' AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.ref = 'reverse:' || e.seq)
		ORDER BY seq DESC LIMIT 1" ;;
	esac >"about.$2"
}
day() { printf '2026-02-%02d' $(($1 % 28 + 1)); }
stored() { sql "SELECT count(*) FROM run WHERE ref = '$1'"; }

# one KIND WORD INSTANT...: killed at each, if it was not done before, and then to its end.
one() {
	kind=$1 word=$2; shift 2
	status=137
	for instant; do
		[ $status = 137 ] || break
		change "$kind" "$word" timeout -s KILL "$instant" 2>/dev/null
		status=$?
		[ $status != 137 ] || echo "$kind $(stored "$word")" >>"killed.$k"
	done
	if [ $status = 137 ]; then change "$kind" "$word"; status=$?; fi
	echo "$kind $word $status" >>"ended.$k"
	if [ $status != 0 ] && [ $status != 6 ]; then sed "s/^/$kind $word: /" "err.$k"; fi >>wrong
}

: >wrong
for k in 1 2 3; do : >"killed.$k"; : >"ended.$k"; done
k=0
while [ $(cat killed.? | wc -l) -lt "$kills" ] && read -r kind word killed again; do
	case $kind in
	collect | reverse) about "$kind" "$word"; [ -s "about.$word" ] || continue ;;
	esac
	k=$((k + 1))
	one "$kind" "$word" "$killed" "$again" &
	[ $k = 3 ] || continue
	wait
	k=0
	faults | sed "s/^/after $word: /" >>wrong
done <plan
wait
cat killed.? >killed
same "seed $seed: $(wc -l <killed) kills, $(grep -c ' 1$' killed) of them after it was stored" /dev/null wrong
is 'some before' 0 '' grep -q ' 0$' killed
cat ended.? | awk '$3 == 0 && $1 != "settle" { n = $1 == "award" ? 3 : $1 == "deduct" ? 2 : 1; while (n--) print $1, $2 }' | sort >theirs
sql "SELECT m.kind, r.reason FROM (SELECT kind, run FROM entry WHERE kind <> 'return' UNION ALL SELECT kind, run FROM goods_move WHERE kind = 'collect') m
	JOIN run r ON r.village = m.run / 10000000 AND r.no = m.run % 10000000 WHERE r.reason LIKE 'w%'" | tr '\t' ' ' | sort >ours
same 'what was told to be stored is, once and whole' theirs ours
is 'the rest is whole' 0 '' faults
is 'and sound' 0 '' nbr-db check -H

# A settlement that was killed now and then comes to what one comes to.
entries() { sql 'SELECT seq, day, kind, account, points, balance, reason, ref FROM entry ORDER BY seq'; }
db_copy base nbr
nbr-points settle -o out
entries >once
db_copy base nbr
awk -v seed="$seed" -v n=$((kills / 4)) -v took="$took" 'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%d %.6f\n", i * 5, rand() * took / 1e9 }' >plan
: >wrong
while read -r i instant; do
	db_copy base nbr
	timeout -s KILL "$instant" nbr-points settle --until "$(day "$i")" -o out
	faults >>wrong
	nbr-points settle -o out
	entries | diff once - >>wrong
done <plan 2>/dev/null
same "and all of it is there once after each of $((kills / 4))" /dev/null wrong
done_testing
