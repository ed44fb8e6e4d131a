#!/bin/sh
# The register of households: a whole town's roster, then every way in and every change.
# shellcheck source=tests/lib.sh disable=SC1091,SC2016,SC2154
. "${0%/*}/lib.sh"
h=$tmp/h v=430121106002 at=430121106002.01.01.01

# All that is stored but the record of runs.
dump() { nbr-db dump | sed '/^{"table":"run"/d'; }
kept() { dump >"$tmp/before"; }
unchanged() { dump >"$tmp/after"; same "$1" "$tmp/before" "$tmp/after"; }
# The register before any household.
fresh() { db_copy base nbr; }
list() { nbr-household list -H -C "$@"; }
# codes COMMAND...: line and code of each fault told.
codes() {
	"$@" 2>"$tmp/codes"; s=$?
	sed -n 's/^[^ ]*: [^:]*:\([0-9]*\): .*\[\(.*\)]$/\1 \2/p' "$tmp/codes"
	return $s
}
# card NUMBER: the identity number these 17 digits begin.
card() {
	echo "$1" | awk '{ split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
		for (i = 1; i <= 17; i++) sum += substr($0, i, 1) * w[i]
		print $0 substr("10X98765432", sum % 11 + 1, 1) }'
}

town_in "$tmp/in"
nbr-db init --town 430121106 --name 春华镇
nbr-rule import "$top/lib/data/rulebook-example.csv"
nbr-calendar import "$top/lib/data/calendar-cn.csv"
nbr-area import "$tmp/in/areas.csv"
nbr-chief import "$tmp/in/chiefs.csv"
db_copy nbr base

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
db_copy nbr town

# A chief's households: those of the neighbourhood, or of what nobody nearer leads.
chief=$(sql "SELECT village, chief FROM post p WHERE sub % 10000 <> 0 AND sub % 100 = 0 AND NOT EXISTS (SELECT 1 FROM post q
	WHERE q.village = p.village AND q.chief = p.chief AND q.sub <> p.sub) ORDER BY 1, 2 LIMIT 1" | awk '{ printf "%s-C%02d", $1, $2 }')
is 'where each neighbourhood has its chief a group chief has none' 0 '' list household -c "$chief"
is 'a chief' 0 '' nbr-chief end ${v}-C03 --on 2026-03-01 --reason 辞职
sql "SELECT h.village * 1000000 + h.household FROM household h JOIN post p ON p.village = h.village AND p.sub = h.hood
	AND p.first <= 20260301 AND p.last >= 20260301 WHERE p.village = $v AND p.chief = 3 ORDER BY 1" >"$tmp/theirs"
list household -c ${v}-C03 --on 2026-03-01 >"$tmp/ours"
same "has had $(wc -l <"$tmp/theirs") households" "$tmp/theirs" "$tmp/ours"
is 'has none any more' 0 '' list household -c ${v}-C03
is 'for a word' 0 "$(grep ',户主,.*户口' "$tmp/rows" | cut -d, -f2,4 | tr , '\t')" list household,head 户口
is 'for signs' 0 '' list household '%'
is 'and another' 0 '' list household '1_'
is 'only the closed may be asked for' 2 '' nbr-household list -t open
db_copy town nbr

nbr-db dump >"$tmp/before"
says 'the same roster again' 0 '' nbr-household import "$tmp/in/roster.csv"
nbr-db dump >"$tmp/after"
same 'changes nothing and is no run' "$tmp/before" "$tmp/after"
kept
(head -3 "$tmp/in/roster.csv"; sed -e '1,3d' "$tmp/in/roster.csv" | LC_ALL=C sort -t, -k1.2,1r) >"$tmp/mixed.csv"
says 'nor do its rows in another order' 0 '' nbr-household import "$tmp/mixed.csv"
unchanged 'nothing changed'
fresh
says 'which give the same register' 0 '' nbr-household import "$tmp/mixed.csv"
all='SELECT village, household, hood, class, tags, since, next, first, head, ident, phone, door, members, note FROM household ORDER BY 1, 2'
sql "$all" "$(db_at town)" >"$tmp/theirs"
sql "$all" >"$tmp/ours"
same 'to the last field' "$tmp/theirs" "$tmp/ours"

# Who reads messages and records sees no number of anyone.
cut -d, -f7,8 "$tmp/rows" | tr -d "\t'" | tr ',' '\n' | sed '/^$/d' >"$tmp/secrets"
fresh
{ sed -n 3p "$tmp/in/roster.csv" | iconv -f GB18030 -t UTF-8; sed 's/户主,/头,/' "$tmp/rows"; } >"$tmp/bad.csv"
{
	nbr-household import "$tmp/bad.csv" -v
	db_copy town nbr
	sed 's/\(,430199[0-9]\{8\}\)\([0-9]\)\([0-9]\)/\1\3\2/' "$tmp/bad.csv" | nbr-household import - -v
	nbr-household list
	nbr-household list -C household,ident,phone -F json
	nbr-household export -C household,ident,phone,note --for excel
	list household -l 2000 | nbr-household members - -C name,ident
	nbr-visit-due -C household,head,phone
	nbr-db dump
} >"$tmp/said" 2>&1
is 'what is asked is told' 0 '' grep -q 'id-check' "$tmp/said"
grep -F -f "$tmp/secrets" "$tmp/said" >"$tmp/seen"
same 'with identity and phone numbers masked everywhere' /dev/null "$tmp/seen"
nbr-household set ${v}010001 --note '儿子13912345678'
is 'also in a note' 0 '儿子***********' nbr-household show ${v}010001 -H -C note
is 'which is no note for an import' 4 '' sh -c "nbr-household export -C household,note -F csv | nbr-household import - -u update"
is 'but stays what it was' 0 '儿子13912345678' nbr-household show ${v}010001 -H -C note --reveal --reason 核实
is 'to see them needs a reason' 2 '' nbr-household show ${v}010001 --reveal
is 'which is put on record' 0 "$(awk -F, 'NR == 1 { print $7 "\t" $8 }' "$tmp/rows")" \
    nbr-household show ${v}010001 --reveal --reason '核对' -H -C ident,phone
is 'before they are shown' 0 'reveal	test' sql "SELECT verb, actor FROM run WHERE reason = '核对'"
is 'with what was asked for' 0 "show ${v}010001 -C ident,phone" sql "SELECT source FROM run WHERE reason = '核对'"
nbr-household export -A 金鼎山社区 --persons -k red --reveal --reason 上报 -o "$tmp/all.csv" -F csv
is '... of a file too' 0 "export -o $tmp/all.csv -A 金鼎山社区 -k red --persons" sql "SELECT source FROM run WHERE reason = '上报'"
is 'a number is found by its end' 0 "$(awk -F, '$2 ~ /020013$/ { print $2 }' "$tmp/rows" | sort -u)" list household 020013
is 'of four digits' 0 "$(awk -F, '$2 ~ /0013$/ { print $2 }' "$tmp/rows" | sort -u)" list household 0013
is 'not of three' 0 '' list household 013
nbr-household list 李明 -l 1 --reveal --reason 来访 >"$tmp/out"
is '... but whom one looks for' 0 'list .. -l 1' sql "SELECT source FROM run WHERE reason = '来访'"

# ---- what a roster is refused for ----

fresh
good=$(card 43019919700101001) other=$(card 43019919700101002) third=$(card 43019919700101003)
{
	echo '户编号,区域代码,户主,身份证号,电话,门牌号,人口数,类别,特殊群体,登记日期'
	echo "${v}010001,$at,李明,$good,13900000001,1号,3,红,独居,2025-01-01"
	echo "${v}010002,$at,王强,${good%?}0,13900000002,2号,3,黄,,"
	echo "${v}010003,$at,张伟,430199209901011231,13900000003,3号,3,绿,,"
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
says 'every fault of a roster is told at once' 4 "nbr-household: $h.csv:3: 身份证号: 430199********0010: the last character does not fit the others [id-check]
    compare with the card: a digit is wrong or two are swapped
nbr-household: $h.csv:4: 身份证号: 430199********1231: the birth day in it has not come yet [id-future]
    compare with the card
nbr-household: $h.csv:5: 类别: 紫: no such class in the rulebook of that day [class-unknown]
    nbr-rule list class shows them
nbr-household: $h.csv:6: 特殊群体: 外星: no such tag in the rulebook of that day [tag-unknown]
    nbr-rule list tag shows them
nbr-household: $h.csv:7: 区域代码: 430121106002.99: no such area [area-unknown]
    import the areas first; nbr-area list shows them
nbr-household: $h.csv:8: 户主: the household has no head [head-missing]
    name the head
nbr-household: $h.csv:9: 电话: 13******00: not a phone number [phone-form]
    11 digits of a mobile, or area code and number of a landline
nbr-household: $h.csv:10: 门牌号: 3月2日: a spreadsheet turned this number into a date; perhaps it was 3-2 [door-date]
    format the column as text and enter the numbers again, such as 3-2; a door number that truly has five digits is written with the word for number after it
nbr-household: $h.csv:11: 人口数: 四: is a word, not digits [count-word]
    write it with digits: 4
nbr-household: $h.csv:12: 登记日期: 2026-02-30: there is no such day [date-invalid]
    correct the day
nbr-household: $h.csv:13: 登记日期: 2026-03-11: the day has not come yet [date-future]
    correct the day, or run it with --on on that day
nbr-household: $h.csv:14: 户编号: 430121106205010013: the household's number begins with another village [household-village]
    correct the number or the area
nbr-household: $h.csv:15: the row has fewer cells than the heading [row-short]
    fill the row up, or remove line ends within it
nbr-household: $h.csv:16: 户编号: 43012110600201: is not the number of a household [household-form]
    18 digits, or village-H0042
nbr-household: $h.csv:17: 身份证号: 123: an identity number has 18 characters [id-length]
    compare with the card
nbr-household: $h.csv:17: 电话: 12: not a phone number [phone-form]
nbr-household: $h.csv:17: 人口数: 100: is out of range [count-range]
    a household has 1 to 99 members, a person 0 to 150 years, an activity up to 100000 residents
nbr-household: $h.csv:18: 户编号: 430121106002010001: stands twice in this file [duplicate]
    remove one of the rows; where each row is a person it needs the relation to the head
nbr-household: $h.csv:19: 身份证号: 430199********0016: this identity number belongs to another household [id-twice]
    find out where the person lives; one person, one household
nbr-household: $h.csv:20: 户主: 吴?: a character was lost and became ? [lost-character]
    save as CSV UTF-8, not as ANSI, and enter what was lost again
    nothing was stored: 18 of 19 rows are bad; --rejects FILE sets them aside and stores the others" nbr-household import "$h.csv"
unchanged 'and nothing is stored'
is 'a dry run says the same' 4 '' nbr-household import "$h.csv" -n
sed 's/^nbr-household: //' "$tmp/err" >"$tmp/dry"
is 'as the real one' 4 '' nbr-household import "$h.csv"
sed 's/^nbr-household: //' "$tmp/err" >"$tmp/real"
same 'word for word' "$tmp/dry" "$tmp/real"
is 'so it does with bad rows set aside' 3 '' nbr-household import "$h.csv" -n -r "$h.rejects"
unchanged 'and stores nothing'
is 'nor writes a reject file' 1 '' test -e "$h.rejects"
is 'good rows are stored, bad ones set aside' 3 '' nbr-household import "$h.csv" -r "$h.rejects"
is 'the one that was good' 0 "${v}010001	李明	1号	3	red	living-alone	2025-01-01" list household,head,door,members,class,tags,since
is 'the others with what is wrong' 0 'nbr_line,nbr_column,nbr_code,nbr_message,户编号,区域代码
3,身份证号,id-check,the last character does not fit the others,'\''430121106002010002,'\''430121106002.01.01.01' \
    sh -c 'sed "1s/^...//; s/\r//; 2q" "$1" | cut -d, -f1-6' sh "$h.rejects"
is 'all 18 of them' 0 '18' sh -c 'sed 1d "$1" | wc -l' sh "$h.rejects"
kept
is 'unchanged they are refused again' 3 '' nbr-household import "$h.rejects" -r "$h.again"
unchanged 'and nothing changes'
own='s/^[^,]*,[^,]*,[^,]*,\("[^"]*"\|[^,"]*\),//'
sed "$own" "$h.rejects" >"$tmp/cells"
sed "$own" "$h.again" >"$tmp/again"
same 'the rows are the same' "$tmp/cells" "$tmp/again"
sed -n '1p; 4s/紫/黄/p; 6s/\.99/.01/p; 10s/四/4/p' "$h.rejects" >"$h.mended.csv"
says 'corrected they are taken' 0 '' nbr-household import "$h.mended.csv"
is 'as they are now' 0 "${v}010001	李明	3	red
${v}010004	刘洋	3	yellow
${v}010006	杨柳	3	green
${v}010010	罗成	4	green" list household,head,members,class

# ---- what spreadsheets do to cells ----

fresh
# Several telephones of a cell are kept, with what is said of them, and masked.
printf '%s\n' '户编号,区域代码,户主,电话' \
    "${v}010001,$at,李明,13800138000/１３９００１３９０００（儿子）" "${v}010002,$at,王强,073184086001" \
    "${v}010003,$at,张伟,\"13800138000，0731 84086001-12;138 0013 8001 女儿\"" >"$h.csv"
says 'several telephones' 0 '' nbr-household import "$h.csv"
says 'again' 0 '' nbr-household import "$h.csv"
is 'all are stored' 0 '13800138000/13900139000(儿子)
0731-84086001
13800138000/0731-84086001-12/13800138001(女儿)' sql 'SELECT phone FROM household ORDER BY household'
is 'and masked' 0 '138****8000/139****9000(儿子)
0731-****6001
138****8000/0731-****6001-**/138****8001(女儿)' list phone
echo "13800138002、84086001" >"$tmp/phone"
is 'no area code is known' 4 '' nbr-household set "${v}010001" --phone-file "$tmp/phone"
nbr-db set phone_area 0731
is 'now it is' 0 '' nbr-household set "${v}010001" --phone-file "$tmp/phone"
is 'and put before the number' 0 '13800138002/0731-84086001' \
    sql 'SELECT phone FROM household WHERE household = 10001'
printf '%s\n' '户编号,区域代码,户主,电话' "${v}010001,$at,李明,73184086001" "${v}010002,$at,王强,84086002" \
    "${v}010003,$at,张伟,7968408600" "${v}010004,$at,刘洋,13800138000.0" "${v}010005,$at,陈静,1.38E+10" \
    "${v}010006,$at,杨柳,１３８００１３８０００，１" "${v}010007,$at,周杰,13800138000/13800138001/13800138002/13800138003/13800138004" >"$h.csv"
says 'a landline without its zero' 4 "nbr-household: $h.csv:2: 电话: 731****6001: a landline without its area code, completed with that of the town [phone-area]
nbr-household: $h.csv:3: 电话: 84****02: a landline without its area code, completed with that of the town [phone-area]
nbr-household: $h.csv:4: 电话: 79******00: a landline without its leading zero [phone-zero]
    write it with the area code: 0731-84086001
nbr-household: $h.csv:5: 电话: 138*****000.0: a spreadsheet took the number for an amount and added a decimal point [phone-decimal]
    format the column as text and enter the numbers again
nbr-household: $h.csv:6: 电话: 1.38E+10: a spreadsheet turned this number into scientific notation; digits are lost [phone-scientific]
    format the column as text and enter the numbers again
nbr-household: $h.csv:7: 电话: １３８*****０００，１: not a phone number [phone-form]
    11 digits of a mobile, or area code and number of a landline
nbr-household: $h.csv:8: 电话: 138********/***********/***********/****: more phone numbers, or longer remarks, than a cell keeps [phone-many]
    at most 4 numbers; put the others into the note
    nothing was stored: 5 of 7 rows are bad; --rejects FILE sets them aside and stores the others" nbr-household import -v --on-duplicate update "$h.csv"

# Doors and groups that became dates, and characters that were lost.
fresh
printf '%s\n' '户编号,村,片,组,邻,户主,门牌号' "${v}010001,金鼎山社区,第一片,第一组,3月2日,李明,1号" \
    "${v}010002,金鼎山社区,第一片,2-Mar,谢家屋场,王强,1号" "${v}010003,金鼎?社区,第一片,第一组,谢家屋场,张伟,1号" \
    "${v}010004,金鼎山社区,第一片,第一组,谢家屋场,刘洋,45353" "${v}010005,金鼎山社区,第一片,第一组,谢家屋场,陈静,?家湾" \
    "${v}010006,金鼎山社区,第一片,第一组,谢家屋场,杨柳,3-2" >"$h.csv"
is 'they are named' 4 '2 door-date
3 door-date
4 lost-character
5 door-date
6 lost-character' codes nbr-household import "$h.csv"
is 'with what they were' 0 '3-2
3-2
3-2' sed -n 's/.*perhaps it was \(.*\) \[door-date]/\1/p' "$tmp/codes"
is 'the others are taken' 3 '' nbr-household import "$h.csv" -r "$h.rejects"
is 'and what it was is told in the reject file' 0 '3' grep -c 'perhaps it was 3-2' "$h.rejects"
is 'a door is stored' 0 "${v}010006	3-2" list household,door

# The tails of identity numbers.
fresh
zeroed=430199198503121000 lucky=$(for n in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do card "430199198503${n}100"; done | grep '000$')
printf '%s\n' '户编号,区域代码,户主,身份证号' "${v}010001,$at,李明,$zeroed" >"$h.csv"
says 'that became 000' 4 "nbr-household: $h.csv:2: 身份证号: 430199********1000: the last digits became 000: a spreadsheet keeps only 15 [id-zeroed]
    format the column as text and enter the numbers again
    nothing was stored: 1 of 1 rows are bad; --rejects FILE sets them aside and stores the others" nbr-household import "$h.csv"
printf '%s\n' '户编号,区域代码,户主,身份证号' "${v}010002,$at,王强,$(echo "$lucky" | sed q)" >"$h.csv"
says 'one that is right by chance is stored' 0 "nbr-household: $h.csv:2: 身份证号: 430199********1000: the last digits became 000: a spreadsheet keeps only 15 [id-zeroed]
    format the column as text and enter the numbers again
nbr-household: $h.csv (UTF-8, headings in line 1): 1 read, 1 new, 0 changed, 0 as they were, 0 skipped, 0 set aside; 0 no records" \
    nbr-household import -v "$h.csv"
is 'as it is' 0 "$(echo "$lucky" | sed 's/.$//; q')" sql 'SELECT ident FROM household'

# ---- what an identity number says beside the other columns ----

# Of 1985-03-12; a man; on NBR_TODAY 40 years old.
fresh
man=$(card 43019919850312123) woman=$(card 43019919850312124)
person() { echo "${v}01$1,$at,$2,$3,$4,$5,$6"; }
{
	echo '户编号,区域代码,户主,身份证号,性别,出生日期(年月日),年龄'
	person 0001 李明 "$man" 男 1985-03-12 40
	person 0002 王强 "$woman" 女 1985年3月 41岁
	person 0003 张伟 "$man" 女 1985.3.13 44
	person 0004 刘洋 "$man" 男性 19850312 38
	person 0005 陈静 '' 女 1985/3/12 12
	person 0006 杨柳 "$woman" 不明 1985-02-30 一岁
	person 0007 罗成 "$(card 43019919850312125)" 男 "" 39
	person 0008 谭咏 "$(card 43019919850312126)" "" 31119 ""
} >"$h.csv"
says 'sex, birth day and age are compared' 4 "nbr-household: $h.csv:4: 性别: 女: the identity number is that of the other sex [id-sex]
    one of the two is wrong: compare with the card
nbr-household: $h.csv:4: 出生日期(年月日): 1985.3.13: the identity number has another birth day [id-birth]
    one of the two is wrong: compare with the card
nbr-household: $h.csv:4: 年龄: 44: by the identity number the age is another one [id-age]
    one of the two is wrong: compare with the card
nbr-household: $h.csv:5: 年龄: 38: by the identity number the age is another one [id-age]
nbr-household: $h.csv:7: 性别: 不明: is none of these words: 男 女 [word-unknown]
nbr-household: $h.csv:7: 出生日期(年月日): 1985-02-30: there is no such day [date-invalid]
    correct the day
nbr-household: $h.csv:7: 年龄: 一岁: is a word, not digits [count-word]
    write it with digits: 4
nbr-household: $h.csv:9: 出生日期(年月日): 31119: the identity number has another birth day [id-birth]
    nothing was stored: 4 of 8 rows are bad; --rejects FILE sets them aside and stores the others" nbr-household import --on 2025-06-01 "$h.csv"
# The ages by day, in steps of a day about the birthday: years less one up to 虚岁.
for on in 2025-03-11 2025-03-12 2025-12-31 2026-01-01; do
	years=$(echo "$on 1985-03-12" | awk '{ split($1, a, "-"); split($2, b, "-")
		print a[1] - b[1] - (a[2] * 100 + a[3] < b[2] * 100 + b[3]) }')
	nominal=$((${on%%-*} - 1985 + 1))
	for age in $((years - 2)) $((years - 1)) "$nominal" $((nominal + 1)); do
		{ echo '户编号,区域代码,户主,身份证号,年龄'; echo "${v}010001,$at,李明,$man,$age"; } >"$h.csv"
		if [ "$age" -ge $((years - 1)) ] && [ "$age" -le "$nominal" ]; then want=0; else want=4; fi
		is "$age years on $on" $want '' nbr-household import -n --on "$on" "$h.csv"
	done
done
# A person of a roster of persons is compared as the head is.
printf '%s\n' '户编号,区域代码,姓名,与户主关系,身份证号,性别' "${v}010001,$at,李明,户主,$man,男" "${v}010001,$at,王芳,妻,$woman,男" >"$h.csv"
is 'also of members' 4 '3 id-sex' codes nbr-household import "$h.csv"
is 'they are no columns of the output' 2 '' nbr-household list -C sex

# ---- encodings ----

fresh
printf '户编号,区域代码,户主,身份证号\r\n%s,%s,李𬭎,%s\r\n' "${v}010001" "$at" "$good" >"$h.utf8"
says 'UTF-8' 0 '' nbr-household import "$h.utf8"
is 'is read' 0 "${v}010001	李𬭎" list household,head
{ printf '\357\273\277'; cat "$h.utf8"; } >"$h.bom"
iconv -f UTF-8 -t GB18030 "$h.utf8" >"$h.gb"
iconv -f UTF-8 -t UTF-16 "$h.utf8" >"$h.utf16"
{ printf '\376\377'; iconv -f UTF-8 -t UTF-16BE "$h.utf8"; } >"$h.utf16be"
tr ',' '\t' <"$h.utf8" >"$h.tsv"
kept
for form in bom gb utf16 utf16be tsv; do
	says "$form" 0 '' nbr-household import "$h.$form"
	unchanged 'is the same'
done
says 'standard input' 0 '' sh -c 'nbr-household import - <"$1"' sh "$h.gb"
unchanged 'is the same'

# ---- rows without a number ----

fresh
{
	echo '村,屋场,户主,身份证号,门牌号,人口数,类别'
	echo "金鼎山社区,谢家屋场,李明,$good,1号,3,红"
	echo '金鼎山社区,谢家屋场,王强,,2号,2,绿'
	echo '金鼎山社区,谢家屋场,王强,,3号,1,绿'
	echo '九木村,,赵云,,,4,绿'
} >"$h.csv"
says 'numbers are given' 0 '' nbr-household import "$h.csv"
is 'village by village' 0 "$v-H0001	$at	李明	1号	3
$v-H0002	$at	王强	2号	2
$v-H0003	$at	王强	3号	1
430121106202-H0001	430121106202	赵云		4" list household,area,head,door,members
kept
says 'the same rows are known' 0 '' nbr-household import "$h.csv"
unchanged 'and change nothing'
sed 's/李明/李民/; s/2号,2/2号,5/; s/3号/4号/' "$h.csv" >"$h.2.csv"
is 'by identity number, or by head and door' 4 '2 exists
3 exists' codes nbr-household import "$h.2.csv"
is 'naming what' 0 "nbr-household: $h.2.csv:2: 户主: 李民: is stored already, with other values [exists]
nbr-household: $h.2.csv:3: 人口数: 5: is stored already, with other values [exists]" grep exists "$tmp/codes"
unchanged 'and refused when other values are stored'
says 'skip leaves them' 0 '' nbr-household import "$h.2.csv" --on-duplicate skip
is 'and takes what is new' 0 "$v-H0001	李明	1号	3
$v-H0002	王强	2号	2
$v-H0003	王强	3号	1
$v-H0004	王强	4号	1
430121106202-H0001	赵云		4" list household,head,door,members
says 'update takes the new values' 0 '' nbr-household import "$h.2.csv" --on-duplicate update
is 'as they are' 0 "$v-H0001	李民	1号	3
$v-H0002	王强	2号	5" list household,head,door,members -l 2
echo '金鼎山社区,谢家屋场,孙权,,9号,2,绿' >"$tmp/twin"
{ cat "$h.csv" "$tmp/twin" "$tmp/twin"; } >"$h.3.csv"
is 'a row that stands twice is refused' 4 '7 duplicate' sh -c 'nbr-household import "$1" --on-duplicate skip 2>"$2"; s=$?
	sed -n "s/.*:\([0-9]*\): .*\[\(.*\)]$/\1 \2/p" "$2"; exit $s' sh "$h.3.csv" "$tmp/codes"

# ---- members ----

fresh
row() { echo "$1,$at,$2,$3,$4,${5-}"; }
{
	echo '户编号,区域代码,户主,姓名,与户主关系,身份证号'
	row ${v}010001 李明 李明 户主 "$good"
	row ${v}010001 李明 王芳 妻 "$other"
	row ${v}010001 李明 李想 长子
	row ${v}010002 王强 王强 户主
} >"$h.csv"
says 'a roster of persons' 0 '' nbr-household import "$h.csv"
is 'counts them' 0 "${v}010001	李明	3
${v}010002	王强	1" list household,head,members
is 'by household, the head first' 0 "${v}010001	0	李明	head
${v}010001	1	王芳	spouse
${v}010001	2	李想	son
${v}010002	0	王强	head" nbr-household members ${v}010002 ${v}010001 -H -C household,no,name,relation
kept
says 'again' 0 '' nbr-household import "$h.csv"
unchanged 'nothing changes'
{
	sed 1q "$h.csv"
	row ${v}010001 李明 李小 次女
	row ${v}010002 王强 陈静 配偶
} >"$h.2.csv"
says 'persons of a household that is there' 0 '' nbr-household import "$h.2.csv"
is 'join it' 0 "${v}010001	4
${v}010002	2" list household,members
is 'after the others' 0 '3	李小	daughter' sh -c "nbr-household members ${v}010001 -H -C no,name,relation | tail -1"
is 'the count is right' 1 '' sh -c 'nbr-household check -H | grep members-count' 
{
	sed 1q "$h.csv"
	row ${v}010003 张三 张三 妻
	row ${v}010004 张四 张四 户主
	row ${v}010004 张四 张子 子
	row ${v}010004 张四 张子 子
	row ${v}010005 张五 张五 户主 "$other"
	row ${v}010005 张五 张女 女
	row ${v}010004 张四 李明 其他 "$good"
	row ${v}010001 李明 李想 女婿
	row ${v}010006 张六 张六 户主 "$third"
	row ${v}010006 张六 张妻 妻 "$third"
	row ${v}010006 张六 张二 亲家
	row ${v}010006 张六 "" 子
} >"$h.3.csv"
kept
is 'faults of persons' 4 '2 member-orphan
5 duplicate
6 id-twice
7 member-orphan
8 id-twice
9 exists
11 id-twice
12 word-unknown
13 missing' codes nbr-household import "$h.3.csv"
is 'the relation is another' 0 "nbr-household: $h.3.csv:9: 与户主关系: 女婿: is stored already, with other values [exists]" grep '\[exists\]' "$tmp/codes"
unchanged 'store nothing'
is 'the others are taken' 3 '' nbr-household import "$h.3.csv" -r "$h.rejects"
is 'and counted' 0 "${v}010004	2
${v}010006	1" sh -c 'nbr-household list -H -C household,members | tail -2'
says 'a relation is corrected' 0 '' sh -c 'sed -n "1p; 9p" "$1" | nbr-household import - --on-duplicate update' sh "$h.3.csv"
is 'in place' 0 '2	李想	son-in-law' sh -c "nbr-household members ${v}010001 -H -C no,name,relation | sed -n 3p"
{
	sed 1q "$h.csv"
	row ${v}010001 李明 李小 女 "$third"
	row ${v}010002 王强 陈静 配偶 "$good"
	row ${v}010001 李明 李想 女婿 "$(card 43019919700101005)"
} >"$h.4.csv"
is 'nor may an update give a number that is taken' 4 '2 id-twice
3 id-twice' codes nbr-household import "$h.4.csv" --on-duplicate update
is 'but another one' 0 '' sh -c 'sed "2,3d" "$1" | nbr-household import - --on-duplicate update' sh "$h.4.csv"
is 'nothing to find' 0 '' nbr-db check -H

# A count that was written stays when the people of others are listed.
fresh
printf '户编号,区域代码,户主,人口数\n%s,%s,李明,3\n%s,%s,王强,2\n' ${v}010001 $at ${v}010002 $at >"$h.cards.csv"
says 'counts without people' 0 '' nbr-household import "$h.cards.csv"
says 'people of one household' 0 '' sh -c 'sed -n "1p; 5p" "$1" | sed "\$s/010002/010003/" | nbr-household import -' sh "$h.csv"
is 'are counted there alone' 0 "${v}010001	3
${v}010002	2
${v}010003	1" list household,members

# One identity number, one household: in a file, in the register, head or member.
says 'a member' 0 '' sh -c 'sed -n "1p; 3p" "$1" | nbr-household import -' sh "$h.csv"
printf '户编号,区域代码,户主,身份证号\n%s,%s,王芳,%s\n' ${v}010009 $at "$other" >"$h.member.csv"
is 'is no head elsewhere' 4 '2 id-twice' codes nbr-household import "$h.member.csv"
echo "$other" >"$tmp/ident"
says 'nor by hand' 6 'nbr-household: ident: this identity number belongs to another household [id-twice]
    find out where the person lives; one person, one household' nbr-household set 010002 --ident-file "$tmp/ident"
is 'nor when added' 6 '' nbr-household add -A $at --head 王芳 --ident-file "$tmp/ident"
printf '户编号,区域代码,户主,身份证号\n%s,%s,王强,%s\n' ${v}010002 $at "$other" >"$h.member.csv"
is 'nor by an update' 4 '2 id-twice' codes nbr-household import "$h.member.csv" --on-duplicate update

# ---- changes by hand ----

fresh
cat >"$h.csv" <<E2
户编号,区域代码,户主,类别,特殊群体,登记日期
${v}010001,$at,李明,绿,残疾,2025-01-01
${v}010002,$at,王强,黄,,2025-01-01
430121106202010001,430121106202.01.01.01,赵云,绿,,2025-01-01
E2
nbr-household import "$h.csv"
state() { is "$1" 0 "$3" nbr-household show 106002010001 -H -C class,tags,area --on "$2"; }
was() { is "$1" 0 "$2" nbr-household history 106002010001 -H -C what,area,class,tags,first,last,reason; }
says 'another class' 0 '' nbr-household classify ${v}010001 -k 红 --on 2026-02-01 --reason 独居
says 'the same again' 0 '' nbr-household classify ${v}010001 -k red --on 2026-02-01 --reason 独居
state 'the day before' 2026-01-31 "green	disabled	$at"
state 'the day' 2026-02-01 "red	disabled	$at"
was 'history' "class		green		2025-01-01	2026-01-31	独居
class		red		2026-02-01		独居"
is 'lists are as of a day' 0 "${v}010001" list household -k red --on 2026-02-01
is 'so they were before' 0 "${v}010001
430121106202010001" list household -k green --on 2026-01-31
says 'the day before is refused' 6 'nbr-household: what holds now began on 2026-02-01; no change comes before it: that cannot be done in the state it is in [state]' \
    nbr-household classify ${v}010001 -k yellow --on 2026-01-31
is 'so is the first day' 6 '' nbr-household classify ${v}010001 -k yellow --on 2025-01-01
is 'and the class it has now' 6 '' nbr-household classify ${v}010001 -k red --on 2026-01-31
says 'a mistake is put right on its day' 0 '' nbr-household classify ${v}010001 -k yellow --on 2026-02-01 --reason 更正
was 'history of days before is as it was' "class		green		2025-01-01	2026-01-31	独居
class		yellow		2026-02-01		更正"
says 'or taken back' 0 '' nbr-household classify ${v}010001 -k green --on 2026-02-01
was 'then nothing was' ''
says 'on the first day' 0 '' nbr-household classify ${v}010001 -k red --on 2025-01-01
was 'a household simply is what it is said to be' ''
state 'from then on' 2025-01-01 "red	disabled	$at"
says 'a change' 0 '' nbr-household classify ${v}010001 -k green --on 2026-02-01
says 'and back, later' 0 '' nbr-household classify ${v}010001 -k red --on 2026-02-11
was 'is history' 'class		red		2025-01-01	2026-01-31	
class		green		2026-02-01	2026-02-10	
class		red		2026-02-11		'
is 'nothing to find' 0 '' nbr-db check -H

says 'tags' 0 '' nbr-household tag ${v}010001 --tag sick,elderly --on 2026-02-05
says 'one goes' 0 '' nbr-household tag ${v}010001 --tag 大病 --remove --on 2026-02-15
state 'before' 2026-02-04 "green	disabled	$at"
state 'meanwhile' 2026-02-14 "red	disabled,sick,elderly	$at"
state 'after' 2026-02-15 "red	disabled,elderly	$at"
is 'a tag of a day now past' 0 "${v}010001" list household --tag sick --on 2026-02-10
is 'before its day it is not taken away' 6 '' nbr-household tag ${v}010001 --tag elderly --remove --on 2026-02-04
is 'nor added within a time it was there' 6 '' nbr-household tag ${v}010001 --tag sick --on 2026-02-10
is 'nor removed there' 6 '' nbr-household tag ${v}010001 --tag sick --remove --on 2026-02-10
says 'added and removed on a day' 0 '' nbr-household tag ${v}010001 --tag monitored
says 'is nothing' 0 '' nbr-household tag ${v}010001 --tag monitored --remove
says 'removed and added on a day' 0 '' nbr-household tag ${v}010001 --tag disabled --remove
says 'is nothing either' 0 '' nbr-household tag ${v}010001 --tag disabled
says 'and again after a break of none' 0 '' nbr-household tag ${v}010001 --tag sick --on 2026-02-15
is 'history of tags' 0 'tag	sick	2026-02-05	
tag	elderly	2026-02-05	' sh -c "nbr-household history ${v}010001 -H -C what,tags,first,last | grep ^tag"
is 'an unknown tag' 2 '' nbr-household tag ${v}010001 --tag martian
is 'no tag' 2 '' nbr-household tag ${v}010001
is 'no class' 2 '' nbr-household classify ${v}010001
is 'an unknown class' 2 '' nbr-household classify ${v}010001 -k 紫

says 'moved' 0 '' nbr-household move ${v}010001 -A $v.01.01.02 --on 2026-03-01
state 'the day before it lived there' 2026-02-28 "red	disabled,sick,elderly	$at"
state 'now here' 2026-03-01 "red	disabled,sick,elderly	$v.01.01.02"
is 'its old neighbours' 0 "${v}010002" list household -A $at
is 'as they were' 0 "${v}010001
${v}010002" list household -A $at --on 2026-02-28
is 'not to another village' 6 '' nbr-household move ${v}010001 -A 430121106202.01.01.01
is 'nor to all of them' 6 '' nbr-household move ${v}010001 -A 430121106
is 'nor to nowhere' 5 '' nbr-household move ${v}010001 -A $v.77
says 'a tail that fits two' 5 'nbr-household: household 010001: 430121106002010001, 430121106202010001: several records fit [ambiguous]
    write more of it' nbr-household classify 010001 -k red
is 'one that fits none' 5 '' nbr-household classify 990001 -k red
is 'one bad name stops all' 5 '' nbr-household classify ${v}010002 990001 -k red
is 'nothing is stored' 0 'yellow' nbr-household show ${v}010002 -H -C class

says 'closed' 0 '' nbr-household close ${v}010002 --on 2026-03-05 --reason 迁往长沙
is 'on its last day it is there' 0 "${v}010002" list household -A $at --on 2026-03-05
is 'then no more' 0 '' list household -A $at --on 2026-03-06
is 'but shown' 0 '2026-03-05	迁往长沙' nbr-household show ${v}010002 -H -C last,note
is 'and listed with the closed ones' 0 "${v}010002" list household -A $at -t closed
is 'not closed twice' 6 '' nbr-household close ${v}010002 --on 2026-03-05 --reason 迁往长沙
is 'nor changed later' 6 '' nbr-household classify ${v}010002 -k red
is 'a reason is needed' 2 '' nbr-household close ${v}010001

is 'a new household is shown' 0 "$v-H0001	钱七	green	living-alone	2026-03-10	1" \
    nbr-household add -A $at --head 钱七 -k green --tag 独居 -H -C household,head,class,tags,since,members
is 'a dry run shows the next' 0 "$v-H0002" nbr-household add -A $at --head 孙八 -n -H -C household
is 'and stores none' 0 "$v-H0002" nbr-household add -A $at --head 孙八 -H -C household
is 'no area' 2 '' nbr-household add --head 孙八
is 'a town is too much' 6 '' nbr-household add -A 430121106 --head 孙八
is 'no head' 2 '' nbr-household add -A $at
echo 1380013800 >"$tmp/phone"
says 'a wrong number' 4 'nbr-household: phone: not a phone number [phone-form]
    11 digits of a mobile, or area code and number of a landline' nbr-household set H0001 --phone-file "$tmp/phone"
echo 13800138000 >"$tmp/phone"
says 'a right one' 0 '' nbr-household set $v-H0001 --phone-file "$tmp/phone" --door 7号 --members 2 --note 新户
is 'is on the card' 0 '138****8000	7号	2	新户	钱七' nbr-household show $v-H0001 -H -C phone,door,members,note,head
is 'nothing to correct' 2 '' nbr-household set $v-H0001
is 'an empty file' 2 '' nbr-household set $v-H0001 --phone-file /dev/null
says 'what is no file' 2 "nbr-household: --phone-file: $tmp: Is a directory
    Try 'nbr-household set --help'." nbr-household set $v-H0001 --phone-file "$tmp"
kept
says 'again' 0 '' nbr-household set $v-H0001 --phone-file "$tmp/phone" --door 7号
unchanged 'nothing changes'

# ---- once ----

says 'under a reference' 0 '' nbr-household classify $v-H0001 -k red --ref r1
nbr-db dump >"$tmp/before"
says 'the same request is done once' 0 '' nbr-household classify $v-H0001 -k red --ref r1
nbr-db dump >"$tmp/after"
same 'and on record once' "$tmp/before" "$tmp/after"
says 'another one is refused' 6 'nbr-household: r1: this reference was used for another request [ref-used]
    choose another --ref' nbr-household classify $v-H0001 -k yellow --ref r1
is 'also for another household' 6 '' nbr-household classify $v-H0002 -k red --ref r1
says 'an import too' 0 '' nbr-household import "$h.csv" --on-duplicate skip --ref r2
echo "${v}010011,$at,周九,绿,,2025-01-01" >>"$h.csv"
says 'is done' 0 '' nbr-household import "$h.csv" --on-duplicate skip --ref r2
is 'once' 6 '' nbr-household import "$h.utf8" --ref r2
{ cat "$h.csv"; printf '%s\n' "${v}010012,$at,吴十,绿,,2025-01-01" "${v}010013,$at,郑一,橙,,2025-01-01"; } >"$h.part.csv"
is 'of a part' 3 '7 class-unknown' codes nbr-household import "$h.part.csv" --on-duplicate skip --ref r3 -r "$tmp/aside.csv"
run=$(sql "SELECT village || '-R' || no FROM run WHERE ref = 'r3'")
rm "$tmp/aside.csv"
says 'the rest is not done by doing it again' 3 "nbr-household: $h.part.csv: done before under --ref r3, as run $run; 1 rows were set aside, and the reject file is not written again" \
    nbr-household import "$h.part.csv" --on-duplicate skip --ref r3 -r "$tmp/aside.csv"
is 'no reject file' 1 '' test -e "$tmp/aside.csv"
says 'of a whole nothing is left' 0 'nbr-household: done before under --ref r2; nothing was done' nbr-household import -v "$h.csv" --on-duplicate skip --ref r2

# ---- a roster that changes what is dated ----

fresh
nbr-household import "$h.csv"
sed "/010002/d; s/绿,残疾/红,大病/; s/$at,李/$v.01.01.02,李/" "$h.csv" >"$h.2.csv"
is 'refused' 4 '2 exists' codes nbr-household import "$h.2.csv"
is 'for its place' 0 "nbr-household: $h.2.csv:2: 区域代码: $v.01.01.02: is stored already, with other values [exists]" sed 1q "$tmp/codes"
says 'skipped' 0 '' nbr-household import "$h.2.csv" --on-duplicate skip
was 'nothing was' ''
says 'updated' 0 '' nbr-household import "$h.2.csv" --on-duplicate update
was 'each change begins that day' "class		green		2025-01-01	2026-03-09	import
hood	$at			2025-01-01	2026-03-09	import
tag			disabled	2025-01-01	2026-03-09	import
class		red		2026-03-10		import
hood	$v.01.01.02			2026-03-10		import
tag			sick	2026-03-10		import"
state 'now' 2026-03-10 "red	sick	$v.01.01.02"
state 'before' 2026-03-09 "green	disabled	$at"
nbr-db dump >"$tmp/before"
says 'and again' 0 '' nbr-household import "$h.2.csv" --on-duplicate update
nbr-db dump >"$tmp/after"
same 'changes nothing more' "$tmp/before" "$tmp/after"
sed -i 's/红,大病,2025-01-01/红,大病,2024-07-01/' "$h.2.csv"
is 'another first day' 4 '2 exists' codes nbr-household import "$h.2.csv"
is 'is what' 0 "nbr-household: $h.2.csv:2: 登记日期: 2024-07-01: is stored already, with other values [exists]" sed 1q "$tmp/codes"
says 'is taken' 0 '' nbr-household import "$h.2.csv" --on-duplicate update
state 'it holds from then on' 2024-07-01 "green	disabled	$at"
nbr-db dump >"$tmp/before"
says 'again' 0 '' nbr-household import "$h.2.csv" --on-duplicate update
nbr-db dump >"$tmp/after"
same 'nothing changes' "$tmp/before" "$tmp/after"
sed -i 's/大病,2024-07-01/大病,2026-03-10/' "$h.2.csv"
is 'but not one after a change' 4 '2 state' codes nbr-household import "$h.2.csv" --on-duplicate update --on 2026-03-11
says 'one is closed' 0 '' nbr-household close ${v}010001 --reason 迁出
says 'its row is as it was' 0 '' sh -c 'sed "s/2026-03-10/2024-07-01/" "$1" | nbr-household import -' sh "$h.2.csv"
sed -i 's/红/黄/' "$h.2.csv"
is 'but not for new values' 4 '2 state' codes nbr-household import "$h.2.csv" --on-duplicate update
is 'nothing to find' 0 '' nbr-db check -H

# ---- findings ----

sql "UPDATE household SET class = 0 WHERE household = 10011; UPDATE household SET last = 99991231;
	UPDATE household SET members = 4 WHERE village = $v AND household = 10001;
	INSERT INTO member SELECT village, household, 1, '某', 43019919700101001, 'son', '', 1 FROM household WHERE village = $v AND household = 10001;
	UPDATE household SET ident = 43019919700101001, hood = 0 WHERE village = 430121106202"
is 'what is looked for is found' 1 "identity-elsewhere	error	${v}010001	李明: a person of this household is registered in 430121106202010001 too
identity-elsewhere	error	430121106202010001	赵云: a person of this household is registered in ${v}010001 too
head-unnumbered	warning	${v}010001	李明: members have identity numbers, the head has none
members-count	warning	${v}010001	李明: the count of members is not the number of people listed
not-in-neighbourhood	warning	430121106202010001	赵云: in no neighbourhood, so in nobody's care
no-class	warning	${v}010011	周九: no class, so no rule of a class asks for a visit" nbr-household check -H
is 'in one village' 1 "identity-elsewhere	430121106202010001
not-in-neighbourhood	430121106202010001" nbr-household check -A 九木村 -H -C code,record

# ---- files that say less ----

fresh
card_a=$(card 43019919700101001) hood=$(nbr-area list -A $v.01.01.01 -H -C name)
printf '户编号,户主,门牌号\nH1,甲,1-1\nh02,乙,\n' >"$h.few"
is 'a number without its village' 4 '2 household-short
3 household-short' codes nbr-household import "$h.few"
says 'a list of one neighbourhood' 0 '' nbr-household import "$h.few" -A $at
is 'lies there' 0 "$v-H0001	$at	甲	1-1
$v-H0002	$at	乙	" list household,area,head,door
says 'by NBR_AREA too, again' 0 '' env NBR_AREA=$at nbr-household import "$h.few"
is 'nothing is new' 0 2 sh -c 'nbr-household list -H | wc -l'
is 'a town is not a place to live' 2 '' nbr-household import "$h.few" -A 430121106
printf '户编号,邻\nH1,%s\n' "$hood" >"$h.place"
says 'a name is looked up there first' 0 '' nbr-household import "$h.place" -A 金鼎山社区 -u update
printf '户编号,身份证号,备注\n%s-H0001,%s,外出\n%s-H0009,,\n' $v "$card_a" $v >"$h.amend"
is 'corrections of who is stored, not of who is not' 4 '3 head-missing
3 area-missing' codes nbr-household import "$h.amend" -u update
sed -i 3d "$h.amend"
says 'corrections alone' 0 '' nbr-household import "$h.amend" -u update
is 'are taken; the place stays' 0 "$v-H0001	$at	甲	1-1	外出" list household,area,head,door,note -l 1
kept
says 'again' 0 '' nbr-household import "$h.amend" -u update
unchanged 'nothing changes'
printf '户编号,备注\nH1,外出\n' >"$h.short"
is 'of which village?' 4 '2 household-short' codes nbr-household import "$h.short" -u update
printf '区域代码,村,组,户主\n%s,金鼎山社区,没有这个组,丙\n%s,九木村,,丁\n' $at $at >"$h.other"
is 'a code that another village stands beside' 4 '3 area-other' codes nbr-household import "$h.other"
printf '日期,户编号,三长编号\n2026-03-01,H1,\n' >"$h.visits"
is 'a visit without a village' 4 '2 household-short' codes nbr-visit import "$h.visits"
says 'of that one' 0 '' nbr-visit import "$h.visits" -A 金鼎山社区
is 'is on record' 0 "$v-H0001	2026-03-01" nbr-visit list -H -C household,day

done_testing
