#!/bin/sh
# The dialect linter refuses what it should, by the rule it should, and no more.
set -u
top=$(cd "${0%/*}/.." && pwd)
tmp=$(mktemp -d) || exit
trap 'rm -rf "$tmp"' EXIT

# A rule and a statement that breaks it alone; ok and one that breaks none.
cat >"$tmp/cases" <<'SQL'
alias UPDATE area AS a SET name = $1 WHERE a.village = $2 AND a.sub = $3
alias SELECT x.n FROM (SELECT village + 1 FROM chief) x WHERE x.n = $1
alias SELECT x.n FROM (SELECT 1 UNION ALL SELECT chief FROM chief) x WHERE x.n = 1
alias SELECT village FROM (SELECT village FROM chief)
boolean SELECT village = $1 FROM chief
boolean SELECT EXISTS (SELECT 1 FROM chief)
boolean SELECT count(*), CAST(sum(level > 3) AS BIGINT) FROM area
boolean UPDATE area SET level = (sub > 0) WHERE village = $1 AND sub = $2
boolean SELECT false
cast SELECT CAST(name AS BIGINT) FROM area
cast SELECT CAST(level AS TEXT) FROM area
cast SELECT CAST(level AS INTEGER) FROM area
cast SELECT name FROM area WHERE name = x'41'
collate SELECT name FROM area ORDER BY name COLLATE NOCASE, village, sub
compare SELECT village FROM area WHERE level = '7'
compare SELECT village FROM area WHERE name = 7
compare SELECT village FROM area a JOIN chief c ON c.name = a.village
compare SELECT village FROM area WHERE level IN (1, 'a')
compare SELECT CASE WHEN level = 1 THEN 'one' ELSE 0 END FROM area
compare SELECT village FROM area UNION ALL SELECT name FROM area
compare INSERT INTO chief (village, chief, name) SELECT village, chief, chief FROM post
compare UPDATE area SET name = 5 WHERE village = $1 AND sub = $2
date SELECT village FROM area WHERE first <= CURRENT_DATE
date SELECT strftime('%Y', $1)
ddl CREATE TRIGGER t BEFORE UPDATE ON area BEGIN SELECT 1; END
ddl CREATE TABLE x (village {int} NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (village, n))
ddl CREATE TABLE x (village {int} NOT NULL PRIMARY KEY, d DATE)
ddl CREATE TABLE x (village {int} NOT NULL, n {int}, PRIMARY KEY (village, n))
ddl ALTER TABLE area ALTER COLUMN name TYPE TEXT
distinct SELECT DISTINCT village FROM area ORDER BY village, sub
divide SELECT level / $1 FROM area
divide SELECT level % sub FROM area
engine SELECT name FROM area WHERE rowid = 1
engine SELECT name::text FROM area
engine SELECT name FROM area WHERE level == 7
engine DELETE FROM area USING post WHERE post.village = area.village
engine SELECT a.name FROM area a, LATERAL (SELECT 1 AS n) x
engine WITH RECURSIVE x(n) AS (SELECT 1) SELECT n FROM x
engine SELECT name FROM area WHERE village = ANY ($1)
engine SELECT x.a FROM (VALUES (1)) AS x(a)
function SELECT json_object('a', name) FROM area
engine SELECT name FROM area WHERE village = $1 AND sub = $2 FOR UPDATE
engine PRAGMA foreign_keys = ON
function SELECT ifnull(name, '') FROM area
function SELECT iif(level, 1, 0) FROM area
function SELECT instr(name, 'a') FROM area
function SELECT printf('%d', level) FROM area
function SELECT group_concat(name) FROM area
function SELECT string_agg(name, ',') FROM area
function SELECT upper(name) FROM area
function SELECT hex(name) FROM area
function SELECT typeof(name) FROM area
function SELECT concat(name, 'a') FROM area
function SELECT greatest(first, last) FROM area
group SELECT village / 1000 AS sub, count(*) FROM area GROUP BY sub
insert INSERT OR IGNORE INTO chief (village, chief) VALUES ($1, $2)
insert REPLACE INTO chief (village, chief) VALUES ($1, $2)
insert INSERT INTO village (village) SELECT village FROM area ON CONFLICT (village) DO NOTHING
is SELECT village FROM area WHERE name IS $1
is SELECT village FROM area WHERE name IS NOT 'a'
key CREATE TABLE x (village {int} NOT NULL, n {int} NOT NULL, PRIMARY KEY (n, village))
key CREATE TABLE x (village {int} NOT NULL, n {int} NOT NULL UNIQUE, PRIMARY KEY (village, n))
key CREATE TABLE x (village {int} NOT NULL PRIMARY KEY, c {int} NOT NULL, FOREIGN KEY (c) REFERENCES chief (chief))
key CREATE UNIQUE INDEX x ON chief (phone)
key UPDATE household SET village = $1 WHERE village = $2 AND household = $3
like SELECT village FROM area WHERE name LIKE '%' || $1 || '%'
like SELECT village FROM area WHERE name GLOB $1
like SELECT village FROM area WHERE name ILIKE $1 ESCAPE '@'
limit SELECT village FROM village ORDER BY village LIMIT -1
limit SELECT village FROM village ORDER BY village LIMIT 5, 10
limit DELETE FROM village WHERE village = $1 LIMIT 1
literal SELECT level + 100000 * 100000 FROM area
literal SELECT 1 << CAST(level AS INTEGER) FROM area
maxmin SELECT max(first, last) FROM area
maxmin SELECT min(first, $1) FROM area
null SELECT village FROM run WHERE ref = NULL
null SELECT village FROM run WHERE ref <> NULL
nulls SELECT a.village FROM area a LEFT JOIN chief c ON c.village = a.village ORDER BY a.village, a.sub, c.chief
nulls SELECT village, sub FROM area ORDER BY village, sub, NULLIF(level, 0)
nulls SELECT village, sub FROM area ORDER BY village, sub, CASE WHEN level > 3 THEN 1 END
one SELECT (SELECT name FROM chief c WHERE c.village = a.village) FROM area a
one SELECT (SELECT name FROM chief c WHERE c.village = a.village ORDER BY c.chief LIMIT 2) FROM area a
one SELECT (SELECT count(*) FROM chief c WHERE c.village = a.village GROUP BY c.name) FROM area a
one SELECT village FROM area WHERE sub = (SELECT sub FROM post UNION SELECT sub FROM area)
order SELECT name FROM chief WHERE village = $1 LIMIT 1
order SELECT village, name FROM chief ORDER BY village LIMIT 5
order SELECT c.name FROM chief c JOIN post p ON p.village = c.village AND p.chief = c.chief ORDER BY c.village, c.chief
order SELECT village FROM chief UNION ALL SELECT village FROM area ORDER BY 1 LIMIT 1
order FROM chief c WHERE c.village = $1 ORDER BY c.name
parameter SELECT village FROM area WHERE level = $1 AND name = $1
precedence SELECT level * 10 || name FROM area
precedence SELECT ~level + 1 FROM area
qualify INSERT INTO village (village, chiefs) VALUES ($1, 1) ON CONFLICT (village) DO UPDATE SET chiefs = chiefs + 1
quote SELECT village FROM area WHERE name = "a"
real SELECT level * 1.5 FROM area
returning UPDATE area SET name = $1 WHERE village = $2 RETURNING sub
returning DELETE FROM area WHERE village = $1 AND sub = $2 RETURNING area.name
returning UPDATE area SET name = c.name FROM chief c WHERE area.village = $1 AND area.sub = $2 AND c.village = $1 RETURNING phone
shift SELECT level >> sub FROM area
substr SELECT substr(name, -2) FROM area
substr SELECT substr(name, $1, 2) FROM area
sum SELECT sum(level) FROM area
sum SELECT coalesce(sum(level), 0) FROM area
sum SELECT CAST(sum(level) / 2 AS BIGINT) FROM area
window SELECT row_number() OVER (PARTITION BY name ORDER BY village, sub) FROM area
write WITH x AS (DELETE FROM area WHERE village = $1) SELECT 1
ok SELECT a.village, a.name AS n FROM area a WHERE a.name IS NOT NULL AND a.level BETWEEN 1 AND $1 AND NOT (a.sub = 0 OR a.first > $2)
ok SELECT CASE WHEN village = $1 AND name <> '"== x 1.5' THEN 1 ELSE 0 END FROM chief
ok SELECT coalesce(name, '') || '-' || (level + 1) FROM area WHERE name IS NOT DISTINCT FROM $1
ok SELECT village, CAST(coalesce(sum(level), 0) AS BIGINT) AS n FROM area GROUP BY village ORDER BY n, village
ok SELECT count(*) FILTER (WHERE level > 3), count(DISTINCT name), max(last) FROM area
ok SELECT level * 1000 / NULLIF(sub, 0), village % 1000 FROM area
ok SELECT CAST(1 AS BIGINT) << CAST(level AS INTEGER), (village >> 3) & 1, level & ~sub FROM area
ok SELECT substr(name, 1, 2), substr(name, CAST($1 AS INTEGER)) FROM area
ok SELECT 1 FROM area WHERE village = $1 LIMIT 1
ok SELECT village, name FROM chief ORDER BY name, village, chief LIMIT 5 OFFSET 5
ok SELECT c.name FROM post p JOIN chief c ON c.village = p.village AND c.chief = p.chief WHERE p.village = $1 ORDER BY p.sub, p.first LIMIT 2
ok SELECT a.village, c.name FROM area a LEFT JOIN chief c ON c.village = a.village AND c.chief = $1 ORDER BY a.village, a.sub, c.name NULLS LAST
ok SELECT a.village, c.name FROM area a JOIN chief c ON c.village = a.village AND c.chief = a.sub + 0 ORDER BY a.village, a.sub
ok SELECT (SELECT c.name FROM chief c WHERE c.village = p.village AND c.chief = p.chief), (SELECT max(sub) FROM area a WHERE a.village = p.village) FROM post p
ok SELECT (SELECT name FROM chief c WHERE c.village = a.village ORDER BY c.chief LIMIT 1) FROM area a
ok SELECT name FROM area WHERE name LIKE '%' || $1 || '%' ESCAPE '@'
ok SELECT village, sub FROM area WHERE (village, sub) > ($1, $2) AND village IN (SELECT village FROM chief) ORDER BY village, sub
ok SELECT x.n FROM (SELECT 1 AS n UNION ALL SELECT chief FROM chief) x WHERE x.n = 1
ok WITH x(n) AS (SELECT village + 1 FROM chief) SELECT n FROM x
ok SELECT rank() OVER (PARTITION BY village ORDER BY sub) FROM area
ok INSERT INTO village (village) SELECT village FROM area WHERE true ON CONFLICT (village) DO NOTHING
ok INSERT INTO village AS v (village, chiefs) VALUES ($1, 1) ON CONFLICT (village) DO UPDATE SET chiefs = v.chiefs + excluded.chiefs RETURNING chiefs
ok UPDATE area SET name = c.name FROM chief c WHERE c.village = area.village AND c.chief = $1
ok UPDATE village SET chiefs = chiefs + 1 WHERE village = $1 RETURNING chiefs
ok DELETE FROM area WHERE village = $1 AND EXISTS (SELECT 1 FROM post p WHERE p.village = area.village)
ok SELECT village FROM run WHERE day = 99991231 AND village < 430121106206 * 10000000
ok CREATE TABLE y (village {int} NOT NULL, n {int} NOT NULL, t TEXT, PRIMARY KEY (village, n), UNIQUE (village, t), FOREIGN KEY (village, n) REFERENCES chief (village, chief)) {strict}
ok CREATE UNIQUE INDEX x ON chief (village, phone) WHERE phone <> ''
ok ALTER TABLE area ADD COLUMN zone TEXT NOT NULL DEFAULT ''
ok h.village * 10000000 + h.household
ok %s AND h.village BETWEEN $2 AND $3 ORDER BY h.village, h.household
ok FROM feed f JOIN household h ON h.village = f.village ORDER BY h.village, h.household
ok SELECT p.village, p.sub, p.first FROM chief c JOIN post p ON p.village = c.village AND p.chief = +c.chief ORDER BY p.village, p.sub, p.first
SQL

awk '{ sub(/^[^ ]+ /, ""); print NR ": " $0 }' "$tmp/cases" | "$top/scripts/dialect" - >"$tmp/out" 2>"$tmp/err"
"$top/scripts/dialect" -l >"$tmp/rules"

awk -v rules="$tmp/rules" '
FILENAME ~ /out$/ {
	if (match($0, /^[0-9]+: [a-z]+:/)) {
		split($0, f, ": ")
		sub(/:.*/, "", f[2])
		got[f[1]] = got[f[1]] " " f[2]
	}
	next
}
{
	want = $1 == "ok" ? "" : " " $1
	tested[$1] = 1
	sub(/^[^ ]+ /, "")
	printf "%sok %d -%s: %s\n", got[FNR] == want ? "" : "not ", ++n, want, $0
	if (got[FNR] != want)
		print "# refused by:" got[FNR]
}
END {
	while ((getline rule <rules) > 0)
		printf "%sok %d - a statement breaks the rule %s\n", (rule in tested) ? "" : "not ", ++n, rule
	printf "%sok %d - there are rules\n", (n > FNR) ? "" : "not ", ++n
	print "1.." n
}' "$tmp/out" "$tmp/cases"
sed 's/^/# /' "$tmp/err"
