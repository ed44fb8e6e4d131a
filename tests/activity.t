#!/bin/sh
# Activities: who held what, who came, which matters were put to them; what is
# owed by rule and was not held, beside a second computation.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2086,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205 hood=$v.01.01.01 day=$v-A260310

csv() { printf '%s\n' "$@"; }
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" || exit
csv area,name 430121106,春华镇 $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $hood,一屋场 $v.01.01.02,二屋场 430121106206,大鱼塘村 >areas.csv
csv name,area,elected 易子春,$hood,2024-03-22 刘洋,$v.01.01,2024-03-22 章敏,$v.01.01.02,2024-03-22 王五,$v.01,2024-03-22 >chiefs.csv
nbr-area import areas.csv && nbr-chief import chiefs.csv && nbr-chief end 王五 --on 2026-02-28 --reason 辞职 || exit
chief() { nbr-chief show "$1" -H -C chief | head -n 1; }
yi=$(chief 易子春) liu=$(chief 刘洋) zhang=$(chief 章敏) wu=$(chief 王五)
# quiet COMMAND...: its status and how many records it changed, by its words.
quiet() { "$@" -v -o out.tsv 2>&1 | sed 's/^nbr-activity: //'; }

# ---- one activity ----

head='activity	day	kind	area	area_name	title	place	chief	chief_name	residents	chiefs	issues	micro	closed'
first="$day-1	2026-03-10	service-day	$v	龙王庙村		广场	$yi	易子春	12	1	0	2	"
is 'add' 0 "$head
$first" nbr-activity add --kind 左邻右舍服务日 -A $v --place 广场 -c 易子春 --residents 12 --publicity 禁毒 --service 理发
is 'the same is one' 0 "$first" nbr-activity add -H --kind service-day -A $v --place 广场 --residents 12
says 'with other values it is refused' 6 "nbr-activity: activity $day-1: is stored already, with other values [exists]
    change the one that is stored, or give the new one another name, title or day" nbr-activity add --kind service-day -A $v --place 别处
says '... and another chief' 6 "nbr-activity: activity $day-1: is stored already, with other values [exists]
    change the one that is stored, or give the new one another name, title or day" nbr-activity add --kind service-day -A $v -c 刘洋
is 'nothing is changed' 0 '' quiet nbr-activity add --kind service-day -A $v
is 'another title, the next number' 0 "$day-2	春	" nbr-activity add -H --kind service-day -A $v --title 春 -C activity,title,chief
is 'another area' 0 "$day-3	$hood" nbr-activity add -H --kind hamlet-meeting -A $hood -C activity,area
is 'another day' 0 "$v-A260309-1" nbr-activity add -H --kind service-day -A $v --on 2026-03-09 -C activity
is 'a dry run' 0 "430121106206-A260310-1" nbr-activity add -nH --kind training -A 大鱼塘村 -C activity
is 'stores nothing' 0 '' nbr-activity list -H -A 大鱼塘村
is 'show' 0 "$first" nbr-activity show -H A260310-1
is 'all of it' 0 '左邻右舍服务日	易子春	禁毒	理发			'"$(nbr-activity show -H $day-1 -C run)" \
	nbr-activity show -H $day-1 -C kind_name,attended,publicity,service,sharing,result,run
says 'no such kind' 2 "nbr-activity: --kind: the rulebook has no kind of activity 舞会; nbr-rule list activity shows them
    Try 'nbr-activity add --help'." nbr-activity add --kind 舞会 -A $v
says 'nor where' 2 "nbr-activity: --kind and -A, a village or an area in it, are needed
    Try 'nbr-activity add --help'." nbr-activity add --kind council -A 430121106
says 'nobody with a post that day leads it' 6 "nbr-activity: chief $wu, on 2026-03-10: the chief holds no post in the village on that day [chief-post]
    name one who does; nbr-chief list shows them" nbr-activity add --kind council -A $v -c $wu
is 'he did then' 0 "$v-A260228-1	$wu" nbr-activity add -H --kind council -A $v -c $wu --on 2026-02-28 -C activity,chief
says 'no such activity' 5 'nbr-activity: activity A260311-1: there is no such record [not-found]' nbr-activity show A260311-1
is 'a word that is none' 5 '' nbr-activity show 活动
nbr-activity add --kind council -A 大鱼塘村 >/dev/null
says 'several villages have it' 5 "nbr-activity: activity A260310-1: $day-1, 430121106206-A260310-1: several records fit [ambiguous]
    write more of it" nbr-activity show A260310-1
is 'in one of them' 0 "$day-1" nbr-activity show -H A260310-1 -A $v -C activity

# ---- who came ----

is 'chiefs by a stream' 0 "12	2" \
	sh -c "nbr-chief list -A $v --role group | nbr-activity attend $day-1 - -H -C residents,chiefs"
is 'twice is once' 0 '' quiet nbr-activity attend $day-1 刘洋 $liu C02
is 'one more, and residents' 0 '2 changed' quiet nbr-activity attend $day-1 章敏 --residents 30
is 'as many' 0 "30	3	刘洋、易子春、章敏" nbr-activity show -H $day-1 -C residents,chiefs,attended
is 'residents alone' 0 7 nbr-activity attend $day-2 -H --residents 7 -C residents
says 'nobody' 2 "nbr-activity: who came: chiefs, or --residents
    Try 'nbr-activity attend --help'." nbr-activity attend $day-2
says 'the post ended' 6 "nbr-activity: chief $wu, on 2026-03-10: the chief holds no post in the village on that day [chief-post]
    name one who does; nbr-chief list shows them" nbr-activity attend $day-1 章敏 $wu
nbr-chief list -A $v --role piece -C chief >nobody.tsv
is 'residents, and nobody in the stream' 0 '8	0' sh -c "nbr-activity attend $day-2 - -H --residents 8 -C residents,chiefs <nobody.tsv"
printf 'chief\n%s\n易子春\nC09\n' $wu >came.tsv
told='nbr-activity: standard input:2: chief '$wu', on 2026-03-10: the chief holds no post in the village on that day [chief-post]
    name one who does; nbr-chief list shows them
nbr-activity: standard input:4: chief C09: there is no such record [not-found]'
says 'all refusals are told' 6 "$told" sh -c "nbr-activity attend $day-2 - --residents 9 <came.tsv"
is 'nothing is stored' 0 '8	0' nbr-activity show -H $day-2 -C residents,chiefs
is 'or they are set aside' 3 '9	1' sh -c "nbr-activity attend $day-2 - -H --residents 9 -r late.tsv -C residents,chiefs <came.tsv"
is 'with what was written' 0 "2	chief-post	$wu
4	not-found	C09" sh -c 'sed 1d late.tsv | cut -f 1,2,4'
is 'taken back, if it were' 0 '9	0' nbr-activity attend $day-2 -H --remove 易子春 刘洋 -nC residents,chiefs
is 'a dry run takes nobody' 0 1 nbr-activity show -H $day-2 -C chiefs
is 'he was not there' 0 '1 changed' quiet nbr-activity attend $day-2 --remove 易子春 刘洋
is 'not any more' 0 0 nbr-activity show -H $day-2 -C chiefs
is 'who said so is kept' 0 1 sql "SELECT count(*) FROM was WHERE kind = 'attendance'"
says 'who leads it was there' 6 "nbr-activity: chief $yi leads the activity: that cannot be done in the state it is in [state]" \
	nbr-activity attend $day-1 --remove 易子春
is 'a chief of elsewhere' 5 '' nbr-activity attend 430121106206-A260310-1 易子春
is 'attendance' 0 "$day-1	service-day	$liu	刘洋
$day-1	service-day	$yi	易子春
$day-1	service-day	$zhang	章敏" nbr-activity attendance -H --since 2026-03-10 -C activity,kind,chief,chief_name
is 'of a chief' 0 "$v-A260228-1" nbr-activity attendance -H -c $wu -C activity
is 'what he was at' 0 "$day-1" nbr-activity list -H -c 章敏 -C activity
is 'of a kind' 0 "$v-A260228-1
430121106206-A260310-1" nbr-activity list -H --kind 议事会 -C activity
csv rule,kind,name,first,last a,activity,慰问户,2020-01-01, b,activity,慰问人,2020-01-01,2025-12-31 b,activity,慰问人,2026-01-01, |
	nbr-rule import - || exit
says 'a word for two kinds' 2 "nbr-activity: --kind: the rulebook has no kind of activity 慰问; nbr-rule list activity shows them
    Try 'nbr-activity list --help'." nbr-activity list --kind 慰问
is 'in an area' 0 "$day-3" nbr-activity list -H -A $v.01 -C activity
is 'of some days' 0 "$v-A260309-1" nbr-activity list -H --since 2026-03-01 --until 2026-03-09 -C activity

# ---- matters ----

issue='issue	activity	day	area	area_name	title	person	state	settled	outcome	order'
is 'a matter' 0 "$issue
$day-1-1	$day-1	2026-03-10	$v	龙王庙村	水渠清淤	王婶	raised			" nbr-activity issue $day-1 --title 水渠清淤 --person 王婶
is 'the same is one' 0 '' quiet nbr-activity issue $day-1 --title 水渠清淤
is 'one of a hamlet, and an order of it' 0 "$day-1-2	$hood	raised	$v-O260310-1" \
	nbr-activity issue -H $day-1 --title 文化广场路灯不亮 -A $hood --person 王婶 --post --kind need --detail 晚上 -C issue,area,state,order
is 'the order says the same' 0 "$v-O260310-1	open	need	文化广场路灯不亮	$hood	neighbourhood" \
	nbr-order show -H $v-O260310-1 -C order,status,kind,title,area,level
is 'who asked, and more' 0 '王婶	晚上' nbr-order show -H $v-O260310-1 -C person,detail
is 'once' 0 '' quiet nbr-activity issue $day-1 --title 文化广场路灯不亮 --post --kind need
is 'what was raised becomes one later' 0 "$day-1-1	$v-O260310-2" nbr-activity issue -H $day-1 --title 水渠清淤 --post --kind 需求 -C issue,order
says 'one that says the same is open' 0 "nbr-activity: $v-O260310-3: $v-O260310-1 says the same and is open [order-like]
    if it is the same need, cancel one of them" nbr-activity issue $day-2 --title 文化广场路灯不亮 -A $hood --post --kind need
says 'an order needs a kind' 2 "nbr-activity: --post needs --kind; --kind and --detail are those of the order
    Try 'nbr-activity issue --help'." nbr-activity issue $day-1 --title 甲 --post
says 'a kind of orders' 2 "nbr-activity: --kind: the rulebook has no kind of order council; nbr-rule list order shows them
    Try 'nbr-activity issue --help'." nbr-activity issue $day-1 --title 甲 --post --kind council
is 'it is not put then' 0 '' sh -c 'nbr-activity issues -H | grep 甲; true'
says 'one that is not in the village of -A' 2 "nbr-activity: -A: an area of the activity's village, not 大鱼塘村
    Try 'nbr-activity issue --help'." nbr-activity issue A260310-2 --title 甲 -A 大鱼塘村
says 'one that is nowhere' 5 'nbr-activity: activity A260310-9: there is no such record [not-found]' \
	nbr-activity issue A260310-9 --title 甲 -A 大鱼塘村
says 'an area of another village' 2 "nbr-activity: -A: an area of the activity's village, not 大鱼塘村
    Try 'nbr-activity issue --help'." nbr-activity issue $day-1 --title 甲 -A 大鱼塘村
nbr-activity issue $day-3 --title 停车 >/dev/null && nbr-activity issue $v-A260228-1 --title 养犬 >/dev/null
is 'settled by a stream' 0 "$day-3-1	agreed	2026-03-10	划线" \
	sh -c "nbr-activity issues -t open --kind hamlet-meeting | nbr-activity settle - -H --outcome 划线 -C issue,state,settled,outcome"
is 'another way' 0 "$v-A260228-1-1	failed	2026-03-08" \
	nbr-activity settle -H A260228-1-1 -t failed --outcome 意见不一 --on 2026-03-08 -C issue,state,settled
says 'not before it was put' 6 "nbr-activity: matter $day-1-2, settled on 2026-03-09: comes before a step that goes before it [time-order]
    correct one of the two times" nbr-activity settle A260310-1-2 -A $hood --outcome 好 --on 2026-03-09
says 'all that are no more to be settled' 6 "nbr-activity: matter $v-A260228-1-1 was settled on 2026-03-08: that cannot be done in the state it is in [state]
nbr-activity: matter $day-3-1 was settled on 2026-03-10: that cannot be done in the state it is in [state]
nbr-activity: matter $day-1-9: there is no such record [not-found]" nbr-activity settle $v-A260228-1-1 $day-3-1 $day-1-9 $day-1-1 --outcome 又
says 'once' 6 "nbr-activity: matter $day-3-1 was settled on 2026-03-10: that cannot be done in the state it is in [state]" \
	nbr-activity settle A260310-3-1 --outcome 又
says 'all or none' 5 "nbr-activity: matter $day-1-9: there is no such record [not-found]" nbr-activity settle $day-1-1 $day-1-9 --outcome 好
is 'none' 0 "$day-1-1
$day-1-2
$day-2-1" nbr-activity issues -H -t raised --kind service-day -C issue
says 'what of it' 2 "nbr-activity: --outcome is needed
    Try 'nbr-activity settle --help'." nbr-activity settle $day-1-1
says 'a state that is none' 2 "nbr-activity: --status: agreed, failed or dropped, not raised
    Try 'nbr-activity settle --help'." nbr-activity settle $day-1-1 --outcome x -t raised
is 'the list of matters' 0 "$v-A260228-1-1	failed
$day-1-1	raised
$day-1-2	raised
$day-2-1	raised
$day-3-1	agreed" nbr-activity issues -H -C issue,state
is 'of some' 0 "$day-1-2
$day-2-1" nbr-activity issues -H -A $hood -t open -C issue
is 'how many' 0 "$day-1	2
$day-2	1" sh -c "nbr-activity list -H --kind service-day --since 2026-03-10 -C activity,issues"

# ---- closed ----

is 'close' 0 "$day-1	31	好	2026-03-11" nbr-activity close -H $day-1 --residents 31 --result 好 --on 2026-03-11 -C activity,residents,result,closed
shut="activity $day-1, on 2026-03-11: its record is closed [activity-closed]"
says 'once' 6 "nbr-activity: $shut" nbr-activity close $day-1
says 'not before its day' 6 "nbr-activity: activity $day-2, closed on 2026-03-09: comes before a step that goes before it [time-order]
    correct one of the two times" nbr-activity close $day-2 --on 2026-03-09
keep=$NBR_DB; db_copy nbr apart && NBR_DB=$(db_at apart) || exit
nbr-activity add --kind training -A $v --on 2026-03-05 -o out.tsv
is 'what is refused changes nothing while others are closed' 3 "$v-A260305-1" \
    nbr-activity close -H $day-2 $v-A260305-1 --residents 77 --on 2026-03-09 -r early.tsv -C activity
is 'nor who came' 0 "20260305000001	77" sql "SELECT no, residents FROM activity WHERE residents = 77"
NBR_DB=$keep
says 'nobody is taken from it' 6 "nbr-activity: $shut" nbr-activity attend $day-1 --remove 章敏 刘洋
says 'who came stays' 6 "nbr-activity: $shut" nbr-activity attend $day-1 刘洋
says 'and how many' 6 "nbr-activity: $shut" nbr-activity attend $day-1 --residents 4
says 'and the matters' 6 "nbr-activity: $shut" nbr-activity issue $day-1 --title 新
is 'what became of one does not' 0 agreed nbr-activity settle -H $day-1-2 --outcome 修好 -C state
is 'closed ones' 0 "$day-1" nbr-activity list -H -t closed -C activity
is 'the others by a stream' 0 5 sh -c "nbr-activity list -t open | nbr-activity close - -H | wc -l"
nbr-activity add --kind training -A $v -o out.tsv
is 'or what is refused aside' 3 "$day-4" nbr-activity close -H $day-1 $day-4 -r late.tsv -C activity
is 'in a file for another try' 0 "activity-closed	$day-1" sh -c 'sed 1d late.tsv | cut -f 2,4'
is 'what it was is kept' 0 2 sql "SELECT count(DISTINCT kind) FROM was WHERE kind = 'activity' OR kind = 'issue'"
is 'no finding' 0 '' nbr-db check -H

# ---- imported ----

csv 活动日期,活动类型,村,邻,主题,地点,主持人,参加三长,参加居民,微宣讲,微服务,微分享,活动效果,议题,提出人,议题状态,议事结果,议定日期 \
	2026-03-03,左邻右舍服务日,龙王庙村,,,村部,易子春,刘洋、$zhang，王五,45人,防火,,经验,好,,,,, \
	2026/3/4,屋场会,龙王庙村,一屋场,三月,,,易子春,9,,,,,停车,李四,,划线, \
	2026年3月4日,屋场会,龙王庙村,一屋场,三月,,,,,,,,,养犬,,未议定,,2026-03-05 \
	2026-03-04,屋场会,龙王庙村,一屋场,三月,,,,,,,,,路灯,,,, >list.csv
imported() { nbr-activity list -H --since 2026-03-03 --until 2026-03-04 -C activity,area,title,place,chief_name,residents,attended,publicity,service,sharing,result,issues; }
all="$v-A260303-1	$v		村部	易子春	45	王五、刘洋、易子春、章敏	防火		经验	好	0
$v-A260304-1	$hood	三月			9	易子春					3"
is 'import' 0 '' nbr-activity import list.csv
is 'all of it, too' 0 "$all" imported
is 'and the matters' 0 "停车	李四	agreed	2026-03-04	划线
养犬		failed	2026-03-05	
路灯		raised		" nbr-activity issues -H --since 2026-03-04 --until 2026-03-04 -C title,person,state,settled,outcome
# told FILE [OPTION...]: what became of its rows.
told() { nbr-activity import "$@" -v 2>&1 | sed 's/.*read, //; s/; .*//'; }
is 'twice changes nothing' 0 '0 new, 0 changed, 4 as they were, 0 skipped, 0 set aside' told list.csv
csv 活动日期,活动类型,区域代码,主题,参加居民,参加三长,议题,议事结果 2026-03-03,service-day,$v,,50,,, \
	2026-03-04,屋场会,$hood,三月,,,路灯,已装 2026-03-04,屋场会,$hood,三月,,,水渠, 2026-03-04,屋场会,$hood,三月,,,停车, >more.csv
# faults COMMAND...: line, column and code of each.
faults() { "$@" --errors jsonl 2>&1 | jq -r '"\(.line)\t\(.column)\t\(.code)"' | sed '/null	null/d'; }
is 'other values' 0 '2	参加居民	exists
3	议事结果	exists
4	议题	exists' faults nbr-activity import more.csv
is 'are skipped' 0 '0 new, 0 changed, 1 as they were, 3 skipped, 0 set aside' told more.csv -u skip
is 'or taken' 0 '0 new, 3 changed, 1 as they were, 0 skipped, 0 set aside' told more.csv -u update
is 'they are' 0 "50	1
9	4" sh -c 'nbr-activity list -H --since 2026-03-03 --until 2026-03-04 -C residents,issues | sed "1s/0\$/1/"'
is 'so is the outcome' 0 '路灯	agreed	已装	2026-03-04' nbr-activity issues -H --since 2026-03-04 --until 2026-03-04 -C title,state,outcome,settled -l 1 -s -outcome
csv day,kind,area,title,residents,issue 2026-03-04,hamlet-meeting,$hood,三月,10,停车 2026-03-04,hamlet-meeting,$hood,三月,10,养犬 >again.csv
is 'a matter that stands is no second one of the file' 0 '0 new, 1 changed, 1 as they were, 0 skipped, 0 set aside' told again.csv -u update
csv 活动日期,活动类型,区域代码,村,主持人,参加三长,参加居民,议题,提出人,议题状态,议定日期 \
	2026-03-05,舞会,$v,,,,,,,, 2026-03-11,培训,$v,,,,,,,, 2026-03-05,培训,430121106,,,,,,,, 2026-03-05,培训,430121106299,,,,,,,, \
	2026-03-05,培训,,无此村,,,,,,, 2026-03-05,培训,$v,大鱼塘村,,,,,,, 2026-03-05,培训,$v,,无此人,,,,,, 2026-03-05,培训,$v,,,易子春、无此人,,,,, \
	2026-03-05,培训,$v,,,,100001,,,, 2026-03-05,培训,$v,,,,,,李四,, 2026-03-05,培训,$v,,,,,甲,,议定,2026-03-04 2026-03-05,培训,$v,,,,,甲,,待议,2026-03-06 \
	2026-03-05,培训,$v,,,,,甲,,,2026-03-11 2026-03-05,,$v,,,,,,,, 2026-03-10,左邻右舍服务日,$v,,,刘洋,,新,,, >bad.csv
is 'every fault at its column' 0 '2	活动类型	kind-unknown
3	活动日期	date-future
4	区域代码	area-level
5	区域代码	area-unknown
6	村	area-unknown
7	村	area-other
8	主持人	chief-unknown
9	参加三长	chief-unknown
10	参加居民	count-range
11	议题	missing
12	议定日期	time-order
13	议定日期	state
14	议定日期	date-future
15	活动类型	missing
16	议题	activity-closed' faults nbr-activity import bad.csv
csv day,kind,title,residents,issue 2026-03-06,training,一,5,甲 2026-03-06,training,一,5,乙 2026-03-06,training,一,6,丙 2026-03-06,training,一,5,甲 >twice.csv
is 'one activity in a file, other values' 0 '4	residents	duplicate
5	null	duplicate' faults nbr-activity import twice.csv -A $v
is 'where it is comes from -A' 0 "$hood" sh -c 'sed -i 4,5d twice.csv && nbr-activity import twice.csv -A "$1" && nbr-activity list -H --kind training --until 2026-03-09 -C area' sh $hood
csv 活动日期,活动类型,区域 2026-03-06,屋场夜话,龙王庙村/二屋场 >path.csv
is '... or from its names' 0 $v.01.01.02 sh -c 'nbr-activity import path.csv && nbr-activity list -H --kind night-talk -C area'
sed 's/二屋场/三屋场/' path.csv >nowhere.csv
is '... that lead somewhere' 0 '2	区域	area-unknown' faults nbr-activity import nowhere.csv

# ---- corrected ----

other=$(nbr-activity add -H --kind council -A $v --on 2026-03-07 --title 一 --place 甲 --residents 3 -c 易子春 --result 好 -C activity)
third=$(nbr-activity add -H --kind council -A $v --on 2026-03-07 --title 二 -C activity)
is 'what is given is corrected' 0 "$other	三	乙	$liu	4	2		讲" nbr-activity set -H $other --title 三 --place 乙 -c 刘洋 --residents 4 --result '' \
	--publicity 讲 -C activity,title,place,chief,residents,chiefs,result,publicity
is 'the rest stays' 0 "$other	三	乙	$liu	0	讲	量血压" nbr-activity set -H $other --residents 0 --service 量血压 -C activity,title,place,chief,residents,publicity,service
is 'nothing is changed' 0 '' quiet nbr-activity set $other --title 三 --residents 0
is 'as it was is kept' 0 2 sql "SELECT count(*) FROM was WHERE kind = 'activity' AND line LIKE '%20260307000001%'"
says 'another one has the title' 6 "nbr-activity: activity $other: is stored already, with other values [exists]
    change the one that is stored, or give the new one another name, title or day" nbr-activity set $third --title 三
is 'both at once' 0 '闲	5
闲	5' sh -c 'nbr-activity list --since 2026-03-06 --until 2026-03-06 -C activity | nbr-activity set - -H --place 闲 --residents 5 -C place,residents | tail -n 2'
nbr-activity close -q -o closed.tsv $third
says 'no more when it is closed' 6 "nbr-activity: activity $third, on 2026-03-10: its record is closed [activity-closed]" nbr-activity set $third --place 丙
is 'a template' 0 '活动日期*,活动类型*,区域代码*,主题,地点,三长编号,主持人,参加居民,参加三长,微宣讲,微服务,微分享,活动效果' \
	sh -c "nbr-activity template --for excel | sed 's/^\xef\xbb\xbf//; s/\r//'"
is 'no finding then' 0 '' nbr-db check -H

# ---- what is owed, beside a second computation ----

db_new nbr
"$top/scripts/sample-town" town 2026 &&
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$top/lib/data/calendar-cn.csv" &&
nbr-rule import "$top/lib/data/rulebook-example.csv" &&
nbr-area import town/areas.csv && nbr-chief import town/chiefs.csv || exit
is 'a year of a town' 0 "$(($(wc -l <town/activities.csv) - 1)) new, 0 changed, 0 as they were, 0 skipped, 0 set aside" told town/activities.csv --on 2026-12-01
is 'twice' 0 "0 new, 0 changed, $(($(wc -l <town/activities.csv) - 1)) as they were, 0 skipped, 0 set aside" told town/activities.csv --on 2026-12-01
# The rules change in the quarter: a version ends within a period, days move off
# holidays to either side, months lack the day; areas come and go.
csv rule,kind,name,subject,every,unit,days,anchor,shift,first,last \
	'service-day-weekly,meeting,周二周四,activity:service-day level:village,,weekday,2;4,periodic,next,2026-05-05,' \
	'hamlet-monthly,meeting,半月,activity:hamlet-meeting level:village,15,day,,periodic,none,2026-05-20,' \
	'talks,meeting,夜话,activity:night-talk level:village,,monthday,5;31,periodic,previous,2026-01-01,' \
	'trains,meeting,培训,activity:training level:piece,2,month,,periodic,none,2026-01-15,2026-06-20' \
	'groups,meeting,组,activity:hamlet-meeting level:group,6,month,,periodic,none,2026-01-01,2026-12-31' \
	'hoods,meeting,屋场,activity:hamlet-meeting level:neighbourhood,1,month,,periodic,none,2026-03-01,2026-05-30' >rules.csv
nbr-rule import -u update rules.csv
csv area,name,first,last 430121106002.01,第一片,2026-05-01, 430121106299,新村,2026-04-10,2026-06-05 430121106299.01,新片,2026-04-10,2026-05-14 |
	nbr-area import - -u update
nbr-activity add --kind training -A 430121106205.02.01.01 --on 2026-04-02 -o out.tsv
tables all.db
sqlite3 -batch -init /dev/null -noheader -separator '	' all.db "
	WITH RECURSIVE n(t) AS (VALUES ('2025-12-01') UNION ALL SELECT date(t, '+1 day') FROM n WHERE t < '2026-08-31'),
	day AS (SELECT t, CAST(replace(t, '-', '') AS INT) AS d, CAST(strftime('%w', t) AS INT) AS w, CAST(substr(t, 9) AS INT) AS m,
		t = date(t, 'start of month', '+1 month', '-1 day') AS eom FROM n),
	kind AS (SELECT day.*, coalesce(c.kind = 'holiday', 0) AS off, c.kind = 'workday' OR (c.kind IS NULL AND w BETWEEN 1 AND 5) AS work
		FROM day LEFT JOIN calendar c ON c.day = day.d),
	rules AS (SELECT rule, substr(subject, 10, instr(subject, ' ') - 10) AS kind, substr(subject, instr(subject, 'level:') + 6) AS level,
		CAST(every AS INT) AS every, unit, ',' || days || ',' AS days, shift, CAST(first AS INT) AS first, CAST(last AS INT) AS last,
		substr(first, 1, 4) || '-' || substr(first, 5, 2) || '-' || substr(first, 7) AS f FROM rule WHERE kind = 'meeting'),
	listed AS (SELECT r.rule, r.kind, r.level, r.shift, k.d, k.off FROM rules r JOIN kind k ON k.d BETWEEN r.first AND r.last
		WHERE (r.unit = 'weekday' AND instr(r.days, ',' || k.w || ','))
		OR (r.unit = 'monthday' AND (instr(r.days, ',' || k.m || ',') OR (k.eom AND k.m < 31 AND instr(r.days, ',31,'))))),
	period(rule, kind, level, last, f, step, i) AS (SELECT rule, kind, level, last, f, every || ' ' || unit, 0 FROM rules WHERE unit = 'day' OR unit = 'month'
		UNION ALL SELECT rule, kind, level, last, f, step, i + 1 FROM period WHERE i < 120),
	owed(rule, kind, level, since, until) AS (
		SELECT rule, kind, level, d, d FROM listed WHERE NOT off
		UNION ALL SELECT rule, kind, level, d, (SELECT min(k.d) FROM kind k WHERE k.d > listed.d AND k.work) FROM listed WHERE off AND shift = 'next'
		UNION ALL SELECT rule, kind, level, (SELECT max(k.d) FROM kind k WHERE k.d < listed.d AND k.work), d FROM listed WHERE off AND shift = 'previous'
		UNION ALL SELECT rule, kind, level, s, u FROM (SELECT rule, kind, level, last,
			CAST(replace(date(f, '+' || (CAST(step AS INT) * i) || substr(step, instr(step, ' '))), '-', '') AS INT) AS s,
			CAST(replace(date(f, '+' || (CAST(step AS INT) * (i + 1)) || substr(step, instr(step, ' ')), '-1 day'), '-', '') AS INT) AS u FROM period) WHERE u <= last),
	parts AS (SELECT CAST(village AS INT) AS village, CAST(sub AS INT) AS sub, name, CAST(first AS INT) AS first, CAST(last AS INT) AS last,
		CASE CAST(level AS INT) WHEN 4 THEN 'village' WHEN 5 THEN 'piece' WHEN 6 THEN 'group' WHEN 7 THEN 'neighbourhood' END AS level,
		CASE CAST(level AS INT) WHEN 4 THEN 1000000 WHEN 5 THEN 10000 WHEN 6 THEN 100 ELSE 1 END AS size FROM area),
	held AS (SELECT CAST(village AS INT) AS village, CAST(sub AS INT) AS sub, kind, CAST(no AS INT) / 1000000 AS d FROM activity)
	SELECT a.name, o.kind, o.rule, o.since, o.until FROM owed o JOIN parts a ON a.level = o.level AND a.first <= o.since AND a.last >= o.until
	WHERE o.until BETWEEN 20260101 AND 20260630
	AND NOT EXISTS (SELECT 1 FROM held h WHERE h.village = a.village AND h.sub / a.size = a.sub / a.size AND h.kind = o.kind AND h.d BETWEEN o.since AND o.until)" | sort >second
says 'what was not held has no state' 2 "nbr-activity: --missing and -t do not go together
    Try 'nbr-activity list --help'." nbr-activity list --missing -t open
# owed SINCE UNTIL: what is missing by that.
owed() { awk -F '\t' '$5 >= since && $5 <= until' since="$1" until="$2" second; }
missing() { nbr-activity list --missing -H -C area_name,kind,rule,since,until "$@" | sed 's/-\([0-9][0-9]\)-\([0-9][0-9]\)/\1\2/g' | sort; }
owed 20260401 20260630 >want.tsv
missing --since 2026-04-01 --until 2026-06-30 --on 2026-06-30 >got
same 'a quarter' want.tsv got
for r in service-day-weekly hamlet-monthly talks trains groups hoods; do
	is "of it: $r" 0 '' sh -c 'cut -f 3 want.tsv | grep -qx "$1"' sh $r
done
owed 20260101 20260317 >want.tsv
missing --since 2026-01-01 --until 2026-03-31 --on 2026-03-17 >got
same 'what is not over is not missed' want.tsv got
owed 20260301 20260317 >want.tsv
missing --on 2026-03-17 >got
same 'this month so far' want.tsv got
owed 20260401 20260605 | grep '^新村' >want.tsv
missing --since 2026-04-01 --until 2026-06-30 --on 2026-06-05 -A 新村 >got
same 'of one village' want.tsv got
owed 20260401 20260630 | grep '	training	' >want.tsv
missing --since 2026-04-01 --until 2026-06-30 --on 2026-06-30 --kind 培训 >got
same 'of one kind' want.tsv got
is 'of a piece' 0 1 sh -c 'nbr-activity list --missing -H --since 2026-01-01 --on 2026-06-30 -A 430121106205.02 --kind training | wc -l'
says 'who was there is another question' 2 "nbr-activity: --missing and -c do not go together
    Try 'nbr-activity list --help'." nbr-activity list --missing -c 易子春

# ---- numbers of people in what was typed ----

number=13912345678
act=$(nbr-activity add --kind training -A 大鱼塘村 --on 2026-03-05 --title "训$number" --place "场$number" --publicity "宣$number" --service "服$number" \
    --sharing "享$number" --result "果$number" -H -C activity)
issue=$(nbr-activity issue $act --title "议$number" --person "王$number" -H -C issue)
nbr-activity settle $issue --outcome "定$number" >out
asked='title,place,publicity,service,sharing,result'
is 'are masked' 0 "训*	场*	宣*	服*	享*	果*" sh -c "nbr-activity show $act -H -C $asked | tr -s '*'"
is 'a state by its Chinese word' 0 $issue sh -c "nbr-activity issues -t 议定 -H -C issue | grep ^$issue"
is 'of matters too' 0 "议*	王*	定*" sh -c "nbr-activity issues --on 2026-03-10 -H -C issue,title,person,outcome | grep ^$issue | cut -f 2- | tr -s '*'"
is 'and whole for a reason' 0 "训$number	场$number	宣$number	服$number	享$number	果$number" nbr-activity show $act -H -C $asked --reveal --reason 回访
nbr-activity show $act -C kind,day,area,title,result -F csv >back.csv
is 'stars are not stored' 4 '' nbr-activity import back.csv -u update
done_testing
