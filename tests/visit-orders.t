#!/bin/sh
# Due visits become orders once, and a visit that is logged or imported does them;
# voiding it, or taking its import back, opens them again. What a check says of orders.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
NBR_TODAY=2024-05-14 NBR_ACTOR=clerk; export NBR_TODAY NBR_ACTOR
v=430121106205 at=$v.01.01

csv() { printf '%s\n' "$@"; }
short() { sed "s/$v-//g; s/$v//g; s/+08:00//; s/2024-//; s/T/ /"; }
# orders: number, status, household, chief and when it came to that; of kinds for visits.
orders() { nbr-order list --kind visit -H -C order,status,household,chief,since | short; }
# steps N: those of the day's Nth order.
steps() { nbr-order show --events "O240514-$1" -H -C step,at,chief,note | short; }
state() { nbr-db dump --reveal --reason test | sed '/^{"table":"\(run\|was\|village\)"/d'; }

nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
csv area,name $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $at.01,一屋场 $at.02,二屋场 | nbr-area import -
csv name,area,elected 易子春,$v.01.01,2024-03-22 刘洋,$at.01,2024-03-22 章敏,$at.02,2024-03-22 | nbr-chief import -
csv household,area,head,class,since ${v}010001,$at.01,周浩胜,red,2024-01-01 ${v}010002,$at.01,李明,yellow,2024-01-01 \
	${v}010003,$at.02,王二,red,2024-01-01 ${v}010004,$at.02,赵六,red,2024-05-10 | nbr-household import -
nbr-chief end C03 --on 2024-05-12 --reason 迁出 >/dev/null

# ---- posted once ----

is 'what is due' 0 "${v}010001
${v}010002
${v}010003
${v}010004" nbr-visit-due -H -C household
post() { nbr-visit-due | nbr-order post --kind visit --at 09:00 - -v >/dev/null; }
says 'due visits become orders' 0 'nbr-order: 4 changed' post
orders >posted
is '... as they are' 0 'O240514-1	open	010001		05-14 09:00:00
O240514-2	open	010002		05-14 09:00:00
O240514-3	open	010003		05-14 09:00:00
O240514-4	open	010004		05-14 09:00:00' cat posted
says 'once' 0 '' post
orders >again
same '... and no more' posted again
nbr-order post --kind need --household 010001 --title 路灯不亮 --at 09:40 >/dev/null

# ---- done by a visit ----

nbr-order hold O240514-2 --reason 外出 --at 10:00 >/dev/null
nbr-order take O240514-4 -c C01 --at 10:00 >/dev/null
nbr-visit log 010001 010003 010002 -c C02 --result 平安 >/dev/null
nbr-visit log 010004 -c C03 --on 2024-05-13 >/dev/null
is 'a visit does the orders of its household' 0 'O240514-1	done	010001	C02	05-14 23:59:59
O240514-2	done	010002	C02	05-14 23:59:59
O240514-3	done	010003	C02	05-14 23:59:59
O240514-4	taken	010004	C01	05-14 10:00:00' orders
is '... by a step of who visited' 0 'post	05-14 09:00:00		
take	05-14 23:59:59	C02	010001-V240514
finish	05-14 23:59:59	C02	010001-V240514' steps 1
is '... one that was held' 0 'post	05-14 09:00:00		
hold	05-14 10:00:00	C02	外出
resume	05-14 23:59:59	C02	010002-V240514
take	05-14 23:59:59	C02	010002-V240514
finish	05-14 23:59:59	C02	010002-V240514' steps 2
is '... one that had gone up' 0 'post	05-14 09:00:00		
skip	05-14 09:00:00		
take	05-14 23:59:59	C02	010003-V240514
finish	05-14 23:59:59	C02	010003-V240514' steps 3
is 'a visit of a day before it was posted does nothing, nor do others than visits' 0 '2' sql \
	"SELECT count(*) FROM work_order WHERE closed = 0"
nbr-visit log 010004 -c C03 >/dev/null
is 'by who holds the post, if the visitor does not any more' 0 'post	05-14 09:00:00		
skip	05-14 09:00:00		
take	05-14 10:00:00	C01	
finish	05-14 23:59:59	C01	010004-V240514' steps 4
is 'the check finds nothing' 0 '' nbr-db check -H

# ---- a visit that does not count ----

nbr-order confirm O240514-2 --score 5 >/dev/null
nbr-visit void 010001-V240514 010002-V240514 --on 2024-05-15 --reason 误录 >/dev/null
is 'voided: open again' 0 'post	05-14 09:00:00		
take	05-14 23:59:59	C02	010001-V240514
finish	05-14 23:59:59	C02	010001-V240514
reopen	05-15 23:59:59		误录' steps 1
is '... but not what was confirmed' 0 'O240514-1	open	010001		05-15 23:59:59
O240514-2	confirmed	010002	C02	05-14 23:59:59
O240514-3	done	010003	C02	05-14 23:59:59
O240514-4	done	010004	C01	05-14 23:59:59' orders

# ---- imported ----

NBR_TODAY=2024-05-20
nbr-order post --kind visit 010002 010003 --at 2024-05-18T09:00 --on 2024-05-18 >/dev/null
state >before
csv household,day,chief,result ${v}010003,2024-05-20,,后 ${v}010001,2024-05-15,C02,到 ${v}010003,2024-05-17,,前 \
	${v}010003,2024-05-18,C02,当日 ${v}010004,2024-05-19,, >visits.csv
is 'an import of visits' 0 '' nbr-visit import visits.csv
is '... does them by the first that is not behind them' 0 'O240514-1	done	010001	C02	05-15 23:59:59
O240514-2	confirmed	010002	C02	05-14 23:59:59
O240514-3	done	010003	C02	05-14 23:59:59
O240514-4	done	010004	C01	05-14 23:59:59
O240518-1	open	010002		05-18 09:00:00
O240518-2	done	010003	C02	05-18 23:59:59' orders
run=$(nbr-db runs -H -C run,program | awk '$2 == "nbr-visit" { print $1 }')
is '... which is taken back with it' 0 'run	kind	record	why' nbr-db undo "$run"
state >after
same '... to the byte' before after
nbr-visit import visits.csv
run=$(nbr-db runs -H -C run,program,undone | awk -F'\t' '$2 == "nbr-visit" && $3 == "" { print $1 }')
nbr-order confirm O240518-2 >/dev/null
is '... but not once it is confirmed' 6 'order	430121106205-O240518-2	needs' nbr-db undo "$run" -H -C kind,record,why
orders >settled
nbr-visit import visits.csv
orders >again
same 'imported again nothing is done' settled again

# ---- two visits of one day ----

NBR_TODAY=2024-05-21
nbr-order post --kind visit 010001 --at 09:00 >/dev/null
# log, void: one visit more or less that day, and what becomes of the order.
status() { nbr-order show O240521-1 -H -C status; }
log() { nbr-visit log 010001 -c C02 --result "$1" >/dev/null && status; }
void() { nbr-visit void "010001-V240521$1" --reason 误录 >/dev/null && status; }
is 'the first does it' 0 'done' log 1
is '... the second finds it done' 0 'done' log 2
is 'without the first it is done: the second counts' 0 'done' void ''
is '... without both it is not' 0 open void -2
log 3 >/dev/null
log 4 >/dev/null
is 'without the last it is done' 0 'done' void -4
is '... without either it is not' 0 open void -3
is 'it was opened again twice' 0 2 sh -c 'nbr-order show --events O240521-1 -H -C step | grep -c reopen'

# ---- nobody in post ----

held() { nbr-order show --events O240518-1 -H -C step,at,chief,note | short; }
nbr-order hold O240518-1 --reason 外出 --at 09:00 >/dev/null
for chief in C01 C02; do nbr-chief end $chief --on 2024-05-22 --reason 卸任 >/dev/null; done
NBR_TODAY=2024-05-24
csv household,day,chief ${v}010002,2024-05-23,C02 | nbr-visit import -
is 'a visit does a held order, though nobody holds a post' 0 'post	05-18 09:00:00		
hold	05-21 09:00:00	C02	外出
resume	05-23 23:59:59		010002-V240523
take	05-23 23:59:59		010002-V240523
finish	05-23 23:59:59		010002-V240523' held

# ---- what a check finds ----

is 'a sound database' 0 '' nbr-db check -H
db_copy nbr sound
# tampered NAME FINDINGS STATEMENTS
tampered() {
	db_copy sound nbr
	sql "$3" >/dev/null
	is "check: $1" 1 "$2" nbr-db check -H -C code,record
}
no1=20240514000001 no2=20240514000002
tampered 'a state that the steps do not say' "order-state	$v-O240514-1
order-state	$v-O240514-2" "UPDATE work_order SET state = 'open' WHERE no = $no1; UPDATE work_order SET due = 5 WHERE no = $no2"
tampered 'a step that cannot follow' "order-steps	$v-O240514-1" "UPDATE order_event SET step = 'confirm' WHERE no = $no1 AND n = 2"
tampered 'a step that is missing' "order-steps	$v-O240514-2" "DELETE FROM order_event WHERE no = $no2 AND n = 1"
tampered 'a step before the last one' "order-steps	$v-O240514-1" "UPDATE order_event SET at = 5 WHERE no = $no1 AND n = 3"
tampered 'no steps' "order-empty	$v-O240514-2" "DELETE FROM order_event WHERE no = $no2"
tampered 'what it is about' "order-area	$v-O240514-1
order-household	$v-O240514-2
order-kind	$v-O240514-5
order-chief	$v-O240518-2" "UPDATE work_order SET hood = 99 WHERE no = $no1; UPDATE work_order SET household = 77 WHERE no = $no2;
	UPDATE work_order SET kind = 'none' WHERE no = 20240514000005; UPDATE order_event SET chief = 99 WHERE no = 20240518000002 AND n = 4"

done_testing
