#!/bin/sh
# A made-up year of a whole town: every number of stats, and what is overdue, against
# a computation in perl over the exported steps. ORDERS=100 makes it a hundred times the
# orders, in nine villages of 84 areas each, and takes a minute or two: make bench.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
NBR_TODAY=2100-01-01; export NBR_TODAY

times=${ORDERS:-1}
asked=0

# expect NAME COMMAND... -- NAME=VALUE...: both are to say the same, and something.
expect() {
	asked=$((asked + 1))
	what=$1 verb=$2; shift 2
	: >"$tmp/said"
	while [ "$1" != -- ]; do
		printf '%s\n' "$1" >>"$tmp/said"; shift
	done
	shift
	printf '%s\n' "$what" >>"$tmp/names"
	{ printf '%s' "$verb"; printf '\t%s' "$@"; echo; } >>"$tmp/questions"
	tr '\n' '\0' <"$tmp/said" | xargs -0 nbr-order "$verb" -F tsv >"$tmp/ours.$asked" || echo "status $?" >>"$tmp/ours.$asked"
}

# stream STATE UNTIL AT VERB...: a third of those that came into that state until a day
# take the step at a moment; who has taken another since then, or has nobody, does not.
stream() {
	state=$1 until=$2 at=$3 verb=$4; shift 4
	nbr-order list -t "$state" --until "$until" -F tsv -C order | awk 'NR % 3 == 1' |
		nbr-order "$verb" "$@" --at "$at" - -r "$tmp/rejects" -q >"$tmp/out" 2>"$tmp/err" || [ $? = 3 ] || cat "$tmp/err"
}

cat >"$tmp/rules.csv" <<'END'
rule,kind,name,subject,every,unit,shift,clock,hours,first,last
need,order,需求,,,,,,,2020-01-01,
deliberation,order,议事,,,,,,,2020-01-01,
hazard,order,隐患,,,,,,,2020-01-01,
dispute,order,纠纷,,,,,,,2020-01-01,
service,hours,服务时间,,,,,,"08:30-12:00,14:00-17:30",2020-01-01,
need-town,deadline,-,order:need level:town,7,workday,,finish,,2020-01-01,
need-take,deadline,-,order:need,2,workhour,,take,,2020-01-01,
need-answer,deadline,-,order:need,0,day,none,answer,,2020-01-01,2026-06-30
need-answer,deadline,-,order:need,1,workday,,answer,,2026-07-01,
need-finish,deadline,-,order:need,3,workday,,finish,,2020-01-01,
talk-finish,deadline,-,order:deliberation,15,day,next,finish,,2020-01-01,
hazard-take,deadline,-,order:hazard,1,hour,none,take,,2020-01-01,
hazard-finish,deadline,-,order:hazard,24,hour,none,finish,,2020-01-01,
group-finish,deadline,-,level:group,48,hour,next,finish,,2020-01-01,
all-answer,deadline,-,all,2,day,none,answer,,2020-01-01,
END
nbr-db init --town 430121106 --name 春华镇
is 'the rules' 0 '' nbr-rule import "$tmp/rules.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
perl "$top/tests/order-stats.pl" make "$top/lib/data/calendar-cn.csv" "$times" "$tmp/year.sql" "$tmp/histories.csv"
if [ "$engine" = sqlite ]; then sql ".read $tmp/year.sql"; else sql "\\i $tmp/year.sql"; fi >"$tmp/out"
is 'histories' 0 '' nbr-order import "$tmp/histories.csv"
{
stream open 2026-06-20 2026-06-21T10:00 take
stream open 2026-06-20 2026-06-21T11:00 answer --result 明天
stream taken 2026-06-21 2026-06-22T09:00 hold --reason 等人回村
stream taken 2026-06-22 2026-06-23T17:45 escalate --reason 请上级处理
stream taken 2026-06-22 2026-06-25T12:00 release --reason 外出
stream held 2026-06-30 2026-07-01T00:00 resume
stream open 2026-07-01 2026-07-02T08:31 escalate --reason overdue
stream taken 2026-07-02 2026-07-03T18:00 finish --result 已处理
stream 'done' 2026-07-03 2026-07-04T09:00 confirm --score 4 --person 王婶
stream confirmed 2026-07-04 2026-07-05T10:00 reopen --reason 又坏了
stream open 2026-07-05 2026-07-06T10:00 cancel --reason 重复
stream unsettled 2026-07-06 2026-07-07T10:00 note --note 已催办
} >"$tmp/said"
same 'steps in streams' /dev/null "$tmp/said"
is 'each kind of step was taken' 0 13 sql 'SELECT count(DISTINCT step) FROM order_event WHERE run > 1'
is 'what is kept is what they say' 0 '' sh -c 'nbr-db check -H | grep ^order-st; :'
nbr-order list -F tsv -C order,kind,title,area >"$tmp/orders"
nbr-order list -F tsv -C order | nbr-order show - --events -F tsv >"$tmp/steps"
{ printf 'village\tsub\tchief\tfirst\tlast\n'; sql 'SELECT village, sub, chief, first, last FROM post'; } >"$tmp/posts"

# In the present all steps count; a moment of the past knows none that came later.
now=at=2100-01-01T23:59:59
year='since=2026-01-01 until=2026-12-31'
villages=$(sql 'SELECT village FROM area WHERE level = 4 ORDER BY 1' | tr '\n' ' ')
# inside AREA: the pieces of a village, the groups of a piece.
inside() {
	case $1 in
	*.*) sql "SELECT village || '.0' || (sub / 10000) || '.0' || (sub / 100 % 100) AS code FROM area WHERE level = 6 ORDER BY 1" ;;
	*) sql "SELECT village || '.0' || (sub / 10000) AS code FROM area WHERE level = 5 ORDER BY 1" ;;
	esac | grep "^$1\." | paste -sd ' '
}
past() { echo "at=$1 known=$1"; }

# shellcheck disable=SC2046,SC2086 # cases are words
{
expect 'the year' stats --since 2026-01-01 --until 2026-12-31 -- $now $year
for by in level kind chief week month year; do
	expect "the year by $by" stats --since 2026-01-01 --until 2026-12-31 --by $by -- $now $year by=$by
done
expect 'by area: its villages, one without an order' stats --since 2026-01-01 --until 2026-12-31 --by area -A 春华镇 -- $now $year by=area depth=0 "areas=$villages"
june="--since 2026-05-01 --until 2026-06-30 --at 2026-06-24T15:30"
expect 'two months, as they stood in the midst of the second' stats $june -- $(past 2026-06-24T15:30:00) since=2026-05-01 until=2026-06-30
expect 'by day' stats $june --by day -- $(past 2026-06-24T15:30:00) since=2026-05-01 until=2026-06-30 by=day
expect 'the pieces of a village' stats $june --by area -A 村1 -- $(past 2026-06-24T15:30:00) since=2026-05-01 until=2026-06-30 by=area \
	depth=1 area=430121106201 "areas=$(inside 430121106201)"
expect 'the groups of a piece, a day as it ended' stats --on 2026-09-30 --since 2026-01-01 --by area -A 430121106201.01 -- $(past 2026-09-30T23:59:59) \
	since=2026-01-01 until=2026-09-30 by=area depth=2 area=430121106201.01 "areas=$(inside 430121106201.01)"
[ "$times" = 1 ] || for village in $villages; do
	expect "the pieces of $village" stats --since 2026-01-01 --until 2026-12-31 --by area -A "$village" -- $now $year by=area \
		depth=1 "area=$village" "areas=$(inside "$village")"
	for piece in $(inside "$village"); do
		expect "the groups of $piece" stats --since 2026-01-01 --until 2026-12-31 --by area -A "$piece" -- $now $year by=area \
			depth=2 "area=$piece" "areas=$(inside "$piece")"
	done
done
expect 'this month so far' stats --on 2026-04-20 -- $(past 2026-04-20T23:59:59) since=2026-04-01 until=2026-04-20
expect 'one day' stats --since 2026-03-10 --until 2026-03-10 --at 2026-03-10T12:00 -- $(past 2026-03-10T12:00:00) since=2026-03-10 until=2026-03-10
expect 'one kind, by its name, at one level' stats --kind 需求 --level village --since 2026-01-01 --until 2026-12-31 -- $now $year kind=need level=village
expect 'one chief' stats -c 430121106202-C03 --since 2026-01-01 --until 2026-12-31 -- $now $year chief=430121106202-C03

late=order,clock,rule,due,hours,days,kind,title,area,area_name,level,chief,chief_name,status,late
expect 'what is overdue' overdue -C $late -- $now
cp "$tmp/ours.$asked" "$tmp/present"
nbr-order overdue -C $late --at 2100-01-01T23:59:59 >"$tmp/past"
same 'the index says what the steps do' "$tmp/present" "$tmp/past"
for at in 2026-01-05T09:00:00 2026-03-10T12:00:00 2026-07-01T00:00:00 2026-10-08T08:30:01 2026-12-31T23:59:59; do
	expect "what was overdue at $at" overdue -C $late --at $at -- $(past $at)
done
expect 'of an area, whoever holds the post' overdue -C $late -A 村2 -c 430121106202-C03 --at 2026-08-15 -- $(past 2026-08-15T23:59:59) \
	area=430121106202 chief=430121106202-C03
expect 'of a kind, at a level' overdue -C $late --kind need --level group -- $now kind=need level=group
}
perl "$top/tests/order-stats.pl" expect "$top/lib/data/calendar-cn.csv" "$tmp/orders" "$tmp/steps" "$tmp/posts" "$tmp/theirs" <"$tmp/questions"
asked=0
while IFS= read -r what; do
	asked=$((asked + 1))
	[ "$(wc -l <"$tmp/theirs.$asked")" -gt 1 ] || echo 'no records: the test proves nothing' >"$tmp/theirs.$asked"
	same "$what" "$tmp/theirs.$asked" "$tmp/ours.$asked"
	paste "$tmp/theirs.$asked" "$tmp/ours.$asked" | sed 1d >>"$tmp/both"
done <"$tmp/names"
awk -F '\t' '{ for (i = 1; i <= NF / 2; i++) { n++; same += $i "" == $(i + NF / 2) "" } }
	END { print "# " n " figures of orders, " same + 0 " equal" }' "$tmp/both"
is 'late ones are an answer' 0 430121106201 sh -c 'nbr-order overdue -e -H -l 1 -C order | cut -c 1-12'
is 'none is the other one' 1 '' nbr-order overdue -e -H --at 2025-12-01T00:00
says 'a kind that the rulebook does not have' 2 "nbr-order: --kind: the rulebook has no kind of order 要求; nbr-rule list order shows them
    Try 'nbr-order stats --help'." nbr-order stats --kind 要求
says 'counted by what is nothing' 2 "nbr-order: --by: area, level, kind, chief, day, week, month or year, not town
    Try 'nbr-order stats --help'." nbr-order stats --by town
done_testing
