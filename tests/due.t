#!/bin/sh
# The due list of the whole township, each row against an independent query.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
export NBR_TODAY=2026-11-01

"$top/scripts/sample-town" "$tmp/in" 2026
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
nbr-household import "$tmp/in/roster.csv"
nbr-visit import "$tmp/in/visits.csv"

# due DAY - the same columns from nbr and from plain SQL
ours() { nbr-visit-due --on "$1" -H -C household,rule,last_visit,due,overdue_days >"$tmp/ours"; }
theirs() { sed "s/@ON@/$1/g; s/@N@/$(echo "$1" | tr -d -)/g" "$top/tests/due.sql" | sqlite3 "$NBR_DB" >"$tmp/theirs"; }
agree() {
	ours "$2"
	theirs "$2"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	same "$1 $2: $(wc -l <"$tmp/theirs") rows" "$tmp/theirs" "$tmp/ours"
}

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
echo "$plain" | head -3 | xargs nbr-household close --on 2026-09-30 --reason moved
nbr-visit list --since 2026-10-20 -H -C visit -l 200 | nbr-visit void - -o "$tmp/void" --reason '误录'
nbr-visit-due --on 2026-06-15 >"$tmp/after"
same 'changes of later days leave an earlier answer as it was' "$tmp/before" "$tmp/after"
for day in 2026-06-30 2026-07-01 2026-07-02 2026-08-05 2026-08-21 2026-09-09 2026-09-10 2026-09-30 2026-10-11 2026-10-31; do
	agree 'with changes,' $day
done

# A rule that changes is not stale, nor is a calendar.
nbr-rule add special-xun --kind visit --name 特殊群体 --subject special --unit monthday --days 1,11,21 --anchor periodic --shift next --first 2026-11-01
agree 'a new version of the same rule' 2026-11-01
nbr-db check >"$tmp/check"
is 'the register is sound' 0 '' nbr-db check -H

done_testing
