#!/bin/sh
# The tree of areas: import in any order, names and paths, what may not be.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

csv() { printf '%s\n' "$@"; }

nbr-db init --town 430121106 --name 春华镇

# The last come first.
csv 区域代码,名称 \
	430121106205.01.03.07,鼎盛屋场 430121106205.01.03.08,新屋 \
	430121106202.01.01.01,新屋 430121106205.01.03,红门组 \
	430121106205.01,第一片 430121106205,龙王庙村 \
	430121106202.01.01,第一组 430121106202.01,第一片 430121106202,九木村 >"$tmp/areas.csv"

is 'a dry run stores nothing' 0 '' nbr-area import -n "$tmp/areas.csv"
is '... but the town is there' 0 'area
430121106' nbr-area list -C area
is 'children before parents' 0 '' nbr-area import "$tmp/areas.csv"
is 'listed in the order of codes' 0 'area	name	level	parent
430121106	春华镇	town	430121
430121106202	九木村	village	430121106
430121106202.01	第一片	piece	430121106202
430121106202.01.01	第一组	group	430121106202.01
430121106202.01.01.01	新屋	neighbourhood	430121106202.01.01
430121106205	龙王庙村	village	430121106
430121106205.01	第一片	piece	430121106205
430121106205.01.03	红门组	group	430121106205.01
430121106205.01.03.07	鼎盛屋场	neighbourhood	430121106205.01.03
430121106205.01.03.08	新屋	neighbourhood	430121106205.01.03' nbr-area list
is 'each village has its row' 0 '430121106202
430121106205' sql 'SELECT village FROM village WHERE village > 0 ORDER BY village'
sql 'SELECT * FROM area ORDER BY village, sub' >"$tmp/before"
says 'the same file again' 0 "nbr-area: $tmp/areas.csv (UTF-8, headings in line 1): 9 read, 0 new, 0 changed, 9 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-area import -v "$tmp/areas.csv"
sql 'SELECT * FROM area ORDER BY village, sub' >"$tmp/after"
same '... changes nothing' "$tmp/before" "$tmp/after"
is '... and leaves no run' 0 1 sql "SELECT count(*) FROM run WHERE verb = 'import'"

# ---- what -A means ----
is 'a code, and all in it' 0 'area
430121106205.01.03
430121106205.01.03.07
430121106205.01.03.08' nbr-area list -A 430121106205.01.03 -C area
is 'the code of what is not stored, but has areas in it' 0 'area
430121106' nbr-area list -A 4301 --level town -C area
is 'a name' 0 'area
430121106205.01.03.07' nbr-area list -A 鼎盛屋场 -C area
is 'a path may leave out levels' 0 'area
430121106205.01.03.08' nbr-area list -A 龙王庙村/新屋 -C area
is 'a path of ambiguous names' 0 'area
430121106202.01.01.01' nbr-area list -A 第一片/第一组/新屋 -C area
is 'a path may begin with a code' 0 'area
430121106202.01
430121106202.01.01
430121106202.01.01.01' nbr-area list -A 430121106202/第一片 -C area
says 'several have the name' 5 'nbr-area: area 新屋: 430121106202.01.01.01, 430121106205.01.03.08: several records fit [ambiguous]
    write more of it' nbr-area list -A 新屋
says 'no such name' 5 'nbr-area: area 九木: there is no such record [not-found]' nbr-area list -A 九木
says 'one character is wrong' 5 'nbr-area: area 龙玉庙村 (perhaps 龙王庙村): there is no such record [not-found]' nbr-area list -A 龙玉庙村
says 'two are' 5 'nbr-area: area 龙玉苗村: there is no such record [not-found]' nbr-area list -A 龙玉苗村
is 'a path the wrong way round' 5 '' nbr-area list -A 新屋/龙王庙村
is 'no such code' 5 '' nbr-area list -A 430121106203
NBR_AREA=九木村 is 'NBR_AREA is the default' 0 'area
430121106202' nbr-area list --level village -C area
is 'a word in the name' 0 'area
430121106205.01.03.07' nbr-area list 屋场 -C area
is 'a level' 0 'area
430121106202.01
430121106205.01' nbr-area list --level piece -C area
is 'no such level' 2 '' nbr-area list --level hamlet
is 'show, by name and by code' 0 'area	name	level	parent
430121106205	龙王庙村	village	430121106
430121106205.01.03.07	鼎盛屋场	neighbourhood	430121106205.01.03' nbr-area show 龙王庙村 430121106205.01.03.07
printf 'name\tarea\n%s\n' 'x	430121106202.01' >"$tmp/ids"
is 'show, from a list' 0 'area	name	level	parent
430121106202.01	第一片	piece	430121106202' sh -c "nbr-area show - <$tmp/ids"

# ---- files that are refused ----
refused() {
	what=$1 codes=$2; shift 2
	csv "$@" >"$tmp/bad.csv"
	is "$what" 4 '' nbr-area import "$tmp/bad.csv"
	sed -n 's/^nbr-area: [^:]*bad\.csv:\([0-9]*\):.*\[\(.*\)\]$/\1 \2/p' "$tmp/err" >"$tmp/codes"
	is "... $what: lines and codes" 0 "$codes" cat "$tmp/codes"
}
refused 'no parent' '2 area-parent
3 area-parent' 区域代码,名称 430121106209.01.01,甲组 430121106299.01,乙片
refused 'no code' '2 area-form
3 area-form
4 area-form
5 missing' 代码,区域名称 430121106.01,甲 43012110620,乙 930121106205,丙 ,丁
refused 'twice in a file' '3 duplicate' 编码,村名 430121106206,甲村 430121106206,甲村
refused 'another name' '2 exists' 区域代码,名称 430121106205,龙王村
csv 区域代码,名称,启用日期 430121106205,龙王庙村,2026-02-01 >"$tmp/bad.csv"
says 'another first day' 4 "nbr-area: $tmp/bad.csv:2: 启用日期: 2026-02-01: is stored already, with other values [exists]
    --on-duplicate update takes the new values, skip keeps the old
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-area import "$tmp/bad.csv"
refused 'ends before it begins' '2 date-range' area,name,first,last 430121106206,甲村,2026-02-01,2026-01-31
refused 'no name' '2 missing' 区域代码,名称 430121106206,
is 'nothing of it was stored' 0 10 sql 'SELECT count(*) FROM area'

csv 区域代码,名称 430121106205,龙王村 430121106206,大鱼塘村 430121106299.01,甲 >"$tmp/some.csv"
is 'bad rows set aside, old names kept' 3 '' nbr-area import -u skip -r "$tmp/rejects.csv" "$tmp/some.csv"
is '... the good one is stored' 0 '龙王庙村
大鱼塘村' sql "SELECT name FROM area WHERE village IN (430121106205, 430121106206) AND sub = 0 ORDER BY village"
csv 区域代码,名称 430121106206,鱼塘村 >"$tmp/rename.csv"
is 'update renames' 0 '' nbr-area import -u update "$tmp/rename.csv"
is '... in place' 0 'area	name
430121106206	鱼塘村' nbr-area show -C area,name 430121106206
csv 区域代码,名称,停用日期 430121106202,九木村,2026-01-31 430121106202.01.01.01,新屋,2026-01-31 >"$tmp/ends.csv"
says 'an update does not end what others lie in' 3 "nbr-area: $tmp/ends.csv:2: 停用日期: 2026-01-31: that cannot be done in the state it is in [state]" \
	nbr-area import -u update -r "$tmp/rejects.csv" "$tmp/ends.csv"
is '... only what is empty' 0 '10101	20260131' sql 'SELECT sub, last FROM area WHERE last < 99991231'
csv 区域代码,名称,启用日期 430121106202.01.01.01,新屋,2026-02-01 >"$tmp/first.csv"
is 'nor begins it after its end' 4 '' nbr-area import -u update "$tmp/first.csv"
csv 区域代码,名称 520121106206,花溪村 >"$tmp/root.csv"
is 'a village needs its town' 4 '' nbr-area import "$tmp/root.csv"
csv 区域代码,名称 520121106206,花溪村 520121106,花溪镇 >"$tmp/root.csv"
is 'a town stands alone' 0 '' nbr-area import "$tmp/root.csv"

# ---- by hand ----
is 'add' 0 '' nbr-area add 430121106206.01 第一片
is 'add it again' 0 '' nbr-area add 430121106206.01 第一片
is 'add it under another name' 6 '' nbr-area add 430121106206.01 东片
says 'add without a parent' 6 'nbr-area: 430121106206.02.01: the area it lies in is not known [area-parent]
    list every area after the one it lies in' nbr-area add 430121106206.02.01 甲组
is 'add what is no code' 2 '' nbr-area add 43012110620 甲村
is 'set, by path' 0 '' nbr-area set 鱼塘村/第一片 --name 东片
is '... the name of that one' 0 '430121106206.01' nbr-area list -H -C area 东片
is 'set needs a name' 2 '' nbr-area set 东片
is 'set what is not there' 5 '' nbr-area set 西片 --name 东片

says 'retire what others lie in' 6 'nbr-area: area 430121106206 after 2026-03-10: households 0, posts 0, areas 1 in it: that cannot be done in the state it is in [state]' \
	nbr-area retire 鱼塘村
sql "INSERT INTO chief VALUES (430121106206, 1, '张三', '', '', '', 1);
	INSERT INTO post VALUES (430121106206, 10000, 1, 20250101, 99991231, 0, '', 1);
	INSERT INTO household VALUES (430121106206, 10001, 10000, 0, 0, 20250101, 0, 0, 20250101, 99991231, '李四', 0, '', '', 1, '', 1)"
says 'retire what is in use' 6 'nbr-area: area 430121106206.01 after 2026-03-10: households 1, posts 1, areas 0 in it: that cannot be done in the state it is in [state]' \
	nbr-area retire 东片
is 'households and chief of an area' 0 'area	households	chief
430121106206	1	
430121106206.01	1	430121106206-C01' nbr-area list -A 鱼塘村 -C area,households,chief
is 'households in the town' 0 1 nbr-area show 430121106 -H -C households
sql "UPDATE post SET last = 20260228; UPDATE household SET last = 20260228"
is 'retire what was left before' 0 '' nbr-area retire 东片 --on 2026-02-28
is '... on its last day' 0 'area	last
430121106206.01	2026-02-28' nbr-area list 东片 -C area,last --on 2026-02-28
is '... and not after' 0 'area	last' nbr-area list 东片 -C area,last
is '... but shown' 0 'area	last
430121106206.01	2026-02-28' nbr-area show 430121106206.01 -C area,last
is 'under --ref it is done once' 0 '' nbr-area add --ref a1 430121106206.02 西片
is '... and another request is refused' 6 '' nbr-area add --ref a1 430121106206.03 西片

# ---- check ----
sql "DELETE FROM area WHERE village = 520121106000"
is 'check' 1 'code	severity	record	detail
area-orphan	error	520121106206	花溪村: the area it lies in is not there
area-no-chief	warning	430121106202.01	第一片: nobody holds its post
area-no-chief	warning	430121106202.01.01	第一组: nobody holds its post
area-no-chief	warning	430121106205.01	第一片: nobody holds its post
area-no-chief	warning	430121106205.01.03	红门组: nobody holds its post
area-no-chief	warning	430121106205.01.03.07	鼎盛屋场: nobody holds its post
area-no-chief	warning	430121106205.01.03.08	新屋: nobody holds its post
area-no-chief	warning	430121106206.02	西片: nobody holds its post
area-empty	warning	430121106205.01.03.07	鼎盛屋场: no households
area-empty	warning	430121106205.01.03.08	新屋: no households' nbr-area check
db_new nbr
nbr-db init --town 430121106 --name 春华镇
is 'nothing to find' 0 'code	severity	record	detail' nbr-area check
is 'a village by hand' 0 '' nbr-area add 430121106299 新村
is '... has its row' 0 430121106299 sql 'SELECT village FROM village WHERE village > 0'
db_new nbr
nbr-db init --town 430121106 --name 春华镇

# ---- a whole township ----
town_in "$tmp/in"
says 'a whole township' 0 "nbr-area: $tmp/in/areas.csv (UTF-8, headings in line 1): 1441 read, 1440 new, 0 changed, 1 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-area import -v "$tmp/in/areas.csv"
is 'by level' 0 '3	1
4	9
5	128
6	340
7	963' sql 'SELECT level, count(*) FROM area GROUP BY level ORDER BY level'
sed 1d "$tmp/in/areas.csv" | tr , '\t' >"$tmp/theirs"
nbr-area list -H -C area,name >"$tmp/ours"
same 'every code and name' "$tmp/theirs" "$tmp/ours"
says 'again' 0 "nbr-area: $tmp/in/areas.csv (UTF-8, headings in line 1): 1441 read, 0 new, 0 changed, 1441 as they were, 0 skipped, 0 set aside; 0 no records" \
	nbr-area import -v "$tmp/in/areas.csv"
done_testing
