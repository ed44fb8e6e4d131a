#!/bin/sh
# Reports of a day and what is entered later, their order, and what is wrong; their figures
# are those of tests/figures.t.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

town_in "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv" --on 2026-11-01
nbr-household import "$tmp/in/roster.csv" --on 2026-11-01
nbr-visit import "$tmp/in/visits.csv" --on 2026-11-01
nbr-order import "$tmp/in/orders.csv" --on 2026-12-31

is 'a day has none before it' 0 'households	' nbr-report daily --on 2026-10-14 -H -C figure,before -l 1

# A day on which all kinds of things happen, and its reports afterwards.
day=2026-06-10
nbr-report daily --on 2026-06-09 >"$tmp/eve"
some=$(nbr-household list -A 430121106205 -k green -H -C household -l 60)
pick() { echo "$some" | sed -n "$1p"; }
pick 1,5 | xargs nbr-household classify -k red --on $day --reason 病
pick 6,8 | xargs nbr-household tag --tag sick --on $day --reason 病
pick 6,7 | xargs nbr-household tag --tag sick --remove --on 2026-06-20 --reason 愈
for household in $(pick 9,12); do	# nobody calls on who has left
	nbr-visit list --household "$household" --since 2026-06-11 -H -C visit | nbr-visit void - --on 2026-06-08 --reason 误录 >/dev/null
done
pick 9,12 | xargs nbr-household close --on $day --reason 迁出
other=$(nbr-area list -A 430121106205 --level neighbourhood -H -C area | tail -1)
pick 13,14 | xargs nbr-household move -A "$other" --on $day --reason 换届
nbr-household add -A "$other" --head 新户 --on $day >/dev/null
pick 20,26 | nbr-visit log - --on $day >/dev/null
pick 20 | nbr-visit log - --on $day --note 再访 >/dev/null
nbr-visit list --household "$(pick 30)" -H -C visit -l 2 | nbr-visit void - --on $day --reason 误录 >/dev/null
chiefs=$(nbr-chief list -A 430121106205 --role neighbourhood -H -C chief | sort -u)
clock 2026-06-05T02:00:00 nbr-chief end "$(echo "$chiefs" | sed -n 1p)" --on 2026-06-25 --reason 届满
nbr-report daily --on $day >"$tmp/first"
ending() { nbr-report daily --on "$1" -H -C area,figure,value | sed -n 's/^430121106205	ending	//p'; }
is 'a post that ends, since it was entered' 0 '0 1 1 0' sh -c "echo $(ending 2026-06-04) $(ending 2026-06-05) $(ending 2026-06-25) $(ending 2026-06-26)"
for all in 430121106:春华镇 430121106205:龙王庙村; do
	for c in added:1: closed:4: moved:2: reclassed:5: tagged:3: untagged:0: visits-entered:7:8 visits-voided:1:2; do
		[ "$all:$c" = 430121106205:龙王庙村:untagged:0: ] ||
		echo "changes:$all:$c"
	done
done | tr : '\t' >"$tmp/theirs"
nbr-report daily --on $day -H -C section,area,area_name,group,figure,value,records | awk -F'\t' '/^changes/ && $4 == ""' | cut -f 1-3,5- >"$tmp/ours"
same 'what changed' "$tmp/theirs" "$tmp/ours"
nbr-report monthly --on $day -H -C section,area,area_name,figure,value | grep '^changes.*moved' >"$tmp/ours"
printf 'changes\t430121106\t春华镇\tmoved\t2\nchanges\t430121106205\t龙王庙村\tmoved\t2\n' >"$tmp/theirs"
same '... this month' "$tmp/theirs" "$tmp/ours"
is 'a tag taken away' 0 '430121106		untagged	2
430121106	tag:sick	untagged	2
430121106205		untagged	2
430121106205	tag:sick	untagged	2' sh -c "nbr-report daily --on 2026-06-20 -H -C area,group,figure,value | grep '	untagged	'"
is 'what a class became, of the whole and the piece' 0 '绿户→红户	reclassed	5
绿户→红户	reclassed	5' sh -c "nbr-report daily --on $day -A 430121106205 -H -C group,group_name,figure,value | sed -n 's/^class:green:red	//p'"

# What came later changes no report of an earlier day.
pick 1,14 | xargs nbr-household classify -k yellow --on 2026-09-01 --reason 好转 2>/dev/null
pick 31,40 | nbr-visit log - --on 2026-10-01 >/dev/null
nbr-chief end "$(echo "$chiefs" | sed -n 2p)" --on 2026-06-12 --reason 辞职
nbr-report daily --on 2026-06-10 >"$tmp/again"
same 'a report of a past day is what it was' "$tmp/first" "$tmp/again"

grep '^visits	430121106205	' "$tmp/first" >"$tmp/theirs"
nbr-report daily --on 2026-06-10 -A 430121106205 -H | grep '^visits	430121106205	' >"$tmp/ours"
same 'a village is its part of the town' "$tmp/theirs" "$tmp/ours"
for part in $(nbr-area list -A 430121106205 --level piece -H -C area); do
	nbr-report daily --on 2026-06-10 -A "$part" -H | awk -F'\t' -v a="$part" '$2 == a && ($7 != 0 || $8 != "")'
done >"$tmp/theirs"
[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
nbr-report daily --on 2026-06-10 -A 430121106205 -H | grep '	430121106205[.]' | sort -s -t '	' -k 2,2 >"$tmp/ours"
same 'and below it are its pieces' "$tmp/theirs" "$tmp/ours"
is 'nothing for no such area' 5 '' nbr-report daily -A 999
title() { nbr-report "$@" -F md | sed -n 1p; }
is 'a month is its last day' 0 '# 春华镇 monthly report 2026-02-01 – 2026-02-28' title monthly --on 2026-02
is '... and that of today as far as it is' 0 "$(title monthly)" title monthly --on 2026-03
is '... or begins and ends a period' 0 '# 龙王庙村 report 2026-01-01 – 2026-02-28' title area 430121106205 --since 2026-01 --until 2026-02
is 'no such month' 2 '' nbr-report monthly --on 2026-13
is 'who writes names the day' 2 '' nbr-visit log 430121106205010001 --on 2026-02
is 'a chosen form' 0 'section,value
visits,9347' nbr-report daily --on 2026-06-11 -F csv -C section,value -l 1
is 'to a full disk' 8 '' sh -c 'nbr-report daily >/dev/full'
is '... a page' 8 '' sh -c 'nbr-report daily -F md >/dev/full'

clock 2026-08-03T16:00:00 nbr-chief end "$(echo "$chiefs" | sed -n 3p)" --on 2026-08-20 --reason 届满
is 'what is entered in the first second of a day is of that day' 0 '0 1' sh -c "echo $(ending 2026-08-03) $(ending 2026-08-04)"

pick 1 | nbr-visit log - --on 9999-12-30 >/dev/null
is 'behind the last of all days there is none' 0 'visited █▁ (most in a day: 1)' \
	sh -c "timeout 30 nbr-report area 春华镇 --since 9999-12-30 --until 9999-12-31 -F md | grep '^visited .*█'"

long=$(awk 'BEGIN { for (i = 0; i < 200; i++) printf "𠮷" }')
notice() { nbr-report monthly --on 2026-06 -F md | grep "^- $1"; }
is 'where special groups were not visited' 0 '- Special groups not visited yet this month: 3 households, in 九木村, 龙王庙村.' notice Special
sql "UPDATE area SET name = '$long' WHERE name = '九木村'"
is '... not half of it, where names are too long' 0 '- Special groups not visited yet this month: 3 households.' notice Special
sql "UPDATE area SET name = '$long' WHERE sub = 0"
is 'names are never cut' 0 "# $long monthly report 2026-06-01 – 2026-06-30" sh -c 'nbr-report monthly --on 2026-06 -F md | head -n 1'
sql "UPDATE chief SET name = '$long' WHERE village = 430121106205 AND chief = 3"
is '... nor those of chiefs' 0 "$long" sh -c "nbr-report chief 430121106205-C03 --on 2026-06-30 -H -C group,group_name | sed -n 's/^chief:.*	//p' | sort -u"
for form in md wecom html; do
	is "... in $form" 0 '' sh -c "nbr-report monthly --on 2026-06 -F $form | iconv -f utf-8 -t utf-8 2>&1 >/dev/null"
done

if [ "$engine" = sqlite ]; then
	sql 'PRAGMA foreign_keys = OFF; DROP TABLE household'
	is 'of a table that is gone no more is said than that' 0 2 sh -c 'nbr-report daily 2>&1 | wc -l'
fi

done_testing
