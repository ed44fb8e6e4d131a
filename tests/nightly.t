#!/bin/sh
# Nights, good and bad: what nightly does, catches up, and has cron mail.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
only sqlite 'it runs the programs, which the other tests run on both'
cd "$tmp" || exit

v=430121106002
town_in in
mkdir files
sed -n "1,2p; /^$v/p" in/areas.csv >files/areas.csv
for f in roster chiefs; do
	iconv -f GB18030 -t UTF-8 "in/$f.csv" | sed -n "/区域代码/p; /,$v/p" | iconv -f UTF-8 -t GB18030 >files/$f.csv
done
for f in visits activities; do
	awk -v village=",$v" 'NR == 1 || index($0, village)' in/$f.csv >files/$f.csv
done
NBR_TODAY=2026-10-31
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import files/areas.csv
nbr-chief import files/chiefs.csv --on 2026-01-01
nbr-household import files/roster.csv
nbr-visit import files/visits.csv
nbr-order import in/orders.csv --rejects others -A $v 2>/dev/null
nbr-activity import files/activities.csv --rejects others.a 2>/dev/null
nbr-order post --kind need -A $v/鼎盛屋场 --title 路灯不亮 --on 2026-09-02 --at 09:00 >/dev/null
clock 2026-09-01T20:00:00 nbr-points settle --until 2026-08-31 >settled
# Households are not counted where they were not yet registered.
db_copy nbr quiet && db_copy nbr rough && db_copy nbr bad || exit

# settings NAME [LINE]: directories of its own.
settings() {
	mkdir -p "$1.d"
	{ printf 'STATE=%s/state REPORTS=%s/reports BACKUPS=%s/backups\n' "$tmp/$1.d" "$tmp/$1.d" "$tmp/$1.d"; echo "${2-}"; } >"$1.conf"
	NBR_NIGHTLY=$tmp/$1.conf NBR_DB=$(db_at "$1")
	export NBR_NIGHTLY NBR_DB
}
# night DAY [OPTION]: at half past nine in the evening, in UTC.
night() { NBR_TODAY=$1 clock "${1}T13:30:00" "$top/scripts/nightly" ${2:+"$2"} 2>&1; }

settings quiet
is 'the first night' 0 '' night 2026-09-01
is 'once more there is nothing to do' 10 '' night 2026-09-01
is '... and it says so if asked' 10 'nightly: 2026-09-01 is done' night 2026-09-01 -v
for day in 02 03 04 05 06 07 08 09 10 11 12; do
	night 2026-09-$day >>quiet.mail || echo "2026-09-$day: $?" >>quiet.mail
done
: >empty
same 'good nights have nothing to mail' empty quiet.mail
is 'a page and a list a day, of weeks, and no month yet' 0 '39' sh -c 'ls quiet.d/reports | wc -l'
for form in md html tsv; do
	is "what is in them: $form" 0 "$(clock 2026-09-12T13:30:00 nbr-report daily --on 2026-09-12 -F $form)" cat quiet.d/reports/2026-09-12.$form
done
is 'who is late went up' 0 escalate sh -c 'nbr-order list --since 2026-09-02 --until 2026-09-02 -H -C order | nbr-order show - --events -H -C step | grep escalate | sort -u'
is 'a backup a night, with its digest' 0 '12 12' sh -c 'echo $(ls quiet.d/backups/*.db | wc -l) $(cd quiet.d/backups && sha256sum -c *.sha256 2>/dev/null | grep -c OK)'
is 'each village has a checkpoint of the last night' 0 '2026-09-12' sh -c 'nbr-points checkpoints -H -C time | cut -c 1-10 | sort | tail -n 1'

# ---- nights that were missed, came twice, or ended in the middle ----

settings rough
night 2026-09-01 >rough.mail
night 2026-09-04 >>rough.mail		# two were missed
night 2026-09-04 >>rough.mail
for wait in .02 .1 .2 .4 .7 1; do		# the power goes
	NBR_TODAY=2026-09-08 clock 2026-09-08T13:30:00 setsid "$top/scripts/nightly" >/dev/null 2>&1 &
	night=$!
	perl -e 'select undef, undef, undef, shift' $wait
	kill -9 -$night 2>/dev/null
	wait $night 2>/dev/null
done
night 2026-09-08 >>rough.mail
night 2026-09-12 >>rough.mail
same 'nothing to mail either' empty rough.mail
# What was entered later is final later, and says so; all else is as if nothing had been.
told() { for day in 01 02 03 04 05 06 07 08 09 10 11 12; do echo "$day"; cut -f 1-7 "$1.d/reports/2026-09-$day.tsv" | grep -v -e '	provisional	' -e '	checkpoint	' -e '	awarded	' -e '	top	' -e '	visits-entered	'; done; }
told quiet >theirs
told rough >ours
same 'the same reports' theirs ours
entries() { nbr-points history -D "$(db_at "$1")" -H -C day,chief,kind,rule,points,ref | sort; }
entries quiet >theirs
entries rough >ours
[ -s theirs ] || echo 'no rows: the test proves nothing' >theirs
same 'the same entries' theirs ours
steps() { nbr-order list -D "$(db_at "$1")" -H -C order,status,level; }
is 'the same orders' 0 "$(steps quiet)" steps rough
is 'the ledger is whole' 0 '' nbr-points verify -H

# ---- bad nights ----

settings bad
night 2026-09-01
is 'it is at work already' 10 '' sh -c 'flock bad.d/state/lock env NBR_TODAY=2026-09-02 "$0/scripts/nightly"' "$top"
is 'no database' 8 'nightly: the database cannot be read' sh -c "unset NBR_TODAY; NBR_DB=$tmp/none.db '$top/scripts/nightly' 2>words; s=\$?; grep ^nightly words; exit \$s"
is 'no such settings' 8 '' sh -c 'NBR_NIGHTLY=none "$0/scripts/nightly" 2>/dev/null' "$top"
echo REPORTS=/dev/full >>bad.conf
is 'nowhere to write reports' 8 'nightly: its directories cannot be made' sh -c 'NBR_TODAY=2026-09-02 "$0/scripts/nightly" 2>&1 | tail -n 1; exit 8' "$top"
settings bad "CHATS=wecom"
is 'no robot: the rest is done' 1 'nightly: posting to wecom: status 8
    post-wecom: none: cannot be read; it holds the robot'\''s address: see nbr-nightly(7)' sh -c 'NBR_WECOM=none NBR_TODAY=2026-09-02 "$0/scripts/nightly" 2>&1' "$top"
is '... and not again' 10 '' night 2026-09-02
settings bad "KEY=$tmp/no-key"
is 'no key: that day waits' 1 'nightly: checkpoint of 2026-09-03: status 8' sh -c 'NBR_TODAY=2026-09-03 "$0/scripts/nightly" 2>&1 | head -n 1; exit 1' "$top"
settings bad
is '... for the next night' 0 '2026-09-04' sh -c 'NBR_TODAY=2026-09-04 "$0/scripts/nightly" && cat bad.d/state/day' "$top"
is 'missed too long' 1 'nightly: not run since 2026-09-04: only the last 3 days are caught up; nbr-report makes the reports of the others' sh -c 'echo DAYS=3 >>bad.conf; NBR_TODAY=2026-09-20 "$0/scripts/nightly" 2>&1' "$top"
is '... those three' 0 '2026-09-18 2026-09-19 2026-09-20' sh -c 'ls bad.d/reports | sed -n "s/^\(2026-09-[12][0-9]\).md/\1/p" | paste -sd " "'
sqlite3 -batch -init /dev/null "$NBR_DB" 'DROP TRIGGER entry_update; UPDATE entry SET points = points + 1 WHERE seq = 7'
NBR_TODAY=2026-09-21 "$top/scripts/nightly" >mail 2>&1
is 'somebody changed the ledger' 0 'nightly: checkpoint of 2026-09-21: status' sh -c 'head -n 1 mail | cut -d " " -f 1-5'
is '... and the mail names the entry' 0 '' sh -c 'grep -q "P7\b" mail'
is 'bad options' 2 'usage: nightly [-v]' sh -c '"$0/scripts/nightly" now 2>&1' "$top"

done_testing
