#!/bin/sh
# Chiefs and their posts: rosters, elections, who holds what on which day.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

csv() { printf '%s\n' "$@"; }

nbr-db init --town 430121106 --name 春华镇
csv 区域代码,名称 430121106205,龙王庙村 430121106205.01,第一片 430121106205.01.03,红门组 \
	430121106205.01.03.07,鼎盛屋场 430121106205.01.03.08,新屋 430121106205.01.04,新塘组 \
	430121106206,大鱼塘村 430121106206.01,第一片 >"$tmp/areas.csv"
nbr-area import "$tmp/areas.csv"

# ---- import ----
head=姓名,职务,区域代码,联系电话,政治面貌,当选日期,选举户数
csv $head \
	刘洋,邻长,430121106205.01.03.07,13800138000,中共党员,2024-03-05,12 \
	刘洋,组长,430121106205.01.03,13800138000,中共党员,2024-03-06,30 \
	刘洋,片长,430121106205.01,13900139000,群众,2024-03-07,55 \
	章敏,片长,大鱼塘村/第一片,,,2024年3月8日, >"$tmp/chiefs.csv"
is 'a dry run stores nothing' 0 '' nbr-chief import -n "$tmp/chiefs.csv"
is '... no post' 0 0 sql 'SELECT count(*) FROM post'
is 'import' 0 '' nbr-chief import "$tmp/chiefs.csv"
is 'one person, two posts; another of that name' 0 'chief	name	role	area	area_name	party	elected	electors
430121106205-C01	刘洋	piece	430121106205.01	第一片	群众	2024-03-07	55
430121106205-C02	刘洋	group	430121106205.01.03	红门组	中共党员	2024-03-06	30
430121106205-C02	刘洋	neighbourhood	430121106205.01.03.07	鼎盛屋场	中共党员	2024-03-05	12
430121106206-C01	章敏	piece	430121106206.01	第一片		2024-03-08	0' nbr-chief list
sql 'SELECT * FROM chief; SELECT * FROM post; SELECT * FROM village' >"$tmp/before"
says 'the same file again' 0 "nbr-chief: $tmp/chiefs.csv (UTF-8, headings in line 1): 4 read, 0 new, 0 changed, 4 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-chief import -v "$tmp/chiefs.csv"
sql 'SELECT * FROM chief; SELECT * FROM post; SELECT * FROM village' >"$tmp/after"
same '... changes nothing' "$tmp/before" "$tmp/after"

# refused WHAT CODES ROW...: the lines refused, and why.
refused() {
	what=$1 codes=$2; shift 2
	csv $head "$@" >"$tmp/bad.csv"
	is "$what" 4 '' nbr-chief import "$tmp/bad.csv"
	sed -n 's/^nbr-chief: [^:]*bad\.csv:\([0-9]*\):.*\[\(.*\)\]$/\1 \2/p' "$tmp/err" >"$tmp/codes"
	is "... $what: lines and codes" 0 "$codes" cat "$tmp/codes"
}
refused 'somebody else holds it' '2 post-taken' 钱进,邻长,430121106205.01.03.07,,,2025-01-01,
refused 'somebody else holds it later' '2 post-taken' 钱进,邻长,430121106205.01.03.07,,,2020-01-01,
refused 'a role of another level' '2 area-level
3 area-level
4 word-unknown' 钱进,组长,430121106205.01.03.08,,,, 钱进,,430121106205,,,, 钱进,村长,430121106205.01.03.08,,,,
refused 'no such area' '2 area-unknown
3 area-form
4 area-unknown
5 missing' 钱进,,430121106205.01.09,,,, 钱进,,4301211062051,,,, 钱进,,老屋,,,, 钱进,,,,,,
refused 'not elected yet' '2 date-future' 钱进,,430121106205.01.03.08,,,2026-03-11,
refused 'other values' '2 exists' 刘洋,邻长,430121106205.01.03.07,13700137000,中共党员,2024-03-05,12
refused 'twice in a file' '3 duplicate' 钱进,,430121106205.01.03.08,,,, 钱进,,430121106205.01.03.08,,,,
csv $head 刘洋,邻长,430121106205.01.03.07,13700137000,,,13 >"$tmp/new.csv"
is 'new values are taken on demand' 0 '' nbr-chief import -u update "$tmp/new.csv"
is '... and what was not given stays' 0 '430121106205-C02	中共党员	2024-03-05	13	137****7000' \
	nbr-chief list -H -C chief,party,elected,electors,phone -A 鼎盛屋场
csv $head 章敏,片长,430121106206.01,,,2026-01-15,20 >"$tmp/again.csv"
is 'elected again' 0 '' nbr-chief import -u update "$tmp/again.csv"
is '... is another post' 0 'elected	electors	last
2024-03-08	0	2026-01-14
2026-01-15	20	' nbr-chief show 章敏 -C elected,electors,last
is '... and the old roster is still true' 0 '' nbr-chief import -r "$tmp/rejects" -u skip "$tmp/chiefs.csv"

# ---- lists ----
is 'in an area' 0 'chief
430121106205-C02
430121106205-C02' nbr-chief list -A 红门组 -C chief
is 'of a role' 0 'area
430121106205.01
430121106206.01' nbr-chief list --role piece -C area
is 'no such role' 2 '' nbr-chief list --role village
is 'by a word' 0 'area
430121106206.01' nbr-chief list 章 -C area
is 'vacant' 0 'chief	name	role	area	area_name	party	elected	electors
		neighbourhood	430121106205.01.03.08	新屋			
		group	430121106205.01.04	新塘组			' nbr-chief list --vacant
is 'before any election' 0 'chief	name	role	area	area_name	party	elected	electors' \
	nbr-chief list --on 2024-03-04
is 'phones are masked' 0 'phone
139****9000' nbr-chief list -C phone -A 430121106205.01 --role piece
is '... unless there is a reason' 0 'phone
13900139000' nbr-chief list -C phone -A 430121106205.01 --role piece --reveal --reason 核对
is '... which is on record' 0 '核对' sql "SELECT reason FROM run WHERE verb = 'reveal'"

# ---- which chief is meant ----
is 'whole id' 0 430121106206-C01 nbr-chief show -H -C chief 430121106206-C01 -l 1
is 'the serial in a village' 0 430121106206-C01 nbr-chief show -H -C chief C1 -A 大鱼塘村 -l 1
is 'a serial only one has' 0 430121106205-C02 nbr-chief show -H -C chief 2 -l 1
says 'a serial several have' 5 'nbr-chief: chief C01: 430121106205-C01, 430121106206-C01: several records fit [ambiguous]
    write more of it' nbr-chief show C01
says 'a name several have' 5 'nbr-chief: chief 刘洋: 430121106205-C01, 430121106205-C02: several records fit [ambiguous]
    write more of it' nbr-chief show 刘洋
is 'a name in an area' 0 430121106205-C02 nbr-chief show -H -C chief 刘洋 -A 红门组 -l 1
is 'no such chief' 5 '' nbr-chief show 430121106205-C09
is 'nor such a name' 5 '' nbr-chief show 刘

# ---- elections ----
echo 138-0013-8111 >"$tmp/phone"
is 'elect' 0 'chief	name	role	area	area_name	phone	party	elected	electors
430121106205-C03	钱进	neighbourhood	430121106205.01.03.08	新屋	138****8111	群众	2026-03-10	9' \
	nbr-chief elect -A 新屋 --name 钱进 --party 群众 --electors 9 --phone-file "$tmp/phone" \
	-C chief,name,role,area,area_name,phone,party,elected,electors
is 'the same again' 0 430121106205-C03 nbr-chief elect -A 新屋 --name 钱进 --phone-file "$tmp/phone" -H -C chief
is '... is one post' 0 1 sql 'SELECT count(*) FROM post WHERE chief = 3'
is 'elect to a second post' 0 '430121106205-C03	新屋
430121106205-C03	新塘组' nbr-chief elect -A 新塘组 -c 430121106205-C03 -H -C chief,area_name
is 'a dry run shows whom' 0 430121106205-C04 nbr-chief elect -n -A 鼎盛屋场 --name 周敏 -H -C chief --on 2026-03-01
is '... and is taken back' 0 3 sql 'SELECT chiefs FROM village WHERE village = 430121106205'
is 'somebody succeeds' 0 430121106205-C04 nbr-chief elect -A 鼎盛屋场 --name 周敏 -H -C chief --on 2026-03-01
is '... from that day' 0 430121106205-C04 nbr-chief list -H -C chief -A 鼎盛屋场 --on 2026-03-01
is '... and not before' 0 430121106205-C02 nbr-chief list -H -C chief -A 鼎盛屋场 --on 2026-02-28
is '... the first one keeps the other post' 0 'area	elected	last
430121106205.01.03.07	2024-03-05	2026-02-28
430121106205.01.03	2024-03-06	' nbr-chief show -C area,elected,last 430121106205-C02
is '... and the reason is stored' 0 succeeded sql 'SELECT reason FROM post WHERE sub = 10307 AND chief = 2'
says 'not into a past that somebody has' 6 'nbr-chief: 430121106205.01.03.07: 430121106205-C02 since 2024-03-05: somebody else holds this post on that day [post-taken]
    end that post first: nbr-chief end' nbr-chief elect -A 鼎盛屋场 --name 吴 --on 2025-01-01
is 'a village has no post' 6 '' nbr-chief elect -A 龙王庙村 --name 吴
is 'elect whom?' 2 '' nbr-chief elect -A 新屋
is 'elect where?' 2 '' nbr-chief elect --name 吴
echo 12345 >"$tmp/phone"
is 'no telephone number' 4 '' nbr-chief elect -A 新屋 --name 吴 --phone-file "$tmp/phone"

is 'an end needs its reason' 2 '' nbr-chief end 钱进
is 'end one post' 0 '' nbr-chief end 钱进 -A 新塘组 --reason 辞职 --on 2026-03-12
is '... the other goes on' 0 '10308	99991231	
10400	20260312	辞职' sql 'SELECT sub, last, reason FROM post WHERE chief = 3 ORDER BY sub'
is 'no such post any more' 6 '' nbr-chief end 钱进 -A 新塘组 --reason 辞职 --on 2026-03-12
printf 'chief\n430121106205-C02\n430121106205-C03\n' >"$tmp/ids"
is 'one bad, none ended' 5 '' sh -c "echo 430121106205-C99 | cat $tmp/ids - | nbr-chief end - --reason 换届"
is 'end those of a list' 0 '' sh -c "nbr-chief end - --reason 换届 <$tmp/ids"
is '... one run, and the post that had two more days' 0 '3' sql "SELECT changed FROM run WHERE reason = '换届'"
is '... held to the end of the day' 0 '430121106205-C02
430121106205-C04
430121106205-C03' nbr-chief list -H -C chief -A 红门组 --on 2026-03-10
is '... and then vacant' 0 '430121106205.01.03
430121106205.01.03.08
430121106205.01.04' nbr-chief list --vacant -H -C area --on 2026-03-13

# ---- workload ----
i=0
while [ $i -lt 16 ]; do
	i=$((i + 1))
	echo "INSERT INTO household VALUES (430121106205, $i, $((i < 5 ? 10308 : 10307)), 0, 0, 20250101, 0, 0,
		20250101, $((i == 16 ? 20260309 : 99991231)), '户$i', 0, '', '', 1, '', 1);"
done >"$tmp/houses"
sql "$(cat "$tmp/houses")"
is 'workload' 0 'chief	name	area	area_name	households	min	max	verdict
430121106205-C04	周敏	430121106205.01.03.07	鼎盛屋场	11	5	15	ok
430121106205-C03	钱进	430121106205.01.03.08	新屋	4	5	15	few' nbr-chief workload
sql "DELETE FROM setting WHERE key LIKE 'household_m%';
	INSERT INTO setting VALUES ('household_max', '10'); INSERT INTO setting VALUES ('household_min', '4')"
is 'the bounds are settings' 0 '11	4	10	many
4	4	10	vacant' nbr-chief workload -H -C households,min,max,verdict --on 2026-03-13 -A 红门组
is 'a household that is gone was there the day before' 0 '12
4' nbr-chief workload -H -C households --on 2026-03-09
# Household 5 has lived in 新屋 until 2026-01-31.
sql "INSERT INTO span VALUES (430121106205, 5, 'hood', 10308, 20250101, 20260131, '', 1);
	INSERT INTO span VALUES (430121106205, 5, 'hood', 10307, 20260201, 99991231, '', 1);
	UPDATE village SET latest = 20260201 WHERE village = 430121106205"
is 'where a household lived that day' 0 '11
5' nbr-chief workload -H -C households --on 2026-01-31
is '... and the next' 0 '12
4' nbr-chief workload -H -C households --on 2026-02-01
is 'households of a post' 0 '430121106205.01	15
430121106205.01.03.07	11
430121106206.01	0' nbr-chief list -H -C area,households --on 2026-03-11
nbr-area add 430121106206.01.01 甲
nbr-area add 430121106206.01.01.01 乙
# findings CODE...: what check says of these.
findings() { nbr-area check >"$tmp/check"; grep -E "^($1)" "$tmp/check"; }
is 'check names sizes' 0 'area-size	warning	430121106205.01.03.07	鼎盛屋场: 11 households, not 4 to 10
area-empty	warning	430121106206.01.01.01	乙: no households' findings 'area-empty|area-size'
sql "DELETE FROM area WHERE village = 430121106205 AND sub = 10307"
is 'a post without its area' 0 'post-dangling	error	430121106205.01.03.07	周敏: holds the post of an area that is not there' findings post

# ---- a whole township ----
db_new nbr
nbr-db init --town 430121106 --name 春华镇
town_in "$tmp/in"
nbr-area import "$tmp/in/areas.csv"
says 'a whole township' 0 "nbr-chief: $tmp/in/chiefs.csv (GB18030, headings in line 1): 1428 read, 1428 new, 0 changed, 0 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-chief import -v "$tmp/in/chiefs.csv"
is '7 hold two posts, 3 groups have nobody' 0 '128	337	963
1421' sql "SELECT count(*) FILTER (WHERE sub % 10000 = 0), count(*) FILTER (WHERE sub % 100 = 0 AND sub % 10000 > 0),
	count(*) FILTER (WHERE sub % 100 > 0) FROM post; SELECT count(*) FROM chief"
iconv -f GB18030 -t UTF-8 "$tmp/in/chiefs.csv" | tr -d '\r' |
	awk -F, 'NR > 1 { print $3 "\t" $1 "\t" $5 "\t" $7 }' | sort >"$tmp/theirs"
nbr-chief list -H -C area,name,party,electors | sort >"$tmp/ours"
same 'every post and its holder' "$tmp/theirs" "$tmp/ours"
says 'again' 0 "nbr-chief: $tmp/in/chiefs.csv (GB18030, headings in line 1): 1428 read, 0 new, 0 changed, 1428 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-chief import -v "$tmp/in/chiefs.csv"
nbr-chief list --vacant -H -C area >"$tmp/ours"
sql "SELECT a.village, a.sub / 10000, a.sub / 100 % 100 FROM area a LEFT JOIN post p ON p.village = a.village AND p.sub = a.sub
	WHERE a.level > 4 AND p.chief IS NULL ORDER BY a.village, a.sub" | awk '{ printf "%s.%02d.%02d\n", $1, $2, $3 }' >"$tmp/theirs"
same 'the vacant ones' "$tmp/theirs" "$tmp/ours"

nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-household import "$tmp/in/roster.csv"
sql "WITH n AS (SELECT village, hood, count(*) AS n FROM household GROUP BY village, hood)
	SELECT c.name, n.n, CASE WHEN n.n < 5 THEN 'few' WHEN n.n > 15 THEN 'many' ELSE 'ok' END
	FROM area a JOIN n ON n.village = a.village AND n.hood = a.sub JOIN post p ON p.village = a.village AND p.sub = a.sub
	JOIN chief c ON c.village = p.village AND c.chief = p.chief WHERE a.level = 7 ORDER BY a.village, a.sub" >"$tmp/theirs"
nbr-chief workload -H -C name,households,verdict >"$tmp/ours"
same 'workload of all' "$tmp/theirs" "$tmp/ours"
is '... of which too many' 0 12 grep -c many "$tmp/ours"
sql "SELECT count(*) FROM household; SELECT count(*) FROM household WHERE village = 430121106205 GROUP BY village;
	SELECT count(*) FROM household WHERE village = 430121106205 AND hood BETWEEN 40000 AND 49999" >"$tmp/theirs"
{ nbr-area show 430121106 -H -C households; nbr-area show 龙王庙村 -H -C households
	nbr-area show 龙王庙村/第四片 -H -C households; } >"$tmp/ours"
same 'households add up' "$tmp/theirs" "$tmp/ours"
done_testing
