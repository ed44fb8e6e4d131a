#!/bin/sh
# Nights, good and bad: what nightly does, catches up, and has cron mail.
# shellcheck source=tests/lib.sh disable=SC2016
. "${0%/*}/lib.sh"
only sqlite 'it runs the programs, which the other tests run on both'
unsanitized 'year.t has nights of them, too'
cd "$tmp" || exit

v=430121106002
village_in files $v
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
db_copy nbr quiet && db_copy nbr rough && db_copy nbr seen && db_copy nbr bad || exit

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
told() { for day in 01 02 03 04 05 06 07 08 09 10 11 12; do echo "$day"; cut -f 1-7 "$1.d/reports/2026-09-$day.tsv" | grep -v -e "	provisional	" -e "	checkpoint	"; done; }
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

# Of two orders that were late on a night that was missed, one was taken the day after.
settings seen
night 2026-09-01 >seen.mail
for title in 水管漏水 围墙裂缝; do
	clock 2026-09-01T01:00:00 nbr-order post --kind need -A $v/鼎盛屋场 --title $title --on 2026-09-01 -H -C order
done >seen.orders
clock 2026-09-03T02:00:00 nbr-order take "$(sed -n 1p seen.orders)" --on 2026-09-03 >/dev/null
night 2026-09-03 >>seen.mail
same 'who was seen to since is no reason to stop' empty seen.mail
is '... the other went up on its day' 0 '2026-09-02T18:00:00+08:00' sh -c 'nbr-order show "$(sed -n 2p seen.orders)" --events -H -C step,at | sed -n "s/^escalate	//p" | head -n 1'
is '... the one on the next, for it is late still' 0 '2026-09-03T18:00:00+08:00' sh -c 'nbr-order show "$(sed -n 1p seen.orders)" --events -H -C step,at | sed -n "s/^escalate	//p"'

# ---- what one that was killed left behind ----

settings rough
: >rough.d/reports/2026-09-13.html.Ab12Cd
: >rough.d/backups/rough-20260913T133000Z.db.Ab12Cd
: >rough.d/backups/rough-20260913T133000Z.db.Ab12Cd-journal
: >rough.d/backups/rough-20260913T133000Z.db.sha256.Ab12Cd
: >rough.d/backups/rough-20260913T132959Z.db.sha256
mkdir -p rough.d/state/tmp/restored
echo mine >rough.d/backups/notes.txt
is 'the next night' 0 '' night 2026-09-13
is '... takes it away, and nothing else' 0 'rough.d/backups/notes.txt' sh -c 'find rough.d -mindepth 2 | grep -v -E "/reports/[0-9-]+(-week)?\.(html|md|tsv)$|/backups/rough-[0-9TZ]+\.db(\.sha256)?$|/state/(lock|day|provided|check|verify|backup|drill)$"'
is '... nor a digest of nothing' 0 '' sh -c 'for sum in rough.d/backups/*.sha256; do [ -e "${sum%.sha256}" ] || echo "$sum"; done'

# ---- bad nights: what cron mails, whole ----

# After a good night, each is the next one, of a database and of directories of its own.
settings good
NBR_DB=$tmp/good.d/nbr.db
cp bad.db "$NBR_DB"
night 2026-09-01 >good.mail
same 'a good one before' empty good.mail
# bad NAME [LINE]: with that in the settings too.
bad() {
	settings "$1" "WAIT=0
${2-}"
	rm -rf "$1.d"
	cp -a good.d "$1.d"
	NBR_DB=$tmp/$1.d/nbr.db
}
# mail NAME STATUS WORDS: of the night of 2026-09-02; paths begin with DIR.
mail() {
	night=0
	night 2026-09-02 >raw || night=$?
	sed "s|$tmp|DIR|g" raw >mail
	is "$1" "$2" "$3" sh -c 'cat mail; exit $0' "$night"
}
again='nightly: 2026-09-02 is not done: the next night, or nightly started by hand, begins with it'

bad settled
night 2026-09-02 >/dev/null
is 'is at work already: leaves' 10 '' sh -c 'flock settled.d/state/lock env NBR_TODAY=2026-09-03 "$0/scripts/nightly"' "$top"
is 'there is nothing to do' 10 '' night 2026-09-02

bad gone
rm gone.d/nbr.db
unset NBR_TODAY
is 'no database' 8 "    nbr-db: $tmp/gone.d/nbr.db: No such file or directory: there is no database there [db-missing]
        make one with nbr-db init, or name another with -D or NBR_DB
nightly: the database cannot be read, see above; nothing was done" clock 2026-09-02T13:30:00 sh -c '"$0/scripts/nightly" 2>&1' "$top"

bad server
NBR_DB='postgresql://nbr@127.0.0.1:9/nbr'
clock 2026-09-02T13:30:00 "$top/scripts/nightly" >raw 2>&1
is 'a server out of reach' 0 'nightly: the database cannot be read, see above; nothing was done' tail -n 1 raw
is '... with its words' 0 '1' grep -c '^    nbr-db: .*127.0.0.1.* 9 failed: Connection refused' raw
NBR_TODAY=2026-10-31

bad locked
exec 8>locked.d/nbr.db.lock
flock 8
mail 'somebody writes for hours' 1 "nightly: settling 2026-09-02: status 7
    nbr-points: process ? has held DIR/locked.d/nbr.db.lock for 0 seconds: the database is in use [busy]
        run it again; nothing is done twice
$again
nightly: backing up to DIR/locked.d/backups: status 7
    nbr-db: process ? has held DIR/locked.d/nbr.db.lock for 0 seconds: the database is in use [busy]
        run it again; nothing is done twice
nightly: there is no backup of tonight"
exec 8>&-
is '... and by hand, in the morning' 0 '' night 2026-09-02

cc -O2 -shared -fPIC -o room.so "$top/tests/preload/room.c"
# full DIR COMMAND...: while the disk of that directory is.
full() {
	NBR_TEST_FULL=$tmp/$1
	export NBR_TEST_FULL
	shift
	LD_PRELOAD=$tmp/room.so "$@"
	unset NBR_TEST_FULL
}
bad room
full room.d/backups mail 'no room for a backup' 1 "nightly: backing up to DIR/room.d/backups: status 8
    nbr-db: database or disk is full: the disk is full; nothing was changed [db-full]
        free some space and run it again
nightly: there is no backup of tonight"
is '... the report is there' 0 "$(grep -v '^time' settled.d/reports/2026-09-02.md)" grep -v '^time' room.d/reports/2026-09-02.md
is '... and half of a backup is not' 0 '1' sh -c 'ls room.d/backups/*.db* | grep -v sha256 | wc -l'
bad place
full place.d/reports mail 'no room for a report' 1 "nightly: daily report of 2026-09-02, html: status 8
    nbr-report: the output could not be written: No space left on device
$again"
bad state
full state.d/state mail 'no room to note what was done' 8 'nightly: nothing can be written to DIR/state.d/state: is its disk full? Nothing was done'

if [ "$(id -u)" = 0 ]; then
	bad rights
	chmod 755 "$tmp" && chown -R 65534 rights.d && chown 0 rights.d/reports
	nobody() { NBR_TODAY=2026-09-02 setpriv --reuid 65534 --regid 65534 --clear-groups "$top/scripts/nightly" 2>&1; }
else
	bad rights
	chmod 555 rights.d/reports
	nobody() { NBR_TODAY=2026-09-02 "$top/scripts/nightly" 2>&1; }
fi
chmod 644 rights.conf
is 'reports may not be written' 1 "nightly: daily report of 2026-09-02, html: status 8
    nbr-report: $tmp/rights.d/reports/2026-09-02.html: Permission denied
$again" nobody
chmod 755 rights.d/reports
chmod 000 rights.d/state/lock
is 'nor the lock' 8 "nightly: $tmp/rights.d/state/lock cannot be written; nothing was done" nobody
if [ "$(id -u)" = 0 ]; then
	mail 'root would lock out whose directory it is' 8 "nightly: DIR/rights.d is nobody's, who could not write what root makes there: sudo -u nobody $top/scripts/nightly; nothing was done"
fi

bad ledger KEEP=1
sqlite3 -batch -init /dev/null "$NBR_DB" 'DROP TRIGGER entry_update; UPDATE entry SET points = points + 1 WHERE seq = 7'
NBR_TODAY=2026-09-02 "$top/scripts/nightly" >raw 2>&1
sed "s|$tmp|DIR|g" raw >mail
is 'somebody changed the ledger' 0 "nightly: checkpoint of 2026-09-02: status 6
    nbr-points: village 430121106002, entry 7: the ledger is not what it was [ledger-broken]
        nbr-points verify names the first entry that is wrong
$again
nightly: checking the database: status 1
    schema	error	entry_update	is missing
nightly: see nbr-db(1): what it is, and how a backup is restored; older backups stay
nightly: verifying the ledger: status 1
    entry-hash	error	430121106002-P7	it, or its place, was changed: its hash is not that of what it says
    entry-balance	error	430121106002-P7	its balance is 2; 1 and its 2 are not that
    entry-points	error	430121106002-P7	it is of 2 points; door-visit.20200101 and its caps give 1
    checkpoint-file	error	430121106002:4998	the lines of its entries have another digest
    account	error	430121106002-C07	the account (65 points: 65 earned, 0 spent) is not what its entries add up to
nightly: see nbr-ledger(7): compare with signed checkpoints and older backups, which stay" cat mail
is '... and older backups stay' 0 2 sh -c 'ls ledger.d/backups/*.db | wc -l'

bad page
at=$(sqlite3 "$NBR_DB" "SELECT (rootpage - 1) * (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'visit'")
printf '%03000d' 0 | tr 0 Z | dd of="$NBR_DB" bs=1 seek="$at" conv=notrunc 2>/dev/null
night 2026-09-02 | sed "s|$tmp|DIR|g; s/    damage.*btreeInit.*/    damage .../" >mail
is 'a page is damaged' 0 "nightly: settling 2026-09-02: status 8
    nbr-points: database disk image is malformed: the database is damaged [db-damaged]
        restore a backup with nbr-db restore; keep the damaged file
$again
nightly: checking the database: status 1
    damage ...
    damage	error		database disk image is malformed
nightly: see nbr-db(1): what it is, and how a backup is restored; older backups stay
nightly: verifying the ledger: status 8
    nbr-points: database disk image is malformed: the database is damaged [db-damaged]
        restore a backup with nbr-db restore; keep the damaged file
nightly: see nbr-ledger(7): compare with signed checkpoints and older backups, which stay
nightly: backing up to DIR/page.d/backups: status 8
    nbr-db: database disk image is malformed: the database is damaged [db-damaged]
        restore a backup with nbr-db restore; keep the damaged file
nightly: there is no backup of tonight" cat mail

bad key "KEY=$tmp/no-key"
mail 'no key to sign with' 1 "nightly: checkpoint of 2026-09-02: status 8
    nbr-points: --key: Couldn't load public key DIR/no-key: No such file or directory
nightly: it is to be signed with DIR/no-key, of the settings in DIR/key.conf
$again"
bad chat CHATS=wecom
NBR_WECOM=$tmp/none
export NBR_WECOM
mail 'no robot: the rest is done' 1 "nightly: posting 2026-09-02 to wecom: status 8
    post-wecom: DIR/none: cannot be read; it holds the robot's address: see nbr-nightly(7)
nightly: it is not in the chat: nightly started by hand posts it, or copy DIR/chat.d/reports/2026-09-02.md"
bad rules
nbr-rule list -H -C rule | sort -u | while read -r rule; do nbr-rule end "$rule" --on 2026-09-01 2>>ended; done
mail 'rules that ended' 1 'nightly: looking at what a night needs: status 1
    rules: 0 rules hold: nbr-rule import rulebook-example.csv
nightly: the reports are made without it: without a rule nobody is due'
bad restored
rm restored.d/state/drill
mkdir bin
cat >bin/nbr-db <<X
#!/bin/sh
# A backup of which a byte is another as soon as it lies there.
$(command -v nbr-db) "\$@" || exit
[ "\$1" != backup ] || printf X | dd of="\$(ls "$tmp"/restored.d/backups/nbr-*.db | tail -n 1)" bs=1 seek=5000 conv=notrunc 2>/dev/null
X
chmod +x bin/nbr-db
PATH=$tmp/bin:$PATH mail 'a backup that does not restore' 1 'nightly: restoring the newest backup, aside: status 4
    nbr-db: DIR/restored.d/backups/nbr-20260902T133000Z.db is not the file DIR/restored.d/backups/nbr-20260902T133000Z.db.sha256 was made for: it was changed or damaged
nightly: do not rely on that backup; keep the older ones'
bad newest
rm newest.d/state/drill
echo another >newest.d/backups/other-20990101T000000Z.db
touch -d 2020-01-01 newest.d/backups/other-20990101T000000Z.db
mail 'the newest is restored, whatever it is called' 0 ''
bad fault 'KEEP = 30'
mail 'a fault in the settings' 8 "    $top/scripts/nightly: 3: DIR/fault.conf: KEEP: not found
nightly: DIR/fault.conf: a fault in the settings, see above; nothing was done"
bad word 'KEEP=some'
mail 'a word for a number' 8 "nightly: DIR/word.conf: KEEP is a number, not 'some'; nothing was done"
bad clock
echo 2026-10-05 >clock.d/state/day
mail 'the clock was set back' 8 'nightly: 2026-10-05 is done, but by the clock the last day is 2026-09-02: is the clock wrong? Else write 2026-09-02 to DIR/clock.d/state/day. Nothing was done'
bad away 'DAYS=3'
echo 2026-08-03 >away.d/state/day
mail 'missed too long' 1 'nightly: not run since 2026-08-03: only the last 3 days are caught up; nbr-report makes the reports of the others'
is '... those three' 0 '2026-08-31 2026-09-01 2026-09-02' sh -c 'ls away.d/reports | sed -n "s/^\(2026-[0-9]*-[0-9]*\).md/\1/p" | paste -sd " "'

# ---- in the group chat ----

cat >robot <<'X'
#!/bin/sh
# Takes what is posted; not while there is a file called away.
[ ! -e away ] || { echo 'post-wecom: not posted' >&2; exit 7; }
sed -n 1p >>posted
X
chmod +x robot
mkdir here
cp "$top/scripts/nightly" here/ && mv robot here/post-wecom
chatty() { NBR_TODAY=$1 here/nightly 2>&1; }
bad robot CHATS=wecom
: >away
is 'not taken' 1 "nightly: posting 2026-09-03 to wecom: status 7
    post-wecom: not posted
nightly: it is not in the chat: nightly started by hand posts it, or copy $tmp/robot.d/reports/2026-09-03.md" chatty 2026-09-03
rm away
is 'again: posted, and nothing else is done' 0 '' chatty 2026-09-03
is '... once' 10 '' chatty 2026-09-03
is '... and no second backup was made' 0 2 sh -c 'ls robot.d/backups/*.db | wc -l'
is 'of the last day alone, though two were missed' 0 '' chatty 2026-09-06
is '... two messages in all' 0 '2026-09-03 2026-09-06' sh -c 'grep -o "2026-[0-9-]*" posted | paste -sd " "'

# ---- asking it ----

settings quiet
is 'help' 0 "Usage:
  nightly [-v]

settle, escalate, report, check and back up what is not done yet

Options:
  -v           tell each step on standard error
  -h, --help   show this help

Settings: $tmp/quiet.conf (NBR_NIGHTLY); see nbr-nightly(7)
Exit status: 0 done, 1 problems were found, 2 usage, 8 it cannot, 10 nothing to do" "$top/scripts/nightly" --help
says 'bad options' 2 "nightly: not understood: now
$("$top/scripts/nightly" -h)" "$top/scripts/nightly" now
says 'too many' 2 "nightly: one option at most
$("$top/scripts/nightly" -h)" "$top/scripts/nightly" -v -v
is 'step by step' 0 "nightly: looking at what a night needs
nightly: settling 2026-09-13
nightly: escalating orders of 2026-09-13
nightly: checkpoint of 2026-09-13
nightly: daily report of 2026-09-13, html
nightly: daily report of 2026-09-13, md
nightly: daily report of 2026-09-13, tsv
nightly: weekly report of 2026-09-13, html
nightly: weekly report of 2026-09-13, md
nightly: weekly report of 2026-09-13, tsv
nightly: checking the database
nightly: verifying the ledger
nightly: backing up to $tmp/quiet.d/backups
nightly: 2026-09-13 is done, 0 problems" night 2026-09-13 -v

done_testing
