#!/bin/sh
# Reports of a day, a week and a month, against plain SQL, nbr-visit-due and nbr-order overdue.
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

# section NAME: those figures of the report of until.
section() { nbr-report "$report" --on "$until" -H -C section,area,area_name,group,group_name,figure,value,of,permille | grep "^$1	"; }

# asked: what is due and what is late on until, as their programs tell it; the tables.
asked() {
	nbr-visit-due --on "$until" -H -C household,overdue_days | sed 's/./&	/12' >"$tmp/due"
	nbr-order overdue --on "$until" --at "${until}T23:59:59" -H -C order | sed 's/-O/	/' >"$tmp/late"
	tables "$tmp/tables.db"
	cat >"$tmp/asked.sql" <<E
.mode tabs
CREATE TEMP TABLE due (village INT, household INT, late INT, PRIMARY KEY (village, household));
.import $tmp/due due
CREATE TEMP TABLE late (village INT, no TEXT, PRIMARY KEY (village, no));
.import $tmp/late late
CREATE TEMP TABLE ask AS SELECT '$since' AS since, '$until' AS until, CAST(replace('$since', '-', '') AS INT) AS s, CAST(replace('$until', '-', '') AS INT) AS u;
CREATE TEMP TABLE class AS SELECT '' AS code, '' AS grp, '' AS name, 0 AS rank UNION ALL SELECT rule, 'class:' || rule, name, no FROM rule WHERE kind = 'class';
CREATE TEMP VIEW called AS SELECT * FROM visit v JOIN ask WHERE v.day BETWEEN s AND u AND NOT EXISTS (SELECT 1 FROM visit_void o
	WHERE o.village = v.village AND o.household = v.household AND o.day = v.day AND o.no = v.no);
CREATE TEMP TABLE h AS SELECT s.village, s.household, (SELECT rule FROM rule k WHERE k.kind = 'class' AND k.no = coalesce((SELECT p.value FROM span p
		WHERE p.village = s.village AND p.household = s.household AND p.what = 'class' AND ask.u BETWEEN p.first AND p.last), s.class)) AS class,
	EXISTS (SELECT 1 FROM called v WHERE v.village = s.village AND v.household = s.household) AS called
	FROM household s JOIN ask WHERE ask.u BETWEEN s.first AND s.last;
CREATE TEMP TABLE e AS SELECT village, no, n, step, level, date(at + 28800, 'unixepoch') AS day FROM order_event JOIN ask
	WHERE date(at + 28800, 'unixepoch') <= until;
CREATE TEMP TABLE o AS SELECT w.village, w.no, w.kind, min(e.day) AS posted, min(CASE WHEN e.step IN ('answer', 'finish') THEN e.day END) AS answered,
	max(CASE WHEN e.step NOT IN ('answer', 'note') THEN e.n END) AS last, max(e.step = 'cancel') AS cancelled
	FROM work_order w JOIN e USING (village, no) GROUP BY w.village, w.no;
-- Of a village (0: the whole alone): a figure, its place among those of its group, and
-- rank of the group; n of them, parts of what.
CREATE TEMP TABLE x (village INT, figure TEXT, place INT, grp TEXT, name TEXT, rank INT, n INT, parts INT);
E
}

# told: without what is zero here, and was not in the period before.
told() {
	if [ "$report" = daily ]; then cat; else awk -F'\t' '$7 != 0'; fi
}

# tells SECTION: as the rows of x that x.sql adds have it.
tells() {
	{
		cat "$tmp/asked.sql" "$tmp/x.sql"
		cat <<E
CREATE TEMP TABLE a AS SELECT village AS lo, CASE level WHEN 3 THEN village + 999 ELSE village END AS hi, level,
	CASE level WHEN 3 THEN village / 1000 ELSE village END AS code, name FROM area WHERE level IN (3, 4);
SELECT '$1', code, name, grp, gname, figure, n, coalesce(parts, ''), CASE WHEN parts > 0 THEN n * 1000 / parts ELSE '' END FROM
	(SELECT a.code, a.level, a.name, x.grp, x.name AS gname, x.figure, x.rank, x.place, sum(x.n) AS n, sum(x.parts) AS parts
	FROM a JOIN x ON x.village BETWEEN a.lo AND a.hi OR (x.village = 0 AND a.level = 3) GROUP BY a.code, x.rank, x.grp, x.place)
	ORDER BY level, code, rank, grp, place;
E
	} | sqlite3 -batch -init /dev/null "$tmp/tables.db" | told >"$tmp/theirs"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	section "$1" | told >"$tmp/ours"
	same "$report: $1 of $until: $(wc -l <"$tmp/theirs") figures" "$tmp/theirs" "$tmp/ours"
}

# trend FIGURE PLACE: the days of a period, of rows of village and day on standard input.
trend() {
	[ "$report" = daily ] || echo "INSERT INTO x SELECT village, '$1', $2, 'day:' || day, '', replace(day, '-', ''), count(*), NULL FROM ($(cat)) GROUP BY village, day;"
}

visits() {
	{
		cat <<E
INSERT INTO x SELECT village, 'households', 1, grp, name, rank, 1, NULL FROM h JOIN class k ON k.code IN ('', h.class);
INSERT INTO x SELECT village, 'due', 2, grp, name, rank, d.late IS NOT NULL, 1 FROM h JOIN class k ON k.code IN ('', h.class) LEFT JOIN due d USING (village, household);
INSERT INTO x SELECT village, 'overdue', 3, grp, name, rank, coalesce(d.late, 0) > 0, 1 FROM h JOIN class k ON k.code IN ('', h.class) LEFT JOIN due d USING (village, household);
INSERT INTO x SELECT village, 'visited', 4, grp, name, rank, called, 1 FROM h JOIN class k ON k.code IN ('', h.class);
E
		trend visited 4 <<E
SELECT DISTINCT village, household, substr(v.day, 1, 4) || '-' || substr(v.day, 5, 2) || '-' || substr(v.day, 7) AS day FROM h JOIN called v USING (village, household)
E
	} >"$tmp/x.sql"
	tells visits
}

# The special groups this month, as nbr-visit coverage has them.
coverage() {
	nbr-visit coverage --on "$until" -H -C area,area_name,group,group_name,visited,households,permille |
	awk -F'\t' -v OFS='\t' '$3 == "special" || ($1 == "430121106" && $3 ~ /^tag:/ && $3 != "tag:martyr-family") {
		print "coverage", $1, $2, $3, $4, "covered", $5, $6, $7 }' >"$tmp/theirs"
	[ -s "$tmp/theirs" ] || echo 'no rows: the test proves nothing' >"$tmp/theirs"
	section coverage >"$tmp/ours"
	same "$report: coverage this month on $until" "$tmp/theirs" "$tmp/ours"
}

# What became of orders, from their steps; late as nbr-order tells it.
orders() {
	{
		cat <<E
CREATE TEMP TABLE word (i, word, step);
INSERT INTO word VALUES (1, 'posted', 'post'), (2, 'taken', 'take'), (3, 'answered', ''), (4, 'same-day', ''), (5, 'finished', 'finish'),
	(6, 'escalated', 'escalate'), (7, 'open', ''), (8, 'late', '');
CREATE TEMP TABLE level (level, word);
INSERT INTO level VALUES (3, 'town'), (4, 'village'), (5, 'piece'), (6, 'group'), (7, 'neighbourhood');
CREATE TEMP TABLE open AS SELECT o.*, e.level, julianday(until) - julianday(posted) AS days FROM o JOIN ask JOIN e ON e.village = o.village AND e.no = o.no AND e.n = o.last
	WHERE e.step NOT IN ('finish', 'cancel', 'confirm');
INSERT INTO x SELECT 0, word, i, '', '', 0, 0, NULL FROM word;
INSERT INTO x SELECT village, word, i, '', '', 0, count(DISTINCT no), NULL FROM e JOIN ask JOIN word USING (step) WHERE day >= since GROUP BY village, word;
INSERT INTO x SELECT village, 'answered', 3, '', '', 0, 1, NULL FROM o JOIN ask WHERE answered >= since;
INSERT INTO x SELECT village, 'same-day', 4, '', '', 0, answered IS posted, 1 FROM o JOIN ask WHERE posted >= since AND NOT cancelled;
INSERT INTO x SELECT village, 'posted', 1, 'kind:' || o.kind, r.name, 10, 1, NULL FROM o JOIN ask LEFT JOIN rule r ON r.kind = 'order' AND r.rule = o.kind WHERE posted >= since;
INSERT INTO x SELECT village, 'open', 7, '', '', 0, 1, NULL FROM open;
INSERT INTO x SELECT village, 'open', 7, 'level:' || word, '', 20 - level, 1, NULL FROM open JOIN level USING (level);
INSERT INTO x SELECT village, 'open', 7, CASE WHEN days <= 1 THEN 'age:0-1' WHEN days <= 3 THEN 'age:2-3' WHEN days <= 7 THEN 'age:4-7' WHEN days <= 30 THEN 'age:8-30'
	ELSE 'age:31-' END, '', 30 + (days > 1) + (days > 3) + (days > 7) + (days > 30), 1, NULL FROM open;
INSERT INTO x SELECT o.village, 'late', 8, '', '', 0, l.no IS NOT NULL, 1 FROM open o LEFT JOIN late l ON l.village = o.village AND l.no = substr(o.no, 3, 6) || '-' || (o.no % 1000000);
E
		echo "SELECT village, posted AS day FROM o JOIN ask WHERE posted >= since" | trend posted 1
		echo "SELECT village, max(day) AS day FROM e JOIN ask WHERE day >= since AND step = 'finish' GROUP BY village, no" | trend finished 5
	} >"$tmp/x.sql"
	tells orders
}

# before DAY EARLIER: what the report of one day has beside it is what that of the other has.
before() {
	nbr-report "$report" --on "$1" -H -C section,area,group,figure,before | sort >"$tmp/ours"
	nbr-report "$report" --on "$2" -H -C section,area,group,figure,value | sort >"$tmp/value"
	awk -F'\t' -v OFS='\t' 'NR == FNR { v[$1 FS $2 FS $3 FS $4] = $5; next }
		{ k = $1 FS $2 FS $3 FS $4; print k, $1 == "ledger" || $3 ~ /^day:/ ? "" : k in v ? v[k] : 0; seen[k] = 1 }
		END { for (k in v) if (!(k in seen) && v[k] != 0 && k !~ /\tday:|^ledger/) print "not in the report:", k }' "$tmp/value" "$tmp/ours" >"$tmp/theirs"
	same "$report of $1: before it is $2" "$tmp/theirs" "$tmp/ours"
}

for case in daily:2026-10-14:2026-10-14 daily:2026-02-28:2026-02-28 daily:2026-06-11:2026-06-11 weekly:2026-10-12:2026-10-14 monthly:2026-10-01:2026-10-14; do
	report=${case%%:*} until=${case##*:} since=${case#*:} since=${since%:*}
	asked
	visits
	coverage
	orders
done
report=weekly
before 2026-10-14 2026-10-07
report=monthly
before 2026-10-14 2026-09-14
before 2026-02-28 2026-01-31
before 2026-03-30 2026-02-28
report=daily
is 'a day has none before it' 0 'households	' nbr-report daily --on 2026-10-14 -H -C figure,before -l 1

# A day on which all kinds of things happen, and its reports afterwards.
day=2026-06-10 since=2026-06-10 until=2026-06-10
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
nbr-report daily --on $day -H -C section,area,area_name,figure,value,records | grep ^changes >"$tmp/ours"
same 'what changed' "$tmp/theirs" "$tmp/ours"
asked
visits
coverage
nbr-report monthly --on $day -H -C section,area,area_name,figure,value | grep '^changes.*moved' >"$tmp/ours"
printf 'changes\t430121106\t春华镇\tmoved\t2\nchanges\t430121106205\t龙王庙村\tmoved\t2\n' >"$tmp/theirs"
same '... this month' "$tmp/theirs" "$tmp/ours"
since=2026-06-20 until=2026-06-20
section changes | grep untagged >"$tmp/ours"
printf 'changes\t430121106\t春华镇\t\t\tuntagged\t2\t\t\nchanges\t430121106205\t龙王庙村\t\t\tuntagged\t2\t\t\n' >"$tmp/theirs"
same 'a tag taken away' "$tmp/theirs" "$tmp/ours"
asked
visits

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
is 'a chosen form' 0 'section,value
visits,9347' nbr-report daily --on 2026-06-11 -F csv -C section,value -l 1
is 'to a full disk' 8 '' sh -c 'nbr-report daily >/dev/full'
is '... a page' 8 '' sh -c 'nbr-report daily -F md >/dev/full'

done_testing
