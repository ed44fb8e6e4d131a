-- Every figure of a report, from the tables as they are stored: for tests/figures.t.
-- ask: since until s u, the range lo hi sublo subhi level, zone as seconds, chief; due late
-- missing: as their programs tell them. What comes out: key, then what the report has.

CREATE TEMP TABLE unit AS SELECT village, sub, level, name FROM area, ask WHERE u BETWEEN first AND last;
-- Those whose figures are told: the whole; its villages; or what lies just below it.
CREATE TEMP TABLE told AS
	SELECT 1 AS whole, lo AS lo, hi AS hi, sublo, subhi, ask.depth AS level, lo AS village, sublo AS sub FROM ask
	UNION ALL SELECT 0, village, village, 0, 999999, 4, village, 0 FROM unit, ask WHERE lo < hi AND unit.level = 4 AND village BETWEEN lo AND hi
	UNION ALL SELECT 0, village, village, sub, sub + CASE unit.level WHEN 5 THEN 9999 WHEN 6 THEN 99 ELSE 0 END, unit.level, village, sub
	FROM unit, ask WHERE lo = hi AND village = lo AND sub BETWEEN sublo AND subhi AND unit.level = ask.depth + 1;
CREATE TEMP TABLE class AS SELECT no, rule, name FROM rule, ask WHERE kind = 'class' AND u BETWEEN first AND last;
CREATE TEMP TABLE tag AS SELECT no, rule, name, subject = 'special' AS special FROM rule, ask WHERE kind = 'tag' AND u BETWEEN first AND last;
CREATE TEMP TABLE noted AS SELECT v.village, v.household, v.day, v.chief, v.run FROM visit v
	LEFT JOIN visit_void o USING (village, household, day, no), ask
	WHERE o.no IS NULL AND v.village BETWEEN lo AND hi AND (v.day BETWEEN u / 100 * 100 AND u OR v.day BETWEEN s AND u);
CREATE TEMP TABLE called AS SELECT DISTINCT village, household, day FROM noted;
CREATE INDEX temp.called_by ON called (village, household, day);
-- All who ever were there, and where they lived on the last day.
CREATE TEMP TABLE every AS SELECT h.village, h.household, h.first, h.last, h.first <= u AND u <= h.last AS here, h.tags,
	coalesce((SELECT p.value FROM span p WHERE p.village = h.village AND p.household = h.household AND p.what = 'hood' AND u BETWEEN p.first AND p.last), h.hood) AS hood,
	coalesce((SELECT p.value FROM span p WHERE p.village = h.village AND p.household = h.household AND p.what = 'class' AND u BETWEEN p.first AND p.last), h.class) AS class
	FROM household h, ask WHERE h.village BETWEEN lo AND hi;
CREATE UNIQUE INDEX temp.every_by ON every (village, household);
CREATE TEMP TABLE h AS SELECT e.*, EXISTS (SELECT 1 FROM called c, ask WHERE c.village = e.village AND c.household = e.household AND day BETWEEN s AND u) AS seen,
	EXISTS (SELECT 1 FROM called c, ask WHERE c.village = e.village AND c.household = e.household AND day >= u / 100 * 100) AS met FROM every e WHERE here;
CREATE INDEX temp.h_hood ON h (village, hood);
CREATE TEMP TABLE tagged AS SELECT h.village, h.household, h.hood, h.met, tag.* FROM h, tag, ask
	WHERE CASE WHEN EXISTS (SELECT 1 FROM span p WHERE p.village = h.village AND p.household = h.household AND p.what = 'tag' AND p.value = tag.no)
	THEN EXISTS (SELECT 1 FROM span p WHERE p.village = h.village AND p.household = h.household AND p.what = 'tag' AND p.value = tag.no AND u BETWEEN p.first AND p.last)
	ELSE h.tags >> tag.no & 1 END;
CREATE TEMP TABLE step AS SELECT village, no, n, step, level, chief, date(at + zone, 'unixepoch') AS day FROM order_event, ask
	WHERE village BETWEEN lo AND hi AND date(at + zone, 'unixepoch') <= until;
CREATE TEMP TABLE o AS SELECT w.village, w.no, w.kind, w.hood, min(t.day) AS posted, min(CASE WHEN t.step IN ('answer', 'finish') THEN t.day END) AS answered,
	max(CASE WHEN t.step NOT IN ('answer', 'note') THEN t.n END) AS last, max(t.step = 'cancel') AS cancelled
	FROM work_order w JOIN step t USING (village, no) GROUP BY w.village, w.no;
CREATE TEMP TABLE open AS SELECT o.*, t.level, julianday(until) - julianday(posted) AS days, l.due IS NOT NULL AS late, coalesce(l.due, '') >= since AND l.due IS NOT NULL AS fresh
	FROM ask, o JOIN step t ON t.village = o.village AND t.no = o.no AND t.n = o.last LEFT JOIN late l ON l.village = o.village AND l.no = substr(o.no, 3, 6) || '-' || (o.no % 1000000)
	WHERE t.step NOT IN ('finish', 'cancel', 'confirm');
CREATE TEMP TABLE held AS SELECT t.*, (SELECT count(*) FROM attendance c WHERE c.village = t.village AND c.no = t.no) AS chiefs,
	(SELECT name FROM rule r WHERE r.kind = 'activity' AND r.rule = t.kind AND u BETWEEN r.first AND r.last) AS name
	FROM activity t, ask WHERE no / 1000000 BETWEEN s AND u;
CREATE TEMP TABLE moved AS SELECT e.*, r.day AS told FROM entry e JOIN run r ON r.village = e.run / 10000000 AND r.no = e.run % 10000000;
CREATE TEMP TABLE trained AS SELECT DISTINCT c.village, c.chief, t.sub FROM held t JOIN attendance c USING (village, no) WHERE t.kind = 'training';

-- One row counts n, of parts, made of records, in an area; figures that count some once are of y.
CREATE TEMP TABLE x (village INT, sub INT, figure TEXT, grp TEXT, name TEXT, n INT, parts INT, records INT);
INSERT INTO x SELECT village, hood, 'households', grp, name, 1, NULL, NULL FROM h JOIN (SELECT '' AS grp, '' AS name, NULL AS no UNION SELECT 'class:' || rule, name, no FROM class) k ON coalesce(k.no, h.class) = h.class;
INSERT INTO x SELECT x.village, sub, f.figure, grp, name, CASE f.figure WHEN 'due' THEN d.late IS NOT NULL WHEN 'overdue' THEN coalesce(d.late, 0) > 0 ELSE seen END, 1, NULL
	FROM (SELECT h.*, hood AS sub, d.late, grp, name FROM h LEFT JOIN due d USING (village, household)
		JOIN (SELECT '' AS grp, '' AS name, NULL AS no UNION SELECT 'class:' || rule, name, no FROM class) k ON coalesce(k.no, h.class) = h.class) x
	JOIN (SELECT 'due' AS figure UNION SELECT 'overdue' UNION SELECT 'visited') f LEFT JOIN due d USING (village, household);
INSERT INTO x SELECT village, hood, 'visited', 'day:' || substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7), '', 1, NULL, NULL
	FROM h JOIN called USING (village, household), ask WHERE day BETWEEN s AND u AND s < u;
INSERT INTO x SELECT village, hood, 'covered', 'special', '', met, 1, NULL FROM tagged WHERE special GROUP BY village, household;
INSERT INTO x SELECT village, hood, 'covered', 'tag:' || rule, name, met, 1, NULL FROM tagged WHERE special;
INSERT INTO x SELECT village, hood, 'added', '', '', 1, NULL, NULL FROM every, ask WHERE first BETWEEN s AND u;
INSERT INTO x SELECT village, hood, 'closed', '', '', 1, NULL, NULL FROM every, ask WHERE last BETWEEN s AND u;
CREATE TEMP TABLE began AS SELECT e.village, e.household, e.hood, p.what, p.value, p.first FROM every e JOIN span p USING (village, household), ask WHERE p.first BETWEEN s AND u AND p.first > e.first;
CREATE TEMP TABLE ended AS SELECT e.village, e.household, e.hood, p.value FROM every e JOIN span p USING (village, household), ask
	WHERE p.what = 'tag' AND date(substr(p.last, 1, 4) || '-' || substr(p.last, 5, 2) || '-' || substr(p.last, 7), '+1 day') BETWEEN since AND until;
INSERT INTO x SELECT DISTINCT village, hood, CASE what WHEN 'hood' THEN 'moved' WHEN 'class' THEN 'reclassed' ELSE 'tagged' END, '', household, 1, NULL, NULL FROM began;
INSERT INTO x SELECT DISTINCT b.village, b.hood, 'reclassed', 'class:' || k.rule || ':' || l.rule, k.name || '→' || l.name || '/' || b.household, 1, NULL, NULL
	FROM began b JOIN span p ON p.village = b.village AND p.household = b.household AND p.what = 'class'
	AND p.last = (SELECT max(q.last) FROM span q WHERE q.village = b.village AND q.household = b.household AND q.what = 'class' AND q.last < b.first)
	JOIN class k ON k.no = p.value JOIN class l ON l.no = b.value WHERE b.what = 'class';
INSERT INTO x SELECT DISTINCT village, hood, 'tagged', 'tag:' || rule, name || '/' || household, 1, NULL, NULL FROM began JOIN tag ON no = value WHERE what = 'tag';
INSERT INTO x SELECT DISTINCT village, hood, 'untagged', '', household, 1, NULL, NULL FROM ended;
INSERT INTO x SELECT DISTINCT village, hood, 'untagged', 'tag:' || rule, name || '/' || household, 1, NULL, NULL FROM ended JOIN tag ON no = value;
UPDATE x SET name = CASE WHEN grp = '' THEN '' ELSE substr(name, 1, instr(name, '/') - 1) END WHERE figure IN ('moved', 'reclassed', 'tagged', 'untagged');
INSERT INTO x SELECT village, hood, 'visits-entered', '', '', 1, NULL, count(*) FROM every JOIN visit v USING (village, household), ask
	WHERE v.run IN (SELECT village * 10000000 + no FROM run WHERE day BETWEEN s AND u) GROUP BY village, household;
INSERT INTO x SELECT village, hood, 'visits-voided', '', '', 1, NULL, count(*) FROM every JOIN visit_void v USING (village, household), ask
	WHERE v.run IN (SELECT village * 10000000 + no FROM run WHERE day BETWEEN s AND u) GROUP BY village, household;

INSERT INTO x SELECT DISTINCT village, hood, CASE step WHEN 'post' THEN 'posted' WHEN 'take' THEN 'taken' WHEN 'finish' THEN 'finished' ELSE 'escalated' END, '', no, 1, NULL, NULL
	FROM step JOIN o USING (village, no), ask WHERE day >= since AND step IN ('post', 'take', 'finish', 'escalate');
UPDATE x SET name = '' WHERE figure IN ('posted', 'taken', 'finished', 'escalated');
INSERT INTO x SELECT village, hood, 'posted', 'day:' || posted, '', 1, NULL, NULL FROM o, ask WHERE posted >= since AND s < u;
INSERT INTO x SELECT village, hood, 'finished', 'day:' || max(day), '', 1, NULL, NULL FROM step JOIN o USING (village, no), ask WHERE day >= since AND s < u AND step = 'finish' GROUP BY village, no;
INSERT INTO x SELECT village, hood, 'answered', '', '', 1, NULL, NULL FROM o, ask WHERE answered >= since;
INSERT INTO x SELECT village, hood, 'same-day', '', '', answered IS posted, 1, NULL FROM o, ask WHERE posted >= since AND NOT cancelled;
INSERT INTO x SELECT village, hood, 'posted', 'kind:' || o.kind, coalesce((SELECT name FROM rule r WHERE r.kind = 'order' AND r.rule = o.kind
	AND replace(posted, '-', '') + 0 BETWEEN r.first AND r.last), ''), 1, NULL, NULL FROM o, ask WHERE posted >= since;
INSERT INTO x SELECT village, hood, 'open', '', '', 1, NULL, NULL FROM open;
INSERT INTO x SELECT village, hood, 'open', 'level:' || CASE level WHEN 3 THEN 'town' WHEN 4 THEN 'village' WHEN 5 THEN 'piece' WHEN 6 THEN 'group' ELSE 'neighbourhood' END, '', 1, NULL, NULL FROM open;
INSERT INTO x SELECT village, hood, 'open', 'age:' || CASE WHEN days <= 1 THEN '0-1' WHEN days <= 3 THEN '2-3' WHEN days <= 7 THEN '4-7' WHEN days <= 30 THEN '8-30' ELSE '31-' END, '', 1, NULL, NULL FROM open;
INSERT INTO x SELECT village, hood, 'late', '', '', late, 1, NULL FROM open;
INSERT INTO x SELECT village, hood, 'newly-late', '', '', fresh, late, NULL FROM open;

INSERT INTO x SELECT village, sub, 'held', '', '', 1, NULL, chiefs FROM held;
INSERT INTO x SELECT village, sub, 'held', 'kind:' || kind, name, 1, NULL, chiefs FROM held;
INSERT INTO x SELECT village, sub, 'residents', '', '', residents, NULL, residents > 0 FROM held;
INSERT INTO x SELECT village, sub, 'missing', '', '', 1, NULL, NULL FROM missing;
INSERT INTO x SELECT village, sub, 'missing', 'kind:' || kind, name, 1, NULL, NULL FROM missing;

-- Of points and goods a village is the least.
CREATE TEMP TABLE p (village INT, figure TEXT, n INT);
INSERT INTO p SELECT village, CASE kind WHEN 'award' THEN 'awarded' WHEN 'deduct' THEN 'deducted' WHEN 'redeem' THEN 'redeemed' WHEN 'return' THEN 'returned' ELSE 'reversed' END, points
	FROM moved, ask WHERE told BETWEEN s AND u;
INSERT INTO p SELECT village, 'provisional', points FROM entry e, ask WHERE date(at + zone, 'unixepoch') <= until AND final > u AND points > 0
	AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.village = e.village AND r.ref = 'reverse:' || e.seq AND date(r.at + zone, 'unixepoch') <= until);
INSERT INTO p SELECT village, 'objected', points FROM entry e, ask WHERE (SELECT step FROM objection b WHERE b.village = e.village AND b.seq = e.seq AND b.day <= u ORDER BY n DESC LIMIT 1) = 'objected';
INSERT INTO p SELECT village, 'waiting', points FROM exchange, ask WHERE no / 1000000 <= u AND (closed = 0 OR closed > u);
INSERT INTO x SELECT village, 0, figure, '', '', n, NULL, 1 FROM p, ask WHERE ask.depth <= 4;

CREATE TEMP TABLE hood AS SELECT a.village, a.sub, (SELECT count(*) FROM post p, ask WHERE p.village = a.village AND p.sub = a.sub AND u BETWEEN p.first AND p.last) AS posts,
	(SELECT count(*) FROM h WHERE h.village = a.village AND h.hood = a.sub) AS homes
	FROM unit a, ask WHERE a.level = 7 AND a.village BETWEEN lo AND hi AND a.sub BETWEEN sublo AND subhi;
INSERT INTO x SELECT village, sub, 'vacant', '', '', posts = 0, 1, NULL FROM hood;
INSERT INTO x SELECT village, sub, 'few', '', '', posts > 0 AND homes < 5, 1, NULL FROM hood;
INSERT INTO x SELECT village, sub, 'many', '', '', posts > 0 AND homes > 15, 1, NULL FROM hood;
INSERT INTO x SELECT village, sub, 'posts', '', '', 1, NULL, NULL FROM post, ask WHERE u BETWEEN first AND last;
-- Whose end was entered afterwards was not leaving yet.
INSERT INTO x SELECT p.village, sub, 'ending', '', '', last <= replace(date(until, '+30 days'), '-', '') + 0 AND NOT (r.verb IN ('end', 'elect') AND datetime(r.at, zone || ' seconds') > until || ' 23:59:59'), 1, NULL
	FROM post p JOIN ask JOIN run r ON r.village * 10000000 + r.no = p.run WHERE u BETWEEN first AND last;
INSERT INTO x SELECT village, 0, 'commended', '', '', 1, NULL, NULL FROM commendation, ask WHERE no / 1000000 BETWEEN s AND u AND (withdrawn = 0 OR withdrawn > u) AND ask.depth <= 4;

CREATE TEMP TABLE z AS SELECT village, sub, figure, grp, max(name) AS name, sum(n) AS n, sum(parts) AS parts, sum(records) AS records FROM x GROUP BY village, sub, figure, grp;
CREATE INDEX temp.z_village ON z (village);
CREATE TEMP TABLE y (whole INT, village INT, sub INT, level INT, figure TEXT, grp TEXT, name TEXT, n INT, parts INT, records INT);
INSERT INTO y SELECT whole, t.village, t.sub, t.level, figure, grp, max(name), sum(n), sum(parts), sum(records) FROM told t
	JOIN z ON z.village BETWEEN lo AND hi AND z.sub BETWEEN sublo AND subhi GROUP BY t.village, t.sub, t.level, figure, grp;
INSERT INTO y SELECT whole, village, sub, level, 'trained', '', '', (SELECT count(DISTINCT village * 1000000 + chief) FROM trained c WHERE c.village BETWEEN lo AND hi AND c.sub BETWEEN sublo AND subhi) AS n,
	NULL, NULL FROM told WHERE n > 0;
-- Only the whole has what is nothing; of a part of a village, and of tags below the whole, less is told.
INSERT INTO y SELECT 1, village, sub, level, z.figure, '', '', 0, NULL, CASE WHEN z.what = 'points' THEN 0 END FROM told
	JOIN (SELECT 'points' AS what, 'awarded' AS figure UNION VALUES ('points', 'deducted'), ('points', 'redeemed'), ('points', 'returned'), ('points', 'reversed'), ('points', 'provisional'),
	('points', 'objected'), ('points', 'waiting'), ('', 'added'), ('', 'closed'), ('', 'moved'), ('', 'reclassed'), ('', 'tagged'), ('', 'untagged'), ('', 'visits-entered'), ('', 'visits-voided'),
	('', 'posted'), ('', 'taken'), ('', 'answered'), ('', 'same-day'), ('', 'finished'), ('', 'escalated'), ('', 'open'), ('', 'late'), ('', 'newly-late'), ('', 'held'), ('', 'residents'), ('', 'missing'),
	('', 'posts'), ('', 'vacant'), ('', 'few'), ('', 'many'), ('', 'ending'), ('', 'trained'), ('', 'commended')) z
	WHERE whole AND (what = '' OR level <= 4) AND NOT EXISTS (SELECT 1 FROM y WHERE y.whole AND y.figure = z.figure AND y.grp = '');
DELETE FROM y WHERE NOT whole AND level > 4 AND n = 0 AND parts IS NULL;
DELETE FROM y WHERE figure = 'covered' AND grp LIKE 'tag:%' AND NOT whole AND level = 4;

-- What is told of the whole alone, or of villages.
INSERT INTO y SELECT 1, t.village, t.sub, t.level, 'top', 'chief:' || e.village || '-C' || printf('%02d', account), c.name, sum(points) AS points, NULL, NULL
	FROM told t, ask, moved e JOIN chief c ON c.village = e.village AND c.chief = e.account
	WHERE whole AND t.level <= 4 AND e.village BETWEEN t.lo AND t.hi AND told BETWEEN s AND u AND e.day BETWEEN s AND u
	AND (kind IN ('award', 'deduct') OR (kind = 'reverse' AND EXISTS (SELECT 1 FROM entry r WHERE r.village = e.village AND 'reverse:' || r.seq = e.ref AND r.kind IN ('award', 'deduct'))))
	GROUP BY e.village, account HAVING sum(points) > 0 ORDER BY sum(points) DESC, e.village, account LIMIT 10;
INSERT INTO y SELECT 0, village, 0, 4, 'low', 'goods:' || village || '-G' || printf('%02d', goods), name, stock, NULL, went
	FROM (SELECT g.village, g.goods, g.name, (SELECT sum(quantity) FROM goods_move m, ask WHERE m.village = g.village AND m.goods = g.goods AND m.day <= u) AS stock,
		coalesce((SELECT -sum(quantity) FROM goods_move m, ask WHERE m.village = g.village AND m.goods = g.goods AND m.day <= u
		AND m.day >= replace(date(until, '-29 days'), '-', '') + 0 AND m.kind IN ('reserve', 'return')), 0) AS went
		FROM goods g, ask WHERE u BETWEEN g.first AND g.last AND g.village BETWEEN lo AND hi AND ask.depth <= 4) WHERE stock < went OR stock <= 0;
INSERT INTO y SELECT 0, h.village, hood / 100 * 100, 6, 'light', 'class:' || rule, name, count(*), NULL, NULL FROM h JOIN class ON no = class, ask WHERE s < u AND hood BETWEEN sublo AND subhi GROUP BY 2, 3, 6;
INSERT INTO y WITH RECURSIVE line (village, i, words, rest) AS (SELECT c.village, 0, '', c.words FROM checkpoint c, ask WHERE c.village BETWEEN lo AND hi AND ask.depth <= 4
		AND c.size = (SELECT max(d.size) FROM checkpoint d JOIN run r ON r.village = d.run / 10000000 AND r.no = d.run % 10000000 WHERE d.village = c.village AND r.day <= u)
	UNION ALL SELECT village, i + 1, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1) FROM line WHERE rest <> '')
	SELECT 0, village, 0, 4, 'checkpoint', 'line:' || i, words, NULL, NULL, NULL FROM line WHERE i > 0;

-- And what one chief did.
CREATE TEMP TABLE own AS SELECT 'visited' AS figure, count(DISTINCT village * 10000000 + household) AS n, count(*) AS records FROM noted, ask
	WHERE village || '-C' || printf('%02d', chief) = asked AND day BETWEEN s AND u;
INSERT INTO own SELECT CASE step WHEN 'take' THEN 'taken' ELSE 'finished' END, count(DISTINCT no), NULL FROM step, ask
	WHERE village || '-C' || printf('%02d', chief) = asked AND day >= since AND step IN ('take', 'finish') GROUP BY step;
INSERT INTO own SELECT 'held', count(*), NULL FROM attendance, ask WHERE village || '-C' || printf('%02d', chief) = asked AND no / 1000000 BETWEEN s AND u;
INSERT INTO own SELECT 'trained', count(*), NULL FROM attendance JOIN held USING (village, no), ask WHERE village || '-C' || printf('%02d', attendance.chief) = asked AND kind = 'training';
INSERT INTO own SELECT 'commended', count(*), NULL FROM commendation, ask WHERE village || '-C' || printf('%02d', chief) = asked AND no / 1000000 BETWEEN s AND u AND (withdrawn = 0 OR withdrawn > u);
INSERT INTO own SELECT CASE kind WHEN 'award' THEN 'awarded' WHEN 'deduct' THEN 'deducted' WHEN 'redeem' THEN 'redeemed' WHEN 'return' THEN 'returned' ELSE 'reversed' END, sum(points), count(*)
	FROM entry, ask WHERE village || '-C' || printf('%02d', account) = asked AND day BETWEEN s AND u GROUP BY kind;
INSERT INTO own SELECT 'balance', coalesce(sum(points), 0), NULL FROM entry, ask WHERE village || '-C' || printf('%02d', account) = asked AND day <= u;
INSERT INTO y SELECT 1, village, sub, level, figure, 'chief:' || asked, (SELECT c.name FROM chief c WHERE c.village || '-C' || printf('%02d', c.chief) = asked), n, NULL, records FROM own, told, ask WHERE whole AND asked <> '';

SELECT CASE figure WHEN 'households' THEN 'visits' WHEN 'due' THEN 'visits' WHEN 'overdue' THEN 'visits' WHEN 'visited' THEN 'visits' WHEN 'covered' THEN 'coverage' WHEN 'light' THEN 'lights'
	WHEN 'low' THEN 'goods' WHEN 'checkpoint' THEN 'ledger' ELSE CASE WHEN figure IN ('added', 'closed', 'moved', 'reclassed', 'tagged', 'untagged', 'visits-entered', 'visits-voided') THEN 'changes'
	WHEN figure IN ('held', 'residents', 'missing') THEN 'activities' WHEN figure IN ('awarded', 'deducted', 'redeemed', 'returned', 'reversed', 'provisional', 'objected',
	'waiting', 'top', 'balance') THEN 'points' WHEN figure IN ('posts', 'vacant', 'few', 'many', 'ending', 'trained', 'commended') THEN 'chiefs' ELSE 'orders' END END,
	CASE y.level WHEN 3 THEN y.village / 1000 ELSE y.village END || CASE WHEN y.sub > 0 THEN '.' || substr('0' || (y.sub / 10000), -2) ELSE '' END
	|| CASE WHEN y.sub % 10000 > 0 THEN '.' || substr('0' || (y.sub / 100 % 100), -2) ELSE '' END || CASE WHEN y.sub % 100 > 0 THEN '.' || substr('0' || (y.sub % 100), -2) ELSE '' END,
	coalesce(unit.name, ''), grp, y.name, figure, n, coalesce(parts, ''), CASE WHEN parts > 0 THEN n * 1000 / parts ELSE '' END, coalesce(records, '')
	FROM y LEFT JOIN unit ON unit.village = y.village AND unit.sub = y.sub AND unit.level = y.level;
