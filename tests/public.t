#!/bin/sh
# What is posted for all to read holds nobody's name or number, however clerks typed
# it, and says of the orders what their steps do.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
NBR_TODAY=2024-05-31; export NBR_TODAY
v=430121106205 w=430121106206 at=$v.01.01

csv() { printf '%s\n' "$@"; }
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
csv area,name $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $at.01,一屋场 $w,大鱼塘村 | nbr-area import -
csv name,area,elected 刘洋,$at.01,2024-03-22 | nbr-chief import - --on 2024-05-01
csv household,area,head,ident,phone,class,tags,since \
	${v}010001,$at.01,周浩胜,11010519491231002X,13800138000,red,disabled,2024-01-01 \
	${v}010002,$at.01,欧阳建国,,,green,,2024-01-01 | nbr-household import -
sql "INSERT INTO member (village, household, no, name, ident, relation, note, run)
	VALUES ($v, 10001, 1, '李小妹', 0, 'spouse', '', 1), ($v, 10002, 1, '李小', 0, 'child', '', 1)"
csv ref,kind,title,detail,area,household,person,posted,taken,answered,finished,confirmed,answer,result,chief_name \
	"A1,need,周浩胜家门前路灯不亮,周浩胜说的,,${v}010001,王婶,2024-05-01 08:00,2024-05-01 08:20,2024-05-01 08:30,2024-05-01 09:00:59,2024-05-02 09:00,致电１３８００１３８０００,已换灯泡；王婶、李小妹在场，电话138 0013 8000,刘洋" \
	"A2,need,欧阳建国与周浩胜的排水纠纷,,$at.01,,,2024-05-03 10:00,2024-05-03 11:00,,2024-05-20 10:00,,,0731-84086001 2024-05-20已调解：李小妹、李小 11010519491231002x,刘洋" \
	"A3,visit,重度残疾走访,,,${v}010001,,2024-05-03 10:00,2024-05-03 11:00,,2024-05-20 10:00,,,安好," \
	"A4,need,停水,,$v,,,2024-04-30 10:00,2024-04-30 11:00,,2024-05-01 00:00,,,第1次抢修 花费12345.67元," \
	"A5,suggestion,刘洋所说13900139000：与周浩胜争路,,$w,,,2024-05-05 10:00,2024-05-05 11:00,,2024-05-31 23:59:59,,,," \
	"A6,need,旧事,,$at.01,,,2024-04-01 10:00,2024-04-01 11:00,,2024-04-30 23:59:59,,,," \
	"A7,hazard,李小妹家屋后滑坡,,$at.01,,李小妹,2024-05-30 10:00,2024-05-30 10:30,,,,,," \
	"A8,need,（0731）84086001没有人接,,$at,,孙大姐、钱 七；Ann Miller,2024-05-31 10:00,,,,,,," \
	"A9,need,孙大姐与钱七、周浩胜要路灯，问Miller,,$at,,孙大姐、钱 七；Ann Miller,2024-05-31 11:00,,,,,,," >orders.csv
is 'orders' 0 '' nbr-order import orders.csv
# A household that is closed is on the register still.
nbr-household close ${v}010001 --reason 迁出 --on 2024-05-31 >/dev/null

is 'what was done this month' 0 "order	kind	kind_name	title	area	area_name	level	chief_name	status	posted	answered	finished	result	minutes
$v-O240430-1	need	需求	停水	$v	龙王庙村	village		done	2024-04-30T10:00:00+08:00	2024-05-01T00:00:00+08:00	2024-05-01T00:00:00+08:00	第1次抢修 花费12345.67元	840
$v-O240501-1	need	需求	某家门前路灯不亮	$at	龙王庙村/第一组	neighbourhood	刘洋	confirmed	2024-05-01T08:00:00+08:00	2024-05-01T08:30:00+08:00	2024-05-01T09:00:59+08:00	已换灯泡；某、某在场，电话*** **** ****	60
$v-O240503-1	need	需求	某与某的排水纠纷	$at	龙王庙村/第一组	neighbourhood	刘洋	done	2024-05-03T10:00:00+08:00	2024-05-20T10:00:00+08:00	2024-05-20T10:00:00+08:00	****-******** 2024-05-20已调解：某、某 ******************	24480
$w-O240505-1	suggestion	建议	刘洋所说***********：与某争路	$w	大鱼塘村	village		done	2024-05-05T10:00:00+08:00	2024-05-31T23:59:59+08:00	2024-05-31T23:59:59+08:00		38279" \
	nbr-report public orders
is 'what is open' 0 "$v-O240530-1	某家屋后滑坡	taken			
$v-O240531-1	（****）********没有人接	open			
$v-O240531-2	某与某、某要路灯，问某	open			" nbr-report public orders -t unsettled -H -C order,title,status,finished,result,minutes
is '... of one village' 0 '' nbr-report public orders -t unsettled -A 大鱼塘村 -H
is 'of a period, a neighbourhood' 0 "$v-O240401-1
$v-O240501-1" nbr-report public orders -A 龙王庙村/一屋场 --since 2024-04-30 --until 2024-05-01 -H -C order -s order

# Nothing planted comes out in any form, nor do the columns name a person or a household.
for how in '' '-F csv' '-F json' '-F md' '-F table' '--for excel'; do
	for which in '--since 2024-01-01' '-t unsettled'; do
		# shellcheck disable=SC2086 # they are options
		nbr-report public orders $which $how >>all
	done
done
is 'the reports are there' 0 '30' grep -c 某 all
for planted in 周浩胜 欧阳 建国 李小 小妹 王婶 13800138000 138.0013 8000 8408 84086001 0731 11010519491231002 139001 1949 \
	残疾 走访 010001 010002 '\bred\b' disabled; do
	is "no $planted" 1 '' grep -i -e "$planted" all
done
for columns in "nbr-report public orders" "nbr-order list"; do
	is "$columns: no column of a person by itself" 1 '' sh -c \
		"$columns -F tsv -l 1 | head -1 | tr '\t' '\n' | grep -x -e person -e head -e phone -e ident -e tags -e detail -e name"
done
is 'of one kind, by its name' 0 "$w-O240505-1" nbr-report public orders --kind 建议 -H -C order
is '... open' 0 "$v-O240530-1" nbr-report public orders --kind hazard -t unsettled -H -C order
is 'in words that hang on a wall' 1 '' sh -c 'nbr-report public orders --since 2024-05-01 --until 2024-05-31 -F md --lang zh | sed 1,2d | grep -e neighbourhood -e need -e done -e confirmed -e T0 -e T1'
is 'and there are some' 0 '| 需求 | 已确认 | 2024-05-01 08:00 |' sh -c 'nbr-report public orders --since 2024-05-01 --until 2024-05-31 -F md --lang zh -C kind_name,status,posted -H | grep 08:00'
says 'no such kind' 2 "nbr-report: --kind: the rulebook has no kind of order 闲事; nbr-rule list order shows them
    Try 'nbr-report public --help'." nbr-report public orders --kind 闲事
is 'both are told of' 0 'Usage:
  nbr-report public orders
  nbr-report public points' sh -c 'nbr-report public --help | sed 3q'
is 'no such thing' 2 '' nbr-report public households
says 'no such status' 2 "nbr-report: --status: done or unsettled, not open
    Try 'nbr-report public --help'." nbr-report public orders -t open

done_testing
