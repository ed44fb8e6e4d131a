#!/bin/sh
# Points: awards, caps, deductions, reversals, streams of them. After each group the
# chains are reckoned again from the plain rows, by a program of the test's own.
# shellcheck source=tests/lib.sh disable=SC2016,SC2046,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit

v=430121106205 w=430121106206
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import - <<X &&
area,name
430121106,春华镇
$v,龙王庙村
$v.01,东片
$v.01.01,一组
$v.01.01.01,谢家屋场
$v.01.01.02,周家屋场
$w,大鱼塘村
$w.01,大片
X
nbr-chief import - <<X &&
name,area,elected
陈明,$v.01,2024-03-22
刘洋,$v.01.01,2024-03-22
易子春,$v.01.01.01,2024-03-22
毛贵祥,$w.01,2024-03-22
X
nbr-rule import - <<X || exit
rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,first,last
helped,deed,帮困,manual,award,5,8,12,,,2024-01-01,2025-12-31
helped,deed,帮困,manual,award,6,,14,20,,2026-01-01,
honest,deed,诚信,manual,award,10,,,,5,2024-01-01,
gambling,deed,赌博,manual,deduct,7,10,,,,2024-01-01,
thanked,deed,感谢,manual,award,1,,,,,2024-01-01,
late,deed,迟到,manual,deduct,20,,,,,2024-01-01,
later,deed,以后,manual,award,1,,,,,2027-01-01,
X

reckon() {
	sql 'SELECT village, seq, at, day, actor, kind, account, points, balance, reason, ref, note, hash FROM entry ORDER BY village, seq' >entry
	sql 'SELECT village, account, balance, earned, spent, entries, last FROM account ORDER BY village, account' >account
	sql 'SELECT village, seq, hash, at FROM chain ORDER BY village' >chain
	perl "$top/tests/reckon.pl"
}
whole() { is "$1: the chains are whole, the accounts are their sums" 0 '' reckon; }
# points VERB...: on the clock of $now. short VERB...: what is worth comparing.
now=2026-03-10T01:02:03Z
points() { clock $now nbr-points "$@"; }
short() { points "$@" -H -C entry,day,chief,name,kind,rule,title,points,cut,balance,ref,note; }
entries() { sql 'SELECT count(*) FROM entry'; }

# ---- by hand ----

is 'one chief' 0 "$v-P1	2026-03-10	$v-C03	易子春	award	helped	帮困	6	0	6	helped:R2:3	帮李奶奶修水管" \
    short award 易子春 --rule helped --reason 帮李奶奶修水管
is 'several, of two villages, in the order of codes' 0 "$v-P2	2026-03-10	$v-C01	陈明	award	helped	帮困	6	0	6	helped:R3:1	防汛
$v-P3	2026-03-10	$v-C02	刘洋	award	helped	帮困	6	0	6	helped:R3:2	防汛
$w-P1	2026-03-10	$w-C01	毛贵祥	award	helped	帮困	6	0	6	helped:$v-R3:1	防汛" \
    short award $w-C01 $v-C01 刘洋 --rule 帮困 --reason 防汛
is 'of a day before, by the deed of that day' 0 "$v-P4	2025-12-31	$v-C01	陈明	award	helped	帮困	5	0	11	helped:R4:1	旧账" \
    short award $v-C01 --rule helped --reason 旧账 --on 2025-12-31
whole 'by hand'
before=$(entries)
is 'a dry run shows the same' 0 "$v-P5	2026-03-10	$v-C03	易子春	award	honest	诚信	10	0	16	honest:R5:3	拾金" \
    short award -n $v-C03 --rule honest --reason 拾金
is '... and stores nothing' 0 "$before" entries

# ---- when, and who ----

is 'points on notice' 0 "2026-03-10T23:59:59+08:00	test	2026-03-15	honest.20240101	$v-R5" \
    clock 2026-03-10T15:59:59Z nbr-points award $v-C03 --rule honest --reason 拾金 -H -C at,actor,final,reason,run
is 'the clock of an entry is never before the last one' 0 "2026-03-10T23:59:59+08:00	u-8ac9540bf3a5f9df	2026-03-15" \
    clock 2026-03-10T01:00:00Z nbr-points award $v-C02 --rule honest --reason 拾金 --actor 王芳 -H -C at,actor,final
is 'nor is the notice that of the business day' 0 "2026-03-11T00:00:00+08:00	test	2026-03-16" \
    clock 2026-03-10T16:00:00Z nbr-points award $v-C01 --rule honest --reason 拾金 --on 2026-02-01 -H -C at,actor,final
sql 'SELECT n.nonce, n.words, e.note FROM entry e JOIN entry_note n ON n.village = e.village AND n.seq = e.seq' >notes
while read -r nonce words digest; do
	[ "$(printf %s "$nonce:$words" | sha256sum)" = "$digest  -" ] && echo "${#nonce}"
done <notes | sort | uniq -c | tr -s ' ' >found
is 'words are in the chain by their digests' 0 " $(entries) 32" cat found
is '... each with a nonce of its own' 0 '' sh -c 'cut -f 1 notes | sort | uniq -d'
whole 'when, and who'

# ---- caps ----

gives() { short award "$1" --rule "${3-helped}" --reason 帮 --on "$2" | cut -f 2,8-10; }
full() {
	says "$1" 6 "nbr-points: $v-C02: helped gives $3 [cap-reached]
    nbr-rule explain shows the caps" points award $v-C02 --rule helped --reason 帮 --on "$2"
}
is 'below the cap of a day' 0 '2025-11-01	5	0	21' gives $v-C02 2025-11-01
is 'it cuts' 0 '2025-11-01	3	2	24' gives $v-C02 2025-11-01
full 'and refuses, with the figures' 2025-11-01 '8 points at most from 2025-11-01 to 2025-11-01, and has given 8'
is 'on another day there is room' 0 '2025-11-30	4	1	28' gives $v-C02 2025-11-30
full 'the cap of the month' 2025-11-15 '12 points at most from 2025-11-01 to 2025-11-30, and has given 12'
is 'in another month there is room' 0 '2025-12-01	5	0	33' gives $v-C02 2025-12-01
is 'and for another chief' 0 '2025-11-15	5	0	26' gives $v-C01 2025-11-15
is 'a later version' 0 '2026-03-11	6	0	39' gives $v-C02 2026-03-11
is 'its month: of the day before yesterday too' 0 '2026-03-12	2	4	41' gives $v-C02 2026-03-12
is 'its year' 0 '2026-04-30	6	0	47' gives $v-C02 2026-04-30
full 'is full' 2026-12-31 '20 points at most from 2026-01-01 to 2026-12-31, and has given 20'
is 'the caps of one deed are not those of another' 0 '2026-12-31	10	0	57' gives $v-C02 2026-12-31 honest
is 'a reversal' 0 "$v-P17	2026-03-12	$v-C02	刘洋	reverse	helped	帮困	-2		55	reverse:14	记错" short reverse P14 -A $v --reason 记错 --on 2026-03-12
is '... leaves room' 0 '2026-03-13	2	4	57' gives $v-C02 2026-03-13
whole 'caps'

# ---- deductions, and what may be spent ----

# refused NAME WHY VERB...: with the figures, and nothing is changed.
refused() {
	what=$1 why=$2; shift 2
	reckon; cat entry account chain >before
	says "$what" 6 "nbr-points: $why" points "$@"
	reckon; cat entry account chain >now
	same "$what: nothing is changed" before now
}
hint='
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them'
for on in 2026-03-10 2026-03-14 2026-03-15; do	# a later business day ends no notice
	refused "points on notice are not spent: $on" "$v-C03: 7 points are needed; the balance is 16, and 6 of it may be spent [points-short]$hint" \
	    deduct $v-C03 --rule gambling --reason 打牌 --on $on
done
now=2026-03-15T01:02:03Z
is 'when the notice is over they are' 0 "$v-P19	2026-03-15	$v-C03	易子春	deduct	gambling	赌博	-7	0	9	gambling:R19:3	打牌" \
    short deduct $v-C03 --rule gambling --reason 打牌 --on 2026-03-15
is 'a cap cuts what is taken, too' 0 "$v-P20	2026-03-15	$v-C03	易子春	deduct	gambling	赌博	-3	4	6	gambling:R20:3	打牌" \
    short deduct $v-C03 --rule gambling --reason 打牌 --on 2026-03-15
refused 'more than there is' "$v-C03: 7 points are needed; the balance is 6, and 6 of it may be spent [points-short]$hint" \
    deduct $v-C03 --rule gambling --reason 打牌 --on 2026-03-16
refused 'of a past day, more than there was' "$v-C02: 7 points are needed; the balance is 57, and 0 of it may be spent [points-short]$hint" \
    deduct $v-C02 --rule gambling --reason 打牌 --on 2025-10-31
is 'what was there then, and ever since' 0 "$v-P21	2025-11-01	-7	50" points deduct $v-C02 --rule gambling --reason 打牌 --on 2025-11-01 -nHC entry,day,points,balance
is 'the runs of another village count for themselves' 0 "$w-P2	2026-03-10	$w-C01	毛贵祥	award	honest	诚信	10	0	16	honest:R1:1	拾金" \
    short award $w-C01 --rule honest --reason 拾金
refused 'what is not on notice is not enough' "$w-C01: 7 points are needed; the balance is 16, and 6 of it may be spent [points-short]$hint" \
    deduct $w-C01 --rule gambling --reason 打牌
refused 'an award is no deduction' 'helped: the deed is of the other side [deed-side]
    award takes deeds that award, deduct those that deduct' deduct $v-C03 --rule helped --reason 打牌
refused 'nor the other way' 'gambling: the deed is of the other side [deed-side]
    award takes deeds that award, deduct those that deduct' award $v-C03 --rule gambling --reason 打牌
for deed in none later; do
	refused "no deed of that day: $deed" "$deed: no such deed in the rulebook of that day [deed-unknown]
    nbr-rule list deed shows them" award $v-C03 --rule $deed --reason 帮
done
whole 'deductions'

# ---- reversals ----

refused 'before it was there' "$v-C03: entry $v-P20 is of 2026-03-15, and this is 2026-03-14 [time-order]
    correct one of the two times" reverse $v-P20 --reason 记错 --on 2026-03-14
is 'a deduction taken back' 0 "$v-P21	2026-03-16	$v-C03	易子春	reverse	gambling	赌博	3		9	reverse:20	查无此事" \
    short reverse P20 -A $v --reason 查无此事 --on 2026-03-16
refused 'twice' "$v-C03: entry $v-P20 is reversed by $v-P21 [reversed]" reverse $v-P20 --reason 再来
refused 'a reversal' "$v-C03: entry $v-P21 is of the kind reverse [reverse-what]
    an award, a deduction or an exchange is" reverse $v-P21 --reason 再来
refused 'an award that was spent' "$v-C03: 10 points are needed; the balance is 9, and 9 of it may be spent [points-short]$hint" \
    reverse $v-P5 --reason 记错 --on 2026-03-16
is 'one on notice is not among those that may be spent' 0 "$w-P3	2026-03-10	$w-C01	毛贵祥	reverse	honest	诚信	-10		6	reverse:2	记错" \
    short reverse $w-P2 --reason 记错
is 'several' 0 "$v-P22	2026-03-16	$v-C01	陈明	reverse	helped	帮困	-6		20	reverse:2	记错
$v-P23	2026-03-16	$v-C01	陈明	reverse	helped	帮困	-5		15	reverse:4	记错" short reverse P2 P4 P2 -A $v --reason 记错 --on 2026-03-16
says 'none' 5 'nbr-points: entry P99: there is no such record [not-found]' points reverse P99 --reason 记错
says 'two of that number' 5 "nbr-points: entry P1: $v-P1, $w-P1: several records fit [ambiguous]
    write more of it" points reverse P1 --reason 记错
says 'no reason' 2 "nbr-points: --reason is needed: it is kept with the entry
    Try 'nbr-points reverse --help'." points reverse P1
whole 'reversals'

# ---- the days of a rule that was used ----

says 'it does not end before an entry by hand' 6 "nbr-rule: gambling on 2026-03-14: entry $v-P19: an entry by hand is dated after that day; end it later, or begin the next version later [state]" nbr-rule end gambling --on 2026-03-14
is 'but with it' 0 '' nbr-rule end gambling --on 2026-03-15 -n
next() { nbr-rule add gambling --kind deed --name 赌博 --subject manual --side deduct --value 8 --on "$1" -n; }
says 'nor for the next version' 6 "nbr-rule: gambling: first: 2026-03-15: an entry by hand is dated after that day; end it later, or begin the next version later [state]" next 2026-03-15
is 'but after it' 0 '' next 2026-03-16
printf 'rule,kind,name,subject,side,value,cap_day,first,last\ngambling,deed,赌博,manual,deduct,7,10,2024-01-01,2026-03-14\n' >rules.csv
says 'nor by an import' 4 "nbr-rule: rules.csv:2: last: 2026-03-14: an entry by hand is dated after that day; end it later, or begin the next version later [state]
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-rule import -u update rules.csv

# ---- a closed period ----

is 'a period is closed' 0 '' sql "UPDATE chain SET closed = 20260228 WHERE village = $v"
refused 'no entry is dated in it' "$v-C01: 2026-02-28 is in a closed period: it ended on 2026-02-28 [period-closed]
    enter it with a later day; the reason may name the day that is meant" award $v-C01 --rule honest --reason 旧账 --on 2026-02-28
refused 'nor a reversal' "$v-C01: 2026-02-01 is in a closed period: it ended on 2026-02-28 [period-closed]
    enter it with a later day; the reason may name the day that is meant" reverse $v-P12 --reason 旧账 --on 2026-02-01
is 'the day after it is' 0 "$v-P24	2026-03-01" points award $v-C01 --rule honest --reason 旧账 --on 2026-03-01 -H -C entry,day
is 'and one of another village' 0 "$w-P4	2026-02-28" points award $w-C01 --rule honest --reason 旧账 --on 2026-02-28 -H -C entry,day
whole 'a closed period'

# ---- streams ----

# from FILE VERB...: with the file on standard input.
from() { file=$1; shift; points "$@" <"$file"; }
nbr-chief list >chiefs
{ echo note,chief; printf 'x,%s\n' $w-C01 $v-C02 $v-C01; } >some.csv
echo "{\"chief\":\"$v-C02\"}" >one.json
is 'what a list gives' 0 "$v-C01	1	$v-P25
$v-C02	1	$v-P26
$v-C03	1	$v-P27
$w-C01	1	$w-P5" from chiefs award --rule thanked --reason 年终 - -H -C chief,points,entry
is 'a file' 0 "$v-C02	1
$v-C01	1
$w-C01	1" points award --rule thanked --reason 年终 --from some.csv -H -C chief,points
is 'or - as a file' 0 "$v-C02	1" from one.json award --rule thanked --reason 年终 --from - -H -C chief,points
is 'under a key it is done once' 0 "$v-C02	1" from one.json award --rule thanked --reason 年终 --from - -H -C chief,points --ref k1
is '... and not again' 0 '' from one.json award --rule thanked --reason 年终 --from - -H -C chief,points --ref k1
says 'both' 2 "nbr-points: operands or --from are needed, not both
    Try 'nbr-points award --help'." points award C01 --rule thanked --reason 年终 --from some.csv
says 'neither' 2 "nbr-points: operands or --from are needed, not both
    Try 'nbr-points award --help'." points award --rule thanked --reason 年终
says 'no such file' 2 "nbr-points: --from: none.csv: No such file or directory
    Try 'nbr-points award --help'." points award --rule thanked --reason 年终 --from none.csv

printf '%s\n' chief $v-C03 $v-C09 $v-C02 $w-C01 $v-C01 $v-C02 >mixed
hint='
    provisional points, and those under an objection, cannot be spent; nbr-points balance shows them'

lacks() { echo "nbr-points: ${5-mixed}:$1: $2: 20 points are needed; the balance is $3, and $4 of it may be spent [points-short]$hint"; }
absent() { echo "nbr-points: mixed:3: chief $v-C09: there is no such record [not-found]"; }
refused 'all refusals are told, each with its place' "$(lacks 2 $v-C03 10 0 mixed | sed 's/^nbr-points: //')
$(absent)
$(lacks 5 $w-C01 18 8)
$(lacks 6 $v-C01 27 7)" deduct --from mixed --rule late --reason 迟到
is 'or they are set aside' 3 "$v-C02	-20	41" points deduct --from mixed --rule late --reason 迟到 -r aside -H -C chief,points,balance
is '... each with its reason' 0 "nbr_line	nbr_code	chief
2	points-short	$v-C03
3	not-found	$v-C09
5	points-short	$w-C01
6	points-short	$v-C01" cut -f 1,2,4 aside
sed -n '1p; /not-found/!{2,3p;}' aside >again
says '... for another try' 6 "$(lacks 2 $v-C03 10 0 'standard input')" from again deduct --rule late --reason 迟到 -
whole 'streams'

# ---- for a cause ----

{
	printf 'household,area,head,since\n%s,%s,周浩胜,2024-01-01\n' ${v}010001 $v.01.01.01 | nbr-household import -
	for kind in need dispute need need; do
		nbr-order post --kind $kind -A $v.01.01.01 --title 事$((i = ${i-0} + 1)) --on 2026-03-01
	done
	for o in 1 2 3; do
		nbr-order take O260301-$o --on 2026-03-01 && nbr-order finish O260301-$o --result 已办 --on 2026-03-02
	done
	nbr-order confirm O260301-1 --person 王婶 --on 2026-03-02 && nbr-order confirm O260301-2 --person 王婶 -c 陈明 --on 2026-03-02
	nbr-visit log ${v}010001 --on 2026-03-03 && nbr-visit log ${v}010001 --kind phone --on 2026-03-04
	nbr-activity add --kind council -A $v --on 2026-03-04 && nbr-activity attend A260304-1 C01 C02 --on 2026-03-04
	sql "INSERT INTO commendation (village, no, chief, level, title, withdrawn, run) VALUES ($v, 20260305000001, 2, 2, '先进', 0, 0), ($v, 20260305000002, 2, 1, '先进', 0, 0)"
} >out 2>&1 || cat out
cause() { points "$@" -H -C entry,day,chief,rule,points,ref; }
nbr-order list -t confirmed >orders.tsv
is 'orders that were confirmed: who took them is awarded, not who confirmed' 0 "$v-P33	2026-03-02	$v-C03	order-done	5	order-done:O260301-1
$v-P34	2026-03-02	$v-C03	order-done	5	order-done:O260301-2" cause award --rule order-done --from orders.tsv
is 'again: once is enough' 0 '' cause award --rule order-done --from orders.tsv
is 'another deed for the same' 0 "$v-P35	2026-03-02	$v-C03	dispute-done	5	dispute-done:O260301-2" cause award --rule dispute-done O260301-2
refused 'an order that is not confirmed, or of another kind' "$v-O260301-1 is nothing that dispute-done is for [cause-unknown]
    a deed awards for a confirmed order, a visit that counts, a chief who was there, a commendation
nbr-points: $v-O260301-3 is nothing that dispute-done is for [cause-unknown]
    a deed awards for a confirmed order, a visit that counts, a chief who was there, a commendation" award --rule dispute-done O260301-1 O260301-2 O260301-3
refused 'nor before its day' "$v-O260301-1 is nothing that order-done is for [cause-unknown]
    a deed awards for a confirmed order, a visit that counts, a chief who was there, a commendation" award --rule order-done O260301-1 --on 2026-03-01
says 'no such order' 5 'nbr-points: order O260301-9: there is no such record [not-found]' points award --rule order-done O260301-9
nbr-visit list >visits
is 'visits at the door' 3 "$v-P36	2026-03-03	$v-C03	door-visit	1	door-visit:010001-V260303" cause award --rule door-visit --from visits -r aside
is '... not by phone' 0 "3	cause-unknown	${v}010001-V260304" sh -c 'tail -n +2 aside | cut -f 1,2,4'
is 'who was there' 0 "$v-P37	2026-03-04	$v-C01	council-joined	2	council-joined:A260304-1:1
$v-P38	2026-03-04	$v-C02	council-joined	2	council-joined:A260304-1:2" cause award --rule council-joined A260304-1
is 'an honour of its level, and words with it' 0 "$v-P39	2026-03-05	$v-C02	刘洋	award	honour-county	县级表彰	15	0	58	honour-county:K260305-1	表彰大会" \
    short award --rule honour-county K260305-1 --reason 表彰大会
is 'taken back' 0 "$v-P40	2026-03-10	$v-C02	刘洋	reverse	honour-county	县级表彰	-15		43	reverse:39	未到会" \
    short reverse $v-P39 --reason 未到会
is '... and awarded again' 0 "$v-P41	2026-03-05	$v-C02	honour-county	15	honour-county:K260305-1.2" cause award --rule honour-county K260305-1
is '... once' 0 '' cause award --rule honour-county K260305-1
is 'a period is closed' 0 '' sql "UPDATE chain SET closed = 20260305 WHERE village = $v"
is '... then it is of the business day' 0 "$v-P42	2026-03-10	$v-C02	honour-city	20	honour-city:K260305-2" cause award --rule honour-city K260305-2
{
	nbr-rule add seated --kind deed --name 到会 --subject activity:council --side award --value 2 --cap-day 2 --on 2026-01-01
	nbr-activity add --kind council -A $v --title 二 --on 2026-03-04 && nbr-activity attend A260304-2 C02 C03 --on 2026-03-04
} >out 2>&1 || cat out
is 'all who were there' 0 "$v-C01
$v-C02" points award --rule seated A260304-1 -HC chief
is 'but one who has enough' 3 "$v-C03" points award --rule seated A260304-2 -r aside -HC chief
is '... who is set aside' 0 "cap-reached	$v-C02: seated gives 2 points at most from 2026-03-10 to 2026-03-10, and has given 2	A260304-2" sh -c 'tail -n +2 aside | cut -f 2-'
is '... and the others have theirs' 0 1 sql "SELECT count(*) FROM entry WHERE ref = 'seated:A260304-2:3'"
whole 'for a cause'

# ---- a deed that was awarded is not rewritten ----

deeds() { printf '%s\n' rule,kind,name,subject,side,value,cap_day,cap_month,cap_year,notice,first,last "$@" >deeds.csv; }
rules() { nbr-db query "SELECT * FROM rule WHERE kind = 'deed' ORDER BY rule, first"; }
deeds helped,deed,帮困,manual,award,7,,14,20,,2026-01-01, gambling,deed,赌博,manual,deduct,8,10,,,,2024-01-01, \
    thanked,deed,感谢,commendation,award,1,,,,,2024-01-01, honest,deed,诚信,manual,award,10,20,,,5,2024-01-01, \
    later,deed,以后,manual,award,2,,,,3,2027-01-01,
rules >before
says 'all of its file are told' 4 "nbr-rule: deeds.csv:2: first: 2026-01-01: points were awarded by this version: what it is for and its figures stay [rule-awarded]
    write a new version, with a later first day
nbr-rule: deeds.csv:3: first: 2024-01-01: points were awarded by this version: what it is for and its figures stay [rule-awarded]
nbr-rule: deeds.csv:4: first: 2024-01-01: points were awarded by this version: what it is for and its figures stay [rule-awarded]
nbr-rule: deeds.csv:5: first: 2024-01-01: points were awarded by this version: what it is for and its figures stay [rule-awarded]
    nothing was stored: 4 of 5 rows are bad; --rejects FILE sets them aside and stores the others" nbr-rule import -u update deeds.csv
rules >now
same '... and nothing is changed' before now
is '... also as a dry run' 4 '' nbr-rule import -n -u update deeds.csv
is 'what was not awarded takes new figures' 3 '' nbr-rule import -u update deeds.csv -r aside.csv
is '... these' 0 '2	3' nbr-rule show later -H -C value,notice
deeds helped,deed,帮扶困难户,manual,award,6,,14,20,,2026-01-01,2029-12-31
is 'its name and its last day are put right' 0 '帮扶困难户	2029-12-31' sh -c 'nbr-rule import -u update deeds.csv && nbr-rule show helped -H -C name,last | tail -1'
is 'and the ledger is whole' 0 '' nbr-points verify -H

# ---- who changes rows by hand ----

# shell STATEMENT: as whoever has a shell may try it. "accepted", or why it is not.
shell() {
	case $engine in
	sqlite) sqlite3 -batch -init /dev/null "$NBR_DB" "$1";;
	*) psql -qAtX -v ON_ERROR_STOP=1 -d "$NBR_DB" -c "$1";;
	esac >said 2>&1 && echo accepted
	grep -o -e '[a-z_]* is only added to' -e 'constraint' said | head -1
}
sql "INSERT INTO goods (village, goods, name, unit, stock, first, last, run) VALUES ($v, 1, '肥皂', '块', 5, 20240101, 99991231, 0)"
sql "INSERT INTO goods_move (village, goods, n, day, kind, quantity, stock, exchange, note, run) VALUES ($v, 1, 1, 20240101, 'restock', 5, 5, 0, '', 0)"
sql "INSERT INTO objection (village, seq, n, step, day, person, reason, run) VALUES ($v, 5, 1, 'objected', 20260310, '王婶', '不实', 0)"
rows() { for t in entry objection goods_move; do sql "SELECT * FROM $t ORDER BY 1, 2, 3"; done; }
rows >before
for t in entry objection goods_move; do
	while read -r only statement; do
		case $only in
		both | "$engine") is "$statement" 0 "$t is only added to" shell "$statement";;
		*) skip 'is no SQL there' "$statement";;
		esac
	done <<-X
	both UPDATE $t SET day = 20240101
	both UPDATE $t SET village = village WHERE run >= 0
	both DELETE FROM $t
	both DELETE FROM $t WHERE run >= 0
	sqlite UPDATE OR IGNORE $t SET day = 20240101
	sqlite UPDATE OR REPLACE $t SET run = 7
	sqlite INSERT OR REPLACE INTO $t SELECT * FROM $t
	sqlite REPLACE INTO $t SELECT * FROM $t
	sqlite INSERT INTO $t SELECT * FROM $t WHERE true ON CONFLICT DO UPDATE SET day = 1
	postgresql INSERT INTO $t SELECT * FROM $t ON CONFLICT ON CONSTRAINT ${t}_pkey DO UPDATE SET day = 1
	postgresql TRUNCATE $t CASCADE
	X
done
[ "$engine" = sqlite ] && there='entry is only added to' || there=constraint
is 'a ref that is there' 0 "$there" shell "INSERT INTO entry SELECT village, 99, at, day, actor, kind, account, points, balance, reason, ref, note, hash, final, run
	FROM entry WHERE village = $v AND seq = 1"
while IFS='|' read -r why values; do
	is "$why" 0 constraint shell "INSERT INTO entry SELECT village, 99, at, day, actor, ${values% *}, note, substr(hash, 1, ${values##* }), 0, 0 FROM entry WHERE village = $v AND seq = 1"
done <<X
another kind|'gift', 1, 1, 1, 'x', 'y' 64
too many points|'award', 1, 1000001, 1, 'x', 'y' 64
a negative balance|'award', 1, 1, -1, 'x', 'y' 64
half a hash|'award', 1, 1, 1, 'x', 'y' 32
X
rows >now
same 'nothing is changed' before now
whole 'who changes rows by hand'

nbr-chief elect -c $v-C02 -A $v.01 --on 2026-01-01 -q >/dev/null
is 'who holds two posts stands under the upper one' 0 '东片' points balance $v-C02 -H -C area_name

# ---- and with the power to ----

tamper() {
	db_copy nbr other
	[ "$engine" != sqlite ] || sql 'DROP TRIGGER entry_update; DROP TRIGGER entry_delete' "$(db_at other)"
	sql "$2" "$(db_at other)"
	says "$1" 6 "nbr-points: $3: the ledger is not what it was [ledger-broken]
    nbr-points verify names the first entry that is wrong" points award $v-C01 --rule thanked --reason 年终 -D "$(db_at other)"
}
last=$(sql "SELECT seq FROM chain WHERE village = $v")
tamper 'the last entry' "UPDATE entry SET points = points + 1 WHERE village = $v AND seq = $last" "village $v, entry $last"
tamper 'the one before it' "UPDATE entry SET hash = substr(hash, 2) || '0' WHERE village = $v AND seq = $last - 1" "village $v, entry $last"
tamper 'the last entry is gone' "DELETE FROM entry WHERE village = $v AND seq = $last" "village $v, entry $last"
tamper 'the chain' "UPDATE chain SET hash = substr(hash, 2) || '0' WHERE village = $v" "village $v, entry $last"
tamper 'an account' "UPDATE account SET balance = balance + 1, earned = earned + 1 WHERE village = $v AND account = 1" "the account of $v-C01"
tamper 'what an account earned' "UPDATE account SET earned = earned + 1 WHERE village = $v AND account = 1" "the account of $v-C01"
is 'however often it is looked at' 3 '' points reverse $v-P37 $v-P43 --reason 记错 -r aside -H -D "$(db_at other)"
done_testing
