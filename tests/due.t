#!/bin/sh
# The due list of the whole township, each row against an independent query.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
export NBR_TODAY=2026-11-01

town_in "$tmp/in"
town_made "$tmp/in"
nbr-visit import "$tmp/in/visits.csv"

# due DAY - the same columns from nbr and from plain SQL
ours() { nbr-visit-due --on "$1" -H -C household,rule,last_visit,due,overdue_days >"$tmp/ours"; }
theirs() { sed "s/@ON@/$1/g; s/@N@/$(echo "$1" | tr -d -)/g" "$top/tests/due.sql" | sqlite3 "$tmp/tables.db" >"$tmp/theirs"; }
agree() {
	ours "$2"
	theirs "$2"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	same "$1 $2: $(wc -l <"$tmp/theirs") rows" "$tmp/theirs" "$tmp/ours"
}

tables "$tmp/tables.db"
agree 'an ordinary day' 2026-10-14
agree 'a xun-first day' 2026-10-21
agree 'a xun-first day that is a holiday' 2026-10-01
agree 'the workday it moved to' 2026-10-08
agree 'a xun-first day in the Spring Festival' 2026-02-21
agree 'the last day of February' 2026-02-28
agree 'long past' 2025-12-31
agree 'after the last visit' 2026-11-01
agree 'a month later' 2026-12-01

# Households change: every answer of before stays, every later one is new.
nbr-visit-due --on 2026-06-15 >"$tmp/before"
red=$(nbr-household list -k green -H -C household -l 40 | tail -20)
tagged=$(nbr-household list --tag disabled -H -C household -l 15)
plain=$(nbr-household list -k yellow -H -C household -l 30 | tail -10)
echo "$red" | xargs nbr-household classify -k red --on 2026-07-01 --reason '独居'
echo "$red" | head -5 | xargs nbr-household classify -k yellow --on 2026-09-10 --reason '好转'
echo "$tagged" | xargs nbr-household tag --remove --tag disabled --on 2026-08-05 --reason '复核'
echo "$plain" | xargs nbr-household tag --tag sick --on 2026-08-15 --reason '住院'
echo "$plain" | head -3 | xargs nbr-household close --on 2026-10-31 --reason moved
nbr-visit list --since 2026-10-20 -H -C visit -l 200 | nbr-visit void - -o "$tmp/void" --reason '误录'
nbr-visit-due --on 2026-06-15 >"$tmp/after"
same 'changes of later days leave an earlier answer as it was' "$tmp/before" "$tmp/after"
tables "$tmp/tables.db"
for day in 2026-06-30 2026-07-01 2026-07-02 2026-08-05 2026-08-21 2026-09-09 2026-09-10 2026-09-30 2026-10-11 2026-10-31; do
	agree 'with changes,' $day
done

# A rule that changes is not stale, nor is a calendar.
nbr-rule add special-xun --kind visit --name 特殊群体 --subject special --unit monthday --days 1,11,21 --anchor periodic --shift next --first 2026-11-01
tables "$tmp/tables.db"
agree 'a new version of the same rule' 2026-11-01
nbr-db check >"$tmp/check"
is 'the register is sound' 0 '' nbr-db check -H

# A later start may move to an earlier day: Friday's holiday to Monday, Saturday
# not at all; Saturday not, Sunday's holiday back to Friday.
db_new small
NBR_DB=$(db_at small)
nbr-db init --town 430121106 --name 春华镇
cat >"$tmp/rules.csv" <<'EOF'
rule,kind,name,subject,every,unit,anchor,shift,first
red,class,红户,,,,,,2020-01-01
yellow,class,黄户,,,,,,2020-01-01
green,class,绿户,,,,,,2020-01-01
red-month,visit,,class:red,30,day,last,next,2020-01-01
turned-yellow,visit,,class:yellow,7,event,,previous,2020-01-01
EOF
nbr-rule import "$tmp/rules.csv"
printf 'day,kind,name\n2026-01-02,holiday,A\n2026-01-11,holiday,B\n' >"$tmp/days.csv"
nbr-calendar import "$tmp/days.csv"
printf 'area,name\n430121106205,甲村\n430121106205.01,一片\n430121106205.01.01,一组\n430121106205.01.01.01,一邻\n' >"$tmp/areas.csv"
nbr-area import "$tmp/areas.csv"
printf '%s\n' household,area,head,class,since \
	430121106205000001,430121106205.01.01.01,张三,green,2026-01-02 \
	430121106205000002,430121106205.01.01.01,李四,green,2026-01-03 >"$tmp/two.csv"
nbr-household import "$tmp/two.csv"
nbr-household classify 430121106205000001 -k red --on 2026-01-03 --reason '独居'
nbr-household classify 430121106205000002 -k yellow --on 2026-01-04 --reason '独居'
is 'red on a Saturday: due on it' 0 '430121106205000001	2026-01-03' nbr-visit-due -k red -H -C household,due --on 2026-01-03
is 'yellow a week before a holiday on a Sunday: due on Friday' 0 '430121106205000002	2026-01-09' \
	nbr-visit-due -k yellow -H -C household,due --on 2026-01-09

# A visit after every change: the day it began is told as it was.
nbr-visit log 430121106205000001 --on 2026-01-05 -o "$tmp/log"
nbr-household move 430121106205000001 -A 430121106205.01.01 --on 2026-01-05
is '--why tells the day the class began' 0 'red-month	2026-01-03	2026-02-04' \
	nbr-visit-due --why -k red -H -C rule,start,due --on 2026-02-04
late=$(nbr-household list -k red -H -C household -l 1)
sql "UPDATE household SET next = 99991231 WHERE village * 1000000 + household = $late"
is 'a floor that is too high is found' 1 "next	$late" nbr-db check -H -C code,record

done_testing
