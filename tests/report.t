#!/bin/sh
# The daily report, against plain SQL, nbr-visit-due and nbr-order overdue.
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
nbr-order answer 430121106205-O260214-1 --result 在办 --on 2026-10-14 >/dev/null	# one that rests since long

# section NAME: those lines of the report of a day.
# What they tell of points tests/notice.t knows.
section() { nbr-report daily --on "$day" -H -C section,area,area_name,group,group_name,households,due,overdue,done,permille,orders | grep "^$1	"; }

# due DAY: due and overdue by village and class, counted from the due list; the
# households and those visited that day from the tables.
due() {
	d=$(echo "$day" | tr -d -)
	nbr-visit-due --on "$day" -H -C household,class,overdue_days >"$tmp/due"
	cat >"$tmp/due.sql" <<E
.mode tabs
CREATE TEMP TABLE due (household TEXT, class TEXT, late INT);
.import $tmp/due due
CREATE TEMP TABLE k AS SELECT rule, no, name FROM rule WHERE kind = 'class' UNION ALL SELECT '', 0, '';
CREATE TEMP TABLE x AS
SELECT s.village, (SELECT rule FROM k WHERE k.no = coalesce((SELECT p.value FROM span p WHERE p.village = s.village
		AND p.household = s.household AND p.what = 'class' AND $d BETWEEN p.first AND p.last), s.class)) AS class,
	1 AS household, 0 AS due, 0 AS late,
	EXISTS (SELECT 1 FROM visit v WHERE v.village = s.village AND v.household = s.household AND v.day = $d
		AND NOT EXISTS (SELECT 1 FROM visit_void o WHERE o.village = v.village AND o.household = v.household
			AND o.day = v.day AND o.no = v.no)) AS done
FROM household s WHERE $d BETWEEN s.first AND s.last
UNION ALL SELECT CAST(substr(household, 1, 12) AS INT), class, 0, 1, late > 0, 0 FROM due;
CREATE TEMP TABLE a AS SELECT village AS lo, CASE level WHEN 3 THEN village + 999 ELSE village END AS hi, level,
	CASE level WHEN 3 THEN village / 1000 ELSE village END AS code, name FROM area WHERE level IN (3, 4);
SELECT 'due', a.code, a.name, CASE k.no WHEN 0 THEN 'all' ELSE 'class:' || k.rule END, k.name,
	sum(household), sum(due), sum(late), sum(done), '', ''
FROM a JOIN x ON x.village BETWEEN a.lo AND a.hi JOIN k ON k.no = 0 OR k.rule = x.class
GROUP BY a.code, k.no ORDER BY a.level, a.code, k.no;
E
	tables "$tmp/tables.db"
	sqlite3 "$tmp/tables.db" <"$tmp/due.sql" | tr -d '\r' >"$tmp/theirs"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	section due >"$tmp/ours"
	same "what is due on $day: $(wc -l <"$tmp/theirs") rows" "$tmp/theirs" "$tmp/ours"
}

# The special groups this month, as nbr-visit coverage has them.
coverage() {
	nbr-visit coverage --on "$day" -H -C area,area_name,group,group_name,households,visited,permille |
	awk -F'\t' -v OFS='\t' '$3 == "special" || ($1 == "430121106" && $3 ~ /^tag:/ && $3 != "tag:martyr-family") {
		print "coverage", $1, $2, $3, $4, $5, "", "", $6, $7, "" }' >"$tmp/theirs"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	section coverage >"$tmp/ours"
	same "coverage this month on $day" "$tmp/theirs" "$tmp/ours"
}

# What became of orders, from their steps; overdue as nbr-order tells it.
orders() {
	nbr-order overdue --on "$day" --at "${day}T23:59:59" -H -C area | cut -c1-12 >"$tmp/late"
	tables "$tmp/tables.db"
	sqlite3 "$tmp/tables.db" >"$tmp/theirs" <<E
.mode tabs
CREATE TEMP TABLE late (village INT);
.import $tmp/late late
CREATE TEMP TABLE e AS SELECT *, at >= strftime('%s', '$day') - 28800 AS today FROM order_event
	WHERE at < strftime('%s', '$day') + 57600;
CREATE TEMP TABLE word (i, word, step);
INSERT INTO word VALUES (1, 'posted', 'post'), (2, 'taken', 'take'), (3, 'answered', ''), (4, 'finished', 'finish'),
	(5, 'escalated', 'escalate'), (6, 'open', ''), (7, 'overdue', '');
CREATE TEMP TABLE x AS SELECT village, w.word AS word FROM e JOIN word w ON w.step = e.step WHERE today GROUP BY village, no, word
UNION ALL SELECT village, 'answered' FROM e WHERE step IN ('answer', 'finish') GROUP BY village, no HAVING min(today)
UNION ALL SELECT village, 'open' FROM (SELECT village, step, max(n) FROM e WHERE step NOT IN ('answer', 'note') GROUP BY village, no)
	WHERE step NOT IN ('finish', 'cancel', 'confirm')
UNION ALL SELECT village, 'overdue' FROM late;
SELECT 'orders', a.code, a.name, w.word, '', '', '', '', '', '', count(x.word) FROM
	(SELECT village AS lo, CASE level WHEN 3 THEN village + 999 ELSE village END AS hi, level,
		CASE level WHEN 3 THEN village / 1000 ELSE village END AS code, name FROM area WHERE level IN (3, 4)) a
	JOIN word w LEFT JOIN x ON x.village BETWEEN a.lo AND a.hi AND x.word = w.word
GROUP BY a.code, w.i HAVING a.level = 3 OR count(x.word) > 0 ORDER BY a.level, a.code, w.i;
E
	section orders >"$tmp/ours"
	same "orders on $day: $(wc -l <"$tmp/theirs") rows" "$tmp/theirs" "$tmp/ours"
}

for day in 2026-10-14 2026-02-28 2026-06-11; do
	due
	coverage
	orders
done

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
nbr-report daily --on $day >"$tmp/first"
for all in 430121106:春华镇 430121106205:龙王庙村; do
	for c in added:1: closed:4: moved:2: reclassed:5: tagged:3: untagged:0: visits-entered:7:8 visits-voided:1:2; do
		[ "$all:$c" = 430121106205:龙王庙村:untagged:0: ] ||
		echo "changed:${all}:${c%%:*}::${c#*:}" | sed 's/:\([0-9]*\):\([0-9]*\)$/:\1:::\2::/' | tr : '\t'
	done
done >"$tmp/theirs"
section changed >"$tmp/ours"
same 'what changed' "$tmp/theirs" "$tmp/ours"
due
coverage
day=2026-06-20
section changed | grep untagged >"$tmp/ours"
printf 'changed\t430121106\t春华镇\tuntagged\t\t2\t\t\t\t\t\nchanged\t430121106205\t龙王庙村\tuntagged\t\t2\t\t\t\t\t\n' >"$tmp/theirs"
same 'a tag taken away' "$tmp/theirs" "$tmp/ours"
due

# What came later changes no report of an earlier day.
pick 1,14 | xargs nbr-household classify -k yellow --on 2026-09-01 --reason 好转 2>/dev/null
pick 31,40 | nbr-visit log - --on 2026-10-01 >/dev/null
nbr-report daily --on 2026-06-10 >"$tmp/again"
same 'a report of a past day is what it was' "$tmp/first" "$tmp/again"

grep -v '^[a-z]*	430121106	\|^section' "$tmp/first" | grep '	430121106205	' | grep '^due' >"$tmp/theirs"
nbr-report daily --on 2026-06-10 -A 430121106205 -H | grep '^due' >"$tmp/ours"
same 'a village is its part of the town' "$tmp/theirs" "$tmp/ours"
is 'nothing for no such area' 5 '' nbr-report daily -A 999
is 'a chosen form' 0 '| section | households |
|---|---:|
| due | 9347 |' nbr-report daily --on 2026-06-11 -F md -C section,households -l 1
is 'to a full disk' 8 '' sh -c 'nbr-report daily >/dev/full'

done_testing
