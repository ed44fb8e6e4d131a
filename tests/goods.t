#!/bin/sh
# Goods: what a village's shop offers, what it costs from a day on, and a stock that
# is what its moves add up to, today and on any day.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205 w=430121106206

nbr-db init --town 430121106 --name 春华镇 &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import - <<X || exit
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$w,大鱼塘村
X
nbr-chief elect -A $v.01 --name 刘洋 >chief &&
nbr-rule add paid --kind deed --name 奖 --subject manual --side award --value 100 --first 2020-01-01 &&
nbr-points award C01 --rule paid --reason 测 -A $v >/dev/null || exit
say() { "$@" -o out.tsv -v 2>&1 | sed 's/^nbr-goods: //'; }

# ---- offered ----

head='goods	name	unit	points	stock	reserved	area_name	first	last'
is 'nothing' 0 "$head" nbr-goods list
is 'add' 0 "$head
$v-G01	肥皂	块	5	10	0	龙王庙村	2026-03-10	" nbr-goods add 肥皂 -A $v --points 5 --unit 块 --stock 10
is 'the same is one' 0 '' say nbr-goods add 肥皂 -A $v --points 5 --unit 块 --stock 3
says 'another of that name is not' 6 "nbr-goods: $v-G01: 肥皂: the shop has goods of that name [state]" nbr-goods add 肥皂 -A $v --points 6 --unit 块
is 'the next number' 0 "$v-G02		30	0" nbr-goods add -H 大米 -A 龙王庙村 --points 30 -C goods,unit,points,stock
is 'each village has its shop' 0 "$w-G01" nbr-goods add -H 肥皂 -A $w --points 4 -C goods
is 'a dry run' 0 "$w-G02" nbr-goods add -nH 毛巾 -A $w --points 4 -C goods
is 'stores nothing' 0 '肥皂	5	10
大米	30	0
肥皂	4	0' nbr-goods list -H -C name,points,stock
is 'of a village' 0 "$w-G01" nbr-goods list -H -A $w -C goods
is 'not the day before' 0 '' nbr-goods list -H --on 2026-03-09
says 'a village is needed' 2 "nbr-goods: -A, a village, and --points are needed
    Try 'nbr-goods add --help'." nbr-goods add 毛巾 -A 430121106 --points 4
says 'and a price' 2 "nbr-goods: -A, a village, and --points are needed
    Try 'nbr-goods add --help'." nbr-goods add 毛巾 -A $w
says 'a village, not a part of it' 2 "nbr-goods: -A: a village or an area above it, not $v.01
    Try 'nbr-goods list --help'." nbr-goods list -A $v.01
says 'a price is no price' 2 "nbr-goods: --points: 0 is not a number from 1 to 1000000
    Try 'nbr-goods add --help'." nbr-goods add 毛巾 -A $w --points 0
is 'a name that is too long' 2 '' nbr-goods add "$(printf '%97s' x)" -A $w --points 4
is 'by number' 0 "$v-G02" nbr-goods show -H G02 -C goods
is 'by name, in a village' 0 "$v-G01" nbr-goods show -H 肥皂 -A $v -C goods
says 'two villages have it' 5 "nbr-goods: goods 肥皂: $v-G01, $w-G01: several records fit [ambiguous]
    write more of it" nbr-goods show 肥皂
says 'nobody has it' 5 'nbr-goods: goods 酱油: there is no such record [not-found]' nbr-goods show 酱油

# ---- prices from a day on ----

is 'a price of later' 0 "$v-G01	5" nbr-goods set -H 肥皂 -A $v --points 5 -C goods,points
is 'is none, when it is the same' 0 1 sql "SELECT count(*) FROM goods_price WHERE village = $v AND goods = 1"
is 'from April' 0 6 nbr-goods set -H $v-G01 --points 6 --on 2026-04-01 -C points
is 'a stream of them' 0 "31
7" sh -c "nbr-goods list -H -A $v -C goods | nbr-goods set - --points 7 --on 2026-05-01 -nH -C points >/dev/null; nbr-goods set G02 -A $v --points 31 --on 2026-05-01 -H -C points
nbr-goods set G01 -A $v --points 7 --on 2026-05-01 -H -C points"
is 'it is none the day before' 0 '5
30' nbr-goods list -H -A $v --on 2026-03-31 -C points
is 'from that day on' 0 '6
30' nbr-goods list -H -A $v --on 2026-04-30 -C points
is 'and the next one' 0 '7
31' nbr-goods list -H -A $v --on 2026-05-01 -C points
is 'corrected' 0 8 nbr-goods set -H $v-G01 --points 8 --on 2026-05-01 -C points
is 'what was said before is kept' 0 1 sql "SELECT count(*) FROM was WHERE kind = 'goods_price' AND line LIKE '%points:7%'"
says 'not before it is offered' 6 "nbr-goods: goods $v-G01 are offered from 2026-03-10 on: no such goods in the village's shop on that day [goods-unknown]
    nbr-goods list shows them" nbr-goods set $v-G01 --points 8 --on 2026-03-09
is 'another name and unit' 0 '香皂	盒' nbr-goods set -H $v-G01 --name 香皂 --unit 盒 -C name,unit
is 'as it was before' 0 1 sql "SELECT count(*) FROM was WHERE kind = 'goods' AND line LIKE '%name=肥皂%'"
says 'a name is taken' 6 "nbr-goods: $v-G01: 香皂: the shop has goods of that name [state]" nbr-goods set $v-G02 --name 香皂
says 'what is to change' 2 "nbr-goods: --name, --unit or --points is needed
    Try 'nbr-goods set --help'." nbr-goods set G02 -A $v
is 'the name it has changes nothing' 0 '' say nbr-goods set $v-G01 --name 香皂

# ---- the stock ----

is 'more came' 0 '30' nbr-goods restock -H $v-G01 20 --reason 供销社 -C stock
is 'and later still' 0 '35' nbr-goods restock -H $v-G01 5 --on 2026-03-12 -C stock
is 'not known then' 0 '30' nbr-goods show -H $v-G01 --on 2026-03-11 -C stock
says 'a number' 2 "nbr-goods: 0 is not a number from 1 to 1000000
    Try 'nbr-goods restock --help'." nbr-goods restock $v-G01 0
is 'some are reserved' 0 "$v-X260312-1" nbr-points redeem -H C01 香皂 4 -A $v --on 2026-03-12 -C exchange
is 'they are on the shelf' 0 '31	4' nbr-goods show -H $v-G01 --on 2026-03-12 -C stock,reserved
is 'the day before they were not reserved' 0 '30	0' nbr-goods show -H $v-G01 --on 2026-03-11 -C stock,reserved
is 'all is there' 0 '' say nbr-goods count $v-G01 35 --on 2026-03-12 --reason 盘点
is 'two are gone' 0 '29	4' nbr-goods count -H $v-G01 33 --on 2026-03-12 --reason 盘点 -C stock,reserved
is 'one was found' 0 '30	4' nbr-goods count -H $v-G01 34 --on 2026-03-13 --reason 复盘 -C stock,reserved
says 'why' 2 "nbr-goods: --reason is needed: it is kept with the difference
    Try 'nbr-goods count --help'." nbr-goods count $v-G01 34
says 'not fewer than are reserved' 6 "nbr-goods: $v-G01: 3 were counted; by the records there are 34, and 4 of them are spoken for: there is not so much of it in stock [stock-short]
    nbr-goods restock books what came in; nbr-goods count what is there" nbr-goods count $v-G01 3 --on 2026-03-13 --reason 盘点
says 'nor than went later' 6 "nbr-goods: $v-G01: 0 were counted; by the records there are 30, and 1 of them are spoken for: there is not so much of it in stock [stock-short]
    nbr-goods restock books what came in; nbr-goods count what is there" nbr-goods count $v-G01 0 --on 2026-03-11 --reason 盘点
is 'the moves' 0 "goods	n	day	kind	quantity	stock	exchange	note	actor
$v-G01	1	2026-03-10	restock	10	10			test
$v-G01	2	2026-03-10	restock	20	30		供销社	test
$v-G01	3	2026-03-12	restock	5	35			test
$v-G01	4	2026-03-12	reserve	-4	31	$v-X260312-1		test
$v-G01	5	2026-03-12	count	-2	29		盘点	test
$v-G01	6	2026-03-13	count	1	30		复盘	test" nbr-goods moves 香皂 -A $v --on 2026-03-13
is 'who says so by another name' 0 '复盘	李' sh -c "nbr-goods count $v-G01 33 --reason 复盘 --on 2026-03-14 --actor 李 -o said && nbr-goods moves -H $v-G01 -C note,actor | tail -n 1"
sql "UPDATE goods SET stock = -1" 2>/dev/null
is 'a stock is never negative' 0 0 sql 'SELECT count(*) FROM goods WHERE stock < 0'

# Of every day, by a second way.
sql "SELECT day, quantity FROM goods_move WHERE village = $v AND goods = 1" >moved
for d in 10 11 12 13 14; do
	awk -v d=202603$d '$1 <= d { n += $2 } END { print n }' moved
done >want
for d in 10 11 12 13 14; do
	nbr-goods show $v-G01 -H -C stock --on 2026-03-$d
done >got
same 'the stock of each day' want got

# ---- no more ----

says 'not before an exchange' 6 "nbr-goods: goods $v-G01 after 2026-03-11: exchange $v-X260312-1: that cannot be done in the state it is in [state]" \
	nbr-goods retire $v-G01 --on 2026-03-11
says 'nor before it was offered' 6 "nbr-goods: goods $v-G01 are offered from 2026-03-10 on: that cannot be done in the state it is in [state]" \
	nbr-goods retire $v-G01 --on 2026-03-09
is 'retired' 0 "$v-G01	29	4	2026-03-31" nbr-goods retire -H 香皂 -A $v --on 2026-03-31 -C goods,stock,reserved,last
is 'on its last day' 0 "香皂
大米" nbr-goods list -H -A $v --on 2026-03-31 -C name
is 'not any more' 0 大米 nbr-goods list -H -A $v --on 2026-04-01 -C name
is 'it is still shown' 0 "$v-G01	29" nbr-goods show -H G01 -A $v --on 2026-04-01 -C goods,stock
is 'what was reserved is collected' 0 collected nbr-points collect -H X260312-1 --on 2026-04-01 -C status
says 'no more of it is exchanged' 6 "nbr-points: $v-G01 香皂: they were offered up to 2026-03-31: no such goods in the village's shop on that day [goods-unknown]
    nbr-goods list shows them" nbr-points redeem C01 $v-G01 --on 2026-04-01
is 'by name it is not there' 5 '' nbr-points redeem C01 香皂 --on 2026-04-01
is 'the name is free again' 0 "$v-G03" nbr-goods add -H 香皂 -A $v --points 9 --on 2026-04-01 -C goods
says '... and not taken twice' 6 "nbr-goods: $v-G03: 香皂: the shop has goods of that name [state]" nbr-goods retire $v-G01 --on 2026-04-01
# ---- a list of them ----

cat >list.csv <<X
兑换物品,计量单位,积分,数量,村
洗衣液,瓶,15,20,龙王庙村
毛巾,条,4,10,大鱼塘村
肥皂,,4,7,大鱼塘村
X
is 'an import' 0 '' nbr-goods import list.csv
is 'what there was keeps its stock' 0 '肥皂	4	0
毛巾	4	10' nbr-goods list -H -A $w -C name,points,stock
is 'once' 0 '3 as they were' sh -c 'nbr-goods import list.csv -v 2>&1 | grep -o "3 as they were"'
is 'a list is a list to import' 0 '5 as they were' sh -c 'nbr-goods list --on 2026-04-01 -C name,unit,points,stock,area -F csv | nbr-goods import - --on 2026-04-01 -v 2>&1 | grep -o "5 as they were"'
sed 's/15/16/; s/条,4/块,4/' list.csv >other.csv
cat >want <<'X'
nbr-goods: other.csv:2: 积分: 16: is stored already, with other values [exists]
    --on-duplicate update takes the new values, skip keeps the old
nbr-goods: other.csv:3: 计量单位: 块: is stored already, with other values [exists]
    nothing was stored: 2 of 3 rows are bad; --rejects FILE sets them aside and stores the others
X
says 'other values' 4 "$(cat want)" nbr-goods import other.csv
is 'are skipped' 0 '15' sh -c "nbr-goods import -u skip other.csv && nbr-goods list 2>&1 -H -A $v -C name,points | sed -n 's/洗衣液	//p'"
is 'or taken' 0 '16
15' sh -c "nbr-goods import -u update other.csv --on 2026-03-11 && for d in 11 10; do nbr-goods list --on 2026-03-\$d -H -A $v -C name,points | sed -n 's/洗衣液	//p'; done"
printf 'name,points\n油,9\n' >one.csv
is 'rows of no village' 4 '' nbr-goods import one.csv
is 'are of -A' 0 '油	9	0' sh -c "nbr-goods import one.csv -A $w && nbr-goods list -H -A $w -C name,points,stock | tail -n 1"
is 'a village, no part of it' 4 '' nbr-goods import one.csv -A $v.01
printf 'name,points,stock,area\n米,0,1,%s\n面,1,-1,%s\n盐,1,1,%s\n油,x,1,\n糖,1,1,%s\n糖,1,2,%s\n' $v $v $v.01 $v $v >bad.csv
is 'what is wrong of each row' 4 'bad.csv:2: points amount-range
bad.csv:3: stock number
bad.csv:4: area area-level
bad.csv:5: points number
bad.csv:5: area area-missing
bad.csv:7: name duplicate' sh -c 'nbr-goods import bad.csv 2>said; status=$?; sed -n "s/^nbr-goods: \([^ ]* [a-z]*\).*\[\(.*\)\]/\1 \2/p" said; exit $status'
run=$(nbr-db runs -H -C program,run | sed -n 's/^nbr-goods	//p' | head -n 1)
says 'an import of goods stays' 6 "nbr-db: run $run: the moves of a stock are never taken back [stock-undo]
    nbr-goods set, count and retire put it right" nbr-db undo "$run"
is 'numbers in a reason are masked' 0 '张三 ***********' sh -c "nbr-goods restock 毛巾 1 -A $w --reason '张三 13812345678' -o said && nbr-goods moves 毛巾 -A $w -H -C note | tail -n 1"
is 'nothing is wrong' 0 '' nbr-db check -H

nbr-goods add 胶水 -A $v --points 3 --on 2027-03-01 -o said
nbr-goods restock 胶水 1 --reason 送货人13800138000 --on 2027-03-01 -o said
is 'a number of a person in a reason is masked' 0 '送货人***********' nbr-goods moves 胶水 -A $v --on 2027-03-01 -H -C note
printf '%s\n' name,points 胶水,4 毛巾,0 >early.csv
says 'a price of before it was offered is told with its row' 4 'nbr-goods: early.csv:2: name: 胶水: is offered from a later day on [goods-unknown]
    nbr-goods list shows them
nbr-goods: early.csv:3: points: 0: is out of range [amount-range]
    1 to 1000000 points, with - before them when they were taken; a stock of 0 to 1000000
    nothing was stored: 2 of 2 rows are bad; --rejects FILE sets them aside and stores the others' nbr-goods import early.csv -A $v -u update --on 2027-02-01
done_testing
