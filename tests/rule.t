#!/bin/sh
# nbr-rule
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"

head='rule	kind	name	subject	every	unit	days	anchor	shift	first	last	note	clock	hours	side	value	cap_day	cap_month	cap_year	notice'
book="$top/lib/data/rulebook-example.csv"

# fault NAME COLUMN CODE LINE: a file with this row, under $cells, is refused there.
cells=rule,kind,name,subject,every,unit,days,anchor,shift,first,last,note
fault() {
	printf '%s\n%s\n' "$cells" "$4" >"$tmp/row.csv"
	says "refused: $1" 4 "$2 $3" sh -c \
	    'nbr-rule import "$1" 2>"$2"; s=$?; sed -n "s/^nbr-rule: [^:]*:[0-9]*: \([a-z_]*\):.*\[\(.*\)\]$/\1 \2/p" "$2" >&2; exit $s' \
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
yellow-monthly	visit	黄户每月走访	class:yellow	1	month		last	none	2020-01-01		示例								" nbr-rule list visit
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

is 'a new version, of the same name' 0 '' nbr-rule add red-weekly --kind visit --subject class:红户 --every 5 --unit 天 --shift 顺延 --first 2026-04-01
is 'ends the older one the day before' 0 "$head
red-weekly	visit	红户每周走访	class:red	7	day		last	none	2020-01-01	2026-03-31	示例								
red-weekly	visit	红户每周走访	class:red	5	day		last	next	2026-04-01										" nbr-rule show red-weekly
is 'the same again is nothing new' 0 '' nbr-rule add red-weekly --kind visit --subject class:red --every 5 --unit day --shift next --first 2026-04-01
is 'the file of the older one still changes nothing' 0 '' nbr-rule import "$book"
is 'today the old one holds' 0 'every
7' sh -c 'nbr-rule list visit -F tsv -C rule,every | sed -n "1s/rule.//p; s/^red-weekly.//p"'
is 'then the new one' 0 '5' sh -c 'nbr-rule list visit --on 2026-04-01 -C rule,every | sed -n "s/^red-weekly.//p"'
is 'one that begins earlier is refused' 6 '' nbr-rule add red-weekly --kind visit --subject class:red --every 3 --unit day --first 2026-03-01
is 'even when it ends in time for the newest' 6 '' nbr-rule add red-weekly --kind visit --subject class:red --every 3 --unit day --first 2026-03-01 --last 2026-03-31
says 'the same day with other values is refused' 6 'nbr-rule: red-weekly: first: 2026-04-01: a version that begins on this day says something else; a new one begins on a later day [exists]
    change the one that is stored, or give the new one another name, title or day' nbr-rule add red-weekly --kind visit --subject class:red --every 4 --unit day --first 2026-04-01
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
grey-weekly	visit		class:grey		weekday	2	periodic	none	2026-01-01	2029-12-31									" nbr-rule show grey-twice grey-weekly
printf 'rule,kind,name,first\ngrey,class,灰色户,2026-01-01\n' >"$tmp/grey.csv"
is 'other values on the same day' 4 '' nbr-rule import "$tmp/grey.csv"
is 'update' 0 '' nbr-rule import -u update "$tmp/grey.csv"
is 'takes them' 0 'name
灰色户' nbr-rule show grey -C name

# ---- orders and activities ----

is 'what orders and activities are there' 0 'rule	name	subject
dispute	纠纷	
hazard	隐患	
need	需求	
suggestion	建议	
visit	走访单	visit
council	议事会	
hamlet-meeting	屋场会	
night-talk	屋场夜话	
service-day	左邻右舍服务日	
training	培训	
volunteer	志愿服务	' sh -c 'nbr-rule list order -C rule,name,subject; nbr-rule list -H --kind 活动 -C rule,name,subject'
is 'deadlines, that of the same day too' 0 'rule	subject	every	unit	shift	clock
answer-day	all	0	day	none	answer
finish-group	level:group	1	day	none	finish
finish-hazard	order:hazard	24	hour	none	finish
finish-neighbourhood	level:neighbourhood	1	day	none	finish
finish-piece	level:piece	2	workday		finish
finish-town	level:town	10	workday		finish
finish-village	level:village	5	workday		finish
take-neighbourhood	level:neighbourhood	2	workhour		take' nbr-rule list deadline -C rule,subject,every,unit,shift,clock
is 'meetings' 0 'rule	subject	every	unit	days	anchor	shift
council-quarterly	activity:council level:village	3	month		periodic	none
hamlet-monthly	activity:hamlet-meeting level:village	1	month		periodic	none
service-day-weekly	activity:service-day level:village		weekday	2	periodic	none' \
    nbr-rule list meeting -C rule,subject,every,unit,days,anchor,shift
is 'a kind that is nearly one' 2 '' nbr-rule list deadlines
is 'later hours are a new version' 0 '' nbr-rule add service --kind hours --hours 09:00-12:00,14:00-17:00 --first 2026-11-01
is 'ends the older one' 0 'first	last	hours
2020-01-01	2026-10-31	08:30-12:00,14:00-17:30
2026-11-01		09:00-12:00,14:00-17:00' nbr-rule show service -C first,last,hours
is 'other hours are another value' 6 '' nbr-rule add service --kind hours --hours 09:00-12:00 --first 2026-11-01
is 'and so is another clock' 6 '' nbr-rule add answer-day --kind deadline --subject all --every 0 --unit day --clock finish --first 2020-01-01
is 'the same deadline, in other words, is nothing new' 0 '' \
    nbr-rule add finish-hazard --kind 时限 --name 隐患一昼夜办结 --subject 单类:隐患 --every 24 --unit 小时 --clock 办结 --first 2020-01-01 --note 示例
is 'one for a kind at a level' 0 '' nbr-rule add need-group --kind deadline --subject 'level:组 order:需求类' --every 4 --unit workhour --clock answer
is 'is stored by its code' 0 'need-group	order:need level:group	answer' nbr-rule show -H need-group -C rule,subject,clock
is 'an unknown clock' 2 '' nbr-rule add x --kind deadline --subject all --every 1 --unit day --clock sleep

cat >"$tmp/orders.csv" <<'END'
规则,种类,名称,对象,间隔,单位,日子,起算,节假日,起始日期,时钟,服务时间
complaint-town,时限,,单类：投诉 层级：镇,0,工作日,,,,2026-01-01,回复,
complaint-take,期限,,层级:邻 单类:complaint,3,工作小时,,,,2026-01-01,接单,
party-monthly,应开,,层级:组 活动:党员活动,,日期,15、1,,顺延,2026-01-01,,
party-two-weekly,应办,,活动:party level:neighbourhood,14,天,,固定周期,,2026-01-01,,
complaint,单类,投诉,,,,,,,2026-01-01,,
callback,工单,回访单,走访,,,,,,2026-01-01,,
party,活动,党员活动,,,,,,,2026-01-01,,
summer,工作时间,夏令时,,,,,,,2019-01-01,,07:30-11:30
END
is 'Chinese words; kinds after the rules about them' 0 '' nbr-rule import "$tmp/orders.csv"
is 'orders stored in English' 0 "callback	order	回访单	visit						2026-01-01										
complaint	order	投诉							2026-01-01										
complaint-take	deadline		order:complaint level:neighbourhood	3	workhour				2026-01-01			take							
complaint-town	deadline		order:complaint level:town	0	workday				2026-01-01			answer							
party	activity	党员活动							2026-01-01										
party-monthly	meeting		activity:party level:group		monthday	1,15	periodic	next	2026-01-01										
party-two-weekly	meeting		activity:party level:neighbourhood	14	day		periodic	none	2026-01-01										
summer	hours	夏令时							2019-01-01				07:30-11:30						" \
    nbr-rule show -H callback complaint complaint-take complaint-town party party-monthly party-two-weekly summer
is 'no class or tag has their number' 0 0 \
    sql "SELECT sum(no) FROM rule WHERE kind <> 'class' AND kind <> 'tag'"
is 'two hours, two answers, what ends, what never was' 0 'rule-subject-unknown	error	complaint-take	nothing in the rulebook is order:complaint level:neighbourhood
rule-subject-unknown	error	complaint-town	nothing in the rulebook is order:complaint level:town
rule-subject-unknown	error	council-quarterly	nothing in the rulebook is activity:council level:village
rule-subject-unknown	error	council-joined	nothing in the rulebook is activity:council
rule-double	error	answer-all	answer-day says the same of the same days
rule-double	error	service	summer says the same of the same days' sh -c '
    nbr-rule end complaint council --on 2026-06-30
    nbr-rule add answer-all --kind deadline --subject all --every 1 --unit hour --clock answer --first 2026-06-01
    nbr-rule add take-all --kind deadline --subject all --every 1 --unit hour --clock take --first 2026-06-01
    nbr-rule add answer-level --kind deadline --subject level:group --every 1 --unit hour --clock answer --first 2026-06-01
    nbr-rule check -H --on 2026-07-01 | grep "^rule-[sd]" | grep -v yellow'
is 'doubles in the past are no longer told' 0 '' sh -c 'nbr-rule end answer-all summer --on 2026-07-01
    nbr-rule check -H --on 2026-07-02 | grep ^rule-double || :'

cells=kind,subject,every,unit,days,anchor,shift,clock,hours,name,rule,first
row() {
	fault "$1" "$2" "${4-rule-form}" "$3,x,2026-01-01"
}
row 'an order without a name' name 'order,,,,,,,,,'
row 'an order for everybody' subject 'order,all,,,,,,,,单'
row 'an order with a number' every 'order,,1,,,,,,,单'
row 'an order with a clock' clock 'order,,,,,,,take,,单'
row 'an order with hours' hours 'order,,,,,,,,08:30-12:00,单'
row 'an activity without a name' name 'activity,,,,,,,,,'
row 'an activity of a level' subject 'activity,level:group,,,,,,,,会'
row 'an activity with days' days 'activity,,,,1,,,,,会'
row 'a class with a clock' clock 'class,,,,,,,take,,灰户'
row 'a visit with hours' hours 'visit,all,1,day,,,,,08:30-12:00,'
row 'visits in hours' unit 'visit,all,1,hour,,,,,,'
for subject in '' order: level:county level:x 'order:need order:hazard' 'level:group level:town' \
    activity:council 'order:need 急' class:red; do
	row "a deadline of '$subject'" subject "deadline,$subject,1,day,,,,take,,"
done
row 'a deadline of an unknown kind' subject 'deadline,order:purple,1,day,,,,take,,' kind-unknown
row 'a deadline of an activity by name' subject 'deadline,order:议事会,1,day,,,,take,,' kind-unknown
row 'a deadline without a unit' unit 'deadline,all,1,,,,,take,,'
row 'a deadline in months' unit 'deadline,all,1,month,,,,take,,'
row 'a deadline at once' every 'deadline,all,0,hour,,,,take,,'
row 'no hours of service' every 'deadline,all,,workhour,,,,take,,'
row 'a deadline too far' every 'deadline,all,10000,day,,,,take,,'
row 'a deadline on days' days 'deadline,all,1,day,1,,,take,,'
row 'a deadline from the last visit' anchor 'deadline,all,1,day,,last,,take,,'
row 'a workday moved' shift 'deadline,all,1,workday,,,next,take,,'
row 'hours of service moved' shift 'deadline,all,1,workhour,,,none,take,,'
row 'a deadline of no clock' clock 'deadline,all,1,day,,,,,,'
row 'a deadline with hours' hours 'deadline,all,1,day,,,,take,08:30-12:00,'
for hours in '' 8:30-12:00 12:00-08:30 08:30-08:30 08:30-24:01 08:60-09:00 08:30 '08:30-12:00,' 08:30-12:00-14:00 \
    08:30-12:00,11:00-14:00 01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00; do
	row "hours '$hours'" hours "hours,,,,,,,,\"$hours\","
done
row 'hours of a kind' subject 'hours,order:need,,,,,,,08:30-12:00,'
row 'hours with a clock' clock 'hours,,,,,,,take,08:30-12:00,'
for subject in '' activity:council level:village 'activity:council level:town' 'order:need level:village' all; do
	row "a meeting of '$subject'" subject "meeting,$subject,1,month,,,,,,"
done
row 'a meeting of an unknown activity' subject 'meeting,activity:purple level:village,1,month,,,,,,' kind-unknown
row 'a meeting after an event' unit 'meeting,activity:council level:village,1,event,,,,,,'
row 'a meeting in workdays' unit 'meeting,activity:council level:village,1,workday,,,,,,'
row 'a meeting never' every 'meeting,activity:council level:village,,month,,,,,,'
row 'a meeting on the eighth day of the week' days 'meeting,activity:council level:village,,weekday,8,,,,,'
row 'a meeting after the last visit' anchor 'meeting,activity:council level:village,1,month,,last,,,,'
row 'a meeting with a clock' clock 'meeting,activity:council level:village,1,month,,,,take,,'

# ---- points ----

cells=kind,subject,side,value,cap_day,cap_month,cap_year,notice,every,unit,name,rule,first
row 'a duty without a name' name 'duty,,,,,,,,,,'
row 'a duty about something' subject 'duty,order:need,,,,,,,,,带头'
row 'a ban with points' value 'ban,,,5,,,,,,,杜绝'
row 'a role with a side' side 'role,,award,,,,,,,,员'
row 'a class with a cap' cap_month 'class,,,,,5,,,,,灰户'
row 'a visit with a notice' notice 'visit,all,,,,,,5,1,day,'
row 'a deed without a name' name 'deed,manual,award,5,,,,,,,'
for subject in '' all order: duty:lead-help 'manual duty:' 'order visit' visit:letter commendation:piece 'manual duty:lead-help ban:no-feasts'; do
	row "a deed of '$subject'" subject "deed,$subject,award,5,,,,,,,事"
done
row 'a deed of an unknown order' subject 'deed,order:purple,award,5,,,,,,,事' kind-unknown
row 'a deed of an activity by an order' subject 'deed,activity:需求,award,5,,,,,,,事' kind-unknown
row 'a deed of an unknown duty' subject 'deed,manual duty:purple,award,5,,,,,,,事' duty-unknown
row 'a deed of a ban as a duty' subject 'deed,manual duty:no-feasts,award,5,,,,,,,事' duty-unknown
row 'a deed without a side' side 'deed,manual,,5,,,,,,,事'
row 'a deed of no known side' side 'deed,manual,give,5,,,,,,,事' word-unknown
row 'a deduction for a visit' side 'deed,visit,deduct,5,,,,,,,事'
row 'a deed without a value' value 'deed,manual,award,,,,,,,,事'
row 'a deed of no points' value 'deed,manual,award,0,,,,,,,事'
row 'a deed of points below nothing' value 'deed,manual,deduct,-5,,,,,,,事' number
row 'a deed of too many points' value 'deed,manual,award,1000001,,,,,,,事'
row 'a cap below the value' cap_day 'deed,manual,award,5,4,,,,,,事'
row 'a cap of the year below the value' cap_year 'deed,manual,award,5,,,4,,,,事'
row 'a month below a day' cap_month 'deed,manual,award,5,20,10,,,,,事'
row 'a year below a day' cap_year 'deed,manual,award,5,20,,10,,,,事'
row 'a cap beyond all points' cap_year 'deed,manual,award,5,,,1000001,,,,事'
row 'a notice beyond a year' notice 'deed,manual,award,5,,,,367,,,事'
row 'a deed of so many days' every 'deed,manual,award,5,,,,,3,,事'
row 'an exchange of no days' every 'exchange,,,,,,,,,day,'
row 'an exchange without a unit' unit 'exchange,,,,,,,,30,,'
row 'an exchange in months' unit 'exchange,,,,,,,,1,month,'
row 'an exchange of goods' subject 'exchange,all,,,,,,,30,day,'

cat >"$tmp/deeds.csv" <<'END'
规则,种类,名称,对象,加减分,分值,日上限,每月上限,年上限,公示天数,间隔,单位,起始日期
banquet,积分事项,大办酒席,杜绝：杜绝酒席 手工,扣分,20,,,40,,,,2026-01-01
walk,积分,入户走访,走访：入户,加分,2,2,10,10,5,,,2026-01-01
talk,积分,夜话,六带头:带头学习 活动：屋场夜话,奖励,3,,,,,,,2026-01-01
medal,积分,奖章,荣誉:省级,加分,1000000,1000000,,,366,,,2026-01-01
study,六带头,带头学习,,,,,,,,,,2026-01-01
no-banquet,六杜绝,杜绝酒席,,,,,,,,,,2026-01-01
guard,六员,治安员,,,,,,,,,,2026-01-01
keep,兑换,,,,,,,,,10,工作日,2019-01-01
END
is 'Chinese words; duties after the deeds that name them' 0 '' nbr-rule import "$tmp/deeds.csv"
is 'deeds stored in English' 0 "banquet	deed	manual ban:no-banquet	deduct	20			40				2026-01-01
guard	role										2026-01-01
keep	exchange								10	workday	2019-01-01
medal	deed	commendation:province	award	1000000	1000000			366			2026-01-01
no-banquet	ban										2026-01-01
study	duty										2026-01-01
talk	deed	activity:night-talk duty:study	award	3							2026-01-01
walk	deed	visit:door	award	2	2	10	10	5			2026-01-01" \
    nbr-rule show -H banquet guard keep medal no-banquet study talk walk -C rule,kind,subject,side,value,cap_day,cap_month,cap_year,notice,every,unit,first
is 'the file again' 0 '' nbr-rule import "$tmp/deeds.csv"
walk() {
	nbr-rule add walk --kind deed --subject visit:door --side award --value 3 --cap-day 6 --cap-month 30 --cap-year 90 --notice 7 --first 2026-07-01 "$@"
}
is 'more for a walk, of the same name' 0 '' walk
is 'the same in other words' 0 '' nbr-rule add walk --kind 积分 --subject 走访:上门 --side 奖励 --value 3 --cap-day 6 --cap-month 30 --cap-year 90 --notice 7 --first 2026-07-01
is 'is nothing new' 0 2 sql "SELECT count(*) FROM rule WHERE rule = 'walk'"
while read -r option value; do
	is "it is with $option $value" 6 '' walk "$option" "$value"
done <<'END'
--value 4
--cap-day 9
--cap-month 60
--cap-year 91
--notice 0
--subject visit
--name 走
END
is 'another name' 0 '' nbr-rule add study --kind duty --name 带头求学 --first 2026-10-01
is 'none' 0 '' nbr-rule add study --kind duty --first 2026-11-01
is 'is that of the version before, not of the first' 0 '带头学习
带头求学
带头求学' nbr-rule show -H study -C name
is 'two rules of exchange at once; what ends is told by its part' 0 'rule-subject-unknown	error	door-visit	nothing in the rulebook is role:reporter
rule-subject-unknown	error	lead-prosper	nothing in the rulebook is duty:lead-help
rule-subject-unknown	error	service-day-joined	nothing in the rulebook is activity:service-day
rule-subject-unknown	error	service-day-joined	nothing in the rulebook is duty:lead-help
rule-double	error	collect-30	keep says the same of the same days' sh -c '
    nbr-rule end lead-help reporter service-day service-day-weekly --on 2026-08-31
    nbr-rule check -H --on 2026-09-01 | grep -e "-joined" -e -prosper -e door- -e keep | grep -v council'
is 'before that nothing was missed' 1 '' sh -c 'nbr-rule check -H --on 2026-06-30 | grep "nothing in the rulebook is \(duty\|ban\|role\|activity:service\)"'

words() {
	is "explained: $1" 0 "$2" sh -c 'nbr-rule explain -H "$@" -C field,value | grep -v -e "^kind" -e "^name" -e "^holds" -e "^note"' sh "$1" --on 2026-08-31
}
is 'a deed is explained' 0 "rule	field	value	first	last
walk	kind	a deed of chiefs that earns points	2026-01-01	2026-06-30
walk	name	入户走访	2026-01-01	2026-06-30
walk	subject	each visit of the kind door	2026-01-01	2026-06-30
walk	value	earns 2 points	2026-01-01	2026-06-30
walk	cap_day	at most 2 points of a chief in a day	2026-01-01	2026-06-30
walk	cap_month	at most 10 points of a chief in a month	2026-01-01	2026-06-30
walk	cap_year	at most 10 points of a chief in a year	2026-01-01	2026-06-30
walk	notice	on public notice for 5 days, then final	2026-01-01	2026-06-30
walk	holds	from 2026-01-01 to 2026-06-30	2026-01-01	2026-06-30
walk	version	value 3; cap_day 6; cap_month 30; cap_year 90; notice 7	2026-07-01	" nbr-rule explain walk --on 2026-06-30
is 'the day after by its next version' 0 'holds	from 2026-07-01 until further notice
version	value 2; cap_day 2; cap_month 10; cap_year 10; notice 5' sh -c 'nbr-rule explain walk --on 2026-07-01 -H -C field,value | tail -n 2'
says 'not before the first' 5 'nbr-rule: rule walk on 2025-12-31: there is no such record [not-found]' nbr-rule explain walk --on 2025-12-31
is 'nor what is not there' 5 '' nbr-rule explain purple
words talk 'subject	each activity of the kind night-talk 屋场夜话 the chief attended
belongs	duty study 带头学习
value	earns 3 points
notice	final at once'
words banquet 'subject	what is entered by hand, with a reason
belongs	ban no-banquet 杜绝酒席
value	costs 20 points
cap_year	at most 40 points of a chief in a year
notice	final at once'
words medal 'subject	each commendation of the level province
value	earns 1000000 points
cap_day	at most 1000000 points of a chief in a day
notice	on public notice for 366 days, then final'
words order-done 'subject	each confirmed order
belongs	role helper 便民服务员
value	earns 5 points
cap_day	at most 20 points of a chief in a day
cap_month	at most 200 points of a chief in a month
notice	on public notice for 7 days, then final'
words hazard-done 'subject	each confirmed order of the kind hazard 隐患
belongs	role safety-officer 安全巡查员
value	earns 3 points
cap_month	at most 30 points of a chief in a month
notice	on public notice for 7 days, then final'
words lead-help 'rules	lead-prosper 带动邻里致富
rules	service-day-joined 参加服务日'
words collect-30 'every	goods are kept for 30 days; what is not collected by then goes back, and so do the points'
words keep 'every	goods are kept for 10 workdays; what is not collected by then goes back, and so do the points'
words red-weekly 'subject	households of the class red 红户
every	every 5 days, counted from the last visit
shift	from a holiday it moves to the workday after it
version	name -; every 9; shift none
version	every 7; shift none; note 示例'
words red-event 'subject	households of the class red 红户
every	once, within 1 day of the day on which the class, the tag or the rule began'
words special-xun 'subject	households of the special groups
every	on these days of the month: 1,11,21
shift	from a holiday it moves to the workday after it'
words sick 'subject	who has it belongs to the special groups
rules	special-xun 特殊群体每旬首日走访'
words grey 'rules	grey-weekly '
words visit 'subject	posted for visits that are due'
words hazard 'rules	finish-hazard 隐患一昼夜办结
rules	hazard-done 排除隐患另加'
words finish-hazard 'subject	orders of the kind hazard 隐患
clock	until the order is done
every	within 24 hours'
words need-group 'subject	orders of the kind need 需求, while they are at the level group
clock	until the order is answered
every	within 4 hours of service'
words finish-piece 'subject	orders while they are at the level piece
clock	until the order is done
every	by the end of service, 2 workdays later'
words answer-day 'subject	all orders
clock	until the order is answered
every	by the end of the same day'
words service 'hours	08:30-12:00,14:00-17:30
version	note -; hours 09:00-12:00,14:00-17:00'
words hamlet-monthly 'subject	activities of the kind hamlet-meeting 屋场会, held by every village
every	every 1 month, counted from 2020-01-01'
words party-monthly 'subject	activities of the kind party 党员活动, held by every group
every	on these days of the month: 1,15
shift	from a holiday it moves to the workday after it'
words service-day-weekly 'subject	activities of the kind service-day 左邻右舍服务日, held by every village
every	on these days of the week (1 is Monday): 2'
is 'what is no more stands for itself' 0 'belongs	duty:lead-help' sh -c 'nbr-rule explain -H lead-prosper --on 2026-09-01 -C field,value | grep ^belongs'
is 'every rule of a list has its kind and days' 0 '' sh -c '
    nbr-rule list --on 2026-08-31 | nbr-rule explain --on 2026-08-31 - -H -C rule,field | LC_ALL=C sort -u >"$1"
    nbr-rule list --on 2026-08-31 -H -C rule | sed "s/.*/&	kind\n&	holds/" | LC_ALL=C sort >"$2"
    LC_ALL=C comm -13 "$1" "$2"' sh "$tmp/explained" "$tmp/listed"

# ---- what is wrong is said of the field, and how it is mended ----

why() {
	name=$1 status=$2 line=$3
	shift 3
	says "$name" "$status" "nbr-rule: x: $line" sh -c 'nbr-rule add x "$@" 2>"$0"; s=$?; sed 1q "$0" >&2; exit $s' "$tmp/why" "$@"
}
why 'no hours' 4 'hours: 9-12: these are no hours of service; write such as 08:30-12:00,14:00-17:30 [rule-form]' --kind hours --hours 9-12
why 'days that end before they begin' 4 'last: 2026-01-01: is before the first day [rule-form]' --kind hours --hours 09:00-12:00 --first 2026-02-01 --last 2026-01-01
why 'what a kind does not say' 4 'hours: 09:00-12:00: rules of this kind do not say that; leave it empty [rule-form]' --kind deadline --subject all --every 1 --unit day --clock take --hours 09:00-12:00
why 'what is missing' 4 'name: it needs a name [rule-form]' --kind duty
why 'a cap that is too small' 4 'cap_day: 4: not even one award fits into it; write the value or more, or nothing for no cap [rule-form]' --kind deed --name 事 --subject manual --side award --value 5 --cap-day 4
why 'what nobody defined' 6 'subject: manual ban:purple: no such duty, ban or role in the rulebook [duty-unknown]' --kind deed --name 事 --subject 'manual ban:purple' --side award --value 5
says 'a code of another kind' 6 'nbr-rule: red: kind: duty: a rule of another kind has this code; choose another one [exists]
    change the one that is stored, or give the new one another name, title or day' nbr-rule add red --kind duty --name 带头
printf 'rule,kind,first,last,hours\nx,hours,2026-01-01,,9-12\ny,hours,2026-01-01,2025-12-31,09:00-12:00\n' >"$tmp/why.csv"
says 'also of an import, the hint once' 4 "nbr-rule: $tmp/why.csv:2: hours: 9-12: these are no hours of service; write such as 08:30-12:00,14:00-17:30 [rule-form]
    nbr-rule(1) lists what each kind of rule needs
nbr-rule: $tmp/why.csv:3: last: 2025-12-31: is before the first day [rule-form]
    nothing was stored: 2 of 2 rows are bad; --rejects FILE sets them aside and stores the others" nbr-rule import "$tmp/why.csv"
nbr-rule import -q -r "$tmp/why.rej" "$tmp/why.csv" 2>/dev/null
is 'and in the reject file' 0 '2,hours,rule-form,"these are no hours of service; write such as 08:30-12:00,14:00-17:30",x
3,last,rule-form,is before the first day,y' sh -c 'sed -n "s/,hours,2026-01-01.*//p" "$1"' sh "$tmp/why.rej"

for i in 1 2 3 4 5 6 7 8 9 10; do
	nbr-rule add "c$i" --kind class --name "第${i}类"
done
is 'the fifteenth class was the last' 0 '15' sh -c "nbr-db query -H \"SELECT count(DISTINCT no) FROM rule WHERE kind = 'class'\""
is 'the sixteenth is refused' 6 '' nbr-rule add c11 --kind class --name 多

# ---- as clerks write them ----

printf '%s\n' 代码,类别,名称,对象,加扣分,积分分值,起始日 d1,加分项,一,手动,加,5,2026-01-01 d2,六杜绝,二,,,,2026/1/1 d3,扣分项,三,'录入 杜绝:二',扣,5,2026年1月1日 >"$tmp/clerk.csv"
is 'their words for a deed' 0 'd1	deed	manual	award
d3	deed	manual ban:d2	deduct' sh -c 'nbr-rule import "$1" && nbr-rule show d1 d3 -H -C rule,kind,subject,side' sh "$tmp/clerk.csv"
printf '%s\n' 代码,类别,名称,加减,起始日 d4,好事,一,好,2026-01-01 >"$tmp/clerk.csv"
says 'a word that is not known is told with those that are' 4 "nbr-rule: $tmp/clerk.csv:2: 类别: 好事: is none of these words: 分类 标签 走访 单类 时限 服务时间 活动 应开 带头 杜绝 员 积分 兑换 [word-unknown]
nbr-rule: $tmp/clerk.csv:2: 加减: 好: is none of these words: 加分 扣分 [word-unknown]
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-rule import "$tmp/clerk.csv"
is 'also in the reject file' 3 'is none of these words: 分类 标签 走访 单类 时限 服务时间 活动 应开 带头 杜绝 员 积分 兑换; is none of these words: 加分 扣分' \
    sh -c 'nbr-rule import "$1" -q -r "$2" 2>/dev/null; s=$?; sed -n "2s/.*unknown,\(.*\),d4.*/\1/p" "$2"; exit $s' sh "$tmp/clerk.csv" "$tmp/clerk.rej"
done_testing
