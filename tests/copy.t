#!/bin/sh
# nbr-db copy: a whole town from one database to another and back, byte by byte.
# shellcheck source=tests/lib.sh disable=SC1091,SC2154,SC2016
. "${0%/*}/lib.sh"
NBR_TODAY=2026-11-01; export NBR_TODAY
cd "$tmp" || exit

# Two villages of the sample town: headings, and what has their codes.
data=$top/lib/data
town_in all && mkdir town || exit
two='430121106(002|206)'
sed -En "1,2p; /^$two/p" all/areas.csv >town/areas.csv
for f in roster chiefs orders; do
	iconv -f GB18030 -t UTF-8 "all/$f.csv" | sed -En "/区域代码/p; /,$two/p" >town/$f.csv
done
for f in visits activities; do
	sed -En "1p; /$two/p" all/$f.csv >town/$f.csv
done
nbr-db init --town 430121106 --name 春华镇 &&
nbr-calendar import "$data/calendar-cn.csv" &&
nbr-rule import "$data/rulebook-example.csv" &&
nbr-area import town/areas.csv &&
nbr-chief import town/chiefs.csv &&
nbr-household import town/roster.csv &&
nbr-visit import town/visits.csv &&
nbr-activity import town/activities.csv &&
nbr-order import town/orders.csv || exit
house=$(nbr-household list -H -C household -l 1)
nbr-household list -H -C household -l 3 -s -household | nbr-household classify - -k red --reason 病 --ref k1 &&
nbr-visit list -H -C visit -l 2 | nbr-visit void - --reason 误录 >/dev/null || exit
echo 'rule,kind,name,subject,side,value,notice,first
helped,deed,帮困,manual,award,5,3,2024-01-01' | nbr-rule import - &&
nbr-chief list -l 9 | nbr-points award --rule helped --reason 防汛 - >/dev/null &&
sql "INSERT INTO objection (village, seq, n, step, day, person, reason, run) SELECT village, seq, 1, 'objected', day, '王婶', '不实', run FROM entry WHERE seq = 1;
INSERT INTO commendation (village, no, chief, level, title, withdrawn, run) SELECT village, 20261101000001, account, 4, '先进', 0, run FROM entry WHERE seq = 1;
INSERT INTO unsettled (village, run) SELECT village, run FROM entry WHERE seq = 1;
INSERT INTO checkpoint (village, size, words, signature, countersignature, run) SELECT village, seq, 'words', '', '', run FROM entry WHERE seq = 1" || exit
chief=$(nbr-chief list -H -C chief -l 1)
nbr-rule add thanked --kind deed --name 感谢 --subject manual --side award --value 20 &&
nbr-points award "$chief" --rule thanked --reason 感谢信 >/dev/null &&
nbr-goods add 肥皂 -A "${chief%-*}" --points 5 --stock 30 >/dev/null && nbr-points redeem "$chief" 肥皂 >/dev/null || exit
odd=$(printf '\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020\036\037 "\\/\177𠮷😀')
nbr-household set "$house" --members 99
nbr-household waive members-count "$house" --until 2026-12-31 --reason 已核实
sql "UPDATE household SET note = '$odd' WHERE village = ${house%??????} AND household = $(echo "${house#????????????}" | sed 's/^0*//')"

nbr-db dump >first
there=$(db_at there) third=$(db_at third) none=$(db_at none)
left() { ls -d "$@" 2>/dev/null || :; }

# ---- to a file, to where this engine keeps it, and on ----

is 'to a file' 0 '' nbr-db copy "$NBR_DB" file.db -o records
is 'nothing but the database is made' 0 'file.db' left file.db*
is 'only the owner writes, only the group reads' 0 640 stat -c %a file.db
nbr-db dump -D file.db >got
same 'the dumps are equal' first got
db_new there
is 'from a file' 0 '' nbr-db copy file.db "$there" -o records.there
nbr-db dump -D "$there" >got
same 'the dumps are equal once more' first got
db_new third
is 'and on' 0 '' nbr-db copy "$there" "$third" -o records.third
is 'back to a file' 0 '' nbr-db copy "$third" back.db -o records.back
nbr-db dump -D back.db >got
same 'it is what it was' first got
nbr-db dump >got
same 'and so is the first' first got
for d in file.db "$there" "$third" back.db; do
	nbr-db check -D "$d" -H
done >found
is 'no copy has findings' 0 '' cat found
for f in records.there records.third records.back; do
	same "the same records: $f" records $f
done
is 'they can be written on' 0 '' sh -c 'nbr-household set "$1" --door 9-9 -D "$2" && nbr-household set "$1" --door 9-9 -D back.db' sh "$house" "$third"

# ---- what the records say, and a second way to know it ----

is 'the records are of the tables of a dump, in its order' 0 "$(sed '1d; s/^{"table":"\([a-z_]*\)".*/\1/' first | uniq)" \
	sh -c 'sed "1d; \$d" records | cut -f 1'
is 'none is empty' 0 '' awk -F '\t' '$2 == 0' records
is 'their rows' 0 "$(sed 1d first | wc -l | tr -d ' ')" sh -c 'tail -n 1 records | cut -f 2'
tables=$(sed '1d; $d' records | cut -f 1)
for t in $tables; do
	sql "SELECT * FROM $t" | sort >rows
	sqlite3 -batch -init /dev/null -noheader -separator '	' file.db "SELECT * FROM $t" | sort >copied
	same "table $t, asked without nbr" rows copied
done
is 'a table comes after those it refers to' 0 '' sh -c 'sqlite3 file.db "SELECT m.name, f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f" |
	awk -F "|" "NR == FNR { at[\$1] = FNR; next } at[\$2] >= at[\$1]" FS="\t" records FS="|" -'

# Each line, as SQLite writes JSON.
for t in $tables; do
	columns=$(sqlite3 file.db "SELECT group_concat('''' || name || ''', ' || name, ', ') FROM pragma_table_info('$t')")
	key=$(sqlite3 file.db "SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_table_info('$t') WHERE pk > 0 ORDER BY pk)")
	sqlite3 file.db "SELECT '{\"table\":\"$t\",\"row\":' || json_object($columns) || '}' FROM $t ORDER BY $key" >"json.$t"
	cat "json.$t" >>json
	printf '%s\t%s\t%s\n' "$t" "$(wc -l <"json.$t")" "$(sha256sum <"json.$t" | cut -c 1-64)"
done >sums
printf 'all\t%s\t%s\n' "$(wc -l <json)" "$(sha256sum <json | cut -c 1-64)" >>sums
sed 1d records >got
same 'rows and SHA-256 of each table, and of all' sums got
sed '1d; s/"phone":null/"phone":X/; s/"ident":null/"ident":X/; s/"line":null/"line":X/' first >masked
sed 's/"phone":"[^"]*"/"phone":X/; s/"ident":[0-9]*/"ident":X/; s/"line":"[^"]*"/"line":X/' json >got
same 'the lines of a dump' got masked

# ---- what is refused leaves all as it was ----

is 'a file that is there' 8 '' nbr-db copy "$NBR_DB" file.db
is 'a database that is there' 8 '' nbr-db copy file.db "$there"
is 'onto itself' 8 '' nbr-db copy "$there" "$there"
echo roster >roster.csv
is 'a file of another kind' 8 '' nbr-db copy file.db roster.csv
is 'it is as it was' 0 roster cat roster.csv
nbr-db dump -D "$there" >got
same 'so is the database' first got
is 'from where there is none' 8 '' nbr-db copy "$none" x.db
is 'from a file of another kind' 8 '' nbr-db copy roster.csv x.db
is 'into a directory that is not there' 8 '' nbr-db copy file.db none/x.db
is 'no name' 2 '' nbr-db copy file.db ''
is 'only one name' 2 '' nbr-db copy file.db
echo journal >x.db-journal
is 'a journal of another file lies there' 8 '' nbr-db copy file.db x.db
rm x.db-journal
# wrong STATUS SQL: a file that is not as it should be.
wrong() {
	cp file.db wrong.db
	sqlite3 wrong.db "$2"
	is "refused: $2" "$1" '' nbr-db copy wrong.db x.db
}
wrong 8 'UPDATE nbr_schema SET version = 0'
wrong 8 'UPDATE nbr_schema SET version = 99'
wrong 4 'CREATE TABLE extra (x INTEGER PRIMARY KEY)'
wrong 4 'ALTER TABLE setting ADD COLUMN extra TEXT'
wrong 4 'ALTER TABLE setting ADD COLUMN "x) SELECT key, value FROM feed; --" TEXT'
wrong 4 'DELETE FROM chief'
wrong 4 "PRAGMA ignore_check_constraints = 1; UPDATE member SET no = 100 WHERE no = 1 AND household = (SELECT max(household) FROM member)"
is 'too large for the disk' 8 '' sh -c 'trap "" XFSZ; ulimit -f 500; nbr-db copy file.db x.db'
is 'nothing is left of any' 0 '' left x.db* none
db_new empty
is 'a dry run copies and compares' 0 "$(cat records)" nbr-db copy -n file.db x.db
is 'also here' 0 "$(cat records)" nbr-db copy -n file.db "$(db_at empty)"
is 'and leaves nothing' 0 '' left x.db* "$tmp/empty.db"
is 'nor here' 8 '' nbr-db info -D "$(db_at empty)"
is 'a password is not told' 2 '' nbr-db copy file.db 'postgresql://nbr:secret@localhost/nbr'
is 'not a word of it' 1 '' grep secret err
is 'stored, but not written' 9 '' sh -c 'nbr-db copy file.db full.db >/dev/full'
nbr-db dump -D full.db >got
same 'it is stored' first got

# ---- killed at any moment ----

# whole NAME WHERE: or nothing at all.
whole() {
	if nbr-db info -D "$2" >/dev/null 2>&1; then
		nbr-db dump -D "$2" >got
		same "$1: it is whole" first got
	else
		is "$1: it is not there" 8 '' nbr-db info -D "$2"
	fi
}
for instant in 0.01 0.03 0.06 0.1; do
	timeout -s KILL $instant nbr-db copy "$NBR_DB" killed.db >/dev/null 2>&1
	whole "a file, after $instant s" killed.db
	rm -f killed.db*
	db_new killed
	timeout -s KILL $instant nbr-db copy file.db "$(db_at killed)" >/dev/null 2>&1
	whole "here, after $instant s" "$(db_at killed)"
done

# ---- while others write ----

(
	i=0
	while [ ! -e stop ]; do
		i=$((i + 1))
		nbr-household set "$house" --note "$i" >/dev/null 2>>faults || echo "write $i" >>faults
	done
) &
touch faults
for i in 1 2 3; do
	is "copied while others write: $i" 0 '' nbr-db copy "$NBR_DB" "$i.db" -o /dev/null
	is 'nothing contradicts' 0 '' nbr-db check -H -D "$i.db"
	is 'as many runs as were counted' 0 1 sqlite3 "$i.db" 'SELECT (SELECT count(*) FROM run) = (SELECT sum(runs) FROM village)'
done
touch stop
wait
is 'and those wrote on' 0 '' cat faults
done_testing
