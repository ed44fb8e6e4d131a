#!/bin/sh
# Points on public notice: objections and decisions, the notice, the day's points.
# What is told is reckoned again from the plain rows.
# shellcheck source=tests/lib.sh disable=SC2016,SC2046,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit

v=430121106205 w=430121106206
nbr-db init --town 430121106 --name 春华镇 &&
nbr-area import - <<X &&
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$w,大鱼塘村
$w.01,大片
X
nbr-chief import - <<X &&
name,area,elected
陈明,$v.01,2024-03-22
毛贵祥,$w.01,2024-03-22
X
nbr-rule import - <<X || exit
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,first,last
helped,deed,帮困,manual,award,6,,,,,2024-01-01,
honest,deed,诚信,manual,award,10,,,,5,2024-01-01,
gambling,deed,赌博,manual,deduct,7,,,,,2024-01-01,
spoke,deed,乱说,manual,deduct,2,,,,3,2024-01-01,
X
now=2026-03-10T01:02:03Z
points() { clock $now nbr-points "$@"; }
award() { points award "$1" --rule "$2" --reason "$3" -H -C entry,points,final; }

# ---- objections ----

is 'an award on notice' 0 "$v-P1	10	2026-03-15" award $v-C01 honest 拾金
is 'another one' 0 "$v-P2	10	2026-03-15" award $v-C01 honest 让座
is 'one that is final at once' 0 "$v-P3	6	" award $v-C01 helped 送水
is 'one of another village' 0 "$w-P1	10	2026-03-15" award $w-C01 honest 拾金
object() { points object "$@" --reason 不实 --person 王婶 -H -C entry,name,title,points,day,person,reason,status; }
is 'somebody objects' 0 "$v-P1	陈明	诚信	10	2026-03-11	王婶	不实	open" object $v-P1 --on 2026-03-11
is '... on the last day still' 0 "$w-P1	毛贵祥	诚信	10	2026-03-14	王婶	不实	open" object $w-P1 --on 2026-03-14
rows() { for t in entry objection account chain; do sql "SELECT * FROM $t ORDER BY 1, 2, 3"; done; }
# refused NAME WHY VERB...: and nothing is changed.
refused() {
	what=$1 why=$2; shift 2
	rows >before
	says "$what" 6 "nbr-points: $why" points "$@" --reason 不实
	rows >after
	same "$what: nothing is changed" before after
}
refused 'twice' "$v-C01: an objection to entry $v-P1 of 2026-03-11 is open [objection]" object $v-P1 --person 李叔 --on 2026-03-12
refused 'too late' "$v-C01: entry $v-P2 was on notice until 2026-03-14 [notice-over]
    a mistake found later is reversed with a reason" object $v-P2 --person 李叔 --on 2026-03-15
refused 'what was final at once' "$v-C01: entry $v-P3 was never on notice [notice-over]
    a mistake found later is reversed with a reason" object $v-P3 --person 李叔
refused 'a decision without an objection' "$v-C01: no objection to entry $v-P2 is open [objection]" decide $v-P2 -t dismissed
says 'nobody' 2 "nbr-points: --person is needed: who objects
    Try 'nbr-points object --help'." points object $v-P2 --reason 不实
says 'no reason' 2 "nbr-points: --reason is needed: it is kept with the entry
    Try 'nbr-points object --help'." points object $v-P2 --person 李叔
says 'no decision' 2 "nbr-points: --status is needed: upheld or dismissed
    Try 'nbr-points decide --help'." points decide $v-P1 --reason 属实
says 'another word' 2 "nbr-points: --status: open, upheld or dismissed, not maybe
    Try 'nbr-points decide --help'." points decide $v-P1 -t maybe --reason 属实
says 'no entry' 5 "nbr-points: entry $v-P9: there is no such record [not-found]" points object $v-P9 --person 李叔 --reason 不实

# Points under an objection are not spent, whatever the day.
hint='
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them'
spend() { points deduct $v-C01 --rule gambling --reason 打牌 --on "$1" -H -C points,balance; }
refused 'on notice they are not spent' "$v-C01: 7 points are needed; the balance is 26, and 6 of it may be spent [points-short]$hint" \
    deduct $v-C01 --rule gambling
is 'after it those without an objection are' 0 '-7	19' spend 2026-03-15
is '... all 16 of them' 0 '-7	12' spend 2026-03-15
refused '... but not the others' "$v-C01: 7 points are needed; the balance is 12, and 2 of it may be spent [points-short]$hint" \
    deduct $v-C01 --rule gambling --on 2026-12-31

open() { nbr-points objections -H -C entry,name,points,day,person,reason,status,decided,decision,reversal "$@"; }
is 'they are listed' 0 "$v-P1	陈明	10	2026-03-11	王婶	不实	open			
$w-P1	毛贵祥	10	2026-03-14	王婶	不实	open			" open -t open
is '... those of a village' 0 "$w-P1	毛贵祥	10	2026-03-14	王婶	不实	open			" open -A $w
is 'one is dismissed' 0 "$v-P1	dismissed	2026-03-20	有登记" points decide $v-P1 -t dismissed --reason 有登记 --on 2026-03-20 -H -C entry,status,decided,decision
is '... then its points are spent' 0 '-7	5' spend 2026-03-20
nbr-points objections -t 待处理 >listed
decide_listed() { points decide - -t 成立 --reason 查无此事 --on 2026-03-21 -H -C entry,status,reversal <listed; }
is 'another is upheld, by a list: its entry is reversed' 0 "$w-P1	upheld	$w-P2" decide_listed
is '... in the same change' 0 "1	1" sql "SELECT count(*), count(DISTINCT run) FROM (SELECT run FROM entry WHERE village = $w AND seq = 2
	INTERSECT SELECT run FROM objection WHERE village = $w AND n = 2) x"
is '... with the reason' 0 "reverse	-10	0	reverse:1	查无此事" sql "SELECT e.kind, e.points, e.balance, e.ref, n.words FROM entry e JOIN entry_note n ON n.village = e.village AND n.seq = e.seq WHERE e.village = $w AND e.seq = 2"
refused 'decided is decided' "$w-C01: no objection to entry $w-P1 is open [objection]" decide $w-P1 -t dismissed
refused 'what was reversed is not objected to' "$w-C01: entry $w-P1 is reversed by $w-P2 [reversed]" object $w-P1 --person 李叔 --on 2026-03-12
done_testing
