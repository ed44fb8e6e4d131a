#!/bin/sh
# Out again: for a spreadsheet and back, as persons, as a template.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
v=430121106002 at=430121106002.01.01.01 village=金鼎山社区
why='--reveal --reason 核对'

# All that is stored but the record of runs, and how many each village had.
dump() { nbr-db dump | sed -e '/^{"table":"run"/d' -e '/^{"table":"village"/d'; }
kept() { dump >"$tmp/before"; }
unchanged() { dump >"$tmp/after"; same "$1" "$tmp/before" "$tmp/after"; }
# What an import says of its rows: read, new, changed, as they were.
counts() { nbr-household import "$@" -v 2>&1 | sed -n 's/.*: \([0-9]*\) read, \([0-9]*\) new, \([0-9]*\) changed, \([0-9]*\) as they were, 0 skipped, 0 set aside; 0 no records$/\1 \2 \3 \4/p'; }
# Codes of the faults told, with how many of each.
codes() { nbr-household import "$@" 2>&1 | sed -n 's/.*\[\([a-z-]*\)]$/\1/p' | sort -u; }
# What a spreadsheet makes of a file, in the three encodings it saves.
rewritten() {
	case $1 in
	gb18030) "$top/tests/spreadsheet.pl" | iconv -f UTF-8 -t GB18030;;
	utf-8) printf '\357\273\277' && "$top/tests/spreadsheet.pl";;
	utf-16) printf '\377\376' && "$top/tests/spreadsheet.pl" tab | iconv -f UTF-8 -t UTF-16LE;;
	esac
}

town_in "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
db_copy nbr base
nbr-household import "$tmp/in/roster.csv"

# All that a spreadsheet would change, where text may be anything.
number=0
cat >"$tmp/nasty" <<'END'
3-2
3/2
2024-01
1-2-3
007
0731
1E5
1e5
12.50
1,234
８－３
１２３４５６７８９０１２３
430121106002
430121106002.01
8:30
08:30
-5
+86
=1+1
@甲
＝1
true
FALSE
'甲
50%
301
2组
a, "b"
END
{
	printf 'household,area,head,door,note\n'
	while IFS= read -r text; do
		number=$((number + 1))
		text=$(printf %s "$text" | sed 's/"/""/g')
		printf "%s99%04d,%s,李明,\"'%s\",\"'%s\"\n" $v $number $at "$text" "$text"
	done <"$tmp/nasty"
	printf "%s990101,%s,李明,,\"'2-Mar\"\n%s990102,%s,李明,,\"'Mar-02\"\n%s990103,%s,李明,,\"'3月2日\"\n" $v $at $v $at $v $at
	printf '%s990104,%s,李明,,"一行\n二行"\n' $v $at
} >"$tmp/nasty.csv"
is 'texts that a spreadsheet would change' 0 '' nbr-household import "$tmp/nasty.csv"
sql "SELECT door FROM household WHERE village = $v AND household BETWEEN 990001 AND 990099 ORDER BY household" >"$tmp/doors"
sed -e 's/８－３/8-3/' -e 's/１２３４５６７８９０１２３/1234567890123/' -e 's/＝/=/' "$tmp/nasty" >"$tmp/folded"
same 'are stored as they were' "$tmp/folded" "$tmp/doors"
db_copy nbr town
kept

# ---- there and back ----

households=$(sql 'SELECT count(*) FROM household') persons=$(sql 'SELECT (SELECT count(*) FROM household) + (SELECT count(*) FROM member)')
for shape in '' --persons; do
	rows=$households
	[ -z "$shape" ] || rows=$persons
	# shellcheck disable=SC2086 # options
	nbr-household export $shape $why --for excel -o "$tmp/all.csv"
	rewritten gb18030 <"$tmp/all.csv" >"$tmp/back.csv"
	is "$shape gb18030: nothing is new" 0 "$rows 0 0 $rows" counts "$tmp/back.csv"
	unchanged 'nothing changed'
	# shellcheck disable=SC2086
	nbr-household export $shape $why --for excel -A $village -o "$tmp/part.csv"
	for encoding in utf-8 utf-16; do
		rewritten $encoding <"$tmp/part.csv" >"$tmp/back.csv"
		is "$shape $encoding: nothing is new" 0 '0 0' sh -c 'nbr-household import "$1" -v 2>&1 |
			sed -n "s/.* read, \([0-9]*\) new, \([0-9]*\) changed, [1-9][0-9]* as they were, 0 skipped, 0 set aside; 0 no records\$/\1 \2/p"' sh "$tmp/back.csv"
		unchanged 'nothing changed'
	done
	# The numbers are not in what anybody may see; no mask is either.
	# shellcheck disable=SC2086
	nbr-household export $shape --for excel -A $village >"$tmp/all.csv"
	is 'no number, no mask' 1 '' grep -e 身份证 -e 电话 -e '\*' "$tmp/all.csv"
	says 'that changes nothing either' 0 '' nbr-household import "$tmp/all.csv"
	# shellcheck disable=SC2086
	nbr-household export $shape $why -F csv | grep -v "'" >"$tmp/plain.csv"
	rows=$((rows - 1))	# that of an apostrophe, which stands for no guard there
	is 'nor does what no spreadsheet opened' 0 "$rows 0 0 $rows" counts "$tmp/plain.csv"
	unchanged 'not a field'
done
rewritten gb18030 <"$tmp/plain.csv" >"$tmp/back.csv"
is 'without the guard a spreadsheet spoils it, and that is seen' 0 'code-scientific
door-date
id-scientific' sh -c 'nbr-household import "$1" 2>&1 | sed -n "s/.*\[\([a-z-]*\)]\$/\1/p" | sort -u | grep -x -e code-scientific -e id-scientific -e door-date' sh "$tmp/back.csv"
unchanged 'and refused'

# What is guarded, and what is not.
is 'a guard where one is needed' 0 "'3-2
'3/2
'2024-01
'1-2-3
'007
'0731
'1E5
'1e5
'12.50
\"'1,234\"
'8-3
'1234567890123
'430121106002
'430121106002.01
'8:30
'08:30
'-5
'+86
'=1+1
'@甲
'=1
'true
'FALSE
''甲
'50%
301
2组
\"a, \"\"b\"\"\"" sh -c 'nbr-household export --for excel -C door,household -s household | tr -d "\r" | sed -n "s/,.43012110600299[0-9]*\$//p" | head -28'
is 'days and counts stand bare' 0 "登记日期,人口数
2025-10-04,6" sh -c 'nbr-household export --for excel -C since,members -l 1 | tr -d "\r" | sed "s/^$(printf "\357\273\277")//"'
is 'every list takes it' 0 '区域代码,名称,级别,上级' sh -c 'nbr-area list --for excel -l 1 | tr -d "\r" | sed -n "1s/^$(printf "\357\273\277")//p"'

# ---- a whole register into an empty database ----

db_copy town nbr
# shellcheck disable=SC2086
nbr-household export --persons $why --for excel -o "$tmp/persons.csv"
db_copy base nbr
is 'persons carry the register over' 0 "$persons $persons 0 0" counts "$tmp/persons.csv"
sed 's/,"run":[0-9]*//' "$tmp/before" >"$tmp/theirs"
dump | sed 's/,"run":[0-9]*//' >"$tmp/ours"
same 'to the last field' "$tmp/theirs" "$tmp/ours"
sql 'SELECT village * 1000000 + household, 0, head FROM household UNION ALL
	SELECT village * 1000000 + household, no, name FROM member ORDER BY 1, 2' >"$tmp/theirs"
nbr-household export --persons -H -C household,no,name >"$tmp/ours"
same 'each person once, the head first' "$tmp/theirs" "$tmp/ours"
sql "SELECT village * 1000000 + household, 0, head FROM household WHERE village = $v AND class = 1 UNION ALL
	SELECT m.village * 1000000 + m.household, m.no, m.name FROM member m JOIN household h ON h.village = m.village AND h.household = m.household
	WHERE m.village = $v AND h.class = 1 ORDER BY 1, 2" >"$tmp/theirs"
nbr-household export --persons -H -C household,no,name -A $village -k red >"$tmp/ours"
same 'of some households' "$tmp/theirs" "$tmp/ours"
chief=$(nbr-chief list -H -C chief -A $village --role neighbourhood -l 1)
nbr-household export -H -C household -c "$chief" >"$tmp/theirs"
nbr-household export --persons -H -C household -c "$chief" | uniq >"$tmp/ours"
same 'of a chief' "$tmp/theirs" "$tmp/ours"
is 'there are some' 0 '' test -s "$tmp/ours"

# ---- a mask is no number ----

db_copy town nbr
nbr-household export -C household,area,head,ident,phone -A $village -F csv >"$tmp/masked.csv"
is 'a mask is refused for what it is' 0 'masked' codes "$tmp/masked.csv"
says 'with what to do' 4 'nbr-household: standard input:2: ident: 430199********2136: the number is masked [masked]
    export it with --reveal, or leave the column out
nbr-household: standard input:2: phone: 146****8715: the number is masked [masked]
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others' \
    sh -c "printf 'household,area,head,ident,phone\n${v}010001,$at,李明,430199********2136,146****8715\n' | nbr-household import -"
says 'of a card too' 4 'nbr-household: ident: the number is masked [masked]
    export it with --reveal, or leave the column out' \
    sh -c "echo 430199********2136 | nbr-household set ${v}010001 --ident-file -"
unchanged 'nothing changed'

# ---- templates ----

heading() { "$1" template --for excel | tr -d '\r' | sed "s/^$(printf '\357\273\277')//"; }
is 'a roster' 0 '户编号,区域代码*,户主姓名*,门牌号,人口数,类别,特殊群体,登记日期,身份证号码,联系电话,备注' heading nbr-household
is 'chiefs' 0 '姓名*,职务,区域代码*,联系电话,政治面貌,当选日期,选举户数' heading nbr-chief
is 'areas' 0 '区域代码*,名称*,启用日期,停用日期' heading nbr-area
is 'visits' 0 '走访日期*,户编号*,三长编号,邻长姓名,方式,结果,备注' heading nbr-visit
is 'rules' 0 '规则*,种类*,名称,对象,间隔,单位,日子,起算,节假日,起始日*,截止日,备注,时钟,服务时间,加减,分值,每日上限,每月上限,每年上限,公示天数' heading nbr-rule
is 'days' 0 '日期*,类型*,名称' heading nbr-calendar
is 'in English' 0 'household	area	head	door	members	class	tags	since	ident	phone	note' nbr-household template
is 'persons' 0 'household,area,name,relation,ident,phone,door,members,class,tags,since,note' nbr-household template --persons -F csv
for p in area rule calendar chief household visit; do
	nbr-$p template --for excel -o "$tmp/$p.csv"
	is "an empty one of nbr-$p is no row" 0 '' nbr-$p import "$tmp/$p.csv"
done
is 'without a database' 0 'day	kind	name' nbr-calendar template
unchanged 'nothing changed'
{ cat "$tmp/household.csv"; printf ',%s,李明,5号,3,红,低保户、残疾,2026-01-05,,13800138000,新迁入\r\n' $at; } >"$tmp/filled.csv"
is 'filled in, it is imported' 0 '1 1 0 0' counts "$tmp/filled.csv"
is 'with all it says' 0 "$at	李明	5号	3	red	low-income,disabled	2026-01-05	138****8000	新迁入" \
    nbr-household list 新迁入 -H -C area,head,door,members,class,tags,since,phone,note
nbr-household template --persons --for excel >"$tmp/people.csv"
printf '%s998001,%s,李四,户主,,,8号,2,,,,\r\n%s998001,,王五,配偶,,,,,,,,\r\n' $v $at $v >>"$tmp/people.csv"
is 'a row a person' 0 '2 2 0 0' counts "$tmp/people.csv"
is 'who they are' 0 '李四	head
王五	spouse' nbr-household members ${v}998001 -H -C name,relation
done_testing
