#!/bin/sh
# The log of visits, against plain SQL on the tables and awk over the file.
# shellcheck source=tests/lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
NBR_TODAY=2026-11-01; export NBR_TODAY
again=$(db_at again) other=$(db_at other)

town_in "$tmp/in"
town_made "$tmp/in"

as_lines() { sed '1d; s/^\xef\xbb\xbf//; s/\r$//' "$1"; }

# answers NAME SQL COMMAND...: both write the same, and something.
answers() {
	what=$1
	sql "$2" >"$tmp/theirs"; shift 2
	compared "$@"
}

# The same with a question in the SQL of SQLite.
answers_there() {
	what=$1
	tables "$tmp/tables.db"
	sqlite3 -tabs "$tmp/tables.db" "$2" >"$tmp/theirs"; shift 2
	compared "$@"
}

compared() {
	"$@" >"$tmp/ours" || echo "status $?" >>"$tmp/ours"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	same "$what" "$tmp/theirs" "$tmp/ours"
}

# What the tables say of every household's last visit, twice.
truth() {
	sql "SELECT s.household FROM household s WHERE s.visited <> coalesce((SELECT max(v.day) FROM visit v
		WHERE v.village = s.village AND v.household = s.household
		AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village
			AND x.household = v.household AND x.day = v.day AND x.no = v.no)), 0)
		UNION ALL SELECT v.village FROM village v WHERE latest < (SELECT max(visited) FROM household s WHERE s.village = v.village)" >"$tmp/false"
	same "$1: the last visits are those of the log" /dev/null "$tmp/false"
}

# The floors are what a computation of all of them gives.
floors() {
	sql 'SELECT village, household, next FROM household ORDER BY 1, 2' >"$tmp/before"
	db_copy nbr again
	sql 'UPDATE household SET next = 0' "$again"
	nbr-rule add no-such-need --kind visit --subject all --every 9999 --unit day --first 2100-01-01 -D "$again"
	nbr-rule add no-such-need-2 --kind visit --subject tag:martyr-family --every 9999 --unit day --first 2100-01-01 -D "$again"
	sql 'SELECT village, household, next FROM household ORDER BY 1, 2' "$again" >"$tmp/after"
	same "$1: the floors are those of a whole refresh" "$tmp/after" "$tmp/before"
}

is 'a log is taken in' 0 '' nbr-visit import "$tmp/in/visits.csv"
as_lines "$tmp/in/visits.csv" | awk -F, '{ sub(/上门/, "door", $4); sub(/电话/, "phone", $4); sub(/微信/, "message", $4)
	print $1 "\t" $2 "\t" $3 "\t" $4 }' | sort >"$tmp/theirs"
nbr-visit list -H -C day,household,chief_name,kind | sort >"$tmp/ours"
same "all of it is there: $(wc -l <"$tmp/theirs") visits" "$tmp/theirs" "$tmp/ours"
truth 'import'
floors 'import'

# A town's clerks send the same file again, or one that has it within.
sql 'SELECT * FROM visit ORDER BY 1, 2, 3, 4' >"$tmp/visits"
sql 'SELECT * FROM household ORDER BY 1, 2' >"$tmp/states"
is 'a second import' 0 '' nbr-visit import "$tmp/in/visits.csv"
as_lines "$tmp/in/visits.csv" | sort -t, -k4,4 -k3,3 >"$tmp/body"
{ head -1 "$tmp/in/visits.csv" | tr -d '\r'; cat "$tmp/body"; } >"$tmp/shuffled.csv"
is 'and a third in another order' 0 '' nbr-visit import "$tmp/shuffled.csv"
sql 'SELECT * FROM visit ORDER BY 1, 2, 3, 4' >"$tmp/visits2"
sql 'SELECT * FROM household ORDER BY 1, 2' >"$tmp/states2"
same 'change no visit' "$tmp/visits" "$tmp/visits2"
same 'and no household' "$tmp/states" "$tmp/states2"
answers 'and leave no run' 'SELECT count(*) FROM visit GROUP BY run' nbr-db query "SELECT count(*) FROM visit" -H

# An unordered file gives the same register as an ordered one.
db_copy nbr other
sql 'DELETE FROM visit; UPDATE household SET visited = 0' "$other"
is 'a shuffled log' 0 '' nbr-visit import "$tmp/shuffled.csv" -D "$other"
sql 'SELECT village, household, day, chief, kind, result, note FROM visit ORDER BY 1, 2, 3, 4, 5, 6' "$other" >"$tmp/ours"
sql 'SELECT village, household, day, chief, kind, result, note FROM visit ORDER BY 1, 2, 3, 4, 5, 6' >"$tmp/theirs"
same 'gives the same visits' "$tmp/theirs" "$tmp/ours"
sql 'SELECT * FROM household ORDER BY 1, 2' "$other" >"$tmp/ours"
same 'and the same households' "$tmp/states" "$tmp/ours"

# What an import refuses.
h=$(sql 'SELECT min(village * 1000000 + household) FROM household')
cat >"$tmp/bad.csv" <<E
日期,户编号,邻长,方式,结果
2026-11-02,$h,,,
2026-10-30,430121106002999999,,,
2026-10-30,$h,没有人,,
2026-10-30,$h,,飞,
2026-10-30,$h,,门,甲
2026-10-30,$h,,上门,甲
2026-10-30,$h,,door,乙
2026-10-30,$h,,短信,甲
2026-02-30,$h,,,
E
is 'bad rows refuse the file' 4 '' nbr-visit import "$tmp/bad.csv"
sed -n 's/.*bad.csv:\([0-9]*\):.*\[\(.*\)]$/\1 \2/p' "$tmp/err" >"$tmp/ours"
cat >"$tmp/theirs" <<E
2 date-future
3 household-unknown
4 chief-unknown
5 word-unknown
7 duplicate
10 date-invalid
E
same 'each for its reason' "$tmp/theirs" "$tmp/ours"
is 'the good ones can be kept' 3 '' nbr-visit import "$tmp/bad.csv" --rejects "$tmp/rejects.csv"
is 'several on one day are numbered as they stand' 0 "$h-V261030	door	甲
$h-V261030-2	door	乙
$h-V261030-3	message	甲" nbr-visit list --household "$h" --since 2026-10-30 --until 2026-10-30 -H -C visit,kind,result
truth 'rejects'

# A village that is not there, and a chief by number: of the village, then of none.
cat >"$tmp/who.csv" <<E
日期,户编号,三长编号
2026-10-28,430121106999010001,
2026-10-28,$h,${h%??????}-C03
2026-10-28,$h,${h%??????}-C999
E
is 'what is nowhere' 3 '' nbr-visit import "$tmp/who.csv" --rejects "$tmp/who.rejects"
cp "$tmp/err" "$tmp/told"
is 'is told by its place' 0 '2 household-unknown
4 chief-unknown' sed -n 's/.*who.csv:\([0-9]*\):.*\[\(.*\)]$/\1 \2/p' "$tmp/told"
printf 'household,day\n430121106000010001,2026-10-30\n' >"$tmp/town.csv"
nbr-visit import "$tmp/town.csv" 2>"$tmp/told"
is "the town's own code is not another office's village" 0 household-unknown sed -n 's/.*\[\(.*\)]$/\1/p' "$tmp/told"
is 'a chief by number' 0 "${h%??????}-C03" nbr-visit list --household "$h" --since 2026-10-28 --until 2026-10-28 -H -C chief

# Two chiefs of one name in a village: the household's own is meant, if any.
sql "INSERT INTO chief SELECT village, 900, name, '', '', '', 1 FROM chief WHERE village = 430121106205 AND chief = 3;
	INSERT INTO post VALUES (430121106205, 990000, 900, 20200101, 99991231, 0, '', 1)" "$other"
name=$(sql 'SELECT name FROM chief WHERE village = 430121106205 AND chief = 3')
own=$(sql "SELECT s.village * 1000000 + household FROM household s JOIN post p ON p.village = s.village AND p.sub = s.hood
	WHERE p.village = 430121106205 AND p.chief = 3 ORDER BY 1 LIMIT 1")
not=$(sql "SELECT s.village * 1000000 + household FROM household s JOIN post p ON p.village = s.village AND p.sub = s.hood
	WHERE p.village = 430121106205 AND p.chief > 20 ORDER BY 1 LIMIT 1")
printf '日期,户编号,走访人\n2026-10-31,%s,%s\n' "$own" "$name" >"$tmp/own.csv"
printf '日期,户编号,走访人\n2026-10-31,%s,%s\n' "$not" "$name" >"$tmp/not.csv"
is 'a name two chiefs have is refused' 4 '' nbr-visit import "$tmp/not.csv" -D "$other"
is "but not at one's own household" 0 '' nbr-visit import "$tmp/own.csv" -D "$other"
is 'whose chief is meant' 0 '430121106205-C03' nbr-visit list --household "$own" --since 2026-10-31 -H -C chief -D "$other"

# By hand.
two=$(sql 'SELECT village * 1000000 + household FROM household ORDER BY household % 9973, village LIMIT 2')
one=${two%%
*}
is 'log' 0 "$(for i in $(echo "$two" | sort); do echo "$i	2026-11-01	phone	平安	x"; done)" \
	nbr-visit log "$one" ${two#"$one"} --kind 电话 --result 平安 --note x -H -C household,day,kind,result,note
answers 'the chief is who answers for the household' "SELECT c.name FROM visit v
	JOIN household s ON s.village = v.village AND s.household = v.household
	JOIN post p ON p.village = s.village AND p.sub = s.hood AND p.last = 99991231 JOIN chief c ON c.village = p.village AND c.chief = p.chief
	WHERE v.day = 20261101 ORDER BY v.village, v.household" \
	nbr-visit list --since 2026-11-01 -H -C chief_name
is 'another visit on that day' 0 "$one-V261101-2" nbr-visit log "$one" -H -C visit
is 'said twice it is one' 0 "$one-V261101-2" nbr-visit log "$one" -H -C visit
is 'a dry run prints' 0 "$one-V261101-3" nbr-visit log "$one" --note y -n -H -C visit
is 'and stores nothing' 0 "$one-V261101-3" nbr-visit log "$one" --note y -H -C visit --ref k1
is 'nor does the same --ref' 0 '' nbr-visit log "$one" --note y -H -C visit --ref k1
echo 430121106002010002 >"$tmp/one"
log_read() { nbr-visit log - -H -C visit --ref k2 <"$1"; }
is 'a list under --ref' 0 430121106002010002-V261101 log_read "$tmp/one"
is '... is done once' 0 '' log_read "$tmp/one"
is '... and another list is another request' 6 '' log_read /dev/null
is 'no such kind' 2 '' nbr-visit log "$one" --kind fly
is 'no such household' 5 '' nbr-visit log 430121106002999999
is 'a chief of another village' 6 '' nbr-visit log 430121106002010003 -c 430121106205-C03
is 'an earlier day' 0 "$one-V250101" nbr-visit log "$one" --on 2025-01-01 -H -C visit
truth 'log'

is 'void needs a reason' 2 '' nbr-visit void "$one-V261101-3"
is 'void' 0 "$one-V261101-3	误录" nbr-visit void "$one-V261101-3" --reason 误录 -H -C visit,voided
is 'not twice' 6 '' nbr-visit void "$one-V261101-3" --reason 误录
is 'nor what is not there' 5 '' nbr-visit void "$one-V261101-9" --reason 误录
is 'nor what is no visit' 5 '' nbr-visit void V --reason 误录
is 'a void is not listed' 0 "$one-V261101
$one-V261101-2" nbr-visit list --household "$one" --since 2026-11-01 -H -C visit
is 'unless asked for' 0 "$one-V261101	
$one-V261101-2	
$one-V261101-3	误录" nbr-visit list --household "$one" --since 2026-11-01 --status voided -H -C visit,voided
is 'no other status' 2 '' nbr-visit list --status open
nbr-visit list --since 2026-09-01 -s household,-day -C visit | awk 'NR == 1 || NR % 40 == 0' >"$tmp/some"
is 'void from a list' 0 "$(($(wc -l <"$tmp/some") - 1))" sh -c 'nbr-visit void - --reason 误录 -H <"$1" | wc -l' sh "$tmp/some"
nbr-visit import "$tmp/in/visits.csv"
answers 'a voided visit is not entered again by its file' 'SELECT count(*) FROM visit_void' \
	sh -c 'expr $(nbr-visit list --status voided -H | wc -l) - $(nbr-visit list -H | wc -l)'
truth 'void'
floors 'void'

# Lists.
answers 'by chief' "SELECT village * 1000000 + household, day FROM visit v
	WHERE village = 430121106205 AND chief = 7 AND day BETWEEN 20260301 AND 20260410 ORDER BY day, household, no" \
	sh -c 'nbr-visit list -A 430121106205 -c C07 --since 2026-03-01 --until 2026-04-10 -H -C household,day | tr -d -'
answers 'by kind and village' "SELECT count(*) FROM visit v WHERE village = 430121106205 AND kind = 'phone'
	AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no)" \
	sh -c 'nbr-visit list -A 430121106205 --kind phone -H | wc -l'
moved=$(sql 'SELECT village * 1000000 + household FROM household WHERE village = 430121106205 AND hood = 10101 ORDER BY 1 LIMIT 3')
echo "$moved" | xargs nbr-household move -A "$(nbr-area list -A 430121106205.01.01 --level neighbourhood -H -C area | tail -1)" --on 2026-06-01 --reason 换届
answers 'by the neighbourhood of the day' "SELECT v.village * 1000000 + v.household, v.day FROM visit v JOIN household s
	ON s.village = v.village AND s.household = v.household WHERE v.village = 430121106205
	AND (s.hood = 10101 OR s.since = 20260601 AND v.day < 20260601)
	AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household AND x.day = v.day AND x.no = v.no)
	ORDER BY v.day, v.household, v.no" \
	sh -c 'nbr-visit list -A 430121106205.01.01.01 -H -C household,day | tr -d -'

# Entered late, in a village: the run's days, by the clock or by --on, against SQL.
sql "UPDATE run SET at = '2026-10-20T08:00:00Z', day = 20260101 WHERE program = 'nbr-visit'"
for late in 0 3 30 200; do
	answers_there "entered more than $late days late" "SELECT count(*) FROM visit v
		WHERE village = 430121106205 AND julianday('2026-10-20') - julianday(substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7)) > $late" \
		sh -c "nbr-visit list -A 430121106205 --late $late --status voided -H | wc -l"
done

# Coverage, as of the last day, per plain SQL.
echo "$moved" | xargs nbr-household classify -k red --on 2026-06-11 --reason 独居
nbr-household close "$(sql "SELECT village * 1000000 + household FROM household
	WHERE visited BETWEEN 1 AND 20260620 ORDER BY village, household LIMIT 1")" --on 2026-06-20 --reason 迁出
cover() {
	cat <<E
CREATE TEMP TABLE h AS SELECT s.village,
	coalesce((SELECT x.value FROM span x WHERE x.village = s.village AND x.household = s.household
		AND x.what = 'class' AND $2 BETWEEN x.first AND x.last), s.class) AS class, s.tags,
	EXISTS (SELECT 1 FROM visit v WHERE v.village = s.village AND v.household = s.household AND v.day BETWEEN $1 AND $2
		AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household
			AND x.day = v.day AND x.no = v.no)) AS seen
	FROM household s WHERE $2 BETWEEN s.first AND s.last;
CREATE TEMP TABLE g AS SELECT 0 AS o, 'all' AS name, 0 AS class, 0 AS bits
	UNION ALL SELECT no, 'class:' || rule, no, 0 FROM rule WHERE kind = 'class'
	UNION ALL SELECT 16, 'special', 0, sum(1 << no) FROM rule WHERE kind = 'tag' AND subject = 'special'
	UNION ALL SELECT 17 + no, 'tag:' || rule, 0, 1 << no FROM rule WHERE kind = 'tag';
CREATE TEMP TABLE a AS SELECT village AS lo, CASE level WHEN 3 THEN village + 999 ELSE village END AS hi, level,
	CASE level WHEN 3 THEN village / 1000 ELSE village END AS code, name FROM area WHERE level IN (3, 4);
SELECT a.code, a.name, g.name, count(*), sum(seen), 1000 * sum(seen) / count(*) FROM a JOIN h ON h.village BETWEEN a.lo AND a.hi
	JOIN g ON (g.class = 0 OR g.class = h.class) AND (g.bits = 0 OR (g.bits & h.tags) <> 0)
	GROUP BY a.code, g.o ORDER BY a.level, a.code, g.o;
E
}
answers_there 'coverage of a past month' "$(cover 20260601 20260630)" nbr-visit coverage --on 2026-06-30 -H
answers_there 'coverage of a week' "$(cover 20260608 20260614)" nbr-visit coverage --since 2026-06-08 --until 2026-06-14 -H
answers_there 'coverage of a month that has begun' "$(cover 20261101 20261101)" nbr-visit coverage -H
answers_there 'coverage of a year' "$(cover 20260101 20261031)" nbr-visit coverage --since 2026-01-01 --until 2026-10-31 -H
nbr-visit coverage --on 2026-06-30 -H | grep '^430121106205' >"$tmp/theirs"
nbr-visit coverage --on 2026-06-30 -A 430121106205 -H >"$tmp/ours"
same 'coverage of a village is its part of the town' "$tmp/theirs" "$tmp/ours"
is 'a period that ends before it begins' 2 '' nbr-visit coverage --since 2026-06-02 --until 2026-06-01
is 'the register is sound' 0 '' nbr-db check -H

# Numbers of people in what was typed.
house=$(nbr-household list -H -C household -l 1)
nbr-visit log $house --on 2026-11-01 --result '平安，换号13912345678' --note '女儿 0731-84086001' >"$tmp/out"
last() { nbr-visit list --household $house --since 2026-11-01 -H -C result,note "$@" | tail -n 1; }
is 'are masked' 0 '平安，换号***********	女儿 ****-********' last
nbr-visit list --household $house --since 2026-11-01 -C household,day,result,note -F csv >"$tmp/back.csv"
is 'are not stored as stars' 4 '' nbr-visit import "$tmp/back.csv" -u update
is 'and whole for a reason' 0 '平安，换号13912345678	女儿 0731-84086001' last --reveal --reason 回访

# What a table shows fits a terminal of a hundred columns: a name stands there, not its code.
heading() { "$@" -F table --lang en | awk 'NR == 1 { $1 = $1; print }'; }
is 'a table of visits' 0 'visit day household head chief_name kind result' heading nbr-visit list -l 1
is 'a table of households' 0 'household area_name head door members class tags last_visit' heading nbr-household list -l 1
is 'a table of coverage' 0 'area area_name group households visited permille group_name' heading nbr-visit coverage

done_testing
