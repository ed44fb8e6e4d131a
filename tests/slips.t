#!/bin/sh
# Slips of the hand that must not cost anything: each was made once.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
cd "$tmp" || exit

nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
cat >areas.csv <<'AREAS'
area,name
430121106002,金鼎山社区
430121106002.01,第一片
430121106002.01.01,第一组
430121106002.01.01.01,鼎盛屋场
AREAS
nbr-area import areas.csv
cat >roster.csv <<'ROSTER'
户编号,区域代码,户主姓名,类别
430121106002010001,430121106002.01.01.01,张三,红
430121106002-H0007,430121106002.01.01.01,李四,绿
,430121106002.01.01.01,王五,绿
430121106002010002,430121106002.01.01.01,赵六,蓝
ROSTER
cp roster.csv before.csv
V=430121106002

# Files that are written.
is 'rejects do not replace the roster' 2 '' nbr-household import roster.csv -r roster.csv
same '... which is as it was' before.csv roster.csv
is '... nor a device' 2 '' nbr-household import roster.csv -r /dev/null
is 'a full device is written to' 8 '' nbr-area list -o /dev/full
is '... and stays one' 0 '' test -c /dev/full
echo old >target; ln -s target link
nbr-area list -l 1 -H -o link
is 'through a link the file is written' 0 'target 430121106	春华镇	town	430121' \
	sh -c 'echo "$(readlink link) $(cat target)"'

# Numbers of our own form that a file brings are not given again.
is 'a roster with a number of ours' 3 '' nbr-household import roster.csv -r rejects.csv
is 'the next number' 0 "$V-H0008" nbr-household list 王五 -H -C household
is '... and the next' 0 "$V-H0009" nbr-household add -A 鼎盛屋场 --head 钱七 -H -C household
is 'the register is sound' 0 '' nbr-db check -H

# Words that name nothing.
for c in '' 'head,,door' ',head' 'head,' '-'; do
	is "columns '$c'" 2 '' nbr-household list -s "$c"
done
is 'columns of a variable that is not set' 2 '' nbr-household list -C ''
says 'a rule that is none' 2 "nbr-visit-due: --rule: no visit rule red-wekly on that day; did you mean red-weekly?
    Try 'nbr-visit-due --help'." nbr-visit-due --rule red-wekly
is 'no records' 2 '' nbr-household list -l 0
is 'an encoding that is none' 2 '' nbr-household import roster.csv -i latin1
is 'bytes that are no text' 2 '' nbr-household add -A 鼎盛屋场 --head "$(printf '\377')"
is 'a head without a name' 2 '' nbr-household add -A 鼎盛屋场 --head ''

# Names in four cells: the one to be corrected is named.
cat >names.csv <<'NAMES'
村,片,组,邻,户主
金鼎山社区,第一片,第一组,无屋场,孙八
金鼎山社区,第九片,,鼎盛屋场,周九
NAMES
is 'a neighbourhood that is none' 4 '' nbr-household import names.csv
is '... is named, and a piece' 0 'nbr-household: names.csv:2: 邻: 无屋场: no such area [area-unknown]
nbr-household: names.csv:3: 片: 第九片: no such area [area-unknown]' sh -c "nbr-household import names.csv 2>&1 | grep unknown"

# Who has left is not visited, and who was visited has not left.
nbr-visit log 010001 --result 平安 -o log
is 'closed before the visit' 6 '' nbr-household close 010001 --on 2026-03-01 --reason 迁出
is 'closed' 0 '' nbr-household close 010001 --reason 迁出
is 'a visit later' 6 '' nbr-visit log 010001 --on 2026-03-11
printf 'household,day\n%s010001,2026-03-11\n' $V >late.csv
says 'a visit later, in a file' 4 "nbr-visit: late.csv:2: day: 2026-03-11: the household is not on the register on that day [closed]
    compare the day with the day it was closed
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-visit import late.csv --on 2026-03-11
is 'closed by mistake' 0 '' nbr-household reopen 010001 --reason 误注销
is '... is open again' 0 "${V}010001	" nbr-household list 张三 -H -C household,last
is '... and sound' 0 '' nbr-db check -H

is 'a table of a query' 0 'level  n
0      1' nbr-db query 'SELECT 0 AS level, 1 AS n' -F table

# A restore takes nothing away.
# A bad row of another household between two people of one.
cat >home.csv <<'ROSTER'
户编号,区域代码,姓名,与户主关系
430121106002020001,430121106002.01.01.01,钱一,户主
ROSTER
nbr-household import home.csv
cat >home.csv <<'ROSTER'
户编号,区域代码,姓名,与户主关系
430121106002020001,430121106002.01.01.01,钱一,户主
430121106002020001,430121106002.01.01.01,钱二,子
430121106002020003,430121106002.01.01.01,孙一,远房
430121106002020001,430121106002.01.01.01,钱三,子
ROSTER
is 'the bad row alone is set aside' 3 '' nbr-household import home.csv -r home.rejects
is 'the others are one home' 0 '钱一 钱二 钱三' sh -c 'nbr-household members "$0" -H -C name | paste -sd " "' 430121106002020001

if [ "$engine" != sqlite ]; then
	skip 'a file is copied' 'restored'
	done_testing
	exit
fi
nbr-db backup good.db >/dev/null
nbr-household set 010001 --door 3-2
is 'restored' 0 '' nbr-db restore good.db -y
nbr-household set 010001 --door 5-1
is 'restored again' 0 '' nbr-db restore good.db -y
is 'both that were replaced are kept' 0 '3-2 5-1' sh -c \
	'for f in nbr.db.before-restore nbr.db.before-restore-2; do nbr-household list 张三 -D "$f" -H -C door; done | paste -sd " "'
nbr-db init --town 430121107 --name 别镇 -D other.db
is "another town's database" 6 '' nbr-db restore other.db -y
done_testing
