#!/bin/sh
# A simulated year: nights that were missed, came twice or were killed change nothing.
#
# A village lives NIGHTS days twice, its clerks doing the same work each day. Once nightly
# runs every evening; once some nights are missed, some come twice, some at once, and some
# are killed, as the seed says. In the end all rows and all reports must be the same.
#
# NBR_YEAR="366 7" sh tests/year.t lives a whole year with seed 7, in some 15 minutes.
#
# What honestly tells when a thing was done, and is left out of the comparison:
# - numbers of runs, also in what a row was before, seq and balance of entries, for the
#   clerks went on while nights were missed, and what refers to them: a reversal's ref, a
#   deed's by hand, an exchange's entry, the last one of an account;
# - the moment of runs and entries, the hashes over it, the nonces of notes, checkpoints:
#   one more is made when clerks added to the ledger between a night that was killed and
#   the next;
# - of runs those of nbr-db, which made backups: as many as there were nights.
# Clerks enter what they do on its day: a page made later rightly tells what was entered
# later with an earlier day. Points are final at once, for a public notice begins when it
# is public: what is provisional tells when they were settled. Orders are attended to
# within their time, or after weeks.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
only sqlite 'a file is compared, and nightly is the same on both'
cd "$tmp" || exit
default='22 183'
! sanitized || default='12 183'
# shellcheck disable=SC2086 # two words
set -- ${NBR_YEAR:-$default}
nights=$1 seed=$2
first=$(date -u -d 2025-12-31 +%s)
unset NBR_TODAY
NBR_ACTOR=clerk

v=430121106002
village_in files $v
clock 2026-01-01 true
# moment SECONDS: on day i.
moment() { NBR_TEST_CLOCK=$((first + i * 86400 + $1)); export NBR_TEST_CLOCK; }
fake() { LD_PRELOAD=$tmp/clock.so; export LD_PRELOAD; }
i=0
(
	fake
	moment 0
	nbr-db init --town 430121106 --name 春华镇
	sed 's/,7$/,/' "$top/lib/data/rulebook-example.csv" | nbr-rule import -
	nbr-calendar import "$top/lib/data/calendar-cn.csv"
	nbr-area import files/areas.csv
	nbr-chief import files/chiefs.csv
	nbr-household import files/roster.csv
	nbr-goods add 肥皂 -A $v --points 1 --stock 100 >/dev/null
)
nbr-household list -H -C household >homes
nbr-area list -A $v --level neighbourhood -H -C area >hoods
nbr-chief list --role neighbourhood -H -C chief | sort -u >chiefs
db_copy nbr calm && db_copy nbr rough || exit

# line FILE N: of a list, from the top again after its end.
line() { sed -n "$(($2 % $(wc -l <"$1") + 1))p" "$1"; }
homes() { for k in "$@"; do line homes $((i * 37 + k * 101)); done | sort -u; }
# later DAYS N: whether what was done on the N-th day of a kind, DAYS ago, is continued.
later() { [ $((i - $1)) -ge 0 ] && [ $(((i - $1) % 3)) = 0 ] && j=$(((i - $1) / 3)) && o=$(sed -n "$((j + 1))p" orders); }

# What the clerks do on day i, from half past eight local time on.
work() {
	moment 1800
	day=$(date -u +%F)
	homes 1 2 3 4 5 | nbr-visit log -
	if [ $((i % 7)) = 3 ]; then
		{ echo 走访日期,户编号,方式; homes 6 7 8 9 | sed "s/^/$day,/; s/\$/,电话/"; } >visits.csv
		nbr-visit import visits.csv
		[ $((i % 28)) != 10 ] || nbr-db undo "$(nbr-db runs -H -C run | tail -n 1)"
	fi
	case $((i % 5)) in 1) homes 11 | nbr-household classify -k yellow --reason 病 - ;; 3) homes 12 | nbr-household tag --tag sick --reason 病 - ;; esac
	case $((i % 25)) in
	7) homes 13 | nbr-household close --reason 迁出 - ;;
	8) homes 14 | nbr-household move -A "$(line hoods $i)" - ;;
	9) nbr-household add -A "$(line hoods $i)" --head "新户$i" ;;
	esac
	[ $((i % 20)) != 5 ] || nbr-chief commend "$(line chiefs $i)" --level 村级 --title "热心$i"
	if [ $((i % 45)) = 20 ]; then
		nbr-chief end "$(line chiefs $i)" --reason 辞职
	elif [ $((i % 45)) = 21 ]; then
		nbr-chief elect -A "$(line hoods $((i - 1)))" --name "新长$i" --electors 9
	fi
	[ $((i % 4)) != 1 ] || nbr-points award "$(line chiefs $((i + 3)))" --rule family-care --reason 照料
	[ $((i % 15)) != 10 ] || nbr-points deduct "$(line chiefs $((i - 9 + 3)))" --rule litter-found --reason 乱倒

	moment 7200
	if [ $((i % 7)) = 5 ]; then
		activity=$(nbr-activity add -A $v --kind service-day --place 广场 -H -C activity)
		sed -n "$((i % 5 + 1)),$((i % 5 + 6))p" chiefs | nbr-activity attend "$activity" - --residents $((20 + i % 30))
	fi
	[ $((i % 30)) != 12 ] || nbr-activity add -A $v --kind council --title 议事
	[ $((i % 60)) != 59 ] || nbr-goods restock 肥皂 50 --reason 进货
	if [ -s exchange ]; then
		nbr-points collect "$(cat exchange)"
		rm exchange
	fi
	if [ $((i % 10)) = 8 ] && [ $i -ge 18 ]; then		# points that were settled on any night
		chief=$(line chiefs $i)
		had=$(nbr-points balance "$chief" --on -14d -H -C balance)
		spent=$(nbr-points history "$chief" -H -C kind | grep -c redeem)
		[ "$had" -le "$spent" ] || nbr-points redeem "$chief" 肥皂 -H -C exchange -o exchange
	fi

	# An order every third day; of four one is forgotten, until it lies with the town.
	if later 21 && [ $((j % 4)) = 3 ]; then nbr-order cancel "$o" --reason 重复; fi
	if later 2 && [ $((j % 4)) != 3 ]; then nbr-order confirm "$o" --score $((j % 5 + 1)) --person 王婶; fi
	if later 1 && [ $((j % 4)) = 1 ]; then nbr-order finish "$o" --result 已修; fi
	if later 0; then
		nbr-order post --kind "$(echo need dispute need suggestion | cut -d ' ' -f $((j % 4 + 1)))" -A "$(line hoods $i)" --title "路灯$i" -H -C order >>orders
		o=$(tail -n 1 orders)
		if [ $((j % 4)) != 3 ]; then
			moment 9000
			nbr-order take "$o"
			nbr-order answer "$o" --result 明天来
			moment 21600
			[ $((j % 4)) = 1 ] || nbr-order finish "$o" --result 已修
		fi
	fi
}

# A year of its own: live NAME NIGHT, which is what is done in the evening.
live() {
	NBR_DB=$tmp/$1.db NBR_NIGHTLY=$tmp/$1.conf
	export NBR_DB NBR_NIGHTLY
	mkdir "$1.d" && cd "$1.d" || exit
	printf 'STATE=%s/state REPORTS=%s/reports BACKUPS=%s/backups KEEP=3\n' "$PWD" "$PWD" "$PWD" >"$NBR_NIGHTLY"
	cp ../homes ../hoods ../chiefs .
	: >orders
	i=0
	while [ $i -lt "$nights" ]; do
		(fake; work) >work.out 2>work.err || :
		sed "s/^/day $i: /" work.err >>work.faults
		moment 48600
		$2
		i=$((i + 1))
	done
	cd ..
}
night() { LD_PRELOAD=$tmp/clock.so "$top/scripts/nightly"; }
calm() { night >>mail 2>&1 || echo "night $i: status $?" >>mail; }

# below N: the next number of the seed's.
below() { seed=$(((seed * 1103515245 + 12345) % 2147483648)); drawn=$((seed / 65536 % $1)); }
count() { eval "$1=\$(($1 + 1))"; }
killed=0 missed=0 twice=0 at_once=0 gap=0
rough() {
	if [ $gap -gt 0 ] && [ $((i + 1)) -lt "$nights" ]; then
		gap=$((gap - 1))
		count missed
		return
	fi
	below 100
	if [ $i = 0 ] || [ $((i + 1)) = "$nights" ]; then	# the first is how it was installed
		drawn=99
	fi
	if [ $drawn -lt 8 ]; then
		below 5
		gap=$drawn
		count missed
	elif [ $drawn -lt 30 ]; then
		below 350
		LD_PRELOAD=$tmp/clock.so setsid "$top/scripts/nightly" >>mail 2>&1 &
		pid=$!
		perl -e 'select undef, undef, undef, shift() / 1000' $drawn
		kill -9 -$pid 2>/dev/null && count killed
		wait $pid 2>/dev/null
	elif [ $drawn -lt 35 ]; then
		night >>mail 2>&1
		night >>mail 2>&1
		[ $? = 10 ] || echo "night $i: the second was not told that it is done" >>mail
		count twice
	elif [ $drawn -lt 40 ]; then
		night >>mail 2>&1 &
		night >>mail 2>&1
		wait $!
		count at_once
	else
		calm
	fi
}
live calm calm
live rough rough 2>shell.err
echo "# seed $2: $nights nights; of the others $missed missed, $killed killed, $twice twice, $at_once at once"

: >empty
is 'the clerks could do their work' 0 "$(cat calm.d/work.faults)" cat rough.d/work.faults
same 'good nights have nothing to mail' empty calm.d/mail
same 'nor have those that were disturbed' empty rough.d/mail

# All rows but for what is left out, table by table.
rows() {
	sqlite3 -batch -init /dev/null "$1" '.mode list' "SELECT m.name, group_concat(CASE
			WHEN m.name = 'entry' AND c.name = 'ref' THEN 'CASE WHEN ref LIKE ''%:R%'' THEN ''by hand'' WHEN kind = ''reverse'' THEN kind ELSE ref END AS ref'
			ELSE '\"' || c.name || '\"' END, ', ')
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT IN ('entry_note', 'checkpoint', 'nbr_schema')
		AND c.name <> 'run' AND NOT (m.name = 'run' AND c.name IN ('no', 'at', 'mark'))
		AND NOT (m.name = 'entry' AND c.name IN ('seq', 'at', 'balance', 'note', 'hash', 'final'))
		AND NOT (m.name = 'village' AND c.name = 'runs')
		AND NOT (m.name = 'chain' AND c.name IN ('at', 'hash')) AND NOT (m.name = 'account' AND c.name = 'last')
		AND NOT (m.name = 'exchange' AND c.name = 'seq')
		GROUP BY m.name ORDER BY m.name" | while IFS='|' read -r table columns; do
		sqlite3 -batch -init /dev/null "$1" '.mode quote' "SELECT $columns FROM $table $([ "$table" != run ] || echo "WHERE program <> 'nbr-db' AND verb <> 'checkpoint'")" | LC_ALL=C sort | sed "s/^/$table: /"
	done | sed -E "/^was: /s/${v}[0-9]{7}/RUN/g"
	sqlite3 -batch -init /dev/null "$1" "SELECT 'entry_note: ' || e.village, e.day, e.account, n.words FROM entry_note n JOIN entry e USING (village, seq) ORDER BY 1, 2, 3, 4"
}
rows calm.db >theirs
rows rough.db >ours
[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
same "the same $(wc -l <theirs) rows: $(sha256sum <theirs | cut -c 1-16)" theirs ours

# told FILE: without the checkpoints.
told() { sed -E '/(^|\t)(size [0-9]|head [0-9a-f]{64}|file [0-9a-f]{64}|roster [0-9]|rules [0-9]|prev |time 20)/d' "$1"; }
ls calm.d/reports >theirs
ls rough.d/reports >ours
same "the same $(wc -l <theirs) reports" theirs ours
equal=0
: >differ
while read -r file; do
	if cmp -s "calm.d/reports/$file" "rough.d/reports/$file"; then
		equal=$((equal + 1))
	elif [ "$(told "calm.d/reports/$file" | sha256sum)" != "$(told "rough.d/reports/$file" | sha256sum)" ]; then
		echo "$file" >>differ
		diff "calm.d/reports/$file" "rough.d/reports/$file" | head -n 20 >>differ
	fi
done <theirs
echo "# $equal of them byte for byte, $(($(wc -l <theirs) - equal)) but for what is left out"
same 'what they tell' empty differ
is 'nothing is left behind' 0 '' sh -c 'find rough.d/reports rough.d/backups rough.d/state ! -type d | { grep -v -E "/reports/[0-9-]+(-week)?\.(html|md|tsv)$|/backups/rough-[0-9TZ]+\.db(\.sha256)?$|/state/(lock|day|provided|check|verify|backup|drill)$" || :; }'
is 'the ledger is whole' 0 '' nbr-points verify -D rough.db -H
is 'the database too' 0 '' nbr-db check -D rough.db -H

done_testing
