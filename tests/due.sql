-- Who is due on a day, from the definitions in nbr-rule(1) and the tables, in
-- the shell's own SQL: days as text, SQLite's date functions, no code of nbr.
-- The rules are those of the example rulebook. @ON@ is the day, YYYY-MM-DD.
.mode tabs
.headers off
CREATE TEMP TABLE day AS
WITH RECURSIVE d(day) AS (VALUES ('2022-12-01') UNION ALL SELECT date(day, '+1 day') FROM d WHERE day < '2027-12-31')
SELECT day, CAST(replace(day, '-', '') AS INTEGER) AS n FROM d;
CREATE TEMP TABLE kind AS
SELECT d.day, coalesce(c.kind = 'holiday', 0) AS holiday,
	CASE WHEN c.kind = 'holiday' THEN 0 WHEN c.kind = 'workday' THEN 1
	ELSE strftime('%w', d.day) BETWEEN '1' AND '5' END AS workday
FROM day d LEFT JOIN calendar c ON c.day = d.n;
-- The 1st, 11th and 21st; on a holiday the next workday, and open from the
-- workday before.
CREATE TEMP TABLE xun AS
SELECT k.day,
	CASE WHEN holiday THEN (SELECT min(w.day) FROM kind w WHERE w.workday AND w.day > k.day) ELSE k.day END AS moved,
	CASE WHEN holiday THEN (SELECT max(w.day) FROM kind w WHERE w.workday AND w.day < k.day) ELSE k.day END AS opens
FROM kind k WHERE substr(k.day, 9) IN ('01', '11', '21');
CREATE INDEX temp.xun_day ON xun (day);

CREATE TEMP TABLE was AS
SELECT s.village, s.household,
	(SELECT r.rule FROM rule r WHERE r.kind = 'class' AND r.no =
		coalesce((SELECT x.value FROM span x WHERE x.village = s.village AND x.household = s.household
			AND x.what = 'class' AND @N@ BETWEEN x.first AND x.last), s.class)) AS class,
	coalesce((SELECT x.first FROM span x WHERE x.village = s.village AND x.household = s.household
		AND x.what = 'class' AND @N@ BETWEEN x.first AND x.last), s.first) AS class_start,
	-- the first day of the special tags held on the day: those that changed are
	-- in span, the others have held from the first day
	(SELECT min(start) FROM (
		SELECT s.first AS start FROM rule r WHERE r.kind = 'tag' AND r.subject = 'special'
			AND s.tags & (1 << r.no)
			AND NOT EXISTS (SELECT 1 FROM span x WHERE x.village = s.village AND x.household = s.household
				AND x.what = 'tag' AND x.value = r.no)
		UNION ALL
		SELECT x.first FROM span x JOIN rule r ON r.kind = 'tag' AND r.no = x.value AND r.subject = 'special'
		WHERE x.village = s.village AND x.household = s.household AND x.what = 'tag'
			AND @N@ BETWEEN x.first AND x.last)) AS special_start,
	(SELECT max(v.day) FROM visit v WHERE v.village = s.village AND v.household = s.household AND v.day <= @N@
		AND NOT EXISTS (SELECT 1 FROM visit_void x WHERE x.village = v.village AND x.household = v.household
			AND x.day = v.day AND x.no = v.no)) AS visited
FROM household s WHERE @N@ BETWEEN s.first AND s.last;

CREATE TEMP TABLE facts AS
SELECT village, household, class,
	substr(class_start, 1, 4) || '-' || substr(class_start, 5, 2) || '-' || substr(class_start, 7) AS class_start,
	substr(special_start, 1, 4) || '-' || substr(special_start, 5, 2) || '-' || substr(special_start, 7) AS special_start,
	substr(visited, 1, 4) || '-' || substr(visited, 5, 2) || '-' || substr(visited, 7) AS visited
FROM was;

CREATE TEMP TABLE answer AS
SELECT village, household, visited, 'red-weekly' AS rule,
	coalesce(max(class_start, date(visited, '+7 days')), class_start) AS due
FROM facts WHERE class = 'red'
UNION ALL
SELECT village, household, visited, 'red-event', date(class_start, '+1 day')
FROM facts WHERE class = 'red' AND coalesce(visited < class_start, 1)
UNION ALL
-- a month later, the 29th to 31st staying the last day of a shorter month
SELECT village, household, visited, 'yellow-monthly', coalesce(max(class_start,
	min(date(visited, '+1 month'), date(visited, 'start of month', '+2 months', '-1 day'))), class_start)
FROM facts WHERE class = 'yellow'
UNION ALL
SELECT village, household, visited, 'green-quarterly', coalesce(max(class_start,
	min(date(visited, '+3 months'), date(visited, 'start of month', '+4 months', '-1 day'))), class_start)
FROM facts WHERE class = 'green'
UNION ALL
SELECT village, household, visited, 'special-xun',
	(SELECT x.moved FROM xun x WHERE x.day >= special_start AND (visited IS NULL OR x.opens > visited) ORDER BY x.day LIMIT 1)
FROM facts WHERE special_start IS NOT NULL;

SELECT village || substr('000000' || household, -6), rule, coalesce(visited, ''), due,
	CAST(julianday('@ON@') - julianday(due) AS INTEGER)
FROM (SELECT *, row_number() OVER (PARTITION BY village, household ORDER BY due, rule) AS place FROM answer)
WHERE place = 1 AND due <= '@ON@'
ORDER BY village, household;
