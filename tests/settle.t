#!/bin/sh
# Settlement: what it adds to the ledger, beside a second computation (settle.pl), by
# parts, in any order, overlapping, at once, late; what it takes back, and tells.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205 w=430121106206

csv() { printf '%s\n' "$@"; }
csv rule,kind,name,subject,first,last,side,value,cap_day,cap_month,cap_year,notice \
	order-done,deed,办结,order,2020-01-01,2026-02-14,award,5,8,40,,0 order-done,deed,办结,order,2026-02-15,,award,6,10,,60,0 \
	dispute-done,deed,调解,order:dispute,2026-01-20,,award,2,,,20,0 door-visit,deed,上门,visit:door,2020-01-01,,award,1,3,20,,0 \
	spend,deed,花,manual,2020-01-01,,deduct,20,,,,0 council-joined,deed,议事,activity:council,2020-01-01,,award,2,2,,,0 \
	training-joined,deed,培训,training,2020-01-01,,award,3,,,6,0 honour,deed,表彰,commendation,2020-01-01,,award,10,,,,0 \
	honour-nation,deed,国家表彰,commendation:nation,2020-01-01,,award,40,,,,0 helped,deed,帮扶,manual,2020-01-01,,award,7,,,,0 >deeds.csv
csv rule,kind,name,first need,order,需求,2020-01-01 dispute,order,矛盾纠纷,2020-01-01 council,activity,议事会,2020-01-01 training,activity,培训,2020-01-01 >kinds.csv
csv area,name 430121106,春华镇 $v,龙王庙村 $v.01,一片 $v.01.01,一组 $v.01.01.01,一屋场 $v.01.01.02,二屋场 \
	$w,大鱼塘村 $w.01,一片 $w.01.01,一组 $w.01.01.01,一屋场 $w.01.01.02,二屋场 >areas.csv
csv name,area,elected 易子春,$v.01.01.01,2024-03-22 刘洋,$v.01.01.02,2024-03-22 章敏,$v.01.01,2024-03-22 \
	王五,$w.01.01.01,2024-03-22 赵六,$w.01.01.02,2024-03-22 >chiefs.csv
csv household,area,head $v-H0001,$v.01.01.01,王婶 $v-H0002,$v.01.01.02,李叔 ${v}010003,$v.01.01.02,陈伯 $w-H0001,$w.01.01.01,何姨 >homes.csv
nbr-db init --town 430121106 --name 春华镇 && nbr-calendar import "$top/lib/data/calendar-cn.csv" && nbr-rule import kinds.csv &&
	nbr-rule import deeds.csv && nbr-area import areas.csv && nbr-chief import chiefs.csv || exit
nbr-household import homes.csv || exit

# ---- a season of causes, as the register would hold them ----

perl -e 'srand 7; my ($order, %no) = (0);
sub day { my $d = 1 + int rand 68; sprintf "2026%02d%02d", $d <= 31 ? 1 : $d <= 59 ? 2 : 3, $d <= 31 ? $d : $d <= 59 ? $d - 31 : $d - 59 }
for my $v (430121106205, 430121106206) {
	my $n = $v == 430121106205 ? 3 : 2;
	for (1 .. 90) {
		my $d = day(); my $no = $d * 1000000 + ++$no{"o$v$d"};
		my $state = rand() < .8 ? "confirmed" : "done"; my $chief = rand() < .9 ? 1 + int rand $n : 0;
		printf "INSERT INTO work_order VALUES (%s, %s, \x27%s\x27, 10101, 0, \x27t\x27, \x27\x27, \x27\x27, \x27\x27, 0, 1767225600, \x27%s\x27, %d, 1, 7, %d, 0, 0, 253402300799, 1, 1);\n",
			$v, $no, rand() < .5 ? "need" : "dispute", $state, 1767225600 + int(rand 69 * 86400), $chief;
	}
	for (1 .. 160) {
		my ($d, $h) = (day(), (1000001, 1000002, 10003)[rand($v == 430121106205 ? 3 : 1)]);
		my $k = ++$no{"v$v$d$h"};
		printf "INSERT INTO visit VALUES (%s, %d, %s, %d, %d, \x27%s\x27, \x27\x27, \x27\x27, 1);\n", $v, $h, $d, $k,
			rand() < .95 ? 1 + int rand $n : 0, rand() < .8 ? "door" : rand() < .3 ? "phone" : "message";
		printf "INSERT INTO visit_void VALUES (%s, %d, %s, %d, \x27x\x27, 1);\n", $v, $h, $d, $k if rand() < .1;
	}
	for (1 .. 12) {
		my $d = day(); my $no = $d * 1000000 + ++$no{"a$v$d"};
		printf "INSERT INTO activity VALUES (%s, %s, \x27%s\x27, 0, \x27\x27, \x27\x27, 0, \x27\x27, \x27\x27, \x27\x27, 0, \x27\x27, %d, 1);\n",
			$v, $no, rand() < .5 ? "council" : "training", rand() < .5 ? 0 : $d;
		for my $c (1 .. $n) { printf "INSERT INTO attendance VALUES (%s, %s, %d, 1);\n", $v, $no, $c if rand() < .6 }
	}
	for (1 .. 5) { my $d = day(); printf "INSERT INTO commendation VALUES (%s, %s, %d, %d, \x27t\x27, %d, 1);\n",
		$v, $d * 1000000 + ++$no{"k$v$d"}, 1 + int rand $n, int(rand 6) - 1, rand() < .8 ? 0 : 20260310 }
}' >season.sql
sql "$(cat season.sql); INSERT INTO order_event SELECT village, no, 1, 'post', posted, level, 0, 0, '', '', run FROM work_order" || exit

# stored: rows for settle.pl. entries: those of the ledger, as it writes them.
stored() {
	sql "SELECT 'deed', rule, subject, side, value, cap_day, cap_month, cap_year, first, last FROM rule WHERE kind = 'deed'" | sed 's/	training	/	activity:training	/'
	sql "SELECT 'order', village, chief, since, no, kind FROM work_order WHERE state = 'confirmed' AND chief > 0"
	sql "SELECT 'visit', v.village, v.chief, v.day, v.household, v.no, v.kind FROM visit v LEFT JOIN visit_void x
		ON x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no WHERE x.no IS NULL AND v.chief > 0"
	sql "SELECT 'activity', n.village, n.chief, n.no, t.kind FROM attendance n, activity t WHERE t.village = n.village AND t.no = n.no"
	sql "SELECT 'commendation', village, chief, no, level FROM commendation WHERE withdrawn = 0"
	sql "SELECT 'entry', village, seq, day, kind, account, points, reason, ref, note FROM entry ORDER BY village, seq"
}
entries() { sql "SELECT village, seq, day, kind, account, points, balance, reason, ref FROM entry ORDER BY village, seq"; }
after() { sql "SELECT village, max(seq) FROM entry GROUP BY village" >seqs; }
# added: what came since after. told FILE: the same of a settlement's own records, but for the balance and version.
added() { entries | awk -F '\t' 'NR == FNR { at[$1] = $2; next } $2 > at[$1] + 0' seqs -; }

db_copy nbr season
stored >rows; perl "$top/tests/settle.pl" 20260310 20260310 <rows >expected
: >seqs
nbr-points settle -n >dry.tsv && is 'a dry run adds nothing' 0 0 sql 'SELECT count(*) FROM entry'
nbr-points settle >done.tsv || exit
entries >got
same 'each cause once, by day, under the deeds of its day and their caps' expected got
same 'a dry run says what is done' dry.tsv done.tsv
cuts() { awk -F '\t' 'NR > 1 && $10 != "" { print $10, ($8 > 0 ? "more" : 0) }' done.tsv | sort -u; }
is 'caps cut some, to nothing too' 0 'day 0
day more
month 0
month more
year 0
year more' cuts
cut -f 1,3,5,6,8,11,12 done.tsv | awk -F '\t' 'NR > 1 && $7 == "" { sub(/.*-P/, "", $1); split($2, c, "-C"); print c[1] "\t" $1 "\t" $3 "\t" c[2] + 0 "\t" $5 "\t" $6 }' | LC_ALL=C sort -k 1,1 -k 2,2n >told
awk -F '\t' '{ print $1 "\t" $2 "\t" $4 "\t" $5 "\t" $6 "\t" $9 }' expected >told.expected
same 'and tells of each' told.expected told
deeds=$(sql "SELECT account, sum(points) FROM entry WHERE village = $v GROUP BY account ORDER BY account")
is 'a second time there is nothing' 0 '' nbr-points settle -H
entries >again; same 'the ledger is as it was' got again
is 'it is whole' 0 '' nbr-points verify -H
db_copy nbr other
NBR_DB=$(db_at other)
sql "UPDATE work_order SET kind = 'need'; UPDATE visit SET kind = 'phone'; UPDATE activity SET kind = 'council'; UPDATE commendation SET level = 0"
is 'what was awarded for causes of another kind' 1 "$(sql "SELECT 'entry-cause', village || '-P' || seq FROM entry WHERE reason LIKE 'dispute-done.%'
	OR reason LIKE 'door-visit.%' OR reason LIKE 'training-joined.%' OR reason LIKE 'honour-nation.%' ORDER BY village, seq")" nbr-points verify -HC code,record
NBR_DB=$(db_at nbr)

# ---- parts, any order, overlaps, at once ----

for seed in 1 2 3 4 5; do
	db_copy season nbr
	for until in $(perl -e 'srand shift; print join " ", map { sprintf "2026-%02d-%02d", 1 + int rand 3, 1 + int rand 10 } 1 .. 8' $seed); do
		nbr-points settle --until $until -A "$(perl -e 'srand hex substr shift, -6; print((qw(龙王庙村 大鱼塘村 430121106))[rand 3])' "$seed$(echo "$until" | tr -d -)")" -o part.tsv || echo "# $until: $?"
	done
	nbr-points settle -o part.tsv
	entries >again; same "ten settlements in the order of seed $seed" got again
done
db_copy season nbr
for until in 2026-01-20 2026-03-10 2026-02-14 2026-03-10 2026-01-05 2026-03-01; do
	nbr-points settle --until $until -o part-$until.tsv &
done
wait
nbr-points settle -o part.tsv
entries >again; same 'six at once' got again
is 'the rest of a season in parts is what one gives' 0 "$deeds" sql "SELECT account, sum(points) FROM entry WHERE village = $v GROUP BY account ORDER BY account"

# ---- after a week: late rows, what counts no more ----

for c in $v-C01 $v-C02 $v-C03 $w-C01 $w-C02; do
	while nbr-points deduct $c --rule spend --reason 花 -o out.tsv 2>/dev/null; do :; done
done
sql "INSERT INTO visit SELECT village, household, day, no + 50, chief, kind, '', '', 1 FROM visit WHERE day < 20260120;
	INSERT INTO visit_void SELECT village, household, day, no, 'x', 1 FROM visit WHERE day BETWEEN 20260201 AND 20260205 AND no = 1 AND NOT EXISTS
		(SELECT 1 FROM visit_void x WHERE x.village = visit.village AND x.household = visit.household AND x.day = visit.day AND x.no = visit.no);
	UPDATE work_order SET state = 'open' WHERE state = 'confirmed' AND no % 3 = 0;
	UPDATE work_order SET chief = 3 - chief WHERE state = 'confirmed' AND no % 3 = 1 AND chief IN (1, 2);
	DELETE FROM attendance WHERE chief = 1; UPDATE commendation SET withdrawn = 20260310 WHERE level = 1; UPDATE village SET settled = ''" || exit
export NBR_TODAY=2026-03-17
after; stored >rows; perl "$top/tests/settle.pl" 20260317 20260317 <rows >expected
nbr-points settle -n >dry.tsv; nbr-points settle >done.tsv; added >got
same 'late ones are awarded, and what counts no more is reversed' expected got
same 'as a dry run had said' dry.tsv done.tsv
is 'some could not be for want of points' 0 points-short sh -c 'cut -f 12 done.tsv | sed 1d | sort -u | grep .'
is 'some reversals' 0 yes sh -c 'grep -q reverse: got && grep -q "\.2$" got && echo yes'
after; stored >rows; perl "$top/tests/settle.pl" 20260317 20260317 <rows >expected
nbr-points settle -o done.tsv; added >got; same 'then nothing more' expected got
is 'nothing' 0 0 sh -c 'wc -l <got'
sql "UPDATE work_order SET state = 'confirmed' WHERE state = 'open'; UPDATE village SET settled = ''"
after; stored >rows; perl "$top/tests/settle.pl" 20260317 20260317 <rows >expected
nbr-points settle -o done.tsv; added >got; same 'what is there again is awarded again' expected got
is 'under the next number' 0 yes sh -c 'grep -q "\.2$" got && echo yes'

# ---- through the programs ----

# alike: what a settlement finds by what was changed since the last one, and among all.
alike() {
	nbr-points settle -n >changed.tsv
	db_copy nbr anew && sql "UPDATE village SET settled = ''" "$(db_at anew)"
	NBR_DB=$(db_at anew) nbr-points settle -n >anew.tsv
	same "$1: as among all causes" anew.tsv changed.tsv
	is "$1: by what was changed" 0 "$2" sql "SELECT count(*) FROM village WHERE settled <> ''"
}

db_new nbr; nbr-db init --town 430121106 --name 春华镇 && nbr-calendar import "$top/lib/data/calendar-cn.csv" && nbr-rule import kinds.csv &&
	nbr-rule import deeds.csv && nbr-area import areas.csv && nbr-chief import chiefs.csv && nbr-household import homes.csv || exit
export NBR_TODAY=2026-03-10
chief() { nbr-chief list "$1" -H -C chief | head -n 1; }
yi=$(chief 易子春) liu=$(chief 刘洋)
serial=$(echo "$liu" | sed 's/.*-C0*//')
out='entry	day	chief	name	done	rule	title	points	cut	cap	ref	refused	why'
is 'an empty register' 0 "$out" nbr-points settle
is 'nothing is on record' 0 0 sql "SELECT count(*) FROM run WHERE verb = 'settle'"
nbr-order post -A $v.01.01.02 --kind need --title 路灯 --on 2026-03-02 -o out.tsv && nbr-order take O260302-1 --on 2026-03-02 -o out.tsv &&
	nbr-order finish O260302-1 --result 已换 --on 2026-03-03 -o out.tsv && nbr-order confirm O260302-1 --person 王婶 --at 2026-03-04T23:59 -o out.tsv &&
	nbr-visit log $v-H0001 -c 易子春 --on 2026-03-05 -o out.tsv || exit
is 'the day of the confirmation, by the civil day' 0 "$v-P1	2026-03-04	$liu	刘洋	award	order-done	办结	6	0		order-done:O260302-1		
$v-P2	2026-03-05	$yi	易子春	award	door-visit	上门	1	0		door-visit:H0001-V260305		" nbr-points settle -H
is 'commend' 0 "$v-K260306-1	2026-03-06	$liu	刘洋	nation	模范" nbr-chief commend 刘洋 --level 国家级 --title 模范 --on 2026-03-06 -H
is 'once' 0 '' nbr-chief commend 刘洋 --level nation --title 模范 --on 2026-03-06 -H
alike 'a commendation' 2
is 'numbers in a title are masked' 0 '*********** 号召' nbr-chief commend 刘洋 --level town --title '13812345678 号召' -nHC title
is 'two chiefs' 0 "K260310-1	village
K260310-2	village" sh -c "nbr-chief commend 易子春 刘洋 --level 村级 --title 好人 -H -C commendation,level | sed 's/^$v-//'"
is 'commendations' 0 'nation	模范
village	好人' nbr-chief commendations -H -c 刘洋 -C level,title
is 'of a level and a period' 0 2 sh -c 'nbr-chief commendations -H --level village --since 2026-03-07 | wc -l'
is 'none before' 0 '' nbr-chief commendations -H --until 2026-03-05
says 'a level that is none' 2 "nbr-chief: --level: nation, province, city, county, town or village, not 组
    Try 'nbr-chief commend --help'." nbr-chief commend 刘洋 --level 组 --title x
says 'what for' 2 "nbr-chief: --level and --title are needed
    Try 'nbr-chief commend --help'." nbr-chief commend 刘洋 --level village
is 'two deeds for one cause' 0 'honour	10
honour-nation	40
honour	10
honour	10' nbr-points settle -H -C rule,points
is 'given by mistake' 0 "$v-K260306-1" nbr-chief commend --remove 刘洋 --level nation --title 模范 --on 2026-03-06 -H -C commendation
is 'is there no more' 0 '' nbr-chief commend --remove 刘洋 --level nation --title 模范 --on 2026-03-06 -H
alike 'a commendation withdrawn' 2
is 'both are reversed' 0 "$v-P7	2026-03-10	$liu	刘洋	reverse	honour	表彰	-10			honour:K260306-1		
$v-P8	2026-03-10	$liu	刘洋	reverse	honour-nation	国家表彰	-40			honour-nation:K260306-1		" nbr-points settle -H
is 'its number stays' 0 "$v-K260306-2" nbr-chief commend 刘洋 --level county --title 模范 --on 2026-03-06 -H -C commendation
nbr-order reopen O260302-1 --reason 又坏了 -o out.tsv && nbr-visit void $v-H0001-V260305 --reason 记错 -o out.tsv || exit
alike 'an order reopened, a visit voided' 2
is 'a reopened order and a voided visit' 0 'reverse	-6	order-done:O260302-1
reverse	-1	door-visit:H0001-V260305
award	10	honour:K260306-2' nbr-points settle -H -C done,points,ref
nbr-order take O260302-1 -c 易子春 -o out.tsv && nbr-order finish O260302-1 --result 已换 -o out.tsv && nbr-order confirm O260302-1 --person 王婶 -o out.tsv || exit
alike 'an order done again' 2
is 'done again by another' 0 "$yi	6	order-done:O260302-1" nbr-points settle -H -C chief,points,ref
is 'in the ledger' 0 'order-done:O260302-1.2' sql "SELECT ref FROM entry WHERE village = $v ORDER BY seq DESC LIMIT 1"
last=$(sql "SELECT max(seq) FROM entry WHERE village = $v")
nbr-points reverse P$last --reason 不实 -A $v -o out.tsv || exit
alike 'reversed by a person' 2
is 'what a person reversed stays so' 0 '' nbr-points settle -H
nbr-points award $yi --rule helped --reason 助老 -o out.tsv || exit
is 'by hand is not looked for' 0 '' nbr-points settle -H
nbr-activity add --kind council -A $v -c 易子春 --on 2026-03-08 -o out.tsv && nbr-activity attend A260308-1 刘洋 -o out.tsv || exit
yi_serial=$(echo "$yi" | sed 's/.*-C0*//')
alike 'an activity' 2
is 'who leads it was there, and it need not be closed' 0 "$(printf '%s\n' council-joined:A260308-1:$serial council-joined:A260308-1:$yi_serial | sort)" nbr-points settle -H -C ref
nbr-activity attend A260308-1 --remove 刘洋 -o out.tsv || exit
spent=$(sql "SELECT balance FROM account WHERE village = $v AND account = $serial")
csv rule,kind,name,subject,first,side,value,notice rest,deed,余,manual,2020-01-01,deduct,$spent,0 | nbr-rule import - && nbr-points deduct 刘洋 --rule rest --reason 花完 -o out.tsv || exit
refused="	2026-03-10	$liu	刘洋	reverse	council-joined	议事	-2			council-joined:A260308-1:$serial	points-short	$liu: 2 points are needed; the balance is 0, and 0 of it may be spent"
is 'points that are spent' 0 "$refused" nbr-points settle -H
alike 'points that are spent' 2
is 'do not come back, and are told again' 0 "$refused" nbr-points settle -H
nbr-visit log $v-H0002 -c 刘洋 -o out.tsv && nbr-visit log $v-H0002 -c 刘洋 --result 二 -o out.tsv || exit
alike 'visits' 2
is 'until there are some' 0 'award	1
award	1
reverse	-2' nbr-points settle -H -C done,points

# ---- periods ----

says 'days to come' 2 "nbr-points: --until is after the business day
    Try 'nbr-points settle --help'." nbr-points settle --until tomorrow
says 'a part of a village' 2 "nbr-points: -A: a village or an area above it, not $v.01
    Try 'nbr-points settle --help'." nbr-points settle -A $v.01
nbr-visit log $v-H0002 -c 刘洋 --on 2026-03-01 -o out.tsv
is 'until a day' 0 '' nbr-points settle -H --until 2026-02-28
is 'of another village' 0 '' nbr-points settle -H -A $w
is 'and closed, in a dry run' 0 1 sh -c 'nbr-points settle -nH --close --until 2026-03-05 | wc -l'
is 'is not closed' 0 0 sql "SELECT count(*) FROM chain WHERE closed > 0"
is 'closed' 0 '2026-03-01' nbr-points settle -H --close --until 2026-03-05 -C day
is 'each village' 0 "20260305
20260305" sql 'SELECT closed FROM chain ORDER BY village'
is 'closed once' 0 'no' sh -c 'nbr-points settle --close --until 2026-03-05 -v -o out.tsv 2>&1 | grep -q changed || echo no'
nbr-visit log $v-H0002 -c 刘洋 --on 2026-03-02 -o out.tsv
alike 'a late visit' 2
is 'what comes late is awarded' 0 'award	door-visit:H0002-V260302' nbr-points settle -H -C done,ref
is 'on the business day' 0 20260310 sql "SELECT day FROM entry WHERE village = $v AND ref = 'door-visit:H0002-V260302'"

# ---- what was changed since ----

unsettled() { sql "SELECT count(*) FROM unsettled"; }
is 'nothing is left' 0 0 unsettled
nbr-visit log $v-H0002 -c 刘洋 --on 2026-03-09 -o out.tsv && nbr-visit log $v-H0002 -c 刘洋 --on 2026-03-10 --result 三 -o out.tsv || exit
is 'two runs' 0 2 unsettled
is 'the first is awarded' 0 'award	door-visit:H0002-V260309' nbr-points settle -H --until 2026-03-09 -C done,ref
is 'the other waits' 0 1 unsettled
alike 'a day later' 2
is 'and is awarded' 0 1 sh -c 'nbr-points settle -H | wc -l'
is 'nothing is left again' 0 0 unsettled
csv household,chief,day $v-H0002,$liu,2026-03-07 "$w-H0001,$(chief 王五),2026-03-07" | nbr-visit import - || exit
is 'an import in two villages' 0 "$v
$w" sql 'SELECT village FROM unsettled ORDER BY village'
alike 'an import' 2
is 'both' 0 "door-visit:H0002-V260307
door-visit:H0001-V260307" nbr-points settle -H -C ref
run=$(sql "SELECT village || '-R' || no FROM run WHERE program = 'nbr-visit' AND verb = 'import'")
nbr-db undo "$run" -o out.tsv || exit
alike 'an import that was undone' 2
is 'is taken back' 0 'reverse
reverse' nbr-points settle -H -C "done"
csv rule,kind,name,subject,first,side,value,notice call,deed,来电,visit:phone,2020-01-01,award,1,0 door-call,deed,登门,visit:door,2020-01-01,award,1,0 | nbr-rule import - || exit
alike 'another deed' 2
is 'is for old causes too' 0 yes sh -c 'test "$(nbr-points settle -H -C rule | grep -c "^door-call$")" -gt 3 && echo yes'
alike 'and then' 2
done_testing
