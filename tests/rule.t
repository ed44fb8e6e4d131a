#!/bin/sh
# nbr-rule
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"

head='rule	kind	name	subject	every	unit	days	anchor	shift	first	last	note	clock	hours'
book="$top/lib/data/rulebook-example.csv"

# fault NAME COLUMN CODE LINE: a file with this row is refused there.
fault() {
	printf 'rule,kind,name,subject,every,unit,days,anchor,shift,first,last,note\n%s\n' "$4" >"$tmp/row.csv"
	says "refused: $1" 4 "$2 $3" sh -c \
	    'nbr-rule import "$1" 2>"$2"; s=$?; sed -n "s/^nbr-rule: [^:]*:[0-9]*: \([a-z]*\):.*\[\(.*\)\]$/\1 \2/p" "$2" >&2; exit $s' \
	    sh "$tmp/row.csv" "$tmp/faults"
}

is 'a database' 0 '' nbr-db init --town 430121106 --name 春华镇
is 'no rules' 0 "$head" nbr-rule list
is 'and none missed but the calendar' 1 'code	severity	record	detail
calendar-year-missing	warning	2026	the calendar has no holidays of 2026' nbr-rule check
is 'the calendar' 0 '' nbr-calendar import "$top/lib/data/calendar-cn.csv"
is 'import' 0 '' nbr-rule import "$book"
is 'visit rules' 0 "$head
green-quarterly	visit	绿户每季走访	class:green	3	month		last	none	2020-01-01		示例		
red-event	visit	转红一日内走访	class:red	1	event		last	none	2020-01-01		示例		
red-weekly	visit	红户每周走访	class:red	7	day		last	none	2020-01-01		示例		
special-xun	visit	特殊群体每旬首日走访	special		monthday	1,11,21	periodic	next	2020-01-01		示例		
yellow-monthly	visit	黄户每月走访	class:yellow	1	month		last	none	2020-01-01		示例		" nbr-rule list visit
is 'classes in their order' 0 'rule
red
yellow
green' nbr-rule list --kind 分类 -C rule
is 'before the first day there are none' 0 'rule' nbr-rule list --on 2019-12-31 -C rule
is 'an unknown kind' 2 '' nbr-rule list visits
is 'nothing to find' 0 'code	severity	record	detail' nbr-rule check
nbr-db query 'SELECT * FROM rule ORDER BY rule, first' >"$tmp/before"
is 'import again' 0 '' nbr-rule import "$book"
nbr-db query 'SELECT * FROM rule ORDER BY rule, first' >"$tmp/after"
same 'nothing changed' "$tmp/before" "$tmp/after"

is 'a new version' 0 '' nbr-rule add red-weekly --kind visit --subject class:红户 --every 5 --unit 天 --shift 顺延 --first 2026-04-01
is 'ends the older one the day before' 0 "$head
red-weekly	visit	红户每周走访	class:red	7	day		last	none	2020-01-01	2026-03-31	示例		
red-weekly	visit		class:red	5	day		last	next	2026-04-01				" nbr-rule show red-weekly
is 'the same again is nothing new' 0 '' nbr-rule add red-weekly --kind visit --subject class:red --every 5 --unit day --shift next --first 2026-04-01
is 'the file of the older one still changes nothing' 0 '' nbr-rule import "$book"
is 'today the old one holds' 0 'every
7' sh -c 'nbr-rule list visit -F tsv -C rule,every | sed -n "1s/rule.//p; s/^red-weekly.//p"'
is 'then the new one' 0 '5' sh -c 'nbr-rule list visit --on 2026-04-01 -C rule,every | sed -n "s/^red-weekly.//p"'
is 'one that begins earlier is refused' 6 '' nbr-rule add red-weekly --kind visit --subject class:red --every 3 --unit day --first 2026-03-01
is 'even when it ends in time for the newest' 6 '' nbr-rule add red-weekly --kind visit --subject class:red --every 3 --unit day --first 2026-03-01 --last 2026-03-31
is 'the same day with other values is refused' 6 '' nbr-rule add red-weekly --kind visit --subject class:red --every 4 --unit day --first 2026-04-01
is 'another kind is refused' 6 '' nbr-rule add red-weekly --kind class --name 红 --first 2027-01-01
is 'before all others, ending in time' 0 '' nbr-rule add red-weekly --kind visit --subject class:red --every 9 --unit day --first 2019-01-01 --last 2019-06-30
is 'leaves a gap' 1 'code	severity	record	detail
rule-gap	warning	red-weekly	no version holds between 2019-06-30 and 2020-01-01' nbr-rule check

is 'a class of its own number' 0 '' nbr-rule add blue --kind class --name 蓝户 --first 2026-01-01
is 'and its new version' 0 '' nbr-rule add blue --kind class --name 蓝色户 --first 2026-02-01
is 'keeps it; tags have their own' 0 'rule	no	first
blue	4	20260101
blue	4	20260201
green	3	20200101
living-alone	1	20200101
low-income	0	20200101
martyr-family	7	20200101
red	1	20200101
yellow	2	20200101' nbr-db query "SELECT rule, no, first FROM rule WHERE kind = 'class' OR no IN (1, 7) OR rule = 'low-income' ORDER BY rule, first"
is 'nobody visits it' 1 'code	severity	record	detail
rule-gap	warning	red-weekly	no version holds between 2019-06-30 and 2020-01-01
class-without-rule	warning	blue	no rule asks for visits to 蓝色户' nbr-rule check

is 'end' 0 '' nbr-rule end martyr-family yellow --on 2026-03-31
is 'the day is the last' 0 'rule	last
martyr-family	2026-03-31' nbr-rule show martyr-family -C rule,last
is 'again' 0 '' nbr-rule end martyr-family --on 2026-03-31
is 'after its end' 5 '' nbr-rule end martyr-family --on 2026-04-01
is 'what is not there' 5 '' nbr-rule end purple
is 'one with a later version' 6 '' nbr-rule end red-weekly --on 2026-03-15
is 'one bad code ends none' 5 '' nbr-rule end green purple --on 2026-03-31
is 'green goes on' 0 'last' sh -c 'nbr-rule show green -C last | sed "/^$/d"'
is 'a rule about what is gone' 1 'rule-subject-unknown	error	yellow-monthly	nothing in the rulebook is class:yellow' \
    sh -c 'nbr-rule check --on 2026-04-01 >"$1"; s=$?; grep ^rule-subject "$1"; exit $s' sh "$tmp/check"
is 'not there' 5 '' nbr-rule show purple
is 'ids from a list' 0 'rule	kind
blue	class
blue	class
green	class' sh -c 'printf "kind\trule\nclass\tblue\nclass\tgreen\n" | nbr-rule show - -C rule,kind'

is 'dry run' 0 '' nbr-rule add -n grey --kind class --name 灰户
is 'stored nothing' 5 '' nbr-rule show grey
is 'kind needed' 2 '' nbr-rule add grey --name 灰户
is 'an unknown unit' 2 '' nbr-rule add x --kind visit --subject all --unit fortnight
is 'incomplete' 4 '' nbr-rule add x --kind visit --subject all --unit day
is 'no such class' 6 '' nbr-rule add x --kind visit --subject class:purple --unit day --every 1

fault 'a code with capitals' rule rule-form 'Red,visit,,all,1,day,,,,2026-01-01,,'
fault 'a class without a name' name rule-form 'grey,class,,,,,,,,2026-01-01,,'
fault 'a class with a unit' unit rule-form 'grey,class,灰户,,,day,,,,2026-01-01,,'
fault 'a tag about a class' subject rule-form 'poor,tag,贫,class:red,,,,,,2026-01-01,,'
fault 'no subject' subject rule-form 'x,visit,,,1,day,,,,2026-01-01,,'
fault 'an unknown class' subject class-unknown 'x,visit,,class:purple,1,day,,,,2026-01-01,,'
fault 'an unknown tag' subject tag-unknown 'x,visit,,tag:purple,1,day,,,,2026-01-01,,'
fault 'no unit' unit rule-form 'x,visit,,all,1,,,,,2026-01-01,,'
fault 'every 0' every rule-form 'x,visit,,all,0,month,,,,2026-01-01,,'
fault 'no days' days rule-form 'x,visit,,all,,monthday,,,,2026-01-01,,'
fault 'the 32nd' days rule-form 'x,visit,,all,,monthday,"1,32",,,2026-01-01,,'
fault 'the eighth day of the week' days rule-form 'x,visit,,all,,weekday,8,,,2026-01-01,,'
fault 'days of a count' days rule-form 'x,visit,,all,7,day,1,,,2026-01-01,,'
fault 'weekdays from the last visit' anchor rule-form 'x,visit,,all,,weekday,2,last,,2026-01-01,,'
fault 'the last day before the first' last rule-form 'x,visit,,all,1,day,,,,2026-01-01,2025-12-31,'
fault 'no first day' first missing 'x,visit,,all,1,day,,,,,,'

cat >"$tmp/zh.csv" <<'END'
规则,种类,名称,对象,间隔,单位,日子,起算,节假日,起始日期,截止日期
grey-twice,走访,,分类:灰色,,日期,15、1,固定周期,提前,2030-01-01,
grey-weekly,走访,,分类:灰户,,星期,2,,不顺延,2026-01-01,2029-12-31
grey,分类,灰户,,,,,,,2026-01-01,
END
is 'Chinese words; a class after the rule about it' 0 '' nbr-rule import "$tmp/zh.csv"
is 'stored in English' 0 "$head
grey-twice	visit		class:grey		monthday	1,15	periodic	previous	2030-01-01				
grey-weekly	visit		class:grey		weekday	2	periodic	none	2026-01-01	2029-12-31			" nbr-rule show grey-twice grey-weekly
printf 'rule,kind,name,first\ngrey,class,灰色户,2026-01-01\n' >"$tmp/grey.csv"
is 'other values on the same day' 4 '' nbr-rule import "$tmp/grey.csv"
is 'update' 0 '' nbr-rule import -u update "$tmp/grey.csv"
is 'takes them' 0 'name
灰色户' nbr-rule show grey -C name

for i in 1 2 3 4 5 6 7 8 9 10; do
	nbr-rule add "c$i" --kind class --name "第${i}类"
done
is 'the fifteenth class was the last' 0 '15' sh -c "nbr-db query -H \"SELECT count(DISTINCT no) FROM rule WHERE kind = 'class'\""
is 'the sixteenth is refused' 6 '' nbr-rule add c11 --kind class --name 多
done_testing
