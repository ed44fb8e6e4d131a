#!/bin/sh
# Imports are listed, and taken back whole: all is as it was before, but the
# numbers given; or later records depend on them, and nothing is.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
cd "$tmp" || exit
v=430121106205 at=$v.01.01

csv() { printf '%s\n' "$@"; }
# All that is stored but runs, what they changed, and what is counted.
state() { nbr-db dump --reveal --reason test | sed '/^{"table":"\(run\|was\|village\)"/d'; }
# imported COMMAND...: does an import, $run is its number.
imported() {
	nbr-db runs -H -C run | sort >runs.before
	"$@" </dev/null >told 2>&1 || sed 's/^/# /' told
	run=$(nbr-db runs -H -C run | sort | comm -13 runs.before -)
}
# A run's number as it is stored.
stored() { echo "$1" | awk -F- '{ n = NF == 1 ? $1 : $2; sub(/R/, "", n); print (NF == 1 ? 0 : $1) * 10000000 + n }'; }
serials=
head='run	kind	record	why'

# undoes NAME COMMAND...: what an import does is taken back to the byte.
undoes() {
	what=$1; shift
	state >before
	imported "$@"
	state >imported
	is "$what: something was stored" 1 '' cmp -s before imported
	is "$what: a dry run" 0 "$head" nbr-db undo -n "$run"
	state >now
	same "$what: ... takes nothing back" imported now
	is "$what: undone" 0 "$head" nbr-db undo "$run"
	state >now
	same "$what: all is as it was" before now
	is "$what: nothing is kept of it" 0 0 sql "SELECT count(*) FROM was WHERE run = $(stored "$run")"
	is "$what: no finding" 0 '' nbr-db check -H
	imported "$@"
	state | sed 's/"run":[0-9]*//' >now
	sed 's/"run":[0-9]*//' imported >want
	${serials:+sed "$serials" -i now want}
	same "$what: imported again" want now
}
# depends NAME RUN RECORDS: refused for these, and nothing is taken back.
depends() {
	nbr-db dump --reveal --reason test | sed '/^{"table":"village"/d; /"verb":"reveal"/d' >before
	is "$1" 6 "$head
$3" nbr-db undo "$2"
	grep -v '^    ' err >said
	is "$1: why" 0 "nbr-db: $2: later records depend on it; nothing was taken back [undo-depends]" cat said
	nbr-db dump --reveal --reason test | sed '/^{"table":"village"/d; /"verb":"reveal"/d' >now
	same "$1: nothing is taken back" before now
}

nbr-db init --town 430121106 --name 春华镇

# ---- every kind of import ----

undoes 'rules' nbr-rule import "$top/lib/data/rulebook-example.csv"
csv rule,kind,name,subject,every,unit,anchor,shift,first red,class,重点户,,,,,,2026-02-01 \
	weekly,visit,每周,class:red,5,day,last,none,2026-01-01 >rules.csv
undoes 'rules: a new version ends the old one' nbr-rule import rules.csv
csv rule,kind,name,subject,every,unit,anchor,shift,first weekly,visit,每周,class:red,6,day,last,none,2026-01-01 >rules2.csv
undoes 'rules: other values' nbr-rule import -u update rules2.csv
undoes 'calendar' nbr-calendar import "$top/lib/data/calendar-cn.csv"
csv day,kind,name 2026-03-11,holiday,停 2026-01-01,workday,改 >days.csv
csv area,name $v,龙王庙村 $v.01,第一片 $v.01.01,第一组 $at.01,一屋场 $at.02,二屋场 430121106206,大鱼塘村 >areas.csv
undoes 'areas' nbr-area import areas.csv
csv area,name,first,last $at.02,新屋场,2020-01-01,2026-12-31 $at.03,三屋场,, >areas2.csv
undoes 'areas: other values' nbr-area import -u update areas2.csv
csv name,area,phone,elected 易子春,$v.01.01,13800138000,2024-03-22 易子春,$at.01,13800138000,2024-03-22 刘洋,$at.02,,2024-03-22 >chiefs.csv
serials='s/"chief":[0-9]*//g; s/"visited":[0-9]*//'
undoes 'chiefs' nbr-chief import chiefs.csv
csv name,area,phone,elected,electors,party 易子春,$v.01.01,13700137000,2024-03-22,8,群众 易子春,$at.01,13900139000,2026-01-05,9,群众 刘洋,$at.02,,2024-01-01,7, 章敏,$at.03,,2025-01-01,3, >chiefs2.csv
undoes 'chiefs: elected again, corrected, new' nbr-chief import -u update chiefs2.csv
serials='s/"household":1000[0-9]*//g'
csv household,area,head,ident,phone,door,class,tags,members,since \
	${v}010001,$at.01,周浩胜,11010519491231002X,13800138000,1,red,,4,2024-01-01 \
	${v}010002,$at.01,李明,440524188001010014,,2,green,low-income,2,2024-01-01 ,$at.02,王二,,,3,,,1,2024-01-01 >roster.csv
undoes 'households' nbr-household import roster.csv
is 'in the register' 0 3 sh -c 'nbr-household list -H | wc -l'
nbr-household classify ${v}010002 -k yellow --on 2026-02-01 --reason 复核 && nbr-household tag ${v}010001 --tag disabled --on 2026-02-02
nbr-household tag ${v}010001 --tag sick
nbr-visit log ${v}010001 --on 2026-02-05 >/dev/null
csv household,area,head,ident,phone,door,class,tags,members,since,note \
	"${v}010001,$at.02,周豪胜,,13900139000,9-9,green,low-income、disabled,5,2023-01-01,\"tab	\\t=\\\\
second\"" >update.csv
undoes 'households: every field' nbr-household import -u update update.csv
csv household,area,head,ident ${v}010001,$at.02,周豪胜,110105194912310038 ${v}020005,$at.01,新户,11010519491231002X >moved.csv
undoes 'households: a number that was another household'"'s" nbr-household import -u update moved.csv
csv household,relation,name,ident,area ${v}010001,户主,周豪胜,,$at.02 ${v}010001,妻,吴秀英,,$at.02 ${v}010001,子,周小,,$at.02 \
	${v}020009,户主,赵大,,$at.02 ${v}020009,母,赵母,,$at.02 >persons.csv
undoes 'persons' nbr-household import -u update persons.csv
sql "UPDATE household SET ident = 0 WHERE household = 10002"
csv household,relation,name,ident,area,note ${v}010001,户主,周豪胜,,$at.02, ${v}010001,妻,吴秀英,440524188001010014,$at.02,改 \
	${v}010001,女,周女,,$at.02, >persons2.csv
undoes 'persons: another number, another person' nbr-household import -u update persons2.csv
csv household,day,kind,result ${v}010001,2026-03-01,door,好 ${v}010001,2026-02-01,phone,好 ${v}010002,2026-03-02,door, >visits.csv
undoes 'visits' nbr-visit import visits.csv
csv day,kind,area,title,residents,attended,issue,outcome 2026-03-03,council,$v,,45,易子春,停车,划线 2026-03-03,council,$v,,,,路灯, \
	2026-03-04,hamlet-meeting,$at.01,,9,,, >activities.csv
undoes 'activities' nbr-activity import activities.csv
csv day,kind,area,title,residents,chief_name,attended,issue,outcome 2026-03-03,council,$v,,50,刘洋,易子春,路灯,已装 2026-03-03,council,$v,,,,章敏,养犬, >activities2.csv
undoes 'activities: other values, more chiefs and matters' nbr-activity import -u update activities2.csv
csv ref,kind,title,area,household,posted,taken,finished "X1,need,灯,$at.01,${v}010002,2026-03-01 08:00,2026-03-01 09:00," "X2,need,渠,$at.02,,2026-03-02 08:00,," >orders.csv
undoes 'orders' nbr-order import orders.csv
csv ref,kind,title,area,household,posted,taken,finished "X1,need,灯,$at.01,${v}010002,2026-03-01 08:00,2026-03-01 09:00,2026-03-01 10:00" "X3,need,路,$at.02,,2026-03-02 08:00,," >orders2.csv
undoes 'orders: taken further' nbr-order import -u update orders2.csv
undoes 'calendar: other values' nbr-calendar import -u update days.csv

# ---- what is asked for amiss ----

serials=
is 'no such run' 5 '' nbr-db undo R999
says 'of no such village' 5 'nbr-db: run 430121106209-R1: there is no such record [not-found]' nbr-db undo 430121106209-R1
by_hand=$(nbr-db audit -H -C run,verb | sed -n 's/\tclassify$//p' | head -n 1)
says 'done by hand' 6 "nbr-db: run $by_hand is no import: that cannot be done in the state it is in [state]" nbr-db undo "$by_hand"
csv day,kind,name 2026-03-12,holiday,停 >more.csv
imported nbr-calendar import more.csv
nbr-db undo -H "$run"
undo=$(nbr-db audit -H -C run,verb,source | sed -n "s/\tundo\t$run\$//p")
says 'undone already' 6 "nbr-db: run $run was undone by $undo: that cannot be done in the state it is in [state]" nbr-db undo "$run"
is 'it says so in the list' 0 "$run	$undo" sh -c "nbr-db runs -H -C run,undone | sed -n '/^$run	/p'"
is 'and among all runs' 0 "$run	$undo" sh -c "nbr-db audit -H -C run,undone | sed -n '/^$run	/p'"
for bad in R0 r1 R01 1 R 430121106205-r1 x; do
	is "not a number: $bad" 2 '' nbr-db undo $bad
done
is 'only one' 2 '' nbr-db undo R1 R2

# ---- what depends on an import ----

# by VERB: the run that did it last.
by() { nbr-db audit -H -C run,verb -s run | sed -n "s/	$1\$//p" | tail -n 1; }
town() {
	db_new nbr
	nbr-db init --town 430121106 --name 春华镇
	imported nbr-rule import "$top/lib/data/rulebook-example.csv"; rules=$run
	imported nbr-area import areas.csv; areas=$run
}

town
imported nbr-household import roster.csv; roster=$run
nbr-household classify ${v}010002 -k yellow --reason 复核
nbr-household set ${v}-H0001 --door 7
nbr-visit log ${v}010001 >/dev/null
nbr-visit void ${v}010001-V260310 --reason 误录 >/dev/null
csv household,relation,name,area ${v}010001,户主,周浩胜,$at.01 ${v}010001,妻,吴秀英,$at.01 >persons.csv
imported nbr-household import -u update persons.csv; persons=$run
changed="$(by classify)	household	${v}010002	changed
$(by set)	household	$v-H0001	changed"
more="$(by classify)	span	${v}010002	needs
$(by classify)	span	${v}010002	needs
$(by log)	visit	${v}010001-V260310	needs"
depends 'households' "$roster" "$changed
$persons	household	${v}010001	changed
$persons	member	${v}010001	needs
$more"
is 'the later import goes first' 0 '' nbr-db undo -H "$persons"
depends 'then less depends' "$roster" "$changed
$more"
is 'a dry run says the same' 6 "$head
$changed
$more" nbr-db undo -n "$roster"
is 'as JSON' 6 "{\"run\":\"$(by classify)\",\"kind\":\"household\",\"record\":\"${v}010002\",\"why\":\"changed\"}" \
	nbr-db undo "$roster" -F jsonl -l 1
imported nbr-visit import visits.csv; visits=$run
nbr-visit void ${v}010001-V260301 --reason 误录 >/dev/null
depends 'visits' "$visits" "$(by void)	visit	${v}010001-V260301	needs"
imported nbr-household import -u update update.csv; update=$run
nbr-visit log ${v}010002 >/dev/null
is 'a visit does not depend on the card' 0 '' nbr-db undo -nH "$update"
nbr-household move ${v}010001 -A $at.01 --reason 更正
nbr-household close ${v}010001 --reason 迁出
depends 'a household that was changed' "$update" "$(by move)	household	${v}010001	changed
$(by move)	span	${v}010001	changed
$(by move)	span	${v}010001	changed"
is 'no finding' 0 '' nbr-db check -H

town
nbr-chief import chiefs.csv
imported nbr-activity import activities.csv; activities=$run
nbr-activity settle $v-A260303-1-2 --outcome 已装 >/dev/null
nbr-activity attend $v-A260303-1 刘洋 >/dev/null
nbr-activity issue $v-A260304-1 --title 新 >/dev/null
nbr-activity close $v-A260304-1 >/dev/null
depends 'activities' "$activities" "$(by settle)	issue	$v-A260303-1-2	changed
$(by close)	activity	$v-A260304-1	changed
$(by attend)	attendance	$v-A260303-1	needs
$(by issue)	issue	$v-A260304-1-1	needs"
nbr-activity attend $v-A260303-1 --remove 刘洋 易子春 -o out.tsv
is 'who was there is not, and who came later is gone' 6 "$(by attend)	attendance	$v-A260303-1	changed" sh -c 'nbr-db undo -H "$0" | grep "	attendance	"; exit 6' "$activities"
is 'and their kinds' 6 "$activities	activity	$v-A260303-1	needs
$(by close)	activity	$v-A260304-1	needs" sh -c 'nbr-db undo -H "$0" | grep "	activity	"; exit 6' "$rules"
is 'and their areas' 6 "$activities	activity	$v-A260303-1	needs
$(by close)	activity	$v-A260304-1	needs" sh -c 'nbr-db undo -H "$0" | grep "	activity	"; exit 6' "$areas"

town
imported nbr-chief import chiefs.csv; chiefs=$run
imported nbr-household import roster.csv; roster=$run
csv area,name $v.01.02,二组 >below.csv
imported nbr-area import below.csv; below=$run
nbr-chief elect -A $v.01.02 -c $v-C01 >/dev/null
nbr-chief end 刘洋 --reason 辞职
nbr-visit log ${v}010001 --chief C01 >/dev/null
depends 'chiefs' "$chiefs" "$(by end)	post	$at.02	changed
$(by log)	visit	${v}010001-V260310	needs
$(by elect)	post	$v.01.02	needs"
depends 'an area with a post' "$below" "$(by elect)	post	$v.01.02	needs"
nbr-household move ${v}010002 -A $v.01.02 --reason 更正
there=$(by move)
nbr-household move ${v}010002 -A $at.01 --reason 更正 --on 2026-03-11
nbr-area set $v.01.01 --name 首组
depends 'areas' "$areas" "$(by set)	area	$v.01.01	changed
$chiefs	post	$v.01.01	needs
$chiefs	post	$at.01	needs
$(by end)	post	$at.02	needs
$roster	household	${v}010001	needs
$(by move)	household	${v}010002	needs
$roster	household	$v-H0001	needs
$there	span	${v}010002	needs
$(by move)	span	${v}010002	needs
$below	area	$v.01.02	needs"
is 'an area where a household was is needed' 6 "$(by elect)	post	$v.01.02	needs
$there	span	${v}010002	needs" nbr-db undo -H "$below"
csv rule,kind,subject,every,unit,clock,first weekly,visit,class:red,7,day,,2026-01-01 soon,deadline,order:need,1,hour,take,2026-01-01 \
    'near,deadline,order:need level:group,2,day,finish,2026-01-01' all,deadline,all,9,day,take,2026-01-01 \
    'talks,meeting,activity:night-talk level:group,1,month,,2026-01-01' >about.csv
imported nbr-rule import about.csv; about=$run
csv rule,kind,name,first purple,class,紫户,2026-01-01 ill,tag,病,2026-01-01 >words.csv
imported nbr-rule import words.csv; words=$run
csv rule,kind,name,first purple,class,深紫户,2026-03-01 >words2.csv
imported nbr-rule import words2.csv; version=$run
nbr-household classify ${v}010002 -k purple --reason 复核 --on 2026-03-12
nbr-household tag $v-H0001 --tag ill
is 'of a class its first version is needed, not the later one' 0 '' nbr-db undo -nH "$version"
depends 'classes and tags' "$words" "$version	rule	purple	changed
$(by tag)	household	$v-H0001	needs
$(by tag)	span	$v-H0001	needs"
is 'the rules about classes and kinds need them' 6 "$about	rule	near	needs
$about	rule	soon	needs
$about	rule	talks	needs
$about	rule	weekly	needs" sh -c 'nbr-db undo -H "$0" | grep "^$1	rule"; exit 6' "$rules" "$about"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
imported nbr-calendar import -u update days.csv; days=$run
sed 's/停/休/' days.csv >days2.csv
imported nbr-calendar import -u update days2.csv
depends 'days' "$days" "$run	calendar	2026-03-11	changed"
is 'no finding' 0 '' nbr-db check -H

# What nobody changed, and what cannot stand beside it: an area that ends again
# before what began in it, a version that holds again in days of the next one, a
# household that was moved out of what was retired since.
town
csv area,name,last $at.02,二屋场,2026-02-01 $v.01.02,二组,2026-02-01 >ended.csv
nbr-area import -u update ended.csv
csv area,name,last $at.02,二屋场,2026-12-31 $v.01.02,二组,2026-12-31 >longer.csv
imported nbr-area import -u update longer.csv; longer=$run
csv household,area,head,class,since ${v}010001,$at.02,周浩胜,red,2026-02-10 ${v}010002,$at.01,李明,red,2024-01-01 >roster3.csv
imported nbr-household import roster3.csv; roster=$run
is 'an area that goes on, and nothing in it' 0 '' sh -c "nbr-db undo -nH $roster"
nbr-household move ${v}010002 -A $at.02 --reason 更正 --on 2026-02-20
nbr-chief elect -A $at.02 --name 刘洋 --on 2026-03-01 >/dev/null
csv area,name $v.01.02.01,三屋场 >deeper.csv
imported nbr-area import deeper.csv; deeper=$run
depends 'what began in an area after its old last day' "$longer" "$deeper	area	$v.01.02.01	needs
$roster	household	${v}010001	needs
$(by move)	span	${v}010002	needs
$(by elect)	post	$at.02	needs"
csv rule,kind,name,first,last purple,class,紫户,2025-01-01, >words.csv
nbr-rule import words.csv
csv rule,kind,name,first,last purple,class,紫户,2025-01-01,2025-12-31 >words2.csv
imported nbr-rule import -u update words2.csv; words=$run
is 'a version that holds again' 0 '' nbr-db undo -nH "$words"
nbr-rule add purple --kind class --name 深紫户 --first 2026-01-05
depends 'a version that began since' "$words" "$(by add)	rule	purple	needs"
csv household,area ${v}010001,$at.01 ${v}010002,$at.01 >home.csv
imported nbr-household import -u update home.csv; home=$run
is 'a household that moves back' 0 '' nbr-db undo -nH "$home"
nbr-chief end 刘洋 --reason 辞职
nbr-area retire $at.02
depends 'to where nothing is any more' "$home" "$(by retire)	area	$at.02	needs
$(by retire)	area	$at.02	needs"
csv area,name,last $v.01.02.01,三屋场,2026-03-01 >ended.csv
imported nbr-area import -u update ended.csv; ended=$run
nbr-area retire $v.01.02 --on 2026-03-02
depends 'an area in one that was retired since' "$ended" "$(by retire)	area	$v.01.02	needs"
is 'no finding of it' 0 '' nbr-db check -H

# A number that an import took from a household is somebody else's now.
town
nbr-household import roster.csv
csv household,area,head,ident ${v}010001,$at.01,周浩胜,110105194912310038 >other.csv
imported nbr-household import -u update other.csv; other=$run
printf 11010519491231002X >ident
nbr-household set $v-H0001 --ident-file ident
depends 'an identity number' "$other" "$(by set)	household	$v-H0001	ident"
nbr-household set $v-H0001 --note 改
csv household,relation,name,ident,area ${v}010002,户主,李明,,$at.01 ${v}010002,子,李一,110101199003070038,$at.01 >persons.csv
imported nbr-household import persons.csv
csv household,relation,name,ident,area,note ${v}010002,户主,李明,440524188001010014,$at.01, ${v}010002,子,李一,,$at.01,改 >persons2.csv
imported nbr-household import -u update persons2.csv
is 'a number that stays is nobody else'"'s" 0 '' nbr-db undo -nH "$run"
csv household,area,head,ident ${v}010002,$at.01,李明,110101199003070097 >other2.csv
imported nbr-household import -u update other2.csv; other2=$run
csv household,relation,name,ident,area $v-H0001,户主,王二,,$at.02 $v-H0001,子,王小,440524188001010014,$at.02 >persons3.csv
imported nbr-household import persons3.csv
depends 'of a member' "$other2" "$run	member	$v-H0001	ident"

# ---- what was kept ----

is 'what it was before is kept' 0 1 sql "SELECT count(*) FROM was WHERE kind = 'household' AND line LIKE '%ident:44052418800101001%'"
is 'and not shown' 6 '' nbr-db query 'SELECT line FROM was'
is 'nor in a dump' 0 '"line":null' sh -c 'nbr-db dump was | grep -o "\"line\":[^}]*" | sort -u'
awk '/tables\[\] = \{/ { on = 1; next } /};/ { on = 0 } on' "$top/lib/undo.c" | tr -d '\t "' | tr , '\n' | sed '/^$/d' | sort >tables
# A waiver stays: it holds of the household again when that comes back. What is to be
# settled is looked at whatever became of the run. No import
# adds to the others, but to the ledger, which is never taken back.
awk '/^CREATE TABLE/ { t = $3 } $1 == "run" && t !~ /^(was|waiver|commendation|entry|objection|goods|goods_price|goods_move|exchange|checkpoint|unsettled)$/ { print t }' "$top"/lib/sql/*.sql | sort >want
same 'every table with a run is looked through' want tables
sql "UPDATE was SET line = replace(line, 'head=', 'head\"=') WHERE kind = 'household'"
is 'a row that is not nbr'"'s"' is not put back' 4 '' nbr-db undo "$other2"

# ---- the ledger ----

town
csv rule,kind,name,subject,side,value,first helped,deed,帮困,manual,award,5,2024-01-01 >deeds.csv
imported nbr-rule import deeds.csv; deeds=$run
imported nbr-chief import chiefs.csv; chiefs=$run
nbr-points award 刘洋 -A $v --rule helped --reason 帮 >/dev/null
sql "INSERT INTO commendation (village, no, chief, level, title, withdrawn, run) SELECT village, 20260310000001, chief, 4, '先进', 0, 0 FROM chief WHERE name = '易子春'"
award=$(by award)
depends 'a chief with points, and one with an honour' "$chiefs" "	commendation	$v-K260310-1	needs
$award	entry	$v-P1	needs"
depends 'a deed that was awarded' "$deeds" "$award	entry	$v-P1	needs"
csv rule,kind,name,subject,side,value,first,last helped,deed,帮困,manual,award,5,2024-01-01,2026-03-31 >deeds2.csv
imported nbr-rule import -u update deeds2.csv
is 'one that only ends' 0 "$head" nbr-db undo "$run"
csv rule,kind,name,subject,side,value,first thanked,deed,感谢,manual,award,5,2024-01-01 >deeds3.csv
nbr-rule import deeds3.csv
csv rule,kind,name,subject,side,value,first thanked,deed,感谢,manual,award,6,2024-01-01 >deeds4.csv
imported nbr-rule import -u update deeds4.csv; six=$run
is 'other figures, when nothing was awarded' 0 '' nbr-db undo -nH "$six"
nbr-points award 刘洋 -A $v --rule thanked --reason 谢 >/dev/null
depends 'figures of which something was awarded' "$six" "$(by award)	entry	$v-P2	needs"
sql "UPDATE run SET program = 'nbr-points', verb = 'import' WHERE verb = 'award' AND no = ${award##*R}"
says 'an import of points' 6 "nbr-db: run $award: the ledger is never taken back [ledger-undo]
    nbr-points reverse takes the points back by a later entry" nbr-db undo "$award"

done_testing
