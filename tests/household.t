#!/bin/sh
# The register of households: a whole town's roster, then every way in and every change.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
h=$tmp/h v=430121106002 at=430121106002.01.01.01

sql() { sqlite3 -noheader -separator '	' "$NBR_DB" "$@"; }
# All that is stored but the record of runs.
dump() { nbr-db dump | grep -v '^{"table":"run"'; }
kept() { dump >"$tmp/before"; }
unchanged() { dump >"$tmp/after"; same "$1" "$tmp/before" "$tmp/after"; }
# The register before any household.
fresh() { cp "$tmp/base.db" "$NBR_DB"; }
list() { nbr-household list -H -C "$@"; }
# codes COMMAND...: line, heading and code of each fault told.
codes() {
	"$@" 2>"$tmp/codes"; s=$?
	sed -n 's/^[^:]*: [^:]*:\([0-9]*\): \(\([^:]*\): \)*.*\[\(.*\)]$/\1 \3 \4/p' "$tmp/codes"
	return $s
}
# card NUMBER: the identity number these 17 digits begin.
card() {
	echo "$1" | awk '{ split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
		for (i = 1; i <= 17; i++) sum += substr($0, i, 1) * w[i]
		print $0 substr("10X98765432", sum % 11 + 1, 1) }'
}

"$top/scripts/sample-town" "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
cp "$NBR_DB" "$tmp/base.db"

# ---- the whole township, each field against awk over the file ----

iconv -f GB18030 -t UTF-8 "$tmp/in/roster.csv" | tr -d '\r' | sed '1,3d' | grep -v -e '^合计' -e '^填表人' >"$tmp/rows"
says 'a town is taken in' 0 '' nbr-household import "$tmp/in/roster.csv"
is 'all rows of it' 0 "$(wc -l <"$tmp/rows")	$(wc -l <"$tmp/rows")	0" \
    nbr-db query -H "SELECT seen, added, rejected FROM run WHERE verb = 'import' AND program = 'nbr-household'"
awk -F, '
function tags(words,	n, i, w, has, out) {
	n = split(words, w, "、")
	for (i = 1; i <= n; i++)
		has[w[i]]
	n = split("低保户 low-income 独居 living-alone 残疾 disabled 大病 sick 高龄 elderly 留守儿童 left-behind-child 监测对象 monitored 烈属 martyr-family", w, " ")
	for (i = 1; i < n; i += 2)
		if (w[i] in has)
			out = out (out == "" ? "" : ",") w[i + 1]
	return out
}
function day(s,	p) {
	gsub(/年|月|日|\//, "-", s)
	split(s, p, "-")
	return sprintf("%04d-%02d-%02d", p[1], p[2], p[3])
}
{
	if ($6 != "户主") {
		size[$2]++
		next
	}
	ids[++n] = $2
	size[$2] = 1
	class["红"] = "red"; class["黄"] = "yellow"; class["绿"] = "green"
	note = $0
	for (i = 1; i <= 12; i++)
		sub(/[^,]*,/, "", note)
	if (note ~ /^"/) {
		note = substr(note, 2, length(note) - 2)
		gsub(/""/, "\"", note)
	}
	before[$2] = $2 "\t" $3 "\t" $4 "\t" $9
	after[$2] = class[$10] "\t" tags($11) "\t" day($12) "\t" substr($8, 1, 3) ($8 == "" ? "" : "****") substr($8, 8) "\t" note
}
END {
	for (i = 1; i <= n; i++)
		print before[ids[i]] "\t" size[ids[i]] "\t" after[ids[i]]
}' "$tmp/rows" | sort >"$tmp/theirs"
list household,area,head,door,members,class,tags,since,phone,note >"$tmp/ours"
same "every household is what its row says: $(wc -l <"$tmp/theirs")" "$tmp/theirs" "$tmp/ours"

awk -F, '{
	relation["户主"] = "head"; relation["配偶"] = "spouse"; relation["子"] = "son"; relation["女"] = "daughter"
	relation["女婿"] = "son-in-law"; relation["儿媳"] = "daughter-in-law"
	relation["孙子"] = relation["孙女"] = relation["外孙"] = relation["外孙女"] = "grandchild"
	relation["父亲"] = relation["母亲"] = "parent"
	no[$2]++
	gsub(/　/, "", $5)
	gsub(/[\t\047]/, "", $7)
	print substr($2, 1, 12) "\t" substr($2, 13) + 0 "\t" no[$2] - 1 "\t" $5 "\t" relation[$6] "\t" substr($7, 1, 17)
}' "$tmp/rows" >"$tmp/theirs"
sql "SELECT village, household, 0, head, 'head', ident FROM household UNION ALL
	SELECT village, household, no, name, relation, ident FROM member ORDER BY 1, 2, 3" >"$tmp/ours"
same "every person too: $(wc -l <"$tmp/theirs")" "$tmp/theirs" "$tmp/ours"
is 'nothing to find' 0 '' nbr-household check -H
is 'nor in the database' 0 '' nbr-db check -H

nbr-db dump >"$tmp/before"
says 'the same roster again' 0 '' nbr-household import "$tmp/in/roster.csv"
nbr-db dump >"$tmp/after"
same 'changes nothing and is no run' "$tmp/before" "$tmp/after"
(head -3 "$tmp/in/roster.csv"; sed -e '1,3d' "$tmp/in/roster.csv" | LC_ALL=C sort -t, -k1.2,1r) >"$tmp/mixed.csv"
says 'nor do its rows in another order' 0 '' nbr-household import "$tmp/mixed.csv"
unchanged 'nothing changed'
cp "$NBR_DB" "$tmp/town.db"
fresh
says 'which give the same register' 0 '' nbr-household import "$tmp/mixed.csv"
cp "$NBR_DB" "$tmp/mixed.db"
sqlite3 "$tmp/town.db" 'SELECT village, household, hood, class, tags, since, next, first, head, ident, phone, door, members, note FROM household' >"$tmp/theirs"
sql 'SELECT village, household, hood, class, tags, since, next, first, head, ident, phone, door, members, note FROM household' | tr '\t' '|' >"$tmp/ours"
same 'to the last field' "$tmp/theirs" "$tmp/ours"

# Who reads messages and records sees no number of anyone.
cut -d, -f7,8 "$tmp/rows" | tr -d "\t'" | tr ',' '\n' | sed '/^$/d' >"$tmp/secrets"
fresh
sed '1,3d; s/,[^,]*,\([^,]*\),/,9,\1,/' "$tmp/rows" >"$tmp/bad.csv"
{ sed -n 3p "$tmp/in/roster.csv" | iconv -f GB18030 -t UTF-8; sed 's/户主,/头,/' "$tmp/rows"; } >"$tmp/bad.csv"
{
	nbr-household import "$tmp/bad.csv" -v
	cp "$tmp/town.db" "$NBR_DB"
	sed 's/\([0-9]\)\([0-9]\)\([0-9Xx]\),/\2\1\3,/' "$tmp/bad.csv" | nbr-household import - -v
	nbr-household list
	nbr-household list -C household,ident,phone -F json
	nbr-household export -C household,ident,phone,note --for excel
	list household -l 2000 | nbr-household members - -C name,ident
	nbr-visit-due -C household,head,phone
	nbr-db dump
} >"$tmp/said" 2>&1
is 'identity and phone numbers are masked everywhere' 1 '' grep -Fc -f "$tmp/secrets" -m1 -e none-of-them-at-all "$tmp/said"
is 'to see them needs a reason' 2 '' nbr-household show ${v}010001 --reveal
is 'which is put on record' 0 "$(awk -F, 'NR == 1 { print $7 "\t" $8 }' "$tmp/rows")" \
    nbr-household show ${v}010001 --reveal --reason '核对' -H -C ident,phone
is 'before they are shown' 0 'reveal	核对	test' sql 'SELECT verb, reason, actor FROM run ORDER BY run DESC LIMIT 1'

# ---- what a roster is refused for ----

fresh
good=$(card 43019919700101001) other=$(card 43019919700101002) third=$(card 43019919700101003)
{
	echo '户编号,区域代码,户主,身份证号,电话,门牌号,人口数,类别,特殊群体,登记日期'
	echo "${v}010001,$at,李明,$good,13900000001,1号,3,红,独居,2025-01-01"
	echo "${v}010002,$at,王强,${good%?}0,13900000002,2号,3,黄,,"
	echo "${v}010003,$at,张伟,4.30199E+17,13900000003,3号,3,绿,,"
	echo "${v}010004,$at,刘洋,,13900000004,4号,3,紫,,"
	echo "${v}010005,$at,陈静,,13900000005,5号,3,绿,独居、外星,"
	echo "${v}010006,$v.99,杨柳,,13900000006,6号,3,绿,,"
	echo "${v}010007,$at,,,13900000007,7号,3,绿,,"
	echo "${v}010008,$at,周杰,,1390000000,8号,3,绿,,"
	echo "${v}010009,$at,黄蓉,,,3月2日,3,绿,,"
	echo "${v}010010,$at,罗成,,,10号,四,绿,,"
	echo "${v}010011,$at,谭咏,,,11号,3,绿,,2026-02-30"
	echo "${v}010012,$at,彭德,,,12号,3,绿,,2026-03-11"
	echo "430121106205010013,$at,唐寅,,,13号,3,绿,,"
	echo "${v}010014,$at,邓超"
	echo "${v}01,$at,曾毅,,,15号,3,绿,,"
	echo "${v}010016,$at,肖战,123,12,16号,100,绿,,"
	echo "${v}010001,$at,李明,$other,,1号,3,红,,"
	echo "${v}010018,$at,蒋雯,$good,,18号,3,红,,"
	echo "${v}010019,$at,吴?,$third,,19号,3,红,,"
} >"$h.csv"
kept
is 'every fault of a roster is told at once' 4 "3 身份证号 id-check
4 身份证号 id-scientific
5 类别 class-unknown
6 特殊群体 tag-unknown
7 区域代码 area-unknown
8 户主 head-missing
9 电话 phone-form
10 门牌号 door-date
11 人口数 count-word
12 登记日期 date-invalid
13 登记日期 date-future
14 户编号 household-village
15  row-short
16 户编号 household-form
17 身份证号 id-length
17 电话 phone-form
17 人口数 count-range
18 户编号 duplicate
19 身份证号 id-twice
20 户主 lost-character" codes nbr-household import "$h.csv"
unchanged 'and nothing is stored'
done_testing
