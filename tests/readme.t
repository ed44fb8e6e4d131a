#!/bin/sh
# What README shows to be typed, typed: in its order, in one shell, on the sample
# town. A line ends with status 0, or as its comment says; what is shown below it
# is what it prints, empty lines apart. A file that is shown with cat is one the
# reader has.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
only sqlite 'a file is all that a reader has at first'
unsanitized 'each program is sanitized in tests of its own, and this takes minutes'
town_in "$tmp/in"
mkdir "$tmp/demo"
cp "$tmp"/in/*.csv "$tmp/demo"
cd "$tmp/demo" || exit
NBR_ACTOR=demo HOME=$tmp
export NBR_ACTOR HOME

# The clock stands: entries of points are of the day of the examples.
clock 2026-10-31T12:00:00 true
LD_PRELOAD=$tmp/clock.so${LD_PRELOAD:+:$LD_PRELOAD} NBR_TEST_CLOCK=$(date -u -d 2026-10-31T12:00:00 +%s)
export LD_PRELOAD NBR_TEST_CLOCK

# Of each command the place: its line, what it prints if that is shown, its status.
mkdir "$tmp/line"
awk -v dir="$tmp/line" '
	/^    \$ / { base = sprintf("%s/%04d", dir, NR); print substr($0, 7) >base; shown = 0; next }
	/^ *$/ { next }
	!/^    / { base = ""; next }
	base { print substr($0, 5) >(base ".out") }
' "$top/README.md"

# type LINE: as it stands, but for where things are installed.
typed() { sed -e "s|/usr/local/share/nbr|$top/lib/data|g" -e "s|/usr/local/lib/nbr|$top/scripts|g" "$1"; }

for place in "$tmp"/line/????; do
	line=$(cat "$place")
	want=$(sed -n 's/.*# status \([0-9]\).*/\1/p' "$place")
	n=$((n + 1))
	case $line in
	'cat '*) [ -e "${line#cat }" ] || cp "$place.out" "${line#cat }";;
	esac
	eval "$(typed "$place")" >"$tmp/all" 2>&1 </dev/null
	got=$?
	sed '/^$/d' "$tmp/all" >"$tmp/said"
	[ -e "$place.out" ] || cp "$tmp/said" "$place.out"
	if [ "$got" = "${want:-0}" ] && cmp -s "$place.out" "$tmp/said"; then
		echo "ok $n - $line"
	else
		echo "not ok $n - README.md:$((1${place##*/} - 10000)): $line"
		{ echo "status $got, wanted ${want:-0}"; diff -u "$place.out" "$tmp/said" || cat "$tmp/said"; } | sed 's/^/# /'
	fi
done
is 'there is much to be typed' 0 '' test "$n" -ge 80
done_testing
