#!/bin/sh
# Exchanges: points and goods go, and come back, together; who asks for more than
# there is, is told how much there is; and many at once get no more than that.
# shellcheck source=tests/points.sh disable=SC1091,SC2016,SC2119,SC2154
. "${0%/*}/points.sh"
cd "$tmp" || exit

small_town &&
nbr-rule import - <<X || exit
rule,kind,name,subject,side,value,notice,every,unit,first
paid,deed,奖,manual,award,40,,,,2020-01-01
shown,deed,公示,manual,award,25,7,,,2020-01-01
fined,deed,罚,manual,deduct,1,,,,2020-01-01
keep,exchange,领取,,,,,10,day,2026-03-01
X
nbr-points award 刘洋 易子春 毛贵祥 --rule paid --reason 测 -o out.tsv &&
nbr-points award 刘洋 --rule shown --reason 测 -o out.tsv &&
nbr-goods add 肥皂 -A $v --points 5 --unit 块 --stock 10 -o out.tsv &&
nbr-goods add 大米 -A $v --points 6 --stock 100 -o out.tsv &&
nbr-goods add 毛巾 -A $w --points 5 --stock 10 -o out.tsv || exit
c=$(nbr-chief show 刘洋 -H -C chief | head -n 1) d=$(nbr-chief show 易子春 -H -C chief | head -n 1)
short='there are not so many points to spend [points-short]
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them'
little='there is not so much of it in stock [stock-short]
    nbr-goods restock books what came in; nbr-goods count what is there'
unknown="no such goods in the village's shop on that day [goods-unknown]
    nbr-goods list shows them"

# ---- one ----

head='exchange	chief	name	goods	goods_name	quantity	points	status	day	until	closed	balance'
is 'redeem' 0 "$head
$v-X260310-1	$c	刘洋	$v-G01	肥皂	2	10	reserved	2026-03-10	2026-03-20		55" nbr-points redeem 刘洋 肥皂 2
is 'one' 0 "$v-X260310-2	5	50" nbr-points redeem -H "$c" G01 -C exchange,points,balance
is 'a dry run' 0 "$v-X260310-3" nbr-points redeem -nH 刘洋 肥皂 5 -C exchange
is 'takes nothing' 0 '7	3' nbr-goods show -H 肥皂 -C stock,reserved
says 'more than there is' 6 "nbr-points: $v-G01 肥皂: 8 are asked for, and 7 in stock: $little" nbr-points redeem 刘洋 肥皂 8
says 'more than may be spent' 6 "nbr-points: $c: 30 points are needed; the balance is 50, and 25 of it may be spent: $short" nbr-points redeem 刘洋 大米 5
is 'final points are spent' 0 '30	20' clock 2098-12-31T00:00:00Z nbr-points redeem -nH 刘洋 大米 5 --on 2098-12-31 -C points,balance
says 'not sold here' 6 "nbr-points: $w-G01: $unknown" nbr-points redeem 刘洋 $w-G01
says 'nor known' 5 'nbr-points: goods 毛巾: there is no such record [not-found]' nbr-points redeem 刘洋 毛巾
says 'not yet' 6 "nbr-points: $v-G01 肥皂: they are offered from 2026-03-10 on: $unknown" nbr-points redeem 刘洋 G01 --on 2026-03-09
says 'a number' 2 "nbr-points: 0 is not a number from 1 to 1000000
    Try 'nbr-points redeem --help'." nbr-points redeem 刘洋 肥皂 0
is 'under one reference' 0 "$v-X260310-3" nbr-points redeem -H 易子春 肥皂 --ref a1 -C exchange
is 'once' 0 '' nbr-points redeem -H 易子春 肥皂 --ref a1 -C exchange
is 'nothing else was stored' 0 3 sql 'SELECT count(*) FROM exchange'
is 'the entries say so' 0 "redeem	-10	g01	X260310-1
redeem	-5	g01	X260310-2
redeem	-5	g01	X260310-3" sql "SELECT kind, points, reason, ref FROM entry WHERE kind = 'redeem' ORDER BY ref"

# ---- collected ----

is 'by a stream' 0 "$v-X260310-1	collected	2026-03-12
$v-X260310-2	collected	2026-03-12" sh -c "nbr-points exchanges -t reserved -c 刘洋 | nbr-points collect - -H --on 2026-03-12 -C exchange,status,closed"
says 'once' 6 "nbr-points: $v-X260310-1: it was collected on 2026-03-12 [exchange-state]" nbr-points collect X260310-1
says 'not before it was reserved' 6 "nbr-points: $v-X260310-3: it was reserved on 2026-03-10, and this is 2026-03-09 [time-order]
    correct one of the two times" nbr-points collect X260310-3 --on 2026-03-09
is 'all refusals at once' 6 '2' sh -c "nbr-points collect X260310-1 X260310-9 X260310-3 2>&1 | grep -c '^nbr-points: '; nbr-points collect X260310-1 2>/dev/null"
is 'nothing of it was done' 0 reserved nbr-points exchanges -H -c 易子春 -C status
is 'on the last day' 0 2026-03-20 nbr-points collect -nH X260310-3 --on 2026-03-20 -C closed
says 'too late' 6 "nbr-points: $v-X260310-3: the last day was 2026-03-20, and this is 2026-03-21 [exchange-late]
    settle returns its points" nbr-points collect X260310-3 --on 2026-03-21
is 'a collection moves no stock' 0 '6	1' nbr-goods show -H G01 -A $v --on 2026-03-12 -C stock,reserved

# ---- listed ----

nbr-points redeem 毛贵祥 毛巾 --on 2026-03-11 -o out.tsv
is 'all' 0 "$v-X260310-1
$v-X260310-2
$v-X260310-3
$w-X260311-1" nbr-points exchanges -H -C exchange
is 'of a village' 0 "$w-X260311-1" nbr-points exchanges -H -A $w -C exchange
is 'of a day' 0 "$w-X260311-1" nbr-points exchanges -H --since 2026-03-11 -C exchange
is 'up to a day, in a state' 0 "$v-X260310-3" nbr-points exchanges -H --until 2026-03-10 -t 待领取 -C exchange
says 'a state' 2 "nbr-points: --status: reserved, collected or returned, not lost
    Try 'nbr-points exchanges --help'." nbr-points exchanges -t lost
is 'without a rule it waits for ever' 0 "$v-X260321-1	" sh -c "nbr-rule end keep --on 2026-03-20 && nbr-points redeem 易子春 肥皂 -nH --on 2026-03-21 -C exchange,until"

# ---- taken back ----

is 'the entry of what was collected' 0 "10	60	reverse:$(nbr-points exchanges -H -C entry | sed -n '1s/.*-P//p')" \
	nbr-points reverse "$(nbr-points exchanges -H -C entry | head -n 1)" --reason 破损 -H -C points,balance,ref
is 'the goods are back' 0 '8	2' nbr-goods show -H G01 -A $v -C stock,reserved
is 'and it is closed' 0 'returned	2026-03-10' sh -c 'nbr-points exchanges -H -C status,closed | head -n 1'
is 'once' 6 '' nbr-points reverse "$(nbr-points exchanges -H -C entry | head -n 1)" --reason 破损
is 'not collected then' 6 '' nbr-points collect X260310-1
is 'an award moves no goods' 0 -25 nbr-points reverse $v-P3 -nH --reason 错 -C points
is 'nothing is wrong' 0 '' nbr-db check -H

# ---- not collected in time ----

settle() { nbr-points settle --on 2026-04-01 "$@"; }
is 'on the last day there is time' 0 '' settle -H --until 2026-03-21 -A $w
is 'a dry run' 0 "$w-P3	2026-03-22	return	毛巾	5	return:X260311-1" settle -nH --until 2026-03-22 -A $w -C entry,day,done,title,points,ref
is 'changes nothing' 0 '35	reserved' sh -c "nbr-points exchanges -H -A $w -C balance,status"
settle --until 2026-03-31 -A $w -o out.tsv
is 'points are back' 0 40 sql "SELECT balance FROM account WHERE village = $w"
is 'and goods, on the day after the last one' 0 '9	1
10	0' sh -c "nbr-goods list -H -A $w --on 2026-03-21 -C stock,reserved; nbr-goods list -H -A $w --on 2026-03-22 -C stock,reserved"
is 'it says so' 0 'returned	2026-03-22' nbr-points exchanges -H -A $w -C status,closed
is 'once' 0 '' settle -H -A $w
is 'it is not reversed besides' 6 '' nbr-points reverse $w-P2 --reason 错 --on 2026-04-01
nbr-points redeem 毛贵祥 毛巾 3 --on 2026-03-15 -o out.tsv && sql "UPDATE chain SET closed = 20260330 WHERE village = $w"
is 'in a closed period it is dated on the business day' 0 "2026-04-01	return:X260315-1" settle -H -A $w -C day,ref
is 'the goods too' 0 2026-04-01 nbr-points exchanges -H --since 2026-03-15 -C closed
is 'nothing is wrong then' 0 '' nbr-db check -H

# ---- many at once ----

# hold and release: all stand at the gate before it opens.
if [ "$engine" = sqlite ]; then
	hold() { exec 3<>"$NBR_DB.lock"; flock 3; }
else
	mkfifo to from
	hold() {
		psql -qAtX -d "$NBR_DB" <to >from &
		exec 3>to
		echo "BEGIN; SELECT 1 FROM village WHERE village = $v FOR UPDATE;" >&3
		read -r _ <from
	}
fi
# crowd NAME COMMAND...: twenty times at once; how many ended how.
crowd() {
	name=$1; shift
	hold
	for i in $(seq 1 20); do
		(exec 3>&-; "$@" >"$name.out.$i" 2>"$name.err.$i"; echo $? >"$name.status.$i") &
	done
	exec 3>&-
	wait
	sort -n "$name".status.* | uniq -c | sed 's/^ *//'
}
nbr-points award 易子春 --rule paid --reason 测 -o out.tsv && nbr-goods count G01 7 -A $v --reason 盘点 -o out.tsv || exit
is 'there are five' 0 5 nbr-goods show -H G01 -A $v -C stock
is 'five of twenty get one' 0 '5 0
15 6' crowd stock nbr-points redeem 易子春 G01 -A $v
is 'the others are told that there is none' 0 "15 nbr-points: $v-G01 肥皂: 1 are asked for, and 0 in stock" \
	sh -c "grep -h '^nbr-' stock.err.* | sed 's/ in stock:.*/ in stock/' | sort | uniq -c | sed 's/^ *//'"
is 'none is left' 0 0 sql "SELECT stock FROM goods WHERE village = $v AND goods = 1"
is 'the chief paid for five' 0 25 sql "SELECT 40 + 40 - 5 - balance FROM account WHERE village = $v AND account = ${d#*-C}"
is 'there are points for eight' 0 '8 0
12 6' crowd points nbr-points redeem 易子春 大米
is 'the others are told how many they have' 0 "12 nbr-points: $d: 6 points are needed; the balance is 2, and 2 of it may be spent" \
	sh -c "grep -h '^nbr-' points.err.* | sed 's/ be spent:.*/ be spent/' | sort | uniq -c | sed 's/^ *//'"
is 'points are those of the entries' 0 '' sql "SELECT a.village, a.account FROM account a WHERE a.balance <> (SELECT sum(e.points) FROM entry e
	WHERE e.village = a.village AND e.account = a.account) OR a.balance < 0"
is 'the stock is that of the moves' 0 "$v	1	0	-10
$v	2	92	-8
$w	1	10	0" sql "SELECT g.village, g.goods, g.stock, (SELECT -coalesce(sum(x.quantity), 0) FROM exchange x WHERE x.village = g.village
	AND x.goods = g.goods AND x.state <> 'returned') + CASE WHEN g.goods = 1 AND g.village = $v THEN -3 ELSE 0 END FROM goods g ORDER BY 1, 2"
is 'each exchange has its entry' 0 '' sql "SELECT x.no FROM exchange x WHERE NOT EXISTS (SELECT 1 FROM entry e
	WHERE e.village = x.village AND e.seq = x.seq AND e.points = -x.points AND e.account = x.chief)"
is 'nothing is wrong after it' 0 '' nbr-db check -H

# ---- what is not as it was said ----

db_copy nbr sound
# found NAME FINDINGS SQL
found() {
	db_copy sound nbr
	sql "$3" >/dev/null
	is "$1" 1 "$2" sh -c 'nbr-db check -H -C code,record; exit 1'
}
found 'a stock' "goods-stock	$v-G02" "UPDATE goods SET stock = 93 WHERE village = $v AND goods = 2"
found 'a move' "goods-stock	$w-G01
goods-moves	$w-G01" "INSERT INTO goods_move SELECT village, goods, 9, day, 'count', 1, stock + 1, 0, '', run FROM goods_move WHERE village = $w AND n = 5"
found 'a move for an exchange of other goods' "goods-exchange	$v-G02
exchange-state	$v-X260310-3" "INSERT INTO goods_move SELECT village, 2, 10, 20260310, 'collect', 0, 92, 20260310000003, '', run FROM goods_move WHERE village = $v AND goods = 1 AND n = 1;
	UPDATE exchange SET closed = 0, state = 'reserved' WHERE village = $v AND no = 20260310000003"
found 'a state' "exchange-state	$v-X260310-3" "UPDATE exchange SET state = 'collected', closed = 20260310 WHERE village = $v AND no = 20260310000003"
found 'a return without points' "exchange-state	$v-X260310-3
exchange-return	$v-X260310-3" "UPDATE exchange SET state = 'returned', closed = 20260310 WHERE village = $v AND no = 20260310000003"
found 'points' "exchange-entry	$v-X260310-3
exchange-price	$v-X260310-3" "UPDATE exchange SET points = 4 WHERE village = $v AND no = 20260310000003"
found 'an entry' "exchange-entry	$w-X260311-1
entry-exchange	$w-P2" "UPDATE exchange SET seq = 1 WHERE village = $w AND no = 20260311000001"

done_testing
