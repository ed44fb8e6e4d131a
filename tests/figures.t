#!/bin/sh
# Every figure of every report: of days, weeks, months and any other days, of the town, a
# village, a part of one and a chief, whole record sets against figures.sql, which
# counts them from the tables; due, late and missing as their programs list them. DAYS=60
# asks for as many days of the year more, and takes minutes.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
cd "$tmp" || exit

town_in in
NBR_TODAY=2026-12-31
v=430121106206 w=430121106205
town_made in
awk 'NR == 1 || NR % 12 == 0' in/visits.csv | nbr-visit import - --on 2026-11-01
nbr-order import in/orders.csv
nbr-activity import in/activities.csv

# A year goes on: of everything that is counted something happens, on several days, some
# of it entered late, some taken back.
for village in $v $w; do
	clock 2026-08-20T12:00 nbr-points settle -A "$village" --on 2026-08-20 --until 2026-08-20 -q
done >out
c=$v-C05
for goods in 肥皂:5 毛巾:3; do
	nbr-goods add ${goods%:*} -A $v --points 1 --stock ${goods#*:} --on 2026-08-20
done >out
clock 2026-09-05T12:00 nbr-points redeem $c 毛巾 1 --on 2026-09-05 >out	# nobody collects it
for village in $v $w; do
	clock 2026-10-12T12:00 nbr-points settle -A "$village" --on 2026-10-12 --until 2026-10-12 -q
	clock 2026-10-14T12:00 nbr-points settle -A "$village" --on 2026-10-13 --until 2026-10-13 -q	# the day after
done >out
pick() { echo "$homes" | sed -n "$1p"; }
for day in 2026-10-12 2026-10-13 2026-10-14; do
	homes=$(nbr-household list -A $w -k green -H -C household --on $day | awk -v d="${day##*-}" 'NR % 29 == d % 29')
	pick 1,3 | nbr-household classify -k red - --on $day --reason 病 -q
	pick 3,4 | nbr-household classify -k yellow - --on $day --reason 好转 -q	# the third twice
	pick 3,6 | nbr-household tag --tag sick - --on $day --reason 病 -q
	pick 3,5 >>sick
	[ $day != 2026-10-14 ] || sed -n 1,3p sick | nbr-household tag --tag sick --remove - --on $day --reason 愈 -q
	pick 5,7 | nbr-household tag --tag monitored - --on $day --reason 看 -q
	pick 9 | xargs nbr-visit list --since $day -H -C visit --household | nbr-visit void - --on $day --reason 误录 -q
	pick 9 | nbr-household close - --on $day --reason 迁出 -q
	pick 10,11 | nbr-household move -A $w.01.01.01 - --on $day --reason 换届 -q
	nbr-household add -A $w.01.02.01 --head 新户 --on $day -H -C household -q >>new
	pick 12,14 | nbr-visit log - --on $day -q
	pick 12 | nbr-visit log - --on $day --note 再访 -q
	pick 15,16 | while read -r home; do nbr-visit list --household "$home" -H -C visit -l 2; done | nbr-visit void - --on $day --reason 误录 -q
	nbr-order post --kind need --title 修路灯 "$(pick 1)" --on $day --at "${day}T09:00" -H -C order -q >posted
	nbr-order post --kind hazard --title 断桥 "$(pick 2)" --on $day --at "${day}T09:30" -H -C order -q >other
	nbr-order take "$(cat posted)" --at "${day}T10:00" --on $day -q
	nbr-order answer "$(cat posted)" --result 明天 --at "${day}T11:00" --on $day -q
	nbr-order escalate "$(cat other)" --reason 人手不够 --at "${day}T12:00" --on $day -q
	nbr-order release "$(cat posted)" --reason 外出 --at "${day}T13:00" --on $day -q
	nbr-order take "$(cat posted)" --at "${day}T14:00" --on $day -q
	[ $day != 2026-10-13 ] || nbr-order cancel "$(cat other)" --reason 误报 --at "${day}T15:00" --on $day -q
	nbr-activity add --kind service-day -A $v.01.01 -c $c --residents 7 --on $day -H -C activity -q >held
	nbr-activity add --kind training -A $w -c $w-C01 --on $day -H -C activity -q >trained
	nbr-activity attend "$(cat held)" $c --on $day -q
	nbr-activity attend "$(cat trained)" $w-C01 $w-C02 --on $day -q
	nbr-chief commend $c --level village --title 好邻长 --on $day -q
	clock ${day}T13:00 nbr-points redeem $c 肥皂 1 --on $day -H -C exchange -q >waits
	[ $day = 2026-10-14 ] || clock ${day}T13:00 nbr-points redeem $c 毛巾 1 --on $day -q
	[ $day != 2026-10-14 ] || clock ${day}T14:00 nbr-points collect "$(cat waits)" --on $day -q
	clock ${day}T15:00 nbr-points deduct --rule litter-found $c --reason 门口堆垃圾 --on $day -q
	clock ${day}T15:00 nbr-points deduct --rule gambling-found $w-C03 --reason 误记 --on $day -H -C entry -q >wrong
	clock ${day}T16:00 nbr-points reverse "$(cat wrong)" --reason 误记 --on $day -q
	nbr-points history -A $w --until $day -H -C entry,kind | grep -w award | tail -n 3 | cut -f 1 >entries
	clock ${day}T17:00 nbr-points object "$(sed -n 1p entries)" --person 王婶 --reason 没来 --on $day -H -C entry -q
	[ $day != 2026-10-14 ] || nbr-points objections -t open -H -C entry -l 1 | clock ${day}T18:00 nbr-points decide --status upheld --reason 属实 --on $day -q -
	clock ${day}T19:00 nbr-points checkpoint -A $w --on $day -q
done >out 2>err
head -n 1 new | nbr-household classify -k yellow - --on 2026-10-14 --reason 病 -q
nbr-order answer $w-O260214-1 --result 在办 --at 2026-10-14T12:00 --on 2026-10-14 -q >>out	# one that rests since long
for day in 2026-10-13 2026-10-14; do	# one is told on its day, until it is taken back
	nbr-chief commend $c --level town --title 误记$day --on $day -q
	nbr-chief commend $c --level town --title 误记$day --on $day --remove -q
done >>out
sql "UPDATE commendation SET withdrawn = 20261014 WHERE withdrawn = 20261013"
clock 2026-10-20T12:00 nbr-points settle -A $v --on 2026-10-20 --until 2026-10-20 -q >>out
nbr-chief end "$(nbr-chief list -A $v --role neighbourhood -H -C chief -l 1)" --on 2026-10-13 --reason 搬家 -q
sql "UPDATE post SET last = 20261105 WHERE village = $w AND last = 99991231 AND chief % 10 = 3"
nbr-area add $v.01.01.77 新屋场 --first 2026-10-01	# nobody's, and empty
tables tables.db

# counted SINCE UNTIL: what there is of those days, as figures.sql counts it.
counted() {
	nbr-visit-due -A "$area" --on "$2" -H -C household,overdue_days | sed 's/./&	/12; s/	-H/	100/' >due
	nbr-order overdue -A "$area" --on "$2" --at "${2}T23:59:59" -H -C order,due | sed 's/-O/	/' | sort -s -u -k 1,2 >late
	nbr-activity list --missing -A "$area" --since "$1" --until "$2" -H -C area,kind,kind_name |
		awk -F'\t' -v OFS='\t' '{ split($1, p, "."); print p[1], p[2] * 10000 + p[3] * 100 + p[4], $2, $3 }' >missing
	{
		cat <<E
.mode tabs
.separator "\t" "\n"
CREATE TEMP TABLE due (village INT, household INT, late INT, PRIMARY KEY (village, household));
CREATE TEMP TABLE late (village INT, no TEXT, due TEXT, PRIMARY KEY (village, no));
CREATE TEMP TABLE missing (village INT, sub INT, kind TEXT, name TEXT);
.import due due
.import late late
.import missing missing
CREATE TEMP TABLE ask AS SELECT '$1' AS since, '$2' AS until, CAST(replace('$1', '-', '') AS INT) AS s, CAST(replace('$2', '-', '') AS INT) AS u, 28800 AS zone, '$chief' AS asked, $range;
E
		cat "$top/tests/figures.sql"
	} | sqlite3 -batch -init /dev/null tables.db | sort
}

# range AREA: its villages and what of them, in numbers.
range() {
	area=$1
	range=$(echo "$1" | awk -F. '{ n = NF; sub_ = $2 * 10000 + $3 * 100 + $4; town = length($1) == 9
		printf "%s AS lo, %s AS hi, %d AS sublo, %d AS subhi, %d AS depth", $1 (town ? "000" : ""), $1 (town ? "999" : ""), sub_,
		n == 1 ? 999999 : sub_ + (n == 2 ? 9999 : n == 3 ? 99 : 0), town ? 3 : n + 3 }')
}

# reports NAME SINCE UNTIL BEFORE-SINCE BEFORE-UNTIL COMMAND...: the last four days may be ''.
reports() {
	name=$1 since=$2 until=$3 before=$4 last=$5; shift 5
	counted "$since" "$until" >"now.$until"
	: >earlier
	[ -z "$before" ] || counted "$before" "$last" >earlier
	awk -F'\t' -v OFS='\t' -v before="$before" '
	function listed() { return $4 ~ /^day:/ || $1 == "ledger" || $6 == "top" || $6 == "low" }
	{ key = $2 FS $4 FS $6 }
	FILENAME == "earlier" { if (!listed()) { was[key] = $7; row[key] = $0 } next }
	{ print $0, before == "" || listed() ? "" : key in was ? was[key] : 0; seen[key] = 1 }
	END { for (key in was) if (!(key in seen)) { $0 = row[key]; print $1, $2, $3, $4, $5, $6, 0, "", "", "", was[key] } }' earlier "now.$until" | sort >theirs
	[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
	nbr-report "$@" -H -C section,area,area_name,group,group_name,figure,value,of,permille,records,before >out 2>err || echo "status $?" >>out
	awk -F'\t' 'BEGIN { n = split("visits coverage lights changes orders activities points goods chiefs ledger", s, " "); for (i = 1; i <= n; i++) at[s[i]] = i }
		at[$1] < section || (at[$1] == section && length($2) == long && $2 "" < area "") { print "not in order:", $0 } { section = at[$1]; area = $2; long = length($2) }' out >>err
	cat err >>out
	sort out >ours
	same "$name of $area $since..$until: $(wc -l <theirs) records" theirs ours
	cat ours >>all.ours; cat theirs >>all.theirs
}
day() { range "$1"; chief=; reports daily "$2" "$2" '' '' daily -A "$1" --on "$2"; }
town=430121106
part=$v.01 small=$w.01.01

day $town 2026-10-13
range $town; chief=
reports monthly 2026-10-01 2026-10-31 2026-09-01 2026-09-30 monthly --on 2026-10
range $w
reports area 2026-10-11 2026-10-14 2026-10-07 2026-10-10 area $w --since 2026-10-11 --until 2026-10-14
range $part
reports area 2026-10-01 2026-10-20 2026-09-01 2026-09-20 area $part --on 2026-10-20
if [ "$engine" = sqlite ]; then	# days that tell no engine from another
	day $v 2026-10-14
	day $v 2026-10-19
	day $w 2026-10-12
	day $small 2026-10-14
	range $v
	reports weekly 2026-10-12 2026-10-14 2026-10-05 2026-10-07 weekly -A $v --on 2026-10-14
	reports monthly 2026-10-01 2026-10-13 2026-09-01 2026-09-13 monthly -A $v --on 2026-10-13
	reports monthly 2026-02-01 2026-02-28 2026-01-01 2026-01-31 monthly -A $v --on 2026-02-28
fi
for chief in $c $w-C05; do
	range "$(nbr-chief show "$chief" -H -C area -l 1)"
	reports chief 2026-10-13 2026-10-14 2026-10-11 2026-10-12 chief "$chief" --since 2026-10-13 --until 2026-10-14
done
# More of them, of the whole town.
for back in $(seq 0 6 "$((${DAYS:-0} * 6 - 1))"); do
	end=$(date -u -d "2026-10-31 - $back days" +%F) from=$(date -u -d "2026-10-31 - $((back + 9)) days" +%F)
	[ "${from##*-}" != 01 ] || continue	# that would be a month
	range $town; chief=
	day "$town" "$end"
	reports area "$from" "$end" "$(date -u -d "$from - 10 days" +%F)" "$(date -u -d "$from - 1 day" +%F)" area $town --since "$from" --until "$end"
	day "$w" "$end"
done
paste -d '\n' all.theirs all.ours | awk -F'\t' 'NR % 2 { split($0, a, FS); next } { for (i = 7; i <= 11; i++) if (a[i] != "") { n++; same += a[i] == $i } }
	END { print "# " n " figures, " same + 0 " equal" }'
# Each figure was something else than nothing somewhere.
awk -F'\t' '$7 != 0 || $1 == "ledger" { print $6 }' all.theirs | sort -u >seen
sed -n 's/.*X([A-Z]*, [A-Z_]*, "\([^"]*\)".*/\1/p' "$top/lib/figure.h" | sort >known
same "all $(wc -l <known) figures were counted" known seen
done_testing
