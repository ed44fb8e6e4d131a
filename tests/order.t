#!/bin/sh
# Orders: every step from every state, who takes it, streams of them; and what the
# rows say against a machine of its own over the steps.
# shellcheck source=tests/lib.sh disable=SC2016,SC2046,SC2086
. "${0%/*}/lib.sh"
cd "$tmp" || exit

# Posts: the hood .01.01.01, its group and piece; .01.01.02 nobody; .01.02.01 until
# yesterday, its group nobody; .02 nobody at all.
v=430121106205 w=430121106206
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import - <<E &&
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$v.01.01,一组
$v.01.01.01,谢家屋场
$v.01.01.02,周家屋场
$v.01.02,二组
$v.01.02.01,鼎盛屋场
$v.02,西片
$v.02.01,三组
$v.02.01.01,王家屋场
$w,大鱼塘村
$w.01,大片
$w.01.01,大组
$w.01.01.01,大屋场
E
nbr-chief import - <<E &&
name,area,elected
陈明,$v.01,2024-03-22
刘洋,$v.01.01,2024-03-22
易子春,$v.01.01.01,2024-03-22
戴飞,$v.01.02.01,2024-03-22
毛贵祥,$w.01.01.01,2024-03-22
E
nbr-chief end 戴飞 --reason 外出 --on 2026-03-09 >out &&
nbr-household import - <<E || exit
household,area,head,since
${v}010001,$v.01.01.01,周浩胜,2024-01-01
${v}010002,$v.01.01.02,王豪楚,2024-01-01
${v}020001,$v.01.02.01,李明,2024-01-01
${v}030001,$v.02.01.01,张三,2024-01-01
${w}010001,$w.01.01.01,赵六,2024-01-01
${v}010009,$v.01.01.01,迁走,2024-01-01
E
nbr-household close ${v}010009 --reason 迁出 --on 2026-02-01 >out || exit

# post OPTION...: its number.
post() { nbr-order post "$@" -H -C order 2>err; }

# order STATE: posts an order and brings it there; $id is its number.
order() {
	id=$(post --kind need -A $v.01.01.01 --title "事$1" --at 08:00)
	case $1 in
	taken | 'done' | confirmed) nbr-order take $id --at 08:10;;
	held) nbr-order hold $id --reason 等 --at 08:10;;
	cancelled) nbr-order cancel $id --reason 重复 --at 08:10;;
	esac >out
	case $1 in 'done' | confirmed) nbr-order finish $id --result 好 --at 08:20 >out;; esac
	case $1 in confirmed) nbr-order confirm $id --person 王婶 --at 08:30 >out;; esac
}

# What a step needs besides the order.
needs() {
	case $1 in
	reopen | release | hold | escalate | cancel) echo --reason 因故;;
	answer | finish) echo --result 已办;;
	confirm) echo --person 王婶;;
	note) echo --note 已知;;
	esac
}

# shown ID COLUMNS: of an order; stepped: of its last step.
shown() { nbr-order show "$1" -H -C "$2"; }
stepped() { nbr-order show "$1" --events -H -C "$2" | tail -n 1; }

# ---- an order, whole ----

is 'a need is posted' 0 "order	status	kind	title	area	area_name	level	chief	chief_name	posted	since	due	like
$v-O260310-1	open	need	路灯不亮	$v.01.01.01	谢家屋场	neighbourhood			2026-03-10T09:00:00+08:00	2026-03-10T09:00:00+08:00	2026-03-10T11:00:00+08:00	" \
    nbr-order post --kind 需求 -A 龙王庙村/谢家屋场 --title 路灯不亮 --detail 三天了 --person 王婶 --at 09:00
is 'taken by who holds the post' 0 "taken	$v-C03	易子春	2026-03-10T09:20:00+08:00" nbr-order take O260310-1 --at 09:20 -H -C status,chief,chief_name,since
is 'on record as a change, what was posted as new' 0 'post	1	0
take	0	1' sh -c 'nbr-db audit -H -C verb,added,changed | tail -n 2'
is 'answered' 0 'taken	2026-03-10T09:30:00+08:00' nbr-order answer O260310-1 --result 下午来修 --at 09:30 -H -C status,answered
is 'finished' 0 'done	2026-03-10T15:00:00+08:00	' nbr-order finish O260310-1 --result 已修 --at 15:00 -H -C status,closed,due
is 'confirmed' 0 'confirmed	5' nbr-order confirm O260310-1 --score 5 --person 王婶 --at 16:00 -H -C status,score
is 'a table leaves codes out that stand beside a name, and seconds' 0 "order|status|kind_name|title|area_name|level|chief_name|posted|due
$v-O260310-1|confirmed|需求|路灯不亮|谢家屋场|neighbourhood|易子春|2026-03-10 09:00" \
    sh -c 'nbr-order show O260310-1 -F table --lang en | sed "s/   */|/g"'
is '-C names them' 0 "$v.01.01.01	谢家屋场" sh -c 'nbr-order show O260310-1 -F table -H -C area,area_name | tr -s " " "\t"'
is 'its steps' 0 "n	step	at	level	chief	score	person	note	actor
1	post	2026-03-10T09:00:00+08:00	neighbourhood					test
2	take	2026-03-10T09:20:00+08:00	neighbourhood	$v-C03				test
3	answer	2026-03-10T09:30:00+08:00	neighbourhood	$v-C03			下午来修	test
4	finish	2026-03-10T15:00:00+08:00	neighbourhood	$v-C03			已修	test
5	confirm	2026-03-10T16:00:00+08:00	neighbourhood		5	王婶		test" \
    nbr-order show $v-O260310-1 --events -C n,step,at,level,chief,score,person,note,actor
is 'what was posted' 0 '三天了	王婶' shown O260310-1 detail,person

# ---- every step from every state: the design, not the code ----

cat >law <<E
open take taken
open answer open
open hold held
open escalate open
open cancel cancelled
open note open
taken answer taken
taken finish done
taken release open
taken hold held
taken escalate open
taken cancel cancelled
taken note taken
held answer held
held resume open
held cancel cancelled
held note held
done confirm confirmed
done reopen open
done note done
confirmed reopen open
confirmed note confirmed
cancelled reopen open
cancelled note cancelled
E
steps='take answer finish confirm reopen release hold resume escalate cancel note'
for state in open taken held 'done' confirmed cancelled; do
	order $state
	can=$(for s in $steps; do grep -q "^$state $s " law && printf ', %s' $s; done)
	for s in $steps; do
		to=$(awk -v s="$state $s" '$1 " " $2 == s { print $3 }' law)
		if [ -n "$to" ]; then
			is "$state: $s" 0 "$to" nbr-order $s $id $(needs $s) -n -H -C status
		else
			says "$state: no $s" 6 "nbr-order: $id is $state: $s cannot be done; ${can#, } can [order-step]" nbr-order $s $id $(needs $s) -H
		fi
	done
done
order taken
nbr-order hold $id --reason 等配件 --at 08:20 >out
is 'what was taken is taken when it goes on' 0 "taken	$v-C03" nbr-order resume $id --at 08:30 -H -C status,chief

sql 'SELECT count(*) FROM order_event' >before
for s in hold cancel reopen release escalate; do
	says "$s without a reason" 2 "nbr-order: --reason is needed: it is shown with the order
    Try 'nbr-order $s --help'." nbr-order $s $id
done
for s in answer finish; do
	says "$s without a result" 2 "nbr-order: --result is needed: what was answered or done stops the clock
    Try 'nbr-order $s --help'." nbr-order $s $id --result ''
done
for wrong in "note $id" "confirm $id --score 6" "post -A $v.01 --title 事" "post --kind 没有 -A $v.01 --title 事" "post --kind need -A $v.01" \
    "post --kind need --title 事" "post --kind need --title 事 -A 430121106" "post ${v}010002 --household ${v}010002 --kind need --title 事" \
    "post ${v}010002 --kind dispute -A $w.01 --title 事" "note $id --note 事 --at 2026-03-11T08:00" "list -t lost" "list --level city" \
    "list --since 2026-03-02 --until 2026-03-01" "show $id --events --clocks" \
    "show $id --at 09:00" "show $id --events --at 09:00" "post --kind visit -A $v.01"; do
	is "usage: $wrong" 2 '' nbr-order $wrong
done
sql 'SELECT count(*) FROM order_event' >after
same 'nothing of it is stored' before after
says 'before its last step' 6 "nbr-order: $id had its last step at 2026-03-10T08:30:00+08:00 [order-time]
    steps are taken in the order of time; correct --at or --on" nbr-order note $id --note 事 --at 08:29

# The present, whenever it is: in this zone the evening has not come yet.
[ "$(date -u +%H)" -lt 12 ] && zone=UTC || zone=Etc/GMT+12
NBR_DB=$(db_at now); db_new now
nbr-db init --town 430121106 --name 春华镇 --zone $zone && nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import - <<E || exit
area,name
430121106,春华镇
$v,龙王庙村
E
says 'a step is not taken before its time comes' 2 "nbr-order: --at: 23:59 has not come yet
    Try 'nbr-order post --help'." env -u NBR_TODAY nbr-order post --kind need -A $v --title 灯 --at 23:59
is 'but late, or on another business day' 0 'open
open' sh -c 'env -u NBR_TODAY nbr-order post --kind need -A 龙王庙村 --title 灯 --at 00:00 -H -C status &&
    NBR_TODAY=9998-01-01 nbr-order post --kind need -A 龙王庙村 --title 桥 --at 23:59 -H -C status'
is 'and what is late tonight may be asked' 0 '' sh -c 'env -u NBR_TODAY nbr-order overdue --at 23:59 >late'
NBR_DB=$(db_at nbr)

order 'done'
says 'nobody confirms' 6 "nbr-order: $id has no household that could confirm it [confirm-nobody]
    the order has no household: name who confirms with --person" nbr-order confirm $id

# ---- the ladder ----

for area in '' .01 .01.01 .01.01.01 .01.01.02 .01.02 .01.02.01 .02 .02.01 .02.01.01; do
	id=$(post --kind need -A $v$area --title "阶梯$area" --at 07:00)
	echo "$area $(shown $id level): $(nbr-order show $id --events -H -C step,level | paste -s -d ' ' | tr '\t' ' ')"
done >ours
cat >theirs <<E
 village: post village
.01 piece: post piece
.01.01 group: post group
.01.01.01 neighbourhood: post neighbourhood
.01.01.02 group: post neighbourhood skip group
.01.02 piece: post group skip piece
.01.02.01 piece: post neighbourhood skip group skip piece
.02 village: post piece skip village
.02.01 village: post group skip piece skip village
.02.01.01 village: post neighbourhood skip group skip piece skip village
E
same 'an order begins where somebody holds the post' theirs ours
sql "SELECT no FROM work_order o WHERE level > 4 AND posted > 1773072000 AND NOT EXISTS (SELECT 1 FROM post p WHERE p.village = o.village
	AND p.last >= 20260310 AND p.sub = CASE level WHEN 7 THEN o.hood WHEN 6 THEN o.hood / 100 * 100 ELSE o.hood / 10000 * 10000 END)" >out
same 'and nowhere else' /dev/null out

first=$(nbr-order list -H -C order '阶梯.01.01.01' --level neighbourhood)
is 'up to the group' 0 "open	group	" nbr-order escalate $first --reason 上报 --at 08:00 -H -C status,level,chief
is 'taken there' 0 "$v-C02" nbr-order take $first -H -C chief --at 08:00
for l in piece village town; do
	is "up to the $l, for nobody yet" 0 "open	$l	" nbr-order escalate $first --reason 上报 --at 08:00 -H -C status,level,chief
done
says 'and no further' 6 "nbr-order: $first is at the town: there is nobody above it [order-top]
    settle it there, or cancel it with a reason" nbr-order escalate $first --reason 上报 --at 08:00
is 'an office takes it' 0 'taken	town	' nbr-order take $first --at 08:00 -H -C status,level,chief
nbr-chief elect -A $v.02.01 --name 新人 --on 2026-03-01 >out
id=$(post --kind need -A $v.02.01.01 --title 今天 --at 09:00)
is 'who was elected since takes it' 0 '新人' nbr-order take $id --at 09:30 -H -C chief_name
nbr-order escalate $id --reason 上报 --at 10:00 >out
is 'vacant posts are skipped on the way' 0 'post	neighbourhood	
skip	group	
take	group	
escalate	piece	上报
skip	village	' nbr-order show $id --events -H -C step,level,note

# ---- who did it ----

old=$(nbr-order post --kind need -A $v.01.02.01 --title 旧路 --at 2026-03-09T08:00 -H -C order)
two=$(nbr-order post --kind need -A $v.01.02.01 --title 新桥 --at 2026-03-09T08:00 -H -C order)
is 'the day before he was in post' 0 'neighbourhood	戴飞' nbr-order take $old --on 2026-03-09 --at 09:00 -H -C level,chief_name
says 'nobody is there to take it now' 6 "nbr-order: $two has nobody in post at its level, neighbourhood, on 2026-03-10 [chief-post]
    name one who does; nbr-chief list shows them" nbr-order take $two
is 'he took it: it stays his' 0 '戴飞' nbr-order finish $old --result 好 --at 10:00 -H -C chief_name
is 'but nobody finished it' 0 'finish	' stepped $old step,chief_name
says 'he cannot be named for today' 6 "nbr-order: $two is not for $v-C04: no post in the village on 2026-03-10 [chief-post]
    name one who does; nbr-chief list shows them" nbr-order take $two -c C04
says 'nor one of another village' 6 "nbr-order: $two is not for $w-C01: no post in the village on 2026-03-10 [chief-post]
    name one who does; nbr-chief list shows them" nbr-order take $two -c $w-C01
is 'nor one who is not known' 5 '' nbr-order take $two -c C77
is 'another chief of the village can' 0 '陈明' nbr-order take $two -c 陈明 --at 10:00 -H -C chief_name
nbr-chief elect -A $v.01.02.01 --name 继任 --on 2026-03-10 >out
nbr-order answer $two --result 好 --at 11:00 >out
is 'the taker does what follows while he is in post' 0 '陈明' stepped $two chief_name
nbr-order reopen $old --reason 又坏 --at 10:30 >out && nbr-order hold $old --reason 等 --at 11:00 >out
is 'then it is who holds the post' 0 '继任' stepped $old chief_name
for s in cancel reopen note escalate; do
	nbr-order $s $old $(needs $s) --at 11:10 >out
	is "$s: it is not said who" 0 "$s	" sh -c "nbr-order show $old --events -H -C step,chief | grep ^$s | tail -n 1"
done
nbr-order take $old -c 陈明 --at 11:20 >out && nbr-order finish $old --result 好 --at 11:30 >out && nbr-order confirm $old --person 王婶 -c 刘洋 --at 11:40 >out
is 'unless it is' 0 'confirm	刘洋' stepped $old step,chief_name

# ---- households ----

is 'about a household: its neighbourhood that day' 0 "$v.01.01.02	${v}010002	group	排水纠纷" \
    nbr-order post --kind dispute --household ${v}010002 --title 排水纠纷 --at 09:00 -H -C area,household,level,title
is 'or the area that is named' 0 "$v.01	${v}010002	piece" nbr-order post --kind dispute ${v}010002 -A $v.01 --title 修路占地 --at 09:00 -H -C area,household,level
says 'a household that has gone' 6 "nbr-order: ${v}010009: the household is not on the register on that day [closed]
    compare the day with the day it was closed" \
    nbr-order post --kind dispute ${v}010009 --title 纠纷
printf '%s\n' household ${w}010001 ${v}010001 ${w}010001 >houses
is 'a visit of each, once' 0 "${v}010001	走访单	neighbourhood
${w}010001	走访单	neighbourhood" sh -c 'nbr-order post --kind visit - --at 09:00 -H -C household,title,level <houses'
is 'and not again while it is open' 0 '' sh -c 'nbr-order post --kind visit - --at 09:10 -H -C household <houses'
is 'there are two' 0 2 sh -c 'nbr-order list --kind visit -H | wc -l'
id=$(nbr-order list --kind visit -H -C order -A $v)
nbr-order take $id --at 10:00 >out && nbr-order finish $id --result 好 --at 10:10 >out
is 'the household confirms' 0 'confirmed	4' nbr-order confirm $id --score 4 --at 10:20 -H -C status,score
is 'then there may be another' 0 "${v}010001" nbr-order post --kind visit ${v}010001 --at 11:00 -H -C household

lamp=$(post --kind need -A $w.01.01.01 --title 井盖坏了 --at 09:00)
says 'what says the same is pointed out' 0 "nbr-order: $w-O260310-3: $lamp says the same and is open [order-like]
    if it is the same need, cancel one of them" nbr-order post --kind need -A $w.01.01.01 --title '井盖，坏了！' --at 09:10
is 'and posted' 0 "$lamp" shown $w-O260310-3 like
is 'what is posted for an earlier day is like no later one' 0 'need	' nbr-order post --kind need -A $w.01.01.01 --title 井盖坏了 --at 08:59 -H -C kind,like

# ---- streams ----

everything() {
	sql 'SELECT * FROM work_order ORDER BY 1, 2' >"$1"
	sql 'SELECT * FROM order_event ORDER BY 1, 2, 3' >>"$1"
}

says 'a number of two villages' 5 "nbr-order: order O260310-2: $v-O260310-2, $w-O260310-2: several records fit [ambiguous]
    write more of it" nbr-order note O260310-2 --note 事
is 'is one in an area' 0 "$w-O260310-2" nbr-order note O260310-2 -A 大鱼塘村 --note 事 -n -H -C order
order 'done'; bad=$id
nbr-order list -t open -H -C order --level neighbourhood | sort -r >opened
line=$(($(wc -l <opened) + 2))
{ echo note,order; echo "1,$bad"; sed 's/^/2,/' opened; echo "3,$v-O260310-99"; echo "4,$w-O260310-999"; echo "5,$bad"; } >in
everything before
says 'of a stream all that are wrong are told' 6 "nbr-order: standard input:2: $bad is done: take cannot be done; confirm, reopen, note can [order-step]
nbr-order: standard input:$((line + 1)): order $v-O260310-99: there is no such record [not-found]
nbr-order: standard input:$((line + 2)): order $w-O260310-999: there is no such record [not-found]" \
    sh -c 'nbr-order take - --at 23:00 <in'
is 'no record of it is written' 0 '' cat out
everything after
same 'and nothing is changed' before after
# By village, within one as they were named.
sort -s -k 1.1,1.12 opened >sorted
is 'a dry run shows the others' 3 "$(cat sorted)" sh -c 'nbr-order take - --at 23:00 -n -r later -H -C order <in'
is 'and sets nothing aside' 1 '' sh -c 'ls | grep later'
is 'the others are taken' 3 "$(cat sorted)" sh -c 'nbr-order take - --at 23:00 -r later -H -C order <in'
is 'and these are set aside' 0 "nbr_line	nbr_code	nbr_message	order
2	order-step	$bad is done: take cannot be done; confirm, reopen, note can	$bad
$((line + 1))	not-found	order $v-O260310-99: there is no such record	$v-O260310-99
$((line + 2))	not-found	order $w-O260310-999: there is no such record	$w-O260310-999" cat later
is 'in that file alone' 0 later sh -c 'ls | grep later'
is 'they can be tried again' 3 confirmed sh -c 'nbr-order confirm - --person 王婶 -r later -H -C status <later'
is 'until none is known' 5 '' sh -c 'nbr-order confirm - --person 王婶 <later'
is 'a device is no file for them' 2 '' nbr-order note $bad --note 事 -r /dev/null
is 'an operand has no line' 3 '' nbr-order take $bad -r later -H
is 'there' 0 "	order-step	$bad is confirmed: take cannot be done; reopen, note can	$bad" tail -n 1 later
is 'a file that cannot be made changes nothing' 8 '' nbr-order note $bad O260310-99 --note 事 -r none/later
is 'JSON lines, and each once' 0 'done' sh -c "{ echo '{\"order\":\"$first\"}'; echo '{\"order\":\"$first\"}'; } | nbr-order finish - --result 完 -H -C status"
is 'a reference is used' 0 confirmed nbr-order confirm $first --person 王婶 --ref 回访1 -H -C status
everything before
is 'once' 0 '' nbr-order confirm $first --person 王婶 --ref 回访1 -H -C status
everything after
same 'and only once' before after

# ---- what is overdue goes up ----

for title in 危房 电线; do post --kind hazard -A $w.01.01.01 --title $title --at 2026-03-08T08:00; done >late
post --kind hazard -A $w.01.01.01 --title 新坑 --at 2026-03-10T08:00 >>late
one=$(sed -n 1p late)
nbr-order hold "$(sed -n 2p late)" --reason 等 --on 2026-03-08 >out
nbr-order list -H -C order -t 'done' >>late
is 'what is overdue, and nothing else' 0 "$one	village" sh -c 'nbr-order escalate --reason overdue - --at 08:30 -H -C order,level <late'
is 'once' 0 '' sh -c 'nbr-order escalate --reason overdue - --at 08:31 -H <late'
nbr-order escalate --reason overdue $one --on 2026-05-01 >out
is 'at the town it stays' 0 '' nbr-order escalate --reason overdue $one --on 2026-12-31 -H
is 'there' 0 'town	open' shown $one level,status

# ---- the clocks ----

id=$(post --kind need -A $v.01.01.01 --title 水管漏水 --at 09:00)
{ nbr-order hold $id --reason 等 --at 09:30 && nbr-order resume $id --at 10:30 && nbr-order take $id --at 11:30 &&
  nbr-order escalate $id --reason 修不了 --at 14:00 && nbr-order answer $id --result 明天 --at 15:00 && nbr-order hold $id --reason 等 --at 16:00; } >out
is 'clocks: ended, in time, standing still' 0 'clock	rule	level	started	paused	held	stopped	due	verdict
take	take-neighbourhood	neighbourhood	10T09:00:00	10T09:30:00	60	10T11:30:00	10T12:00:00	in-time
answer	answer-day	neighbourhood	10T09:00:00	10T09:30:00	60	10T14:00:00	10T23:59:59	ended
finish	finish-neighbourhood	neighbourhood	10T09:00:00	10T09:30:00	60	10T14:00:00	11T23:59:59	ended
answer	answer-day	group	10T14:00:00		0	10T15:00:00	10T23:59:59	in-time
finish	finish-group	group	10T14:00:00	10T16:00:00	90		11T23:59:59	paused' \
    sh -c "nbr-order show $id --clocks --at 17:30 -C clock,rule,level,started,paused,held,stopped,due,verdict | sed 's/2026-03-//g; s/+08:00//g'"
is 'as they stood before' 0 'take	paused
answer	paused
finish	paused' nbr-order show $id --clocks --at 10:00 -H -C clock,verdict
id=$(post --kind need -A $v.01.01.01 --title 迟 --at 2026-03-09T08:30)
is 'one that runs in time' 0 'take	running
answer	running
finish	running' nbr-order show $id --clocks -H -C clock,verdict --at 2026-03-09T10:30
is 'one that runs late' 0 'take	late
answer	running
finish	running' nbr-order show $id --clocks -H -C clock,verdict --at 2026-03-09T10:31
nbr-order take $id --at 2026-03-09T11:00 >out
nbr-order cancel $id --reason 搬走 --at 2026-03-09T12:00 >out
is 'one that stopped late, two given up' 0 'take	late
answer	ended
finish	ended' nbr-order show $id --clocks -H -C clock,verdict
# Closed, and judged again when a version is entered late; not by one that begins later.
id=$(post --kind dispute -A $v --title 地界 --at 2026-02-02T09:00)
nbr-order take $id --at 2026-02-02T10:00 >out && nbr-order finish $id --result 已调解 --at 2026-02-04T09:00 >out
judged() { nbr-order show $id --clocks -H -C clock,rule,rule_first,verdict | grep ^finish; }
is 'judged by the version of the day it started' 0 'finish	finish-village	2020-01-01	in-time' judged
nbr-rule add finish-quarrel --kind deadline --subject order:dispute --every 0 --unit workday --clock finish --first 2026-02-03 >out
is 'not by one that begins the day after' 0 'finish	finish-village	2020-01-01	in-time' judged
nbr-rule add finish-dispute --kind deadline --subject 'order:dispute level:village' --every 1 --unit workday --clock finish --first 2026-02-02 >out
is 'but by one entered late, with an earlier first day' 0 'finish	finish-dispute	2026-02-02	late' judged
nbr-calendar import - <<E
day,kind,name
2026-02-03,holiday,大雪
E
is 'and by a holiday' 0 'finish	finish-dispute	2026-02-02	in-time' judged
is 'which runs tell' 0 'nbr-rule	add	test
nbr-rule	add	test
nbr-calendar	import	test' sh -c 'nbr-db audit -C program,verb,actor -s at -H | grep -v nbr-order | tail -n 3'

# ---- numbers of people in what was typed ----

id=$(post --kind need -A $v.01.01.01 --title '灯坏，电话13800138000' --detail '身份证430121199001011237' --person '王婶 0731-84086001' --at 09:00)
nbr-order take $id --at 09:10 >out
is 'are masked' 0 '灯坏，电话***********	身份证******************	王婶 ****-********' shown $id title,detail,person
is 'in each record, whoever writes it' 0 '灯坏，电话***********' nbr-order note $id --note '打13800138000，2026-03-11 08:00 再来' --at 09:20 -H -C title
is 'in steps; a day and a time are left' 0 '打***********，2026-03-11 08:00 再来' stepped $id note
is 'in a list' 0 '灯坏，电话***********' nbr-order list -H -C title 灯坏
is 'and whole for a reason that is on record' 0 '灯坏，电话13800138000	身份证430121199001011237	王婶 0731-84086001' \
    nbr-order show $id --reveal --reason 回访 -H -C title,detail,person
is 'there' 0 回访 nbr-db query "SELECT reason FROM run WHERE verb = 'reveal'" -H
is 'of steps too' 0 '打13800138000，2026-03-11 08:00 再来' sh -c "nbr-order show $id --events --reveal --reason 回访 -H -C note | tail -n 1"

# ---- lists ----

number="village || '-O' || substr(CAST(no AS TEXT), 3, 6) || '-' || (no % 1000000)"
sql "SELECT $number FROM work_order ORDER BY no, village" >theirs
nbr-order list -H -C order >ours
same 'by day and number, then by village' theirs ours

# listed OPTIONS SQL-CONDITION: the list is what SQL finds.
listed() {
	sql "SELECT $number FROM work_order WHERE $2 ORDER BY no, village" >theirs
	[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
	nbr-order list $1 -H -C order >ours
	same "list $1" theirs ours
}
night=1773072000	# 2026-03-10T00:00:00+08:00
for s in open taken held 'done' confirmed cancelled; do listed "-t $s" "state = '$s'"; done
for s in 待接单:open 办理中:taken 挂起:held 已办结:done 已评价:confirmed 作废:cancelled; do listed "-t ${s%:*}" "state = '${s#*:}'"; done
listed '-t unsettled' "state IN ('open', 'taken', 'held')"
listed '--kind hazard' "kind = 'hazard'"
listed '--level village' 'level = 4'
listed "-A $v.01.01" "village = $v AND hood BETWEEN 10100 AND 10199"
listed "-c $v-C03" "village = $v AND chief = 3"
listed "--household ${v}010001" "village = $v AND household = 10001"
listed "--household ${v}010001 -t unsettled" "village = $v AND household = 10001 AND closed = 0"
listed '--until 2026-03-09' "posted < $night"
listed '--since 2026-03-10' "posted >= $night"
listed '--since 2026-03-09 --until 2026-03-09' "posted BETWEEN $night - 86400 AND $night - 1"
listed '-t cancelled --since 2026-03-10' "state = 'cancelled' AND since >= $night"
listed '-t unsettled --until 2026-03-09' "closed = 0 AND since < $night"
listed '三天' "title LIKE '%三天%' OR detail LIKE '%三天%'"

# ---- what the rows say is what the steps say ----

cat >machine.awk <<'E'
function row() {
	if (order != "")
		print order, state, since, closed, level, chief, answered, score, n
}
BEGIN { FS = OFS = "\t" }
$1 != order {
	row()
	order = $1; since = closed = answered = score = 0; level = chief = ""; before = ""
}
{ n = $2; step = $3; at = $4; level = $5 }
step ~ /^(post|escalate|skip|reopen)$/ { state = "open"; chief = ""; closed = score = 0 }
step == "release" { state = "open"; chief = "" }
step == "take" { state = "taken"; chief = $6 }
step == "hold" { before = state; state = "held" }
step == "resume" { state = before }
step ~ /^(answer|finish)$/ && !answered { answered = at }
step == "finish" { state = "done"; closed = at }
step == "cancel" { state = "cancelled"; closed = at }
step == "confirm" { state = "confirmed"; score = $7 + 0 }
step !~ /^(answer|note)$/ { since = at }
END { row() }
E
for what in 'reopen confirmed' 'reopen cancelled' 'release taken' 'escalate taken' 'resume held' 'cancel held' 'answer held'; do
	order ${what#* }
	nbr-order ${what% *} $id $(needs ${what% *}) --at 09:00 >out
	[ "${what% *}" != reopen ] || nbr-order take $id --at 10:00 >out
done
nbr-order list -H -C order | nbr-order show - --events -H -C order,n,step,at,level,chief,score >steps
awk -f machine.awk steps >theirs
nbr-order list -H -C order,status,since,closed,level,chief,answered,score,run |
	awk 'BEGIN { FS = OFS = "\t" } { if ($4 == "") $4 = 0; if ($7 == "") $7 = 0; if ($8 == "") $8 = 0; NF = 8; print }' >ours
cut -f -8 theirs >plain
same "replaying $(wc -l <steps) steps gives the rows" plain ours
sql "SELECT no FROM work_order o WHERE step <> (SELECT max(n) FROM order_event e WHERE e.village = o.village AND e.no = o.no)
	OR step <> (SELECT count(*) FROM order_event e WHERE e.village = o.village AND e.no = o.no)" >out
same 'and their number' /dev/null out

# What is due is kept true: a remark computes it anew from the steps.
dues() { nbr-order list -t unsettled -H -C order,due; }
anew() {
	dues >before
	nbr-order list -t unsettled -H -C order | nbr-order note - --note 看 --on 2026-12-31 >out
	dues >after
	same "$1" after before
}
id=$(post --kind need -A $v --title 村级事 --at 09:00)
nbr-order take $id --at 09:10 >out && nbr-order answer $id --result 好 --at 09:10 >out
dues >old
anew 'what is due is what the steps say'
nbr-calendar import - <<E
day,kind,name
2026-03-11,holiday,停电
E
dues >new
is 'a new holiday moves it' 1 '' sh -c 'cmp -s old new'
anew 'as the steps say then'
nbr-rule add finish-village --kind deadline --subject level:village --every 9 --unit workday --clock finish --first 2026-03-10 >out
dues >old
is 'so does a rule' 1 '' sh -c 'cmp -s old new'
anew 'and that is so'
is 'when a step was entered is its run'"'"'s time' 0 "$(sql "SELECT substr(r.at, 1, 4) FROM order_event e JOIN run r ON r.village = e.run / 10000000
	AND r.no = e.run % 10000000 WHERE e.village = $v AND e.no = 20260310000001 AND e.n = 1")" \
    sh -c 'nbr-order show "$1" --events -H -C entered | sed "1!d; s/-.*//"' sh $v-O260310-1

# West of Greenwich the day of a number ends after that of its moment; so it does
# in the zone of another time.
db_new nbr
nbr-db init --town 430121106 --name 春华镇 --zone America/Los_Angeles && nbr-area add $v 龙王庙村 && nbr-rule import "$top/lib/data/rulebook-example.csv" || exit
for at in 00:00 23:59; do
	nbr-order post --kind need -A $v --title 一日 --on 2026-03-10 --at $at >out 2>&1
done
day() { nbr-order list -H -C order,posted --since "$1" --until "$1" --on 2026-12-31; nbr-order stats -H -C posted --since "$1" --until "$1" --on 2026-12-31; }
is 'a day in the west' 0 "$v-O260310-1	2026-03-10T00:00:00-07:00
$v-O260310-2	2026-03-10T23:59:00-07:00
2" day 2026-03-10
sql "UPDATE setting SET value = 'UTC' WHERE key = 'zone'"
is 'told in another zone' 0 "$v-O260310-2	2026-03-11T06:59:00+00:00
1" day 2026-03-11

nbr-area add $v.09 第九片 --on 2026-03-01 && nbr-order post --kind hazard -A $v.09 --title 塌方 --on 2026-03-12 >out &&
	nbr-area retire $v.09 --on 2026-06-01 --reason 合并 || exit
is 'an area that is no more has its name' 0 "$v.09	第九片
$v.09	第九片
龙王庙村/第九片" sh -c 'nbr-order stats -H --by area -A "$1" --since 2026-01-01 --on 2026-12-31 -C by,name | tail -n 1
	nbr-order overdue -H -A "$1.09" -C area,area_name --on 2026-12-31
	nbr-report public orders -H -A "$1.09" -t unsettled --since 2026-01-01 --on 2026-12-31 -C area_name' sh $v

done_testing
