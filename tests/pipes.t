#!/bin/sh
# The output of any list is the input of any verb.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
NBR_TODAY=2026-11-01; export NBR_TODAY
v=430121106002

town_in "$tmp/in"
town_made "$tmp/in"
nbr-visit import "$tmp/in/visits.csv"

# piped NAME WANTED SCRIPT: a pipe writes this file's lines, and no error.
piped() {
	timeout 300 sh -c "$3" >"$tmp/ours" 2>"$tmp/said" </dev/null || echo "status $?" >>"$tmp/said"
	cat "$tmp/said" >>"$tmp/ours"
	[ -s "$2" ] || [ "$2" = /dev/null ] || echo 'no rows: the test proves nothing' >>"$tmp/ours"
	same "$1" "$2" "$tmp/ours"
}

nbr-visit-due -k red -C household | sort >"$tmp/due"
piped 'red households, due ones, shown' "$tmp/due" \
    "nbr-household list -k red | nbr-visit-due --among - -F tsv | cut -f1 | nbr-household show - -C household | sort"

# forms NAME LIST VERB: in every form a list is what the verb is given.
forms() {
	$2 -H -C "$1" | sort -u >"$tmp/ids"
	for form in tsv csv json jsonl; do
		piped "$1: $2 -F $form | $3" "$tmp/ids" "$2 -F $form | $3 - -H -C $1 | sort -u"
	done
	piped "$1: bare ids" "$tmp/ids" "$2 -H -C $1 | $3 - -H -C $1 | sort -u"
	piped "$1: a column among others" "$tmp/ids" "$2 -F tsv | $3 - -H -C $1 | sort -u"
	piped "$1: blank lines and line ends of other systems" "$tmp/ids" \
	    "$2 -H -C $1 | sed 's/\$/\r/; 3a\\\\' | $3 - -H -C $1 | sort -u"
}
forms household "nbr-household list -A $v.01" 'nbr-household show'
forms household "nbr-visit-due -A $v.01" 'nbr-household show'
forms household "nbr-visit list -A $v.01 --since 2026-10-20" 'nbr-household show'
forms household "nbr-household export -A $v.01" 'nbr-household members'
forms area 'nbr-area list -A 金鼎山社区' 'nbr-area show'
forms area "nbr-household list -A $v.01" 'nbr-area show'
forms chief "nbr-chief list -A $v.01" 'nbr-chief show'
nbr-visit-due -A $v.01 -H -C chief | sort -u >"$tmp/ids"
piped 'chiefs of who is due' "$tmp/ids" "nbr-visit-due -A $v.01 -C due,chief | nbr-chief show - -H -C chief | sort -u"
forms visit "nbr-visit list -A $v.01 --since 2026-10-20" 'nbr-visit void -n --reason test'
forms rule 'nbr-rule list' 'nbr-rule show'
forms rule "nbr-visit-due -A $v.01" 'nbr-rule show'

# Whoever stops reading is not told off.
for list in 'nbr-household list' 'nbr-visit-due' 'nbr-visit list' 'nbr-area list' 'nbr-chief list' 'nbr-db dump' 'nbr-household list -F json'; do
	says "$list | head -1 is quiet" 0 '' sh -c "$list | head -1"
done

# Nothing in, nothing out.
for form in tsv csv json jsonl; do
	none="nbr-household list -k red --on 1990-01-01 -F $form"
	is "no household, -F $form" 0 '' sh -c "$none | nbr-household show - -H"
	is 'none due' 0 '' sh -c "$none | nbr-visit-due --among - -H"
	is 'none changed' 0 '' sh -c "$none | nbr-household classify - -k red"
	is 'none logged' 0 '' sh -c "$none | nbr-visit log - -H"
done
is 'an empty file' 0 '' nbr-household show - -H
is 'records of something else' 4 '' sh -c 'nbr-chief list -C chief,name | nbr-household show - -H'

# Writers in one pipe: the first needs the gate to finish, the second to begin.
nbr-household list -A $v -H -C household >"$tmp/ids"
piped 'two writers' "$tmp/ids" "nbr-visit log - --on 2026-10-31 <$tmp/ids | nbr-visit void - --reason 误录 -H -C household"
wc -l <"$tmp/ids" >"$tmp/count"
sql 'SELECT count(*) FROM visit JOIN visit_void USING (village, household, day, no) WHERE day = 20261031' >"$tmp/ours"
same 'each visit was logged and voided' "$tmp/count" "$tmp/ours"
# Each record goes to a server and back, or past the sanitizers: a village, more
# than a pipe holds, is enough there.
all='nbr-household list'
if [ "$engine" != sqlite ] || sanitized; then
	all="$all -A $v"
fi
$all -H -C household >"$tmp/all"
piped 'three, of all there are' "$tmp/all" \
    "$all | nbr-visit log - --on 2026-10-31 | nbr-household show - -C household | sed 1d |
	nbr-visit log - --on 2026-10-30 -H -C household"
piped 'a reader and a writer' /dev/null "nbr-household list -A $v | nbr-household tag - --tag sick --on 2026-10-30"
nbr-household list -A $v --tag sick -H -C household >"$tmp/ours"
same 'all are changed' "$tmp/ids" "$tmp/ours"

# A pager that waits holds nobody up, and is shown one moment's records.
nbr-household list >"$tmp/before"
mkfifo "$tmp/fifo"
exec 3<>"$tmp/fifo"
nbr-household list >"$tmp/fifo" 3<&- &
head -c 1 <&3 >"$tmp/shown"
is 'a writer beside a pager' 0 '' nbr-household classify 430121106213370022 -k red --timeout 0
is 'has its way' 0 'red' nbr-household show 430121106213370022 -H -C class
head -c "$(($(wc -c <"$tmp/before") - 1))" <&3 >>"$tmp/shown"
wait
exec 3<&-
same 'what is shown is of before' "$tmp/before" "$tmp/shown"
is 'the database is sound' 0 '' nbr-db check -H

done_testing
