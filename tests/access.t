#!/bin/sh
# Who may do what on a server: the owner, a clerk of one village, an auditor, and
# a login that was granted nothing. What nbr refuses psql is refused too.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
if [ "$engine" = sqlite ]; then
	nbr-db init --town 430121106 --name 春华镇
	says 'a file is given with chown' 2 "nbr-access: a file's rights are given with chown and chmod, a server's with nbr-access" \
	    nbr-access grant li -A 430121106
	says 'there as well' 2 "nbr-access: a file's rights are given with chown and chmod, a server's with nbr-access" nbr-access list
	done_testing
	exit
fi

v=430121106002 w=430121106202 owner=$NBR_DB
clerk=li_$$ auditor=wang_$$ stranger=zhao_$$
for login in $clerk $auditor $stranger; do
	sql "CREATE ROLE $login LOGIN"
done
drop_logins() {
	NBR_DB=$(server postgres)
	for login in $clerk $auditor $stranger; do
		sql "DROP ROLE IF EXISTS $login"
	done
}
trap 'db_drop; drop_logins; rm -rf "$tmp"' EXIT

town_in "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
iconv -f GB18030 -t UTF-8 "$tmp/in/roster.csv" | awk -F, 'NR <= 3 || n[substr($2, 1, 12)]++ < 30' >"$tmp/roster.csv"
nbr-household import "$tmp/roster.csv"
total=$(nbr-household list -H -C household | wc -l)
here=$(nbr-household list -H -A $v -C household | wc -l)
mine=$(nbr-household list -H -A $v -C household -l 1) theirs=$(nbr-household list -H -A $w -C household -l 1)

# as LOGIN COMMAND...
as() { login=$1; shift; NBR_DB=$(echo "$owner" | sed "s/user=[a-z]*/user=$login/") "$@"; }
count() { nbr-household list -H -C household | wc -l; }
says 'a login must be there' 5 "nbr-access: login nobody_$$; the server's administrator makes it with createuser: there is no such record [not-found]" \
    nbr-access grant nobody_$$ -A $v
says 'one or the other' 2 "nbr-access: -A for a clerk, or --auditor
    Try 'nbr-access grant --help'." nbr-access grant $clerk
says 'not both' 2 "nbr-access: -A for a clerk, or --auditor
    Try 'nbr-access grant --help'." nbr-access grant $clerk -A $v --auditor
is 'the owner needs none' 6 '' nbr-access grant nbr --auditor
is 'nor can lose any' 6 '' nbr-access revoke nbr
is 'a dry run grants nothing' 0 '' nbr-access grant $clerk -A $v -n
is 'nobody has anything' 0 '' nbr-access list -H
is 'a clerk' 0 '' nbr-access grant $clerk -A $v
is 'an auditor' 0 '' nbr-access grant $auditor --auditor
is 'they are listed' 0 "$auditor	audit	
$clerk	clerk	$v" nbr-access list -H -s role,login
is 'and it is on record' 0 "grant	$clerk
grant	$auditor" sh -c 'nbr-db audit -H -C program,verb,source -s source | sed -n "s/^nbr-access	//p"'

is 'the owner sees all' 0 "$total" count
is 'a clerk her village' 0 "$here" as $clerk count
is 'an auditor all' 0 "$total" as $auditor count
is 'a stranger is not let in' 8 '' as $stranger nbr-household list
is 'and told why' 0 '    the owner of the database gives rights with nbr-access; see nbr-server(7)' as $stranger sh -c 'nbr-household list 2>&1 | sed 1d'

is 'a clerk writes there' 0 '' as $clerk nbr-household classify "$mine" -k red --reason 独居
is 'it is stored' 0 red nbr-household show "$mine" -H -C class
is 'logs a visit' 0 1 as $clerk sh -c "nbr-visit log $mine -H | wc -l"
is 'another village is not there for her' 5 '' as $clerk nbr-household classify "$theirs" -k red --reason x
says 'phone numbers are shown to her for a reason' 0 '' as $clerk nbr-household show "$mine" --reveal --reason 致电 -H -C phone
is 'that is on record' 0 '致电' nbr-db audit -H -C reason --since 2026-03-10 -s -verb,-reason -l 1
is 'keeps an activity to the end' 0 "agreed	1
	1" as $clerk sh -c "nbr-activity add -A $v --kind council >/dev/null && nbr-activity attend $v-A260310-1 C01 C02 >/dev/null && nbr-activity attend $v-A260310-1 --remove C02 >/dev/null &&
	nbr-activity issue $v-A260310-1 --title 停车 --post --kind need >/dev/null &&
	nbr-activity settle $v-A260310-1-1 --outcome 划线 -H -C state,order | sed 's/[^	]*\$/1/' &&
	nbr-activity close $v-A260310-1 -H -C title,issues"
is 'awards points, and takes them back' 0 "$v-C01	10
$v-C01	-10" as $clerk sh -c "nbr-points award C01 -A $v --rule lead-prosper --reason 帮 -H -C chief,points && nbr-points reverse P1 -A $v --reason 误 -H -C chief,points"
is 'not elsewhere' 5 '' as $clerk nbr-points award $w-C01 --rule lead-prosper --reason 帮
says 'no auditor does' 8 '' as $auditor sh -c "nbr-points award $v-C01 --rule lead-prosper --reason 帮 2>/dev/null"
nbr-rule add thanked --kind deed --name 感谢 --subject manual --side award --value 20
is 'keeps a shop' 0 "collected
returned
4	1	1" as $clerk sh -c "nbr-goods add 肥皂 -A $v --points 4 --stock 9 -o '$tmp/out.tsv' && nbr-goods set 肥皂 --points 5 -o '$tmp/out.tsv' &&
	nbr-points award C01 -A $v --rule thanked --reason 感谢信 -o '$tmp/out.tsv' && nbr-goods restock 肥皂 1 -o '$tmp/out.tsv' &&
	nbr-points redeem C01 肥皂 -A $v -H -C until >/dev/null && nbr-points redeem C01 肥皂 2 -A $v -o '$tmp/out.tsv' &&
	nbr-points collect $v-X260310-1 -H -C status && nbr-points reverse $v-P5 --reason 错 -o '$tmp/out.tsv' &&
	nbr-points exchanges -H -C status | sed 1d && nbr-goods retire 肥皂 -o '$tmp/out.tsv' &&
	nbr-goods count 肥皂 4 --reason 盘点 -H -C stock -o '$tmp/out.tsv' && nbr-db query -H 'SELECT stock, (SELECT count(*) FROM goods_price) AS p, (SELECT count(*) FROM goods) AS g FROM goods'"
last=$(as $clerk nbr-points award C02 -A $v --rule lead-prosper --reason 帮 -H -C entry)
is 'records an objection, and what was decided' 0 "$last	open
$last	upheld" as $clerk sh -c "nbr-points object $last --person 王婶 --reason 不实 -H -C entry,status &&
	nbr-points objections -t open | nbr-points decide -t upheld --reason 属实 - -H -C entry,status"
printf 'chief,day,title,points\n%s,2025-01-05,旧册,5\n%s,2025-01-05,旧册,6\n' $v-C02 $w-C01 >"$tmp/book.csv"
says 'points of elsewhere are refused for others' 4 "nbr-points: $tmp/book.csv:3: this login does not work for the village [village-other]
    leave the row to the village's own office, or have it granted with nbr-access
    nothing was stored: 1 of 2 rows are bad; --rejects FILE sets them aside and stores the others" as $clerk nbr-points import "$tmp/book.csv"
is '... and come in for her own' 3 '' as $clerk nbr-points import "$tmp/book.csv" -r "$tmp/aside.csv"
is '... those' 0 '5' as $clerk nbr-db query -H "SELECT points FROM entry WHERE ref LIKE 'import:%'"
is 'an auditor reads notices and objections' 0 "$last	upheld" as $auditor sh -c "nbr-report public points -o '$tmp/out.tsv' && nbr-points objections -H -C entry,status"
says 'but objects to nothing' 8 '' as $auditor sh -c "nbr-points object $last --person 王婶 --reason 不实 2>/dev/null"
as $clerk nbr-household import "$tmp/roster.csv" 2>"$tmp/told"
is 'rows of others are refused one by one' 0 240 \
    sh -c "sed -n 's/.*and \([0-9]*\) more of village-other/\1/p; /\[village-other\]/s/.*/1/p' '$tmp/told' | awk '{ n += \$1 } END { print n }'"
{ echo household,day; echo "$theirs,2026-03-01"; } >"$tmp/visits.csv"
says 'so are visits, for one reason' 4 "nbr-visit: $tmp/visits.csv:2: this login does not work for the village [village-other]
    leave the row to the village's own office, or have it granted with nbr-access
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" as $clerk nbr-visit import "$tmp/visits.csv"
is 'her own are taken' 3 '' as $clerk nbr-household import "$tmp/roster.csv" -r "$tmp/rejects.csv"
is 'and nothing of the others changed' 0 "$total" count

is 'a clerk makes no rules' 8 '' as $clerk nbr-rule end green
is 'adds no area' 8 '' as $clerk nbr-area add 430121106002.98 新片
is 'grants nothing' 8 '' as $clerk nbr-access grant $clerk -A 430121106
as $clerk nbr-household set "$mine" --members 99
is 'she waives what is right' 0 '' as $clerk nbr-household waive members-count "$mine" --until 2026-12-31 --reason 已核实
is 'ends it' 0 '' as $clerk nbr-household waive members-count "$mine" --remove --reason 复核 --on 2026-06-01
is 'takes it back whole' 0 '' as $clerk nbr-household waive members-count "$mine" --remove --reason 误 --on 2026-03-10
is 'nothing is left of it' 0 0 nbr-db query -H "SELECT count(*) FROM waiver"
is 'what needs no number the auditor may check' 0 '' as $auditor nbr-household check no-class -H
is 'the rest not' 8 '' as $auditor nbr-household check
run=$(nbr-db runs -H -C program,run | sed -n 's/^nbr-chief	//p')
is 'takes no import back' 8 '' as $clerk nbr-db undo "$run"
is 'nor does an auditor' 8 '' as $auditor nbr-db undo "$run"
says 'what a change replaced is hers to read' 0 '' as $clerk nbr-db query --reveal --reason 核对 'SELECT line FROM was'
is 'not an auditor'"'s" 6 '' as $auditor nbr-db query 'SELECT line FROM was'
is 'the auditor changes nothing' 8 '' as $auditor nbr-household classify "$mine" -k green --reason x
is 'sees no phone number' 8 '' as $auditor nbr-household list -H -C phone
is 'is not shown one for a reason' 8 '' as $auditor nbr-household list -H -C phone --reveal --reason x
is 'sees posts, without the numbers' 0 "$(nbr-chief list -A $v)" as $auditor nbr-chief list -A $v
is 'and members' 0 "$(nbr-household members "$mine")" as $auditor nbr-household members "$mine"
is 'asks in SQL' 0 "$total" as $auditor nbr-db query 'SELECT count(*) AS n FROM household' -H
is 'not for numbers' 6 '' as $auditor nbr-db query 'SELECT ident FROM household'
is 'nor a clerk, without a reason' 6 '' as $clerk nbr-db query 'SELECT phone FROM household'
is 'who has her village in SQL too' 0 "$here" as $clerk nbr-db query 'SELECT count(*) AS n FROM household' -H
is 'reads a masked dump' 0 "$total" as $auditor sh -c 'nbr-db dump household | grep -c "\"ident\":null"'

is 'a clerk copies no town: it would be her share of it' 8 '' as $clerk sh -c 'nbr-db copy "$NBR_DB" "$0"' "$tmp/share.db"
is 'nor backs it up' 8 '' as $clerk nbr-db backup "$tmp/share.db"
is 'nor does an auditor' 8 '' as $auditor sh -c 'nbr-db copy "$NBR_DB" "$0"' "$tmp/share.db"

# Points: a clerk awards, makes the checkpoint, and adds what the auditor signed.
chief=$(nbr-chief list -H -A $v -C chief -l 1)
is 'a clerk awards points' 0 "$chief" as $clerk nbr-points award "$chief" --rule family-care --reason 送医 -HC chief
is 'not another village'"'s" 5 '' as $clerk nbr-points award "$(nbr-chief list -H -A $w -C chief -l 1)" --rule family-care --reason 送医
is 'an auditor none' 8 '' as $auditor nbr-points award "$chief" --rule family-care --reason 送医
size=$(sql "SELECT count(*) FROM entry WHERE village = $v")
is 'a clerk makes a checkpoint' 0 "$v:$size	0	0" as $clerk nbr-points checkpoint -HC checkpoint,signed,countersigned
ssh-keygen -q -t ed25519 -N '' -C '' -f "$tmp/key"
as $auditor nbr-points checkpoints -F json -C words | perl -MJSON::PP -0777 -ne 'print decode_json($_)->[0]{words}' >"$tmp/words"
ssh-keygen -q -Y sign -n nbr-witness -f "$tmp/key" "$tmp/words"
is 'adds what the auditor signed' 0 "$v:$size	0	1" as $clerk nbr-points checkpoint "$v:$size" --signature "$tmp/words.sig" -HC checkpoint,signed,countersigned
is 'who reads it' 0 "$v:$size	0	1" as $auditor nbr-points checkpoints -HC checkpoint,signed,countersigned
is 'but does not add it' 8 '' as $auditor nbr-points checkpoint "$v:$size" --signature "$tmp/words.sig"
is 'both verify what they see' 0 '' as $clerk nbr-points verify -H
is 'the auditor all of it' 0 '' as $auditor nbr-points verify -H

# An award has its reversal by the index also for who is kept to her villages: what
# reads the village for each of them takes hours, and is given 20 seconds.
db_copy nbr many
many=$(db_at many)
sql "INSERT INTO account SELECT village, chief, 0, 0, 0, 0, 0 FROM chief WHERE village = $v ON CONFLICT DO NOTHING;
	INSERT INTO entry SELECT e.village, e.seq + n, at, day, actor, kind, c.chief, points, balance, reason, ref || n, e.note, e.hash, final, e.run
	FROM entry e CROSS JOIN generate_series(1, 30000) AS s (n) JOIN chief c ON c.village = e.village AND c.chief = 1 + n % 100
	WHERE e.village = $v AND e.seq = $size; ANALYZE entry; ANALYZE account" "$many"
NBR_DB=$many nbr-access grant $clerk -A $v
soon() { NBR_DB=$(echo "$many" | sed "s/user=[a-z]*/user=$clerk/")'&options=-cstatement_timeout%3D20000' "$@"; }
is 'many awards: a balance' 0 1500 soon nbr-points balance $v-C07 -HC provisional
is '... all balances, as the owner has them' 0 "$(NBR_DB=$many nbr-points balance -A $v)" soon nbr-points balance
is '... those without a cause' 0 '' soon nbr-points history --finding no-cause -H

# What nbr does not do for them the server does not do either.
try() { as "$1" sh -c 'psql -qAtX -v ON_ERROR_STOP=1 -d "$NBR_DB" -c "$0"' "$2"; }
for bad in "UPDATE visit SET day = 20260101" "DELETE FROM visit" "UPDATE run SET actor = 'x'" "DELETE FROM run" "TRUNCATE visit" \
    "INSERT INTO household SELECT $w, 7, hood, class, tags, since, visited, next, first, last, head, 0, phone, door, members, note, run FROM household LIMIT 1" \
    "UPDATE household SET village = $w" "DELETE FROM household" "INSERT INTO office VALUES ('$clerk', 0, 999999999999)" \
    "UPDATE village SET runs = 0 WHERE village = 0" "UPDATE village SET runs = runs + 2 WHERE village = $v" \
    "UPDATE village SET latest = 0 WHERE village = $v" "UPDATE was SET line = ''" "DELETE FROM was" \
    "INSERT INTO was VALUES ($w, 1, 1, 'household', 1, '')" "INSERT INTO was VALUES (0, 1, 1, 'rule', 1, '')" \
    "INSERT INTO run SELECT 0, 99, at, day, actor, program, 'import', NULL, '', 'x', '', '', '', 0, 0, 0, 0, 0 FROM run LIMIT 1" \
    "UPDATE entry SET points = 99" "DELETE FROM entry" "TRUNCATE entry, entry_note, objection" "UPDATE entry_note SET words = ''" "DELETE FROM account" \
    "DELETE FROM chain" "DELETE FROM entry_note" "UPDATE goods_move SET quantity = 9" "UPDATE objection SET step = 'upheld'" "UPDATE checkpoint SET words = ''" "DELETE FROM checkpoint" \
    "INSERT INTO account VALUES ($w, 1, 9, 9, 0, 1, 1)" "ALTER TABLE entry DISABLE TRIGGER append_only" \
    "DELETE FROM goods_move" "DELETE FROM exchange" "INSERT INTO goods VALUES ($w, 9, 'x', '', 9, 20260101, 99991231, 1)" \
    "UPDATE rule SET every = 1" "ALTER TABLE household DISABLE ROW LEVEL SECURITY" "CREATE TABLE x (y int)"; do
	is "a clerk cannot $bad" 1 '' try $clerk "$bad"
done
is 'a clerk updates no row of others' 0 '' try $clerk "UPDATE household SET note = 'x' WHERE village = $w"
is 'none was' 0 '0' sql "SELECT count(*) FROM household WHERE note = 'x'"
is 'nor what it replaced' 1 '' try $auditor 'SELECT line FROM was'
is 'an auditor reads no number' 1 '' try $auditor 'SELECT ident FROM household'
is 'not by *' 1 '' try $auditor 'SELECT * FROM household'

is 'another area adds to it' 0 '' nbr-access grant $clerk -A $w
is 'both are hers' 0 $((2 * here)) as $clerk count
is 'a town is all its villages' 0 '' nbr-access grant $clerk -A 430121106
is 'all are hers' 0 "$total" as $clerk count
is 'taken' 0 '' nbr-access revoke $clerk $auditor
is 'nobody has anything any more' 0 '' nbr-access list -H
is 'nor sees anything' 8 '' as $clerk nbr-household list
is 'what is not there is not taken' 0 '' nbr-access revoke $stranger
is 'the schema is as nbr made it' 0 '' nbr-db check -H
sql 'GRANT SELECT ON household TO PUBLIC'
is 'a right that everyone was given is found' 1 'schema	error	household	is not as nbr made it' nbr-db check -H

done_testing
